"""Lesson 10, universal approximation: n hidden units follow a curve."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.live import Choice, Live, Preset, Slider, Switch
from course.models import perceptron
from course.models.curve_fit import Curve, fit_curve

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


def curve(**start):
    """A curve, the sum of n hidden units that follows it, and the units themselves."""

    class Result(NamedTuple):
        target: np.ndarray
        fit: Curve
        y: np.ndarray
        parts: np.ndarray  # (121, n), each unit times its output weight
        errors: np.ndarray

    def compute(curve, n, activation, all_weights, draft):
        fit = fitted(curve, n, activation, 0 if draft or not all_weights else 40)
        hidden, y = perceptron.forward(perceptron.MLP(*fit[:6]), x[:, None])
        return Result(CURVES[curve], fit, y[:, 0], hidden * fit.W2[0], errors(curve, activation))

    def draw(axes):
        ax = axes["y"]
        ax.set(xlim=(0, 1), ylim=(-1.5, 1.5), ylabel="y", title="the curve and the network")
        ax.tick_params(labelbottom=False)
        artists = {
            "target": ax.plot([], [], color="0.7", lw=4, label="curve")[0],
            "y": ax.plot([], [], color="C0", label="network")[0],
        }
        ax.legend(loc="upper right", ncols=2, borderaxespad=0.1)
        ax = axes["parts"]
        ax.set(xlim=(0, 1), ylim=(-3, 3), xlabel="x", ylabel="W₂a", title="each hidden unit")
        artists["parts"] = ax.plot([], [], color="C2", lw=0.9)[0]
        ax = axes["error"]
        ax.set(xscale="log", yscale="log", xlim=(0.85, 36), ylim=(1e-4, 1.5))
        ax.set(xlabel="hidden units n", ylabel="error (root mean square)", title="error")
        ax.set_xticks([1, 2, 5, 10, 20], ["1", "2", "5", "10", "20"])
        ax.minorticks_off()
        artists["errors"] = ax.plot([], [], "o-", color="0.55", ms=4, lw=1,
                                    label="output weights only")[0]  # fmt: skip
        artists["here"] = ax.plot([], [], "o", color="C1", ms=9, label="this network")[0]
        ax.legend(loc="lower left", borderaxespad=0.1)
        return artists

    def update(artists, result):
        artists["target"].set_data(x, result.target)
        artists["y"].set_data(x, np.clip(result.y, -5, 5))
        n = result.parts.shape[1]
        gaps = np.vstack([np.clip(result.parts, -9, 9), np.full(n, np.nan)])
        artists["parts"].set_data(np.tile(np.append(x, np.nan), n), gaps.T.ravel())
        artists["errors"].set_data(SIZES, np.maximum(result.errors, 1e-4))
        artists["here"].set_data([n], [max(result.fit.error, 1.1e-4)])

    def summary(result):
        n = result.parts.shape[1]
        units = "unit" if n == 1 else "units"
        return f"{n} hidden {units} follow the curve with an error of {result.fit.error:.2g}."

    return Live(
        "A curve followed by n hidden units",
        [
            Choice("curve", tuple(CURVES), "one wave", meaning="to follow"),
            Slider("n", 1, 30, 3, 1, meaning="hidden units", play=2.0),
            Choice("activation", ("relu", "tanh", "sigmoid"), "relu", label="f",
                   meaning="of the hidden units"),
            Switch("all_weights", False, "train all weights", "not only those to the output"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.curve",
        start=start,
        presets=[
            Preset("30 ReLUs", "Straight pieces, one kink a unit: the corners vanish.", {"n": 30}),
            Preset("3, all trained", "The kinks move to where the curve bends.",
                   {"n": 3, "all_weights": True}),
            Preset("chirp", "The fast end needs most units; evenly spread ones are too few there.",
                   {"curve": "chirp", "n": 12}),
            Preset("edge", "A jump: kinks on a grid overshoot, two placed well would do.",
                   {"curve": "edge", "n": 12}),
        ],
        mosaic=[["y", "error"], ["parts", "error"]],
        panels={"width_ratios": [1.4, 1]},
        size=(7.2, 4.2),
        drafts=True,
    )  # fmt: skip
