"""What the live figures of lesson 09 show is what the models say."""

from course.explore import hopfield as explore


def test_a_cue_that_says_nothing_finds_nothing_in_either_network():
    live = explore.dense(M=300, corruption=0.5)  # overlap 0 with the A
    for seed in range(6):
        for overlaps in live.set(seed=seed).overlaps:
            assert abs(overlaps[0]) < 0.3  # an unrelated state: 0 +- 0.04
