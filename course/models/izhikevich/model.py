"""Izhikevich's hybrid neuron: two equations and a reset for many kinds of cells.

    v' = k2 v^2 + k1 v + k0 - u + I        when v >= v_peak:  v <- c,  u <- u + d
    u' = a (b (v - v_r) - leak u)

v (mV) is the membrane, u (mV/ms) its recovery, I (mV/ms) the input; time in ms. The paper
has k2 = 0.04, k1 = 5, k0 = 140, v_r = 0, leak = 1.

`slopes` are the equations. The published scripts take Euler's steps: `euler_step` and
`published_step`, of which `grid_loop` makes the neuron. `loop` takes steps of Runge-Kutta
instead, and times each spike where v crosses its peak, between the grid points. `simulate`
runs the compiled twins of both loops, which are in `kernel`.

Izhikevich (2003) Simple model of spiking neurons. IEEE Trans. Neural Netw. 14:1569-1572;
Izhikevich (2004) Which model to use for cortical spiking neurons? ibid. 15:1063-1070;
Henon (1982) On the numerical computation of Poincare maps. Physica D 5:412-414.
"""

from collections.abc import Callable
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course._parameter import Parameter, documented
from course.models.izhikevich import kernel

PAPER = "Izhikevich 2003"
MAX_DT = {"rk4": 0.25, "euler": 1.0, "published": 1.0}  # ms, longest step allowed
MOST = 20_000_000  # steps of one run
MOST_PLAIN = 200_000  # steps of one run in plain Python: half a minute
I_MOST = 1e9  # mV/ms
MAX_RATE = 20.0  # spikes/ms, illustrative: beyond it a model has run away


@documented
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


class State(NamedTuple):
    """Membrane and recovery at one time."""

    v: float  # mV
    u: float  # mV/ms


# The equations


def slopes(v, u, I, model):
    """dv/dt in mV/ms and du/dt in mV/ms^2."""
    dv = model.k2 * (v * v) + model.k1 * v + model.k0 - u + I
    du = model.a * (model.b * (v - model.v_r) - model.leak * u)
    return dv, du


def reset(u, model):
    """v and u after a spike."""
    return model.c, u + model.d


# As the published scripts solve them: a spike falls on the end of its step


def euler_step(v, u, I, dt, model):
    """The script of 2004: one step for v, and then one for u, which knows the new v."""
    dv, _ = slopes(v, u, I, model)
    v = v + dt * dv
    _, du = slopes(v, u, I, model)
    u = u + dt * du
    return v, u


def published_step(v, u, I, dt, model):
    """The script of 2003: two half steps for v, and then one for u."""
    dv, _ = slopes(v, u, I, model)
    v = v + 0.5 * dt * dv
    dv, _ = slopes(v, u, I, model)
    v = v + 0.5 * dt * dv
    _, du = slopes(v, u, I, model)
    u = u + dt * du
    return v, u


def grid_loop(I, dt, step, model, v, u):
    """Fill v and u, shape (steps + 1,), from v[0] and u[0] on; return the spike times."""
    spikes = []
    x = v[0]
    y = u[0]
    for i in range(len(I)):
        x, y = step(x, y, I[i], dt, model)
        v[i + 1] = min(x, model.v_peak)
        if x >= model.v_peak:
            x, y = reset(y, model)
            spikes.append((i + 1) * dt)
        u[i + 1] = y
    return spikes


# Accurately: a spike is where v crosses its peak


def runge_kutta_step(v, u, I, h, model):
    """v and u a time h later."""
    v1, u1 = slopes(v, u, I, model)
    v2, u2 = slopes(v + 0.5 * h * v1, u + 0.5 * h * u1, I, model)
    v3, u3 = slopes(v + 0.5 * h * v2, u + 0.5 * h * u2, I, model)
    v4, u4 = slopes(v + h * v3, u + h * u3, I, model)
    v = v + h / 6.0 * (v1 + 2.0 * v2 + 2.0 * v3 + v4)
    u = u + h / 6.0 * (u1 + 2.0 * u2 + 2.0 * u3 + u4)
    return v, u


def step_to_peak(v, u, I, model):
    """u where v is v_peak, and the ms until then: a step with v as the clock (Henon 1982)."""

    def per_v(v, u):
        dv, du = slopes(v, u, I, model)
        return du / dv, 1.0 / dv  # du/dv and dt/dv

    h = model.v_peak - v
    u1, t1 = per_v(v, u)
    u2, t2 = per_v(v + 0.5 * h, u + 0.5 * h * u1)
    u3, t3 = per_v(v + 0.5 * h, u + 0.5 * h * u2)
    u4, t4 = per_v(v + h, u + h * u3)
    u = u + h / 6.0 * (u1 + 2.0 * u2 + 2.0 * u3 + u4)
    return u, h / 6.0 * (t1 + 2.0 * t2 + 2.0 * t3 + t4)


