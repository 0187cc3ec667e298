from functools import lru_cache

import numpy as np

from course.live import Choice, Handle, Preset, Slider, Switch, figure, stacked
from course.models import perceptron
from course.models.curve_fit import fit_curve
from course.plots import curves, traces

x = np.linspace(0.0, 1.0, 121)
CURVES = {
    "one wave": np.sin(2 * np.pi * x),
    "chirp": np.sin(2 * np.pi * (0.5 * x + 2.5 * x**2)),
    "edge": np.where(x > 0.5, 0.8, -0.8),
}
SIZES = (1, 2, 3, 4, 6, 8, 11, 16, 22, 30)


@lru_cache(64)
def errors(curve, activation):
    """Error of the output weights alone, for each of SIZES."""
    fits = (fit_curve(x, CURVES[curve], n, activation=activation, polish=0) for n in SIZES)
    return np.array([fit.error for fit in fits])


@lru_cache(256)
def fitted(curve, n, activation, polish):
    return fit_curve(x, CURVES[curve], n, activation=activation, polish=polish)


@figure(
    "A curve followed by n hidden units",
    Choice("curve", tuple(CURVES), "one wave", meaning="to follow"),
    Slider("n", 1, 30, 3, 1, meaning="hidden units", play=2.0),
    Choice(
        "activation", ("relu", "tanh", "sigmoid"), "relu", label="f", meaning="of the hidden units"
    ),
    Switch("all_weights", False, "train all weights", "not only those to the output"),
    presets=[
        Preset("30 ReLUs", n=30).shows("Straight pieces, one kink a unit: the corners vanish."),
        Preset("3, all trained", n=3, all_weights=True).shows(
            "The kinks move to where the curve bends."
        ),
        Preset("chirp", curve="chirp", n=12).shows(
            "The fast end needs most units; evenly spread ones are too few there."
        ),
        Preset("edge", curve="edge", n=12).shows(
            "A jump: kinks on a grid overshoot, two placed well would do."
        ),
    ],
    handles=[Handle("error", x="n", at=lambda r: max(r.fit.error, 1.1e-4))],
    mosaic=[["y", "error"], ["parts", "error"]],
    width_ratios=[1.4, 1],
    narrow=stacked(6.2, y=6, parts=5, error=6),
    size=(7.2, 4.2),
)
def curve(curve, n, activation, all_weights, draft=False):
    """A curve, the sum of n hidden units that follows it, and the units themselves."""
    fit = fitted(curve, n, activation, 0 if draft or not all_weights else 40)
    hidden, y = perceptron.forward(perceptron.MLP(*fit[:6]), x[:, None])
    return {
        "fit": fit,
        "y": y[:, 0],
        "parts": hidden * fit.W2[0],
        "errors": errors(curve, activation),
    }


@curve.show
def show_curve(ax, r):
    ax.y.still(xlim=(0, 1), ylim=(-1.5, 1.5), ylabel="y", title="the curve and the network")
    ax.y.still.tick_params(labelbottom=False)
    ax.y.line("target", x, CURVES[r.curve], label="curve", **curves.WIDE)
    ax.y.line("y", x, np.clip(r.y, -5, 5), color="ink", label="network")
    ax.parts.still(xlim=(0, 1), ylim=(-3, 3), xlabel="x", ylabel="W₂a", title="each hidden unit")
    ax.parts.line("parts", *traces.joined(x, np.clip(r.parts.T, -9, 9)), color="soft", lw=0.9)
    ax.error.still(xscale="log", yscale="log", xlim=(0.85, 36), ylim=(1e-4, 1.5))
    ax.error.still(xlabel="hidden units n", ylabel="error (root mean square)", title="error")
    ax.error.still.set_xticks([1, 2, 5, 10, 20], ["1", "2", "5", "10", "20"])
    ax.error.still.minorticks_off()
    look = {"color": "soft", "marker": "o", "ms": 4, "lw": 1, "label": "output weights only"}
    ax.error.line("errors", SIZES, np.maximum(r.errors, 1e-4), **look)
    here = max(r.fit.error, 1.1e-4)
    ax.error.points("here", r.n, here, color="you", ms=9, label="this network")
    n = r.parts.shape[1]
    units = "unit" if n == 1 else "units"
    return f"{n} hidden {units} follow the curve with an error of {r.fit.error:z.2g}."
