"""Live figures of lesson 01: what one unit computes."""

from typing import NamedTuple

import numpy as np

from course.explore._mine import Mine, drawn
from course.explore.one_unit._layer import layer, plane
from course.explore.one_unit._spread import spread
from course.explore.one_unit._summation import edges, summation
from course.explore.one_unit._unit import unit
from course.live import Choice, Live, Preset, Slider
from course.models import activation
from course.models.activation import derivative

__all__ = ["activations", "edges", "layer", "plane", "spread", "summation", "unit"]

# name in the list -> function; the last takes Q, theta and beta
FUNCTIONS = {
    "linear": activation.linear,
    "ReLU": activation.relu,
    "step": activation.step,
    "sigmoid": activation.sigmoid,
    "tanh": activation.tanh,
    "neuron": activation.neuron_sigmoid,
}
COLORS = dict(zip(FUNCTIONS, ("0.55", "C4", "C3", "C2", "C5", "C0")))
HALF = np.linspace(1e-9, 6.0, 201)
X = np.concatenate([-HALF[::-1], [0.0], HALF])  # 0 itself, where the step breaks


def activations(mine=None, **start):
    """Six activation functions and their derivatives; one of them followed point by point.

    Parameters
    ----------
    mine : callable, optional
        Your own `mine(x, Q, theta, beta)`, drawn over the neuron's sigmoid.
    """

    class Result(NamedTuple):
        f: dict
        slope: dict
        chosen: str
        x: float
        here: tuple
        mine: Mine

    def compute(chosen, x, Q, theta, beta):
        values, slopes, here = {}, {}, ()
        for name, function in FUNCTIONS.items():
            more = (Q, theta, beta) if name == "neuron" else ()
            values[name] = function(X, *more)
            slopes[name] = derivative(function)(X, *more)
            if name == chosen:
                here = function(x, *more), derivative(function)(x, *more)
        values["step"] = np.where(X == 0, np.nan, values["step"])
        slopes["ReLU"] = np.where(X == 0, np.nan, slopes["ReLU"])
        return Result(values, slopes, chosen, x, here, drawn(mine, X, Q, theta, beta))

    def draw(axes):
        f, slope = axes["f"], axes["slope"]
        f.set(xlim=(-6, 6), ylim=(-1.6, 3.2), xlabel="net input", title="activation")
        slope.set(xlim=(-6, 6), ylim=(-0.2, 2.7), xlabel="net input", title="derivative")
        artists = {"f": {}, "slope": {}}
        for ax in (f, slope):
            ax.axhline(0, color="0.85", lw=0.8)
            ax.axvline(0, color="0.85", lw=0.8)
        for name, color in COLORS.items():
            artists["f"][name] = f.plot([], [], color=color, label=name)[0]
            artists["slope"][name] = slope.plot([], [], color=color)[0]
        artists["mine"] = f.plot([], [], "k:", lw=2.2, label="yours" if mine else None)[0]
        artists["tangent"] = f.plot([], [], color="black", lw=1.2)[0]
        artists["dot"] = f.plot([], [], "ko", ms=7)[0]
        artists["slope dot"] = slope.plot([], [], "ko", ms=7)[0]
        f.figure.legend(loc="outside lower center", ncols=7)
        return artists

    def update(artists, result):
        for name in FUNCTIONS:
            for panel, values in (("f", result.f), ("slope", result.slope)):
                line = artists[panel][name]
                line.set_data(X, values[name])
                line.set_linewidth(3.2 if name == result.chosen else 1.1)
        y, slope = result.here
        artists["dot"].set_data([result.x], [y])
        artists["slope dot"].set_data([result.x], [slope])
        reach = np.array([-1.3, 1.3]) / np.hypot(1.0, 1.5 * slope)
        artists["tangent"].set_data(result.x + reach, y + slope * reach)
        artists["mine"].set_data(X, result.mine.curve)
        limits = {"linear": (-6.6, 6.6), "ReLU": (-1.6, 6.6)}
        artists["dot"].axes.set_ylim(limits.get(result.chosen, (-1.6, 3.2)))

    def summary(result):
        y, slope = result.here
        said = "not defined" if np.isnan(slope) else f"{slope:.3f}"
        said = f"{result.chosen}: activation {y:.3f} at {result.x:.1f}, derivative {said}."
        return said + result.mine.trouble

    return Live(
        "Six activation functions and their derivatives",
        [
            Choice("chosen", tuple(FUNCTIONS), "neuron", "function"),
            Slider("x", -6.0, 6.0, 1.0, 0.1, "", "n", "net input of the dot", play=12.0),
            Slider("Q", 0.2, 2.0, 1.5, 0.1, "", "Q", "the neuron's largest activation"),
            Slider("theta", -3.0, 3.0, 1.0, 0.1, "", "θ", "where it is half of that"),
            Slider("beta", 0.2, 3.0, 0.5, 0.1, "", "β", "width of its rise"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.activations",
        start=start,
        presets=[
            Preset(
                "the plain sigmoid",
                "Q = 1, θ = 0, β = 1: the neuron's curve lies on the sigmoid.",
                {"Q": 1.0, "theta": 0.0, "beta": 1.0},
            ),
            Preset(
                "nearly a step",
                "A narrow rise: the derivative becomes a spike and is almost 0 elsewhere.",
                {"Q": 1.0, "theta": 0.0, "beta": 0.2},
            ),
            Preset(
                "saturated",
                "Far out on tanh the tangent is flat: what the input does no longer shows.",
                {"chosen": "tanh", "x": 4.0},
            ),
            Preset("the step at 0", "There is no tangent here.", {"chosen": "step", "x": 0.0}),
        ],
        mosaic=[["f", "slope"]],
        size=(7.2, 4.0),
    )
