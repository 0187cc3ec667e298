"""What the live figures of lesson 09 show is what the models say."""

import numpy as np
import pytest

from course.check import hopfield as check
from course.explore import hopfield as explore
from course.explore.hopfield._hill import closed_form
from course.live import Event
from course.material.glyphs import glyphs
from course.models import hopfield


def test_a_cue_that_says_nothing_finds_nothing_in_either_network():
    live = explore.dense(M=300, corruption=0.5)  # overlap 0 with the A
    for seed in range(6):
        for overlaps in live.set(seed=seed).overlaps:
            assert abs(overlaps[0]) < 0.3  # an unrelated state: 0 +- 0.04


def test_memories_that_cancel_leave_a_flat_landscape():
    """Four orthogonal memories in four units: sum xi xi^T is the identity, and W is 0."""
    live = explore.landscape(n=4, M=4, seed=4)
    assert not hopfield.train(hopfield.random_patterns(4, 4, rng=4)).any()
    assert live.result.energy.tolist() == np.zeros((4, 4)).tolist()
    assert sum(spots.shape[1] for spots in live.result.minima.values()) == 16


def test_keys_draw_a_line_and_delete_leaves_nothing_even_with_the_pen_down():
    live = explore.sketch(ink="", brush=1)

    def keys(*names):
        live.point(*(Event("key", key=name) for name in names))
        return np.argwhere(live.result.ink.reshape(28, 28) > 0).tolist()

    assert keys("Enter", "ArrowRight", "ArrowRight", "Enter", "ArrowDown") == [
        [14, 14], [14, 15], [14, 16]
    ]  # fmt: skip
    assert keys(" ") == [[14, 14], [14, 15], [14, 16], [15, 16]]
    assert keys("Enter", "Delete") == []
    assert keys("ArrowLeft") == []


def test_a_mouse_draws_where_it_went_and_the_eraser_rubs_out():
    live = explore.sketch(ink="", brush=1)
    drawing = "your drawing"
    live.point(Event("press", drawing, 3, 5), Event("move", drawing, 9, 5))
    live.point(Event("release", drawing, 9, 5), Event("move", drawing, 9, 20))
    ink = live.result.ink.reshape(28, 28)
    assert np.argwhere(ink > 0).tolist() == [[5, column] for column in range(3, 10)]
    live.point(Event("press", drawing, 4, 5), Event("release", drawing, 4, 5))
    assert (live.result.ink.reshape(28, 28) == ink).all()  # the pen never rubs out
    live.set(hand="eraser")
    live.point(Event("press", drawing, 4, 5), Event("release", drawing, 4, 5))
    assert live.result.ink.reshape(28, 28)[5, 3:6].tolist() == [1, -1, 1]
    live.point(Event("press", "the network", 4, 5))
    assert live.result.ink.reshape(28, 28)[5, 4] == -1


def test_a_stroke_may_begin_outside_the_drawing():
    live = explore.sketch(ink="", brush=1, at=[20, 20])
    live.point(
        Event("press"), Event("move", "your drawing", 0, 5), Event("move", "your drawing", 2, 5)
    )
    live.point(Event("release"), Event("move", "your drawing", 9, 5))
    ink = live.result.ink.reshape(28, 28)
    assert np.argwhere(ink > 0).tolist() == [[5, 0], [5, 1], [5, 2]]


def test_an_8_comes_back_until_its_left_arcs_are_gone_and_is_then_a_3():
    xi = glyphs("0123456789").patterns
    W = hopfield.train(xi, "projection")
    for column, ink, end in ((0, 232, 8), (8, 194, 8), (10, 164, 3)):
        s = xi[8].reshape(28, 28).copy()
        s[:, :column] = -1
        assert np.sum(s > 0) == ink
        for seed in range(12):
            final = hopfield.recall(W, s.ravel(), rng=seed).final
            assert (final == xi[end]).all()
    np.testing.assert_allclose(xi[[3, 8]] @ s.ravel() / 784, [0.87, 0.83], atol=0.005)


def test_every_energy_of_six_units_follows_from_the_overlaps():
    for M in (1, 2, 3):
        r = explore.six.explorer(M=M).result
        m = r.land.states @ r.xi.T / 6
        assert np.allclose(r.land.energy, -18 / M * np.sum(m**2, axis=1) + 3)


def test_weights_of_two_memories_are_minus_1_0_or_1_and_of_three_thirds():
    for M, allowed in ((2, {-1.0, 0.0, 1.0}), (3, {-3.0, -1.0, 1.0, 3.0})):
        for seed in range(10):
            W = explore.six.explorer(M=M, seed=seed).result.W
            values = W[np.triu_indices(6, 1)] * (3 if M == 3 else 1)
            assert set(np.round(values, 9)) <= allowed


