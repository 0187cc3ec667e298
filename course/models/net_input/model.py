r"""The net input of a unit, the same sum in three ways; and of a layer, in two.

    n = sum_j w_j a_j            one unit
    n_i = sum_j W[i, j] a_j      a layer, W[i, j] to unit i from unit j

All ways give the same number up to rounding; they differ in who runs the loop: Python,
NumPy, or the linear-algebra library under it. `course.models.activation.net_input` is
the one to use. What goes in is not checked beforehand, because the check would be timed as
well; what comes out is, and only if it is no good the input is looked at.
"""

import numpy as np

from course import _valid


def by_loop(a, w):
    """A loop in Python: one product and one sum at a time."""
    try:
        n = 0.0
        for j in range(len(a)):
            n += w[j] * a[j]
    except Exception:
        n = None
    return n if _sound(n) and len(a) == len(w) else np.dot(*_pair(w, a))


def by_sum(a, w):
    """All products at once, then their sum."""
    try:
        n = np.sum(w * a)
    except Exception:
        n = None
    return n if _sound(n) else np.sum(np.multiply(*_pair(w, a)))


def by_dot(a, w):
    """The dot product, which keeps no list of products."""
    try:
        n = np.dot(w, a)
    except Exception:
        n = None
    return n if _sound(n) else np.dot(*_pair(w, a))


def layer_by_loop(a, W):
    """One dot product a unit."""
    try:
        n = np.array([np.dot(w, a) for w in W])
    except Exception:
        n = None
    if _sound(n, 1):
        return n
    W, a = _layer(a, W, ndim=1)
    return np.array([np.dot(w, a) for w in W])


def layer_by_matrix(a, W):
    """One matrix product; with a of shape (batch, n_in) it does the whole batch."""
    try:
        n = a @ W.T
    except Exception:
        n = None
    if _sound(n, 1) or _sound(n, 2):
        return n
    W, a = _layer(a, W, ndim=(1, 2))
    return a @ W.T


def _sound(n, ndim=0):
    """Whether n is a finite float or an array of them, in no time."""
    if ndim:
        fits = type(n) is np.ndarray and n.ndim == ndim and n.dtype == np.float64
        return fits and n.size > 0 and abs(n.sum()) < np.inf
    return type(n) is np.float64 and abs(n) < np.inf


def _pair(w, a):
    """Both as arrays of one length, or the ValueError that says what is wrong with them."""
    a = _valid.array("a", a, ndim=1)
    return _valid.array("w", w, shape=a.shape), a


def _layer(a, W, ndim):
    W, a = _valid.array("W", W, ndim=2), _valid.array("a", a, ndim=ndim)
    if a.shape[-1] != W.shape[1]:
        raise ValueError(f"a has shape {a.shape}; allowed are {W.shape[1]} values, as W has")
    return W, a
