r"""Universal approximation in one dimension: n hidden units follow a curve.

    y(x) = b2 + sum_i W2_i f(W1_i x + b1_i)

`hidden` and `output` are this equation. The units' kinks start evenly spread over the curve
and the output weights that fit best come from least squares; then all weights move together
to lower the mean squared error.

G. Cybenko, Math. Control Signals Syst. 2:303 (1989); K. Hornik, Neural Networks 4:251
(1991). No quantity has a unit.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid

ACTIVATIONS = ("relu", "tanh", "sigmoid")


# The equation


def hidden(x, W1, b1, activation):
    """Activity of the hidden units, shape (m, n), and its slope."""
    z = np.outer(x, W1) + b1
    if activation == "relu":
        return np.maximum(z, 0.0), (z > 0).astype(np.float64)
    if activation == "tanh":
        a = np.tanh(z)
        return a, 1.0 - a * a
    a = 0.5 + 0.5 * np.tanh(z / 2)  # the sigmoid
    return a, a * (1.0 - a)


def output(a, W2, b2):
    """y, shape (m,)."""
    return a @ W2 + b2


# How it is fitted


def spread(x, n, activation):
    """W1 and b1 of n units whose kinks lie evenly over x."""
    span = x[-1] - x[0]
    offset = 0.0 if activation == "relu" else 0.5
    slope = {"relu": 1.0, "tanh": 1.5 * n, "sigmoid": 3.0 * n}[activation] / span
    kinks = x[0] + span * (np.arange(n) + offset) / n
    return np.full(n, slope), -slope * kinks


def loss_and_slope(p, x, y, activation):
    """Half the mean squared error, and its derivatives, for p = (W1, b1, W2, b2) in a row."""
    n = len(p) // 3
    W1, b1, W2 = p[: 3 * n].reshape(3, n)
    b2 = p[-1]
    a, slope = hidden(x, W1, b1, activation)
    error = output(a, W2, b2) - y
    delta = (error[:, None] * W2) * slope / len(x)
    gradient = np.concatenate([x @ delta, delta.sum(axis=0), error @ a / len(x), [error.mean()]])
    return 0.5 * np.mean(error**2), gradient


# What a caller uses


class Curve(NamedTuple):
    """A fitted network; the fields of `perceptron.MLP`, and `perceptron.forward` takes it."""

    W1: NDArray  # (n, 1), to hidden from x
    b1: NDArray  # (n,)
    W2: NDArray  # (1, n), to y from hidden
    b2: NDArray  # (1,)
    activation: str  # of the hidden units
    output: str  # "linear"
    error: float  # root mean square over the points


@np.errstate(under="ignore")  # the session may be told to raise it
def fit_curve(
    x: ArrayLike, y: ArrayLike, n: int, *, activation: str = "tanh", polish: int = 200
) -> Curve:
    """Fit n hidden units to points of a curve.

    Parameters
    ----------
    x, y : array_like, (m,)
        Points, x increasing.
    n : int
        Hidden units, up to 1000.
    activation : {"relu", "tanh", "sigmoid"}
    polish : int
        Steps of SciPy's L-BFGS-B on all weights; 0 for least squares alone.

    Returns
    -------
    Curve

    Raises
    ------
    ValueError
        Fewer than two points, x not increasing, an unknown activation, or too much work:
        points times n^2, or points times n times polish, above 1e9.
    """
    x = _valid.array("x", x, ndim=1, low=-1e9, high=1e9)
    y = _valid.array("y", y, shape=x.shape, low=-1e9, high=1e9, why=", as x")
    n = _valid.count("n", n, high=1000)
    polish = _valid.count("polish", polish, low=0)
    if len(x) < 2 or np.any(np.diff(x) <= 0):
        raise ValueError(f"x has {len(x)} values; allowed are at least two, increasing")
    _valid.choice("activation", activation, ACTIVATIONS)
    if np.diff(x).min() < 1e-9 * (x[-1] - x[0]):
        raise ValueError("x has points too close together; allowed are 1e-9 of their range apart")
    _valid.limit("points * n^2", len(x) * n * n, 1e9)
    _valid.limit("points * n * polish", len(x) * n * polish, 1e9)
    W1, b1 = spread(x, n, activation)
    a, _ = hidden(x, W1, b1, activation)
    best = np.linalg.lstsq(np.column_stack([a, np.ones(len(x))]), y, rcond=1e-10)[0]
    p = np.concatenate([W1, b1, best])
    loss, _ = loss_and_slope(p, x, y, activation)
    if polish:
        from scipy.optimize import minimize

        options = {"maxiter": polish}
        end = minimize(loss_and_slope, p, args=(x, y, activation), jac=True, options=options)
        if end.fun < loss:
            p = end.x
            loss = end.fun
    W1, b1, W2 = p[: 3 * n].reshape(3, n).copy()
    return Curve(
        W1=W1[:, None],
        b1=b1,
        W2=W2[None],
        b2=p[-1:],
        activation=activation,
        output="linear",
        error=float(np.sqrt(2 * loss)),
    )
