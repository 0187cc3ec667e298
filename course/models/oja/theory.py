r"""What Hebb's and Oja's rule do to the weights when they learn slowly.

At a small learning rate r a rule acts by its mean over inputs. With C = <x x^T>, and t = r times
the number of inputs,

    dw/dt = C w                        Hebb:  w(t) = u(t),  u(t) = exp(C t) w(0)
    dw/dt = C w - (w . C w) w          Oja:   w(t) = u(t) / sqrt(1 + |u(t)|^2 - |w(0)|^2)

Both point the same way at all times. In two dimensions the tangent of the angle to the first
eigenvector shrinks as exp(-(lambda_1 - lambda_2) t).

E. Oja, J. Math. Biol. 15:267 (1982). No quantity has a unit.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course.models.oja.model import RULES

FARTHEST = 200.0  # of the largest eigenvalue times t: exp of twice that is still a number


@np.errstate(under="ignore")  # the session may be told to raise it
def averaged(C: ArrayLike, w: ArrayLike, t: ArrayLike, *, rule: str = "oja") -> NDArray:
    """Weights at the times t in closed form.

    Parameters
    ----------
    C : array_like, (N, N)
        Mean of x x^T over the inputs: symmetric, and without a negative eigenvalue.
    w : array_like, (N,)
        Weights at t = 0.
    t : array_like, (n,)
        Learning rate times number of inputs, from 0 to 200 over the largest eigenvalue.
    rule : {"oja", "hebb"}

    Returns
    -------
    ndarray, (N, n)

    Raises
    ------
    ValueError
        Bad shapes, an unknown rule, a C that is no mean of x x^T, or too large a t.
    """
    C = _valid.square("C", C, most=1000, low=-1e6, high=1e6)
    size = np.abs(C).max()
    if np.abs(C - C.T).max() > 1e-9 * size:
        raise ValueError("C is not symmetric; allowed is a mean of x x^T")
    values, vectors = np.linalg.eigh(C)
    if values[0] < -1e-9 * size:
        raise ValueError(f"C has the eigenvalue {values[0]:g}; allowed are none below 0")
    w = _valid.array("w", w, shape=(len(C),), low=-1e6, high=1e6)
    t = _valid.array("t", t, ndim=1, low=0.0)
    _valid.limit("the largest eigenvalue of C times t", values[-1] * t.max(), FARTHEST)
    _valid.limit("N * times", len(C) * t.size, 1e7)
    _valid.choice("rule", rule, RULES)
    u = vectors @ (np.exp(np.outer(values, t)) * (vectors.T @ w)[:, None])
    if rule == "hebb":
        return u
    return u / np.sqrt(1.0 + np.maximum(np.sum(u**2, axis=0) - w @ w, 0.0))
