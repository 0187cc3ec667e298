"""Lesson 01: one unit, its inputs and its weights."""

from typing import NamedTuple

import numpy as np

from course.live import Choice, Live, Preset, Slider, Switch
from course.models import activation

FUNCTIONS = {
    "ReLU": activation.relu,
    "step": activation.step,
    "sigmoid": activation.sigmoid,
    "tanh": activation.tanh,
    "linear": activation.linear,
}
X = np.linspace(-12.0, 12.0, 481)


def unit(**start):
    """One unit: three activities times three weights, their sum, and what comes out."""
    Y = (2.0, 1.0, 0.0)  # where the inputs are drawn
    BARS = ("1", "2", "3", "b", "sum")

    class Result(NamedTuple):
        a: np.ndarray
        w: np.ndarray
        terms: np.ndarray
        n: float
        out: float
        chosen: str

    def compute(a1, w1, a2, w2, a3, w3, b, chosen, add):
        a, w = np.array([a1, a2, a3]), np.array([w1, w2, w3])
        terms = np.append(a + w if add else a * w, b)
        n = float(terms.sum())
        return Result(a, w, terms, n, FUNCTIONS[chosen](n), chosen)

    def draw(axes):
        net, bars, f = axes["net"], axes["bars"], axes["f"]
        net.set(xlim=(-0.25, 1.45), ylim=(-0.5, 2.5), title="unit", xticks=[], yticks=[])
        net.spines[:].set_visible(False)
        lines = [net.plot([0, 1], [y, 1], zorder=1)[0] for y in Y]
        dots = [net.plot([0], [y], "o", ms=25, mec="0.3", zorder=2)[0] for y in Y]
        body = net.plot([1], [1], "o", ms=38, mec="0.3", zorder=2)[0]
        place = {"ha": "center", "va": "center", "size": 9, "zorder": 3}
        words = [net.text(x, y, "", **place) for x, y in (*((0, y) for y in Y), (1, 1))]
        bars.set(title="terms and their sum", xlabel="from input")
        bars.set_xticks(range(5), BARS)
        bars.axhline(0, color="0.3", lw=0.8)
        heights = list(bars.bar(range(5), np.zeros(5), width=0.65))
        f.set(title="activation", xlabel="net input n")
        f.axhline(0, color="0.85", lw=0.8)
        curve = f.plot([], [], color="0.45")[0]
        dot = f.plot([], [], "o", color="black", ms=8, clip_on=False)[0]
        return {"lines": lines, "dots": dots, "body": body, "words": words} | {
            "bars": heights, "curve": curve, "dot": dot
        }  # fmt: skip

    def update(artists, result):
        shown = (*result.a, result.out)
        for k, (a, w) in enumerate(zip(result.a, result.w)):
            artists["lines"][k].set(color=_sign(w), linewidth=0.5 + 4.0 * abs(w))
            artists["dots"][k].set_markerfacecolor(_gray(a))
        artists["body"].set_markerfacecolor(_gray(result.out))
        for words, value in zip(artists["words"], shown):
            words.set(text=f"{value:.2f}", color="white" if value > 0.55 else "black")
        for bar, value in zip(artists["bars"], (*result.terms, result.n)):
            bar.set(height=value, facecolor=_sign(value))
        artists["bars"][-1].set_facecolor("0.25")
        artists["curve"].set_data(X, FUNCTIONS[result.chosen](X))
        artists["dot"].set_data([result.n], [result.out])
        reach = 4.0 if np.abs([*result.terms, result.n]).max() <= 4.0 else 11.5
        bottom, top = {"linear": (-1, 1), "ReLU": (-0.25, 1)}.get(result.chosen, (0, 0))
        artists["bars"][0].axes.set_ylim(-reach, reach)
        artists["dot"].axes.set_xlim(-reach, reach)
        artists["dot"].axes.set_ylim(bottom * reach or -1.3, top * reach or 1.3)

    def summary(result):
        terms = " + ".join(f"{term:.2f}" for term in result.terms).replace("+ -", "- ")
        return f"n = {terms} = {result.n:.2f}; {result.chosen} gives {result.out:.2f}."

    sliders = [
        Slider(f"{what}{k}", *span, step, "", f"{what}{'₁₂₃'[k - 1]}", meaning)
        for k, (a, w) in enumerate(((0.8, 1.5), (0.5, 1.0), (0.6, -1.2)), 1)
        for what, span, step, meaning in (
            ("a", (0.0, 1.0, a), 0.05, f"activity of input {k}"),
            ("w", (-2.0, 2.0, w), 0.1, "its weight"),
        )
    ]
    return Live(
        "One unit with three inputs, their weights, and its activation",
        [
            *sliders,
            Slider("b", -2.0, 2.0, 0.0, 0.1, "", meaning="bias"),
            Choice("chosen", tuple(FUNCTIONS), "ReLU", "activation"),
            Switch("add", False, "add the weight instead of multiplying"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.unit",
        start=start,
        presets=[
            Preset(
                "a silent input",
                "Input 1 is silent: its weight is large, and nothing of it arrives.",
                {"a1": 0.0, "w1": 2.0},
            ),
            Preset(
                "silent, but added",
                "With a sum instead of a product the silent input still shouts.",
                {"a1": 0.0, "w1": 2.0, "add": True},
            ),
            Preset(
                "inhibition wins",
                "The blue weight outweighs both orange ones: ReLU is silent.",
                {"w3": -2.0, "a3": 1.0, "a1": 0.4},
            ),
        ],
        mosaic=[["net", "bars", "f"]],
        size=(7.2, 3.4),
    )


def _sign(value):
    return "#D55E00" if value >= 0 else "#0072B2"


def _gray(value):
    """White for 0 and below, black for 1 and above."""
    return str(1.0 - 0.85 * min(1.0, max(0.0, value)))
