"""A leaky integrate-and-fire neuron driven through AMPA, NMDA and inhibitory synapses."""

from course.models.integrate_fire.synaptic.model import (
    SynapticLIF,
    SynapticTrace,
    simulate_synaptic,
)

__all__ = ["SynapticLIF", "SynapticTrace", "simulate_synaptic"]
