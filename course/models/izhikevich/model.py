"""Izhikevich's hybrid neuron: two equations and a reset for many kinds of cells.

    v' = k2 v^2 + k1 v + k0 - u + I        when v >= v_peak:  v <- c,  u <- u + d
    u' = a (b (v - v_r) - leak u)

v (mV) is the membrane, u (mV/ms) its recovery, I (mV/ms) the input; time in ms. The paper
has k2 = 0.04, k1 = 5, k0 = 140, v_r = 0, leak = 1.

Izhikevich (2003) Simple model of spiking neurons. IEEE Trans. Neural Netw. 14:1569-1572.
"""

from typing import Annotated, NamedTuple

import numpy as np

from course import _ties, _valid
from course._jit import njit
from course._parameter import Parameter

PAPER = "Izhikevich 2003"
MAX_DT = {"rk4": 0.25, "euler": 1.0, "published": 1.0}  # ms, longest step allowed
MOST = 20_000_000  # steps of one run
MAX_RATE = 20.0  # spikes/ms, illustrative: beyond it a model has run away


class Izhikevich(NamedTuple):
    """Parameters of one neuron; the defaults are the paper's regular spiking cell."""

    a: Annotated[float, Parameter("1/ms", "rate of recovery", PAPER, -1e3, 1e3)] = 0.02
    b: Annotated[float, Parameter("1/ms", "pull of v on u", PAPER, -1e3, 1e3)] = 0.2
    c: Annotated[float, Parameter("mV", "v after a spike", PAPER, -1e4, 1e4)] = -65.0
    d: Annotated[float, Parameter("mV/ms", "jump of u at a spike", PAPER, -1e6, 1e6)] = 8.0
    k2: Annotated[float, Parameter("1/(mV ms)", "curvature of the upstroke", PAPER, 1e-6, 1e3)] = (
        0.04
    )
    k1: Annotated[float, Parameter("1/ms", "slope of the upstroke", PAPER, -1e6, 1e6)] = 5.0
    k0: Annotated[float, Parameter("mV/ms", "v' at v = u = I = 0", PAPER, -1e6, 1e6)] = 140.0
    v_r: Annotated[float, Parameter("mV", "where v exerts no pull on u", PAPER, -1e4, 1e4)] = 0.0
    leak: Annotated[float, Parameter("1", "decay of u", PAPER, 0.0, 1e3)] = 1.0
    v_peak: Annotated[float, Parameter("mV", "top of a spike", PAPER, -1e4, 1e4)] = 30.0


PRESETS = {  # figure 2 of the paper
    "RS": Izhikevich(a=0.02, b=0.2, c=-65.0, d=8.0),  # regular spiking
    "IB": Izhikevich(a=0.02, b=0.2, c=-55.0, d=4.0),  # intrinsically bursting
    "CH": Izhikevich(a=0.02, b=0.2, c=-50.0, d=2.0),  # chattering
    "FS": Izhikevich(a=0.1, b=0.2, c=-65.0, d=2.0),  # fast spiking
    "LTS": Izhikevich(a=0.02, b=0.25, c=-65.0, d=2.0),  # low-threshold spiking
    "TC": Izhikevich(a=0.02, b=0.25, c=-65.0, d=0.05),  # thalamo-cortical
    "RZ": Izhikevich(a=0.1, b=0.26, c=-65.0, d=2.0),  # resonator
}


class Trace(NamedTuple):
    """What `simulate` returns; n steps of dt."""

    t: np.ndarray  # (n + 1,) ms
    v: np.ndarray  # (n + 1,) mV; v_peak where the step before it held a spike
    u: np.ndarray  # (n + 1,) mV/ms
    spikes: np.ndarray  # (spikes,) ms


class Nullclines(NamedTuple):
    """Two curves in the phase plane: where v stands still, and where u does."""

    v: np.ndarray  # mV, along v' = 0
    u: np.ndarray  # mV/ms, along v' = 0
    v_recovery: np.ndarray  # mV, along u' = 0
    u_recovery: np.ndarray  # mV/ms, along u' = 0


class FixedPoint(NamedTuple):
    """Where both v and u stand still."""

    v: float  # mV
    u: float  # mV/ms
    eigenvalues: tuple  # 1/ms, two complex numbers
    kind: str  # "saddle", "saddle-node", or "stable" or "unstable" with "node" or "focus"


