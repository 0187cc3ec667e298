"""The synaptic neuron against closed forms, SciPy's solver and the plain LIF."""

import math
import re

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from course.models import integrate_fire
from course.models.integrate_fire.synaptic import SynapticLIF, simulate_synaptic
from course.models.integrate_fire.synaptic import model as synaptic

QUIET = SynapticLIF(V_th=100.0)  # never spikes


def arrivals(seed, rate, duration):
    rng = np.random.default_rng(seed)
    return rng.uniform(0, duration, rng.poisson(rate * duration / 1000))


def solve(model, trains, I, duration, dt, V0):
    """V on the grid and spikes by an adaptive Runge-Kutta solver with events."""
    events = sorted((t, kind) for kind, train in enumerate(trains) for t in train if t <= duration)

    def slope(t, y, held):
        V, A, N, H = y
        dV = (-(V - model.E_L) + model.R * (A + N + I) - H) / model.tau_m
        return [0 if held else dV, -A / model.tau_AMPA, -N / model.tau_NMDA, -H / model.tau_inh]

    def threshold(t, y, held):
        return y[0] - model.V_th

    threshold.terminal, threshold.direction = True, 1
    grid = np.arange(round(duration / dt) + 1) * dt
    out, spikes = np.full((4, grid.size), np.nan), []
    y, t, ready = np.array([V0, 0.0, 0.0, 0.0]), 0.0, 0.0
    tight = dict(rtol=1e-11, atol=1e-11, method="DOP853", dense_output=True)
    while t < duration:
        until = min(
            [e[0] for e in events if e[0] > t] + [duration] + ([ready] if ready > t else [])
        )
        for kind in [e[1] for e in events if e[0] == t]:
            if kind == 1:
                block = 1 + model.Mg / 3.57 * math.exp(-y[0] / 16.13)
                y[2] += model.w_NMDA / block
            else:
                y[1 if kind == 0 else 3] += model.w_AMPA if kind == 0 else model.w_inh
        held = t < ready
        found = None if held else threshold
        run = solve_ivp(slope, (t, until), y, args=(held,), events=found, **tight)
        inside = (grid >= t) & (grid <= run.t[-1])
        if inside.any():
            out[:, inside] = run.sol(grid[inside])
        y, t = run.y[:, -1].copy(), run.t[-1]
        if run.status == 1:
            spikes.append(t)
            y[0], ready = model.V_reset, t + model.t_ref
    return out, np.array(spikes)


@pytest.mark.parametrize("dt", [0.01, 0.1, 1.0, 7.3])
@pytest.mark.parametrize("tau_s", [6.3, 24.5, 24.5 * (1 + 1e-12), 81.5])
def test_one_epsp_is_the_closed_form_at_any_step(tau_s, dt):
    model = QUIET._replace(tau_AMPA=tau_s)
    t, V, I_AMPA, *_ = simulate_synaptic(model, AMPA=[12.345], duration=200.0, dt=dt)
    s = np.maximum(t - 12.345, 0)
    if abs(tau_s - 24.5) < 1e-6:  # equal time constants: an alpha function
        shape = s / 24.5 * np.exp(-s / 24.5)
    else:
        shape = tau_s / (tau_s - 24.5) * (np.exp(-s / tau_s) - np.exp(-s / 24.5))
    expected = model.E_L + model.R * model.w_AMPA * shape
    assert np.abs(V - expected).max() < 1e-10
    np.testing.assert_allclose(
        I_AMPA, np.where(t >= 12.345, 40 * np.exp(-s / tau_s), 0), atol=1e-11
    )


def test_epsps_and_ipsps_add_up():
    a, b = [10.0, 17.3, 40.0], [5.5, 30.1]
    both, one, other = (
        simulate_synaptic(QUIET, AMPA=x, inh=y, duration=150.0).V - QUIET.E_L
        for x, y in ((a, b), (a, ()), ((), b))
    )
    np.testing.assert_allclose(both, one + other, atol=1e-11)
    assert one.max() > 1 and other.min() < -1


def test_magnesium_blocks_nmda_at_rest_and_depolarization_frees_it():
    def jump(V0, Mg):
        model = QUIET._replace(Mg=Mg, E_L=V0)
        return simulate_synaptic(model, NMDA=[0.0], duration=1.0).I_NMDA[0]

    # the paper's formula at -70, -40 and +20 mV with 0.7 mM
    for V in (-70.0, -40.0, 20.0):
        expected = 20.0 / (1 + 0.7 / 3.57 * math.exp(-V / 16.13))
        assert jump(V, 0.7) == pytest.approx(expected, rel=1e-12)
    assert jump(-70.0, 0.0) == 20.0
    assert jump(-70.0, 0.7) < 0.1 * jump(20.0, 0.7)


@pytest.mark.parametrize("dt", [0.1, 2.0])
def test_without_arrivals_it_is_the_plain_neuron(dt):
    p = SynapticLIF()
    plain = integrate_fire.LIF(*p[:6])
    ours = simulate_synaptic(p, I=120.0, duration=500.0, dt=dt)
    theirs = integrate_fire.simulate(plain, 120.0, duration=500.0, dt=dt)
    assert ours.spikes.size > 5
    np.testing.assert_allclose(ours.spikes, theirs.spikes, atol=1e-9)
    np.testing.assert_allclose(ours.V, theirs.V, atol=1e-9)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_driven_neuron_agrees_with_scipys_solver(seed):
    p, duration = SynapticLIF(), 300.0
    trains = [arrivals(10 * seed + k, rate, duration) for k, rate in enumerate((400, 400, 150))]
    ours = simulate_synaptic(p, **dict(zip(("AMPA", "NMDA", "inh"), trains)), duration=duration)
    (V, A, N, H), spikes = solve(p, trains, 0.0, duration, 0.1, p.E_L)
    assert spikes.size > 3
    np.testing.assert_allclose(ours.spikes, spikes, atol=1e-6)
    for mine, truth in ((ours.I_AMPA, A), (ours.I_NMDA, N), (ours.V_inh, H), (ours.V, V)):
        # the last grid point may lie a rounding beyond the solver's end
        np.testing.assert_allclose(mine[:-1], truth[:-1], atol=1e-5)


