"""Integrate-and-fire neurons against closed forms, oracles and first-passage theory."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.integrate import quad, solve_ivp
from scipy.special import erfcx

from course.models import integrate_fire
from course.models.integrate_fire import (
    LIF,
    PRESETS,
    PerfectIF,
    f_i_curve,
    firing_rate,
    rheobase,
    simulate,
)
from course.models.integrate_fire.model import after, slope, time_to_threshold

STEPS = [0.001, 0.01, 0.1, 0.37, 2.0]
ODD = LIF(tau_m=17.3, R=0.21, E_L=-71.7, V_th=-49.1, V_reset=-60.3, t_ref=3.7)


def exact_run(model, I, dt):
    """Times of spikes and V on the grid, from event to event, by the equations alone.

    Absolute times, explicit exponentials, one current value after the other:
    nothing of the kernel's bookkeeping of what is left of a step.
    """
    leaky = isinstance(model, LIF)

    def after(V, current, h):
        if not leaky:
            return V + current / model.C * h
        goal = model.E_L + model.R * current
        return goal + (V - goal) * math.exp(-h / model.tau_m)

    def crossing(V, current):
        if not leaky:
            return (model.V_th - V) * model.C / current if current > 0 else math.inf
        goal = model.E_L + model.R * current
        if goal <= model.V_th:
            return math.inf
        return model.tau_m * math.log((goal - V) / (goal - model.V_th))

    V, t, ready = model.E_L if leaky else model.V_reset, 0.0, 0.0
    trace, spikes = [V], []
    for i, current in enumerate(I):
        end = (i + 1) * dt
        while True:
            if ready >= end:
                V, t = model.V_reset, end
                break
            if t < ready:
                V, t = model.V_reset, ready
            u = crossing(V, current)
            if t + u > end:
                V, t = after(V, current, end - t), end
                break
            t += u
            spikes.append(t)
            V, ready = model.V_reset, t + model.t_ref
        trace.append(V)
    return np.array(trace), np.array(spikes)


def siegert(model, I, sigma):
    """Rate in Hz under white noise: Siegert (1951) Phys Rev 81:617, by quadrature."""
    mu = model.E_L + model.R * I
    low, high = ((V - mu) / (math.sqrt(2) * sigma) for V in (model.V_reset, model.V_th))
    passage = quad(lambda x: erfcx(-x), low, high, limit=500)[0]
    return 1000 / (model.t_ref + model.tau_m * math.sqrt(math.pi) * passage)


# truths


@pytest.mark.parametrize("dt", STEPS)
def test_the_membrane_charges_exactly_at_any_step(dt):
    I = 0.9 * rheobase(ODD)
    t, V, spikes = simulate(ODD, I, dt=dt, duration=200.0)
    expected = ODD.E_L + ODD.R * I * -np.expm1(-t / ODD.tau_m)
    assert np.abs(V - expected).max() < 1e-10 and spikes.size == 0


@pytest.mark.parametrize("dt", STEPS)
@pytest.mark.parametrize("model", [ODD, *PRESETS.values()], ids=["odd", *PRESETS])
def test_spikes_come_at_the_closed_form_times_at_any_step(model, dt):
    I = 3.0 * rheobase(model) if isinstance(model, LIF) else 500.0
    start = model.E_L if isinstance(model, LIF) else model.V_reset
    t, _, spikes = simulate(model, I, dt=dt, duration=300.0)
    interval = 1000 / firing_rate(model, I)
    first = 1000 / firing_rate(model._replace(V_reset=start), I) - model.t_ref
    assert spikes.size == 1 + int((t[-1] - first) / interval)
    # every interval exact, so errors only add up: 1e-10 over 300 ms
    np.testing.assert_allclose(spikes, first + interval * np.arange(spikes.size), atol=1e-10)


@pytest.mark.parametrize("dt", [0.1, 1.0])
@pytest.mark.parametrize("model", [ODD, *PRESETS.values()], ids=["odd", *PRESETS])
def test_the_simulated_f_i_curve_is_the_closed_form(model, dt):
    I = rheobase(model) + np.geomspace(20.0, 3000.0, 25)
    measured = f_i_curve(model, I, duration=400.0, dt=dt)
    expected = firing_rate(model, I)
    seen = expected > 5.2  # two spikes in 400 ms
    assert seen.sum() > 20
    # the promise is 1e-6 at dt = 0.1 ms
    np.testing.assert_allclose(measured[seen], expected[seen], rtol=1e-11)


def test_the_closed_form_is_the_textbooks():
    # Dayan & Abbott 2001 eq. 5.11, reset at rest, plus a refractory period
    model, I = LIF(), np.array([170.0, 250.0, 900.0])
    drive = model.R * I
    expected = 1000 / (model.t_ref + model.tau_m * np.log(drive / (drive - 15.0)))
    np.testing.assert_allclose(firing_rate(model, I), expected, rtol=1e-12)
    perfect = PerfectIF(C=200.0, t_ref=3.0)
    assert firing_rate(perfect, 100.0) == pytest.approx(1000 / (3.0 + 200.0 * 15 / 100))


def test_the_rheobase_divides_silence_from_firing():
    for model in (LIF(), ODD, LIF(E_L=-45.0), *PRESETS.values()):
        I = rheobase(model)
        assert firing_rate(model, I) == 0.0
        assert firing_rate(model, I + 1e-6) > 0.0
        assert simulate(model, I - 1e-6, duration=1000.0, start=model.V_reset).spikes.size == 0
    assert rheobase(LIF()) == pytest.approx(15 / 0.09)
    assert rheobase(PerfectIF()) == 0.0 and firing_rate(PerfectIF(), -5.0) == 0.0


def test_a_current_at_the_rheobase_makes_no_spurious_spikes():
    # V creeps up to V_th until rounding decides
    for model in (LIF(), ODD):
        V, spikes = simulate(model, rheobase(model), duration=3000.0)[1:]
        assert np.isfinite(V).all() and spikes.size <= 1


def test_strong_currents_reach_the_refractory_limit():
    assert firing_rate(LIF(t_ref=5.0), 1e9) == pytest.approx(200.0, rel=1e-4)
    assert f_i_curve(LIF(t_ref=5.0), 1e9) == pytest.approx(200.0, rel=1e-4)


def test_many_spikes_fit_into_one_step_without_a_refractory_period():
    model = LIF(t_ref=0.0)
    assert firing_rate(model, 1e6) > 5e6 / 1000
    spikes = simulate(model, 1e6, dt=2.0, duration=20.0).spikes
    np.testing.assert_allclose(np.diff(spikes), 1000 / firing_rate(model, 1e6), rtol=1e-9)
    assert spikes.size > 100


# against plain readings of the equations


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    tau_m=st.floats(2, 60),
    R=st.floats(0.01, 0.5),
    depth=st.floats(-12, 8),
    t_ref=st.sampled_from([0.0, 0.5, 2.0, 13.0]),
    dt=st.sampled_from([0.05, 0.1, 0.5]),
    perfect=st.booleans(),
    seed=st.integers(0, 10_000),
)
def test_the_kernel_agrees_with_the_oracle_under_any_current(
    tau_m, R, depth, t_ref, dt, perfect, seed
):
    model = LIF(tau_m=tau_m, R=R, V_reset=-65.0 + depth, t_ref=t_ref)
    if perfect:
        model = PerfectIF(C=tau_m / R, V_reset=-65.0 + depth, t_ref=t_ref)
    rng = np.random.default_rng(seed)
    I = np.repeat(rng.normal(15.0 / R, 25.0 / R, 40), rng.integers(1, 20, 40).astype(np.intp))
    V, spikes = exact_run(model, I, dt)
    result = simulate(model, I, dt=dt)
    assert result.spikes.size == spikes.size
    # a crossing can be grazing, which magnifies rounding
    np.testing.assert_allclose(result.spikes, spikes, atol=1e-7)
    np.testing.assert_allclose(result.V, V, atol=1e-6)
    assert result.V.max() <= model.V_th + 1e-12


def test_the_membrane_agrees_with_scipys_solver():
    I = 80.0 + 70.0 * np.sin(np.arange(1000) * 0.02)  # subthreshold, changing every step
    V = simulate(LIF(), I, dt=0.1).V
    model = LIF()
    at = [model.E_L]
    for current in I:
        slope = lambda t, v, c=current: (-(v - model.E_L) + model.R * c) / model.tau_m  # noqa: E731
        at.append(solve_ivp(slope, (0, 0.1), at[-1:], rtol=1e-12, atol=1e-12).y[0, -1])
    np.testing.assert_allclose(V, at, atol=1e-9)


def test_eulers_method_converges_to_the_library_with_order_one():
    # the lesson's own loop: spike times snap to its grid
    model, I, errors = LIF(t_ref=2.0), 300.0, []
    truth = simulate(model, I, duration=100.0).spikes
    for dt in (0.1, 0.05, 0.025):
        V, ready, spikes = model.E_L, -1, []
        for i in range(round(100.0 / dt)):
            if i >= ready:
                V += dt / model.tau_m * (-(V - model.E_L) + model.R * I)
            if V >= model.V_th:
                V, ready = model.V_reset, i + 1 + round(model.t_ref / dt)
                spikes.append((i + 1) * dt)
        assert len(spikes) == len(truth)
        errors.append(np.abs(np.array(spikes) - truth).max())
    assert errors[0] > 0.05
    assert errors[2] < 0.5 * errors[0]


def test_the_result_does_not_depend_on_how_a_current_is_sampled():
    coarse = simulate(ODD, np.repeat([200.0, 50.0, 400.0], 40), dt=0.5)
    fine = simulate(ODD, np.repeat([200.0, 50.0, 400.0], 400), dt=0.05)
    np.testing.assert_allclose(fine.spikes, coarse.spikes, atol=1e-11)
    np.testing.assert_allclose(fine.V[::10], coarse.V, atol=1e-11)


# noise


@pytest.mark.parametrize("dt", [0.01, 0.1, 0.37])
@pytest.mark.parametrize(
    "model",
    [*PRESETS.values(), LIF(V_reset=-60.3, t_ref=3.7), LIF(t_ref=0.0), PerfectIF(t_ref=0.37)],
)
def test_the_plain_loop_is_the_kernel(model, dt):
    I = np.random.default_rng(0).normal(250.0, 300.0, 2000)
    plain = simulate(model, I, dt=dt, plain=True)
    fast = simulate(model, I, dt=dt)
    assert plain.spikes.size == fast.spikes.size
    for mine, theirs in zip(plain, fast):
        np.testing.assert_allclose(mine, theirs, rtol=0, atol=1e-9)


def test_the_solution_has_the_slope_of_the_equation():
    for neuron in (LIF(), PerfectIF()):
        rise = (after(-60.0, 300.0, 1e-6, neuron) + 60.0) / 1e-6
        assert rise == pytest.approx(slope(-60.0, 300.0, neuron), rel=1e-6)
        wait = time_to_threshold(-60.0, 300.0, neuron)
        assert after(-60.0, 300.0, wait, neuron) == pytest.approx(neuron.V_th, abs=1e-12)
        assert time_to_threshold(-60.0, -1.0, neuron) == math.inf


def test_the_plain_loop_has_no_noise_and_says_so():
    with pytest.raises(ValueError, match="sigma is 2; allowed is 0 where plain is True"):
        simulate(LIF(), 200.0, sigma=2.0, rng=0, plain=True)


@pytest.mark.parametrize("dt", [0.1, 1.0])
def test_free_noise_has_the_stated_deviation_at_any_step(dt):
    model = LIF(V_th=0.0)
    V = simulate(model, 100.0, dt=dt, duration=60_000.0, sigma=2.0, rng=0).V[round(200 / dt) :]
    # 1000 independent values: standard errors 0.06 and 0.045
    assert V.mean() == pytest.approx(-56.0, abs=0.25)
    assert V.std() == pytest.approx(2.0, abs=0.15)
    lag = round(15.0 / dt)
    correlation = np.corrcoef(V[lag:], V[:-lag])[0, 1]
    assert correlation == pytest.approx(math.exp(-0.5), abs=0.06)


@pytest.mark.parametrize(
    ("model", "I", "sigma"),
    [
        (LIF(), 150.0, 3.0),
        (LIF(), 200.0, 3.0),
        (LIF(t_ref=0.0), 300.0, 4.0),
        (LIF(tau_m=10.0), 100.0, 6.0),
    ],
)
def test_the_noisy_rate_is_siegerts_also_at_coarse_steps(model, I, sigma):
    expected = siegert(model, I, sigma)
    spikes = expected * 400.0  # in 400 s; intervals vary with cv below 1
    for dt in (0.1, 1.0):
        measured = f_i_curve(model, I, sigma=sigma, rng=1, duration=400_000.0, dt=dt)
        # checked at grid points only, these rates are 6 to 24 % low at dt = 1 ms
        assert measured == pytest.approx(expected, rel=1e-3 * dt**2 + 3.0 / math.sqrt(spikes))


def test_noisy_spikes_are_placed_to_second_order():
    # 1.2 % low with spikes on a straight line; 8000 s leave 0.13 % of chance
    model, I, sigma = LIF(tau_m=10.0, t_ref=1.0), 150.0, 5.0
    rates = [f_i_curve(model, I, sigma=sigma, rng=seed, duration=1e6, dt=1.0) for seed in range(8)]
    assert np.mean(rates) == pytest.approx(siegert(model, I, sigma), rel=5e-3)


def test_noise_of_a_step_that_begins_refractory_has_the_variance_of_its_rest():
    # dV/dt = b I - k V, exactly: a spike in step 0, then 0.37 ms of a step are free
    model, dt, sigma = ODD, 1.0, 0.5
    I = np.r_[3e4, np.full(9, 10.0)]
    z = np.random.default_rng(8).standard_normal(10)  # what a step's noise is made of
    run = simulate(model, I, dt=dt, sigma=sigma, rng=8, start=model.V_th - 1.0)
    free = math.ceil(run.spikes[0] + model.t_ref)  # the first grid point beyond
    assert run.spikes.size == 1 and (run.V[1:free] == model.V_reset).all()
    h, k = free - run.spikes[0] - model.t_ref, 1 / model.tau_m
    goal = model.E_L + model.R * 10.0
    for j, (start, length) in enumerate(((model.V_reset, h), (run.V[free], dt))):
        sd = sigma * math.sqrt(1 - math.exp(-2 * k * length))
        expected = goal + (start - goal) * math.exp(-k * length) + sd * z[free - 1 + j]
        assert run.V[free + j] == pytest.approx(expected, abs=1e-9)


def test_the_perfect_integrators_intervals_are_inverse_gaussian():
    # drift v, noise s, gap a: mean a / v, cv = s / sqrt(a v); at dt = 1 ms
    model, s = PerfectIF(t_ref=0.0), 2.0
    spikes = simulate(model, 333.0, dt=1.0, duration=200_000.0, sigma=s, rng=2).spikes
    intervals = np.diff(spikes)
    assert intervals.mean() == pytest.approx(15.0, rel=0.01)
    assert intervals.std() / intervals.mean() == pytest.approx(s / math.sqrt(15.0), rel=0.03)


def test_the_perfect_integrators_intervals_have_that_distribution_at_a_step_of_t_ref():
    # Without a leak the bridge is exact, so nothing of the step is left, not even its phase
    model, s, dt = PerfectIF(t_ref=2.0), 3.0, 2.0
    spikes = simulate(model, 999.0, dt=dt, duration=400_000.0, sigma=s, rng=6).spikes
    a, v = 15.0, 3.0  # gap in mV, drift in mV/ms
    law = stats.invgauss(mu=(a / v) / (a * a / s**2), scale=a * a / s**2)
    assert spikes.size > 50_000
    assert stats.kstest(np.diff(spikes) - model.t_ref, law.cdf).pvalue > 0.01
    assert stats.kstest(spikes % dt / dt, "uniform").pvalue > 0.01


def test_noise_of_one_seed_stays_the_same_under_other_parameters():
    still = LIF(V_th=0.0)
    one, two = (simulate(still, 0.0, sigma=s, rng=3).V - still.E_L for s in (1.0, 2.0))
    np.testing.assert_allclose(two, 2 * one, atol=1e-12)
    a, b = (simulate(LIF(), 200.0, sigma=2.0, rng=np.random.default_rng(4)) for _ in range(2))
    np.testing.assert_array_equal(a.V, b.V)
    np.testing.assert_array_equal(a.spikes, b.spikes)


def test_there_is_room_for_every_spike_of_the_wildest_noise():
    model, steps = LIF(t_ref=0.0), 300
    run = simulate(model, 0.0, dt=1.0, duration=300.0, sigma=2000.0, rng=3)
    counted = f_i_curve(model, 0.0, dt=1.0, duration=300.0, sigma=2000.0, rng=3)
    assert run.spikes.size == round(counted * 0.3) > 4 * steps
    assert (np.diff(run.spikes) >= 0).all() and 0 <= run.spikes[0] <= run.spikes[-1] <= 300.0


def test_vanishing_noise_changes_nothing():
    exact = simulate(ODD, 300.0)
    noisy = simulate(ODD, 300.0, sigma=1e-9, rng=5)
    # noisy spikes lie on a straight line within the step: off by its curvature
    np.testing.assert_allclose(noisy.spikes, exact.spikes, atol=0.02)


# interface


def test_the_grid_and_the_shapes_are_as_documented():
    t, V, spikes = simulate(LIF(), 300.0, dt=0.1, duration=50.0)
    assert t.shape == V.shape == (501,) and t[0] == 0.0 and t[-1] == pytest.approx(50.0)
    assert V[0] == -65.0 and V.max() < -50.0 + 1e-12 and spikes.ndim == 1
    assert simulate(LIF(), np.full(7, 10)).V.shape == (8,)
    assert simulate(LIF(), 0, start=-55).V[0] == -55.0
    assert simulate(LIF(), 0).t.size == 5001
    assert simulate(LIF(E_L=-40.0), 0.0).V[0] == -65.0
    assert type(f_i_curve(LIF(), 200)) is float and type(firing_rate(LIF(), 200)) is float
    assert f_i_curve(LIF(), [200, 300]).shape == (2,)
    assert firing_rate(LIF(), np.ones((2, 3))).shape == (2, 3)


def test_the_current_is_left_as_it_was():
    I = np.full(100, 400.0)
    simulate(LIF(), I)
    f_i_curve(LIF(), I)
    assert (I == 400.0).all()


def test_the_songbird_neuron_has_the_papers_numbers():
    # Tesileanu et al. 2017; the refractory period is illustrative
    expected = dict(tau_m=24.5, R=0.353, E_L=-72.3, V_th=-48.6, V_reset=-72.3, t_ref=10.0)
    assert PRESETS["songbird"]._asdict() == expected


def test_the_synaptic_neuron_is_importable_from_here():
    from course.models.integrate_fire import synaptic as synaptic_lif

    assert integrate_fire.SynapticLIF is synaptic_lif.SynapticLIF
    assert integrate_fire.simulate_synaptic is synaptic_lif.simulate_synaptic
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = integrate_fire.nothing


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: simulate(LIF(tau_m=-1.0), 1.0),
            "tau_m is -1.0; allowed is from 1e-06 to 1e+09 ms",
        ),
        (lambda: simulate(LIF(R=0.0), 1.0), "R is 0.0"),
        (lambda: simulate(LIF(E_L=np.nan), 1.0), "E_L is nan"),
        (lambda: simulate(LIF(V_reset=-50.0), 1.0), "V_reset is -50.0"),
        (lambda: simulate(LIF(t_ref=-1.0), 1.0), "t_ref is -1.0"),
        (lambda: simulate(PerfectIF(C=0), 1.0), "C is 0"),
        (lambda: simulate("LIF", 1.0), "model is 'LIF'; allowed is LIF(...) or PerfectIF(...)"),
        (lambda: simulate(LIF(), np.nan), "I is nan"),
        (lambda: simulate(LIF(), [1.0, np.inf]), "I[1] is inf"),
        (lambda: simulate(LIF(), np.ones((2, 2))), "I has shape (2, 2); allowed is 0 or 1"),
        (lambda: simulate(LIF(), []), "I has shape (0,)"),
        (lambda: simulate(LIF(), [1.0], duration=5.0), "duration is 5.0; allowed is None"),
        (lambda: simulate(LIF(), 1.0, dt=2.1), "dt is 2.1; allowed is above 0 up to 2 ms (t_ref)"),
        (lambda: simulate(LIF(), 1.0, dt=0.0), "dt is 0.0"),
        (lambda: simulate(LIF(t_ref=0), 1.0, dt=-0.1), "dt is -0.1"),
        (lambda: simulate(LIF(), 1.0, duration=0.01), "duration is 0.01"),
        (
            lambda: simulate(LIF(), 1.0, duration=1e12),
            "duration / dt is 1e+13 steps, of duration 1e+12 and dt 0.1 ms; allowed is up to 5e+07",
        ),
        (lambda: simulate(LIF(), 1.0, start=-50.0), "start is -50.0"),
        (lambda: simulate(LIF(t_ref=0), 1e11), "allowed is a current with at most"),
        (lambda: simulate(LIF(), 1.0, sigma=-1.0, rng=0), "sigma is -1.0"),
        (lambda: simulate(LIF(), 1.0, sigma=1.0), "rng is None"),
        (lambda: f_i_curve(LIF(), np.ones((2, 2))), "I has shape (2, 2)"),
        (lambda: f_i_curve(LIF(), [1.0, np.nan]), "I[1] is nan"),
        (lambda: f_i_curve(LIF(), 1.0, dt=3.0), "dt is 3.0"),
        (lambda: firing_rate(LIF(tau_m=np.inf), 1.0), "tau_m is inf"),
        (lambda: firing_rate(LIF(), np.nan), "I is nan"),
        (lambda: rheobase(LIF(R=-1)), "R is -1"),
    ],
)
def test_bad_input_is_named_before_anything_runs(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()
