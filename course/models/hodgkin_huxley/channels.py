"""Gates one by one: each is open or shut, and chance moves it.

    shut -> open  with the chance alpha dt in a short dt
    open -> shut  with the chance beta dt

Over a whole step, through which both rates stay as they are, the chance to be open relaxes
like a gate of the model: it goes to x_inf = alpha / (alpha + beta) with the time constant
tau = 1 / (alpha + beta). So a step may have any length. The mean of many is the gate x; the
share of N has the variance x (1 - x) / N.

Units: ms, rates in 1/ms. Neher E, Sakmann B (1976) Nature 260:799 (single channels); Dayan
P, Abbott LF (2001) Theoretical Neuroscience, MIT Press, section 5.7.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid

MOST = 20_000_000  # gates times steps of one run


class Flicker(NamedTuple):
    """What `flicker` returns."""

    t: NDArray  # ms, shape (steps + 1,)
    open: NDArray  # whether each gate is open at t, shape (N, steps + 1)
    chance: NDArray  # to be open at t, which is the mean of endless many, (steps + 1,)


def _after(x, alpha, beta, dt):
    """The chance to be open dt ms after it was x."""
    goal = alpha / (alpha + beta)
    return goal + (x - goal) * np.exp(-dt * (alpha + beta))


@np.errstate(under="ignore")  # the session may be told to raise it
def flicker(
    alpha: ArrayLike,
    beta: ArrayLike,
    *,
    N: int,
    dt: float,
    rng: np.random.Generator | int,
    start: float = 0.0,
) -> Flicker:
    """Open and shut N gates by chance.

    Parameters
    ----------
    alpha, beta : array_like, (steps,)
        Opening and closing rate in each step, 1/ms; not both may be 0.
    N : int
        Number of gates.
    dt : float
        ms.
    rng : Generator or int
    start : float
        Chance of each gate to be open at the start.

    Returns
    -------
    Flicker

    Raises
    ------
    ValueError
        If a rate is below 0, both are 0 in one step, or there are too many steps.
    """
    alpha = _valid.array("alpha", alpha, ndim=1, low=0.0, high=1e6)
    beta = _valid.array("beta", beta, ndim=1, low=0.0, high=1e6)
    if beta.shape != alpha.shape:
        raise ValueError(f"beta has shape {beta.shape}; allowed is that of alpha, {alpha.shape}")
    if np.any(alpha + beta < 1e-9):
        raise ValueError(
            "alpha and beta are both near 0 in a step; allowed is a sum of 1e-9 and more"
        )
    N = _valid.count("N", N)
    _valid.limit("N times the number of steps", N * alpha.size, MOST)
    dt = _valid.number("dt", dt, low=0.0, high=1e6, open_low=True, unit="ms")
    start = _valid.number("start", start, low=0.0, high=1.0)
    rng = _valid.generator("rng", rng)
    opened, kept = _after(0.0, alpha, beta, dt), _after(1.0, alpha, beta, dt)
    is_open = np.empty((alpha.size + 1, N), bool)
    chance = np.empty(alpha.size + 1)
    is_open[0] = rng.random(N) < start
    chance[0] = start
    for k in range(alpha.size):
        is_open[k + 1] = rng.random(N) < np.where(is_open[k], kept[k], opened[k])
        chance[k + 1] = _after(chance[k], alpha[k], beta[k], dt)
    return Flicker(np.arange(alpha.size + 1) * dt, is_open.T, chance)
