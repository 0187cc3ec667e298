r"""Hopfield recall from the M patterns instead of the N^2 weights, and the capacity curve.

Hebb's rule, W = mean over patterns of xi xi^T without its diagonal, needs no W: with
m_mu = xi_mu . s,

    M h_i = sum_mu xi_mu,i m_mu - M s_i,     E = N/2 - sum_mu m_mu^2 / (2 M),

whole numbers throughout: N M steps a sweep instead of N^2, and no rounding. A flip of
unit i changes m_mu by 2 s_i xi_mu,i. The states are those of `recall` with
`train(patterns)` of `hopfield`, one for one.

Sources as in `hopfield`. No quantity has a unit.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from course import _valid
from course._jit import cpu_quota, njit

MOST = 2e8  # values at once
WORK = 2e10  # steps of the innermost loop: half a minute


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
    def final(self):
        """The last state, (N,)."""
        return self.states[-1]


class CapacityCurve(NamedTuple):
    """Overlap with a stored pattern after recall that started on it."""

    loads: np.ndarray  # (L,), M / N really used
    overlaps: np.ndarray  # (L, trials)
    mean: np.ndarray  # (L,), mean over trials
    sem: np.ndarray  # (L,), its standard error; 0 for a single trial


def random_patterns(M, N, rng):
    """M patterns of N fair coins, (M, N) of -1.0 and +1.0."""
    return _coins(M, N, rng).astype(np.float64)


def _coins(M, N, rng):
    """The same in single bytes, in the order that recall likes (Fortran)."""
    M, N = _valid.count("M", M), _valid.count("N", N, low=2)
    _valid.limit("M * N", M * N, MOST)
    drawn = _valid.generator("rng", rng).bytes((N * M + 7) // 8)  # eight coins a byte
    coins = np.unpackbits(np.frombuffer(drawn, np.uint8), count=N * M).view(np.int8)
    coins *= 2
    coins -= 1
    return coins.reshape(N, M).T


def recall_patterns(patterns, state, *, rng=0, mode="asynchronous", max_sweeps=100):
    """Run Hebb's network of `patterns` from `state` until it rests or time is up.

    Parameters
    ----------
    patterns : array_like, (M, N) of -1 and +1
        Inside they are single bytes, so that many fit near the processor.
    state : array_like, (N,) of -1 and +1
    rng : Generator or int
        Order of the units, a fresh shuffle each sweep ("asynchronous" only).
    mode : {"asynchronous", "sequential"}
        One unit at a time, shuffled or in index order.
    max_sweeps : int

    Returns
    -------
    Recall

    Raises
    ------
    ValueError
        Bad shapes, values other than -1 and +1, an unknown mode.
    """
    xi = _valid.signs("patterns", patterns, 2)
    M, N = xi.shape
    start = _valid.signs("state", state, 1, N)
    _valid.choice("mode", mode, ("asynchronous", "sequential"))
    T, rng = _valid.count("max_sweeps", max_sweeps), _valid.generator("rng", rng)
    _valid.limit("max_sweeps * (M + N)", T * (M + N), MOST)
    _valid.limit("max_sweeps * M * N", T * M * N, WORK)
    seed = np.uint64(rng.integers(1, 2**62) if mode == "asynchronous" else 0)
    X = np.ascontiguousarray(xi.T)
    for room in sorted({min(T, 8), T}):  # most end soon, and room for all sweeps costs time
        work = _blank(N, M, room)
        t, F, converged = _settle(X, start.copy(), seed, room, True, *work)
        if converged:
            break
    _, m, states, energy, flips, flip_energy = work
    energy, flip_energy = energy[: t + 1] / (2 * M), flip_energy[: F + 1] / (2 * M)
    states, flips = states[: t + 1].astype(np.float64), flips[:F].astype(np.int64)
    return Recall(states, energy, m[: t + 1] / N, flips, flip_energy, bool(converged))


def capacity_curve(N, loads, trials, rng, *, workers=None, progress=None):
    """Store M = load N random patterns, start on the first, recall, measure the overlap.

    Every trial draws from its own seed, so the numbers do not depend on who runs it.

    Parameters
    ----------
    N : int
        Units.
    loads : array_like, (L,)
        M / N, from 0 to 1; M is rounded, at least 1.
    trials : int
        Networks for each load.
    rng : Generator or int
    workers : int or joblib.Parallel, optional
        Threads (one a processor if None), or `joblib.Parallel()`, which follows joblib's
        `parallel_config`: processes, or a Dask cluster.
    progress : callable, optional
        Called as progress(loads done, mean overlap of the last one).

    Returns
    -------
    CapacityCurve

    Raises
    ------
    ValueError
        A load outside [0, 1], too large a network, no trials.
    """
    N = _valid.count("N", N, low=2, high=100_000)
    loads = np.atleast_1d(_valid.array("loads", loads, ndim=(0, 1), low=0.0, high=1.0))
    trials = _valid.count("trials", trials, high=100_000)
    _valid.limit("N * N * max(loads)", N * N * loads.max(), MOST)
    _valid.limit("N * N * sum(loads) * trials", N * N * loads.sum() * trials, MOST)
    seeds = _valid.generator("rng", rng).integers(1, 2**62, size=(len(loads), trials))
    if progress is not None:
        _valid.function("progress", progress)
    if not callable(workers):
        workers = _valid.count("workers", cpu_quota() if workers is None else workers, high=1024)
    Ms = np.maximum(1, np.rint(loads * N).astype(int))
    overlaps = np.empty((len(loads), trials))
    for k, M in enumerate(Ms):
        overlaps[k] = _spread(N, int(M), [int(seed) for seed in seeds[k]], workers)
        if progress is not None:
            progress(k + 1, overlaps[k].mean())
    sem = overlaps.std(axis=1, ddof=min(1, trials - 1)) / np.sqrt(trials)
    return CapacityCurve(Ms / N, overlaps, overlaps.mean(axis=1), sem)


def _spread(N, M, seeds, workers):
    if callable(workers):  # joblib's own form of a call to make: function, args, keywords
        return workers((_trial, (N, M, seed), {}) for seed in seeds)
    if workers == 1:
        return [_trial(N, M, seed) for seed in seeds]
    parts = [seeds[k::workers] for k in range(workers)]
    overlaps = np.empty(len(seeds))
    with ThreadPoolExecutor(workers) as pool:  # the kernel lets go of the GIL
        for k, part in enumerate(pool.map(lambda p: [_trial(N, M, seed) for seed in p], parts)):
            overlaps[k::workers] = part
    return overlaps


def _trial(N, M, seed):
    """Overlap of one random network's first memory with where recall from it ends."""
    X = np.ascontiguousarray(_coins(M, N, seed).T)
    s = X[:, 0].copy()
    _settle(X, s, np.uint64(seed), 1000, False, *_blank(N, M, 1))
    return float(X[:, 0].astype(np.int64) @ s) / N


