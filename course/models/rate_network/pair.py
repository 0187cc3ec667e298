r"""An excitatory and an inhibitory unit with bent responses: nullclines and fixed points.

    tau dr/dt = -r + F(h + W r),    F(x) = 1/(1 + exp(-x)),    W = [[w_EE, w_EI], [w_IE, w_II]]

On a unit's nullcline its rate is F of what it hears, so it hears ln(r/(1 - r)):

    r_I = (ln(r_E/(1 - r_E)) - h_E - w_EE r_E) / w_EI       where dr_E/dt = 0
    r_E = (ln(r_I/(1 - r_I)) - h_I - w_II r_I) / w_IE       where dr_I/dt = 0

They cross at the fixed points. Close to one, A = (s W - 1)/tau with s = r (1 - r) in each row.
Rates in units of the largest; numbers illustrative. The form is that of Wilson HR, Cowan JD
(1972) Biophys J 12:1-24, without their refractory factor.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid

WEIGHTS = ((12.0, -10.0), (10.0, -2.0))  # illustrative: to E, to I; from E, from I
INPUT = (-1.0, -4.0)  # illustrative
SCANNED = 4001  # places at which crossings are looked for


class FixedPoint(NamedTuple):
    """Where both rates stand still."""

    r: NDArray  # (2,) rates of E and I
    trace: float  # 1/ms, of A
    det: float  # 1/ms^2

    @property
    def kind(self) -> str:
        """What small deviations do: "saddle", "settles", "grows" or "lasts"."""
        if self.det < 0.0:
            return "saddle"
        return "settles" if self.trace < 0.0 else "grows" if self.trace > 0.0 else "lasts"


@np.errstate(under="ignore")  # the session may be told to raise it
def nullclines(r: ArrayLike, W: ArrayLike, h: ArrayLike) -> tuple[NDArray, NDArray]:
    """The rates of the other unit at which a unit of rate r stands still.

    Parameters
    ----------
    r : array (n,)
        Rates between 0 and 1.
    W : array (2, 2)
        Weights; those between the units are not 0.
    h : array (2,)
        Input.

    Returns
    -------
    (r_I where r_E is r and does not change, r_E where r_I is r and does not change), each (n,)

    Raises
    ------
    ValueError
        For rates that are not between 0 and 1, other shapes, or units that are not coupled.
    """
    r = _valid.array("r", r, ndim=1, low=1e-12, high=1.0 - 1e-12)
    W, h = _pair(W, h)
    heard = np.log(r / (1.0 - r))
    return (
        (heard - h[0] - W[0, 0] * r) / W[0, 1],
        (heard - h[1] - W[1, 1] * r) / W[1, 0],
    )


@np.errstate(under="ignore")  # the session may be told to raise it
def fixed_points(W: ArrayLike, h: ArrayLike, *, tau: float = 10.0) -> list[FixedPoint]:
    """All places where the nullclines cross, by rising r_E.

    Along the nullcline of E the slope of r_I is looked at in 4001 places; where its sign
    changes, the place is found by halving. Nullclines that only touch are not seen.

    Parameters
    ----------
    W : array (2, 2)
        Weights; those between the units are not 0.
    h : array (2,)
        Input.
    tau : float
        ms.

    Raises
    ------
    ValueError
        For other shapes, or units that are not coupled.
    """
    W, h = _pair(W, h)
    tau = _valid.positive("tau", tau, unit="ms")

    def rates(u):  # on the nullcline of E, which hears u
        r_E = _F(u)
        return r_E, (u - h[0] - W[0, 0] * r_E) / W[0, 1]

    def drift(u):
        r_E, r_I = rates(u)
        return _F(h[1] + W[1, 0] * r_E + W[1, 1] * r_I) - r_I

    # r is from 0 to 1, so no fixed point hears less or more than this
    low = h[0] + np.minimum(W[0], 0.0).sum()
    high = h[0] + np.maximum(W[0], 0.0).sum()
    u = np.linspace(low, high, SCANNED)
    sign = np.sign(drift(u))
    at = np.flatnonzero(sign[:-1] * sign[1:] < 0)
    left, right = u[at], u[at + 1]
    for _ in range(60):
        middle = 0.5 * (left + right)
        before = np.sign(drift(middle)) == sign[at]
        left, right = np.where(before, middle, left), np.where(before, right, middle)
    found = np.concatenate([0.5 * (left + right), u[sign == 0]])
    points = [_point(np.array(r), W, tau) for r in zip(*rates(np.sort(found)))]
    return sorted(points, key=lambda point: point.r[0])


def _point(r, W, tau):
    A = (W * (r * (1.0 - r))[:, None] - np.eye(2)) / tau
    return FixedPoint(r, float(np.trace(A)), float(A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0]))


def _F(x):
    return 0.5 * (1.0 + np.tanh(0.5 * x))


def _pair(W, h):
    W = _valid.array("W", W, shape=(2, 2), low=-1e3, high=1e3)
    if min(abs(W[0, 1]), abs(W[1, 0])) < 1e-6:
        raise ValueError(
            f"W is {_valid.shown(W)}; allowed are weights of 1e-6 or more between the two units"
        )
    return W, _valid.array("h", h, shape=(2,), low=-1e3, high=1e3)
