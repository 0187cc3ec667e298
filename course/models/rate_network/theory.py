r"""What the eigenmodes of W say about a linear rate network, and its exact solution.

    r = sum_m c_m(t) e_m   with   W e_m = lambda_m e_m,   and for constant input, g_m = e_m h,

    c_m(t) = c_m(0) exp(z) + g_m (t / tau) phi(z),   z = -(1 - lambda_m) t / tau,

with phi(z) = (exp(z) - 1)/z, phi(0) = 1: amplification by 1/(1 - lambda) below 1,
integration at 1, divergence above. Without symmetry the matrix exponential takes the place
of the modes.

Units: ms. Dayan P, Abbott LF (2001) Theoretical Neuroscience, MIT Press, section 7.4;
Van Loan CF (1978) IEEE Trans Autom Control 23:395.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _ties, _valid


class Modes(NamedTuple):
    """Eigenmodes of W, largest real part first."""

    values: np.ndarray  # (N,) lambda
    vectors: np.ndarray  # (N, N), mode m in column m, length 1, its largest entry positive
    left: np.ndarray  # (N, N), row m reads mode m out: c = left @ r
    gains: np.ndarray  # (N,) 1/(1 - lambda), amplification; inf at 1, of no meaning above
    tau: np.ndarray  # (N,) 1/|1 - Re lambda|, time constant of decay or growth, units of tau


@np.errstate(under="ignore")  # the session may be told to raise it
def modes(W: ArrayLike, general: bool = False) -> Modes:
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
    W = square(W, most=2000)
    general = _valid.switch("general", general)
    if general:
        values, vectors = np.linalg.eig(W)
        size = np.abs(values).max() or 1.0
        order = np.lexsort((-np.imag(values), -np.round(np.real(values) / size, 9)))
        values = values[order]
        vectors = _ties.upright(vectors[:, order])
        if np.linalg.cond(vectors) > 1e10:
            raise ValueError(
                f"W is {_valid.shown(W)}; allowed is a matrix whose modes span the space"
            )
        left = np.linalg.inv(vectors)
    else:
        if not symmetric(W):
            gap = np.abs(W - W.T).max()
            raise ValueError(f"W differs from W.T by {gap:g}; allowed is 0, or general=True")
        values, vectors = np.linalg.eigh(W)
        values = values[::-1]
        vectors = _ties.upright(vectors[:, ::-1])
        left = vectors.T
    size = max(1.0, np.abs(values).max())
    gap = _ties.cleared(1 - values, size)
    decay = _ties.cleared(1 - np.real(values), size)
    with np.errstate(divide="ignore"):
        gains = np.where(gap == 0, np.inf, 1 / np.where(gap == 0, 1.0, gap))
        return Modes(values, vectors, left, gains, 1 / np.abs(decay))


@np.errstate(under="ignore")  # the session may be told to raise it
def linear_response(
    W: ArrayLike, h: ArrayLike, t: ArrayLike, *, tau: float = 10.0, start: ArrayLike | None = None
) -> NDArray:
    """The exact rates of a linear network under constant input, at any times.

    Parameters
    ----------
    W : array (N, N)
        Symmetric: by eigenmodes; otherwise by the matrix exponential (SciPy).
    h, start : array (N,)
        Input; rates at time 0 (default zero).
    t : float or array (n,)
        Times, ms.
    tau : float
        ms.

    Returns
    -------
    array (N, n), or (N,) for one time; ValueError if a rate would overflow
    """
    W = square(W, most=2000)
    tau = _valid.positive("tau", tau, unit="ms")
    N = len(W)
    h = _valid.array("h", h, shape=(N,), low=-1e50, high=1e50)
    start = (
        np.zeros(N)
        if start is None
        else _valid.array("start", start, shape=(N,), low=-1e50, high=1e50)
    )
    times = _valid.array("t", t, ndim=(0, 1), unit="ms")
    _valid.limit("N * times", N * times.size, 2e8)
    s = np.atleast_1d(times) / tau
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        if symmetric(W):
            values, E = np.linalg.eigh(W)
            z = np.multiply.outer(values - 1, s)
            r = E @ ((E.T @ start)[:, None] * np.exp(z) + (E.T @ h)[:, None] * s * phi(z))
        else:
            _valid.limit("N^3 * times", N**3 * times.size, 2e10)
            r = np.stack([propagator(W, h[:, None], x) @ np.append(start, 1.0) for x in s], 1)
    if not np.isfinite(r).all():
        raise ValueError(f"t is up to {times.max():g}; allowed is what keeps the rates finite")
    return r if times.ndim else r[:, 0]


@np.errstate(under="ignore")  # the session may be told to raise it
def noise_spread(value: float, t: ArrayLike, sigma: float, *, tau: float = 10.0) -> NDArray:
    """How far white noise spreads the amplitude of a mode that starts at a known place.

    With tau dc = -(1 - value) c dt + sigma sqrt(tau) dB the variance after t is

        sigma^2 (t / tau) phi(z),   z = -2 (1 - value) t / tau :

    below 1 it ends at sigma^2 / (2 (1 - value)), at 1 it is that of a random walk. If each of N
    units has noise of its own, each mode has as much, and their mean has 1/sqrt(N) of it.

    Parameters
    ----------
    value : float
        The mode's eigenvalue, real.
    t : float or array (n,)
        Times, ms.
    sigma : float
        Standard deviation of the input, averaged over a time tau.
    tau : float
        ms.

    Returns
    -------
    float or array (n,)
        Standard deviations; ValueError if one would overflow.
    """
    value = _valid.number("value", value, low=-1e6, high=1e6)
    sigma = _valid.number("sigma", sigma, low=0.0, high=1e6)
    tau = _valid.positive("tau", tau, unit="ms")
    times = _valid.array("t", t, ndim=(0, 1), low=0.0, unit="ms")
    _valid.limit("the number of times", times.size, 2e8)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        s = times / tau
        spread = sigma * np.sqrt(s * phi(2.0 * (value - 1.0) * s))
    if not np.isfinite(spread).all():
        raise ValueError(f"t is up to {times.max():g}; allowed is what keeps the spread finite")
    return spread


@np.errstate(under="ignore")  # the session may be told to raise it
def rectified_pair(
    W: ArrayLike, h: ArrayLike, t: ArrayLike, *, tau: float = 10.0
) -> tuple[NDArray, float | None]:
    """The exact rates of two units with F = [x]_+ from rest under a constant input.

    Until a unit's net input falls to 0 the network is linear. After that the loser decays,
    and the winner hears its own input and what is left of the loser.

    Parameters
    ----------
    W : array (2, 2)
        Zero diagonal.
    h : array (2,)
        Input, at least 0.
    t : array (n,)
        Times, ms, rising from 0.
    tau : float
        ms.

    Returns
    -------
    (array (2, n); the time of the switch in ms, or None if there is none)

    Raises
    ------
    ValueError
        For another shape, a unit that excites itself, an input below 0, times that do not
        rise, or a rate that would overflow.
    """
    W = _valid.array("W", W, shape=(2, 2), low=-1e6, high=1e6)
    if np.any(np.diagonal(W)):
        raise ValueError("W has values on its diagonal; allowed are zeros there")
    h = _valid.array("h", h, shape=(2,), low=0.0, high=1e50)
    t = _valid.array("t", t, ndim=1, low=0.0, unit="ms")
    if np.any(np.diff(t) <= 0.0):
        raise ValueError(f"t is {_valid.shown(t)}; allowed are times that rise")
    tau = _valid.positive("tau", tau, unit="ms")

    from scipy.optimize import root_scalar  # here: it takes long to import, and few need it

    def net(time):
        return (h + W @ linear_response(W, h, time, tau=tau)).min()

    r = linear_response(W, h, t, tau=tau)
    below = np.flatnonzero((h[:, None] + W @ r).min(axis=0) < 0)
    if below.size == 0 or below[0] == 0:
        return r, None
    around = (t[below[0] - 1], t[below[0]])
    switch = float(root_scalar(net, bracket=around, method="brentq").root)
    at = linear_response(W, h, switch, tau=tau)
    loser = int(np.argmin(h + W @ at))
    winner = 1 - loser
    late = t >= switch
    s = (t[late] - switch) / tau
    fade = np.exp(-s)
    r[loser, late] = at[loser] * fade
    r[winner, late] = (
        h[winner] + (at[winner] - h[winner]) * fade + W[winner, loser] * at[loser] * s * fade
    )
    return r, switch


def by_modes(W, h, start, s, limit, n):
    """Rates (N, n) under a constant input at n times, and how many are within `limit`.

    W is symmetric, h has shape (N, 1), and s is dt / tau.
    """
    values, E = np.linalg.eigh(W)
    z = (values - 1) * s
    c0 = E.T @ start
    g = E.T @ (h * s)
    width = min(n, 512)
    k = np.arange(width)
    c = np.exp(np.multiply.outer(z, k)) * c0[:, None] + k * phi(np.multiply.outer(z, k)) * g
    jump = np.exp(width * z)[:, None]
    push = width * phi(width * z)[:, None] * g
    r = np.empty((c0.size, n))
    end = n
    for k in range(0, n, width):  # whole blocks jump ahead exactly
        if not np.linalg.norm(np.maximum(np.abs(c[:, 0]), np.abs(c[:, -1]))) <= limit:
            inside = np.append(np.linalg.norm(c, axis=0) <= limit, False)  # modes are monotonic
            end = min(n, k + int(np.argmin(inside)))
        np.matmul(E, c[:, : n - k], out=r[:, k : k + width])
        if end < min(n, k + width):
            break
        rest = (jump[:, 0] < 0.5) & (np.abs(c[:, -1] - c[:, 0]) <= 1e-15 * np.abs(c[:, 0]))
        if np.count_nonzero(rest) > 1:
            E, c, jump, push = _merged(rest, E, c, jump, push)
        c *= jump
        c += push
    return r, end


def _merged(rest, E, c, jump, push):
    """Modes that have come to rest, a block long to the last bit, become a single one."""
    total = E[:, rest] @ c[rest, -1]
    size = np.linalg.norm(total)
    on = ~rest
    E = np.column_stack([E[:, on], total / (size or 1.0)])
    c = np.vstack([c[on], np.full(c.shape[1], size)])
    return E, c, np.vstack([jump[on], [[0.0]]]), np.vstack([push[on], [[size]]])


def phi(z):
    """(exp(z) - 1)/z, 1 at 0."""
    zero = z == 0.0
    return np.where(zero, 1.0, np.expm1(z) / np.where(zero, 1.0, z))


def propagator(W, B, s):
    """[exp((W - 1) s), integral of it times B], from one exponential (Van Loan 1978)."""
    from scipy.linalg import expm

    N, M = B.shape
    A = np.zeros((N + M, N + M))
    A[:N, :N] = (W - np.eye(N)) * s
    A[:N, N:] = B * s
    return expm(A)[:N]


def square(W, most=5000):
    return _valid.square("W", W, most=most, low=-1e12, high=1e12)


def symmetric(W):
    return bool(np.abs(W - W.T).max() <= 1e-13 * np.abs(W).max())
