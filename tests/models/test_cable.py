"""The axon against closed forms, SciPy, its own equations and the paper's velocity."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.special import erf

from course.models import cable
from course.models.cable import (
    Axon,
    conduction_velocity,
    length_constant,
    model,
    passive_profile,
    simulate,
)
from course.models.hodgkin_huxley import model as hh
from course.models.hodgkin_huxley import rates, resting_state

SQUID = Axon()
PASSIVE = SQUID._replace(active=False)
REST = resting_state(SQUID)
G = SQUID.g_Na * REST.m**3 * REST.h + SQUID.g_K * REST.n**4 + SQUID.g_L  # mS/cm^2 at rest
A = 0.0238  # cm, radius
R_CORE = 35.4 / (math.pi * A**2)  # ohm/cm


def test_length_constant_is_that_of_the_resting_conductance():
    assert length_constant(SQUID) == pytest.approx(math.sqrt(A * 1e3 / (2 * 35.4 * G)), rel=1e-12)
    # With the leak alone the textbook's sqrt(a R_m / (2 R_i)), R_m = 1 / 0.3 kohm cm^2
    leak = SQUID._replace(g_Na=0.0, g_K=0.0)
    assert length_constant(leak) == pytest.approx(math.sqrt(A * 1e3 / 0.3 / 70.8), rel=1e-12)


@pytest.mark.parametrize("n", [400, 401])
@pytest.mark.parametrize("place", [0.0, 0.3, 1.0])
def test_a_steady_current_gives_the_closed_form_of_sealed_ends(n, place):
    axon = PASSIVE._replace(n=n, length=2.0)
    dx = axon.length / n
    site = (min(int(place * n), n - 1) + 0.5) * dx  # the middle of a compartment
    run = simulate(axon, 1.0, site=site, width=100.0, duration=40.0, every=1600)
    # 40 ms are 27 time constants, exp(-27) = 2e-12; dx = lambda / 140
    deflection = run.V[-1] - REST.V
    expected = passive_profile(axon, run.x, 1.0, site=site) - REST.V
    np.testing.assert_allclose(deflection, expected, rtol=1e-3)
    # and the formula is the solution of the cable's equation: flat ends, G lambda^2 V'' = G V
    x = np.linspace(0, 2.0, 2001)
    V = passive_profile(axon, x, 1.0) - REST.V
    scale = length_constant(axon)
    np.testing.assert_allclose(scale**2 * (V[2:] - 2 * V[1:-1] + V[:-2]) / 1e-6, V[1:-1], rtol=1e-5)
    assert V[0] == pytest.approx(1e-3 * R_CORE * scale / math.tanh(2.0 / scale), rel=1e-12)


def test_the_axon_rests_where_the_neuron_does():
    for changes in ({}, {"g_L": 0.0}, {"g_K": 20.0, "E_L": -60.0}, {"g_Na": 0.0, "g_L": 0.0}):
        axon = SQUID._replace(**changes)
        np.testing.assert_allclose(cable.resting_state(axon), resting_state(axon), rtol=1e-12)
        passive = simulate(axon._replace(active=False), 0.0, duration=50.0)
        assert np.ptp(passive.V) < 1e-9


def test_a_long_axon_gives_the_exponential_of_an_endless_one():
    axon = PASSIVE._replace(length=12.0, n=1201)
    run = simulate(axon, 1.0, site=6.0, width=100.0, duration=40.0, every=1600)
    scale, near = length_constant(axon), np.abs(run.x - 6.0) < 3.0
    expected = 1e-3 * R_CORE * scale / 2 * np.exp(-np.abs(run.x - 6.0) / scale)
    # 0.1 % of the peak, and of each value while the ends, 6 cm away, do not matter
    np.testing.assert_allclose((run.V[-1] - REST.V)[near], expected[near], rtol=1e-3)


def test_the_charging_of_an_endless_axon_follows_hodgkin_and_rushton():
    axon = PASSIVE._replace(length=12.0, n=1201)
    run = simulate(axon, 1.0, site=6.0, width=100.0, duration=3.0, dt=0.01)
    tau, scale = SQUID.C / G, length_constant(axon)
    T, X = run.t[30:, None] / tau, np.abs(run.x[500:701:10] - 6.0) / scale  # within 1 cm
    expected = (
        1e-3 * R_CORE * scale / 4
        * (np.exp(-X) * (1 + erf(np.sqrt(T) - X / (2 * np.sqrt(T))))
           - np.exp(X) * (1 - erf(np.sqrt(T) + X / (2 * np.sqrt(T)))))
    )  # fmt: skip
    ours = run.V[30:, 500:701:10] - REST.V
    np.testing.assert_allclose(ours, expected, atol=2e-3 * expected.max())  # dx and dt


def test_a_uniform_axon_decays_with_the_membrane_time_constant():
    run = simulate(PASSIVE, 0.0, start=REST.V + 10.0, duration=5.0)
    expected = REST.V + 10.0 * np.exp(-run.t * G / SQUID.C)
    np.testing.assert_allclose(run.V, expected[:, None] + np.zeros(200), atol=1e-3)  # order 2


def test_the_paper_s_axon_conducts_at_the_paper_s_velocity():
    # Hodgkin & Huxley 1952 p. 524: 18.8 m/s computed (21.2 measured), 18.5 C, 238 um, 35.4 ohm cm
    assert conduction_velocity(SQUID) == pytest.approx(18.8, rel=0.02)


def overtakes(velocity, axon):
    """How a wave of this velocity (m/s) runs off upward, +1, or downward, -1.

    In a frame that moves along, V is a function of time alone: D V'' = C V' + I_ion with
    D = a / (2 R_i velocity^2). From rest the one growing direction leads upward, and beyond
    the spike V runs off to one side or the other; the action potential lies between.
    """
    D = axon.radius * 1e-4 * 1e3 / (2 * axon.R_i) / (velocity / 10) ** 2
    phi = 3.0 ** ((axon.T - 6.3) / 10)

    def slopes(t, y):
        V, dV, gates = y[0], y[1], y[2:]
        m, h, n = gates
        ionic = 120 * m**3 * h * (V - 50) + 36 * n**4 * (V + 77) + 0.3 * (V + 54.387)
        r = np.array(rates(np.clip(V, -400, 400)))
        return np.array([dV, (dV + ionic) / D, *(phi * (r[::2] * (1 - gates) - r[1::2] * gates))])

    rest = np.array([REST.V, 0.0, *REST[1:]])
    steps = 1e-6 * np.eye(5)
    J = np.transpose([(slopes(0, rest + e) - slopes(0, rest - e)) / 2e-6 for e in steps])
    values, vectors = np.linalg.eig(J)
    out = vectors[:, values.real.argmax()].real
    above, below = (lambda t, y: y[0] - 120.0), (lambda t, y: y[0] + 150.0)
    above.terminal = below.terminal = True
    start = rest + 1e-4 * out / out[0]
    run = solve_ivp(slopes, (0, 200), start, "LSODA", rtol=1e-10, atol=1e-12, events=(above, below))
    return len(run.t_events[0]) - len(run.t_events[1])


@pytest.mark.parametrize("T", [0.0, 6.3, 18.5, 25.0, 30.0, 33.0, 33.3])
def test_the_velocity_is_that_of_the_travelling_wave_at_every_temperature(T):
    axon = SQUID._replace(T=T)
    v = conduction_velocity(axon)
    assert overtakes(v * (1 - 3e-4), axon) * overtakes(v * (1 + 3e-4), axon) == -1


def test_the_default_grids_become_finer_where_one_of_them_blocks_the_spike():
    hot = SQUID._replace(T=33.36)
    scale = length_constant(hot)
    assert conduction_velocity(hot, dt=0.005, dx=scale / 50) == 0.0
    assert conduction_velocity(hot) == pytest.approx(21.4014, rel=1e-3)  # by `overtakes`


def test_the_velocity_converges_in_dx_and_in_dt_at_order_two():
    limit = conduction_velocity(SQUID)
    assert conduction_velocity(SQUID, dt=0.002, dx=0.01) == pytest.approx(limit, rel=1e-3)
    assert conduction_velocity(SQUID, dt=0.005) != limit  # one grid, not extrapolated
    in_dt = [conduction_velocity(SQUID, dt=dt, dx=0.02) for dt in (0.02, 0.01, 0.005)]
    in_dx = [conduction_velocity(SQUID, dt=0.01, dx=dx) for dx in (0.08, 0.04, 0.02)]
    for velocities in (in_dt, in_dx):
        a, b = np.diff(velocities)
        assert math.log2(a / b) == pytest.approx(2.0, abs=0.4)
    np.testing.assert_allclose([in_dt[-1], in_dx[-1]], limit, rtol=3e-3)


@pytest.mark.parametrize("radius", [30.0, 60.0, 476.0])
def test_the_velocity_grows_as_the_square_root_of_the_radius(radius):
    # On one and the same grid, so that it is not the grid that scales
    v = conduction_velocity(SQUID._replace(radius=radius), dx=0.01)
    assert v == pytest.approx(
        conduction_velocity(SQUID, dx=0.01) * math.sqrt(radius / 238), rel=5e-3
    )


def test_the_velocity_falls_as_the_core_resists_and_rises_with_warmth():
    v = conduction_velocity(SQUID)
    four = conduction_velocity(SQUID._replace(R_i=4 * 35.4))
    assert four == pytest.approx(v / 2, rel=1e-3)
    cold, cool, warm = (conduction_velocity(SQUID._replace(T=T)) for T in (6.3, 12.0, 25.0))
    assert cold < cool < v < warm


def test_no_action_potential_travels_when_it_is_hot_or_sodium_is_scarce():
    assert conduction_velocity(SQUID._replace(T=40.0)) == 0.0
    assert conduction_velocity(SQUID._replace(T=33.5)) == 0.0
    assert conduction_velocity(SQUID._replace(g_Na=20.0)) == 0.0
    assert conduction_velocity(SQUID._replace(g_Na=1e4)) == 0.0  # rests above -20 mV


def test_the_travelling_spike_keeps_its_height_and_the_passive_one_fades():
    active, passive = simulate(SQUID), simulate(PASSIVE)
    height = active.V.max(axis=0) - REST.V
    np.testing.assert_allclose(height[50:150], height[100], rtol=0.01)
    assert height[100] > 85.0
    faded = passive.V.max(axis=0) - REST.V
    assert faded[150] < 0.01 * faded[0]
    arrival = active.t[np.argmax(active.V > -20.0, axis=0)]
    speed = 10 * (active.x[150] - active.x[50]) / (arrival[150] - arrival[50])
    assert speed == pytest.approx(18.8, rel=0.04)  # arrivals are known to a step, 2 %


def test_two_spikes_that_meet_annihilate():
    V0 = np.full(200, REST.V)
    V0[:20] = V0[-20:] = 0.0
    run = simulate(SQUID, 0.0, start=V0, duration=6.0)
    assert (run.V.max(axis=0) > 0).all() and run.V[-1].max() < -50.0
    np.testing.assert_allclose(run.V, run.V[:, ::-1], atol=1e-9)  # symmetric: rounding only


@pytest.mark.parametrize("n, active", [(4, True), (5, True), (30, True), (31, True), (30, False)])
def test_the_kernel_is_crank_nicolson_with_staggered_gates(n, active):
    axon = SQUID._replace(n=n, length=1.0, active=active)
    I, dt, steps, where = 5.0, 0.02, 100, n // 3
    dx, speed = 1.0 / n, 3.0 ** ((18.5 - 6.3) / 10) if active else 0.0
    g = A / (2 * 35.4 * dx**2) * 1e3
    laplace = g * (np.eye(n, k=1) + np.eye(n, k=-1) - 2 * np.eye(n))
    laplace[0, 0] = laplace[-1, -1] = -g
    V, gates = np.full(n, REST.V), [np.full(n, x) for x in REST[1:]]
    expected = [V]
    for i in range(steps):
        r, d = rates(V), speed * dt * (0.5 if i == 0 else 1.0)
        for k, (a, b) in enumerate(zip(r[::2], r[1::2])):
            s = d * (a + b)
            gates[k] = (gates[k] + d * a * (1 + s / 2 + s * s / 6)) / (1 + s + s**2 / 2 + s**3 / 6)
        m, h, n_ = gates
        conductances = np.array([120 * m**3 * h, 36 * n_**4, np.full(n, 0.3)])
        drive = np.array([50.0, -77.0, -54.387]) @ conductances
        drive[where] += I / (2 * math.pi * A * dx) * (5 <= i < 20)
        M = laplace - np.diag(conductances.sum(axis=0))
        V = np.linalg.solve(np.eye(n) / dt - M / 2, V / dt + M @ V / 2 + drive)
        expected.append(V)
    run = simulate(
        axon, I, site=(where + 0.5) * dx, onset=5 * dt, width=15 * dt, duration=steps * dt, dt=dt
    )
    # Rounding, grown by up to 2 C / dt + 4 g over G in the solve
    np.testing.assert_allclose(run.V, expected, atol=1e-8)


def test_a_short_piece_of_axon_is_the_point_neuron():
    # 4 compartments within lambda / 300 are one membrane; SciPy at rtol 1e-9 is the judge
    axon = SQUID._replace(length=0.002, n=4, T=6.3)
    density = 20.0
    I = density * 2 * math.pi * A * axon.length
    run = simulate(axon, I, width=10.0, duration=10.0, dt=0.005)

    def derivative(t, y):
        V, gates, r = y[0], y[1:], np.array(rates(y[0]))
        ionic = 120 * y[1] ** 3 * y[2] * (V - 50) + 36 * y[3] ** 4 * (V + 77) + 0.3 * (V + 54.387)
        return [density - ionic, *(r[::2] * (1 - gates) - r[1::2] * gates)]

    V = solve_ivp(derivative, (0, 10), REST, rtol=1e-9, atol=1e-9, t_eval=run.t[::20]).y[0]
    np.testing.assert_allclose(run.V[::20, 0], V, atol=0.05)  # order 2 at 0.005 ms
    assert V.max() > 20.0


@pytest.mark.parametrize("axon", [SQUID._replace(n=12), PASSIVE._replace(n=9, length=1.0)])
def test_the_plain_reading_is_the_kernel(axon):
    options = {"site": 1.0, "onset": 0.02, "width": 0.1, "duration": 1.0}

    def difference(dt):
        plain = simulate(axon, 30.0, dt=dt, plain=True, **options)
        fast = simulate(axon, 30.0, dt=dt, **options)
        return np.abs(plain.V - fast.V).max()

    # The kernel's gates have a cubic for the exponential: an error of order 3 in dt
    coarse, fine = difference(0.005), difference(0.0025)
    assert fine < 2e-4
    assert coarse < 1e-12 if not axon.active else 6.0 < coarse / fine < 9.0


def test_the_slopes_sum_to_the_membranes_and_end_at_sealed_ends():
    axon = SQUID._replace(n=7)
    V = np.linspace(-70.0, -40.0, 7)
    gates = np.full((3, 7), 0.4)
    here = np.r_[5.0, np.zeros(6)]
    alone = [hh.slopes((v, 0.4, 0.4, 0.4), i, axon)[0] for v, i in zip(V, here)]
    found = model.slopes(V, *gates, here, axon)
    assert found.sum() == pytest.approx(np.sum(alone), rel=1e-12)  # the core keeps every charge
    core = found - alone
    assert np.abs(core[1:-1]).max() < 1e-10 * core[0]  # a line has no curvature


def test_keeping_one_step_of_many_keeps_those_of_the_full_run():
    full, some = simulate(SQUID, duration=3.0), simulate(SQUID, duration=3.0, every=7)
    np.testing.assert_array_equal(some.V, full.V[::7])
    np.testing.assert_allclose(some.t, full.t[::7])


@pytest.mark.parametrize("I", [-1e4, 1e4])
@pytest.mark.parametrize("model", [SQUID, SQUID._replace(T=50.0, g_L=0, radius=1e-2, n=7)])
def test_absurd_currents_leave_finite_potentials(model, I):
    run = simulate(model, I, dt=0.1, width=1.0)
    assert np.isfinite(run.V).all()


@pytest.mark.parametrize(
    "call, names",
    [
        (lambda: simulate(SQUID._replace(radius=0.0)), "radius"),
        (lambda: simulate(SQUID._replace(R_i=-1.0)), "R_i"),
        (lambda: simulate(SQUID._replace(length=math.inf)), "length"),
        (lambda: simulate(SQUID._replace(n=3)), "n"),
        (lambda: simulate(SQUID._replace(n=50.5)), "n"),
        (lambda: simulate(SQUID._replace(g_L=-0.3)), "g_L"),
        (lambda: simulate(SQUID, math.nan), "I"),
        (lambda: simulate(SQUID, site=7.0), "site"),
        (lambda: simulate(SQUID, dt=0.2), "dt"),
        (lambda: simulate(SQUID, duration=1e7), "duration"),
        (lambda: simulate(SQUID, width=-1.0), "width"),
        (lambda: simulate(SQUID, every=0), "every"),
        (lambda: simulate(SQUID, start=[1.0, 2.0]), "start"),
        (lambda: simulate(SQUID, start=math.nan), "start"),
        (lambda: simulate("axon"), "axon"),
        (lambda: simulate(SQUID._replace(g_Na=0, g_K=0, g_L=0)), "g_Na"),
        (lambda: simulate(SQUID._replace(C=math.nan)), "C"),
        (lambda: conduction_velocity(SQUID, dx=1.0), "dx"),
        (lambda: conduction_velocity(SQUID, dt=0.0), "dt"),
        (lambda: conduction_velocity(SQUID, dt=0.001, dx=0.001), "steps of dt"),
        (lambda: passive_profile(PASSIVE, 9.0, 1.0), "x"),
    ],
)
def test_what_cannot_be_run_is_refused_by_name(call, names):
    with pytest.raises(ValueError, match=rf"^{names}"):
        call()
