"""Weights, recall and energy against the literal sign(W s), in whole numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.models import hopfield

MASK = 2**64 - 1


def coins(M, N, seed):
    return np.random.default_rng(seed).choice([-1, 1], size=(M, N))


def hebb_times_M(xi):
    """M W in whole numbers."""
    W = xi.T @ xi
    np.fill_diagonal(W, 0)
    return W


def shuffled(order, x):
    """xorshift64 Fisher-Yates with Python's own whole numbers."""
    order = list(order)
    for k in range(len(order) - 1, 0, -2):
        x ^= (x << 13) & MASK
        x ^= x >> 7
        x ^= (x << 17) & MASK
        for place, bits in ((k, x >> 32), (k - 1, x % 2**32)):
            j = (bits * (place + 1)) >> 32
            order[place], order[j] = order[j], order[place]
    return order, x


def literal(W, s, seed, mode, sweeps=100):
    """States, flips and converged of sign(W s), one full row product a unit."""
    x = int(np.random.default_rng(seed).integers(1, 2**62))
    s, order = np.array(s), range(len(s))
    states, flips = [s.copy()], []
    for _ in range(sweeps):
        old = s.copy()
        if mode == "asynchronous":
            order, x = shuffled(order, x)
        for i in order:
            h = W[i] @ (old if mode == "synchronous" else s)
            if h != 0 and np.sign(h) != s[i]:
                s[i] = np.sign(h)
                flips.append(i)
        states.append(s.copy())
        if np.array_equal(s, old):
            return np.array(states), flips, True
        if mode == "synchronous" and len(states) > 2 and np.array_equal(s, states[-3]):
            break
    return np.array(states), flips, False


@pytest.mark.parametrize("mode", hopfield.MODES)
@pytest.mark.parametrize("M,N", [(1, 2), (2, 12), (4, 31), (30, 60)])
def test_recall_is_the_literal_rule_state_for_state(M, N, mode):
    xi = coins(M, N, M)
    for seed in range(5):
        s = coins(1, N, 100 + seed)[0]
        ours = hopfield.recall(hopfield.train(xi), s, patterns=xi, rng=seed, mode=mode)
        states, flips, converged = literal(hebb_times_M(xi), s, seed, mode)
        np.testing.assert_array_equal(ours.states, states)
        assert ours.converged == converged
        if mode != "synchronous":
            np.testing.assert_array_equal(ours.flips, flips)
        np.testing.assert_allclose(ours.overlaps, states @ xi.T / N, atol=1e-15)
        np.testing.assert_allclose(  # E is a sum of N^2 numbers of order 1
            ours.energy, hopfield.energy(hopfield.train(xi), ours.states), atol=1e-11 * N
        )


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 30),
    st.integers(0, 10**6),
    st.sampled_from(hopfield.MODES),
    st.sampled_from(["trained", "symmetric", "any"]),
    st.integers(1, 20),
)
def test_plain_recall_and_the_compiled_one_are_the_same(N, seed, mode, kind, max_sweeps):
    rng = np.random.default_rng(seed)
    xi = rng.choice([-1, 1], (rng.integers(1, 10), N))
    W = hopfield.train(xi)
    if kind != "trained":
        W = rng.normal(size=(N, N))
        W = np.triu(W, 1) + (np.triu(W, 1).T if kind == "symmetric" else np.tril(W, -1))
    how = {"patterns": xi, "mode": mode, "max_sweeps": max_sweeps}
    s = rng.choice([-1, 1], N)
    ours = hopfield.recall(W, s, rng=seed, **how)
    plain = hopfield.recall(W, s, rng=seed, plain=True, **how)
    for name in ("states", "flips", "overlaps", "converged", "cycle"):
        np.testing.assert_array_equal(getattr(ours, name), getattr(plain, name))
    for name in ("energy", "flip_energy"):  # sums of N^2 numbers of order 1
        np.testing.assert_allclose(getattr(ours, name), getattr(plain, name), atol=1e-11 * N)
    np.testing.assert_allclose(ours.energy, hopfield.energy(W, ours.states), atol=1e-11 * N)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 40), st.integers(0, 10**6), st.booleans())
def test_energy_never_rises_one_unit_at_a_time(N, seed, shuffle):
    """Any symmetric W with zero diagonal, not only a trained one."""
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(N, N))
    W = np.triu(A, 1) + np.triu(A, 1).T
    mode = "asynchronous" if shuffle else "sequential"
    end = hopfield.recall(W, rng.choice([-1, 1], N), rng=seed, mode=mode, max_sweeps=1000)
    assert np.all(np.diff(end.flip_energy) < 0)
    assert end.converged
    # the noted energies are sums of up to N rounded steps
    assert end.energy[-1] == pytest.approx(hopfield.energy(W, end.final), abs=1e-9)


def test_hebb_weights_are_the_mean_of_outer_products():
    xi = coins(5, 9, 1)
    W = hopfield.train(xi)
    expected = np.mean([np.outer(v, v) for v in xi], axis=0) - np.eye(9)
    np.testing.assert_allclose(W, expected, atol=1e-15)


def test_covariance_weights_are_numpys_covariance():
    xi = coins(6, 9, 2)
    expected = np.cov(xi.T, bias=True)
    np.fill_diagonal(expected, 0.0)
    np.testing.assert_allclose(hopfield.train(xi, "covariance"), expected, atol=1e-15)


