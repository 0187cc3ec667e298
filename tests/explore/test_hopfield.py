"""What the live figures of lesson 09 show is what the models say."""

import numpy as np

from course.explore import hopfield as explore
from course.models import hopfield


def test_a_cue_that_says_nothing_finds_nothing_in_either_network():
    live = explore.dense(M=300, corruption=0.5)  # overlap 0 with the A
    for seed in range(6):
        for overlaps in live.set(seed=seed).overlaps:
            assert abs(overlaps[0]) < 0.3  # an unrelated state: 0 +- 0.04


def test_memories_that_cancel_leave_a_flat_landscape():
    """Four orthogonal memories in four units: sum xi xi^T is the identity, and W is 0."""
    live = explore.landscape(n=4, M=4, seed=4)
    assert not hopfield.train(hopfield.random_patterns(4, 4, 4)).any()
    assert live.result.energy.tolist() == np.zeros((4, 4)).tolist()
    assert sum(spots.shape[1] for spots in live.result.minima.values()) == 16
