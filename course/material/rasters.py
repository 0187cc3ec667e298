"""Five kinds of spiking network, and five rasters whose kind is not told.

The numbers are arguments of `spiking_network.weights` and `spiking_network.inputs`;
each kind is illustrative, chosen so that one picture tells it from the others.
"""

from typing import NamedTuple

import numpy as np

from course import _valid


class Kind(NamedTuple):
    """What goes into a network of N neurons for `steps` steps."""

    w_sd: float  # spread of the weights
    mean: float  # mean input; above 60 a neuron fires without noise
    sd: float  # noise of the input at each step
    excitatory: float | None  # Dale's law: fraction of excitatory neurons; None without it
    seen: str  # what gives it away in a raster


# neurons, steps of 0.1 time constants
N = 60
STEPS = 400

KINDS = {
    "clocks": Kind(0.0, 80.0, 0.0, None, "every neuron spikes in the same step"),
    "noise alone": Kind(0.0, 60.0, 10.0, None, "all rows are alike, and gaps differ in length"),
    "strong weights": Kind(50.0, 60.0, 10.0, None, "some rows are crowded and others empty"),
    "Dale's law": Kind(20.0, 60.0, 10.0, 0.8, "volleys come at irregular times"),
    "strong input": Kind(10.0, 120.0, 10.0, None, "all rows are dense and evenly spaced"),
}
LETTERS = tuple("ABCDE")


def kind(letter: str) -> str:
    """Name of the kind that made raster `letter`; the answer to a puzzle.

    Raises
    ------
    ValueError
        If there is no such raster.
    """
    _valid.choice("letter", letter, LETTERS)
    order = np.random.default_rng(1907).permutation(len(KINDS))
    return list(KINDS)[order[LETTERS.index(letter)]]
