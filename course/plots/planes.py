"""The plane of two inputs: examples of two classes, lines of units, what a network answers."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

SIDE = (-0.75, 1.75)  # both inputs, so that the corners of a gate stand well inside
ANSWERS = LinearSegmentedColormap.from_list("answers", ["#9cc7e4", "#ffffff", "#f6c096"])


def grid(n, side=SIDE):
    """The rows of an (n * n, 2) array of points on a square, row by row from below."""
    x = np.linspace(*side, n)
    return np.column_stack([np.tile(x, n), np.repeat(x, n)])


def plane(ax, title="", *, side=SIDE, labels=("x₁", "x₂")):
    """A square of inputs, blue where the answer is 0 and orange where it is 1.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    title : str
    side : tuple of float
        Range of both inputs.
    labels : tuple of str

    Returns
    -------
    dict
        The artists "answers", "boundary", "lines", 0 and 1 (the examples of a class) and
        "wrong", for `show_plane`.
    """
    ax.set(xlim=side, ylim=side, xlabel=labels[0], ylabel=labels[1], title=title, box_aspect=1)
    image = ax.imshow(np.full((2, 2), 0.5), cmap=ANSWERS, vmin=0, vmax=1, origin="lower")
    image.set_extent((*side, *side))
    dots = {"ls": "", "mec": "black", "mew": 0.8, "zorder": 4}
    return {
        "answers": image,
        "lines": ax.plot([], [], color="0.35", lw=1, ls="--", zorder=2)[0],
        "boundary": ax.plot([], [], color="black", lw=2, zorder=3)[0],
        0: ax.plot([], [], marker="o", color="C0", ms=8, label="class 0", **dots)[0],
        1: ax.plot([], [], marker="s", color="C1", ms=8, label="class 1", **dots)[0],
        "wrong": ax.plot([], [], "o", mfc="none", mec="black", mew=1.6, ms=15, zorder=5)[0],
    }


def show_plane(artists, X, y, answers, wrong=(), size=8, boundary=None):
    """Move what `plane` drew.

    Parameters
    ----------
    artists : dict
    X, y : ndarray, (m, 2) and (m,)
        Examples and their classes, 0 or 1.
    answers : ndarray, (n, n)
        The answer on `grid(n)`, from 0 to 1; the boundary is where it is 1/2.
    wrong : ndarray of bool, (m,)
        Examples to ring.
    size : float
        Of the examples.
    boundary : pair of arrays, optional
        x and y of the boundary where it is known, such as `line` gives.
    """
    artists["answers"].set_data(answers)
    if boundary is None:
        x = np.linspace(*artists["answers"].get_extent()[:2], len(answers))
        boundary = level(x, answers, 0.5)
    artists["boundary"].set_data(*boundary)
    for kind in (0, 1):
        artists[kind].set_data(*X[y == kind].T)
        artists[kind].set_markersize(size)
    artists["wrong"].set_data(*X[np.asarray(wrong, dtype=bool)].T if len(wrong) else ([], []))


def level(x, z, value):
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
    return strokes


def line(w, b, side=SIDE):
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
        return [np.nan], [np.nan]
    ends = sorted(set(ends))
    return tuple(np.array([ends[0], ends[-1]]).T)


def lines(W, b, side=SIDE):
    """The lines of several units, one after the other with gaps."""
    found = [line(w, offset, side) for w, offset in zip(W, b)]
    gaps = [np.concatenate([np.r_[axis, np.nan] for axis in two]) for two in zip(*found)]
    return gaps[0], gaps[1]
