"""Writing an exercise: a title, hints, and a function that examines the student's work.

    from course.check._exercise import exercise, matches
    from course.models.integrate_fire import LIF

    @exercise("One step of the leaky neuron", hints=["How fast does V fall ...?", "..."])
    def lif_step(step):
        matches(step(-60.0, 0.0, 0.1), ..., "the voltage after one step", mistakes=[...])

`check.lif_step(my_step)` then returns a `Result`. The examining function calls what
it is given as if it were right; the guards around it turn a stub, an error, a
missing `return`, a changed input or an endless loop into words. It raises
`NotYet("too fast: is dt missing?")` itself, or through `matches`, for the rest.
What it returns, if anything, is said with "passed".
"""

import inspect

from course.check._expect import NotAttempted, NotYet, array, matches, number, untouched
from course.check._result import Hints, Result
from course.check._watch import Raised, Watch, in_words, own_line

__all__ = ["Exercise", "NotYet", "array", "exercise", "exercises", "matches", "number"]

_STUB = "Replace the ... in the cell above with your own code, run it, then run this cell again."


class Exercise:
    """One exercise; calling it with the student's work checks it.

    Parameters
    ----------
    examine : callable
        `examine(student's work, ...)`: raises `NotYet`, or returns None or a
        sentence to say with "passed".
    title : str
    hints : sequence of str
        From a nudge to nearly the answer, never the answer.
    wants : "function", "value" or "any"
        What the student hands in.
    seconds : float
        Processor time that the student's code has, over all calls.
    may_change_inputs : bool
        True where changing an argument in place is the task; None may then be
        returned.
    """

    def __init__(self, examine, title, hints, wants, seconds, may_change_inputs):
        self._examine, self.title, self.hints = examine, title, tuple(hints)
        self.wants, self.seconds, self.may_change_inputs = wants, seconds, may_change_inputs
        self.__name__ = examine.__name__
        self.__doc__ = title
        self.name = f"{examine.__module__.rpartition('.')[2]}.{examine.__name__}"
        self._revealed = 0

    def __call__(self, *args, **kwargs):
        watch = Watch(self.seconds, self.may_change_inputs)
        try:
            self._handed_in(args, kwargs)
            said = self._examine(
                *map(watch.over, args),
                **{name: watch.over(value) for name, value in kwargs.items()},
            )
        except NotAttempted:
            return self._result("not attempted", _STUB, watch)
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

    def hint(self):
        """Reveal the next hint; each call shows one more."""
        self._revealed = min(self._revealed + 1, len(self.hints))
        return Hints(self.name, self.hints[: self._revealed], len(self.hints))

    def __repr__(self):
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

    def _raised(self, error, watch):
        line, source = own_line(error, self._examine.__code__) or (None, "")
        message = "Read the error, then look at your line." if line else ""
        return self._result(
            "raised", message, watch, error=in_words(error), line=line, source=source
        )

    def _result(self, outcome, message, watch, **more):
        return Result(
            self.name, outcome, message, printed=watch.printed, next_hint=self.hint, **more
        )


def exercise(title, *, hints=(), wants="function", seconds=10.0, may_change_inputs=False):
    """Decorator: make an `Exercise` of the function that examines it."""
    return lambda examine: Exercise(examine, title, hints, wants, seconds, may_change_inputs)


def exercises(module):
    """The exercises of a check module, name -> Exercise, in the order they are written."""
    return {name: item for name, item in vars(module).items() if isinstance(item, Exercise)}
