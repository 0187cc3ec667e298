"""The tasks' statistics and judgments, against what they say of themselves."""

import math

import numpy as np
import pytest
from scipy import stats

from course.models.rnn import tasks as rnn_tasks


def test_evidence_has_the_mean_and_noise_it_says():
    task = rnn_tasks.evidence(4000, rng=1, coherences=(0.5, 1.0), noise=0.6)
    stimulus = task.inputs[:, 5:45, :2]
    left = stimulus[task.condition == 1.0]
    n = left[:, :, 0].size
    deviation = 0.6 * math.sqrt(100 / 20)
    assert left[:, :, 0].mean() == pytest.approx(0.5, abs=4 * deviation / math.sqrt(n))
    assert left[:, :, 1].mean() == pytest.approx(-0.5, abs=4 * deviation / math.sqrt(n))
    assert left[:, :, 0].std() == pytest.approx(deviation, rel=4 / math.sqrt(2 * n))
    assert np.all(task.inputs[:, :5, :2] == 0)
    assert np.all(task.inputs[:, 45:, :2] == 0)
    np.testing.assert_array_equal(task.inputs[:, :, 2], np.tile(np.arange(60) >= 45, (4000, 1)))


def test_the_ideal_observer_does_as_well_as_the_normal_law_says():
    """The summed difference has mean n c and variance 2 n sigma^2."""
    task = rnn_tasks.evidence(20_000, rng=2, coherences=(0.5,), noise=0.6)
    expected = stats.norm.cdf(40 * 0.5 / math.sqrt(2 * 40 * 0.36 * 5))
    assert task.ideal == pytest.approx(expected, abs=4 * math.sqrt(0.25 / 20_000))


def test_conditions_come_equally_often():
    task = rnn_tasks.evidence(80, rng=3)
    assert sorted(np.unique(task.condition, return_counts=True)[1]) == [10] * 8


def test_the_interval_task_rises_when_time_is_up():
    task = rnn_tasks.interval(200, rng=4)
    for k in range(200):
        rise = np.argmax(task.targets[k, :, 0] > 0.5)
        waited = (rise - task.go[k]) * task.dt
        assert 0 <= waited - task.condition[k] < task.dt
        assert task.inputs[k, task.go[k], 1] == 1
        assert task.inputs[k, task.go[k] - 1, 1] == 0
        assert task.targets[k, -5:].min() == 1.0
    level = task.inputs[:, 0, 0]
    np.testing.assert_allclose(level, 0.25 + 0.75 * (task.condition - 300) / 500, atol=1e-12)


def test_perfect_outputs_are_right_and_reversed_ones_wrong():
    for task in (rnn_tasks.evidence(50, rng=5), rnn_tasks.interval(50, rng=5)):
        assert rnn_tasks.performance(task, task.targets).correct == 1.0
        assert rnn_tasks.performance(task, -task.targets).correct == 0.0
    silent = rnn_tasks.performance(task, 0 * task.targets)
    assert np.all(np.isnan(silent.answer))


def test_a_produced_interval_is_read_between_steps():
    task = rnn_tasks.interval(1, rng=6)
    since = (np.arange(task.inputs.shape[1]) - task.go[0]) * task.dt
    ramp = np.clip(since / 1000.0, 0.0, None)[None, :, None]  # passes 1/2 at 500 ms
    assert rnn_tasks.performance(task, ramp).answer[0] == pytest.approx(500.0, abs=1e-9)


def test_an_output_that_is_up_before_go_is_not_on_time():
    task = rnn_tasks.interval(20, rng=7)
    assert rnn_tasks.performance(task, np.ones_like(task.targets)).correct == 0.0


def test_same_seed_same_task():
    for make in (rnn_tasks.evidence, rnn_tasks.interval):
        by_seed = make(9, rng=8).inputs
        np.testing.assert_array_equal(by_seed, make(9, rng=np.random.default_rng(8)).inputs)


@pytest.mark.parametrize(
    "call,named",
    [
        (lambda: rnn_tasks.evidence(0, rng=1), "trials"),
        (lambda: rnn_tasks.evidence(10**6, rng=1), "trials"),
        (lambda: rnn_tasks.evidence(5, rng=1, coherences=(0.0,)), "coherences"),
        (lambda: rnn_tasks.evidence(5, rng=1, dt=60.0), "dt"),
        (lambda: rnn_tasks.evidence(5, rng=1, noise=-1.0), "noise"),
        (lambda: rnn_tasks.interval(5, rng=None), "rng"),
        (lambda: rnn_tasks.interval(5, rng=1, shortest=500, longest=400), "longest"),
        (lambda: rnn_tasks.performance(rnn_tasks.interval(5, rng=1), np.zeros((5, 3, 1))), "z"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=f"^{named}"):
        call()


def test_the_go_cue_of_evidence_comes_when_the_evidence_ends():
    task = rnn_tasks.evidence(4, rng=0, duration=300.0, dt=20.0)
    cue = task.inputs[:, :, 2]
    assert set(task.go.tolist()) == {20}  # 100 ms before the evidence and its 300 ms
    assert not cue[:, :20].any() and (cue[:, 20:] == 1.0).all()