def simulate(model, I, *, duration=None, dt=0.05, scheme="rk4", v0=-65.0, u0=None):
    """Voltage, recovery and spike times of one neuron.

    Parameters
    ----------
    model : Izhikevich
    I : float, (n,) array or callable, mV/ms
        Constant, one value per step, or a function of an array of times (ms).
        "rk4" reads a function in mid-step, the other schemes at the step's start.
    duration : float, ms
        Not needed with an array.
    dt : float, ms
        At most 0.25 for "rk4", 1 for the others.
    scheme : {"rk4", "euler", "published"}
        Runge-Kutta, with each spike at the time of its crossing; one Euler step for v and
        then u (the 2004 paper's script); two half steps for v and then u (the 2003
        script). Under the latter two a spike falls on the end of its step.
    v0, u0 : float, mV and mV/ms
        Start; u0 is b v0 unless given.

    Returns
    -------
    Trace

    Raises
    ------
    ValueError
        If a parameter is not allowed, or the model runs away (over 20 spikes/ms).
    """
    model = _checked(model)
    _valid.choice("scheme", scheme, MAX_DT)
    dt = _valid.number("dt", dt, low=0.0, open_low=True, high=MAX_DT[scheme], unit="ms")
    v0 = _valid.number("v0", v0, low=-1e4, high=model.v_peak, unit="mV")
    u0 = model.b * v0 if u0 is None else _valid.number("u0", u0, low=-1e7, high=1e7, unit="mV/ms")
    range_of_I = {"low": -1e9, "high": 1e9, "unit": "mV/ms"}
    if not callable(I):
        I = _valid.array("I", I, ndim=(0, 1), **range_of_I)
    if callable(I) or I.ndim == 0:
        n, dt = _valid.steps(duration, dt, most=MOST)
        middle = 0.5 * dt if scheme == "rk4" else 0.0
        I = I(np.arange(n) * dt + middle) if callable(I) else np.full(n, I)
        I = _valid.array("I", I, shape=(n,), **range_of_I)
    n = _valid.limit("the number of steps in I", I.size, MOST)
    v, u = np.empty(n + 1), np.empty(n + 1)
    v[0], u[0] = v0, u0
    spikes = np.empty(n + 1 + int(MAX_RATE * n * dt))
    if scheme == "rk4":
        found = _runge_kutta(model, I, dt, v, u, spikes)
    else:
        found = _euler(model, I, dt, 1 if scheme == "euler" else 2, v, u, spikes)
    if found < 0 or not (np.isfinite(v[-1]) and np.isfinite(u[-1])):
        raise ValueError(
            f"model is {_valid.shown(model)}, which runs away under this input; "
            f"allowed are up to {MAX_RATE:g} spikes/ms"
        )
    return Trace(np.arange(n + 1) * dt, v, u, spikes[:found].copy())


def _checked(model):
    """The model with float fields, or a ValueError."""
    model = _valid.model(model, Izhikevich)
    if model.c >= model.v_peak:
        raise ValueError(f"c is {model.c}; allowed is a finite number below v_peak")
    return model


def _current(I):
    return _valid.number("I", I, low=-1e9, high=1e9, unit="mV/ms")


@njit
def _dv(p, v, u, I):
    return p.k2 * (v * v) + p.k1 * v + p.k0 - u + I


@njit
def _du(p, v, u):
    return p.b * (v - p.v_r) - p.leak * u


@njit
def _euler(p, I, dt, pieces, v, u, spikes):
    found = 0
    vi, ui = v[0], u[0]
    for i in range(I.size):
        for _ in range(pieces):
            vi += dt / pieces * _dv(p, vi, ui, I[i])
        ui += dt * p.a * _du(p, vi, ui)
        v[i + 1] = min(vi, p.v_peak)
        if vi >= p.v_peak:
            vi, ui = p.c, ui + p.d
            spikes[found] = (i + 1) * dt
            found += 1
        u[i + 1] = ui
    return found


@njit
def _slope(p, v, u, I, along_v):
    """(v', u', 1), or with v as the clock (1, du/dv, dt/dv)."""
    dv, du = _dv(p, v, u, I), p.a * _du(p, v, u)
    return (1.0, du / dv, 1.0 / dv) if along_v else (dv, du, 1.0)


