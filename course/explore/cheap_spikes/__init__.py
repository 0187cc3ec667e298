"""Live figures of lesson 04: hybrid neurons and Poisson spikes."""

from course.explore.cheap_spikes._blind import pair
from course.explore.cheap_spikes._gallery import gallery
from course.explore.cheap_spikes._hybrid import neuron
from course.explore.cheap_spikes._noise import network
from course.explore.cheap_spikes._poisson_trains import poisson
from course.explore.cheap_spikes._recipes import recipes
from course.explore.cheap_spikes._recording import recording

__all__ = ["gallery", "network", "neuron", "pair", "poisson", "recipes", "recording"]