@pytest.mark.parametrize(
    "model, dt",
    [
        (SynapticLIF(), 0.1),
        (SynapticLIF(t_ref=0.0, Mg=0.0), 7.3),
        (SynapticLIF(tau_AMPA=24.5, V_reset=-60.0), 0.5),
    ],
)
def test_the_plain_loop_is_the_kernel(model, dt):
    trains = {"AMPA": arrivals(1, 600, 300), "NMDA": arrivals(2, 400, 300), "inh": [40.0, 40.0]}
    plain, fast = (
        simulate_synaptic(model, **trains, I=20.0, dt=dt, duration=300.0, plain=plain)
        for plain in (True, False)
    )
    assert plain.spikes.size == fast.spikes.size > 3
    for mine, theirs in zip(plain, fast):
        np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-9)


def test_the_plain_loop_follows_its_equation():
    model = SynapticLIF()
    state = (-60.0, 30.0, 20.0, 5.0, 40.0)
    u = 1e-4
    rise = synaptic.after(u, *state, model) - synaptic.after(-u, *state, model)
    assert rise / (2 * u) == pytest.approx(synaptic.slope(*state, model), rel=1e-6)


def test_the_grid_does_not_change_what_happens():
    trains = {name: arrivals(k, 300, 1000) for k, name in enumerate(("AMPA", "NMDA", "inh"))}
    fine = simulate_synaptic(SynapticLIF(), **trains, dt=0.05)
    assert fine.spikes.size > 5
    for dt in (0.1, 0.5, 5.0):
        coarse = simulate_synaptic(SynapticLIF(), **trains, dt=dt)
        np.testing.assert_allclose(coarse.spikes, fine.spikes, atol=1e-8)
        for a, b in zip(fine[1:5], coarse[1:5]):
            np.testing.assert_allclose(a[:: round(dt / 0.05)], b, atol=1e-7)


def test_synapses_go_on_while_the_neuron_is_refractory():
    p = SynapticLIF(w_AMPA=2000.0)
    r = simulate_synaptic(p, AMPA=[10.0, 15.0], duration=40.0)
    first = r.spikes[0]
    held = (r.t > first) & (r.t < first + p.t_ref)
    assert (r.V[held] == p.V_reset).all()
    s = r.t[held]
    expected = 2000 * (np.exp(-(s - 10) / 6.3) + np.where(s >= 15, np.exp(-(s - 15) / 6.3), 0))
    np.testing.assert_allclose(r.I_AMPA[held], expected, rtol=1e-10)
    assert r.V.max() < p.V_th + 1e-12


def test_without_a_refractory_period_every_spike_finds_room():
    p = SynapticLIF(t_ref=0.0, w_AMPA=5000.0)
    r = simulate_synaptic(p, AMPA=arrivals(3, 500, 300), dt=1.0, duration=300.0)
    assert r.spikes.size > 300 and (np.diff(r.spikes) > 0).all()


def test_the_order_of_arrivals_does_not_matter_and_late_ones_do_not_count():
    a = arrivals(4, 300, 200)
    one = simulate_synaptic(SynapticLIF(), AMPA=a, duration=200.0)
    two = simulate_synaptic(SynapticLIF(), AMPA=np.r_[500.0, a[::-1]], duration=200.0)
    np.testing.assert_array_equal(one.V, two.V)


def test_shapes_are_as_documented():
    r = simulate_synaptic(SynapticLIF(), duration=50.0, dt=0.1)
    assert all(x.shape == (501,) for x in r[:5]) and r.spikes.shape == (0,)
    assert (r.V == -72.3).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: simulate_synaptic(SynapticLIF(tau_m=-1.0)), "tau_m is -1.0"),
        (lambda: simulate_synaptic(SynapticLIF(tau_NMDA=0.0)), "tau_NMDA is 0.0"),
        (lambda: simulate_synaptic(SynapticLIF(w_inh=np.nan)), "w_inh is nan"),
        (lambda: simulate_synaptic(SynapticLIF(w_AMPA=-1.0)), "w_AMPA is -1.0"),
        (lambda: simulate_synaptic(SynapticLIF(V_reset=-48.6)), "V_reset is -48.6"),
        (lambda: simulate_synaptic(integrate_fire.LIF()), "allowed is SynapticLIF(...)"),
        (lambda: simulate_synaptic(SynapticLIF(), AMPA=[[1.0]]), "AMPA has shape (1, 1)"),
        (lambda: simulate_synaptic(SynapticLIF(), NMDA=[1.0, np.nan]), "NMDA[1] is nan"),
        (lambda: simulate_synaptic(SynapticLIF(), inh=[-1.0]), "inh[0] is -1.0"),
        (lambda: simulate_synaptic(SynapticLIF(), I=np.inf), "I is inf"),
        (lambda: simulate_synaptic(SynapticLIF(), dt=10.5), "dt is 10.5; allowed is above 0"),
        (lambda: simulate_synaptic(SynapticLIF(), dt=0.0), "dt is 0.0"),
        (lambda: simulate_synaptic(SynapticLIF(), duration=-1.0), "duration is -1.0"),
        (lambda: simulate_synaptic(SynapticLIF(), start=0.0), "start is 0.0"),
        (lambda: simulate_synaptic(SynapticLIF(t_ref=0.0), I=1e9), "t_ref is 0.0 ms"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()
