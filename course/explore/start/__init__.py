"""Live figures of lesson 00: one to practice on, and one for each kind of picture."""

import numpy as np

from course.explore.start._first import first
from course.explore.start._histogram import distribution
from course.explore.start._reading import embedding, raster
from course.live import Button, Choice, Handle, Preset, Slider, Yours, figure, stacked
from course.plots import matrices
from course.plots.diagrams import Network
from course.plots.trains import BARS

__all__ = ["distribution", "embedding", "first", "practice", "raster", "weights"]

T = np.linspace(0.0, 100.0, 401)  # ms


@figure(
    "A potential that decays to rest",
    Slider("A", 0.0, 20.0, 15.0, 0.5, "mV", meaning="height at the start"),
    Slider("tau", 2.0, 60.0, 20.0, 1.0, "ms", "τ", "time constant of the decay"),
    Slider("now", 0.0, 100.0, 10.0, 1.0, "ms", "t", "where the dot is", play=20.0),
    Yours("mine(t, V)", "the time constant in ms of the decay V, drawn as a line"),
    presets=[
        Preset("one time constant", now=20.0).shows("At t = τ a little more than a third is left."),
        Preset("quick", tau=4.0).shows("A short time constant: gone before you look."),
        Preset("slow", tau=60.0).shows("A long one: the curve seems nearly straight."),
    ],
    handles=[
        Handle("A", y="A", at=0.0),
        Handle("A", x="tau", at=lambda r: r.A / np.e, label="where 37 % are left"),
        Handle("A", x="now", at=lambda r: r.left),
    ],
    size=(7.2, 3.4),
)
def practice(A, tau, now, mine):
    """A potential that decays to rest: a figure to practice on."""
    whole = np.linspace(0.0, 12.0 * tau, 1201)  # ms, to where nothing is left
    return {
        "V": A * np.exp(-T / tau),
        "left": A * np.exp(-now / tau),
        "mine": mine(whole, A * np.exp(-whole / tau)),
    }


@practice.show
def show_practice(ax, r):
    level = r.A / np.e
    ax.A.still(xlim=(0, 100), ylim=(-1, 21))
    ax.A.still(xlabel="time (ms)", ylabel="potential above rest (mV)", zero="y")
    ax.A.line("V", T, r.V, color="ink", lw=2.2, label="V")
    ax.A.yours("mine", r.mine, None)
    drop = {"color": "soft", "lw": 1.2, "ls": "--", "label": "after one τ: 37 %"}
    ax.A.line("drop", [0.0, r.tau, r.tau], [level, level, 0.0], **drop)
    ax.A.points("now", r.now, r.left, color="you", ms=10, label="V at t")
    return f"{r.left:z.2f} mV are left of {r.A:z.1f} mV after {r.now:z.0f} ms."


N = 16
KINDS = ("random", "few connections", "each sender one sign", "neighbors", "symmetric")
BINS = np.linspace(-3.0, 3.0, 31)


@figure(
    "A weight matrix, one of its rows, and the distribution of its weights",
    Choice("kind", KINDS, "random", "network"),
    Slider("i", 0, N - 1, 4, 1, "", "i", "row: the unit that receives"),
    Slider("j", 0, N - 1, 9, 1, "", "j", "column: the unit that sends"),
    Button("seed", "new weights"),
    presets=[
        Preset("columns of one color", kind="each sender one sign").shows(
            "Each sender either excites or inhibits, as most neurons do: Dale's law."
        ),
        Preset("a band", kind="neighbors").shows(
            "Units excite their neighbors on a ring and inhibit those across."
        ),
        Preset("a mirror", kind="symmetric").shows(
            "Symmetric: what i says to j, j says to i. Rows and columns agree."
        ),
    ],
    mosaic=[["graph", "W", "row"], ["graph", "W", "hist"]],
    width_ratios=[1.25, 1.25, 1],
    narrow=stacked(6.4, graph=10, W=10, row=4),
    size=(9.0, 3.9),
)
def weights(kind, seed):
    """A weight matrix, what one row and one column say, and all its weights as a histogram."""
    rng = np.random.default_rng(seed)
    W = np.clip(rng.standard_normal((N, N)), -2.9, 2.9)
    chance = rng.random((N, N))
    if kind == "few connections":
        W[chance > 0.15] = 0.0
    elif kind == "each sender one sign":
        W = np.abs(W) * np.where(np.arange(N) < 0.75 * N, 1.0, -1.0)
    elif kind == "neighbors":
        apart = np.subtract.outer(np.arange(N), np.arange(N)) * 2.0 * np.pi / N
        W = 1.6 * np.cos(apart) + 0.15 * W
    elif kind == "symmetric":
        W = (W + W.T) / np.sqrt(2.0)
    np.fill_diagonal(W, 0.0)
    return {"W": np.clip(W, -2.99, 2.99)}


EVERY = np.ones((N, N)) - np.eye(N)  # connection that there can be
GRAPH = {"radius": 15.0, "bend": 0.06, "most": 5.0, "names": [str(i) for i in range(N)]}


def _weight(W, i, j):
    return f"to {i} from {j}: {W[i, j]:z.2f}"


@weights.show
def show_weights(ax, r):
    to_i, from_j = np.zeros((N, N), bool), np.zeros((N, N), bool)
    to_i[r.i], from_j[:, r.j] = True, True
    W = r.W / 3.0
    graph = ax.graph.drawing(Network, W=EVERY, kinds=[0] * N, signed=True, **GRAPH)
    graph.move(W[r.i], W, lit=to_i | from_j, chosen=r.i)
    graph.tells(unit=lambda k: f"unit {k}", weight=lambda i, j: _weight(r.W, i, j))
    matrices.weights(ax.W, r.W, 2.5)
    matrices.marks(ax.W, r.i, r.j, r.W.shape)
    ax.W.still(xticks=range(0, N, 5), yticks=range(0, N, 5))
    ax.row.still(xlim=(-0.7, N - 0.3), ylim=(-3.2, 3.2), xlabel="from unit j", ylabel="row i")
    ax.row.still.axhline(0, color="soft", lw=0.8)
    colors = ["ink" if j == r.j else "soft" for j in range(N)]
    ax.row.bars("row", range(N), r.W[r.i], colors=colors)
    ax.hist.still(xlim=(-3, 3), ylim=(0, 0.32), xlabel="weight", ylabel="fraction")
    present = r.W[r.W != 0.0]
    part = np.histogram(present, BINS)[0] / max(present.size, 1)
    ax.hist.stairs("W", np.minimum(part, 0.32), BINS, **BARS)
    part = 100.0 * np.count_nonzero(r.W) / (N * (N - 1))
    return (
        f"W[{r.i}, {r.j}], to unit {r.i} from unit {r.j}, is {r.W[r.i, r.j]:z.2f}; "
        f"{part:z.0f} % of the connections exist."
    )


@weights.on_event
def choose_weight(event, values):
    if event.axes == "W":
        return {"i": round(event.y), "j": round(event.x)}
    if event.axes == "graph":
        angle = np.arctan2(event.x - Network.SIZE[0] / 2, event.y - Network.SIZE[1] / 2)
        return {"i": round(angle * N / (2.0 * np.pi)) % N}
    right, up = event.arrow
    return {"i": values["i"] - up, "j": values["j"] + right}
