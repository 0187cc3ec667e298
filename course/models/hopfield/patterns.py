r"""Hopfield recall from the M patterns instead of the N^2 weights, and the capacity curve.

Hebb's rule, W = mean over patterns of xi xi^T without its diagonal, needs no W: with
m_mu = xi_mu . s,

    M h_i = sum_mu xi_mu,i m_mu - M s_i,     E = N/2 - sum_mu m_mu^2 / (2 M),

whole numbers throughout: N M steps a sweep instead of N^2, and no rounding. A flip of
unit i changes m_mu by 2 s_i xi_mu,i; `kernel.settle_patterns` is the loop. The states are
those of `recall` with `train(patterns)` of `hopfield`, one for one.

Sources as in `hopfield`. No quantity has a unit.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course._jit import cpu_quota
from course.models.hopfield import kernel
from course.models.hopfield.model import MOST, WORK, Recall, drawn_seed

FEW = 8  # sweeps after which most recalls rest; room for all that are allowed takes time


class CapacityCurve(NamedTuple):
    """Overlap with a stored pattern after recall that started on it."""

    loads: np.ndarray  # (L,), M / N really used
    overlaps: np.ndarray  # (L, trials)
    mean: np.ndarray  # (L,), mean over trials
    sem: np.ndarray  # (L,), its standard error; 0 for a single trial


def random_patterns(M: int, N: int, *, rng: np.random.Generator | int) -> NDArray:
    """M patterns of N fair coins, (M, N) of -1.0 and +1.0."""
    return _coins(M, N, rng).astype(np.float64)


def _coins(M, N, rng):
    """The same in single bytes, in the order that recall likes (Fortran)."""
    M = _valid.count("M", M)
    N = _valid.count("N", N, low=2)
    _valid.limit("M * N", M * N, MOST)
    drawn = _valid.generator("rng", rng).bytes((N * M + 7) // 8)  # eight coins a byte
    coins = np.unpackbits(np.frombuffer(drawn, np.uint8), count=N * M).view(np.int8)
    coins *= 2
    coins -= 1
    return coins.reshape(N, M).T


@np.errstate(under="ignore")  # the session may be told to raise it
def recall_patterns(
    patterns: ArrayLike,
    state: ArrayLike,
    *,
    rng: np.random.Generator | int | None = None,
    mode: str = "asynchronous",
    max_sweeps: int = 100,
) -> Recall:
    """Run Hebb's network of `patterns` from `state` until it rests or time is up.

    Parameters
    ----------
    patterns : array_like, (M, N) of -1 and +1
        Inside they are single bytes, so that many fit near the processor.
    state : array_like, (N,) of -1 and +1
    rng : Generator or int
        Order of the units, a fresh shuffle each sweep; needed only if "asynchronous".
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
    xi = _valid.signs("patterns", patterns, 2, order="F")
    M, N = xi.shape
    start = _valid.signs("state", state, 1, N)
    _valid.choice("mode", mode, ("asynchronous", "sequential"))
    T = _valid.count("max_sweeps", max_sweeps)
    _valid.limit("max_sweeps * (M + N)", T * (M + N), MOST)
    _valid.limit("max_sweeps * M * N", T * M * N, WORK)
    seed = drawn_seed(mode, rng=rng)
    m, states, flips, flip_energy, converged = _settle(xi.T, start, seed, T)
    return Recall(
        states=states.astype(np.float64),
        energy=(M * N - np.sum(m.astype(np.int64) ** 2, axis=1)) / (2 * M),
        overlaps=m / N,
        flips=flips.astype(np.int64),
        flip_energy=flip_energy / (2 * M),
        converged=bool(converged),
    )


def _settle(X, s, seed, sweeps):
    """m, states, flips and 2 M E along them of at most so many sweeps, and whether s rests."""
    N, M = X.shape
    for room in sorted({min(sweeps, FEW), sweeps}):
        m = np.empty((room + 1, M), np.int32)
        m[0] = 0
        states = np.empty((room + 1, N), np.int8)
        flips = np.empty(room * N, np.int32)
        flip_energy = np.empty(room * N + 1)
        here = s.copy()
        t, F, rests = kernel.settle_patterns(X, here, seed, room, m, states, flips, flip_energy)
        if rests:
            break
    return m[: t + 1], states[: t + 1], flips[:F], flip_energy[: F + 1], rests


@np.errstate(under="ignore")  # the session may be told to raise it
def capacity_curve(
    N: int,
    loads: ArrayLike,
    trials: int,
    *,
    rng: np.random.Generator | int,
    workers: int | Callable[..., Any] | None = None,
    progress: Callable[[int, float], Any] | None = None,
) -> CapacityCurve:
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
    if not (callable(workers) and hasattr(workers, "n_jobs")):
        quota = cpu_quota()  # read once: it stands in files
        if workers is not None:
            quota = min(quota, _valid.count("workers", workers, high=1024))
        workers = quota
    Ms = np.maximum(1, np.rint(loads * N).astype(np.int64))
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
    m = np.zeros((1, M), np.int32)
    last = np.empty((1, N), np.int8)
    no_flips = np.empty(0, np.int32)
    kernel.settle_patterns(X, s, np.uint64(seed), 1000, m, last, no_flips, np.empty(1))
    return float(X[:, 0].astype(np.int64) @ s) / N
