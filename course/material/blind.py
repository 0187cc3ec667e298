"""Two neurons without names: of one equation, and of the two classes that Hodgkin told apart.

Either is Morris and Lecar's neuron with one of the two sets of numbers of Rinzel and Ermentrout.
Which is which, and what a unit of current is for each, a seed decides and nothing shows.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course._valid import array, count, number
from course.models import morris_lecar

ONSETS = {1: 39.9632, 2: 88.295}  # uA/cm^2: above it a step of current from rest fires for good
CLASSES = {1: morris_lecar.CLASS_1, 2: morris_lecar.CLASS_2}
UNITS = (0.75, 1.3)  # a unit of current, in onsets, illustrative
MOST = 4.0  # units of current
LONGEST = 60_000.0  # ms
DT = 0.1  # ms


class Response(NamedTuple):
    """What the electrode sees."""

    t: NDArray  # ms, shape (steps + 1,)
    V: NDArray  # mV, same shape
    spikes: NDArray  # ms


class BlindNeuron:
    """A neuron to experiment on; `blind(seed)` makes two."""

    __slots__ = ("_kind", "_unit", "name")

    def __init__(self, name, kind, unit):
        self.name = name
        self._kind = kind
        self._unit = unit  # uA/cm^2

    def __repr__(self):
        return f"neuron {self.name}"

    def inject(self, I: ArrayLike, *, duration: float | None = None) -> Response:
        """Run the neuron from rest under the current I and return t, V and spikes.

        Parameters
        ----------
        I : float or array, shape (steps,)
            Current in units of this neuron's own, from -4 to 4; an array holds one value for
            each 0.1 ms.
        duration : float, optional
            ms, for a constant I, up to 60,000; default 1000.

        Returns
        -------
        Response

        Raises
        ------
        ValueError
            For a current or a duration that is not allowed.
        """
        I = array("I", I, ndim=(0, 1), low=-MOST, high=MOST)
        if duration is not None:
            duration = number("duration", duration, low=DT, high=LONGEST, unit="ms")
        found = morris_lecar.simulate(CLASSES[self._kind], I * self._unit, duration=duration, dt=DT)
        return Response(found.t, found.V, found.spikes)


def blind(seed: int) -> tuple[BlindNeuron, BlindNeuron]:
    """Neurons X and Y, one of each class; the same number gives the same two.

    Raises
    ------
    ValueError
        If `seed` is not a whole number of at least 0.
    """
    rng = np.random.default_rng([count("seed", seed, low=0, high=2**63 - 1), 0x1948])
    kinds = [1, 2] if rng.random() < 0.5 else [2, 1]
    X, Y = (
        BlindNeuron(name, kind, ONSETS[kind] * rng.uniform(*UNITS))
        for name, kind in zip("XY", kinds)
    )
    return X, Y
