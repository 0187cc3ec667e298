"""Ten seconds of a real neuron: an auditory receptor of a grasshopper, and the sound it heard.

The cell is a receptor in the ear of *Locusta migratoria*, recorded inside its axon. The sound is a
tone of 2.5 kHz whose level wobbles at random: normally distributed, with frequencies below 200 Hz.

Rokem A, Watzl S, Gollisch T, Stemmler M, Herz AVM, Samengo I (2006) J Neurophysiol 95:2541.
The data are those of the package nitime, copyright 2006-2011 by the NIPY Developers, under the
license in `grasshopper-license.txt`. Times were in microseconds. The level was an amplitude every
50 us; it is kept in dB as means over a millisecond, its largest value 76.43 dB as in the file.
"""

import functools
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

TUNING = 6000  # ms: what comes before is for tuning a model, what comes after for judging it


class Recording(NamedTuple):
    """What an electrode heard, and an ear."""

    spikes: NDArray  # ms, ascending, shape (929,)
    level: NDArray  # dB, of the sound from k to k + 1 ms, shape (10000,)


@functools.lru_cache(maxsize=1)
def _stored():
    with np.load(Path(__file__).parent / "grasshopper.npz", allow_pickle=False) as kept:
        return 1e-3 * kept["spikes"], kept["level"].astype(float)


def recording() -> Recording:
    """The recording, each time in arrays of its own.

    Returns
    -------
    Recording
    """
    return Recording(*(part.copy() for part in _stored()))
