r"""Recurrent networks of firing rates, and what their eigenmodes say about them.

    tau dr/dt = -r + F(h + W r)             W[i, j] to unit i from unit j

Linear F: r = sum_m c_m(t) e_m with W e_m = lambda_m e_m, and for constant input

    c_m(t) = c_m(0) exp(z) + g_m (t / tau) phi(z),   z = -(1 - lambda_m) t / tau,

with phi(z) = (exp(z) - 1)/z, phi(0) = 1: amplification by 1/(1 - lambda) below 1,
integration at 1, divergence above. Dayan & Abbott (2001), Theoretical Neuroscience, 7.4.

Method: linear networks exactly (input held during each step), by modes if W is symmetric
and h constant, else by the matrix exponential; the others by the exponential midpoint
rule with r extrapolated to mid-step: second order, one product W r a step.
"""

import math
from typing import NamedTuple

import numpy as np

from course import _ties, _valid
from course._jit import njit
from course.models.rate_network.linear import by_modes, phi, propagator

WORK = 2e10  # N^2 times steps of one run: half a minute
TRANSFERS = ("linear", "relu", "tanh", "sigmoid")  # sigmoid: 1 / (1 + exp(-x))


class RateRun(NamedTuple):
    """What `simulate` returns."""

    t: np.ndarray  # (n,) ms
    r: np.ndarray  # (N, n) rates, from r0 on
    diverged_at: float | None  # ms, where the run was stopped: |r| passed `limit`


class Modes(NamedTuple):
    """Eigenmodes of W, largest real part first."""

    values: np.ndarray  # (N,) lambda
    vectors: np.ndarray  # (N, N), mode m in column m, length 1, its largest entry positive
    left: np.ndarray  # (N, N), row m reads mode m out: c = left @ r
    gains: np.ndarray  # (N,) 1/(1 - lambda), amplification; inf at 1, of no meaning above
    tau: np.ndarray  # (N,) 1/|1 - Re lambda|, time constant of decay or growth, units of tau


def modes(W, general=False):
    """Eigenmodes of W.

    Where an eigenvalue is repeated, any basis of its space would do, and which one this is
    may differ between processors. An eigenvalue that differs from 1 by less than 1e-12 of
    the largest is 1 to `gains` and `tau`. Of a complex pair the one of positive imaginary
    part comes first.

    Parameters
    ----------
    W : array (N, N)
    general : bool
        False: the symmetric solver; real, orthonormal, repeated eigenvalues welcome.
        True: any W; complex values are allowed, the modes need not be orthogonal.

    Returns
    -------
    Modes

    Raises
    ------
    ValueError
        If W is not square and finite, not symmetric while `general` is False, or defective.
    """
    W, general = _square(W, most=2000), _valid.switch("general", general)
    if general:
        values, vectors = np.linalg.eig(W)
        size = np.abs(values).max() or 1.0
        order = np.lexsort((-values.imag, -np.round(values.real / size, 9)))
        values, vectors = values[order], _ties.upright(vectors[:, order])
        if np.linalg.cond(vectors) > 1e10:
            raise ValueError(
                f"W is {_valid.shown(W)}; allowed is a matrix whose modes span the space"
            )
        left = np.linalg.inv(vectors)
    else:
        if not _symmetric(W):
            gap = np.abs(W - W.T).max()
            raise ValueError(f"W differs from W.T by {gap:g}; allowed is 0, or general=True")
        values, vectors = np.linalg.eigh(W)
        values, vectors = values[::-1], _ties.upright(vectors[:, ::-1])
        left = vectors.T
    size = max(1.0, np.abs(values).max())
    gap, decay = _ties.cleared(1 - values, size), _ties.cleared(1 - values.real, size)
    with np.errstate(divide="ignore"):
        gains = np.where(gap == 0, np.inf, 1 / np.where(gap == 0, 1.0, gap))
        return Modes(values, vectors, left, gains, 1 / np.abs(decay))


def linear_response(W, h, t, *, tau=10.0, r0=None):
    """The exact rates of a linear network under constant input, at any times.

    Parameters
    ----------
    W : array (N, N)
        Symmetric: by eigenmodes; otherwise by the matrix exponential (SciPy).
    h, r0 : array (N,)
        Input; rates at time 0 (default zero).
    t : float or array (n,)
        Times, ms.
    tau : float
        ms.

    Returns
    -------
    array (N, n), or (N,) for one time; ValueError if a rate would overflow
    """
    W = _square(W, most=2000)
    tau = _valid.positive("tau", tau, unit="ms")
    N = len(W)
    h = _valid.array("h", h, shape=(N,), low=-1e50, high=1e50)
    r0 = np.zeros(N) if r0 is None else _valid.array("r0", r0, shape=(N,), low=-1e50, high=1e50)
    times = _valid.array("t", t, ndim=(0, 1), unit="ms")
    _valid.limit("N * times", N * times.size, 2e8)
    s = np.atleast_1d(times) / tau
    with np.errstate(over="ignore", invalid="ignore"):
        if _symmetric(W):
            values, E = np.linalg.eigh(W)
            z = np.multiply.outer(values - 1, s)
            r = E @ ((E.T @ r0)[:, None] * np.exp(z) + (E.T @ h)[:, None] * s * phi(z))
        else:
            _valid.limit("N^3 * times", N**3 * times.size, 2e10)
            r = np.stack([propagator(W, h[:, None], x) @ np.append(r0, 1.0) for x in s], 1)
    if not np.isfinite(r).all():
        raise ValueError(f"t is up to {times.max():g}; allowed is what keeps the rates finite")
    return r if times.ndim else r[:, 0]


