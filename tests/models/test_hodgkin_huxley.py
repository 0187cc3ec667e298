"""The Hodgkin-Huxley neuron against SciPy, closed forms, limits and its own equations."""

import math
from types import SimpleNamespace

import mpmath
import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from course.models.hodgkin_huxley import (
    HodgkinHuxley,
    State,
    currents,
    f_i_curve,
    kernel,
    model,
    rates,
    resting_state,
    simulate,
    steady_states,
    threshold_current,
    threshold_traces,
    time_constants,
    voltage_clamp,
)

SQUID = HodgkinHuxley()
REST = State(-65.0, 0.05293, 0.59612, 0.31768)


def f(x):
    return x / math.expm1(x) if x else 1.0


def naive_rates(V):
    """Hodgkin & Huxley 1952, eqs 12, 13, 20, 21, 23, 24, with V_1952 = -65 - V."""
    v = -65.0 - V
    return (
        f((v + 25) / 10),
        4 * math.exp(v / 18),
        0.07 * math.exp(v / 20),
        1 / (math.exp((v + 30) / 10) + 1),
        0.1 * f((v + 10) / 10),
        0.125 * math.exp(v / 80),
    )


def naive_derivative(t, y, I, p=SQUID):
    V, m, h, n = y
    factor = p.Q10 ** ((p.T - 6.3) / 10)
    a_m, b_m, a_h, b_h, a_n, b_n = (factor * rate for rate in naive_rates(V))
    ionic = p.g_Na * m**3 * h * (V - p.E_Na) + p.g_K * n**4 * (V - p.E_K) + p.g_L * (V - p.E_L)
    gates = a_m * (1 - m) - b_m * m, a_h * (1 - h) - b_h * h, a_n * (1 - n) - b_n * n
    return [(I - ionic) / p.C, *gates]


def reference(I, duration=200.0, p=SQUID, start=REST, t_eval=None):
    """DOP853 at rtol 1e-10: the upward crossings of 0 mV and V at t_eval."""

    def crossing(t, y, *_):
        return y[0]

    crossing.direction = 1
    run = solve_ivp(
        naive_derivative, (0, duration), start, "DOP853", t_eval, False, crossing, False, (I, p),
        rtol=1e-10, atol=1e-12,
    )  # fmt: skip
    return run.t_events[0], run.y[0]


# Either side of every transition: the first spike (2.24), repetitive firing from rest
# (6.25), the loss of spikes that cross 0 mV at high current (below 80), Hopf (154)
CURRENTS = (2.2, 2.235, 2.245, 2.3, 5.0, 6.2, 6.3, 6.5, 10.0, 50.0, 64.0, 80.0, 150.0, 158.0)


@pytest.mark.parametrize("I", CURRENTS)
def test_spike_times_and_potential_agree_with_scipy_at_the_default_step(I):
    ours = simulate(SQUID, I, duration=200.0, start=REST)
    spikes, V = reference(I, t_eval=ours.t[::40])
    assert ours.spikes.size == spikes.size
    # 0.01 ms is promised; order 4 leaves 1.4e-4 ms after 200 ms
    np.testing.assert_allclose(ours.spikes, spikes, rtol=0, atol=5e-4)
    # V moves by at most 400 mV/ms, so 5e-4 ms are worth 0.2 mV
    np.testing.assert_allclose(ours.V[::40], V, rtol=0, atol=0.2)


def test_the_currents_compared_with_scipy_lie_either_side_of_every_transition():
    spikes = [simulate(SQUID, I, duration=200.0, start=REST).spikes.size for I in CURRENTS]
    assert spikes[:5] == [0, 0, 1, 1, 1]
    assert spikes[5] < 5 and min(spikes[6:10]) > 10
    assert max(spikes[-3:]) < 3


def test_halving_the_step_divides_the_error_of_a_spike_by_sixteen():
    spikes, _ = reference(10.0, 100.0)
    errors = [
        abs(simulate(SQUID, 10.0, duration=100.0, dt=dt, start=REST).spikes[-1] - spikes[-1])
        for dt in (0.05, 0.025, 0.0125)
    ]
    orders = np.log2(np.divide(errors[:-1], errors[1:]))
    np.testing.assert_allclose(orders, 4.0, atol=0.3)


