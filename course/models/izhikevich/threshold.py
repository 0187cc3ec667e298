"""The threshold of Izhikevich's neuron: a curve in its phase plane, not a voltage.

    v' = k2 v^2 + k1 v + k0 - u + I        u' = a (b (v - v_r) - leak u)

Where a stable and a saddle point exist, states on one side of the saddle's stable manifold
return to rest and those on the other side spike. It is found by running time backwards from
the saddle, from where the manifold leaves it along the eigenvector that shrinks.

Izhikevich (2007) Dynamical Systems in Neuroscience, MIT Press, chapter 7. Times in ms.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from course import _valid
from course.models.izhikevich.model import Izhikevich, slopes
from course.models.izhikevich.theory import FixedPoint

U_SCALE = 0.25  # mV/ms of u that count as 1 mV of v, illustrative: about the plane's shape
OFFSET = 0.05  # mV, first step away from the saddle; the curve bends by 1e-4 mV within it
STABLE = 1.5  # Runge-Kutta is stable below 2.8 over the fastest rate


class Separatrix(NamedTuple):
    """The curve between rest and spike, from one end over the saddle to the other."""

    v: NDArray  # (n,) mV
    u: NDArray  # (n,) mV/ms


@np.errstate(under="ignore")  # the session may be told to raise it
def separatrix(
    model: Izhikevich,
    I: float,
    saddle: FixedPoint,
    *,
    v: tuple[float, float] = (-100.0, 30.0),
    u: tuple[float, float] = (-40.0, 40.0),
    step: float = 0.5,
    most: int = 600,
) -> Separatrix:
    """Stable manifold of a saddle, inside a window of the phase plane.

    Parameters
    ----------
    model : Izhikevich
    I : float, mV/ms
        Constant input.
    saddle : FixedPoint
        Of kind "saddle", as `izhikevich.fixed_points(model, I)` returns it.
    v, u : tuple of float
        Window in mV and mV/ms; each half of the curve ends where it leaves it.
    step : float, mV
        Longest Runge-Kutta step along the curve, where 0.25 mV/ms of u count as 1 mV;
        shorter where the flow is slow against the membrane's own rate.
    most : int
        Steps of each half: a curve that winds around a cycle never leaves.

    Returns
    -------
    Separatrix

    Raises
    ------
    ValueError
        If the point is not a saddle or a parameter is not allowed.
    """
    model = _valid.model(model, Izhikevich)
    I = _valid.number("I", I, low=-1e9, high=1e9, unit="mV/ms")
    step = _valid.number("step", step, low=1e-3, high=1e3, unit="mV")
    most = _valid.count("most", most, high=1_000_000)
    v = _valid.window("v", v, unit="mV")
    u = _valid.window("u", u, unit="mV/ms")
    try:
        kind = saddle.kind
        values = list(saddle.eigenvalues)
        at_v = saddle.v
        at_u = saddle.u
    except (AttributeError, TypeError):
        raise ValueError(
            f"saddle is {_valid.shown(saddle)}; allowed is one of fixed_points(model, I)"
        ) from None
    if kind != "saddle":
        raise ValueError(f"saddle is a {str(kind)[:40]}; allowed is a saddle")
    at_v = _valid.number("saddle.v", at_v, low=-1e9, high=1e9, unit="mV")
    at_u = _valid.number("saddle.u", at_u, low=-1e12, high=1e12, unit="mV/ms")
    shrinks = min(_valid.array("saddle.eigenvalues", np.real(values), shape=(2,)))
    # (J - shrinks) x = 0 with J's first row (2 k2 v + k1, -1)
    direction = (1.0, 2.0 * model.k2 * at_v + model.k1 - shrinks)
    ends = []
    for sign in (-1.0, 1.0):
        scale = sign * OFFSET / math.hypot(direction[0], direction[1] / U_SCALE)
        start = at_v + scale * direction[0], at_u + scale * direction[1]
        ends.append(_backwards(model, I, start, v, u, step, most))
    left, right = sorted(ends, key=lambda points: points[-1][0])
    points = np.array([*reversed(left), (at_v, at_u), *right])
    return Separatrix(points[:, 0], points[:, 1])


def _backwards(p, I, start, v_window, u_window, step, most):
    """Points along the trajectory that leads to `start`."""

    def slope(v, u):
        dv, du = slopes(v, u, I, p)
        speed = math.hypot(dv, du / U_SCALE) or 1.0
        return -dv / speed, -du / speed, speed

    points = [start]
    v, u = start
    while len(points) < most and v_window[0] < v < v_window[1] and u_window[0] < u < u_window[1]:
        v1, u1, speed = slope(v, u)
        fastest = abs(2.0 * p.k2 * v + p.k1) + abs(p.a * p.leak)
        h = min(step, STABLE * speed / fastest)
        v2, u2, _ = slope(v + 0.5 * h * v1, u + 0.5 * h * u1)
        v3, u3, _ = slope(v + 0.5 * h * v2, u + 0.5 * h * u2)
        v4, u4, _ = slope(v + h * v3, u + h * u3)
        v += h / 6.0 * (v1 + 2.0 * v2 + 2.0 * v3 + v4)
        u += h / 6.0 * (u1 + 2.0 * u2 + 2.0 * u3 + u4)
        points.append((v, u))
    return points
