r"""What theory says of a Hopfield network's memory: one-step errors and the capacity.

With M random patterns in N units, the input to a unit of a stored pattern is its own
value plus crosstalk of variance alpha = M / N, so one step reverses it with probability

    P_error = 1/2 erfc(1 / sqrt(2 alpha))

and, after recall at zero temperature, the overlap m solves

    m = erf(y),   y (sqrt(2 alpha) + (2 / sqrt(pi)) exp(-y^2)) = erf(y),

which has no solution but m = 0 above alpha_c = 0.138.

Few patterns at a temperature T, where units err (`heat`), have overlaps that solve

    m = tanh(m / T)                              with a memory,
    m = (tanh(3 m / T) + tanh(m / T)) / 4        with each of three in a mixture.

Both curves are drawn by y = m / T: m follows from it, and T = m / y. The mixture is a valley up
to T = 0.46, where 1 - (1 - q + Q) / T, with the means q of tanh^2 and Q of its product with two
patterns, is no longer above 0.

J. Hertz, A. Krogh & R. G. Palmer, Introduction to the Theory of Neural Computation,
sections 2.2 and 2.5 (1991); D. J. Amit, H. Gutfreund & H. Sompolinsky, Ann. Phys. 173:30
(1987); the same, Phys. Rev. A 32:1007 (1985), for few patterns. No quantity has a unit.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid

# P_error and the largest M / N that keeps it (Hertz, Krogh & Palmer 1991, table 2.1)
ONE_STEP_TABLE = ((0.001, 0.105), (0.0036, 0.138), (0.01, 0.185), (0.05, 0.37), (0.1, 0.61))


@np.errstate(under="ignore")  # the session may be told to raise it
def one_step_error(load: ArrayLike) -> float | NDArray:
    """P_error in closed form for M / N = `load`, a number or an array above 0."""
    load = _valid.array("load", load, low=1e-12)
    _valid.limit("the number of loads", load.size, 1e7)
    error = np.vectorize(math.erfc)(1 / np.sqrt(2 * load)) / 2
    return error if load.ndim else float(error)


@np.errstate(under="ignore")  # the session may be told to raise it
def one_step_errors(N: int, M: int, trials: int, *, rng: np.random.Generator | int) -> float:
    """Share of units that one step reverses, over all M patterns of `trials` networks.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        Counts below 1 (N below 2) or more than 2e8 values in a network.
    """
    N = _valid.count("N", N, low=2)
    M = _valid.count("M", M)
    trials = _valid.count("trials", trials)
    rng = _valid.generator("rng", rng)
    _valid.limit("M * max(M, N)", M * max(M, N), 5e7)
    _valid.limit("M * (M + 10) * N * trials", M * (M + 10) * N * trials, 2e11)
    wrong = 0
    for _ in range(trials):
        xi = 2.0 * rng.integers(0, 2, size=(M, N)) - 1
        h = (xi @ xi.T) @ xi - M * xi  # whole numbers: an input of 0 is 0 in any order of sum
        wrong += np.count_nonzero(h * xi < 0)
    return wrong / (N * M * trials)


def critical_load() -> float:
    """alpha_c: the largest load with a remembered state, 0.1379."""
    y = np.linspace(0.5, 4.0, 35001)
    return float(_load(y).max())


def retrieval_overlap(load: ArrayLike) -> float | NDArray:
    """Overlap m after recall that starts on a memory, N large; 0 above alpha_c.

    Parameters
    ----------
    load : array_like, at least 0

    Returns
    -------
    float or ndarray
    """
    load = _valid.array("load", load, low=0.0)
    _valid.limit("the number of loads", load.size, 1e7)
    y = np.linspace(0.5, 8.0, 75001)
    alpha = _load(y)
    top = int(np.argmax(alpha))  # the stable branch lies beyond it, alpha falling
    found = np.interp(-load, -alpha[top:], y[top:])
    m = np.where(load > alpha[top], 0.0, np.vectorize(math.erf)(found))
    return m if load.ndim else float(m)


def _load(y):
    """alpha for which y solves the mean-field equation, where there is one."""
    root = np.vectorize(math.erf)(y) / y - 2 / math.sqrt(math.pi) * np.exp(-(y**2))
    return np.maximum(root, 0.0) ** 2 / 2


@np.errstate(under="ignore")  # the session may be told to raise it
def warm_overlap(T: ArrayLike, *, mixed: bool = False) -> float | NDArray:
    """Overlap m at the temperature T, few patterns and N large; 0 from T = 1 on.

    Parameters
    ----------
    T : array_like, at least 0
    mixed : bool
        True: with each of three memories in their mixture, whether it is a valley or not; 0
        from T = 1 on as well.

    Returns
    -------
    float or ndarray
    """
    T = _valid.array("T", T, low=0.0)
    _valid.limit("the number of temperatures", T.size, 1e7)
    mixed = _valid.switch("mixed", mixed)
    y = np.geomspace(1e-4, 1e3, 70_001)
    found = _mixed(y) if mixed else np.tanh(y)
    m = np.where(T >= 1.0, 0.0, np.interp(-T, -found / y, found))
    return m if T.ndim else float(m)


def mixture_limit() -> float:
    """Temperature up to which a mixture of three memories is a valley, 0.460."""
    y = np.geomspace(0.1, 10.0, 200_001)
    of_three, of_one = np.tanh(3.0 * y) ** 2, np.tanh(y) ** 2  # where all agree, and where not
    q, Q = (of_three + 3.0 * of_one) / 4.0, (of_three - of_one) / 4.0
    T = _mixed(y) / y
    return float(T[T > 1.0 - q + Q].max())


def _mixed(y):
    return (np.tanh(3.0 * y) + np.tanh(y)) / 4.0
