"""How fast potassium's gates open and close: what Hodgkin and Huxley measured in 1952.

An axon was held at twelve potentials, and the rise of its potassium conductance was drawn with
n(t)^4; alpha and beta are the rates of n that fitted each curve. Table 1 of Hodgkin AL, Huxley AF
(1952) J Physiol 117:500, axon 17, 6 to 7 °C. Their depolarization V is u here, and u = V + 65 mV.

Ten of the twelve rows are given: those whose alpha and beta are the same in two transcriptions of
the table. At u = 100 mV the two differ in a digit, and for 6 mV there is only one.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

REST = -65.0  # mV, from which the paper counts
ROWS = (  # u in mV, alpha and beta in 1/ms
    (109.0, 0.915, 0.037),
    (88.0, 0.748, 0.052),
    (76.0, 0.610, 0.057),
    (63.0, 0.524, 0.064),
    (51.0, 0.419, 0.069),
    (38.0, 0.310, 0.075),
    (32.0, 0.241, 0.071),
    (26.0, 0.192, 0.072),
    (19.0, 0.150, 0.072),
    (10.0, 0.095, 0.096),
)


class Measured(NamedTuple):
    """Rates of the gate n at ten potentials, the highest first."""

    V: NDArray  # mV, shape (10,)
    alpha: NDArray  # 1/ms, of opening
    beta: NDArray  # 1/ms, of closing


def potassium() -> Measured:
    """The measured rates, each time in arrays of their own.

    Returns
    -------
    Measured
    """
    u, alpha, beta = np.array(ROWS).T.copy()
    return Measured(u + REST, alpha, beta)
