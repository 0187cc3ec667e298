"""The learning rule by hand, the convergence bound, and what no line separates."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import optimize

from course.models import perceptron
from course.models.perceptron import CORNERS, GATES, Perceptron, gate


def literal(X, y, rate, epochs):
    """The rule as it is written, one line each."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        mistakes.append(0)
        for x, t in zip(X, y):
            out = 1 if x @ w + b > 0 else 0
            w, b = w + rate * (t - out) * x, b + rate * (t - out)
            mistakes[-1] += t != out
        if mistakes[-1] == 0:
            break
    return w, b, mistakes


@pytest.mark.parametrize("seed", range(4))
def test_training_is_the_literal_rule(seed):
    X, y = perceptron.clouds(20, rng=seed, distance=2.0)
    ours = perceptron.train(X, y, rate=0.3, epochs=30)
    w, b, mistakes = literal(X, y, 0.3, 30)
    np.testing.assert_allclose(ours.perceptron.w, w, atol=1e-12)
    assert ours.perceptron.b == pytest.approx(b, abs=1e-12)
    np.testing.assert_array_equal(ours.mistakes, mistakes)
    assert len(ours.examples) == sum(mistakes) == len(ours.weights) - 1


@pytest.mark.parametrize("epochs", [1, 30])
@pytest.mark.parametrize("distance", [0.5, 2.0, 9.0])
def test_plain_training_and_the_compiled_one_are_the_same(distance, epochs):
    X, y = perceptron.clouds(15, rng=3, distance=distance, dim=3)
    start = Perceptron(np.array([0.1, -2.0, 3.0]), 0.5)
    for how in ({}, {"rng": 4}, {"rng": 5, "start": start}):
        ours = perceptron.train(X, y, rate=0.3, epochs=epochs, **how)
        plain = perceptron.train(X, y, rate=0.3, epochs=epochs, plain=True, **how)
        for name in ("weights", "biases", "examples", "mistakes", "converged"):
            np.testing.assert_array_equal(getattr(ours, name), getattr(plain, name))
            assert np.asarray(getattr(ours, name)).dtype == np.asarray(getattr(plain, name)).dtype
        for a, b in zip(ours.perceptron, plain.perceptron):
            np.testing.assert_array_equal(a, b)


def test_training_ends_with_the_first_epoch_without_a_mistake():
    X, y = perceptron.clouds(20, rng=2, distance=5.0)
    found = perceptron.train(X, y, epochs=500)
    mistakes = literal(X, y, 1.0, 500)[2]
    assert found.converged and found.mistakes.tolist() == mistakes
    assert found.mistakes[-1] == 0 and (found.mistakes[:-1] > 0).all()
    assert len(found.mistakes) > 2


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4), st.floats(0.01, 100.0))
def test_mistakes_stay_within_novikoffs_bound(seed, dim, rate):
    X, y = perceptron.clouds(8, rng=seed, distance=5.0, dim=dim)
    bound = perceptron.mistake_bound(X, y)
    assume(bound < 1e4)
    ended = perceptron.train(X, y, rate=rate, epochs=20_000, rng=seed)
    assert ended.converged
    assert len(ended.examples) <= bound * (1 + 1e-9)
    np.testing.assert_array_equal(perceptron.output(ended.perceptron, X), y)


def test_the_bounds_of_and_and_or_by_hand():
    """AND: v = (2, 2, -3) touches three corners, |v|^2 = 17; OR: (2, 2, -1), 9; R^2 = 3."""
    assert perceptron.mistake_bound(*gate("AND")) == pytest.approx(51, rel=1e-9)
    assert perceptron.mistake_bound(*gate("OR")) == pytest.approx(27, rel=1e-9)
    assert perceptron.mistake_bound(*gate("XOR")) == np.inf


def test_the_bounds_margin_is_a_quadratic_programs():
    X, y = perceptron.clouds(15, rng=3, distance=6.0)
    Z = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(30)])
    best = optimize.minimize(
        lambda v: v @ v,
        [3.0, 0.0, 0.0],
        jac=lambda v: 2 * v,
        constraints={"type": "ineq", "fun": lambda v: Z @ v - 1, "jac": lambda v: Z},
        method="SLSQP",
        options={"ftol": 1e-12},
    )
    R2 = np.max(np.sum(Z**2, axis=1))
    assert perceptron.mistake_bound(X, y) == pytest.approx(R2 * best.fun, rel=1e-6)


