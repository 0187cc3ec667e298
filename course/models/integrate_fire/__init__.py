"""The integrate-and-fire neuron: a leaky capacitor, a threshold and a reset."""

from course.models.integrate_fire.model import (
    HZ,
    LIF,
    PRESETS,
    PerfectIF,
    Trace,
    f_i_curve,
    firing_rate,
    rheobase,
    simulate,
)
from course.models.integrate_fire.synaptic import SynapticLIF, SynapticTrace, simulate_synaptic

__all__ = [
    "HZ",
    "LIF",
    "PRESETS",
    "PerfectIF",
    "SynapticLIF",
    "SynapticTrace",
    "Trace",
    "f_i_curve",
    "firing_rate",
    "rheobase",
    "simulate",
    "simulate_synaptic",
]
