"""The excitatory and the inhibitory unit against solvers, and where their rhythm begins."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import fsolve

from course.models.rate_network import simulate
from course.models.rate_network.pair import INPUT, WEIGHTS, fixed_points, nullclines

W = np.array(WEIGHTS)


def slope(r, h, W=W, tau=10.0):
    return (-r + 1 / (1 + np.exp(-(h + W @ r)))) / tau


def rhythm(h_E, start=(0.1, 0.1), T=2500.0):
    """(period in ms, least and largest r_E) of the late motion, by an independent solver."""
    h = np.array([h_E, INPUT[1]])
    run = solve_ivp(
        lambda t, r: slope(r, h), (0, T), start, "DOP853", rtol=1e-10, atol=1e-12, dense_output=True
    )
    t = np.arange(0.6 * T, T, 0.05)
    x = run.sol(t)[0]
    above = x > (x.max() + x.min()) / 2
    k = np.flatnonzero(above[1:] & ~above[:-1])
    level = (x.max() + x.min()) / 2  # crossed inside a step of 0.05 ms
    times = [np.interp(level, x[i : i + 2], t[i : i + 2]) for i in k]
    return np.diff(times).mean() if len(times) > 2 else np.nan, x.min(), x.max()


@pytest.mark.parametrize("h", [(-1.0, -4.0), (0.3, -2.0), (-3.0, -6.0)])
def test_on_a_nullcline_the_slope_of_that_rate_is_0(h):
    r = np.linspace(0.02, 0.98, 25)
    on_E, on_I = nullclines(r, W, h)
    for k in range(r.size):
        assert slope(np.array([r[k], on_E[k]]), np.array(h))[0] == pytest.approx(0.0, abs=1e-14)
        assert slope(np.array([on_I[k], r[k]]), np.array(h))[1] == pytest.approx(0.0, abs=1e-14)


@pytest.mark.parametrize(
    ("W", "h"), [(WEIGHTS, (-1.0, -4.0)), (((16, -12), (15, -3)), (-1.8, -6.0))]
)
def test_every_root_that_a_solver_finds_is_among_the_fixed_points(W, h):
    W, h = np.array(W, float), np.array(h)
    points = fixed_points(W, h)
    for point in points:
        assert np.abs(slope(point.r, h, W)).max() < 1e-12
    for start in np.random.default_rng(0).uniform(0, 1, (40, 2)):
        root, _, found, _ = fsolve(slope, start, (h, W), full_output=True, xtol=1e-12)
        if found == 1:
            assert min(np.abs(root - point.r).max() for point in points) < 1e-6


def test_trace_and_determinant_are_those_of_the_numerical_jacobian():
    h = np.array([-1.7, -4.0])
    (point,) = fixed_points(W, h, tau=7.0)
    columns = [slope(point.r + d, h, tau=7.0) - slope(point.r - d, h, tau=7.0) for d in STEPS]
    A = np.array(columns).T / 2e-6
    assert point.trace == pytest.approx(np.trace(A), rel=1e-6)
    assert point.det == pytest.approx(np.linalg.det(A), rel=1e-6)


STEPS = 1e-6 * np.eye(2)


def test_in_the_middle_the_fixed_point_is_one_half_and_unstable():
    (point,) = fixed_points(W, INPUT)
    assert point.r == pytest.approx([0.5, 0.5], abs=1e-12)
    assert 10 * point.trace == pytest.approx(0.5)
    assert 100 * point.det == pytest.approx(2 * -1.5 + 2.5 * 2.5)
    assert point.kind == "grows"


def test_there_is_one_fixed_point_for_every_input_of_the_figure():
    for h_E in np.linspace(-4.0, 2.0, 61):
        (point,) = fixed_points(W, (h_E, -4.0))
        assert 100 * point.det > 0.198


def test_the_rhythm_begins_where_the_trace_passes_0():
    def trace(h_E):
        return fixed_points(W, (h_E, -4.0))[0].trace

    low, high = -3.0, -2.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if trace(middle) < 0 else (low, middle)
    assert low == pytest.approx(-2.6670, abs=1e-4)
    (point,) = fixed_points(W, (low, -4.0))
    assert point.r == pytest.approx([0.2491, 0.1425], abs=1e-4)
    assert 2 * np.pi / np.sqrt(point.det) == pytest.approx(73.17, abs=0.01)
    assert trace(-2.0 - low + 1e-3) < 0 < trace(-2.0 - low - 1e-3)  # the picture's symmetry


@pytest.mark.parametrize(
    ("h_E", "period", "least", "most"),
    [(-1.0, 44.38, 0.265, 0.735), (-1.859, 48.58, None, None), (-2.288, 56.18, None, None)],
)
def test_the_period_is_that_of_an_independent_solver_and_of_the_library(h_E, period, least, most):
    found = rhythm(h_E)
    assert found[0] == pytest.approx(period, abs=0.01)
    if least:
        assert found[1:] == pytest.approx((least, most), abs=1e-3)
    run = simulate(W, (h_E, -4.0), F="sigmoid", dt=0.1, duration=2000.0, start=(0.9, 0.1))
    x = run.r[0, 10_000:]
    above = x > (x.max() + x.min()) / 2
    k = np.flatnonzero(above[1:] & ~above[:-1])
    assert np.diff(k).mean() * 0.1 == pytest.approx(period, rel=2e-3)


def test_the_swing_grows_with_the_root_of_the_distance_from_the_onset():
    near, far = rhythm(-2.6670 + 0.005, (0.3, 0.1), 7000.0), rhythm(-2.6670 + 0.02, (0.3, 0.1))
    assert near[2] - near[1] == pytest.approx(0.054, abs=0.002)
    assert far[2] - far[1] == pytest.approx(0.103, abs=0.002)


@pytest.mark.parametrize("W", [[[1, 0], [1, 1]], [[1, 1], [0, 1]], [[1, 2, 3]], "weights"])
def test_units_that_are_not_coupled_are_refused_by_name(W):
    with pytest.raises(ValueError, match=r"W is|W has"):
        fixed_points(W, (0.0, 0.0))
    with pytest.raises(ValueError, match=r"W is|W has"):
        nullclines([0.5], W, (0.0, 0.0))
