"""Rate networks against SciPy's matrix exponential, against RK45 and against hand-made modes."""

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp
from scipy.linalg import expm

from course.models import rate_network
from course.models.rate_network import (
    TRANSFERS,
    linear_response,
    model,
    modes,
    noise_spread,
    rectified_pair,
    simulate,
)
from course.models.rate_network.examples import integrator, two_neurons, with_eigenvalues

RNG = np.random.default_rng(11)
TAU = 7.0


def exact(W, h, r0, t, tau=TAU):
    """exp of the matrix that has the input as one more unit, which stays at 1."""
    N = len(W)
    A = np.zeros((N + 1, N + 1))
    A[:N, :N], A[:N, N] = (W - np.eye(N)) / tau, h / tau
    return (expm(A * t) @ np.append(r0, 1.0))[:N]


SPECTRA = {
    "stable": [0.9, 0.5, -0.3, -2.0, 0.0, 0.1],
    "marginal": [1.0, 0.5, -0.3, -2.0, 0.0, 0.1],
    "nearly marginal": [1 + 1e-9, 1 - 1e-9, 0.5, -0.3, 0.0, 0.1],
    "unstable": [1.6, 1.1, 0.5, -0.3, -2.0, 0.0],
    "repeated": [1.0, 1.0, 1.0, 0.5, 0.5, -1.0],
    "all equal": [1.0] * 6,
}


@pytest.mark.parametrize("spectrum", SPECTRA)
def test_linear_response_is_the_matrix_exponential(spectrum):
    W = with_eigenvalues(SPECTRA[spectrum], rng=1)
    h, r0 = RNG.normal(size=(2, 6))
    t = np.array([0.0, 0.3, 5.0, 40.0])
    wanted = np.stack([exact(W, h, r0, x) for x in t], axis=1)
    got = linear_response(W, h, t, tau=TAU, start=r0)
    assert np.abs(got - wanted).max() < 1e-10 * max(1, np.abs(wanted).max())


@pytest.mark.parametrize("spectrum", SPECTRA)
def test_simulated_modes_are_exact_at_every_step(spectrum):
    W = with_eigenvalues(SPECTRA[spectrum], rng=2)
    h, r0 = RNG.normal(size=(2, 6))
    run = simulate(W, h, tau=TAU, dt=0.5, duration=30.0, start=r0)
    wanted = linear_response(W, h, run.t, tau=TAU, start=r0)
    assert run.t[-1] == 30.0 and run.diverged_at is None
    # 60 steps add 60 roundings; 1e-12 of the largest rate is promised
    assert np.abs(run.r - wanted).max() < 1e-12 * np.abs(wanted).max()


@pytest.mark.parametrize("pushed", [1.0, 0.0])
@pytest.mark.parametrize("spectrum", ["stable", "marginal", "nearly marginal", "repeated"])
def test_a_run_stays_exact_when_one_mode_after_another_has_come_to_rest(spectrum, pushed):
    W = with_eigenvalues(SPECTRA[spectrum], rng=3)
    h, r0 = RNG.normal(size=(2, 6)) * [[pushed], [1.0]]
    run = simulate(W, h, tau=TAU, dt=0.2, duration=1000.0, start=r0)  # 10 blocks of 15 tau
    wanted = linear_response(W, h, run.t, tau=TAU, start=r0)
    assert np.abs(run.r - wanted).max() < 1e-12 * np.abs(wanted).max()


@pytest.mark.parametrize("kind", ["non-normal", "defective", "rotating"])
def test_networks_without_symmetry_are_exact_too(kind):
    W = {
        "non-normal": RNG.normal(size=(5, 5)) / 3,
        "defective": np.diag([1.0, 1.0, 1.0, 0.5, 0.5]) + np.diag([2.0] * 4, 1),
        "rotating": np.kron(np.eye(2), [[0.9, -2.0], [2.0, 0.9]]),
    }[kind]
    h, r0 = RNG.normal(size=(2, len(W)))
    run = simulate(W, h, tau=TAU, dt=0.5, duration=20.0, start=r0)
    wanted = np.stack([exact(W, h, r0, t) for t in run.t], axis=1)
    assert np.abs(run.r - wanted).max() < 1e-12 * np.abs(wanted).max()
    response = linear_response(W, h, run.t, tau=TAU, start=r0)
    assert np.abs(response - wanted).max() < 1e-10 * np.abs(wanted).max()


