"""Poisson spike trains: exact, bin by bin, with a changing rate, with a refractory period.

    homogeneous     P(spike in dt) = r dt; the gaps are exponential with mean 1 / r
    inhomogeneous   r(t): candidates at r_max, each kept with probability r(t) / r_max
    refractory      no spike within t_ref of the last one: gaps are t_ref + exponential(1 / r)

Then the observed rate is r / (1 + r t_ref) and the gaps' coefficient of variation is
(1 / r) / (t_ref + 1 / r) = 1 - r_obs t_ref. Times in ms, rates in Hz.

Lewis & Shedler (1979) Nav. Res. Logist. 26:403-413 (thinning). Cox (1962) Renewal Theory
(chapters 2 and 4). Dayan & Abbott (2001) Theoretical Neuroscience, section 1.4.
"""

from typing import NamedTuple

import numpy as np

from course import _valid
from course._jit import njit

HZ = 1e-3  # spikes/ms in one spike/s
LIMIT = 100_000_000  # spikes or bins at once, illustrative: 0.8 GB


class Trials(NamedTuple):
    """Spikes of many trials, in order of trial and then of time."""

    spikes: np.ndarray  # (spikes,) ms since the start of the spike's own trial
    trials: np.ndarray  # (spikes,) index of the trial
    n_trials: int
    duration: float  # ms, of each trial

    def split(self):
        """The spike times (ms) of each trial: a list of n_trials arrays."""
        ends = np.searchsorted(self.trials, np.arange(1, self.n_trials))
        return np.split(self.spikes, ends)


class RefractoryStatistics(NamedTuple):
    """Closed forms of a Poisson process with a refractory period."""

    rate: float  # Hz, observed
    cv: float  # standard deviation over mean of the gaps
    fano: float  # variance over mean of the counts


def homogeneous(rate, duration, rng, *, t_ref=0.0):
    """Spike times at a constant rate, exact at any rate.

    A refractory process starts in its steady state: a spike before 0 may hold it back.

    Parameters
    ----------
    rate : float, Hz
        Of the process when it is not refractory.
    duration : float, ms
    rng : Generator or int
    t_ref : float, ms
        Absolute refractory period.

    Returns
    -------
    (spikes,) array, ms
        Ascending, in [0, duration).

    Raises
    ------
    ValueError
        If a parameter is not allowed or more than 1e8 spikes are expected.
    """
    return homogeneous_trials(rate, duration, 1, rng, t_ref=t_ref).spikes


def homogeneous_trials(rate, duration, n_trials, rng, *, t_ref=0.0):
    """`homogeneous` in n_trials independent trials at once: `Trials`."""
    rate, duration, n_trials, t_ref = _checked(rate, duration, n_trials, t_ref)
    rng = _valid.generator("rng", rng)
    spikes, trials = _candidates(rate, duration, n_trials, rng)
    if t_ref > 0.0:
        held = rate * HZ * t_ref / (1.0 + rate * HZ * t_ref)  # P(refractory at time 0)
        free = np.where(rng.random(n_trials) < held, t_ref * rng.random(n_trials), 0.0)
        keep = _released(spikes, trials, free, t_ref)
        spikes, trials = spikes[keep], trials[keep]
    return Trials(spikes, trials, n_trials, duration)


def inhomogeneous(rate_fn, rate_max, duration, rng, *, t_ref=0.0):
    """Spike times at a changing rate, by thinning.

    Parameters
    ----------
    rate_fn : callable
        t ((n,) array, ms) -> rate ((n,) array, Hz); called once, on all candidates.
    rate_max : float, Hz
        No rate is higher.
    duration : float, ms
    rng : Generator or int
    t_ref : float, ms
        Absolute refractory period; the process starts out of it.

    Returns
    -------
    (spikes,) array, ms
        Ascending, in [0, duration).

    Raises
    ------
    ValueError
        If a parameter is not allowed, or a rate is above rate_max, negative, not finite
        or of the wrong shape.
    """
    return inhomogeneous_trials(rate_fn, rate_max, duration, 1, rng, t_ref=t_ref).spikes


