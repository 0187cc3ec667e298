"""Live figures of lesson 03: the Hodgkin-Huxley neuron, its gates, its clamp, its axon."""

from course.explore._axon import axon, decay
from course.explore._clamp import clamp
from course.explore._spike import gates, neuron
from course.explore._sweep import f_i, two_states
from course.explore._threshold import threshold

__all__ = ["axon", "clamp", "decay", "f_i", "gates", "neuron", "threshold", "two_states"]
