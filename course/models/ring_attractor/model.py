r"""A ring of neurons with cosine connections that holds an angle as a bump of activity.

    tau da_i/dt = -a_i + [sum_j W_ij a_j + h0 + h1 cos(theta_i - phi) - T]_+
    W_ij = (w0 + w1 cos(theta_i - theta_j) + w1 tau v sin(theta_i - theta_j)) / N

The sine turns the bump at angular velocity v (Zhang 1996, J. Neurosci. 16:2112-2126).
W has rank 3: with m = mean(a) and Z = mean(a exp(i theta)),

    (W a)_i = w0 m + Re[(w1 + i w1 tau v) Z exp(-i theta_i)],

so a step costs O(N). Ben-Yishai, Bar-Or & Sompolinsky (1995), PNAS 92:3844-3848.

Method: m and Z obey equations of their own: the neurons with input above threshold are
one arc, whose sums are differences of tabulated ones, so their step costs O(1). Decay is
exact, the input is that of mid-step (m, Z extrapolated): second order.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np

from course import _valid
from course._jit import njit
from course._parameter import Parameter


class Ring(NamedTuple):
    """Parameters; the defaults are a textbook demonstration's, illustrative."""

    N: Annotated[int, Parameter("1", "neurons", low=3, high=1_000_000)] = 100
    h0: Annotated[float, Parameter("1", "uniform input", low=-1e6, high=1e6)] = 2.0
    h1: Annotated[float, Parameter("1", "input tuned to phi", low=-1e6, high=1e6)] = 1.0
    T: Annotated[float, Parameter("1", "threshold", low=-1e6, high=1e6)] = 2.0
    w0: Annotated[float, Parameter("1", "uniform weight", low=-1e6, high=1e6)] = 0.9
    w1: Annotated[float, Parameter("1", "tuned weight", low=-1e6, high=1e6)] = 1.0
    tau: Annotated[
        float, Parameter("tau", "relaxation of the activity: the unit of time", low=1e-6, high=1e6)
    ] = 1.0
    layout: Annotated[
        str,
        Parameter(
            "",
            '"seam": angles 2 pi i / (N - 1), the last neuron unconnected',
            options=("even", "seam"),
        ),
    ] = "even"


WORK = 2e9  # neurons times steps of one run: half a minute
PRESETS = {
    "tracking": Ring(),  # follows its input, forgets without it
    "memory": Ring(h0=3.0, w0=-1.0, w1=4.0),  # keeps a bump of its own, of bounded height
    "marginal": Ring(h0=3.0, w0=0.0, w1=2.0),  # the cosine mode neither grows nor decays
    "seam": Ring(layout="seam"),  # two neurons share angle 0 and one hears nobody
}


class RingRun(NamedTuple):
    """What `simulate` returns."""

    t: np.ndarray  # (n,)
    theta: np.ndarray  # (N,) rad
    a: np.ndarray  # (N, n) activity, or (N, 0) with keep=False
    Z: np.ndarray  # (n,) complex, mean(a exp(i theta)): length |Z|, the bump's angle in it
    mean: np.ndarray  # (n,) mean activity; both as the connected neurons hear it, sums / N
    phi: np.ndarray  # (n,) rad, the input's angle
    diverged_at: float | None  # time at which the run was stopped, if it was


def angles(ring):
    """Preferred angles (N,), rad."""
    ring = _checked(ring)
    return 2 * np.pi * np.arange(ring.N) / (ring.N - (ring.layout == "seam"))


def weights(ring, v=0.0):
    """The weight matrix (N, N), to row from column, turning at angular velocity `v`."""
    ring, v = _checked(ring), _valid.number("v", v, low=-1e6, high=1e6)
    _valid.count("N", ring.N, low=3, high=10_000)
    difference = np.subtract.outer(angles(ring), angles(ring))
    W = ring.w0 + ring.w1 * (np.cos(difference) + ring.tau * v * np.sin(difference))
    if ring.layout == "seam":
        W[-1] = W[:, -1] = 0.0
    return W / ring.N


