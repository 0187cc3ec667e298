import numpy as np

from course.live import Button, Choice, Preset, Slider, figure
from course.plots.trains import BARS

MOST = 3000  # neurons
TOP = 40.0  # Hz
MADE_UP = {  # shape -> rates in Hz from normal and from uniform numbers
    "alike": lambda z, u: 12.0 + 3.0 * z,
    "long tail": lambda z, u: np.exp(np.log(5.0) + 0.9 * z),
    "two groups": lambda z, u: np.where(u < 0.3, 26.0, 8.0) + 2.0 * z,
}


@figure(
    "Firing rates of a sample of neurons",
    Choice("shape", tuple(MADE_UP), "long tail", "rates"),
    Slider("n", 10.0, float(MOST), 300.0, 0.05, "", "n", "neurons measured", log=True),
    Slider("bins", 4, 100, 20, 1, "", "bins", "that count them"),
    Button("seed", "new sample"),
    presets=[
        Preset("too many bins", bins=100).shows("Few neurons a bin: what you see is chance."),
        Preset("too few bins", shape="two groups", bins=4).shows(
            "Four bins fill the gap between two groups, where there is hardly a neuron."
        ),
        Preset("two groups", shape="two groups").shows("Hardly a neuron fires at the mean."),
        Preset("alike", shape="alike").shows("Mean and median agree where both sides do."),
    ],
    size=(7.2, 3.4),
)
def distribution(shape, n, bins, seed):
    """Rates of a sample of neurons as a histogram, with mean and median."""
    rng = np.random.default_rng(seed)
    z, u = rng.standard_normal(MOST), rng.random(MOST)
    rates = np.clip(MADE_UP[shape](z, u), 0.0, None)[: round(n)]
    counts, edges = np.histogram(rates, bins, (0.0, TOP))
    return {"rates": rates, "edges": edges, "heights": counts / max(1, counts.max())}


@distribution.show
def show_distribution(ax, r):
    mean, median = r.rates.mean(), np.median(r.rates)
    few = r.rates[:300]
    ax.A.still(xlim=(0, TOP), ylim=(0, 1.3), xlabel="firing rate (Hz)")
    ax.A.still(ylabel="number of neurons, relative to the highest bin")
    ax.A.stairs("bars", r.heights, r.edges, **BARS)
    ax.A.line("mean", [mean, mean], [0, 1.1], color="ink", lw=2.2, label="mean")
    look = {"color": "ink", "lw": 2.2, "ls": "--", "label": "median"}
    ax.A.line("median", [median, median], [0, 1.1], **look)
    look = {"marker": "|", "color": "soft", "ms": 9, "label": "neurons (up to 300)"}
    ax.A.points("rug", few, np.full(few.size, 0.03), **look)
    return (
        f"{r.rates.size} neurons: mean {r.rates.mean():z.1f} Hz, median {np.median(r.rates):z.1f} "
        f"Hz, {np.count_nonzero(r.rates > TOP)} above {TOP:z.0f} Hz."
    )
