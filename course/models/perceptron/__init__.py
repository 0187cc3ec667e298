"""Perceptron: one unit that draws a line, its learning rule, and what it cannot do."""

from course.models.perceptron.mlp import MLP, Fit, Forward, fit, forward, gradients, init
from course.models.perceptron.model import (
    CORNERS,
    GATES,
    Examples,
    Perceptron,
    Training,
    clouds,
    gate,
    mistake_bound,
    output,
    separable,
    train,
    xor_by_hand,
)

__all__ = [
    "CORNERS",
    "GATES",
    "MLP",
    "Examples",
    "Fit",
    "Forward",
    "Perceptron",
    "Training",
    "clouds",
    "fit",
    "forward",
    "gate",
    "gradients",
    "init",
    "mistake_bound",
    "output",
    "separable",
    "train",
    "xor_by_hand",
]
