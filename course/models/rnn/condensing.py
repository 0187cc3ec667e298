"""Make a trained recurrent network of `rnn` smaller by merging units that act alike.

Merging unit j into unit i hands over j's outgoing weights, times the gain g that makes
g r_i the best copy of r_j, and deletes j; i keeps its own incoming weights. Two units with
equal rates (g = 1) merge without any change to the network's outputs.

Named kinds follow the shape of a unit's mean rate in a window: a ramp is straight, a step
jumps once, a decay relaxes exponentially.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _ties, _valid
from course.models.rnn.model import RNN, run
from course.models.rnn.tasks import Task

CRITERIA = ("pca", "correlation", "random")


class Condensed(NamedTuple):
    """A smaller network and how it came about."""

    rnn: tuple  # (W, b, ...): a network with the fields of the one put in
    merges: tuple  # ((kept, removed), ...), units of the first network
    units: np.ndarray  # (n,), which of the first network's units are left


class Components(NamedTuple):
    """Principal components of the units' rates over all trials and times."""

    scores: np.ndarray  # (B, T, K), the network's state along each component
    loadings: np.ndarray  # (N, K), each unit's part in it
    explained: np.ndarray  # (K,), share of the variance
    participation: float  # (sum v)^2 / sum v^2 of the variances: how many are in use


@np.errstate(under="ignore")  # the session may be told to raise it
def principal_components(r: ArrayLike) -> Components:
    """PCA, by singular values, of rates of shape (B, T, N); the largest loadings are positive."""
    r = _valid.array("r", r, ndim=3, low=-1e50, high=1e50)
    _valid.limit(
        "trials * times * N * min(trials * times, N)",
        r.size * min(r.shape[2], r[..., 0].size),
        1e11,
    )
    flat = r.reshape(-1, r.shape[2])
    flat = flat - flat.mean(axis=0)
    U, S, Vt = np.linalg.svd(flat, full_matrices=False)
    total = max(float(np.sum(S**2)), 1e-300)
    loadings = _ties.upright(Vt.T)
    sign = np.where(np.sum(Vt.T * loadings, axis=0) < 0, -1.0, 1.0)
    scores = (U * (sign * S)).reshape(*r.shape[:2], -1)
    return Components(scores, loadings, S**2 / total, total**2 / max(float(np.sum(S**4)), 1e-300))


@np.errstate(under="ignore")  # the session may be told to raise it
def merge(rnn: RNN, i: int, j: int, *, gain: float | NDArray = 1.0) -> RNN:
    """The network without unit j, whose outgoing weights go, times `gain`, to unit i.

    Parameters
    ----------
    rnn : RNN
    i, j : int
        Kept and removed; they differ.
    gain : float
        r_j is about gain r_i.

    Returns
    -------
    RNN
        N - 1 units. Between equal units and gain 1 the outputs stay the same to 1e-12.

    Raises
    ------
    ValueError
        Units that do not exist or are one and the same.
    """
    rnn = _checked(rnn)
    N = len(rnn.W)
    i = _valid.count("i", i, low=0, high=N - 1, why=", the units of rnn")
    j = _valid.count("j", j, low=0, high=N - 1, why=", the units of rnn")
    gain = _valid.number("gain", gain, low=-1e6, high=1e6)
    if i == j:
        raise ValueError(f"j is {j!r}; allowed is a unit other than i")
    W = rnn.W.copy()
    W_out = rnn.W_out.copy()
    W[:, i] += gain * W[:, j]
    W_out[:, i] += gain * W_out[:, j]
    left = np.delete(np.arange(N), j)
    return rnn._replace(
        W=W[np.ix_(left, left)], b=rnn.b[left], W_in=rnn.W_in[left], W_out=W_out[:, left]
    )


@np.errstate(under="ignore")  # the session may be told to raise it
def without(rnn: RNN, j: int, gains: ArrayLike, *, constant: float = 0.0) -> RNN:
    """The network without unit j, for which all the others stand in.

    Parameters
    ----------
    rnn : RNN
    j : int
        Removed.
    gains : array, shape (N - 1,)
        r_j is about `gains` times the rates of the others, in their order, plus `constant`.
    constant : float

    Returns
    -------
    RNN
        N - 1 units. Where r_j is exactly that, the outputs stay the same to 1e-12.

    Raises
    ------
    ValueError
        A unit that does not exist, the only one, or gains of another number of units.
    """
    rnn = _checked(rnn)
    N = len(rnn.W)
    j = _valid.count("j", j, low=0, high=N - 1, why=", the units of rnn")
    if N == 1:
        raise ValueError("rnn has 1 unit; allowed are at least 2, as one is removed")
    gains = _valid.array("gains", gains, shape=(N - 1,), low=-1e6, high=1e6)
    constant = _valid.number("constant", constant, low=-1e6, high=1e6)
    left = np.delete(np.arange(N), j)
    return rnn._replace(
        W=rnn.W[np.ix_(left, left)] + np.outer(rnn.W[left, j], gains),
        b=rnn.b[left] + rnn.W[left, j] * constant,
        W_in=rnn.W_in[left],
        W_out=rnn.W_out[:, left] + np.outer(rnn.W_out[:, j], gains),
        b_out=rnn.b_out + rnn.W_out[:, j] * constant,
    )


