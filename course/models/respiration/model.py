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

`b[i, j]` and `c[i, k]` are to i from j or k. `slopes` is these equations. `step` solves them
by two-step Adams-Bashforth, second order for one slope a step; at 0.1 ms the period is right
to 3e-6, where forward Euler's is to 1e-4 for the same work. `simulate` runs the compiled twin
of both, which is in `kernel`.

Units: ms, mV, nS, pA, pF. Rubin, Shevtsova, Ermentrout, Smith & Rybak (2009),
J. Neurophysiol. 101:2146-2165.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np

from course import _valid
from course._parameter import Parameter, documented
from course.models.respiration import kernel

RUBIN = "Rubin et al. 2009"
POPULATIONS = ("pre-I", "early-I", "post-I", "aug-E")
DRIVES = ("pons", "RTN", "raphe")
OTHERS = 1.0 - np.eye(4)  # all pairs of a population and another
K_F = (8.0, 4.0, 4.0, 4.0)  # mV, how wide a range of V each output takes to rise
MOST = 10_000_000  # steps of one run
MOST_PLAIN = 200_000  # steps of one run in plain Python: half a minute


@documented
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
    a_12: Annotated[float, Parameter("1", "pre-I excites early-I", RUBIN, 0.0, 1e3)] = 0.4
    b: Annotated[
        tuple,
        Parameter("1", "inhibition b[i, j] to i from j, i not j", RUBIN, 0.0, 1e3, shape=(4, 4)),
    ] = (
        (0.0, 0.0, 0.3, 0.2),
        (0.0, 0.0, 0.05, 0.35),
        (0.0, 0.25, 0.0, 0.1),
        (0.0, 0.35, 0.35, 0.0),
    )
    c: Annotated[
        tuple,
        Parameter(
            "1", "excitation c[i, k] of i by pons, RTN, raphe", RUBIN, 0.0, 1e3, shape=(4, 3)
        ),
    ] = ((0.115, 0.07, 0.025), (0.3, 0.3, 0.0), (0.63, 0.0, 0.0), (0.33, 0.4, 0.0))
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


@documented
class State(NamedTuple):
    """Where a run can start."""

    V: Annotated[tuple, Parameter("mV", "voltages", "", -200.0, 200.0, shape=(4,))]
    h: Annotated[float, Parameter("1", "inactivation of pre-I's persistent sodium", "", 0.0, 1.0)]
    m: Annotated[
        tuple, Parameter("1", "adaptation of early-I, post-I, aug-E", "", 0.0, 1e3, shape=(3,))
    ]


START = State((-50.8, -36.2, -36.8, -41.8), 0.3, (0.3, 0.3, 0.3))  # illustrative
PUBLISHED_START = State((-60.0, -60.0, -60.0, -60.0), 0.35, (0.0, 0.0, 0.0))


# The equations. V, f and m have an entry, or a row, for each population; m[0] stays 0.


def slopes(V, h, m, model):
    """dV/dt in mV/ms, dh/dt and dm/dt in 1/ms."""
    f = outputs(V, model)
    I_NaP, I_K, I_AD, I_L, I_synE, I_synI = ionic_currents(model, V, f, h, m)
    dV_dt = -(I_NaP + I_K + I_AD + I_L + I_synE + I_synI) / model.C
    dh_dt = (h_inf(V[0]) - h) / tau_h(V[0], model)
    dm_dt = np.zeros(4)
    dm_dt[1:] = (np.array(model.k_AD) * f[1:] - m[1:]) / np.array(model.tau_AD)
    return dV_dt, dh_dt, dm_dt


def ionic_currents(model, V, f, h, m):
    """The six currents of every population, pA, outward positive."""
    I_NaP = np.zeros_like(V)
    I_NaP[0] = model.g_NaP * m_NaP(V[0]) * h * (V[0] - model.E_Na)
    I_K = np.zeros_like(V)
    I_K[0] = model.g_K * m_K(V[0]) ** 4 * (V[0] - model.E_K)
    I_AD = model.g_AD * m * (V - model.E_K)
    I_L = model.g_L * (V - model.E_L)
    drives = np.multiply.outer(model.drives, np.ones(V.shape[1:]))  # the same at all times
    E, I = synapses(f, drives, model.a_12, inhibition(model), np.array(model.c))
    I_synE = model.g_synE * (V - model.E_synE) * E
    I_synI = model.g_synI * (V - model.E_synI) * I
    return Currents(I_NaP, I_K, I_AD, I_L, I_synE, I_synI)


