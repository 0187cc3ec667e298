"""Statistics of rasters and of many variables over time; `course.analysis` hands them on.

Rasters and recordings have shape (N, steps): one row a neuron, one column a step
of dt ms. Participation ratio: Gao P, Ganguli S (2015) Curr Opin Neurobiol 32:148.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course._ties import upright

HZ = 1000.0  # Hz, one spike per ms
BIG = 1e50  # size of a recorded value, so that the variance of many is finite
WORK = 1e11  # products: half a minute


class Spectrum(NamedTuple):
    """A one-sided power spectrum."""

    f: np.ndarray  # Hz, frequencies from 0 to half the sampling rate
    power: np.ndarray  # squared units of the signal per Hz, same shape


class PCA(NamedTuple):
    """Principal components, the largest first."""

    components: np.ndarray  # (k, N), rows of length 1, the largest entry of each positive
    scores: np.ndarray  # (k, steps), the data along the components
    variance: np.ndarray  # (k,), of each score, with steps - 1 in the denominator
    ratio: np.ndarray  # (k,), of the total variance
    mean: np.ndarray  # (N,), what was taken off


@np.errstate(under="ignore")  # the session may be told to raise it
def population_rate(raster: ArrayLike, dt: float, window: float | None = None) -> NDArray:
    """Firing rate in Hz of the mean neuron over time.

    Parameters
    ----------
    raster : array, shape (N, steps)
    dt : float
        ms.
    window : float, optional
        Width in ms of a centered moving average; default none. Only an odd number of
        steps has a middle: it is rounded to the nearest one, so that an even number
        becomes one more (4 steps are 5). It is shorter at the ends.

    Returns
    -------
    array, shape (steps,)
        Hz.

    Raises
    ------
    ValueError
        If the raster is not 2-D, finite and at least 0, or dt or window not above 0.
    """
    dt = _valid.positive("dt", dt, "ms")
    rate = HZ / dt * _valid.array("raster", raster, ndim=2, low=0.0).mean(axis=0)
    if window is None:
        return rate
    steps = _valid.positive("window", window, "ms") / dt * (1 + 1e-12)  # 0.6 / 0.1 is 6
    half = int(min(steps / 2, rate.size))
    total = np.concatenate([[0.0], np.cumsum(rate)])
    low = np.maximum(np.arange(rate.size) - half, 0)
    high = np.minimum(np.arange(rate.size) + half + 1, rate.size)
    return (total[high] - total[low]) / (high - low)


@np.errstate(under="ignore")  # the session may be told to raise it
def power_spectrum(x: ArrayLike, dt: float, segments: int = 1) -> Spectrum:
    """Power spectrum of a signal whose mean is taken off.

    The signal is cut into equal segments, and their spectra are averaged: more
    segments, less scatter and coarser frequencies. The power integrates to the
    variance (Parseval).

    Parameters
    ----------
    x : array, shape (steps,)
    dt : float
        ms.
    segments : int
        At most steps / 2.

    Returns
    -------
    Spectrum

    Raises
    ------
    ValueError
        If x is not 1-D and finite, or a parameter is out of range.
    """
    x = _valid.array("x", x, shape=(None,), low=-BIG, high=BIG)
    dt = _valid.positive("dt", dt, "ms")
    most = max(x.size // 2, 1)
    segments = _valid.count("segments", segments, high=most, why=", half the values of x")
    length = x.size // segments
    pieces = x[: segments * length].reshape(segments, length)
    pieces = pieces - pieces.mean(axis=1, keepdims=True)
    power = np.mean(np.abs(np.fft.rfft(pieces)) ** 2, axis=0) * (dt / HZ / length)
    power[1 : (length + 1) // 2] *= 2.0  # the negative frequencies' share
    return Spectrum(np.fft.rfftfreq(length, dt / HZ), power)


@np.errstate(under="ignore")  # the session may be told to raise it
def autocorrelation(x: ArrayLike, lags: int) -> NDArray:
    """Correlation of a signal with itself at lags 0 to `lags` steps.

    The biased estimate: sums over the overlap, divided by the variance times all
    steps. A constant signal has 1 at lag 0 and 0 elsewhere.

    Parameters
    ----------
    x : array, shape (steps,)
    lags : int
        Below steps.

    Returns
    -------
    array, shape (lags + 1,)

    Raises
    ------
    ValueError
        If x is not 1-D and finite, or lags is not below its length.
    """
    x = _valid.array("x", x, shape=(None,), low=-BIG, high=BIG)
    lags = _valid.count("lags", lags, low=0, high=x.size - 1, why=", below the values of x")
    x = _centered(x)
    power = np.abs(np.fft.rfft(x, 2 * x.size)) ** 2  # padded, so that ends do not meet
    covariance = np.fft.irfft(power)[: lags + 1]
    result = covariance / (covariance[0] or 1.0)
    result[0] = 1.0
    return result


@np.errstate(under="ignore")  # the session may be told to raise it
def correlations(X: ArrayLike) -> NDArray:
    """Pearson correlation between all pairs of rows.

    A row that never changes has correlation 0 with the others and 1 with itself.

    Parameters
    ----------
    X : array, shape (N, steps)
        Spike counts, rates or potentials; bin spikes coarser than their jitter.

    Returns
    -------
    array, shape (N, N)

    Raises
    ------
    ValueError
        If X is not 2-D and finite, or too large.
    """
    X = _centered(_valid.array("X", X, ndim=2, low=-BIG, high=BIG))
    _valid.limit("N * N * steps", len(X) * X.size, WORK)
    _valid.limit("N * N", len(X) ** 2, 2e8)
    norm = np.linalg.norm(X, axis=1, keepdims=True)
    X /= np.where(norm > 0, norm, 1.0)
    result = np.clip(X @ X.T, -1.0, 1.0)
    np.fill_diagonal(result, 1.0)
    return result


@np.errstate(under="ignore")  # the session may be told to raise it
def mean_correlation(X: ArrayLike) -> float:
    """Mean correlation over pairs of different rows that change; nan below two such rows.

    Parameters
    ----------
    X : array, shape (N, steps)

    Returns
    -------
    float

    Raises
    ------
    ValueError
        As `correlations`.
    """
    X = _valid.array("X", X, ndim=2, low=-BIG, high=BIG)
    n = np.count_nonzero(np.ptp(X, axis=1))
    return float((correlations(X).sum() - len(X)) / (n * (n - 1))) if n > 1 else np.nan


@np.errstate(under="ignore")  # the session may be told to raise it
def pca(X: ArrayLike, k: int | None = None) -> PCA:
    """Principal component analysis by singular value decomposition.

    Parameters
    ----------
    X : array, shape (N, steps)
        One row a neuron, at least two steps. (scikit-learn wants the transpose.)
    k : int, optional
        Components to keep; default min(N, steps).

    Returns
    -------
    PCA

    Raises
    ------
    ValueError
        If X is not 2-D and finite, has one step, or k is out of range.
    """
    X = _valid.array("X", X, ndim=2, low=-BIG, high=BIG)
    if X.shape[1] < 2:
        raise ValueError(f"X has shape {X.shape}; allowed is at least 2 steps")
    _valid.limit("N * steps * min(N, steps)", X.size * min(X.shape), WORK / 10)
    most = min(X.shape)
    k = most if k is None else _valid.count("k", k, high=most, why=", the shorter side of X")
    mean = X.mean(axis=1)
    U, s, Vt = np.linalg.svd(_centered(X), full_matrices=False)
    sign = np.where(np.sum(U * upright(U), axis=0) < 0, -1.0, 1.0)  # U's own is arbitrary
    variance = s**2 / (X.shape[1] - 1)
    total = variance.sum()
    ratio = variance / total if total > 0 else np.zeros(s.size)
    scores = (sign * s)[:k, None] * Vt[:k]
    return PCA((U * sign).T[:k].copy(), scores, variance[:k], ratio[:k], mean)


@np.errstate(under="ignore")  # the session may be told to raise it
def participation_ratio(X: ArrayLike) -> float:
    """Dimensionality of a recording: (sum of variances)^2 / sum of squared variances.

    The variances are those of the principal components: N for N independent
    equal rows, 1 for rows that all follow one signal. nan if nothing changes.

    Parameters
    ----------
    X : array, shape (N, steps)

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If X is not 2-D and finite, or too large.
    """
    x = _centered(_valid.array("X", X, ndim=2))
    _valid.limit("N * steps * min(N, steps)", x.size * min(x.shape), WORK)
    x /= np.abs(x).max() or 1.0
    C = x @ x.T if x.shape[0] <= x.shape[1] else x.T @ x  # same eigenvalues, but zeros
    squares = (C * C).sum()
    return float(np.trace(C) ** 2 / squares) if squares > 0 else np.nan


def _centered(X: NDArray[np.float64]) -> NDArray[np.float64]:
    """X less its mean over time; exactly 0 where nothing changes, whatever the mean's rounding."""
    changes = np.ptp(X, axis=-1, keepdims=True) > 0
    return np.where(changes, X - X.mean(axis=-1, keepdims=True), 0.0)
