"""Lesson 01: a unit over all its inputs, and a layer as one matrix."""

import numpy as np

from course.live import Button, Choice, Preset, Slider, Switch, Yours, figure
from course.models import activation
from course.plots import matrices

FUNCTIONS = {
    "step": activation.step,
    "sigmoid": activation.sigmoid,
    "tanh": activation.tanh,
    "ReLU": activation.relu,
    "linear": activation.linear,
}
LIMITS = {"linear": (-11.5, 11.5), "ReLU": (-2.0, 11.5)}  # of what grows without bound
GRID = np.linspace(-2.0, 2.0, 81)
PAIRS = np.stack(np.meshgrid(GRID, GRID), axis=-1)
X = np.linspace(-11.5, 11.5, 461)


@figure(
    "The activation of one unit for every pair of inputs",
    Slider("w1", -2.0, 2.0, 0.8, 0.1, "", "w₁", "weight of input 1"),
    Slider("w2", -2.0, 2.0, 1.0, 0.1, "", "w₂", "weight of input 2"),
    Slider("b", -3.0, 3.0, -0.5, 0.1, "", "b", "bias"),
    Slider("a1", -2.0, 2.0, 1.0, 0.1, "", "a₁", "input 1"),
    Slider("a2", -2.0, 2.0, 0.5, 0.1, "", "a₂", "input 2"),
    Choice("chosen", tuple(FUNCTIONS), "sigmoid", "activation"),
    presets=[
        Preset("a sharp line", chosen="step").shows(
            "The step answers 1 on one side of the line and 0 on the other."
        ),
        Preset("bias", chosen="step", b=2.0).shows(
            "Same weights, another bias: the line moves and keeps its direction."
        ),
        Preset("weights twice as large", w1=1.6, w2=2.0, b=-1.0).shows(
            "The line stays where it was; the sigmoid across it gets steeper."
        ),
    ],
    mosaic=[["plane", "f"]],
    width_ratios=[1.25, 1],
    size=(7.2, 3.8),
)
def plane(w1, w2, b, a1, a2, chosen):
    """What one unit answers to every pair of inputs; click or drag to choose one pair."""
    w, f = np.array([w1, w2]), FUNCTIONS[chosen]
    n = activation.net_input(np.array([a1, a2]), w, b)
    return {"w": w, "n": n, "out": f(n), "image": f(activation.net_input(PAIRS, w, b))}


@plane.show
def show_plane(ax, r):
    ax.plane.still(xlabel="input a₁", ylabel="input a₂")
    ax.plane.image(
        "out",
        r.image,
        cmap="signed",
        clim=(-1.5, 1.5),
        origin="lower",
        extent=(-2, 2, -2, 2),
        interpolation="bilinear",
        colorbar={"label": "activation"},
    )
    ax.plane.still(xlim=(-2, 2), ylim=(-2, 2), aspect="equal")
    _show_weights(ax.plane, r.w, r.b)
    dot = {"color": "ink", "mfc": "paper", "mew": 2}
    ax.plane.points("a", r.a1, r.a2, ms=10, **dot)
    ax.f.still(xlim=(-11.5, 11.5), xlabel="net input n", title="activation", zero="y")
    ax.f.line("f", X, FUNCTIONS[r.chosen](X), color="soft")
    ax.f.points("here", r.n, r.out, ms=9, **dot)
    ax.f.limits(y=LIMITS.get(r.chosen, (-1.3, 1.3)))
    terms = f"{r.w1:z.1f}·{r.a1:z.1f} + {r.w2:z.1f}·{r.a2:z.1f} + {r.b:z.1f}"
    return f"n = {terms} = {r.n:z.2f}; {r.chosen} gives {r.out:z.2f}."


def _show_weights(panel, w, b):
    """The line where the net input is 0, and the weights as an arrow across it."""
    if not w.any():
        return
    length2 = float(w @ w)
    foot = -b * w / length2  # of the line, closest to the origin
    along = np.array([-w[1], w[0]]) / np.sqrt(length2)
    end = foot + 0.45 * w
    angle = np.degrees(np.arctan2(w[1], w[0])) - 90.0
    panel.line("line", *(foot + np.array([[-9.0], [9.0]]) * along).T, color="ink", ls="--", lw=1.4)
    panel.line("arrow", *np.array([foot, end]).T, color="ink", lw=2.4)
    panel.points("tip", *end, color="ink", ms=9, marker=(3, 0, angle))


