"""Recurrent rate network trained by back-propagation through time."""

from course.models.rnn.condensing import (
    Condensed,
    condense,
    merge,
    principal_components,
    unit_kinds,
    without,
)
from course.models.rnn.fixed_points import FixedPoints, fixed_points
from course.models.rnn.model import (
    ACTIVATIONS,
    RNN,
    Run,
    curvature_product,
    gradients,
    init,
    load,
    run,
)
from course.models.rnn.reach import reach, reach_theory
from course.models.rnn.training import METHODS, Fit, fit

__all__ = [
    "ACTIVATIONS",
    "METHODS",
    "RNN",
    "Condensed",
    "Fit",
    "FixedPoints",
    "Run",
    "condense",
    "curvature_product",
    "fit",
    "fixed_points",
    "gradients",
    "init",
    "load",
    "merge",
    "principal_components",
    "reach",
    "reach_theory",
    "run",
    "unit_kinds",
    "without",
]
