"""States of +1 and -1 as pictures, and their overlaps with stored patterns."""

from typing import Annotated

import numpy as np

from course.plots.given import Array, Numbers, Ranged, Series, checked
from course.plots.panel import Panel
from course.plots.traces import strokes

KINDS = {  # what a state that recall ends in can be
    "memory": "k",
    "reversed memory": "sky",
    "mixture": "exc",
    "spin glass": "soft",
}
LABELS = {kind: kind for kind in KINDS} | {"spin glass": "nameless"}


@checked
def picture(
    panel: Panel,
    s: Annotated[Series, Numbers((None,), empty=False)],
    title: str = "",
    *,
    side: Annotated[int, Ranged(1, 1000)] = 28,
) -> None:
    """A state as a square of units, +1 in ink and -1 as paper.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    s : array, shape (side * side,)
    title : str
    side : int
        Units along an edge.
    """
    if panel.first and np.size(s) != side * side:
        raise ValueError(
            f"s has {np.size(s)} values; allowed are {side * side}, for a side of {side}"
        )
    panel.still(title=title, xticks=[], yticks=[], box_aspect=1)
    panel.still.spines[:].set_visible(True)
    panel.image("state", np.reshape(s, (side, side)), cmap="plain", clim=(-1, 1))


@checked
def overlaps(
    panel: Panel,
    m: Annotated[Array, Numbers((None,), empty=False)],
    *,
    xlabel: str = "memories, the first on the left",
    first: bool = False,
) -> None:
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
