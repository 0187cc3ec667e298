"""The axon: Hodgkin and Huxley's membrane wrapped around a conducting core."""

from course.models.cable.axon import (
    CM,
    MS,
    Axon,
    length_constant,
    passive_profile,
    resting_state,
)
from course.models.cable.model import M_S, V_PASS, Propagation, conduction_velocity, simulate

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
