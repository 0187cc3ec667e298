r"""Hopfield network: memories as the low points of an energy.

    s_i <- sign(h_i),   h_i = sum_j W_ij s_j,   W_ii = 0,   s_i = -1 or +1
    E(s) = -1/2 sum_ij W_ij s_i s_j

`W[i, j]` is the weight to unit i from unit j. A unit whose input is zero keeps its
old value. With symmetric W and one unit at a time every flip lowers E by 2 |h_i|, so
recall ends; all units at once may end in a 2-cycle instead.

Hebb's rule, W = mean over patterns of xi xi^T without its diagonal, needs no W at all:
with m_mu = xi_mu . s,

    M h_i = sum_mu xi_mu,i m_mu - M s_i,     E = N/2 - sum_mu m_mu^2 / (2 M),

whole numbers throughout: N M steps a sweep instead of N^2, and no rounding.

J. J. Hopfield, PNAS 79:2554 (1982). J. Hertz, A. Krogh & R. G. Palmer, Introduction to
the Theory of Neural Computation, ch. 2 (1991). Projection rule: L. Personnaz, I. Guyon &
G. Dreyfus, J. Physique Lett. 46:L359 (1985). No quantity has a unit.
"""

from typing import NamedTuple

import numpy as np

from course import _valid
from course._jit import njit

RULES = ("hebb", "covariance", "projection")
MODES = ("asynchronous", "sequential", "synchronous")


class Recall(NamedTuple):
    """One recall, T sweeps (or synchronous steps) and F flips long."""

    states: np.ndarray  # (T+1, N) int8, the start and the state after each sweep
    energy: np.ndarray  # (T+1,), E of each of them
    overlaps: np.ndarray  # (T+1, M), with each memory; M = 0 if none were given
    flips: np.ndarray  # (F,), units in the order they flipped; empty if synchronous
    flip_energy: np.ndarray  # (F+1,), E at the start and after each flip
    converged: bool  # the last state is a fixed point
    cycle: bool  # synchronous only: the last two states alternate for ever

    @property
    def final(self):
        """The last state, (N,) int8."""
        return self.states[-1]


def random_patterns(M, N, rng):
    """M patterns of N fair coins, (M, N) int8 in the order that recall likes (Fortran)."""
    M, N = _valid.count("M", M), _valid.count("N", N, low=2)
    _check_size("M * N", M * N)
    coins = _valid.generator("rng", rng).integers(0, 2, size=(N, M), dtype=np.int8)
    return (2 * coins - 1).T


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
    xi = _signs("patterns", patterns, ndim=2).astype(np.float64)
    _valid.choice("rule", rule, RULES)
    _check_size("N * N", xi.shape[1] ** 2)
    if rule == "projection":
        W = np.linalg.pinv(xi) @ xi
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
    s = _signs("s", s, ndim=(1, 2), N=len(W)).astype(np.float64)
    E = -0.5 * np.sum((s @ W.T) * s, axis=-1)
    return float(E) if s.ndim == 1 else E


def overlap(a, b):
    """Mean of a_i b_i over units: 1 the same, 0 unrelated, -1 reversed; rows broadcast."""
    a = _signs("a", a, ndim=(1, 2))
    b = _signs("b", b, ndim=(1, 2), N=a.shape[-1])
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
    s = _signs("state", state, ndim=1, N=len(W)).copy()
    none = np.empty((len(W), 0), np.int8)
    X = none if patterns is None else _signs("patterns", patterns, ndim=2, N=len(W)).T
    tol = 1e-12 * len(W) * np.abs(W).max()
    seed, *notes = _start(mode, rng, max_sweeps, len(W))
    if mode == "synchronous":
        return _all_at_once(lambda v: W @ v, s, X, max_sweeps, tol)
    WT = W if np.array_equal(W, W.T) else np.ascontiguousarray(W.T)
    h = W @ s
    E = -0.5 * float(h @ s)
    end = _settle_weights(WT, h, s, tol, seed, max_sweeps, *notes)
    return _result(notes, end, X, E, 1.0)


def recall_patterns(patterns, state, *, rng=0, mode="asynchronous", max_sweeps=100):
    """`recall(train(patterns), state, patterns=patterns)`, state for state, without W.

    Fastest with int8 patterns in Fortran order, as `random_patterns` and `glyphs` give.
    """
    xi = _signs("patterns", patterns, ndim=2)
    X, M = np.ascontiguousarray(xi.T), len(xi)
    s = _signs("state", state, ndim=1, N=len(X)).copy()
    seed, *notes = _start(mode, rng, max_sweeps, len(X))
    if mode == "synchronous":
        Xf = X.astype(np.float64)
        return _all_at_once(lambda v: (Xf @ (v @ Xf) - M * v) / M, s, X, max_sweeps, 0.5 / M)
    m = np.empty(M, np.int32)
    end = _settle_patterns(X, m, s, seed, max_sweeps, *notes)
    m0 = m - 2 * (X[notes[2][: end[1]]] * 0).sum(0) if False else notes[1][0] @ X.astype(np.int64)
    return _result(notes, end, X, len(s) / 2 - float(m0 @ m0) / (2 * M), 1.0 / M)
