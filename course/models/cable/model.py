r"""The axon: Hodgkin and Huxley's membrane wrapped around a conducting core.

    C dV/dt = a / (2 R_i) d^2V/dx^2 + I / area - I_Na - I_K - I_L

with the gates of `hodgkin_huxley` at every x and sealed ends, dV/dx = 0. A passive
axon is the same membrane with its gates held at rest, of conductance G at rest; its
voltage falls off with the length constant lambda = sqrt(a / (2 R_i G)).

The axon is cut into n compartments of length dx. V is known half a step before the
gates (Hines 1984). Gates move with V held; V moves by Crank-Nicolson with the gates
held, which is a half step of backward Euler, U, and its mirror image, 2 U - V. The
tridiagonal equations for U are eliminated from both ends at once, to meet in the
middle: two chains of divisions run side by side. Order 2 in dx and in dt.

Units: ms, mV, cm, mS/cm^2, uF/cm^2 for the membrane; um for the radius, uA for the
injected current, m/s for the velocity.
Hodgkin AL, Huxley AF (1952) J Physiol 117:500, eqs 28-30, pp. 522-528;
Hines M (1984) Int J Biomed Comput 15:69; Rall W (1969) Biophys J 9:1483.
"""

import math
from typing import NamedTuple

import numpy as np

from course import _valid
from course._jit import njit
from course.models.cable.axon import (
    CM,
    MS,
    Axon,
    checked,
    length_constant,
    passive_profile,
    resting_state,
)

__all__ = ["Axon", "Propagation", "conduction_velocity", "length_constant"]
__all__ += ["passive_profile", "simulate"]

M_S = 10.0  # m/s in a cm/ms
WORK = 2e9  # steps times compartments of one run: half a minute
LONGEST = 320.0  # ms that a spike may take over 12 length constants
V_PASS = -20.0  # mV, an action potential has arrived when V crosses it


class Propagation(NamedTuple):
    """A run of an axon."""

    t: np.ndarray  # ms, shape (times,)
    x: np.ndarray  # cm, middle of each compartment, shape (n,)
    V: np.ndarray  # mV, shape (times, n)