@pytest.mark.parametrize("order, steps", [(2, (0.02, 0.01, 0.005)), (4, (0.1, 0.05, 0.025))])
def test_the_rate_of_the_sweep_converges_at_its_order(order, steps):
    true = f_i_curve(SQUID, 10.0, dt=0.005, order=4)
    errors = [abs(f_i_curve(SQUID, 10.0, dt=dt, order=order) - true) for dt in steps]
    # Straight lines through the crossings add what has no order, 1e-5 of the rate at 0.05 ms
    assert errors[1] < 2e-4 * true
    assert np.log2(errors[0] / errors[2]) / 2 == pytest.approx(order, abs=0.4)
    spikes, _ = reference(10.0, start=resting_state(SQUID), duration=300.0)
    late = spikes[spikes >= 100.0]
    assert true == pytest.approx(1000.0 * (late.size - 1) / (late[-1] - late[0]), rel=1e-6)


def test_every_current_of_a_sweep_fires_at_the_rate_of_its_own_simulation():
    I = np.array([5.0, 6.5, 10.0, 30.0, 60.0, 120.0])
    rate = f_i_curve(SQUID, I, duration=300.0, skip=100.0)
    for current, hertz in zip(I, rate):
        spikes = simulate(SQUID, current, duration=300.0).spikes
        late = spikes[spikes > 100.0]
        expected = 1000.0 / np.diff(late).mean() if late.size > 1 else 0.0
        assert hertz == pytest.approx(expected, rel=3e-4)  # order 2 at 0.01 ms
    assert isinstance(f_i_curve(SQUID, 10.0), float)
    assert f_i_curve(SQUID, 10.0) == f_i_curve(SQUID, I)[2]


def test_rates_equal_high_precision_also_through_the_removable_singularities():
    mpmath.mp.dps = 40
    near = 10.0 ** np.arange(-15, 1.0)
    V = np.concatenate([[-40.0, -55.0], -40 - near, -40 + near, -55 - near, -55 + near, [-90, 45]])
    ours = rates(V)
    for i, v in enumerate(V):
        for x, value in (
            ((-40 - mpmath.mpf(v)) / 10, ours.alpha_m[i]),
            ((-55 - mpmath.mpf(v)) / 10, 10 * ours.alpha_n[i]),
        ):
            exact = x / mpmath.expm1(x) if x else mpmath.mpf(1)
            assert abs(value / exact - 1) < 1e-14
    assert rates(-40.0).alpha_m == 1.0
    assert rates(-55.0).alpha_n == 0.1


def test_compiled_rates_are_the_rates():
    V = np.concatenate([np.linspace(-200, 150, 701), [-40 + 1e-9, -55 - 1e-7, -40.19, -40.21]])
    twin = np.array([kernel.rates(v) for v in V]).T
    # w to the 72nd power costs 72 ulp, the difference exp(x) - 1 at |x| = 0.02 fifty times that
    np.testing.assert_allclose(twin, rates(V), rtol=2e-12)
    for v in (-500.0, 500.0):
        np.testing.assert_allclose(kernel.rates(v), np.array(rates(v)), rtol=1e-8)
        assert kernel.rates(2 * v) == kernel.rates(v)


@pytest.mark.parametrize(
    "membrane",
    [SQUID, SQUID._replace(T=20.0), SQUID._replace(g_Na=0.0), SQUID._replace(C=0.3, E_L=-70.0)],
)
@pytest.mark.parametrize("dt", [0.1, 0.025])
def test_the_plain_reading_is_the_kernel(membrane, dt):
    I = np.r_[np.full(100, 12.0), np.full(80, -20.0), np.full(120, 60.0)]
    plain = simulate(membrane, I, dt=dt, start=REST, plain=True)
    fast = simulate(membrane, I, dt=dt, start=REST)
    # The kernel's exponential is a quartic to the eighth power: 1e-9 for a step of 0.025 ms
    for mine, theirs in zip(plain, fast):
        np.testing.assert_allclose(mine, theirs, rtol=0, atol=3e-6 if dt < 0.1 else 1e-3)


def test_the_slopes_are_those_of_the_step():
    state = model.State(-50.0, 0.2, 0.4, 0.5)
    short = 1e-6
    moved = model.step(state, 7.0, short, SQUID)
    rise = (np.array(moved) - np.array(state)) / short
    np.testing.assert_allclose(rise, model.slopes(state, 7.0, SQUID), rtol=1e-4)


