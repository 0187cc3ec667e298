from collections import Counter
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib.colors import ListedColormap

from course.live import Button, Preset, Slider, State, figure
from course.models import hopfield
from course.models.hopfield import states
from course.plots import patterns as plot

KINDS = tuple(plot.KINDS)
MARKS = {"memory": "o", "reversed memory": "D", "mixture": "^", "spin glass": "s"}


class Net(NamedTuple):
    """A small net with all its states."""

    land: states.Landscape
    place: np.ndarray  # (2^n, 2), row and column of each state on the map
    kind: dict  # minimum -> its kind


@lru_cache(8)
def net(n, M, seed):
    xi = hopfield.random_patterns(M, n, rng=seed)
    land = states.landscape(hopfield.train(xi))
    kind = {int(k): states.name_state(land.states[k], xi, close=1.0).kind for k in land.minima}
    return Net(land, places(n), kind)


def places(n):
    """Row and column of each of 2^n states; neighbors on the map differ by one flip (Gray code)."""
    code = np.arange(2 ** (n - n // 2))
    rank = np.empty_like(code)
    rank[code ^ (code >> 1)] = code
    k = np.arange(2**n)
    return np.column_stack([rank[k >> n // 2], rank[k & (2 ** (n // 2) - 1)]])


def downhill(land, k):
    """Numbers of the states that steepest descent passes, from state k to a minimum."""
    path = [int(k)]
    while land.step[path[-1]] != path[-1]:
        path.append(int(land.step[path[-1]]))
    return path


def sides(n):
    """Rows and columns of the map."""
    return 2 ** (n - n // 2), 2 ** (n // 2)


@figure(
    "The energy landscape of a small Hopfield network",
    Slider("n", 4, 12, 10, 1, label="N", meaning="units"),
    Slider("M", 1, 6, 2, 1, meaning="number of memories"),
    Button("seed", "new memories", start=6),
    State("at", [12, 20]),
    presets=[
        Preset("one memory", M=1).shows("Two valleys, the memory and its negative, each half."),
        Preset("three memories", M=3, n=12).shows("Mixtures dig valleys of their own."),
        Preset("six", M=6, n=12).shows(
            "Six memories in twelve units: half of the valleys are nobody's."
        ),
    ],
    mosaic=[["E", "basin"]],
    size=(7.2, 4.2),
)
def landscape(n, M, seed, at):
    """Every state of a small net: its energy, its basin, and the way down from it."""
    land, place, kind = net(n, M, seed)
    size = np.array(sides(n))
    below = np.array([KINDS.index(kind[k]) for k in land.basin.tolist()])
    energy, basin = np.empty((2, *size))
    energy[tuple(place.T)] = (land.energy - land.energy.min()) / (np.ptp(land.energy) or 1.0)
    basin[tuple(place.T)] = below
    begin = np.flatnonzero((place == np.minimum(at, size - 1)).all(axis=1))[0]
    path = downhill(land, begin)
    spots = ((place + 0.5) / size)[:, ::-1]  # x and y of every state
    minima = {name: spots[[k for k in kind if kind[k] == name]].T for name in KINDS}
    counts = Counter(KINDS[k] for k in sorted(below))
    return {
        "energy": energy,
        "basin": basin,
        "minima": minima,
        "path": spots[path].T,
        "states": counts,
        "end": kind[path[-1]],
    }


@landscape.show
def show_landscape(ax, r):
    energy = {"cmap": "ember", "clim": (0, 1)}
    colors = [ax.look.area(color) for color in plot.KINDS.values()]
    kinds = ax.basin.keep("kinds", lambda: ListedColormap(colors))
    basin = {"cmap": kinds, "clim": (-0.5, 3.5), "alpha": 0.35}
    ax.E.still(title="energy of every state (faint: low)")
    ax.basin.still(title="where steepest descent ends")
    for panel, grid, look in ((ax.E, r.energy, energy), (ax.basin, r.basin, basin)):
        panel.image("states", grid, extent=(0, 1, 0, 1), origin="lower", **look)
        panel.still(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[], box_aspect=1)
        panel.line("path", *r.path, color="ink", marker=".", lw=1.4, ms=5, rim=3.5)
        panel.points("begin", *r.path[:, 0], color="you", marker="x", ms=9, mew=2.4, rim=6.0)
        for kind, color in plot.KINDS.items():
            look = {"ms": 8, "mec": "paper", "mew": 1.2}
            look["label"] = plot.LABELS[kind] if panel is ax.basin else None
            panel.points(kind, *r.minima[kind], color=color, marker=MARKS[kind], **look)
    total = r.states.total()
    parts = ", ".join(
        f"{r.minima[name].shape[1]} {plot.LABELS[name]} ({100 * count / total:z.0f} %)"
        for name, count in r.states.items()
    )
    flips = r.path.shape[1] - 1
    back = f"From ✕ {flips} flip{'s' * (flips != 1)} to"
    return f"{total} states. Minima and basins: {parts}. {back}: {r.end}."


@landscape.on_event
def walk(event, values):
    """A press or an arrow key chooses where recall starts."""
    size = sides(values["n"])
    row, column = (min(side - 1, v) for side, v in zip(size, values["at"]))
    if event.kind in ("press", "move") and event.axes is not None:
        at = [min(side - 1, max(0, int(v * side))) for side, v in zip(size, (event.y, event.x))]
        return {"at": at}
    right, up = event.arrow
    return {"at": [(row + up) % size[0], (column + right) % size[1]]}