@pytest.mark.parametrize("W", [with_eigenvalues([1.0, 0.5, -1.0], rng=3), RNG.normal(size=(3, 3))])
def test_sampled_input_is_held_during_each_step(W):
    h = RNG.normal(size=(3, 40))
    run = simulate(W, h, tau=TAU, dt=0.7)
    r = np.zeros(3)
    for k in range(40):
        assert np.allclose(run.r[:, k], r, rtol=0, atol=1e-12 * (1 + np.abs(r).max()))
        r = exact(W, h[:, k], r, 0.7)


def test_amplification_is_one_over_one_minus_lambda():
    values = np.array([0.8, 0.5, 0.0, -1.0])
    W = with_eigenvalues(values, rng=4)
    m = modes(W)
    assert np.allclose(m.values, values)
    assert np.allclose(m.gains, [5.0, 2.0, 1.0, 0.5])
    for vector, gain in zip(m.vectors.T, m.gains):
        final = simulate(W, vector, dt=1.0, duration=2000.0).r[:, -1]
        assert np.allclose(final, gain * vector, atol=1e-12)


def test_integrator_adds_up_its_input():
    W = integrator(10)
    h = np.zeros((10, 300))
    h[:, 50:150] = 0.4
    r = simulate(W, h, tau=TAU, dt=0.1).r
    assert np.allclose(r[:, -1], 0.4 * 100 * 0.1 / TAU, rtol=1e-12)
    leaky = simulate(
        integrator(10, 0.99), np.zeros(10), tau=TAU, dt=0.1, duration=700.0, start=np.ones(10)
    )
    assert np.allclose(leaky.r[:, -1], np.exp(-1), rtol=1e-11)  # tau / 0.01 = 700 ms


def test_modes_of_any_matrix_rebuild_it():
    W = RNG.normal(size=(6, 6))
    m = modes(W, general=True)
    assert np.allclose((m.vectors * m.values) @ m.left, W, atol=1e-12)
    assert np.all(np.diff(m.values.real) <= 1e-12)
    S = W + W.T
    s = modes(S)
    assert np.allclose((s.vectors * s.values) @ s.vectors.T, S, atol=1e-12)
    assert modes(np.eye(2)).gains[0] == np.inf and modes(np.eye(2)).tau[0] == np.inf


FUNCTIONS = {
    "linear": lambda x: x,
    "relu": lambda x: np.maximum(x, 0),
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
}


@pytest.mark.parametrize("F", TRANSFERS)
def test_nonlinear_network_agrees_with_scipy(F):
    W, h, r0 = 0.5 * RNG.normal(size=(8, 8)), RNG.normal(size=8), RNG.random(8)
    slope = lambda t, r: (-r + FUNCTIONS[F](h + W @ r)) / TAU  # noqa: E731
    run = simulate(W, h, tau=TAU, F=F, dt=0.01, duration=30.0, start=r0)
    wanted = solve_ivp(slope, (0, 30), r0, "DOP853", run.t[::500], rtol=1e-10, atol=1e-12).y
    assert np.abs(run.r[:, ::500] - wanted).max() < 2e-6  # (dt / tau)^2 = 2e-6


@pytest.mark.parametrize("F", ["tanh", "sigmoid"])
def test_nonlinear_error_falls_with_the_square_of_the_step(F):
    W, h = RNG.normal(size=(8, 8)), RNG.normal(size=8)
    ends = [
        simulate(W, h, tau=TAU, F=F, dt=dt, duration=12.8).r[:, -1] for dt in (0.4, 0.2, 0.1, 0.005)
    ]
    error = [np.abs(end - ends[-1]).max() for end in ends[:3]]
    assert 3.3 < error[0] / error[1] < 4.8
    assert 3.3 < error[1] / error[2] < 4.8


def test_rectification_keeps_rates_positive_and_tames_inhibition():
    W = np.array([[0.0, -2.0], [-2.0, 0.0]])  # difference mode: eigenvalue 2
    h = np.array([1.0, 0.9])
    free = simulate(W, h, dt=0.1, duration=1000.0)
    tamed = simulate(W, h, F="relu", dt=0.1, duration=1000.0)
    assert free.diverged_at is not None
    assert tamed.diverged_at is None and (tamed.r >= 0).all()
    assert np.allclose(tamed.r[:, -1], [1.0, 0.0], atol=1e-9)  # the winner takes all