def test_steady_states_and_time_constants_give_the_same_derivative_as_the_rates():
    V = np.linspace(-120, 60, 61)
    for gate, alpha, beta in zip("mhn", rates(V, SQUID)[::2], rates(V, SQUID)[1::2]):
        x_inf, tau = getattr(steady_states(V), gate), getattr(time_constants(V, SQUID), gate)
        np.testing.assert_allclose((x_inf - 0.3) / tau, alpha * 0.7 - beta * 0.3, atol=1e-12)
    # The 1952 values at rest: m 0.053, h 0.596, n 0.318 (their figures 5, 8 and 10)
    np.testing.assert_allclose(steady_states(-65.0), (0.0529, 0.5961, 0.3177), atol=1e-4)


def test_ten_degrees_are_exactly_a_factor_of_three_in_time():
    cold, warm = SQUID, SQUID._replace(T=16.3)
    np.testing.assert_allclose(rates(-50.0, warm), 3 * np.array(rates(-50.0, cold)), rtol=1e-15)
    assert resting_state(cold) == resting_state(warm)
    # With C three times smaller as well, and currents unchanged, all of time shrinks by 3
    fast = simulate(warm._replace(C=1 / 3), 10.0, dt=0.025 / 3, duration=50.0)
    slow = simulate(cold, 10.0, dt=0.025, duration=150.0)
    np.testing.assert_allclose(3 * fast.spikes, slow.spikes, rtol=1e-9)


@pytest.mark.parametrize("I", [-20.0, 0.0, 5.0, 20.0])
def test_rest_is_a_fixed_point(I):
    state = resting_state(SQUID, I)
    np.testing.assert_allclose(naive_derivative(0, state, I), 0.0, atol=1e-9)
    if I < 9:
        assert np.ptp(simulate(SQUID, I, start=state, duration=200.0).V) < 1e-9


def test_rest_loses_its_stability_where_the_hopf_bifurcation_is():
    def growth(I):
        y, eps = np.array(resting_state(SQUID, I)), 1e-6
        columns = [
            np.subtract(naive_derivative(0, y + d, I), naive_derivative(0, y - d, I)) / (2 * eps)
            for d in eps * np.eye(4)
        ]
        return np.linalg.eigvals(np.array(columns)).real.max()

    # Hassard 1978, J Theor Biol 71:401: 9.78 and 154.5 uA/cm^2
    assert growth(9.7) < 0 < growth(9.85)
    assert growth(154.0) > 0 > growth(155.0)


def test_repetitive_firing_starts_with_a_jump_and_coexists_with_rest():
    I = np.arange(5.0, 11.5, 0.25)
    both = f_i_curve(SQUID, np.concatenate([I, I[::-1]]), carry=True, duration=200.0)
    up, down = both[: I.size], both[I.size :][::-1]
    assert 9.75 < I[np.argmax(up > 0)] < 10.8  # the Hopf point is 9.78, growth above it slow
    assert I[np.argmax(down > 0)] == pytest.approx(6.4, abs=0.2)  # the fold of cycles, 6.26
    assert down[down > 0].min() > 50.0
    np.testing.assert_allclose(up[up > 0], down[up > 0], rtol=2e-3)


def test_a_rate_is_counted_until_two_mean_intervals_after_the_last_spike():
    # 6.2 uA/cm^2 from rest makes a few spikes and no more
    spikes = simulate(SQUID, 6.2, duration=400.0).spikes
    assert 3 <= spikes.size < 12 and spikes[-1] < 300.0
    interval = (spikes[-1] - spikes[0]) / (spikes.size - 1)
    for waited, rate in ((1.95, 1000 / interval), (2.05, 0.0)):
        duration = spikes[-1] + waited * interval
        found = f_i_curve(SQUID, 6.2, duration=duration, skip=0.0, dt=0.025, order=4)
        assert found == pytest.approx(rate, rel=1e-4)
    one = f_i_curve(SQUID, 3.0, duration=20.0, skip=0.0)  # a single spike has no interval
    assert simulate(SQUID, 3.0, duration=20.0).spikes.size == 1 and one == 0.0


def test_strong_current_blocks_firing():
    assert (f_i_curve(SQUID, [20.0, 50.0]) > 80).all()
    assert (f_i_curve(SQUID, [100.0, 200.0]) == 0).all()
    assert steady_states(resting_state(SQUID, 200.0).V).h < 0.1


