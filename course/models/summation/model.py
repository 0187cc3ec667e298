r"""Synapses on a dendrite: potentials that shrink with distance, fade with time and add up.

    V(t) = E_L + sum_k w_k exp(-d_k / length) f(t - t_k)

    f(t) = (exp(-t / tau_decay) - exp(-t / tau_rise)) / f_max   for t > 0, else 0

Synapse k is active at t_k and lies d_k from the cell body. Its weight w_k is the height
in mV that its potential would have at distance 0: above 0 for an excitatory potential
(EPSP), below 0 for an inhibitory one (IPSP). f rises and falls as a difference of two
exponentials and is scaled so that its largest value is 1. `shape` is f, `potential` is what
one synapse adds, and `simulate` adds them up.

Left out on purpose: a real dendrite also makes distant potentials later and broader
(Rall W (1967) J Neurophysiol 30:1138), and synapses that are active together each find
less driving force. Shape and values: Dayan P, Abbott LF (2001) Theoretical Neuroscience,
MIT Press, ch. 5 and 6.
"""

import math
from collections.abc import Sequence
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course._parameter import Parameter, documented

MOST = 10_000_000  # values of one result


@documented
class Dendrite(NamedTuple):
    """The cell: how far and how long potentials last, and what they must reach."""

    E_L: Annotated[float, Parameter("mV", "resting potential", "as for the LIF", -1e6, 1e6)] = -65.0
    V_th: Annotated[float, Parameter("mV", "threshold", "as for the LIF", -1e6, 1e6)] = -50.0
    tau_rise: Annotated[float, Parameter("ms", "time constant of the rise", low=1e-3, high=1e6)] = (
        2.0
    )
    tau_decay: Annotated[
        float, Parameter("ms", "time constant of the fall, above tau_rise", low=1e-3, high=1e6)
    ] = 15.0
    length: Annotated[
        float, Parameter("um", "distance over which potentials fall to 37 %", low=1e-3, high=1e9)
    ] = 300.0


@documented
class Synapse(NamedTuple):
    """One synapse, or many that are active together at one place."""

    w: Annotated[
        float, Parameter("mV", "weight: height of the potential at distance 0", low=-1e6, high=1e6)
    ] = 10.0
    time: Annotated[float, Parameter("ms", "when the synapse is active", low=-1e9, high=1e9)] = 10.0
    distance: Annotated[float, Parameter("um", "its distance from the soma", low=0.0, high=1e9)] = (
        0.0
    )


# The equation


def shape(t, tau_rise, tau_decay):
    """f(t): 0 before t = 0, then up to 1 and down again."""
    t = np.maximum(t, 0.0)
    top = time_of_top(tau_rise, tau_decay)
    f_max = math.exp(-top / tau_decay) - math.exp(-top / tau_rise)
    return (np.exp(-t / tau_decay) - np.exp(-t / tau_rise)) / f_max


def time_of_top(tau_rise, tau_decay):
    """Where f is largest: the two exponentials fall equally fast."""
    return tau_rise * tau_decay / (tau_decay - tau_rise) * math.log(tau_decay / tau_rise)


def potential(t, synapse, dendrite):
    """What one synapse adds to V at the cell body, mV."""
    reach = math.exp(-synapse.distance / dendrite.length)
    return synapse.w * reach * shape(t - synapse.time, dendrite.tau_rise, dendrite.tau_decay)


# What a caller uses


class Summation(NamedTuple):
    """Potentials at the cell body; there is no spike in this model."""

    t: NDArray  # ms, shape (steps + 1,)
    V: NDArray  # mV, the sum, same shape
    parts: NDArray  # mV, what each synapse adds, shape (synapses, steps + 1)
    peak: float  # mV, largest V
    crossing: float  # ms, when V first reaches V_th; nan if it never does


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate(
    dendrite: Dendrite, synapses: Sequence[Synapse], *, duration: float = 100.0, dt: float = 0.1
) -> Summation:
    """Add up what the synapses do at the cell body.

    Parameters
    ----------
    dendrite : Dendrite
    synapses : list or tuple of Synapse
    duration, dt : float
        ms.

    Returns
    -------
    Summation
        `crossing` is interpolated between grid points.

    Raises
    ------
    ValueError
        For a value that is not finite or out of range, or no synapse.
    """
    dendrite = _valid.model(dendrite, Dendrite, name="dendrite")
    _times(dendrite.tau_rise, dendrite.tau_decay)
    if not isinstance(synapses, (list, tuple)) or not synapses:
        shown = _valid.shown(synapses)
        raise ValueError(f"synapses is {shown}; allowed is a list of at least one Synapse(...)")
    synapses = [
        _valid.model(synapse, Synapse, name=f"synapses[{k}]", within=f"synapses[{k}].")
        for k, synapse in enumerate(synapses)
    ]
    steps, dt = _valid.steps(duration, dt, most=MOST / len(synapses))
    t = dt * np.arange(steps + 1)
    parts = np.array([potential(t, synapse, dendrite) for synapse in synapses])
    V = dendrite.E_L + parts.sum(axis=0)
    return Summation(t, V, parts, float(V.max()), _first_crossing(t, V, dendrite.V_th))


@np.errstate(under="ignore")  # the session may be told to raise it
def psp(t: ArrayLike, tau_rise: float = 2.0, tau_decay: float = 15.0) -> float | NDArray:
    """The shape f of a postsynaptic potential: 0 before t = 0, then up to 1 and down again.

    Parameters
    ----------
    t : float or array, any shape
        Time since the synapse was active, ms.
    tau_rise, tau_decay : float
        ms, tau_decay above tau_rise.

    Returns
    -------
    float or array, shape of t

    Raises
    ------
    ValueError
        If a time constant is out of range or a time is not finite.
    """
    tau_rise, tau_decay = _times(tau_rise, tau_decay)
    f = shape(_valid.array("t", t, unit="ms"), tau_rise, tau_decay)
    return float(f) if f.ndim == 0 else f


def peak_time(tau_rise: float = 2.0, tau_decay: float = 15.0) -> float:
    """When the shape f is largest.

    Parameters
    ----------
    tau_rise, tau_decay : float
        ms, tau_decay above tau_rise.

    Returns
    -------
    float
        ms.

    Raises
    ------
    ValueError
        If a time constant is out of range.
    """
    return time_of_top(*_times(tau_rise, tau_decay))


def _times(tau_rise, tau_decay):
    """The fall is slower than the rise by at least a thousandth, so that f has a top."""
    tau_rise = _valid.number("tau_rise", tau_rise, low=1e-3, high=1e6, unit="ms")
    tau_decay = _valid.number(
        "tau_decay", tau_decay, low=1.001 * tau_rise, high=1e9, unit="ms, above tau_rise"
    )
    return tau_rise, tau_decay


def _first_crossing(t, V, V_th):
    above = np.flatnonzero(V >= V_th)
    if above.size == 0:
        return math.nan
    i = above[0]
    if i == 0:
        return float(t[0])
    return float(t[i - 1] + (t[i] - t[i - 1]) * (V_th - V[i - 1]) / (V[i] - V[i - 1]))
