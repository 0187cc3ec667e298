"""States of +1 and -1 as pictures, and their overlaps with stored patterns."""

import numpy as np

from course.plots.traces import strokes

KINDS = {  # what a state that recall ends in can be
    "memory": "k",
    "reversed memory": "sky",
    "mixture": "exc",
    "spin glass": "soft",
}
LABELS = {kind: kind for kind in KINDS} | {"spin glass": "nameless"}


def picture(panel, s, title="", *, side=28):
    """A state as a square of units, +1 in ink and -1 as paper.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    s : array, shape (side * side,)
    title : str
    side : int
        Units along an edge.
    """
    panel.still(title=title, xticks=[], yticks=[], box_aspect=1)
    panel.still.spines[:].set_visible(True)
    panel.image("state", np.reshape(s, (side, side)), cmap="plain", clim=(-1, 1))


def overlaps(panel, m, *, xlabel="memories, the first on the left", first=False):
    """The overlap of a state with each memory, a stroke and a dot each.

    Memories share the width, however many there are, so that the axis never changes.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    m : array, shape (M,)
    xlabel : str
    first : bool
        Mark the first memory.
    """
    panel.still(xlim=(0, 1), ylim=(-1.1, 1.1), xticks=[], xlabel=xlabel, ylabel="overlap")
    panel.still.axhline(0.0, color="faint", lw=0.9)
    x = (np.arange(len(m)) + 0.5) / len(m)
    panel.line("strokes", *strokes(x, 0.0, m), color="ink", lw=1.4)
    panel.points("dots", x, m, color="ink", ms=4)
    if first:
        panel.points("first", x[0], m[0], color="k", marker="D", ms=7, zorder=3)
