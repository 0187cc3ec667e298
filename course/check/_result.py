"""What a check says: an outcome in words, for a notebook, a terminal and a grading tool."""

import html
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from course._language import said
from course._typeset import marked, minus
from course.check._card import card, folded, paragraphs

MIME = "application/vnd.course.check+json"

# outcome -> icon and words: no color has to tell them apart
LOOKS = {
    "passed": ("✓", "Passed"),
    "not yet": ("→", "Not yet"),
    "raised": ("✗", "Your code raised an error"),
    "not attempted": ("○", "Not attempted yet"),
}
CODE = "margin:4px 0;padding:4px 8px;white-space:pre-wrap;border:1px solid #8888"


class NotPassed(Exception):
    """A result that was demanded is not there; the text is what the check said."""


@dataclass(frozen=True)
class Result:
    """The answer of a check.

    Attributes
    ----------
    exercise : str
        Name of the exercise, e.g. "integrate_fire.lif_step".
    outcome : str
        "passed", "not yet", "raised" or "not attempted".
    message : str
        What to do next. Never the answer.
    error, line, source
        With "raised": the error in words, the number of the student's own line
        in its cell, and that line.
    printed : str
        What the student's code printed while it was checked.
    offer : str
        What else can be asked for now.
    """

    exercise: str
    outcome: str
    message: str
    error: str = ""
    line: int | None = None
    source: str = ""
    printed: str = ""
    offer: str = ""
    next_hint: Callable | None = field(default=None, repr=False, compare=False)

    def __bool__(self) -> bool:
        return self.outcome == "passed"

    def hint(self) -> "Hints | None":
        """Reveal the next hint of this exercise."""
        return self.next_hint() if self.next_hint else None

    def required(self) -> "Result":
        """This result if it has passed.

        Raises
        ------
        NotPassed
            If it has not, with its sentence, so that any grader sees it.
        """
        if not self:
            raise NotPassed(repr(self))
        return self

    def as_json(self) -> dict[str, Any]:
        """The small form that a grading tool reads from a saved notebook."""
        data = {"exercise": self.exercise, "outcome": self.outcome, "message": self.message}
        if self.outcome == "raised":
            data |= {"error": self.error, "line": self.line, "source": self.source}
        return data

    def __repr__(self):
        words = said(LOOKS[self.outcome][1])
        message = minus(said(self.message))
        lines = [f"[{words[:1].lower()}{words[1:]}] {self.exercise}: {message}".rstrip(": ")]
        if self.error:
            lines.append(f"    {self.error}")
        if self.line:
            lines.append(f"    {said('line')} {self.line}: {self.source}")
        if self.printed:
            lines.append(f"    {said('your code printed:')}")
            lines += [f"    | {s}" for s in self.printed.splitlines()]
        if self.offer:
            lines.append(f"    {said(self.offer)}")
        return "\n".join(lines)

    def _repr_html_(self):
        icon, words = LOOKS[self.outcome]
        parts = []
        if self.message:
            parts.append(paragraphs(self.message))
        if self.error:
            where = said(f"line {self.line} of its cell:")
            where = f"<br>{where} {html.escape(self.source)}"
            parts.append(
                f'<p style="{CODE}"><code>{html.escape(self.error)}'
                f"{where if self.line else ''}</code></p>"
            )
        if self.printed:
            printed = f'<p style="{CODE}"><code>{html.escape(self.printed)}</code></p>'
            parts.append(folded("Your code printed", printed, open=True))
        if self.offer:
            parts.append(paragraphs(self.offer))
        name = self.exercise.rpartition(".")[2]
        state = f"{icon} {said(words)}"
        return card("check", "".join(parts), title=name, state=state, role="status")

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {
            "text/plain": repr(self),
            "text/html": self._repr_html_(),
            MIME: self.as_json(),
        }


@dataclass(frozen=True)
class Hints:
    """The hints revealed so far, of `total`."""

    exercise: str
    shown: tuple
    total: int

    def _headed(self):
        return [
            (said(f"Hint {i} of {self.total}"), said(hint)) for i, hint in enumerate(self.shown, 1)
        ]

    def _ending(self):
        if not self.total:
            return "This exercise has no hints."
        return "That was the last hint." if len(self.shown) == self.total else ""

    def __repr__(self):
        lines = [f"{head}: {minus(hint)}" for head, hint in self._headed()]
        return "\n".join([*lines, said(self._ending())]).strip()

    def _repr_html_(self):
        items = [
            f"<p style='margin:4px 0'><strong>{head}</strong> · {marked(hint)}</p>"
            for head, hint in self._headed()
        ]
        return card("hint", "".join(items) + paragraphs(self._ending()), role="status")


@dataclass(frozen=True)
class Solution:
    """A solution of an exercise, or, without code, why there is none yet."""

    exercise: str
    why: str
    code: str = ""

    def __repr__(self):
        return "\n\n".join(filter(None, [self.code, said(self.why)]))

    def _repr_html_(self):
        body = paragraphs(self.why)
        if self.code:
            code = f'<pre style="{CODE}"><code>{html.escape(self.code)}</code></pre>'
            body = folded("One way to write it", code) + body
        return card("solution", body, role="status")
