"""Input signals, sampled on a grid: value i holds from i dt to (i + 1) dt.

Every function takes `duration` and `dt` in ms and returns an array of shape
(steps,) with steps = duration / dt, rounded. Amplitudes have the unit you give
them: pA for point neurons, uA/cm2 for Hodgkin-Huxley. What is random takes `rng`,
a Generator or a seed, and scales the same random numbers whatever its other
parameters, so that a signal stretches smoothly when a parameter moves.

Ornstein-Uhlenbeck process: Uhlenbeck GE, Ornstein LS (1930) Phys Rev 36:823; exact
update: Gillespie DT (1996) Phys Rev E 54:2084.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid

HZ = 1000.0  # Hz, one spike per ms
MOST = 100_000_000  # steps or spikes of one signal
MOST_IN_PYTHON = 20_000_000  # steps of a signal in which each needs the one before
WORK = 1_000_000_000  # pulses times steps


@np.errstate(under="ignore")  # the session may be told to raise it
def times(duration: float, *, dt: float = 0.1) -> NDArray:
    """The starts of the steps.

    Parameters
    ----------
    duration, dt : float
        ms.

    Returns
    -------
    array, shape (steps,)
        ms.

    Raises
    ------
    ValueError
        If a parameter is not finite or out of range, or there are too many steps.
    """
    n, dt = _valid.steps(duration, dt, most=MOST)
    return np.arange(n) * dt


def constant(amplitude: float, *, duration: float, dt: float = 0.1) -> NDArray:
    """The same value throughout.

    Parameters
    ----------
    amplitude : float
    duration, dt : float
        ms.

    Returns
    -------
    array, shape (steps,)

    Raises
    ------
    ValueError
        If a parameter is not finite or out of range, or there are too many steps.
    """
    n, _ = _valid.steps(duration, dt, most=MOST)
    return np.full(n, _valid.number("amplitude", amplitude))


@np.errstate(under="ignore")  # the session may be told to raise it
def step(
    amplitude: float,
    start: float,
    *,
    duration: float,
    dt: float = 0.1,
    stop: float | None = None,
    baseline: float = 0.0,
) -> NDArray:
    """One value, and another from a time on.

    Where an edge falls within a step of the grid, the step holds the mean.

    Parameters
    ----------
    amplitude : float
        Value from `start` to `stop`.
    start, duration, dt : float
        ms.
    stop : float, optional
        ms; default the end.
    baseline : float
        Value before and after.

    Returns
    -------
    array, shape (steps,)

    Raises
    ------
    ValueError
        If a parameter is not finite or out of range, or there are too many steps.
    """
    start = _valid.number("start", start, low=-1e15, high=1e15, unit="ms")
    stop = math.inf if stop is None else stop
    if not (isinstance(stop, float) and stop == math.inf):
        stop = _valid.number("stop", stop, low=start, unit="ms, the start")
    return pulses(amplitude, start, stop, duration=duration, dt=dt, baseline=baseline)


@np.errstate(under="ignore")  # the session may be told to raise it
def pulses(
    amplitude: ArrayLike,
    starts: ArrayLike,
    stops: ArrayLike,
    *,
    duration: float,
    dt: float = 0.1,
    baseline: float = 0.0,
) -> NDArray:
    """One or several rectangular pulses on a baseline; overlapping ones add up.

    Parameters
    ----------
    amplitude : float or array, shape (pulses,)
    starts, stops : float or array, shape (pulses,)
        ms; each stop at or after its start, and inf for the end.
    duration, dt : float
        ms.
    baseline : float

    Returns
    -------
    array, shape (steps,)
        A step of the grid that a pulse covers in part holds the mean.

    Raises
    ------
    ValueError
        If a parameter is not finite or out of range, a stop is before its start, or there
        are too many steps.
    """
    n, dt = _valid.steps(duration, dt, most=MOST)
    starts = np.atleast_1d(_valid.array("starts", starts, ndim=(0, 1), low=-1e15, high=1e15))
    end = max(n * dt, starts.max())
    stops = _each("stops", _until(stops, end), starts.size)
    amplitude = _each("amplitude", amplitude, starts.size)
    baseline = _valid.number("baseline", baseline)
    _valid.limit("pulses * steps", starts.size * n, WORK)
    signal = np.full(n, baseline)
    edges = np.arange(n + 1) * dt
    for height, start, stop in zip(amplitude, starts, stops):
        if stop < start:
            raise ValueError(f"stops has {stop} ms; allowed is at least that of starts, {start} ms")
        covered = np.diff(np.clip(edges, start, stop)) / dt
        covered[np.abs(covered - 1) < 1e-6] = 1.0  # whole steps but for rounding
        covered[covered < 1e-6] = 0.0
        signal += height * covered
    return signal


@np.errstate(under="ignore")  # the session may be told to raise it
def ramp(
    first: float,
    last: float,
    *,
    duration: float,
    dt: float = 0.1,
    start: float = 0.0,
    stop: float | None = None,
) -> NDArray:
    """From one value in a straight line to another, and constant before and after.

    Each value is that of the middle of its step.

    Parameters
    ----------
    first, last : float
        Values at `start` and at `stop`.
    duration, dt, start : float
        ms.
    stop : float, optional
        ms, above start; default the end.

    Returns
    -------
    array, shape (steps,)

    Raises
    ------
    ValueError
        If a parameter is not finite or out of range, or there are too many steps.
    """
    n, dt = _valid.steps(duration, dt, most=MOST)
    t = (np.arange(n) + 0.5) * dt
    start = _valid.number("start", start, low=-1e15, high=1e15, unit="ms")
    stop = duration if stop is None else stop
    stop = _valid.number("stop", stop, low=start, high=1e100, open_low=True, unit="ms, above start")
    first = _valid.number("first", first)
    last = _valid.number("last", last)
    return np.interp(t, [start, stop], [first, last])


@np.errstate(under="ignore")  # the session may be told to raise it
def sine(
    amplitude: float,
    frequency: float,
    *,
    duration: float,
    dt: float = 0.1,
    phase: float = 0.0,
    baseline: float = 0.0,
) -> NDArray:
    """baseline + amplitude sin(2 pi frequency t + phase), at the middle of each step.

    Parameters
    ----------
    amplitude, baseline : float
    frequency : float
        Hz, at most half a cycle a step.
    duration, dt : float
        ms.
    phase : float
        Radians.

    Returns
    -------
    array, shape (steps,)

    Raises
    ------
    ValueError
        If a parameter is not finite or out of range, or there are too many steps.
    """
    n, dt = _valid.steps(duration, dt, most=MOST)
    t = (np.arange(n) + 0.5) * dt
    frequency = _valid.number("frequency", frequency, low=0.0, high=0.5 * HZ / dt, unit="Hz")
    phase = _valid.number("phase", phase, low=-1e9, high=1e9)
    baseline = _valid.number("baseline", baseline)
    amplitude = _valid.number("amplitude", amplitude)
    return baseline + amplitude * np.sin(2.0 * math.pi * (frequency / HZ) * t + phase)


@np.errstate(under="ignore")  # the session may be told to raise it
def white_noise(
    mean: float, sd: float, *, duration: float, dt: float = 0.1, rng: np.random.Generator | int
) -> NDArray:
    """Independent normal values, one a step.

    `sd` belongs to this dt: a membrane averages over steps, so for the same effect
    at another dt scale sd with 1 / sqrt(dt).

    Parameters
    ----------
    mean, sd : float
    duration, dt : float
        ms.
    rng : numpy.random.Generator or int

    Returns
    -------
    array, shape (steps,)

    Raises
    ------
    ValueError
        If a parameter is not finite or out of range, or there are too many steps.
    """
    n, _ = _valid.steps(duration, dt, most=MOST)
    sd = _valid.number("sd", sd, low=0.0)
    return _valid.number("mean", mean) + sd * _valid.generator("rng", rng).standard_normal(n)


@np.errstate(under="ignore")  # the session may be told to raise it
def ornstein_uhlenbeck(
    mean: float,
    sd: float,
    tau: float,
    *,
    duration: float,
    dt: float = 0.1,
    rng: np.random.Generator | int,
    first: float | None = None,
) -> NDArray:
    """Colored noise: tau dx/dt = -(x - mean) + sd sqrt(2 tau) xi(t), exact at any dt.

    Its values are normal with mean and `sd`, correlated as exp(-lag / tau).

    Parameters
    ----------
    mean, sd : float
    tau : float
        Correlation time, ms.
    duration, dt : float
        ms.
    rng : numpy.random.Generator or int
    first : float, optional
        First value; default drawn from the stationary distribution.

    Returns
    -------
    array, shape (steps,)

    Raises
    ------
    ValueError
        If a parameter is not finite or out of range, or there are too many steps.
    """
    n, dt = _valid.steps(duration, dt, most=MOST_IN_PYTHON)
    mean = _valid.number("mean", mean)
    sd = _valid.number("sd", sd, low=0.0)
    tau = _valid.positive("tau", tau, "ms")
    noise = _valid.generator("rng", rng).standard_normal(n)
    decay = math.exp(-dt / tau)
    kick = math.sqrt(-math.expm1(-2.0 * dt / tau))
    x = np.empty(n)
    value = noise[0] if first is None else 0.0
    x[0] = value
    for i, z in enumerate(noise[1:].tolist(), start=1):
        value = decay * value + kick * z
        x[i] = value
    if first is None:
        return mean + sd * x
    away = _valid.number("first", first) - mean
    return mean + sd * x + away * np.exp(-dt / tau * np.arange(n))


@np.errstate(under="ignore")  # the session may be told to raise it
def poisson_counts(
    rate: ArrayLike, *, duration: float, dt: float = 0.1, rng: np.random.Generator | int
) -> NDArray:
    """Number of Poisson spikes in each step.

    Parameters
    ----------
    rate : float or array, shape (steps,)
        Hz, at least 0; the summed rate of all the inputs that are pooled.
    duration, dt : float
        ms.
    rng : numpy.random.Generator or int

    Returns
    -------
    array of int, shape (steps,)

    Raises
    ------
    ValueError
        If a parameter is not finite or out of range, or there are too many steps.
    """
    n, dt = _valid.steps(duration, dt, most=MOST)
    rate = _valid.array("rate", rate, ndim=(0, 1), low=0.0, high=1e15 / dt, unit="Hz")
    if rate.ndim:
        _valid.array("rate", rate, shape=(n,))
    return _valid.generator("rng", rng).poisson(rate * (dt / HZ), n)


@np.errstate(under="ignore")  # the session may be told to raise it
def poisson_spikes(rate: float, *, duration: float, rng: np.random.Generator | int) -> NDArray:
    """Poisson spike times in ms, on no grid.

    The intervals of one train at 1 Hz, shortened: under one seed a higher rate
    moves the same spikes together.

    Parameters
    ----------
    rate : float
        Hz, at least 0.
    duration : float
        ms.
    rng : numpy.random.Generator or int

    Returns
    -------
    array, shape (spikes,), increasing, from 0 to duration
        ms.

    Raises
    ------
    ValueError
        If a parameter is not finite or out of range, or more than 1e8 spikes are expected.
    """
    duration = _valid.positive("duration", duration, "ms")
    rate = _valid.number("rate", rate, low=0.0, unit="Hz")
    rng = _valid.generator("rng", rng)
    expected = _valid.limit("rate * duration, the spikes,", rate * duration / HZ, MOST)
    spikes = np.cumsum(rng.standard_exponential(int(expected) + 64))
    while spikes[-1] < expected:
        more = rng.standard_exponential(int(expected - spikes[-1]) + 64)
        spikes = np.append(spikes, spikes[-1] + np.cumsum(more))
    return spikes[spikes < expected] * (duration / expected if expected else 1.0)


def _until(stops, end):
    """Stops no later than the end; inf stands for it."""
    try:
        stops = np.asarray(stops, dtype=float)
    except Exception:
        return stops  # refused by name
    return np.minimum(stops, end)


def _each(name, value, n):
    """One number for each of n pulses, from one for all or one for each."""
    value = _valid.array(name, value, ndim=(0, 1))
    if value.ndim and value.size not in (1, n):
        raise ValueError(
            f"{name} has shape {value.shape}; allowed is one number or one of starts, {n}"
        )
    return np.broadcast_to(value, (n,))
