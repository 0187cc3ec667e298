r"""Perceptron: one unit that draws a line, its learning rule, and what it cannot do.

    y = f(w . x + b),   f(n) = 1 if n > 0, else 0
    w <- w + r (t - y) x,   b <- b + r (t - y)          (t is the target, 0 or 1)

The error t - y has a sign: it is +1, 0 or -1. A net input that is 0 up to rounding, below
1e-12 of its terms, counts as 0: so the rate r only scales a course that starts at zero. If
a line separates the classes, the rule makes at most (R / gamma)^2 mistakes, starting from
zero: with x' = (x, 1), R is the longest |x'| and gamma the distance of the closest x' to
the best plane through 0. Layers of such units, smooth and trained by back-propagation
(`mlp`), go beyond a line.

`update` is the rule, and `learn` goes round the examples with it until an epoch has no
mistake. `train` runs the compiled twin of `learn`, which is in `kernel`.

F. Rosenblatt, Psychol. Rev. 65:386 (1958); A. B. J. Novikoff, Symp. Math. Theory Automata
12:615 (1962); M. Minsky & S. Papert, Perceptrons (1969). No quantity has a unit.
"""

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _ties, _valid
from course._parameter import Parameter, documented
from course.models.perceptron import kernel

ROUNDING = _ties.ROUNDING
MOST_PLAIN = 1_000_000  # epochs times examples of plain training: ten seconds
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
CORNERS.flags.writeable = False
GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "XOR": (0, 1, 1, 0)}


@documented
class Perceptron(NamedTuple):
    """One unit."""

    w: Annotated[np.ndarray, Parameter("1", "weights", low=-1e9, high=1e9, shape=("D",))]
    b: Annotated[float, Parameter("1", "bias", low=-1e9, high=1e9)]


# The rule


def answer(w, b, x):
    """Class 0 or 1 of one example; a net input of 0 counts as 0."""
    n = w @ x + b
    size = np.abs(w) @ np.abs(x) + abs(b)
    return 1.0 if n > ROUNDING * size else 0.0


def update(w, b, x, t, r):
    """w and b after one example x with the target t, at the learning rate r."""
    error = t - answer(w, b, x)
    return w + r * error * x, b + r * error


def learn(X, y, order, r, w, b, epochs):
    """Go round the examples until an epoch has no mistake, or the epochs are over.

    Returns w and b at the start and after each mistake, which examples these were, and
    the number of mistakes in each epoch.
    """
    weights = [w]
    biases = [b]
    examples = []
    mistakes = []
    for _ in range(epochs):
        before = len(examples)
        for k in order:
            if answer(w, b, X[k]) != y[k]:
                w, b = update(w, b, X[k], y[k], r)
                weights.append(w)
                biases.append(b)
                examples.append(k)
        mistakes.append(len(examples) - before)
        if mistakes[-1] == 0:
            break
    return weights, biases, examples, mistakes


# What a caller uses


class Training(NamedTuple):
    """A course of learning with K mistakes in E epochs."""

    perceptron: Perceptron  # as it ended
    weights: np.ndarray  # (K+1, D), at the start and after each mistake
    biases: np.ndarray  # (K+1,)
    examples: np.ndarray  # (K,), which example was wrong
    mistakes: np.ndarray  # (E,), in each epoch
    converged: bool  # the last epoch had none


class Examples(NamedTuple):
    """Points and their classes."""

    X: np.ndarray  # (n, D)
    y: np.ndarray  # (n,), 0 or 1


def gate(name: str) -> Examples:
    """The four corners and their values for "AND", "OR" or "XOR"; an Examples."""
    _valid.choice("name", name, tuple(GATES))
    return Examples(CORNERS.copy(), np.array(GATES[name], np.float64))


@np.errstate(under="ignore")  # the session may be told to raise it
def clouds(
    n: int, *, rng: np.random.Generator | int, distance: float = 4.0, dim: int = 2
) -> Examples:
    """Two Gaussian clouds of n points each, unit variance, `distance` apart; an Examples."""
    n = _valid.count("n", n, high=1_000_000)
    dim = _valid.count("dim", dim, high=100)
    distance = _valid.number("distance", distance, low=0.0, high=1e9)
    _valid.limit("n * dim", n * dim, 1e7)
    X = _valid.generator("rng", rng).normal(size=(2 * n, dim))
    y = np.repeat([0.0, 1.0], n)
    X[:, 0] += distance * (y - 0.5)
    return Examples(X, y)


@np.errstate(under="ignore")  # the session may be told to raise it
def output(perceptron: Perceptron, X: ArrayLike) -> NDArray:
    """Class 0 or 1 of each row of X, (n,); a net input of 0 counts as 0."""
    w, b = _valid.model(perceptron, Perceptron, name="perceptron")
    X = _valid.array("X", X, shape=(None, len(w)), why=", as perceptron has weights")
    n = _ties.cleared(X @ w + b, np.abs(X) @ np.abs(w) + abs(b))
    return (n > 0).astype(np.float64)


