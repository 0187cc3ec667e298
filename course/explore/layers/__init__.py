"""Live figures of lesson 10: perceptron, XOR and layers."""

from course.explore.layers._curve import curve
from course.explore.layers._digits import reading
from course.explore.layers._fold import fold
from course.explore.layers._graph import backward
from course.explore.layers._learning import learning
from course.explore.layers._lenet import lenet
from course.explore.layers._line import line
from course.explore.layers._mlp import training
from course.explore.layers._playground import playground
from course.explore.layers._starts import starts
from course.explore.layers._vanishing import vanishing

__all__ = [
    "backward",
    "curve",
    "fold",
    "learning",
    "lenet",
    "line",
    "playground",
    "reading",
    "starts",
    "training",
    "vanishing",
]
