"""A rhythm for breathing: pre-I, early-I, post-I and aug-E inhibit each other (i = 1..4)."""

from course.models.respiration.model import (
    BREATH,
    DRIVES,
    PHASES,
    POPULATIONS,
    PRESETS,
    SILENT,
    Breathing,
    Currents,
    Phases,
    Respiration,
    ablate,
    currents,
    phases,
    simulate,
)

__all__ = [
    "BREATH",
    "DRIVES",
    "PHASES",
    "POPULATIONS",
    "PRESETS",
    "SILENT",
    "Breathing",
    "Currents",
    "Phases",
    "Respiration",
    "ablate",
    "currents",
    "phases",
    "simulate",
]