def test_threshold_separates_silence_from_a_spike():
    I = threshold_current(SQUID)
    assert simulate(SQUID, I).spikes.size == 1
    assert simulate(SQUID, I - 2e-9).spikes.size == 0
    start = resting_state(SQUID)
    for current, expected in ((I - 1e-5, 0), (I + 1e-5, 1)):  # SciPy sees it there too
        assert reference(current, 100.0, start=start)[0].size == expected
    found = threshold_traces(SQUID)
    assert found.I_silent < I <= found.I_spiking <= found.I_silent + 1e-3
    assert found.silent.spikes.size == 0 and found.spiking.spikes.size == 1
    assert found.spiking.V.max() - found.silent.V.max() > 50.0


@pytest.mark.parametrize("T", [0.0, 6.3, 18.5, 24.0, 28.0])
def test_the_threshold_is_that_of_scipy_and_half_of_it_evokes_much_less(T):
    warm, start = SQUID._replace(T=T), resting_state(SQUID)
    I = threshold_current(warm, tolerance=1e-6, duration=40.0)
    t = np.linspace(0, 40, 40_001)
    for current, expected in ((I * (1 - 1e-4), 0), (I * (1 + 1e-4), 1)):
        assert reference(current, 40.0, warm, start)[0].size == expected
    half = reference(I / 2, 40.0, warm, start, t)[1]
    assert half.max() < 0.6 * start.V  # below 0.4 of the way to 0 mV


@pytest.mark.parametrize(
    "model",
    [*(SQUID._replace(T=T) for T in (30.0, 33.0, 50.0)), SQUID._replace(g_Na=0.0, g_K=0.0)],
    ids=["30 C", "33 C", "50 C", "passive"],
)
def test_where_half_the_current_does_half_the_work_there_is_no_threshold(model):
    I = np.geomspace(10, 4096, 100)
    crossing = I[np.argmax([simulate(model, x, duration=10.0).spikes.size > 0 for x in I])]
    peak = simulate(model, crossing / 2, duration=10.0).V.max()
    rest = resting_state(model).V
    assert peak > 0.51 * rest  # in proportion to the current, or above
    for find in (threshold_current, threshold_traces):
        with pytest.raises(ValueError, match="with a threshold: V crosses 0 mV from"):
            find(model)


@pytest.mark.parametrize("T, least, most", [(6.3, 0.0, 15.0), (33.0, 40.0, 100.0)])
def test_a_spike_is_an_overshoot_whose_height_is_graded_only_in_the_heat(T, least, most):
    model = SQUID._replace(T=T)
    runs = []
    for I in (20.0, 40.0, 80.0, 160.0):
        current = np.where(np.arange(8000) * 0.0025 < 1.0, I, 0.0)
        runs.append(simulate(model, current, dt=0.0025))
    peaks = np.array([run.V.max() for run in runs])
    assert [run.spikes.size for run in runs] == list((peaks > 0.0).astype(int))
    assert least <= np.ptp(peaks) <= most


def test_the_two_traces_of_a_threshold_keep_their_own_currents():
    found = threshold_traces(SQUID, pulse=1.0)
    for I, trace in ((found.I_silent, found.silent), (found.I_spiking, found.spiking)):
        assert np.array_equal(trace.I, np.where(trace.t[:-1] < 1.0 - 1e-9, I, 0.0))


def growth(I):
    """Largest real part of the eigenvalues of the Jacobian at rest, 1/ms, and its frequency."""
    rest = np.array(resting_state(SQUID, I))
    steps = 1e-5 * np.eye(4)
    slopes = [[naive_derivative(0, rest + sign * step, I) for sign in (1, -1)] for step in steps]
    J = np.array([(np.array(up) - down) / 2e-5 for up, down in slopes]).T
    values = np.linalg.eigvals(J)
    return values[values.real.argmax()]


def test_rest_loses_and_regains_its_stability_where_rinzel_and_miller_say():
    # Rinzel & Miller (1980) Math Biosci 49:27: Hopf points of the 1952 membrane at 6.3 C
    for low, high, published in ((8.0, 12.0, 9.78), (140.0, 170.0, 154.5)):
        I = brentq(lambda I: growth(I).real, low, high, xtol=1e-6)
        assert I == pytest.approx(published, abs=0.05 if published > 100 else 0.005)
        assert abs(growth(I).imag) > 0.1  # a pair crosses the axis, and turns


def swing(I, state, duration):
    V = simulate(SQUID, I, duration=duration, dt=0.05, start=state).V
    return np.ptp(V[-2000:])  # of the last 100 ms


