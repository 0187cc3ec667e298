import numpy as np
from matplotlib.patches import Rectangle

from course.live import Choice, Preset, Slider, figure
from course.material.lenet import lenet5
from course.plots import traces
from course.plots.words import SPARE

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


@figure(
    "LeNet-5, layer by layer",
    Slider("k", 0, 7, 1, 1, label="layer", meaning="0 is the input, 7 the output", play=0.5),
    Choice("count", COUNTS, "parameters", meaning="what the bars count"),
    presets=[
        Preset("C3", k=3).shows("Each map sees only some maps of S2: 60 pairs, from a table."),
        Preset("C5", k=5).shows("Four fifths of all parameters sit here, where sharing has ended."),
        Preset("connections", k=1, count="connections").shows(
            "One kernel is used at every place: many more connections."
        ),
        Preset("units", k=1, count="units").shows(
            "The picture shrinks, the number of features grows."
        ),
    ],
    mosaic=[["net"], ["bars"]],
    height_ratios=[1.25, 1],
    size=(7.2, 4.8),
)
def lenet(k, count):
    """LeNet-5: every layer's shape, and how many parameters, connections and units it has."""
    numbers = [units(layer) if count == "units" else getattr(layer, count) for layer in LAYERS]
    alike = [np.nan if count == "units" else full(j) for j in range(len(LAYERS))]
    return {"layer": LAYERS[k], "numbers": np.array(numbers, float), "full": np.array(alike, float)}


@lenet.show
def show_lenet(ax, r):
    if ax.net.first:
        draw_layers(ax.net.axes, ax.look)
    left = MIDDLES[r.k] - WIDTHS[r.k] / 2 + 0.05
    ax.net.box("frame", left, -0.5, WIDTHS[r.k] - 0.1, 7.6, ec="you", lw=2.2)
    ax.net.tells = told_layer
    ax.bars.still(yscale="log", xlim=(-0.6, 7.6), ylim=(0.7, 2e7), ylabel="how many")
    ax.bars.still.set_xticks(range(len(LAYERS)), NAMES)
    look = {"color": "soft", "marker": "_", "ms": 22, "mew": 2}
    alike = np.where(r.full > 0, r.full, np.nan)
    label = "if fully connected"
    ax.bars.points("full", range(len(LAYERS)), alike, label=label, **look)
    bar = {"lw": 16, "solid_capstyle": "butt"}
    at = np.flatnonzero(r.numbers)
    ax.bars.line("bars", *traces.strokes(at, 0.7, r.numbers[at]), color="ink", **bar)
    number = r.numbers[r.k]
    ax.bars.line("here", [r.k, r.k], [0.7, max(number, 0.7)], color="you", **bar)
    what = f": {formula(r.k)}" if r.count == "parameters" else ""
    words = f"{r.layer.name}, {number:,.0f} {r.count}{what}"
    ax.bars.say(words)
    layer = r.layer
    return (
        f"{layer.name}, {layer.kind}, {sized(layer)}: {r.numbers[r.k]:,.0f} of "
        f"{r.numbers.sum():,.0f} {r.count}."
    )


def told_layer(x, y):
    """What a layer is and how its parameters are counted."""
    k = min(int(np.searchsorted(np.cumsum(WIDTHS), x)), len(LAYERS) - 1)
    return f"{NAMES[k]}, {LAYERS[k].kind}, {sized(LAYERS[k])}: {formula(k)}"


def draw_layers(axes, look):
    """The sheets of every layer, with its name above and its size below."""
    axes.set(xlim=(0, WIDTHS.sum()), ylim=(-0.6, 7.2), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    for layer, middle in zip(LAYERS, MIDDLES):
        for x, y, w, h in sheets(layer, middle):
            axes.add_patch(Rectangle((x, y), w, h, fc=look.wash, ec=look.soft, lw=0.8))
        axes.text(middle, 6.5, layer.name, ha="center", gid=SPARE)
        axes.text(middle, 0.0, sized(layer), ha="center", gid=SPARE)
