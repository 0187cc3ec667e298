"""More right answers to the exercises of lesson 04."""

import numpy as np


def vector(v, u, I, dt, a, b, c, d):
    y = np.array([v, u])
    y += dt * np.array([(0.04 * v + 5) * v + 140 - u + I, a * b * v - a * u])
    if not y[0] < 30:
        y = np.array([c, y[1] + d])
    return y


def old_copies(v, u, I, dt, a, b, c, d):
    old_v, old_u = v, u
    v += dt * (0.04 * old_v**2 + 5 * old_v + 140 - old_u + I)
    u += dt * a * (b * old_v - old_u)
    return (c if v >= 30 else v, u + d * (v >= 30))


def vertex(b):
    v = -(5 - b) / (2 * 0.04)
    return -(0.04 * v**2 + (5 - b) * v + 140)


def bin_by_bin(rate, dt, duration, rng):
    """The loop that a beginner writes."""
    spikes = []
    for i in range(int(duration / dt)):
        if rng.random() < rate * dt / 1000:
            spikes.append(i * dt)
    return spikes


def gap_by_gap(rate, duration, rng):
    spikes, t = [], rng.exponential(1000 / rate)
    while t < duration:
        spikes.append(t)
        t += rng.exponential(1000 / rate)
    return spikes


def until_enough(rate, duration, rng):
    gaps = -1000 / rate * np.log(1 - rng.random(10))
    while gaps.sum() < duration:
        gaps = np.append(gaps, rng.exponential(1000 / rate, gaps.size))
    spikes = gaps.cumsum()
    return spikes[: np.searchsorted(spikes, duration)]


def counted(trials, duration, width):
    rates = np.zeros(round(duration / width))
    for train in trials:
        for spike in train:
            rates[int(spike // width)] += 1
    rates *= 1000 / width / len(trials)
    return rates


RIGHT = {
    "step": [vector, old_copies],
    "rest_limit": [
        vertex,
        lambda b: 6.25 * (b * b - 10 * b + 25) - 140,
        lambda b: np.polyval([6.25, -62.5, 16.25], b),
    ],
    "burster": [(-50.0, 1.7), (-47, 3), (-48.5, 2.5)],
    "bins": [
        bin_by_bin,
        lambda rate, dt, T, rng: np.arange(0, T, dt)[rng.random(round(T / dt)) < 1e-3 * rate * dt],
        lambda rate, dt, T, rng: dt * np.nonzero(rng.uniform(0, 1e3, round(T / dt)) < rate * dt)[0],
        lambda rate, dt, T, rng: dt * np.where(rng.binomial(1, 1e-3 * rate * dt, int(T / dt)))[0],
    ],
    "gaps": [
        gap_by_gap,
        until_enough,
        lambda rate, T, rng: np.sort(rng.uniform(0, T, rng.poisson(rate * T / 1000))),
    ],
    "psth": [
        counted,
        lambda trials, T, width: (
            np.histogram(np.concatenate(trials), round(T / width), (0, T))[0]
            * 1e3
            / (width * len(trials))
        ),
        lambda trials, T, width: (
            np.mean(
                [np.histogram(x, np.linspace(0, T, round(T / width) + 1))[0] for x in trials],
                axis=0,
            )
            * (1000 / width)
        ),
    ],
}
