"""A rhythm for breathing: pre-I, early-I, post-I and aug-E inhibit each other (i = 1..4)."""

from course.models.respiration.model import (
    DRIVES,
    POPULATIONS,
    PRESETS,
    PUBLISHED_START,
    START,
    Breathing,
    Currents,
    Respiration,
    State,
    ablate,
    currents,
    simulate,
)
from course.models.respiration.rhythm import BREATH, PHASES, SILENT, Phases, phases

__all__ = [
    "BREATH",
    "DRIVES",
    "PHASES",
    "POPULATIONS",
    "PRESETS",
    "PUBLISHED_START",
    "SILENT",
    "START",
    "Breathing",
    "Currents",
    "Phases",
    "Respiration",
    "State",
    "ablate",
    "currents",
    "phases",
    "simulate",
]
