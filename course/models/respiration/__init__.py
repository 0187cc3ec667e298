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
from course.models.respiration.slow import growth, rates, rest, who_holds

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
    "growth",
    "phases",
    "rates",
    "rest",
    "simulate",
    "who_holds",
]
