"""Trained networks: one line a condition, dark to bright, and units sorted by kind."""

import matplotlib as mpl
import numpy as np

KINDS = {"ramp": "C1", "step": "C0", "decay": "C2", "flat": "0.7"}


def colors(n):
    """n colors from dark to bright, none too pale to see."""
    return mpl.colormaps["plasma"](np.linspace(0.0, 0.85, n))


def lines(ax, n, **style):
    """n empty lines; move them with `show`."""
    return [ax.plot([], [], color=color, **style)[0] for color in colors(n)]


def show(artists, x, rows):
    """Put the rows (n, T) over x, (T,) or (n, T), into what `lines` drew."""
    for artist, at, row in zip(artists, np.broadcast_to(x, rows.shape), rows):
        artist.set_data(at, row)


def many(rows, x):
    """Coordinates of many curves (n, T) as one line with gaps."""
    gap = np.full((len(rows), 1), np.nan)
    x = np.broadcast_to(x, rows.shape)
    return np.hstack([x, gap]).ravel(), np.hstack([rows, gap]).ravel()


def kinds(ax, **style):
    """One empty line for the units of each kind, for `show_kinds`."""
    return {
        kind: ax.plot([], [], color=color, label=kind, **style)[0] for kind, color in KINDS.items()
    }


def show_kinds(artists, t, traces, names):
    """Put traces (T, N) of units with kinds `names` into what `kinds` drew."""
    for kind, artist in artists.items():
        chosen = traces.T[[name == kind for name in names]]
        artist.set_data(*many(chosen, t))
