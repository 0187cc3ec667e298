"""A student's function over a curve: drawn, silent while it is a stub, in words when it fails."""

import numpy as np
import pytest

from course.explore import one_unit, start
from course.explore._mine import drawn

X = np.linspace(0.0, 1.0, 5)


def test_what_it_gives_is_drawn_and_what_is_too_large_left_out():
    np.testing.assert_array_equal(drawn(lambda x, a: a * x, X, 2.0).curve, 2 * X)
    assert np.isnan(drawn(lambda x: 1e9 + x, X).curve).all()


@pytest.mark.parametrize("mine", [None, lambda x: ...])
def test_a_stub_is_neither_drawn_nor_blamed(mine):
    curve, trouble, _ = drawn(mine, X)
    assert np.isnan(curve).all() and trouble == ""


@pytest.mark.parametrize(
    ("mine", "told"),
    [(lambda x: x / undefined, "NameError"), (lambda x: x[:2], "ValueError"), (lambda x: None, "")],  # noqa: F821
)
def test_an_error_of_the_student_is_told_and_the_figure_stays(mine, told):
    for figure in (start.practice(mine=lambda t, A, tau: mine(t)),
                   one_unit.activations(mine=lambda x, Q, theta, beta: mine(x))):  # fmt: skip
        figure.png()
        assert told in figure.summary
        assert bool(told) == ("Yours is not drawn" in figure.summary)
