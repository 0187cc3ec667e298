r"""A network of integrate-and-fire neurons that hear each other's spikes one step later.

    dV_i/dt = -(V_i - V_rest) + sum_j W_ij s_j(t) + I_i(t)          W[i, j] to i from j

in steps of dt membrane time constants, exactly in this order:

    V_i(t+1) = V_i(t) + dt (-(V_i(t) - V_rest) + sum_j W_ij eps s_j(t) + I_i(t))
    s_i(t+1) = 1 and V_i(t+1) = V_reset    if V_i(t+1) > V_th, else s_i(t+1) = 0

A spike thus moves its targets by dt eps W_ij. `slope` is the equation and `loop` the
network; `simulate` runs the compiled twin of `loop`, which is in `kernel`.

Voltages have no units, and time is in membrane time constants. The defaults are illustrative.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course.models.spiking_network import kernel

WORK = 2e11  # N^2 times steps, if all neurons spike at each: half a minute to a few
WORK_PLAIN = 2e10  # N^2 times steps of a plain run, each of which costs: half a minute
MOST_PLAIN = 1_000_000  # steps of a plain run


# The equation, and the network


def slope(V, s, I, W, V_rest):
    """dV/dt, per time constant: the pull to rest, what the spikes s bring, and the input."""
    return -(V - V_rest) + W @ s + I


def loop(W, I, dt, V_rest, V_th, V_reset, V, spikes):
    """Fill V and spikes, each (N, T), from V[:, 0] on, under the input I (N, T)."""
    for t in range(V.shape[1] - 1):
        V[:, t + 1] = V[:, t] + dt * slope(V[:, t], spikes[:, t], I[:, t], W, V_rest)
        fired = V[:, t + 1] > V_th
        spikes[fired, t + 1] = 1
        V[fired, t + 1] = V_reset


# What a caller uses


class SpikingRun(NamedTuple):
    """What `simulate` returns."""

    t: NDArray  # (T,) time constants
    V: NDArray  # (N, T) voltage; V_reset at a spike
    spikes: NDArray  # (N, T) bool


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate(
    W: ArrayLike,
    I: ArrayLike,
    *,
    duration: float | None = None,
    V_th: float = 0.0,
    V_rest: float = -60.0,
    V_reset: float = -70.0,
    dt: float = 0.1,
    eps: float = 1.0,
    start: ArrayLike | None = None,
    plain: bool = False,
) -> SpikingRun:
    """Let the network run.

    Parameters
    ----------
    W : array (N, N)
        Weights. Fortran order (as `weights` gives) spares a copy.
    I : array (N, T) or (N,)
        Input at each step (the last column is not used), or constant for `duration`.
        Fortran order (as `inputs` gives) spares a copy here too.
    duration : float
        Membrane time constants, if `I` is constant; T is then duration / dt, rounded.
    V_th, V_rest, V_reset : float
        Threshold, resting voltage, and voltage after a spike.
    dt : float
        Step in time constants, in (0, 1).
    eps : float
        Scale of all weights.
    start : array (N,), optional
        Voltage at step 0; the resting voltage by default.
    plain : bool
        True: `loop` above runs instead of its compiled twin.

    Returns
    -------
    SpikingRun

    Raises
    ------
    ValueError
        If W is not square, a value is not finite or beyond 1e9 in size, the shapes
        disagree, W has more than 14,000 rows, N T is above 1e8 or N^2 T above 2e11.
    """
    W = _bounded("W", W, (2,))
    if W.shape[0] != W.shape[1]:
        raise ValueError(f"W has shape {W.shape}; allowed is a square matrix")
    N = _valid.count("the number of rows of W", len(W), high=14_000)
    neuron = _neuron(dt, V_rest, V_th, V_reset)
    eps = _valid.number("eps", eps, low=-1e9, high=1e9)
    I = _bounded("I", I, (1, 2))
    if len(I) != N or (I.ndim == 1) == (duration is None):
        given = f"I has shape {I.shape}, duration is {_valid.shown(duration)}"
        raise ValueError(f"{given}; allowed is ({N}, T), or ({N},) with a duration")
    if duration is None:
        T = I.shape[1]
    else:
        most = 1e8 * neuron.dt
        unit = "time constants, from dt"
        duration = _valid.number("duration", duration, low=neuron.dt, high=most, unit=unit)
        T = round(duration / neuron.dt)
    _valid.limit("N * T", N * T, 1e8)
    _valid.limit("N * N * T", N * N * T, WORK)
    if eps != 1.0:
        W = eps * W
    # Time, and the sender of a weight, go down the rows of what the kernel walks along
    V = np.empty((T, N)).T
    spikes = np.zeros((T, N), np.uint8).T
    V[:, 0] = neuron.V_rest
    if start is not None:
        V[:, 0] = _valid.array("start", start, shape=(N,), low=-1e9, high=1e9)
    I = I.reshape(N, -1)
    if _valid.switch("plain", plain):
        _valid.limit("T of a plain run", T, MOST_PLAIN)
        _valid.limit("N * N * T of a plain run", N * N * T, WORK_PLAIN)
        loop(W, np.broadcast_to(I, (N, T)), *neuron, V, spikes)
    else:
        columns = np.require(W.T, None, ["C", "A", "W"])
        kernel.run(columns, np.require(I.T, None, ["C", "A", "W"]), neuron, V.T, spikes.T)
    return SpikingRun(np.arange(T) * neuron.dt, V, spikes.T.view(bool).T)


def events(run: SpikingRun) -> tuple[NDArray, NDArray]:
    """When and where the network spiked, in order of time: a raster's dots.

    Parameters
    ----------
    run : SpikingRun

    Returns
    -------
    steps, neurons : arrays (spikes,)

    Raises
    ------
    ValueError
        If `run` is not what `simulate` returns.
    """
    spikes = getattr(run, "spikes", None)
    if not isinstance(spikes, np.ndarray) or spikes.ndim != 2:
        raise ValueError(f"run is {_valid.shown(run)}; allowed is what simulate returns")
    steps, neurons = np.nonzero(spikes.T)
    return steps, neurons


@np.errstate(under="ignore")  # the session may be told to raise it
def weights(
    N: int = 100,
    w_sd: float = 10.0,
    *,
    sparsity: float = 0.0,
    excitatory: float | None = None,
    rng: np.random.Generator | int,
) -> NDArray:
    """Random weights: normal numbers of mean 0 and standard deviation `w_sd`, zero diagonal.

    The same seed gives the same numbers for every w_sd, sparsity and `excitatory`.

    Parameters
    ----------
    N : int
        Neurons.
    w_sd : float
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
    N = _valid.count("N", N, high=14_000)
    w_sd = _valid.number("w_sd", w_sd, low=0.0, high=1e9)
    sparsity = _valid.number("sparsity", sparsity, low=0.0, high=1.0)
    rng = _valid.generator("rng", rng)
    columns = rng.standard_normal((N, N))  # row j: what j sends
    columns *= w_sd
    if excitatory is not None:
        fraction = _valid.number("excitatory", excitatory, low=0.0, high=1.0)
        first = round(fraction * N)
        if not 0 < first < N:
            raise ValueError(
                f"excitatory is {fraction} of N = {N}; allowed is what leaves both kinds"
            )
        np.abs(columns, out=columns)
        columns[first:] *= -first / (N - first)
    if sparsity > 0.0:
        columns[rng.random((N, N)) < sparsity] = 0.0
    np.fill_diagonal(columns, 0.0)
    return columns.T


