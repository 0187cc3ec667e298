r"""Recurrent rate network, and the slopes of its loss by back-propagation through time.

    h_t = W r_t + b + W_in u_t,     r_{t+1} = (1 - alpha) r_t + alpha f(h_t),   r_0 = 0
    z_t = W_out r_{t+1} + b_out,    L = sum m (z - y)^2 / (2 sum m)

with targets y, a mask m and alpha = dt / tau. Backward in time, with q_t = dL/dr_t,

    d_t = alpha f'(h_t) q_{t+1},    q_t = (1 - alpha) q_{t+1} + W^T d_t + W_out^T dL/dz_{t-1}
    dL/dW = sum d_t r_t^T,          dL/db = sum d_t,          dL/dW_in = sum d_t u_t^T.

`forward` and `backward` are these two loops, for one trial. `run` and `gradients` run their
compiled twins, which are in `kernel` and take all trials at once. There is the curvature as
well: differentiating once more along a direction v gives the Hessian times v at the cost of
two gradients (B. Pearlmutter, Neural Comput. 6:147, 1994). Leaving out what bends f and L's
dependence on it gives the Gauss-Newton product (N. Schraudolph, Neural Comput. 14:1723,
2002), whose curvature is never negative.

P. Werbos, Proc. IEEE 78:1550 (1990); J. Martens & I. Sutskever, ICML (2011). `W[i, j]` is to
i from j. Time is in steps, rates have no unit.
"""

import math
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course import _valid
from course._parameter import Parameter, documented
from course.models.rnn import kernel
from course.models.rnn.tasks import Task

WORK = 1e11  # trials times steps times units squared: half a minute
WORK_PLAIN = 1_000_000  # trials times steps of a plain run: half a minute
ACTIVATIONS = ("tanh", "relu")


@documented
class RNN(NamedTuple):
    """A network."""

    W: Annotated[
        np.ndarray, Parameter("1", "recurrent weights", low=-1e6, high=1e6, shape=("N", "N"))
    ]
    b: Annotated[np.ndarray, Parameter("1", "bias", low=-1e6, high=1e6, shape=("N",))]
    W_in: Annotated[
        np.ndarray, Parameter("1", "from the inputs", low=-1e6, high=1e6, shape=("N", "n_in"))
    ]
    W_out: Annotated[
        np.ndarray, Parameter("1", "to the outputs", low=-1e6, high=1e6, shape=("n_out", "N"))
    ]
    b_out: Annotated[
        np.ndarray, Parameter("1", "bias of the outputs", low=-1e6, high=1e6, shape=("n_out",))
    ]
    alpha: Annotated[float, Parameter("1", "dt / tau", low=1e-6, high=1.0)] = 0.2
    activation: Annotated[str, Parameter("", "of the units", options=ACTIVATIONS)] = "tanh"


# Forward in time


def forward(rnn, u):
    """One trial with the inputs u (T, n_in): rates r (T + 1, N), h (T, N), outputs z (T, n_out)."""
    T = len(u)
    N = len(rnn.b)
    r = np.zeros((T + 1, N))
    h = np.zeros((T, N))
    z = np.zeros((T, len(rnn.b_out)))
    for t in range(T):
        h[t] = rnn.W @ r[t] + rnn.b + rnn.W_in @ u[t]
        r[t + 1] = (1.0 - rnn.alpha) * r[t] + rnn.alpha * f(h[t], rnn)
        z[t] = rnn.W_out @ r[t + 1] + rnn.b_out
    return r, h, z


def f(h, rnn):
    """The units' activation."""
    if rnn.activation == "relu":
        return np.maximum(h, 0.0)
    return np.tanh(h)


def loss(z, y, m):
    """Half the mean squared error of z (B, T, n_out) from y, where the mask m (B, T) counts."""
    return np.sum(m[:, :, None] * (z - y) ** 2) / (2.0 * np.sum(m))


# Backward in time


def backward(rnn, u, r, h, dL_dz):
    """One trial's slopes of the loss, in the places of the weights; dL_dz is (T, n_out)."""
    dW, db, dW_in, dW_out, db_out = (np.zeros_like(weights) for weights in rnn[:5])
    q = np.zeros(len(rnn.b))  # dL/dr_{t+1}; after the last step no rate acts on anything
    for t in reversed(range(len(u))):
        q = q + rnn.W_out.T @ dL_dz[t]
        d = rnn.alpha * f_prime(h[t], rnn) * q  # dL/dh_t
        dW += np.outer(d, r[t])
        db += d
        dW_in += np.outer(d, u[t])
        dW_out += np.outer(dL_dz[t], r[t + 1])
        db_out += dL_dz[t]
        q = (1.0 - rnn.alpha) * q + rnn.W.T @ d  # now dL/dr_t
    return rnn._replace(W=dW, b=db, W_in=dW_in, W_out=dW_out, b_out=db_out)


