r"""A recurrent network of firing rates.

    tau dr/dt = -r + F(h + W r)             W[i, j] to unit i from unit j

`slope` is this equation, and `step` and `linear_step` solve it. If F is linear, so is the
equation, and a step is exact while the input stands still: r goes over into P r + Q h, by the
matrix exponential. For the other F the input of the units is taken from the middle of the
step, where the last two rates point to; it is held, and r relaxes to it by an exponential:
second order, with one product W r a step. `simulate` runs the compiled twins, in `kernel`;
under constant input and with a symmetric W it needs no steps at all (`theory.by_modes`).

Units: ms; rates, inputs and weights have none.
Dayan P, Abbott LF (2001) Theoretical Neuroscience, MIT Press, section 7.4.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course import _valid
from course.models.rate_network import kernel
from course.models.rate_network.theory import by_modes, propagator, square, symmetric

WORK = 2e10  # N^2 times steps of one run: half a minute


# The transfer functions


def linear(x):
    return x


def relu(x):
    return np.maximum(x, 0.0)


def tanh(x):
    return np.tanh(x)


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


FUNCTIONS = {"linear": linear, "relu": relu, "tanh": tanh, "sigmoid": sigmoid}
TRANSFERS = tuple(FUNCTIONS)


# The equation


def slope(r, h, W, tau, F):
    """dr/dt in 1/ms: a leak, and what the units are driven by."""
    return (-r + F(h + W @ r)) / tau


# Its solution, a step at a time


def step(r, before, h, W, dt, tau, F):
    """Rates dt after r, which followed the rates `before` by dt."""
    middle = r + 0.5 * (r - before)
    target = F(h + W @ middle)
    return target + (r - target) * math.exp(-dt / tau)


def linear_step(r, h, P, Q):
    """The same for a linear F, exactly; P and Q as `theory.propagator` gives them."""
    return P @ r + Q @ h


def run(W, h, dt, tau, F, limit, r):
    """Fill r, shape (N, steps + 1), from r[:, 0] on; how many of its times are within `limit`.

    h has one column, or one a step.
    """
    N = len(W)
    exact = propagator(W, np.eye(N), dt / tau)
    for k in range(r.shape[1] - 1):
        now = h[:, min(k, h.shape[1] - 1)]
        if F == "linear":
            r[:, k + 1] = linear_step(r[:, k], now, exact[:, :N], exact[:, N:])
        else:
            r[:, k + 1] = step(r[:, k], r[:, max(k - 1, 0)], now, W, dt, tau, FUNCTIONS[F])
        if not np.linalg.norm(r[:, k + 1]) <= limit:
            return k + 1
    return r.shape[1]


# What a caller uses


class RateRun(NamedTuple):
    """What `simulate` returns."""

    t: np.ndarray  # (n,) ms
    r: np.ndarray  # (N, n) rates, from the start on
    diverged_at: float | None  # ms, where the run was stopped: |r| passed `limit`


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate(
    W: ArrayLike,
    h: ArrayLike,
    *,
    tau: float = 10.0,
    F: str = "linear",
    dt: float = 0.1,
    duration: float | None = None,
    start: ArrayLike | None = None,
    limit: float | None = 1e9,
    plain: bool = False,
) -> RateRun:
    """Let a rate network run.

    Parameters
    ----------
    W : array (N, N)
    h : array (N,) or (N, steps)
        Input: constant, or the value held during each step.
    tau, dt : float
        ms.
    F : str
        One of `TRANSFERS`; the sigmoid is 1 / (1 + exp(-x)).
    duration : float
        ms; only with a constant `h`.
    start : array (N,), optional
        Rates at time 0; zero by default.
    limit : float
        Length of r (its 2-norm) at which the run stops as divergent.
    plain : bool
        True: `step` and `linear_step` above run instead of their compiled twins.

    Returns
    -------
    RateRun
        One more time than there are steps, or fewer if the run diverged.

    Raises
    ------
    ValueError
        If shapes disagree, a value is not finite, or W or the result is too large.
    """
    W = square(W)
    N = len(W)
    F = _valid.choice("F", F, TRANSFERS)
    tau = _valid.positive("tau", tau, unit="ms")
    dt = _valid.positive("dt", dt, unit="ms")
    limit = _valid.positive("limit", limit)
    plain = _valid.switch("plain", plain)
    h = _valid.array("h", h, ndim=(1, 2), low=-1e50, high=1e50)
    if len(h) != N or (h.ndim == 1) == (duration is None):
        allowed = f"({N},) with a duration in ms, or ({N}, steps) without one"
        given = f"h has shape {h.shape}, duration is {_valid.shown(duration)}"
        raise ValueError(f"{given}; allowed is {allowed}")
    if duration is None:
        steps = _valid.limit("N * steps, the stored rates,", h.size, 2e8) // N
    else:
        steps, _ = _valid.steps(duration, dt, most=2e8 / N)
    _valid.limit("N^2 * steps", N * N * steps, WORK)
    if F != "linear":
        _valid.number("dt", dt, high=tau, unit="ms (tau)")
    if start is None:
        start = np.zeros(N)
    start = _valid.array("start", start, shape=(N,), low=-1e50, high=1e50)
    h = h.reshape(N, -1)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        if plain:
            r = np.empty((N, steps + 1))
            r[:, 0] = start
            end = run(W, h, dt, tau, F, limit, r)
        elif F == "linear" and h.shape[1] == 1 and symmetric(W):
            r, end = by_modes(W, h, start, dt / tau, limit, steps + 1)
        elif F == "linear":
            exact = propagator(W, np.eye(N), dt / tau)
            r, end = kernel.run(exact[:, :N], exact[:, N:] @ h, start, "linear", 1.0, limit, steps)
        else:
            r, end = kernel.run(W, h, start, F, -math.expm1(-dt / tau), limit, steps)
    return RateRun(dt * np.arange(end), r[:, :end], None if end > steps else dt * end)
