r"""Many Hopfield recalls at once, all units together, and forgetting.

    s(t+1) = sign(h(t)),   M h_i = sum_mu xi_mu,i m_mu - M s_i,   m_mu = xi_mu . s

for every state of a batch: Hebb's rule without W, as in `hopfield.recall_patterns`. States and
patterns are packed 64 units to a word, so an overlap is N - 2 popcount(xi XOR s); the
inputs are one product of an (B, M) and an (M, N) matrix. All are whole numbers.

Forgetting: Hebb's rule treats all memories alike and loses them together once M passes
0.138 N; weights bounded at +-A keep the newest and lose the oldest.

G. Parisi, J. Phys. A 19:L617 (1986); D. J. Amit, H. Gutfreund & H. Sompolinsky, Phys. Rev.
Lett. 55:1530 (1985). No quantity has a unit.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course._jit import njit

MOST = 2e8  # values at once
WORK = 1e12  # products of matrices, in steps of which few are needed: a minute or two
PASSES = 200  # products in the time of one pass over a state's units or overlaps


class Batch(NamedTuple):
    """Where B recalls ended."""

    states: np.ndarray  # (B, N), last states
    overlaps: np.ndarray  # (B, M), of the last states with each memory
    converged: np.ndarray  # (B,) bool, a fixed point
    cycle: np.ndarray  # (B,) bool, a 2-cycle
    steps: int  # synchronous steps taken


@np.errstate(under="ignore")  # the session may be told to raise it
def recall_all(patterns: ArrayLike, states: ArrayLike, *, max_steps: int = 100) -> Batch:
    """Run Hebb's network of `patterns` from each of `states`, all units at once.

    Parameters
    ----------
    patterns : array_like, (M, N) of -1 and +1
    states : array_like, (B, N) of -1 and +1
    max_steps : int
        The batch stops early when every state is a fixed point or in a 2-cycle.

    Returns
    -------
    Batch

    Raises
    ------
    ValueError
        Bad shapes, values other than -1 and +1, or more than 1e12 products.
    """
    xi = _valid.signs("patterns", patterns, 2)
    M, N = xi.shape
    s = _valid.signs("states", states, 2, N)
    max_steps = _valid.count("max_steps", max_steps)
    _valid.limit("states * M", len(s) * M, MOST)
    work = max_steps * len(s) * (M * N + PASSES * (M + N))
    _valid.limit(f"max_steps * states * (M * N + {PASSES} (M + N))", work, WORK)
    whole = np.float32 if M * N < 2**24 else np.float64  # exact: |M h| <= M N
    weights = xi.astype(whole)
    packed = _pack(xi > 0)
    up = s > 0
    bits = _pack(s > 0)
    h = np.empty(s.shape, whole)
    m = np.empty((len(s), M), np.int64)
    fixed = cycle = np.zeros(len(s), bool)
    before = None
    steps = 0
    while steps < max_steps and not np.all(fixed | cycle):
        steps += 1
        _overlaps(bits, packed, N, m)
        np.matmul(m.astype(whole), weights, out=h)
        # M h_i > 0 if up means h > M, if down h > -M; a tie keeps the old value
        up = np.where(up, h >= M, h > -M)
        older = before
        before = bits
        bits = _pack(up)
        fixed = (bits == before).all(axis=1)
        cycle = ~fixed & (older is not None and (bits == older).all(axis=1))
    _overlaps(bits, packed, N, m)
    return Batch(np.where(up, 1.0, -1.0), m / N, fixed, cycle, steps)


@np.errstate(under="ignore")  # the session may be told to raise it
def forgetting(patterns: ArrayLike, *, bound: float | None = None, max_steps: int = 50) -> NDArray:
    """How well each memory is still recalled as the patterns are stored one by one.

    Parameters
    ----------
    patterns : array_like, (M, N) of -1 and +1
    bound : float, optional
        Each memory adds xi xi^T / sqrt(N), and no weight leaves [-bound, bound] (Parisi's
        palimpsest; around 0.4 works well). Hebb's rule without bound if None.
    max_steps : int

    Returns
    -------
    ndarray, (M, M)
        [k, mu]: overlap of memory mu with where recall from it ends after k + 1
        memories; NaN for mu > k.

    Raises
    ------
    ValueError
        Values other than -1 and +1, a bound that is not positive, more than 1e12 products.
    """
    xi = _valid.signs("patterns", patterns, 2)
    M, N = xi.shape
    max_steps = _valid.count("max_steps", max_steps)
    _valid.limit("M * M", M * M, MOST)
    if bound is not None:
        bound = _valid.number("bound", bound, low=1e-6, high=1e6)
        _valid.limit("N * N", N * N, MOST)
    if bound is None:
        work = max_steps * M * M * (M * N + PASSES * (M + N))
        _valid.limit(f"max_steps * M^2 * (M * N + {PASSES} (M + N))", work, WORK)
    else:
        work = max_steps * M * M * N * (N + PASSES)
        _valid.limit(f"max_steps * M^2 * N * (N + {PASSES})", work, WORK)
    kept = np.full((M, M), np.nan)
    if bound is None:
        for k in range(M):
            end = recall_all(xi[: k + 1], xi[: k + 1], max_steps=max_steps)
            kept[k, : k + 1] = np.diagonal(end.overlaps)
        return kept
    W = np.zeros((N, N))
    for k in range(M):
        W = np.clip(W + np.outer(xi[k], xi[k]) / np.sqrt(N), -bound, bound)
        np.fill_diagonal(W, 0.0)
        start = s = xi[: k + 1].astype(np.float64)
        for _ in range(max_steps):
            h = s @ W
            s, old = np.where(np.abs(h) <= 1e-12 * N * bound, s, np.sign(h)), s
            if np.array_equal(s, old):
                break
        kept[k, : k + 1] = np.mean(start * s, axis=1)
    return kept


def _pack(up):
    """Booleans (B, N) as words (B, ceil(N / 64)) uint64, zeros behind the last unit."""
    packed = np.packbits(up, axis=1)
    return np.pad(packed, ((0, 0), (0, -packed.shape[1] % 8))).view(np.uint64)


@njit("u8[:, ::1], u8[:, ::1], i8, i8[:, ::1]", nogil=True)
def _overlaps(states, patterns, N, m):
    """m[b, mu] = N - 2 popcount(states[b] XOR patterns[mu])."""
    ones = np.uint64(0x5555555555555555)
    twos = np.uint64(0x3333333333333333)
    fours = np.uint64(0x0F0F0F0F0F0F0F0F)
    bytes_ = np.uint64(0x00FF00FF00FF00FF)
    for b in range(states.shape[0]):
        for mu in range(patterns.shape[0]):
            different = np.uint64(0)
            for k in range(states.shape[1]):
                x = states[b, k] ^ patterns[mu, k]
                x -= (x >> np.uint64(1)) & ones
                x = (x & twos) + ((x >> np.uint64(2)) & twos)
                x = (x + (x >> np.uint64(4))) & fours
                x = (x & bytes_) + ((x >> np.uint64(8)) & bytes_)
                x += x >> np.uint64(16)
                different += (x + (x >> np.uint64(32))) & np.uint64(0x7F)
            m[b, mu] = N - 2 * np.int64(different)
