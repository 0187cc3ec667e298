"""Edges in an image: zero-crossings of the second derivative of its smoothed version."""

from course.models.edges.model import (
    LARGEST,
    SCENES,
    filtered,
    gaussian,
    scene,
    second_derivative,
    zero_crossings,
)

__all__ = [
    "LARGEST",
    "SCENES",
    "filtered",
    "gaussian",
    "scene",
    "second_derivative",
    "zero_crossings",
]
