"""The exercise machinery, both ways: what passes, and what each kind of trouble is told."""

import math
import random
import signal
import sys
import threading
import time

import numpy as np
import pytest
from numba import njit

from course import _student
from course._student import TimeUp, ticking
from course.check import _watch
from course.check._exercise import (
    NotYet,
    array,
    choice,
    drawn,
    exercise,
    exercises,
    matches,
    number,
    parts,
    seen,
)


@exercise(
    "Double a signal",
    hints=["What is twice 1?", "Multiply."],
    right=lambda x: 2 * x,
    mistakes={"You add where you should multiply.": lambda x: x + 2},
    seconds=0.4,
)
def double(function):
    yield seen(function(np.array([1.0, 2.0, -3.0])), "the doubled signal")
    return "Doubling is linear."


@exercise("The time constant", wants="value")
def tau(value):
    matches(value, 20.0, "tau_m", rtol=0.05)


def outcome(function):
    return double(function).outcome


def test_a_right_answer_passes_with_its_remark():
    result = double(lambda x: 2 * x)
    assert result and result.message == "Doubling is linear."
    assert result.exercise.endswith(".double")


@pytest.mark.parametrize(
    "stub", [lambda x: ..., lambda x: (x, ...), lambda x: {"V": ...}, lambda x: np.array([..., 1])]
)
def test_a_stub_is_not_attempted(stub):
    assert outcome(stub) == "not attempted"


@pytest.mark.parametrize("stub", [..., (..., 1), [...]])
def test_a_stub_value_is_not_attempted(stub):
    assert tau(stub).outcome == "not attempted"
    assert double(...).outcome == "not attempted"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda x: x + 2, "add where you should multiply"),
        (lambda x: 3 * x, "too large"),
        (lambda x: -2 * x, "the sign is wrong"),
        (lambda x: -3 * x, "it should not be below 0"),
        (lambda x: 2 * x[:2], r"has shape \(2,\); expected is \(3,\)"),
        (lambda x: x * np.array([2, np.nan, 2]), r"at \[1\] is nan"),
        (lambda x: x * np.inf, "infinite"),
        (lambda x: 2j * x, "complex"),
        (lambda x: "2", "type str"),
        (lambda x: [[1], [1, 2]], "different lengths"),
        (lambda x: None, "does it end with `return`"),
        (lambda x: (2 * y for y in x), "yield"),
        (lambda: 3, r"with 1 value; yours is <lambda>\(\)"),
        (lambda x: x.__imul__(2), "changes its input x: work on a copy"),
        (lambda x: double, "is a function: call it"),
        (3.0, "name without parentheses"),
    ],
)
def test_each_kind_of_mistake_gets_its_own_direction(wrong, told):
    result = double(wrong)
    assert result.outcome == "not yet"
    with pytest.raises(NotYet, match=told):
        raise NotYet(result.message)


def test_a_message_never_holds_the_expected_value():
    assert "20" not in tau(31.0).message
    assert "too large" in tau(31.0).message


def test_a_function_where_a_value_is_wanted_is_told_to_be_called():
    assert "call it first" in tau(lambda: 20.0).message


def test_a_check_called_without_work_says_how_to_call_it():
    assert "check.double(function)" in double().message


def test_putting_something_of_another_kind_into_the_input_is_a_change_of_it():
    @exercise("First")
    def first(function):
        function([np.ones(2), [1, 2]])

    for k in (0, 1):
        said = first(lambda x, k=k: x.__setitem__(k, 0.0)).message
        assert "changes its input x" in said


def test_an_error_names_the_students_own_line():
    def broken(x):
        total = x.sum()
        return total / undefined  # noqa: F821

    result = double(broken)
    assert result.outcome == "raised"
    assert result.error == "NameError: name 'undefined' is not defined"
    assert result.line == broken.__code__.co_firstlineno + 2
    assert result.source == "return total / undefined  # noqa: F821"
    assert "course" not in result.error + result.source


def test_an_error_inside_numpy_names_the_line_that_called_it():
    result = double(lambda x: np.linalg.inv(np.outer(x, x) * 0))
    assert result.error.startswith("LinAlgError")
    assert result.source.startswith("result = double(lambda x: np.linalg.inv")


