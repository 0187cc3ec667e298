"""How far back an output can be changed: against differences, closed forms and a loop apart."""

import numpy as np
import pytest

from course.models import rnn
from course.models.rnn import tasks

BACK = [10, 20, 40]


def straight(W, alpha=0.2):
    """Units that stay far above the kink of a ReLU, so that every slope is 1."""
    N = len(W)
    W_in, W_out = np.full((N, 1), 1e3), np.ones((1, N)) / np.sqrt(N)
    return rnn.RNN(W, np.zeros(N), W_in, W_out, np.zeros(1), alpha, "relu")


@pytest.mark.parametrize("activation", rnn.ACTIVATIONS)
def test_it_is_what_a_small_change_of_an_early_rate_does_to_the_last_output(activation):
    rng = np.random.default_rng(0)
    net = rnn.init(5, 2, 2, rng=rng, gain=1.5, alpha=0.3, activation=activation)
    u = rng.normal(size=(1, 7, 2))

    def last(t, change):
        r = np.zeros(5)
        for k, now in enumerate(u[0]):
            r = r + change * (k == t)
            h = net.W @ r + net.b + net.W_in @ now
            r = 0.7 * r + 0.3 * (np.tanh(h) if activation == "tanh" else np.maximum(h, 0.0))
        return (net.W_out @ r)[1]

    found = rnn.reach(net, u, output=1)[0]
    for t in range(7):
        steps = 1e-6 * np.eye(5)
        slopes = [(last(t, step) - last(t, -step)) / 2e-6 for step in steps]
        np.testing.assert_allclose(found[7 - t], np.linalg.norm(slopes), rtol=1e-6)


def test_one_straight_unit_keeps_a_fixed_share_in_each_step_and_all_of_it_at_a_weight_of_1():
    for w in (0.0, 0.5, 1.0, 1.2):
        found = rnn.reach(straight(np.array([[w]])), np.ones((1, 40, 1)))[0]
        np.testing.assert_allclose(found, (0.8 + 0.2 * w) ** np.arange(41), rtol=1e-12)


def test_networks_of_random_weights_have_the_numbers_of_a_loop_written_apart():
    task = tasks.evidence(64, rng=3)
    expected = {0.5: [0.185, 0.046, 0.0026], 1.0: [0.35, 0.16, 0.029], 2.0: [0.45, 0.42, 0.26]}
    trained = rnn.load("evidence")
    for gain, values in expected.items():
        net = rnn.init(32, 3, 1, rng=1, gain=gain)
        net = net._replace(W_in=trained.W_in, W_out=trained.W_out)
        mean = rnn.reach(net, task.inputs).mean(axis=0)
        np.testing.assert_allclose(mean[BACK] / mean[0], values, rtol=0.03)


def test_trained_networks_have_the_numbers_of_a_loop_written_apart():
    for name, values in {
        "evidence": [0.114, 0.068, 0.032],
        "interval": [0.136, 0.026, 0.0064],
    }.items():
        task = getattr(tasks, name)(64, rng=3)
        mean = rnn.reach(rnn.load(name), task.inputs).mean(axis=0)
        np.testing.assert_allclose(mean[BACK] / mean[0], values, rtol=0.03)


@pytest.mark.parametrize("gain", [0.5, 1.0, 1.3])
def test_many_straight_units_follow_the_closed_form(gain):
    squares = []
    for seed in range(20):
        W = gain / np.sqrt(200) * np.random.default_rng(seed).normal(size=(200, 200))
        g, size = np.ones(200) / np.sqrt(200), [1.0]
        for _ in range(20):
            g = 0.8 * g + 0.2 * g @ W
            size.append(g @ g)
        squares.append(size)
    found = np.sqrt(np.mean(squares, axis=0))
    np.testing.assert_allclose(found, rnn.reach_theory(gain, 20), rtol=0.1)


def test_without_weights_only_the_leak_counts_and_without_a_leak_only_the_weights():
    n = np.arange(31)
    np.testing.assert_allclose(rnn.reach_theory(0.0, 30, alpha=0.2), 0.8**n, rtol=1e-12)
    np.testing.assert_allclose(rnn.reach_theory(1.7, 30, alpha=1.0), 1.7**n, rtol=1e-12)


def test_slopes_that_no_float_holds_are_refused_and_so_is_an_output_that_is_not_there():
    net = straight(np.array([[0.5]]))
    with pytest.raises(ValueError, match="output is 1"):
        rnn.reach(net, np.ones((1, 3, 1)), output=1)
    huge = net._replace(W=np.array([[1e6]]), W_out=np.array([[1e6]]), W_in=np.array([[1e-300]]))
    with pytest.raises(ValueError, match="slopes grow beyond all bounds"):
        rnn.reach(huge, np.ones((1, 60, 1)))
