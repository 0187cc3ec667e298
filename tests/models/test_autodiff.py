"""Slopes that nodes find against closed forms, differences and back-propagation by matrices."""

import math

import numpy as np
import pytest

from course.models import perceptron
from course.models.autodiff import Node

XOR = perceptron.gate("XOR")


def loss(p):
    """The mean cross entropy of a network 2-3-1 on XOR; p holds 13 weights."""
    total = 0.0
    for (x1, x2), t in zip(XOR.X.tolist(), XOR.y.tolist()):
        a = [(p[3 * i] * x1 + p[3 * i + 1] * x2 + p[3 * i + 2]).tanh() for i in range(3)]
        z = p[9] * a[0] + p[10] * a[1] + p[11] * a[2] + p[12]
        total = total + ((z.exp() + 1.0).log() - z * t) * 0.25
    return total


def slopes(values):
    p = [Node(value) for value in values]
    end = loss(p)
    end.backward()
    return end.value, np.array([one.grad for one in p])


WEIGHTS = np.random.default_rng(1).normal(size=13)


def test_a_parent_that_is_used_twice_collects_twice():
    x = Node(3.0)
    y = x * x + x
    y.backward()
    y.backward()  # which begins anew
    assert (y.value, x.grad) == (12.0, 7.0)


def test_every_operation_has_its_own_slope():
    for value in (0.3, 1.7):
        x = Node(value)
        y = (x.exp() - 2.0 * x.log()) * x.tanh() + (1.0 - x)
        y.backward()
        a = math.tanh(value)
        inner, by_inner = math.exp(value) - 2 * math.log(value), math.exp(value) - 2 / value
        assert y.value == pytest.approx(inner * a + 1 - value, rel=1e-14)
        assert x.grad == pytest.approx(by_inner * a + inner * (1 - a * a) - 1, rel=1e-13)


def test_a_shared_node_waits_for_all_that_it_hands_to():
    a = Node(0.5)
    b = a.tanh()
    c = b * a + b
    c.backward()
    t = math.tanh(0.5)
    assert a.grad == pytest.approx((1 - t * t) * 1.5 + t, rel=1e-14)
    assert a.grad == pytest.approx(1.6418, abs=1e-4)


def test_the_slopes_of_a_network_are_those_of_differences():
    h = 1e-5
    _, found = slopes(WEIGHTS)
    for i, step in enumerate(h * np.eye(13)):
        up, down = (loss([Node(v) for v in WEIGHTS + way * step]).value for way in (1, -1))
        assert found[i] == pytest.approx((up - down) / (2 * h), abs=1e-9)


def test_the_slopes_of_a_network_are_those_of_the_matrices():
    W = WEIGHTS[:9].reshape(3, 3)
    net = perceptron.MLP(W[:, :2], W[:, 2], WEIGHTS[None, 9:12], WEIGHTS[12:])
    value, by_matrix = perceptron.gradients(net, *XOR)
    mine_value, mine = slopes(WEIGHTS)
    assert mine_value == pytest.approx(value, rel=1e-14)
    np.testing.assert_allclose(mine[:9].reshape(3, 3)[:, :2], by_matrix.W1, atol=1e-14)
    np.testing.assert_allclose(mine[2:9:3], by_matrix.b1, atol=1e-14)
    np.testing.assert_allclose(mine[9:12], by_matrix.W2[0], atol=1e-14)
    assert mine[12] == pytest.approx(by_matrix.b2[0], abs=1e-14)


def test_a_long_chain_is_no_deeper_than_memory():
    x = Node(0.0)
    y = x
    for _ in range(5000):
        y = y + 1.0
    y.backward()
    assert (y.value, x.grad) == (5000.0, 1.0)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Node("three"), "value is"),
        (lambda: Node(float("nan")), "value is"),
        (lambda: Node(1.0) + "x", "value is"),
        (lambda: Node(0.0).log(), "value is 0"),
        (lambda: Node(1000.0).exp(), "value is 1000"),
        (lambda: Node(1.0, (Node(2.0),)), "slopes has 0 values"),
    ],
)
def test_what_is_no_number_or_has_no_slope_is_refused_in_words(make, told):
    with pytest.raises(ValueError, match=told):
        make()