@pytest.mark.parametrize("F", ["linear", "relu"])
@pytest.mark.parametrize("W", [[[1.5, 0.0], [0.0, 0.2]], [[1.5, 0.3], [0.0, 0.2]]])
def test_divergence_stops_the_run_and_keeps_what_was_computed(F, W):
    run = simulate(W, [1.0, 1.0], F=F, tau=10.0, dt=0.5, duration=1e6 / 4, limit=1e6)
    assert run.diverged_at is not None and run.diverged_at < 1000
    assert run.r.shape[1] == run.t.size and np.linalg.norm(run.r, axis=0).max() <= 1e6
    assert run.t[-1] + 0.5 == pytest.approx(run.diverged_at)
    if F == "linear":  # c = (exp(t / 20) - 1) 2 passes the limit
        assert np.linalg.norm(linear_response(W, [1.0, 1.0], run.diverged_at)) > 1e6


def test_divergence_under_sampled_input_stops_too():
    run = simulate([[1.5, 0.0], [0.0, 0.2]], np.ones((2, 3000)), dt=0.5, limit=1e6)
    constant = simulate([[1.5, 0.0], [0.0, 0.2]], np.ones(2), dt=0.5, duration=1500.0, limit=1e6)
    assert run.diverged_at == constant.diverged_at
    assert np.allclose(run.r, constant.r, rtol=1e-11)
    endless = simulate([[1e5, 0.0], [0.0, 0.2]], np.ones(2), duration=1e5, limit=1e100)
    assert endless.diverged_at is not None and np.isfinite(endless.r).all()


def test_two_neuron_pulses_have_the_exact_timing():
    net = two_neurons(rng=0)
    assert net.tau == 4.0 and net.dt == 1.0 and net.h.shape == (2, 800)
    on = np.flatnonzero(np.abs(net.h).sum(axis=0))
    wanted = np.concatenate([np.arange(k, k + 10) for k in range(30, 800, 100)])
    assert np.array_equal(on, wanted)
    columns = net.h[:, 35:700:100].T
    assert np.array_equal(columns[:6], [[1, 0], [0, 1], [1, 1], [-1, 0], [0, -1], [-1, -1]])
    assert np.allclose(net.W @ columns[6], -0.8 * columns[6])
    assert np.array_equal(two_neurons(rng=5).h, two_neurons(rng=5).h)
    run = simulate(net.W, net.h, tau=net.tau, dt=net.dt)
    # along (1, 1): tau / (1 - 0.8) = 20 ms, gain 5, ten ms of 1; what earlier pulses left
    before, after = run.r[:, 230].sum() / 2, run.r[:, 240].sum() / 2
    assert after == pytest.approx(5 + (before - 5) * np.exp(-0.5), rel=1e-12)


