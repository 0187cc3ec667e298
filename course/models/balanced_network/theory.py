r"""What a balanced network does in the mean, and how its activity is measured.

If all neurons fire at the rate r and their spikes are independent, each hears

    mean        eta (V_th - V_rest) + K_E J tau r (1 - g_inh / 4)   above rest, K_I = K_E / 4
    variance    of V alone: half of J eta (V_th - V_rest) + K_E J^2 tau r (1 + g_inh^2 / 4)

and must fire at r itself: `rate` solves that for r by the closed form of one neuron under
noise (`integrate_fire.noisy_firing`). With many weak inputs the mean stays at the threshold,
so that r follows without a formula for one neuron (`limit_rate`).

Units: ms, mV, Hz. Brunel N (2000) J Comput Neurosci 8:183-208, equations 22 to 24 and 34.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course.models.balanced_network.model import Balanced, BalancedRun, _checked
from course.models.integrate_fire import LIF, noisy_firing

PER_SECOND = 1000.0
MOST = 10_000  # networks at once


class Statistics(NamedTuple):
    """How a network fires."""

    rate: float  # Hz, mean over the neurons
    cv: float  # of the intervals, mean over neurons with three spikes or more; NaN without any
    synchrony: float  # variance over mean of all spikes in 1 ms: 1 if independent; NaN if silent


@np.errstate(under="ignore")  # the session may be told to raise it
def statistics(run: BalancedRun, *, drop: float = 200.0) -> Statistics:
    """Rate, irregularity and synchrony of a run.

    Parameters
    ----------
    run : BalancedRun
    drop : float
        ms at the beginning that do not count.

    Raises
    ------
    ValueError
        If `run` is none, or less than 10 ms of it are left.
    """
    run = _run_of(run)
    drop = _valid.number("drop", drop, low=0.0, high=run.duration - 10.0, unit="ms")
    late = run.times > drop
    times, neurons = run.times[late], run.neurons[late]
    N = run.model.N_E + run.model.N_I
    rate = PER_SECOND * times.size / N / (run.duration - drop)
    order = np.lexsort((times, neurons))
    gaps, same = np.diff(times[order]), np.diff(neurons[order]) == 0
    who = neurons[order][1:][same]
    gaps = gaps[same]
    count = np.bincount(who, minlength=N)
    enough = count >= 2
    if enough.any():
        mean = np.bincount(who, gaps, N)[enough] / count[enough]
        square = np.bincount(who, (gaps - _spread(mean, enough, who)) ** 2, N)[enough]
        cv = float(np.mean(np.sqrt(square / count[enough]) / mean))
    else:
        cv = math.nan
    counts = population(run)[round(drop) :]
    synchrony = float(counts.var() / counts.mean()) if counts.any() else math.nan
    return Statistics(rate, cv, synchrony)


def _spread(mean, enough, who):
    """The mean interval of the neuron to which each interval belongs; any for the others."""
    means = np.zeros(enough.size)
    means[enough] = mean
    return means[who]


@np.errstate(under="ignore")  # the session may be told to raise it
def population(run: BalancedRun) -> NDArray:
    """Spikes of the whole network in each ms, (ms,)."""
    run = _run_of(run)
    # a spike at the end of a step on the grid belongs to the ms that ends there
    at = np.ceil(run.times - 0.5 * run.dt).astype(np.int64) - 1
    whole = max(1, int(run.duration))
    return np.bincount(at[at < whole], minlength=whole)[:whole]


@np.errstate(under="ignore")  # the session may be told to raise it
def rate(
    model: Balanced, *, g_inh: ArrayLike | None = None, eta: ArrayLike | None = None
) -> float | NDArray:
    """The rate, Hz, at which a neuron fires that hears neurons of this very rate.

    Found by halving between 0 and one spike in each refractory period. Where several rates
    are possible, it is one of them.

    Parameters
    ----------
    model : Balanced
    g_inh, eta : float or array, optional
        Instead of the model's own; they broadcast.

    Returns
    -------
    float, or array of the shape of g_inh and eta together
    """
    model = _checked(model)
    g = _valid.array("g_inh", model.g_inh if g_inh is None else g_inh, low=0.0, high=1e3)
    eta = _valid.array("eta", model.eta if eta is None else eta, low=0.0, high=1e3)
    g, eta = _valid.together(g_inh=g, eta=eta)
    _valid.limit("the number of networks", g.size, MOST)
    low = np.zeros(g.shape)
    high = np.full(g.shape, PER_SECOND / max(model.t_ref, 0.1))
    for _ in range(36):  # to 1e-8 Hz
        middle = 0.5 * (low + high)
        above = _response(model, g, eta, middle) > middle
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    found = 0.5 * (low + high)
    return float(found) if found.ndim == 0 else found


def _response(model, g_inh, eta, r):
    """Rate, Hz, of a neuron whose neighbors fire at r Hz."""
    drive = eta * (model.V_th - model.V_rest)
    ratio = model.K_I / model.K_E
    heard = model.K_E * model.J * model.tau * r / PER_SECOND  # mV
    mu = drive + heard * (1 - ratio * g_inh)
    variance = model.J * (drive + heard * (1 + ratio * g_inh**2))
    neuron = LIF(model.tau, 1.0, model.V_rest, model.V_th, model.V_reset, model.t_ref)
    sigma = np.clip(np.sqrt(0.5 * variance), 1e-3, 1e6)  # mV; without noise as with little
    return noisy_firing(neuron, np.clip(mu, -1e6, 1e6), sigma).rate


@np.errstate(under="ignore")  # the session may be told to raise it
def limit_rate(model: Balanced) -> float:
    """The rate, Hz, that keeps the mean input at the threshold; NaN where inhibition is weaker."""
    model = _checked(model)
    ratio = model.K_I / model.K_E
    if ratio * model.g_inh <= 1.0:
        return math.nan
    height = model.V_th - model.V_rest
    excess = max(0.0, model.eta - 1.0) * height
    recurrent = model.K_E * model.J * model.tau * (ratio * model.g_inh - 1.0)
    return PER_SECOND * excess / recurrent


def _run_of(run: Any) -> BalancedRun:
    if not isinstance(run, BalancedRun):
        raise ValueError(f"run is {_valid.shown(run)}; allowed is what simulate returns")
    model = _checked(run.model)
    times = (
        _valid.array("run.times", run.times, ndim=1, low=0.0, unit="ms")
        if len(run.times)
        else np.zeros(0)
    )
    neurons = np.asarray(run.neurons)
    N = model.N_E + model.N_I
    if (
        neurons.shape != times.shape
        or neurons.dtype.kind not in "iu"
        or (neurons.size and not 0 <= neurons.min() <= neurons.max() < N)
    ):
        raise ValueError(f"run.neurons is {_valid.shown(run.neurons)}; allowed are 0 to {N - 1}")
    duration = _valid.number("run.duration", run.duration, low=1.0, high=1e8, unit="ms")
    return run._replace(times=times, neurons=neurons, duration=duration, model=model)
