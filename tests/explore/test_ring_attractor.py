"""What lesson 07's figures derive is what their simulations do, at the ends of the sliders too."""

import itertools

import numpy as np
import pytest

from course.check import ring_attractor as check
from course.explore import ring_attractor as explore
from course.live import Event
from course.models.ring_attractor import Ring
from course.models.ring_attractor.theory import stationary
from course.plots.diagrams.ring import MIDDLE


@pytest.mark.parametrize(("w1", "w0"), [*itertools.product((0.0, 1.0, 2.2), (-2.0, 0.9))])
def test_the_derived_lags_are_the_simulated_ones(w1, w0):
    result = explore.lag.explorer(w1=w1, w0=w0).result
    assert np.isfinite(result.here.Z)
    # after 100 tau the slowest ring (w1 = 2.2, w0 = 0.9: 24 tau) still misses exp(-4) of its bump
    assert np.abs(result.derived - result.simulated).max() < 2.0


def test_a_bump_without_bound_is_told_in_words():
    for options in ({"h0": 2.0, "h1": 0.0, "w1": 6.0}, {"h0": 3.0, "w1": 6.0}):
        assert "without bound above w₁ = 5.51" in explore.amplitude.explorer(**options).summary
    assert "Simulated peak 0.00" in explore.amplitude.explorer(h0=2.0, h1=0.0, w1=5.0).summary


def test_every_ring_of_the_wiring_figure_holds_a_bounded_bump():
    live = explore.wiring.explorer()
    for layout, N in itertools.product(live.controls["layout"].options, (11, 12, 15, 200)):
        result = live.set(layout=layout, N=N, w1=live.controls["w1"].high)
        high = live.artists["profile"]["last"].axes.get_ylim()[1]
        assert 1.0 < result.a.max() < high < 30.0


def test_the_compass_keeps_every_turn_in_the_picture():
    live = explore.compass.explorer()
    for path, gain in itertools.product(live.controls["path"].options, (0.0, 1.0, 1.5)):
        result = live.set(path=path, gain=gain)
        low, high = live.artists["angle"]["head"].axes.get_ylim()
        for angle in (result.head, result.bump):
            assert low < angle.min() and angle.max() < high


def test_the_parts_of_a_bump_are_those_of_the_bump_that_its_weight_holds():
    live = explore.anatomy.explorer()
    for c in (45.0, 90.0, 135.0):
        result = live.set(c=c, peak=3.0)
        ring = Ring(w0=-20.0, w1=result.w1, h0=3.0, h1=0.0)  # below -15 it has a bound at 45°
        held = stationary(ring)
        assert np.degrees(held.half_width) == pytest.approx(c, abs=1e-6)
        assert held.Z / held.peak == pytest.approx(result.Z / 3.0, rel=1e-6)
        assert held.mean / held.peak == pytest.approx(result.m / 3.0, rel=1e-6)


def test_weights_of_the_student_turn_the_compass_as_the_ring_does():
    def mine(theta, w0, w1, v, tau):
        x = np.subtract.outer(theta, theta)
        return (w0 + w1 * (np.cos(x) + tau * v * np.sin(x))) / len(theta)

    live = explore.compass.explorer(mine=mine)
    for path in live.controls["path"].options:
        result = live.set(path=path, gain=0.8, landmark=0.3)
        assert np.abs(result.mine - result.bump).max() < 2.0  # steps five times as long
    assert live.set(sigma=0.3).mine is None
    other = explore.compass.explorer(
        mine=lambda theta, w0, w1, v, tau: mine(theta, w0, w1, -v, tau)
    )
    assert np.abs(other.result.mine - other.result.bump).max() > 100.0


