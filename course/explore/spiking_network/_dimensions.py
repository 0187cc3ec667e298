"""Lesson 05: do neurons vary together, and along how many directions?"""

from typing import NamedTuple

import numpy as np

from course import analysis
from course.explore.spiking_network._network import run
from course.live import Button, Live, Preset, Slider, Switch
from course.plots import network as plots

N = 60
SETTLED = 100  # steps until the common start is forgotten


class Result(NamedTuple):
    """Statistics of the voltages."""

    correlations: np.ndarray  # (N, N)
    mean: float  # of the pairs
    share: np.ndarray  # (N,) of the total variance, the largest first
    ratio: float  # participation ratio


def dimensions(**start):
    """Correlations of all pairs, and the variance along each principal component."""

    def compute(gain, mean, sd, dale, duration, seed):
        excitatory = 0.8 if dale else None
        steps = SETTLED + 10 * duration
        _, done = run(N, steps, gain=gain, mean=mean, sd=sd, excitatory=excitatory, seed=seed)
        X = done.X[:, SETTLED:]
        variance = np.maximum(np.linalg.eigvalsh(np.cov(X))[::-1], 0.0)
        pairs = analysis.correlations(X)
        average = (pairs.sum() - N) / (N * (N - 1))
        share = variance / (variance.sum() or 1.0)
        return Result(pairs, average, share, analysis.participation_ratio(X))

    def draw(axes):
        axes["pairs"].set_title("every pair of neurons")
        axes["values"].set_title("density of the pairs")
        axes["share"].set_title("variance by component")
        axes["share"].set(xlim=(0, N + 1), ylim=(1e-4, 1.3), yscale="log")
        axes["share"].set(xlabel="principal component", ylabel="share")
        return {
            "pairs": plots.correlation(axes["pairs"], N),
            "values": plots.distribution(
                axes["values"], np.linspace(-1, 1, 41), xlabel="correlation", ymax=6
            ),
            "share": axes["share"].plot([], [], ".", color="C0", ms=5)[0],
            "ratio": axes["share"].axvline(1.0, color="C1", lw=2, label="participation ratio"),
            "legend": axes["share"].legend(
                loc="upper right", frameon=True, framealpha=1, edgecolor="none"
            ),
        }

    def update(artists, result):
        artists["pairs"].set_data(result.correlations)
        values = result.correlations[~np.eye(N, dtype=bool)]
        plots.show_distribution(artists["values"], values)
        shown = result.share > 0
        artists["share"].set_data(np.arange(1, N + 1)[shown], result.share[shown])
        artists["ratio"].set_xdata([np.nan_to_num(result.ratio)] * 2)

    def summary(result):
        if not np.isfinite(result.ratio):
            return "Nothing changes: no correlation and no dimension."
        return (
            f"Mean correlation {result.mean:.2f}; participation ratio {result.ratio:.1f} of {N}; "
            f"the first component holds {100 * result.share[0]:.0f} % of the variance."
        )

    return Live(
        "Correlations and dimensions of the voltages",
        [
            Slider("gain", 0.0, 60.0, 10.0, 1.0, meaning="spread of the weights"),
            Slider("mean", 40.0, 120.0, 60.0, 1.0, meaning="mean input; 60 reaches the threshold"),
            Slider("sd", 0.0, 40.0, 10.0, 1.0, label="noise", meaning="of the input, at each step"),
            Switch("dale", False, "Dale's law: 80 % only excite, 20 % only inhibit"),
            Slider("duration", 5, 300, 50, 5, "time constants", meaning="of the recording"),
            Button("seed", "new network"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.dimensions",
        start=start,
        presets=[
            Preset(
                "Dale's law",
                "Nearly all pairs are correlated; one component holds nearly half of the variance.",
                {"gain": 20.0, "dale": True},
            ),
            Preset(
                "strangers",
                "No weights. Pairs still seem correlated: the recording is short.",
                {"gain": 0.0},
            ),
            Preset(
                "a long look",
                "The same strangers for 300 time constants: correlations shrink to nothing.",
                {"gain": 0.0, "duration": 300},
            ),
        ],
        mosaic=[["pairs", "values"], ["pairs", "share"]],
        panels={"width_ratios": [1.2, 1]},
        size=(7.2, 4.4),
    )
