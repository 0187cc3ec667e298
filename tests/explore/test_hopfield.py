"""What the live figures of lesson 09 show is what the models say."""

import numpy as np

from course.explore import hopfield as explore
from course.live import Event
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


def test_a_mouse_draws_where_it_went_and_a_press_on_ink_rubs_out():
    live = explore.sketch(ink="", brush=1)
    drawing = "your drawing"
    live.point(Event("press", drawing, 3, 5), Event("move", drawing, 9, 5))
    live.point(Event("release", drawing, 9, 5), Event("move", drawing, 9, 20))
    ink = live.result.ink.reshape(28, 28)
    assert np.argwhere(ink > 0).tolist() == [[5, column] for column in range(3, 10)]
    live.point(Event("press", drawing, 4, 5), Event("release", drawing, 4, 5))
    assert live.result.ink.reshape(28, 28)[5, 3:6].tolist() == [1, -1, 1]
    live.point(Event("press", "the network", 4, 5))
    assert live.result.ink.reshape(28, 28)[5, 4] == -1
