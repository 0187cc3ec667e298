import numpy as np

from course.live import Choice, Handle, Preset, Slider, State, figure
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


CLOTH = threads()


@figure(
    "XOR by hand: flatten, fold, add",
    Slider(
        "stage", 0.0, 3.0, 0.0, 0.05, meaning="from the inputs (0) to the output (3)", play=20.0
    ),
    Choice("weights", tuple(WEIGHTS), next(iter(WEIGHTS)), meaning="hidden units"),
    Slider("leak", 0.0, 1.0, 0.0, 0.05, meaning="slope of f below 0: 1 is a straight line"),
    State("probe", [0.75, 0.25]),
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
)
def fold(stage, weights, leak, probe):
    """XOR by hand, layer by layer: the plane of inputs as a cloth that is folded."""

    def output(X):
        return stages(X, weights, leak)[3][:, 0]

    x = np.array([probe])
    return {
        "cloth": morphed(CLOTH, stage, weights, leak),
        "corners": morphed(perceptron.CORNERS, stage, weights, leak),
        "folded": morphed(x, stage, weights, leak),
        "x": x,
        "y": float(output(x)[0]),
        "values": output(perceptron.CORNERS),
        "answers": output(POINTS).reshape(61, 61),
    }


@fold.show
def show_fold(ax, r):
    gate = perceptron.gate("XOR")
    ax.cloth.still(xlim=(-2.2, 3.2), ylim=(-2.2, 3.2), box_aspect=1)
    ax.cloth.still(xlabel="first coordinate", ylabel="second coordinate")
    ax.cloth.still.axhline(0, color="faint", lw=0.8)
    ax.cloth.still.axvline(0, color="faint", lw=0.8)
    ax.cloth.line("cloth", *r.cloth.T, color="soft", lw=0.7)
    look = {"mec": "ink", "mew": 0.8}
    zeros, ones = r.corners[gate.y == 0].T, r.corners[gate.y == 1].T
    ax.cloth.points(0, *zeros, color="inh", ms=14, label="XOR is 0", **look)
    ax.cloth.points(1, *ones, color="exc", ms=11, label="XOR is 1", marker="s", **look)
    cross = {"marker": "x", "color": "you", "ms": 9, "mew": 2}
    ax.cloth.points("probe", *r.folded.T, **cross)
    ax.cloth.say(STAGES[round(r.stage)])
    for k, (at, corner) in enumerate(zip(r.corners, gate.X)):
        side, ha, va = [(-0.22, "right", "top"), (0.22, "left", "bottom")][k % 2]
        words = f"{corner[0]:z.0f}{corner[1]:z.0f}"
        ax.cloth.text(("corner", k), *(at + side), words, ha=ha, va=va)
    ax.x.still(title="output for every input")
    planes.plane(ax.x, gate, r.answers, (r.values > 0.5) != gate.y, size=12)
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
