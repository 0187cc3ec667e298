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
from course.models.integrate_fire.theory import (
    Firing,
    Swing,
    chronaxie,
    noisy_firing,
    sine_response,
    strength,
)

__all__ = [
    "HZ",
    "LIF",
    "PRESETS",
    "Firing",
    "PerfectIF",
    "Swing",
    "SynapticLIF",
    "SynapticTrace",
    "Trace",
    "chronaxie",
    "f_i_curve",
    "firing_rate",
    "noisy_firing",
    "rheobase",
    "simulate",
    "simulate_synaptic",
    "sine_response",
    "strength",
]
