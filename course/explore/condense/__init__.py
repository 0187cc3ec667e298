"""Live figures of lesson 11: training a recurrent network and making it smaller."""

from course.explore.condense._activity import components, trained
from course.explore.condense._fixed import points
from course.explore.condense._merging import merging
from course.explore.condense._methods import methods
from course.explore.condense._retraining import retraining
from course.explore.condense._sizes import sizes
from course.explore.condense._vanishing import vanishing

__all__ = [
    "components",
    "merging",
    "methods",
    "points",
    "retraining",
    "sizes",
    "trained",
    "vanishing",
]
