r"""Rate networks worth knowing, and how far a non-normal one amplifies on the way.

Weights for `tau dr/dt = -r + h + W r`, with W[i, j] to unit i from unit j. With
A = (W - 1)/tau, the rates after a unit input pulse are exp(A t) r(0), and

    max over |r(0)| = 1 of d|r|/dt at 0  =  the largest eigenvalue of (A + A.T)/2,

the numerical abscissa. Above 0 some pattern grows at first, even when all eigenvalues
of A are below 0 (Trefethen & Embree 2005, Spectra and Pseudospectra, ch. 14).
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _ties, _valid


class TwoNeurons(NamedTuple):
    """Two units that excite each other, and a train of input pulses."""

    W: np.ndarray  # (2, 2)
    tau: float  # ms
    h: np.ndarray  # (2, 800), one column a ms
    dt: float  # ms
    pulses: tuple  # (first ms, last ms + 1, what it is)


class Transient(NamedTuple):
    """The largest response to a pulse, over all patterns of length 1."""

    peak: float  # max over t of the 2-norm of exp(A t); 1 if nothing ever grows
    t: float  # ms, when
    start: np.ndarray  # (N,) the pattern that grows most
    end: np.ndarray  # (N,) what it has become at the peak, length `peak`
    abscissa: float  # 1/ms, numerical abscissa: fastest growth at time 0
    decay: float  # 1/ms, largest real part of A's eigenvalues: growth in the end


def two_neurons(*, rng: np.random.Generator | int) -> TwoNeurons:
    """The two-neuron network with its pulses of 10 ms; the last one is drawn from `rng`."""
    W = np.array([[0.0, 0.8], [0.8, 0.0]])
    h = np.zeros((2, 800))
    s = math.sqrt(0.5)
    draw = _valid.generator("rng", rng).random(2)
    pulses = (
        (30, 40, "unit 1", (1, 0)),
        (130, 140, "unit 2", (0, 1)),
        (230, 240, "both", (1, 1)),
        (330, 340, "minus unit 1", (-1, 0)),
        (430, 440, "minus unit 2", (0, -1)),
        (530, 540, "minus both", (-1, -1)),
        (630, 640, "along the difference mode", (-s, s)),
        (730, 740, "random", draw),
    )
    for first, last, _, direction in pulses:
        h[:, first:last] = np.array(direction)[:, None]
    return TwoNeurons(W, 4.0, h, 1.0, tuple(pulse[:3] for pulse in pulses))


@np.errstate(under="ignore")  # the session may be told to raise it
def with_eigenvalues(values: ArrayLike, *, rng: np.random.Generator | int) -> NDArray:
    """A symmetric W (N, N) with these eigenvalues and random orthonormal modes (Haar)."""
    values = _valid.array("values", values, ndim=1, low=-1e12, high=1e12)
    _valid.count("N", values.size, high=2000)
    Q, R = np.linalg.qr(_valid.generator("rng", rng).standard_normal((values.size,) * 2))
    Q = Q * np.sign(np.diag(R))
    W = (Q * values) @ Q.T
    return (W + W.T) / 2


@np.errstate(under="ignore")  # the session may be told to raise it
def integrator(N: int = 20, value: float = 1.0) -> NDArray:
    """W = value / N everywhere: the mean has eigenvalue `value`, all other modes 0."""
    N = _valid.count("N", N, high=2000)
    value = _valid.number("value", value, low=-1e12, high=1e12)
    return np.full((N, N), value / N)


@np.errstate(under="ignore")  # the session may be told to raise it
def balanced(w: float = 30 / 7, k: float = 1.1) -> NDArray:
    """Excitation balanced by inhibition: W = w [[1, -k], [1, -k]].

    The difference mode feeds the sum mode with weight w (1 + k) = 9, the sum mode
    inhibits itself with w (k - 1) = 3/7 (Murphy & Miller 2009, Neuron 61:635-648, fig. 1).
    """
    w = _valid.number("w", w, low=-1e6, high=1e6)
    k = _valid.number("k", k, low=-1e6, high=1e6)
    return np.array([[w, -k * w], [w, -k * w]])


@np.errstate(under="ignore")  # the session may be told to raise it
def numerical_abscissa(W: ArrayLike, tau: float = 1.0) -> float:
    """Fastest growth of the rates' length at time 0, 1/ms, without input."""
    W = _valid.square("W", W, most=2000, low=-1e12, high=1e12)
    tau = _valid.positive("tau", tau, unit="ms")
    return float((np.linalg.eigvalsh((W + W.T) / 2)[-1] - 1) / tau)


@np.errstate(under="ignore")  # the session may be told to raise it
def transient_peak(W: ArrayLike, tau: float = 1.0) -> Transient:
    """The largest transient of a stable network.

    Parameters
    ----------
    W : array (N, N)
    tau : float
        ms.

    Returns
    -------
    Transient

    Raises
    ------
    ValueError
        If W is not square and finite, has more than 300 rows, or is not stable.
    """
    from scipy.linalg import expm
    from scipy.optimize import minimize_scalar

    W = _valid.square("W", W, most=2000, low=-1e12, high=1e12)
    tau = _valid.positive("tau", tau, unit="ms")
    _valid.count("the number of rows of W", len(W), high=300)
    A = (W - np.eye(len(W))) / tau
    decay = float(np.linalg.eigvals(A).real.max())
    if _ties.cleared(decay, max(1 / tau, np.abs(A).max())) >= 0:
        raise ValueError(
            f"W has an eigenvalue of real part {1 + decay * tau:g}; allowed is below 1"
        )
    abscissa = numerical_abscissa(W, tau)
    t = 0.0
    peak = 1.0
    if abscissa > 0:
        step = tau / 10
        power = np.eye(len(W))
        norms = [1.0]
        one = expm(A * step)
        # past 30 time constants of the slowest mode only a far more non-normal W could grow
        most = _valid.limit("steps to the end of the slowest mode", 30 / (-decay * step), 1e5)
        for _ in range(math.ceil(most)):
            power = one @ power
            norms.append(float(np.linalg.norm(power, 2)))
            if norms[-1] < 1e-3:
                break
        k = int(np.argmax(norms))
        around = (max(k - 1, 0) * step, (k + 1) * step)
        best = minimize_scalar(
            lambda x: -np.linalg.norm(expm(A * x), 2),
            bounds=around,
            method="bounded",
            options={"xatol": 1e-9 * tau},
        )
        t = float(best.x)
        peak = float(-best.fun)
    grown = expm(A * t)
    start = _ties.upright(np.linalg.svd(grown)[2][:1].T)[:, 0]
    return Transient(peak, t, start, grown @ start, abscissa, decay)
