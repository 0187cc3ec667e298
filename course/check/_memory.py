"""What a check remembers in the journal, and when it tells a solution.

Only an IPython session has a student: elsewhere nothing is written.
"""

import sys
import types

from course import journal
from course.check._work import NotKept, fingerprint, source

HONEST = ("not yet", "raised")
TRIES = 3


def remember(exercise: str, outcome: str, work: list) -> int:
    """Write down a check, and the functions that passed; return how many tries failed so far.

    0 if this one passed, is none, or is not a student's.
    """
    if not _student() or outcome == "not attempted":
        return 0
    said = {"exercise": exercise, "outcome": outcome, "work": fingerprint(work)}
    if not journal.last("check", **said):  # the same work again says nothing new
        journal.record("check", **said)
    if outcome == "passed":
        for function in work:
            _keep(exercise, function)
        return 0
    return tries(exercise)


def _keep(exercise, function):
    if not isinstance(function, types.FunctionType):
        return
    try:
        said = {"name": function.__name__, "source": source(function)}
    except NotKept:
        return
    last = journal.last("function", name=said["name"])
    if not last or last["source"] != said["source"]:
        journal.record("function", exercise=exercise, **said)


def tries(exercise: str) -> int:
    """How many different works were handed in and did not pass."""
    made = journal.entries("check", exercise=exercise)
    return len({entry["work"] for entry in made if entry["outcome"] in HONEST})


def has_passed(exercise: str) -> bool:
    """Whether some work has passed."""
    return journal.last("check", exercise=exercise, outcome="passed") is not None


def opened(exercise: str) -> None:
    """Write down that a solution was shown."""
    if _student() and not journal.last("solution", exercise=exercise):
        journal.record("solution", exercise=exercise)


def _student():
    module = sys.modules.get("IPython")
    return module is not None and module.get_ipython() is not None
