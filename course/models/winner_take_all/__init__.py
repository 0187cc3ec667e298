"""Winner takes all: units that excite themselves and inhibit each other."""

from course.models.winner_take_all.model import (
    Competition,
    Run,
    simulate,
    stationary,
    weights,
)

__all__ = ["Competition", "Run", "simulate", "stationary", "weights"]
