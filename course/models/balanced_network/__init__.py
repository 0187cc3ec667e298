"""Excitation and inhibition in balance: sparse integrate-and-fire neurons with delays."""

from course.models.balanced_network.model import Balanced, BalancedRun, Chance, draw, simulate
from course.models.balanced_network.theory import (
    Statistics,
    limit_rate,
    population,
    rate,
    statistics,
)

__all__ = [
    "Balanced",
    "BalancedRun",
    "Chance",
    "Statistics",
    "draw",
    "limit_rate",
    "population",
    "rate",
    "simulate",
    "statistics",
]
