"""A network of integrate-and-fire neurons that hear each other's spikes one step later."""

from course.models.spiking_network.model import (
    SpikingRun,
    events,
    firing_rate,
    inputs,
    simulate,
    weights,
)

__all__ = ["SpikingRun", "events", "firing_rate", "inputs", "simulate", "weights"]
