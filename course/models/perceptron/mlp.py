r"""Multi-layer perceptron with one hidden layer, trained by back-propagation.

    a = f(W1 x + b1),   z = W2 a + b2,   y = z  or  y = sigma(z)

The loss is the mean over examples of |y - t|^2 / 2 for a linear output and of the cross
entropy -t log y - (1 - t) log(1 - y) for a sigmoid one. Either way dL/dz = (y - t) / n, and

    dL/dW2 = delta_2 a^T,   delta_1 = W2^T delta_2 f'(W1 x + b1),   dL/dW1 = delta_1 x^T,

summed over examples; the biases' gradients are the deltas' sums. Gradient descent takes
the whole batch: p <- p - r dL/dp.

D. E. Rumelhart, G. E. Hinton & R. J. Williams, Nature 323:533 (1986). Starting
weights: X. Glorot & Y. Bengio, AISTATS (2010). No quantity has a unit.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np

from course import _valid
from course._jit import njit
from course._parameter import Parameter

ACTIVATIONS = ("relu", "tanh", "sigmoid")
OUTPUTS = ("linear", "sigmoid")


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


class Forward(NamedTuple):
    """What a network makes of n examples."""

    hidden: np.ndarray  # (n, H), a
    y: np.ndarray  # (n, K)


class Fit(NamedTuple):
    """Gradient descent, E epochs long."""

    mlp: MLP  # after the last epoch; if it diverged, the last one still finite
    loss: np.ndarray  # (E+1,), before the first and after each epoch
    diverged: bool  # the loss blew up: the learning rate is too large


def init(D, H, K=1, *, rng, activation="tanh", output="sigmoid"):
    """Random weights: Glorot's uniform, +-sqrt(6 / (fan in + fan out)); biases likewise."""
    D, H, K = (_valid.count(n, v, high=100_000) for n, v in (("D", D), ("H", H), ("K", K)))
    _valid.limit("H * (D + K), the weights,", H * (D + K), 2e8)
    _valid.choice("activation", activation, ACTIVATIONS)
    _valid.choice("output", output, OUTPUTS)
    rng = _valid.generator("rng", rng)
    c1, c2 = math.sqrt(6 / (D + H)), math.sqrt(6 / (H + K))
    W1, b1 = rng.uniform(-c1, c1, (H, D)), rng.uniform(-c1, c1, H)
    W2, b2 = rng.uniform(-c2, c2, (K, H)), rng.uniform(-c2, c2, K)
    return MLP(W1, b1, W2, b2, activation, output)


def forward(mlp, X):
    """Hidden activity and output for the rows of X, (n, D)."""
    mlp = _checked(mlp)
    X = _valid.array("X", X, shape=(None, mlp.W1.shape[1]), low=-1e9, high=1e9)
    _valid.limit("n * H * (D + K)", len(X) * (mlp.W1.size + mlp.W2.size), 1e10)
    n = X @ mlp.W1.T + mlp.b1
    a = {"relu": lambda: np.maximum(n, 0.0), "tanh": lambda: np.tanh(n)}.get(
        mlp.activation, lambda: _sigmoid(n)
    )()
    z = a @ mlp.W2.T + mlp.b2
    return Forward(a, z if mlp.output == "linear" else _sigmoid(z))


def gradients(mlp, X, y):
    """Loss and its gradients.

    Parameters
    ----------
    mlp : MLP
    X : array_like, (n, D)
    y : array_like, (n,) or (n, K)
        Targets; in [0, 1] for a sigmoid output.

    Returns
    -------
    (float, MLP)
        The loss, and its derivatives in the places of the weights.
    """
    work = _Work(mlp, X, y)
    loss = _backward(*work.parameters, *work.slopes, *work.rest)
    return loss, MLP(*(g.copy() for g in work.slopes), mlp.activation, mlp.output)


def fit(mlp, X, y, *, rate=0.5, epochs=10_000):
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
    done = _descend(
        work.p, work.g, work.p.copy(), rate, loss, *work.parameters, *work.slopes, *work.rest
    )
    ended = MLP(*(p.copy() for p in work.parameters), mlp.activation, mlp.output)
    return Fit(ended, loss[: done + 1].copy(), done < epochs)


def _sigmoid(n):
    e = np.exp(-np.abs(n))
    return np.where(n >= 0, 1.0, e) / (1.0 + e)


def _checked(mlp):
    return _valid.model(mlp, MLP, name="mlp", like=True)


