r"""What a ring attractor's bump must be, for infinitely many neurons.

The activity is a = [I + U cos(theta - psi)]_+, active within c of psi. Its mean and its
first moment Z = mean(a exp(i theta)) follow by integration (Hansel & Sompolinsky 1998,
in Koch & Segev, Methods in Neuronal Modeling):

    m = U A(c),   |Z| = U B(c),   A = (sin c - c cos c)/pi,   B = (c - sin c cos c)/(2 pi)
    I = h0 - T + w0 m = -U cos c,                  U = h1 + w1 |Z|
    everywhere active (c = pi):   I = (h0 - T)/(1 - w0),   U = h1/(1 - w1/2)

Under an input moving at speed s, (1 + i tau s) Z = U B along U exp(i delta), with
delta = atan(tau s): |Z| = U B cos(delta), and the input leads the bump by

    lag = atan(tau s / (1 - w1 B)),   U = h1 / sqrt(1 - cos(delta)^2 w1 B (2 - w1 B)).

Noise sigma sqrt(tau) dB on each neuron moves a self-sustained bump's angle by
d psi = dZ_tangential/|Z|: Var psi = 2 D t with D = sigma^2/(4 N tau |Z|^2).

A weak lamp at phi adds h1 cos(theta - phi) to it. A bump that is moved by d psi changes by
U sin(theta - psi) d psi within its active part. The lamp has a share h1 sin(phi - psi) of
sin(theta - psi), so tau d psi/dt = (h1/U) sin(phi - psi) with U = w1 |Z|, and by integration

    tan((phi - psi)/2) = tan((phi - psi_0)/2) exp(-h1 t / (U tau)).

Each function takes a `Ring` of `ring_attractor`.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course.models.ring_attractor.model import Ring


class Bump(NamedTuple):
    """A bump that reproduces itself; all zero if silent, infinite if it grows without bound."""

    peak: float  # largest input I + U; the largest activity when nothing moves
    half_width: float  # c, rad; pi if every neuron is active
    mean: float  # m
    Z: float  # |Z|
    lag: float  # rad, from the bump to its moving input


class Critical(NamedTuple):
    """Tuned weights w1 at which the ring without tuned input changes."""

    onset: float  # below it no bump outlives its input
    divergence: float  # above it a bump grows without bound


class Shares(NamedTuple):
    """What the part of a cosine above 0 has of the amplitude U of that cosine."""

    A: float | NDArray  # mean activity over U
    B: float | NDArray  # |Z| over U


@np.errstate(under="ignore")  # the session may be told to raise it
def shares(c: ArrayLike) -> Shares:
    """A and B of a bump of half width c.

    Parameters
    ----------
    c : float or array, any shape
        rad, from 0 to pi.

    Returns
    -------
    Shares
        Of floats, or of arrays as c is.

    Raises
    ------
    ValueError
        If c is out of range.
    """
    c = _valid.array("c", c, low=0.0, high=math.pi, unit="rad")
    A = (np.sin(c) - c * np.cos(c)) / math.pi
    B = (c - np.sin(c) * np.cos(c)) / (2 * math.pi)
    return Shares(A[()], B[()])


@np.errstate(under="ignore")  # the session may be told to raise it
def stationary(ring: Ring, speed: float = 0.0) -> Bump:
    """The self-consistent bump.

    Parameters
    ----------
    ring : Ring
        With `h1 = 0` the answer is the bump that sustains itself.
    speed : float
        Of the input, rad per unit time; needs h1 > 0.

    Returns
    -------
    Bump

    Raises
    ------
    ValueError
        If a parameter is not finite, h1 is negative, an absent input is to move, or the
        ring holds a bump of its own, which need not follow the input.
    """
    ring = _valid.model(ring, Ring, name="ring")
    w0, w1, h1, base = _numbers(ring)
    x = ring.tau * _valid.number("speed", speed, low=-1e6, high=1e6)
    if x != 0.0 and h1 == 0.0:
        raise ValueError(f"speed is {_valid.shown(speed)}; allowed is 0 when h1 is 0")
    if x != 0.0 and base > 0.0 and w1 > 2.0:
        raise ValueError(f"w1 is {w1}; allowed is up to 2 when the input moves and h0 is above T")
    if base + h1 <= 0.0:
        return Bump(0.0, 0.0, 0.0, 0.0, 0.0)
    k2 = 1 / (1 + x * x)  # cos(delta)^2

    def shrink(c):  # h1 / U
        return math.sqrt(max(0.0, 1 - k2 * w1 * _B(c) * (2 - w1 * _B(c))))

    widest = math.pi
    if w1 > 2.0:
        widest = _root(lambda c: 1 - w1 * _B(c)) or math.pi
    c = _root(lambda c: h1 * (math.cos(c) + w0 * _A(c)) + base * shrink(c), widest)
    if h1 == 0.0 and w1 > 2.0:
        c = widest
    if c is None and widest == math.pi and w0 < 1.0 and (w1 < 2.0 or h1 == 0.0):
        I = base / (1 - w0)
        U = h1 / shrink(math.pi) if h1 else 0.0
        return Bump(I + U, math.pi, I, U / 2 * math.sqrt(k2), math.atan2(x, 1 - w1 / 2))
    if c is not None:
        gain = math.cos(c) + w0 * _A(c)
        if h1:
            U = h1 / shrink(c)
        elif gain < 0:
            U = -base / gain
        else:
            U = math.inf
        if math.isfinite(U):
            lag = math.atan2(x, 1 - w1 * _B(c))
            return Bump(U * (1 - math.cos(c)), c, U * _A(c), U * _B(c) * math.sqrt(k2), lag)
    return Bump(math.inf, widest, math.inf, math.inf, 0.0)


@np.errstate(under="ignore")  # the session may be told to raise it
def critical_w1(ring: Ring) -> Critical:
    """Where a bump begins to outlive its input, and where it grows without bound.

    The uniform state a = (h0 - T)/(1 - w0) has the eigenvalue w1/2 - 1 for its cosine
    mode: with h0 > T the onset is 2, whatever w0. A sustained bump has w1 B(c) = 1, and
    U = (T - h0)/(cos c + w0 A(c)) is finite only while that denominator is negative.
    With h0 <= T no bump of bounded height sustains itself: both values are the same.

    Returns
    -------
    Critical
        Divergence is 0 for w0 >= 1 and h0 > T: the mean alone grows without bound.
    """
    w0, _, _, base = _numbers(ring)
    c = _root(lambda c: math.cos(c) + w0 * _A(c))
    if c is not None:
        divergence = 1 / _B(c)
    else:
        divergence = 0.0 if base > 0 else 2.0
    return Critical(2.0 if base > 0 else divergence, divergence)


@np.errstate(under="ignore")  # the session may be told to raise it
def diffusion(ring: Ring, sigma: float) -> float:
    """Diffusion coefficient D of a self-sustained bump's angle, rad^2 per unit time.

    Raises
    ------
    ValueError
        If the ring sustains no bump of bounded height without its tuned input.
    """
    ring = _valid.model(ring, Ring, name="ring")
    sigma = _valid.number("sigma", sigma, low=0.0, high=1e6)
    onset, divergence = critical_w1(ring)
    if not (ring.h0 > ring.T and onset < ring.w1 < divergence):
        allowed = f"between {onset:g} and {divergence:g}, with h0 above T"
        raise ValueError(f"w1 is {ring.w1}; allowed is {allowed}, for a sustained bump")
    Z = stationary(ring._replace(h1=0.0)).Z
    return sigma**2 / (4 * ring.N * ring.tau * Z**2)


@np.errstate(under="ignore")  # the session may be told to raise it
def pulled(ring: Ring, gap: float, t: ArrayLike) -> NDArray:
    """Angle that is left between a bump that holds itself and a weak lamp, after t.

    Parameters
    ----------
    ring : Ring
        The lamp is its h1; without it the ring must hold a bump.
    gap : float
        Angle from the bump to the lamp at first, rad.
    t : float or array (n,)
        Times, in the unit of tau.

    Returns
    -------
    float or array (n,)
        rad, between gap and 0.

    Raises
    ------
    ValueError
        If a value is out of range, or the ring holds no bump of bounded height.
    """
    ring = _valid.model(ring, Ring, name="ring")
    gap = _valid.number("gap", gap, low=-math.pi, high=math.pi, unit="rad")
    times = _valid.array("t", t, ndim=(0, 1), low=0.0)
    U = ring.w1 * stationary(ring._replace(h1=0.0)).Z
    if ring.h1 < 0.0 or not 0.0 < U < math.inf:
        raise ValueError(
            f"ring is {_valid.shown(ring)}; allowed is one that holds a bump, with h1 from 0 on"
        )
    left = math.tan(gap / 2.0) * np.exp(-ring.h1 * times / (U * ring.tau))
    return 2.0 * np.arctan(left)[()]


def _numbers(ring):
    ring = _valid.model(ring, Ring, name="ring")
    _valid.number("h1", ring.h1, low=0.0)
    return ring.w0, ring.w1, ring.h1, ring.h0 - ring.T


def _A(c):
    return (math.sin(c) - c * math.cos(c)) / math.pi


def _B(c):
    return (c - math.sin(c) * math.cos(c)) / (2 * math.pi)


def _root(q, high=math.pi, parts=2000):
    """The first c in (0, high] at which q turns from positive to negative, or None."""
    grid = [high * k / parts for k in range(1, parts + 1)]
    left = 1e-9
    for right in grid:
        if q(right) < 0.0:
            break
        left = right
    else:
        return None
    for _ in range(60):
        middle = (left + right) / 2
        if q(middle) >= 0.0:
            left = middle
        else:
            right = middle
    return (left + right) / 2
