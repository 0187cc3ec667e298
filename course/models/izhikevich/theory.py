"""Where Izhikevich's neuron stands still: its nullclines and their crossings.

    v' = 0:  u = k2 v^2 + k1 v + k0 + I          u' = 0:  u = b (v - v_r) / leak

Izhikevich (2007) Dynamical Systems in Neuroscience, MIT Press, chapters 4 and 8.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _ties, _valid
from course.models.izhikevich.model import Izhikevich, check, slopes


class Nullclines(NamedTuple):
    """Two curves in the phase plane: where v stands still, and where u does."""

    v: NDArray  # mV, along v' = 0
    u: NDArray  # mV/ms, along v' = 0
    v_recovery: NDArray  # mV, along u' = 0
    u_recovery: NDArray  # mV/ms, along u' = 0


class FixedPoint(NamedTuple):
    """Where both v and u stand still."""

    v: float  # mV
    u: float  # mV/ms
    eigenvalues: tuple  # 1/ms, two complex numbers
    kind: str  # "saddle", "saddle-node", or "stable" or "unstable" with "node" or "focus"


@np.errstate(under="ignore")  # the session may be told to raise it
def nullclines(model: Izhikevich, I: float, v: ArrayLike) -> Nullclines:
    """Curves of v' = 0 and u' = 0.

    Parameters
    ----------
    model : Izhikevich
    I : float
        Constant input, mV/ms.
    v : array, shape (n,)
        Voltages in mV.

    Returns
    -------
    Nullclines
        With leak 0 the second curve is the vertical v = v_r, over the range of the first.

    Raises
    ------
    ValueError
        If a parameter is not allowed.
    """
    model = check(model)
    I = _valid.number("I", I, low=-1e9, high=1e9, unit="mV/ms")
    v = _valid.array("v", v, ndim=1, low=-1e6, high=1e6, unit="mV")
    u, _ = slopes(v, 0.0, I, model)
    if model.leak == 0.0:
        upright = np.full(v.shape, model.v_r)
        return Nullclines(v, u, upright, np.linspace(u.min(), u.max(), v.size))
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        u_recovery = np.divide(model.b, model.leak) * (v - model.v_r)
    if not np.isfinite(u_recovery).all():
        raise ValueError(
            f"leak is {model.leak:g}; allowed is 0, or one under which the nullcline is finite"
        )
    return Nullclines(v, u, v, u_recovery)


@np.errstate(under="ignore")  # the session may be told to raise it
def fixed_points(model: Izhikevich, I: float) -> list[FixedPoint]:
    """Where the nullclines cross.

    Parameters
    ----------
    model : Izhikevich
    I : float
        Constant input, mV/ms.

    Returns
    -------
    list of FixedPoint
        None, one or two, in order of v.

    Raises
    ------
    ValueError
        If a parameter is not allowed.
    """
    model = check(model)
    I = _valid.number("I", I, low=-1e9, high=1e9, unit="mV/ms")
    return [_point(model, I, v) for v in _crossings(model, I) if np.isfinite(v)]


def _crossings(p, I):
    """Voltages at which the nullclines meet, nan for none."""
    if p.leak == 0.0:
        return [p.v_r]
    # k2 v^2 + slope v + height = 0
    slope = p.k1 - p.b / p.leak
    height = p.k0 + I + p.b / p.leak * p.v_r
    inside = _ties.cleared(slope**2 - 4.0 * p.k2 * height, slope**2)  # 0: they touch
    spread = np.sqrt(inside) if inside >= 0.0 else np.nan
    return sorted({(-slope - spread) / (2 * p.k2), (-slope + spread) / (2 * p.k2)})


def _point(p, I, v):
    """The fixed point at v: u, and what the Jacobian says of it."""
    u, _ = slopes(v, 0.0, I, p)
    steep = 2.0 * p.k2 * v + p.k1
    values = np.linalg.eigvals([[steep, -1.0], [p.a * p.b, -p.a * p.leak]]).astype(complex)
    size = abs(steep) + p.a * max(p.leak, abs(p.b))
    trace = _ties.cleared(steep - p.a * p.leak, size)
    product = p.a * (p.b - steep * p.leak)
    apart = _ties.cleared(trace**2 - 4.0 * product, size**2)  # below 0: complex
    if abs(product) < 1e-12:
        kind = "saddle-node"
    elif product < 0.0:
        kind = "saddle"
    else:
        kind = f"{'stable' if trace < 0.0 else 'unstable'} {'focus' if apart < 0.0 else 'node'}"
    return FixedPoint(float(v), float(u), tuple(values.tolist()), kind)
