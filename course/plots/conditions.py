"""Trained networks: one line a condition, pale to strong, and units sorted by kind."""

from typing import Annotated, Any

import numpy as np

from course.plots.given import Array, Many, Numbers, Series, Shared, Texts, careful, checked
from course.plots.look import Look
from course.plots.panel import Panel
from course.plots.traces import joined

KINDS = {
    "ramp": {"color": "ink"},
    "step": {"color": "sky", "ls": "--"},
    "decay": {"color": "soft", "ls": "-."},
    "flat": {"color": "soft", "ls": ":"},
}


@careful
def colors(look: Look, n: Many) -> list[tuple[float, ...]]:
    """n colors of a look from pale to strong, none too pale to see."""
    return [tuple(color) for color in look.ember(np.linspace(0.56, 1.0, n))]


@checked
def curves(
    panel: Panel,
    x: Annotated[Series, Shared()],
    rows: Annotated[Array, Numbers(("curves", "n"), empty=False)],
    **style: Any,
) -> None:
    """One line a condition.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    x : array, shape (T,) or (conditions, T)
    rows : array, shape (conditions, T)
    """
    shades = panel.keep("shades", lambda: colors(panel.look, len(rows)))
    for k, (at, row) in enumerate(zip(np.broadcast_to(x, rows.shape), rows)):
        panel.line(("condition", k), at, row, color=shades[k], **style)


@checked
def kinds(
    panel: Panel,
    traces: Annotated[Array, Numbers((None, "units"), empty=False)],
    names: Annotated[tuple[str, ...], Texts("units")],
) -> None:
    """Traces of units in the window that counts, in the style of their kind.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    traces : array, shape (T, units)
    names : sequence of str
        Kind of each unit.
    """
    panel.still(xlim=(0, 1), ylim=(-2.1, 2.1), xlabel="part of the window", ylabel="units")
    part = np.linspace(0.0, 1.0, len(traces))
    for kind, look in KINDS.items():
        chosen = traces.T[[name == kind for name in names]]
        panel.line(kind, *joined(part, chosen), lw=1.3, label=kind, **look)