def test_fourteen_of_the_sixteen_gates_are_separable():
    """Minsky & Papert (1969): all but XOR and its reverse."""
    inseparable = [
        y for y in itertools.product((0, 1), repeat=4) if not perceptron.separable(CORNERS, y)
    ]
    assert inseparable == [(0, 1, 1, 0), (1, 0, 0, 1)]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 3), st.floats(0.0, 6.0))
def test_separable_is_what_linear_programming_alone_says(seed, dim, distance):
    X, y = perceptron.clouds(6, rng=seed, distance=distance, dim=dim)
    Z = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(12)])
    found = optimize.linprog(np.zeros(dim + 1), -Z, -np.ones(12), bounds=(None, None))
    assert perceptron.separable(X, y) == (found.status == 0)


def test_training_on_xor_never_ends():
    ended = perceptron.train(*gate("XOR"), epochs=5000)
    assert not ended.converged
    assert ended.mistakes.min() >= 1


@pytest.mark.parametrize("name", ["AND", "OR"])
def test_and_and_or_are_learned(name):
    X, y = gate(name)
    ended = perceptron.train(X, y)
    assert ended.converged
    np.testing.assert_array_equal(perceptron.output(ended.perceptron, X), y)


def test_xor_by_hand_is_xor():
    np.testing.assert_array_equal(perceptron.xor_by_hand(CORNERS), GATES["XOR"])
    assert perceptron.xor_by_hand([1, 0]) == 1.0


def test_learning_continues_where_it_stopped():
    X, y = perceptron.clouds(20, rng=1, distance=2.0)
    whole = perceptron.train(X, y, epochs=6)
    half = perceptron.train(X, y, epochs=3)
    rest = perceptron.train(X, y, epochs=3, start=half.perceptron)
    np.testing.assert_array_equal(rest.perceptron.w, whole.perceptron.w)


@pytest.mark.parametrize(
    "call,named",
    [
        (lambda: perceptron.train([[1.0, np.inf]], [1]), "X"),
        (lambda: perceptron.train([[1.0, 2.0]], [1, 0]), "y"),
        (lambda: perceptron.train([[1.0, 2.0]], [-1]), "y"),
        (lambda: perceptron.train([[1.0, 2.0]], [0.5]), "y"),
        (lambda: perceptron.train([[1.0]], [1], rate=0), "rate"),
        (lambda: perceptron.train([[1.0]], [1], epochs=0), "epochs"),
        (lambda: perceptron.train([[1.0]], [1], epochs=10**7 * 9), "epochs"),
        (lambda: perceptron.train([[1.0]], [1], start=Perceptron([1, 2], 0)), "start.w"),
        (lambda: gate("NAND"), "name"),
        (lambda: perceptron.clouds(0, rng=1), "n"),
        (lambda: perceptron.xor_by_hand([1, 2, 3]), "x"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=f"^{named}"):
        call()


@pytest.mark.parametrize("rate", [0.1, 0.3, 0.7, 1 / 3])
def test_the_rate_only_scales_the_course_of_a_gate_though_tenths_do_not_add_up(rate):
    """At rate 1 all is whole, so net inputs of 0 are 0; 0.1 + 0.2 - 0.3 is not."""
    for name in perceptron.GATES:
        X, y = perceptron.gate(name)
        whole, scaled = (perceptron.train(X, y, rate=r, epochs=40) for r in (1.0, rate))
        np.testing.assert_array_equal(scaled.examples, whole.examples)
        np.testing.assert_allclose(scaled.weights, rate * whole.weights, atol=1e-12)


def test_an_example_on_the_line_is_a_0_whatever_the_rounding_says():
    unit = perceptron.Perceptron(np.array([0.1, 0.2]), -0.3)
    assert 0.1 + 0.2 - 0.3 > 0
    assert perceptron.output(unit, [[1.0, 1.0], [1.0, 1.0 + 1e-9]]).tolist() == [0.0, 1.0]
