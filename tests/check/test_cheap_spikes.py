"""Both ways through the exercises of lesson 04."""

import numpy as np


def step(v, u, I, dt, a, b, c, d, *, sign=-1.0, reset=True, jump=True, late=False, rate=1.0):
    dv = 0.04 * v * v + 5.0 * v + 140.0 + sign * u + I
    v_new = v + dt * dv
    u_new = u + rate * dt * a * (b * (v_new if late else v) - u)
    if v_new >= 30.0 and reset:
        return c, u_new + (d if jump else 0.0)
    return v_new, u_new


def changed(**how):
    return lambda v, u, I, dt, a, b, c, d: step(v, u, I, dt, a, b, c, d, **how)


def bins(rate, dt, duration, rng, *, unit=1e-3, spike=np.less, times=1.0):
    p = rate * dt * unit
    found = np.flatnonzero(spike(rng.random(round(duration / dt)), p))
    return found * dt * times


def gaps(rate, duration, rng, *, mean=None, factor=2.0, cut=True, draw=None):
    mean = 1000.0 / rate if mean is None else mean
    draw = draw or rng.exponential
    spikes = np.cumsum(draw(mean, int(factor * duration / mean)))
    return spikes[spikes < duration] if cut else spikes


def psth(trials, duration, width, *, per_trial=True, per_time=True, unit=1000.0):
    edges = np.arange(0.0, duration + 0.5 * width, width)
    counts = np.histogram(np.concatenate(trials), edges)[0]
    counts = counts / len(trials) if per_trial else counts
    return unit * counts / (width if per_time else 1.0)


def by_hand(rate, dt, duration, rng):
    """The loop that a beginner writes."""
    spikes = []
    for i in range(int(duration / dt)):
        if rng.random() < rate * dt / 1000:
            spikes.append(i * dt)
    return spikes


CASES = {
    "step": {
        "solution": step,
        "stub": lambda v, u, I, dt, a, b, c, d: (..., ...),
        "mistakes": [
            (
                lambda v, u, I, dt, a, b, c, d: step(v, u, I, 1.0, a, b, c, d, reset=False),
                "is dt missing",
            ),
            (changed(sign=1.0), "look at its sign"),
            (changed(rate=50.0), "is a missing"),
            (changed(late=True), "old values"),
            (changed(reset=False), "is the reset missing"),
            (changed(jump=False), "a spike adds d to u"),
            (lambda v, u, *rest: np.subtract(step(v, u, *rest), (v, u)), "Add them to v and u"),
            (lambda v, u, I, dt, a, b, c, d: v, "expected is (2,)"),
            (lambda v, u, I, dt, a, b, c, d: step(v, u, 0.0, dt, a, b, c, d), "input I missing"),
            (
                lambda v, u, I, dt, a, b, c, d: (
                    step(v, u, I, dt, a, b, c, d)[0],
                    u + dt * (a * b * v - u),
                ),
                "a multiplies all",
            ),
            (
                lambda v, u, I, dt, a, b, c, d: (
                    (c, u + d) if v > 0 else step(v, u, I, dt, a, b, c, d)
                ),
                "before d is added",
            ),
            (lambda v, u, I, dt, a, b, c, d: step(v, u, I, dt, a, b, c, -d), "yours lowers it"),
        ],
    },
    "rest_limit": {
        "solution": lambda b: (5.0 - b) ** 2 / 0.16 - 140.0,
        "stub": lambda b: ...,
        "mistakes": [
            (lambda b: (5.0 + b) ** 2 / 0.16 - 140.0, "look at its sign"),
            (lambda b: (5.0 - b) ** 2 / 0.16, "140 is missing"),
            (lambda b: (5.0 - b) ** 2 / 0.04 - 140.0, "is the 4 there"),
            (lambda b: (b - 5.0) / 0.08, "the input is asked for"),
            (lambda b: 16.25, "at rest u = b v"),
        ],
    },
    "burster": {
        "solution": (-45.0, 4.0),
        "stub": (..., ...),
        "mistakes": [
            ((-50.0, 2.0), "the preset CH"),
            ((-65.0, 8.0), "alone or in pairs"),
            ((-55.0, 4.0), "later ones have fewer"),
            ((-50.0, 0.5), "never pauses"),
            ((-65.0, 3e3), "too few to judge"),
            ((35.0, 2.0), "above the peak"),
            ((-50.0, -50.0), "is d negative"),
        ],
    },
    "bins": {
        "solution": bins,
        "stub": lambda rate, dt, duration, rng: ...,
        "mistakes": [
            (lambda *args: bins(*args, unit=1.0), "Every bin has a spike"),
            (lambda *args: bins(*args, unit=1e-9), "No bin has a spike"),
            (lambda *args: bins(*args, spike=np.greater), "turn < over"),
            (lambda *args: bins(*args, unit=2e-3), "does dt appear"),
            (lambda *args: bins(*args, times=2.0), "multiply by dt"),
            (lambda *args: bins(*args, times=1e-3), "in what unit"),
            (lambda *args: bins(*args, unit=1.2e-3), "too many for 50 Hz"),
            (lambda rate, dt, *args: bins(rate, dt, *args) + dt, "the start of its bin"),
            (lambda rate, dt, T, rng: rng.random(round(T / dt)) < 0.025, "yes or no"),
            (lambda *args: bins(*args[:3], np.random.default_rng(0)), "draw from `rng`"),
        ],
    },
    "gaps": {
        "solution": gaps,
        "stub": lambda rate, duration, rng: ...,
        "mistakes": [
            (lambda *args: gaps(*args, mean=50.0), "one over it"),
            (lambda *args: gaps(*args, mean=0.02, factor=1e-3), "are the gaps in s"),
            (lambda *args: gaps(*args, factor=1.0), "to reach the end"),
            (lambda *args: gaps(*args, cut=False), "after the end"),
            (lambda *args: gaps(*args, factor=0.5), "draw more gaps"),
            (
                lambda rate, duration, rng: gaps(
                    rate, duration, rng, draw=lambda mean, n: rng.uniform(0, 2 * mean, n)
                ),
                "too regular",
            ),
            (lambda rate, duration, rng: rng.exponential(20.0, 9000), "Add them up"),
            (lambda *args: [1.0], "too few"),
        ],
    },
    "psth": {
        "solution": psth,
        "stub": lambda trials, duration, width: ...,
        "mistakes": [
            (lambda *args: psth(*args, per_trial=False), "average over them"),
            (lambda *args: psth(*args, unit=1.0), "spikes per second"),
            (lambda *args: psth(*args, unit=1.0, per_time=False), "a count over a time"),
            (lambda *args: psth(*args, unit=1.0, per_time=False, per_trial=False), "are counts"),
            (lambda *args: psth(*args, per_time=False), "width of a bin as well"),
            (lambda *args: psth(*args)[:-1], "the last edge"),
            (
                lambda trials, T, width: 2.0 * np.histogram(np.concatenate(trials), 20)[0],
                "from 0 to duration",
            ),
        ],
    },
}


def test_a_beginners_loop_passes_as_well():
    from course.check import cheap_spikes

    assert cheap_spikes.bins(by_hand).outcome == "passed"
