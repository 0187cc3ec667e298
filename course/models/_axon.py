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
from typing import NamedTuple

import numpy as np

from course._valid import array, count, number, positive

CM = 1e-4  # cm in a um
MS = 1e3  # mS in a S
MV = 1e-3  # mV in a uA ohm


class Axon(NamedTuple):
    """The axon whose action potential Hodgkin and Huxley computed by hand."""

    radius: float = 238.0  # um, of axon 17, p. 524
    R_i: float = 35.4  # ohm cm, resistivity of the axoplasm, p. 524
    length: float = 6.0  # cm, illustrative
    n: int = 200  # 1, compartments
    active: bool = True  # False: the gates are held at rest
    g_Na: float = 120.0  # mS/cm^2, sodium conductance with all gates open, table 3
    g_K: float = 36.0  # mS/cm^2, potassium conductance with all gates open, table 3
    g_L: float = 0.3  # mS/cm^2, leak conductance, table 3
    E_Na: float = 50.0  # mV, sodium reversal potential, table 3: -65 + 115
    E_K: float = -77.0  # mV, potassium reversal potential, table 3: -65 - 12
    E_L: float = -54.387  # mV, leak reversal potential, table 3: -65 + 10.613
    C: float = 1.0  # uF/cm^2, membrane capacitance, table 3
    T: float = 18.5  # Celsius, temperature of axon 17, p. 524
    Q10: float = 3.0  # 1, factor of the rates for 10 C more, p. 523


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
    x = array("x", x, low=0.0, high=axon.length, unit="cm")
    site = number("site", site, low=0.0, high=axon.length, unit="cm")
    I = number("I", I, low=-1e6, high=1e6, unit="uA")
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
    """alpha / (alpha + beta) of m, h and n; the rates are spelled out in `_membrane`."""
    u = V + 65.0
    x, y = (25.0 - u) / 10.0, (10.0 - u) / 10.0
    alpha_m = np.divide(x, np.expm1(x), out=np.ones_like(x), where=x != 0.0)
    alpha_n = 0.1 * np.divide(y, np.expm1(y), out=np.ones_like(y), where=y != 0.0)
    alpha_h, beta_h = 0.07 * np.exp(-u / 20.0), 1.0 / (1.0 + np.exp((30.0 - u) / 10.0))
    m = alpha_m / (alpha_m + 4.0 * np.exp(-u / 18.0))
    return m, alpha_h / (alpha_h + beta_h), alpha_n / (alpha_n + 0.125 * np.exp(-u / 80.0))


def checked(axon):
    """The axon with floats for numbers; ValueError if one is out of range."""
    if not isinstance(axon, Axon):
        raise ValueError(f"axon is {axon!r}; allowed is an Axon")
    values = {x: positive(x, getattr(axon, x), "cm, um or ohm cm") for x in Axon._fields[:3]}
    values |= {x: number(x, getattr(axon, x), low=0.0, high=1e4) for x in Axon._fields[5:8]}
    values |= {x: number(x, getattr(axon, x), low=-200.0, high=200.0) for x in Axon._fields[8:11]}
    values["C"] = number("C", axon.C, low=0.01, high=1e3, unit="uF/cm^2")
    values["T"] = number("T", axon.T, low=0.0, high=50.0, unit="Celsius")
    values["Q10"] = number("Q10", axon.Q10, low=1.0, high=10.0)
    if not values["g_Na"] + values["g_K"] + values["g_L"] > 0.0:
        raise ValueError("g_Na, g_K and g_L are 0; allowed is a membrane that conducts")
    n = count("n", axon.n, low=4, high=100_000)
    return axon._replace(n=n, active=bool(axon.active), **values)
