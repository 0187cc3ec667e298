"""Networks of any depth against differences, one hidden layer, and the theory of wide layers."""

import math

import numpy as np
import pytest
from scipy import integrate

from course.models import perceptron
from course.models.perceptron import deep, kernel

ACTIVATIONS = ("relu", "tanh", "sigmoid")


def network(activation, sizes=(2, 5, 4, 1), rng=1):
    """Random weights and biases, so that no slope is 0 by accident."""
    rng = np.random.default_rng(rng)
    net = deep.init(sizes, rng=rng, activation=activation)
    return net._replace(biases=tuple(0.3 * rng.normal(size=b.shape) for b in net.biases))


def loss_of(net, X, t, l2):
    """The loss as the module's docstring states it, example by example."""
    total = l2 / 2 * sum(np.sum(W**2) for W in net.weights)
    for x, goal in zip(X, t):
        for W, b in zip(net.weights, net.biases):
            n = W @ x + b
            x = {"relu": np.maximum(n, 0), "tanh": np.tanh(n), "sigmoid": 1 / (1 + np.exp(-n))}[
                net.activation
            ]
        y = 1 / (1 + math.exp(-n[0]))
        total -= (goal * math.log(y) + (1 - goal) * math.log(1 - y)) / len(t)
    return total


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_slopes_of_every_layer_agree_with_central_differences(activation, plain):
    net = network(activation)
    X, t = deep.points("spiral", 8, rng=3)
    _, slopes = deep.gradients(net, X, t, l2=0.01, plain=plain)
    for kind in ("weights", "biases"):
        for k, part in enumerate(getattr(net, kind)):
            for index in np.ndindex(part.shape):
                sides = []
                for step in (1e-5, -1e-5):
                    parts = [p.copy() for p in getattr(net, kind)]
                    parts[k][index] += step
                    moved = net._replace(**{kind: tuple(parts)})
                    sides.append(loss_of(moved, X, t, 0.01))
                truth = (sides[0] - sides[1]) / 2e-5
                assert getattr(slopes, kind)[k][index] == pytest.approx(truth, abs=1e-8)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_with_one_hidden_layer_it_is_the_multi_layer_perceptron(activation):
    net = network(activation, (2, 4, 1))
    mlp = perceptron.MLP(
        net.weights[0], net.biases[0], net.weights[1], net.biases[1], activation, "sigmoid"
    )
    X, t = deep.points("xor", 30, rng=1)
    loss, slopes = deep.gradients(net, X, t)
    same, others = perceptron.gradients(mlp, X, t)
    assert loss == pytest.approx(same, rel=1e-12)
    assert slopes.weights[0] == pytest.approx(others.W1, rel=1e-10)
    assert slopes.biases[0] == pytest.approx(others.b1, rel=1e-10)
    assert slopes.weights[1] == pytest.approx(others.W2, rel=1e-10)
    assert deep.forward(net, X)[-1] == pytest.approx(perceptron.forward(mlp, X).y, rel=1e-12)


def test_a_fit_is_the_literal_descent_through_the_batches_of_its_orders():
    net, (X, t) = network("tanh"), deep.points("circle", 23, rng=2)
    fit = deep.fit(net, X, t, rng=5, rate=0.2, batch=5, epochs=3, l2=0.01)
    rng = np.random.default_rng(5)
    for epoch in [rng.permutation(len(t)) for _ in range(3)]:
        for k in range(0, len(t), 5):
            rows = epoch[k : k + 5]
            _, slopes = deep.gradients(net, X[rows], t[rows], l2=0.01, plain=True)
            net = net._replace(
                weights=tuple(W - 0.2 * d for W, d in zip(net.weights, slopes.weights)),
                biases=tuple(b - 0.2 * d for b, d in zip(net.biases, slopes.biases)),
            )
    for ours, literal in zip((*fit.net.weights, *fit.net.biases), (*net.weights, *net.biases)):
        assert ours == pytest.approx(literal, rel=1e-10, abs=1e-13)


def test_a_rate_that_is_too_large_is_told():
    fit = deep.fit(network("relu"), *deep.points("circle", 40, rng=1), rng=1, rate=1e5, epochs=50)
    assert fit.diverged and len(fit.loss) < 50


