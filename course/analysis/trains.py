"""Statistics of spike trains.

A spike train is a 1-D array of spike times in ms, in any order; trials and
populations are lists of trains. A raster is an array of shape (N, steps) of
spike counts in steps of dt ms. Rates are in Hz. Times run from 0 to `duration`,
and a bin holds its start but not its end.

Definitions: Dayan P, Abbott LF (2001) Theoretical Neuroscience, MIT Press, ch. 1;
local variation: Shinomoto S, Shima K, Tanji J (2003) Neural Comput 15:2823; coincidences: Kistler
WM, Gerstner W, van Hemmen JL (1997) Neural Comput 9:1015.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid

HZ = 1000.0  # Hz, one spike per ms
MOST = 100_000_000  # bins of one result


class Histogram(NamedTuple):
    """Values in bins of equal width."""

    t: np.ndarray  # ms, centers of the bins, shape (bins,)
    value: np.ndarray  # as the function says, same shape
    width: float  # ms, width of a bin


def spike_counts(trials: Sequence[ArrayLike], duration: float, width: float) -> NDArray:
    """Number of spikes of each trial in consecutive windows.

    Parameters
    ----------
    trials : list of arrays, ms
    duration : float
        ms; what remains after the last whole window is left out.
    width : float
        Width of a window, ms.

    Returns
    -------
    array of int, shape (trials, windows)

    Raises
    ------
    ValueError
        If a train is not 1-D and finite, or the width not above 0 and up to duration.
    """
    return _counts(_trials(trials), duration, width)


def _counts(trials, duration, width, length="duration", part="width"):
    """The counts of checked trials; `length` and `part` are the caller's names of both times."""
    duration = _valid.positive(length, duration, "ms")
    width = _valid.positive(part, width, "ms")
    _valid.number(part, width, high=duration, unit=f"ms, the {length}")
    _valid.limit(f"trials * {length} / {part}", len(trials) * duration / width, MOST)
    windows = int(duration / width * (1 + 1e-12))  # 0.3 / 0.1 is 3 windows
    counts = np.zeros((len(trials), windows), dtype=np.int64)
    for row, train in zip(counts, trials):
        # a spike on an edge, up to rounding, belongs to the window that starts there
        index = np.floor(train / width * (1 + 1e-15) + 1e-9)
        index = index[(index >= 0) & (index < windows)].astype(np.int64)
        np.add.at(row, index, 1)  # in place: a bin may be one of 1e8
    return counts


@np.errstate(under="ignore")  # the session may be told to raise it
def spike_count_rate(spikes: ArrayLike, duration: float) -> float:
    """Number of spikes from 0 to duration over duration.

    Parameters
    ----------
    spikes : array, shape (spikes,)
        ms.
    duration : float
        ms.

    Returns
    -------
    float
        Hz.

    Raises
    ------
    ValueError
        If a parameter is not finite or out of range.
    """
    counts = _counts([_valid.spikes("spikes", spikes)], duration, duration)
    return HZ * int(counts[0, 0]) / float(duration)


@np.errstate(under="ignore")  # the session may be told to raise it
def average_rate(trials: Sequence[ArrayLike], duration: float) -> float:
    """Spike-count rate averaged over trials.

    Parameters
    ----------
    trials : list of arrays
        Spike times, ms.
    duration : float
        ms.

    Returns
    -------
    float
        Hz.

    Raises
    ------
    ValueError
        If a parameter is not finite or out of range.
    """
    return HZ * float(spike_counts(trials, duration, duration).mean()) / float(duration)


@np.errstate(under="ignore")  # the session may be told to raise it
def psth(trials: Sequence[ArrayLike], duration: float, width: float) -> Histogram:
    """Firing rate over time, averaged over trials: the peri-stimulus time histogram.

    Parameters
    ----------
    trials : list of arrays
        Spike times, ms.
    duration, width : float
        ms, as for `spike_counts`.

    Returns
    -------
    Histogram
        Rates in Hz.

    Raises
    ------
    ValueError
        As `spike_counts`.
    """
    counts = spike_counts(trials, duration, width)
    width = float(width)
    t = (np.arange(counts.shape[1]) + 0.5) * width
    return Histogram(t, HZ * counts.mean(axis=0) / width, width)