@np.errstate(under="ignore")  # the session may be told to raise it
def train(
    X: ArrayLike,
    y: ArrayLike,
    *,
    rate: float = 1.0,
    epochs: int = 100,
    start: Perceptron | None = None,
    rng: np.random.Generator | int | None = None,
    plain: bool = False,
) -> Training:
    """Learn from one example after another until an epoch has no mistake.

    Parameters
    ----------
    X : array_like, (n, D)
    y : array_like, (n,) of 0 and 1
    rate : float
        r above 0. From a start at zero it only scales the weights.
    epochs : int
        Rounds through the examples at most.
    start : Perceptron, optional
        Zero weights if None.
    rng : Generator or int, optional
        Shuffles the examples once; their own order if None.
    plain : bool
        True: `learn` above runs instead of its compiled twin, some hundred times slower.

    Returns
    -------
    Training

    Raises
    ------
    ValueError
        Bad shapes, targets other than 0 and 1, a rate that is not positive.
    """
    X, y = _examples(X, y)
    n, D = X.shape
    rate = _valid.number("rate", rate, low=1e-6, high=1e6)
    epochs = _valid.count("epochs", epochs)
    _valid.limit("epochs * n * (D + 2)", epochs * n * (D + 2), 2e8)
    start = Perceptron(np.zeros(D), 0.0) if start is None else start
    w, b = _valid.model(start, Perceptron, name="start", within="start.")
    w = _valid.array("start.w", w, shape=(D,))
    order = np.arange(n, dtype=np.int64)
    if rng is not None:
        order = _valid.generator("rng", rng).permutation(order)
    if _valid.switch("plain", plain):
        _valid.limit("epochs * n of plain training", epochs * n, MOST_PLAIN)
        path = learn(X, y, order.tolist(), rate, w, b, epochs)
        weights, biases, examples, mistakes = map(np.array, path)
        examples = examples.astype(np.int64)
        mistakes = mistakes.astype(np.int64)
    else:
        weights = np.empty((epochs * n + 1, D))
        biases = np.empty(epochs * n + 1)
        examples = np.empty(epochs * n, np.int64)
        mistakes = np.zeros(epochs, np.int64)
        weights[0] = w
        biases[0] = b
        E, K = kernel.train(X, y, order, rate, weights, biases, examples, mistakes)
        weights = weights[: K + 1].copy()
        biases = biases[: K + 1].copy()
        examples = examples[:K].copy()
        mistakes = mistakes[:E].copy()
    return Training(
        perceptron=Perceptron(weights[-1].copy(), float(biases[-1])),
        weights=weights,
        biases=biases,
        examples=examples,
        mistakes=mistakes,
        converged=bool(mistakes[-1] == 0),
    )


@np.errstate(under="ignore")  # the session may be told to raise it
def separable(X: ArrayLike, y: ArrayLike) -> bool:
    """Whether a line (plane) with a gap separates the classes.

    A line that `train` finds soon proves it; else linear programming decides whether
    there are w and b with (2 y - 1)(w . x + b) >= 1.
    """
    X, y = _examples(X, y)
    if X.size <= 10_000 and train(X, y, epochs=20).converged:
        return True
    _valid.limit("n * D * min(n, D)", X.size * min(X.shape), 2e7)
    from scipy.optimize import linprog

    Z = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    found = linprog(np.zeros(Z.shape[1]), -Z, -np.ones(len(Z)), bounds=(None, None))
    return bool(found.status == 0)


@np.errstate(under="ignore")  # the session may be told to raise it
def mistake_bound(X: ArrayLike, y: ArrayLike) -> float:
    """Novikoff's (R / gamma)^2 with the largest possible gamma; inf if not separable.

    The largest gamma belongs to the shortest v with (2 y - 1) v . x' >= 1, found by
    non-negative least squares (Lawson & Hanson, Solving Least Squares Problems, ch. 23).
    """
    from scipy.optimize import nnls

    X, y = _examples(X, y)
    if not separable(X, y):
        return np.inf
    Z = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    R2 = np.max(np.sum(Z**2, axis=1))
    Z = Z / np.sqrt(R2)
    A = np.vstack([Z.T, np.ones(len(Z))])
    goal = np.eye(Z.shape[1] + 1)[-1]
    residual = A @ nnls(A, goal)[0] - goal
    return float(np.sum((residual[:-1] / residual[-1]) ** 2))


@np.errstate(under="ignore")  # the session may be told to raise it
def xor_by_hand(x: ArrayLike) -> float | NDArray:
    """XOR from two layers of weights set by hand, with h = max(0, n) in between.

    Parameters
    ----------
    x : array_like, (2,) or (n, 2)

    Returns
    -------
    float or ndarray, (n,)
        |x1 - x2|, which is XOR on 0 and 1: h1 = max(0, x1 - x2), h2 = max(0, x2 - x1),
        y = h1 + h2.
    """
    x = _valid.array("x", x, ndim=(1, 2))
    if x.shape[-1] != 2:
        raise ValueError(f"x has shape {x.shape}; allowed is (2,) or (n, 2)")
    hidden = np.maximum(0.0, x @ np.array([[1.0, -1.0], [-1.0, 1.0]]).T)
    y = hidden @ np.ones(2)
    return float(y) if x.ndim == 1 else y


def _examples(X, y):
    X = _valid.array("X", X, ndim=2, low=-1e9, high=1e9)
    y = _valid.array("y", y, shape=(len(X),), low=0.0, high=1.0)
    if np.any((y != 0) & (y != 1)):
        raise ValueError(f"y holds {y[(y != 0) & (y != 1)][0]}; allowed are 0 and 1")
    return X, y
