"""The ways to a net input agree, and with the library's own."""

import math

import numpy as np
import pytest

from course.models import net_input
from course.models.activation import net_input as librarys


@pytest.mark.parametrize("way", [net_input.by_loop, net_input.by_sum, net_input.by_dot])
def test_each_way_gives_the_exact_sum_to_rounding(way):
    rng = np.random.default_rng(1)
    a, w = rng.random(500), rng.standard_normal(500)
    exact = math.fsum(w * a)
    # 500 roundings of terms below 4, in the worst case
    assert way(a, w) == pytest.approx(exact, abs=500 * 4 * 2.3e-16 * 10)
    assert way(np.array([2.0, 3.0]), np.array([10.0, -1.0])) == 17.0


def test_a_layer_and_a_batch_follow_the_convention_to_i_from_j():
    W = np.array([[0.0, 5.0], [0.0, 0.0], [1.0, 0.0]])
    a = np.array([1.0, 10.0])
    assert net_input.layer_by_loop(a, W).tolist() == [50.0, 0.0, 1.0]
    assert net_input.layer_by_matrix(a, W).tolist() == [50.0, 0.0, 1.0]
    batch = np.array([a, 2 * a, [0.0, 1.0]])
    np.testing.assert_array_equal(net_input.layer_by_matrix(batch, W), librarys(batch, W))


@pytest.mark.parametrize("way", [net_input.layer_by_loop, net_input.layer_by_matrix])
def test_a_layer_names_the_value_that_is_not_finite(way):
    W = np.ones((2, 3))
    with pytest.raises(ValueError, match=r"a\[1\] is inf"):
        way(np.array([1.0, np.inf, 1.0]), W)
    W[1, 2] = np.nan
    with pytest.raises(ValueError, match=r"W\[1, 2\] is nan"):
        way(np.ones(3), W)
