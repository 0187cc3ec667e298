"""Decisions on numbers that carry rounding: what counts as 0, as equal, and which sign.

The last digits of a sum depend on the order of its terms, and the order on the processor:
its vector width, the kernels its linear algebra picks, the number of threads. So a sign, a
largest value or a threshold must not hang on them. Here is the one rule of the course:
what differs by less than ROUNDING of its terms' size is the same, and among the same the
first one is taken.
"""

import numpy as np

ROUNDING = 1e-12  # far above the rounding of a sum, far below what any model is known to


def cleared(x, size):
    """`x` with 0 wherever it is no larger than the rounding of terms of that `size`."""
    return np.where(np.abs(x) <= ROUNDING * size, 0.0, x)


def decimals(x):
    """`x` to nine decimals, for what a long training starts from.

    The last digits of sines and of normal random numbers are the processor's, and a thousand
    epochs make another network of them.
    """
    return np.round(x, 9)


def first_largest(values, axis=0, rounding=ROUNDING):
    """Index along `axis` of the largest value, of the first one if several are that large."""
    top = values.max(axis=axis, keepdims=True)
    return np.argmax(values >= top - rounding * np.abs(top), axis=axis)


def upright(columns):
    """Each column times the sign that makes its entry of largest size positive.

    Eigenvectors and singular vectors have no sign of their own. Sizes are compared to
    1e-9: that is what is left of the digits of a vector whose eigenvalue has near neighbors.
    A complex column is turned until that entry is real.
    """
    largest = first_largest(np.abs(columns), rounding=1e-9)
    entry = np.take_along_axis(columns, largest[None], 0)
    size = np.abs(entry)
    return columns * np.where(size > 0, np.conj(entry) / np.where(size > 0, size, 1.0), 1.0)
