"""Synapses on a dendrite: potentials that shrink with distance, fade with time and add up."""

from course.models.summation.model import (
    Dendrite,
    Summation,
    Synapse,
    peak_time,
    psp,
    simulate,
)

__all__ = ["Dendrite", "Summation", "Synapse", "peak_time", "psp", "simulate"]
