"""Lesson 10, a deep network by name: LeNet-5 layer by layer."""

from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle

from course.live import Choice, Live, Preset, Slider
from course.material.lenet import Layer, lenet5

LAYERS = lenet5()
NAMES = [layer.name for layer in LAYERS]
COUNTS = ("parameters", "connections", "units")
WIDTHS = np.array([3.4, 4.2, 3.6, 3.8, 3.4, 1.8, 1.8, 1.9])  # room for each drawing
MIDDLES = np.cumsum(WIDTHS) - WIDTHS / 2


def units(layer):
    return layer.maps * layer.height * layer.width


def full(k):
    """Weights and biases if layer k listened to every unit of the layer before it."""
    return units(LAYERS[k]) * (units(LAYERS[k - 1]) + 1) if k else 0


def sheets(layer, middle):
    """The maps of a layer: (x, y, width, height) of each rectangle, back to front."""
    if layer.height == 1:  # a column of units, as long as its logarithm
        tall = 0.66 * np.log2(layer.maps)
        return [(middle - 0.25, 3.6 - tall / 2, 0.5, tall)]
    side, shown = 0.078 * layer.height, min(layer.maps, 8)
    shift = 0.16 * np.arange(shown)[::-1] - 0.08 * shown
    return [(middle - side / 2 + d, 3.6 - side / 2 + d, side, side) for d in shift]


def sized(layer):
    return f"{layer.maps} × {layer.height} × {layer.width}" if layer.height > 1 else f"{layer.maps}"


def formula(k):
    """How the parameters of layer k are counted."""
    layer, before = LAYERS[k], LAYERS[k - 1]
    return {
        "input": "pixels, nothing to train",
        "C1": "6 maps × (5 × 5 weights + 1 bias)",
        "S2": "6 maps × (1 weight + 1 bias)",
        "C3": "60 pairs of maps × 5 × 5 weights + 16 biases",
        "S4": "16 maps × (1 weight + 1 bias)",
        "C5": "120 units × (16 maps × 5 × 5 weights + 1 bias)",
        "F6": f"{layer.maps} units × ({before.maps} weights + 1 bias)",
        "output": "compared with fixed codes, nothing to train",
    }[layer.name]


def lenet(**start):
    """LeNet-5: every layer's shape, and how many parameters, connections and units it has."""

    class Result(NamedTuple):
        k: int
        layer: Layer
        numbers: np.ndarray  # of the count chosen, layer by layer
        full: np.ndarray  # the same if layers were fully connected; nan where it does not apply
        count: str

    def compute(k, count):
        numbers = [units(layer) if count == "units" else getattr(layer, count) for layer in LAYERS]
        alike = [np.nan if count == "units" else full(j) for j in range(len(LAYERS))]
        return Result(k, LAYERS[k], np.array(numbers, float), np.array(alike, float), count)

    def draw(axes):
        ax = axes["net"]
        ax.set(xlim=(0, WIDTHS.sum()), ylim=(-0.6, 7.2), xticks=[], yticks=[])
        for spine in ax.spines.values():
            spine.set_visible(False)
        for layer, middle in zip(LAYERS, MIDDLES):
            for x, y, w, h in sheets(layer, middle):
                ax.add_patch(Rectangle((x, y), w, h, fc="#d9e8f3", ec="0.35", lw=0.8))
            ax.text(middle, 6.5, layer.name, ha="center", weight="bold")
            ax.text(middle, 0.0, sized(layer), ha="center", fontsize=9)
        look = {"fc": "none", "ec": "#D55E00", "lw": 2.2}
        artists = {"frame": ax.add_patch(Rectangle((0, -0.5), 1, 7.6, **look))}
        ax = axes["bars"]
        ax.set(yscale="log", xlim=(-0.6, 7.6), ylim=(0.7, 2e7), ylabel="how many")
        ax.set_xticks(range(len(LAYERS)), NAMES)
        artists["full"] = ax.plot([], [], "_", color="0.45", ms=22, mew=2,
                                  label="weights and biases if fully connected")[0]  # fmt: skip
        artists["bars"] = ax.plot([], [], color="C0", lw=16, solid_capstyle="butt")[0]
        artists["here"] = ax.plot([], [], color="C1", lw=16, solid_capstyle="butt")[0]
        artists["says"] = ax.text(0.0, 1.03, "", transform=ax.transAxes, va="bottom")
        ax.legend(loc="upper right", borderaxespad=0.0)
        return artists

    def update(artists, result):
        k, numbers = result.k, result.numbers
        artists["frame"].set_x(MIDDLES[k] - WIDTHS[k] / 2 + 0.05)
        artists["frame"].set_width(WIDTHS[k] - 0.1)
        tall = numbers > 0
        at = np.flatnonzero(tall)
        gap = np.full(len(at), np.nan)
        artists["bars"].set_data(
            np.column_stack([at, at, gap]).ravel(),
            np.column_stack([0 * at + 0.7, numbers[at], gap]).ravel(),
        )
        artists["here"].set_data([k, k], [0.7, max(numbers[k], 0.7)])
        shown = np.where(result.full > 0, result.full, np.nan)
        artists["full"].set_data(np.arange(len(LAYERS)), shown)
        what = f": {formula(k)}" if result.count == "parameters" else ""
        artists["says"].set_text(f"{result.layer.name}, {numbers[k]:,.0f} {result.count}{what}")

    def summary(result):
        layer = result.layer
        return (
            f"{layer.name}, {layer.kind}, {sized(layer)}: {result.numbers[result.k]:,.0f} of "
            f"{result.numbers.sum():,.0f} {result.count}."
        )

    return Live(
        "LeNet-5, layer by layer",
        [
            Slider("k", 0, 7, 1, 1, label="layer", meaning="0 is the input, 7 the output",
                   play=0.5),
            Choice("count", COUNTS, "parameters", meaning="what the bars count"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.lenet",
        start=start,
        presets=[
            Preset("C3", "Each map sees only some maps of S2: 60 pairs, from a table.", {"k": 3}),
            Preset("C5", "Four fifths of all parameters sit here, where sharing has ended.",
                   {"k": 5}),
            Preset("connections", "One kernel is used at every place: many more connections.",
                   {"k": 1, "count": "connections"}),
            Preset("units", "The picture shrinks, the number of features grows.",
                   {"k": 1, "count": "units"}),
        ],
        mosaic=[["net"], ["bars"]],
        panels={"height_ratios": [1.25, 1]},
        size=(7.2, 4.8),
    )  # fmt: skip
