"""Lesson 00: how to read a distribution, on made-up data."""

from typing import NamedTuple

import numpy as np

from course.live import Button, Choice, Live, Preset, Slider


def distribution(**start):
    """Rates of a sample of neurons as a histogram, with mean and median."""
    MOST, TOP = 3000, 40.0
    MADE_UP = {  # shape -> rates in Hz from normal numbers
        "alike": lambda z, u: 12.0 + 3.0 * z,
        "long tail": lambda z, u: np.exp(np.log(5.0) + 0.9 * z),
        "two groups": lambda z, u: np.where(u < 0.3, 26.0, 8.0) + 2.0 * z,
    }

    class Result(NamedTuple):
        rates: np.ndarray
        edges: np.ndarray
        heights: np.ndarray

    def compute(shape, n, bins, seed):
        rng = np.random.default_rng(seed)
        z, u = rng.standard_normal(MOST), rng.random(MOST)
        rates = np.clip(MADE_UP[shape](z, u), 0.0, None)[: round(n)]
        counts, edges = np.histogram(rates, bins, (0.0, TOP))
        return Result(rates, edges, counts / max(1, counts.max()))

    def draw(axes):
        ax = axes["A"]
        ax.set(xlim=(0, TOP), ylim=(0, 1.3), xlabel="firing rate (Hz)")
        ax.set_ylabel("number of neurons,\nrelative to the highest bin")
        artists = {
            "bars": ax.stairs(np.zeros(20), np.linspace(0, TOP, 21), fill=True, color="C5"),
            "mean": ax.plot([], [], color="C1", lw=2.2, label="mean")[0],
            "median": ax.plot([], [], color="black", lw=2.2, ls="--", label="median")[0],
            "rug": ax.plot([], [], "|", color="C0", ms=9, label="neurons (up to 300)")[0],
        }
        ax.legend(loc="upper right", ncols=3)
        return artists

    def update(artists, result):
        artists["bars"].set_data(result.heights, result.edges)
        artists["mean"].set_data([result.rates.mean()] * 2, [0, 1.1])
        artists["median"].set_data([np.median(result.rates)] * 2, [0, 1.1])
        shown = result.rates[:300]
        artists["rug"].set_data(shown, np.full(shown.size, 0.03))

    def summary(result):
        rates = result.rates
        return (
            f"{rates.size} neurons: mean {rates.mean():.1f} Hz, median {np.median(rates):.1f} Hz, "
            f"{np.count_nonzero(rates > TOP)} above {TOP:.0f} Hz."
        )

    return Live(
        "Firing rates of a sample of neurons",
        [
            Choice("shape", tuple(MADE_UP), "long tail", "rates"),
            Slider("n", 10.0, float(MOST), 300.0, 0.05, "", "n", "neurons measured", log=True),
            Slider("bins", 4, 100, 20, 1, "", "bins", "that count them"),
            Button("seed", "new sample"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.distribution",
        start=start,
        presets=[
            Preset("too many bins", "Few neurons a bin: what you see is chance.", {"bins": 100}),
            Preset(
                "too few bins",
                "Four bins fill the gap between two groups, where there is hardly a neuron.",
                {"shape": "two groups", "bins": 4},
            ),
            Preset("two groups", "Hardly a neuron fires at the mean.", {"shape": "two groups"}),
            Preset("alike", "Mean and median agree where both sides do.", {"shape": "alike"}),
        ],
        size=(7.2, 3.4),
    )
