"""SciPy at 1e-10, closed forms and published numbers; these need nothing installed."""

import math

import numpy as np
import pytest
from agreement import scipy_named
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq
from scipy.special import erfcx

from course.models import hodgkin_huxley as hh
from course.models import integrate_fire as lif
from course.models import respiration

SQUID = hh.HodgkinHuxley()
TIGHT = {"rtol": 1e-10, "atol": 1e-12}
SEEDS = 40


# -- Hodgkin and Huxley -----------------------------------------------------------


def membrane(t, y, I):
    """The equations of 1952 with V_1952 = -65 - V, written from the paper."""
    V, m, h, n = y
    v = -65.0 - V
    over = lambda x: x / math.expm1(x) if x else 1.0  # noqa: E731
    a_m, b_m = over((v + 25) / 10), 4 * math.exp(v / 18)
    a_h, b_h = 0.07 * math.exp(v / 20), 1 / (math.exp((v + 30) / 10) + 1)
    a_n, b_n = 0.1 * over((v + 10) / 10), 0.125 * math.exp(v / 80)
    ionic = 120 * m**3 * h * (V - 50) + 36 * n**4 * (V + 77) + 0.3 * (V + 54.387)
    gates = a_m * (1 - m) - b_m * m, a_h * (1 - h) - b_h * h, a_n * (1 - n) - b_n * n
    return [I - ionic, *gates]


def crossing(t, y, *_):
    return y[0]


crossing.direction = 1


@pytest.mark.parametrize("I", [6.5, 10.0, 50.0])
def test_hodgkin_huxley_spike_times_are_scipys(agree, I):
    start = hh.resting_state(SQUID)
    found = solve_ivp(membrane, (0, 200), start, "DOP853", events=crossing, args=(I,), **TIGHT)
    ours = hh.simulate(SQUID, I, duration=200.0).spikes
    what = f"Hodgkin–Huxley, spike times at {I:g} µA/cm² in 200 ms"
    agree(what, scipy_named(), found.t_events[0], ours, 1e-3, "ms")


def growth(I):
    """Largest real part of the eigenvalues of the membrane at its fixed point, 1/ms."""
    start, eps = np.array(hh.resting_state(SQUID, I)), 1e-6
    jacobian = np.empty((4, 4))
    for k, direction in enumerate(eps * np.eye(4)):
        up, down = (np.array(membrane(0, start + s * direction, I)) for s in (1, -1))
        jacobian[:, k] = (up - down) / (2 * eps)
    return np.linalg.eigvals(jacobian).real.max()


def test_the_hopf_currents_are_the_published_ones(agree):
    # Rinzel & Miller 1980, Math Biosci 49:27; Hassard 1978, J Theor Biol 71:401
    ours = [brentq(growth, low, high) for low, high in ((9.0, 10.5), (150.0, 158.0))]
    what = "Hodgkin–Huxley, currents at which rest loses and regains its stability"
    agree(what, "Rinzel & Miller 1980", [9.78, 154.5], ours, 0.1, "µA/cm²")


def test_repetitive_firing_begins_at_the_published_fold(agree):
    # Going down slowly, firing that is under way lasts until the fold of cycles.
    I = np.r_[np.arange(8.0, 6.4, -0.05), np.arange(6.4, 6.2, -0.01)]
    rate = hh.f_i_curve(SQUID, I, duration=1000.0, skip=500.0, dt=0.04, order=4, carry=True)
    assert rate[0] > 0 and rate[-1] == 0
    what = "Hodgkin–Huxley, lowest current of repetitive firing, going down in steps of 0.01"
    agree(what, "Rinzel & Miller 1980", 6.26, I[rate > 0].min(), 0.02, "µA/cm²")


# -- integrate and fire -------------------------------------------------------------


def siegert(model, I, sigma):
    mu = model.E_L + model.R * I
    low, high = ((V - mu) / (math.sqrt(2) * sigma) for V in (model.V_reset, model.V_th))
    passage = quad(lambda x: erfcx(-x), low, high, limit=500)[0]
    return 1000 / (model.t_ref + model.tau_m * math.sqrt(math.pi) * passage)


def test_the_noiseless_f_i_curve_is_the_closed_form(agree):
    model, I = lif.LIF(), np.array([170.0, 200.0, 300.0, 500.0, 1000.0])
    drive = model.R * I
    reset, threshold = (V - model.E_L for V in (model.V_reset, model.V_th))
    wait = model.tau_m * np.log((drive - reset) / (drive - threshold))
    expected = 1000 / (model.t_ref + wait)
    ours = lif.f_i_curve(model, I, duration=2000.0)
    agree("LIF, f–I curve", "Lapicque 1907, closed form", expected, ours, 1e-9, "Hz")


@pytest.mark.parametrize(("I", "sigma"), [(120.0, 4.0), (180.0, 3.0), (300.0, 6.0)])
def test_the_noisy_rate_is_siegerts(agree, I, sigma):
    model, duration, dt = lif.LIF(), 20_000.0, 0.02
    rates = [
        lif.f_i_curve(model, I, duration=duration, dt=dt, sigma=sigma, rng=seed)
        for seed in range(SEEDS)
    ]
    error = float(np.std(rates, ddof=1) / math.sqrt(SEEDS))
    what = f"LIF under noise, rate at {I:g} pA, σ = {sigma:g} mV, {SEEDS} seeds"
    peer = "Siegert 1951, by quadrature"
    agree(what, peer, siegert(model, I, sigma), np.mean(rates), (4, error), "Hz", "errors")


