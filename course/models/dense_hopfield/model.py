r"""Dense (modern) Hopfield networks: sharper energies, far more memories.

    E(s) = -sum_mu F(xi_mu . s),      F(x) = x^n  or  F(x) = exp(x)

Unit i takes the value of lower energy, with x = xi_mu,i and r_mu the rest of the overlap:

    s_i = sign( sum_mu [F(r_mu + x) - F(r_mu - x)] ),   r_mu = sum_{j != i} xi_mu,j s_j

n = 2 is Hebb's network; capacity grows as N^(n-1), and exponentially for exp. Its
continuous relative updates all units at once, which is a transformer's attention:

    s' = sum_mu xi_mu p_mu,   p = softmax(beta xi s)

`sweep` and `gain` are the first, and `recall` runs their compiled twin, which is in `kernel`.

D. Krotov & J. J. Hopfield, NeurIPS 29 (2016); M. Demircigil et al., J. Stat. Phys.
168:288 (2017); H. Ramsauer et al., ICLR (2021). No quantity has a unit.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course.models.dense_hopfield import kernel

WORK_PLAIN = 2e7  # sweeps times patterns times units of a plain recall: half a minute


# The equations


def F(x, n):
    """Of an overlap, a whole number."""
    return math.exp(x) if n == "exp" else x**n


def sweep(xi, s, n, order):
    """Visit each unit once, in that order; s changes. Returns the number of flips."""
    flips = 0
    for i in order:
        x = xi[:, i]
        r = xi @ s - x * s[i]  # the overlaps without unit i
        if s[i] * gain(r, x, n) < 0:
            s[i] = -s[i]
            flips += 1
    return flips


def gain(r, x, n):
    """What the value +1 of a unit lowers E by, against -1; a sum that is only rounding is 0."""
    top = 0
    if n == "exp":
        top = int(r.max())  # taken out of all overlaps, which is a factor, so that none overflows
    terms = []
    for r_mu, x_mu in zip(r.tolist(), x.tolist()):
        terms.append(F(r_mu - top + x_mu, n) - F(r_mu - top - x_mu, n))
    total = sum(terms)
    rounding = kernel.ROUNDING * (len(terms) + 1) * sum(map(abs, terms)) if n == "exp" else 0
    return total if abs(total) > rounding else 0


# What a caller uses


class DenseRecall(NamedTuple):
    """One recall, T sweeps long."""

    states: np.ndarray  # (T+1, N), the start and the state after each sweep
    energy: np.ndarray  # (T+1,), E / F(N); for "exp" -log(-E / F(N)): as low or high as E
    overlaps: np.ndarray  # (T+1, M), with each memory
    converged: bool  # the last state is a fixed point

    @property
    def final(self) -> NDArray:
        """The last state, (N,)."""
        return self.states[-1]


class Attention(NamedTuple):
    """Continuous recall, T steps long."""

    states: np.ndarray  # (T+1, N)
    weights: np.ndarray  # (T, M), softmax weight of each memory in each step
    energy: np.ndarray  # (T+1,), -log(sum exp(beta xi s)) / beta + |s|^2 / 2


@np.errstate(under="ignore")  # the session may be told to raise it
def recall(
    patterns: ArrayLike,
    state: ArrayLike,
    n: int | str = 3,
    *,
    rng: np.random.Generator | int,
    max_sweeps: int = 100,
    plain: bool = False,
) -> DenseRecall:
    """Recall one unit at a time, in a fresh random order each sweep.

    Parameters
    ----------
    patterns : array_like, (M, N) of -1 and +1
    state : array_like, (N,) of -1 and +1
    n : int or "exp"
        Power in F, 2 to 30, or F = exp. A tie keeps the unit's old value; a sum that is
        no larger than its rounding can be is a tie.
    rng : Generator or int
    max_sweeps : int
    plain : bool
        True: `sweep` above runs instead of its compiled twin, some hundred times slower. Its
        powers are whole numbers of any length, so that only real ties are ties.

    Returns
    -------
    DenseRecall

    Raises
    ------
    ValueError
        Values other than -1 and +1, bad shapes, an n that is not allowed.
    """
    xi = _valid.signs("patterns", patterns, 2)
    M, N = xi.shape
    s = _valid.signs("state", state, 1, N)
    power = 0 if isinstance(n, str) and n == "exp" else _valid.count("n", n, low=2, high=30)
    _valid.count("the number of units", N, high=1_000_000)
    T = _valid.count("max_sweeps", max_sweeps)
    rng = _valid.generator("rng", rng)
    _valid.limit("max_sweeps * (M + N)", T * (M + N), 2e8)
    _valid.limit("max_sweeps * M * N", T * M * N, 5e9)
    if _valid.switch("plain", plain):
        _valid.limit("max_sweeps * M * N of a plain recall", T * M * N, WORK_PLAIN)
    X = np.ascontiguousarray(xi.T)
    m = X.T.astype(np.float64) @ s
    G = np.zeros(1) if power == 0 else _differences(N, power)
    states: list[NDArray] = [s.copy()]
    overlaps = [m.copy()]
    converged = False
    while not converged and len(states) <= T:
        order = rng.permutation(N).astype(np.int64, copy=False)
        if plain:
            s = s.astype(np.int64)
            converged = sweep(xi.astype(np.int64), s, n, order) == 0
            m = xi.astype(np.float64) @ s
        else:
            converged = kernel.sweep(X, m, s, G, order) == 0
        states.append(s.copy())
        overlaps.append(m.copy())
    m = np.array(overlaps)
    return DenseRecall(np.array(states, np.float64), _energy(m, N, power), m / N, bool(converged))


@np.errstate(under="ignore")  # the session may be told to raise it
def attention(
    patterns: ArrayLike, state: ArrayLike, beta: float = 1.0, *, steps: int = 1
) -> Attention:
    """Continuous recall: `steps` rounds of attention over the patterns.

    Parameters
    ----------
    patterns : array_like, (M, N)
        Any finite numbers.
    state : array_like, (N,)
    beta : float
        Inverse temperature: large picks the nearest pattern, small averages them.
    steps : int

    Returns
    -------
    Attention
    """
    xi = _valid.array("patterns", patterns, ndim=2, low=-1e6, high=1e6)
    M, N = xi.shape
    s = _valid.array("state", state, shape=(N,), low=-1e6, high=1e6)
    beta = _valid.number("beta", beta, low=1e-6, high=1e6)
    steps = _valid.count("steps", steps, high=100_000)
    _valid.limit("steps * (M + N)", steps * (M + N), 2e8)
    _valid.limit("steps * M * N", steps * M * N, 2e10)
    states = [s]
    weights = []
    energies = []
    for step in range(steps + 1):
        x = beta * (xi @ states[-1])
        p = np.exp(x - x.max())
        lse = x.max() + math.log(p.sum())
        energies.append(-lse / beta + states[-1] @ states[-1] / 2)
        if step < steps:
            weights.append(p / p.sum())
            states.append(weights[-1] @ xi)
    return Attention(np.array(states), np.array(weights), np.array(energies))


@np.errstate(under="ignore")  # the session may be told to raise it
def _energy(m, N, power):
    if power:
        return -np.sum((m / N) ** power, axis=1)
    top = m.max(axis=1, keepdims=True)
    return -(top[:, 0] + np.log(np.exp(m - top).sum(axis=1)) - N)


def _differences(N, n):
    """G(k) = F(k + 1) - F(k - 1) for k = -N ... N, rounded once from whole numbers."""
    return np.array([float((k + 1) ** n - (k - 1) ** n) for k in range(-N, N + 1)])
