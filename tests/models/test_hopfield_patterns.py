"""The form without weights equals the form with them; the capacity curve; who runs it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.models import hopfield
from course.models.hopfield import theory as hopfield_theory


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(2, 70), st.integers(0, 10**6), st.booleans())
def test_recall_without_weights_equals_recall_with_them(M, N, seed, shuffle):
    rng = np.random.default_rng(seed)
    xi, s = rng.choice([-1, 1], (M, N)), rng.choice([-1, 1], N)
    mode = "asynchronous" if shuffle else "sequential"
    ours = hopfield.recall_patterns(xi, s, rng=seed, mode=mode)
    other = hopfield.recall(hopfield.train(xi), s, patterns=xi, rng=seed, mode=mode)
    np.testing.assert_array_equal(ours.states, other.states)
    np.testing.assert_array_equal(ours.flips, other.flips)
    np.testing.assert_allclose(ours.overlaps, other.overlaps, atol=1e-15)
    np.testing.assert_allclose(ours.flip_energy, other.flip_energy, atol=1e-9)  # sums of N^2
    np.testing.assert_allclose(ours.energy, other.energy, atol=1e-9)
    assert np.all(np.diff(ours.flip_energy) < 0)
    assert ours.converged == other.converged


def test_a_recall_longer_than_its_first_room_is_whole():
    xi = hopfield.random_patterns(90, 500, rng=1)  # over capacity: the end is far
    with_weights = hopfield.recall(hopfield.train(xi), xi[0], patterns=xi, rng=1)
    without = hopfield.recall_patterns(xi, xi[0], rng=1)
    assert len(without.states) > 20
    for ours, theirs in zip(without[:5], with_weights[:5]):
        np.testing.assert_allclose(ours, theirs, atol=1e-9)  # rounding of 500^2 weights
    cut = hopfield.recall_patterns(xi, xi[0], rng=1, max_sweeps=12)
    np.testing.assert_array_equal(cut.states, without.states[:13])
    assert without.converged and not cut.converged


def test_energy_holds_for_large_networks():
    """2 M E of a stored pattern passes 2^31 here; the closed form is N/2 - sum m^2 / 2M."""
    xi = hopfield.random_patterns(3, 60_000, rng=1)
    end = hopfield.recall_patterns(xi, xi[0], rng=0, max_sweeps=2)
    m = xi.astype(np.int64) @ xi[0].astype(np.int64)
    assert end.energy[0] == pytest.approx(30_000 - np.sum(m.astype(float) ** 2) / 6, rel=1e-14)


def test_capacity_does_not_depend_on_who_runs_it():
    args = (60, [0.05, 0.15, 0.3], 7)
    one = hopfield.capacity_curve(*args, rng=11, workers=1)
    for workers in (None, 2, 3):
        other = hopfield.capacity_curve(*args, rng=11, workers=workers)
        np.testing.assert_array_equal(one.overlaps, other.overlaps)


def test_capacity_runs_on_joblib_unchanged():
    joblib = pytest.importorskip("joblib")
    args = (60, [0.05, 0.15], 5)
    one = hopfield.capacity_curve(*args, rng=11, workers=1)
    with joblib.parallel_config("threading", n_jobs=2):
        other = hopfield.capacity_curve(*args, rng=11, workers=joblib.Parallel())
    np.testing.assert_array_equal(one.overlaps, other.overlaps)


def test_capacity_runs_on_a_dask_cluster_unchanged():
    joblib = pytest.importorskip("joblib")
    distributed = pytest.importorskip("distributed", reason="dask[distributed] is not installed")
    args = (60, [0.05, 0.15], 5)
    one = hopfield.capacity_curve(*args, rng=11, workers=1)
    with distributed.Client(
        processes=False, n_workers=1, threads_per_worker=2, dashboard_address=None
    ):
        with joblib.parallel_config("dask"):
            other = hopfield.capacity_curve(*args, rng=11, workers=joblib.Parallel())
    np.testing.assert_array_equal(one.overlaps, other.overlaps)


def test_memory_breaks_down_near_a_load_of_0_138():
    """Amit, Gutfreund & Sompolinsky (1987): m = 0.97 at 0.138, then a jump.

    At N = 1500 the jump is rounded over about N^(-2/3) = 0.008 in load, so 0.12 must still
    remember and 0.18 must have forgotten. Below it m follows theory within 0.01.
    """
    curve = hopfield.capacity_curve(1500, [0.05, 0.1, 0.12, 0.18], 6, rng=5)
    theory = hopfield_theory.retrieval_overlap(curve.loads[:3])
    np.testing.assert_allclose(curve.mean[:3], theory, atol=0.01)
    assert curve.mean[3] < 0.6


def test_random_patterns_are_fair_and_independent_coins():
    """201 x 1001 coins (no whole number of bytes): mean, and overlaps between rows and
    between columns, within 5 standard errors of a fair coin's."""
    xi = hopfield.random_patterns(201, 1001, rng=3)
    assert xi.shape == (201, 1001)
    assert xi.dtype == np.float64
    assert xi.T.flags.c_contiguous
    assert set(np.unique(xi)) == {-1, 1}
    x = xi.astype(float)
    assert abs(x.mean()) < 5 / np.sqrt(x.size)
    for rows in (x, x.T):
        q = (rows @ rows.T)[np.triu_indices(len(rows), 1)] / rows.shape[1]
        assert abs(q.mean()) < 5 / np.sqrt(q.size * rows.shape[1])
        assert q.std() == pytest.approx(1 / np.sqrt(rows.shape[1]), rel=0.03)


