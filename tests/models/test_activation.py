"""Activation functions against mpmath, SciPy and their own definitions."""

import warnings

import mpmath
import numpy as np
import pytest
from scipy.special import expit

from course.models import activation
from course.models.activation import (
    derivative,
    net_input,
    neuron_sigmoid,
    relu,
    sigmoid,
    step,
    tanh,
)

mpmath.mp.dps = 60
SMOOTH = ("sigmoid", "tanh", "neuron_sigmoid")
TRUTH = {
    "linear": lambda x: x,
    "relu": lambda x: max(x, mpmath.mpf(0)),
    "step": lambda x: mpmath.mpf(x >= 0),
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "tanh": mpmath.tanh,
    "neuron_sigmoid": lambda x: 100 / (1 + mpmath.exp(-(x + 50) / 3)),
}
SLOPE = {  # by hand, in forms without cancellation
    "linear": lambda x: mpmath.mpf(1),
    "relu": lambda x: mpmath.mpf(x > 0),
    "step": lambda x: mpmath.mpf(0),
    "sigmoid": lambda x: 1 / (2 + mpmath.exp(x) + mpmath.exp(-x)),
    "tanh": lambda x: mpmath.sech(x) ** 2,
    "neuron_sigmoid": lambda x: (
        mpmath.mpf(100) / 3 / (2 + mpmath.exp((x + 50) / 3) + mpmath.exp(-(x + 50) / 3))
    ),
}


def inputs():
    """Points of both signs from 1e-8 to 1e6, and those where exponentials over- and underflow."""
    size = np.concatenate([np.logspace(-8, 6, 57), [1.0, 36.7, 37.5, 709.0, 710.5, 744.0, 746.0]])
    return np.concatenate([-size[::-1], size])


def few_ulp(result, truth, x, condition):
    """A few ulp, plus what an input rounded by one ulp changes."""
    for value, exact, point in zip(result, truth, x):
        if abs(exact) < 1e-300:  # subnormal results have fewer digits
            assert abs(value - exact) < 1e-300
        else:
            error = float(abs((mpmath.mpf(float(value)) - exact) / exact))
            assert error < (4 + condition(point)) * 2.3e-16, point


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.mark.parametrize("name", TRUTH)
def test_values_are_right_to_a_few_ulp_up_to_a_million(name):
    x = inputs()
    # the neuron's sigmoid rounds (x - V_half) / k before its exponential
    condition = (lambda p: 4 * abs(p + 50)) if name == "neuron_sigmoid" else (lambda p: 0)
    result = getattr(activation, name)(x)
    few_ulp(result, [TRUTH[name](mpmath.mpf(p)) for p in x], x, condition)
    assert np.isfinite(result).all()


@pytest.mark.parametrize("name", SLOPE)
def test_derivatives_are_right_to_a_few_ulp_up_to_a_million(name):
    x = inputs()
    condition = (lambda p: 4 * abs(p + 50)) if name == "neuron_sigmoid" else (lambda p: 0)
    result = derivative(getattr(activation, name))(x)
    few_ulp(result, [SLOPE[name](mpmath.mpf(p)) for p in x], x, condition)
    assert np.isfinite(result).all()


@pytest.mark.parametrize("name", SMOOTH)
def test_the_slopes_above_are_those_of_the_truths(name):
    for x in (-70.0, -3.0, -0.5, 0.0, 0.2, 2.0, 30.0):
        assert mpmath.almosteq(mpmath.diff(TRUTH[name], x), SLOPE[name](mpmath.mpf(x)), 1e-20)


def test_the_complex_step_gives_the_sigmoids_derivative():
    x, h = np.linspace(-30, 30, 121), 1e-150
    by_step = (1 / (1 + np.exp(-(x + 1j * h)))).imag / h
    # 1 + exp(-x) rounds once more than our form does
    np.testing.assert_allclose(derivative(sigmoid)(x), by_step, rtol=2e-15)


def test_the_sigmoid_is_scipys_expit():
    np.testing.assert_allclose(sigmoid(inputs()), expit(inputs()), rtol=1e-15, atol=1e-307)


def test_tanh_is_a_stretched_sigmoid():
    x = np.linspace(-20, 20, 401)
    np.testing.assert_allclose(tanh(x), 2 * sigmoid(2 * x) - 1, atol=5e-16)


def test_the_sigmoid_is_odd_about_one_half():
    x = np.linspace(0, 30, 61)
    np.testing.assert_allclose(sigmoid(x) + sigmoid(-x), 1, rtol=5e-16)


