"""Every check returns the coerced value or names parameter, value and what is allowed."""

import re
import warnings
from fractions import Fraction
from functools import partial
from typing import Annotated, NamedTuple

import numpy as np
import pytest

from course import _valid
from course._parameter import Parameter, parameters


def refuses(message):
    return pytest.raises(ValueError, match=re.escape(message))


def test_a_number_comes_back_as_a_float():
    for value in (3, 3.0, np.float32(3), np.int64(3), np.array(3.0)):
        result = _valid.number("I", value)
        assert type(result) is float and result == 3.0


@pytest.mark.parametrize(
    "value",
    [np.nan, np.inf, -np.inf, None, "3", b"3", [3.0], 1j, np.complex128(3), 10**400, np.ones(1)]
    + [np.ma.masked],
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
    assert _valid.positive("tau_m", 1e-99) == 1e-99
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


@pytest.mark.parametrize("check", [_valid.array, partial(_valid.signs, ndim=1)])
def test_what_a_mask_hides_is_not_read(check):
    check("x", np.ma.array([1.0, -1.0], mask=[0, 0]))
    with refuses("x is "):
        check("x", np.ma.array([1.0, -1.0], mask=[0, 1]))


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


class Cell(NamedTuple):
    """A model to try."""

    tau: Annotated[float, Parameter("ms", "time constant", low=0.0, open_low=True)] = 10.0
    N: Annotated[int, Parameter("1", "units", low=1, high=100)] = 3
    kind: Annotated[str, Parameter("", "kind", options=("a", "b"))] = "a"
    on: Annotated[bool, Parameter("", "whether it runs")] = True
    pair: Annotated[tuple, Parameter("mV", "two voltages", low=-10.0, shape=(2,))] = (1.0, 2.0)
    gone: Annotated[tuple, Parameter("", "what is away", options=("x", "y"))] = ()


class Net(NamedTuple):
    """A model of arrays."""

    W: Annotated[np.ndarray, Parameter("1", "weights", shape=("N", "N"))]
    b: Annotated[np.ndarray, Parameter("1", "bias", high=5.0, shape=("N",))]


def test_a_parameter_is_declared_once_and_read_from_there():
    kind, declared = parameters(Cell)["tau"]
    assert kind is float
    assert (declared.unit, declared.meaning, declared.source) == (
        "ms",
        "time constant",
        "illustrative",
    )


def test_a_model_comes_back_with_the_types_it_declares():
    given = Cell(np.float32(3), np.int8(4), "b", np.bool_(False), [1, np.uint8(2)], ["y"])
    result = _valid.model(given, Cell)
    assert result == Cell(3.0, 4, "b", False, (1.0, 2.0), ("y",))
    assert [type(value) for value in result] == [float, int, str, bool, tuple, tuple]
    net = _valid.model(Net(np.eye(3, dtype=int), [1, 2, 3]), Net)
    assert net.W.dtype == net.b.dtype == np.float64


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tau": 0}, "tau is 0; allowed is a finite number above 0 ms"),
        ({"N": 3.0}, "N is 3.0; allowed is a whole number from 1 to 100"),
        ({"N": True}, "N is True; allowed is a whole number from 1 to 100"),
        ({"kind": "c"}, "kind is 'c'; allowed is one of 'a', 'b'"),
        ({"on": 2}, "on is 2; allowed is one of False, True"),
        ({"pair": (1, -20)}, "pair[1] is -20.0; allowed is a finite number of at least -10 mV"),
        ({"pair": (1, 2, 3)}, "pair has shape (3,); allowed is (2)"),
        ({"gone": ("z",)}, "gone is 'z'; allowed is one of 'x', 'y'"),
        ({"gone": 3}, "gone is 3; allowed are some of 'x', 'y'"),
    ],
)
def test_each_parameter_of_a_model_is_refused_by_its_own_name(change, message):
    with refuses(message):
        _valid.model(Cell()._replace(**change), Cell)


def test_a_tuple_of_floats_in_range_stays_as_it_is_and_any_other_is_checked():
    class Wired(NamedTuple):
        w: Annotated[tuple, Parameter("mV", "weights", "", 0.0, 9.0, shape=(2, 2))]

    w = ((1.0, 2.0), (3.0, 4.0))
    assert _valid.model(Wired(w), Wired).w is w
    for same in ([[1, 2], [3, 4]], ((1, 2), (3, 4)), np.array(w), ([1.0, 2.0], (3, True + 3.0))):
        found = _valid.model(Wired(same), Wired).w
        assert found == w and type(found[0][0]) is float
    for wrong, message in (
        (((1.0, 2.0), (3.0, 9.5)), "w[1, 1] is 9.5; allowed is from 0 to 9 mV"),
        (((1.0, np.nan), (3.0, 4.0)), "w[0, 1] is nan"),
        (((1.0, 2.0), (3.0,)), "w is "),
        (((1.0, 2.0),), "w has shape (1, 2); allowed is (2, 2)"),
        ((1.0, 2.0), "w has shape (2,)"),
    ):
        with refuses(message):
            _valid.model(Wired(wrong), Wired)


