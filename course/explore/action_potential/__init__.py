"""Live figures of lesson 03: the Hodgkin-Huxley neuron, its gates, its clamp, its axon."""

from course.explore.action_potential._axon import axon, decay
from course.explore.action_potential._channels import channels
from course.explore.action_potential._clamp import clamp
from course.explore.action_potential._potassium import potassium
from course.explore.action_potential._ramp import ramp
from course.explore.action_potential._sodium import sodium
from course.explore.action_potential._spike import gates, neuron
from course.explore.action_potential._sweep import f_i, two_states
from course.explore.action_potential._threshold import threshold

__all__ = [
    "axon",
    "channels",
    "clamp",
    "decay",
    "f_i",
    "gates",
    "neuron",
    "potassium",
    "ramp",
    "sodium",
    "threshold",
    "two_states",
]
