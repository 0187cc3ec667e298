"""The separatrix parts the states that spike from those that return to rest."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from course.models.izhikevich import PRESETS, FixedPoint, Izhikevich, State, fixed_points, simulate
from course.models.izhikevich.model import slopes
from course.models.izhikevich.threshold import separatrix

CASES = [("RS", 0.0), ("RS", 3.0), ("FS", 2.0), ("TC", 0.0), ("LTS", 0.0), ("IB", 1.5)]


def saddle_of(model, I):
    return next(point for point in fixed_points(model, I) if point.kind == "saddle")


def spikes(model, I, v, u):
    return simulate(model, I, duration=150.0, start=State(v, u)).spikes.size > 0


@pytest.mark.parametrize(("name", "I"), CASES)
def test_states_on_one_side_spike_and_on_the_other_return(name, I):
    model = PRESETS[name]
    curve = separatrix(model, I, saddle_of(model, I))
    inside = (curve.v > -80.0) & (curve.v < 0.0) & (np.abs(curve.u) < 25.0)
    picked = np.flatnonzero(inside)[:: max(1, inside.sum() // 8)]
    for v, u in zip(curve.v[picked], curve.u[picked]):
        # 0.2 mV/ms: a hundred times the curve's own error, a hundredth of the plane
        assert spikes(model, I, v, u - 0.2)
        assert not spikes(model, I, v, u + 0.2)


def test_half_the_step_moves_the_curve_by_less_than_a_line_width():
    model = PRESETS["RS"]
    coarse = separatrix(model, 0.0, saddle_of(model, 0.0))
    fine = separatrix(model, 0.0, saddle_of(model, 0.0), step=0.25)
    order, fine_order = np.argsort(coarse.v), np.argsort(fine.v)
    at = np.linspace(-60.0, -35.0, 50)
    u_coarse = np.interp(at, coarse.v[order], coarse.u[order])
    u_fine = np.interp(at, fine.v[fine_order], fine.u[fine_order])
    np.testing.assert_allclose(u_coarse, u_fine, atol=0.02)  # u spans 20 here


def test_the_curve_runs_through_the_saddle():
    model = PRESETS["TC"]
    saddle = saddle_of(model, 0.0)
    curve = separatrix(model, 0.0, saddle)
    assert np.hypot(curve.v - saddle.v, curve.u - saddle.u).min() == 0.0
    assert np.isfinite(curve.v).all() and np.isfinite(curve.u).all()


def test_a_curve_that_winds_around_a_cycle_ends():
    model = Izhikevich(a=0.1, b=0.26, c=-60.0, d=0.0)
    curve = separatrix(model, 0.0, saddle_of(model, 0.0), most=100)
    assert curve.v.size <= 201


def test_only_a_saddle_has_one():
    node = fixed_points(PRESETS["RS"], 0.0)[0]
    with pytest.raises(ValueError, match="saddle is a stable node; allowed is a saddle"):
        separatrix(PRESETS["RS"], 0.0, node)
    point = FixedPoint(-50.0, -10.0, (1.0 + 0j, -1.0 + 0j), "saddle")
    with pytest.raises(ValueError, match="step is 0"):
        separatrix(PRESETS["RS"], 0.0, point, step=0.0)
    with pytest.raises(ValueError, match="I is nan"):
        separatrix(PRESETS["RS"], float("nan"), point)


def test_the_curve_is_the_trajectory_that_scipy_runs_backwards():
    model = PRESETS["RS"]
    saddle = saddle_of(model, 0.0)
    curve = separatrix(model, 0.0, saddle, step=0.25)
    k = int(np.argmin(np.hypot(curve.v - saddle.v, curve.u - saddle.u)))
    start = curve.v[k + 1], curve.u[k + 1]
    at = np.linspace(start[0] + 1.0, -35.0, 20)

    def backwards(v, u):
        dv, du = slopes(v, u[0], 0.0, model)
        return [du / dv]

    truth = solve_ivp(backwards, (start[0], -35.0), [start[1]], t_eval=at, rtol=1e-9, atol=1e-9)
    right = slice(k + 1, None)
    found = np.interp(at, curve.v[right], curve.u[right])
    np.testing.assert_allclose(found, truth.y[0], atol=2e-3)  # chords of a quarter of a mV
