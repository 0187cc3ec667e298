r"""A rhythm for breathing: pre-I, early-I, post-I and aug-E inhibit each other (i = 1..4).

    C dV_i/dt = -I_NaP - I_K - I_AD - I_L - I_synE - I_synI
    I_NaP  = g_NaP m_NaP(V) h (V - E_Na),   I_K = g_K m_K(V)^4 (V - E_K)     pre-I only
    I_AD   = g_AD m_i (V - E_K),            I_L = g_L (V - E_L)        I_AD not in pre-I
    I_synE = g_synE (V - E_synE) (sum_k c_ik d_k + a_12 f_1)  a_12 f_1 into early-I only
    I_synI = g_synI (V - E_synI) sum_j b_ij f_j
    f_i    = 1/(1 + exp(-(V_i - V_half)/k_i)),      k = 8, 4, 4, 4 mV
    m_NaP  = 1/(1 + exp(-(V + 40)/6)),              m_K = 1/(1 + exp(-(V + 29)/4))
    tau_h dh/dt = 1/(1 + exp((V + 48)/6)) - h,      tau_h = tau_h_max/cosh((V + 48)/12)
    tau_AD dm_i/dt = k_AD f_i - m_i

Units: ms, mV, nS, pA, pF. Rubin, Shevtsova, Ermentrout, Smith & Rybak (2009),
J. Neurophysiol. 101:2146-2165. `b[i, j]` and `c[i, k]` are to i from j or k.
Method: two-step Adams-Bashforth, second order for one slope a step; at 0.1 ms the
period is right to 3e-6, where forward Euler's is to 1e-4 for the same work.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np

from course import _valid
from course._jit import njit
from course._parameter import Parameter

RUBIN = "Rubin et al. 2009"
POPULATIONS = ("pre-I", "early-I", "post-I", "aug-E")
DRIVES = ("pons", "RTN", "raphe")
PHASES = ("inspiration", "post-inspiration", "expiration")
SILENT, BREATH = 0.05, 0.1  # outputs without a phase of their own; of no breath (illustrative)


class Respiration(NamedTuple):
    """Parameters, all from Rubin et al. (2009)."""

    C: Annotated[float, Parameter("pF", "capacitance", RUBIN, 0.01, 1e6)] = 20.0
    g_NaP: Annotated[float, Parameter("nS", "persistent sodium, pre-I", RUBIN, 0.0, 1e6)] = 5.0
    g_K: Annotated[
        float, Parameter("nS", "delayed-rectifier potassium, pre-I", RUBIN, 0.0, 1e6)
    ] = 5.0
    g_AD: Annotated[float, Parameter("nS", "adaptation, the other three", RUBIN, 0.0, 1e6)] = 10.0
    g_L: Annotated[float, Parameter("nS", "leak", RUBIN, 0.0, 1e6)] = 2.8
    g_synE: Annotated[float, Parameter("nS", "excitatory synapses and drives", RUBIN, 0.0, 1e6)] = (
        10.0
    )
    g_synI: Annotated[float, Parameter("nS", "inhibitory synapses", RUBIN, 0.0, 1e6)] = 60.0
    E_Na: Annotated[float, Parameter("mV", "sodium reversal potential", RUBIN, -200, 200)] = 50.0
    E_K: Annotated[float, Parameter("mV", "potassium reversal potential", RUBIN, -200, 200)] = -85.0
    E_L: Annotated[float, Parameter("mV", "leak reversal potential", RUBIN, -200, 200)] = -60.0
    E_synE: Annotated[
        float, Parameter("mV", "reversal potential of excitation", RUBIN, -200, 200)
    ] = 0.0
    E_synI: Annotated[
        float, Parameter("mV", "reversal potential of inhibition", RUBIN, -200, 200)
    ] = -75.0
    V_half: Annotated[
        float, Parameter("mV", "voltage of half the output", RUBIN, -200, 200)
    ] = -30.0
    tau_h_max: Annotated[float, Parameter("ms", "longest time constant of h", RUBIN, 1.0, 1e9)] = (
        6000.0
    )
    tau_AD: Annotated[
        tuple,
        Parameter("ms", "adaptation of early-I, post-I, aug-E", RUBIN, 1.0, 1e9, shape=(3,)),
    ] = (2000.0, 1000.0, 2000.0)
    k_AD: Annotated[
        tuple, Parameter("1", "strength of that adaptation", RUBIN, 0.0, 1e3, shape=(3,))
    ] = (0.9, 1.3, 0.9)
    a_12: Annotated[float, Parameter("1", "excitation of early-I by pre-I", RUBIN, 0.0, 1e3)] = 0.4
    b: Annotated[
        tuple,
        Parameter("1", "inhibition b[i, j] to i from j, i not j", RUBIN, 0.0, 1e3, shape=(4, 4)),
    ] = ((0, 0, 0.3, 0.2), (0, 0, 0.05, 0.35), (0, 0.25, 0, 0.1), (0, 0.35, 0.35, 0))
    c: Annotated[
        tuple,
        Parameter(
            "1", "excitation c[i, k] of i by pons, RTN, raphe", RUBIN, 0.0, 1e3, shape=(4, 3)
        ),
    ] = ((0.115, 0.07, 0.025), (0.3, 0.3, 0), (0.63, 0, 0), (0.33, 0.4, 0))
    drives: Annotated[
        tuple, Parameter("1", "drives of pons, RTN, raphe", RUBIN, 0.0, 1e3, shape=(3,))
    ] = (1.0, 1.0, 1.0)
    removed: Annotated[
        tuple, Parameter("", "populations that were taken away", options=POPULATIONS)
    ] = ()


PRESETS = {  # the three rhythms of Rubin et al. (2009)
    "three-phase": Respiration(),
    "two-phase": Respiration(drives=(0.0, 1.0, 1.0)),
    "one-phase": Respiration(drives=(0.0, 0.0, 1.0)),
}


class State(NamedTuple):
    """Where a run can start."""

    V: tuple  # (4,) mV
    h: float  # inactivation of pre-I's persistent sodium, 0 to 1
    m: tuple  # (3,) adaptation of early-I, post-I, aug-E


START = State((-50.8, -36.2, -36.8, -41.8), 0.3, (0.3, 0.3, 0.3))  # illustrative
PUBLISHED_START = State((-60.0, -60.0, -60.0, -60.0), 0.35, (0.0, 0.0, 0.0))


class Breathing(NamedTuple):
    """What `simulate` returns."""

    t: np.ndarray  # (n,) ms
    V: np.ndarray  # (4, n) mV
    f: np.ndarray  # (4, n) output, 0 to 1
    h: np.ndarray  # (n,) inactivation of pre-I's persistent sodium
    m: np.ndarray  # (4, n) adaptation; row 0 (pre-I) is zero
    model: Respiration  # the parameters that made it


class Phases(NamedTuple):
    """The rhythm, in ms; a run without two inspirations has `cycles` 0 and NaN durations."""

    period: float  # from one inspiration to the next, mean
    inspiration: float  # mean duration a cycle
    post_inspiration: float
    expiration: float
    cycles: int  # whole cycles measured
    periods: np.ndarray  # (cycles,) each cycle's
    edges: np.ndarray  # (k + 1,) where phases begin and end, for shading
    kinds: np.ndarray  # (k,) index into PHASES of each stretch between edges


# Each (4, n) in pA, outward positive.
Currents = NamedTuple("Currents", [(x, np.ndarray) for x in "NaP K AD L synE synI".split()])


def ablate(model, population=None, drive=None):
    """The model without one of `POPULATIONS` or with one of `DRIVES` off (else ValueError)."""
    model = _valid.model(model, Respiration)
    if population is not None:
        _valid.choice("population", population, POPULATIONS)
        model = model._replace(removed=(*model.removed, population))
    if drive is not None:
        off = DRIVES.index(_valid.choice("drive", drive, DRIVES))
        model = model._replace(drives=(*model.drives[:off], 0.0, *model.drives[off + 1 :]))
    return model


def simulate(model=PRESETS["three-phase"], T=1e4, *, dt=0.1, drop=0.0, every=10, start=START):
    """Let the network breathe; returns a `Breathing`.

    Parameters
    ----------
    model : Respiration
    T, dt : float
        Recorded time and step, ms.
    drop : float
        Time run and thrown away before recording starts, ms.
    every : int
        Steps between two records.
    start : State or Breathing
        Where to start, or a run to go on from, say with a drive off; its time runs on too.

    Raises
    ------
    ValueError
        If a parameter is out of range, `dt` too long for the conductances (unstable), or
        less than two records or more than 1e7 steps are asked for.
    """
    p = _valid.model(model, Respiration)
    dt = _valid.number("dt", dt, low=1e-6, unit="ms")
    every = _valid.count("every", every)
    drop = _valid.number("drop", drop, low=0.0, unit="ms")
    T = _valid.number("T", T, low=2 * dt * every, unit="ms (two records)")
    _valid.limit("(T + drop) / dt, the steps,", (T + drop) / dt, 1e7)
    gone = [POPULATIONS.index(name) for name in p.removed]
    b = np.array(p.b) * (1 - np.eye(4))
    b[:, gone] = 0.0
    a_12 = 0.0 if 0 in gone else p.a_12
    drive = np.array(p.c) @ np.array(p.drives)
    g = p.g_L + p.g_synE * (drive + [0, a_12, 0, 0]) + p.g_synI * b.sum(axis=1)
    t0, V, h, m = _start(start)
    g += [p.g_NaP + 5 * p.g_K, *(p.g_AD * np.maximum(p.k_AD, m))]  # nS, the largest dI/dV
    _valid.number("dt", dt, high=0.9 * p.C / g.max(), unit="ms")
    state, y = (*V, h, *m), np.empty((12, round(T / dt / every)))
    own = (p.g_NaP / p.C, p.g_K / p.C, p.g_AD / p.C, p.E_Na, p.E_K, p.V_half, p.tau_h_max)
    leak = (p.g_L / p.C, p.E_L, p.E_synE, p.E_synI)
    a_12, E, b = a_12 * p.g_synE / p.C, drive * (p.g_synE / p.C), b * (p.g_synI / p.C)
    rate, skip = tuple(1 / tau for tau in p.tau_AD), round(drop / dt / every)
    _run(own, leak, a_12, E, b, rate, p.k_AD, state, dt, skip, every, y)
    V, f, h, m = y[:4], y[4:8], y[8].copy(), y[8:12]
    V[gone], f[gone], m[[0, *gone]] = p.E_L, 0.0, 0.0
    return Breathing(t0 + dt * every * np.arange(h.size), V, f, h, m, p)


def currents(result):
    """`Currents` of every population along a run of `simulate`."""
    result = _run_of("result", result)
    p, V, f = result.model, result.V, result.f
    pre = np.eye(4)[:, :1]
    m_NaP, m_K = 1 / (1 + np.exp(-(V + 40) / 6)), 1 / (1 + np.exp(-(V + 29) / 4))
    drive = (np.array(p.c) @ np.array(p.drives))[:, None] * np.ones(V.shape[1])
    drive[1] += p.a_12 * f[0]
    NaP = pre * p.g_NaP * m_NaP * result.h * (V - p.E_Na)
    K = pre * p.g_K * m_K**4 * (V - p.E_K)
    AD, L = p.g_AD * result.m * (V - p.E_K), p.g_L * (V - p.E_L)
    synE = p.g_synE * (V - p.E_synE) * drive
    synI = p.g_synI * (V - p.E_synI) * ((np.array(p.b) * (1 - np.eye(4))) @ f)
    return Currents(NaP, K, AD, L, synE, synI)


def phases(result):
    """`Phases` of a run of `simulate`; drop its transient first (`drop=10_000`).

    Inspiration: max(pre-I, early-I) is above BREATH, its lead over max(post-I, aug-E) above the
    middle of its range. Else post-inspiration: post-I leads aug-E, not silent. Else expiration.
    """
    t, f = (getattr(result, name, None) for name in "tf")
    if t is None or f is None:
        raise ValueError(f"result is {_valid.shown(result)}; allowed is what simulate returns")
    t = _valid.array("result.t", t, ndim=1, unit="ms")
    f = _valid.array("result.f", f, shape=(4, t.size), low=-1e6, high=1e6)
    air = f[:2].max(axis=0)
    lead = air - np.maximum(f[2], f[3])
    breath = np.minimum(lead - (lead.min() + lead.max()) / 2, air - BREATH)
    x = np.stack([breath, f[2] - np.maximum(f[3], SILENT)])
    kind = np.where(x[0] > 0, 0, np.where(x[1] > 0, 1, 2))
    i = np.flatnonzero(np.diff(kind))
    kinds = kind[np.append(i, -1)]
    which = np.where(kind[i] * kind[i + 1] == 0, 0, 1)
    x0, x1 = x[which, i], x[which, i + 1]  # the line between two records crosses zero
    edges = np.concatenate([t[:1], t[i] + (t[i + 1] - t[i]) * x0 / (x0 - x1), t[-1:]])
    first = np.flatnonzero(kinds[1:] == 0) + 1
    if np.ptp(lead) < SILENT or first.size < 2:
        return Phases(*[math.nan] * 4, 0, np.empty(0), edges, kinds)
    periods, cycle = np.diff(edges[first]), slice(first[0], first[-1])
    parts = np.bincount(kinds[cycle], np.diff(edges)[cycle], 3) / periods.size
    return Phases(float(periods.mean()), *parts.tolist(), periods.size, periods, edges, kinds)


def _run_of(name, result):
    """A run of `simulate` whose parts fit together."""
    if not isinstance(result, Breathing):
        raise ValueError(f"{name} is {_valid.shown(result)}; allowed is what simulate returns")
    t = _valid.array(f"{name}.t", result.t, ndim=1, unit="ms")
    return Breathing(
        t,
        _valid.array(f"{name}.V", result.V, shape=(4, t.size), low=-1e6, high=1e6, unit="mV"),
        _valid.array(f"{name}.f", result.f, shape=(4, t.size), low=-1e6, high=1e6),
        _valid.array(f"{name}.h", result.h, shape=(t.size,), low=-1e6, high=1e6),
        _valid.array(f"{name}.m", result.m, shape=(4, t.size), low=-1e6, high=1e6),
        _valid.model(result.model, Respiration),
    )


def _start(start):
    """(t, V, h, m) at which a run begins."""
    if isinstance(start, Breathing):
        start = _run_of("start", start)
        return start.t[-1], start.V[:, -1].tolist(), float(start.h[-1]), start.m[1:, -1].tolist()
    if not isinstance(start, State):
        raise ValueError(f"start is {_valid.shown(start)}; allowed is a State or a run of simulate")
    V = _valid.array("start.V", start.V, shape=(4,), low=-200.0, high=200.0, unit="mV")
    h = _valid.number("start.h", start.h, low=0.0, high=1.0)
    m = _valid.array("start.m", start.m, shape=(3,), low=0.0, high=1e3)
    return 0.0, V.tolist(), h, m.tolist()


@njit
def _slope(V, I_own, E, I, leak):
    g_L, E_L, E_synE, E_synI = leak
    return -(g_L * (V - E_L) + E * (V - E_synE) + (I_own + I * (V - E_synI)))


@njit
def _run(own, leak, a_12, E, b, rate, k, y, dt, skip, every, out):
    g_NaP, g_K, g_AD, E_Na, E_K, V_half, tau_h = own  # conductances come divided by C
    (V1, V2, V3, V4, h, m2, m3, m4), (k2, k3, k4), (r2, r3, r4) = y, k, rate
    p1 = p2 = p3 = p4 = p5 = p6 = p7 = p8 = 0.0  # slopes one step ago
    x_f, x_NaP, x_K = math.exp((V_half + 48) / 8), math.exp(8 / 6), math.exp(19 / 4)
    A, B = dt, 0.0  # the first step is Euler's
    for n in range(-skip, out.shape[1]):
        for step in range(every):
            x = math.exp((V1 + 48) * (1 / 24))  # pre-I's five functions are powers of it
            x2, x3 = x * x, x * x * x
            x4, m_K = x2 * x2, x3 * x3 / (x3 * x3 + x_K)
            f1 = x3 / (x3 + x_f)
            f2 = 1 / (1 + math.exp((V_half - V2) * 0.25))
            f3 = 1 / (1 + math.exp((V_half - V3) * 0.25))
            f4 = 1 / (1 + math.exp((V_half - V4) * 0.25))
            if step == 0 and n >= 0:
                record = (V1, V2, V3, V4, f1, f2, f3, f4, h, m2, m3, m4)
                for i in range(12):
                    out[i, n] = record[i]
            I1 = g_NaP * h * (V1 - E_Na) * (x4 / (x4 + x_NaP)) + g_K * (V1 - E_K) * m_K**4
            d1 = _slope(V1, I1, E[0], b[0, 1] * f2 + b[0, 2] * f3 + b[0, 3] * f4, leak)
            I2, I3, I4 = g_AD * m2 * (V2 - E_K), g_AD * m3 * (V3 - E_K), g_AD * m4 * (V4 - E_K)
            d2 = _slope(V2, I2, E[1] + a_12 * f1, b[1, 0] * f1 + b[1, 2] * f3 + b[1, 3] * f4, leak)
            d3 = _slope(V3, I3, E[2], b[2, 0] * f1 + b[2, 1] * f2 + b[2, 3] * f4, leak)
            d4 = _slope(V4, I4, E[3], b[3, 0] * f1 + b[3, 1] * f2 + b[3, 2] * f3, leak)
            d5 = (1 - h * (1 + x4)) / (x2 * (2 * tau_h))  # (h_inf - h) / tau_h
            d6, d7, d8 = r2 * (k2 * f2 - m2), r3 * (k3 * f3 - m3), r4 * (k4 * f4 - m4)
            V1, V2, V3 = V1 + A * d1 - B * p1, V2 + A * d2 - B * p2, V3 + A * d3 - B * p3
            V4, h, m2 = V4 + A * d4 - B * p4, h + A * d5 - B * p5, m2 + A * d6 - B * p6
            m3, m4 = m3 + A * d7 - B * p7, m4 + A * d8 - B * p8
            p1, p2, p3, p4, p5, p6, p7, p8 = d1, d2, d3, d4, d5, d6, d7, d8
            A, B = 1.5 * dt, 0.5 * dt