def test_the_standard_error_is_that_of_the_mean_over_the_trials():
    curve = hopfield.capacity_curve(40, [0.1, 0.2, 0.4], 5, rng=3)
    for overlaps, mean, sem in zip(curve.overlaps, curve.mean, curve.sem):
        assert mean == pytest.approx(sum(overlaps) / 5, rel=1e-14)
        squares = sum((x - mean) ** 2 for x in overlaps)
        assert sem == pytest.approx((squares / 4 / 5) ** 0.5, rel=1e-12)  # n - 1, then n
    assert curve.sem.max() > 0
    assert hopfield.capacity_curve(40, [0.4], 1, rng=3).sem.tolist() == [0.0]  # nothing to say


def test_progress_is_told_after_each_load():
    told = []
    curve = hopfield.capacity_curve(
        30, [0.1, 0.2], 3, rng=0, progress=lambda *news: told.append(news)
    )
    assert told == [(1, curve.mean[0]), (2, curve.mean[1])]


def test_capacity_reports_the_load_really_used():
    curve = hopfield.capacity_curve(10, [0.0, 0.26], 2, rng=0)
    np.testing.assert_array_equal(curve.loads, [0.1, 0.3])


@pytest.mark.parametrize(
    "call,named",
    [
        (lambda: hopfield.recall_patterns([[1, 2]], [1, 1], rng=0), "patterns"),
        (lambda: hopfield.recall_patterns(np.ones((0, 3)), [1, 1, 1], rng=0), "patterns"),
        (lambda: hopfield.recall_patterns([[1, 1]], [1], rng=0), "state"),
        (lambda: hopfield.recall_patterns([[1, 1]], [1, 1], mode="synchronous"), "mode"),
        (lambda: hopfield.capacity_curve(50, [1.2], 3, rng=0), "loads"),
        (lambda: hopfield.capacity_curve(50, [], 3, rng=0), "loads"),
        (lambda: hopfield.capacity_curve(50, [0.1], 0, rng=0), "trials"),
        (lambda: hopfield.capacity_curve(90_000, [0.1], 1, rng=0), "N"),
        (lambda: hopfield.capacity_curve(50, [0.1], 3, rng="seed"), "rng"),
        (lambda: hopfield.capacity_curve(50, [0.1], 3, rng=0, workers=0), "workers"),
        (lambda: hopfield.capacity_curve(50, [0.1], 3, rng=0, workers=len), "workers"),
        (lambda: hopfield.random_patterns(10**5, 10**5, rng=0), "M"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=f"^{named}"):
        call()
