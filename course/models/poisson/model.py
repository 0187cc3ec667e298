"""Poisson spike trains: exact, bin by bin, with a changing rate, with a refractory period.

    homogeneous     P(spike in dt) = r dt; the gaps are exponential with mean 1 / r
    inhomogeneous   r(t): candidates at r_max, each kept with probability r(t) / r_max
    refractory      no spike within t_ref of the last one: gaps are t_ref + exponential(1 / r)

Then the observed rate is r / (1 + r t_ref) and the gaps' coefficient of variation is
(1 / r) / (t_ref + 1 / r) = 1 - r_obs t_ref.

`bins` and `gaps` are the two recipes of the lesson. `places` is a third one, as exact as
`gaps` and quicker; it draws what `homogeneous` and the others return. Trials are cut out of
one long train, and spikes that follow too soon are removed, by the compiled twins of `cut`
and `refractory`, which are in `kernel`.

Times in ms, rates in Hz. Lewis & Shedler (1979) Nav. Res. Logist. 26:403-413 (thinning);
Cox (1962) Renewal Theory (chapters 2 and 4); Dayan & Abbott (2001) Theoretical
Neuroscience, section 1.4.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course.models.poisson import kernel

HZ = 1e-3  # spikes/ms in one spike/s
LIMIT = 100_000_000  # spikes or bins at once, illustrative: 0.8 GB
PIECE = 1_000_000  # bins drawn at once, to spare memory


# The recipes


def bins(rate, dt, n, rng):
    """Which of n bins hold a spike: a coin is tossed for each, which falls with r dt."""
    draws = rng.random(n)
    return np.flatnonzero(draws < rate * HZ * dt)


def gaps(rate, duration, rng):
    """Spike times, from one spike to the next: the gaps are exponential."""
    mean = 1.0 / (rate * HZ)
    spikes = []
    t = rng.exponential(mean)
    while t < duration:
        spikes.append(t)
        t = t + rng.exponential(mean)
    return np.array(spikes)


def places(rate, duration, rng):
    """Spike times: first how many there are, which is Poisson, then where, which is anywhere.

    n sorted uniform draws are n partial sums of n + 1 exponential draws over their total.
    """
    n = rng.poisson(rate * HZ * duration)
    sums = rng.standard_exponential(n + 1)
    np.cumsum(sums, out=sums)
    spikes = sums[:-1]
    spikes *= np.nextafter(duration, 0.0) / sums[-1]
    return spikes


def thinned(rates, rate_max, rng):
    """Which of the candidates, made at rate_max, are kept."""
    return rng.random(len(rates)) * rate_max < rates


def cut(spikes, duration):
    """Times since the start of a spike's own trial, and its trial, of one long train."""
    trials = (spikes // duration).astype(np.int64)
    return spikes - trials * duration, trials


def refractory(spikes, t_ref, free):
    """Which spikes of one trial remain: each silences it for t_ref; it is silent before `free`."""
    keep = []
    ready = free
    for t in spikes:
        keep.append(t >= ready)
        if t >= ready:
            ready = t + t_ref
    return np.array(keep, dtype=bool)


# What a caller uses


class Trials(NamedTuple):
    """Spikes of many trials, in order of trial and then of time."""

    spikes: NDArray  # (spikes,) ms since the start of the spike's own trial
    trials: NDArray  # (spikes,) index of the trial
    n_trials: int
    duration: float  # ms, of each trial

    def split(self) -> list[NDArray]:
        """The spike times (ms) of each trial: a list of n_trials arrays."""
        ends = np.searchsorted(self.trials, np.arange(1, self.n_trials))
        return np.split(self.spikes, ends)


class RefractoryStatistics(NamedTuple):
    """Closed forms of a Poisson process with a refractory period."""

    rate: float  # Hz, observed
    cv: float  # standard deviation over mean of the gaps
    fano: float  # variance over mean of the counts


@np.errstate(under="ignore")  # the session may be told to raise it
def homogeneous(
    rate: float,
    *,
    duration: float,
    rng: np.random.Generator | int,
    t_ref: float = 0.0,
    plain: bool = False,
) -> NDArray:
    """Spike times at a constant rate, exact at any rate.

    A refractory process starts in its steady state: a spike before 0 may hold it back.

    Parameters
    ----------
    rate : float
        Hz, of the process when it is not refractory.
    duration : float
        ms.
    rng : Generator or int
    t_ref : float
        Absolute refractory period, ms.
    plain : bool
        True: `refractory` above runs instead of its compiled twin.

    Returns
    -------
    array, shape (spikes,)
        ms, ascending, in [0, duration).

    Raises
    ------
    ValueError
        If a parameter is not allowed or more than 1e8 spikes are expected.
    """
    return homogeneous_trials(
        rate, duration=duration, n_trials=1, rng=rng, t_ref=t_ref, plain=plain
    ).spikes


@np.errstate(under="ignore")  # the session may be told to raise it
def homogeneous_trials(
    rate: float,
    *,
    duration: float,
    n_trials: int,
    rng: np.random.Generator | int,
    t_ref: float = 0.0,
    plain: bool = False,
) -> Trials:
    """Independent trials of `homogeneous` at once.

    Parameters
    ----------
    rate, duration, rng, t_ref
        As for `homogeneous`; the duration is that of each trial.
    n_trials : int
    plain : bool
        True: `cut` and `refractory` above run instead of their compiled twins.

    Returns
    -------
    Trials

    Raises
    ------
    ValueError
        As `homogeneous`.
    """
    rate, duration, n_trials, t_ref = _checked(rate, duration, n_trials, t_ref)
    plain = _valid.switch("plain", plain)
    rng = _valid.generator("rng", rng)
    spikes, trials = _candidates(rate, duration, n_trials, rng, plain)
    if t_ref > 0.0:
        held = rate * HZ * t_ref / (1.0 + rate * HZ * t_ref)  # P(refractory at time 0)
        free = np.where(rng.random(n_trials) < held, t_ref * rng.random(n_trials), 0.0)
        keep = _released(spikes, trials, free, t_ref, plain)
        spikes = spikes[keep]
        trials = trials[keep]
    return Trials(spikes, trials, n_trials, duration)


def inhomogeneous(
    rate_fn: Callable[[NDArray], ArrayLike],
    rate_max: float,
    *,
    duration: float,
    rng: np.random.Generator | int,
    t_ref: float = 0.0,
    plain: bool = False,
) -> NDArray:
    """Spike times at a changing rate, by thinning.

    Parameters
    ----------
    rate_fn : callable
        t (array of shape (n,), ms) -> rate (array of shape (n,), Hz); called once, on all
        candidates.
    rate_max : float
        Hz; no rate is higher.
    duration : float
        ms.
    rng : Generator or int
    t_ref : float
        Absolute refractory period, ms; the process starts out of it.
    plain : bool
        True: `refractory` above runs instead of its compiled twin.

    Returns
    -------
    array, shape (spikes,)
        ms, ascending, in [0, duration).

    Raises
    ------
    ValueError
        If a parameter is not allowed, or a rate is above rate_max, negative, not finite
        or of the wrong shape.
    """
    return inhomogeneous_trials(
        rate_fn, rate_max, duration=duration, n_trials=1, rng=rng, t_ref=t_ref, plain=plain
    ).spikes


def inhomogeneous_trials(
    rate_fn: Callable[[NDArray], ArrayLike],
    rate_max: float,
    *,
    duration: float,
    n_trials: int,
    rng: np.random.Generator | int,
    t_ref: float = 0.0,
    plain: bool = False,
) -> Trials:
    """Independent trials of `inhomogeneous` at once.

    Parameters
    ----------
    rate_fn, rate_max, duration, rng, t_ref
        As for `inhomogeneous`; the duration is that of each trial.
    n_trials : int
    plain : bool
        True: `cut` and `refractory` above run instead of their compiled twins.

    Returns
    -------
    Trials

    Raises
    ------
    ValueError
        As `inhomogeneous`.
    """
    rate_max, duration, n_trials, t_ref = _checked(rate_max, duration, n_trials, t_ref, "rate_max")
    plain = _valid.switch("plain", plain)
    rng = _valid.generator("rng", rng)
    _valid.function("rate_fn", rate_fn, "a function of an array of times")
    spikes, trials = _candidates(rate_max, duration, n_trials, rng, plain)
    keep = thinned(_rates(rate_fn, spikes, rate_max), rate_max, rng)
    spikes = spikes[keep]
    trials = trials[keep]
    if t_ref > 0.0:
        keep = _released(spikes, trials, np.zeros(n_trials), t_ref, plain)
        spikes = spikes[keep]
        trials = trials[keep]
    return Trials(spikes, trials, n_trials, duration)


@np.errstate(under="ignore")  # the session may be told to raise it
def bin_by_bin(
    rate: float, *, duration: float, dt: float, rng: np.random.Generator | int
) -> NDArray:
    """Spike times of the simplest recipe: in every bin of dt a spike with probability r dt.

    Parameters
    ----------
    rate : float
        Hz.
    duration, dt : float
        ms; a part of a bin at the end counts as a bin.
    rng : Generator or int
        Draws in the stream of `rng.random(bins)`.

    Returns
    -------
    array, shape (spikes,)
        ms, the start of each bin with a spike.

    Raises
    ------
    ValueError
        If a parameter is not allowed or rate * dt exceeds 1.
    """
    rate, duration, _, _ = _checked(rate, duration, 1, 0.0)
    _, dt = _valid.steps(duration, dt, most=LIMIT)
    p = rate * HZ * dt
    if p > 1.0 + 1e-12:  # 1000 Hz in 1 ms is 1 but for rounding
        raise ValueError(f"rate * dt is {p:g}; allowed is a probability from 0 to 1")
    rng = _valid.generator("rng", rng)
    n = int(np.ceil(duration / dt - 1e-9))
    pieces = []
    for first in range(0, n, PIECE):
        pieces.append(first + bins(rate, dt, min(PIECE, n - first), rng))
    return np.concatenate(pieces) * dt


@np.errstate(under="ignore")  # the session may be told to raise it
def refractory_statistics(rate: float, *, t_ref: float, window: float) -> RefractoryStatistics:
    """Observed rate, CV and Fano factor of the refractory process, in closed form.

    The Fano factor is Cox's (1962) for counts of a process in its steady state in windows
    long against the mean gap mu (what is left out falls off exponentially):
    F = CV^2 + (1/6 + CV^4 / 2 - 2 CV^3 / 3) mu / window.

    Parameters
    ----------
    rate : float
        Hz, of the process when it is not refractory.
    t_ref, window : float
        ms.

    Returns
    -------
    RefractoryStatistics

    Raises
    ------
    ValueError
        If a parameter is not allowed.
    """
    rate = _valid.number("rate", rate, low=1e-12, high=1e12, unit="Hz")
    t_ref = _valid.number("t_ref", t_ref, low=0.0, high=1e12, unit="ms")
    window = _valid.positive("window", window, unit="ms")
    mu = t_ref + 1.0 / (rate * HZ)
    cv = 1.0 - t_ref / mu
    fano = cv**2 + (1 / 6 + cv**4 / 2 - 2 / 3 * cv**3) * mu / window
    return RefractoryStatistics(1.0 / mu / HZ, cv, fano)


def _checked(rate, duration, n_trials, t_ref, name="rate"):
    rate = _valid.number(name, rate, low=0.0, high=1e12, unit="Hz")
    duration = _valid.number("duration", duration, low=1e-12, high=1e12, unit="ms")
    n_trials = _valid.count("n_trials", n_trials)
    t_ref = _valid.number("t_ref", t_ref, low=0.0, high=1e12, unit="ms")
    expected = rate * HZ * duration * n_trials
    _valid.limit(f"{name} * duration * n_trials, the spikes,", expected, LIMIT)
    return rate, duration, n_trials, t_ref


def _candidates(rate, duration, n_trials, rng, plain):
    """Spike times and trials of a Poisson process: one long train, cut into trials."""
    spikes = places(rate, n_trials * duration, rng)
    if plain:
        return cut(spikes, duration)
    trials = np.zeros(len(spikes), dtype=np.int64)
    if n_trials > 1:
        kernel.cut(spikes, duration, trials)
    return spikes, trials


def _rates(rate_fn, t, rate_max):
    """rate_fn(t), checked; a rate may exceed rate_max by rounding."""
    rates = np.asarray(rate_fn(t.copy()))
    if rates.shape != t.shape or rates.dtype.kind not in "fiu":
        raise ValueError(
            f"rate_fn returned shape {rates.shape} of {rates.dtype}; "
            f"allowed is one number per time, shape {t.shape}"
        )
    bad = ~((rates >= 0.0) & (rates <= rate_max * (1.0 + 1e-9)))
    if bad.any():
        i = int(np.argmax(bad))
        raise ValueError(
            f"rate_fn({t[i]:g} ms) is {rates[i]:g} Hz; allowed is from 0 to rate_max = "
            f"{rate_max:g} Hz"
        )
    return rates


def _released(spikes, trials, free, t_ref, plain):
    """Which spikes remain when each silences its trial for t_ref; trial k starts at free[k]."""
    if plain:
        ends = np.searchsorted(trials, np.arange(1, len(free)))
        each = zip(np.split(spikes, ends), free)
        return np.concatenate([refractory(train, t_ref, start) for train, start in each])
    keep = np.empty(len(spikes), dtype=np.bool_)
    kernel.refractory(spikes, trials, free, t_ref, keep)
    return keep
