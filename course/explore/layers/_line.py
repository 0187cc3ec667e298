from functools import lru_cache

import numpy as np

from course.live import Button, Choice, Handle, Preset, Slider, figure
from course.models import perceptron
from course.plots import planes

DATA = ("AND", "OR", "XOR", "cloud")
POINTS = planes.grid(61)
MIDDLE, LENGTH = 0.5, 0.3  # the arrow of the weights begins here, and is as long for w = 1


def examples(data, seed, distance=4.0):
    """A gate, or two clouds shrunk into the same square."""
    if data != "cloud":
        return perceptron.gate(data)
    X, y = perceptron.clouds(20, rng=seed, distance=distance)
    turn = np.array([[0.8, -0.6], [0.6, 0.8]])
    return perceptron.Examples(np.clip(0.5 + 0.2 * X @ turn.T, -0.7, 1.7), y)


@lru_cache(64)
def separable(data, seed):
    """Whether a line can separate the examples."""
    return perceptron.separable(*examples(data, seed))


@figure(
    "One unit draws one line",
    Choice("data", DATA, "AND", meaning="examples"),
    Slider("w1", -3.0, 3.0, 1.0, 0.1, label="w₁", meaning="weight of x₁"),
    Slider("w2", -3.0, 3.0, 1.0, 0.1, label="w₂", meaning="weight of x₂"),
    Slider("b", -3.0, 3.0, -0.5, 0.1, meaning="bias"),
    Button("seed", "new cloud"),
    presets=[
        Preset("AND", b=-1.5).shows("The bias asks for both inputs: the line passes above 1."),
        Preset("OR", data="OR", b=-0.5).shows(
            "The same weights, a smaller bias: one input is enough."
        ),
        Preset("XOR", data="XOR", b=-0.5).shows(
            "Three of four. Turn the line: is there a place for all four?"
        ),
        Preset("a cloud", data="cloud", w1=1.0, w2=-1.0, b=0.0).shows(
            "Forty examples: turn the line until no ring is left."
        ),
    ],
    handles=[
        Handle("x", x="w1", y="w2", offset=MIDDLE, scale=LENGTH, label="arrow of the weights")
    ],
    mosaic=[["x", "n"]],
    width_ratios=[1.25, 1],
)
def line(data, w1, w2, b, seed):
    """One unit: the line that w1, w2 and b draw, and the net input of every example."""
    found = examples(data, seed)
    unit = perceptron.Perceptron(np.array([w1, w2]), b)
    answers = perceptron.output(unit, POINTS).reshape(61, 61)
    n = found.X @ unit.w + b
    wrong = perceptron.output(unit, found.X) != found.y
    boundary = planes.line(unit.w, b)
    return {
        "examples": found,
        "n": n,
        "wrong": wrong,
        "answers": answers,
        "boundary": boundary,
        "separable": separable(data, seed),
    }


@line.show
def show_line(ax, r):
    y = r.examples.y
    size = 8 if len(y) > 4 else 13
    ax.x.still(title="what the unit answers")
    planes.plane(
        ax.x, r.examples, r.answers, r.wrong, size=size, ring=size + 8, boundary=r.boundary
    )
    tip = MIDDLE + LENGTH * np.array([r.w1, r.w2])
    ax.x.line("arrow", [MIDDLE, tip[0]], [MIDDLE, tip[1]], color="you", lw=2, zorder=5)
    ax.n.still(xlim=(-10, 10), ylim=(-0.25, 1.25), yticks=[0, 1])
    ax.n.still(xlabel="net input w·x + b", ylabel="y", title="the step f")
    ax.n.still.plot([-10, 0, 0, 10], [0, 0, 1, 1], color="soft", lw=2.5)
    height = (r.n > 0) + np.where(y == 1, 0.08, -0.08)
    shown = np.clip(r.n, -9.8, 9.8)
    zeros, ones = y == 0, y == 1
    look = {"mec": "ink", "mew": 0.8, "ms": 7}
    ax.n.points(0, shown[zeros], height[zeros], color="inh", label="target 0", **look)
    ax.n.points(1, shown[ones], height[ones], color="exc", marker="s", label="target 1", **look)
    ring = {"mfc": "none", "mec": "ink", "mew": 1.6, "ms": 14, "label": "wrong"}
    ax.n.points("ring", shown[r.wrong], height[r.wrong], **ring)
    can = "a line can separate them" if r.separable else "no line separates them"
    return f"{r.wrong.sum()} of {len(r.n)} examples wrong; {can}."


@line.on_event
def carry_line(event, values):
    """A press on the plane, and a move after it, carry the boundary there: b follows."""
    if event.kind not in ("press", "move") or event.axes != "x":
        return {}
    b = -(values["w1"] * event.x + values["w2"] * event.y)
    return {"b": float(np.round(np.clip(b, -3.0, 3.0), 1))}
