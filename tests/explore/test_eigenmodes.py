"""The closed forms that lesson 06 draws are what its simulations do; a hand on the picture."""

import numpy as np
import pytest

from course.check import eigenmodes as check
from course.explore import eigenmodes as explore
from course.explore.eigenmodes import _pair, _rotation
from course.explore.eigenmodes._modes import pulse_response
from course.explore.eigenmodes._pair import _track
from course.explore.eigenmodes._rotation import kind, turning
from course.explore.eigenmodes._transient import after_pulse, largest
from course.live import Event
from course.models.rate_network import linear_response, simulate
from course.models.rate_network.examples import balanced, transient_peak
from course.models.rate_network.pair import WEIGHTS


@pytest.mark.parametrize("value", [0.8, 1.0, 1.1, -0.8])
def test_a_train_of_pulses_is_a_sum_of_steps(value):
    h = np.zeros((1, 300))
    h[0, 20:30], h[0, 100:150] = 1.0, -0.5
    run = simulate([[value]], h, tau=4.0, dt=1.0)
    form = pulse_response(run.t, value, 4.0, [(20, 30, 1.0), (100, 150, -0.5)])
    # both are exact; what grows e^7-fold keeps 12 of 16 digits after the subtraction
    assert np.abs(run.r[0] - form).max() < 1e-12 * max(1.0, np.abs(form).max() ** 2)


@pytest.mark.parametrize(("w", "k"), [(30 / 7, 1.1), (6.0, 1.0), (2.0, 1.5), (0.0, 1.2)])
def test_the_balanced_pair_has_its_closed_form_and_its_peak(w, k):
    r0 = np.array([0.6, -0.8])
    run = simulate(balanced(w, k), np.zeros(2), tau=10.0, dt=0.25, duration=60.0, start=r0)
    assert np.abs(run.r - after_pulse(w, k, r0, run.t)).max() < 1e-11  # both exact
    mine, best = largest(w, k), transient_peak(balanced(w, k), 10.0)
    assert mine.peak == pytest.approx(best.peak, rel=1e-4)  # a grid of 0.05 ms at a flat top
    assert mine.t == pytest.approx(best.t, abs=0.05)


def test_every_figure_draws_its_closed_form_over_the_same_curve():
    for name in ("pulses", "amplifier", "divergence", "transient"):
        result = getattr(explore, name).explorer().result
        if name == "pulses":
            sum_mode = result.r.sum(axis=0) / np.sqrt(2.0)
            assert np.abs(sum_mode - result.c[0]).max() < 1e-11
        elif name == "amplifier":
            assert np.abs(result.E.T @ result.run.r - result.c).max() < 1e-11
        elif name == "divergence":
            assert np.abs(result.simulated - result.theory).max() < 1e-9 * result.theory.max()
        else:
            assert np.abs(result.r - result.theory).max() < 1e-11


def test_an_eigenvalue_follows_the_hand_and_stays_in_range():
    live = explore.amplifier.explorer()
    press, release = Event("press", "value", 3.2, 0.42), Event("release", "value", 3.2, 0.42)
    live.point(press, Event("move", "value", 5.0, 0.71))
    assert live.values["values"][2] == 0.7 and live.values["pick"] == 2
    live.point(Event("move", "value", 5.0, 9.0), release)
    assert live.values["values"][2] == 1.1
    live.point(Event("move", "units", 5.0, 1.0))
    assert live.values["h"] == list(live.start["h"]), "nothing is held any more"
    live.point(Event("press", "units", 5.0, 1.26))
    assert live.values["h"][4] == 1.3


def test_the_arrow_keys_pick_and_move_an_eigenvalue():
    live = explore.amplifier.explorer()
    live.point(Event("key", key="ArrowLeft"), Event("key", key="ArrowDown"))
    assert live.values["pick"] == 7 and live.values["values"][7] == -0.95


def test_the_start_of_a_transient_is_where_the_hand_points():
    live = explore.transient.explorer()
    live.point(Event("press", "plane", -1.0, 1.0))
    assert live.values["angle"] == 135
    live.point(Event("key", key="ArrowLeft"))
    assert live.values["angle"] == 140