@pytest.mark.parametrize(
    "beginner, told",
    [
        (lambda x: 1.0 if x > 0.0 else 0.0, "An array stands where one number is asked for"),
        (lambda x: [2.0 * float(x)], "An array stands where one number is asked for"),
        (lambda x: exp(x), "It is a function of NumPy"),  # noqa: F821
        (lambda x: 2.0 * list(x), "A list does not calculate"),
        (lambda x: list(x) - 1.0, "A list does not calculate"),
        (lambda x: x[len(x)], "There is no such place"),
        (lambda x: list(x)[len(x)], "There is no such place"),
    ],
)
def test_an_error_that_beginners_meet_with_arrays_is_told_what_to_do_about_it(beginner, told):
    result = double(beginner)
    assert result.outcome == "raised" and result.message.startswith(told)


def test_an_error_raised_later_by_the_students_object_is_still_theirs():
    class Odd:
        def __array__(self, *args, **kwargs):
            raise ZeroDivisionError("in my own class")

    result = double(lambda x: Odd())
    assert result.outcome == "raised"
    assert result.source == 'raise ZeroDivisionError("in my own class")'


def test_leaving_python_and_endless_recursion_are_errors_of_the_student():
    def deep(x):
        return deep(x)

    assert double(lambda x: exit()).error.startswith("SystemExit")
    assert "calls itself without end" in double(deep).error


def endless(x):
    while True:
        x = x + 0


