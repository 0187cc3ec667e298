"""A student's code, wherever the course calls it: stopped in time, and whose line it was."""

import contextlib
import linecache
import os
import re
import signal
import sys
import sysconfig
import threading
import time
from pathlib import Path

TICK = 0.05  # s between two looks at the clocks
ALARM = getattr(signal, "SIGALRM", signal.SIGINT)
THREADS = sys.platform != "emscripten"  # a browser has none, and no signal arrives there
# A browser's Python takes twice as long or more, and has only the clock on the wall.
PATIENCE = 1.0 if THREADS else 5.0
OURS = {__file__, contextlib.__file__}  # what is raised in there would leave the ticking on
TOOL = 4  # of the six that may watch Python run; debuggers and profilers have numbers of their own
EVENTS = 64  # of Python's between two looks at the clock

# What those who are new to arrays meet first, and what to do about it.
ADVICE = (
    (
        re.compile("truth value of an array|arrays can be converted|element with a sequence"),
        "An array stands where one number is asked for: take a value of it, x[i].",
    ),
    (
        re.compile("name '(exp|log|sqrt|sin|cos|tanh|zeros|array|argmax|mean|arange)' is not"),
        "It is a function of NumPy: write np. before its name.",
    ),
    (
        re.compile("can't multiply sequence|operand type.*'list'"),
        "A list does not calculate, an array does: np.array(x) makes one of a list.",
    ),
    (
        re.compile("index .*out of (range|bounds)"),
        "There is no such place: n values have the numbers 0 to n - 1.",
    ),
)

computed = getattr(time, "thread_time", time.process_time)  # s that this thread has computed


class TimeUp(BaseException):
    """The student's code has used up its time; no Exception, so that few `except` hide it."""


@contextlib.contextmanager
def ticking(act, signum=ALARM):
    """Call `act` in the main thread every `TICK` while the block runs.

    What it raises is raised in the block. Without effect outside the main
    thread, where no signal arrives. Where there is no alarm signal (Windows) a
    thread raises SIGINT instead: it is the one signal that ends a `sleep` there,
    and a real one, from the stop button, keeps its meaning. Where there are no
    threads either, Python itself says when code jumps back or calls a function:
    that ends every loop in Python, but no `sleep`.
    """
    if not THREADS:
        with _watched(act):
            yield
        return
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    running = True
    ended, raising = threading.Event(), threading.Lock()
    ours: list[bool] = []  # a tick under way; no Event, whose lock a tick within a tick would await
    alarm = hasattr(signal, "setitimer") and signum == ALARM

    def tick(number, frame):
        if not alarm and not ours:
            if callable(before):
                before(number, frame)
            return
        ours.clear()
        if running and (frame is None or frame.f_code.co_filename not in OURS):
            act()  # elsewhere at the next tick

    before = signal.signal(signum, tick)
    if alarm:
        signal.setitimer(signal.ITIMER_REAL, TICK, TICK)  # again, if a bare except hid one
    else:
        more = ended, ours, raising, signum
        threading.Thread(target=_raise_every_tick, args=more, daemon=True).start()
    try:
        yield
    finally:
        running = False
        with raising:  # after this none of ours can reach the handler that was there before
            ended.set()
        if alarm:
            signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signum, before)


@contextlib.contextmanager
def _watched(act):
    monitoring = getattr(sys, "monitoring", None)  # new in Python 3.12
    if monitoring is None or monitoring.get_tool(TOOL) is not None:  # or one block around another
        yield
        return
    left, last = EVENTS, time.monotonic()

    def look(code, *_):
        nonlocal left, last
        left -= 1
        if left > 0 or code.co_filename in OURS:
            return
        left, now = EVENTS, time.monotonic()
        if now - last >= TICK:
            last = now
            act()

    monitoring.use_tool_id(TOOL, "course")
    events = monitoring.events.JUMP, monitoring.events.PY_START
    for event in events:
        monitoring.register_callback(TOOL, event, look)
    monitoring.set_events(TOOL, sum(events))
    try:
        yield
    finally:
        monitoring.set_events(TOOL, 0)
        monitoring.free_tool_id(TOOL)


def _raise_every_tick(ended, ours, raising, signum):
    while not ended.wait(TICK):
        with raising:
            # One at a time: of two under way the second would count as the stop button.
            if not ended.is_set() and not ours:
                ours.append(True)
                signal.raise_signal(signum)


def _libraries():
    paths = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    folders = [*filter(None, paths), Path(__file__).parent]
    return tuple(f"{Path(folder)}{os.sep}" for folder in folders) + ("<",)


def own_line(error, skip=None):
    """(line number, source) of the deepest frame of `error` that is the student's, or None.

    `skip` is a code object that is not the student's wherever its file is.
    """
    if hasattr(error, "own_line"):  # an error of another process brings its line along
        return error.own_line
    libraries = _libraries()
    found = None
    frames = error.__traceback__
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


def advice(words):
    """What to do about an error, from what `in_words` says of it."""
    for pattern, told in ADVICE:
        if pattern.search(words):
            return told
    return "Read the error, then look at your line."
