"""Trained networks: one line a condition, dark to bright, and units sorted by kind."""

from functools import cache

import matplotlib as mpl
import numpy as np

from course.plots.traces import joined

KINDS = {"ramp": "C1", "step": "C0", "decay": "C2", "flat": "0.7"}


@cache
def colors(n):
    """n colors from dark to bright, none too pale to see."""
    return [tuple(color) for color in mpl.colormaps["plasma"](np.linspace(0.0, 0.85, n))]


def curves(panel, x, rows, **style):
    """One line a condition.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    x : array, shape (T,) or (conditions, T)
    rows : array, shape (conditions, T)
    """
    shades = colors(len(rows))
    for k, (at, row) in enumerate(zip(np.broadcast_to(x, rows.shape), rows)):
        panel.line(("condition", k), at, row, color=shades[k], **style)


def kinds(panel, traces, names):
    """Traces of units in the window that counts, in the color of their kind.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    traces : array, shape (T, units)
    names : sequence of str
        Kind of each unit.
    """
    panel.still(xlim=(0, 1), ylim=(-2.1, 2.1), xlabel="part of the window", ylabel="units")
    part = np.linspace(0.0, 1.0, len(traces))
    for kind, color in KINDS.items():
        chosen = traces.T[[name == kind for name in names]]
        panel.line(kind, *joined(part, chosen), color=color, lw=1.3, label=kind)
