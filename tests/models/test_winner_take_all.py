"""Competition against its fixed points, a written-out loop and SciPy."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from course.models.winner_take_all import Competition, simulate, stationary, weights

H = np.array([1.0, 1.3, 0.8, 1.25])


def slope(model, h, r):
    """The equation as it is printed, with the full weight matrix."""
    return (-r + np.maximum(h + weights(model, h.size) @ r, 0.0)) / model.tau


def test_one_unit_wins_and_reaches_its_closed_form():
    model = Competition(s=0.5, w=1.0)
    truth, lasts = stationary(model, H)
    assert lasts and truth[1] == pytest.approx(2.6)
    r = simulate(model, H, T=2000.0).r[:, -1]
    np.testing.assert_allclose(r, truth, atol=1e-9)  # 2000 ms are 100 time constants


def test_weak_inhibition_lets_all_share_as_the_linear_solution_says():
    model = Competition(s=0.3, w=0.05)
    truth = np.linalg.solve(np.eye(4) - weights(model, 4), H)
    assert (truth > 0).all() and not stationary(model, H)[1]
    np.testing.assert_allclose(simulate(model, H, T=2000.0).r[:, -1], truth, atol=1e-9)


def test_the_run_converges_at_second_order_to_scipys():
    model = Competition(w=0.1)  # weak enough that no unit is cut off
    exact = solve_ivp(
        lambda t, r: slope(model, H, r),
        (0, 15.0),
        np.zeros(4),
        rtol=1e-10,
        atol=1e-12,
        max_step=0.1,
    ).y[:, -1]
    errors = [np.abs(simulate(model, H, T=15.0, dt=dt).r[:, -1] - exact).max() for dt in (1.0, 0.5)]
    assert 3.0 < errors[0] / errors[1] < 5.0  # four for order two


def test_the_sum_form_is_the_matrix_form():
    model, dt, r = Competition(w=0.7), 0.5, np.zeros(4)
    for _ in range(100):
        k1 = slope(model, H, r)
        k2 = slope(model, H, r + dt * k1)
        r = r + dt * (k1 + k2) / 2
    np.testing.assert_allclose(simulate(model, H, T=50.0, dt=dt).r[:, -1], r, rtol=1e-12)


@pytest.mark.parametrize(
    ("model", "h", "options", "told"),
    [
        (Competition(s=1.0), H, {}, "s is 1"),
        (Competition(w=-0.1), H, {}, "w is -0.1"),
        (Competition(tau=0.0), H, {}, "tau is 0"),
        (Competition(), [1.0, np.nan], {}, r"h\[1\] is nan"),
        (Competition(), H, {"dt": 3.0}, "dt is 3.0"),
        (Competition(), H, {"T": 1e12}, "T / dt is 2e.12 steps"),
    ],
)
def test_bad_input_is_refused_by_name(model, h, options, told):
    with pytest.raises(ValueError, match=told):
        simulate(model, h, **options)