@pytest.mark.parametrize("F", rate_network.TRANSFERS)
@pytest.mark.parametrize("steps", [None, 7])
def test_the_plain_reading_is_the_kernel(F, steps):
    for symmetric in (True, False):
        W = RNG.normal(size=(4, 4))
        W = 0.3 * (W + W.T if symmetric else W)
        h = RNG.normal(size=4 if steps is None else (4, steps))
        options = {"F": F, "dt": 0.7, "start": RNG.random(4)}
        options |= {"duration": 21.0} if steps is None else {}
        plain = simulate(W, h, plain=True, **options)
        np.testing.assert_allclose(simulate(W, h, **options).r, plain.r, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("F", rate_network.TRANSFERS)
def test_the_plain_step_has_the_slope_of_the_equation(F):
    W, h, r, dt = RNG.normal(size=(3, 3)), RNG.normal(size=3), RNG.random(3), 1e-6
    function = model.FUNCTIONS[F]
    moved = model.step(r, r, h, W, dt, 10.0, function)
    np.testing.assert_allclose((moved - r) / dt, model.slope(r, h, W, 10.0, function), rtol=1e-6)


def test_a_plain_run_stops_where_the_other_does():
    runs = [simulate([[1.5]], [1.0], duration=1e3, limit=1e6, plain=p) for p in (True, False)]
    assert runs[0].diverged_at == pytest.approx(runs[1].diverged_at, abs=1e-9)
    assert runs[0].r.shape == runs[1].r.shape


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: modes([[1.0, 2.0], [0.0, 1.0]]), "W differs from W.T by 2"),
        (lambda: modes([[1.0, 2.0], [0.0, 1.0]], general=True), "span the space"),
        (lambda: modes(np.zeros((2, 3))), r"W has shape \(2, 3\)"),
        (lambda: simulate(np.full((2, 2), np.nan), [1, 1], duration=1), r"W\[0, 0\] is nan"),
        (lambda: simulate(np.eye(2), [1.0, 1.0, 1.0], duration=1), "h has shape"),
        (lambda: simulate(np.eye(2), [1.0, 1.0]), "duration is None"),
        (lambda: simulate(np.eye(2), np.ones((2, 5)), duration=3.0), "duration is 3"),
        (lambda: simulate(np.eye(2), [1, 1], duration=1, F="step"), "F is 'step'"),
        (lambda: simulate(np.eye(2), [1, 1], duration=50, dt=20.0, F="relu"), "dt is 20"),
        (
            lambda: simulate(np.eye(2), [1, 1], duration=1e9, dt=0.01),
            "1e.11 steps",
        ),
        (lambda: linear_response([[400.0]], [1.0], 100.0), "finite"),
        (lambda: with_eigenvalues([np.inf], rng=0), r"values\[0\] is inf"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_an_eigenvalue_of_1_up_to_rounding_amplifies_without_end():
    """The mean of N units with weights 1/N has eigenvalue 1; a solver finds it nearly."""
    for N in (3, 7, 10, 33):
        found = modes(np.full((N, N), 1 / N))
        assert found.gains[0] == np.inf and found.tau[0] == np.inf
        np.testing.assert_allclose(found.gains[1:], 1.0, rtol=1e-12)
    assert modes([[1 - 1e-9]]).gains[0] == pytest.approx(1e9, rel=1e-6)


def test_modes_stand_upright_and_of_a_pair_the_positive_frequency_comes_first():
    rng = np.random.default_rng(3)
    for general in (False, True):
        W = rng.normal(size=(9, 9))
        W = W if general else W + W.T
        found = modes(W, general)
        tops = found.vectors[np.abs(found.vectors).argmax(axis=0), np.arange(9)]
        assert np.all(tops.real > 0) and np.allclose(tops.imag, 0, atol=1e-15)
        np.testing.assert_allclose(W @ found.vectors, found.vectors * found.values, atol=1e-12)
        first = np.flatnonzero(found.values.imag > 0)
        np.testing.assert_allclose(found.values[first + 1], np.conj(found.values[first]))


@pytest.mark.parametrize("weight", [-1.5, -0.9, 0.5])
@pytest.mark.parametrize("h", [(1.1, 1.0), (0.2, 1.5), (1.0, 1.0)])
def test_the_rectified_pair_follows_its_two_pieces(weight, h):
    W, h = np.array([[0.0, weight], [weight, 0.0]]), np.array(h)
    run = simulate(W, h, tau=10.0, dt=0.05, duration=150.0, F="relu")
    form, switch = rectified_pair(W, h, run.t, tau=10.0)
    loses = h[0] != h[1] and h.min() + weight * h.max() < 0  # the winner's rest silences it
    assert (switch is not None) == loses
    assert np.abs(run.r - form).max() < 2e-4  # second order in dt, first order at the switch


@pytest.mark.parametrize(
    ("W", "h", "t", "named"),
    [
        ([[1.0, 0.0], [0.0, 0.0]], [1.0, 1.0], [0.0], "diagonal"),
        ([[0.0, 1.0], [1.0, 0.0]], [1.0, -1.0], [0.0], r"h\[1\] is -1"),
        ([[0.0, 1.0], [1.0, 0.0]], [1.0, 1.0], [1.0, 0.5], "rise"),
    ],
)
def test_a_pair_that_has_no_such_form_is_refused(W, h, t, named):
    with pytest.raises(ValueError, match=named):
        rectified_pair(W, h, t)


@pytest.mark.parametrize("value", [-0.5, 0.9, 1.0, 1.02])
def test_noise_spreads_a_mode_by_the_integral_of_its_answers(value):
    t = np.array([0.0, 3.0, 40.0, 200.0])
    for end, found in zip(t, noise_spread(value, t, 0.3, tau=TAU)):
        square, _ = quad(lambda s: 0.09 / TAU * np.exp(-2 * (1 - value) * s / TAU), 0.0, end)
        assert found == pytest.approx(np.sqrt(square), rel=1e-9)


def test_noise_ends_at_the_spread_of_a_leaky_mode_and_walks_without_a_leak():
    assert noise_spread(0.98, 1e5, 0.2) == pytest.approx(0.2 / np.sqrt(2 * 0.02), rel=1e-12)
    assert noise_spread(1.0, 40.0, 0.2) == pytest.approx(0.4, rel=1e-12)
    with pytest.raises(ValueError, match="keeps the spread finite"):
        noise_spread(1.5, 1e5, 0.2)
