"""Live figures of lesson 01: what one unit computes."""

import numpy as np

from course.explore.one_unit._layer import layer, plane
from course.explore.one_unit._spread import spread
from course.explore.one_unit._summation import edges, summation
from course.explore.one_unit._unit import unit
from course.live import Choice, Handle, Preset, Slider, Yours, figure
from course.models import activation
from course.models.activation import derivative

__all__ = ["activations", "edges", "layer", "plane", "spread", "summation", "unit"]

# name in the list -> function; the last takes Q, V_half and k
FUNCTIONS = {
    "linear": activation.linear,
    "ReLU": activation.relu,
    "step": activation.step,
    "sigmoid": activation.sigmoid,
    "tanh": activation.tanh,
    "neuron": activation.neuron_sigmoid,
}
STYLES = dict(zip(FUNCTIONS, ("-", "--", "-.", ":", (0, (5, 2, 1, 2, 1, 2)), (0, (7, 2)))))
LIMITS = {"linear": (-6.6, 6.6), "ReLU": (-1.6, 6.6)}  # of what grows without bound
HALF = np.linspace(1e-9, 6.0, 201)
X = np.concatenate([-HALF[::-1], [0.0], HALF])  # 0 itself, where the step breaks


@figure(
    "Six activation functions and their derivatives",
    Choice("chosen", tuple(FUNCTIONS), "neuron", "function"),
    Slider("x", -6.0, 6.0, 1.0, 0.1, "", "n", "net input of the dot", play=12.0),
    Slider("Q", 0.2, 2.0, 1.5, 0.1, "", "Q", "the neuron's largest activation"),
    Slider("V_half", -3.0, 3.0, 1.0, 0.1, "", "V½", "where it is half of that"),
    Slider("k", 0.2, 3.0, 0.5, 0.1, "", "k", "width of its rise"),
    Yours("mine(x)", "a logistic function, drawn over the sigmoid"),
    presets=[
        Preset("the plain sigmoid", Q=1.0, V_half=0.0, k=1.0).shows(
            "Q = 1, V½ = 0, k = 1: the neuron's curve lies on the sigmoid."
        ),
        Preset("nearly a step", Q=1.0, V_half=0.0, k=0.2).shows(
            "A narrow rise: the derivative becomes a spike and is almost 0 elsewhere."
        ),
        Preset("saturated", chosen="tanh", x=4.0).shows(
            "Far out on tanh the tangent is flat: what the input does no longer shows."
        ),
        Preset("the step at 0", chosen="step", x=0.0).shows("There is no tangent here."),
    ],
    handles=[Handle("f", x="x", at=lambda r: float(r.here[0]))],
    mosaic=[["f", "slope"]],
)
def activations(chosen, x, Q, V_half, k, mine):
    """Six activation functions and their derivatives; one of them followed point by point."""
    values, slopes = {}, {}
    for name, function in FUNCTIONS.items():
        more = (Q, V_half, k) if name == "neuron" else ()
        values[name] = function(X, *more)
        slopes[name] = derivative(function)(X, *more)
        if name == chosen:
            here = function(x, *more), derivative(function)(x, *more)
    values["step"] = np.where(X == 0, np.nan, values["step"])
    slopes["ReLU"] = np.where(X == 0, np.nan, slopes["ReLU"])
    return {"values": values, "slopes": slopes, "here": here, "mine": mine(X, like=X)}


@activations.show
def show_activations(ax, r):
    y, slope = r.here
    ax.f.still(xlim=(-6, 6), xlabel="net input", title="activation")
    ax.slope.still(xlim=(-6, 6), ylim=(-0.2, 2.7), xlabel="net input", title="derivative")
    for panel, curves in ((ax.f, r.values), (ax.slope, r.slopes)):
        panel.still(zero="xy")
        for name, curve in curves.items():
            label = name if panel is ax.f else None
            look = {"color": "soft", "lw": 1.1, "ls": STYLES[name], "zorder": 2}
            if name == r.chosen:
                look = {"color": "ink", "lw": 3.0, "ls": "-", "zorder": 3}
            at = 0.35 if name == "linear" else "end"  # else it would meet the ReLU
            panel.line(name, X, curve, label=label, at=at, **look)
    ax.f.yours("mine", X, r.mine)
    reach = np.array([-1.3, 1.3]) / np.hypot(1.0, 1.5 * slope)
    ax.f.line("tangent", r.x + reach, y + slope * reach, color="ink", lw=1.2)
    ax.f.points("here", r.x, y, color="you", ms=7)
    ax.slope.points("here", r.x, slope, color="you", ms=7)
    ax.f.limits(y=LIMITS.get(r.chosen, (-1.6, 3.2)))
    said = "not defined" if np.isnan(slope) else f"{slope:z.3f}"
    said = f"{r.chosen}: activation {y:z.3f} at {r.x:z.1f}, derivative {said}."
    return said
