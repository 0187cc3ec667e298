r"""Around a Hopfield network: damaged states and weights, names of states, the landscape.

A state that recall ends in is a memory, a reversed memory, a mixture

    s = sign(+-xi_1 +-xi_2 +-xi_3 ...)        (an odd number of memories)

or something else, a spin-glass state. A net small enough shows them all: each of its 2^N
states has an energy E = -1/2 s W s, and steepest descent, one flip at a time, leads each
to the bottom of its basin.

J. Hertz, A. Krogh & R. G. Palmer, Introduction to the Theory of Neural Computation,
section 2.2 (1991); D. J. Amit, H. Gutfreund & H. Sompolinsky, Phys. Rev. A 32:1007 (1985).
No quantity has a unit.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid


class StateName(NamedTuple):
    """What a state is."""

    kind: str  # "memory", "reversed memory", "mixture" or "spin glass"
    name: str  # in words, with the memories and their signs
    memories: tuple  # indices of the memories in it
    overlap: float  # with the state of that name; for a spin glass, with its best memory


class Landscape(NamedTuple):
    """Every state of a small net; state k has unit i at +1 if bit i of k is 1."""

    states: np.ndarray  # (2^N, N)
    energy: np.ndarray  # (2^N,)
    minima: np.ndarray  # (K,) int, states that no flip lowers
    basin: np.ndarray  # (2^N,) int, the minimum that steepest descent reaches
    step: np.ndarray  # (2^N,) int, the state after its next flip; itself if it is a minimum


@np.errstate(under="ignore")  # the session may be told to raise it
def corrupt(state: ArrayLike, fraction: float, *, rng: np.random.Generator | int) -> NDArray:
    """`state` with `fraction` of its units, chosen at random, reversed; (N,)."""
    s = _valid.signs("state", state, 1)
    fraction = _valid.number("fraction", fraction, low=0.0, high=1.0)
    s[_valid.generator("rng", rng).permutation(len(s))[: round(fraction * len(s))]] *= -1
    return s.astype(np.float64)


@np.errstate(under="ignore")  # the session may be told to raise it
def keep_part(state: ArrayLike, fraction: float, *, rng: np.random.Generator | int) -> NDArray:
    """The first `fraction` of `state`; a fair coin for every other unit; (N,)."""
    s = _valid.signs("state", state, 1)
    known = round(_valid.number("fraction", fraction, low=0.0, high=1.0) * len(s))
    coins = _valid.generator("rng", rng).integers(0, 2, len(s) - known, dtype=np.int8)
    s[known:] = 2 * coins - 1
    return s.astype(np.float64)


def lesion(
    W: ArrayLike, fraction: float, *, rng: np.random.Generator | int, symmetric: bool = True
) -> NDArray:
    """W, (N, N), with each weight cut to 0 with probability `fraction`.

    With `symmetric`, W_ij and W_ji go together, so recall still runs downhill.
    """
    W = _valid.square("W", W, most=14_000)
    symmetric = _valid.switch("symmetric", symmetric)
    fraction = _valid.number("fraction", fraction, low=0.0, high=1.0)
    kept = _valid.generator("rng", rng).random(W.shape) >= fraction
    if symmetric:
        kept = np.triu(kept) | np.triu(kept, 1).T
    return np.where(kept, W, 0.0)


def classify(state: ArrayLike, patterns: ArrayLike, labels: Sequence[Any]) -> Any:
    """Label of the pattern that `state` equals, or None if it equals none."""
    xi = _valid.signs("patterns", patterns, 2)
    s = _valid.signs("state", state, 1, xi.shape[1])
    labels = _valid.sequence("labels", labels)
    if len(labels) != len(xi):
        raise ValueError(f"labels has {len(labels)} entries; allowed is one a pattern, {len(xi)}")
    equal = np.flatnonzero((xi == s).all(axis=1))
    return labels[equal[0]] if len(equal) else None


@np.errstate(under="ignore")  # the session may be told to raise it
def mixture(
    patterns: ArrayLike, memories: Sequence[int], weights: Sequence[float] | NDArray | None = None
) -> NDArray:
    """sign of the sum of some patterns, each with a sign or weight; (N,).

    Parameters
    ----------
    patterns : array_like, (M, N)
    memories : sequence of int
        Which; an odd number of them, so that no sum of equal weights is 0.
    weights : sequence of float, optional
        +1 for each if None. A sum below 1e-12 of its terms' sizes is 0, up to
        rounding, and counts as +1.
    """
    xi = _valid.signs("patterns", patterns, 2)
    given = _valid.sequence("memories", memories)
    last = len(xi) - 1
    chosen = [_valid.count("memories", mu, low=0, high=last, why=" of patterns") for mu in given]
    if len(chosen) % 2 == 0 or len(set(chosen)) < len(chosen):
        shown = _valid.shown(given)
        raise ValueError(f"memories is {shown}; allowed is an odd number of different ones")
    weights = np.ones(len(chosen)) if weights is None else weights
    weights = _valid.array("weights", weights, shape=(len(chosen),))
    tol = 1e-12 * np.abs(weights).sum()
    return np.where(weights @ xi[chosen] >= -tol, 1.0, -1.0)


@np.errstate(under="ignore")  # the session may be told to raise it
def name_state(state: ArrayLike, patterns: ArrayLike, *, close: float = 0.95) -> StateName:
    """Name a state by the memory or mixture that it equals, or nearly so.

    Parameters
    ----------
    state, patterns : array_like, (N,) and (M, N)
    close : float
        Smallest overlap that counts as equal: beyond a few memories the minima lie a few
        units beside the memories and mixtures themselves.

    Returns
    -------
    StateName
    """
    xi = _valid.signs("patterns", patterns, 2)
    s = _valid.signs("state", state, 1, xi.shape[1])
    close = _valid.number("close", close, low=0.0, high=1.0)
    m = xi @ s.astype(np.float64) / len(s)
    order = np.argsort(-np.abs(m), kind="stable")
    best = int(order[0])
    if abs(m[best]) >= close:
        kind = "memory" if m[best] > 0 else "reversed memory"
        return StateName(kind, f"{kind} {best}", (best,), float(abs(m[best])))
    for n in range(3, min(len(xi), 9) + 1, 2):
        chosen = sorted(int(mu) for mu in order[:n])
        signs = np.where(m[chosen] >= 0, 1, -1)
        q = float(mixture(xi, chosen, signs) @ s.astype(np.float64)) / len(s)
        if q >= close:
            parts = " ".join(f"{'+' if g > 0 else '-'}{mu}" for g, mu in zip(signs, chosen))
            return StateName("mixture", f"mixture of {n}: {parts}", tuple(chosen), q)
    return StateName("spin glass", "spin-glass state", (), float(abs(m[best])))


@np.errstate(under="ignore")  # the session may be told to raise it
def landscape(W: ArrayLike) -> Landscape:
    """All 2^N states of a net, their energies, the minima and their basins.

    Where several flips lower E by the same, the first of these units flips. Energies
    that differ by less than 1e-12 N max|W| are the same: the rest is rounding.

    Parameters
    ----------
    W : array_like, (N, N)
        Symmetric, zero diagonal, N at most 16.

    Returns
    -------
    Landscape

    Raises
    ------
    ValueError
        If W is not such a matrix.
    """
    W = _valid.square("W", W, most=16, low=-1e12, high=1e12)
    N = len(W)
    if not np.array_equal(W, W.T) or np.any(np.diagonal(W)):
        raise ValueError(
            f"W has shape {W.shape}; allowed is (N, N), N <= 16, symmetric, diagonal 0"
        )
    k = np.arange(2**N)
    states = 2.0 * ((k[:, None] >> np.arange(N)) & 1) - 1.0
    h = states @ W
    E = -0.5 * np.sum(h * states, axis=1)
    climb = h * states * 2  # what flipping unit i would add to E
    steepest = climb.min(axis=1)
    tol = 1e-12 * N * np.abs(W).max()
    unit = np.argmax(climb <= steepest[:, None] + tol, axis=1)  # the first True
    falls = steepest < -tol
    step = basin = np.where(falls, k ^ (1 << unit), k)
    while True:  # follow the steps, twice as many each time
        further = basin[basin]
        if np.array_equal(further, basin):
            return Landscape(states, E, k[~falls], basin, step)
        basin = further