def _blank(N, M, T):
    """Room for a kernel's notes: order, m, states, energy, flips, flip_energy."""
    order, m, states = np.arange(N), np.zeros((T + 1, M), np.int32), np.empty((T + 1, N), np.int8)
    return order, m, states, np.empty(T + 1), np.empty(T * N, np.int32), np.empty(T * N + 1)


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
def _settle(X, s, x, max_sweeps, record, order, m, states, energy, flips, flip_energy):
    """Sweep until nothing flips. Energies are 2 M E, whole numbers."""
    N, M = X.shape
    for i in range(N):
        for mu in range(M):
            m[0, mu] += X[i, mu] * s[i]
    E = np.int64(N * M)
    for mu in range(M):
        E -= np.int64(m[0, mu]) * np.int64(m[0, mu])
    states[0] = s
    energy[0] = flip_energy[0] = E
    F = row = 0
    for t in range(1, max_sweeps + 1):
        before = F
        if x != 0:
            x = _shuffle(order, x)
        if record:
            row = t
            m[t] = m[t - 1]
        now = m[row]
        for i in order:
            h = np.int32(-M) * np.int32(s[i])  # of NumPy, without a compiler, int8 would overflow
            for mu in range(M):
                h = np.int32(h + np.int32(X[i, mu]) * now[mu])
            if s[i] * h < 0:
                E += np.int64(4 * s[i]) * np.int64(h)
                F += 1
                if record:
                    flips[F - 1] = i
                    flip_energy[F] = E
                s[i] = -s[i]
                for mu in range(M):
                    now[mu] += 2 * s[i] * X[i, mu]
        states[row] = s
        energy[row] = E
        if F == before:
            return t, F, True
    return max_sweeps, F, False
