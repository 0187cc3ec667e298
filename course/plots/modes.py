"""Linear networks: a closed form with the simulation over it, phase planes, modes as bars."""

import numpy as np

from course.plots import traces

SMOOTH, STILL = "0.55", "0.75"  # eigenvectors and paths; what only helps the eye


def response(ax, color, label="", *, marks=False, labels=("closed form", "simulated")):
    """A wide pale line for a closed form and, over it, the simulation.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    color : str
    label : str
        What both are; goes before `labels` in the legend.
    marks : bool
        The simulation as dots, not as a thin line.
    labels : tuple of str

    Returns
    -------
    dict
        The artists "theory" and "simulated", each moved with `set_data`.
    """
    names = [f"{label}, {name}" if label else name for name in labels]
    thin = {"ls": "", "marker": ".", "ms": 4} if marks else {"lw": 1.2}
    return {
        "theory": ax.plot([], [], color=color, lw=5, alpha=0.3, label=names[0])[0],
        "simulated": ax.plot([], [], color=color, label=names[1], **thin)[0],
    }


def plane(ax, low, high, *, names=("r₁", "r₂"), unit=""):
    """A phase plane of two rates, with lines for two eigenvectors through its origin.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    low, high : float
        Range of both rates.
    names : tuple of str
    unit : str

    Returns
    -------
    dict
        "modes" for `show_modes`; "path" and "now" for `show_path`.
    """
    words = [f"{name} ({unit})" if unit else name for name in names]
    ax.set(xlim=(low, high), ylim=(low, high), xlabel=words[0], ylabel=words[1])
    ax.set_aspect("equal")
    for line in (ax.axhline, ax.axvline):
        line(0.0, color=STILL, lw=0.8)
    return {
        "modes": [
            ax.plot([], [], color=color, lw=1.2, ls=dashes)[0]
            for color, dashes in (("C1", "-"), ("C2", "--"))
        ],
        "whole": ax.plot([], [], color=STILL, lw=1)[0],
        "path": ax.plot([], [], color="C0", lw=1.8)[0],
        "now": ax.plot([], [], "o", color="C0", ms=8, zorder=5)[0],
    }


def show_modes(artists, vectors, length):
    """Move the eigenvector lines of `plane`.

    Parameters
    ----------
    vectors : array, shape (2, 2)
        A mode in each column.
    length : float
        From the origin to each end.
    """
    for line, (x, y) in zip(artists["modes"], np.transpose(vectors)):
        size = length / np.hypot(x, y)
        line.set_data([-size * x, size * x], [-size * y, size * y])


def show_path(artists, r, first=0, last=None):
    """Move the path of `plane`: all of it pale, columns `first` to `last` of r dark.

    Parameters
    ----------
    r : array, shape (2, n)
    first, last : int
        Default the whole; the point stands at `last`.
    """
    last = r.shape[1] - 1 if last is None else last
    artists["whole"].set_data(*r)
    artists["path"].set_data(*r[:, first : last + 1])
    artists["now"].set_data(*r[:, last : last + 1])


def bars(ax, color, *, width=9.0, label="", **more):
    """Bars from zero, all in one line; the artist for `show_bars`."""
    look = {"solid_capstyle": "butt", "lw": width, "color": color, "label": label} | more
    return ax.plot([], [], **look)[0]


def show_bars(artist, heights, places=None):
    """Move what `bars` drew: one bar for each height, at 1, 2, 3 or at `places`."""
    heights = np.asarray(heights, dtype=float)
    places = np.arange(1, heights.size + 1) if places is None else places
    artist.set_data(*traces.strokes(places, 0.0, heights))
