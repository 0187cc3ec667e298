"""A student's room: runs the cells and calls the functions that the examiner asks for.

    python -P -m course.app.grade.room FOLDER MEMORY SECONDS

reads requests from its standard input and answers on its standard output, one answer to a
request. Nothing that a student's code prints reaches it. The processor time of cells and
calls is limited as in a lesson (`course.check`), that of the whole room by the system.
"""

import contextlib
import copy
import functools
import inspect
import os
import sys
import types
from pathlib import Path

from course._student import TimeUp, own_line
from course.app.grade import confine

MOST_KEPT = 10_000  # functions and objects that a check holds at once
FILE_SIZE = 32 * 2**20  # bytes


def main(folder, memory, seconds):
    """Answer requests until there are none."""
    confine.alone()
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1, 2):
        os.dup2(nothing, handle)
    os.chdir(folder)
    confine.limit(int(memory), float(seconds), FILE_SIZE)
    confine.write_only_in(folder)
    Room(requests, answers, folder).serve()


class Room:
    """What the student has made, and what is asked of it."""

    def __init__(self, requests, answers, folder):
        from IPython.core.interactiveshell import InteractiveShell
        from traitlets.config import Config

        from course.app.grade import wall
        from course.check import _chance, _cost, _exercise, _unused, _watch  # noqa: F401, all before the fence

        self._wall, self._watching = wall, _watch
        self._cost = _cost.cost
        self._everyones, self._unused = _chance._everyones, _unused.unused
        self._requests, self._answers = requests, answers
        self._kept = {}
        self._watch = None
        quiet = Config()
        quiet.HistoryManager.enabled = False
        quiet.HistoryAccessor.enabled = False
        self._shell = InteractiveShell.instance(config=quiet)
        self._shell.showtraceback = lambda *_, **__: None
        self._shell.ask_exit = _no_exit
        _without_answers()
        confine.forbid(folder)

    def serve(self):
        while True:
            try:
                request = self._wall.receive(self._requests)
            except self._wall.Broken:
                return
            self._answer(self._done(request))

    def _answer(self, answer):
        try:
            data = self._wall.to_bytes(answer, self._keep)
        except Exception as problem:  # too deep, too large, or an object that will not be read
            text = f"what it gives cannot be read ({type(problem).__name__})"
            data = self._wall.to_bytes({"error": ["ValueError", text, None, ""]}, self._keep)
        self._wall.send(self._answers, data)

    def _done(self, data):
        try:
            kind, *rest = self._wall.unpack(data, self._kept, self._call_back)
            return getattr(self, f"_{kind}")(*rest)
        except BaseException as problem:  # a student's object may raise whatever it likes
            return self._told(problem)

    # -- requests ------------------------------------------------------------------

    def _run(self, source, seconds):
        """Run a cell as a notebook would."""
        watch = self._watching.Watch(seconds)
        try:
            outcome = watch.run(self._shell.run_cell, (source,), {"store_history": True})
        except self._watching.Raised as raised:
            return self._told(raised.error) | {"printed": watch.printed}
        except self._watching.NotYet as stopped:
            return {"stopped": str(stopped)}
        error = outcome.error_before_exec or outcome.error_in_exec
        return self._told(error) if error else {"value": None}

    def _evaluate(self, source):
        return {"value": eval(source, self._shell.user_ns)}

    def _begin(self, seconds):
        """A new check begins: its calls share the time."""
        self._watch = self._watching.Watch(seconds, may_change_inputs=True)
        return {"value": None}

    def _call(self, number, args, kwargs, counted):
        given = {**dict(enumerate(args)), **kwargs}
        before = {k: copy.deepcopy(v) for k, v in given.items() if self._watching._mutable(v)}
        everyones = self._everyones()
        said = len(self._watch._output.getvalue())
        try:
            function = self._kept[number]
            if counted:
                function = functools.partial(self._cost, function)
            value = self._watch.run(function, args, kwargs)
            answer = {"value": tuple(value) if counted else value}
        except self._watching.Raised as raised:
            answer = self._told(raised.error)
        except self._watching.NotYet as stopped:
            answer = {"stopped": str(stopped)}
        answer["changed"] = [
            [k, given[k]] for k, v in before.items() if not self._watching._same(v, given[k])
        ]
        answer["drawn"] = [[k, _state(v)] for k, v in given.items() if _state(v) is not None]
        answer["stirred"] = [a != b for a, b in zip(everyones, self._everyones())]
        answer["printed"] = self._watch._output.getvalue()[said:][:10_000]
        return answer

    def _attribute(self, number, name):
        return {"value": getattr(self._kept[number], name)}

    # -- what is kept, and what is said of it ----------------------------------------

    def _keep(self, value):
        if len(self._kept) >= MOST_KEPT:
            raise ValueError("too many functions")
        number = len(self._kept)
        self._kept[number] = value
        kept = {"id": number, "callable": callable(value)}
        if callable(value):
            kept["name"] = str(getattr(value, "__name__", "your function"))
            kept["unused"] = self._unused(value)
            with contextlib.suppress(TypeError, ValueError):  # some built-in ones have none
                kept["signature"] = self._wall.described(inspect.signature(value))
        return kept

    def _told(self, error):
        if isinstance(error, TimeUp):
            return {"stopped": _text(error)}
        line, source = own_line(error) or (None, "")
        return {"error": [type(error).__name__, _text(error), line, source]}

    def _call_back(self, number):
        def call(*args, **kwargs):
            self._answer({"call_back": [number, args, kwargs]})
            request = self._wall.receive(self._requests)
            kind, value = self._wall.unpack(request, self._kept, self._call_back)
            if kind == "raise":
                raise value
            return value

        return call


def _no_exit():
    raise SystemExit("exit() ends Python, and the lesson with it")


def _without_answers():
    """No check and no solution is in here, or the right answers would be."""
    import course.check
    from course import told

    class Silent(types.ModuleType):
        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            return lambda *_, **__: None

    for path in Path(course.check.__file__).parent.glob("[a-z]*.py"):
        name = f"course.check.{path.stem}"
        sys.modules[name] = Silent(name)
        setattr(course.check, path.stem, sys.modules[name])
    for lesson in told.lessons().values():
        lesson["predictions"] = {}
        for name, solution in lesson["solutions"].items():
            lesson["solutions"][name] = {"functions": solution["functions"]}


def _text(error):
    try:
        return str(error)[:2000]
    except Exception:  # a student's own error may have a text that fails
        return "an error whose text cannot be told"


def _state(value):
    """The state of a generator of random numbers, as data; None for anything else."""
    import numpy as np

    return value.bit_generator.state if isinstance(value, np.random.Generator) else None


if __name__ == "__main__":
    main(*sys.argv[1:])
