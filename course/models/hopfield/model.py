r"""Hopfield network: memories as the low points of an energy.

    s_i <- sign(h_i),   h_i = sum_j W_ij s_j,   W_ii = 0,   s_i = -1 or +1
    E(s) = -1/2 sum_ij W_ij s_i s_j

`W[i, j]` is the weight to unit i from unit j. A unit whose input is zero keeps its
old value. With symmetric W and one unit at a time every flip lowers E by 2 |h_i|, so
recall ends; all units at once may end in a 2-cycle instead.

J. J. Hopfield, PNAS 79:2554 (1982). J. Hertz, A. Krogh & R. G. Palmer, Introduction to
the Theory of Neural Computation, ch. 2 (1991). Projection rule: L. Personnaz, I. Guyon &
G. Dreyfus, J. Physique Lett. 46:L359 (1985). No quantity has a unit.
"""

from typing import NamedTuple

import numpy as np

from course import _valid
from course._jit import njit
from course.models.hopfield.patterns import (
    MOST,
    WORK,
    CapacityCurve,
    Recall,
    capacity_curve,
    random_patterns,
    recall_patterns,
)

__all__ = [
    "MODES",
    "RULES",
    "CapacityCurve",
    "Recall",
    "capacity_curve",
    "energy",
    "overlap",
    "random_patterns",
    "recall",
    "recall_patterns",
    "stability",
    "train",
]

RULES = ("hebb", "covariance", "projection")
MODES = ("asynchronous", "sequential", "synchronous")


def train(patterns, rule="hebb"):
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
    if rule == "projection":
        # pinv(xi) = xi.T pinv(xi xi.T), and xi xi.T has only M x M entries.
        W = xi.T @ np.linalg.pinv(xi @ xi.T, rcond=1e-10, hermitian=True) @ xi
        W = (W + W.T) / 2  # rounding leaves it a hair from symmetric
    else:
        if rule == "covariance":
            xi = xi - xi.mean(axis=0)
        W = xi.T @ xi / len(xi)
    np.fill_diagonal(W, 0.0)
    return W


def energy(W, s):
    """E = -1/2 s W s of a state (N,), or of each row of (B, N)."""
    W = _weights(W)
    s = _valid.signs("s", s, (1, 2), len(W)).astype(np.float64)
    E = -0.5 * np.sum((s @ W.T) * s, axis=-1)
    return float(E) if s.ndim == 1 else E


def stability(patterns):
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


def overlap(a, b):
    """Mean of a_i b_i over units: 1 the same, 0 unrelated, -1 reversed; rows broadcast."""
    a = _valid.signs("a", a, (1, 2))
    b = _valid.signs("b", b, (1, 2), a.shape[-1])
    m = np.mean(a * b, axis=-1, dtype=np.float64)
    return float(m) if np.ndim(m) == 0 else m


