"""The Euler loop of lesson 02: right but for its grid."""

import numpy as np
import pytest

from course.models.integrate_fire import LIF, firing_rate
from course.models.integrate_fire.euler import euler_rates

I = np.linspace(0.0, 1000.0, 81)  # pA


def worst(dt, **parameters):
    model = LIF(**parameters)
    return np.max(np.abs(euler_rates(model, I, dt=dt) - firing_rate(model, I)))


def interval(model, I, dt):
    """Steps from one spike to the next, counted one by one."""
    V, steps = model.V_reset, int(np.ceil(round(model.t_ref / dt, 9)))
    while V < model.V_th:
        V += dt * (-(V - model.E_L) + model.R * I) / model.tau_m
        steps += 1
    return steps


@pytest.mark.parametrize("dt", [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 2.0])
@pytest.mark.parametrize("t_ref", [2.0, 3.0, 5.0, 10.0])
def test_every_interval_is_the_climb_and_the_refractory_period_in_whole_steps(dt, t_ref):
    model, currents = LIF(t_ref=t_ref), np.array([250.0, 600.0, 1000.0])
    steps = np.array([interval(model, current, dt) for current in currents])
    np.testing.assert_allclose(
        euler_rates(model, currents, dt=dt), 1000.0 / (steps * dt), rtol=1e-12
    )


def test_the_largest_error_is_of_order_dt():
    errors = [worst(dt) for dt in (1.0, 0.1, 0.05)]
    assert 7.0 < errors[0] / errors[1] < 14.0  # about 10: the grid's chances move it
    assert 1.4 < errors[1] / errors[2] < 2.8  # about 2


def test_it_is_silent_up_to_the_rheobase():
    rates = euler_rates(LIF(), np.array([0.0, 166.0, 170.0]), dt=0.1)
    assert rates[0] == rates[1] == 0.0 < rates[2]


def test_noise_wakes_a_silent_neuron_and_is_the_same_under_one_seed():
    quiet = np.array([150.0])
    once, again = (euler_rates(LIF(), quiet, dt=0.1, sigma=4.0, rng=3) for _ in range(2))
    assert once == again > 0.0 == euler_rates(LIF(), quiet, dt=0.1)


def test_each_step_of_the_noise_has_the_variance_of_the_step():
    model, dt, sigma, current = LIF(t_ref=2.0), 0.5, 4.0, 160.0
    z = np.random.default_rng(7).standard_normal(4000)
    V, free, count = model.E_L, 0, 0
    for k in range(4000):
        V += dt / model.tau_m * (model.E_L - V + model.R * current)
        V += sigma * (2 * dt / model.tau_m) ** 0.5 * z[k]
        if k < free:
            V = model.V_reset
        if V >= model.V_th:
            V, free, count = model.V_reset, k + 5, count + 1
    found = euler_rates(model, np.array([current]), dt=dt, sigma=sigma, rng=7, duration=2000.0)
    assert count > 10 and found[0] == pytest.approx(count / 2.0)


@pytest.mark.parametrize("dt", [0.0, -0.1, 31.0, np.nan])
def test_a_step_beyond_the_membrane_is_refused(dt):
    with pytest.raises(ValueError, match="dt is"):
        euler_rates(LIF(), I, dt=dt)


def test_a_run_lasts_a_second_where_nothing_else_is_said():
    noisy = {"dt": 0.1, "sigma": 4.0, "rng": 3}
    I = np.array([170.0])
    assert euler_rates(LIF(), I, **noisy) == euler_rates(LIF(), I, duration=1000.0, **noisy)