def simulate(W, h, *, tau=10.0, F="linear", dt=0.1, T=None, r0=None, limit=1e9):
    """Let a rate network run.

    Parameters
    ----------
    W : array (N, N)
    h : array (N,) or (N, steps)
        Input: constant, or the value held during each step.
    tau, dt : float
        ms.
    F : str
        One of `TRANSFERS`.
    T : float
        Duration, ms; only with a constant `h`.
    r0 : array (N,), optional
        Rates at time 0; zero by default.
    limit : float
        Length of r (its 2-norm) at which the run stops as divergent.

    Returns
    -------
    RateRun
        One more time than there are steps, or fewer if the run diverged.

    Raises
    ------
    ValueError
        If shapes disagree, a value is not finite, or W or the result is too large.
    """
    W, F = _square(W), _valid.choice("F", F, TRANSFERS)
    N = len(W)
    tau, dt = _valid.positive("tau", tau, unit="ms"), _valid.positive("dt", dt, unit="ms")
    limit = _valid.positive("limit", limit)
    h = _valid.array("h", h, ndim=(1, 2), low=-1e50, high=1e50)
    if len(h) != N or (h.ndim == 1) == (T is None):
        allowed = f"({N},) with T in ms, or ({N}, steps) without T"
        raise ValueError(f"h has shape {h.shape}, T is {_valid.shown(T)}; allowed is {allowed}")
    if T is None:
        steps = _valid.limit("N * steps, the stored rates,", h.size, 2e8) // N
    else:
        steps, _ = _valid.steps(T, dt, most=2e8 / N, name="T")
    _valid.limit("N^2 * steps", N * N * steps, WORK)
    r0 = np.zeros(N) if r0 is None else _valid.array("r0", r0, shape=(N,), low=-1e50, high=1e50)
    n, h = steps, h.reshape(N, -1)
    with np.errstate(over="ignore", invalid="ignore"):
        if F == "linear" and h.shape[1] == 1 and _symmetric(W):
            values, E = np.linalg.eigh(W)
            r, end = by_modes((values - 1) * (dt / tau), E, E.T @ r0, h * (dt / tau), limit, n + 1)
        else:
            u, C, relax, code = h.T, W, -math.expm1(-dt / tau), TRANSFERS.index(F)
            if F == "linear":
                P = propagator(W, np.eye(N), dt / tau)
                u, C, relax = h.T @ P[:, N:].T, P[:, :N], 1.0
            else:
                _valid.number("dt", dt, high=tau, unit="ms (tau)")
            r = np.empty((n + 1, N))
            end = _run(C.T.copy(), np.ascontiguousarray(u), r0, relax, code, limit, r)
            r = r.T
    return RateRun(dt * np.arange(end), r[:, :end], None if end > n else dt * end)


def _square(W, most=5000):
    return _valid.square("W", W, most=most, low=-1e12, high=1e12)


def _symmetric(W):
    return bool(np.abs(W - W.T).max() <= 1e-13 * np.abs(W).max())


@njit
def _run(columns, h, r0, relax, code, limit, r):
    r[0] = r0
    for k in range(r.shape[0] - 1):
        x, y, old = r[k], r[k + 1], r[max(k - 1, 0)]
        y[:] = h[min(k, h.shape[0] - 1)]
        for j in range(r0.size):  # y += W[:, j] r_j, a column at a time so that it vectorizes
            mid = x[j] if code == 0 else 1.5 * x[j] - 0.5 * old[j]
            for i in range(r0.size):
                y[i] += columns[j, i] * mid
        size = 0.0
        for i in range(r0.size):
            f = y[i]
            if code == 1:
                f = max(f, 0.0)
            elif code == 2:
                f = math.tanh(f)
            elif code == 3:
                f = 1 / (1 + math.exp(-f))
            y[i] = x[i] + relax * (f - x[i])
            size += y[i] ** 2
        if not size <= limit * limit:
            return k + 1
    return r.shape[0]