@pytest.mark.parametrize("name", deep.POINTS)
def test_points_of_both_classes_lie_where_they_should(name):
    X, y = deep.points(name, 400, rng=4)
    one, other = X[y == 1], X[y == 0]
    assert len(one) == len(other) == 200
    r = [np.hypot(*part.T) for part in (one, other)]
    if name == "circle":
        assert r[0].max() <= 0.5 and r[1].min() >= 0.7 and r[1].max() <= 1.0
    if name == "xor":
        assert (np.prod(one, axis=1) < 0).all() and (np.prod(other, axis=1) > 0).all()
        assert np.abs(X).min() >= 0.05
    if name == "gaussians":
        assert one.mean(axis=0) == pytest.approx([0.4, 0.4], abs=0.06)  # four standard errors
        assert one.std(axis=0) == pytest.approx([0.2, 0.2], abs=0.04)
    if name == "spiral":  # one arm is the other, turned by half a turn
        assert one == pytest.approx(-other, abs=1e-12)


@pytest.mark.parametrize(
    ("activation", "gain"), [("relu", 1.0), ("relu", 2.0), ("tanh", 0.5), ("tanh", 2.5),
                             ("sigmoid", 2.0)]
)  # fmt: skip
def test_random_layers_carry_signals_and_errors_as_wide_ones_do(activation, gain):
    found = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        net = deep.init([200] * 9 + [1], rng=rng, activation=activation, gain=gain)
        found.append(deep.flow(net, rng.normal(size=(10, 200))))
    theory = deep.flow_theory(gain, 8, activation=activation)
    for side in ("forward", "backward"):
        middle = np.exp(np.mean([np.log(getattr(one, side)) for one in found], axis=0))
        assert middle == pytest.approx(getattr(theory, side), rel=0.1)


def test_the_theory_of_one_layer_is_an_integral_over_the_normal_distribution():
    def mean(function):
        def weighted(z):
            return function(z) * math.exp(-z * z / 2) / math.sqrt(2 * math.pi)

        return integrate.quad(weighted, -10, 10, epsabs=1e-12)[0]

    flow = deep.flow_theory(1.5, 2, activation="tanh", size=0.8)
    q1 = (1.5 * 0.8) ** 2
    assert flow.forward[0] ** 2 == pytest.approx(mean(lambda z: math.tanh(math.sqrt(q1) * z) ** 2))
    slope = mean(lambda z: math.cosh(math.sqrt(q1) * z) ** -4)
    assert flow.backward[0] == pytest.approx(1.5 * math.sqrt(slope))
    assert flow.backward[1] == 1.0


def test_a_gain_of_root_two_keeps_what_goes_through_relus_and_a_sigmoid_takes_three_quarters():
    kept = deep.flow_theory(math.sqrt(2.0), 30, activation="relu")
    assert kept.forward == pytest.approx(np.ones(30))
    assert kept.backward == pytest.approx(np.ones(30))
    lost = deep.flow_theory(1.0, 30, activation="sigmoid").backward
    assert (lost[:-1] / lost[1:] < 0.25).all()


def test_layers_that_do_not_fit_are_refused_by_name():
    net = network("tanh")
    with pytest.raises(ValueError, match=r"weights\[1\] has shape"):
        deep.forward(net._replace(weights=(net.weights[0], *net.weights[:2])), [[0.0, 0.0]])
    with pytest.raises(ValueError, match=r"sizes\[1\] is 0"):
        deep.init([2, 0, 1], rng=1)
    with pytest.raises(ValueError, match="net has no hidden layer"):
        deep.flow(deep.init([2, 1], rng=1), [[0.0, 0.0]])


def test_the_exponential_without_a_library_is_right_to_its_last_digit():
    x = np.concatenate([np.linspace(0.0, 40.0, 4001), np.linspace(40.0, 699.0, 500)])
    found = np.array([kernel.exp_minus(value) for value in x])
    np.testing.assert_allclose(found, np.exp(-x), rtol=4.5e-16, atol=0)
    assert kernel.exp_minus(1e9) == 0.0 and math.isnan(kernel.exp_minus(math.nan))
