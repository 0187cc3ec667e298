r"""A network of integrate-and-fire neurons that hear each other's spikes one step later.

    dx_i/dt = -(x_i - x_rest) + sum_j W_ij s_j(t) + I_i(t)          W[i, j] to i from j

in steps of mu membrane time constants, exactly in this order:

    x_i(t+1) = x_i(t) + mu (x_rest - x_i(t) + sum_j W_ij eps s_j(t) + I_i(t))
    s_i(t+1) = 1 and x_i(t+1) = x_reset    if x_i(t+1) > threshold, else s_i(t+1) = 0

A spike thus moves its targets by mu eps W_ij. Voltage and time have no units. The
defaults are those of the introductory article on neural networks that the lesson follows.

Method: the same floating-point operations in the same order; the sum over j visits only
the neurons that spiked, eight columns of W a pass. Its cost grows with spikes, not N^2.
"""

import math
from typing import NamedTuple

import numpy as np

from course import _valid
from course._jit import njit

WORK = 1e12  # N^2 times steps; every spike costs N of them: half a minute


class SpikingRun(NamedTuple):
    """What `simulate` returns."""

    t: np.ndarray  # (T,) steps; times mu for time constants
    X: np.ndarray  # (N, T) voltage; x_reset at a spike
    spikes: np.ndarray  # (N, T) bool


def weights(N=100, gain=10.0, *, sparsity=0.0, excitatory=None, rng=0):
    """Random weights: normal numbers of mean 0 and spread `gain`, zero diagonal.

    The same seed gives the same numbers for every gain, sparsity and `excitatory`.

    Parameters
    ----------
    N : int
    gain : float
        Standard deviation.
    sparsity : float
        Fraction of connections that are missing, 0 to 1.
    excitatory : float, optional
        Dale's law: this fraction of the neurons (the first ones) only excites, the others
        only inhibit, stronger by as much as they are fewer, so that W is balanced.
    rng : Generator or int

    Returns
    -------
    array (N, N)
        In Fortran order, which `simulate` takes without a copy.

    Raises
    ------
    ValueError
        If a value is out of range, or leaves no neuron that excites or none that inhibits.
    """
    N, gain = _valid.count("N", N, high=14_000), _valid.number("gain", gain, low=0.0, high=1e9)
    sparsity = _valid.number("sparsity", sparsity, low=0.0, high=1.0)
    rng = _valid.generator("rng", rng)
    columns = rng.standard_normal((N, N))  # row j: what j sends
    columns *= gain
    if excitatory is not None:
        fraction = _valid.number("excitatory", excitatory, low=0.0, high=1.0)
        first = round(fraction * N)
        if not 0 < first < N:
            raise ValueError(f"excitatory is {excitatory!r}; allowed is what leaves both kinds")
        np.abs(columns, out=columns)
        columns[first:] *= -first / (N - first)
    if sparsity > 0.0:
        columns[rng.random((N, N)) < sparsity] = 0.0
    np.fill_diagonal(columns, 0.0)
    return columns.T


def inputs(N=100, T=500, mean=60.0, sd=10.0, *, rng=1):
    """Input (N, T): `mean` plus `sd` times a normal number for each neuron and step.

    With mean 60 the voltage settles exactly at the threshold: noise decides who spikes.
    The same seed gives the same numbers for every mean and sd.
    """
    N, T = _valid.count("N", N), _valid.count("T", T)
    _valid.limit("N * T", N * T, 1e8)
    mean = _valid.number("mean", mean, low=-1e9, high=1e9)
    sd = _valid.number("sd", sd, low=0.0, high=1e9)
    return mean + sd * _valid.generator("rng", rng).standard_normal((T, N)).T


def firing_rate(I, *, thresh=0.0, eq=-60.0, reset=-70.0, mu=0.1):
    """Spikes per time constant of an uncoupled neuron with constant input, in closed form.

    From its reset the voltage reaches x* + (x_reset - x*) (1 - mu)^k after k steps, with
    x* = x_rest + I. The interval is the first k that lies above threshold; the rate is
    1/(mu k), and 0 when x* does not lie above threshold.

    Parameters
    ----------
    I : float or array

    Raises
    ------
    ValueError
        If a value is not finite, mu is not in (0, 1), or reset is above thresh.
    """
    I = _valid.array("I", I, low=-1e9, high=1e9)
    thresh, eq, reset, mu = _parameters(thresh, eq, reset, mu)
    end = eq + I
    above = end > thresh
    distance = np.where(above, end - thresh, 1.0) / np.where(above, end - reset, 1.0)
    k = np.maximum(np.floor(np.log(distance) / math.log1p(-mu)) + 1, 1)
    return np.where(above, 1 / (mu * k), 0.0)[()]


