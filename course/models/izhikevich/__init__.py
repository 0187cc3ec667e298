"""Izhikevich's hybrid neuron: two equations and a reset for many kinds of cells."""

from course.models.izhikevich.model import (
    MAX_DT,
    MAX_RATE,
    PRESETS,
    Izhikevich,
    State,
    Trace,
    simulate,
)
from course.models.izhikevich.network import (
    Network,
    NetworkSpikes,
    random_network,
    simulate_network,
    thalamic_input,
)
from course.models.izhikevich.patterns import PATTERNS, Pattern
from course.models.izhikevich.theory import FixedPoint, Nullclines, fixed_points, nullclines
from course.models.izhikevich.threshold import Separatrix, separatrix

__all__ = [
    "MAX_DT",
    "MAX_RATE",
    "PATTERNS",
    "PRESETS",
    "FixedPoint",
    "Izhikevich",
    "Network",
    "NetworkSpikes",
    "Nullclines",
    "Pattern",
    "Separatrix",
    "State",
    "Trace",
    "fixed_points",
    "nullclines",
    "random_network",
    "separatrix",
    "simulate",
    "simulate_network",
    "thalamic_input",
]