def synapses(f, drives, a_12, b, c):
    """What opens the excitatory and the inhibitory synapses of each population."""
    E = c @ drives
    E[1] += a_12 * f[0]
    I = b @ f
    return E, I


def inhibition(model):
    """b as an array; no population inhibits itself."""
    return np.array(model.b) * OTHERS


def outputs(V, model):
    """f of the populations; one that was removed has none."""
    f = np.array([sigmoid((V[i] - model.V_half) / K_F[i]) for i in range(4)])
    f[removed(model)] = 0.0
    return f


def removed(model):
    """Indices of the populations that were taken away."""
    return [POPULATIONS.index(name) for name in model.removed]


def m_NaP(V):
    return sigmoid((V + 40.0) / 6.0)


def m_K(V):
    return sigmoid((V + 29.0) / 4.0)


def h_inf(V):
    return sigmoid(-(V + 48.0) / 6.0)


def tau_h(V, model):
    return model.tau_h_max / np.cosh((V + 48.0) / 12.0)


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


# Their solution, a step at a time


def step(V, h, m, before, dt, model):
    """V, h and m dt ms later, and the slopes now; `before` are those one step ago, or None."""
    now = slopes(V, h, m, model)
    if before is None:  # the first step is Euler's
        before = now
    V = V + dt * (1.5 * now[0] - 0.5 * before[0])
    h = h + dt * (1.5 * now[1] - 0.5 * before[1])
    m = m + dt * (1.5 * now[2] - 0.5 * before[2])
    return V, h, m, now


def run(V, h, m, dt, model, skip, every, kept):
    """Fill the arrays of `kept`, a Breathing, after `skip` records; `kernel.run` does the same."""
    slopes_before = None
    for n in range(-skip, kept.t.size):
        if n >= 0:
            kept.V[:, n] = V
            kept.f[:, n] = outputs(V, model)
            kept.h[n] = h
            kept.m[:, n] = m
        for _ in range(every):
            V, h, m, slopes_before = step(V, h, m, slopes_before, dt, model)


# What a caller uses


class Breathing(NamedTuple):
    """What `simulate` returns."""

    t: np.ndarray  # (n,) ms
    V: np.ndarray  # (4, n) mV
    f: np.ndarray  # (4, n) output, 0 to 1
    h: np.ndarray  # (n,) inactivation of pre-I's persistent sodium
    m: np.ndarray  # (4, n) adaptation; row 0 (pre-I) is zero
    model: Respiration  # the parameters that made it