def recurrent(ring, a, v=0.0):
    """`weights(ring, v) @ a` in O(N), without the matrix."""
    ring, v = _checked(ring), _valid.number("v", v, low=-1e6, high=1e6)
    a = _valid.array("a", a, shape=(ring.N,))
    linked = ring.N - (ring.layout == "seam")
    e = np.exp(1j * angles(ring)[:linked])
    m, Z = a[:linked].sum() / ring.N, (a[:linked] * e).sum() / ring.N
    out = np.zeros(ring.N)
    out[:linked] = ring.w0 * m + (ring.w1 * (1 + 1j * ring.tau * v) * Z * e.conj()).real
    return out


def bump_angle(a, theta=None):
    """Angle of the bump, rad in [0, 2 pi), of activity (N,) or (N, n) at `theta` or evenly."""
    a = _valid.array("a", a, ndim=(1, 2))
    theta = 2 * np.pi * np.arange(len(a)) / len(a) if theta is None else theta
    theta = _valid.array("theta", theta, shape=(len(a),), unit="rad")
    return np.angle(np.exp(1j * theta) @ a) % (2 * np.pi)


def simulate(
    ring=PRESETS["tracking"],
    duration=10.0,
    *,
    dt=0.01,
    phi=0.0,
    speed=0.0,
    off=math.inf,
    v=0.0,
    sigma=0.0,
    rng=0,
    start=None,
    every=1,
    keep=True,
):
    """Let the ring run.

    Parameters
    ----------
    ring : Ring
    duration, dt : float
        Time and step, in the unit of tau.
    phi : float or array of one value a step
        Angle of the input at the beginning, or during every step, rad.
    speed : float
        Angular velocity added to it, rad per unit time.
    off : float
        Time at which the tuned input h1 is switched off.
    v : float or array of one value a step
        Angular velocity that the asymmetric weights aim at, rad per unit time.
    sigma : float
        White noise: tau da gains sigma sqrt(tau) dB for each connected neuron.
    rng : Generator or int
        For the noise, and for the start if none is given.
    start : array (N,), optional
        Activity at time 0; random in [0, 0.1) by default.
    every : int
        Steps between records.
    keep : bool
        Whether to compute and keep the activity itself, or only `Z` and `mean`: O(1) a
        step. The noise is then other numbers of the same law.

    Returns
    -------
    RingRun

    Raises
    ------
    ValueError
        If a parameter is out of range, an array has the wrong length, or more than
        2e8 activities are to be kept.
    """
    ring, rng = _checked(ring), _valid.generator("rng", rng)
    steps, dt = _valid.steps(duration, dt, most=1e7, longest=0.5 * ring.tau, unit="", why="tau / 2")
    every, keep = _valid.count("every", every), _valid.switch("keep", keep)
    _valid.limit("N * steps", ring.N * steps * keep, WORK)
    speed = _valid.number("speed", speed, low=-1e6, high=1e6)
    sigma = _valid.number("sigma", sigma, low=0.0, high=1e6)
    off = math.inf if off is None or off == math.inf else _valid.number("off", off)
    t = dt * np.arange(steps)
    middle, phi = t + dt / 2, _per_step("phi", phi, steps)
    drive = np.where(middle < off, ring.h1, 0.0) * np.exp(1j * (phi + speed * middle))
    turn = ring.w1 * ring.tau * _per_step("v", v, steps)
    start = 0.1 * rng.random(ring.N) if start is None else start
    a = _valid.array("start", start, shape=(ring.N,), low=-1e9, high=1e9).copy()
    n = -(-steps // every)
    _valid.limit("N * records, the kept activities,", ring.N * n * keep, 2e8)
    theta, out, z = angles(ring), np.empty((n if keep else 0, ring.N)), np.empty((n, 3))
    linked = ring.N - (ring.layout == "seam")
    e = np.exp(1j * theta[:linked])
    z[0] = a[:linked].sum(), (a[:linked] * e.real).sum(), (a[:linked] * e.imag).sum()
    z[0] /= ring.N
    sums = np.cumsum([e.real, e.imag, e.real**2, e.real * e.imag], axis=1)
    sums = np.concatenate([np.zeros((4, 1)), sums, sums + sums[:, -1:]], axis=1)  # two turns
    table = np.append(sums, sums[:, -1:] + sums[:, 1:2], axis=1)  # and one neuron
    relax = -math.expm1(-dt / ring.tau)
    step = (relax, sigma * math.sqrt(-math.expm1(-2 * dt / ring.tau) / 2))
    fixed = (np.cos(theta), np.sin(theta), table, linked, (ring.w0, ring.w1, ring.h0 - ring.T))
    inputs = (drive.real.copy(), drive.imag.copy(), turn)
    done = _run(*fixed, *inputs, step, a, keep, rng, every, out, z)
    k = -(-done // every)
    t, phi, Z = t[::every][:k], (phi + speed * t)[::every][:k], z[:k, 1] + 1j * z[:k, 2]
    return RingRun(t, theta, out[:k].T, Z, z[:k, 0], phi, None if done == steps else dt * done)


def _checked(ring):
    return _valid.model(ring, Ring, name="ring")


def _per_step(name, value, steps):
    value = _valid.array(name, value, ndim=(0, 1), low=-1e6, high=1e6)
    if value.ndim == 1 and value.size != steps:
        raise ValueError(f"{name} has {value.size} values; allowed is one, or one a step ({steps})")
    return np.broadcast_to(value, (steps,))


@njit
def _moments(u0, ux, uy, table, n):
    """Sums over the ring of f, f cos and f sin for f = [u0 + ux cos + uy sin]_+, in O(1)."""
    U = math.sqrt(ux * ux + uy * uy)
    if u0 <= -U:
        return 0.0, 0.0, 0.0
    low, high = 0, n
    if u0 < U:  # an arc is active: from the first to behind the last neuron within c of chi
        c, chi = math.acos(-u0 / U), math.atan2(uy, ux)
        low = math.ceil((chi - c) / (2 * math.pi) * n)
        high = math.floor((chi + c) / (2 * math.pi) * n) + 1
        low, high = low + n, high + n  # the table starts one turn before angle 0
    k, C, S = high - low, table[0, high] - table[0, low], table[1, high] - table[1, low]
    CC, CS = table[2, high] - table[2, low], table[3, high] - table[3, low]
    return u0 * k + ux * C + uy * S, u0 * C + ux * CC + uy * CS, u0 * S + ux * CS + uy * (k - CC)


@njit
def _run(cos, sin, table, linked, rest, drive_x, drive_y, turn, step, a, keep, rng, every, out, z):
    w0, w1, base = rest
    relax, noise = step
    N = a.size
    m, x, y = z[0]
    m_old, x_old, y_old = m, x, y
    for t in range(turn.size):
        if t % every == 0:
            z[t // every] = m, x, y
            if keep:
                for i in range(N):
                    out[t // every, i] = a[i]
        if not abs(m) < 1e9:
            return t
        m_mid, x_mid, y_mid = 1.5 * m - 0.5 * m_old, 1.5 * x - 0.5 * x_old, 1.5 * y - 0.5 * y_old
        m_old, x_old, y_old = m, x, y
        u0 = base + w0 * m_mid  # the input is u0 + ux cos + uy sin
        ux = w1 * x_mid - turn[t] * y_mid + drive_x[t]
        uy = w1 * y_mid + turn[t] * x_mid + drive_y[t]
        f, fx, fy = _moments(u0, ux, uy, table, linked)
        m, x, y = m + relax * (f / N - m), x + relax * (fx / N - x), y + relax * (fy / N - y)
        if keep:
            for i in range(linked):
                a[i] += relax * (max(u0 + ux * cos[i] + uy * sin[i], 0.0) - a[i])
            for i in range(linked, N):  # hears its input, but nobody
                a[i] += relax * (max(base + drive_x[t] * cos[i] + drive_y[t] * sin[i], 0.0) - a[i])
        if noise > 0.0 and keep:
            for i in range(linked):
                xi = noise * rng.standard_normal()
                a[i] += xi
                m, x, y = m + xi / N, x + xi * cos[i] / N, y + xi * sin[i] / N
        elif noise > 0.0:  # the same law, since sums of normal numbers are normal
            xi = noise * math.sqrt(linked) / N
            m += xi * rng.standard_normal()
            x += xi * math.sqrt(0.5) * rng.standard_normal()
            y += xi * math.sqrt(0.5) * rng.standard_normal()
    return turn.size
