"""Lesson 09, the energy landscape of a small net, all its states at once."""

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib.colors import ListedColormap

from course.live import Button, Live, Preset, Slider, State
from course.models import hopfield
from course.models.hopfield import states
from course.plots import patterns as plot

KINDS = tuple(plot.KINDS)
STEPS = {"ArrowLeft": (0, -1), "ArrowRight": (0, 1), "ArrowUp": (1, 0), "ArrowDown": (-1, 0)}
MARKS = {"memory": "o", "reversed memory": "D", "mixture": "^", "spin glass": "s"}


class Net(NamedTuple):
    """A small net with all its states."""

    land: states.Landscape
    place: np.ndarray  # (2^n, 2), row and column of each state on the map
    kind: dict  # minimum -> its kind


@lru_cache(8)
def net(n, M, seed):
    xi = hopfield.random_patterns(M, n, seed)
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


def walked(event, values):
    """A press or an arrow key chooses where recall starts."""
    size = sides(values["n"])
    at = [min(side - 1, v) for side, v in zip(size, values["at"])]
    if event.kind == "key":
        at = [(v + d) % side for side, v, d in zip(size, at, STEPS.get(event.key, (0, 0)))]
    elif event.kind != "release" and event.axes is not None:
        at = [min(side - 1, max(0, int(v * side))) for side, v in zip(size, (event.y, event.x))]
    return {"at": at}


def landscape(**start):
    """Every state of a small net: its energy, its basin, and the way down from it."""

    class Result(NamedTuple):
        energy: np.ndarray  # (rows, columns), from 0, the lowest, to 1
        basin: np.ndarray  # (rows, columns), index into KINDS
        minima: dict  # kind -> (2, K), x and y of each
        path: np.ndarray  # (2, steps + 1), the same
        states: Counter  # by the kind of minimum below them
        end: str

    def compute(n, M, seed, at):
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
        return Result(energy, basin, minima, spots[path].T, counts, kind[path[-1]])

    def draw(axes):
        extent = {"extent": (0, 1, 0, 1), "origin": "lower"}
        blank, artists = np.zeros((2, 2)), []
        colors = ListedColormap(list(plot.KINDS.values()))
        looks = {"E": {"cmap": "viridis", "vmin": 0, "vmax": 1},
                 "basin": {"cmap": colors, "vmin": -0.5, "vmax": 3.5, "alpha": 0.6}}  # fmt: skip
        titles = {"E": "energy of every state (dark: low)", "basin": "where steepest descent ends"}
        for name, look in looks.items():
            ax = axes[name]
            image = ax.imshow(blank, **extent, **look)
            ax.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[], box_aspect=1)
            ax.set_title(titles[name])
            style = {"ls": "", "ms": 7, "mec": "white", "mew": 1}
            marks = {
                kind: ax.plot([], [], MARKS[kind], color=color, label=plot.LABELS[kind], **style)[0]
                for kind, color in plot.KINDS.items()
            }
            pen = "white" if name == "E" else "black"
            path = ax.plot([], [], ".-", color=pen, lw=1.4, ms=5)[0]
            begin = ax.plot([], [], "x", color=pen, ms=8, mew=2)[0]
            artists.append({"image": image, "path": path, "begin": begin} | marks)
        ax.figure.legend(*ax.get_legend_handles_labels(), loc="outside lower center", ncols=4)
        return artists

    def update(artists, result):
        for panel, grid in zip(artists, (result.energy, result.basin)):
            panel["image"].set_data(grid)
            panel["path"].set_data(*result.path)
            panel["begin"].set_data(*result.path[:, :1])
            for kind in KINDS:
                panel[kind].set_data(*result.minima[kind])

    def summary(result):
        total = result.states.total()
        parts = ", ".join(
            f"{result.minima[name].shape[1]} {plot.LABELS[name]} ({100 * count / total:.0f} %)"
            for name, count in result.states.items()
        )
        flips = result.path.shape[1] - 1
        return f"{total} states. Minima and basins: {parts}. From ✕ {flips} flips to: {result.end}."

    return Live(
        "The energy landscape of a small Hopfield network",
        [
            Slider("n", 4, 12, 10, 1, label="N", meaning="units"),
            Slider("M", 1, 6, 2, 1, meaning="number of memories"),
            Button("seed", "new memories", start=6),
            State("at", [12, 20]),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.landscape",
        start=start,
        presets=[
            Preset("one memory", "Two valleys, the memory and its negative, each half.", {"M": 1}),
            Preset("three memories", "Mixtures dig valleys of their own.", {"M": 3, "n": 12}),
            Preset("six", "Six memories in twelve units: half of the valleys are nobody's.",
                   {"M": 6, "n": 12}),
        ],
        mosaic=[["E", "basin"]],
        size=(7.2, 4.2),
        on_event=walked,
    )  # fmt: skip
