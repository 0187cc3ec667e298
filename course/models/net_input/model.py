r"""The net input of a unit, the same sum in three ways; and of a layer, in two.

    n = sum_j w_j a_j            one unit
    n_i = sum_j W[i, j] a_j      a layer, W[i, j] to unit i from unit j

All ways give the same number up to rounding; they differ in who runs the loop: Python,
NumPy, or the linear-algebra library under it. `course.models.activation.net_input` is
the one to use. Shapes are not checked here, because the checks would be timed as well.
"""

import numpy as np


def by_loop(a, w):
    """A loop in Python: one product and one sum at a time."""
    n = 0.0
    for j in range(len(a)):
        n += w[j] * a[j]
    return n


def by_sum(a, w):
    """All products at once, then their sum."""
    return np.sum(w * a)


def by_dot(a, w):
    """The dot product, which keeps no list of products."""
    return np.dot(w, a)


def layer_by_loop(a, W):
    """One dot product a unit."""
    return np.array([np.dot(w, a) for w in W])


def layer_by_matrix(a, W):
    """One matrix product; with a of shape (batch, n_in) it does the whole batch."""
    return a @ W.T
