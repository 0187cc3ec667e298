"""The Euler twin of the Hodgkin-Huxley neuron: the equations by hand, order 1, bad input."""

import numpy as np
import pytest

from course.models.hodgkin_huxley import HodgkinHuxley, currents, rates, resting_state, simulate
from course.models.hodgkin_huxley.euler import simulate_euler

MODEL = HodgkinHuxley()
REST = resting_state(MODEL)


def euler_by_hand(model, I, state, dt, steps):
    """Forward Euler, written anew from the equations, with the library's rates."""
    y = np.array(state)
    rows = [y]
    for _ in range(steps):
        V, m, h, n = y
        a_m, b_m, a_h, b_h, a_n, b_n = map(float, rates(V, model))
        I_ion = (
            model.g_Na * m**3 * h * (V - model.E_Na)
            + model.g_K * n**4 * (V - model.E_K)
            + model.g_L * (V - model.E_L)
        )
        slope = [
            (I - I_ion) / model.C,
            a_m * (1 - m) - b_m * m,
            a_h * (1 - h) - b_h * h,
            a_n * (1 - n) - b_n * n,
        ]
        y = y + dt * np.array(slope)
        rows.append(y)
    return np.array(rows).T


@pytest.mark.parametrize(("I", "T"), [(3.0, 6.3), (10.0, 18.5), (-5.0, 6.3)])
def test_the_kernel_is_the_loop_by_hand(I, T):
    model = MODEL._replace(T=T)
    state = resting_state(model)
    found = simulate_euler(model, I, start=state, dt=0.02, duration=12.0)
    truth = euler_by_hand(model, I, state, 0.02, 600)
    # rounding of exp, grown by the upstroke of a spike
    np.testing.assert_allclose(np.array(found[1:]), truth, atol=1e-9)
    np.testing.assert_allclose(found.t, np.arange(601) * 0.02)


def test_the_removable_singularities_are_crossed_without_a_hole():
    for V in (-40.0, -55.0):
        found = simulate_euler(MODEL, 0.0, start=REST._replace(V=V), dt=0.01, duration=0.01)
        truth = euler_by_hand(MODEL, 0.0, REST._replace(V=V), 0.01, 1)
        np.testing.assert_allclose(np.array(found[1:]), truth, atol=1e-12)


def test_the_error_is_of_order_one_in_dt():
    exact = simulate(MODEL, 10.0, dt=0.0025, duration=2.0).V[-1]
    error = [
        abs(simulate_euler(MODEL, 10.0, start=REST, dt=dt, duration=2.0).V[-1] - exact)
        for dt in (0.004, 0.002, 0.001)
    ]
    # order 1 halves the error; the next term is some per cent of it
    assert np.divide(error[:-1], error[1:]) == pytest.approx([2.0, 2.0], abs=0.06)


def test_rest_stays_rest():
    found = simulate_euler(MODEL, 0.0, start=REST, dt=0.05, duration=50.0)
    assert np.ptp(found.V) < 1e-9
    assert abs(sum(map(float, currents(MODEL, REST)))) < 1e-9


@pytest.mark.parametrize(
    "bad",
    [
        {"dt": 0.1}, {"dt": 0.0}, {"dt": np.nan}, {"I": np.inf}, {"I": 300.0},
        {"duration": -1.0}, {"start": (-65.0, 1.2, 0.5, 0.5)}, {"start": (np.nan, 0, 0, 0)},
    ],
)  # fmt: skip
def test_bad_input_is_named(bad):
    arguments = {"I": 1.0, "start": REST} | bad
    with pytest.raises(ValueError, match=r"is .*; allowed is"):
        simulate_euler(MODEL, arguments.pop("I"), **arguments)
