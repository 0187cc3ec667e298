"""Curves with a cursor that says "now": what is past is full, what is to come is faint.

The name and the value of each curve ride on the cursor, so no legend is needed.
"""

import functools
import itertools
from typing import Annotated, Any

import numpy as np

from course.plots.drawing import SMALL, Label
from course.plots.given import Array, Numbers, Positive, Ranged, checked
from course.plots.look import PX
from course.plots.panel import Panel

GAP = 15.0  # CSS pixels between the words of two curves
FAINT = 0.3


Times = Annotated[Array, Numbers(("n",), gaps=False, empty=False)]


@checked
def moment(t: Times, now: float) -> int:
    """Index of the first of the times t that is not before `now`, or of the last of them."""
    return int(min(np.searchsorted(t, now - 1e-9), len(t) - 1))


@checked
def riding(
    panel: Panel,
    t: Times,
    now: float,
    curves: dict[str, Any],
    *,
    form: str = "{:.2f}",
    thick: Positive = 2.2,
) -> None:
    """Curves over time up to a cursor and, faint, beyond it.

    Parameters
    ----------
    panel : course.plots.panel.Panel
        Its limits are set before, for the words stay within them.
    t : array, shape (n,)
        In steps of one length.
    now : float
        Where the cursor stands.
    curves : dict
        Name -> (values, style); a style has a `color` by meaning.
    form : str
        Of a value.
    thick : float
        Of what is past, CSS pixels.
    """
    if panel.absent:
        return
    i = moment(t, now)
    axes = panel.axes
    panel.cursor("now", now, color="you", lw=1.5 * PX, zorder=4)
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    unit = axes.figure.dpi / 100
    gap = GAP * unit / axes.bbox.height * (high - low)
    spots = apart([float(y[i]) for y, _ in curves.values()], gap, low + gap / 2, high - gap / 3)
    ahead = (now - left) / (right - left) < 0.7
    shift = (9 if ahead else -9) * unit / axes.bbox.width * (right - left)
    for (name, (y, style)), spot in zip(curves.items(), spots):
        panel.line((name, "to come"), t[i:], y[i:], alpha=FAINT, lw=1.5 * PX, **style)
        panel.line((name, "past"), t[: i + 1], y[: i + 1], lw=thick * PX, zorder=3, **style)
        dot = {"color": style["color"], "ms": 8 * PX, "mec": "paper", "mew": 1.5 * PX, "zorder": 5}
        panel.points((name, "now"), t[i], y[i], clip_on=False, **dot)
        word = panel.artist(
            (name, "word"), functools.partial(_word, look=panel.look, color=style["color"])
        )
        word.set_text(f"{name} {form.format(y[i])}".strip().replace("-", "−"))
        word.set(position=(now + shift, spot), ha="left" if ahead else "right")


def _word(axes, look, color):
    style = {"fontsize": SMALL * PX, "fontweight": "bold", "va": "center", "zorder": 6}
    word = Label(0, 0, "", color=look.color(color), **style)
    word.halo = look.paper
    axes.add_artist(word).set_clip_on(False)
    word.set_in_layout(False)
    return word


@checked
def apart(
    values: Annotated[list[float], Numbers((None,), gaps=False)],
    gap: Annotated[float, Ranged(0.0)],
    low: float,
    high: float,
) -> list[float]:
    """Places as near to the values as they can be with a gap between neighbors.

    Parameters
    ----------
    values : list of float
    gap, low, high : float
        No place is nearer than `gap` to another, or beyond `low` and `high` if there is room.

    Returns
    -------
    list of float
    """
    order, spots = sorted(range(len(values)), key=values.__getitem__), list(values)
    for _ in range(40):
        spots, moved = [min(max(y, low), high) for y in spots], False
        for a, b in itertools.pairwise(order):
            close = gap - (spots[b] - spots[a])
            if close > 1e-3 * gap:
                spots[a] -= close / 2
                spots[b] += close / 2
                moved = True
        if not moved:
            break
    return spots
