r"""Networks of any depth, trained on a few examples at a time.

    a_0 = x,   n_l = W_l a_(l-1) + b_l,   a_l = f(n_l),   y = sigma(n_L)

There are L layers of weights, and L - 1 hidden layers between the inputs and the one output.
The loss is the mean cross entropy. With delta_l = dL/dn_l it goes back layer by layer,

    delta_L = (y - t) / n,   delta_l = W_(l+1)^T delta_(l+1) f'(n_l),   dL/dW_l = delta_l a_(l-1)^T,

so each layer multiplies the error by weights and slopes once more: it can vanish or explode.
Weights W are drawn with standard deviation gain / sqrt(n), n of them to a unit. In wide
layers n_l is then normal, with a variance q_l that goes on by

    q_(l+1) = gain^2 <f(sqrt(q_l) z)^2>,   <delta_l^2> = <delta_(l+1)^2> gain^2 <f'(sqrt(q_l) z)^2>,

where z is a standard normal number (`flow_theory`).

`activities` and `back_propagate` are the equations, with the examples in rows. `fit` takes
a step for each batch of examples and runs the compiled twin, `kernel.descend_in_batches`. L2
adds l2 W to the slopes of weights, so that they shrink.

K. He, X. Zhang, S. Ren & J. Sun, ICCV (2015); B. Poole, S. Lahiri, M. Raghu, J. Sohl-Dickstein
& S. Ganguli, NeurIPS 29 (2016); S. Schoenholz, J. Gilmer, S. Ganguli & J. Sohl-Dickstein, ICLR
(2017). No quantity has a unit.
"""

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _ties, _valid
from course.models.perceptron import kernel
from course.models.perceptron.mlp import ACTIVATIONS, activation_slope
from course.models.perceptron.mlp import activation as bent
from course.models.perceptron.model import Examples

POINTS = ("circle", "xor", "gaussians", "spiral")
MOST_LAYERS, MOST_UNITS = 100, 2000
LARGEST = 1e9  # of a weight


class Deep(NamedTuple):
    """Layers, from the inputs on."""

    weights: tuple[np.ndarray, ...]  # (units, units before), to a unit (row) from one (column)
    biases: tuple[np.ndarray, ...]  # (units,)
    activation: str = "tanh"  # of the hidden units


# The equations


def activities(net, X):
    """Of the rows of X: what each layer makes of them, X first, the net input z to y last."""
    a = [X]
    for W, b in zip(net.weights, net.biases):
        n = a[-1] @ W.T + b
        last = len(a) == len(net.weights)
        a.append(n if last else bent(n, net.activation))
    return a


def errors(net, a, last):
    """The slopes by the net inputs of each layer, from those of the last layer back."""
    found = [last]
    for W, before in zip(net.weights[:0:-1], a[-2:0:-1]):
        found.append(found[-1] @ W * activation_slope(before, net.activation))
    return found[::-1]


def back_propagate(net, X, t, l2=0.0):
    """The mean cross entropy for the targets t, (n,), and its slopes in the places of weights."""
    a = activities(net, X)
    z = a[-1][:, 0]
    loss = np.mean(np.maximum(z, 0.0) - t * z + np.log1p(np.exp(-np.abs(z))))
    deltas = errors(net, a, ((bent(z, "sigmoid") - t) / len(t))[:, None])
    slopes = tuple(d.T @ before + l2 * W for d, before, W in zip(deltas, a, net.weights))
    return float(loss), net._replace(weights=slopes, biases=tuple(d.sum(axis=0) for d in deltas))


# What a caller uses


class Fit(NamedTuple):
    """Descent in batches, E epochs long."""

    net: Deep  # after the last epoch; if it diverged, the one it began with
    loss: np.ndarray  # (E,), mean over the batches of each epoch, before their steps
    diverged: bool  # the loss blew up: the learning rate is too large


