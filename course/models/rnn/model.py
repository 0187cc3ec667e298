r"""Recurrent rate network trained by back-propagation through time.

    h_t = W r_t + b + W_in u_t,     r_{t+1} = (1 - alpha) r_t + alpha f(h_t),   r_0 = 0
    z_t = W_out r_{t+1} + b_out,    L = sum m (z - y)^2 / (2 sum m)

with targets y, a mask m and alpha = dt / tau. Backward in time, with q_t = dL/dr_t,

    d_t = alpha f'(h_t) q_{t+1},    q_t = (1 - alpha) q_{t+1} + W^T d_t + W_out^T dL/dz_{t-1}
    dL/dW = sum d_t r_t^T,          dL/db = sum d_t,          dL/dW_in = sum d_t u_t^T.

Differentiating once more along a direction v gives the Hessian times v at the cost of two
gradients (B. Pearlmutter, Neural Comput. 6:147, 1994); leaving out what bends f and L's
dependence on it gives the Gauss-Newton product (N. Schraudolph, Neural Comput. 14:1723,
2002), whose curvature is never negative. P. Werbos, Proc. IEEE 78:1550 (1990); J. Martens &
I. Sutskever, ICML (2011). `W[i, j]` is to i from j. Time is in steps, rates have no unit.
"""

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course import _valid
from course.models.rnn.bptt import ACTIVATIONS, RNN, Tape
from course.models.rnn.condensing import (
    Condensed,
    condense,
    merge,
    principal_components,
    unit_kinds,
)
from course.models.rnn.training import METHODS, Fit, fit

__all__ = [
    "METHODS",
    "RNN",
    "Condensed",
    "Fit",
    "Run",
    "condense",
    "curvature_product",
    "fit",
    "gradients",
    "init",
    "load",
    "merge",
    "principal_components",
    "run",
    "unit_kinds",
]


class Run(NamedTuple):
    """B trials of T steps."""

    r: np.ndarray  # (B, T, N), rates after each step
    z: np.ndarray  # (B, T, n_out), outputs


def init(N, n_in, n_out, *, rng, gain=1.0, alpha=0.2, activation="tanh"):
    """Random network: W normal with deviation gain / sqrt(N), W_in 1 / sqrt(n_in), no biases.

    W_out starts normal with deviation 1 / N, so that the first outputs are small.
    """
    N, n_in = _valid.count("N", N, high=5000), _valid.count("n_in", n_in, high=1000)
    n_out, rng = _valid.count("n_out", n_out, high=1000), _valid.generator("rng", rng)
    gain = _valid.number("gain", gain, low=0.0, high=1e3)
    alpha = _valid.number("alpha", alpha, low=1e-6, high=1.0)
    _valid.choice("activation", activation, ACTIVATIONS)
    W = gain / math.sqrt(N) * rng.normal(size=(N, N))
    W_in = rng.normal(size=(N, n_in)) / math.sqrt(n_in)
    W_out = rng.normal(size=(n_out, N)) / N
    return RNN(W, np.zeros(N), W_in, W_out, np.zeros(n_out), alpha, activation)


def load(name):
    """A trained network that comes with the course: "evidence" or "interval"."""
    folder = Path(__file__).parent / "data"
    _valid.choice("name", name, sorted(f.stem[4:] for f in folder.glob("rnn_*.npz")))
    with np.load(folder / f"rnn_{name}.npz", allow_pickle=False) as kept:
        weights = [kept[field].astype(np.float64) for field in RNN._fields[:5]]
        return RNN(*weights, float(kept["alpha"]), str(kept["activation"]))


def run(rnn, inputs):
    """Rates and outputs for inputs of shape (B, T, n_in).

    Raises
    ------
    ValueError
        Shapes that do not fit, values that are not finite, more than 2e8 rates.
    """
    tape = Tape(rnn, inputs)
    tape.forward(tape.pack(rnn))
    r = tape.R[1:, : tape.N].transpose(2, 0, 1).copy()
    z = tape.z.transpose(2, 0, 1).copy()
    if not (np.isfinite(r).all() and np.isfinite(z).all()):
        raise ValueError("W is such that rates grow beyond all bounds; allowed are smaller weights")
    return Run(r, z)


def gradients(rnn, task):
    """Loss on a task, and its derivatives in the places of the weights: (float, RNN)."""
    tape = Tape.of(rnn, task)
    with np.errstate(over="ignore", invalid="ignore"):
        loss, g = tape.loss_and_gradient(tape.pack(rnn))
    return loss, tape.unpack(_finite(g))


def curvature_product(rnn, task, v, *, kind="hessian"):
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
    """
    _valid.choice("kind", kind, ("hessian", "gauss-newton"))
    tape = Tape.of(rnn, task)
    with np.errstate(over="ignore", invalid="ignore"):
        tape.loss_and_gradient(tape.pack(rnn))
        product = tape.product(tape.pack(v), kind == "hessian")
    return tape.unpack(_finite(product))


def _finite(slopes):
    """Long sequences can multiply large weights beyond what a float holds."""
    if not np.isfinite(slopes).all():
        raise ValueError(
            "W is such that gradients grow beyond all bounds; allowed are smaller ones"
        )
    return slopes
