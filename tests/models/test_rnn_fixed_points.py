"""Fixed points against scalar equations, runs of the network, and published shapes of answers."""

import numpy as np
import pytest
from scipy.optimize import brentq

from course.models import rnn


def one_unit(w, alpha=0.2):
    return rnn.RNN(
        np.array([[w]]), np.zeros(1), np.ones((1, 1)), np.ones((1, 1)), np.zeros(1), alpha
    )


def states(net, inputs, number, seed=0):
    """Rates that random starts reach after up to sixty steps."""
    rng = np.random.default_rng(seed)
    r = rng.uniform(-1, 1, (number, len(net.b))) * rng.uniform(0, 1, (number, 1))
    for _ in range(30):
        r = (1 - net.alpha) * r + net.alpha * np.tanh(r @ net.W.T + net.b + net.W_in @ inputs)
    return np.concatenate([r, rng.uniform(-1, 1, (number, len(net.b)))])


def test_a_single_unit_rests_where_its_scalar_equation_does():
    found = rnn.fixed_points(one_unit(2.0), [0.0], np.linspace(-1, 1, 9)[:, None])
    high = brentq(lambda r: np.tanh(2.0 * r) - r, 0.5, 1.0, xtol=1e-14)
    np.testing.assert_allclose(found.r[:, 0], [-high, 0.0, high], atol=1e-9)
    mu = 0.8 + 0.2 * 2.0 * (1 - found.r[:, 0] ** 2)
    np.testing.assert_allclose(found.size[:, 0], mu, rtol=1e-9)
    np.testing.assert_allclose(found.time, -20.0 / np.log(mu), rtol=1e-6)
    assert found.time[1] < 0 < found.time[0]


def test_a_point_without_recurrence_is_left_by_nobody():
    found = rnn.fixed_points(one_unit(0.0), [0.3], [[0.0]], dt=10.0)
    np.testing.assert_allclose(found.r, [[np.tanh(0.3)]], atol=1e-12)
    np.testing.assert_allclose(found.time, -10.0 / np.log(0.8))


def test_the_choice_has_two_attractors_and_a_saddle_between_them():
    net = rnn.load("evidence")
    found = rnn.fixed_points(net, np.zeros(3), states(net, np.zeros(3), 30))
    np.testing.assert_allclose(found.z[:, 0], [-0.445, -0.070, 0.466], atol=5e-4)
    np.testing.assert_allclose(found.size[:, 0], [0.890, 1.264, 0.882], atol=5e-4)
    np.testing.assert_allclose(found.time, [171, -85, 159], atol=1.0)
    assert (found.size[1] > 1.0).sum() == 1


def test_runs_from_either_side_of_the_saddle_part():
    net = rnn.load("evidence")
    found = rnn.fixed_points(net, np.zeros(3), states(net, np.zeros(3), 30))
    ends = []
    for side in (-0.01, 0.01):
        r = found.r[1] + side * found.away[1]
        for _ in range(400):
            r = (1 - net.alpha) * r + net.alpha * np.tanh(net.W @ r + net.b)
        ends.append(r)
    ends.sort(key=lambda r: (net.W_out @ r)[0])
    np.testing.assert_allclose(ends, found.r[[0, 2]], atol=1e-6)


def test_the_clock_turns_around_a_point_that_it_leaves():
    net = rnn.load("interval")
    found = rnn.fixed_points(net, [1.0, 0.0], states(net, np.array([1.0, 0.0]), 30))
    assert len(found.r) == 1
    np.testing.assert_allclose(found.size[0, :2], 1.110, atol=5e-4)
    np.testing.assert_allclose(np.abs(found.angle[0, :2]), 0.121, atol=5e-4)


@pytest.mark.parametrize(
    ("u", "starts", "told"), [([0.0], [[0.0]], "u has shape"), (np.zeros(3), [[0.0]], "starts")]
)
def test_shapes_that_do_not_fit_are_refused(u, starts, told):
    with pytest.raises(ValueError, match=told):
        rnn.fixed_points(rnn.load("evidence"), u, starts)
