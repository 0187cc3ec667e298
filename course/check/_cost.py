"""What a call costs: how many numbers it touches, and how much memory it takes."""

import tracemalloc
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np


class Cost(NamedTuple):
    """What a call gave and what it took.

    Attributes
    ----------
    value
    touched : int
        Numbers read from the arrays that were given, or computed with them.
    memory : int
        The most bytes held at once.
    """

    value: Any
    touched: int
    memory: int


class _Counted(np.ndarray):
    """An array that counts how many numbers are read from it or computed with it."""

    count = 0

    def __array_ufunc__(self, ufunc, method, *inputs, out=(), **kwargs):
        given = [x.view(np.ndarray) if isinstance(x, _Counted) else x for x in inputs]
        if out:
            kwargs["out"] = tuple(x.view(np.ndarray) for x in out)
        result = getattr(ufunc, method)(*given, **kwargs)
        _Counted.count += max(np.size(x) for x in (*given, result))
        if out:
            return out[0]
        return result.view(_Counted) if isinstance(result, np.ndarray) else result

    def __getitem__(self, index):
        found = super().__getitem__(index)
        _Counted.count += np.size(found)
        return found


def cost(function: Callable[..., Any], *args: Any) -> Cost:
    """Call `function` and count.

    Parameters
    ----------
    function : callable
        A student's, as a check has it. One that runs in another process is counted there.
    *args
        Arrays among them are counted.

    Returns
    -------
    Cost
    """
    there = getattr(function, "costs", None)
    if there is not None:
        return Cost(*there(*args))
    counted = [arg.view(_Counted) if isinstance(arg, np.ndarray) else arg for arg in args]
    _Counted.count = 0
    tracemalloc.start()
    try:
        value = function(*counted)
        memory = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return Cost(value, _Counted.count, memory)
