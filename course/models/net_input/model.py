r"""The net input of a unit, the same sum in three ways; and of a layer, in two.

    n = sum_j w_j a_j            one unit
    n_i = sum_j W[i, j] a_j      a layer, W[i, j] to unit i from unit j

All ways give the same number up to rounding; they differ in who runs the loop: Python,
NumPy, or the linear-algebra library under it. `course.models.activation.net_input` is
the one to use. `by_loop` and the others run them and are timed, so they look at the kind and
the shape of what goes in, which takes no time, and at its values only if what comes out is
not finite.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid

# One unit


def loop(a, w):
    n = np.float64(0.0)
    for j in range(len(a)):
        n = n + w[j] * a[j]
    return n


def sum_of_products(a, w):
    return np.sum(w * a)


def dot_product(a, w):
    return np.dot(w, a)


# A layer


def dot_products(a, W):
    return np.array([np.dot(w, a) for w in W])


def matrix_product(a, W):
    return a @ W.T


# What a caller uses


@np.errstate(under="ignore")  # the session may be told to raise it
def by_loop(a: ArrayLike, w: ArrayLike) -> float:
    """A loop in Python: one product and one sum at a time.

    Parameters
    ----------
    a, w : array, shape (n_in,)
        Activities and weights.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the shapes differ or a value is not finite.
    """
    return _unit(loop, a, w)


@np.errstate(under="ignore")  # the session may be told to raise it
def by_sum(a: ArrayLike, w: ArrayLike) -> float:
    """All products at once, then their sum; parameters are those of `by_loop`."""
    return _unit(sum_of_products, a, w)


@np.errstate(under="ignore")  # the session may be told to raise it
def by_dot(a: ArrayLike, w: ArrayLike) -> float:
    """The dot product, which keeps no list of products; parameters are those of `by_loop`."""
    return _unit(dot_product, a, w)


@np.errstate(under="ignore")  # the session may be told to raise it
def layer_by_loop(a: ArrayLike, W: ArrayLike) -> NDArray:
    """One dot product a unit.

    Parameters
    ----------
    a : array, shape (n_in,)
        Activities.
    W : array, shape (n_out, n_in)
        Weights, W[i, j] to unit i from unit j.

    Returns
    -------
    array, shape (n_out,)

    Raises
    ------
    ValueError
        If the shapes do not fit or a value is not finite.
    """
    return _layer(dot_products, a, W, (1,))


@np.errstate(under="ignore")  # the session may be told to raise it
def layer_by_matrix(a: ArrayLike, W: ArrayLike) -> NDArray:
    """One matrix product; with a of shape (batch, n_in) it does the whole batch.

    Parameters
    ----------
    a : array, shape (n_in,) or (batch, n_in)
        Activities.
    W : array, shape (n_out, n_in)
        Weights, W[i, j] to unit i from unit j.

    Returns
    -------
    array, shape (n_out,) or (batch, n_out)

    Raises
    ------
    ValueError
        If the shapes do not fit or a value is not finite.
    """
    return _layer(matrix_product, a, W, (1, 2))


def _unit(way, a, w):
    if not (_numbers(a) and _numbers(w) and a.ndim == 1 and a.shape == w.shape):
        a, w = _pair(a, w)
    n = way(a, w)
    if not abs(n) < np.inf:
        _pair(a, w)  # says which value it is
    return n


def _layer(way, a, W, ndim):
    fits = _numbers(a) and _numbers(W) and a.ndim in ndim and W.ndim == 2
    if not (fits and a.shape[-1] == W.shape[1]):
        a, W = _fitting(a, W, ndim)
    n = way(a, W)
    if not abs(n.sum()) < np.inf:
        _fitting(a, W, ndim)
    return n


def _numbers(x):
    return type(x) is np.ndarray and x.dtype == np.float64 and x.size > 0


def _pair(a, w):
    """Both as arrays of one length, or the ValueError that says what is wrong with them."""
    a = _valid.array("a", a, ndim=1)
    w = _valid.array("w", w, ndim=1)
    if a.shape != w.shape:
        raise ValueError(f"a has shape {a.shape}; allowed are {len(w)} values, as w has")
    return a, w


def _fitting(a, W, ndim):
    W = _valid.array("W", W, ndim=2)
    a = _valid.array("a", a, ndim=ndim)
    if a.shape[-1] != W.shape[1]:
        raise ValueError(f"a has shape {a.shape}; allowed are {W.shape[1]} values, as W has")
    return a, W
