"""How long the starts of lesson 08's map wait before they breathe."""

import numpy as np
import pytest

from course.check import breathing as check
from course.explore import breathing as explore
from course.explore.breathing import _ablation, slow
from course.explore.breathing._slow import AUG, EARLY, _inspirations, _pushed, _run
from course.explore.breathing._waiting import MOST, SWING, waiting
from course.models.respiration import PUBLISHED_START, START, Respiration, State, simulate


def first_swing(model, start):
    """Seconds until early-I's output differs by more than `SWING` within 2 s, after 4 s."""
    f = simulate(model, duration=1000 * MOST, dt=0.1, every=200, start=start).f[1]
    windows = np.lib.stride_tricks.sliding_window_view(f, 100)[::10]
    swings = np.ptp(windows, axis=1) > SWING
    return 0.2 * np.flatnonzero(swings[20:])[0] + 4.0 if swings[20:].any() else np.inf


@pytest.mark.parametrize(("early", "post"), [(0.25, 0.2), (0.5, 0.5), (0.0, 0.0), (0.45, 0.8)])
def test_the_wait_of_the_map_is_that_of_a_finer_run(early, post):
    start = State((-60.0,) * 4, 0.35, (early, post, 0.3))
    wait, fine = waiting(early, post, 0.3, 0.0), first_swing(Respiration(g_NaP=0.0), start)
    assert -4.0 <= fine - wait <= 8.0  # windows of 4 s


def test_half_of_random_starts_breathe_at_once_and_all_within_a_minute():
    rng = np.random.default_rng(1)
    found = []
    for _ in range(24):
        start = State(tuple(rng.uniform(-70, -20, 4)), rng.uniform(), tuple(rng.uniform(0, 1, 3)))
        found.append(first_swing(Respiration(g_NaP=0.0), start))
    assert 0.3 < np.mean(np.array(found) < 6.0) < 0.7  # 0.48 of 240
    assert max(found) < 64.0


def test_the_two_starts_of_the_lesson_wait_as_it_says():
    blocked = Respiration(g_NaP=0.0)
    assert first_swing(blocked, PUBLISHED_START) < 6.0
    assert 45.0 < first_swing(blocked, START) < 58.0


def test_a_push_into_a_color_leaps_at_once_and_one_into_the_band_does_not():
    """The plane comes from gates that stand still, the leap from the whole network."""
    rng = np.random.default_rng(0)
    leaps = {1: [], 0: []}
    plane = slow.explorer(now=4.0).result.plane
    for _ in range(20):
        row, column = rng.integers(1, AUG.size - 1), rng.integers(1, EARLY.size - 1)
        around = plane[row - 1 : row + 2, column - 1 : column + 2]
        if np.all(around == around[0, 0]) and around[0, 0] >= 0:  # expiration holds already
            after = _inspirations(_pushed(0.0, 4.0, EARLY[column], AUG[row]), 4.0)
            leaps[int(around[0, 0])].append(after[0] - 4.0)
    assert len(leaps[1]) > 1 and max(leaps[1]) < 0.1
    assert len(leaps[0]) > 1 and min(leaps[0]) > 0.1


def test_a_push_shifts_the_next_breath_as_the_lesson_says():
    usual = _inspirations(_run(0.0), 4.0)[0]
    assert _inspirations(_pushed(0.0, 4.0, 0.05, 0.2), 4.0)[0] - usual == pytest.approx(
        -1.0, abs=0.02
    )
    assert _inspirations(_pushed(0.0, 4.0, 0.1, 0.05), 4.0)[0] - usual == pytest.approx(
        0.22, abs=0.01
    )


def test_a_push_to_where_the_gates_are_changes_nothing_and_one_out_of_range_is_its_end():
    live = slow.explorer(push=4.0)
    again = _pushed(0.0, 4.0, *live.result.place).run
    np.testing.assert_allclose(
        again.f, live.result.found.run.f, rtol=0, atol=1e-4
    )  # the first step differs
    assert slow.explorer(moved=[9.0, -1.0]).result.place == [0.4, 0.0]


def test_the_students_voltages_give_the_outputs_except_at_a_switch():
    result = explore.rhythm.explorer(mine=check.rest.right).result
    apart = np.abs(result.mine - result.run.f[1:, ::10])
    assert np.quantile(apart, 0.9) < 0.01
    wrong = explore.rhythm.explorer(mine=lambda m, f, drives, p: np.full(3, p.E_L)).result
    assert np.abs(wrong.mine - wrong.run.f[1:, ::10]).max() > 0.5


def test_the_students_period_stands_on_the_bars():
    live = explore.sweep.explorer(pons=0.0, mine=check.period.right)
    at = live.artists["RTN"]["mine"].get_xydata()[0]
    bars = live.finish().durations[1].sum(axis=1)
    assert at[0] == 1.0 and at[1] == pytest.approx(bars[10], abs=0.03)


def test_the_mended_loop_runs_on_the_published_rhythm_and_a_wrong_one_does_not():
    gates, membrane = check.mended.right
    live = explore.mistakes.explorer(gates=gates, membrane=membrane)
    own = live.finish().mine
    run, found = _ablation._published()
    at = np.interp(4.0 * np.arange(1, 1001), run.t - _ablation._onset(found), run.f[1])
    assert np.quantile(np.abs(own[1, :1000] - at), 0.9) < 0.02  # 4 s of it, all but the switches
    assert explore.mistakes.explorer(gates=gates).finish().mine.shape == (4, 1500)
    assert np.isnan(explore.mistakes.explorer(gates=gates).finish().mine).all()
    still = explore.mistakes.explorer(gates=gates, membrane=lambda V, h, m, dt: V)
    assert np.ptp(still.finish().mine) < 0.9 and np.ptp(still.result.mine[1]) == 0.0


def test_a_drive_goes_along_its_box_from_none_to_twice_as_much():
    live = explore.rhythm.explorer()
    k = [handle.x for handle in live.handles].index("pons")
    x, y = explore.BOXES["pons"]
    for pons, at in ((1.0, x), (0.0, x - 40.0), (2.0, x + 40.0)):
        live.set(pons=pons)
        assert live.places()[k] == [at, y + 24.0]
    circuit = next(iter(live.artists["circuit"].values()))
    assert circuit.told(x, y) == "pons: drive 2.00"


@pytest.mark.parametrize("moved, told", [([0.05, 0.2], "earlier"), ([0.1, 0.05], "later")])
def test_the_line_of_a_push_says_by_how_much_the_next_breath_is_shifted(moved, told):
    usual = _inspirations(_run(0.0), 4.0)[0]
    new = _inspirations(_pushed(0.0, 4.0, *moved), 4.0)[0]
    said = slow.explorer(now=4.0, moved=moved).summary
    assert f"inspiration begins at {new:.2f} s, {abs(new - usual):.2f} s {told}." in said
    assert (new < usual) == (told == "earlier")