def recall(W, state, *, patterns=None, rng=0, mode="asynchronous", max_sweeps=100):
    """Run a network with weights W from `state` until it rests, cycles or time is up.

    Only flips cost work: a flip adds one column of W to every unit's input.

    Parameters
    ----------
    W : array_like, (N, N)
        Zero diagonal. Inputs below 1e-12 N max|W| count as zero: they are rounding.
    state : array_like, (N,) of -1 and +1
    patterns : array_like, (M, N), optional
        Memories whose overlaps are wanted.
    rng : Generator or int
        Order of the units, a fresh shuffle each sweep ("asynchronous" only).
    mode : {"asynchronous", "sequential", "synchronous"}
        One unit at a time, shuffled or in index order; or all at once.
    max_sweeps : int

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
    s = _valid.signs("state", state, 1, N).copy()
    X = np.empty((N, 0)) if patterns is None else _valid.signs("patterns", patterns, 2, N).T
    tol = 1e-12 * N * np.abs(W).max()
    seed, notes = _start(mode, rng, max_sweeps, N)
    if mode == "synchronous":
        return _all_at_once(lambda v: W @ v, s, X, max_sweeps, tol)
    WT = W if np.array_equal(W, W.T) else np.ascontiguousarray(W.T)
    h = W @ s
    E = -0.5 * float(h @ s)
    end = _settle_weights(WT, h, s, tol, seed, *notes)
    return _result(end, notes, E, 1.0, notes.states[: end[0] + 1] @ X.astype(np.float64))


class _Notes(NamedTuple):
    """What a kernel writes down as it goes."""

    order: np.ndarray  # (N,), order of the units
    states: np.ndarray  # (max_sweeps + 1, N) int8
    ends: np.ndarray  # (max_sweeps + 1,), flips so far, after each sweep
    flips: np.ndarray  # (max_sweeps * N,), unit of each flip
    drops: np.ndarray  # (max_sweeps * N,), what each flip adds to E


def _start(mode, rng, max_sweeps, N):
    """Check; return the seed of the shuffles (0: index order) and blank notes."""
    _valid.choice("mode", mode, MODES)
    rng, T = _valid.generator("rng", rng), _valid.count("max_sweeps", max_sweeps)
    _valid.limit("max_sweeps * N", T * N, MOST)
    _valid.limit("max_sweeps * N * N", T * N * N, WORK)
    seed = rng.integers(1, 2**62) if mode == "asynchronous" else 0
    states, ends = np.empty((T + 1, N), np.int8), np.zeros(T + 1, np.int64)
    flips, drops = np.empty(T * N, np.int32), np.empty(T * N)
    return np.uint64(seed), _Notes(np.arange(N), states, ends, flips, drops)


def _result(end, notes, E, scale, m):
    """A Recall from a kernel's notes, the energy at the start and the overlaps times N."""
    T, converged = end
    F = notes.ends[T]
    flip_energy = E + scale * np.concatenate(([0.0], np.cumsum(notes.drops[:F])))
    energies, N = flip_energy[notes.ends[: T + 1]], len(notes.order)
    states, flips = notes.states[: T + 1].astype(np.float64), notes.flips[:F].astype(np.int64)
    return Recall(states, energies, m / N, flips, flip_energy, bool(converged), False)


def _all_at_once(inputs, s, X, max_sweeps, tol):
    """Synchronous steps until the state repeats itself or the one before it."""
    s = s.astype(np.float64)
    states, energies = [s], []
    converged = cycle = False
    while True:
        h = inputs(s)
        energies.append(-0.5 * float(s @ h))
        if converged or cycle or len(states) > max_sweeps:
            break
        s = np.where(np.abs(h) <= tol, s, np.sign(h))
        converged = np.array_equal(s, states[-1])
        cycle = not converged and len(states) > 1 and np.array_equal(s, states[-2])
        states.append(s)
    S, E = np.array(states), np.array(energies)
    flips = np.empty(0, np.int64)
    return Recall(S, E, S @ X / len(s), flips, E[:1], converged, cycle)


def _weights(W):
    W = _valid.square("W", W, most=14_000, low=-1e12, high=1e12)
    if np.any(np.diagonal(W)):
        raise ValueError("W has values on its diagonal; allowed are zeros there")
    return W


@njit(nogil=True)
def _shuffle(order, x):
    """Fisher-Yates, driven by xorshift64 (G. Marsaglia, J. Stat. Softw. 8(14), 2003).

    Each of its numbers serves two exchanges, first by its upper 32 bits, then its lower.
    """
    half, low = np.uint64(32), np.uint64(0xFFFFFFFF)
    for k in range(len(order) - 1, 0, -2):
        x ^= x << np.uint64(13)
        x ^= x >> np.uint64(7)
        x ^= x << np.uint64(17)
        i = np.int64(((x >> half) * np.uint64(k + 1)) >> half)
        order[k], order[i] = order[i], order[k]
        j = np.int64(((x & low) * np.uint64(k)) >> half)
        order[k - 1], order[j] = order[j], order[k - 1]
    return x


@njit(nogil=True)
def _settle_weights(WT, h, s, tol, x, order, states, ends, flips, drops):
    F = 0
    states[0] = s
    for t in range(1, len(states)):
        if x != 0:
            x = _shuffle(order, x)
        for i in order:
            if s[i] * h[i] < -tol:
                drops[F] = 2 * s[i] * h[i]
                flips[F] = i
                F += 1
                s[i] = -s[i]
                for j in range(len(s)):
                    h[j] += 2 * s[i] * WT[i, j]
        states[t] = s
        ends[t] = F
        if ends[t] == ends[t - 1]:
            return t, True
    return len(states) - 1, False