@np.errstate(under="ignore")  # the session may be told to raise it
def condense(
    rnn: RNN,
    task: Task,
    n: int,
    *,
    by: str = "correlation",
    components: int = 3,
    rng: np.random.Generator | int | None = None,
    retrain: Callable[[RNN], RNN] | None = None,
) -> Condensed:
    """Merge the two most similar units again and again until n are left.

    Parameters
    ----------
    rnn : RNN
    task : with inputs (B, T, n_in)
        Rates on it say which units are alike; they are measured anew after each merge.
    n : int
        Units to keep, at least 1.
    by : {"correlation", "pca", "random"}
        Highest |correlation| of rates; closest direction of the loadings on the first
        `components`, scaled by each component's deviation; or any pair. Of pairs that are
        equally alike up to rounding, the first by the units' numbers. The one that varies
        more is kept, the first if both vary alike.
    components : int
    rng : Generator or int
        Needed for "random".
    retrain : callable, optional
        rnn = retrain(rnn) after each merge.

    Returns
    -------
    Condensed

    Raises
    ------
    ValueError
        n outside 1 ... N, unknown criterion, or more work than 1e11 products.
    """
    rnn = _checked(rnn)
    N = len(rnn.W)
    n = _valid.count("n", n, low=1, high=N, why=", the units of rnn")
    _valid.choice("by", by, CRITERIA)
    components = _valid.count("components", components)
    if by == "random":
        rng = _valid.generator("rng", rng)
    if retrain is not None:
        _valid.function("retrain", retrain)
    try:
        inputs = task.inputs
    except AttributeError:
        shown = _valid.shown(task)
        raise ValueError(f"task is {shown}; allowed is anything with inputs") from None
    shape = (None, None, rnn.W_in.shape[1])
    inputs = _valid.array("inputs", inputs, shape=shape, low=-1e6, high=1e6)
    work = (inputs.size // shape[2] + 10 * N) * N * N * (N - n)
    _valid.limit("(trials * steps + 10 N) * N^2 * merges", work, 1e11)
    units = np.arange(N)
    merges = []
    while len(units) > n:
        flat = run(rnn, inputs).r.reshape(-1, len(units))
        if by == "random":
            pair = _valid.generator("rng", rng).choice(len(units), 2, replace=False)
            i, j = (int(k) for k in pair)
        else:
            i, j = _closest(flat, components if by == "pca" else None)
        square = float(flat[:, i] @ flat[:, i])
        gain = float(flat[:, i] @ flat[:, j]) / square if square > 0 else 1.0
        merges.append((int(units[i]), int(units[j])))
        rnn = merge(rnn, i, j, gain=gain)
        units = np.delete(units, j)
        if retrain is not None:
            rnn = _checked(retrain(rnn))
    return Condensed(rnn, tuple(merges), units)


@np.errstate(under="ignore")  # the session may be told to raise it
def unit_kinds(traces: ArrayLike, *, flat: float = 0.02) -> tuple[str, ...]:
    """Name what each unit does in a window of time.

    Parameters
    ----------
    traces : array_like, (T, N)
        Mean rates (or differences between conditions) in the window, T at least 4.
    flat : float
        A range below this is no activity at all.

    Returns
    -------
    tuple of str, (N,)
        "ramp", "step", "decay" or "flat": the shape with the smallest squared error after
        the best offset and scale. A step's jump and a decay's time constant (a tenth of
        the window to half of it) are fitted too.
    """
    x = _valid.array("traces", traces, ndim=2, low=-1e50, high=1e50)
    T = len(x)
    if T < 4:
        raise ValueError(f"traces has {T} times; allowed are at least 4")
    _valid.limit("T^2 * N", T * x.size, 1e10)
    flat = _valid.number("flat", flat, low=0.0)
    t = np.arange(T) / (T - 1)
    shapes = [("ramp", t)]
    shapes += [("step", (np.arange(T) >= k).astype(float)) for k in range(1, T)]
    shapes += [("decay", np.exp(-t / tau)) for tau in np.geomspace(0.1, 0.5, 9)]
    centered = x - x.mean(axis=0)
    basis = np.array([shape - shape.mean() for _, shape in shapes])
    caught = (basis @ centered) ** 2 / np.sum(basis**2, axis=1)[:, None]
    best = np.argmax(caught, axis=0)
    still = np.ptp(x, axis=0) < flat
    return tuple("flat" if s else shapes[k][0] for s, k in zip(still, best))


def _checked(rnn):
    return _valid.model(rnn, RNN, name="rnn")


def _closest(flat, components):
    """The pair most alike: (the one that varies more, the other)."""
    x = flat - flat.mean(axis=0)
    if components is not None:
        variances, loadings = np.linalg.eigh(_square(x))  # rising; the last ones count
        x = (loadings * np.sqrt(np.maximum(variances, 0.0)))[:, -components:].T
    size = np.linalg.norm(x, axis=0)
    alike = np.abs(_square(x)) / np.maximum(np.outer(size, size), 1e-12)
    rows, columns = np.triu_indices(len(alike), 1)
    pair = _ties.first_largest(alike[rows, columns])
    i = int(rows[pair])
    j = int(columns[pair])
    return (j, i) if _ties.cleared(size[j] - size[i], size[i]) > 0 else (i, j)


def _square(x):
    """x^T x in pieces for one thread: on a busy machine two of them wait for each other."""
    return sum(part.T @ part for part in np.array_split(x, 1 + len(x) // 128))
