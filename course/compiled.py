"""Your own loop, compiled: what numba makes of it, and by how much it is faster.

fast = compiled(my_spike_times)
timing(my_spike_times, fast, I, 0.1)
"""

import math
from timeit import Timer
from types import FunctionType
from typing import NamedTuple

from course._jit import njit
from course._language import said

__all__ = ["compiled", "timing"]
LEAST = 0.02  # s; a shorter run is repeated
TICKS = 0.001  # s, ten steps of the clock that a browser gives


def compiled(function):
    """The same function, compiled by numba the first time it is called.

    The functions that it calls are compiled with it, if they were written beside it; they
    stay as they are themselves. Where numba is not installed all stays as it is. What numba
    cannot compile, such as a dict of mixed values, it refuses when the function is called.

    Raises
    ------
    ValueError
        If it is not a function.
    """
    if not callable(function):
        raise ValueError(f"function is {function!r}; allowed is a function, without parentheses")
    return _with_what_it_calls(function, {})


def _with_what_it_calls(function, twins):
    """`function` compiled; `twins` holds what has been compiled with it, by the function.

    numba knows a function by its name among the globals, so a twin has globals of its own.
    """
    if not isinstance(function, FunctionType):
        return njit(function)
    own = dict(function.__globals__)
    twin = FunctionType(
        function.__code__, own, function.__name__, function.__defaults__, function.__closure__
    )
    twin.__kwdefaults__ = function.__kwdefaults__
    twins[function] = njit(twin)
    for name in function.__code__.co_names:
        called = own.get(name)
        if isinstance(called, FunctionType) and called.__globals__ is function.__globals__:
            own[name] = twins.get(called) or _with_what_it_calls(called, twins)
    return twins[function]


class Timing(NamedTuple):
    """How long two functions take for the same work, in seconds."""

    plain: float
    fast: float

    @property
    def factor(self):
        return self.plain / self.fast

    def __repr__(self):
        if math.isnan(self.factor):
            return said("There is nothing to time yet: write the function first, and run its cell.")
        return said(
            f"As Python runs it: {_said(self.plain)}. Compiled: {_said(self.fast)}, "
            f"{_rounded(self.factor)} times as fast."
        )


def timing(plain, fast, *arguments):
    """Run both functions on the same arguments and say how long each took.

    The first call of each does not count: a compiler works in it. A function that is not
    written yet has no time.

    Returns
    -------
    Timing
        Its `factor` says how many times faster the second is.

    Raises
    ------
    ValueError
        If the two do not return the same.
    """
    first = _listed(plain(*arguments))
    if first is ... or (isinstance(first, list) and ... in first):
        return Timing(math.nan, math.nan)
    if first != _listed(fast(*arguments)):
        raise ValueError("fast returns something else than plain; allowed are two that agree")
    return Timing(_time(plain, arguments), _time(fast, arguments))


def _time(function, arguments):
    """Seconds of the quickest of some runs: another program can only make one slower."""
    timer, calls = Timer(lambda: function(*arguments)), 1
    while (best := timer.timeit(calls)) < TICKS:
        calls *= 4
    spent = best
    while spent < LEAST:
        took = timer.timeit(calls)
        best, spent = min(best, took), spent + took
    return best / calls


def _listed(value):
    return value.tolist() if hasattr(value, "tolist") else value


def _said(seconds):
    return f"{seconds:.2g} s" if seconds >= 1 else f"{_rounded(1000 * seconds)} ms"


def _rounded(value):
    return f"{float(f'{value:.2g}'):g}"
