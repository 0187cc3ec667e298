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

from course._valid import array, generator, number, positive

HZ = 1000.0  # Hz, one spike per ms
MOST = 100_000_000  # steps or spikes of one signal


def times(duration, dt=0.1):
    """The starts of the steps, ms."""
    return np.arange(_steps(duration, dt)) * dt


def constant(amplitude, duration, dt=0.1):
    """The same value throughout."""
    return np.full(_steps(duration, dt), number("amplitude", amplitude))


def step(amplitude, start, duration, dt=0.1, *, stop=None, baseline=0.0):
    """`baseline`, and `amplitude` from `start` until `stop` (default: the end), in ms.

    Where an edge falls within a step of the grid, the step holds the mean.
    """
    return pulses(amplitude, start, math.inf if stop is None else stop, duration, dt, baseline)


def pulses(amplitude, starts, stops, duration, dt=0.1, baseline=0.0):
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
    """
    n = _steps(duration, dt)
    starts = array("starts", np.atleast_1d(starts), ndim=1, unit="ms")
    stops = np.minimum(np.asarray(stops, dtype=float), max(n * dt, starts.max()))
    stops = array("stops", np.broadcast_to(stops, starts.shape), unit="ms")
    amplitude = np.broadcast_to(array("amplitude", amplitude, ndim=(0, 1)), starts.shape)
    signal = np.full(n, number("baseline", baseline))
    edges = np.arange(n + 1) * dt
    for height, start, stop in zip(amplitude, starts, stops):
        if stop < start:
            raise ValueError(f"stops has {stop} ms; allowed is at least its start, {start} ms")
        covered = np.diff(np.clip(edges, start, stop)) / dt
        covered[np.abs(covered - 1) < 1e-6] = 1.0  # whole steps but for rounding
        covered[covered < 1e-6] = 0.0
        signal += height * covered
    return signal


def ramp(first, last, duration, dt=0.1, *, start=0.0, stop=None):
    """From `first` at `start` in a straight line to `last` at `stop` (default: the end).

    Constant before and after; each value is that of the middle of its step.
    """
    t = times(duration, dt) + 0.5 * dt
    start = number("start", start, unit="ms")
    stop = number("stop", duration if stop is None else stop, low=start, open_low=True, unit="ms")
    return np.interp(t, [start, stop], [number("first", first), number("last", last)])


def sine(amplitude, frequency, duration, dt=0.1, *, phase=0.0, baseline=0.0):
    """baseline + amplitude sin(2 pi frequency t + phase), at the middle of each step.

    `frequency` in Hz, at most half a cycle a step; `phase` in radians.
    """
    t = times(duration, dt) + 0.5 * dt
    frequency = number("frequency", frequency, low=0.0, high=0.5 * HZ / dt, unit="Hz")
    turn = 2.0 * math.pi * (frequency / HZ) * t + number("phase", phase)
    return number("baseline", baseline) + number("amplitude", amplitude) * np.sin(turn)


def white_noise(mean, sd, duration, dt=0.1, *, rng):
    """Independent normal values, one a step.

    `sd` belongs to this dt: a membrane averages over steps, so for the same effect
    at another dt scale sd with 1 / sqrt(dt).
    """
    n, sd = _steps(duration, dt), number("sd", sd, low=0.0)
    return number("mean", mean) + sd * generator("rng", rng).standard_normal(n)


def ornstein_uhlenbeck(mean, sd, tau, duration, dt=0.1, *, rng, first=None):
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
    """
    n, mean, sd = _steps(duration, dt), number("mean", mean), number("sd", sd, low=0.0)
    tau = positive("tau", tau, "ms")
    noise = generator("rng", rng).standard_normal(n)
    decay, kick = math.exp(-dt / tau), math.sqrt(-math.expm1(-2.0 * dt / tau))
    x = np.empty(n)
    value = noise[0] if first is None else (number("first", first) - mean) / (sd or 1.0)
    x[0] = value
    for i, z in enumerate(noise[1:].tolist(), start=1):
        value = decay * value + kick * z
        x[i] = value
    return mean + sd * x


def poisson_counts(rate, duration, dt=0.1, *, rng):
    """Number of Poisson spikes in each step.

    Parameters
    ----------
    rate : float or array, shape (steps,)
        Hz, at least 0; the summed rate of all the inputs that are pooled.
    rng : numpy.random.Generator or int

    Returns
    -------
    array of int, shape (steps,)
    """
    n = _steps(duration, dt)
    rate = array("rate", rate, low=0.0, unit="Hz", **_level_or_steps(rate, n))
    number("rate", rate.max(), high=1e15 / dt, unit="Hz")
    return generator("rng", rng).poisson(rate * (dt / HZ), n)


def poisson_spikes(rate, duration, *, rng):
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
    """
    duration = positive("duration", duration, "ms")
    rate = number("rate", rate, low=0.0, high=MOST * HZ / duration, unit="Hz")
    rng = generator("rng", rng)
    expected = rate * duration / HZ
    spikes = np.cumsum(rng.standard_exponential(int(expected) + 64))
    while spikes[-1] < expected:
        more = rng.standard_exponential(int(expected - spikes[-1]) + 64)
        spikes = np.append(spikes, spikes[-1] + np.cumsum(more))
    return spikes[spikes < expected] * (duration / expected if expected else 1.0)


def _steps(duration, dt):
    dt = positive("dt", dt, "ms")
    return round(number("duration", duration, low=dt, high=MOST * dt, unit="ms") / dt)


def _level_or_steps(value, n):
    return {"ndim": 0} if np.ndim(value) == 0 else {"shape": (n,)}
