r"""Activation functions: how a unit turns its net input into its activity.

    n_i = sum_j W[i, j] a_j + b_i          net input, W[i, j] to unit i from unit j

    linear(x)  = x                         relu(x) = max(x, 0)
    step(x)    = 1 for x >= 0, else 0      tanh(x) = 2 sigmoid(2 x) - 1
    sigmoid(x) = 1 / (1 + exp(-x))
    neuron_sigmoid(x) = Q / (1 + exp(-(x - V_half) / k))

The last is a neuron's rate as a function of its voltage: Q its largest rate,
V_half the voltage at half of it, k the width of its rise. Functions take
numbers or arrays of any shape and keep the shape. Each exponential is taken of
a negative number, so none overflows, and every digit of a small result is right.

Rumelhart DE, Hinton GE, McClelland JL (1986) in Parallel Distributed Processing,
MIT Press, ch. 2; neuron_sigmoid: Freeman WJ (1975) Mass Action in the Nervous
System, Academic Press.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _ties, _valid

# Exponentials of negative numbers only


@np.errstate(under="ignore")  # the session may be told to raise it
def logistic(x: ArrayLike) -> NDArray:
    """1 / (1 + exp(-x)), and for x below 0 the same as exp(x) / (exp(x) + 1)."""
    small = np.exp(-np.abs(x))
    return np.where(np.greater_equal(x, 0.0), 1.0, small) / (1.0 + small)


@np.errstate(under="ignore")  # the session may be told to raise it
def logistic_slope(x: ArrayLike) -> NDArray:
    """Its derivative, exp(-x) / (1 + exp(-x))^2, which is the same for x and -x."""
    small = np.exp(-np.abs(x))
    return small / (1.0 + small) ** 2


# The functions


def linear(x: ArrayLike) -> float | NDArray:
    """The input itself.

    Parameters
    ----------
    x : float or array, any shape

    Returns
    -------
    float or array, shape of x

    Raises
    ------
    ValueError
        For a value that is not finite; the same holds for all functions below.
    """
    return _result(_valid.array("x", x))


def relu(x: ArrayLike) -> float | NDArray:
    """The input where it is positive, else 0: a rectified linear unit."""
    return _result(np.maximum(_valid.array("x", x), 0.0))


def step(x: ArrayLike) -> float | NDArray:
    """1 where the input is at least 0, else 0 (Heaviside's function, 1 at 0)."""
    return _result((_valid.array("x", x) >= 0.0).astype(float))


@np.errstate(under="ignore")  # the session may be told to raise it
def sigmoid(x: ArrayLike) -> float | NDArray:
    """1 / (1 + exp(-x)), between 0 and 1."""
    return _result(logistic(_valid.array("x", x)))


def tanh(x: ArrayLike) -> float | NDArray:
    """The hyperbolic tangent, between -1 and 1."""
    return _result(np.tanh(_valid.array("x", x)))


@np.errstate(under="ignore")  # the session may be told to raise it
def neuron_sigmoid(
    x: ArrayLike, Q: float = 100.0, V_half: float = -50.0, k: float = 3.0
) -> float | NDArray:
    """Firing rate as a function of voltage, Q / (1 + exp(-(x - V_half) / k)).

    Parameters
    ----------
    x : float or array
        Voltage, mV.
    Q : float
        Largest rate, Hz, at least 0; illustrative default.
    V_half : float
        Voltage at which the rate is Q / 2, mV; illustrative default.
    k : float
        Width of the rise, mV, above 0; the slope at V_half is Q / (4 k).

    Returns
    -------
    float or array, shape of x
        Hz.

    Raises
    ------
    ValueError
        For a parameter out of range or a voltage that is not finite.
    """
    Q, V_half, k = _neuron(Q, V_half, k)
    return _result(Q * logistic((_valid.array("x", x) - V_half) / k))


def derivative(fn: Callable) -> Callable:
    """The derivative of one of this module's functions, itself a function of x.

    That of `neuron_sigmoid` takes Q, V_half and k as well. At 0, where they
    have none, the derivatives of `step` and `relu` return nan and 0: the step
    has no slope there, and for ReLU 0 is the customary choice in training.

    Parameters
    ----------
    fn : function
        One of the six of this module.

    Returns
    -------
    function

    Raises
    ------
    ValueError
        If `fn` is not one of the six.
    """
    try:
        return _DERIVATIVES[fn]
    except (KeyError, TypeError):
        names = ", ".join(known.__name__ for known in _DERIVATIVES)
        raise ValueError(f"fn is {_valid.shown(fn)}; allowed is one of {names}") from None


@np.errstate(under="ignore")  # the session may be told to raise it
def net_input(a: ArrayLike, W: ArrayLike, b: ArrayLike = 0.0) -> float | NDArray:
    """Net input of a layer, W @ a + b; 0 where it is 0 but for rounding: the step decides there.

    Parameters
    ----------
    a : array, shape (n_in,) or (..., n_in)
        Activities of the units before; leading axes are a batch.
    W : array, shape (n_out, n_in) or (n_in,)
        Weights, W[i, j] to unit i from unit j; a vector is one unit's weights.
    b : float or array, shape (n_out,)
        Bias.

    Returns
    -------
    array, shape (..., n_out), without the last axis for a vector W

    Raises
    ------
    ValueError
        If the shapes do not fit or a value is not finite.
    """
    a = _valid.array("a", a)
    W = _valid.array("W", W, ndim=(1, 2))
    b = _valid.array("b", b, ndim=(0, 1))
    if a.ndim == 0 or a.shape[-1] != W.shape[-1]:
        raise ValueError(f"a has shape {a.shape}; allowed is (..., {W.shape[-1]}), as W has inputs")
    if b.ndim == 1 and b.shape != W.shape[:-1]:
        raise ValueError(
            f"b has shape {b.shape}; allowed is () or {W.shape[:-1]}, as W has outputs"
        )
    _valid.limit("the number of products", a.size * W.size / W.shape[-1], 2e10)
    size = np.abs(a) @ np.abs(W).T + np.abs(b)
    return _result(_ties.cleared(a @ W.T + b, size))


def _result(value):
    """A float for a scalar, else the array."""
    return float(value) if np.ndim(value) == 0 else value


def _neuron(Q, V_half, k):
    return (
        _valid.number("Q", Q, low=0.0, high=1e9, unit="Hz"),
        _valid.number("V_half", V_half, unit="mV"),
        _valid.number("k", k, low=1e-6, high=1e9, unit="mV"),
    )


def _d_linear(x):
    return _result(np.ones_like(_valid.array("x", x)))


def _d_relu(x):
    return _result((_valid.array("x", x) > 0.0).astype(float))


def _d_step(x):
    return _result(np.where(_valid.array("x", x) == 0.0, np.nan, 0.0))


def _d_sigmoid(x):
    return _result(logistic_slope(_valid.array("x", x)))


@np.errstate(under="ignore")  # the session may be told to raise it
def _d_tanh(x):  # 1 / cosh^2, and not 1 - tanh^2, which loses its digits
    return _result(4.0 * logistic_slope(2.0 * _valid.array("x", x)))


@np.errstate(under="ignore")  # the session may be told to raise it
def _d_neuron_sigmoid(x, Q=100.0, V_half=-50.0, k=3.0):
    Q, V_half, k = _neuron(Q, V_half, k)
    return _result(Q / k * logistic_slope((_valid.array("x", x) - V_half) / k))


_DERIVATIVES = {
    linear: _d_linear,
    relu: _d_relu,
    step: _d_step,
    sigmoid: _d_sigmoid,
    tanh: _d_tanh,
    neuron_sigmoid: _d_neuron_sigmoid,
}
