r"""A Hopfield network whose units err now and then, from the M patterns instead of weights.

    s_i <- +1 with the chance 1 / (1 + exp(-2 x_i / T)), else -1;   x_i = (M / N) h_i

x is a unit's input, counted so that a memory alone gives 1, and the temperature T goes with
it. The same rule with the noise in the input is

    s_i <- sign(x_i + T z / 2),   z of the logistic distribution,

which `_visit` and its compiled twin in `kernel` do; at T = 0 an input of 0 keeps a unit. In the
end a state is met with a chance that goes as exp(-(M / N) E / T).

R. J. Glauber, J. Math. Phys. 4:294 (1963); D. J. Amit, H. Gutfreund & H. Sompolinsky, Phys.
Rev. A 32:1007 (1985). No quantity has a unit.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course.models.hopfield import kernel
from course.models.hopfield.model import WORK

MOST_PLAIN = 200_000  # visits to a unit of one plain run: a second


class Warm(NamedTuple):
    """What `warm` returns."""

    states: NDArray  # (sweeps + 1, N), at the start and after each sweep
    overlaps: NDArray  # (sweeps + 1, M), with each pattern


def _visit(X, s, m, order, noise):
    """Visit each unit once, in that order; s and the sums m of X[i] s[i] change."""
    N, M = X.shape
    for i in order:
        x = (X[i] @ m - M * s[i]) / N + noise[i]
        if s[i] * x < 0.0:
            s[i] = -s[i]
            m += 2 * s[i] * X[i]


@np.errstate(under="ignore")  # the session may be told to raise it
def warm(
    patterns: ArrayLike,
    state: ArrayLike,
    *,
    T: float,
    sweeps: int,
    rng: np.random.Generator | int,
    plain: bool = False,
) -> Warm:
    """Run Hebb's network of `patterns` from `state` at the temperature T.

    Parameters
    ----------
    patterns : array_like, (M, N) of -1 and +1
    state : array_like, (N,) of -1 and +1
    T : float
        0: units never err.
    sweeps : int
        Visits to every unit, each time in a new order.
    rng : Generator or int
    plain : bool
        True: `_visit` above runs instead of its compiled twin.

    Returns
    -------
    Warm

    Raises
    ------
    ValueError
        Bad shapes, values other than -1 and +1, a negative T, too long a run.
    """
    X = np.ascontiguousarray(_valid.signs("patterns", patterns, 2).T)
    N, M = X.shape
    s = _valid.signs("state", state, 1, N)
    T = _valid.number("T", T, low=0.0, high=1e6)
    sweeps = _valid.count("sweeps", sweeps, high=1_000_000)
    _valid.limit("sweeps * M * N", sweeps * M * N, WORK)
    _valid.limit("sweeps * (M + N)", sweeps * (M + N), 1e8)
    rng = _valid.generator("rng", rng)
    plain = _valid.switch("plain", plain)
    if plain:
        _valid.limit("sweeps * N of a plain run", sweeps * N, MOST_PLAIN)
    m = X.T.astype(np.int32) @ s.astype(np.int32)
    states, overlaps = np.empty((sweeps + 1, N), np.int8), np.empty((sweeps + 1, M))
    states[0], overlaps[0] = s, m / N
    for k in range(1, sweeps + 1):
        order = rng.permutation(N).astype(np.int64, copy=False)
        noise = rng.logistic(0.0, 0.5 * T, N)
        (_visit if plain else kernel.visit)(X, s, m, order, noise)
        states[k], overlaps[k] = s, m / N
    return Warm(states.astype(np.float64), overlaps)
