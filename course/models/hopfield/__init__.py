"""Hopfield network: memories as the low points of an energy."""

from course.models.hopfield.heat import Warm, warm
from course.models.hopfield.model import (
    MODES,
    RULES,
    Recall,
    energy,
    overlap,
    recall,
    stability,
    train,
)
from course.models.hopfield.patterns import (
    CapacityCurve,
    capacity_curve,
    random_patterns,
    recall_patterns,
)

__all__ = [
    "MODES",
    "RULES",
    "CapacityCurve",
    "Recall",
    "Warm",
    "capacity_curve",
    "energy",
    "overlap",
    "random_patterns",
    "recall",
    "recall_patterns",
    "stability",
    "train",
    "warm",
]
