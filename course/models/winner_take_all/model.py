"""Winner takes all: units that excite themselves and inhibit each other.

    tau dr_i/dt = -r_i + [h_i + sum_j W[i, j] r_j]_+
    W[i, i] = s,   W[i, j] = -w   for i != j

With w > 1 - s and clear inputs a single unit stays active, r = h / (1 - s), and
says which input was the largest; with w < 1 - s several share, each less than it
would have alone. Grossberg S (1973) Stud Appl Math 52:213; Amari S, Arbib MA (1977)
in Systems Neuroscience, Academic Press, p. 119.

`slope` is the equation, and `step` follows it by Heun's method, of order 2. `simulate` runs a
compiled twin, in `kernel`, which needs no matrix: every unit hears the sum of all.

Units: ms; rates and inputs in the same arbitrary unit.
"""

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course._parameter import Parameter, documented
from course.models.winner_take_all import kernel

MOST = 50_000_000  # stored rates of one run
MOST_PLAIN = 200_000, 300  # steps and units of one run in plain Python


@documented
class Competition(NamedTuple):
    """Parameters; all illustrative."""

    s: Annotated[float, Parameter("1", "self-excitation", low=0.0, high=0.99)] = 0.5
    w: Annotated[float, Parameter("1", "inhibition of every other unit", low=0.0, high=100.0)] = 1.0
    tau: Annotated[float, Parameter("ms", "time constant", low=1e-6, high=1e9)] = 10.0


# The equation


def slope(r, W, h, tau):
    """dr/dt of all units, 1/ms times the unit of the rates."""
    drive = np.maximum(h + W @ r, 0.0)
    return (-r + drive) / tau


def matrix(model, N):
    """W, to row from column."""
    W = np.full((N, N), -model.w)
    np.fill_diagonal(W, model.s)
    return W


# Its solution, a step at a time


def step(r, W, h, dt, tau):
    """Rates after dt: Euler's step by the mean of the slopes at its two ends."""
    first = slope(r, W, h, tau)
    last = slope(r + dt * first, W, h, tau)
    return r + dt * (first + last) / 2.0


def run(h, dt, model, r):
    """Fill r, shape (steps + 1, units), from r[0] on; `kernel.run` does the same."""
    W = matrix(model, h.size)
    for n in range(len(r) - 1):
        r[n + 1] = step(r[n], W, h, dt, model.tau)


# What a caller uses


class Run(NamedTuple):
    """What `simulate` returns."""

    t: NDArray  # ms, shape (n,)
    r: NDArray  # rates, shape (units, n)


def weights(model: Competition, N: int) -> NDArray:
    """Weight matrix, shape (N, N); `W[i, j]` is the weight to unit i from unit j."""
    model = _valid.model(model, Competition)
    return matrix(model, _valid.count("N", N, low=2, high=2000))


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate(
    model: Competition,
    h: ArrayLike,
    *,
    duration: float = 200.0,
    dt: float = 0.5,
    start: ArrayLike | None = None,
    plain: bool = False,
) -> Run:
    """Let the units compete under constant inputs.

    Parameters
    ----------
    model : Competition
    h : array, shape (N,)
        Inputs.
    duration, dt : float
        Of the run and of a step, ms; dt at most tau / 5.
    start : array, shape (N,), optional
        Rates at time 0; silence by default.
    plain : bool
        True: `step` above runs instead of its compiled twin.

    Returns
    -------
    Run

    Raises
    ------
    ValueError
        For a parameter out of range, s of 1 or more (a lone unit would grow without
        end), inputs or rates that are not finite, or a run too large to store.
    """
    model = _valid.model(model, Competition)
    h = _valid.array("h", h, ndim=1, low=-1e6, high=1e6)
    most = MOST / h.size
    steps, dt = _valid.steps(duration, dt, most=most, longest=model.tau / 5, why=" (tau / 5)")
    r = np.zeros((steps + 1, h.size))
    if start is not None:
        r[0] = _valid.array("start", start, shape=h.shape, low=0.0, high=1e6, why=", as h has")
    if _valid.switch("plain", plain):
        _valid.limit("the number of steps of a plain run", steps, MOST_PLAIN[0])
        _valid.limit("the number of units of a plain run", h.size, MOST_PLAIN[1])
        run(h, dt, model, r)
    else:
        kernel.run(h, dt, model, r)
    return Run(np.arange(steps + 1) * dt, np.ascontiguousarray(r.T))


@np.errstate(under="ignore")  # the session may be told to raise it
def stationary(model: Competition, h: ArrayLike) -> tuple[NDArray, bool]:
    """Rates of the state in which unit argmax(h) alone is active, and whether it lasts.

    Returns
    -------
    tuple of (array, shape (N,); bool)
        It lasts if no other unit's input exceeds the winner's inhibition.
    """
    model = _valid.model(model, Competition)
    h = _valid.array("h", h, ndim=1, low=-1e6, high=1e6)
    winner = int(np.argmax(h))
    r = np.zeros(h.size)
    r[winner] = max(h[winner], 0.0) / (1.0 - model.s)
    others = np.delete(h, winner) - model.w * r[winner]
    return r, bool(np.all(others <= 0.0))
