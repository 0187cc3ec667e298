"""Morris and Lecar's neuron: rest, the two ways in which firing begins, and its accuracy."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from course.material.blind import CLASSES, ONSETS, blind
from course.models.morris_lecar import CLASS_1, CLASS_2, MorrisLecar, resting_potential, simulate
from course.models.morris_lecar.model import potassium_goal, slopes


def late_rate(model, I, duration=6000.0):
    """Rate in Hz from the last intervals; 0 if it has fallen silent."""
    spikes = simulate(model, I, duration=duration).spikes
    late = spikes[spikes > 0.3 * duration]
    return 1000.0 / np.diff(late)[-3:].mean() if late.size > 2 else 0.0


def growth(model, I):
    """The real part of the leading eigenvalue at rest under I, 1/ms."""
    V = resting_potential(model, I)
    at = np.array([V, potassium_goal(V, model)])
    J = np.empty((2, 2))
    for j in range(2):
        e = 1e-6 * np.eye(2)[j]
        J[:, j] = np.subtract(slopes(*(at + e), I, model), slopes(*(at - e), I, model)) / 2e-6
    return np.linalg.eigvals(J).real.max()


def test_it_converges_at_second_order_to_lsoda():
    model, I = CLASS_1, 60.0
    V = resting_potential(model)
    truth = solve_ivp(
        lambda t, y: slopes(*y, I, model),
        (0.0, 60.0),
        (V, potassium_goal(V, model)),
        method="LSODA",
        rtol=1e-11,
        atol=1e-12,
    ).y[0, -1]
    coarse, fine = (
        abs(simulate(model, I, duration=60.0, dt=dt).V[-1] - truth) for dt in (0.1, 0.05)
    )
    assert 3.5 < coarse / fine < 4.5
    assert coarse < 0.1


def test_the_compiled_run_is_the_plain_one():
    current = np.linspace(0.0, 120.0, 2000)
    for model in (CLASS_1, CLASS_2):
        compiled, plain = (simulate(model, current, plain=plain) for plain in (False, True))
        assert np.allclose(compiled.V, plain.V, rtol=0.0, atol=1e-9)
        assert np.allclose(compiled.w, plain.w, rtol=0.0, atol=1e-11)


def test_rest_is_where_both_slopes_are_0():
    for model, V in ((CLASS_1, -59.474), (CLASS_2, -60.855)):
        assert resting_potential(model) == pytest.approx(V, abs=5e-4)
        still = resting_potential(model, 20.0)
        assert slopes(still, potassium_goal(still, model), 20.0, model)[0] == pytest.approx(
            0.0, abs=1e-9
        )


def test_class_1_begins_as_slowly_as_the_root_of_what_exceeds_its_onset():
    # rest and saddle meet where the steady current has its maximum
    V = np.linspace(-50.0, -10.0, 40001)
    steady = [-CLASS_1.C * slopes(v, potassium_goal(v, CLASS_1), 0.0, CLASS_1)[0] for v in V]
    assert max(steady) == pytest.approx(ONSETS[1], abs=1e-3)
    for I, rate in ((39.95, 0.0), (40.0, 1.06), (40.1, 2.00), (40.5, 3.79), (41.0, 5.11)):
        assert late_rate(CLASS_1, I) == pytest.approx(rate, abs=0.02)
    assert late_rate(CLASS_1, 40.1) == pytest.approx(5.5 * np.sqrt(40.1 - ONSETS[1]), rel=0.03)


def test_class_2_begins_at_8_hz_while_rest_is_still_stable():
    assert late_rate(CLASS_2, 88.2) == 0.0
    assert late_rate(CLASS_2, 88.3) == pytest.approx(7.9, abs=0.1)
    assert late_rate(CLASS_2, 90.0) == pytest.approx(9.7, abs=0.05)
    assert growth(CLASS_2, 90.0) < 0.0
    assert brentq(lambda I: growth(CLASS_2, I), 90.0, 97.0) == pytest.approx(93.858, abs=1e-3)


def test_the_onsets_of_the_blind_pair_part_silence_from_firing():
    for kind, model in CLASSES.items():
        assert late_rate(model, 0.9985 * ONSETS[kind]) == 0.0
        assert late_rate(model, 1.0015 * ONSETS[kind]) > 0.0


def test_a_seed_hides_one_of_each_class_and_both_orders_occur():
    orders = {tuple(neuron._kind for neuron in blind(seed)) for seed in range(10)}
    assert orders == {(1, 2), (2, 1)}
    assert blind(3)[0]._unit == blind(3)[0]._unit
    assert "1" not in repr(blind(1)[0]) and "2" not in repr(blind(1)[1])


@pytest.mark.parametrize(
    ("give", "name"),
    [
        (lambda: simulate(CLASS_1, 1e4), "I is"),
        (lambda: simulate(CLASS_1, np.nan), "I is"),
        (lambda: simulate(CLASS_1, 1.0, dt=2.0), "dt is"),
        (lambda: simulate(CLASS_1, np.ones(5), duration=5.0), "duration is"),
        (lambda: simulate(MorrisLecar(V_4=0.0), 1.0), "V_4 is"),
        (lambda: resting_potential(CLASS_1, "ten"), "I is"),
        (lambda: blind(-1), "seed is"),
        (lambda: blind(1)[0].inject(5.0), "I is"),
        (lambda: blind(1)[0].inject(1.0, duration=1e6), "duration is"),
    ],
)
def test_what_is_not_allowed_is_refused_by_name(give, name):
    with pytest.raises(ValueError, match=name):
        give()