@pytest.mark.parametrize("M", [1, 20, 55])
def test_projection_rule_holds_every_pattern_far_above_hebbs_capacity(M):
    """P xi = xi for the projector P; without its diagonal the sign stays, as P_ii < 1."""
    xi = coins(M, 60, 3)
    W = hopfield.train(xi, "projection")
    P = np.linalg.qr(xi.T.astype(float))[0]
    P = P @ P.T
    np.testing.assert_allclose(W, P - np.diag(np.diag(P)), atol=1e-12)
    for v in xi:
        np.testing.assert_array_equal(hopfield.recall(W, v, rng=0).final, v)


def test_patterns_are_fixed_points_well_below_capacity():
    xi = coins(10, 500, 4)  # load 0.02: one-step error 1e-12
    W = hopfield.train(xi)
    for mode in hopfield.MODES:
        for v in xi:
            end = hopfield.recall(W, v, rng=0, mode=mode)
            assert end.converged
            assert len(end.flips) == 0
            np.testing.assert_array_equal(end.final, v)


def test_two_units_that_excite_each_other_cycle_only_synchronously():
    W = np.array([[0.0, 1.0], [1.0, 0.0]])
    together = hopfield.recall(W, [1, -1], mode="synchronous")
    assert together.cycle
    assert not together.converged
    np.testing.assert_array_equal(together.states, [[1, -1], [-1, 1], [1, -1]])
    alone = hopfield.recall(W, [1, -1], rng=0, mode="asynchronous")
    assert alone.converged
    assert not alone.cycle


def test_a_unit_without_input_keeps_its_value():
    W = np.zeros((4, 4))
    for mode in hopfield.MODES:
        np.testing.assert_array_equal(
            hopfield.recall(W, [1, -1, 1, -1], rng=0, mode=mode).final, [1, -1, 1, -1]
        )


def test_asymmetric_weights_follow_rows_to_and_columns_from():
    W = np.array([[0.0, 0.0], [-1.0, 0.0]])  # unit 0 pushes unit 1 down, nothing back
    end = hopfield.recall(W, [1, 1], mode="sequential")
    np.testing.assert_array_equal(end.final, [1, -1])
    np.testing.assert_array_equal(end.flips, [1])
    np.testing.assert_array_equal(end.energy, [0.5, -0.5, -0.5])


def test_recall_stops_when_its_time_is_up():
    W = np.array([[0.0, 1.0], [-1.0, 0.0]])  # no rest: each chases the other
    end = hopfield.recall(W, [1, 1], mode="sequential", max_sweeps=7)
    assert not end.converged
    assert len(end.states) == 8


def test_overlap_is_the_cosine():
    a, b = coins(3, 50, 5), coins(1, 50, 6)[0]
    expected = [np.dot(v, b) / np.linalg.norm(v) / np.linalg.norm(b) for v in a]
    np.testing.assert_allclose(hopfield.overlap(a, b), expected, atol=1e-15)
    assert hopfield.overlap(b, b) == 1.0


def test_same_seed_same_recall():
    xi, s = coins(20, 60, 7), coins(1, 60, 8)[0]
    W = hopfield.train(xi)
    a, b = hopfield.recall(W, s, rng=3), hopfield.recall(W, s, rng=3)
    np.testing.assert_array_equal(a.flips, b.flips)


@pytest.mark.parametrize(
    "call,named",
    [
        (lambda: hopfield.train([[1, 0, 1]]), "patterns"),
        (lambda: hopfield.train([[1.0, np.nan]]), "patterns"),
        (lambda: hopfield.train(np.ones((0, 4))), "patterns"),
        (lambda: hopfield.train([1, -1]), "patterns"),
        (lambda: hopfield.train(np.ones((1, 20_000), np.int8)), "N"),
        (lambda: hopfield.train([[1, -1]], "hebbian"), "rule"),
        (lambda: hopfield.recall(np.eye(3), [1, 1, 1], rng=0), "W"),
        (lambda: hopfield.recall(np.zeros((3, 2)), [1, 1], rng=0), "W"),
        (lambda: hopfield.recall(np.zeros((3, 3)), [1, 1], rng=0), "state"),
        (lambda: hopfield.recall(np.zeros((2, 2)), [1, 0.5], rng=0), "state"),
        (lambda: hopfield.recall(np.zeros((2, 2)), [1, 1], rng=0, mode="both"), "mode"),
        (lambda: hopfield.recall(np.zeros((2, 2)), [1, 1], rng=None), "rng"),
        (lambda: hopfield.recall(np.zeros((2, 2)), [1, 1], rng=0, max_sweeps=0), "max_sweeps"),
        (lambda: hopfield.recall(np.zeros((2, 2)), [1, 1], rng=0, plain=2), "plain"),
        (
            lambda: hopfield.recall(np.zeros((2, 2)), [1, 1], rng=0, max_sweeps=10**7, plain=True),
            "max_sweeps",
        ),
        (lambda: hopfield.overlap([1, 1], [1, 1, 1]), "b"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=f"^{named}"):
        call()


@pytest.mark.parametrize("M, N", [(1, 8), (10, 41), (60, 300)])
def test_stability_is_the_whole_number_of_the_definition_and_ties_are_zeros(M, N):
    xi = np.random.default_rng(M).choice([-1, 1], size=(M, N))
    inputs = xi @ xi.T @ xi - M * xi  # int64: M h
    np.testing.assert_array_equal(hopfield.stability(xi), xi * inputs)
    np.testing.assert_array_equal(hopfield.stability(xi.astype(np.int8)), xi * inputs)


def test_a_tie_is_no_error():
    """Two patterns that differ in half of 2 k + 1 units: the others' inputs cancel somewhere."""
    xi = np.array([[1, 1, 1], [1, 1, -1]])
    assert hopfield.stability(xi)[0].tolist() == [2, 2, 0]
