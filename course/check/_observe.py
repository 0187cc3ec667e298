"""What a check sees of a student's work, beside the right answer's and each mistake's.

An examining function that yields what it `seen` is run three times over: on the
student's work, on the right answer, and, once the two differ, on every mistake. The
mistake that gives what the student's work gives lends its sentence.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.check._expect import (
    RTOL,
    SIZE,
    TINY,
    Direction,
    NotYet,
    matches,
    plain,
    tolerance,
    untouched,
)


@dataclass(frozen=True)
class Seen:
    """One thing that a check has seen; see `seen`."""

    value: Any
    what: str
    rtol: float
    size: float
    compare: Callable | None

    def check(self, truth: "Seen") -> None:
        """Raise `NotYet` with a direction if the value is not `truth`."""
        if self.compare is not None:
            self.compare(self.value, truth)
        elif isinstance(truth, str):
            if not isinstance(self.value, str) or plain(self.value) != plain(truth):
                raise NotYet(f"{self.value!r} is not {self.what}.")
        else:
            matches(self.value, truth, self.what, rtol=self.rtol, size=self.size)

    def is_right(self, truth: "Seen") -> bool:
        try:
            self.check(truth)
        except NotYet:
            return False
        return True


def seen(
    value: Any,
    what: str = "the result",
    *,
    rtol: float = RTOL,
    size: float = SIZE,
    compare: Callable[[Any, Any], Any] | None = None,
) -> Seen:
    """What an examining function yields: a value, and how a message calls it.

    Parameters
    ----------
    value : number, array or str
    what : str
        E.g. "the voltage after one step".
    rtol, size : float
        The tolerance, `rtol * max(max |truth|, size)`, as for `matches`.
    compare : callable
        Where this is not how values compare: `compare(value, truth)` raises `NotYet`
        with a direction if the value is wrong.
    """
    return Seen(value, what, rtol, size, compare)


def judge(student: Iterator, right: Iterator, mistakes: Iterable[tuple[str, Any]]) -> Any:
    """Run the examination `student` beside `right`; return what it returns.

    Parameters
    ----------
    student, right : generator of Seen
    mistakes : iterable of (sentence, generator of Seen)

    Raises
    ------
    NotYet
        At the first thing seen that is not the right answer's.
    """
    mine, truths = [], []
    while True:
        try:
            mine.append(next(student))
        except StopIteration as end:
            return end.value
        truths.append(next(right).value)
        if not mine[-1].is_right(truths[-1]):
            _explain(mine, truths, student, mistakes)


def _explain(mine, truths, student, mistakes):
    """Raise the sentence of the mistake that `mine` ends like, or else the direction.

    A mistake goes wrong where `mine` does, and in the same way. Of several, the one
    that agrees longest is meant.
    """
    alike = {}
    for sentence, mutant in mistakes:
        theirs = _until(mutant, len(mine))
        wrong = [not this.is_right(truth) for this, truth in zip(theirs, truths)]
        here = wrong == [False] * (len(mine) - 1) + [True]
        if here and _equal(mine[-1], theirs[-1]):
            alike[sentence] = theirs + _until(mutant)
    if len(alike) > 1:
        mine = mine + _until(student)
    if alike:
        raise NotYet(max(alike, key=lambda sentence: _agreement(mine, alike[sentence])))
    try:
        mine[-1].check(truths[-1])
    except NotYet as direction:
        raise Direction(str(direction)) from None


def _until(examination, count=None):
    """The next `count` things seen, or all; as many as come before an error."""
    found = []
    with contextlib.suppress(Exception), np.errstate(all="ignore"):
        while count is None or len(found) < count:
            found.append(next(examination))
    return found


def _agreement(mine, theirs):
    return sum(_equal(a, b) for a, b in zip(mine, theirs))


def _equal(this, other):
    """True if `this` is what a mistake gives, nan and shape included."""
    if untouched(this.value) or untouched(other.value):
        return False
    if isinstance(other.value, str):
        return this.value == other.value
    try:
        found, wrong = np.asarray(this.value), np.asarray(other.value)
    except ValueError:
        return False
    numbers = found.dtype.kind in "iufb" and wrong.dtype.kind in "iufb"
    if not numbers or found.shape != wrong.shape:
        return False
    finite = wrong[np.isfinite(wrong)]
    return np.allclose(
        found, wrong, rtol=0.0, atol=tolerance(finite, this.rtol, TINY), equal_nan=True
    )
