"""JAX's derivatives of the recurrent network's loss, at double precision."""

from typing import NamedTuple

import numpy as np
import pytest
from agreement import needs

from course.models import rnn


class Task(NamedTuple):
    inputs: np.ndarray
    targets: np.ndarray
    mask: np.ndarray


@pytest.fixture
def jax():
    """(JAX at 64 bits, its name and version)."""
    jax, peer = needs("jax", "JAX", "jax")
    jax.config.update("jax_enable_x64", True)
    return jax, peer


@pytest.fixture(params=["tanh", "relu"])
def problem(request):
    """A network of 12 units, a task with a ragged mask, and a direction."""
    rng = np.random.default_rng(1)
    net = rnn.init(12, 3, 2, rng=2, gain=1.3, alpha=0.3, activation=request.param)
    net = net._replace(b=0.3 * rng.normal(size=12), b_out=rng.normal(size=2))
    mask = rng.uniform(size=(8, 30)) * (rng.uniform(size=(8, 30)) > 0.3)
    task = Task(rng.normal(size=(8, 30, 3)), rng.normal(size=(8, 30, 2)), mask)
    direction = net._replace(
        **{name: rng.normal(size=getattr(net, name).shape) for name in net._fields[:5]}
    )
    return net, task, direction


def outputs(jax, net, task):
    """The network as its docstring states it, from weights to outputs (B, T, n_out)."""
    f = jax.numpy.tanh if net.activation == "tanh" else jax.nn.relu

    def run(weights):
        W, b, W_in, W_out, b_out = weights
        r, z = jax.numpy.zeros((len(task.inputs), len(b))), []
        for t in range(task.inputs.shape[1]):
            h = r @ W.T + b + task.inputs[:, t] @ W_in.T
            r = (1 - net.alpha) * r + net.alpha * f(h)
            z.append(r @ W_out.T + b_out)
        return jax.numpy.stack(z, axis=1)

    return run


def error(task):
    return lambda z: (task.mask[:, :, None] * (z - task.targets) ** 2).sum() / (2 * task.mask.sum())


def flat(weights):
    return np.concatenate([np.ravel(w) for w in weights[:5]])


def test_the_gradient(agree, jax, problem):
    jax, peer = jax
    net, task, _ = problem
    run, loss = outputs(jax, net, task), error(task)
    value, theirs = jax.value_and_grad(lambda weights: loss(run(weights)))(list(net[:5]))
    mine, ours = rnn.gradients(net, task)
    agree(f"RNN ({net.activation}), loss", peer, value, mine, 1e-12, kind="relative")
    what = f"RNN ({net.activation}), gradient"
    agree(what, peer, flat(theirs), flat(ours), 1e-12, kind="relative")


def test_the_hessian_vector_product(agree, jax, problem):
    jax, peer = jax
    net, task, direction = problem
    run, loss = outputs(jax, net, task), error(task)
    gradient = jax.grad(lambda weights: loss(run(weights)))
    _, theirs = jax.jvp(gradient, (list(net[:5]),), (list(direction[:5]),))
    ours = rnn.curvature_product(net, task, direction)
    what = f"RNN ({net.activation}), Hessian times a vector"
    agree(what, peer, flat(theirs), flat(ours), 1e-12, kind="relative")


def test_the_gauss_newton_vector_product(agree, jax, problem):
    jax, peer = jax
    net, task, direction = problem
    run, loss = outputs(jax, net, task), error(task)
    z, along = jax.jvp(run, (list(net[:5]),), (list(direction[:5]),))
    _, bent = jax.jvp(jax.grad(loss), (z,), (along,))
    (theirs,) = jax.vjp(run, list(net[:5]))[1](bent)
    ours = rnn.curvature_product(net, task, direction, kind="gauss-newton")
    what = f"RNN ({net.activation}), Gauss–Newton matrix times a vector"
    agree(what, peer, flat(theirs), flat(ours), 1e-12, kind="relative")