def test_cutting_weights_unsettles_no_memory_of_two():
    rng = np.random.default_rng(0)
    for seed in range(10):
        cut = sorted(rng.choice(15, rng.integers(1, 15), replace=False).tolist())
        whole, r = (explore.six.explorer(seed=seed, cut=c).result for c in ([], cut))
        resting = r.land.states[r.land.minima]
        for memory in (*r.xi, *-r.xi):
            assert (resting == memory).all(axis=1).any()
        assert len(r.land.minima) >= len(whole.land.minima)


def test_a_press_flips_a_unit_and_cuts_a_line_and_keys_do_the_same():
    live = explore.six.explorer()
    live.point(Event("press", "net", 210.0, 350.0))  # unit 0 stands on top
    assert live.values["s"] == [1, -1, -1, -1, -1, -1]
    live.point(Event("press", "net", 275.0, 312.5))  # half-way between 0 and 1
    assert live.values["cut"] == [0]
    live.point(Event("press", "net", 275.0, 312.5))
    assert live.values["cut"] == []
    live.point(*(Event("key", key=name) for name in ("ArrowRight", " ")))
    assert live.values["s"] == [1, 1, -1, -1, -1, -1]


def test_the_ball_rolls_to_the_memory_of_the_larger_overlap_and_rests_on_mixtures():
    for seed in range(10):
        far = explore.hill.explorer(m1=0.4, m2=0.3, seed=seed).result
        assert far.path[:, -1].tolist() == [1.0, 0.0]
        mixed = explore.hill.explorer(M=3, m1=0.32, m2=0.32, m3=0.32, seed=seed).result
        assert mixed.path[:, -1].tolist() == [0.5, 0.5, 0.5]
        depth = (mixed.energy[-1] - 3 / 1568) / (far.energy[-1] - 2 / 1568)
        assert abs(depth - 0.75) < 1e-9


def test_the_measured_energy_is_the_closed_form_after_every_flip():
    for settings in ({"m1": 0.2, "m2": -0.5}, {"M": 3, "m1": 0.1, "m2": 0.3, "m3": -0.4}):
        r = explore.hill.explorer(**settings).result
        assert np.allclose(r.energy, closed_form(r.path, len(r.path)), atol=1e-12)


def my_recall(W, s, rng):
    s, sweeps, flipped = s.copy(), 0, True
    while flipped:
        flipped, sweeps = False, sweeps + 1
        for i in rng.permutation(len(s)):
            if s[i] * (W[i] @ s) < 0:
                s[i], flipped = -s[i], True
    return s, sweeps


def test_the_student_s_weights_and_recall_are_drawn():
    def my_weights(patterns):
        W = patterns.T @ patterns / len(patterns)
        np.fill_diagonal(W, 0.0)
        return W

    r = explore.six.explorer(mine=my_weights).result
    assert np.allclose(r.mine, r.land.energy)
    assert np.allclose(explore.hill.explorer(mine=my_recall).result.mine, [1.0, 0.0])
    assert explore.six.explorer(mine=lambda _: ...).result.mine is None
    assert explore.hill.explorer(mine=lambda *_: (..., ...)).result.mine is None


def test_codes_of_the_student_bring_back_what_the_glyphs_do_not():
    live = explore.rules.explorer(M=36, corruption=0.02, mine=check.code.right)
    assert np.sum(live.result.each > 0.95) == 0
    assert np.sum(live.result.mine > 0.95) >= 30
    glyphs_again = explore.rules.explorer(M=36, corruption=0.02, mine=lambda glyphs: glyphs)
    assert np.array_equal(glyphs_again.result.mine, glyphs_again.result.each)
    for odd, told in [(lambda glyphs: glyphs.T, "the codes have shape"), (np.abs, "")]:
        live = explore.rules.explorer(mine=odd)
        assert (live.result.mine is None) == bool(told) and told in live.summary


def test_the_curves_of_heat_are_those_of_theory_and_its_mark_the_mean_of_the_end():
    live = explore.heat.explorer(T=0.6)
    late = live.result.warm.overlaps[31:].mean(axis=0).max()
    assert live.result.kept == pytest.approx(late, abs=0.01)
    T, m = live.artists["curve"]["memory"].get_data()
    cold = (T > 0) & (T < 1)
    np.testing.assert_allclose(m[cold], np.tanh(m[cold] / T[cold]), atol=1e-5)
    T, m = live.artists["curve"]["mixture"].get_data()
    again = (np.tanh(3 * m[1:] / T[1:]) + np.tanh(m[1:] / T[1:])) / 4
    np.testing.assert_allclose(m[1:], again, atol=1e-5)
    assert m[0] == pytest.approx(0.5) and T[-1] == pytest.approx(0.46, abs=0.006)


def test_the_closed_form_of_a_unit_that_learns_begins_at_its_weights_and_has_length_1_in_the_end():
    live = explore.direction.explorer(rule="Oja", w1=-1.8, w2=0.6, now=1000)
    live.finish()
    length = live.artists["length"]["mean"].get_ydata()
    assert length[0] == pytest.approx(np.hypot(1.8, 0.6)) and length[-1] == pytest.approx(1.0)
