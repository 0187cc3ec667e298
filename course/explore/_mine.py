"""A student's own function over the library's curve, or in words why it is not there."""

from typing import NamedTuple

import numpy as np

MOST = 1e6  # beyond every panel; what is larger is left out of the line


class Mine(NamedTuple):
    """What to draw and what to say."""

    curve: np.ndarray  # like x; nan where nothing is drawn
    trouble: str  # " Yours is not drawn: ...", or nothing
    label: str | None = "yours"


def drawn(mine, x, *parameters):
    """Call `mine(x, *parameters)`, which may be unfinished or wrong in any way.

    Parameters
    ----------
    mine : callable or None
    x : array, shape (n,)

    Returns
    -------
    Mine
        An untouched stub gives no curve and no words. An error of the student's
        code must not take the figure away, so it is told in the summary.
    """
    nothing = np.full(x.shape, np.nan)
    if mine is None:
        return Mine(nothing, "", None)
    try:
        values = mine(x, *parameters)
        if values is ...:
            return Mine(nothing, "")
        curve = np.broadcast_to(np.asarray(values, dtype=float), x.shape)
    except Exception as problem:
        return Mine(nothing, f" Yours is not drawn: {type(problem).__name__}: {problem}"[:90])
    return Mine(np.where(np.abs(curve) < MOST, curve, np.nan), "")


def show_mine(panel, x, mine, **style):
    """Draw what `drawn` returned."""
    look = {"color": "ink", "ls": ":", "lw": 2.4, "label": mine.label} | style
    panel.line("mine", x, mine.curve, **look)