def test_lengths_with_one_name_must_be_equal():
    with refuses("b has shape (2,); allowed is (3)"):
        _valid.model(Net(np.eye(3), np.ones(2)), Net)
    with refuses("W has shape (2, 3); allowed is (2, 2)"):
        _valid.model(Net(np.ones((2, 3)), np.ones(2)), Net)


@pytest.mark.parametrize("value", [7, None, "Cell", Cell, (1, 2), {"tau": 3}])
def test_an_object_that_is_no_model_is_refused(value):
    with refuses("; allowed is Cell(...) or Net(...)"):
        _valid.model(value, Cell, Net)


class Broken:
    def __repr__(self):
        raise RuntimeError

    def __float__(self):
        raise RuntimeError

    def __eq__(self, other):
        raise RuntimeError


ODD = [Broken(), 10**5000, "x" * 10_000, np.ones(10_000), [1] * 10_000, [[1], [1, 2]], Fraction(1)]


@pytest.mark.parametrize("value", ODD, ids=lambda value: type(value).__name__)
def test_no_message_is_long_whatever_the_value(value):
    assert len(_valid.shown(value)) <= 100
    checks = [
        lambda: _valid.number("x", value, high=0),
        lambda: _valid.count("x", value),
        lambda: _valid.choice("x", value, ("a", "b")),
        lambda: _valid.array("x", value, high=0),
        lambda: _valid.generator("x", value) and _valid.number("x", None),
        lambda: _valid.model(value, Cell),
        lambda: _valid.signs("x", value, 3),
        lambda: _valid.function("x", value),
        lambda: _valid.switch("x", value) and _valid.number("x", None),
    ]
    for check in checks:
        with pytest.raises(ValueError, match=r"^x|^model") as refusal:
            check()
        assert "allowed" in str(refusal.value) and len(str(refusal.value)) < 300


def test_numbers_whose_squares_would_overflow_are_refused():
    for check in (_valid.number, _valid.array):
        with refuses("allowed is at most 1e+100 V in size"):
            check("x", 1e200, unit="V")
    with refuses("allowed is at least 1e-100 V"):
        _valid.positive("x", 1e-200, "V")


def test_too_many_steps_name_both_the_duration_and_the_step():
    assert _valid.steps(10, 0.5, most=100) == (20, 0.5)
    with refuses("duration / dt is 1e+06 steps, of duration 100 and dt 0.0001 ms"):
        _valid.steps(100, 1e-4, most=1000)
    with refuses("dt is 0; allowed is above 0 up to 0.1 ms"):
        _valid.steps(-3, 0, most=1000, longest=0.1)
    with refuses("duration is 0.1; allowed is a finite number of at least 0.5 ms, the step dt"):
        _valid.steps(0.1, 0.5, most=1000)


def current(I, duration=None):
    return _valid.current("I", I, duration, 0.5, usual=4.0, most=10, high=100.0, unit="pA")


def test_a_current_is_one_value_for_a_time_or_one_for_each_step():
    for I, duration, steps in ((3, None, 8), (3.0, 2.0, 4), ([3, 3, 3], None, 3)):
        values, dt = current(I, duration)
        assert dt == 0.5 and values.dtype == np.float64
        np.testing.assert_array_equal(values, np.full(steps, 3.0))
    given = np.ones(3)
    assert not np.shares_memory(current(given)[0], given)  # the caller may go on to change it
    with refuses("duration is 5; allowed is None, as I has 3 steps"):
        current(given, 5)
    with refuses("I is -101.0; allowed is from -100 to 100 pA"):
        current(-101)
    with refuses("duration / dt is 12 steps"):
        current(3.0, 6.0)
    with refuses("the number of steps in I is 11; allowed is up to 10"):
        current(np.ones(11))


def test_two_arrays_come_in_one_shape_or_the_second_is_named():
    I, f = _valid.together(I=np.ones((3, 1)), f=np.arange(2.0))
    assert I.shape == f.shape == (3, 2)
    with refuses("f has shape (2,); allowed is one that broadcasts with I, (3,)"):
        _valid.together(I=np.ones(3), f=np.ones(2))


def test_states_are_signs_of_any_numeric_type():
    for kind in (np.int8, float, int):
        np.testing.assert_array_equal(_valid.signs("s", np.array([1, -1], kind), 1), [1, -1])
    assert _valid.signs("s", np.ones(3, np.uint8), 1).dtype == np.int8
    with refuses("s[1] is 255; allowed are -1 and +1"):
        _valid.signs("s", np.array([1, 255], np.uint8), 1)
    with refuses("s has shape (2,); allowed is 1 dimensions with 3 units"):
        _valid.signs("s", [1, 1], 1, 3)


def test_spike_trains_may_be_empty():
    assert _valid.spikes("train", []).shape == (0,)
    np.testing.assert_array_equal(_valid.spikes("train", [3, 1]), [1, 3])
    with refuses("train has shape (1, 0); allowed is"):
        _valid.spikes("train", [[]])
    with refuses("train is [[1], [1, 2]]; allowed is an array of numbers"):
        _valid.spikes("train", [[1], [1, 2]])