class Flow(NamedTuple):
    """How large signals and errors are in each of the hidden layers."""

    forward: np.ndarray  # root mean square of the activity, from the first hidden layer on
    backward: np.ndarray  # the same of the slopes by the net inputs, over that of the last layer


@np.errstate(under="ignore")  # the session may be told to raise it
def points(name: str, n: int, *, noise: float = 0.0, rng: np.random.Generator | int) -> Examples:
    """Two classes in a square of side 2 around 0, n // 2 points each.

    Parameters
    ----------
    name : str
        circle: a disk of radius 0.5 in a ring from 0.7 to 1. xor: class 1 where the signs of the
        coordinates differ. gaussians: two clouds of standard deviation 0.2 around (0.4, 0.4) and
        (-0.4, -0.4). spiral: two arms of one and a half turns.
    n : int
    noise : float
        Standard deviation of what is added to both coordinates.
    """
    _valid.choice("name", name, POINTS)
    half = _valid.count("n", n, low=2, high=100_000) // 2
    noise = _valid.number("noise", noise, low=0.0, high=100.0)
    rng = _valid.generator("rng", rng)
    y = np.repeat([1.0, 0.0], half)
    u, angle = rng.random(2 * half), 2 * np.pi * rng.random(2 * half)
    if name == "xor":
        size = 0.05 + 0.95 * np.stack([u, rng.random(2 * half)])
        sign = np.where(rng.random(2 * half) < 0.5, 1.0, -1.0)
        X = size * np.stack([sign, np.where(y == 1, -sign, sign)])
    elif name == "gaussians":
        X = 0.2 * rng.normal(size=(2, 2 * half)) + np.where(y == 1, 0.4, -0.4)
    else:
        r = np.where(y == 1, 0.5 * np.sqrt(u), 0.7 + 0.3 * u)
        if name == "spiral":
            t = np.tile((np.arange(half) + 0.5) / half, 2)
            r, angle = 0.05 + 0.95 * t, 3 * np.pi * t + np.pi * (1 - y)
        X = r * np.stack([np.cos(angle), np.sin(angle)])
    return Examples(_ties.decimals(X.T + noise * rng.normal(size=(2 * half, 2))), y)


@np.errstate(under="ignore")  # the session may be told to raise it
def init(
    sizes: Sequence[int],
    *,
    rng: np.random.Generator | int,
    activation: str = "tanh",
    gain: float | None = None,
) -> Deep:
    """Normal weights of standard deviation gain / sqrt(fan in); biases 0.

    Parameters
    ----------
    sizes : sequence of int
        Units in each layer: inputs, hidden layers, and 1 output.
    gain : float, optional
        The square root of 2 for ReLUs, which let half of the signal through, else 1.
    """
    sizes = _valid.sequence("sizes", sizes, least=2, most=MOST_LAYERS + 1)
    sizes = [_valid.count(f"sizes[{k}]", n, high=MOST_UNITS) for k, n in enumerate(sizes)]
    _valid.choice("activation", activation, ACTIVATIONS)
    _valid.count("sizes[-1], the outputs,", sizes[-1], high=1)
    if gain is None:
        gain = math.sqrt(2.0) if activation == "relu" else 1.0
    gain = _valid.number("gain", gain, low=0.0, high=1000.0)
    rng = _valid.generator("rng", rng)
    weights = tuple(
        _ties.decimals(gain / math.sqrt(n) * rng.normal(size=(m, n)))
        for n, m in itertools.pairwise(sizes)
    )
    return Deep(weights, tuple(np.zeros(m) for m in sizes[1:]), activation)


@np.errstate(under="ignore")  # the session may be told to raise it
def forward(net: Deep, X: ArrayLike) -> list[NDArray]:
    """What each layer makes of the rows of X: hidden activities, and last the output y, (n, 1)."""
    net = _checked(net)
    X = _inputs(net, X)
    a = activities(net, X)
    return [*a[1:-1], bent(a[-1], "sigmoid")]


