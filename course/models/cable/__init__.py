"""The axon: Hodgkin and Huxley's membrane wrapped around a conducting core."""

from course.models.cable.model import CM, MS, Axon, Propagation, resting_state, simulate
from course.models.cable.theory import length_constant, passive_profile
from course.models.cable.velocity import M_S, V_PASS, conduction_velocity

__all__ = [
    "CM",
    "MS",
    "M_S",
    "V_PASS",
    "Axon",
    "Propagation",
    "conduction_velocity",
    "length_constant",
    "passive_profile",
    "resting_state",
    "simulate",
]
