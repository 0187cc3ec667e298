"""The student's own step in the competition of lesson 12."""

import numpy as np
import pytest

from course.explore import your_model as explore


def my_step(r, W, h, dt, tau):
    return r + dt * (-r + np.maximum(h + W @ r, 0)) / tau


@pytest.mark.parametrize("w", [0.2, 1.0])
def test_the_student_s_step_ends_where_the_library_does(w):
    result = explore.activity.explorer(w=w, mine=my_step).result
    assert result.mine[-1] == pytest.approx(result.run.r[:, -1], abs=2e-3)


def test_a_wrong_step_ends_elsewhere_and_an_empty_one_is_left_out():
    wrong = explore.activity.explorer(mine=lambda r, W, h, dt, tau: r + dt * (h - r) / tau).result
    assert np.abs(wrong.mine[-1] - wrong.run.r[:, -1]).max() > 0.5
    assert explore.activity.explorer(mine=lambda *_: ...).result.mine is None


def test_steps_go_with_the_students_own_matrix():
    def my_weights(N, s, w):
        return s * np.eye(N)

    result = explore.activity.explorer(mine=my_step, weights=my_weights).result
    h = explore.wiring.explorer().result.h
    assert result.mine[-1] == pytest.approx(h / (1 - 0.5), abs=0.01)
