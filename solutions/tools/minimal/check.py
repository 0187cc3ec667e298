"""What the exercise of lesson NN checks."""

import numpy as np

from course.check._cases import vary
from course.check._exercise import exercise, seen


def _decay(t, tau):
    return np.exp(-t / tau)


@exercise(
    "What is left of a trace",
    hints=["Which function is its own slope?", "Its argument is the time in units of tau."],
    right=_decay,
    mistakes={
        "It grows: where is the minus?": lambda t, tau: _decay(-t, tau),
        "Time is divided by tau, not multiplied.": lambda t, tau: _decay(t, 1 / tau),
        "That is what is lost.": lambda t, tau: 1 - _decay(t, tau),
    },
)
def decay(function):
    for t, tau in vary(0.05, [(3.0, 2.0), (0.5, 4.0), (np.array([0.0, 1.0, 5.0]), 3.0)]):
        yield seen(function(t, tau), f"what is left at t = {t} with tau = {tau:.4g}")
