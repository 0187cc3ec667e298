r"""A synapse whose strength follows from its last spikes: short-term plasticity.

    du/dt = -u / tau_f            u: share of what is there that a spike releases
    dx/dt = (1 - x) / tau_d       x: share of the transmitter that is there

    at a spike                    u <- u + U (1 - u),   released = u x,   x <- x - u x

u grows with each spike, as calcium stays behind, and x falls, as transmitter is used up. Between
spikes both are exponentials, so the model needs no time step: `step` goes from one spike to the
next, and `simulate` is a loop of it. `theory` has the closed forms of regular trains.

Units: ms. Tsodyks MV, Markram H (1997) PNAS 94:719; Tsodyks M, Pawelzik K, Markram H (1998)
Neural Comput 10:821.
"""

from math import exp
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course import _valid
from course._parameter import Parameter, documented

MOST = 1e6  # spikes of one train: a second


@documented
class Synapse(NamedTuple):
    """A synapse between two cortical pyramidal cells, which tires."""

    U: Annotated[
        float, Parameter("1", "share that a rested synapse releases", low=1e-3, high=1.0)
    ] = 0.5
    tau_d: Annotated[float, Parameter("ms", "time constant of recovery", low=1e-3, high=1e6)] = (
        800.0
    )
    tau_f: Annotated[
        float, Parameter("ms", "time constant of facilitation", low=1e-3, high=1e6)
    ] = 20.0


class Released(NamedTuple):
    """What `simulate` returns: a value for each spike."""

    u: np.ndarray  # share that is released, with the spike's own growth
    x: np.ndarray  # share that is there, before the release
    released: np.ndarray  # u x, the strength of the spike


def step(u, x, gap, synapse):
    """u and x at a spike, gap ms after the last one; u has the spike's growth, x not its loss."""
    rest = x - u * x  # what the last spike left
    u = u * exp(-gap / synapse.tau_f)
    x = 1 - (1 - rest) * exp(-gap / synapse.tau_d)
    return u + synapse.U * (1 - u), x


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate(synapse: Synapse, spikes: ArrayLike) -> Released:
    """What each spike of a train releases; the synapse has rested before the first.

    Parameters
    ----------
    synapse : Synapse
    spikes : array_like, (n,)
        Times in ms, in any order.

    Returns
    -------
    Released

    Raises
    ------
    ValueError
        If a parameter is out of range, or spikes are no times.
    """
    synapse = _valid.model(synapse, Synapse, name="synapse")
    spikes = _valid.spikes("spikes", spikes)
    _valid.limit("the number of spikes", spikes.size, MOST)
    u, x = np.empty(spikes.size), np.empty(spikes.size)
    now = synapse.U, 1.0
    for k, gap in enumerate(np.diff(spikes, prepend=spikes[:1]).tolist()):
        if k:
            now = step(*now, gap, synapse)
        u[k], x[k] = now
    return Released(u, x, u * x)
