"""Izhikevich's hybrid neuron: two equations and a reset for many kinds of cells."""

from course.models.izhikevich.model import (
    MAX_DT,
    MAX_RATE,
    PRESETS,
    FixedPoint,
    Izhikevich,
    Nullclines,
    Trace,
    fixed_points,
    nullclines,
    simulate,
)

__all__ = [
    "MAX_DT",
    "MAX_RATE",
    "PRESETS",
    "FixedPoint",
    "Izhikevich",
    "Nullclines",
    "Trace",
    "fixed_points",
    "nullclines",
    "simulate",
]
