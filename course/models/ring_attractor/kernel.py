"""The compiled twin of `model.run`, at O(1) a step where the activity itself is not kept.

Three numbers, the sums over the ring of a, a cos and a sin (over N), obey equations of their
own: all neurons with an input above threshold are one arc, and the sums of 1, cos, sin, cos^2
and cos sin over an arc are differences of tabulated ones.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np

from course._jit import njit


class Wiring(NamedTuple):
    w0: float
    w1: float
    base: float  # h0 - T
    linked: int  # neurons that hear each other
    cos: Annotated[np.ndarray, "f8[::1]"]  # (N,) of the preferred angles
    sin: Annotated[np.ndarray, "f8[::1]"]
    # (4, 2 linked + 2) sums of cos, sin, cos^2, cos sin over the neurons before
    table: Annotated[np.ndarray, "f8[:, ::1]"]


class Drive(NamedTuple):
    """What each step has of its own, arrays (steps,)."""

    x: Annotated[np.ndarray, "f8[::1]"]  # tuned input h1 cos(phi)
    y: Annotated[np.ndarray, "f8[::1]"]  # h1 sin(phi)
    turn: Annotated[np.ndarray, "f8[::1]"]  # w1 tau v


class Pace(NamedTuple):
    relax: float  # part of the way to the target in one step
    noise: float  # standard deviation of what one step adds to a neuron
    every: int  # steps between records


class State(NamedTuple):
    """Where the ring is, and moves on from."""

    step: int  # of the whole run
    a: Annotated[np.ndarray, "f8[::1]"]  # (N,)
    # (2, 3) over the ring, of a, a cos and a sin, over N: now, and a step before
    sums: Annotated[np.ndarray, "f8[:, ::1]"]


def at_start(ring, a):
    """`State` of the activity a, which moves on with it."""
    N = a.size
    m = x = y = 0.0
    for i in range(ring.linked):
        m += a[i] / N
        x += a[i] * ring.cos[i] / N
        y += a[i] * ring.sin[i] / N
    return State(0, a, np.array([(m, x, y), (m, x, y)]))


def wiring(ring, theta, linked):
    """`Wiring` of a Ring with these preferred angles."""
    cos = np.cos(theta)
    sin = np.sin(theta)
    c = cos[:linked]
    s = sin[:linked]
    turn = np.cumsum([c, s, c * c, c * s], axis=1)
    whole = turn[:, -1:]
    # two turns and one neuron, so that an arc may cross angle 0
    parts = [np.zeros((4, 1)), turn, whole + turn, 2.0 * whole + turn[:, :1]]
    table = np.concatenate(parts, axis=1)
    return Wiring(ring.w0, ring.w1, ring.h0 - ring.T, linked, cos, sin, table)


@njit
def draw(rng, normal):
    """Fill `normal` as `rng.standard_normal` would, to the last digit, in a third of its time."""
    for k in range(normal.shape[0]):
        for i in range(normal.shape[1]):
            normal[k, i] = rng.standard_normal()


@njit
def moments(u0, ux, uy, table, n):
    """Sums over the ring of f, f cos and f sin for f = [u0 + ux cos + uy sin]_+, in O(1)."""
    U = math.sqrt(ux * ux + uy * uy)
    if u0 <= -U:
        return 0.0, 0.0, 0.0
    low = 0
    high = n
    if u0 < U:  # an arc is active: from the first to behind the last neuron within c of chi
        c = math.acos(-u0 / U)
        chi = math.atan2(uy, ux)
        low = math.ceil((chi - c) / (2 * math.pi) * n) + n  # the table starts a turn before 0
        high = math.floor((chi + c) / (2 * math.pi) * n) + 1 + n
    k = high - low
    C = table[0, high] - table[0, low]
    S = table[1, high] - table[1, low]
    CC = table[2, high] - table[2, low]
    CS = table[3, high] - table[3, low]
    f = u0 * k + ux * C + uy * S
    f_cos = u0 * C + ux * CC + uy * CS
    f_sin = u0 * S + ux * CS + uy * (k - CC)
    return f, f_cos, f_sin


@njit("Wiring, Drive, Pace, State, f8[:, ::1], b1, f8[:, ::1], f8[:, ::1]")
def run(ring, drive, pace, state, normal, keep, activity, sums):
    """Fill `sums`, and `activity` with `keep`, shapes (records, 3) and (records, N).

    A step is taken for each row of `normal`, the random numbers of its noise. Returns the
    number of steps after which the ring diverged, or of those done.
    """
    relax = pace.relax
    noise = pace.noise
    a = state.a
    N = a.size
    # what the noise of one step adds to a neuron, and to each sum: divisions go in fours
    xi = np.empty(ring.linked)
    parts = np.empty((3, ring.linked))
    m, x, y = state.sums[0]
    m_old, x_old, y_old = state.sums[1]
    for k in range(normal.shape[0]):
        t = state.step + k
        if t % pace.every == 0:
            sums[t // pace.every] = m, x, y
            if keep:
                for i in range(N):
                    activity[t // pace.every, i] = a[i]
        if not abs(m) < 1e9:
            return t

        # The sums at mid-step, and the input there: u0 + ux cos + uy sin
        m_mid = 1.5 * m - 0.5 * m_old
        x_mid = 1.5 * x - 0.5 * x_old
        y_mid = 1.5 * y - 0.5 * y_old
        m_old = m
        x_old = x
        y_old = y
        u0 = ring.base + ring.w0 * m_mid
        ux = ring.w1 * x_mid - drive.turn[t] * y_mid + drive.x[t]
        uy = ring.w1 * y_mid + drive.turn[t] * x_mid + drive.y[t]

        f, f_cos, f_sin = moments(u0, ux, uy, ring.table, ring.linked)
        m += relax * (f / N - m)
        x += relax * (f_cos / N - x)
        y += relax * (f_sin / N - y)
        if keep:
            for i in range(ring.linked):
                net = u0 + ux * ring.cos[i] + uy * ring.sin[i]
                a[i] += relax * (max(net, 0.0) - a[i])
            for i in range(ring.linked, N):  # hears its input, but nobody
                net = ring.base + drive.x[t] * ring.cos[i] + drive.y[t] * ring.sin[i]
                a[i] += relax * (max(net, 0.0) - a[i])
        if noise > 0.0 and keep:
            for i in range(ring.linked):
                xi[i] = noise * normal[k, i]
                a[i] += xi[i]
                parts[0, i] = xi[i] / N
                parts[1, i] = xi[i] * ring.cos[i] / N
                parts[2, i] = xi[i] * ring.sin[i] / N
            for i in range(ring.linked):
                m += parts[0, i]
                x += parts[1, i]
                y += parts[2, i]
        elif noise > 0.0:  # the same law, since sums of normal numbers are normal
            one = noise * math.sqrt(ring.linked) / N
            m += one * normal[k, 0]
            x += one * math.sqrt(0.5) * normal[k, 1]
            y += one * math.sqrt(0.5) * normal[k, 2]
    state.sums[0] = m, x, y
    state.sums[1] = m_old, x_old, y_old
    return state.step + normal.shape[0]
