"""Back-propagation against central differences, automatic differentiation and plain NumPy."""

import numpy as np
import pytest

from course.models import perceptron as mlp
from course.models.perceptron import gate


def examples(output, K=2):
    rng = np.random.default_rng(1)
    y = rng.uniform(size=(7, K)) if output == "sigmoid" else rng.normal(size=(7, K))
    return rng.normal(size=(7, 3)), y


def loss_of(np_like, W1, b1, W2, b2, activation, output, X, y):
    """The loss as the module's docstring states it."""
    n = np_like.dot(X, W1.T) + b1
    a = {
        "relu": lambda: np_like.maximum(n, 0.0),
        "tanh": lambda: np_like.tanh(n),
        "sigmoid": lambda: 1 / (1 + np_like.exp(-n)),
    }[activation]()
    z = np_like.dot(a, W2.T) + b2
    if output == "linear":
        return np_like.sum((z - y) ** 2) / 2 / len(X)
    p = 1 / (1 + np_like.exp(-z))
    return -np_like.sum(y * np_like.log(p) + (1 - y) * np_like.log(1 - p)) / len(X)


CASES = [(a, o) for a in ("relu", "tanh", "sigmoid") for o in ("linear", "sigmoid")]


@pytest.mark.parametrize("activation,output", CASES)
def test_gradients_agree_with_central_differences_to_1e_7(activation, output):
    net = mlp.init(3, 5, 2, rng=2, activation=activation, output=output)
    X, y = examples(output)
    loss, slopes = mlp.gradients(net, X, y)
    assert loss == pytest.approx(loss_of(np, *net, X, y), rel=1e-12)
    for k in range(4):
        for index in np.ndindex(net[k].shape):
            change = [w.copy() for w in net[:4]]
            sides = []
            for step in (1e-5, -1e-5):
                change[k][index] = net[k][index] + step
                sides.append(loss_of(np, *change, activation, output, X, y))
            assert slopes[k][index] == pytest.approx((sides[0] - sides[1]) / 2e-5, abs=1e-7)


@pytest.mark.parametrize("size", [0.1, 1.0, 30.0])
@pytest.mark.parametrize("activation,output", CASES)
def test_the_plain_equations_and_the_compiled_ones_give_the_same(activation, output, size):
    net = mlp.init(3, 5, 2, rng=4, activation=activation, output=output)
    net = net._replace(W1=size * net.W1, W2=size * net.W2)
    X, y = examples(output)
    loss, slopes = mlp.gradients(net, X, y)
    same_loss, same_slopes = mlp.gradients(net, X, y, plain=True)
    assert loss == pytest.approx(same_loss, rel=1e-12)
    for ours, plain in zip(slopes[:4], same_slopes[:4]):
        np.testing.assert_allclose(ours, plain, rtol=1e-9, atol=1e-12)
    assert slopes[4:] == same_slopes[4:] == net[4:]


@pytest.mark.parametrize("activation,output", CASES)
def test_gradients_agree_with_automatic_differentiation(activation, output):
    autograd = pytest.importorskip("autograd")
    import autograd.numpy as anp

    net = mlp.init(3, 5, 2, rng=3, activation=activation, output=output)
    X, y = examples(output)
    _, slopes = mlp.gradients(net, X, y)
    exact = autograd.grad(lambda p: loss_of(anp, *p, activation, output, X, y))(tuple(net[:4]))
    for ours, theirs in zip(slopes, exact):
        np.testing.assert_allclose(ours, theirs, atol=1e-13)  # rounding


@pytest.mark.parametrize("activation,output", CASES)
def test_fit_is_the_literal_descent(activation, output):
    net = mlp.init(3, 5, 2, rng=4, activation=activation, output=output)
    X, y = examples(output)
    ours = mlp.fit(net, X, y, rate=0.1, epochs=20)
    p, loss = list(net[:4]), []
    for _ in range(20):
        loss.append(loss_of(np, *p, activation, output, X, y))
        _, g = mlp.gradients(mlp.MLP(*p, activation, output), X, y)
        p = [w - 0.1 * d for w, d in zip(p, g)]
    np.testing.assert_allclose(ours.loss[:-1], loss, rtol=1e-11)
    for w, v in zip(ours.mlp, p):
        np.testing.assert_allclose(w, v, atol=1e-12)