@plane.on_event
def choose_inputs(event, values):
    if event.axes == "plane":
        return {"a1": event.x, "a2": event.y}
    right, up = event.arrow
    return {"a1": values["a1"] + 0.1 * right, "a2": values["a2"] + 0.1 * up}


OUT, IN = 4, 5  # units of the layer, and of the one before


@figure(
    "A layer as one matrix product",
    Slider("i", 0, OUT - 1, 2, 1, "", "i", "row: the unit that receives"),
    Slider("j", 0, IN - 1, 0, 1, "", "j", "column: the unit that sends"),
    Switch("flipped", False, "name the weight as w[from, to]"),
    Button("seed", "new weights", start=17),
    Yours("mine(A, W)", "the net inputs of a batch; the batch here is one example"),
    presets=[
        Preset("top left", i=0, j=0).shows("Row 0, column 0: what unit 0 gets from input 0."),
        Preset("the other convention", flipped=True).shows(
            "The same weight under the name that some books and slides use."
        ),
    ],
    mosaic=[["a", ".", "bars"], ["W", "n", "bars"]],
    width_ratios=[5, 1, 5.5],
    height_ratios=[1, 4],
    size=(7.2, 3.8),
)
def layer(i, j, flipped, seed, mine):
    """A layer of four units on five inputs: n = W a, with one row and one column marked."""
    rng = np.random.default_rng(seed)
    W = np.round(np.clip(rng.normal(size=(OUT, IN)), -2.4, 2.4), 1) + 0.0  # no -0.0
    a = np.round(rng.random(IN), 1)
    name = f"w[{j}, {i}], from {j} to {i}," if flipped else f"W[{i}, {j}], to {i} from {j},"
    return {
        "W": W,
        "a": a,
        "n": activation.net_input(a, W),
        "said": f"{name} is {W[i, j]:z.1f}",
        "mine": mine(a[None], W, like=np.zeros((1, OUT))),
    }


@layer.show
def show_layer(ax, r):
    for panel, values, row, column in (
        (ax.W, r.W, r.i, r.j),
        (ax.a, r.a[None], 0, r.j),
        (ax.n, r.n[:, None], r.i, 0),
    ):
        matrices.weights(panel, values, 2.5, colorbar=False)
        place = {"ha": "center", "va": "center", "zorder": 5}
        for k, value in enumerate(values[row]):
            color = ax.look.over(ax.look.signed(0.5 + value / 5.0))
            panel.text(k, k, row, f"{value:z.1f}", color=color, **place)
        matrices.marks(panel, row, column, values.shape)
    ax.a.still(title="activities a", xticks=[], yticks=[], xlabel="", ylabel="")
    ax.n.still(title="n = W a", xticks=[], yticks=[], xlabel="", ylabel="")
    ax.bars.still(ylim=(-5, 5), title="W[i, j] a[j] and their sum", xlabel="from unit j")
    ax.bars.still.set_xticks(range(IN + 1), [*range(IN), "n[i]"])
    ax.bars.still.axhline(0, color="ink", lw=0.8)
    terms = r.W[r.i] * r.a
    colors = [*("exc" if term >= 0 else "inh" for term in terms), "ink"]
    bars = ax.bars.bars("terms", range(IN + 1), (*terms, r.n[r.i]), colors=colors, width=0.6)
    for k, bar in enumerate(bars):
        bar.set(linewidth=2.0 * (k == r.j), edgecolor=ax.look.you)
    if r.mine is not None:
        look = {"marker": "o", "ms": 9, "mfc": "none", "mew": 2.4, "ls": ""}
        ax.bars.yours("mine", IN, r.mine[0, r.i], **look)
    ax.bars.say(r.said)
    return f"{r.said}. Unit {r.i} has net input {r.n[r.i]:z.2f}."
