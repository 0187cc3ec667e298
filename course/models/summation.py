r"""Synapses on a dendrite: potentials that shrink with distance, fade with time and add up.

    V(t) = E_L + sum_k w_k exp(-d_k / length) f(t - t_k)

    f(t) = (exp(-t / tau_decay) - exp(-t / tau_rise)) / f_max   for t > 0, else 0

Synapse k is active at t_k and lies d_k from the cell body. Its weight w_k is the height
in mV that its potential would have at distance 0: above 0 for an excitatory potential
(EPSP), below 0 for an inhibitory one (IPSP). f rises and falls as a difference of two
exponentials and is scaled so that its largest value is 1.

Left out on purpose: a real dendrite also makes distant potentials later and broader
(Rall W (1967) J Neurophysiol 30:1138), and synapses that are active together each find
less driving force. Shape and values: Dayan P, Abbott LF (2001) Theoretical Neuroscience,
MIT Press, ch. 5 and 6.
"""

import math
from typing import NamedTuple

import numpy as np

from course._valid import array, number, positive

MOST = 10_000_000  # values of one result


class Dendrite(NamedTuple):
    """The cell: how far and how long potentials last, and what they must reach."""

    E_L: float = -65.0  # mV, resting potential, as for the LIF neuron
    V_th: float = -50.0  # mV, threshold, as for the LIF neuron
    tau_rise: float = 2.0  # ms, time constant of the rise, illustrative
    tau_decay: float = 15.0  # ms, time constant of the fall, above tau_rise, illustrative
    length: float = 300.0  # um, distance over which a potential falls to 1/e, illustrative


class Synapse(NamedTuple):
    """One synapse, or many that are active together at one place."""

    w: float = 10.0  # mV, height at distance 0; below 0 inhibits; illustrative
    time: float = 10.0  # ms, when it is active, illustrative
    distance: float = 0.0  # um, along the dendrite from the cell body


class Summation(NamedTuple):
    """Potentials at the cell body; there is no spike in this model."""

    t: np.ndarray  # ms, shape (steps + 1,)
    V: np.ndarray  # mV, the sum, same shape
    parts: np.ndarray  # mV, what each synapse adds, shape (synapses, steps + 1)
    peak: float  # mV, largest V
    crossing: float  # ms, when V first reaches V_th; nan if it never does


def psp(t, tau_rise=2.0, tau_decay=15.0):
    """The shape f of a postsynaptic potential: 0 before t = 0, then up to 1 and down again.

    Parameters
    ----------
    t : float or array
        Time since the synapse was active, ms.
    tau_rise, tau_decay : float
        ms, tau_decay above tau_rise.

    Raises
    ------
    ValueError
        If a time constant is out of range or a time is not finite.
    """
    tau_rise = positive("tau_rise", tau_rise, "ms")
    tau_decay = number("tau_decay", tau_decay, low=tau_rise, open_low=True, unit="ms")
    t = array("t", t)
    since = np.maximum(t, 0.0)
    shape = np.exp(-since / tau_decay) - np.exp(-since / tau_rise)
    top = peak_time(tau_rise, tau_decay)
    shape /= math.exp(-top / tau_decay) - math.exp(-top / tau_rise)
    return float(shape) if shape.ndim == 0 else shape


def peak_time(tau_rise=2.0, tau_decay=15.0):
    """When the shape f is largest, ms: where its two slopes are equal."""
    return tau_rise * tau_decay / (tau_decay - tau_rise) * math.log(tau_decay / tau_rise)


def simulate(dendrite, synapses, *, duration=100.0, dt=0.1):
    """Add up what the synapses do at the cell body.

    Parameters
    ----------
    dendrite : Dendrite
    synapses : sequence of Synapse
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
    E_L, V_th = number("E_L", dendrite.E_L), number("V_th", dendrite.V_th)
    length = positive("length", dendrite.length, "um")
    dt = positive("dt", dt, "ms")
    rows = array("synapses", [tuple(synapse) for synapse in synapses], shape=(None, 3))
    most = MOST * dt / len(rows)
    t = dt * np.arange(round(number("duration", duration, low=dt, high=most, unit="ms") / dt) + 1)
    parts = np.empty((len(rows), t.size))
    for part, (w, time, distance) in zip(parts, rows):
        reach = math.exp(-number("distance", distance, low=0.0, unit="um") / length)
        part[:] = w * reach * psp(t - time, dendrite.tau_rise, dendrite.tau_decay)
    V = E_L + parts.sum(axis=0)
    return Summation(t, V, parts, float(V.max()), _first_crossing(t, V, V_th))


def _first_crossing(t, V, V_th):
    above = np.flatnonzero(V >= V_th)
    if above.size == 0:
        return math.nan
    i = above[0]
    if i == 0:
        return float(t[0])
    return float(t[i - 1] + (t[i] - t[i - 1]) * (V_th - V[i - 1]) / (V[i] - V[i - 1]))
