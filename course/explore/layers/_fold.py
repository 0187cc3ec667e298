"""Lesson 10, XOR by hand: the plane of inputs flattened, folded and added up."""

from typing import NamedTuple

import numpy as np

from course.live import Choice, Live, Preset, Slider, State
from course.models import perceptron
from course.plots import planes

WEIGHTS = {  # W1, b1, W2: both draw parallel lines
    "x₁ − x₂ and x₂ − x₁": ([[1.0, -1.0], [-1.0, 1.0]], [0.0, 0.0], [1.0, 1.0]),
    "OR minus twice AND": ([[1.0, 1.0], [1.0, 1.0]], [0.0, -1.0], [1.0, -2.0]),
}
STAGES = ("inputs x", "net input W₁x + b₁", "hidden activity h", "output y = W₂h")
POINTS = planes.grid(61)
FABRIC = np.linspace(-0.5, 1.5, 9)  # threads of the cloth that is folded


def threads():
    """Points along the cloth's threads, (n, 2), with gaps."""
    t = np.append(np.linspace(-0.5, 1.5, 41), np.nan)
    both = [np.column_stack([t, np.full(42, c)]) for c in FABRIC]
    return np.vstack(both + [part[:, ::-1] for part in both])


def stages(X, weights, leak):
    """Where points are at each of the four stages, (4, n, 2)."""
    W1, b1, W2 = (np.array(v) for v in WEIGHTS[weights])
    n = X @ W1.T + b1
    h = np.where(n > 0, n, leak * n)
    y = h @ W2
    return np.stack([X, n, h, np.column_stack([y, np.zeros_like(y)])])


def morphed(X, stage, weights, leak):
    """Points between two stages, (n, 2)."""
    steps = stages(X, weights, leak)
    k = min(int(stage), 2)
    return steps[k] + (stage - k) * (steps[k + 1] - steps[k])


def placed(event, values):
    """A press or a move on the input plane, or an arrow key, carries the probe."""
    step = {"ArrowLeft": (-0.05, 0), "ArrowRight": (0.05, 0), "ArrowUp": (0, 0.05)}
    x = np.array(values["probe"], dtype=float)
    if event.kind == "key":
        x = x + (step | {"ArrowDown": (0, -0.05)}).get(event.key, (0, 0))
    elif event.kind in ("press", "move") and event.axes == "x":
        x = np.array([event.x, event.y])
    return {"probe": np.round(np.clip(x, *planes.SIDE), 3).tolist()}


def fold(**start):
    """XOR by hand, layer by layer: the plane of inputs as a cloth that is folded."""

    class Result(NamedTuple):
        stage: float
        cloth: np.ndarray
        corners: np.ndarray
        probe: np.ndarray  # where it is drawn on the left
        x: np.ndarray
        y: float
        values: np.ndarray  # y at the corners
        answers: np.ndarray

    cloth = threads()

    def compute(stage, weights, leak, probe):
        def output(X):
            return stages(X, weights, leak)[3][:, 0]

        x = np.array([probe])
        left = (morphed(X, stage, weights, leak) for X in (cloth, perceptron.CORNERS, x))
        answers = output(POINTS).reshape(61, 61)
        return Result(stage, *left, x, float(output(x)[0]), output(perceptron.CORNERS), answers)

    def draw(axes):
        ax = axes["cloth"]
        ax.set(xlim=(-2.2, 3.2), ylim=(-2.2, 3.2), box_aspect=1)
        ax.set(xlabel="first coordinate", ylabel="second coordinate")
        ax.axhline(0, color="0.8", lw=0.8)
        ax.axvline(0, color="0.8", lw=0.8)
        style = {"mec": "black", "mew": 0.8, "ls": "", "alpha": 0.75}
        artists = planes.plane(axes["x"], "output for every input")
        artists |= {
            "cloth": ax.plot([], [], color="0.6", lw=0.7)[0],
            "c0": ax.plot([], [], marker="o", color="C0", ms=14, label="XOR is 0", **style)[0],
            "c1": ax.plot([], [], marker="s", color="C1", ms=11, label="XOR is 1", **style)[0],
            "probe": ax.plot([], [], "x", color="black", ms=9, mew=2)[0],
            "px": axes["x"].plot([], [], "x", color="black", ms=9, mew=2, zorder=6)[0],
            "title": ax.text(0.0, 1.03, "", transform=ax.transAxes, va="bottom", fontsize=11),
            "words": [ax.text(0, 0, "", fontsize=9, ha=h, va=v)
                      for h, v in (("right", "top"), ("left", "bottom")) * 2],
        }  # fmt: skip
        ax.legend(loc="upper right", ncols=2, markerscale=0.6)
        return artists

    def update(artists, result):
        X, y = perceptron.gate("XOR")
        right = (result.values > 0.5) == y
        planes.show_plane(artists, X, y, result.answers, ~right, 12)
        artists["title"].set_text(STAGES[round(result.stage)])
        artists["cloth"].set_data(*result.cloth.T)
        for kind in (0, 1):
            artists[f"c{kind}"].set_data(*result.corners[y == kind].T)
        artists["probe"].set_data(*result.probe.T)
        artists["px"].set_data(*result.x.T)
        for text, at, x in zip(artists["words"], result.corners, X):
            side = 0.22 if text.get_ha() == "left" else -0.22
            text.set_position(at + side)
            text.set_text(f"{x[0]:.0f}{x[1]:.0f}")

    def summary(result):
        corners = ", ".join(
            f"{x[0]:.0f}{x[1]:.0f} → {v + 0.0:.2g}"
            for x, v in zip(perceptron.CORNERS, result.values)
        )
        return f"{STAGES[round(result.stage)]}. Output: {corners}. At ✕ y = {result.y:.2f}."

    return Live(
        "XOR by hand: flatten, fold, add",
        [
            Slider("stage", 0.0, 3.0, 0.0, 0.05, meaning="from the inputs (0) to the output (3)",
                   play=20.0),
            Choice("weights", tuple(WEIGHTS), next(iter(WEIGHTS)), meaning="hidden units"),
            Slider("leak", 0.0, 1.0, 0.0, 0.05, meaning="slope of f below 0: 1 is a straight line"),
            State("probe", [0.75, 0.25]),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.fold",
        start=start,
        presets=[
            Preset("flattened", "The first layer presses the plane flat; 00 and 11 meet.",
                   {"stage": 1.0}),
            Preset("folded", "The ReLU folds the line: now a line can pass between the colors.",
                   {"stage": 2.0}),
            Preset("added", "The second layer adds the two up: both squares lie at 1.",
                   {"stage": 3.0}),
            Preset("no fold", "Without the bend two layers are one: everything falls on 0.",
                   {"stage": 3.0, "leak": 1.0}),
        ],
        mosaic=[["cloth", "x"]],
        on_event=placed,
    )  # fmt: skip
