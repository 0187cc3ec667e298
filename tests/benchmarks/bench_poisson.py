"""Speed of Poisson trains against NumPy's bin-by-bin recipe, at 20 Hz. One thread.

Events: one train of spike times, exact against bins of 0.1 ms. Rasters: spike times and
trial numbers of many trials, exact against bins of 1 ms. NumPy's recipe is vectorized: one
uniform draw for each bin, then the places where it falls below rate * dt.

    python tests/benchmarks/bench_poisson.py
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
from _timing import interleave, report

from course.models.poisson import homogeneous, homogeneous_trials, inhomogeneous_trials

RATE = 20.0  # Hz
BINS = "NumPy bin by bin"


def events(duration, rounds, wanted):
    rng, dt = np.random.default_rng(0), 0.1
    medians = interleave(
        {
            "ours": lambda: homogeneous(RATE, duration=duration, rng=rng),
            BINS: lambda: np.flatnonzero(rng.random(int(duration / dt)) < RATE * 1e-3 * dt) * dt,
        },
        rounds,
    )
    return report(f"events: {duration / 1e3:g} s, bins of 0.1 ms", medians, "ours", wanted)


def rasters(n_trials, duration, rounds, wanted):
    rng, dt = np.random.default_rng(0), 1.0

    def bins():
        trial, i = np.nonzero(rng.random((n_trials, int(duration / dt))) < RATE * 1e-3 * dt)
        return trial, i * dt

    medians = interleave(
        {
            "ours": lambda: homogeneous_trials(RATE, duration=duration, n_trials=n_trials, rng=rng),
            BINS: bins,
        },
        rounds,
    )
    title = f"raster: {n_trials} trials of {duration / 1e3:g} s, bins of 1 ms"
    return report(title, medians, "ours", wanted)


def modulated(n_trials, duration, rounds):
    rng, dt = np.random.default_rng(0), 1.0

    def rate(t):
        return RATE * (1 + np.cos(2 * np.pi * 0.004 * t))

    def bins():
        p = rate(np.arange(int(duration / dt)) * dt) * 1e-3 * dt
        trial, i = np.nonzero(rng.random((n_trials, int(duration / dt))) < p)
        return trial, i * dt

    contestants = {
        "ours": lambda: inhomogeneous_trials(
            rate, 2 * RATE, duration=duration, n_trials=n_trials, rng=rng
        ),
        "ours, refractory 3 ms": lambda: homogeneous_trials(
            RATE, duration=duration, n_trials=n_trials, rng=rng, t_ref=3.0
        ),
        BINS: bins,
    }
    title = f"4 Hz modulation: {n_trials} trials of {duration / 1e3:g} s, bins of 1 ms"
    report(title, interleave(contestants, rounds), "ours", {})


if __name__ == "__main__":
    short = events(1e6, 15, {BINS: 60.0})
    events(1e5, 41, {})
    short += rasters(1000, 1e3, 41, {BINS: 12.0}) + rasters(100, 1e4, 41, {BINS: 12.0})
    rasters(100, 1e3, 41, {})
    modulated(1000, 1e3, 15)
    print("\n" + ("\n".join(short) if short else "every promise kept"))
    sys.exit(bool(short))
