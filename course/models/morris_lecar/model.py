"""Morris and Lecar's neuron: calcium carries V up at once, potassium carries it down later.

    C V' = I - g_Ca m(V) (V - E_Ca) - g_K w (V - E_K) - g_L (V - E_L)
    w'   = phi cosh((V - V_3) / (2 V_4)) (w_inf(V) - w)
    m    = (1 + tanh((V - V_1) / V_2)) / 2,   w_inf = (1 + tanh((V - V_3) / V_4)) / 2

Two sets of numbers make two kinds of neuron (Rinzel and Ermentrout 1998). `CLASS_1` begins to
fire as slowly as one likes: rest and saddle meet at 39.96 uA/cm^2, on the loop of the spike.
`CLASS_2` begins at a rate of its own: a loop exists before rest loses its hold, at 93.86.

`step` lets w and V take turns, each of which has an exact solution while the other stands still,
with the calcium conductance taken in the middle of the step: order 2, bounded for every dt.

Units: ms, mV, uA/cm^2, mS/cm^2, uF/cm^2.
Morris C, Lecar H (1981) Biophys J 35:193; Rinzel J, Ermentrout GB (1998) in Methods in Neuronal
Modeling, MIT Press, chapter 7.
"""

import functools
import math
from typing import Annotated, NamedTuple, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course._parameter import Parameter, documented
from course.models.morris_lecar import kernel

BOOK = "Rinzel and Ermentrout 1998"
MOST = 20_000_000  # steps of one run
MOST_PLAIN = 200_000  # steps of one run in plain Python
DT = 0.1  # ms


@documented
class MorrisLecar(NamedTuple):
    """Parameters of one neuron; the defaults are those of class 1."""

    C: Annotated[float, Parameter("uF/cm^2", "capacitance", BOOK, 1e-3, 1e6)] = 20.0
    g_Ca: Annotated[float, Parameter("mS/cm^2", "calcium, all open", BOOK, 0.0, 1e4)] = 4.0
    g_K: Annotated[float, Parameter("mS/cm^2", "potassium, all open", BOOK, 0.0, 1e4)] = 8.0
    g_L: Annotated[float, Parameter("mS/cm^2", "leak", BOOK, 1e-3, 1e4)] = 2.0
    E_Ca: Annotated[float, Parameter("mV", "calcium's reversal", BOOK, -500.0, 500.0)] = 120.0
    E_K: Annotated[float, Parameter("mV", "potassium's reversal", BOOK, -500.0, 500.0)] = -84.0
    E_L: Annotated[float, Parameter("mV", "leak's reversal", BOOK, -500.0, 500.0)] = -60.0
    V_1: Annotated[float, Parameter("mV", "where m is 1/2", BOOK, -500.0, 500.0)] = -1.2
    V_2: Annotated[float, Parameter("mV", "width of m", BOOK, 0.1, 1e3)] = 18.0
    V_3: Annotated[float, Parameter("mV", "where w_inf is 1/2", BOOK, -500.0, 500.0)] = 12.0
    V_4: Annotated[float, Parameter("mV", "width of w_inf", BOOK, 0.1, 1e3)] = 17.4
    phi: Annotated[float, Parameter("1/ms", "pace of w", BOOK, 1e-6, 1e3)] = 1.0 / 15.0


CLASS_1 = MorrisLecar()
CLASS_2 = MorrisLecar(g_Ca=4.4, V_3=2.0, V_4=30.0, phi=0.04)


# The equations


def calcium_open(V, p):
    """m, the share of calcium's channels that are open, at once."""
    return 0.5 * (1.0 + math.tanh((V - p.V_1) / p.V_2))


def potassium_goal(V, p):
    """w_inf, the share of potassium's channels that will be open."""
    return 0.5 * (1.0 + math.tanh((V - p.V_3) / p.V_4))


def potassium_pace(V, p):
    """How fast w goes there, 1/ms."""
    x = min(abs(V - p.V_3) / (2.0 * p.V_4), kernel.STEEP)
    return p.phi * math.cosh(x)


def slopes(V, w, I, p):
    """dV/dt in mV/ms and dw/dt in 1/ms."""
    calcium = p.g_Ca * calcium_open(V, p) * (V - p.E_Ca)
    potassium = p.g_K * w * (V - p.E_K)
    leak = p.g_L * (V - p.E_L)
    dV = (I - calcium - potassium - leak) / p.C
    dw = potassium_pace(V, p) * (potassium_goal(V, p) - w)
    return dV, dw


# Their solution, a step at a time


