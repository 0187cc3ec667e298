"""Live figures of lesson 09: Hopfield memories."""

from course.explore.hopfield._capacity import capacity, crosstalk
from course.explore.hopfield._direction import direction
from course.explore.hopfield._forgetting import forgetting
from course.explore.hopfield._heat import heat
from course.explore.hopfield._hill import hill
from course.explore.hopfield._landscape import landscape
from course.explore.hopfield._mixtures import mixtures
from course.explore.hopfield._recall import recall
from course.explore.hopfield._rules import dense, rules
from course.explore.hopfield._six import six
from course.explore.hopfield._sketch import sketch

__all__ = [
    "capacity",
    "crosstalk",
    "dense",
    "direction",
    "forgetting",
    "heat",
    "hill",
    "landscape",
    "mixtures",
    "recall",
    "rules",
    "six",
    "sketch",
]
