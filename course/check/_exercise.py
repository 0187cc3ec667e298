"""Writing an exercise: a title, hints, the right answer, mistakes, and what is looked at.

    from course.check._exercise import exercise, seen

    def _euler(V, I, dt, tau_m, R, E_L):
        return V + dt * (-(V - E_L) + R * I) / tau_m

    @exercise(
        "One step of the leaky neuron",
        hints=["How fast does V fall ...?", "..."],
        right=_euler,
        mistakes={
            "The step is too large: is dt missing?": lambda V, I, dt, *p: _euler(V, I, 1.0, *p),
            "The current pulls the wrong way: its sign?": lambda V, I, *p: _euler(V, -I, *p),
        },
    )
    def lif_step(step):
        for V, I in [(-70.0, 200.0), (-55.0, 0.0)]:
            yield seen(step(V, I, 5.0, 20.0, 0.1, -70.0), f"the potential after V = {V} mV")
        return "A sentence to say with passed."

`check.lif_step(my_step)` then returns a `Result`. The examining function calls what it
is given as if it were right and yields what it sees. The same is done with the right
answer and, if the two differ, with every mistake: a **mistake is a wrong answer**, a
mutant of the right one, and its sentence is said to whoever gives what it gives. Where
none does, the direction is told: too large, too small, wrong sign, another shape.
The guards around the student's work turn a stub, an error, a missing `return`, a
changed input or an endless loop into words.

Choose cases in which every mistake gives something else, by more than single precision,
and in which nothing cancels; or give `seen` the natural `size` of its terms.

What no mutant can say, a general condition, the function says itself: it raises
`NotYet("These times do not ascend: are they gaps?")` before or after what it sees, and
an **example** shows to whom: `examples={"do not ascend": mutant}`, by a part of the
sentence. A function that only raises, and yields nothing, is one with many right
answers. A list of mutants shares a sentence. Where several things are handed in, right
answer and mutants are tuples of them. Where values are, `wants="value"`, they may be
functions without arguments that produce them. Where chance plays, `drawn` refuses every
source of it but `rng`.

`tests/check/test_every_exercise.py` hands in every mutant and demands its own sentence;
more right answers, of other form, stand in `tests/check/test_<lesson>.py`.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any

from course import told
from course._student import advice, in_words, own_line
from course.check._chance import drawn
from course.check._expect import (
    Direction,
    NotAttempted,
    NotYet,
    array,
    choice,
    matches,
    number,
    parts,
    untouched,
)
from course.check._memory import TRIES, has_passed, opened, remember, tries
from course.check._observe import judge, seen
from course.check._result import Hints, Result, Solution
from course.check._stale import older_than_its_cell
from course.check._unused import unused
from course.check._watch import Raised, Watch

__all__ = [
    "Exercise",
    "NotYet",
    "array",
    "choice",
    "drawn",
    "exercise",
    "exercises",
    "matches",
    "number",
    "parts",
    "seen",
]

_STUB = "Replace the ... in the cell above with your own code, run it, then run this cell again."


class Exercise:
    """One exercise; calling it with the student's work checks it.

    Parameters
    ----------
    examine : callable
        `examine(student's work, ...)`: yields what it `seen`, or raises `NotYet`;
        returns None or a sentence to say with "passed".
    title : str
    hints : sequence of str
        From a nudge to nearly the answer, never the answer.
    right : function, value or tuple of them
        What a student who is right hands in.
    mistakes : dict of sentence -> mutant or list of mutants
        Wrong answers, each with the sentence that it is told.
    examples : dict of part of a sentence -> mutant or list of mutants
        Wrong answers to which the examining function itself says a sentence.
    wants : "function", "value" or "any"
        What the student hands in.
    seconds : float
        Processor time that the student's code has, over all calls.
    may_change_inputs : bool
        True where changing an argument in place is the task; None may then be
        returned.
    same : str
        Why its cases do not vary with the seed; see `course.check._cases`.
    """

    def __init__(
        self,
        examine: Callable[..., Any],
        title: str,
        *,
        hints: Iterable[str],
        right: Any,
        mistakes: Mapping[str, Any] | Iterable[Any],
        examples: Mapping[str, Any] | Iterable[Any],
        wants: str,
        seconds: float,
        may_change_inputs: bool,
        same: str,
    ) -> None:
        self._examine = examine
        self.title = title
        self.hints = tuple(hints)
        self.right = right
        self.mistakes = dict(mistakes)
        self.examples = dict(examples)
        self.wants = wants
        self.seconds = seconds
        self.may_change_inputs = may_change_inputs
        self.same = same
        self.__name__ = examine.__name__
        self.__doc__ = title
        self.name = f"{examine.__module__.rpartition('.')[2]}.{examine.__name__}"
        self._revealed = 0

    def __call__(self, *args: Any, **kwargs: Any) -> Result:
        result = self._checked(args, kwargs)
        made = remember(self.name, result.outcome, [*args, *kwargs.values()])
        if made >= TRIES:
            result = replace(result, offer=f"check.{self.__name__}.solution() shows a solution.")
        elif made == TRIES - 1 and self.hints:
            result = replace(result, offer=f"check.{self.__name__}.hint() shows a hint.")
        return result

    def _checked(self, args, kwargs):
        watch = Watch(self.seconds, self.may_change_inputs)
        try:
            self._handed_in(args, kwargs)
            said = self._examine(
                *map(watch.over, args),
                **{name: watch.over(value) for name, value in kwargs.items()},
            )
            if inspect.isgenerator(said):
                mutants = ((told, self._examine(*work)) for told, work in self.wrong())
                said = judge(said, self._examine(*self.work(self.right)), mutants)
        except NotAttempted:
            return self._result("not attempted", _STUB, watch)
        except Direction as direction:
            return self._result("not yet", str(direction) + self._unused(args), watch)
        except NotYet as direction:
            return self._result("not yet", str(direction), watch)
        except Raised as raised:
            return self._raised(raised.error, watch)
        except Exception as error:
            if own_line(error, self._examine.__code__):  # a method of the student's object, say
                return self._raised(error, watch)
            problem = f"The check cannot use what your code gives ({in_words(error)})."
            return self._result("not yet", problem, watch)
        return self._result("passed", said or "", watch)

    def work(self, answer: Any) -> tuple:
        """An answer, as the tuple of what is handed in."""
        if self.wants == "value" and callable(answer):
            answer = answer()
        return answer if isinstance(answer, tuple) else (answer,)

    def wrong(self, *, examples: bool = False) -> Iterator[tuple[str, tuple]]:
        """All (sentence, tuple of what is handed in), of the mistakes or of the examples."""
        for sentence, mutants in (self.examples if examples else self.mistakes).items():
            for mutant in mutants if isinstance(mutants, list) else [mutants]:
                yield sentence, self.work(mutant)

    def hint(self) -> Hints:
        """Reveal the next hint; each call shows one more."""
        self._revealed = min(self._revealed + 1, len(self.hints))
        return Hints(self.name, self.hints[: self._revealed], len(self.hints))

    def solution(self) -> Solution:
        """The solution, folded, with a word on why; after a pass or three honest tries."""
        known = told.solution(self.name)
        if known is None:
            return Solution(self.name, "This exercise has no written solution.")
        made = tries(self.name)
        if made < TRIES and not has_passed(self.name):
            return Solution(
                self.name,
                f"It opens after {TRIES} tries with different code, and you have made {made}. "
                f"Try once more: check.{self.__name__}.hint() gives a nudge.",
            )
        opened(self.name)
        return Solution(self.name, known["why"], known["code"])

    def __repr__(self) -> str:
        work = ", ".join(inspect.signature(self._examine).parameters)
        return f"{self.title}. Check it with check.{self.__name__}({work})."

    def _handed_in(self, args, kwargs):
        try:
            inspect.signature(self._examine).bind(*args, **kwargs)
        except TypeError:
            raise NotYet(str(self).partition(". ")[2]) from None
        for value in [*args, *kwargs.values()]:
            if untouched(value):
                raise NotAttempted
            if self.wants == "function" and not callable(value):
                raise NotYet(
                    "Hand in the function itself, its name without parentheses after it. "
                    + str(self).partition(". ")[2]
                )
            if self.wants == "value" and callable(value):
                raise NotYet("Hand in the value that your function returns: call it first.")
            if older := older_than_its_cell(value):
                raise NotYet(older)

    def _unused(self, functions):
        """Say which arguments the right answer uses and the student's does not."""
        said = ""
        for function, right in zip(functions, self.work(self.right)):
            if forgotten := [name for name in unused(function) if name not in unused(right)]:
                said += f" {function.__name__} never uses {' and '.join(forgotten)}."
        return said

    def _raised(self, error, watch):
        line, source = own_line(error, self._examine.__code__) or (None, "")
        words = in_words(error)
        message = advice(words) if line else ""
        return self._result("raised", message, watch, error=words, line=line, source=source)

    def _result(self, outcome, message, watch, **more):
        return Result(
            self.name, outcome, message, printed=watch.printed, next_hint=self.hint, **more
        )


def exercise(
    title: str,
    *,
    hints: Iterable[str] = (),
    right: Any = None,
    mistakes: Mapping[str, Any] | Iterable[Any] = (),
    examples: Mapping[str, Any] | Iterable[Any] = (),
    wants: str = "function",
    seconds: float = 10.0,
    may_change_inputs: bool = False,
    same: str = "",
) -> Callable[[Callable[..., Any]], Exercise]:
    """Decorator: make an `Exercise` of the function that examines it."""

    def decorate(examine):
        return Exercise(
            examine,
            title,
            hints=hints,
            right=right,
            mistakes=mistakes,
            examples=examples,
            wants=wants,
            seconds=seconds,
            may_change_inputs=may_change_inputs,
            same=same,
        )

    return decorate


def exercises(module: ModuleType) -> dict[str, Exercise]:
    """The exercises of a check module, name -> Exercise, in the order they are written."""
    return {name: item for name, item in vars(module).items() if isinstance(item, Exercise)}
