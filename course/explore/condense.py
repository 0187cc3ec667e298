"""Live figures of lesson 11: training a recurrent network and making it smaller."""

from course.explore._condense_activity import components, trained
from course.explore._condense_merging import merging
from course.explore._condense_methods import methods
from course.explore._condense_retraining import retraining
from course.explore._condense_sizes import sizes

__all__ = ["components", "merging", "methods", "retraining", "sizes", "trained"]
