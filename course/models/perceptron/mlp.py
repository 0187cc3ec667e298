r"""Multi-layer perceptron with one hidden layer, trained by back-propagation.

    a = f(W1 x + b1),   z = W2 a + b2,   y = z  or  y = sigma(z)

The loss is the mean over examples of |y - t|^2 / 2 for a linear output and of the cross
entropy -t log y - (1 - t) log(1 - y) for a sigmoid one. Either way dL/dz = (y - t) / n, and

    dL/dW2 = delta_2 a^T,   delta_1 = W2^T delta_2 f'(W1 x + b1),   dL/dW1 = delta_1 x^T,

summed over examples; the biases' gradients are the deltas' sums. Gradient descent takes
the whole batch: p <- p - r dL/dp.

`activity`, `loss_of` and `back_propagate` are these equations, with the examples in rows.
`gradients` runs their compiled twin, `kernel.backward`, and `fit` that one again and again.

D. E. Rumelhart, G. E. Hinton & R. J. Williams, Nature 323:533 (1986). Starting
weights: X. Glorot & Y. Bengio, AISTATS (2010). No quantity has a unit.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course import _valid
from course._parameter import Parameter, documented
from course.models.perceptron import kernel

ACTIVATIONS = ("relu", "tanh", "sigmoid")
OUTPUTS = ("linear", "sigmoid")


@documented
class MLP(NamedTuple):
    """Weights, to a unit (row) from a unit (column), and what the layers do."""

    W1: Annotated[
        np.ndarray, Parameter("1", "to hidden from input", low=-1e9, high=1e9, shape=("H", "D"))
    ]
    b1: Annotated[
        np.ndarray, Parameter("1", "bias of the hidden units", low=-1e9, high=1e9, shape=("H",))
    ]
    W2: Annotated[
        np.ndarray, Parameter("1", "to output from hidden", low=-1e9, high=1e9, shape=("K", "H"))
    ]
    b2: Annotated[
        np.ndarray, Parameter("1", "bias of the outputs", low=-1e9, high=1e9, shape=("K",))
    ]
    activation: Annotated[str, Parameter("", "of the hidden units", options=ACTIVATIONS)] = "tanh"
    output: Annotated[
        str, Parameter("", "cross entropy or (linear) squared error", options=OUTPUTS)
    ] = "sigmoid"


# The equations


def activity(mlp, X):
    """Of the rows of X: hidden activity a (n, H), net input z and output y, both (n, K)."""
    a = activation(X @ mlp.W1.T + mlp.b1, mlp.activation)
    z = a @ mlp.W2.T + mlp.b2
    return a, z, z if mlp.output == "linear" else activation(z, "sigmoid")


def activation(n, name):
    """Of the net input n; no exponential overflows."""
    if name == "relu":
        return np.maximum(n, 0.0)
    if name == "tanh":
        return np.tanh(n)
    e = np.exp(-np.abs(n))
    return np.where(n >= 0, 1.0, e) / (1.0 + e)


def activation_slope(a, name):
    """f'(n), from the activity a = f(n)."""
    if name == "relu":
        return np.where(a > 0.0, 1.0, 0.0)
    if name == "tanh":
        return 1.0 - a * a
    return a * (1.0 - a)


def loss_of(mlp, z, t):
    """The loss of net inputs z to the outputs for the targets t, both (n, K)."""
    if mlp.output == "linear":
        return np.sum((z - t) ** 2) / 2 / len(t)
    # -t log y - (1 - t) log(1 - y), which would lose its digits where y is nearly 0 or 1
    return np.sum(np.maximum(z, 0.0) - t * z + np.log1p(np.exp(-np.abs(z)))) / len(t)


def back_propagate(mlp, X, t):
    """The loss, and its slopes in the places of the weights."""
    a, z, y = activity(mlp, X)
    d2 = (y - t) / len(t)  # dL/dz
    d1 = d2 @ mlp.W2 * activation_slope(a, mlp.activation)
    slopes = mlp._replace(W1=d1.T @ X, b1=d1.sum(axis=0), W2=d2.T @ a, b2=d2.sum(axis=0))
    return float(loss_of(mlp, z, t)), slopes


# What a caller uses


class Forward(NamedTuple):
    """What a network makes of n examples."""

    hidden: np.ndarray  # (n, H), a
    y: np.ndarray  # (n, K)


class Fit(NamedTuple):
    """Gradient descent, E epochs long."""

    mlp: MLP  # after the last epoch; if it diverged, the last one still finite
    loss: np.ndarray  # (E+1,), before the first and after each epoch
    diverged: bool  # the loss blew up: the learning rate is too large


