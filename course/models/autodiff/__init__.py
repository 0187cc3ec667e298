"""Automatic differentiation: numbers that know how they were made, and so their slopes."""

from course.models.autodiff.model import Node

__all__ = ["Node"]
