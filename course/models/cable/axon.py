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

import functools
import math
from typing import Annotated, NamedTuple

import numpy as np

from course import _valid
from course._parameter import Parameter

TABLE_3 = "1952, table 3"
CM = 1e-4  # cm in a um
MS = 1e3  # mS in a S
MV = 1e-3  # mV in a uA ohm


class Axon(NamedTuple):
    """The axon whose action potential Hodgkin and Huxley computed by hand."""

    radius: Annotated[float, Parameter("um", "radius", "1952, axon 17, p. 524", 1e-3, 1e6)] = 238.0
    R_i: Annotated[
        float, Parameter("ohm cm", "resistivity of the axoplasm", "1952, p. 524", 1e-3, 1e6)
    ] = 35.4
    length: Annotated[float, Parameter("cm", "length", low=1e-6, high=1e6)] = 6.0
    n: Annotated[int, Parameter("1", "compartments", low=4, high=100_000)] = 200
    active: Annotated[bool, Parameter("", "False: the gates are held at rest")] = True
    g_Na: Annotated[
        float, Parameter("mS/cm^2", "sodium conductance, all gates open", TABLE_3, 0.0, 1e4)
    ] = 120.0
    g_K: Annotated[
        float, Parameter("mS/cm^2", "potassium conductance, all gates open", TABLE_3, 0.0, 1e4)
    ] = 36.0
    g_L: Annotated[float, Parameter("mS/cm^2", "leak conductance", TABLE_3, 0.0, 1e4)] = 0.3
    E_Na: Annotated[
        float, Parameter("mV", "sodium reversal potential", f"{TABLE_3}: -65 + 115", -200.0, 200.0)
    ] = 50.0
    E_K: Annotated[
        float,
        Parameter("mV", "potassium reversal potential", f"{TABLE_3}: -65 - 12", -200.0, 200.0),
    ] = -77.0
    E_L: Annotated[
        float, Parameter("mV", "leak reversal potential", f"{TABLE_3}: -65 + 10.613", -200.0, 200.0)
    ] = -54.387
    C: Annotated[float, Parameter("uF/cm^2", "membrane capacitance", TABLE_3, 0.01, 1e3)] = 1.0
    T: Annotated[float, Parameter("Celsius", "temperature", "1952, axon 17, p. 524", 0.0, 50.0)] = (
        18.5
    )
    Q10: Annotated[
        float, Parameter("1", "factor of the rates for 10 C more", "1952, p. 523", 1.0, 10.0)
    ] = 3.0


class State(NamedTuple):
    """Potential (mV) and gates (0 to 1) at rest."""

    V: float
    m: float
    h: float
    n: float


def length_constant(axon):
    """Distance over which a small, steady voltage falls to 1 / e, cm; gates held at rest."""
    axon = checked(axon)
    _, m, h, n = resting_state(axon)
    G = axon.g_Na * m**3 * h + axon.g_K * n**4 + axon.g_L
    return math.sqrt(axon.radius * CM / (2.0 * axon.R_i * G / MS))


def passive_profile(axon, x, I, *, site=0.0):
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
    x = _valid.array("x", x, low=0.0, high=axon.length, unit="cm")
    site = _valid.number("site", site, low=0.0, high=axon.length, unit="cm")
    I = _valid.number("I", I, low=-1e6, high=1e6, unit="uA")
    r = axon.R_i / (math.pi * (axon.radius * CM) ** 2)
    p, q = np.minimum(x, site) / scale, (axon.length - np.maximum(x, site)) / scale
    # cosh(p) cosh(q) / sinh(length) without a number that could overflow
    ends = (
        (1.0 + np.exp(-2.0 * p)) * (1.0 + np.exp(-2.0 * q)) / -np.expm1(-2.0 * axon.length / scale)
    )
    spread = 0.5 * np.exp(-np.abs(x - site) / scale) * ends
    return resting_state(axon).V + MV * I * r * scale * spread


@functools.lru_cache(maxsize=64)
def resting_state(axon):
    """The fixed point of the membrane, the lowest if there are several, of a checked axon."""
    V = np.linspace(-200.0, 200.0, 801)  # reversal potentials lie within
    for _ in range(8):  # each divides the width by a hundred, to the last digit
        m, h, n = _steady_states(V)
        outward = (
            axon.g_Na * m**3 * h * (V - axon.E_Na)
            + axon.g_K * n**4 * (V - axon.E_K)
            + axon.g_L * (V - axon.E_L)
        )
        i = np.argmax(outward >= 0.0) or 1  # 0 if the digits have run out
        V = np.linspace(V[i - 1], V[i], 101)
    return State(float(V[0]), *(float(x[0]) for x in _steady_states(V[:1])))


def _steady_states(V):
    """alpha / (alpha + beta) of m, h and n; the rates are spelled out in `hodgkin_huxley`."""
    u = V + 65.0
    x, y = (25.0 - u) / 10.0, (10.0 - u) / 10.0
    alpha_m = np.divide(x, np.expm1(x), out=np.ones_like(x), where=x != 0.0)
    alpha_n = 0.1 * np.divide(y, np.expm1(y), out=np.ones_like(y), where=y != 0.0)
    alpha_h, beta_h = 0.07 * np.exp(-u / 20.0), 1.0 / (1.0 + np.exp((30.0 - u) / 10.0))
    m = alpha_m / (alpha_m + 4.0 * np.exp(-u / 18.0))
    return m, alpha_h / (alpha_h + beta_h), alpha_n / (alpha_n + 0.125 * np.exp(-u / 80.0))


def checked(axon):
    """The axon with floats for numbers; ValueError if one is out of range."""
    axon = _valid.model(axon, Axon, name="axon")
    if not axon.g_Na + axon.g_K + axon.g_L >= 1e-6:
        raise ValueError(
            "g_Na, g_K and g_L are 0; allowed is a membrane that conducts at least 1e-6 mS/cm^2"
        )
    return axon
