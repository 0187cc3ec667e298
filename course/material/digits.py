"""1797 digits written by hand, 8 x 8 pixels each.

Thirteen people wrote them on forms. Their bitmaps of 32 x 32 were cut into blocks of 4 x 4, and a
pixel is the number of dark points in its block, 0 to 16.

Alpaydin E, Kaynak C (1998) Optical Recognition of Handwritten Digits, UCI Machine Learning
Repository, the part called the test set. The data are the copy of the package scikit-learn, under
the license in `digits-license.txt`; its counts are divided by 16 here.
"""

import functools
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SIDE = 8


class Digits(NamedTuple):
    """Written digits."""

    images: NDArray  # (1797, 64), 0 for paper to 1 for ink, rows of the picture one by one
    labels: NDArray  # (1797,), which digit was meant


@functools.lru_cache(maxsize=1)
def _stored():
    with np.load(Path(__file__).parent / "digits.npz", allow_pickle=False) as kept:
        return kept["images"] / 16.0, kept["labels"].astype(np.int64)


def digits() -> Digits:
    """The digits, each time in arrays of their own.

    Returns
    -------
    Digits
        `images[k].reshape(8, 8)` is a picture.
    """
    return Digits(*(part.copy() for part in _stored()))
