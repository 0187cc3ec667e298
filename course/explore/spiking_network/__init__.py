"""Live figures of lesson 05: a network of spiking neurons."""

from typing import NamedTuple

import numpy as np

from course.explore.spiking_network._dimensions import dimensions
from course.explore.spiking_network._irregular import irregular
from course.explore.spiking_network._network import leading_scores, rates, run
from course.explore.spiking_network._raster_puzzle import puzzle
from course.live import Button, Choice, Live, Preset, Slider, Switch
from course.models.spiking_network import SpikingRun
from course.plots import matrices
from course.plots import network as plots
from course.plots.panel import Panel

__all__ = ["dimensions", "irregular", "network", "puzzle"]

T = 500  # steps, as in the article
VIEWS = ("activity", "embedding in 2-D", "embedding in 3-D")


def network(**start):
    """One network, four pictures: raster, activity or embedding, weights, distributions."""

    class Result(NamedTuple):
        W: np.ndarray
        run: SpikingRun
        rates: np.ndarray
        scores: np.ndarray | None  # None while the activity is shown
        angle: float

    def compute(gain, mean, sd, sparsity, dale, N, view, angle, seed):
        W, done = run(
            N, T, gain=gain, mean=mean, sd=sd, sparsity=sparsity, seed=seed,
            excitatory=0.8 if dale else None,
        )  # fmt: skip
        k = VIEWS.index(view) + 1
        scores = leading_scores(done.X, k) if k > 1 else None
        return Result(W, done, rates(done.spikes), scores, angle)

    def draw(axes):
        axes["raster"].set_title("raster")
        axes["W"].set_title("weights")
        axes["rates"].set_title("density of rates")
        axes["V"].set_title("density of voltages")
        return {
            "raster": plots.raster(axes["raster"], 100, xlim=(0, T / 10)),
            "W": matrices.weights(
                Panel(axes["W"]), np.zeros((100, 100)), 40.0, names=("to i", "from j")
            ),
            "states": plots.states(axes["state"].figure, axes["state"], (100, T)),
            "rates": plots.distribution(
                axes["rates"], np.linspace(0, 1.6, 33), xlabel="spikes per time constant", ymax=10
            ),
            "V": plots.distribution(
                axes["V"], np.linspace(-120, 0, 31), xlabel="voltage, no resets", ymax=0.06
            ),
        }

    def update(artists, result):
        N = len(result.W)
        plots.show_raster(artists["raster"], result.run.spikes)
        artists["W"].set_data(result.W)
        artists["W"].set_extent((-0.5, N - 0.5, N - 0.5, -0.5))
        if result.scores is None:
            plots.show_activity(artists["states"], result.run.X)
        else:
            plots.show_path(artists["states"], result.scores, angle=result.angle)
        plots.show_distribution(artists["rates"], result.rates)
        plots.show_distribution(artists["V"], result.run.X[~result.run.spikes])

    def summary(result):
        silent = np.count_nonzero(result.rates == 0)
        voltages = result.run.X[~result.run.spikes]
        return (
            f"{result.run.spikes.sum()} spikes; rate {result.rates.mean():.2f} per time constant, "
            f"spread {result.rates.std():.2f}; {silent} silent; mean voltage {voltages.mean():.0f}."
        )

    return Live(
        "One network, four pictures",
        [
            Slider("gain", 0.0, 60.0, 10.0, 1.0, meaning="spread of the weights"),
            Slider("mean", 40.0, 120.0, 60.0, 1.0, meaning="mean input; 60 reaches the threshold"),
            Slider("sd", 0.0, 40.0, 10.0, 1.0, label="noise", meaning="of the input, at each step"),
            Slider("sparsity", 0.0, 1.0, 0.0, 0.05, meaning="fraction of missing weights"),
            Switch("dale", False, "Dale's law: 80 % only excite, 20 % only inhibit"),
            Slider("N", 10, 200, 100, 10, meaning="neurons"),
            Choice("view", VIEWS, "activity", "lower left"),
            Slider("angle", 0, 355, 30, 5, "°", meaning="turn of the 3-D view", play=12.0),
            Button("seed", "new network"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.network",
        start=start,
        presets=[
            Preset("the article's", "Spikes everywhere, and no pattern that an eye can hold.", {}),
            Preset(
                "clocks",
                "No weights, no noise: all neurons do the same, so the path is a straight line.",
                {"gain": 0.0, "mean": 80.0, "sd": 0.0, "view": VIEWS[1]},
            ),
            Preset(
                "strong weights",
                "Rates spread out: some rows are crowded, others empty. Voltages sink far down.",
                {"gain": 50.0},
            ),
            Preset(
                "Dale's law",
                "Columns of one color, and volleys in the raster: the path swings far along PC 1.",
                {"gain": 20.0, "dale": True, "view": VIEWS[2]},
            ),
        ],
        mosaic=[["raster", "raster", "W"], ["state", "rates", "V"]],
        panels={"width_ratios": [5, 4, 5]},
        size=(7.2, 5.2),
    )