def raster(trials: Sequence[ArrayLike], duration: float, dt: float) -> NDArray:
    """The trains as spike counts in steps of dt.

    Parameters
    ----------
    trials : list of arrays
        Spike times, ms.
    duration, dt : float
        ms.

    Returns
    -------
    array of int, shape (N, steps)

    Raises
    ------
    ValueError
        As `spike_counts`.
    """
    return _counts(_trials(trials), duration, dt, part="dt")


@np.errstate(under="ignore")  # the session may be told to raise it
def trains(raster: ArrayLike, dt: float) -> list[NDArray]:
    """The spike times of each row of a raster, at the starts of the steps.

    Parameters
    ----------
    raster : array, shape (N, steps)
        Spike counts.
    dt : float
        ms.

    Returns
    -------
    list of N arrays
        ms.

    Raises
    ------
    ValueError
        If a parameter is not finite or out of range.
    """
    dt = _valid.positive("dt", dt, "ms")
    counts = _valid.array("raster", raster, ndim=2, low=0.0, high=1e6)
    _valid.limit("the number of spikes in raster", counts.sum(), MOST)
    steps = np.arange(counts.shape[1]) * dt
    return [np.repeat(steps, row.astype(np.intp)) for row in counts]


def isi(spikes: ArrayLike) -> NDArray:
    """Intervals between successive spikes; empty below two spikes.

    Parameters
    ----------
    spikes : array, shape (spikes,)
        ms.

    Returns
    -------
    array, shape (spikes - 1,)
        ms.

    Raises
    ------
    ValueError
        If the spikes are not 1-D and finite.
    """
    return np.diff(_valid.spikes("spikes", spikes))


@np.errstate(under="ignore")  # the session may be told to raise it
def isi_histogram(trials: Sequence[ArrayLike], longest: float, width: float) -> Histogram:
    """Probability density, per ms, of the intervals of all trials together.

    Intervals above `longest` are counted in the total but not shown, so the density of
    what is shown integrates to the fraction that is.

    Parameters
    ----------
    trials : list of arrays
        Spike times, ms.
    longest, width : float
        Largest interval shown, and width of a bin, ms.

    Returns
    -------
    Histogram
        1/ms.

    Raises
    ------
    ValueError
        As `spike_counts`.
    """
    intervals = [isi(train) for train in _trials(trials)]
    total = sum(part.size for part in intervals)
    counts = _counts(intervals, longest, width, "longest").sum(axis=0)
    width = float(width)
    t = (np.arange(counts.size) + 0.5) * width
    return Histogram(t, counts / (max(total, 1) * width), width)


@np.errstate(under="ignore")  # the session may be told to raise it
def cv(spikes: ArrayLike) -> float:
    """Coefficient of variation: standard deviation of the intervals over their mean.

    0 for a clock, 1 for a Poisson process. nan below three spikes or two times. The
    variance is the mean square (n in the denominator, ddof 0), as is usual for the CV;
    that of `fano` is the unbiased one (n - 1, ddof 1).

    Parameters
    ----------
    spikes : array, shape (spikes,)
        ms.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the spikes are not 1-D and finite.
    """
    gaps = isi(spikes)
    return float(gaps.std() / gaps.mean()) if gaps.size > 1 and gaps.any() else np.nan


@np.errstate(under="ignore")  # the session may be told to raise it
def local_variation(spikes: ArrayLike) -> float:
    """Lv of Shinomoto et al. (2003): irregularity that a drifting rate does not feign.

    Mean over neighboring intervals of 3 ((a - b) / (a + b))^2: 0 for a clock, 1 for
    a Poisson process. nan below three spikes.

    Parameters
    ----------
    spikes : array, shape (spikes,)
        ms.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the spikes are not 1-D and finite.
    """
    intervals = isi(spikes)
    a = intervals[:-1]
    b = intervals[1:]
    ratio = (a - b)[a + b > 0] / (a + b)[a + b > 0]
    return float(3 * np.mean(ratio**2)) if ratio.size else np.nan