def test_the_lower_hopf_point_is_subcritical_and_the_upper_one_supercritical():
    near = resting_state(SQUID, 9.85)._replace(V=resting_state(SQUID, 9.85).V + 0.5)
    assert swing(9.85, near, 3000.0) > 80.0  # beyond it nothing small is left
    rest = resting_state(SQUID, 9.7)
    assert swing(9.7, rest._replace(V=rest.V + 0.1), 1000.0) < 0.2  # below it rest holds
    assert swing(9.7, rest._replace(V=rest.V + 10.0), 1000.0) > 80.0  # and firing as well
    # The square root of the distance to 154.5, as for a cycle that shrinks onto rest
    far = resting_state(SQUID, 140.0)
    sizes = [swing(154.5 - away, far, 3000.0) for away in (2.0, 8.0)]
    assert sizes[1] / sizes[0] == pytest.approx(2.0, rel=0.1)
    assert swing(156.0, far, 3000.0) < 0.1


def test_firing_ends_at_the_fold_of_cycles():
    # Rinzel & Miller (1980): 6.26 uA/cm^2
    for I, lasts in ((6.255, False), (6.275, True)):
        down = [10.0, 6.6, 6.3, I]
        rate = f_i_curve(SQUID, down, duration=1500.0, skip=500.0, dt=0.04, order=4, carry=True)
        assert (rate[-1] > 0) == lasts


def test_a_short_pulse_needs_the_charge_that_a_longer_one_needs():
    # A capacitor asks for a charge: far below the time constant I times width is constant
    charges = [width * threshold_current(SQUID, pulse=width) for width in (0.025, 0.05, 0.1)]
    assert np.ptp(charges) < 0.03 * charges[0]
    assert threshold_current(SQUID, pulse=1.0) > threshold_current(SQUID, pulse=20.0)


def test_release_from_hyperpolarization_fires_an_anode_break_spike():
    I = np.concatenate([np.full(1200, -10.0), np.zeros(1600)])
    spikes = simulate(SQUID, I).spikes
    assert spikes.size == 1 and spikes[0] > 30.0
    assert simulate(SQUID, np.where(I < 0, -1.0, 0.0)).spikes.size == 0


def test_a_kernel_step_is_the_extrapolated_splitting_of_the_equations():
    p = HodgkinHuxley(g_Na=100.0, E_L=-50.0, C=0.9, T=12.0)
    factor = 3.0 ** ((12.0 - 6.3) / 10)

    def relax(y, a, s, d):
        return a / s + (y - a / s) * math.exp(-s * d)

    def strang(y, I, d):
        V, gates = y[0], list(y[1:])
        for part in ("V", "gates", "V"):
            if part == "V":
                g = p.g_Na * gates[0] ** 3 * gates[1], p.g_K * gates[2] ** 4, p.g_L
                a = I + g[0] * p.E_Na + g[1] * p.E_K + g[2] * p.E_L
                V = relax(V, a / p.C, sum(g) / p.C, d / 2)
            else:
                r = [factor * rate for rate in naive_rates(V)]
                gates = [
                    relax(x, r[2 * i], r[2 * i] + r[2 * i + 1], d) for i, x in enumerate(gates)
                ]
        return np.array([V, *gates])

    rng = np.random.default_rng(1)
    I, dt = rng.normal(10.0, 20.0, 200), 0.025
    expected = [np.array(REST)]
    for current in I:
        coarse = strang(expected[-1], current, dt)
        fine = strang(strang(expected[-1], current, dt / 2), current, dt / 2)
        expected.append(fine + (fine - coarse) / 3)
    ours = simulate(p, I, dt=dt, start=REST)
    # The kernel's exponential is a quartic to the eighth power: 1e-9 for a step of 0.025 ms
    np.testing.assert_allclose(np.array(ours[1:5]).T, expected, rtol=1e-6, atol=1e-7)


def test_the_sweep_of_order_four_takes_the_steps_of_a_simulation():
    I = np.array([3.0, 10.0, 25.0, -300.0])
    rate = f_i_curve(SQUID, I, duration=100.0, skip=0.0, dt=0.05, order=4)
    for current, hertz in zip(I, rate):
        run = simulate(SQUID, current, duration=100.0, dt=0.05)
        i = np.flatnonzero((run.V[:-1] < 0) & (run.V[1:] >= 0))
        times = run.t[i] + 0.05 * run.V[i] / (run.V[i] - run.V[i + 1])
        expected = 1000.0 / np.diff(times).mean() if i.size > 1 else 0.0
        assert hertz == pytest.approx(expected, rel=1e-9)  # rounding, grown by the dynamics