def test_the_neurons_sigmoid_is_half_at_V_half_with_slope_q_over_4_k():
    assert neuron_sigmoid(-42.0, Q=80.0, V_half=-42.0, k=5.0) == 40.0
    assert derivative(neuron_sigmoid)(-42.0, Q=80.0, V_half=-42.0, k=5.0) == 4.0
    assert neuron_sigmoid(1e6, Q=80.0) == 80.0


def test_what_happens_at_zero():
    assert step(0.0) == 1.0 and step(-0.0) == 1.0
    assert np.isnan(derivative(step)(0.0))
    assert relu(0.0) == 0.0 and derivative(relu)(0.0) == 0.0
    assert sigmoid(0.0) == 0.5 and derivative(sigmoid)(0.0) == 0.25
    assert tanh(0.0) == 0.0 and derivative(tanh)(0.0) == 1.0


@pytest.mark.parametrize("name", TRUTH)
def test_shapes_are_kept_and_inputs_left_alone(name):
    fn = getattr(activation, name)
    for call in (fn, derivative(fn)):
        x = np.linspace(-1, 1, 6).reshape(2, 3)
        before = x.copy()
        assert call(x).shape == (2, 3) and type(call(2)) is float
        assert call([1, 2]).shape == (2,)
        np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("name", TRUTH)
def test_bad_input_is_named(name):
    fn = getattr(activation, name)
    for call in (fn, derivative(fn)):
        with pytest.raises(ValueError, match="x is nan"):
            call(np.nan)
        with pytest.raises(ValueError, match=r"x\[1\] is inf"):
            call([0, np.inf])


def test_bad_parameters_of_the_neurons_sigmoid_are_named():
    with pytest.raises(ValueError, match=r"k is 0\.0; allowed is from 1e-06 to 1e\+09 mV"):
        neuron_sigmoid(0.0, k=0.0)
    with pytest.raises(ValueError, match="Q is -1"):
        neuron_sigmoid(0.0, Q=-1)
    with pytest.raises(ValueError, match="V_half is nan"):
        derivative(neuron_sigmoid)(0.0, V_half=np.nan)


@pytest.mark.parametrize("fn", [np.sin, "sigmoid", None, []])
def test_only_the_modules_functions_have_a_derivative(fn):
    with pytest.raises(ValueError, match="allowed is one of linear, relu, step"):
        derivative(fn)


def test_the_net_input_is_the_sum_over_senders():
    rng = np.random.default_rng(0)
    a, W, b = rng.normal(size=(7, 5, 4)), rng.normal(size=(3, 4)), rng.normal(size=3)
    expected = np.zeros((7, 5, 3))
    for trial in np.ndindex(7, 5):
        for i in range(3):
            expected[trial][i] = b[i] + sum(W[i, j] * a[trial][j] for j in range(4))
    # four products summed in another order: a few ulp of terms of size 1 to 10
    np.testing.assert_allclose(net_input(a, W, b), expected, atol=1e-14)
    np.testing.assert_allclose(net_input(a[0, 0], W, b), expected[0, 0], atol=1e-14)
    np.testing.assert_allclose(net_input(a[0], W[1], b[1]), expected[0, :, 1], atol=1e-14)


def test_weights_run_to_the_row_from_the_column():
    np.testing.assert_array_equal(net_input([1, 0], [[1, 2], [3, 4]]), [1, 3])
    assert type(net_input([1, 2], [3, 4])) is float


def test_shapes_that_do_not_fit_are_named():
    with pytest.raises(ValueError, match=r"a has shape \(3,\); allowed is \(\.\.\., 2\)"):
        net_input(np.ones(3), np.ones((3, 2)))
    with pytest.raises(ValueError, match=r"b has shape \(2,\); allowed is \(\) or \(3,\)"):
        net_input(np.ones(2), np.ones((3, 2)), np.ones(2))
    with pytest.raises(ValueError, match=r"W has shape \(\)"):
        net_input(np.ones(2), 1.0)
    with pytest.raises(ValueError, match=r"a has shape \(\)"):
        net_input(1.0, np.ones(2))
    with pytest.raises(ValueError, match=r"W\[0, 1\] is nan"):
        net_input(np.ones(2), [[0, np.nan]])


def test_a_net_input_of_0_is_0_though_tenths_do_not_add_up():
    assert 0.1 + 0.2 - 0.3 > 0
    assert activation.net_input([1.0, 1.0], [0.1, 0.2], -0.3) == 0.0
    assert activation.net_input([[1.0, 1.0], [1.0, 2.0]], [[0.1, 0.2]], [-0.3]).tolist() == [
        [0.0],
        [pytest.approx(0.2)],
    ]