def f_prime(h, rnn):
    """The slope of f; that of ReLU is 0 at 0."""
    if rnn.activation == "relu":
        return np.where(h > 0.0, 1.0, 0.0)
    return 1.0 - np.tanh(h) ** 2


# All trials, one after another


def forward_all(rnn, inputs):
    """Rates after each step (B, T, N) and outputs (B, T, n_out)."""
    trials = [forward(rnn, u) for u in inputs]
    return np.array([r[1:] for r, h, z in trials]), np.array([z for r, h, z in trials])


def backward_all(rnn, inputs, targets, mask):
    """The loss, and its slopes in the places of the weights."""
    outputs = []
    total = [np.zeros_like(weights) for weights in rnn[:5]]
    for u, y, m in zip(inputs, targets, mask):
        r, h, z = forward(rnn, u)
        dL_dz = m[:, None] * (z - y) / np.sum(mask)
        slopes = backward(rnn, u, r, h, dL_dz)
        total = [a + b for a, b in zip(total, slopes)]
        outputs.append(z)
    return loss(np.array(outputs), targets, mask), rnn._replace(**dict(zip(RNN._fields, total)))


# What a caller uses


class Run(NamedTuple):
    """B trials of T steps."""

    r: np.ndarray  # (B, T, N), rates after each step
    z: np.ndarray  # (B, T, n_out), outputs


@np.errstate(under="ignore")  # the session may be told to raise it
def init(
    N: int,
    n_in: int,
    n_out: int,
    *,
    rng: np.random.Generator | int,
    gain: float = 1.0,
    alpha: float = 0.2,
    activation: str = "tanh",
) -> RNN:
    """A random network, without biases.

    Parameters
    ----------
    N, n_in, n_out : int
        Units, inputs and outputs.
    rng : numpy.random.Generator or int
    gain : float
        W is normal with deviation gain / sqrt(N), W_in with 1 / sqrt(n_in), and W_out with
        1 / N, so that the first outputs are small.
    alpha : float
        dt / tau.
    activation : {"tanh", "relu"}

    Returns
    -------
    RNN

    Raises
    ------
    ValueError
        For a parameter out of range.
    """
    N = _valid.count("N", N, high=5000)
    n_in = _valid.count("n_in", n_in, high=1000)
    n_out = _valid.count("n_out", n_out, high=1000)
    rng = _valid.generator("rng", rng)
    gain = _valid.number("gain", gain, low=0.0, high=1e3)
    alpha = _valid.number("alpha", alpha, low=1e-6, high=1.0)
    _valid.choice("activation", activation, ACTIVATIONS)
    W = gain / math.sqrt(N) * rng.normal(size=(N, N))
    W_in = rng.normal(size=(N, n_in)) / math.sqrt(n_in)
    W_out = rng.normal(size=(n_out, N)) / N
    return RNN(W, np.zeros(N), W_in, W_out, np.zeros(n_out), alpha, activation)


@np.errstate(under="ignore")  # the session may be told to raise it
def load(name: str) -> RNN:
    """A trained network that comes with the course, an RNN: "evidence" or "interval"."""
    folder = Path(__file__).parent / "data"
    _valid.choice("name", name, sorted(file.stem[4:] for file in folder.glob("rnn_*.npz")))
    with np.load(folder / f"rnn_{name}.npz", allow_pickle=False) as kept:
        weights = {field: kept[field].astype(np.float64) for field in RNN._fields[:5]}
        return RNN(**weights, alpha=float(kept["alpha"]), activation=str(kept["activation"]))


def run(rnn: RNN, inputs: ArrayLike, *, plain: bool = False) -> Run:
    """Let a network run from rest.

    Parameters
    ----------
    rnn : RNN
    inputs : array_like, (B, T, n_in)
        Held during each of the T steps of B trials.
    plain : bool
        True: `forward` above runs instead of its compiled twin, some ten times slower.

    Returns
    -------
    Run

    Raises
    ------
    ValueError
        Shapes that do not fit, values that are not finite, more than 2e8 rates.
    """
    rnn, inputs = checked(rnn, inputs)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        if _plain(plain, inputs):
            r, z = forward_all(rnn, inputs)
        else:
            tape = kernel.Tape(rnn, inputs)
            tape.forward(tape.pack(rnn))
            r = tape.R[1:, : tape.N].transpose(2, 0, 1).copy()
            z = tape.z.transpose(2, 0, 1).copy()
    if not (np.isfinite(r).all() and np.isfinite(z).all()):
        raise ValueError("W is such that rates grow beyond all bounds; allowed are smaller weights")
    return Run(r, z)


