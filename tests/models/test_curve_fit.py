"""More hidden units follow a curve more closely; the gradient behind the polish is right."""

import numpy as np
import pytest
from scipy import optimize

from course.models import curve_fit, perceptron

x = np.linspace(-3, 3, 120)
y = np.sin(2 * x) + 0.3 * x


@pytest.mark.parametrize("activation", curve_fit.ACTIVATIONS)
def test_the_gradient_is_a_central_differences(activation):
    p = np.random.default_rng(1).normal(size=10)
    _, slope = curve_fit.model.loss_and_slope(p, x, y, activation)
    numeric = optimize.approx_fprime(
        p, lambda q: curve_fit.model.loss_and_slope(q, x, y, activation)[0], 1e-7
    )
    np.testing.assert_allclose(slope, numeric, atol=1e-5)  # one-sided, step 1e-7


@pytest.mark.parametrize("activation", curve_fit.ACTIVATIONS)
def test_the_error_falls_as_units_are_added(activation):
    errors = [
        curve_fit.fit_curve(x, y, n, activation=activation, polish=0).error for n in (2, 8, 32)
    ]
    assert errors[0] > errors[1] > errors[2]
    assert errors[2] < 0.01  # 1 % of the curve's amplitude


@pytest.mark.parametrize("activation", curve_fit.ACTIVATIONS)
def test_polish_never_makes_it_worse_and_forward_agrees(activation):
    plain = curve_fit.fit_curve(x, y, 6, activation=activation, polish=0)
    fine = curve_fit.fit_curve(x, y, 6, activation=activation)
    assert fine.error <= plain.error
    drawn = perceptron.forward(fine, x[:, None]).y[:, 0]
    assert np.sqrt(np.mean((drawn - y) ** 2)) == pytest.approx(fine.error, rel=1e-9)


def test_relu_units_interpolate_a_polygon_exactly():
    """n kinks at the knots and a line through them: y is piecewise linear with n pieces."""
    knots = np.linspace(0, 4, 5)
    fine = np.linspace(0, 4, 41)
    corner = np.interp(fine, knots, [0, 1, -1, 2, 0])
    assert curve_fit.fit_curve(fine, corner, 4, activation="relu", polish=0).error < 1e-12


@pytest.mark.parametrize(
    "call,named",
    [
        (lambda: curve_fit.fit_curve([0, 0], [1, 2], 3), "x"),
        (lambda: curve_fit.fit_curve([0], [1], 3), "x"),
        (lambda: curve_fit.fit_curve([0, 1], [1], 3), "y"),
        (lambda: curve_fit.fit_curve([0, 1], [1, 2], 0), "n"),
        (lambda: curve_fit.fit_curve([0, 1], [1, 2], 3, activation="step"), "activation"),
        (lambda: curve_fit.fit_curve([0, 1], [1, 2], 3, polish=-1), "polish"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=f"^{named}"):
        call()


def test_polish_is_200_steps_where_nothing_else_is_said():
    tangled = np.sin(9.0 * x) + 0.3 * np.sin(40.0 * x)

    def error(**options):
        return curve_fit.fit_curve(x, tangled, 6, **options).error

    assert error() == error(polish=200) != error(polish=201)
