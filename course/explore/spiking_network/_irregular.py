import functools
from typing import NamedTuple

import numpy as np

from course import analysis
from course.explore.spiking_network._network import mean_cv, rates, run
from course.live import Button, Handle, Preset, Slider, Switch, Yours, figure
from course.plots import network as plots

N, T = 100, 1100
SETTLED = 100  # steps until the common start is forgotten
SHOWN = 300  # steps of raster
SPREADS = np.array([0, 1, 2, 4, 6, 9, 12, 16, 20, 25, 30, 40, 50, 65, 80, 100], float)


class Point(NamedTuple):
    """A network at one spread of its weights."""

    spikes: np.ndarray  # (N, steps), settled
    cv: float
    dimensions: float  # participation ratio of the voltages
    rate: float  # spikes per time constant


def _point(w_sd, **settings):
    _, done = run(N, T, w_sd=w_sd, **settings)
    spikes, X = done.spikes[:, SETTLED:], done.V[:, SETTLED:]
    dimensions = analysis.participation_ratio(X)
    return Point(spikes, mean_cv(spikes), dimensions, float(rates(spikes).mean()))


@functools.lru_cache(maxsize=64)
def _curves(every, mean, sd, sparsity, excitatory, seed):
    settings = {"mean": mean, "sd": sd, "sparsity": sparsity, "excitatory": excitatory}
    spreads = SPREADS[::every]
    points = [_point(w_sd, seed=seed, **settings) for w_sd in spreads]
    return spreads, *np.array([(point.cv, point.dimensions) for point in points]).T


@figure(
    "From regular to irregular",
    Slider("w_sd", 0, 100, 0, 1, meaning="spread of the weights", play=8.0),
    Slider("mean", 40.0, 120.0, 80.0, 1.0, meaning="mean input; 60 reaches the threshold"),
    Slider("sd", 0.0, 40.0, 0.0, 1.0, label="noise", meaning="of the input, at each step"),
    Slider("sparsity", 0.0, 1.0, 0.0, 0.05, meaning="fraction of missing weights"),
    Switch("dale", False, "Dale's law: 80 % only excite, 20 % only inhibit"),
    Button("seed", "new network"),
    Yours("mine(spikes)", "the CV, drawn as a ring"),
    presets=[
        Preset("a little", w_sd=4).shows(
            "Weights of 4 break the lockstep. Each neuron is still nearly a clock."
        ),
        Preset("more", w_sd=30).shows(
            "Near 30 the dimensions are at their highest, and gaps differ in length."
        ),
        Preset("too much", w_sd=100).shows(
            "A quarter of the neurons holds about 40 % of the variance: fewer dimensions."
        ),
        Preset("Dale's law", w_sd=30, dale=True).shows(
            "Each neuron's weights have one sign: neurons move together, in few dimensions."
        ),
    ],
    handles=[
        Handle("cv", x="w_sd", at=lambda r: r.here.cv),
        Handle("dimensions", x="w_sd", at=lambda r: np.nan_to_num(r.here.dimensions)),
    ],
    mosaic=[["raster", "cv"], ["raster", "dimensions"]],
    width_ratios=[1.25, 1],
    size=(7.2, 4.4),
)
def irregular(w_sd, mean, sd, sparsity, dale, seed, mine, draft=False):
    """How irregular spikes and how many dimensions a network has, against its weights."""
    excitatory = 0.8 if dale else None
    settings = {"mean": mean, "sd": sd, "sparsity": sparsity, "excitatory": excitatory}
    spreads, cv, dimensions = _curves(3 if draft else 1, seed=seed, **settings)
    here = _point(w_sd, seed=seed, **settings)
    return {
        "here": here,
        "mine": mine(here.spikes),
        "spreads": spreads,
        "cv": cv,
        "dimensions": dimensions,
    }


@irregular.show
def show_irregular(ax, r):
    first = SETTLED / 10
    plots.raster(ax.raster, r.here.spikes[:, :SHOWN], first=first)
    ax.raster.still(xlim=(first, first + SHOWN / 10), title="raster")
    for panel, curve, here, top in (
        (ax.cv, r.cv, r.here.cv, 1.0),
        (ax.dimensions, r.dimensions, r.here.dimensions, 100),
    ):
        panel.still(xlim=(-3, 103), ylim=(0, top))
        panel.line("curve", r.spreads, curve, marker=".", color="ink", lw=1.2, ms=5)
        panel.points("here", r.w_sd, here, color="you", ms=8)
    if r.mine is not None:
        ring = {"ls": "", "marker": "o", "ms": 13, "mfc": "none", "mew": 2.0}
        ax.cv.yours("mine", [r.w_sd], [r.mine], **ring)
    ax.cv.still(title="irregularity", ylabel="CV")
    ax.cv.still.tick_params(labelbottom=False)
    ax.dimensions.still(title="dimensions", ylabel="participation ratio")
    ax.dimensions.still(xlabel="spread of the weights")
    here = r.here
    dimensions = f"{here.dimensions:z.0f}" if np.isfinite(here.dimensions) else "0"
    return (
        f"At spread {r.w_sd:z.0f}: CV {here.cv:z.2f}, "
        f"participation ratio {dimensions} of {N}, "
        f"{here.rate:z.2f} spikes per time constant."
    )
