r"""Universal approximation in one dimension: n hidden units follow a curve.

    y(x) = b2 + sum_i W2_i f(W1_i x + b1_i)

The units' kinks start evenly spread over the curve and the output weights that fit best
come from least squares; then all weights move together to lower the mean squared error.

G. Cybenko, Math. Control Signals Syst. 2:303 (1989); K. Hornik, Neural Networks 4:251
(1991). No quantity has a unit.
"""

from typing import NamedTuple

import numpy as np

from course import _valid

ACTIVATIONS = ("relu", "tanh", "sigmoid")


class Curve(NamedTuple):
    """A fitted network; the fields of `perceptron.MLP`, and `perceptron.forward` takes it."""

    W1: np.ndarray  # (n, 1), to hidden from x
    b1: np.ndarray  # (n,)
    W2: np.ndarray  # (1, n), to y from hidden
    b2: np.ndarray  # (1,)
    activation: str  # of the hidden units
    output: str  # "linear"
    error: float  # root mean square over the points


def fit_curve(x, y, n, *, activation="tanh", polish=200):
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
        Fewer than two points, x not increasing, an unknown activation.
    """
    x = _valid.array("x", x, ndim=1, low=-1e9, high=1e9)
    y = _valid.array("y", y, shape=x.shape, low=-1e9, high=1e9)
    n, polish = _valid.count("n", n, high=1000), _valid.count("polish", polish, low=0)
    if len(x) < 2 or np.any(np.diff(x) <= 0):
        raise ValueError(f"x has {len(x)} values; allowed are at least two, increasing")
    _valid.choice("activation", activation, ACTIVATIONS)
    if np.diff(x).min() < 1e-9 * (x[-1] - x[0]):
        raise ValueError("x has points too close together; allowed are 1e-9 of their range apart")
    _valid.limit("points * n^2", len(x) * n * n, 1e9)
    _valid.limit("points * n * polish", len(x) * n * polish, 1e9)
    span = x[-1] - x[0]
    offset = 0.0 if activation == "relu" else 0.5
    slope = {"relu": 1.0, "tanh": 1.5 * n, "sigmoid": 3.0 * n}[activation] / span
    W1 = np.full(n, slope)
    b1 = -slope * (x[0] + span * (np.arange(n) + offset) / n)
    a, _ = _hidden(W1, b1, x, activation)
    best = np.linalg.lstsq(np.column_stack([a, np.ones(len(x))]), y, rcond=1e-10)[0]
    p = np.concatenate([W1, b1, best])
    if polish:
        from scipy.optimize import minimize

        start, size = _loss_and_slope(p, x, y, activation)[0], {"maxiter": polish}
        end = minimize(_loss_and_slope, p, args=(x, y, activation), jac=True, options=size)
        p = end.x if end.fun < start else p
    loss = _loss_and_slope(p, x, y, activation)[0]
    W1, b1, W2 = p[: 3 * n].reshape(3, n).copy()
    return Curve(W1[:, None], b1, W2[None], p[-1:], activation, "linear", float(np.sqrt(2 * loss)))


def _loss_and_slope(p, x, y, activation):
    """Half the mean squared error, and its derivatives, for p = (W1, b1, W2, b2) in a row."""
    n = len(p) // 3
    W1, b1, W2 = p[: 3 * n].reshape(3, n)
    a, slope = _hidden(W1, b1, x, activation)
    error = a @ W2 + p[-1] - y
    delta = (error[:, None] * W2) * slope / len(x)
    gradient = (x @ delta, delta.sum(axis=0), error @ a / len(x), [error.mean()])
    return 0.5 * np.mean(error**2), np.concatenate(gradient)


def _hidden(W1, b1, x, activation):
    """Activity (m, n) and its slope."""
    z = np.outer(x, W1) + b1
    if activation == "relu":
        return np.maximum(z, 0.0), (z > 0).astype(np.float64)
    if activation == "tanh":
        a = np.tanh(z)
        return a, 1.0 - a * a
    a = 0.5 + 0.5 * np.tanh(z / 2)
    return a, a * (1.0 - a)
