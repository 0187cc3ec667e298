"""The functions that you wrote and that passed their checks, for use in later lessons.

    from course import mine

    explore.neuron(mine=mine.my_rate)

They are kept as source in your journal, `journal.jsonl` in your folder. Nothing is read or
run before you ask for a function by its name. One that you have not written yet gives
`...`, as an empty exercise does, and a figure leaves it out.
"""

import difflib
from types import FunctionType

from course import journal, told

__all__ = ["kept"]


def kept():
    """Name -> source of each function that is kept; the newest of a name counts."""
    return {entry["name"]: entry["source"] for entry in journal.entries("function")}


def __getattr__(name):
    if name.startswith("__"):  # what Python itself asks a module for
        raise AttributeError(name)
    sources = kept()
    if name in sources:
        return _run(name, sources[name])
    lessons = told.functions()
    if name in lessons:
        return _not_written(name, *lessons[name])
    near = difflib.get_close_matches(name, {*sources, *lessons}, 1)
    hint = f"; do you mean {near[0]}?" if near else ""
    raise AttributeError(f"no lesson lets you write {name}{hint}")


def __dir__():
    return sorted([*__all__, *kept()])


def _run(name, source):
    scope = {"__name__": "course.mine"}
    exec(compile(source, f"<your {name}>", "exec"), scope)
    function: FunctionType = scope[name]
    function.source = source
    return function


def _not_written(name, number, exercise):
    """A function that does what an empty exercise does."""

    def function(*args, **kwargs):
        return ...

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"Not written yet: it is an exercise of lesson {number}, {exercise}."
    return function
