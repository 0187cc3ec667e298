"""Recurrent networks of firing rates, and what their eigenmodes say about them."""

from course.models.rate_network.model import (
    TRANSFERS,
    Modes,
    RateRun,
    linear_response,
    modes,
    simulate,
)

__all__ = [
    "TRANSFERS",
    "Modes",
    "RateRun",
    "linear_response",
    "modes",
    "simulate",
]
