r"""A unit that learns from its inputs: Hebb's rule, which has no bound, and Oja's, which has one.

    y = sum_j w_j x_j
    w <- w + r y x                   Hebb
    w <- w + r y (x - y w)           Oja

Oja's second term shrinks w by as much as keeps its length at 1. What remains of Hebb's rule is a
choice of direction: w comes to the eigenvector of C = <x x^T> with the largest eigenvalue, the
first principal component if the inputs have mean 0. Under Hebb alone the mean of w over inputs
that do not depend on each other is (1 + r C)^n w after n of them. `theory` has what happens
when r is small.

`step` is one of the updates, and `learn` a loop of them.

E. Oja, J. Math. Biol. 15:267 (1982). No quantity has a unit.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course import _valid

RULES = ("hebb", "oja")
MOST = 1e6  # inputs of one run: five seconds
LARGEST = 1e100  # size of a weight


class Learned(NamedTuple):
    """What `learn` returns, for n inputs of N values."""

    w: np.ndarray  # (N, n + 1), the weights at the start and after each input
    y: np.ndarray  # (n,), the output to each input, before w has changed


def step(w, x, r, rule):
    """The weights after the input x, at the learning rate r."""
    y = w @ x
    if rule == "hebb":
        return w + r * y * x
    return w + r * y * (x - y * w)


@np.errstate(under="ignore", over="ignore", invalid="ignore")  # too large is told in words
def learn(x: ArrayLike, w: ArrayLike, *, rate: float, rule: str = "oja") -> Learned:
    """Weights of a unit that learns from one input after the other.

    Parameters
    ----------
    x : array_like, (N, n)
        A column for each input.
    w : array_like, (N,)
        Weights at the start.
    rate : float
        Learning rate.
    rule : {"oja", "hebb"}

    Returns
    -------
    Learned

    Raises
    ------
    ValueError
        Bad shapes, an unknown rule, or weights that grow beyond 1e100. Under Hebb's rule any will
        in the end; under Oja's they may where rate times |x|^2 is above 2.
    """
    x = _valid.array("x", x, ndim=2, low=-1e6, high=1e6)
    N, n = x.shape
    _valid.limit("the number of inputs in x", n, MOST)
    _valid.limit("N * (inputs + 1)", N * (n + 1), 1e8)
    w = _valid.array("w", w, shape=(N,), low=-1e6, high=1e6)
    rate = _valid.number("rate", rate, low=0.0, high=1e6)
    _valid.choice("rule", rule, RULES)
    inputs = np.ascontiguousarray(x.T)
    path = np.empty((n + 1, N))
    path[0] = w
    for k in range(n):
        path[k + 1] = step(path[k], inputs[k], rate, rule)
    grown = ~(np.abs(path).max(axis=1) <= LARGEST)
    if grown.any():
        raise ValueError(
            f"rate is {rate:g}; allowed is less, as the weights are above {LARGEST:g} after "
            f"{np.argmax(grown)} inputs"
        )
    return Learned(np.ascontiguousarray(path.T), np.sum(path[:-1] * inputs, axis=1))
