"""`mine=`: the student's own function in a figure, drawn as "yours", or in words why it is not.

A figure that takes a function says so by `Yours` among its controls. It calls it like any other
and gives what it returned to `Panel.yours`, which draws it purple and dotted:

    @figure(..., Yours("mine(I, tau_m)", "drawn over the f-I curve"))
    def neuron(I, tau_m, mine):
        return {"curve": rate(CURRENTS, tau_m), "mine": mine(CURRENTS, tau_m, like=CURRENTS)}

    @neuron.show
    def show_neuron(ax, r):
        ax.f.line("curve", CURRENTS, r.curve, color="ink")
        ax.f.yours("mine", CURRENTS, r.mine)

Whatever the function does, the figure goes on without it: it may be an empty stub, fail, print,
call `exit`, change what it is given, return the wrong thing, or never return. What is wrong is
told in one sentence under the picture, with the student's own line.
"""

import contextlib
import copy
import inspect
import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from course._jit import compiling
from course._student import PATIENCE, TimeUp, computed, in_words, own_line, ticking

SECONDS = 0.2 * PATIENCE  # of computing, that one picture may wait for
MOST = 1e6  # beyond every panel; what is larger is left out


class Yours(NamedTuple):
    """A function of the student's that a figure takes.

    Parameters
    ----------
    call : str
        How the figure calls it, "mine(x, V)"; its name is that of the figure's parameter. A mere
        name, "mine", stands for values: the figure calls it without arguments to have them.
    use : str
        What it gives, or what is done with that: the rest of a sentence.
    """

    call: str
    use: str

    @property
    def name(self) -> str:
        return self.call.partition("(")[0]

    def help(self) -> str:
        return f"Your own `{self.call}`, {self.use}."


class Mine:
    """A student's function as a figure calls it.

    Attributes
    ----------
    told : str
        Why the last picture is without it, or nothing.
    """

    def __init__(self, function: Callable[..., Any] | None = None) -> None:
        self.function = function
        self.told = ""
        self._stopped = ""  # what was told when it took too long

    def begin(self) -> None:
        """A new picture begins."""
        self.told = self._stopped

    def __call__(self, *arguments: Any, like: NDArray | None = None) -> Any:
        """What the function gives, or None.

        Parameters
        ----------
        *arguments
            What the function is given: copies of it.
        like : array, optional
            It has to be of this shape, numbers, or one number for all; without `like` it has
            to be one number.

        Returns
        -------
        array of float, float or None
            NaN where it is beyond every panel. None if there is nothing to draw: no function,
            one that returns `...`, or one that `told` tells of.
        """
        return self._found(lambda function: function(*copy.deepcopy(arguments)), like)

    def each(self, x: NDArray, *arguments: Any) -> Any:
        """The same for a function of one number at a time: its value for each of `x`.

        Parameters
        ----------
        x : array
        *arguments
            What the function is given after it.
        """

        def all_of_them(function):
            found = [function(value, *copy.deepcopy(arguments)) for value in x.tolist()]
            odd = [value for value in found if value is None or value is ...]
            return odd[0] if odd else found

        return self._found(all_of_them, x)

    def path(
        self, start: NDArray, arguments: Sequence[tuple], *, apart: bool = False
    ) -> NDArray | None:
        """The same for a function that makes one step: the states that it goes through.

        Parameters
        ----------
        start : array, shape (n,)
            The first state.
        arguments : sequence of tuple
            What the function is given after the state, in each step.
        apart : bool
            Whether it takes the numbers of the state one by one.

        Returns
        -------
        array, shape (len(arguments) + 1, n), or None
        """

        copies = copy.deepcopy(arguments)  # once, since copies take longer than steps

        def all_of_them(function):
            states = [start]
            for given in copies:
                state = states[-1].tolist() if apart else [states[-1].copy()]
                after = function(*state, *given)
                if after is None or _empty(after):
                    return after
                states.append(np.broadcast_to(np.asarray(after) * 1.0, start.shape))
            return np.array(states)

        return self._found(all_of_them, np.empty((len(arguments) + 1, start.size)))

    def used(
        self,
        use: Callable[..., Any],
        like: NDArray | None = None,
        beside: Sequence["Mine"] = (),
    ) -> Any:
        """The same for a function that is called again and again: what `use(function)` gives.

        Parameters
        ----------
        use : callable
            It calls the function and gives what is drawn.
        like : array, optional
            As above.
        beside : sequence of Mine
            Others that `use` takes after it. Without one of them there is nothing to draw.
        """
        if any(other.function is None for other in beside):
            return None

        def followed(function):
            def called(*given):
                found = function(*given)
                if _empty(found):
                    raise _Empty
                return found

            return called

        def all_of_them(function):
            try:
                return use(followed(function), *(followed(other.function) for other in beside))
            except _Empty:
                return ...

        return self._found(all_of_them, like)

    def _found(self, call, like):
        """What `call(function)` returns, if it can be drawn; None, with the reason told, if not."""
        if self.function is None or self._stopped:
            return None
        shape = np.shape(like if like is not None else 0.0)
        try:
            found = self._run(lambda: call(self.function))
        except TimeUp as stopped:
            self._stopped = self._tell(
                stopped,
                f"it was stopped after {1000 * SECONDS:.0f} ms of computing, for a figure calls "
                "it for every picture. Run the cell again to try again",
            )
            return None
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # also exit()
            self._tell(error, in_words(error))
            return None
        if _empty(found):
            return None
        return self._numbers(found, shape)

    def _run(self, call):
        began = computed()
        lost = 0.0  # s that compiling took, which is not the student's
        last = began

        def look():
            nonlocal last, lost
            now = computed()
            if compiling():  # an exception in there would leave a kernel half made
                lost += now - last
            last = now
            if now - began - lost > SECONDS and not compiling():
                raise TimeUp

        with contextlib.redirect_stdout(io.StringIO()), ticking(look), np.errstate(all="ignore"):
            return call()

    def _numbers(self, found, shape):
        name = getattr(self.function, "__name__", "yours")
        if found is None or inspect.isgenerator(found):
            what = "returns None: does it end with `return`" if found is None else "uses `yield`"
            self.told = f"Yours is left out: {name} {what}."
            return None
        try:
            numbers = np.asarray(found)
            if numbers.dtype.kind not in "bifu":
                raise TypeError
            numbers = np.broadcast_to(numbers.astype(float), shape)
        except (TypeError, ValueError):
            self.told = f"Yours is left out: {name} gives {_kind(found)}, {_wanted(shape)}."
            return None
        return np.where(np.abs(numbers) < MOST, numbers, np.nan)[()]

    def _tell(self, error, what):
        line = own_line(error)
        where = f"line {line[0]}, `{line[1]}`: " if line is not None and line[1] else ""
        self.told = f"Yours is left out: {where}{what}."
        return self.told


class _Empty(Exception):
    """A function that is used is still a stub."""


def _empty(found):
    """Whether a stub gave this: ..., or several of them."""
    return found is ... or (isinstance(found, (tuple, list)) and any(map(_empty, found)))


def _kind(found):
    """What a function gave, in words."""
    try:
        numbers = np.asarray(found)
    except ValueError:  # a list of lists of several lengths
        return f"a {type(found).__name__}"
    if numbers.dtype.kind in "bifu":
        return f"shape {numbers.shape}" if numbers.ndim else "one number"
    return f"a {type(found).__name__}"


def _wanted(shape):
    return f"numbers of shape {shape} are wanted" if shape else "one number is wanted"