def test_the_sweep_is_the_staggered_scheme_of_the_equations():
    I, dt = np.array([3.0, 10.0, 25.0]), 0.02

    def relax(y, a, s, d):
        x = s * d
        return (y + a * d * (1 + x / 2)) / (1 + x + x * x / 2)

    expected = np.zeros(3)
    for j, current in enumerate(I):
        (V, *gates), times = resting_state(SQUID), []
        for i in range(5000):
            g = 120 * gates[0] ** 3 * gates[1], 36 * gates[2] ** 4, 0.3
            a = current + g[0] * 50.0 - g[1] * 77.0 - g[2] * 54.387
            before, V = V, relax(V, a, sum(g), dt)
            if before < 0 <= V:
                times.append((i - 0.5 + before / (before - V)) * dt)
            r = naive_rates(V)
            gates = [relax(x, r[2 * k], r[2 * k] + r[2 * k + 1], dt) for k, x in enumerate(gates)]
        expected[j] = 1000.0 / np.diff(times).mean() if len(times) > 1 else 0.0
    ours = f_i_curve(SQUID, I, duration=100.0, skip=0.0, dt=dt)
    np.testing.assert_allclose(ours, expected, rtol=1e-9)  # rounding, grown by the dynamics


@pytest.mark.parametrize("I", [-1e4, -300.0, -50.0, 1000.0, 1e4])
@pytest.mark.parametrize(
    "model", [SQUID, SQUID._replace(T=40.0, g_Na=2000.0), SQUID._replace(g_L=0)]
)
def test_gates_stay_between_0_and_1_and_nothing_is_lost_at_any_current(model, I):
    run = simulate(model, np.r_[np.full(400, I), np.zeros(400)], dt=0.1, start=REST)
    values = np.array(run[1:5])
    assert np.isfinite(values).all()
    assert values[1:].min() >= 0.0 and values[1:].max() <= 1.0
    assert np.isfinite(f_i_curve(model, I, dt=0.1))
    assert np.isfinite(f_i_curve(model, I, dt=0.1, order=4))


def test_charge_is_conserved():
    run = simulate(SQUID, 10.0, duration=50.0, dt=0.01)
    ionic = sum(currents(SQUID, run))
    # C dV = (I - ionic) dt, integrated by the trapezoid: order 2, 1e-3 of 100 mV at 0.01 ms
    moved = np.concatenate([[0], np.cumsum(10.0 - 0.5 * (ionic[1:] + ionic[:-1])) * 0.01])
    np.testing.assert_allclose(run.V - run.V[0], moved, atol=0.05)


def test_voltage_clamp_follows_the_exponential_of_each_gate():
    run = voltage_clamp(SQUID, 0.0, V_hold=-65.0, duration=10.0)
    inf, tau, start = steady_states(0.0), time_constants(0.0), steady_states(-65.0)
    for name in "mhn":
        x0, x1, t = (getattr(source, name) for source in (start, inf, tau))
        np.testing.assert_allclose(
            getattr(run, name), x1 + (x0 - x1) * np.exp(-run.t / t), rtol=1e-12
        )
    # Fast inward sodium that inactivates, slow outward potassium that stays
    assert run.I_Na.min() < -500 and run.t[run.I_Na.argmin()] < 1.0 and abs(run.I_Na[-1]) < 60
    assert (np.diff(run.I_K) > 0).all() and run.I_K[-1] > 500
    np.testing.assert_allclose(run.I_L, 0.3 * 54.387)


def test_voltage_clamp_of_a_changing_command_agrees_with_scipy():
    p, dt = SQUID._replace(T=15.0), 0.02
    command = np.repeat(np.random.default_rng(2).uniform(-90, 40, 40), 5)
    ours = voltage_clamp(p, command, dt=dt)
    y = np.array(ours[2:5])[:, 0]
    for i, V in enumerate(command):
        y = solve_ivp(
            lambda t, y, V=V: naive_derivative(t, (V, *y), 0.0, p)[1:], (0, dt), y, rtol=1e-10,
            atol=1e-12,
        ).y[:, -1]  # fmt: skip
        np.testing.assert_allclose(np.array(ours[2:5])[:, i + 1], y, atol=1e-9)