class _Work:
    """Flat copies of the weights and their slopes, and what else the kernels need."""

    def __init__(self, mlp, X, y, epochs=1):
        mlp = _checked(mlp)
        X = _valid.array("X", X, shape=(None, mlp.W1.shape[1]), low=-1e9, high=1e9)
        n, H, K = len(X), *mlp.W2.shape[::-1]
        low, high = (0.0, 1.0) if mlp.output == "sigmoid" else (-1e9, 1e9)
        y = _valid.array("y", y, ndim=(1, 2), low=low, high=high)
        y = _valid.array("y", y[:, None] if y.ndim == 1 else y, shape=(n, K))
        _valid.limit("n * (H + K)", n * (H + K), 2e8)
        _valid.limit("epochs * n * H * (D + K)", epochs * n * H * (X.shape[1] + K), 1e10)
        self.p = np.concatenate([np.ravel(w) for w in mlp[:4]])
        self.g = np.zeros_like(self.p)
        self.parameters, self.slopes = self._views(self.p, mlp), self._views(self.g, mlp)
        kind = ACTIVATIONS.index(mlp.activation)
        room = np.empty((H, n)), np.empty((K, n))
        self.rest = (X.T.copy(), y.T.copy(), kind, OUTPUTS.index(mlp.output), *room)

    @staticmethod
    def _views(flat, mlp):
        ends = np.cumsum([w.size for w in mlp[:4]])
        return tuple(v.reshape(w.shape) for v, w in zip(np.split(flat, ends[:3]), mlp[:4]))


@njit(forceinline=True)
def _backward(W1, b1, W2, b2, gW1, gb1, gW2, gb2, X, T, kind, sigmoid, a, error):
    """The loss; its slopes go to the g's. Examples run along the last axis of all arrays."""
    (D, n), H, K = X.shape, len(b1), len(b2)
    for i in range(H):
        for k in range(n):
            h = b1[i]
            for d in range(D):
                h += W1[i, d] * X[d, k]
            if kind == 0:
                a[i, k] = max(h, 0.0)
            elif kind == 1:
                a[i, k] = 1.0 - 2.0 / (1.0 + math.exp(2.0 * h))  # tanh, faster
            else:
                a[i, k] = 1.0 / (1.0 + math.exp(-h))
    loss, product = 0.0, 1.0
    for o in range(K):
        total = 0.0
        for k in range(n):
            z, t = b2[o], T[o, k]
            for i in range(H):
                z += W2[o, i] * a[i, k]
            if sigmoid:  # -t log y - (1 - t) log(1 - y) without overflow
                e = math.exp(-abs(z))
                loss += max(z, 0.0) - t * z
                product *= 1.0 + e  # its log is taken once, not for every example
                if product > 1e300:
                    loss += math.log(product)
                    product = 1.0
                z = (1.0 if z >= 0.0 else e) / (1.0 + e)
            else:
                loss += 0.5 * (z - t) * (z - t)
            error[o, k] = (z - t) / n
            total += error[o, k]
        gb2[o] = total
        for i in range(H):
            total = 0.0
            for k in range(n):
                total += error[o, k] * a[i, k]
            gW2[o, i] = total
    for i in range(H):
        total = 0.0
        for k in range(n):
            delta = 0.0
            for o in range(K):
                delta += W2[o, i] * error[o, k]
            if kind == 0:
                delta *= 1.0 if a[i, k] > 0.0 else 0.0
            elif kind == 1:
                delta *= 1.0 - a[i, k] * a[i, k]
            else:
                delta *= a[i, k] * (1.0 - a[i, k])
            a[i, k] = delta  # a has done its work
            total += delta
        gb1[i] = total
        for d in range(D):
            total = 0.0
            for k in range(n):
                total += a[i, k] * X[d, k]
            gW1[i, d] = total
    return (loss + math.log(product)) / n


@njit(nogil=True)
def _descend(p, g, last, rate, loss, W1, b1, W2, b2, gW1, gb1, gW2, gb2, X, T, kind, sig, a, e):
    """Epochs done; stops with the weights before the one that blew up."""
    for epoch in range(len(loss)):
        loss[epoch] = _backward(W1, b1, W2, b2, gW1, gb1, gW2, gb2, X, T, kind, sig, a, e)
        if not loss[epoch] < 1e6 * (1.0 + loss[0]):
            for k in range(len(p)):
                p[k] = last[k]
            return epoch - 1
        if epoch + 1 < len(loss):
            for k in range(len(p)):
                last[k] = p[k]
                p[k] -= rate * g[k]
    return len(loss) - 1
