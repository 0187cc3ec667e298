"""Lesson 00: how to read a raster and an embedding, on made-up data."""

import functools
from typing import NamedTuple

import numpy as np

from course import analysis, stimuli
from course.live import Button, Live, Preset, Slider
from course.plots import traces


def raster(**start):
    """Spikes of forty made-up neurons, and the activity that they add up to."""
    N, T, EVENTS = 40, 1000.0, 10  # neurons, ms, common events a second

    class Result(NamedTuple):
        times: np.ndarray
        rows: np.ndarray
        activity: analysis.Histogram
        rates: np.ndarray

    def compute(rate, synchrony, spread, bin, seed):
        common, *own = np.random.default_rng(seed).spawn(N + 1)
        shape = np.exp(spread * common.standard_normal(N))
        rates = np.minimum(60.0, rate * shape / shape.mean())
        events = 100.0 * (np.arange(EVENTS) + common.uniform(0.2, 0.8, EVENTS))
        trials = []
        for rng, mean in zip(own, rates):
            joined = min(synchrony * mean, EVENTS)  # Hz
            joins = rng.random(EVENTS) < joined / EVENTS
            shared = (events + 3.0 * rng.standard_normal(EVENTS))[joins]
            alone = stimuli.poisson_spikes(mean - joined, T, rng=rng)
            train = np.concatenate([alone, shared])
            trials.append(np.sort(train[(train >= 0.0) & (train < T)]))
        rows = np.repeat(np.arange(N), [train.size for train in trials])
        return Result(
            np.concatenate(trials),
            rows,
            analysis.psth(trials, T, bin),
            np.array([train.size for train in trials]),
        )

    def draw(axes):
        spikes = traces.raster(axes["raster"], N, xlim=(0, T))
        axes["raster"].set(xlabel="", title="raster")
        axes["activity"].set(xlim=(0, T), ylim=(0, 110), xlabel="time (ms)", title="activity")
        axes["activity"].set_ylabel("rate (Hz)")
        steps = axes["activity"].stairs(np.zeros(2), [0, 1, 2], color="C0", lw=1.6, baseline=None)
        return {"spikes": spikes, "activity": steps}

    def update(artists, result):
        traces.show_raster(artists["spikes"], result.times, result.rows)
        height = np.minimum(result.activity.value, 109.0)
        artists["activity"].set_data(height, result.activity.width * np.arange(height.size + 1))

    def summary(result):
        return (
            f"{result.times.size} spikes of {N} neurons in 1 s: {result.times.size / N:.1f} Hz on "
            f"average, from {result.rates.min()} to {result.rates.max()} Hz."
        )

    return Live(
        "A raster of forty neurons and their activity",
        [
            Slider("rate", 1.0, 20.0, 8.0, 0.5, "Hz", meaning="of the mean neuron"),
            Slider("synchrony", 0.0, 0.9, 0.0, 0.05, "", "synchrony", "part of spikes in common"),
            Slider("spread", 0.0, 1.5, 0.0, 0.05, "", "spread", "of the rates"),
            Slider("bin", 2.0, 50.0, 10.0, 1.0, "ms", "bin", "width, for the activity"),
            Button("seed", "new spikes"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.raster",
        start=start,
        presets=[
            Preset("columns", "Many neurons at one time: synchrony.", {"synchrony": 0.8}),
            Preset("rows", "The same few neurons all the time: unequal rates.", {"spread": 1.5}),
            Preset(
                "wide bins",
                "The spikes are the same; the activity looks calm because bins average.",
                {"bin": 50.0},
            ),
        ],
        mosaic=[["raster"], ["activity"]],
        panels={"height_ratios": [2.2, 1], "sharex": True},
        size=(7.2, 4.4),
    )


def embedding(**start):
    """The activity of thirty neurons as one point that moves in a plane."""
    N, STEPS = 30, 200
    t = np.arange(STEPS) * (2000.0 / STEPS)  # ms
    phase = 2.0 * np.pi * t / 1000.0
    SIGNALS = np.sqrt(2.0) * np.array([np.sin(phase), np.cos(phase), np.sin(2.0 * phase)])

    class Data(NamedTuple):
        X: np.ndarray
        pca: analysis.PCA
        dimension: float

    @functools.lru_cache(1)  # while only the dot moves
    def data(signals, noise, seed):
        rng = np.random.default_rng(seed)
        mixing, jitter = rng.standard_normal((N, 3)), rng.standard_normal((N, STEPS))
        X = mixing[:, :signals] @ SIGNALS[:signals] + noise * jitter
        return Data(X, analysis.pca(X, 6), analysis.participation_ratio(X))

    def compute(signals, noise, now, seed):
        return data(signals, noise, seed), min(STEPS - 1, round(now / 2000.0 * STEPS))

    def draw(axes):
        X, plane, parts = axes["X"], axes["plane"], axes["parts"]
        X.set(title="activity", xlabel="time (ms)", ylabel="neuron")
        image = X.imshow(np.zeros((N, STEPS)), vmin=-3, vmax=3, extent=(0, 2000, N, 0))
        plane.set(xlim=(-14, 14), ylim=(-14, 14), xlabel="PC 1", ylabel="PC 2", title="embedding")
        plane.set(xticks=[-10, 0, 10], yticks=[-10, 0, 10])
        parts.set(ylim=(0, 105), xlabel="component", ylabel="% of variance")
        parts.set_xticks(range(1, 7))
        return {
            "image": image,
            "line": X.plot([], [], color="C1", lw=2)[0],
            "path": plane.plot([], [], color="C0", lw=1)[0],
            "dot": plane.plot([], [], "o", color="C1", ms=9)[0],
            "bars": list(parts.bar(range(1, 7), np.zeros(6), color="C0")),
        }

    def update(artists, result):
        (X, pca, _), step = result
        x, y = pca.scores[:2]
        now = t[step]
        artists["image"].set_data(X)
        artists["line"].set_data([now, now], [0, N])
        artists["path"].set_data(x, y)
        artists["dot"].set_data([x[step]], [y[step]])
        for bar, part in zip(artists["bars"], pca.ratio):
            bar.set_height(100.0 * part)

    def summary(result):
        (_, pca, dimension), _ = result
        return (
            f"The plane shows {100.0 * pca.ratio[:2].sum():.0f} % of the variance; the activity "
            f"fills {dimension:.1f} dimensions of {N}."
        )

    return Live(
        "The activity of thirty neurons and its embedding in a plane",
        [
            Slider("signals", 0, 3, 2, 1, "", "signals", "that all neurons share"),
            Slider("noise", 0.05, 2.0, 0.3, 0.05, "", "noise", "that each has for itself"),
            Slider("now", 0.0, 2000.0, 0.0, 20.0, "ms", "t", "where the dot is", play=20.0),
            Button("seed", "new neurons"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.embedding",
        start=start,
        presets=[
            Preset("a line", "One shared signal: the point runs to and fro.", {"signals": 1}),
            Preset("a loop", "Two signals, little noise: it comes round.", {"noise": 0.05}),
            Preset(
                "only noise",
                "Nothing shared: there is a picture all the same. Look at the bars.",
                {"signals": 0, "noise": 1.0},
            ),
        ],
        mosaic=[["X", "plane"], ["parts", "plane"]],
        panels={"width_ratios": [1, 1.15], "height_ratios": [1.3, 1]},
        size=(7.2, 4.0),
    )
