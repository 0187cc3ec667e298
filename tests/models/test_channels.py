"""Gates that chance moves, against the equation of their mean and what waiting times are."""

import numpy as np
import pytest

from course.models.hodgkin_huxley import flicker

SIGMAS = 5.0  # a right program fails once in two million


def test_the_share_of_open_gates_follows_the_equation_of_a_gate():
    alpha, beta = np.full(400, 0.3), np.full(400, 0.1)
    alpha[200:], beta[200:] = 0.02, 0.5
    run = flicker(alpha, beta, N=10_000, dt=0.05, rng=1, start=0.2)
    t = run.t[:201]
    np.testing.assert_allclose(run.chance[:201], 0.75 - 0.55 * np.exp(-0.4 * t), rtol=1e-12)
    away = run.open.mean(axis=0) - run.chance
    spread = np.sqrt(run.chance * (1.0 - run.chance) / 10_000)
    assert np.abs(away / spread).max() < SIGMAS
    assert np.abs(away / spread).std() > 0.3  # and it is no curve without chance


@pytest.mark.parametrize("N", [10, 1000])
def test_the_spread_of_the_share_goes_with_the_root_of_the_number(N):
    shares = [
        flicker(np.full(3, 0.2), np.full(3, 0.3), N=N, dt=4.0, rng=seed, start=0.4).open[:, -1]
        for seed in range(400)
    ]
    found = np.var([share.mean() for share in shares])
    assert found == pytest.approx(0.24 / N, rel=SIGMAS * np.sqrt(2 / 400))


def test_a_gate_waits_for_an_exponential_time():
    dt = 0.05
    gates = flicker(np.full(20_000, 0.2), np.full(20_000, 0.3), N=40, dt=dt, rng=2).open
    for which, mean in ((True, 1 / 0.3), (False, 1 / 0.2)):
        stays = []
        for one in gates:
            turns = np.flatnonzero(np.diff(one))
            stays.extend(dt * np.diff(turns)[one[turns[:-1] + 1] == which])
        n = len(stays)
        assert n > 4000
        # the run ends after 200 to 300 waits, which shortens the mean by as much
        assert np.mean(stays) == pytest.approx(mean, rel=SIGMAS / np.sqrt(n) + 0.01)
        assert np.std(stays) == pytest.approx(np.mean(stays), rel=SIGMAS * np.sqrt(2 / n))


def test_two_steps_are_one_of_twice_the_length():
    two = flicker([0.2, 0.2], [0.3, 0.3], N=5, dt=1.0, rng=1, start=0.9).chance[2]
    one = flicker([0.2], [0.3], N=5, dt=2.0, rng=1, start=0.9).chance[1]
    assert two == pytest.approx(one, rel=1e-14)


@pytest.mark.parametrize(
    "wrong", [{"alpha": [-0.1]}, {"beta": [0.1, 0.2]}, {"alpha": [0.0], "beta": [0.0]}, {"N": 0}]
)
def test_what_no_gate_can_do_is_refused_by_name(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        flicker(**({"alpha": [0.2], "beta": [0.3], "N": 5, "dt": 0.1, "rng": 1} | wrong))


def test_a_run_has_a_time_for_each_state_and_all_gates_begin_shut():
    run = flicker([0.2, 0.1], [0.3, 0.3], N=50, dt=0.5, rng=1)
    np.testing.assert_allclose(run.t, [0.0, 0.5, 1.0])
    assert run.chance[0] == 0.0 and not run.open[:, 0].any()
    assert run.open.shape == (50, 3)
