"""Digits and letters drawn with straight strokes, 28 x 28 units of -1 and +1.

Each character is a few polylines on a grid of 7 x 9 points; a unit is +1 where its center
lies within half a line width of a stroke. Illustrative: the shapes are the course's own,
drawn here so that no picture or font is needed.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course import _valid

SIDE = 28

# character: strokes "xy xy ..." with x = 0-6 to the right and y = 0-8 downward
STROKES = {
    "0": "20 40 52 56 48 28 16 12 20",
    "1": "12 30 38/18 58",
    "2": "02 20 40 62 63 08 68",
    "3": "01 20 40 61 62 44 24/44 65 67 48 28 07",
    "4": "48 40 05 65",
    "5": "60 00 03 43 64 66 48 08",
    "6": "50 20 02 06 28 48 66 64 43 03",
    "7": "00 60 28",
    "8": "20 40 61 62 44 24 02 01 20/24 06 07 28 48 67 66 44",
    "9": "63 44 24 03 01 20 40 61 66 48 18",
    "A": "08 30 68/15 55",
    "B": "00 08 48 67 65 44 04/44 63 61 40 00",
    "C": "61 40 20 02 06 28 48 67",
    "D": "00 08 38 66 62 30 00",
    "E": "60 00 08 68/04 44",
    "F": "60 00 08/04 44",
    "G": "61 40 20 02 06 28 48 66 64 34",
    "H": "00 08/60 68/04 64",
    "I": "10 50/30 38/18 58",
    "J": "20 60/50 56 38 18 06",
    "K": "00 08/60 04 68",
    "L": "00 08 68",
    "M": "08 00 34 60 68",
    "N": "08 00 68 60",
    "O": "20 40 62 66 48 28 06 02 20",
    "P": "08 00 40 61 63 44 04",
    "Q": "20 40 62 66 48 28 06 02 20/45 68",
    "R": "08 00 40 61 63 44 04/34 68",
    "S": "61 40 20 01 02 24 44 66 67 48 28 07",
    "T": "00 60/30 38",
    "U": "00 06 28 48 66 60",
    "V": "00 38 60",
    "W": "00 18 34 58 60",
    "X": "00 68/60 08",
    "Y": "00 34 60/34 38",
    "Z": "00 60 08 68",
}


class Glyphs(NamedTuple):
    """Drawn characters, ready to be stored."""

    patterns: np.ndarray  # (M, 784) of -1.0 and +1.0, rows of the picture one by one
    labels: tuple  # (M,), the characters


@np.errstate(under="ignore")  # the session may be told to raise it
def glyphs(
    characters: str | Sequence[str] = "0123456789",
    *,
    width: float = 3.0,
    shift: ArrayLike = (0.0, 0.0),
    slant: float = 0.0,
) -> Glyphs:
    """Draw characters.

    Parameters
    ----------
    characters : str
        Digits and capital letters.
    width : float
        Of a stroke, in units of the grid, 1 to 8.
    shift : (float, float)
        Right and down, in units of the grid, at most 14 either way.
    slant : float
        Units to the right at the top, as many to the left at the foot; -10 to 10.

    Returns
    -------
    Glyphs
        `patterns[k].reshape(28, 28)` is a picture. Shifted, slanted or fatter ones are
        inputs similar to a memory but not equal to it.

    Raises
    ------
    ValueError
        An unknown character, none at all, or a number out of its range.
    """
    width = _valid.number("width", width, low=1.0, high=8.0)
    slant = _valid.number("slant", slant, low=-10.0, high=10.0)
    shift = _valid.array("shift", shift, shape=(2,), low=-14.0, high=14.0)
    if not isinstance(characters, (str, list, tuple)) or len(characters) > 1000:
        shown = _valid.shown(characters)
        raise ValueError(f"characters is {shown}; allowed are up to 1000 characters")
    unknown = [c for c in characters if not isinstance(c, str) or c not in STROKES]
    if unknown or not len(characters):
        allowed = "".join(STROKES)
        raise ValueError(
            f"characters is {_valid.shown(characters)}; allowed are one or more of {allowed}"
        )
    drawn = np.stack([_draw(STROKES[c], width, shift, slant) for c in characters])
    return Glyphs(np.asfortranarray(drawn), tuple(characters))


def _draw(strokes, width, shift, slant):
    y, x = np.mgrid[0:SIDE, 0:SIDE] + 0.5
    distance = np.full((SIDE, SIDE), np.inf)
    for stroke in strokes.split("/"):
        grid = np.array([[int(p[0]), int(p[1])] for p in stroke.split()], dtype=float)
        points = shift + [14.0, 14.0] + (grid - [3.0, 4.0]) * [2.6, 2.5]
        points[:, 0] += slant * (14.0 + shift[1] - points[:, 1]) / 10.0
        for (ax, ay), (bx, by) in pairwise(points):
            dx = bx - ax
            dy = by - ay
            along = np.clip(((x - ax) * dx + (y - ay) * dy) / (dx**2 + dy**2), 0.0, 1.0)
            distance = np.minimum(distance, np.hypot(x - ax - along * dx, y - ay - along * dy))
    return np.where(distance <= width / 2, 1.0, -1.0).ravel()