def simulate(
    axon, I=10.0, *, site=0.0, start=0.0, width=0.2, duration=8.0, dt=0.025, every=1, V0=None
):
    """Run an axon from rest, with a pulse of current into one compartment.

    Parameters
    ----------
    axon : Axon
    I : float
        Current in uA.
    site : float
        Where it flows: into the compartment at this distance from the left end, cm.
    start, width : float
        When it begins and how long it flows, ms; rounded to whole steps.
    duration, dt : float
        Length of the run and of a step in ms; dt is at most 0.1.
    every : int
        Keep one potential of so many steps.
    V0 : float or array, shape (n,), optional
        Potential at t = 0 in mV, the gates being at rest; default the resting potential.

    Returns
    -------
    Propagation

    Raises
    ------
    ValueError
        For a parameter out of range, more than 1e8 stored potentials or more than
        2e9 steps times compartments.
    """
    axon = checked(axon)
    rest, dx = resting_state(axon), axon.length / axon.n
    every = _valid.count("every", every)
    steps, dt = _valid.steps(duration, dt, most=min(1e8 * every, WORK) / axon.n, longest=0.1)
    _valid.number("duration", duration, low=every * dt, unit="ms (every dt)")
    start = _valid.number("start", start, low=0.0, high=1e6, unit="ms")
    width = _valid.number("width", width, low=0.0, high=1e6, unit="ms")
    site = _valid.number("site", site, low=0.0, high=axon.length, unit="cm")
    density = _valid.number("I", I, low=-1e6, high=1e6, unit="uA") / (
        math.tau * axon.radius * CM * dx
    )
    V = np.empty((steps // every + 1, axon.n))
    V[0] = rest.V
    if V0 is not None:
        shape = (axon.n,) if np.ndim(V0) else ()
        V[0] = _valid.array("V0", V0, shape=shape, low=-200.0, high=200.0, unit="mV")
    state = np.repeat(np.array([*rest[1:], 0.0, 0.0, 0.0])[:, None], axon.n, axis=1)
    where, on, off = min(int(site / dx), axon.n - 1), round(start / dt), round((start + width) / dt)
    phi = axon.Q10 ** ((axon.T - 6.3) / 10.0) if axon.active else 0.0
    g = axon.radius * CM / (2.0 * axon.R_i * dx**2) * MS  # mS/cm^2, to a neighbor
    _run(V, every, dt, phi, axon[5:12], g, where, density, on, off, *state)
    return Propagation(np.arange(len(V)) * (every * dt), (np.arange(axon.n) + 0.5) * dx, V)


def conduction_velocity(axon, *, dt=None, dx=None):
    """Velocity of the action potential in m/s, 0 if none travels.

    Measured on an axon of 15 length constants, started by depolarizing the first one to
    0 mV, from the crossings of -20 mV at 9 and at 12 of them; the length and the
    compartments of `axon` do not matter. By default two grids, one twice as fine in dx and
    dt as the other, are extrapolated to their limit, and made finer until the finer of
    them is within 0.1 % of it. So the result is, up to the heat that blocks conduction.

    Parameters
    ----------
    axon : Axon
    dt : float, optional
        Step in ms, 0.001 to 0.1, by itself 0.005. With a `dt` or a `dx` that grid alone is used.
    dx : float, optional
        Length of a compartment in cm, by itself a fiftieth of the length constant.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        For a parameter out of range.
    """
    scale = length_constant(axon)
    if dt is not None or dx is not None:
        dx = _valid.number("dx", scale / 50 if dx is None else dx, low=scale / 800, high=scale / 4)
        dt = _valid.number("dt", 0.005 if dt is None else dt, low=0.001, high=0.1, unit="ms")
        _valid.limit("steps of dt in 320 ms times 15 length constants over dx",
                     LONGEST / dt * 15.0 * scale / dx, WORK)  # fmt: skip
        return _velocity(axon, dt, dx)
    coarse = _velocity(axon, 0.01, scale / 25)
    for finer in (2, 4, 8):
        fine = _velocity(axon, 0.01 / finer, scale / 25 / finer)
        change = (fine - coarse) / 3.0  # what order 2 leaves to the limit
        if coarse and abs(change) <= 1e-3 * fine:
            return fine + change
        if not coarse and not fine and finer > 2:  # a coarse grid alone can stop a spike
            return 0.0
        coarse = fine
    return fine


def _velocity(axon, dt, dx):
    """`conduction_velocity` on one grid."""
    n = round(15.0 * length_constant(axon) / dx)
    axon, sites = axon._replace(length=n * dx, n=n, active=True), [3 * n // 5, 4 * n // 5]
    rest, duration = resting_state(checked(axon)).V, 5.0
    V0 = np.where(np.arange(n) < n / 15, 0.0, rest)
    while duration <= LONGEST and rest < V_PASS:
        every = 1 + int(duration / dt * n / 2e7)
        t, _, V = simulate(axon, 0.0, V0=V0, duration=duration, dt=dt, every=every)
        if (V[:, sites] > V_PASS).any(axis=0).all():
            k = np.argmax(V[:, sites] > V_PASS, axis=0)  # first record above
            a, b = V[k - 1, sites], V[k, sites]
            first, second = t[k - 1] + (V_PASS - a) / (b - a) * t[1]
            return float((sites[1] - sites[0]) * dx / (second - first) * M_S)
        if V[-1].max() < V_PASS:
            break
        duration *= 2.0
    return 0.0


@njit(forceinline=True)
def _rates(V):
    """Twin of `rates`: every exponential is a power of w = exp(-u / 720)."""
    u = min(max(V, -500.0), 500.0) + 65.0  # the gates are fully open or shut beyond
    x = u * (-1 / 5760)  # a factor: divisions are dear
    y = x * x
    w = (1 / 24 + x * (1 / 120)) + y * (1 / 720 + x * (1 / 5040))
    w = ((1.0 + x) + y * (1 / 2 + x * (1 / 6))) + y * y * w
    w = w * w
    w = w * w
    w = w * w
    w4 = (w * w) * (w * w)
    e80 = w4 * w4 * w
    e20 = (e80 * e80) * (e80 * e80)
    e10 = e20 * e20
    alpha_m = _linear_over_exp(2.5 - 0.1 * u, e10 * 12.182493960703473)  # exp(2.5)
    alpha_n = 0.1 * _linear_over_exp(1.0 - 0.1 * u, e10 * 2.718281828459045)
    beta_h = 1.0 / (1.0 + e10 * 20.085536923187668)  # exp(3)
    return alpha_m, 4.0 * (e20 * w4), 0.07 * e20, beta_h, alpha_n, 0.125 * e80


@njit(forceinline=True)
def _linear_over_exp(x, exp_x):
    """x / (exp(x) - 1), by its series where the difference would lose digits."""
    series = 1.0 - 0.5 * x + x * x * (1 / 12 - x * x * (1 / 720))
    return series if abs(x) < 0.02 else x / (exp_x - 1.0)


@njit(forceinline=True)
def _relax(y, a, s, d):
    """y after a time d of dy/dt = a - s y; 1 / (1 + x + x^2 / 2 + x^3 / 6) for exp(-x)."""
    x = s * d
    mean = 1.0 + x * (1 / 2 + x * (1 / 6))
    return (y + a * d * mean) / (1.0 + x * mean)


@njit
def _run(kept, every, dt, phi, membrane, g, where, current, on, off, m, h, n, V, D, U):
    """Fill kept = V(t, x) from kept[0] on. m, h, n stay at their values if phi is 0."""
    g_Na, g_K, g_L, E_Na, E_K, E_L, C = membrane
    N, M, per_g = V.size, V.size // 2, 1.0 / g
    for j in range(N):
        V[j] = kept[0, j]
    for i in range((kept.shape[0] - 1) * every):
        # Gates, from t - dt / 2 to t + dt / 2
        if phi > 0.0:
            d = phi * dt if i > 0 else 0.5 * phi * dt
            for j in range(N):
                a_m, b_m, a_h, b_h, a_n, b_n = _rates(V[j])
                m[j] = _relax(m[j], a_m, a_m + b_m, d)
                h[j] = _relax(h[j], a_h, a_h + b_h, d)
                n[j] = _relax(n[j], a_n, a_n + b_n, d)
        # The equations for V half a step later: -U[j-1] + D[j] U[j] - U[j+1] = known, kept in U
        for j in range(N):
            G_Na, G_K = g_Na * m[j] * m[j] * m[j] * h[j], g_K * (n[j] * n[j]) * (n[j] * n[j])
            D[j] = (2.0 * C / dt + G_Na + G_K + g_L) * per_g + 2.0
            U[j] = (2.0 * C / dt * V[j] + G_Na * E_Na + G_K * E_K + g_L * E_L) * per_g
        D[0] -= 1.0  # sealed ends: one neighbor
        D[N - 1] -= 1.0
        if on <= i < off:
            U[where] += current * per_g
        # Elimination from the left to M - 1 and from the right to M; D becomes 1 / D
        left, right = 1.0 / D[0], 1.0 / D[N - 1]
        D[0], D[N - 1] = left, right
        u, v = U[0], U[N - 1]
        for j in range(1, M):
            u = U[j] + left * u
            left = 1.0 / (D[j] - left)
            U[j], D[j] = u, left
            v = U[N - 1 - j] + right * v
            right = 1.0 / (D[N - 1 - j] - right)
            U[N - 1 - j], D[N - 1 - j] = v, right
        if N > 2 * M:
            v = U[M] + right * v
            right = 1.0 / (D[M] - right)
            D[M] = right
        # The two that meet, then back to the ends
        u = left * (u + right * v) / (1.0 - left * right)
        v = right * (v + u)
        U[M - 1], U[M] = u, v
        for j in range(1, M):
            u = D[M - 1 - j] * (U[M - 1 - j] + u)
            v = D[M + j] * (U[M + j] + v)
            U[M - 1 - j], U[M + j] = u, v
        if N > 2 * M:
            U[N - 1] = D[N - 1] * (U[N - 1] + v)
        keep = (i + 1) % every == 0
        for j in range(N):
            V[j] = 2.0 * U[j] - V[j]
            if keep:
                kept[(i + 1) // every, j] = V[j]