def test_the_perfect_integrators_intervals_are_inverse_gaussian(agree):
    # drift v, noise s, gap a: mean a / v, variance a s² / v³
    model, s, I = lif.PerfectIF(t_ref=0.0), 2.0, 333.0
    v, a = I / model.C, model.V_th - model.V_reset
    runs = [
        np.diff(lif.simulate(model, I, duration=50_000.0, sigma=s, rng=seed).spikes)
        for seed in range(SEEDS)
    ]
    for name, of, expected in (
        ("mean", np.mean, a / v),
        ("standard deviation", np.std, math.sqrt(a * s**2 / v**3)),
    ):
        found = [of(gaps) for gaps in runs]
        error = float(np.std(found, ddof=1) / math.sqrt(SEEDS))
        what = f"perfect integrator under noise, {name} of the intervals, {SEEDS} seeds"
        agree(what, "inverse Gaussian", expected, np.mean(found), (4, error), "ms", "errors")


# -- breathing ----------------------------------------------------------------------


def published(t, y, p):
    """Rubin et al. 2009, its equations 1 to 8, written from the paper."""
    V, h, m = y[:4], y[4], np.r_[0.0, y[5:]]
    f = 1 / (1 + np.exp(-(V - p.V_half) / np.array([8.0, 4, 4, 4])))
    pre = np.array([1.0, 0, 0, 0])
    excited = np.array(p.c) @ np.array(p.drives) + np.array([0, p.a_12 * f[0], 0, 0])
    current = p.g_L * (V - p.E_L) + p.g_AD * m * (V - p.E_K)
    current += pre * p.g_NaP / (1 + np.exp(-(V + 40) / 6)) * h * (V - p.E_Na)
    current += pre * p.g_K / (1 + np.exp(-(V + 29) / 4)) ** 4 * (V - p.E_K)
    current += p.g_synE * (V - p.E_synE) * excited
    current += p.g_synI * (V - p.E_synI) * (np.array(p.b) @ f)
    dh = (1 / (1 + np.exp((V[0] + 48) / 6)) - h) / (p.tau_h_max / np.cosh((V[0] + 48) / 12))
    dm = (np.array(p.k_AD) * f[1:] - m[1:]) / np.array(p.tau_AD)
    return np.r_[-current / p.C, dh, dm]


def period(t, x):
    """Mean time between upward crossings of the middle of x, by straight lines."""
    middle = (x.min() + x.max()) / 2
    i = np.flatnonzero((x[:-1] < middle) & (x[1:] >= middle))
    crossings = t[i] + (t[i + 1] - t[i]) * (middle - x[i]) / (x[i + 1] - x[i])
    return np.diff(crossings).mean()


@pytest.mark.parametrize("name", ["three-phase", "two-phase", "one-phase", "without g_NaP"])
def test_the_breathing_rhythm_has_scipys_period_from_the_published_start(agree, name):
    if name == "without g_NaP":
        model = respiration.Respiration(g_NaP=0.0)
    else:
        model = respiration.PRESETS[name]
    begin = respiration.State((-60.0,) * 4, 0.35, (0.0,) * 3)
    y = np.r_[begin.V, begin.h, begin.m]
    t = np.arange(15_000.0, 35_000.0)
    theirs = solve_ivp(published, (0, t[-1]), y, "LSODA", t, args=(model,), **TIGHT).y
    ours = respiration.simulate(model, duration=20_000.0, drop=15_000.0, every=10, start=begin)
    k = int(np.argmax(np.ptp(theirs[:4], axis=1)))
    what = f"breathing, {name}: period from V = −60 mV, h = 0.35, m = 0"
    agree(what, scipy_named(), period(t, theirs[k]), period(ours.t, ours.V[k]), 0.1, "ms")


def test_without_persistent_sodium_the_published_start_breathes_at_once(agree):
    model = respiration.Respiration(g_NaP=0.0)
    begin = respiration.State((-60.0,) * 4, 0.35, (0.0,) * 3)
    ours = respiration.phases(respiration.simulate(model, duration=10_000.0, start=begin)).periods[
        :3
    ]
    y = np.r_[begin.V, begin.h, begin.m]
    t = np.arange(0.0, 10_000.0, 1.0)
    run = solve_ivp(published, (0, t[-1]), y, "LSODA", t, args=(model,), **TIGHT)
    V, m = run.y[:4], np.vstack([np.zeros(t.size), run.y[5:]])
    f = 1 / (1 + np.exp(-(V - model.V_half) / np.array([[8.0], [4], [4], [4]])))
    theirs = respiration.Breathing(t, V, f, run.y[4], m, model)
    what = "breathing, without g_NaP: the first three periods"
    agree(what, scipy_named(), respiration.phases(theirs).periods[:3], ours, 1.0, "ms")