@np.errstate(under="ignore")  # the session may be told to raise it
def fano(trials: Sequence[ArrayLike], duration: float, window: float | None = None) -> float:
    """Fano factor: variance over mean of the spike count in a window.

    Counts of all windows and trials are taken together. Their variance is the unbiased
    one (n - 1 in the denominator, ddof 1); that of `cv` is the mean square (n, ddof 0).
    1 for a Poisson process. nan without spikes or with one count.

    Parameters
    ----------
    trials : list of arrays
        Spike times, ms.
    duration : float
        ms.
    window : float, optional
        ms; default the whole duration.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        As `spike_counts`.
    """
    counts = _counts(
        _trials(trials), duration, duration if window is None else window, part="window"
    )
    mean = counts.mean()
    return float(counts.var(ddof=1) / mean) if counts.size > 1 and mean > 0 else np.nan


@np.errstate(under="ignore")  # the session may be told to raise it
def correlogram(
    spikes: ArrayLike, longest: float, width: float, other: ArrayLike | None = None
) -> Histogram:
    """Rate in Hz at a lag after a spike: the auto- or cross-correlogram.

    Counts spikes of `other` (default `spikes`, without each spike itself) from 0 up
    to `longest` ms after each of `spikes`, per spike and bin. Spikes near the end
    have fewer successors: keep `longest` far below the duration. A lag within 1e-9 of a
    bin's width of an edge is on it, so spikes at one time up to rounding have lag 0.

    Parameters
    ----------
    spikes : array, shape (spikes,)
        ms.
    longest, width : float
        Largest lag, and width of a bin, ms.
    other : array, shape (spikes,), optional
        ms.

    Returns
    -------
    Histogram
        Hz.

    Raises
    ------
    ValueError
        If a train is not 1-D and finite, a parameter is out of range, or more than 1e8
        pairs lie within `longest`.
    """
    first = _valid.spikes("spikes", spikes)
    second = first if other is None else _valid.spikes("other", other)
    longest = _valid.positive("longest", longest, "ms")
    width = _valid.positive("width", width, "ms")
    if other is None:
        begin = np.arange(1, first.size + 1)
    else:
        begin = np.searchsorted(second, first - 1e-9 * width)
    stop = np.searchsorted(second, first + longest)
    _valid.limit("the number of pairs within longest", (stop - begin).sum(), MOST)
    lags = [second[i:j] - t for i, j, t in zip(begin, stop, first)]
    counts = _counts([np.concatenate([*lags, np.empty(0)])], longest, width, "longest")[0]
    t = (np.arange(counts.size) + 0.5) * width
    return Histogram(t, HZ * counts / (max(first.size, 1) * width), width)


@np.errstate(under="ignore")  # the session may be told to raise it
def filtered(spikes: ArrayLike, t: ArrayLike, tau: float, kernel: str = "exponential") -> NDArray:
    """A train smoothed to a rate in Hz at the times t.

    Parameters
    ----------
    spikes : array, shape (spikes,)
        ms.
    t : array, shape (times,)
        Increasing, ms.
    tau : float
        ms: time constant of the exponential, which looks back only, or standard
        deviation of the Gaussian. Either kernel has area 1.
    kernel : {"exponential", "gaussian"}

    Returns
    -------
    array, shape (times,)
        Hz.

    Raises
    ------
    ValueError
        If the train or t is not 1-D and finite, t is not increasing, or tau or the kernel
        is not allowed.
    """
    train = _valid.spikes("spikes", spikes)
    t = _valid.array("t", t, ndim=1, unit="ms")
    if np.any(np.diff(t) <= 0):
        raise ValueError("t is not increasing; allowed are increasing times")
    tau = _valid.positive("tau", tau, "ms")
    _valid.choice("kernel", kernel, ("exponential", "gaussian"))
    _valid.limit("spikes * times", train.size * t.size, 1e10)
    rate = np.zeros(t.size)
    # beyond its reach a kernel is below 1e-17 of its peak
    before, after = (0.0, 40.0 * tau) if kernel == "exponential" else (9.0 * tau, 9.0 * tau)
    for time in train:
        here = slice(*np.searchsorted(t, (time - before, time + after)))
        x = (t[here] - time) / tau
        if kernel == "exponential":
            rate[here] += HZ / tau * np.exp(-x)
        else:
            rate[here] += HZ / (tau * np.sqrt(2 * np.pi)) * np.exp(-0.5 * x * x)
    return rate