def events(run):
    """(steps, neurons) of all spikes of a `SpikingRun`, in order of time: a raster's dots."""
    spikes = getattr(run, "spikes", None)
    if not isinstance(spikes, np.ndarray) or spikes.ndim != 2:
        raise ValueError(f"run is {_valid.shown(run)}; allowed is what simulate returns")
    steps, neurons = np.nonzero(spikes.T)
    return steps, neurons


def simulate(W, I, *, T=None, thresh=0.0, eq=-60.0, reset=-70.0, mu=0.1, eps=1.0, start=None):
    """Let the network run.

    Parameters
    ----------
    W : array (N, N)
        Weights. Fortran order (as `weights` gives) spares a copy.
    I : array (N, T) or (N,)
        Input at each step (the last column is not used), or constant over `T` steps.
        Fortran order (as `inputs` gives) spares a copy here too.
    T : int
        Steps, if `I` is constant.
    thresh, eq, reset : float
        Threshold, resting and reset voltage.
    mu : float
        Step in time constants, in (0, 1).
    eps : float
        Scale of all weights.
    start : array (N,), optional
        Voltage at step 0; the resting voltage by default.

    Returns
    -------
    SpikingRun

    Raises
    ------
    ValueError
        If W is not square, a value is not finite or beyond 1e9 in size, the shapes
        disagree, W has more than 14,000 rows or N T is above 1e8.
    """
    W = _bounded("W", W, (2,))
    if W.shape[0] != W.shape[1]:
        raise ValueError(f"W has shape {W.shape}; allowed is a square matrix")
    N = _valid.count("the number of rows of W", len(W), high=14_000)
    thresh, eq, reset, mu = _parameters(thresh, eq, reset, mu)
    eps = _valid.number("eps", eps, low=-1e9, high=1e9)
    I = _bounded("I", I, (1, 2))
    if len(I) != N or (I.ndim == 1) == (T is None):
        allowed = f"({N}, T), or ({N},) with T"
        raise ValueError(f"I has shape {I.shape}, T is {_valid.shown(T)}; allowed is {allowed}")
    T = _valid.count("T", I.shape[1] if T is None else T)
    _valid.limit("N * T", N * T, 1e8)
    _valid.limit("N * N * T", N * N * T, WORK)
    columns = np.require(W.T, None, "CAW")
    drive = np.require(I.reshape(N, -1).T, None, "CAW")
    columns = columns if eps == 1.0 else eps * columns
    X, spikes = np.empty((T, N)), np.zeros((T, N), np.uint8)
    X[0] = eq if start is None else _valid.array("start", start, shape=(N,), low=-1e9, high=1e9)
    _run(columns, drive, thresh, eq, reset, mu, X, spikes, np.empty(N, np.int64), np.empty(N))
    return SpikingRun(np.arange(T), X.T, spikes.view(bool).T)


def _parameters(thresh, eq, reset, mu):
    thresh = _valid.number("thresh", thresh, low=-1e9, high=1e9)
    eq = _valid.number("eq", eq, low=-1e9, high=1e9)
    reset = _valid.number("reset", reset, low=-1e9, high=thresh)
    mu = _valid.number("mu", mu, low=1e-9, high=1.0 - 1e-9)
    return thresh, eq, reset, mu


def _bounded(name, value, ndim):
    """The array as float64, in the order it has; a sum is one cheap pass over 1e8 values."""
    plain = isinstance(value, np.ndarray) and value.dtype.kind in "biuf" and value.size
    if not plain or value.ndim not in ndim or not abs(value.sum()) <= 1e15:
        return _valid.array(name, value, ndim=ndim, low=-1e9, high=1e9)  # or names the place
    return np.asarray(value, dtype=np.float64)


@njit
def _run(columns, drive, thresh, eq, reset, mu, X, spikes, fired, total):
    N = total.size
    count = 0  # spikes of the step before
    for t in range(X.shape[0] - 1):
        for i in range(N):
            total[i] = 0.0
        k = 0
        while k + 8 <= count:  # one pass through memory for eight spikes
            a, b, c = columns[fired[k]], columns[fired[k + 1]], columns[fired[k + 2]]
            d, e, f = columns[fired[k + 3]], columns[fired[k + 4]], columns[fired[k + 5]]
            g, h = columns[fired[k + 6]], columns[fired[k + 7]]
            for i in range(N):
                total[i] = total[i] + a[i] + b[i] + c[i] + d[i] + e[i] + f[i] + g[i] + h[i]
            k += 8
        for j in range(k, count):
            a = columns[fired[j]]
            for i in range(N):
                total[i] += a[i]
        count = 0
        now = min(t, drive.shape[0] - 1)
        for i in range(N):
            X[t + 1, i] = X[t, i] + mu * (eq - X[t, i] + total[i] + drive[now, i])
        for i in range(N):
            if X[t + 1, i] > thresh:
                spikes[t + 1, i] = 1
                X[t + 1, i] = reset
                fired[count] = i
                count += 1
