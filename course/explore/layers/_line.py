"""Lesson 10, one unit: its line over gates and a cloud, dragged by its weights."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.live import Button, Choice, Live, Preset, Slider
from course.models import perceptron
from course.plots import planes

DATA = ("AND", "OR", "XOR", "cloud")
POINTS = planes.grid(61)


def examples(data, seed, distance=4.0):
    """A gate, or two clouds shrunk into the same square."""
    if data != "cloud":
        return perceptron.gate(data)
    X, y = perceptron.clouds(20, seed, distance=distance)
    turn = np.array([[0.8, -0.6], [0.6, 0.8]])
    return perceptron.Examples(np.clip(0.5 + 0.2 * X @ turn.T, -0.7, 1.7), y)


@lru_cache(64)
def separable(data, seed):
    """Whether a line can separate the examples."""
    return perceptron.separable(*examples(data, seed))


def line(**start):
    """One unit: the line that w1, w2 and b draw, and the net input of every example."""

    class Result(NamedTuple):
        examples: perceptron.Examples
        n: np.ndarray  # net input of each example
        wrong: np.ndarray
        answers: np.ndarray
        boundary: tuple
        separable: bool

    def compute(data, w1, w2, b, seed):
        found = examples(data, seed)
        unit = perceptron.Perceptron(np.array([w1, w2]), b)
        answers = perceptron.output(unit, POINTS).reshape(61, 61)
        n = found.X @ unit.w + b
        wrong = perceptron.output(unit, found.X) != found.y
        boundary = planes.line(unit.w, b)
        return Result(found, n, wrong, answers, boundary, separable(data, seed))

    def draw(axes):
        artists = planes.plane(axes["x"], "what the unit answers")
        ax = axes["n"]
        ax.set(xlim=(-10, 10), ylim=(-0.25, 1.25), yticks=[0, 1], xlabel="net input w·x + b")
        ax.set(ylabel="y", title="the step f")
        ax.plot([-10, 0, 0, 10], [0, 0, 1, 1], color="0.6", lw=2.5)
        dots = {"ls": "", "mec": "black", "mew": 0.8, "ms": 7}
        artists["n0"] = ax.plot([], [], marker="o", color="C0", label="target 0", **dots)[0]
        artists["n1"] = ax.plot([], [], marker="s", color="C1", label="target 1", **dots)[0]
        artists["ring"] = ax.plot(
            [], [], "o", mfc="none", mec="black", mew=1.6, ms=14, label="wrong"
        )[0]
        ax.legend(loc="center left")
        return artists

    def update(artists, result):
        X, y = result.examples
        size = 8 if len(y) > 4 else 13
        planes.show_plane(artists, X, y, result.answers, result.wrong, size, result.boundary)
        artists["wrong"].set_markersize(size + 8)
        height = (result.n > 0) + np.where(y == 1, 0.08, -0.08)
        shown = np.clip(result.n, -9.8, 9.8)
        for kind in (0, 1):
            artists[f"n{kind}"].set_data(shown[y == kind], height[y == kind])
        artists["ring"].set_data(shown[result.wrong], height[result.wrong])

    def summary(result):
        can = "a line can separate them" if result.separable else "no line separates them"
        return f"{result.wrong.sum()} of {len(result.n)} examples wrong; {can}."

    return Live(
        "One unit draws one line",
        [
            Choice("data", DATA, "AND", meaning="examples"),
            Slider("w1", -3.0, 3.0, 1.0, 0.1, label="w₁", meaning="weight of x₁"),
            Slider("w2", -3.0, 3.0, 1.0, 0.1, label="w₂", meaning="weight of x₂"),
            Slider("b", -3.0, 3.0, -0.5, 0.1, meaning="bias"),
            Button("seed", "new cloud"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.line",
        start=start,
        presets=[
            Preset("AND", "The bias asks for both inputs: the line passes above 1.",
                   {"b": -1.5}),
            Preset("OR", "The same weights, a smaller bias: one input is enough.",
                   {"data": "OR", "b": -0.5}),
            Preset("XOR", "Three of four. Turn the line: is there a place for all four?",
                   {"data": "XOR", "b": -0.5}),
            Preset("a cloud", "Forty examples: turn the line until no ring is left.",
                   {"data": "cloud", "w1": 1.0, "w2": -1.0, "b": 0.0}),
        ],
        mosaic=[["x", "n"]],
        panels={"width_ratios": [1.25, 1]},
    )  # fmt: skip
