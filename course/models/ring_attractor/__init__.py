"""A ring of neurons with cosine connections that holds an angle as a bump of activity."""

from course.models.ring_attractor.model import (
    PRESETS,
    Ring,
    RingRun,
    angles,
    bump_angle,
    recurrent,
    simulate,
    weights,
)

__all__ = ["PRESETS", "Ring", "RingRun", "angles", "bump_angle", "recurrent", "simulate", "weights"]
