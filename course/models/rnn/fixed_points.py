r"""Fixed points of a recurrent network of `rnn`, and how it moves near each of them.

Under a constant input u the rates rest where r = f(h), h = W r + b + W_in u. A small
distance x from there changes in one step by

    x <- M x,   M = (1 - alpha) 1 + alpha diag(f'(h)) W.

The eigenvalues mu of M are the multipliers of a step: directions with |mu| < 1 shrink, with
the time constant -dt / ln|mu|, and those with |mu| > 1 grow. A complex mu turns as well, by
its angle in each step. A point from which one direction leads away is a saddle.

`balance` is what must be 0, `step_matrix` is M. `fixed_points` solves the first from many
starts, by Powell's hybrid method with the exact slopes.

D. Sussillo & O. Barak, Neural Comput. 25:626 (2013).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course import _valid
from course.models.rnn.model import RNN, f, f_prime

FOUND, SAME = 1e-9, 1e-5  # how far from balance a point may be; how far apart two points are
WORK = 1e10  # starts times units cubed: a minute


class FixedPoints(NamedTuple):
    """K fixed points, in the order of their first output."""

    r: np.ndarray  # (K, N), rates
    z: np.ndarray  # (K, n_out), outputs
    size: np.ndarray  # (K, N), |mu|, the largest first
    angle: np.ndarray  # (K, N), of each mu, in radians a step
    away: np.ndarray  # (K, N), unit vector of the direction that shrinks least or grows most
    time: np.ndarray  # (K,), ms, of the largest |mu|: to return, or negative if it leaves


def balance(r, c, rnn):
    """f(W r + c) - r, with c = b + W_in u: 0 at a fixed point."""
    return f(rnn.W @ r + c, rnn) - r


def step_matrix(r, c, rnn):
    """M, what one step does to a small distance from r."""
    slopes = f_prime(rnn.W @ r + c, rnn)
    return (1.0 - rnn.alpha) * np.eye(len(r)) + rnn.alpha * slopes[:, None] * rnn.W


@np.errstate(under="ignore")  # the session may be told to raise it
def fixed_points(rnn: RNN, u: ArrayLike, starts: ArrayLike, *, dt: float = 20.0) -> FixedPoints:
    """The fixed points of a network under a constant input.

    Parameters
    ----------
    rnn : RNN
    u : array_like, (n_in,)
    starts : array_like, (S, N)
        Rates to search from, such as states of trials. Each leads to one point or to none.
    dt : float
        Length of a step, ms.

    Returns
    -------
    FixedPoints
        Those that were found, each once; there may be others, which no start led to.

    Raises
    ------
    ValueError
        Shapes that do not fit, values that are not finite.
    """
    from scipy.optimize import root

    rnn = _valid.model(rnn, RNN, name="rnn")
    N, n_in = rnn.W_in.shape
    u = _valid.array("u", u, shape=(n_in,), low=-1e6, high=1e6)
    starts = _valid.array("starts", starts, shape=(None, N), low=-1e6, high=1e6)
    _valid.limit("starts * N^3", len(starts) * N**3, WORK)
    dt = _valid.number("dt", dt, low=1e-3, high=1e3, unit="ms")
    c = rnn.b + rnn.W_in @ u

    def slopes(r, c, rnn):
        return f_prime(rnn.W @ r + c, rnn)[:, None] * rnn.W - np.eye(N)

    found: list[np.ndarray] = []
    with np.errstate(all="ignore"):
        for start in starts:
            r = root(balance, start, (c, rnn), jac=slopes, options={"xtol": 1e-13}).x
            there = np.isfinite(r).all() and np.abs(balance(r, c, rnn)).max() < FOUND
            if there and all(np.abs(r - other).max() > SAME for other in found):
                found.append(r)
    r = np.array(found).reshape(-1, N)
    z = r @ rnn.W_out.T + rnn.b_out
    order = np.argsort(z[:, 0], kind="stable")
    r = r[order]
    z = z[order]
    size = np.empty_like(r)
    angle = np.empty_like(r)
    away = np.empty_like(r)
    time = np.empty(len(r))
    for k, point in enumerate(r):
        mu, directions = np.linalg.eig(step_matrix(point, c, rnn))
        order = np.argsort(-np.abs(mu), kind="stable")
        size[k] = np.abs(mu[order])
        angle[k] = np.angle(mu[order])
        along = np.real(directions[:, order[0]])
        away[k] = along / max(np.linalg.norm(along), 1e-300)
        mu = size[k, 0]
        time[k] = 0.0 if mu == 0.0 else np.inf if mu == 1.0 else -dt / np.log(mu)
    return FixedPoints(r, z, size, angle, away, time)
