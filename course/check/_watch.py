"""Watching a student's function while a check calls it."""

import _thread
import contextlib
import copy
import inspect
import io
import linecache
import os
import signal
import sysconfig
import threading
import time
from pathlib import Path

import numpy as np

from course.check._expect import NotAttempted, NotYet, untouched

PRINTED = 12  # lines of the student's printing that are shown
ALARM = signal.SIGALRM if hasattr(signal, "SIGALRM") else signal.SIGBREAK


class Raised(Exception):
    """The student's code raised; `error` is what it raised."""

    def __init__(self, error):
        super().__init__(str(error))
        self.error = error


class TimeUp(BaseException):
    """The student's code has used up its time; no Exception, so that few `except` hide it."""


class Watch:
    """Time left and text printed, over all calls of one check."""

    def __init__(self, seconds, may_change_inputs=False):
        self.seconds, self.left = seconds, seconds
        self.may_change_inputs = may_change_inputs
        self._output = io.StringIO()

    def over(self, value):
        """`value`, guarded if it is a function."""
        return Guarded(value, self) if callable(value) else value

    @property
    def printed(self):
        lines = self._output.getvalue().splitlines()
        rest = [f"... and {len(lines) - PRINTED} more lines"] if len(lines) > PRINTED else []
        return "\n".join([*lines[:PRINTED], *rest])

    def run(self, function, args, kwargs):
        """Call `function` with its printing caught and its time limited."""
        started = time.monotonic()
        try:
            with (
                contextlib.redirect_stdout(self._output),
                contextlib.redirect_stderr(self._output),
                time_limit(self.left),
            ):
                return function(*args, **kwargs)
        except TimeUp:
            raise NotYet(
                f"Your code was stopped after {self.seconds:g} s: does every loop come to an end?"
            ) from None
        except (KeyboardInterrupt, NotYet, NotAttempted):
            raise
        except BaseException as error:  # also exit()
            raise Raised(error) from error
        finally:
            self.left = max(0.05, self.left - (time.monotonic() - started))


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

    def __init__(self, function, watch):
        self.function, self._watch = function, watch
        self.__name__ = getattr(function, "__name__", "your function")

    def __call__(self, *args, **kwargs):
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


@contextlib.contextmanager
def time_limit(seconds, signum=ALARM):
    """Raise `TimeUp` in the block after `seconds`; without effect outside the main thread.

    Where there is no alarm signal (Windows) a thread interrupts the main one.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    running = True

    def up(*_):
        if running:
            raise TimeUp

    alarm = hasattr(signal, "setitimer") and signum == ALARM
    before = signal.signal(signum, up)
    ended = threading.Event()
    if alarm:
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)  # again, if a bare except hid it
    else:
        threading.Thread(target=_interrupt, args=(ended, seconds, signum), daemon=True).start()
    try:
        yield
    finally:
        running = False
        ended.set()
        if alarm:
            signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signum, before)


def _interrupt(ended, seconds, signum):
    while not ended.wait(seconds):
        _thread.interrupt_main(signum)
        seconds = 0.5


# -- whose line it was -----------------------------------------------------------


def _libraries():
    paths = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    folders = [*filter(None, paths), Path(__file__).parents[1]]
    return tuple(f"{Path(folder)}{os.sep}" for folder in folders) + ("<",)


def own_line(error, skip=None):
    """(line number, source) of the deepest frame of `error` that is the student's, or None.

    `skip` is a code object that is not the student's wherever its file is.
    """
    libraries, found, frames = _libraries(), None, error.__traceback__
    while frames is not None:
        code = frames.tb_frame.f_code
        own = not code.co_filename.startswith(libraries) or code.co_filename.startswith("<ipython")
        if own and code is not skip:
            line = linecache.getline(code.co_filename, frames.tb_lineno).strip()
            found = frames.tb_lineno, line
        frames = frames.tb_next
    return found


def in_words(error):
    """The error as its type and text, as the last line of a traceback has it."""
    if isinstance(error, RecursionError):
        return "RecursionError: the function calls itself without end"
    text = str(error).splitlines()
    return f"{type(error).__name__}: {text[0]}" if text else type(error).__name__