def _rows(trials):
    """The rows of a two-dimensional array, or the value itself."""
    return list(trials) if isinstance(trials, np.ndarray) and trials.ndim == 2 else trials


def _trials(trials):
    trials = _valid.sequence("trials", _rows(trials))
    return [_valid.spikes(f"trials[{i}]", train) for i, train in enumerate(trials)]


@np.errstate(under="ignore")  # the session may be told to raise it
def spike_triggered_average(spikes: ArrayLike, signal: ArrayLike, lags: ArrayLike) -> NDArray:
    """How far a signal is above its mean, on the average, some time before a spike.

    Parameters
    ----------
    spikes : array, shape (spikes,)
        ms.
    signal : array, shape (bins,)
        One value a millisecond: signal[k] holds from k to k + 1 ms.
    lags : array, shape (lags,)
        ms before the spike; below 0 after it. A spike whose lag leads out of the signal is
        left out for that lag.

    Returns
    -------
    array, shape (lags,)
        In the unit of the signal; nan for a lag without spikes.

    Raises
    ------
    ValueError
        If one of them is not 1-D and finite, or the signal is empty.
    """
    spikes = _valid.array("spikes", spikes, ndim=1, low=-1e12, high=1e12)
    signal = _valid.array("signal", signal, ndim=1, low=-1e100, high=1e100)
    lags = _valid.array("lags", lags, ndim=1, low=-1e12, high=1e12)
    if not signal.size:
        raise ValueError("signal has shape (0,); allowed is at least one value")
    _valid.limit("spikes times lags", spikes.size * lags.size, 1e8)
    found = np.full(lags.size, np.nan)
    for i, lag in enumerate(lags):
        k = np.floor(spikes - lag)
        k = k[(k >= 0) & (k < signal.size)].astype(int)
        if k.size:
            found[i] = signal[k].mean() - signal.mean()
    return found


@np.errstate(under="ignore")  # the session may be told to raise it
def coincidence_factor(
    spikes: ArrayLike, predicted: ArrayLike, duration: float, within: float = 2.0
) -> float:
    """How many spikes of a train another one meets, beyond what chance would (Γ).

        gamma = (n - 2 r w N) / ((N + M) / 2) / (1 - 2 r w)

    n of the N spikes have one of the M predicted ones within w, each of which counts once. A
    Poisson process of the predicted rate r = M / duration would have one there 2 r w times. 1 for
    the train itself; 0 in the mean for one that does not follow it, if no interval of either is
    below 2 w. If some are a little less, since of two spikes beside one only one counts.

    Kistler WM, Gerstner W, van Hemmen JL (1997) Neural Comput 9:1015. Jolivet R et al. (2008)
    J Neurosci Methods 169:417 divide it by what the cell's own repetitions reach.

    Parameters
    ----------
    spikes : array, shape (N,)
        ms; those from 0 to duration count.
    predicted : array, shape (M,)
        ms, likewise.
    duration : float
        ms.
    within : float
        w, the distance at which two spikes still meet, ms.

    Returns
    -------
    float
        nan without any spike, and where 2 r w is 1 or more, since chance would then meet all.

    Raises
    ------
    ValueError
        If a train is not 1-D and finite, or a time is not above 0.
    """
    duration = _valid.positive("duration", duration, "ms")
    within = _valid.positive("within", within, "ms")
    both = []
    for name, train in (("spikes", spikes), ("predicted", predicted)):
        train = _valid.spikes(name, train)
        _valid.limit(f"the number of {name}", train.size, 1e6)
        both.append(train[(train >= 0) & (train < duration)])
    cell, model = both
    chance = 2 * within * model.size / duration
    if not cell.size + model.size or chance >= 1:
        return np.nan
    met = _met(cell.tolist(), model.tolist(), within)
    return float((met - chance * cell.size) / (0.5 * (cell.size + model.size)) / (1 - chance))


def _met(first, second, within):
    """The largest number of pairs, one of each train, at most `within` apart; both ascend."""
    met = 0
    waiting = iter(second)
    other = next(waiting, None)
    for time in first:
        while other is not None and other < time - within:
            other = next(waiting, None)
        if other is not None and other <= time + within:
            met += 1
            other = next(waiting, None)
    return met