def test_forward_is_the_two_lines_of_the_docstring():
    net = mlp.init(3, 5, 2, rng=5, activation="sigmoid")
    X, _ = examples("sigmoid")
    out = mlp.forward(net, X)
    hidden = 1 / (1 + np.exp(-(X @ net.W1.T + net.b1)))
    np.testing.assert_allclose(out.hidden, hidden, atol=1e-15)
    np.testing.assert_allclose(out.y, 1 / (1 + np.exp(-(hidden @ net.W2.T + net.b2))), atol=1e-15)


def test_xor_is_learned_from_most_starts_but_not_from_all():
    """Two hidden units suffice; some starts end in a local minimum or on a plateau."""
    X, y = gate("XOR")
    learned = 0
    for seed in range(40):
        net = mlp.init(2, 2, rng=seed, activation="tanh")
        end = mlp.fit(net, X, y, rate=0.5, epochs=5000)
        learned += np.array_equal(mlp.forward(end.mlp, X).y[:, 0] > 0.5, y > 0.5)
    assert 20 <= learned < 40


def test_fitting_in_two_parts_is_fitting_in_one():
    X, y = gate("XOR")
    net = mlp.init(2, 3, rng=1)
    whole = mlp.fit(net, X, y, epochs=50)
    half = mlp.fit(net, X, y, epochs=25)
    rest = mlp.fit(half.mlp, X, y, epochs=25)
    np.testing.assert_array_equal(np.concatenate([half.loss, rest.loss[1:]]), whole.loss)


def test_a_rate_that_diverges_is_said_and_leaves_finite_weights():
    rng = np.random.default_rng(6)
    X = rng.normal(size=(50, 1))
    net = mlp.init(1, 5, rng=0, activation="relu", output="linear")
    end = mlp.fit(net, X, np.sin(X), rate=50.0, epochs=1000)
    assert end.diverged
    assert 1 <= len(end.loss) < 1001
    assert np.all(np.isfinite(end.loss))
    assert all(np.all(np.isfinite(w)) for w in end.mlp[:4])
    assert mlp.gradients(end.mlp, X, np.sin(X))[0] == pytest.approx(end.loss[-1], rel=1e-12)
    assert not mlp.fit(net, X, np.sin(X), rate=0.01, epochs=100).diverged


def test_inputs_far_away_stay_finite():
    net = mlp.init(1, 4, rng=7)
    X, y = np.array([[1e6], [-1e6]]), np.array([1.0, 0.0])
    for activation in ("tanh", "sigmoid"):
        loss, slopes = mlp.gradients(net._replace(activation=activation), X, y)
        assert np.isfinite(loss)
        assert all(np.all(np.isfinite(g)) for g in slopes[:4])


@pytest.mark.parametrize(
    "call,named",
    [
        (lambda n: mlp.fit(n, [[1, 2]], [1], rate=-1.0), "rate"),
        (lambda n: mlp.fit(n, [[1, 2]], [1], epochs=0), "epochs"),
        (lambda n: mlp.fit(n, [[1, 2, 3]], [1]), "X"),
        (lambda n: mlp.fit(n, [[1, 2]], [1, 0]), "y"),
        (lambda n: mlp.fit(n, [[1, 2]], [2]), "y"),
        (lambda n: mlp.fit(n._replace(activation="cos"), [[1, 2]], [1]), "activation"),
        (lambda n: mlp.fit(n._replace(b1=np.ones(9)), [[1, 2]], [1]), "b1"),
        (lambda n: mlp.forward(n, [[np.nan, 0]]), "X"),
        (lambda n: mlp.init(0, 2, rng=0), "D"),
        (lambda n: mlp.init(2, 2, rng=0, output="softmax"), "output"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=f"^{named}"):
        call(mlp.init(2, 3, rng=0))


def test_first_weights_lie_on_both_sides_of_zero_within_glorots_bound():
    net = mlp.init(30, 50, 20, rng=0)
    for layer, bound in zip(net[:4], np.sqrt(6 / np.array([80.0, 80.0, 70.0, 70.0]))):
        assert -bound <= layer.min() < -0.5 * bound < 0.5 * bound < layer.max() <= bound