class Currents(NamedTuple):
    """The currents of every population, pA, outward positive; each (4, n)."""

    NaP: np.ndarray  # persistent sodium, pre-I only
    K: np.ndarray  # potassium, pre-I only
    AD: np.ndarray  # adaptation, not in pre-I
    L: np.ndarray  # leak
    synE: np.ndarray  # excitatory synapses and drives
    synI: np.ndarray  # inhibitory synapses


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate(
    model: Respiration = PRESETS["three-phase"],
    *,
    duration: float = 1e4,
    dt: float = 0.1,
    drop: float = 0.0,
    every: int = 10,
    start: State | Breathing = START,
    plain: bool = False,
) -> Breathing:
    """Let the network breathe.

    Parameters
    ----------
    model : Respiration
    duration, dt : float
        Recorded time and step, ms.
    drop : float
        Time run and thrown away before recording starts, ms.
    every : int
        Steps between two records.
    start : State or Breathing
        Where to start, or a run to go on from, say with a drive off; its time runs on too.
    plain : bool
        True: `step` above runs instead of its compiled twin, a thousand times slower.

    Returns
    -------
    Breathing

    Raises
    ------
    ValueError
        If a parameter is out of range, `dt` too long for the conductances (unstable), or
        less than two records or more than 1e7 steps are asked for.
    """
    model = _valid.model(model, Respiration)
    dt = _valid.number("dt", dt, low=1e-6, unit="ms")
    every = _valid.count("every", every)
    drop = _valid.number("drop", drop, low=0.0, unit="ms")
    duration = _valid.number(
        "duration", duration, low=2 * dt * every, unit="ms (two records of every dt)"
    )
    _valid.limit("(duration + drop) / dt, the steps,", (duration + drop) / dt, MOST)
    t0, state = _start(start)
    network = _network(model)
    _valid.number("dt", dt, high=0.9 / _fastest(network, state.m), unit="ms with this model")
    skip = round(drop / dt / every)
    records = round(duration / dt / every)
    t = t0 + dt * every * np.arange(records)
    kept_V, kept_f, kept_m = np.empty((3, 4, records))
    kept_m[0] = 0.0
    kept = Breathing(t, kept_V, kept_f, np.empty(records), kept_m, model)
    if _valid.switch("plain", plain):
        _valid.limit("the steps of a plain run", (skip + records) * every, MOST_PLAIN)
        with np.errstate(all="ignore"):  # what overflows is refused below
            m = np.array([0.0, *state.m])
            run(np.array(state.V), state.h, m, dt, model, skip, every, kept)
    else:
        record = kernel.Record(kept.V, kept.f, kept.h, kept.m)
        kernel.run(network, (*state.V, state.h, *state.m), dt, skip, every, record)
    if not math.isfinite(kept.V[:, -1].sum() + kept.h[-1]):
        raise ValueError(
            f"dt is {dt:g} ms; allowed is a shorter one: with it this model leaves all bounds"
        )
    for gone in removed(model):
        kept.V[gone] = model.E_L
        kept.f[gone] = 0.0
        kept.m[gone] = 0.0
    return kept


def currents(result: Breathing) -> Currents:
    """Currents of every population along a run of `simulate`."""
    result = _run_of("result", result)
    return ionic_currents(result.model, result.V, result.f, result.h, result.m)


def ablate(
    model: Respiration, population: str | None = None, drive: str | None = None
) -> Respiration:
    """The model without one of `POPULATIONS`, or with one of `DRIVES` off.

    Raises
    ------
    ValueError
        For a name that is none of them.
    """
    model = _valid.model(model, Respiration)
    if population is not None:
        _valid.choice("population", population, POPULATIONS)
        model = model._replace(removed=(*model.removed, population))
    if drive is not None:
        off = DRIVES.index(_valid.choice("drive", drive, DRIVES))
        model = model._replace(drives=(*model.drives[:off], 0.0, *model.drives[off + 1 :]))
    return model


def _network(model):
    """The kernel's parameters: conductances over C, what is removed without effect."""
    gone = removed(model)
    b = inhibition(model)
    b[:, gone] = 0.0
    a_12 = 0.0 if 0 in gone else model.a_12
    drive = np.array(model.c) @ np.array(model.drives)
    return kernel.Network(
        g_NaP=model.g_NaP / model.C,
        g_K=model.g_K / model.C,
        g_AD=model.g_AD / model.C,
        g_L=model.g_L / model.C,
        E_Na=model.E_Na,
        E_K=model.E_K,
        E_L=model.E_L,
        E_synE=model.E_synE,
        E_synI=model.E_synI,
        V_half=model.V_half,
        tau_h_max=model.tau_h_max,
        tau_AD=model.tau_AD,
        k_AD=model.k_AD,
        a_12=a_12 * model.g_synE / model.C,
        drive=drive * (model.g_synE / model.C),
        b=b * (model.g_synI / model.C),
    )


def _fastest(p, m):
    """The largest rate, 1/ms, at which a membrane of the kernel's Network can relax; m is (3,)."""
    g = p.g_L + p.drive + p.b.sum(axis=1)
    g[0] += p.g_NaP + 5.0 * p.g_K
    g[1] += p.a_12
    g[1:] += p.g_AD * np.maximum(p.k_AD, m)
    return g.max()


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
    """When a run begins, and the State it begins in."""
    if isinstance(start, Breathing):
        start = _run_of("start", start)
        V = tuple(start.V[:, -1].tolist())
        m = tuple(start.m[1:, -1].tolist())
        return start.t[-1], State(V, float(start.h[-1]), m)
    if not isinstance(start, State):
        raise ValueError(f"start is {_valid.shown(start)}; allowed is a State or a run of simulate")
    return 0.0, _valid.model(start, State, name="start", within="start.")
