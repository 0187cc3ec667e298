"""Damage, names and the landscape, each against its definition."""

import itertools

import numpy as np
import pytest

from course.models import hopfield
from course.models.hopfield import states as hopfield_states
from course.models.hopfield.states import classify, corrupt, keep_part, lesion, mixture, name_state


def coins(M, N, seed):
    return np.random.default_rng(seed).choice([-1, 1], size=(M, N))


def test_corruption_flips_exactly_the_fraction():
    s = coins(1, 100, 0)[0]
    assert hopfield.overlap(s, corrupt(s, 0.2, rng=1)) == pytest.approx(0.6)
    np.testing.assert_array_equal(corrupt(s, 1.0, rng=1), -s)


def test_a_kept_part_is_untouched_and_the_rest_is_chance():
    s = np.ones(20_000, int)
    part = keep_part(s, 0.25, rng=1)
    assert np.all(part[:5000] == 1)
    assert abs(part[5000:].mean()) < 4 / np.sqrt(15_000)  # four standard errors


def test_a_lesion_cuts_its_fraction_and_leaves_the_rest_alone():
    W = hopfield.train(coins(3, 150, 2))
    for symmetric in (True, False):
        cut = lesion(W, 0.4, rng=3, symmetric=symmetric)
        assert np.array_equal(cut, cut.T) == symmetric
        assert np.all((cut == 0) | (cut == W))
        share = 1 - np.count_nonzero(cut) / np.count_nonzero(W)
        assert share == pytest.approx(0.4, abs=4 * np.sqrt(0.24 / (150 * 149 / 2)))
    np.testing.assert_array_equal(lesion(W, 0.0, rng=3), W)


def test_half_the_weights_suffice_to_recall():
    xi = coins(10, 784, 4)
    W = lesion(hopfield.train(xi), 0.5, rng=5)
    for k, v in enumerate(xi):
        end = hopfield.recall(W, corrupt(v, 0.2, rng=k), rng=0).final
        assert classify(end, xi, "abcdefghij") == "abcdefghij"[k]


def test_classification_wants_equality():
    xi = coins(2, 30, 6)
    assert classify(xi[1], xi, ["a", "b"]) == "b"
    assert classify(-xi[1], xi, ["a", "b"]) is None


def test_three_mixtures_are_spurious_fixed_points_with_overlap_a_half():
    """Hertz, Krogh & Palmer (1991): each component's overlap is 1/2 for N large."""
    xi = coins(3, 2000, 7)
    for signs in itertools.product((1, -1), repeat=3):
        s = mixture(xi, (0, 1, 2), signs)
        m = hopfield.overlap(xi, s) * signs
        assert np.all(np.abs(m - 0.5) < 4 / np.sqrt(2000))
        end = hopfield.recall(hopfield.train(xi), s, rng=0)
        assert hopfield.overlap(end.final, s) > 0.98  # overlaps of 1/sqrt(N) move a few units


def test_states_get_their_names():
    xi = coins(5, 400, 8)
    assert name_state(xi[2], xi).name == "memory 2"
    assert name_state(-xi[2], xi).name == "reversed memory 2"
    named = name_state(mixture(xi, (0, 2, 4), (1, -1, 1)), xi)
    assert named.name == "mixture of 3: +0 -2 +4"
    assert named.memories == (0, 2, 4)
    assert named.overlap == 1.0
    assert name_state(mixture(xi, range(5)), xi).kind == "mixture"
    assert name_state(coins(1, 400, 9)[0], xi).kind == "spin glass"


def test_the_landscape_lists_every_state_minimum_and_basin():
    A = np.random.default_rng(10).normal(size=(6, 6))
    W = np.triu(A, 1) + np.triu(A, 1).T
    land = hopfield_states.landscape(W)
    assert len({tuple(s) for s in land.states}) == 64
    np.testing.assert_allclose(land.energy, hopfield.energy(W, land.states), atol=1e-12)
    index = {tuple(s): k for k, s in enumerate(land.states)}
    lowest = []
    for k, s in enumerate(land.states):
        near = []
        for i in range(6):
            flipped = s.copy()
            flipped[i] *= -1
            near.append(index[tuple(flipped)])
        if np.all(land.energy[near] > land.energy[k]):
            lowest.append(k)
            assert land.basin[k] == k
        else:  # one step down the steepest way stays in the basin
            assert land.basin[k] == land.basin[near[np.argmin(land.energy[near])]]
    np.testing.assert_array_equal(land.minima, lowest)


