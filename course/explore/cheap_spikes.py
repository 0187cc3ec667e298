"""Live figures of lesson 04: hybrid neurons and Poisson spikes."""

from course.explore._gallery import gallery
from course.explore._hybrid import neuron

__all__ = ["gallery", "neuron"]
