r"""What a synapse with short-term plasticity releases in a regular train, in closed form.

Let P = exp(-1000 / (r tau_f)) and Q = exp(-1000 / (r tau_d)) be what is left of u and of 1 - x
after an interval at r Hz. In the end each spike finds what the last one found, so

    u = U / (1 - (1 - U) P),   x = (1 - Q) / (1 - (1 - u) Q)

Fast spikes release what recovers between them: r u x comes to 1000 / tau_d a second, whatever
the rate. The second of two spikes, gap ms apart, has

    u_2 = U + U (1 - U) exp(-gap / tau_f),   x_2 = 1 - U exp(-gap / tau_d).

Units: ms, Hz. Tsodyks M, Pawelzik K, Markram H (1998) Neural Comput 10:821.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course.models.dynamic_synapse.model import Synapse

SECOND = 1000.0  # ms


class Steady(NamedTuple):
    """u, x and what is released at each spike, after many; of the shape of the rates."""

    u: NDArray
    x: NDArray
    released: NDArray


@np.errstate(under="ignore")  # the session may be told to raise it
def steady(synapse: Synapse, rate: ArrayLike) -> Steady:
    """What each spike finds and releases after many at a regular rate, Hz above 0.

    Raises
    ------
    ValueError
        If a parameter or a rate is out of range.
    """
    synapse = _valid.model(synapse, Synapse, name="synapse")
    rate = _valid.array("rate", rate, low=1e-6, high=1e6, unit="Hz")
    _valid.limit("the number of rates", rate.size, 1e7)
    gap = SECOND / rate
    u = synapse.U / (1 - (1 - synapse.U) * np.exp(-gap / synapse.tau_f))
    recovered = -np.expm1(-gap / synapse.tau_d)
    x = recovered / (recovered + u * (1 - recovered))
    return Steady(u, x, u * x)


@np.errstate(under="ignore")  # the session may be told to raise it
def paired_pulse(synapse: Synapse, gap: ArrayLike) -> float | NDArray:
    """The second of two spikes over the first, gap ms apart: above 1 it is facilitated.

    Raises
    ------
    ValueError
        If a parameter or a gap is out of range.
    """
    synapse = _valid.model(synapse, Synapse, name="synapse")
    gap = _valid.array("gap", gap, low=0.0, high=1e9, unit="ms")
    _valid.limit("the number of gaps", gap.size, 1e7)
    u = 1 + (1 - synapse.U) * np.exp(-gap / synapse.tau_f)  # over U
    ratio = u * (1 - synapse.U * np.exp(-gap / synapse.tau_d))
    return ratio if gap.ndim else float(ratio)