def burn(seconds):
    """Compute for `seconds` of this thread's processor time."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
    return seconds


def test_an_endless_loop_is_stopped_and_told_that_it_may_only_be_slow():
    said = double(endless).message
    assert "had computed for 0.4 s" in said
    assert "come to an end" in said and "very slow" in said
    assert threading.current_thread() is threading.main_thread()
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_loop_that_hides_being_stopped_once_is_stopped_again():
    def stubborn(x):
        try:
            endless(x)
        except:  # noqa: E722
            endless(x)

    assert "come to an end" in double(stubborn).message


def test_calls_of_one_check_share_its_time():
    @exercise("Often", seconds=0.3)
    def often(function):
        for _ in range(100):
            function(0.02)

    assert "had computed for 0.3 s" in often(burn).message


def test_only_computing_counts_not_what_else_the_machine_does():
    def patient(x):
        time.sleep(1.0)  # as long as a loaded machine may keep a student's code waiting
        return 2 * x

    assert double(patient)


def test_the_time_of_other_threads_is_not_the_students():
    def busy(x):
        burn(0.25)  # of 0.4 s
        return 2 * x

    stop = threading.Event()
    others = [threading.Thread(target=lambda: any(iter(stop.is_set, True))) for _ in range(3)]
    for thread in others:
        thread.start()
    try:
        before = time.monotonic(), time.process_time()
        assert double(busy)
        assert time.monotonic() - before[0] > 0.4  # or it was no test
        assert time.process_time() - before[1] > 0.4
    finally:
        stop.set()
        for thread in others:
            thread.join()


@pytest.mark.parametrize("long", [lambda x: time.sleep(1e6), lambda x: threading.Event().wait()])
def test_code_that_only_waits_is_stopped_with_words_of_its_own(long, monkeypatch):
    monkeypatch.setattr(_watch, "WAIT", 0.5)
    said = double(long).message
    assert "almost nothing" in said and "`input` or `sleep`" in said


def test_waiting_adds_up_over_the_calls_of_one_check(monkeypatch):
    monkeypatch.setattr(_watch, "WAIT", 0.5)

    @exercise("Often")
    def often(function):
        for _ in range(1000):
            function(0.02)

    def waits(seconds):
        time.sleep(seconds)
        return seconds

    assert "almost nothing" in often(waits).message


def test_compiling_a_kernel_does_not_count_and_is_not_broken_off():
    @exercise("Compile", seconds=0.15)
    def compiled(function):
        function(np.array([3.0, 1.0]))

    def compiles(x):
        @njit
        def kernel(b):
            return np.sort(b)[0]

        started = time.thread_time()
        assert kernel(x) == 1
        assert time.thread_time() - started > 0.3  # or it was no test
        return 2 * x

    assert compiled(compiles)


# Windows has no alarm, so a thread raises SIGINT there: every platform has that one.


def test_a_loop_is_stopped_where_there_is_no_alarm():
    def up():
        raise TimeUp

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(TimeUp), ticking(up, signal.SIGINT):
        endless(1)
    assert signal.getsignal(signal.SIGINT) is before


def test_the_stop_button_keeps_its_meaning_where_there_is_no_alarm(monkeypatch, request):
    monkeypatch.setattr(_student, "TICK", 1e6)
    # What a shell starts in the background ignores the signal
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    with pytest.raises(KeyboardInterrupt), ticking(lambda: None, signal.SIGINT):
        signal.raise_signal(signal.SIGINT)


def test_no_tick_reaches_the_handler_that_was_there_before(monkeypatch):
    monkeypatch.setattr(_student, "TICK", 1e-5)
    for _ in range(300):  # a late one would be a KeyboardInterrupt
        with ticking(lambda: None, signal.SIGINT):
            burn(1e-4)


def test_ticks_do_not_pile_up_when_they_overtake_each_other(monkeypatch):
    monkeypatch.setattr(_student, "TICK", 1e-4)  # as where a busy machine leaves no time for one
    depths = []

    def deep():
        frame, depth = sys._getframe(), 0
        while frame := frame.f_back:
            depth += 1
        depths.append(depth)

    with ticking(deep):
        burn(0.5)
    assert len(depths) > 100 and max(depths) < min(depths) + 60


def test_time_is_up_nowhere_in_the_code_that_starts_and_ends_the_ticking():
    def up():
        raise TimeUp

    for source in _student.OURS:  # raised there, it would leave the ticking on
        there = {}
        exec(compile("import sys; frame = sys._getframe()", source, "exec"), there)
        with ticking(up):
            signal.getsignal(_student.ALARM)(_student.ALARM, there["frame"])
    with pytest.raises(TimeUp), ticking(up):
        signal.getsignal(_student.ALARM)(_student.ALARM, sys._getframe())


def test_a_check_in_another_thread_works_without_a_limit():
    results = []
    thread = threading.Thread(target=lambda: results.append(double(lambda x: 2 * x)))
    thread.start()
    thread.join()
    assert results[0]


def test_printing_is_kept_out_of_the_way_and_shown(capsys):
    def chatty(x):
        for i in range(100):
            print("step", i)
        return 2 * x

    result = double(chatty)
    assert result and capsys.readouterr().out == ""
    assert result.printed.splitlines()[0] == "step 0"
    assert result.printed.endswith("and 88 more lines")


def test_changing_the_input_is_allowed_where_it_is_the_task():
    @exercise("In place", may_change_inputs=True)
    def in_place(function):
        x = np.ones(3)
        function(x)
        matches(x, 2 * np.ones(3))

    def twice(x):
        x *= 2

    assert in_place(twice)


def test_hints_come_one_by_one_from_the_exercise_or_its_result():
    @exercise("Double", hints=["first", "second"])
    def hinted(function):
        raise NotYet("no")

    assert hinted.hint().shown == ("first",)
    assert hinted(abs).hint().shown == ("first", "second")
    assert hinted.hint().shown == ("first", "second")


def test_number_and_array_return_floats():
    assert number(np.int64(3)) == 3.0 and type(number(3)) is float
    assert array([1, 2]).dtype == float
    with pytest.raises(NotYet, match=r"expected is \(any, 3\)"):
        array(np.zeros(3), shape=(None, 3))


def test_exercises_of_a_module_are_found_in_order():
    class Module:
        b, a, other = double, tau, 3

    assert exercises(Module) == {"b": double, "a": tau}


# -- mistakes are functions ------------------------------------------------------


@exercise(
    "The square of a number",
    right=lambda x: x**2,
    mistakes={
        "You double.": lambda x: 2 * x,
        "The sign is lost.": lambda x: x * abs(x),
        "That is the cube.": lambda x: x**3,
        "Below 0 it is 0.": [lambda x: max(x, 0) ** 2, lambda x: max(x, 0) * x],
        "The root of a negative number is not a number.": lambda x: (
            np.emath.sqrt(x).real ** 4 or math.nan
        ),
        "Give one number.": lambda x: [x, x],
    },
    examples={"Who asked": lambda x: "nine"},
)
def square(function):
    if isinstance(function(9.0), str):
        raise NotYet("Who asked for words?")
    for x in (2.0, 1.0, -1.0, -3.0):
        yield seen(function(x), f"the square of {x:g}")
    return "A parabola."


def test_each_mutant_is_told_its_sentence_even_where_two_agree_for_a_while():
    assert square(lambda x: x * x).message == "A parabola."
    told = [*square.wrong(), *square.wrong(examples=True)]
    assert len(told) == 8
    for sentence, work in told:
        assert sentence in square(*work).message


def test_who_makes_no_known_mistake_is_told_the_direction():
    assert square(lambda x: x**2 + (x < 0)).message == "The square of -1 is 2: too large."


def test_a_mistake_that_goes_wrong_elsewhere_is_not_blamed():
    assert square(lambda x: x**3 if x == -3 else x * x).message.endswith(
        "it should not be below 0."
    )


def test_a_truth_that_is_rounding_alone_refuses_no_other_rounding():
    for value in (0.0, -3e-16, 1e-15):
        matches(value, 1e-16)
        matches([value, 1.0], [1e-16, 1.0])
    with pytest.raises(NotYet, match="too large"):
        matches(1e-6, 1e-16)
    matches(1e-6, 1e-16, size=10.0)


@pytest.mark.parametrize("symbol", ["dV/dt for I = 1", "tau_m", "m, h, n", "tanh", "spikes[2]"])
def test_a_symbol_keeps_its_case_at_the_beginning_of_a_sentence(symbol):
    with pytest.raises(NotYet, match=f"^{symbol[:4]}"):
        matches(1.0, 2.0, symbol)
    with pytest.raises(NotYet, match=r"^The "):
        matches(1.0, 2.0, f"the {symbol}")


@pytest.mark.parametrize("typed", ["Strong input", " strong  INPUT.", "'strong input'"])
def test_an_answer_in_words_may_be_typed_in_any_way(typed):
    assert choice(typed, ["weak input", "strong input"]) == "strong input"
    assert choice("Dale’s — law", ["Dale's - law"]) == "Dale's - law"
    with pytest.raises(NotYet, match="none of weak input, strong input"):
        choice("loud", ["weak input", "strong input"])


def test_several_values_are_taken_apart_or_asked_for_by_name():
    assert parts([1, 2], "the voltages", "the spikes") == (1, 2)
    for wrong in (3.0, (1, 2, 3), None):
        with pytest.raises(NotYet, match="Return 2 values, in this order: the voltages, the spike"):
            parts(wrong, "the voltages", "the spikes")


@pytest.mark.parametrize(
    ("draw", "told"),
    [
        (lambda n, rng: np.random.random(n), "draws from np.random, which everyone shares"),  # noqa: NPY002
        (lambda n, rng: [random.random() for _ in range(n)], "draws from random, which"),
        (lambda n, rng: np.random.default_rng(1).random(n), "never asks the generator"),
        (lambda n, rng: rng.random(n) + np.random.default_rng().random(), "another source of"),
        (lambda n, rng: rng.random(n) > 2, "Two different generators give the same"),
    ],
)
def test_another_source_of_chance_is_refused(draw, told):
    draw.__name__ = "draw"
    with pytest.raises(NotYet, match=told):
        drawn(draw, 5)


def test_what_comes_from_rng_is_welcome_also_by_way_of_its_children():
    drawn(lambda n, rng: rng.random(n), 5)
    drawn(lambda n, rng: [rng.random() for _ in range(n)], 5)
    drawn(lambda n, rng: np.random.default_rng(rng.integers(1 << 30)).random(n), 5)


def test_an_argument_that_is_never_used_is_named_with_the_direction():
    @exercise("Sum", right=lambda a, b, c=0: a + b, mistakes={"Only a.": lambda a, b: a})
    def total(function):
        yield seen(function(1.0, 2.0))

    assert total(lambda a, b: a + 1).message.endswith("too small. <lambda> never uses b.")
    assert total(lambda a, b: a).message == "Only a."
    assert total(lambda a, b: sum(a * b * k for k in (1,))).message.endswith("too small.")
    assert total(lambda a, b: (lambda: a - b)()).message.endswith("below 0.")
