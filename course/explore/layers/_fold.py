import numpy as np

from course.live import Choice, Handle, Preset, Slider, State, Yours, figure, stacked
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


def stages(X, network, leak):
    """Where points are at each of the four stages, (4, n, 2), of a network W1, b1, W2."""
    W1, b1, W2 = (np.array(v) for v in network)
    n = X @ W1.T + b1
    h = np.where(n > 0, n, leak * n)
    y = h @ W2
    return np.stack([X, n, h, np.column_stack([y, np.zeros_like(y)])])


def morphed(X, stage, network, leak):
    """Points between two stages, (n, 2)."""
    steps = stages(X, network, leak)
    k = min(int(stage), 2)
    return steps[k] + (stage - k) * (steps[k + 1] - steps[k])


CLOTH = threads()


@figure(
    "XOR by hand: flatten, fold, add",
    Slider(
        "stage", 0.0, 3.0, 0.0, 0.05, meaning="from the inputs (0) to the output (3)", play=20.0
    ),
    Choice("weights", tuple(WEIGHTS), next(iter(WEIGHTS)), meaning="hidden units"),
    Slider("leak", 0.0, 1.0, 0.0, 0.05, meaning="slope of f below 0: 1 is a straight line"),
    State("probe", [0.75, 0.25]),
    Yours(
        "mine",
        "(b1, W2) of two hidden units that see x₁ + x₂: rings show where they take the corners, "
        "and dotted lines where their output is ½",
    ),
    presets=[
        Preset("flattened", stage=1.0).shows(
            "The first layer presses the plane flat; 00 and 11 meet."
        ),
        Preset("folded", stage=2.0).shows(
            "The ReLU folds the line: now a line can pass between the colors."
        ),
        Preset("added", stage=3.0).shows(
            "The second layer adds the two up: both squares lie at 1."
        ),
        Preset("no fold", stage=3.0, leak=1.0).shows(
            "Without the bend two layers are one: everything falls on 0."
        ),
    ],
    handles=[Handle("x", state="probe", at=lambda r: r.x[0], label="the cross")],
    mosaic=[["cloth", "x"]],
    size=(7.2, 4.3),
    narrow=stacked(6.6, cloth=1, x=1),
)
def fold(stage, weights, leak, probe, mine):
    """XOR by hand, layer by layer: the plane of inputs as a cloth that is folded."""
    network = WEIGHTS[weights]

    def output(X):
        return stages(X, network, leak)[3][:, 0]

    x = np.array([probe])
    found = mine.used(by_hand, np.empty((2, 2)))
    own = None if found is None else (np.ones((2, 2)), *found)
    return {
        "mine": None if own is None else morphed(perceptron.CORNERS, stage, own, leak),
        "border": None if own is None else border(own, leak),
        "cloth": morphed(CLOTH, stage, network, leak),
        "corners": morphed(perceptron.CORNERS, stage, network, leak),
        "folded": morphed(x, stage, network, leak),
        "x": x,
        "y": float(output(x)[0]),
        "values": output(perceptron.CORNERS),
        "answers": output(POINTS).reshape(61, 61),
    }


def by_hand(values):
    """The student's b1 and W2, (2, 2)."""
    b1, W2 = (np.asarray(part, float) for part in values())
    if not b1.shape == W2.shape == (2,):
        raise ValueError("two numbers are wanted in b1 and two in W2")
    return np.array([b1, W2])


def border(network, leak):
    """x and y of the lines x1 + x2 = s on which the output of such a network is 1/2."""
    s = np.linspace(-1.5, 3.5, 501)
    y = stages(np.column_stack([s, np.zeros_like(s)]), network, leak)[3][:, 0] - 0.5
    k = np.flatnonzero((y[:-1] < 0) != (y[1:] < 0))
    at = s[k] + (s[1] - s[0]) * y[k] / (y[k] - y[k + 1])
    return planes.lines(np.ones((at.size, 2)), -at) if at.size else (np.empty(0), np.empty(0))


@fold.show
def show_fold(ax, r):
    gate = perceptron.gate("XOR")
    ax.cloth.still(xlim=(-2.2, 3.2), ylim=(-2.2, 3.2), box_aspect=1)
    ax.cloth.still(xlabel="first coordinate", ylabel="second coordinate", zero="xy")
    ax.cloth.line("cloth", *r.cloth.T, color="soft", lw=0.7)
    look = {"mec": "ink", "mew": 0.8}
    zeros, ones = r.corners[gate.y == 0].T, r.corners[gate.y == 1].T
    ax.cloth.points(0, *zeros, color="inh", ms=14, label="XOR is 0", **look)
    ax.cloth.points(1, *ones, color="exc", ms=11, label="XOR is 1", marker="s", **look)
    own = (None, None) if r.mine is None else r.mine.T
    ax.cloth.yours("mine", *own, ls="", marker="o", mfc="none", ms=19, mew=2, label=None)
    cross = {"marker": "x", "color": "you", "ms": 9, "mew": 2}
    ax.cloth.points("probe", *r.folded.T, **cross)
    ax.cloth.say(STAGES[round(r.stage)])
    for k, (at, corner) in enumerate(zip(r.corners, gate.X)):
        side, ha, va = [(-0.22, "right", "top"), (0.22, "left", "bottom")][k % 2]
        words = f"{corner[0]:z.0f}{corner[1]:z.0f}"
        ax.cloth.text(("corner", k), *(at + side), words, ha=ha, va=va)
    ax.x.still(title="output for every input")
    planes.plane(ax.x, gate, r.answers, (r.values > 0.5) != gate.y, size=12)
    ax.x.yours("mine", *((None, None) if r.border is None else r.border))
    ax.x.points("probe", *r.x.T, zorder=6, **cross)
    corners = ", ".join(
        f"{x[0]:z.0f}{x[1]:z.0f} → {v:z.2g}" for x, v in zip(perceptron.CORNERS, r.values)
    )
    return f"{STAGES[round(r.stage)]}. Output: {corners}. At ✕ y = {r.y:z.2f}."


@fold.on_event
def carry_probe(event, values):
    """A press or a move on the input plane, or an arrow key, carries the probe."""
    x = np.array(values["probe"]) + 0.05 * np.array(event.arrow)
    if event.kind in ("press", "move") and event.axes == "x":
        x = np.array([event.x, event.y])
    return {"probe": np.round(np.clip(x, *planes.SIDE), 3).tolist()}