def loop(I, dt, most, model, v, u):
    """As `grid_loop`; it ends after `most` spikes, as a model may run away."""
    spikes = []
    x = v[0]
    y = u[0]
    for i in range(len(I)):
        left = dt  # of this step
        v[i + 1] = -np.inf
        while left > 0.0 and len(spikes) <= most:
            x_end, y_end = runge_kutta_step(x, y, I[i], left, model)
            if x_end < model.v_peak:
                x = x_end
                y = y_end
                break
            y_peak, spent = step_to_peak(x, y, I[i], model)
            if not 0.0 <= spent <= left:
                y_peak = y_end
                spent = left
            left = left - spent
            spikes.append((i + 1) * dt - left)
            x, y = reset(y_peak, model)
            v[i + 1] = model.v_peak
        v[i + 1] = max(x, v[i + 1])
        u[i + 1] = y
    return spikes


# What a caller uses


class Trace(NamedTuple):
    """What `simulate` returns; n steps of dt."""

    t: NDArray  # (n + 1,) ms
    v: NDArray  # (n + 1,) mV; v_peak where the step before it held a spike
    u: NDArray  # (n + 1,) mV/ms
    spikes: NDArray  # (spikes,) ms


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate(
    model: Izhikevich,
    I: ArrayLike | Callable[[NDArray], ArrayLike],
    *,
    duration: float | None = None,
    dt: float = 0.05,
    scheme: str = "rk4",
    start: float | State = -65.0,
    plain: bool = False,
) -> Trace:
    """Voltage, recovery and spike times of one neuron.

    Parameters
    ----------
    model : Izhikevich
    I : float, (n,) array or callable
        mV/ms: constant, one value per step, or a function of an array of times (ms).
        "rk4" reads a function in mid-step, the other schemes at the step's start.
    duration : float
        ms; not needed with an array.
    dt : float
        ms, at most 0.25 for "rk4", 1 for the others.
    scheme : {"rk4", "euler", "published"}
        Runge-Kutta, with each spike at the time of its crossing; one Euler step for v and
        then u (the 2004 paper's script); two half steps for v and then u (the 2003
        script). Under the latter two a spike falls on the end of its step.
    start : float or State
        v at t = 0 in mV, with u = b v, or both.
    plain : bool
        True: `loop` or `grid_loop` above runs instead of its compiled twin, some thousand
        times slower.

    Returns
    -------
    Trace

    Raises
    ------
    ValueError
        If a parameter is not allowed, or the model runs away (over 20 spikes/ms).
    """
    model = check(model)
    _valid.choice("scheme", scheme, MAX_DT)
    plain = _valid.switch("plain", plain)
    dt = _valid.number("dt", dt, low=0.0, open_low=True, high=MAX_DT[scheme], unit="ms")
    start = _start(start, model)
    I = _steps_of(I, duration, dt, 0.5 * dt if scheme == "rk4" else 0.0)
    n = I.size
    v = np.empty(n + 1)
    u = np.empty(n + 1)
    v[0], u[0] = start
    room = n + 1 + int(MAX_RATE * n * dt)
    if plain:
        _valid.limit("the number of steps of a plain run", n, MOST_PLAIN)
        with np.errstate(all="ignore"):
            if scheme == "rk4":
                spikes = loop(I, dt, room, model, v, u)
            else:
                step = euler_step if scheme == "euler" else published_step
                spikes = grid_loop(I, dt, step, model, v, u)
        runs_away = len(spikes) > room
        spikes = np.array(spikes)
    else:
        spikes = np.empty(room)
        if scheme == "rk4":
            found = kernel.run(model, I, dt, v, u, spikes)
        else:
            found = kernel.run_on_grid(model, I, dt, 1 if scheme == "euler" else 2, v, u, spikes)
        runs_away = found < 0
        spikes = spikes[:found].copy()
    if runs_away or not (np.isfinite(v[-1]) and np.isfinite(u[-1])):
        raise ValueError(
            f"model is {_valid.shown(model)} and I is {_valid.shown(I)}: it runs away; "
            f"allowed are up to {MAX_RATE:g} spikes/ms"
        )
    return Trace(np.arange(n + 1) * dt, v, u, spikes)


def check(model):
    """The model with float fields, or a ValueError."""
    model = _valid.model(model, Izhikevich)
    if model.c >= model.v_peak:
        raise ValueError(f"c is {model.c}; allowed is a finite number below v_peak")
    return model


def _start(start, model):
    """v and u at t = 0."""
    both = isinstance(start, (tuple, list))
    v, u = _valid.array("start", start, shape=(2,)) if both else (start, None)
    name = "start.v" if both else "start"
    v = _valid.number(name, v, low=-1e4, high=model.v_peak, unit="mV (v_peak)")
    if u is None:
        return State(v, model.b * v)
    return State(v, _valid.number("start.u", u, low=-1e7, high=1e7, unit="mV/ms"))


def _steps_of(I, duration, dt, middle):
    """The input of each step; `middle` after its start is where a function is read."""
    if callable(I):
        n, dt = _valid.steps(duration, dt, most=MOST)
        I = I(np.arange(n) * dt + middle)
        return _valid.array("I", I, shape=(n,), low=-I_MOST, high=I_MOST, unit="mV/ms")
    return _valid.current("I", I, duration, dt, usual=None, most=MOST, high=I_MOST, unit="mV/ms")[0]
