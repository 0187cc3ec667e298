"""Live figures of lesson 04: hybrid neurons and Poisson spikes."""

from course.explore._gallery import gallery
from course.explore._hybrid import neuron
from course.explore._noise import network
from course.explore._poisson_trains import poisson
from course.explore._recipes import recipes

__all__ = ["gallery", "network", "neuron", "poisson", "recipes"]
