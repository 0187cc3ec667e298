"""Recurrent networks of firing rates, and what their eigenmodes say about them."""

from course.models.rate_network.model import TRANSFERS, RateRun, simulate
from course.models.rate_network.theory import (
    Modes,
    linear_response,
    modes,
    noise_spread,
    rectified_pair,
)

__all__ = [
    "TRANSFERS",
    "Modes",
    "RateRun",
    "linear_response",
    "modes",
    "noise_spread",
    "rectified_pair",
    "simulate",
]