@np.errstate(under="ignore")  # the session may be told to raise it
def gradients(
    net: Deep, X: ArrayLike, t: ArrayLike, *, l2: float = 0.0, plain: bool = False
) -> tuple[float, Deep]:
    """Loss and its slopes for the targets t, (n,), in [0, 1].

    Parameters
    ----------
    plain : bool
        True: `back_propagate` above runs instead of its compiled twin.

    Returns
    -------
    (float, Deep)
        The mean cross entropy, and its slopes, with those of l2, in the places of the weights.
    """
    net = _checked(net)
    X = _inputs(net, X)
    t = _valid.array("t", t, shape=(len(X),), low=0.0, high=1.0)
    l2 = _valid.number("l2", l2, low=0.0, high=1e6)
    if _valid.switch("plain", plain):
        return back_propagate(net, X, t, l2)
    stack = _stack(net)
    loss = kernel.deep_backward(stack, X, t, np.arange(len(X), dtype=np.int64), l2)
    return loss, _network(net, stack.g)


@np.errstate(all="ignore")  # what blows up is told by `diverged`
def fit(
    net: Deep,
    X: ArrayLike,
    t: ArrayLike,
    *,
    rng: np.random.Generator | int,
    rate: float = 0.3,
    batch: int = 10,
    epochs: int = 100,
    l2: float = 0.0,
) -> Fit:
    """Gradient descent in batches: an epoch takes each example once, in a new order.

    Parameters
    ----------
    net : Deep
        Where to start: `init`, or where an earlier fit ended.
    X, t : array_like, (n, D) and (n,)
    rate : float
        Learning rate, above 0.
    batch : int
        Examples of a step; the last batch of an epoch has what is left.
    epochs : int
    l2 : float
        Strength with which weights shrink.

    Returns
    -------
    Fit
        It stops early, with `diverged`, once the loss is not finite or above a million.
    """
    net = _checked(net)
    X = _inputs(net, X)
    t = _valid.array("t", t, shape=(len(X),), low=0.0, high=1.0)
    rate = _valid.number("rate", rate, low=1e-9, high=1e6)
    batch = _valid.count("batch", batch)
    epochs = _valid.count("epochs", epochs)
    l2 = _valid.number("l2", l2, low=0.0, high=1e6)
    size = sum(W.size for W in net.weights)
    _valid.limit("epochs * n * weights", epochs * len(X) * size, 1e10)
    _valid.limit("epochs * n", epochs * len(X), 5e7)
    rng = _valid.generator("rng", rng)
    orders = np.stack([rng.permutation(len(X)) for _ in range(epochs)]).astype(np.int64)
    stack, loss = _stack(net), np.zeros(epochs)
    done = kernel.descend_in_batches(stack, X, t, orders, batch, rate, l2, loss)
    diverged = done < epochs or not np.abs(stack.p).max() <= LARGEST
    return Fit(net if diverged else _network(net, stack.p), loss[:done].copy(), diverged)


@np.errstate(under="ignore")  # the session may be told to raise it
def flow(net: Deep, X: ArrayLike) -> Flow:
    """Sizes of the activity under the rows of X, and of the slopes of the net input z by it."""
    net = _checked(net)
    if len(net.weights) < 2:
        raise ValueError("net has no hidden layer; allowed are networks with one or more")
    X = _inputs(net, X)
    a = activities(net, X)
    deltas = errors(net, a, np.ones((len(X), 1)))
    forward = np.array([_size(layer) for layer in a[1:-1]])
    backward = np.array([_size(delta) for delta in deltas[:-1]])
    return Flow(forward, backward / backward[-1] if backward[-1] > 1e-100 else backward)


