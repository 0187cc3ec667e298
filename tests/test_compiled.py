"""A student's own loop, compiled in one line."""

import numpy as np
import pytest

from course.compiled import Timing, compiled, timing


def spikes(I, dt, tau=10.0):
    V, found = 0.0, []
    for i in range(len(I)):
        V = V + dt * (I[i] - V) / tau
        if V >= 1.0:
            found.append((i + 1) * dt)
            V = 0.0
    return found


def test_a_loop_of_lesson_02_is_compiled_and_gives_the_same():
    fast = compiled(spikes)
    I = np.full(2000, 2.0)
    assert list(fast(I, 0.1)) == spikes(I, 0.1) and len(spikes(I, 0.1)) > 20
    took = timing(spikes, fast, I, 0.1)
    assert took.plain > 0 and took.fast > 0


def leak(V, I, dt, tau=10.0):
    return V + dt * (I - V) / tau


def falls(V):
    return 0.0 if V < 1e-3 else 1.0 + falls(0.5 * V)


def in_steps(I, dt):
    V, found = 0.0, []
    for i in range(len(I)):
        V = leak(V, I[i], dt)
        if V >= 1.0:
            found.append((i + 1) * dt)
            V = 0.0
    return found


def test_the_functions_that_a_loop_calls_are_compiled_with_it_and_stay_plain_themselves():
    I = np.full(2000, 2.0)
    assert list(compiled(in_steps)(I, 0.1)) == in_steps(I, 0.1) == spikes(I, 0.1)
    assert in_steps.__globals__["leak"] is leak and isinstance(leak, type(in_steps))


def test_a_function_that_calls_itself_is_compiled():
    assert compiled(falls)(1.0) == falls(1.0) == 10.0


def test_the_factor_is_said_with_two_digits():
    said = repr(Timing(0.25, 0.002))
    assert said == "As Python runs it: 250 ms. Compiled: 2 ms, 120 times as fast."


@pytest.mark.parametrize("stub", [lambda: ..., lambda: [1.0, ...]])
def test_a_function_that_is_not_written_yet_has_no_time(stub):
    took = timing(stub, compiled(stub))
    assert np.isnan(took.factor) and "write the function first" in repr(took)


def test_two_that_differ_are_not_timed():
    with pytest.raises(ValueError, match="fast returns something else than plain"):
        timing(spikes, lambda I, dt: [], np.full(100, 9.0), 1.0)


@pytest.mark.parametrize("wrong", [3, [1.0]])
def test_what_is_no_function_is_refused(wrong):
    with pytest.raises(ValueError, match="allowed is a function, without parentheses"):
        compiled(wrong)