@pytest.mark.parametrize("M, N", [(3, 9), (5, 8), (6, 11), (7, 10)])
def test_the_landscapes_ties_are_those_of_whole_numbers_and_the_first_unit_flips(M, N):
    """M W is whole, so which flips are equal is known without rounding; W is not, for these M."""
    xi = coins(M, N, M * N)
    land = hopfield_states.landscape(hopfield.train(xi))
    whole = xi.T @ xi
    np.fill_diagonal(whole, 0)
    climb = 2 * (land.states.astype(int) @ whole) * land.states
    unit = np.argmin(climb, axis=1)  # the first of equals
    k = np.arange(2**N)
    step = np.where(climb[k, unit] < 0, k ^ (1 << unit), k)
    equals = climb == climb.min(axis=1, keepdims=True)
    assert np.mean(equals.sum(axis=1) > 1) > 0.1  # there is something to decide
    np.testing.assert_array_equal(land.step, step)
    np.testing.assert_array_equal(land.minima, k[step == k])
    np.testing.assert_array_equal(land.basin[k], land.basin[step])


def test_a_plateau_is_made_of_minima_and_nothing_steps_along_it():
    flat = hopfield_states.landscape(np.zeros((3, 3)))
    assert flat.minima.tolist() == flat.basin.tolist() == flat.step.tolist() == list(range(8))
    # Units 0 and 1 agree at best; unit 2 is free, so each bottom is a plateau of two states
    W = np.zeros((3, 3))
    W[0, 1] = W[1, 0] = 1.0
    pair = hopfield_states.landscape(W)
    assert pair.minima.tolist() == [0, 3, 4, 7]
    assert pair.step.tolist() == [0, 0, 3, 3, 4, 4, 7, 7]  # unit 0 flips first
    assert pair.basin.tolist() == pair.step.tolist()
    assert pair.energy.tolist() == [-1, 1, 1, -1, -1, 1, 1, -1]


def test_weights_that_cancel_up_to_rounding_count_as_cancelling():
    xi = np.array([[1, 1], [1, 1], [-1, 1]])
    assert mixture(xi, (0, 1, 2), (0.1, 0.2, 0.3)).tolist() == [1, 1]
    assert mixture(-xi, (0, 1, 2), (0.1, 0.2, 0.3)).tolist() == [1, -1]


def test_landscape_minima_are_the_ends_of_recall():
    W = hopfield.train(coins(2, 9, 11))
    land = hopfield_states.landscape(W)
    for k in range(0, 512, 17):
        end = hopfield.recall(W, land.states[k], rng=k).final
        assert any(np.array_equal(end, land.states[q]) for q in land.minima)


@pytest.mark.parametrize(
    "call,named",
    [
        (lambda: corrupt([1, 1], 1.5, rng=0), "fraction"),
        (lambda: keep_part([1, 3], 0.5, rng=0), "state"),
        (lambda: lesion(np.zeros((2, 3)), 0.1, rng=0), "W"),
        (lambda: lesion(np.zeros((2, 2)), -0.1, rng=0), "fraction"),
        (lambda: classify([1, 1], [[1, 1]], []), "labels"),
        (lambda: mixture([[1, 1], [1, -1]], (0, 1)), "memories"),
        (lambda: mixture([[1, 1], [1, -1]], (2,)), "memories"),
        (lambda: hopfield_states.landscape(np.zeros((17, 17))), "W"),
        (lambda: hopfield_states.landscape([[0, 1], [2, 0]]), "W"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=f"^{named}"):
        call()
