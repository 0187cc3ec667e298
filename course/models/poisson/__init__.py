"""Poisson spike trains: exact, bin by bin, with a changing rate, with a refractory period."""

from course.models.poisson.model import (
    HZ,
    LIMIT,
    RefractoryStatistics,
    Trials,
    bin_by_bin,
    homogeneous,
    homogeneous_trials,
    inhomogeneous,
    inhomogeneous_trials,
    refractory_statistics,
)

__all__ = [
    "HZ",
    "LIMIT",
    "RefractoryStatistics",
    "Trials",
    "bin_by_bin",
    "homogeneous",
    "homogeneous_trials",
    "inhomogeneous",
    "inhomogeneous_trials",
    "refractory_statistics",
]
