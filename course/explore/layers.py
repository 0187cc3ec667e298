"""Live figures of lesson 10: perceptron, XOR and layers."""

from course.explore._layers_curve import curve
from course.explore._layers_fold import fold
from course.explore._layers_learning import learning
from course.explore._layers_lenet import lenet
from course.explore._layers_line import line
from course.explore._layers_mlp import training
from course.explore._layers_starts import starts

__all__ = ["curve", "fold", "learning", "lenet", "line", "starts", "training"]