def test_currents_add_up_to_what_the_membrane_needs():
    state = State(-20.0, 0.4, 0.3, 0.5)
    derivative = naive_derivative(0, state, 7.0)[0]
    assert 7.0 - sum(currents(SQUID, state)) == pytest.approx(derivative, rel=1e-14)


def test_the_random_current_is_the_same_at_any_step_and_of_the_size_asked_for():
    fine, coarse = (
        simulate(SQUID, 3.0, I_rand=5.0, rng=3, dt=dt, duration=2000.0) for dt in (0.02, 0.1)
    )
    np.testing.assert_array_equal(fine.I[::5], coarse.I)
    draws = coarse.I[::10] - 3.0  # one a ms
    np.testing.assert_array_equal(np.repeat(draws, 10), coarse.I - 3.0)
    assert draws.std() == pytest.approx(5.0, abs=4 * 5.0 / math.sqrt(2 * 2000))  # 4 standard errors
    assert fine.spikes.size == coarse.spikes.size > 10
    np.testing.assert_allclose(fine.spikes, coarse.spikes, atol=0.05)


def test_a_run_can_be_cut_and_continued():
    I = np.random.default_rng(4).normal(10, 10, 1000)
    whole, first = simulate(SQUID, I), simulate(SQUID, I[:400])
    second = simulate(SQUID, I[400:], start=State(*(y[-1] for y in first[1:5])))
    np.testing.assert_array_equal(whole.V, np.concatenate([first.V, second.V[1:]]))


@pytest.mark.parametrize(
    "call, names",
    [
        (lambda: simulate(SQUID, math.nan), "I"),
        (lambda: simulate(SQUID, []), "I"),
        (lambda: simulate(SQUID, [[1.0]]), "I"),
        (lambda: simulate(SQUID, 2e4), "I"),
        (lambda: simulate(SQUID, 1.0, dt=0.2), "dt"),
        (lambda: simulate(SQUID, 1.0, dt=0.0), "dt"),
        (lambda: simulate(SQUID, 1.0, duration=1e9), "duration"),
        (lambda: simulate(SQUID, [1.0], duration=5.0), "duration"),
        (lambda: simulate(SQUID, 1.0, I_rand=-1.0, rng=0), "I_rand"),
        (lambda: simulate(SQUID, 1.0, I_rand=1.0), "rng"),
        (lambda: simulate(SQUID, 1.0, start=(0.0, 2.0, 0.0, 0.0)), "the gates"),
        (lambda: simulate(SQUID, 1.0, start=(0.0, 0.1)), "start"),
        (lambda: simulate(SQUID._replace(g_K=-1.0), 1.0), "g_K"),
        (lambda: simulate(SQUID._replace(C=0.0), 1.0), "C"),
        (lambda: simulate(SQUID._replace(T=99.0), 1.0), "T"),
        (lambda: simulate(SQUID._replace(E_Na=math.inf), 1.0), "E_Na"),
        (lambda: simulate("squid", 1.0), "model"),
        (lambda: f_i_curve(SQUID, []), "I"),
        (lambda: f_i_curve(SQUID, 1.0, skip=500.0), "skip"),
        (lambda: f_i_curve(SQUID, 1.0, order=3), "order"),
        (lambda: f_i_curve(SQUID, np.ones(1000), duration=1e8), "duration"),
        (lambda: threshold_current(SQUID, pulse=-1.0), "pulse"),
        (lambda: threshold_current(SQUID._replace(g_L=1e4)), "model"),
        (lambda: threshold_current(SQUID._replace(g_K=10.0)), "model"),
        (lambda: voltage_clamp(SQUID, [0.0, math.nan]), "V_command"),
        (lambda: voltage_clamp(SQUID, 600.0), "V_command"),
        (lambda: voltage_clamp(SQUID, 0.0, duration=1e9), "duration"),
        (lambda: rates(math.inf), "V"),
        (lambda: resting_state(SQUID, 1e6), "I"),
    ],
)
def test_what_cannot_be_run_is_refused_by_name(call, names):
    with pytest.raises(ValueError, match=rf"^{names}|^start\.{names}"):
        call()


def test_anything_with_the_fields_of_a_membrane_will_do():
    like = SimpleNamespace(**SQUID._asdict(), radius=238)
    np.testing.assert_array_equal(simulate(like, 10.0).V, simulate(SQUID, 10).V)
