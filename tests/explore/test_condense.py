"""What the live figures of lesson 11 show is what the models say."""

import numpy as np
import pytest

from course.check import condense as check
from course.explore import condense as explore
from course.explore.condense import _activity, _fixed, _retraining, _stored
from course.models import rnn


@pytest.mark.parametrize("name", _stored.TASKS)
def test_packed_networks_come_back_to_the_digits_of_short_floats(name):
    network = rnn.load(name)
    back = _stored.unpack(_stored.pack(network), 32, name)
    for kept, part in zip(back[:5], network[:5]):
        np.testing.assert_allclose(kept, part, rtol=1e-3, atol=1e-6)  # 11 bits


@pytest.mark.parametrize("where", _activity.WHERE)
def test_a_network_that_sees_all_components_is_the_network(where):
    inputs = _stored.probe("interval").task.inputs
    whole = _activity.limited("interval", 32, where)
    found, true = rnn.run(whole, inputs).z, rnn.run(rnn.load("interval"), inputs).z
    np.testing.assert_allclose(found, true, atol=1e-10)  # rounding over 65 steps


def test_merging_one_by_one_is_the_librarys_condensing():
    live = explore.merging(task="evidence", merged=4)
    live.finish()
    task = _stored.probe("evidence", 0, 64).task
    once = rnn.condense(rnn.load("evidence"), task, 28).rnn
    assert live.result.merged == 4
    assert live.result.scores[4] == _stored.correct(once, _stored.fresh("evidence"))


def test_without_noise_new_trials_are_as_easy_and_with_it_they_are_not():
    live = explore.methods(task="interval")
    for curve in live.finish().curves.values():
        assert curve.test[-1] < 1.5 * curve.loss[-1]
    adam = live.set(task="evidence").curves["adam"]
    assert adam.test[-1] > 100 * adam.loss[-1]


def test_training_again_grows_and_stops_when_left():
    live = explore.methods(seed=3)
    assert len(live.result.curves) < 3 and live.progress < 1.0
    live.set(seed=0)
    assert len(live.result.curves) == 3


def test_with_training_eight_units_do_what_merging_alone_loses():
    for name, least in [("evidence", 88.0), ("interval", 98.0)]:  # 500 trials: 1.3 % deviation
        result = explore.retraining(task=name, left=8).finish()
        assert result.N == 8 and result.scores[24] > least > result.alone[24] + 5.0


def test_a_run_on_this_machine_merges_and_trains_step_by_step():
    _retraining.path.cache_clear()  # another test may have come as far already
    live = explore.retraining(task="interval", left=30, steps=10)
    sizes = [live.set(run=1).N] + [live.advance().N for _ in range(3)]
    assert sizes == [32, 31, 30, 30]


@pytest.mark.parametrize(
    ("task", "level"), [("evidence", 0.0), ("evidence", 0.5), ("interval", 1.0)]
)
def test_few_starts_find_the_fixed_points_that_many_find(task, level):
    shown = explore.points.explorer(task=task, level=level).result
    starts = _activity.trained_run(task, 1).r[::4, ::5].reshape(-1, 32)
    many = rnn.fixed_points(rnn.load(task), _fixed.inputs(task, level, 0), starts)
    np.testing.assert_allclose(shown.found.r, many.r, atol=1e-6)


def test_circles_of_the_students_times_touch_the_outermost_multipliers():
    for options in ({}, {"task": "interval", "level": 1.0}):
        live = explore.points.explorer(mine=check.return_time.right, **options)
        x, y = live.artists["mu"]["mine"].get_data()
        radii = np.hypot(x, y).reshape(len(live.result.found.r), -1)[:, :-1]
        np.testing.assert_allclose(radii, live.result.found.size[:, :1] * np.ones(181), rtol=1e-6)


@pytest.mark.parametrize("name", _stored.TASKS)
def test_trials_of_the_student_are_drawn_over_those_of_the_library(name):
    result = explore.trained.explorer(task=name, mine=check.trial.right).result
    np.testing.assert_allclose(result.mine, result.run.z, atol=1e-9)
    assert explore.trained.explorer(mine=lambda inputs, net: ...).result.mine is None


def test_a_better_way_to_take_units_away_stays_above_merging():
    live = explore.merging.explorer(mine=check.hand_over.right)
    result = live.finish()
    assert len(result.mine) == len(result.scores) == 31
    assert result.mine[20] > 87.0 > result.scores[20]
    nobody = explore.merging.explorer(mine=lambda R, W, W_out: (0, np.zeros(3), 0.0))
    assert nobody.finish().mine is None
    assert "gains has shape (3,)" in nobody.summary


def test_the_disc_and_the_straight_units_of_the_vanishing_slopes_have_the_leak_of_the_network():
    live = explore.vanishing.explorer(gain=0.0)
    alpha = rnn.load("evidence").alpha
    np.testing.assert_allclose(live.result.mu, 1.0 - alpha)
    np.testing.assert_allclose(live.result.theory, (1.0 - alpha) ** np.arange(51))
    live.set(gain=1.5)
    x, y = live.artists["mu"]["disc"].get_data()
    np.testing.assert_allclose(np.hypot(x - (1.0 - alpha), y), 1.5 * alpha)
    inside = np.abs(live.result.mu - (1.0 - alpha)) < 1.25 * 1.5 * alpha
    assert inside.all()  # of 32 units a few lie a little outside


def test_the_constant_of_a_student_is_handed_to_the_biases():
    def first_of_all(R, W, W_out):
        return 0, np.zeros(len(W) - 1), 0.8

    live = explore.merging.explorer(mine=first_of_all)
    net = rnn.without(rnn.load("evidence"), 0, np.zeros(31), constant=0.8)
    score = _stored.correct(net, _stored.fresh("evidence"))
    assert live.finish().mine[1] == score
    plain = rnn.without(rnn.load("evidence"), 0, np.zeros(31))
    assert score != _stored.correct(plain, _stored.fresh("evidence"))
