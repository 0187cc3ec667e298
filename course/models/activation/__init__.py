"""Activation functions: how a unit turns its net input into its activity."""

from course.models.activation.model import (
    derivative,
    linear,
    net_input,
    neuron_sigmoid,
    relu,
    sigmoid,
    step,
    tanh,
)

__all__ = ["derivative", "linear", "net_input", "neuron_sigmoid", "relu", "sigmoid", "step", "tanh"]
