"""Linear networks: a closed form with the simulation over it, phase planes, modes as bars."""

from collections.abc import Hashable
from typing import Annotated, Any

import numpy as np

from course.plots import curves, traces
from course.plots.given import (
    Array,
    Curve,
    Named,
    Names,
    Numbers,
    Positive,
    Ranged,
    RowLike,
    Series,
    Texts,
    checked,
)
from course.plots.panel import Panel

LABELS = "closed form", "simulated"
Labels = Annotated[tuple[str | None, str | None], Texts(2, none=True)]
Step = Annotated[int, Ranged(0, 10**9)]


@checked
def response(
    panel: Panel,
    key: Hashable,
    theory: Curve,
    simulated: Curve,
    *,
    color: Named = "ink",
    labels: Labels = LABELS,
    **style: Any,
) -> None:
    """A wide gray line for a closed form and, over it, the simulation.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    key
        Of both.
    theory, simulated : tuple of array
        x and y.
    color : str
        Of the simulation.
    labels : tuple of str or None
        Names of both.
    **style
        Of the simulation.
    """
    thin = {"color": color, "lw": 1.2, "rim": 2.4, "label": labels[1]} | style
    panel.line((key, "theory"), *theory, **curves.WIDE, label=labels[0])
    panel.line((key, "simulated"), *simulated, **thin)


@checked
def plane(panel: Panel, low: float, high: float, *, names: Names = ("r₁", "r₂")) -> None:
    """The axes of a phase plane of two rates, both from `low` to `high`."""
    panel.still(xlim=(low, high), ylim=(low, high), xlabel=names[0], ylabel=names[1], zero="xy")
    panel.still.set_aspect("equal")


@checked
def eigenvectors(
    panel: Panel,
    vectors: Annotated[Series, Numbers((2, 2), gaps=False)],
    length: Positive,
    *,
    labels: Labels = (None, None),
) -> None:
    """Lines through the origin of a plane, the second one dashed.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    vectors : array, shape (2, 2)
        A mode in each column.
    length : float
        From the origin to each end.
    labels : tuple of str or None
    """
    for k, (x, y) in enumerate(np.transpose(vectors)):
        size = length / np.hypot(x, y)
        look = {"color": "soft", "lw": 1.2, "ls": ("-", "--")[k], "label": labels[k]}
        panel.line(("mode", k), [-size * x, size * x], [-size * y, size * y], **look)


@checked
def path(
    panel: Panel,
    r: Annotated[Array, Numbers((2, None), empty=False)],
    first: Step = 0,
    last: Step | None = None,
    *,
    now: bool = True,
) -> None:
    """A path through a plane: all of it thin, columns `first` to `last` of r wide.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    r : array, shape (2, n)
    first, last : int
        Default the whole.
    now : bool
        A point at `last`.
    """
    end = r.shape[1] - 1 if last is None else last
    panel.line("whole", *r, color="soft", lw=0.7)
    panel.line("path", *r[:, first : end + 1], color="ink", lw=1.8)
    if now:
        panel.points("now", *r[:, end], color="you", ms=8, zorder=5)


@checked
def bars(
    panel: Panel,
    key: Hashable,
    heights: RowLike,
    color: Named,
    *,
    width: Positive = 9.0,
    bottom: float = 0.0,
    **style: Any,
) -> None:
    """A bar for each height, at 1, 2, 3, ..., all of them one line."""
    heights = np.asarray(heights, dtype=float)
    places = np.arange(1, heights.size + 1)
    look = {"solid_capstyle": "butt", "lw": width, "color": color} | style
    panel.line(key, *traces.strokes(places, bottom, heights), **look)