def inhomogeneous_trials(rate_fn, rate_max, duration, n_trials, rng, *, t_ref=0.0):
    """`inhomogeneous` in n_trials independent trials at once: `Trials`."""
    rate_max, duration, n_trials, t_ref = _checked(rate_max, duration, n_trials, t_ref, "rate_max")
    rng = _valid.generator("rng", rng)
    _valid.function("rate_fn", rate_fn, "a function of an array of times")
    spikes, trials = _candidates(rate_max, duration, n_trials, rng)
    rates = _rates(rate_fn, spikes, rate_max)
    keep = rng.random(len(spikes)) * rate_max < rates
    spikes, trials = spikes[keep], trials[keep]
    if t_ref > 0.0:
        keep = _released(spikes, trials, np.zeros(n_trials), t_ref)
        spikes, trials = spikes[keep], trials[keep]
    return Trials(spikes, trials, n_trials, duration)


def bin_by_bin(rate, dt, duration, rng):
    """Spike times of the simplest recipe: in every bin of dt a spike with probability r dt.

    rate in Hz, dt and duration in ms; rng is a Generator or a seed, and draws in the stream
    of `rng.random(bins)`. Returns the start of each bin with a spike, (spikes,) array, ms.
    ValueError if a parameter is not allowed or rate * dt exceeds 1.
    """
    rate, duration, _, _ = _checked(rate, duration, 1, 0.0)
    bins, dt = _valid.steps(duration, dt, most=LIMIT)
    p = rate * HZ * dt
    if p > 1.0 + 1e-12:  # 1000 Hz in 1 ms is 1 but for rounding
        raise ValueError(f"rate * dt is {p:g}; allowed is a probability from 0 to 1")
    bins = int(np.ceil(duration / dt - 1e-9))
    rng, pieces = _valid.generator("rng", rng), []
    for first in range(0, bins, 1_000_000):  # pieces of the same stream, to spare memory
        n = min(1_000_000, bins - first)
        pieces.append(first + np.flatnonzero(rng.random(n) < p))
    return np.concatenate(pieces) * dt


def refractory_statistics(rate, t_ref, window):
    """Observed rate, CV and Fano factor of the refractory process, in closed form.

    `rate` (Hz) is that of the process when it is not refractory; t_ref and window in ms.
    The Fano factor is Cox's (1962) for counts of a process in its steady state in windows
    long against the mean gap mu (what is left out falls off exponentially):
    F = CV^2 + (1/6 + CV^4 / 2 - 2 CV^3 / 3) mu / window.

    Returns `RefractoryStatistics`. ValueError if a parameter is not allowed.
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


def _candidates(rate, duration, n_trials, rng):
    """Spike times and trials of a Poisson process: one long train, cut into trials.

    Given its number of spikes n, their times are those of n sorted uniform draws, which
    are n partial sums of n + 1 exponential draws over their total.
    """
    n = rng.poisson(rate * HZ * duration * n_trials)
    sums = rng.standard_exponential(n + 1)
    np.cumsum(sums, out=sums)
    spikes = sums[:-1]
    spikes *= np.nextafter(n_trials * duration, 0.0) / sums[-1]
    if n_trials == 1:
        return spikes, np.zeros(n, dtype=np.int64)
    trials = np.empty(n, dtype=np.int64)
    _cut(spikes, duration, trials)
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


def _released(spikes, trials, free, t_ref):
    """Which spikes remain when each silences its trial for t_ref; trial k starts at free[k]."""
    keep = np.empty(len(spikes), dtype=np.bool_)
    _silence(spikes, trials, free, t_ref, keep)
    return keep


@njit
def _cut(spikes, duration, trials):
    trial = 0
    for i in range(spikes.size):
        while spikes[i] >= (trial + 1) * duration:
            trial += 1
        spikes[i] -= trial * duration
        trials[i] = trial


@njit
def _silence(spikes, trials, free, t_ref, keep):
    trial, ready = -1, 0.0
    for i in range(spikes.size):
        if trials[i] != trial:
            trial = trials[i]
            ready = free[trial]
        keep[i] = spikes[i] >= ready
        if keep[i]:
            ready = spikes[i] + t_ref