@np.errstate(under="ignore")  # the session may be told to raise it
def inputs(
    N: int = 100,
    T: int = 500,
    mean: float = 60.0,
    sd: float = 10.0,
    *,
    rng: np.random.Generator | int,
) -> NDArray:
    """Input: `mean` plus `sd` times a normal number for each neuron and step.

    With mean 60 the voltage settles exactly at the threshold: noise decides who spikes.
    The same seed gives the same numbers for every mean and sd.

    Parameters
    ----------
    N, T : int
        Neurons and steps.
    mean, sd : float
        Mean and standard deviation.
    rng : Generator or int

    Returns
    -------
    array (N, T)
        In Fortran order, which `simulate` takes without a copy.

    Raises
    ------
    ValueError
        If a value is out of range, or N T is above 1e8.
    """
    N = _valid.count("N", N)
    T = _valid.count("T", T)
    _valid.limit("N * T", N * T, 1e8)
    mean = _valid.number("mean", mean, low=-1e9, high=1e9)
    sd = _valid.number("sd", sd, low=0.0, high=1e9)
    return mean + sd * _valid.generator("rng", rng).standard_normal((T, N)).T


@np.errstate(under="ignore")  # the session may be told to raise it
def firing_rate(
    I: ArrayLike,
    *,
    V_th: float = 0.0,
    V_rest: float = -60.0,
    V_reset: float = -70.0,
    dt: float = 0.1,
) -> float | NDArray:
    """Firing rate of an uncoupled neuron with constant input, in closed form.

    From its reset the voltage reaches V* + (V_reset - V*) (1 - dt)^k after k steps, with
    V* = V_rest + I. The interval is the first k that lies above threshold; the rate is
    1/(dt k), and 0 when V* does not lie above threshold.

    Parameters
    ----------
    I : float or array, any shape
    V_th, V_rest, V_reset, dt : float
        As for `simulate`.

    Returns
    -------
    float or array, shape of I
        Spikes per time constant.

    Raises
    ------
    ValueError
        If a value is not finite, dt is not in (0, 1), or V_reset is above V_th.
    """
    I = _valid.array("I", I, low=-1e9, high=1e9)
    dt, V_rest, V_th, V_reset = _neuron(dt, V_rest, V_th, V_reset)
    end = V_rest + I
    above = end > V_th
    distance = np.where(above, end - V_th, 1.0) / np.where(above, end - V_reset, 1.0)
    k = np.maximum(np.floor(np.log(distance) / math.log1p(-dt)) + 1, 1)
    return np.where(above, 1 / (dt * k), 0.0)[()]


def _neuron(dt, V_rest, V_th, V_reset):
    """The four numbers in their ranges, which all neurons share."""
    V_th = _valid.number("V_th", V_th, low=-1e9, high=1e9)
    V_rest = _valid.number("V_rest", V_rest, low=-1e9, high=1e9)
    V_reset = _valid.number("V_reset", V_reset, low=-1e9, high=V_th, unit="(V_th)")
    dt = _valid.number("dt", dt, low=1e-9, high=1.0 - 1e-9)
    return kernel.Neuron(dt, V_rest, V_th, V_reset)


def _bounded(name, value, ndim):
    """The array as float64, in the order it has; a sum is one cheap pass over 1e8 values."""
    quick = isinstance(value, np.ndarray) and value.dtype.kind in "biuf" and value.size
    if not quick or value.ndim not in ndim or not abs(value.sum()) <= 1e15:
        return _valid.array(name, value, ndim=ndim, low=-1e9, high=1e9)  # or names the place
    return np.asarray(value, dtype=np.float64)
