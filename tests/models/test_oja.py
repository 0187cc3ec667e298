"""Hebb's and Oja's rules against exact means, closed forms, LSODA and an eigenvector."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from course.models import oja
from course.models.oja import theory

TURN = np.array([[0.8, -0.6], [0.6, 0.8]])
C = TURN @ np.diag([1.0, 0.3]) @ TURN.T
START = np.array([0.5, -0.1])


def cloud(n, rng):
    """Inputs of mean 0 with <x x^T> = C."""
    return TURN @ (np.sqrt([[1.0], [0.3]]) * np.random.default_rng(rng).standard_normal((2, n)))


def test_the_mean_of_hebbian_weights_is_a_power_of_a_matrix():
    n, rate, runs = 20, 0.1, 4000
    x = cloud(n * runs, rng=1).reshape(2, runs, n)
    ends = np.array(
        [oja.learn(x[:, k], START, rate=rate, rule="hebb").w[:, -1] for k in range(runs)]
    )
    exact = np.linalg.matrix_power(np.eye(2) + rate * C, n) @ START
    error = ends.std(axis=0) / np.sqrt(runs)
    assert (error < 0.1 * np.abs(exact).max()).all()
    assert (np.abs(ends.mean(axis=0) - exact) < 5.0 * error).all()


def test_inputs_in_turn_make_hebb_s_rule_a_product_of_matrices():
    x = cloud(7, rng=2)
    product = START
    for column in x.T:
        product = (np.eye(2) + 0.2 * np.outer(column, column)) @ product
    found = oja.learn(x, START, rate=0.2, rule="hebb")
    np.testing.assert_allclose(found.w[:, -1], product, rtol=1e-13)
    np.testing.assert_allclose(found.y, np.sum(found.w[:, :-1] * x, axis=0), rtol=1e-13)


@pytest.mark.parametrize("rule", oja.RULES)
@pytest.mark.parametrize("w", [START, 2.5 * START, np.zeros(2)])
def test_the_closed_form_solves_the_averaged_equation(rule, w):
    def slope(_, w):
        return C @ w - (w @ C @ w) * w if rule == "oja" else C @ w

    t = np.linspace(0.0, 6.0, 13)
    lsoda = solve_ivp(slope, (0.0, 6.0), w, method="LSODA", t_eval=t, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(theory.averaged(C, w, t, rule=rule), lsoda.y, rtol=1e-7, atol=1e-9)


def test_the_tangent_of_the_angle_shrinks_with_the_difference_of_the_eigenvalues():
    t = np.linspace(0.0, 5.0, 11)
    for rule in oja.RULES:
        along, across = TURN.T @ theory.averaged(C, START, t, rule=rule)
        np.testing.assert_allclose(across / along, across[0] / along[0] * np.exp(-0.7 * t))


def test_a_small_rate_follows_the_closed_form_and_a_tenth_of_it_ten_times_as_well():
    def error(rate, rng):
        n = round(4.0 / rate)
        run = oja.learn(cloud(n, rng), START, rate=rate)
        return np.mean((run.w - theory.averaged(C, START, rate * np.arange(n + 1.0))) ** 2)

    large, small = (np.mean([error(rate, rng) for rng in range(30)]) for rate in (0.02, 0.002))
    assert small < 0.002
    assert 5.0 < large / small < 20.0  # the noise is that of 1 / rate inputs


def test_oja_s_weights_come_to_the_first_eigenvector_with_length_1():
    rng = np.random.default_rng(3)
    basis = np.linalg.qr(rng.standard_normal((6, 6)))[0]
    x = basis @ (np.sqrt([4.0, 1.0, 1.0, 0.5, 0.2, 0.1])[:, None] * rng.standard_normal((6, 8000)))
    w = oja.learn(x, rng.standard_normal(6), rate=0.002).w[:, 4000:].mean(axis=1)
    first = np.linalg.eigh(x @ x.T)[1][:, -1]
    assert abs(first @ w) > 0.99
    assert np.linalg.norm(w) == pytest.approx(1.0, abs=0.02)


def test_inputs_off_0_draw_it_to_the_correlations_and_not_to_the_covariances():
    x = cloud(6000, rng=4) + (TURN @ [0.0, 2.0])[:, None]  # off by 2 across the long axis
    w = oja.learn(x, START, rate=0.005).w[:, 3000:].mean(axis=1)
    assert abs(TURN[:, 1] @ w) > 0.98


@pytest.mark.parametrize(
    "wrong",
    [{"x": [1.0, 2.0]}, {"w": [1.0]}, {"rate": -0.1}, {"rate": np.nan}, {"rule": "none"}],
)
def test_what_cannot_be_learned_is_refused_by_name(wrong):
    good = {"x": np.ones((2, 3)), "w": np.ones(2), "rate": 0.1, "rule": "oja"}
    with pytest.raises(ValueError, match=next(iter(wrong))):
        oja.learn(**(good | wrong))


def test_weights_that_run_away_are_told_and_not_returned():
    with pytest.raises(ValueError, match=r"rate is 1; .* after"):
        oja.learn(10.0 * np.ones((2, 200)), np.ones(2), rate=1.0, rule="hebb")
    with pytest.raises(ValueError, match="not symmetric"):
        theory.averaged([[1.0, 0.5], [0.0, 1.0]], START, [1.0])
    with pytest.raises(ValueError, match="eigenvalue -1"):
        theory.averaged(np.diag([1.0, -1.0]), START, [1.0])