@njit
def _step(p, v, u, I, h, along_v):
    """One Runge-Kutta step: v, u and the time it took."""
    v1, u1, t1 = _slope(p, v, u, I, along_v)
    v2, u2, t2 = _slope(p, v + 0.5 * h * v1, u + 0.5 * h * u1, I, along_v)
    v3, u3, t3 = _slope(p, v + 0.5 * h * v2, u + 0.5 * h * u2, I, along_v)
    v4, u4, t4 = _slope(p, v + h * v3, u + h * u3, I, along_v)
    v += h / 6.0 * (v1 + 2.0 * v2 + 2.0 * v3 + v4)
    u += h / 6.0 * (u1 + 2.0 * u2 + 2.0 * u3 + u4)
    return v, u, h / 6.0 * (t1 + 2.0 * t2 + 2.0 * t3 + t4)


@njit
def _runge_kutta(p, I, dt, v, u, spikes):
    found = 0
    vi, ui = v[0], u[0]
    for i in range(I.size):
        rest, v[i + 1] = dt, -np.inf
        while rest > 0.0:
            v_end, u_end, _ = _step(p, vi, ui, I[i], rest, False)
            if v_end < p.v_peak:
                vi, ui = v_end, u_end
                break
            # Henon (1982): step in v instead, which lands on v_peak
            _, u_peak, spent = _step(p, vi, ui, I[i], p.v_peak - vi, True)
            if not 0.0 <= spent <= rest:
                u_peak, spent = u_end, rest
            if found == spikes.size:
                return -1
            rest -= spent
            spikes[found] = (i + 1) * dt - rest
            found += 1
            vi, ui, v[i + 1] = p.c, u_peak + p.d, p.v_peak
        v[i + 1], u[i + 1] = max(vi, v[i + 1]), ui
    return found


def nullclines(model, I, v):
    """Curves of v' = 0 and u' = 0 for input I (mV/ms) over the voltages v ((n,) array, mV).

    Returns `Nullclines`; with leak 0 the second curve is the vertical v = v_r. ValueError
    if a parameter is not allowed.
    """
    p, I = _checked(model), _current(I)
    v = _valid.array("v", v, ndim=1, low=-1e6, high=1e6, unit="mV")
    u = _dv(p, v, 0.0, I)
    if p.leak == 0.0:
        return Nullclines(v, u, np.full(v.shape, p.v_r), np.linspace(u.min(), u.max(), v.size))
    return Nullclines(v, u, v, p.b / p.leak * (v - p.v_r))


def fixed_points(model, I):
    """Where the nullclines cross for input I (mV/ms): a list of 0, 1 or 2 `FixedPoint`, by v.

    ValueError if a parameter is not allowed.
    """
    p, I = _checked(model), _current(I)
    roots = [p.v_r]
    if p.leak > 0.0:  # k2 v^2 + slope v + height = 0
        slope, height = p.k1 - p.b / p.leak, p.k0 + I + p.b / p.leak * p.v_r
        inside = _ties.cleared(slope**2 - 4.0 * p.k2 * height, slope**2)  # 0: they touch
        spread = np.sqrt(inside) if inside >= 0.0 else np.nan
        roots = sorted({(-slope - spread) / (2 * p.k2), (-slope + spread) / (2 * p.k2)})
    points = []
    for v in roots:
        if not np.isfinite(v):
            continue
        steep = 2.0 * p.k2 * v + p.k1
        values = np.linalg.eigvals([[steep, -1.0], [p.a * p.b, -p.a * p.leak]]).astype(complex)
        size = abs(steep) + p.a * max(p.leak, abs(p.b))
        trace = _ties.cleared(steep - p.a * p.leak, size)
        product = p.a * (p.b - steep * p.leak)
        apart = _ties.cleared(trace**2 - 4.0 * product, size**2)  # below 0: complex
        kind = f"{'stable' if trace < 0.0 else 'unstable'} {'focus' if apart < 0.0 else 'node'}"
        if abs(product) < 1e-12:
            kind = "saddle-node"
        elif product < 0.0:
            kind = "saddle"
        points.append(FixedPoint(float(v), float(_dv(p, v, 0.0, I)), tuple(values.tolist()), kind))
    return points
