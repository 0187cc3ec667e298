"""Every check returns the coerced value or names parameter, value and what is allowed."""

import re
import warnings

import numpy as np
import pytest

from course import _valid


def refuses(message):
    return pytest.raises(ValueError, match=re.escape(message))


def test_a_number_comes_back_as_a_float():
    for value in (3, 3.0, np.float32(3), np.int64(3), np.array(3.0)):
        result = _valid.number("I", value)
        assert type(result) is float and result == 3.0


@pytest.mark.parametrize(
    "value",
    [np.nan, np.inf, -np.inf, None, "3", b"3", [3.0], 1j, np.complex128(3), 10**400, np.ones(1)],
)
def test_what_is_no_finite_number_is_refused_by_name(value):
    with warnings.catch_warnings(), refuses("I is "):
        warnings.simplefilter("error")
        _valid.number("I", value)


def test_a_range_is_closed_unless_it_is_open_below():
    assert _valid.number("x", 0, low=0, high=1) == 0.0
    assert _valid.number("x", 1, low=0, high=1) == 1.0
    assert _valid.number("x", 1, low=0, high=1, open_low=True) == 1.0
    with refuses("x is 0; allowed is above 0 up to 1 mV"):
        _valid.number("x", 0, low=0, high=1, open_low=True, unit="mV")
    with refuses("x is 1.5; allowed is from 0 to 1"):
        _valid.number("x", 1.5, low=0, high=1)


@pytest.mark.parametrize(
    ("limits", "allowed"),
    [
        ({}, "any finite number of ms"),
        ({"low": 2}, "a finite number of at least 2 ms"),
        ({"high": 2}, "a finite number of at most 2 ms"),
    ],
)
def test_the_message_says_what_is_allowed(limits, allowed):
    with refuses(f"tau is nan; allowed is {allowed}"):
        _valid.number("tau", np.float64("nan"), unit="ms", **limits)


def test_positive_means_above_zero():
    assert _valid.positive("tau_m", 1e-300) == 1e-300
    with refuses("tau_m is -1.0; allowed is a finite number above 0 ms"):
        _valid.positive("tau_m", np.float64(-1), "ms")


def test_a_count_is_a_whole_number_in_range():
    assert _valid.count("N", np.int32(5)) == 5
    for value in (0, 11, 3.0, "3", None, [3]):
        with refuses(f"N is {value!r}; allowed is a whole number from 1 to 10"):
            _valid.count("N", value, high=10)


def test_an_array_is_coerced_to_contiguous_doubles():
    result = _valid.array("W", np.arange(6).reshape(2, 3).T, ndim=2)
    assert result.dtype == np.float64 and result.flags.c_contiguous
    np.testing.assert_array_equal(result, [[0, 3], [1, 4], [2, 5]])


def test_a_scalar_array_keeps_its_shape():
    assert _valid.array("I", 3).shape == ()


def test_an_array_of_doubles_is_not_copied():
    value = np.ones(3)
    assert np.shares_memory(_valid.array("I", value), value)


def test_dimensions_and_shapes_are_checked():
    with refuses("I has shape (2, 2); allowed is 0 or 1 dimensions"):
        _valid.array("I", np.ones((2, 2)), ndim=(0, 1))
    with refuses("W has shape (2, 3); allowed is (any, 2)"):
        _valid.array("W", np.ones((2, 3)), shape=(None, 2))
    with refuses("W has shape (3,); allowed is (any, 2)"):
        _valid.array("W", np.ones(3), shape=(None, 2))
    with refuses("I has shape (0,); allowed is at least one value"):
        _valid.array("I", [])


def test_the_first_bad_entry_is_named_by_its_index():
    with refuses("W[1, 0] is nan; allowed is any finite number"):
        _valid.array("W", [[0, 1], [np.nan, np.inf]])
    with refuses("r[2] is -1.0; allowed is a finite number of at least 0 Hz"):
        _valid.array("r", [1, 2, -1], low=0, unit="Hz")
    with refuses("I is inf; allowed is any finite number"):
        _valid.array("I", np.inf)


@pytest.mark.parametrize(
    "value",
    ["abc", "3", ["1", "2"], [[1], [1, 2]], [1j], np.array([1j]), [object()], [10**400]]
    + [np.array([1], "m8[s]")],
)
def test_what_is_no_array_of_numbers_is_refused(value):
    with warnings.catch_warnings(), refuses("allowed is an array of numbers"):
        warnings.simplefilter("error")
        _valid.array("I", value)


def test_a_choice_lists_what_there_is():
    assert _valid.choice("mode", "a", ("a", "b")) == "a"
    with refuses("mode is 'c'; allowed is one of 'a', 'b'"):
        _valid.choice("mode", "c", ("a", "b"))
    with refuses("mode is array([1, 2]); allowed is one of"):
        _valid.choice("mode", np.array([1, 2]), ("a", "b"))


def test_a_generator_passes_and_a_seed_makes_one():
    rng = np.random.default_rng(1)
    assert _valid.generator("rng", rng) is rng
    a, b = (_valid.generator("rng", seed).random() for seed in (7, np.int64(7)))
    assert a == b


@pytest.mark.parametrize("rng", [None, True, -1, 1.5, "1", np.random])
def test_no_hidden_seed_is_used(rng):
    with refuses("allowed is a numpy Generator or a seed"):
        _valid.generator("rng", rng)
