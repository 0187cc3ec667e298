"""Live figures of lesson 06: rates, eigenmodes, and what linear networks do with their input."""

from course.explore._amplifier import amplifier
from course.explore._divergence import divergence, winner
from course.explore._integrator import integrator
from course.explore._rates import rates
from course.explore._transient import transient
from course.explore._two_neurons import pulses

__all__ = ["amplifier", "divergence", "integrator", "pulses", "rates", "transient", "winner"]