@np.errstate(under="ignore")  # the session may be told to raise it
def init(
    D: int,
    H: int,
    K: int = 1,
    *,
    rng: np.random.Generator | int,
    activation: str = "tanh",
    output: str = "sigmoid",
) -> MLP:
    """Random weights: Glorot's uniform, +-sqrt(6 / (fan in + fan out)); biases likewise."""
    D = _valid.count("D", D, high=100_000)
    H = _valid.count("H", H, high=100_000)
    K = _valid.count("K", K, high=100_000)
    _valid.limit("H * (D + K), the weights,", H * (D + K), 2e8)
    _valid.choice("activation", activation, ACTIVATIONS)
    _valid.choice("output", output, OUTPUTS)
    rng = _valid.generator("rng", rng)
    c1 = math.sqrt(6 / (D + H))
    c2 = math.sqrt(6 / (H + K))
    W1 = rng.uniform(-c1, c1, (H, D))
    b1 = rng.uniform(-c1, c1, H)
    W2 = rng.uniform(-c2, c2, (K, H))
    b2 = rng.uniform(-c2, c2, K)
    return MLP(W1, b1, W2, b2, activation, output)


@np.errstate(under="ignore")  # the session may be told to raise it
def forward(mlp: MLP, X: ArrayLike) -> Forward:
    """Hidden activity and output for the rows of X, (n, D)."""
    mlp = _checked(mlp)
    X = _valid.array("X", X, shape=(None, mlp.W1.shape[1]), low=-1e9, high=1e9)
    _valid.limit("n * H * (D + K)", len(X) * (mlp.W1.size + mlp.W2.size), 1e10)
    a, _, y = activity(mlp, X)
    return Forward(a, y)


@np.errstate(under="ignore")  # the session may be told to raise it
def gradients(mlp: MLP, X: ArrayLike, y: ArrayLike, *, plain: bool = False) -> tuple[float, MLP]:
    """Loss and its gradients.

    Parameters
    ----------
    mlp : MLP
    X : array_like, (n, D)
    y : array_like, (n,) or (n, K)
        Targets; in [0, 1] for a sigmoid output.
    plain : bool
        True: `back_propagate` above runs instead of its compiled twin.

    Returns
    -------
    (float, MLP)
        The loss, and its derivatives in the places of the weights.

    Raises
    ------
    ValueError
        As `fit`.
    """
    work = _Work(mlp, X, y)
    if _valid.switch("plain", plain):
        return back_propagate(work.mlp, work.batch.X.T, work.batch.T.T)
    loss = kernel.backward(work.layers, work.slopes, work.batch)
    return loss, work.network(work.slopes)


def fit(mlp: MLP, X: ArrayLike, y: ArrayLike, *, rate: float = 0.5, epochs: int = 10_000) -> Fit:
    """Gradient descent on all examples at once, from `mlp` on.

    Parameters
    ----------
    mlp : MLP
        Where to start: `init`, or where an earlier fit ended.
    X, y : array_like, (n, D) and (n,) or (n, K)
    rate : float
        Learning rate r, above 0.
    epochs : int

    Returns
    -------
    Fit
        It stops early, with `diverged`, once the loss is not finite or a million times
        what it was (plus one).

    Raises
    ------
    ValueError
        Shapes that do not fit, targets outside [0, 1] for a sigmoid output.
    """
    rate = _valid.number("rate", rate, low=1e-9, high=1e6)
    epochs = _valid.count("epochs", epochs)
    work = _Work(mlp, X, y, epochs)
    loss = np.empty(epochs + 1)
    done = kernel.descend(
        work.p, work.g, work.p.copy(), rate, loss, work.layers, work.slopes, work.batch
    )
    return Fit(work.network(work.layers), loss[: done + 1].copy(), done < epochs)


def _checked(mlp):
    return _valid.model(mlp, MLP, name="mlp", like=True)


class _Work:
    """Flat copies of the weights and their slopes, and what else the kernels need."""

    def __init__(self, mlp, X, y, epochs=1):
        self.mlp = mlp = _checked(mlp)
        X = _valid.array("X", X, shape=(None, mlp.W1.shape[1]), low=-1e9, high=1e9)
        n = len(X)
        K, H = mlp.W2.shape
        low, high = (0.0, 1.0) if mlp.output == "sigmoid" else (-1e9, 1e9)
        y = _valid.array("y", y, ndim=(1, 2), low=low, high=high)
        y = _valid.array("y", y[:, None] if y.ndim == 1 else y, shape=(n, K))
        _valid.limit("n * (H + K)", n * (H + K), 2e8)
        _valid.limit("epochs * n * H * (D + K)", epochs * n * H * (X.shape[1] + K), 1e10)
        self.p = np.concatenate([np.ravel(w) for w in mlp[:4]])
        self.g = np.zeros_like(self.p)
        self.layers = self._views(self.p)
        self.slopes = self._views(self.g)
        self.batch = kernel.Batch(
            X=X.T.copy(),
            T=y.T.copy(),
            kind=ACTIVATIONS.index(mlp.activation),
            sigmoid=mlp.output == "sigmoid",
            a=np.empty((H, n)),
            error=np.empty((K, n)),
        )

    def _views(self, flat):
        weights = self.mlp[:4]
        parts = []
        first = 0
        for w in weights:
            parts.append(flat[first : first + w.size].reshape(w.shape))
            first += w.size
        return kernel.Layers(*parts)

    def network(self, layers):
        """An MLP with a copy of these layers."""
        W1, b1, W2, b2 = (part.copy() for part in layers)
        return self.mlp._replace(W1=W1, b1=b1, W2=W2, b2=b2)
