"""The drawn characters are patterns a network can hold."""

import numpy as np
import pytest

from course.material.glyphs import STROKES, glyphs
from course.models import hopfield


def test_glyphs_are_784_units_of_plus_and_minus_one():
    drawn = glyphs("".join(STROKES))
    assert drawn.patterns.shape == (36, 784)
    assert set(np.unique(drawn.patterns)) == {-1, 1}
    assert drawn.labels == tuple("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert drawn.patterns.T.flags.c_contiguous


def test_all_characters_differ_visibly():
    xi = glyphs("".join(STROKES)).patterns.astype(int)
    different = (784 - xi @ xi.T) / 2
    np.fill_diagonal(different, 784)
    assert different.min() >= 12  # at least a stroke's worth of units


def test_glyphs_are_mostly_background_and_stay_inside_the_frame():
    for picture in glyphs("".join(STROKES)).patterns.reshape(-1, 28, 28):
        assert 0.05 < (picture > 0).mean() < 0.35
        edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
        assert np.all(edge == -1)


def test_a_shift_by_whole_units_moves_the_picture():
    still = glyphs("5").patterns[0].reshape(28, 28)
    moved = glyphs("5", shift=(2, 1)).patterns[0].reshape(28, 28)
    np.testing.assert_array_equal(moved[1:, 2:], still[:-1, :-2])


def test_letters_without_slant_are_symmetric_and_slant_leans_right():
    A = glyphs("A").patterns[0].reshape(28, 28)
    np.testing.assert_array_equal(A, A[:, ::-1])
    L = glyphs("I", slant=4.0).patterns[0].reshape(28, 28) > 0
    x = np.arange(28)
    assert (L[5] * x).sum() / L[5].sum() > (L[22] * x).sum() / L[22].sum() + 3


def test_glyphs_need_the_projection_rule():
    """They share their background: Hebb's network loses all ten digits."""
    xi = glyphs().patterns
    for rule, expected in (("hebb", 0), ("projection", 10)):
        W = hopfield.train(xi, rule)
        held = sum(np.array_equal(hopfield.recall(W, v, rng=0).final, v) for v in xi)
        assert held == expected


@pytest.mark.parametrize(
    "call,named",
    [
        (lambda: glyphs("a"), "characters"),
        (lambda: glyphs(""), "characters"),
        (lambda: glyphs(width=0.0), "width"),
        (lambda: glyphs(shift=(1, 2, 3)), "shift"),
        (lambda: glyphs(slant=np.inf), "slant"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=f"^{named}"):
        call()
