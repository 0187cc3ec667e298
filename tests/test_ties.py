"""What is equal up to rounding is decided by a rule, and only that is."""

import numpy as np

from course import _ties


def test_only_rounding_is_cleared():
    terms = np.array([0.1, 0.2, -0.3])
    total = terms.sum()
    assert total != 0.0
    assert _ties.cleared(total, np.abs(terms).sum()) == 0.0
    assert _ties.cleared(1e-9, 1.0) == 1e-9
    assert _ties.cleared(np.array([-1e-13, -1e-3]), 0.6).tolist() == [0.0, -1e-3]


def test_the_first_of_equals_is_the_largest():
    x = 0.1 + 0.2
    assert x > 0.3
    assert _ties.first_largest(np.array([0.0, 0.3, x])) == 1
    assert _ties.first_largest(np.array([0.0, 0.3, 0.3001])) == 2
    assert _ties.first_largest(np.array([[1.0, 3.0], [2.0, 3.0]]), axis=1).tolist() == [1, 1]
    assert _ties.first_largest(np.array([-0.3, -x, -1.0])) == 0


def test_vectors_stand_upright_whatever_sign_or_phase_they_came_with():
    rng = np.random.default_rng(0)
    columns = rng.normal(size=(6, 6))
    columns[:, 0] = [0.5, -0.5 * (1 + 1e-15), 0, 0.5, 0.5, 0.1]  # a tie up to rounding
    columns[:, 1] = 0.0
    standing = _ties.upright(columns)
    np.testing.assert_array_equal(np.abs(standing), np.abs(columns))
    np.testing.assert_array_equal(_ties.upright(columns * rng.choice([-1, 1], 6)), standing)
    assert standing[0, 0] > 0
    turned = columns * np.exp(1j * rng.uniform(0, 6, 6))
    np.testing.assert_allclose(_ties.upright(turned), standing, atol=1e-12)
