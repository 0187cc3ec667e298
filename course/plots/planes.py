"""The plane of two inputs: examples of two classes, lines of units, what a network answers."""

from typing import Annotated

import numpy as np

from course.plots.given import (
    Array,
    Curve,
    Numbers,
    Point,
    Positive,
    Ranged,
    Rising,
    Series,
    Several,
    Window,
    careful,
    checked,
)
from course.plots.panel import Panel

Examples = Annotated[
    tuple[Array, Array], Several((Numbers(("n", 2), gaps=False), Numbers(("n",), low=0, high=1)))
]
Answers = Annotated[Array, Numbers(("side", "side"), gaps=False, empty=False)]
Axis = Annotated[Array, Rising(shape=("side",))]
Weights = Annotated[Series, Numbers(("units", 2), gaps=False, empty=False)]
Biases = Annotated[Series, Numbers(("units",), gaps=False)]

SIDE = (-0.75, 1.75)  # both inputs, so that the corners of a gate stand well inside
ANSWERS = {"cmap": "signed", "clim": (-0.6, 1.6)}  # pale blue for 0, pale orange for 1


@careful
def grid(n: Annotated[int, Ranged(2, 2000)], side: Window = SIDE) -> Array:
    """The rows of an (n * n, 2) array of points on a square, row by row from below."""
    n = int(n)  # a short integer of NumPy would overflow
    x = np.linspace(*side, n)
    return np.column_stack([np.tile(x, n), np.repeat(x, n)])


@checked
def plane(
    panel: Panel,
    examples: Examples,
    answers: Answers,
    ringed: Annotated[Series, Numbers((None,))] = (),
    *,
    size: Positive = 8,
    ring: Positive = 15,
    boundary: Curve | None = None,
    lines: Curve | None = None,
    side: Window = SIDE,
) -> None:
    """A square of inputs, blue where the answer is 0 and orange where it is 1, with examples.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    examples : tuple of array, shapes (m, 2) and (m,)
        Where they are, and their classes, 0 or 1.
    answers : array, shape (n, n)
        The answer on `grid(n, side)`, from 0 to 1; the boundary is where it is 1/2.
    ringed : array of bool, shape (m,), optional
        Examples with a ring around them.
    size, ring : float
        Of the examples and of the rings.
    boundary : tuple of array, optional
        x and y of the boundary where it is known, such as `line` gives.
    lines : tuple of array, optional
        x and y of dashed lines, such as `lines` gives.
    side : tuple of float
        Where both axes begin and end.
    """
    X, y = examples
    panel.image("answers", np.clip(answers, 0.0, 1.0), origin="lower", extent=side * 2, **ANSWERS)
    panel.still(xlim=side, ylim=side, xlabel="x₁", ylabel="x₂", box_aspect=1)
    if lines is not None:
        panel.line("lines", *lines, color="soft", lw=1, ls="--", zorder=2)
    if boundary is None:
        boundary = level(np.linspace(*side, len(answers)), answers, 0.5)
    panel.line("boundary", *boundary, color="ink", lw=2, zorder=3)
    look = {"mec": "ink", "mew": 0.8, "ms": size, "zorder": 4}
    panel.points(0, *X[y == 0].T, color="inh", label="class 0", **look)
    panel.points(1, *X[y == 1].T, color="exc", label="class 1", marker="s", **look)
    if np.any(ringed):
        look = {"mfc": "none", "mec": "ink", "mew": 1.6, "ms": ring, "zorder": 5}
        panel.points("ringed", *X[np.asarray(ringed, dtype=bool)].T, **look)


@checked
def level(x: Axis, z: Answers, value: float) -> tuple[Array, Array]:
    """Where z, (n, n) on the grid x by x, has a value: x and y of short strokes with gaps.

    Marching squares: a stroke joins the two sides of a cell that the value crosses.
    """
    z = z - value
    part = np.full((4, len(x) - 1, len(x) - 1), np.nan)  # of a side, where it is crossed
    corners = z[:-1, :-1], z[:-1, 1:], z[1:, 1:], z[1:, :-1]  # around the cell
    for k, (here, there) in enumerate(zip(corners, (*corners[1:], corners[0]))):
        crossed = (here > 0) != (there > 0)
        part[k][crossed] = here[crossed] / (here - there)[crossed]
    row, column = np.nonzero(np.isfinite(part).any(axis=0))
    part = part[:, row, column]
    one, none = np.ones_like(part[0]), np.zeros_like(part[0])
    along = np.stack([part[0], one, 1 - part[2], none]) + column
    up = np.stack([none, part[1], one, 1 - part[3]]) + row
    order = np.argsort(np.isnan(part), axis=0, kind="stable")
    hit = np.take_along_axis(np.isfinite(part), order, axis=0)
    step = x[1] - x[0]
    strokes = []
    for places in (along, up):
        places = x[0] + step * np.take_along_axis(places, order, axis=0)
        places = np.where(hit, places, np.nan)
        gap = np.full_like(none, np.nan)
        strokes.append(np.stack([*places[:2], gap, *places[2:], gap]).T.ravel())
    return strokes[0], strokes[1]


@checked
def line(w: Point, b: float, side: Window = SIDE) -> tuple[Array, Array]:
    """Where w . x + b = 0 in the square: x and y of two points, or of none."""
    w, ends = np.asarray(w, dtype=float), []
    for axis in (0, 1):
        if w[1 - axis] == 0:
            continue
        for edge in side:
            other = -(b + w[axis] * edge) / w[1 - axis]
            if side[0] <= other <= side[1]:
                ends.append((edge, other) if axis == 0 else (other, edge))
    if len(ends) < 2:
        return np.array([np.nan]), np.array([np.nan])
    ends = sorted(set(ends))
    x, y = np.array([ends[0], ends[-1]]).T
    return x, y


@checked
def lines(W: Weights, b: Biases, side: Window = SIDE) -> tuple[Array, Array]:
    """The lines of several units, one after the other with gaps."""
    found = [line(w, offset, side) for w, offset in zip(W, b)]
    gaps = [np.concatenate([np.r_[axis, np.nan] for axis in two]) for two in zip(*found)]
    return gaps[0], gaps[1]
