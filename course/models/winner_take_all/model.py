"""Winner takes all: units that excite themselves and inhibit each other.

    tau dr_i/dt = -r_i + [h_i + sum_j W[i, j] r_j]_+
    W[i, i] = s,   W[i, j] = -w   for i != j

With w > 1 - s and clear inputs a single unit stays active, r = h / (1 - s), and
says which input was the largest; with w < 1 - s several share, each less than it
would have alone. Grossberg S (1973) Stud Appl Math 52:213; Amari S, Arbib MA (1977)
in Systems Neuroscience, Academic Press, p. 119.

Units: ms; rates and inputs in the same arbitrary unit. Heun's method.
"""

from typing import Annotated, NamedTuple

import numpy as np

from course import _valid
from course._jit import njit
from course._parameter import Parameter

MOST = 50_000_000  # stored rates of one run


class Competition(NamedTuple):
    """Parameters; all illustrative."""

    s: Annotated[float, Parameter("1", "self-excitation", low=0.0, high=0.99)] = 0.5
    w: Annotated[float, Parameter("1", "inhibition of every other unit", low=0.0, high=100.0)] = 1.0
    tau: Annotated[float, Parameter("ms", "time constant", low=1e-6, high=1e9)] = 10.0


class Run(NamedTuple):
    """What `simulate` returns."""

    t: np.ndarray  # ms, shape (n,)
    r: np.ndarray  # rates, shape (units, n)


def weights(model, N):
    """Weight matrix, shape (N, N); `W[i, j]` is the weight to unit i from unit j."""
    model = _valid.model(model, Competition)
    N = _valid.count("N", N, low=2, high=2000)
    return (model.s + model.w) * np.eye(N) - model.w


def simulate(model, h, *, T=200.0, dt=0.5):
    """Let the units compete under constant inputs, from silence.

    Parameters
    ----------
    model : Competition
    h : array, shape (N,)
        Inputs.
    T, dt : float
        Duration and step, ms; dt at most tau / 5.

    Returns
    -------
    Run

    Raises
    ------
    ValueError
        For a parameter out of range, s of 1 or more (a lone unit would grow without
        end), inputs that are not finite, or a run too large to store.
    """
    model = _valid.model(model, Competition)
    h = _valid.array("h", h, ndim=1, low=-1e6, high=1e6)
    most = MOST / h.size
    steps, dt = _valid.steps(T, dt, most=most, longest=model.tau / 5, name="T", why=" (tau / 5)")
    r = np.zeros((steps + 1, h.size))
    _run(model.s, model.w, dt / model.tau, h, r, np.empty(h.size), np.empty(h.size))
    return Run(np.arange(steps + 1) * dt, np.ascontiguousarray(r.T))


def stationary(model, h):
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


@njit
def _run(s, w, step, h, r, k1, k2):
    for n in range(r.shape[0] - 1):
        _slope(s, w, h, r[n], k1)
        for i in range(h.size):
            r[n + 1, i] = r[n, i] + step * k1[i]
        _slope(s, w, h, r[n + 1], k2)
        for i in range(h.size):
            r[n + 1, i] = r[n, i] + 0.5 * step * (k1[i] + k2[i])


@njit
def _slope(s, w, h, r, slope):
    total = r.sum()  # every unit hears the sum, so a step costs N and not N * N
    for i in range(h.size):
        slope[i] = -r[i] + max(h[i] + s * r[i] - w * (total - r[i]), 0.0)
