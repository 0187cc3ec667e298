r"""Hopfield network: memories as the low points of an energy.

    s_i <- sign(h_i),   h_i = sum_j W_ij s_j,   W_ii = 0,   s_i = -1 or +1
    E(s) = -1/2 sum_ij W_ij s_i s_j

`W[i, j]` is the weight to unit i from unit j. A unit whose input is zero keeps its
old value. With symmetric W and one unit at a time every flip lowers E by 2 |h_i|, so
recall ends; all units at once may end in a 2-cycle instead.

`hebb` stores patterns, `sweep` visits every unit once, `settle` sweeps until nothing flips,
and `energy_of` is E. `recall` runs the compiled twin of `settle`, which is in `kernel`: only
a flip changes anybody's input, so there only flips cost time. `patterns` recalls without
any weights.

J. J. Hopfield, PNAS 79:2554 (1982). J. Hertz, A. Krogh & R. G. Palmer, Introduction to
the Theory of Neural Computation, ch. 2 (1991). Projection rule: L. Personnaz, I. Guyon &
G. Dreyfus, J. Physique Lett. 46:L359 (1985). No quantity has a unit.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course.models.hopfield import kernel

MOST = 2e8  # values at once
WORK = 2e10  # steps of the innermost loop: half a minute
VISITS_PLAIN = 2e6  # visits to a unit of one plain recall, and
WORK_PLAIN = 1e11  # sweeps times units cubed: half a minute each
RULES = ("hebb", "covariance", "projection")
MODES = ("asynchronous", "sequential", "synchronous")


# Memories become weights


def hebb(patterns):
    """Mean over the patterns (M, N) of their outer products, without a diagonal."""
    W = patterns.T @ patterns / len(patterns)
    np.fill_diagonal(W, 0.0)
    return W


def covariance(patterns):
    """Hebb's rule about each unit's mean over the patterns."""
    return hebb(patterns - patterns.mean(axis=0))


def projection(patterns):
    """The projector on the span of the patterns, without its diagonal."""
    overlaps = patterns @ patterns.T  # (M, M): the inverse of these is enough
    inverse = np.linalg.pinv(overlaps, rcond=1e-10, hermitian=True)
    W = patterns.T @ inverse @ patterns
    W = (W + W.T) / 2  # rounding leaves it a hair from symmetric
    np.fill_diagonal(W, 0.0)
    return W


# Recall


def energy_of(W, s):
    """E of one state."""
    return -0.5 * float(s @ W @ s)


def sweep(W, s, order, tol=0.0):
    """Visit each unit once, in that order; s changes. Returns the units that flipped."""
    flipped = []
    for i in order:
        h = W[i] @ s
        if s[i] * h < -tol:
            s[i] = -s[i]
            flipped.append(i)
    return flipped


def settle(W, s, orders, tol=0.0):
    """Sweep until nothing flips or there are no more orders.

    Returns the state at the start and after each sweep, the units that flipped in each,
    and whether the last state rests.
    """
    s = s.copy()
    states = [s.copy()]
    flips = []
    for order in orders:
        flipped = sweep(W, s, order, tol)
        states.append(s.copy())
        flips.append(flipped)
        if not flipped:
            return states, flips, True
    return states, flips, False


def settle_together(W, s, max_steps, tol=0.0):
    """All units at once, until the state repeats itself or the one before it.

    Returns the states, their energies, and whether the last state rests.
    """
    h = W @ s
    states = [s]
    energies = [-0.5 * float(s @ h)]
    while len(states) <= max_steps:
        s = np.where(np.abs(h) <= tol, s, np.sign(h))
        h = W @ s
        states.append(s)
        energies.append(-0.5 * float(s @ h))
        if np.array_equal(s, states[-2]):
            return states, energies, True
        if len(states) > 2 and np.array_equal(s, states[-3]):
            break
    return states, energies, False


# What a caller uses


class Recall(NamedTuple):
    """One recall, T sweeps (or synchronous steps) and F flips long."""

    states: np.ndarray  # (T+1, N), the start and the state after each sweep
    energy: np.ndarray  # (T+1,), E of each of them
    overlaps: np.ndarray  # (T+1, M), with each memory; M = 0 if none were given
    flips: np.ndarray  # (F,), units in the order they flipped; empty if synchronous
    flip_energy: np.ndarray  # (F+1,), E at the start and after each flip
    converged: bool  # the last state is a fixed point
    cycle: bool = False  # synchronous only: the last two states alternate for ever

    @property
    def final(self) -> NDArray:
        """The last state, (N,)."""
        return self.states[-1]


@np.errstate(under="ignore")  # the session may be told to raise it
def train(patterns: ArrayLike, rule: str = "hebb") -> NDArray:
    """Weights that store `patterns`.

    Parameters
    ----------
    patterns : array_like, (M, N) of -1 and +1
    rule : {"hebb", "covariance", "projection"}
        Mean over patterns of xi xi^T; the same about each unit's mean over patterns;
        or the projector on the patterns' span, for which every pattern is a fixed point.

    Returns
    -------
    ndarray, (N, N)
        Symmetric, zero diagonal: a unit's weight to itself would only hold it in place.

    Raises
    ------
    ValueError
        If a pattern holds anything but -1 and +1, there is none, or W would be huge.
    """
    xi = _valid.signs("patterns", patterns, 2).astype(np.float64)
    _valid.choice("rule", rule, RULES)
    M, N = xi.shape
    _valid.limit("N * N", N * N, MOST)
    _valid.limit("M * N * (M + N)", M * N * (M + N), 2e11)
    return {"hebb": hebb, "covariance": covariance, "projection": projection}[rule](xi)


@np.errstate(under="ignore")  # the session may be told to raise it
def energy(W: ArrayLike, s: ArrayLike) -> float | NDArray:
    """E = -1/2 s W s of a state (N,), or of each row of (B, N)."""
    W = _weights(W)
    s = _valid.signs("s", s, (1, 2), len(W)).astype(np.float64)
    E = -0.5 * np.sum((s @ W.T) * s, axis=-1)
    return float(E) if s.ndim == 1 else E


@np.errstate(under="ignore")  # the session may be told to raise it
def stability(patterns: ArrayLike) -> NDArray:
    """M xi_mu,i h_i with the network on pattern mu: below 0, one step reverses unit i.

    Hebb's weights times M are whole numbers, and so is each of these: an input of 0 is 0
    whatever the order of its sum.

    Parameters
    ----------
    patterns : array_like, (M, N) of -1 and +1

    Returns
    -------
    ndarray, (M, N)

    Raises
    ------
    ValueError
        If a pattern holds anything but -1 and +1, or there is none.
    """
    xi = _valid.signs("patterns", patterns, 2).astype(np.float64)
    return ((xi @ xi.T) @ xi) * xi - len(xi)


@np.errstate(under="ignore")  # the session may be told to raise it
def overlap(a: ArrayLike, b: ArrayLike) -> float | NDArray:
    """Mean of a_i b_i over units: 1 the same, 0 unrelated, -1 reversed; rows broadcast."""
    a = _valid.signs("a", a, (1, 2))
    b = _valid.signs("b", b, (1, 2))
    rows = {len(states) for states in (a, b) if states.ndim == 2} - {1}
    if a.shape[-1] != b.shape[-1] or len(rows) > 1:
        raise ValueError(
            f"b has shape {b.shape}; allowed are as many units and rows as a has: {a.shape}"
        )
    m = np.mean(a * b, axis=-1, dtype=np.float64)
    return float(m) if np.ndim(m) == 0 else m


@np.errstate(under="ignore")  # the session may be told to raise it
def recall(
    W: ArrayLike,
    state: ArrayLike,
    *,
    patterns: ArrayLike | None = None,
    rng: np.random.Generator | int | None = None,
    mode: str = "asynchronous",
    max_sweeps: int = 100,
    plain: bool = False,
) -> Recall:
    """Run a network with weights W from `state` until it rests, cycles or time is up.

    Parameters
    ----------
    W : array_like, (N, N)
        Zero diagonal. Inputs below 1e-12 N max|W| count as zero: they are rounding.
    state : array_like, (N,) of -1 and +1
    patterns : array_like, (M, N), optional
        Memories whose overlaps are wanted.
    rng : Generator or int
        Order of the units, a fresh shuffle each sweep; needed only if "asynchronous".
    mode : {"asynchronous", "sequential", "synchronous"}
        One unit at a time, shuffled or in index order; or all at once.
    max_sweeps : int
    plain : bool
        True: `settle` above runs instead of its compiled twin, some fifty times slower.

    Returns
    -------
    Recall

    Raises
    ------
    ValueError
        Bad shapes, values other than -1 and +1, an unknown mode.
    """
    W = _weights(W)
    N = len(W)
    s = _valid.signs("state", state, 1, N)
    X = np.empty((N, 0)) if patterns is None else _valid.signs("patterns", patterns, 2, N).T
    X = X.astype(np.float64)
    tol = 1e-12 * N * np.abs(W).max()
    _valid.choice("mode", mode, MODES)
    seed = drawn_seed(mode, rng=rng)
    max_sweeps = _valid.count("max_sweeps", max_sweeps)
    _valid.limit("max_sweeps * N", max_sweeps * N, MOST)
    _valid.limit("max_sweeps * N * N", max_sweeps * N * N, WORK)
    plain = _valid.switch("plain", plain)
    if mode == "synchronous":
        states, energies, converged = settle_together(W, s.astype(np.float64), max_sweeps, tol)
        states = np.array(states)
        energies = np.array(energies)
        none = np.empty(0, np.int64)
        cycle = not converged and len(states) > 2 and np.array_equal(states[-1], states[-3])
        return Recall(states, energies, states @ X / N, none, energies[:1], converged, cycle)
    if plain:
        _valid.limit("max_sweeps * N of a plain recall", max_sweeps * N, VISITS_PLAIN)
        _valid.limit("max_sweeps * N^3 of a plain recall", max_sweeps * N**3, WORK_PLAIN)
        states, flips, converged = settle(
            W, s.astype(np.float64), _orders(N, seed, max_sweeps), tol
        )
        ends = np.cumsum([0, *map(len, flips)])
        flips = np.array([i for flipped in flips for i in flipped], np.int64)
        flip_energy = np.array(_energies(W, states[0], flips))
    else:
        states, flips, flip_energy, ends, converged = _settle(W, s, seed, max_sweeps, tol)
    states = np.array(states, np.float64)
    return Recall(states, flip_energy[ends], states @ X / N, flips, flip_energy, converged)


def drawn_seed(mode: str, *, rng: np.random.Generator | int | None) -> np.uint64:
    """What shuffles the units of a recall: drawn from `rng`, or 0 for their own order."""
    if rng is None and mode != "asynchronous":
        return np.uint64(0)
    rng = _valid.generator("rng", rng)
    return np.uint64(rng.integers(1, 2**62) if mode == "asynchronous" else 0)


def _orders(N, seed, sweeps):
    """The order of the units in each sweep: shuffled ones, or theirs for the seed 0."""
    order = np.arange(N, dtype=np.int64)
    for _ in range(sweeps):
        if seed:
            seed = kernel.shuffle(order, np.uint64(seed))
        yield order.tolist()


def _energies(W, s, flips):
    """E at the start and after each flip."""
    s = s.copy()
    energies = [energy_of(W, s)]
    for i in flips:
        s[i] = -s[i]
        energies.append(energy_of(W, s))
    return energies


def _settle(W, s, seed, max_sweeps, tol):
    """States, flips, the energies along them, flips after each sweep, and whether it rests."""
    start = s.astype(np.float64)
    symmetric = np.array_equal(W, W.T)
    WT = W if symmetric else np.ascontiguousarray(W.T)
    h = W @ start
    E = -0.5 * float(h @ start)
    states = np.empty((max_sweeps + 1, len(s)), np.int8)
    states[0] = s
    ends = np.zeros(max_sweeps + 1, np.int64)
    flips = np.empty(max_sweeps * len(s), np.int32)
    drops = np.empty(max_sweeps * len(s))
    T, converged = kernel.settle(WT, h, tol, seed, states, ends, flips, drops)
    ends = ends[: T + 1]
    flips = flips[: ends[-1]]
    drops = drops[: ends[-1]]
    if not symmetric:
        kernel.drops_along(W, start, flips, drops)
    flip_energy = E + np.concatenate(([0.0], np.cumsum(drops)))
    return states[: T + 1], flips.astype(np.int64), flip_energy, ends, bool(converged)


def _weights(W):
    W = _valid.square("W", W, most=14_000, low=-1e12, high=1e12)
    if np.any(np.diagonal(W)):
        raise ValueError("W has values on its diagonal; allowed are zeros there")
    return W
