"""Competition against its fixed points, a written-out loop and SciPy."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from course.models.winner_take_all import Competition, simulate, stationary, weights
from course.models.winner_take_all import model as plain

H = np.array([1.0, 1.3, 0.8, 1.25])


def slope(model, h, r):
    """The equation as it is printed, with the full weight matrix."""
    return (-r + np.maximum(h + weights(model, h.size) @ r, 0.0)) / model.tau


def test_one_unit_wins_and_reaches_its_closed_form():
    model = Competition(s=0.5, w=1.0)
    truth, lasts = stationary(model, H)
    assert lasts and truth[1] == pytest.approx(2.6)
    r = simulate(model, H, duration=2000.0).r[:, -1]
    np.testing.assert_allclose(r, truth, atol=1e-9)  # 2000 ms are 100 time constants


def test_weak_inhibition_lets_all_share_as_the_linear_solution_says():
    model = Competition(s=0.3, w=0.05)
    truth = np.linalg.solve(np.eye(4) - weights(model, 4), H)
    assert (truth > 0).all() and not stationary(model, H)[1]
    np.testing.assert_allclose(simulate(model, H, duration=2000.0).r[:, -1], truth, atol=1e-9)


def test_a_run_goes_on_from_where_another_ended():
    model = Competition()
    whole = simulate(model, H, duration=100.0).r
    first = simulate(model, H, duration=40.0).r
    rest = simulate(model, H, duration=60.0, start=first[:, -1]).r
    np.testing.assert_array_equal(np.hstack([first, rest[:, 1:]]), whole)
    with pytest.raises(ValueError, match=r"start has shape \(3,\)"):
        simulate(model, H, start=[1.0, 1.0, 1.0])


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
    errors = [
        np.abs(simulate(model, H, duration=15.0, dt=dt).r[:, -1] - exact).max() for dt in (1.0, 0.5)
    ]
    assert 3.0 < errors[0] / errors[1] < 5.0  # four for order two


def test_the_sum_form_is_the_matrix_form():
    model, dt, r = Competition(w=0.7), 0.5, np.zeros(4)
    for _ in range(100):
        k1 = slope(model, H, r)
        k2 = slope(model, H, r + dt * k1)
        r = r + dt * (k1 + k2) / 2
    np.testing.assert_allclose(simulate(model, H, duration=50.0, dt=dt).r[:, -1], r, rtol=1e-12)


@pytest.mark.parametrize("model", [Competition(), Competition(s=0.2, w=0.3, tau=7.0)])
@pytest.mark.parametrize("N", [1, 2, 9])
def test_the_plain_reading_is_the_kernel(model, N):
    h = np.random.default_rng(N).normal(0.5, 1.0, N)
    fast = simulate(model, h, duration=150.0, dt=0.7)
    slow = simulate(model, h, duration=150.0, dt=0.7, plain=True)
    np.testing.assert_allclose(slow.r, fast.r, rtol=1e-11, atol=1e-13)
    assert np.array_equal(slow.t, fast.t)


def test_the_plain_slope_is_the_equation():
    model, r = Competition(s=0.3, w=0.7, tau=8.0), np.array([0.4, 1.1, 0.0, 2.0])
    found = plain.slope(r, plain.matrix(model, 4), H, model.tau)
    for i in range(4):
        others = sum(r[j] for j in range(4) if j != i)
        wanted = (-r[i] + max(H[i] + 0.3 * r[i] - 0.7 * others, 0.0)) / 8.0
        assert found[i] == pytest.approx(wanted, rel=1e-12)


def test_a_plain_run_is_bounded():
    with pytest.raises(ValueError, match="steps of a plain run"):
        simulate(Competition(), H, duration=1e6, plain=True)
    with pytest.raises(ValueError, match="units of a plain run"):
        simulate(Competition(), np.ones(1000), plain=True)


@pytest.mark.parametrize(
    ("model", "h", "options", "told"),
    [
        (Competition(s=1.0), H, {}, "s is 1"),
        (Competition(w=-0.1), H, {}, "w is -0.1"),
        (Competition(tau=0.0), H, {}, "tau is 0"),
        (Competition(), [1.0, np.nan], {}, r"h\[1\] is nan"),
        (Competition(), H, {"dt": 3.0}, "dt is 3.0"),
        (Competition(), H, {"duration": 1e12}, "duration / dt is 2e.12 steps"),
    ],
)
def test_bad_input_is_refused_by_name(model, h, options, told):
    with pytest.raises(ValueError, match=told):
        simulate(model, h, **options)


def test_a_run_lasts_200_ms_where_nothing_else_is_said():
    t = simulate(Competition(), H).t
    assert t[-1] == pytest.approx(200.0, abs=0.5)
    np.testing.assert_array_equal(t, simulate(Competition(), H, duration=200.0).t)
