"""Lesson 01: a unit over all its inputs, and a layer as one matrix."""

from typing import NamedTuple

import numpy as np

from course.live import Button, Choice, Live, Preset, Slider, Switch
from course.models import activation
from course.plots import matrices

FUNCTIONS = {
    "step": activation.step,
    "sigmoid": activation.sigmoid,
    "tanh": activation.tanh,
    "ReLU": activation.relu,
    "linear": activation.linear,
}
GRID = np.linspace(-2.0, 2.0, 81)


def plane(**start):
    """What one unit answers to every pair of inputs; click or drag to choose one pair."""
    A = np.stack(np.meshgrid(GRID, GRID), axis=-1)
    x = np.linspace(-11.5, 11.5, 461)

    class Result(NamedTuple):
        w: np.ndarray
        b: float
        a: np.ndarray
        chosen: str
        n: float
        out: float
        image: np.ndarray

    def compute(w1, w2, b, a1, a2, chosen):
        w, a, f = np.array([w1, w2]), np.array([a1, a2]), FUNCTIONS[chosen]
        n = activation.net_input(a, w, b)
        return Result(w, b, a, chosen, n, f(n), f(activation.net_input(A, w, b)))

    def draw(axes):
        ax, f = axes["plane"], axes["f"]
        image = ax.imshow(
            np.zeros(A.shape[:2]), cmap=matrices.SIGNED, vmin=-1.5, vmax=1.5, origin="lower",
            extent=(-2, 2, -2, 2), interpolation="bilinear",
        )  # fmt: skip
        ax.figure.colorbar(image, ax=ax, label="activation")
        ax.set(xlim=(-2, 2), ylim=(-2, 2), xlabel="input a₁", ylabel="input a₂", aspect="equal")
        line = ax.plot([], [], "k--", lw=1.4)[0]
        arrow = ax.plot([], [], "k-", lw=2.4)[0]
        tip = ax.plot([], [], "k^", ms=9)[0]
        point = ax.plot([], [], "o", color="black", mfc="white", mew=2, ms=10)[0]
        f.set(xlim=(-11.5, 11.5), xlabel="net input n", title="activation")
        f.axhline(0, color="0.85", lw=0.8)
        curve = f.plot([], [], color="0.45")[0]
        here = f.plot([], [], "o", color="black", mfc="white", mew=2, ms=9)[0]
        return {"image": image, "line": line, "arrow": arrow, "tip": tip, "point": point} | {
            "curve": curve, "here": here
        }  # fmt: skip

    def update(artists, result):
        w, length2 = result.w, float(result.w @ result.w)
        artists["image"].set_data(result.image)
        if length2 > 0:
            foot = -result.b * w / length2  # of the line n = 0, closest to the origin
            along = np.array([-w[1], w[0]]) / np.sqrt(length2)
            ends = foot + np.array([[-9.0], [9.0]]) * along
            end = foot + 0.45 * w
            artists["line"].set_data(*ends.T)
            artists["arrow"].set_data(*np.array([foot, end]).T)
            artists["tip"].set_data(*end[:, None])
            angle = np.degrees(np.arctan2(w[1], w[0])) - 90.0
            artists["tip"].set_marker((3, 0, angle))
        else:
            for name in ("line", "arrow", "tip"):
                artists[name].set_data([], [])
        artists["point"].set_data(*result.a[:, None])
        artists["curve"].set_data(x, FUNCTIONS[result.chosen](x))
        artists["here"].set_data([result.n], [result.out])
        limits = {"linear": (-11.5, 11.5), "ReLU": (-2.0, 11.5)}
        artists["here"].axes.set_ylim(limits.get(result.chosen, (-1.3, 1.3)))

    def summary(result):
        (w1, w2), (a1, a2), b = result.w, result.a, result.b
        terms = f"{w1:.1f}·{a1:.1f} + {w2:.1f}·{a2:.1f} + {b:.1f}"
        return f"n = {terms} = {result.n:.2f}; {result.chosen} gives {result.out:.2f}."

    def on_event(event, values):
        if event.kind == "key":
            step = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1)}
            dx, dy = (step | {"ArrowDown": (0, -1)}).get(event.key, (0, 0))
            a1, a2 = values["a1"] + 0.1 * dx, values["a2"] + 0.1 * dy
        elif event.axes == "plane":
            a1, a2 = event.x, event.y
        else:
            return {}
        return {"a1": min(2.0, max(-2.0, a1)), "a2": min(2.0, max(-2.0, a2))}

    return Live(
        "The activation of one unit for every pair of inputs",
        [
            Slider("w1", -2.0, 2.0, 0.8, 0.1, "", "w₁", "weight of input 1"),
            Slider("w2", -2.0, 2.0, 1.0, 0.1, "", "w₂", "weight of input 2"),
            Slider("b", -3.0, 3.0, -0.5, 0.1, "", "b", "bias"),
            Slider("a1", -2.0, 2.0, 1.0, 0.1, "", "a₁", "input 1"),
            Slider("a2", -2.0, 2.0, 0.5, 0.1, "", "a₂", "input 2"),
            Choice("chosen", tuple(FUNCTIONS), "sigmoid", "activation"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.plane",
        start=start,
        presets=[
            Preset(
                "a sharp line",
                "The step answers 1 on one side of the line and 0 on the other.",
                {"chosen": "step"},
            ),
            Preset(
                "bias",
                "Same weights, another bias: the line moves and keeps its direction.",
                {"chosen": "step", "b": 2.0},
            ),
            Preset(
                "weights twice as large",
                "The line stays where it was; the sigmoid across it gets steeper.",
                {"w1": 1.6, "w2": 2.0, "b": -1.0},
            ),
        ],
        mosaic=[["plane", "f"]],
        panels={"width_ratios": [1.25, 1]},
        size=(7.2, 3.8),
        on_event=on_event,
    )


def layer(**start):
    """A layer of four units on five inputs: n = W a, with one row and one column marked."""
    N_OUT, N_IN = 4, 5

    class Result(NamedTuple):
        W: np.ndarray
        a: np.ndarray
        n: np.ndarray
        i: int
        j: int
        flipped: bool

    def compute(i, j, flipped, seed):
        rng = np.random.default_rng(seed)
        W = np.round(np.clip(rng.normal(size=(N_OUT, N_IN)), -2.4, 2.4), 1) + 0.0  # no -0.0
        a = np.round(rng.random(N_IN), 1)
        return Result(W, a, activation.net_input(a, W), i, j, flipped)

    def draw(axes):
        artists, place = {}, {"ha": "center", "va": "center", "size": 10, "zorder": 5}
        for name, shape in (("W", (N_OUT, N_IN)), ("a", (1, N_IN)), ("n", (N_OUT, 1))):
            ax = axes[name]
            image = matrices.weights(ax, shape, 2.5, colorbar=False)
            words = [ax.text(c, 0, "", **place) for c in range(shape[1])]
            artists[name] = {"image": image, "words": words, "marks": matrices.marks(ax)}
        axes["a"].set(title="activities a", xticks=[], yticks=[], xlabel="", ylabel="")
        axes["n"].set(title="n = W a", xticks=[], yticks=[], xlabel="", ylabel="")
        bars = axes["bars"]
        bars.set(ylim=(-5, 5), title="W[i, j] a[j] and their sum", xlabel="from unit j")
        bars.set_xticks(range(N_IN + 1), [*range(N_IN), "n[i]"])
        bars.axhline(0, color="0.3", lw=0.8)
        artists["bars"] = list(bars.bar(range(N_IN + 1), np.zeros(N_IN + 1), width=0.6))
        artists["name"] = bars.text(2.5, 4.3, "", ha="center")
        return artists

    def update(artists, result):
        W, a, n, i, j, _ = result
        for name, values, row, column in (
            ("W", W, i, j), ("a", a[None], 0, j), ("n", n[:, None], i, 0)
        ):  # fmt: skip
            artists[name]["image"].set_data(values)
            matrices.show_marks(artists[name]["marks"], row, column, values.shape)
            for words, value in zip(artists[name]["words"], values[row]):
                words.set(text=f"{value:.1f}", y=row, color="white" if abs(value) > 2 else "black")
        artists["name"].set_text(said(result))
        for k, (bar, value) in enumerate(zip(artists["bars"], (*(W[i] * a), n[i]))):
            color = "0.25" if k == N_IN else matrices.SIGNED(float(value >= 0))
            bar.set(height=value, facecolor=color, linewidth=2.0 * (k == j), edgecolor="0.1")

    def said(result):
        i, j, weight = result.i, result.j, result.W[result.i, result.j]
        name = (
            f"w[{j}, {i}], from {j} to {i}," if result.flipped else f"W[{i}, {j}], to {i} from {j},"
        )
        return f"{name} is {weight:.1f}"

    def summary(result):
        return f"{said(result)}. Unit {result.i} has net input {result.n[result.i]:.2f}."

    return Live(
        "A layer as one matrix product",
        [
            Slider("i", 0, N_OUT - 1, 2, 1, "", "i", "row: the unit that receives"),
            Slider("j", 0, N_IN - 1, 0, 1, "", "j", "column: the unit that sends"),
            Switch("flipped", False, "name the weight as w[from, to]"),
            Button("seed", "new weights", start=17),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.layer",
        start=start,
        presets=[
            Preset("top left", "Row 0, column 0: what unit 0 gets from input 0.", {"i": 0, "j": 0}),
            Preset(
                "the other convention",
                "The same weight under the name that some books and slides use.",
                {"flipped": True},
            ),
        ],
        mosaic=[["a", ".", "bars"], ["W", "n", "bars"]],
        panels={"width_ratios": [5, 1, 5.5], "height_ratios": [1, 4]},
        size=(7.2, 3.8),
    )
