"""Live figures of lesson 09: Hopfield memories."""

from course.explore._hopfield_capacity import capacity, crosstalk
from course.explore._hopfield_forgetting import forgetting
from course.explore._hopfield_landscape import landscape
from course.explore._hopfield_mixtures import mixtures
from course.explore._hopfield_recall import recall
from course.explore._hopfield_rules import dense, rules
from course.explore._hopfield_sketch import sketch

__all__ = [
    "capacity",
    "crosstalk",
    "dense",
    "forgetting",
    "landscape",
    "mixtures",
    "recall",
    "rules",
    "sketch",
]