def test_another_lamp_turns_the_memory_as_the_lesson_says():
    live = explore.distractor.explorer()

    def turned(**values):
        return abs(live.set(**(live.start | values)).bump[-1] - 120.0)

    assert turned() == pytest.approx(60, abs=1)
    assert turned(h1=0.1) == pytest.approx(18, abs=0.5)
    assert turned(w1=5.0) == pytest.approx(23, abs=0.5)
    assert turned(h1=0.1, away=20.0) == pytest.approx(5, abs=0.5)
    assert turned(h1=0.1, away=170.0) == pytest.approx(4, abs=0.5)
    Z = np.abs(live.set(away=170.0, h1=2.0, lasts=20.0).run.Z)
    assert Z.min() < Z[0] / 3 and abs(live.result.bump[-1] - 290.0) < 1.0


def test_the_lamp_is_taken_where_it_shines():
    live = explore.distractor.explorer(t=15.0)
    for away in (90.0, -60.0, 175.0):
        live.set(away=away)
        x, y = live.places()[0]
        compass = next(iter(live.artists["ring"].values()))
        np.testing.assert_allclose(compass.lamp.get_offsets()[0], (x, y), atol=1e-9)
        assert compass.told(x, y) == f"the other lamp: {(120.0 + away) % 360:.0f}°"


def test_the_students_bump_lies_on_the_derived_curve_and_has_no_place_under_a_tuned_input():
    bump = check.self_consistent.right
    for w0 in (-2.0, -1.0, 0.0):
        r = explore.amplitude.explorer(w0=w0, mine=bump).result
        w1, Z = r.mine[:, (r.mine[0] > 2.0) & (r.mine[1] < 3.0)]
        assert w1.size > 5
        np.testing.assert_allclose(np.interp(w1, *r.curve), Z, rtol=0.02)
    assert explore.amplitude.explorer(h1=0.1, mine=bump).result.mine is None


def test_a_reader_of_spikes_finds_the_bump_and_a_wrong_one_does_not():
    right = explore.compass.explorer(decode=check.decode.right)
    for t, angle in right.artists["angle"]["read"].get_xydata():
        assert abs(angle - right.result.bump[round(t / 0.2)]) < 50.0
    wrong = explore.compass.explorer(
        decode=lambda counts, theta: -check.decode.right(counts, theta)
    )
    apart = wrong.artists["angle"]["read"].get_xydata()[:, 1] - wrong.result.bump[::10]
    assert np.abs(apart).max() > 100.0


def test_a_hand_turns_the_head_and_the_bump_follows():
    live = explore.compass.explorer()
    out_and_back = live.result.head
    live.point(Event("press", "angle", 31.0, 40.0), Event("release", "angle", 31.0, 40.0))
    result = live.result
    assert live.values["path"] == "by hand"
    assert result.head[150] == pytest.approx(40.0)  # 30 tau, the nearest knot
    assert result.head[[75, 275]] == pytest.approx(out_and_back[[75, 275]], abs=1.0)  # untouched
    assert np.abs(result.bump - result.head).max() < 2.0
    live.set(t=30.0)
    live.point(Event("key", key="ArrowUp"))
    assert live.result.head[150] == pytest.approx(50.0)
    live.point(Event("move", "error", 3.0, 4.0), Event("key", key="Enter"))
    assert live.result.head[150] == pytest.approx(50.0)
    x, y = MIDDLE
    live.point(Event("press", "ring", x - 100.0, y), Event("move", "ring", x, y - 100.0))
    assert live.result.head[150] == pytest.approx(270.0)
    live.point(Event("press", "ring", x + 100.0, y))  # on, and not back
    assert live.result.head[150] == pytest.approx(360.0)


@pytest.mark.parametrize("away", [20.0, 90.0, -135.0, 170.0])
def test_the_closed_form_of_a_weak_lamp_is_drawn_over_the_bump_while_it_shines(away):
    live = explore.distractor.explorer(h1=0.05, away=away, lasts=20.0)
    r = live.result
    np.testing.assert_allclose(r.weak, r.bump, atol=1.5)
    np.testing.assert_allclose(r.weak[r.run.t <= 10.0], 120.0)
    moved = abs(r.weak[-1] - 120.0)
    assert moved > 3.0 and f"a weak lamp's closed form by {moved:.1f}°" in live.summary
