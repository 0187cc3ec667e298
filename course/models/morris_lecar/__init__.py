"""Morris and Lecar's neuron: two variables that begin to fire in one of two ways."""

from course.models.morris_lecar.model import (
    CLASS_1,
    CLASS_2,
    MorrisLecar,
    Trace,
    resting_potential,
    simulate,
)

__all__ = ["CLASS_1", "CLASS_2", "MorrisLecar", "Trace", "resting_potential", "simulate"]