@pytest.mark.parametrize("trace", [-4.0, -1.0, 0.0, 0.4, 3.0])
@pytest.mark.parametrize("det", [-2.0, -0.5, 0.25, 1.5, 3.25, 6.0])
def test_the_weights_have_the_trace_and_determinant_and_do_what_is_said(trace, det):
    A = turning(trace, det) - np.eye(2)
    assert np.trace(A) == pytest.approx(trace)
    assert np.linalg.det(A) == pytest.approx(det)
    mu, said = np.linalg.eigvals(A), kind(trace, det)
    assert ("saddle" in said) == (mu.real.min() < -1e-9 and mu.real.max() > 1e-9)
    assert said.startswith("settles") == (mu.real.max() < -1e-9)
    assert ("turn" in said) == (np.abs(mu.imag).max() > 1e-6)


def test_complex_eigenvalues_turn_the_rates_once_in_36_ms_while_they_fade_with_20_ms():
    period = explore.rotation.explorer(trace=-1.0, det=3.25).result.period
    assert period == pytest.approx(36.276, abs=1e-3)
    for W in (turning(-1.0, 3.25), [[1.5, -2.0], [2.0, -0.5]]):
        after = linear_response(W, [0.0, 0.0], period, tau=10.0, start=[1.0, 0.0])
        np.testing.assert_allclose(after, [np.exp(-period / 20.0), 0.0], atol=1e-12)


@pytest.mark.parametrize("value, spread", [(1.0, 0.77), (0.98, 0.22)])
def test_noise_spreads_the_mean_of_the_integrator_as_the_closed_form_and_the_lesson_say(
    value, spread
):
    live = explore.integrator.explorer(value=value, sigma=0.2)
    runs = [live.set(seed=k) for k in range(40)]
    assert runs[0].spread[-1] == pytest.approx(spread, abs=0.005)
    ends = np.array([r.run.r[:, -1].mean() for r in runs])
    assert np.std(ends - runs[0].theory[-1]) == pytest.approx(spread, rel=0.3)
    assert abs(np.mean(ends - runs[0].theory[-1])) < 0.4 * spread
    if value == 1.0:
        assert runs[0].spread[100] == pytest.approx(0.45, abs=0.005)


def test_a_ring_that_dies_is_no_rhythm():
    told = explore.pair.explorer(h_E=-4.0, h_I=-7.0, E0=0.4).summary
    assert told.startswith("The rates rest at 0.72 and 0.37. 3 crossings")
    assert explore.pair.explorer().summary.startswith("A rhythm of 44.4 ms")


@pytest.mark.parametrize("h_I", [-7.0, -4.0])
def test_no_line_runs_from_one_crossing_to_another(h_I):
    track = _track(WEIGHTS[0][0], h_I)
    steps = np.hypot(*np.diff(track, axis=1))
    assert np.nanmax(steps) < 1.0  # the crossings lie up to 5 apart


def test_the_plane_is_marked_with_what_the_student_says_of_it():
    live = explore.rotation.explorer(mine=check.kind.right)
    for trace, det in _rotation.ASKED:
        said = "saddle" if det < 0 else "settles" if trace < 0 else "grows" if trace else "lasts"
        marks = live.artists["kinds"][(said, float(det > trace**2 / 4))]
        assert [trace, det] in marks.get_xydata().tolist()
    odd = explore.rotation.explorer(mine=lambda *_: ("spiral", 1.0))
    assert "'spiral' is none of" in odd.summary


@pytest.mark.parametrize("start", [{}, {"h_E": 1.0, "h_I": -7.0, "w_EE": 4.0}])
def test_the_hand_takes_the_nullclines_where_they_are(start):
    live = explore.pair.explorer(**start)
    on_E, on_I = live.result.lines
    _, (r_E, at_E), (at_I, r_I), *_ = live.places()
    assert at_E == pytest.approx(np.interp(r_E, _pair.RATES, on_E), abs=1e-4)
    assert at_I == pytest.approx(np.interp(r_I, _pair.RATES, on_I), abs=1e-4)


@pytest.mark.parametrize("start", [[1.5, 0.3], [-0.6, 1.2]])
def test_the_arrows_of_two_units_are_the_slopes_along_which_they_start(start):
    live = explore.rotation.explorer(trace=-1.0, det=2.0, start=start)
    r = live.result.run.r
    slope = (r[:, 1] - r[:, 0]) / _rotation.DT * _rotation.TAU
    k = np.argmin(np.hypot(*(_rotation.PLACES - np.array(start)[:, None])))
    assert _rotation.PLACES[:, k] == pytest.approx(start)
    assert slope == pytest.approx(live.result.slopes[:, k], abs=0.1 * np.hypot(*slope))
