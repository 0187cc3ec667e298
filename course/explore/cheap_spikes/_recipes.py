"""Lesson 04, second part: two recipes for a Poisson train."""

from typing import NamedTuple

import numpy as np

from course import analysis
from course.live import Button, Live, Preset, Slider
from course.models.poisson import bin_by_bin, homogeneous
from course.plots import traces

BELOW_ONE = 1.0 - 1e-12  # r dt = 1 must not exceed 1 by rounding


class Result(NamedTuple):
    p: float  # spikes expected per bin, r dt
    dt: float  # ms
    binned: np.ndarray  # ms
    exact: np.ndarray  # ms
    rate: float  # Hz
    found: dict  # name -> (rate over the rate asked for, cv, fano)


def gap_density(result):
    """Gaps in mean gaps and their density; one in bins of dt is 1, 2, ... bins long, never 0."""
    bins = np.rint(np.diff(result.binned) / result.dt).astype(int)
    together = int(np.ceil(0.1 / result.p - 1e-9))  # lengths that share a dot
    counts = np.bincount((bins - 1) // together)
    gaps = (np.arange(counts.size) * together + 0.5 * (together + 1)) * result.p
    return gaps, counts / (bins.size * together * result.p)


def recipes(**start):
    """Bin by bin against exact gaps, as r dt grows."""
    window = 10.0  # mean gaps, in which spikes are counted for the Fano factor

    def statistics(spikes, rate, duration):
        counts = analysis.spike_counts([spikes], duration, window * 1e3 / rate)[0]
        fano = counts.var(ddof=1) / counts.mean()
        ratio = analysis.spike_count_rate(spikes, duration) / rate
        return ratio, analysis.cv(spikes), fano

    def compute(p, rate, seed):
        streams = np.random.default_rng(seed).spawn(2)
        dt, duration = 1e3 * p / rate * BELOW_ONE, 2e7 / rate  # 20 000 mean gaps
        binned = bin_by_bin(rate, dt, duration, streams[0])
        exact = homogeneous(rate, duration, streams[1])
        found = {
            "bin by bin": statistics(binned, rate, duration),
            "exact": statistics(exact, rate, duration),
        }
        return Result(p, dt, binned, exact, rate, found)

    def draw(axes):
        ax = axes["trains"]
        ax.set(xlim=(0, 20), ylim=(2, 0), xlabel="time (mean gaps)", yticks=(0.5, 1.5))
        ax.set_yticklabels(("exact", "bin by bin"))
        grid = ax.plot([], [], color="0.85", lw=0.8)[0]
        rows = [ax.plot([], [], color=color, lw=1.4)[0] for color in ("C1", "C0")]
        axes["gaps"].set(xlim=(0, 5), ylim=(0, 1.15))
        axes["gaps"].set(xlabel="gap (mean gaps)", ylabel="density")
        x = np.linspace(0.0, 5.0, 201)
        axes["gaps"].plot(x, np.exp(-x), color="C1", label="exponential")
        binned = axes["gaps"].plot([], [], color="C0", ls="", marker="o", ms=4, label="bin by bin")
        axes["gaps"].legend(loc="upper right")
        ax = axes["stats"]
        ax.set(xlim=(0, 1), ylim=(0, 1.25), xlabel="r dt")
        q = np.linspace(0.0, 1.0, 201)
        ax.plot(q, np.ones_like(q), color="0.6", lw=1.2)
        ax.plot(q, np.sqrt(1 - q), color="C2", lw=1.2, label="CV")
        ax.plot(q, 1 - q, color="C3", lw=1.2, label="Fano factor")
        looks = {"ls": "", "marker": "o", "ms": 7, "clip_on": False}
        points = {
            "rate": ax.plot([], [], color="0.35", label="rate over r", **looks)[0],
            "cv": ax.plot([], [], color="C2", **looks)[0],
            "fano": ax.plot([], [], color="C3", **looks)[0],
        }
        ax.legend(loc="lower left")
        return {"grid": grid, "exact": rows[0], "binned": rows[1], "gaps": binned[0]} | points

    def update(artists, result):
        unit = 1e-3 * result.rate  # mean gaps per ms
        edges = np.arange(0.0, 20.0, max(result.p, 0.1))
        artists["grid"].set_data(*traces.strokes(edges if result.p >= 0.1 else [], 1.05, 1.95))
        early = result.exact[result.exact * unit < 20.0] * unit
        artists["exact"].set_data(*traces.strokes(early, 0.1, 0.9))
        early = (result.binned[result.binned * unit < 20.0] + 0.5 * result.dt) * unit
        artists["binned"].set_data(*traces.strokes(early, 1.1, 1.9))
        artists["gaps"].set_data(*gap_density(result))
        for name, value in zip(("rate", "cv", "fano"), result.found["bin by bin"]):
            artists[name].set_data([result.p], [value])

    def summary(result):
        ratio, cv, fano = result.found["bin by bin"]
        return (
            f"r dt = {result.p:.2f}, bins of {result.dt:.1f} ms: rate {ratio:.2f} of what was "
            f"asked for, CV {cv:.2f}, Fano factor {fano:.2f}; exact: 1, 1, 1."
        )

    return Live(
        "A Poisson neuron bin by bin against exact gaps",
        [
            Slider("p", 0.02, 1.0, 0.1, 0.01, "", "r dt", "probability of a spike in a bin"),
            Slider("rate", 5.0, 200.0, 50.0, 5.0, "Hz", "r", "rate"),
            Button("seed", "new spikes"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.recipes",
        start=start,
        presets=[
            Preset("r dt = 0.02", "Small bins: nobody can tell the two trains apart.", {"p": 0.02}),
            Preset("r dt = 0.5", "The rate is still right, the variability is not.", {"p": 0.5}),
            Preset("r dt = 1", "Every bin has its spike: a metronome.", {"p": 1.0}),
        ],
        mosaic=[["trains", "trains"], ["gaps", "stats"]],
        panels={"height_ratios": [1, 3]},
        size=(7.2, 4.6),
    )
