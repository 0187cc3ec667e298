r"""The axon at rest: its measures and how a steady voltage spreads along it.

    0 = a / (2 R_i) d^2V/dx^2 - G (V - V_rest),    dV/dx = 0 at the ends

where G is the membrane's conductance at rest, of all channels. The solutions fall off
with the length constant lambda = sqrt(a / (2 R_i G)). With a current I into one place
and r = R_i / (pi a^2), the core's resistance per cm,

    V(x) = V_rest + I r lambda cosh(p) cosh(q) / sinh(length / lambda)

where p and q are the distances, in lambda, of x and of that place from the end on
their own side. On a long axon this is I r lambda exp(-|x - site| / lambda) / 2.

Units: mV, cm, mS/cm^2; um for the radius, ohm cm for R_i, uA for I.
Hodgkin AL, Huxley AF (1952) J Physiol 117:500, p. 524; Rall W (1969) Biophys J 9:1483.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course.models.cable.model import CM, MS, Axon, checked
from course.models.hodgkin_huxley.model import resting_state

MV = 1e-3  # mV in a uA ohm


@np.errstate(under="ignore")  # the session may be told to raise it
def length_constant(axon: Axon) -> float:
    """Distance over which a small, steady voltage falls to 1 / e, cm; gates held at rest."""
    axon = checked(axon)
    _, m, h, n = resting_state(axon)
    G = axon.g_Na * m**3 * h + axon.g_K * n**4 + axon.g_L
    return math.sqrt(axon.radius * CM / (2.0 * axon.R_i * G / MS))


@np.errstate(under="ignore")  # the session may be told to raise it
def passive_profile(axon: Axon, x: ArrayLike, I: float, *, site: float = 0.0) -> NDArray:
    """Steady potential of the passive axon under a constant current at one place, closed form.

    Parameters
    ----------
    axon : Axon
    x : float or array
        cm from the left end.
    I : float
        uA.
    site : float
        cm from the left end.

    Returns
    -------
    array, shape of x
        mV

    Raises
    ------
    ValueError
        For a parameter out of range.
    """
    scale = length_constant(axon)
    axon = checked(axon)
    x = _valid.array("x", x, low=0.0, high=axon.length, unit="cm, its length")
    site = _valid.number("site", site, low=0.0, high=axon.length, unit="cm, its length")
    I = _valid.number("I", I, low=-1e6, high=1e6, unit="uA")
    r = axon.R_i / (math.pi * (axon.radius * CM) ** 2)
    p = np.minimum(x, site) / scale
    q = (axon.length - np.maximum(x, site)) / scale
    # cosh(p) cosh(q) / sinh(length) without a number that could overflow
    ends = (
        (1.0 + np.exp(-2.0 * p)) * (1.0 + np.exp(-2.0 * q)) / -np.expm1(-2.0 * axon.length / scale)
    )
    spread = 0.5 * np.exp(-np.abs(x - site) / scale) * ends
    return resting_state(axon).V + MV * I * r * scale * spread
