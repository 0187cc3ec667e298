"""Packed bits and one matrix product against the literal sign(W s) of each state."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.models import hopfield
from course.models.hopfield import batch as hopfield_batch


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 30), st.sampled_from([2, 7, 63, 64, 65, 130]), st.integers(0, 10**6))
def test_a_batch_equals_synchronous_recall_of_each_state(M, N, seed):
    rng = np.random.default_rng(seed)
    xi, states = rng.choice([-1, 1], (M, N)), rng.choice([-1, 1], (4, N))
    batch = hopfield_batch.recall_all(xi, states)
    W = hopfield.train(xi)
    for b in range(4):
        one = hopfield.recall(W, states[b], patterns=xi, mode="synchronous")
        assert batch.converged[b] == one.converged
        assert batch.cycle[b] == one.cycle
        ends = one.states[-2:] if one.cycle else one.states[-1:]
        which = [k for k, end in enumerate(ends) if np.array_equal(end, batch.states[b])]
        assert which, "ends in another state"
        np.testing.assert_allclose(batch.overlaps[b], xi @ ends[which[0]] / N, atol=1e-15)


def test_each_step_of_a_batch_is_the_literal_rule():
    rng = np.random.default_rng(1)
    xi, s = rng.choice([-1, 1], (25, 90)), rng.choice([-1, 1], (6, 90))
    W = xi.T @ xi
    np.fill_diagonal(W, 0)
    for steps in range(1, 5):
        ours = hopfield_batch.recall_all(xi, s, max_steps=steps)
        literal = s
        for _ in range(ours.steps):
            h = literal @ W
            literal = np.where(h == 0, literal, np.sign(h))
        np.testing.assert_array_equal(ours.states, literal)


def test_hebb_forgets_all_memories_together():
    """Past 0.138 N old and new fare alike; below it all are kept."""
    kept = hopfield_batch.forgetting(np.random.default_rng(2).choice([-1, 1], (60, 200)))
    assert np.all(np.isnan(kept[np.triu_indices(60, 1)]))
    assert np.nanmin(kept[9]) > 0.99  # load 0.05
    old, new = kept[59, :20].mean(), kept[59, 40:].mean()  # load 0.3
    assert max(old, new) < 0.75
    assert abs(old - new) < 0.15  # 20 memories each, spread 0.2 a memory


def test_bounded_weights_keep_the_newest_memories():
    kept = hopfield_batch.forgetting(np.random.default_rng(2).choice([-1, 1], (60, 200)), bound=0.3)
    assert kept[59, -5:].min() > 0.95
    assert kept[59, :30].mean() < 0.3


@pytest.mark.parametrize("N, bound", [(16, 0.4), (25, 0.31), (30, 0.5)])
def test_a_palimpsest_adds_a_memory_over_root_n_and_cuts_at_the_bound(N, bound):
    xi = np.random.default_rng(N).choice([-1, 1], (9, N))
    kept = hopfield_batch.forgetting(xi, bound=bound)
    W = np.zeros((N, N))
    for k in range(9):
        for i in range(N):
            for j in range(N):
                if i != j:
                    W[i, j] += xi[k, i] * xi[k, j] / N**0.5
                    W[i, j] = min(max(W[i, j], -bound), bound)
        for mu in range(k + 1):
            s = xi[mu]
            for _ in range(50):
                h = W @ s
                s = np.where(np.abs(h) < 1e-9, s, np.sign(h))
            assert kept[k, mu] == pytest.approx(s @ xi[mu] / N, abs=1e-12)


@pytest.mark.parametrize(
    "call,named",
    [
        (lambda: hopfield_batch.recall_all([[1, 0]], [[1, 1]]), "patterns"),
        (lambda: hopfield_batch.recall_all([[1, 1]], [1, 1]), "states"),
        (lambda: hopfield_batch.recall_all([[1, 1]], [[1, 1]], max_steps=0), "max_steps"),
        (lambda: hopfield_batch.forgetting([[1, 1]], bound=0.0), "bound"),
        (lambda: hopfield_batch.forgetting(np.ones((0, 2))), "patterns"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=f"^{named}"):
        call()
