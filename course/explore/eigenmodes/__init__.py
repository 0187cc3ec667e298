"""Live figures of lesson 06: rates, eigenmodes, and what linear networks do with their input."""

from course.explore.eigenmodes._amplifier import amplifier
from course.explore.eigenmodes._divergence import divergence, winner
from course.explore.eigenmodes._integrator import integrator
from course.explore.eigenmodes._pair import pair
from course.explore.eigenmodes._rates import rates
from course.explore.eigenmodes._rotation import rotation
from course.explore.eigenmodes._transient import transient
from course.explore.eigenmodes._two_neurons import pulses

__all__ = [
    "amplifier",
    "divergence",
    "integrator",
    "pair",
    "pulses",
    "rates",
    "rotation",
    "transient",
    "winner",
]