@np.errstate(under="ignore")  # the session may be told to raise it
def flow_theory(gain: float, depth: int, *, activation: str = "tanh", size: float = 1.0) -> Flow:
    """What `flow` finds in wide layers with random weights and without biases.

    Parameters
    ----------
    gain : float
        Standard deviation of the weights times the root of their number.
    depth : int
        Hidden layers.
    size : float
        Root mean square of the inputs.
    """
    gain = _valid.number("gain", gain, low=0.0, high=10.0)
    depth = _valid.count("depth", depth, high=MOST_LAYERS)
    _valid.choice("activation", activation, ACTIVATIONS)
    square = _valid.number("size", size, low=0.0, high=1e6) ** 2
    z, weight = np.polynomial.hermite_e.hermegauss(100)
    weight /= weight.sum()
    forward, factors = np.empty(depth), np.empty(depth)
    for layer in range(depth):
        a = bent(gain * math.sqrt(square) * z, activation)
        square = weight @ a**2
        forward[layer] = math.sqrt(square)
        factors[layer] = gain * math.sqrt(weight @ activation_slope(a, activation) ** 2)
    return Flow(forward, np.cumprod(np.append(factors[:-1], 1.0)[::-1])[::-1])


def _size(x):
    return math.sqrt(np.mean(np.square(x)))


def _inputs(net, X):
    X = _valid.array("X", X, shape=(None, net.weights[0].shape[1]), low=-1e9, high=1e9)
    _valid.limit("n * weights", len(X) * sum(W.size for W in net.weights), 1e10)
    most, slope = np.abs(X).max(), 1.0
    for W, b in zip(net.weights, net.biases):
        sizes = np.abs(W)
        most = (sizes.sum(axis=1) * most + np.abs(b)).max()
        slope *= max(1.0, sizes.sum(axis=0).max())
        _valid.limit("what the weights of net can make of X", most * slope, 1e90)
        most = most if net.activation == "relu" else min(most, 1.0)
    return X


def _checked(net):
    """The network, its arrays coerced, each layer as wide as the next one takes."""
    if not all(hasattr(net, field) for field in Deep._fields):
        raise ValueError(f"net is {_valid.shown(net)}; allowed is Deep(...)")
    given = _valid.sequence("weights", net.weights, most=MOST_LAYERS)
    biases = _valid.sequence("biases", net.biases, least=len(given), most=len(given))
    matrices = []
    offsets = []
    before = None
    for k, (W, b) in enumerate(zip(given, biases)):
        W = _valid.array(f"weights[{k}]", W, shape=(None, before), low=-LARGEST, high=LARGEST)
        before = len(W)
        _valid.limit(f"units of weights[{k}]", max(W.shape), MOST_UNITS)
        b = _valid.array(f"biases[{k}]", b, shape=(before,), low=-LARGEST, high=LARGEST)
        matrices.append(W)
        offsets.append(b)
    _valid.count("outputs, the rows of the last weights,", before, high=1)
    _valid.choice("activation", net.activation, ACTIVATIONS)
    return Deep(tuple(matrices), tuple(offsets), net.activation)


def _stack(net):
    """Flat copies of the weights and their slopes, and room for the kernels."""
    sizes = [net.weights[0].shape[1], *(len(W) for W in net.weights)]
    p = np.concatenate([np.ravel(part) for pair in zip(*net[:2]) for part in pair])
    return kernel.Stack(
        p,
        np.zeros_like(p),
        np.array(sizes, dtype=np.int64),
        ACTIVATIONS.index(net.activation),
        np.zeros(sum(sizes)),
        np.zeros(sum(sizes)),
    )


def _network(net, flat):
    """A network like `net` with copies of the numbers in a row."""
    weights = []
    biases = []
    place = 0
    for W in net.weights:
        m, n = W.shape
        weights.append(flat[place : place + m * n].reshape(m, n).copy())
        biases.append(flat[place + m * n : place + m * (n + 1)].copy())
        place += m * (n + 1)
    return net._replace(weights=tuple(weights), biases=tuple(biases))