def step(V, w, I, dt, p):
    """V and w after dt."""
    w = move_w(w, V, dt / 2.0, p)
    middle = move_V(V, V, w, I, dt / 2.0, p)
    V = move_V(V, middle, w, I, dt, p)
    w = move_w(w, V, dt / 2.0, p)
    return V, w


def move_V(V, at, w, I, dt, p):
    """V after dt, while w and the calcium channels, which are as at `at`, stand still."""
    g_Ca = p.g_Ca * calcium_open(at, p)
    g_K = p.g_K * w
    g = g_Ca + g_K + p.g_L
    goal = (g_Ca * p.E_Ca + g_K * p.E_K + p.g_L * p.E_L + I) / g
    return goal + (V - goal) * math.exp(-dt * g / p.C)


def move_w(w, V, dt, p):
    """w after dt, while V stands still."""
    goal = potassium_goal(V, p)
    return goal + (w - goal) * math.exp(-dt * potassium_pace(V, p))


def run(p, I, dt, V, w):
    """Fill V and w, shape (steps + 1,), from V[0] and w[0] on; `kernel.run` does the same."""
    for k in range(I.size):
        V[k + 1], w[k + 1] = step(V[k], w[k], I[k], dt, p)


# What a caller uses


class Trace(NamedTuple):
    """A run of one neuron."""

    t: NDArray  # ms, shape (steps + 1,)
    V: NDArray  # mV, same shape
    w: NDArray  # share of potassium's channels that are open, same shape
    spikes: NDArray  # ms, upward crossings of 0 mV, not tied to the grid


def resting_potential(model: MorrisLecar, I: float = 0.0) -> float:
    """The lowest V in mV at which V and w stand still under the constant current I in uA/cm^2.

    Parameters
    ----------
    model : MorrisLecar
    I : float
        From -500 to 500.

    Returns
    -------
    float
        It need not be stable.
    """
    model = _valid.model(model, MorrisLecar)
    I = _valid.number("I", I, low=-500.0, high=500.0, unit="uA/cm^2")
    return _rest(model, I)


@functools.lru_cache(maxsize=64)  # every run asks, and most ask the same
def _rest(model, I):
    from scipy.optimize import brentq  # here: it takes long to import

    def still(V):
        return slopes(V, potassium_goal(V, model), I, model)[0]

    ends = (model.E_Ca, model.E_K, model.E_L)
    low = min(ends) - abs(I) / model.g_L - 1.0
    high = max(ends) + abs(I) / model.g_L + 1.0
    grid = np.linspace(low, high, 4001)
    rising = np.array([still(V) for V in grid.tolist()])
    first = int(np.flatnonzero((rising[:-1] >= 0.0) & (rising[1:] < 0.0))[0])
    return cast(float, brentq(still, grid[first], grid[first + 1], xtol=1e-12))


def simulate(
    model: MorrisLecar,
    I: ArrayLike,
    *,
    duration: float | None = None,
    dt: float = DT,
    plain: bool = False,
) -> Trace:
    """Run one neuron from its rest without current.

    Parameters
    ----------
    model : MorrisLecar
    I : float or array, shape (steps,)
        Current in uA/cm^2, from -500 to 500; I[k] flows from k dt to (k + 1) dt.
    duration : float, optional
        ms, for a constant I; default 1000.
    dt : float
        Step in ms, at most 1.
    plain : bool
        True: `step` above runs instead of its compiled twin.

    Returns
    -------
    Trace

    Raises
    ------
    ValueError
        For a parameter out of range, a current that is not finite or beyond 500 uA/cm^2, or a
        run of too many steps.
    """
    model = _valid.model(model, MorrisLecar)
    dt = _valid.number("dt", dt, low=0.0, high=1.0, open_low=True, unit="ms")
    I, dt = _valid.current(
        "I", I, duration, dt, usual=1000.0, most=MOST, high=500.0, unit="uA/cm^2"
    )
    V, w = np.empty((2, I.size + 1))
    V[0] = _rest(model, 0.0)
    w[0] = potassium_goal(V[0], model)
    if _valid.switch("plain", plain):
        _valid.limit("the number of steps of a plain run", I.size, MOST_PLAIN)
        run(model, I, dt, V, w)
    else:
        kernel.run(model, I, dt, V, w)
    k = np.flatnonzero((V[:-1] < 0.0) & (V[1:] >= 0.0))
    spikes = (k - V[k] / (V[k + 1] - V[k])) * dt
    return Trace(np.arange(V.size) * dt, V, w, spikes)
