"""Watching a student's function while a check calls it."""

import contextlib
import copy
import inspect
import io
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from course._jit import compiling
from course._student import PATIENCE, TimeUp, computed, ticking
from course.check._expect import NotAttempted, NotYet, untouched

PRINTED = 12  # lines of the student's printing that are shown
WAIT = 60.0  # s of which the student's code must compute one sixtieth, else it only waits


class Raised(Exception):
    """The student's code raised; `error` is what it raised."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(str(error))
        self.error = error


class Watch:
    """Time used and text printed, over all calls of one check.

    Parameters
    ----------
    seconds : float
        What the student's code may compute: processor time of the calling
        thread, so that neither a busy machine nor another thread counts.
        Compiling the course's own kernels does not count either.
    may_change_inputs : bool
        True where changing an argument in place is the task.
    """

    def __init__(self, seconds: float, may_change_inputs: bool = False) -> None:
        self.seconds = seconds * PATIENCE
        self.may_change_inputs = may_change_inputs
        self._output = io.StringIO()
        self._computed = self._passed = 0.0  # s of processor time, s of the clock on the wall
        self._busy = self._busy_at = 0.0  # processor time, compiling included; and when last seen

    def over(self, value: Any) -> Any:
        """`value`, guarded if it is a function."""
        return Guarded(value, self) if callable(value) else value

    @property
    def printed(self) -> str:
        lines = self._output.getvalue().splitlines()
        rest = [f"... and {len(lines) - PRINTED} more lines"] if len(lines) > PRINTED else []
        return "\n".join([*lines[:PRINTED], *rest])

    def run(self, function: Callable[..., Any], args: tuple, kwargs: dict[str, Any]) -> Any:
        """Call `function` with its printing caught and its time limited.

        One that runs in a process of its own, as when work is graded, is timed there.
        """
        elsewhere = getattr(function, "timed_elsewhere", False)
        self._last = computed(), time.monotonic()
        try:
            with (
                contextlib.redirect_stdout(self._output),
                contextlib.redirect_stderr(self._output),
                contextlib.nullcontext() if elsewhere else ticking(self._tick),
            ):
                if not elsewhere:
                    self._tick()  # calls may all be shorter than a tick
                return function(*args, **kwargs)
        except TimeUp as stopped:
            raise NotYet(str(stopped)) from None
        except (KeyboardInterrupt, NotYet, NotAttempted):
            raise
        except BaseException as error:  # also exit()
            raise Raised(error) from error
        finally:
            self._read()

    def _read(self):
        """Add what has passed on both clocks since they were last read."""
        now = computed(), time.monotonic()
        spent, passed = (new - old for new, old in zip(now, self._last))
        self._last = now
        self._passed += passed
        self._busy += spent
        if self._busy >= WAIT / 60:
            self._busy, self._busy_at = 0.0, self._passed
        if not compiling():
            self._computed += spent

    def _tick(self):
        self._read()
        if compiling():  # an exception in there would leave a kernel half made
            return
        if self._computed >= self.seconds:
            raise TimeUp(
                f"Your code was stopped: it had computed for {self.seconds:g} s. Does every loop "
                "come to an end? If each does, your code may be right but very slow: is something "
                "computed again and again that could be computed once?"
            )
        if self._passed - self._busy_at >= WAIT:
            raise TimeUp(
                f"Your code was stopped: for {WAIT:g} s it computed almost nothing. Does it wait, "
                "in `input` or `sleep`? Nobody answers while a check calls it."
            )


class Guarded:
    """A student's function that a check can call as if it were the function itself.

    Raises
    ------
    NotAttempted
        If it returns `...`.
    NotYet
        If it cannot be called this way, returns nothing, changes what it was
        given, or does not come back in time.
    Raised
        If it raises.
    """

    def __init__(self, function: Callable[..., Any], watch: Watch) -> None:
        self.function, self._watch = function, watch
        if hasattr(function, "costs"):  # see `course.check._cost`
            self.costs = function.costs
        self.__name__ = getattr(function, "__name__", "your function")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self._fits(args, kwargs)
        given = {**dict(enumerate(args)), **kwargs}
        before = {key: copy.deepcopy(value) for key, value in given.items() if _mutable(value)}
        result = self._watch.run(self.function, args, kwargs)
        if untouched(result):
            raise NotAttempted
        if self._watch.may_change_inputs:
            return result
        for key, value in before.items():
            if not _same(value, given[key]):
                raise NotYet(
                    f"{self.__name__} changes its input {self._called(key)}: work on a copy, "
                    "the caller still needs the original."
                )
        if result is None:
            raise NotYet(f"{self.__name__} returns None: does it end with `return`?")
        if inspect.isgenerator(result):
            raise NotYet(f"{self.__name__} uses `yield`; `return` is expected.")
        return result

    def _fits(self, args, kwargs):
        try:
            signature = inspect.signature(self.function)
        except (TypeError, ValueError):  # some built-in functions have none
            return
        try:
            signature.bind(*args, **kwargs)
        except TypeError as problem:
            given = f"{len(args)} value{'s' if len(args) != 1 else ''}"
            named = f" and {', '.join(kwargs)}=" if kwargs else ""
            raise NotYet(
                f"The check calls {self.__name__} with {given}{named}; yours is "
                f"{self.__name__}{signature} ({problem})."
            ) from None

    def _called(self, key):
        if isinstance(key, str):
            return key
        names = list(inspect.signature(self.function).parameters)
        return names[key] if key < len(names) else f"number {key + 1}"


def _mutable(value):
    return isinstance(value, (np.ndarray, list, dict, set))


def _same(before, after):
    if type(before) is not type(after):
        return False
    if isinstance(before, np.ndarray):
        kind = before.dtype.kind in "fc"
        return before.shape == after.shape and np.array_equal(before, after, equal_nan=kind)
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(_same, before, after))
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(_same(before[k], after[k]) for k in before)
    return bool(np.all(before == after))