def gradients(rnn: RNN, task: Task, *, plain: bool = False) -> tuple[float, RNN]:
    """The loss on a task, and its slopes.

    Parameters
    ----------
    rnn : RNN
    task : with inputs (B, T, n_in), targets (B, T, n_out) and mask (B, T)
    plain : bool
        True: `forward` and `backward` above run instead of their compiled twins.

    Returns
    -------
    (float, RNN)
        The loss, and its derivatives in the places of the weights.

    Raises
    ------
    ValueError
        Shapes that do not fit, a mask of zeros, slopes that no float holds.
    """
    parts = rnn, inputs, *_ = checked_task(rnn, task)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        if _plain(plain, inputs):
            L, slopes = backward_all(*parts)
        else:
            tape = kernel.Tape(*parts)
            L, g = tape.loss_and_gradient(tape.pack(rnn))
            slopes = tape.unpack(g)
    return L, _finite(slopes)


def curvature_product(rnn: RNN, task: Task, v: RNN, *, kind: str = "hessian") -> RNN:
    """The loss's curvature times a direction.

    Parameters
    ----------
    rnn : RNN
    task : with inputs (B, T, n_in), targets (B, T, n_out) and mask (B, T)
    v : RNN
        The direction, in the places of the weights.
    kind : {"hessian", "gauss-newton"}

    Returns
    -------
    RNN

    Raises
    ------
    ValueError
        As `gradients`, and for a direction of another size than the network's.
    """
    _valid.choice("kind", kind, ("hessian", "gauss-newton"))
    parts = rnn, *_ = checked_task(rnn, task)
    v = _valid.model(v, RNN, name="v", within="v.")
    for field, weights, along in zip(RNN._fields, rnn[:5], v):
        _valid.array(f"v.{field}", along, shape=weights.shape)
    tape = kernel.Tape(*parts)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        tape.loss_and_gradient(tape.pack(rnn))
        product = tape.product(tape.pack(v), kind == "hessian")
    return _finite(tape.unpack(product))


def checked(rnn, inputs, name="rnn"):
    """The network and its inputs (B, T, n_in) as floats; ValueError if they do not fit."""
    rnn = _valid.model(rnn, RNN, name=name)
    N, n_in = rnn.W_in.shape
    inputs = _valid.array("inputs", inputs, ndim=3, low=-1e6, high=1e6)
    B, T, _ = inputs.shape
    _valid.array("inputs", inputs, shape=(B, T, n_in))
    _valid.limit("rates, trials * steps * units,", (T + 1) * (N + 1 + n_in) * B, 2e8)
    _valid.limit("trials * steps * units^2", work(rnn, inputs), WORK)
    return rnn, inputs


def checked_task(rnn, task, name="rnn"):
    """The network, and a task's inputs, targets and mask, or those of anything that has them."""
    try:
        inputs = task.inputs
        targets = task.targets
        mask = task.mask
    except AttributeError:
        raise ValueError(
            f"task is {_valid.shown(task)}; allowed is anything with inputs, targets and mask"
        ) from None
    rnn, inputs = checked(rnn, inputs, name)
    B, T, _ = inputs.shape
    targets = _valid.array("targets", targets, shape=(B, T, len(rnn.b_out)), low=-1e6, high=1e6)
    mask = _valid.array("mask", mask, shape=(B, T), low=0.0, high=1e6)
    if not mask.max() > 1e-6:
        raise ValueError("mask is 0 everywhere; allowed is at least one step that counts")
    return rnn, inputs, targets, mask


def work(rnn, inputs):
    """Trials times steps times units squared: how long a pass takes."""
    N, n_in = rnn.W_in.shape
    B, T, _ = inputs.shape
    return (T + 1) * (N + 1 + n_in) * B * N


def _plain(plain, inputs):
    if _valid.switch("plain", plain):
        B, T, _ = inputs.shape
        _valid.limit("trials * steps of a plain run", B * T, WORK_PLAIN)
        return True
    return False


def _finite(slopes):
    """Long sequences can multiply large weights beyond what a float holds."""
    if not all(np.isfinite(weights).all() for weights in slopes[:5]):
        raise ValueError(
            "W is such that gradients grow beyond all bounds; allowed are smaller ones"
        )
    return slopes
