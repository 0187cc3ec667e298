"""Live figures of lesson 05: a network of spiking neurons."""

import numpy as np

from course.explore.spiking_network._dimensions import dimensions
from course.explore.spiking_network._irregular import irregular
from course.explore.spiking_network._network import leading_scores, rates, run
from course.explore.spiking_network._raster_puzzle import puzzle
from course.live import Button, Choice, Preset, Slider, Switch, figure
from course.plots import matrices
from course.plots import network as plots

__all__ = ["dimensions", "irregular", "network", "puzzle"]

T = 500  # steps, as in the article
RATES = np.linspace(0, 1.6, 33)
VOLTAGES = np.linspace(-120, 0, 31)
VIEWS = ("activity", "embedding in 2-D", "embedding in 3-D")


@figure(
    "One network, four pictures",
    Slider("gain", 0.0, 60.0, 10.0, 1.0, meaning="spread of the weights"),
    Slider("mean", 40.0, 120.0, 60.0, 1.0, meaning="mean input; 60 reaches the threshold"),
    Slider("sd", 0.0, 40.0, 10.0, 1.0, label="noise", meaning="of the input, at each step"),
    Slider("sparsity", 0.0, 1.0, 0.0, 0.05, meaning="fraction of missing weights"),
    Switch("dale", False, "Dale's law: 80 % only excite, 20 % only inhibit"),
    Slider("N", 10, 200, 100, 10, meaning="neurons"),
    Choice("view", VIEWS, "activity", "lower left"),
    Slider("angle", 0, 355, 30, 5, "°", meaning="turn of the 3-D view", play=12.0),
    Button("seed", "new network"),
    presets=[
        Preset("the article's").shows("Spikes everywhere, and no pattern that an eye can hold."),
        Preset("clocks", gain=0.0, mean=80.0, sd=0.0, view=VIEWS[1]).shows(
            "No weights, no noise: all neurons do the same, so the path is a straight line."
        ),
        Preset("strong weights", gain=50.0).shows(
            "Rates spread out: some rows are crowded, others empty. Voltages sink far down."
        ),
        Preset("Dale's law", gain=20.0, dale=True, view=VIEWS[2]).shows(
            "Columns of one color, and volleys in the raster: the path swings far along PC 1."
        ),
    ],
    mosaic=[["raster", "raster", "W"], ["state", "rates", "V"]],
    width_ratios=[5, 4, 5],
    size=(7.2, 5.2),
)
def network(gain, mean, sd, sparsity, dale, N, view, angle, seed):
    """One network, four pictures: raster, activity or embedding, weights, distributions."""
    W, done = run(
        N,
        T,
        gain=gain,
        mean=mean,
        sd=sd,
        sparsity=sparsity,
        seed=seed,
        excitatory=0.8 if dale else None,
    )
    k = VIEWS.index(view) + 1
    scores = leading_scores(done.X, k) if k > 1 else None
    return {"W": W, "run": done, "rates": rates(done.spikes), "scores": scores}


@network.show
def show_network(ax, r):
    plots.raster(ax.raster, r.run.spikes)
    ax.raster.still(xlim=(0, T / 10), title="raster")
    matrices.weights(ax.W, r.W, 40.0, names=("to i", "from j"), counted=False)
    ax.W.still(title="weights")
    if r.scores is None:
        plots.activity(ax.state, r.run.X)
    else:
        plots.path(ax.state, r.scores, angle=r.angle)
    plots.distribution(ax.rates, r.rates, RATES, lowest_top=10)
    ax.rates.still(xlabel="spikes per time constant", title="density of rates")
    plots.distribution(ax.V, r.run.X[~r.run.spikes], VOLTAGES, lowest_top=0.06)
    ax.V.still(xlabel="voltage, no resets", title="density of voltages")


@network.summary
def say_network(r):
    silent = np.count_nonzero(r.rates == 0)
    voltages = r.run.X[~r.run.spikes]
    return (
        f"{r.run.spikes.sum()} spikes; rate {r.rates.mean():.2f} per time constant, "
        f"spread {r.rates.std():.2f}; {silent} silent; mean voltage {voltages.mean():.0f}."
    )
