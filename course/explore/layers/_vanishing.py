import numpy as np

from course.explore.layers._mlp import ACTIVATIONS
from course.live import Button, Choice, Handle, Preset, Slider, figure, stacked
from course.models.perceptron import deep

WIDTH, INPUTS = 100, 30  # units in each layer; inputs that are tried
DEEPEST = 30
GAINS = (0.25, 4.0)


@figure(
    "Errors on their way back through many layers",
    Slider("gain", *GAINS, 1.0, 0.05, meaning="SD of a weight × √(units before it)"),
    Slider("depth", 2, DEEPEST, 20, 1, meaning="hidden layers"),
    Choice("activation", ACTIVATIONS, "tanh", label="f", meaning="of the hidden units"),
    Button("seed", "new weights", start=1),
    presets=[
        Preset("small weights", gain=0.5).shows("Each layer halves what comes back: it vanishes."),
        Preset("large weights", gain=2.5).shows(
            "The error explodes on its way, although no activity exceeds 1."
        ),
        Preset("ReLU", activation="relu", gain=1.4).shows(
            "Near √2 = 1.41 it keeps its size: what a ReLU cuts off, the weights give back."
        ),
        Preset("sigmoid", activation="sigmoid").shows(
            "Its slope is 1/4 at most, so each layer takes three quarters or more."
        ),
    ],
    handles=[Handle("back", x="depth", at=1.0)],
    mosaic=[["forth", "back"]],
    narrow=stacked(6.2, forth=1, back=1),
)
def vanishing(gain, depth, activation, seed):
    """Root mean squares of activities and of slopes in random layers of 100 units."""
    rng = np.random.default_rng(seed)
    sizes = [WIDTH] * (depth + 1) + [1]
    net = deep.init(sizes, rng=rng, activation=activation, gain=gain)
    found = deep.flow(net, rng.normal(size=(INPUTS, WIDTH)))
    theory = deep.flow_theory(gain, depth, activation=activation)
    return {"found": found, "theory": theory, "layers": np.arange(1, depth + 1)}


@vanishing.show
def show_vanishing(ax, r):
    parts = (
        (ax.forth, "forward", "signals, from the inputs on", "size of activity"),
        (ax.back, "backward", "errors, from the output back", "dL/dn, last = 1"),
    )
    for panel, name, title, what in parts:
        panel.still(yscale="log", xlim=(0, DEEPEST + 1), xlabel="hidden layer")
        panel.still(title=title, ylabel=what)
        theory, found = (np.maximum(getattr(part, name), 1e-300) for part in (r.theory, r.found))
        panel.line("theory", r.layers, theory, color="soft", lw=4, label="wide layers")
        panel.points("found", r.layers, found, color="ink", ms=5, label="100 units")
        low = np.floor(min(-3.0, np.log10(min(theory.min(), found.min()))))
        high = np.ceil(max(1.0, np.log10(max(theory.max(), found.max())))) + 0.2
        panel.limits(y=(10.0 ** max(low, -30.0), 10.0**high))
    first = r.found.backward[0]
    a_layer = first ** (1 / (r.depth - 1))
    return (
        f"From layer {r.depth} back to layer 1 the error is multiplied by {first:z.2g}, "
        f"in the mean by {a_layer:z.2f} a layer."
    )
