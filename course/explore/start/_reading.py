"""Lesson 00: how to read a raster and an embedding, on made-up data."""

import numpy as np

from course import analysis, stimuli
from course.live import Button, Handle, Preset, Slider, figure
from course.plots import traces

NEURONS = 40
DURATION = 1000.0  # ms
EVENTS = 10  # that neurons may have in common, a second


@figure(
    "A raster of forty neurons and their activity",
    Slider("rate", 1.0, 20.0, 8.0, 0.5, "Hz", meaning="average over neurons"),
    Slider("synchrony", 0.0, 0.9, 0.0, 0.05, "", "synchrony", "part of spikes in common"),
    Slider("spread", 0.0, 1.5, 0.0, 0.05, "", "spread", "of the rates"),
    Slider("bin", 2.0, 200.0, 10.0, 1.0, "ms", "bin", "width, for the activity"),
    Button("seed", "new spikes"),
    presets=[
        Preset("columns", synchrony=0.8).shows("Many neurons at one time: synchrony."),
        Preset("rows", spread=1.5).shows("The same few neurons all the time: unequal rates."),
        Preset("wide bins", synchrony=0.8, bin=100.0).shows(
            "One common event in each bin: the activity looks calm, and the neurons are not."
        ),
    ],
    handles=[Handle("activity", x="bin", at=0.0, label="end of the first bin")],
    mosaic=[["raster"], ["activity"]],
    height_ratios=[2.2, 1],
    sharex=True,
    size=(7.2, 4.4),
)
def raster(rate, synchrony, spread, bin, seed):
    """Spikes of forty made-up neurons, and the activity that they add up to."""
    common, *own = np.random.default_rng(seed).spawn(NEURONS + 1)
    shape = np.exp(spread * common.standard_normal(NEURONS))
    rates = np.minimum(60.0, rate * shape / shape.mean())
    events = 100.0 * (np.arange(EVENTS) + common.uniform(0.2, 0.8, EVENTS))
    trials = []
    for rng, mean in zip(own, rates):
        joined = min(synchrony * mean, EVENTS)  # Hz
        joins = rng.random(EVENTS) < joined / EVENTS
        shared = (events + 3.0 * rng.standard_normal(EVENTS))[joins]
        alone = stimuli.poisson_spikes(mean - joined, duration=DURATION, rng=rng)
        train = np.concatenate([alone, shared])
        trials.append(np.sort(train[(train >= 0.0) & (train < DURATION)]))
    counts = np.array([train.size for train in trials])
    return {
        "times": np.concatenate(trials),
        "rows": np.repeat(np.arange(NEURONS), counts),
        "activity": analysis.psth(trials, DURATION, bin),
        "counts": counts,
    }


@raster.show
def show_raster(ax, r):
    traces.raster(ax.raster, r.times, r.rows, NEURONS)
    ax.raster.still(xlim=(0, DURATION), xlabel="", title="raster")
    ax.activity.still(xlim=(0, DURATION), ylim=(0, 110), title="activity")
    ax.activity.still(xlabel="time (ms)", ylabel="rate (Hz)")
    height = np.minimum(r.activity.value, 109.0)
    edges = r.activity.width * np.arange(height.size + 1)
    ax.activity.stairs("activity", height, edges, color="ink", lw=1.6, baseline=None)
    n = r.times.size
    return (
        f"{n} spikes of {NEURONS} neurons in 1 s: {n / NEURONS:z.1f} Hz on "
        f"average, from {r.counts.min()} to {r.counts.max()} Hz."
    )


N, STEPS = 30, 200
TIMES = np.arange(STEPS) * (2000.0 / STEPS)  # ms
PHASE = 2.0 * np.pi * TIMES / 1000.0
SIGNALS = np.sqrt(2.0) * np.array([np.sin(PHASE), np.cos(PHASE), np.sin(2.0 * PHASE)])


@figure(
    "The activity of thirty neurons and its embedding in a plane",
    Slider("signals", 0, 3, 2, 1, "", "signals", "that all neurons share"),
    Slider("noise", 0.05, 2.0, 0.3, 0.05, "", "noise", "that each has for itself"),
    Slider("now", 0.0, 2000.0, 0.0, 20.0, "ms", "t", "where the dot is", play=20.0),
    Button("seed", "new neurons"),
    presets=[
        Preset("a line", signals=1).shows("One shared signal: the point runs to and fro."),
        Preset("a loop", noise=0.05).shows("Two signals, little noise: it comes round."),
        Preset("only noise", signals=0, noise=1.0).shows(
            "Nothing shared: there is a picture all the same. Look at the bars."
        ),
    ],
    mosaic=[["X", "plane"], ["parts", "plane"]],
    width_ratios=[1, 1.15],
    height_ratios=[1.3, 1],
    size=(7.2, 4.0),
)
def embedding(signals, noise, seed):
    """The activity of thirty neurons as one point that moves in a plane."""
    rng = np.random.default_rng(seed)
    mixing, jitter = rng.standard_normal((N, 3)), rng.standard_normal((N, STEPS))
    X = mixing[:, :signals] @ SIGNALS[:signals] + noise * jitter
    return {"X": X, "pca": analysis.pca(X, 6), "dimension": analysis.participation_ratio(X)}


@embedding.show
def show_embedding(ax, r):
    step = min(STEPS - 1, round(r.now / 2000.0 * STEPS))
    now = TIMES[step]
    x, y = r.pca.scores[:2]
    ax.X.still(title="activity", xlabel="time (ms)", ylabel="neuron")
    ax.X.image("X", r.X, cmap="signed", clim=(-3, 3), extent=(0, 2000, N, 0))
    ax.X.line("now", [now, now], [0, N], color="you", lw=1.5, rim=4.0)
    ax.plane.still(xlim=(-14, 14), ylim=(-14, 14), title="embedding", xlabel="PC 1", ylabel="PC 2")
    ax.plane.still(xticks=[-10, 0, 10], yticks=[-10, 0, 10])
    ax.plane.line("path", x, y, color="ink", lw=1)
    ax.plane.points("now", x[step], y[step], color="you", ms=9)
    ax.parts.still(ylim=(0, 105), xlabel="component", ylabel="% of variance")
    ax.parts.still(xticks=range(1, 7))
    ax.parts.bars("parts", range(1, 7), 100.0 * r.pca.ratio, color="ink")
    part = 100.0 * r.pca.ratio[:2].sum()
    return (
        f"The plane shows {part:z.0f} % of the variance; the activity "
        f"fills {r.dimension:z.1f} dimensions of {N}."
    )
