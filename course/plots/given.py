"""What the functions of pictures take: one declaration for the reader, the types and a check.

Most of them run for every frame of a live figure, which has no time for checks. So
`checked` looks at what they are given where artists are made, in the first frame, and
again whenever a call fails, which then is told by the argument that caused it.
"""

import functools
import inspect
import math
from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal
from types import UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NamedTuple,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import numpy as np
from numpy.typing import NDArray

from course import _valid
from course.plots.look import COLORS, is_color

Function = TypeVar("Function", bound=Callable[..., Any])
Array = NDArray[Any]
Series = Array | Sequence[Any]
MOST = 20_000_000  # values in an array that is drawn
Lengths = dict[str, tuple[int, str]]  # and whose they were first


def real(name: str, value: Any, **ends: Any) -> None:
    """Refuse what is no number, or one that floats cannot be reckoned with, a `Decimal`."""
    _valid.number(name, value, **ends)
    if isinstance(value, Decimal):
        raise ValueError(f"{name} is {_valid.shown(value)}; allowed is a float")


class Numbers(NamedTuple):
    """Numbers in an array, in an annotation."""

    # lengths: a number, None for any, a name for equal ones, (name, 1) for one more
    shape: tuple | None = None
    gaps: bool = True  # nan, or infinity, is not drawn
    empty: bool = True  # there may be none
    low: float = -math.inf
    high: float = math.inf
    alone: bool = False  # one number will do, for all
    single: bool = False  # one number is an array of one
    kinds: str = "biuf"  # of NumPy

    def check(self, name: str, value: Any, base: Any, lengths: Lengths) -> None:
        if isinstance(value, (list, tuple)) and not value and self._may_be_none():
            return  # an empty list has one dimension only
        given = self._array(name, value, base)
        if self.single and given.ndim == 0:
            given = given.reshape(1)
        if self.shape is not None and not (self.alone and given.ndim == 0):
            self._fit(name, given.shape, lengths)
        if not given.size:
            if not self.empty:
                raise ValueError(f"{name} has shape {given.shape}; allowed is at least one value")
            return
        values = given.view(float) if given.dtype.kind == "c" else given
        if self.gaps:
            values = values[np.isfinite(values)]
        if values.size:
            _valid.array(name, values, low=self.low, high=self.high)

    def _may_be_none(self):
        shape = self.shape or ()
        return self.empty and len(shape) > 1 and not isinstance(shape[0], int)

    def _array(self, name, value, base):
        try:
            if base is Array and not isinstance(value, np.ndarray):
                raise TypeError
            given = np.asarray(value)
            if _valid.hides(value) or (given.size and given.dtype.kind not in self.kinds):
                raise TypeError
        except Exception:  # of whatever kind the values' own conversion raises
            what = "a NumPy array" if base is Array else "an array"
            said = _valid.shown(value)
            raise ValueError(f"{name} is {said}; allowed is {what} of numbers") from None
        if given.size > MOST:
            raise ValueError(f"{name} has {given.size} values; allowed is up to {MOST}")
        return given

    def _fit(self, name, shape, lengths):
        wanted = [self._length(n, lengths) for n in self.shape or ()]
        if len(shape) != len(wanted) or any(
            want not in (None, have) for want, have in zip(wanted, shape)
        ):
            allowed = ", ".join("any" if n is None else str(n) for n in wanted)
            like = {lengths[n][1] for n in map(_named, self.shape or ()) if n in lengths}
            why = f", like {' and '.join(sorted(like))}" if like else ""
            raise ValueError(f"{name} has shape {shape}; allowed is ({allowed}){why}")
        for n, have in zip(self.shape or (), shape):
            if isinstance(n, str):
                lengths.setdefault(n, (have, name))

    def _length(self, n, lengths):
        more = n[1] if isinstance(n, tuple) else 0
        known = lengths.get(_named(n))
        return (n if isinstance(n, int) else None) if known is None else known[0] + more


def _named(n):
    """The name of a length: of "n", and of ("n", 1)."""
    return n[0] if isinstance(n, tuple) else n


class Ranged(NamedTuple):
    """One number, in an annotation."""

    low: float = -math.inf
    high: float = math.inf
    open_low: bool = False
    gap: bool = False  # nan and infinity are allowed too: they are not drawn

    def check(self, name: str, value: Any, base: Any, lengths: Lengths) -> None:
        if self.gap and isinstance(value, (float, np.floating)) and not math.isfinite(value):
            return
        if base is int:
            _valid.count(name, value, low=int(self.low), high=int(self.high))
        else:
            real(name, value, low=self.low, high=self.high, open_low=self.open_low)


class Texts(NamedTuple):
    """Several words, in an annotation."""

    many: int | str | None = None  # or the name of a length
    among: tuple = ()  # which they are
    none: bool = False  # None stands for no word

    def check(self, name: str, value: Any, base: Any, lengths: Lengths) -> None:
        known = lengths.get(self.many, (None, ""))[0] if isinstance(self.many, str) else self.many
        given = list(value) if isinstance(value, (set, frozenset)) else value
        found = _valid.sequence(name, given, least=known or 0, most=known or 10_000)
        for k, word in enumerate(found):
            if self.among:
                _valid.choice(f"{name}[{k}]", word, self.among)
            elif not (isinstance(word, str) or (self.none and word is None)):
                said = _valid.shown(word)
                raise ValueError(f"{name}[{k}] is {said}; allowed is a text")


class Colored(NamedTuple):
    """A color, or one for each of several, in an annotation."""

    named: bool = False  # names of `course.plots.look` too
    several: bool = True
    single: bool = True  # one for all will do

    def check(self, name: str, value: Any, base: Any, lengths: Lengths) -> None:
        known = COLORS if self.named else ()
        if self.single and ((isinstance(value, str) and value in known) or is_color(value)):
            return
        row = isinstance(value, np.ndarray) and value.ndim > 0
        if self.several and (row or (isinstance(value, (list, tuple)) and value)):
            each = Colored(self.named, several=False)
            for k, one in enumerate(value):
                each.check(f"{name}[{k}]", one, base, lengths)
            return
        allowed = f"a color of matplotlib{' or one of ' if known else ''}{', '.join(known)}"
        raise ValueError(f"{name} is {_valid.shown(value)}; allowed is {allowed}")


class Shared(NamedTuple):
    """Coordinates of each of several curves, or of all of them, in an annotation."""

    def check(self, name: str, value: Any, base: Any, lengths: Lengths) -> None:
        Numbers().check(name, value, base, lengths)
        shape = ("curves", "n") if np.ndim(value) == 2 else ("n",)
        Numbers(shape).check(name, value, base, lengths)


class Piece(NamedTuple):
    """Words, or (words, style), in an annotation."""

    def check(self, name: str, value: Any, base: Any, lengths: Lengths) -> None:
        styled = isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], dict)
        if not isinstance(value[0] if styled else value, str):
            said = _valid.shown(value)
            raise ValueError(f"{name} is {said}; allowed is a text or (a text, its style)")


class Having(NamedTuple):
    """Anything with these numbers, in an annotation: name -> `Numbers`."""

    parts: dict

    def check(self, name: str, value: Any, base: Any, lengths: Lengths) -> None:
        for part, numbers in self.parts.items():
            try:
                own = getattr(value, part)
            except Exception:  # of whatever kind the value's own attributes raise
                allowed = f"what has {', '.join(self.parts)}"
                said = _valid.shown(value)
                raise ValueError(f"{name} is {said}; allowed is {allowed}") from None
            kind = Series if numbers.alone or numbers.shape == () else Array
            numbers.check(f"{name}.{part}", own, kind, lengths)


class Several(NamedTuple):
    """A sequence of as many values, each with a note of its own, in an annotation."""

    notes: tuple

    def check(self, name: str, value: Any, base: Any, lengths: Lengths) -> None:
        found = value
        if not (isinstance(value, np.ndarray) and len(value) == len(self.notes)):
            many = len(self.notes)
            found = _valid.sequence(name, value, least=many, most=many)
        own = {}
        for k, (one, note) in enumerate(zip(found, self.notes)):
            note.check(f"{name}[{k}]", one, Series, own)


class Rising(NamedTuple):
    """Numbers in an array, each larger than the one before, in an annotation."""

    least: int = 2
    shape: tuple = (None,)

    def check(self, name: str, value: Any, base: Any, lengths: Lengths) -> None:
        Numbers(self.shape, gaps=False, empty=False).check(name, value, base, lengths)
        if np.size(value) < self.least or not (np.diff(np.asarray(value, float)) > 0).all():
            said = _valid.shown(value)
            raise ValueError(f"{name} is {said}; allowed are {self.least} or more, rising")


class Every(NamedTuple):
    """A sequence of things of one kind, in an annotation: a class, or what is said of each."""

    kind: Any
    least: int = 0

    def check(self, name: str, value: Any, base: Any, lengths: Lengths) -> None:
        several = isinstance(value, np.ndarray) and value.ndim
        found = value if several else _valid.sequence(name, value, least=self.least)
        for k, one in enumerate(found):
            if not isinstance(self.kind, type):
                self.kind.check(f"{name}[{k}]", one, Series, {})
            elif not isinstance(one, self.kind):
                said = _valid.shown(one)
                raise ValueError(f"{name}[{k}] is {said}; allowed is a {self.kind.__name__}")


class Picture(NamedTuple):
    """Numbers in rows and columns, or their colors, in an annotation."""

    def check(self, name: str, value: Any, base: Any, lengths: Lengths) -> None:
        Numbers(None, empty=False).check(name, value, base, lengths)
        shape = np.shape(value)
        if not (len(shape) == 2 or (len(shape) == 3 and shape[2] in (3, 4))):
            allowed = "(rows, columns), or with 3 or 4 parts of a color"
            raise ValueError(f"{name} has shape {shape}; allowed is {allowed}")


class TwoRising(NamedTuple):
    """The two ends of an axis, in an annotation."""

    def check(self, name: str, value: Any, base: Any, lengths: Lengths) -> None:
        _valid.window(name, value)


LINE = Numbers(("n",))
TABLE = Numbers((None, None), empty=False)
Row = Annotated[Array, LINE]
RowLike = Annotated[Series, LINE]
Table = Annotated[Array, TABLE]
Places = Annotated[Series, Numbers((None, 2), gaps=False)]
Point = Annotated[Series, Numbers((2,), gaps=False)]
Pair = Annotated[tuple[float, float], Numbers((2,), gaps=False)]
Window = Annotated[tuple[float, float], TwoRising()]
Curve = Annotated[tuple[Series, Series], Several((LINE, LINE))]  # x and y
Along = Annotated[Series | float, Numbers(("n",), single=True)]  # coordinates
Heights = Annotated[Series | float, Numbers(("n",), alone=True)]
At = Annotated[float, Ranged(gap=True)]
Positive = Annotated[float, Ranged(0.0, open_low=True)]
Share = Annotated[float, Ranged(0.0, 1.0)]
Many = Annotated[int, Ranged(1, 1_000_000)]
Names = Annotated[tuple[str, str], Texts(2)]
Color = Annotated[Any, Colored()]
OneColor = Annotated[Any, Colored(several=False)]
Named = Annotated[Any, Colored(named=True, several=False)]
NamedColors = Annotated[Any, Colored(named=True)]


def checked(function: Function) -> Function:
    """Decorator: what is given is held against its annotations where artists are made.

    That is while the first argument is a panel or a drawing in its first frame, where all
    are given by name, and after a call that failed.

    Raises
    ------
    ValueError
        Names the argument, its value and what is allowed.
    """

    @functools.wraps(function)
    def call(*args, **given):
        if not args or getattr(args[0], "first", False) is True:
            examine(function, args, given)
        try:
            return function(*args, **given)
        except FloatingPointError:  # the session may be told to raise it
            examine(function, args, given)
            with np.errstate(all="ignore"):
                return function(*args, **given)
        except Exception:
            examine(function, args, given)
            raise

    return call  # pyright: ignore[reportReturnType]


def careful(function: Function) -> Function:
    """Decorator: what is given is held against its annotations at every call."""

    @functools.wraps(function)
    @np.errstate(under="ignore")  # the session may be told to raise it
    def call(*args, **given):
        examine(function, args, given)
        return function(*args, **given)

    return call  # pyright: ignore[reportReturnType]


def examine(function: Callable[..., Any], args: tuple, given: dict[str, Any]) -> None:
    """Refuse what a function is not to be given, by its annotations.

    Raises
    ------
    ValueError
    """
    signature, hints = _declared(function)
    bound = signature.bind(*args, **given).arguments
    lengths: Lengths = {}
    for name, value in bound.items():
        kind = signature.parameters[name].kind
        if name not in hints or name == "self":
            continue
        if kind is inspect.Parameter.VAR_POSITIONAL:
            for k, one in enumerate(value):
                _check(f"{name}[{k}]", one, hints[name], lengths)
        elif kind is inspect.Parameter.VAR_KEYWORD:
            for key, one in value.items():
                _check(key, one, hints[name], lengths)
        else:
            _check(name, value, hints[name], lengths)


@functools.cache
def _declared(function):
    return inspect.signature(function), get_type_hints(function, include_extras=True)


def _check(name, value, hint, lengths):
    """Hold one value against one annotation; `lengths` are those that have names."""
    if hint is Any or hint is inspect.Parameter.empty:
        return
    if get_origin(hint) is Annotated:
        base, *notes = get_args(hint)
        for note in notes:
            note.check(name, value, base, lengths)
    elif get_origin(hint) is Literal:
        _valid.choice(name, value, get_args(hint))
    elif get_origin(hint) in (Union, UnionType):
        _check_any(name, value, get_args(hint), lengths)
    elif hint is float:
        real(name, value)
    elif hint is bool:
        _valid.switch(name, value)
    elif get_origin(hint) is Callable:
        _valid.function(name, value)
    elif hint is Hashable:
        _hashed(name, value)
    else:
        kind = get_origin(hint) or hint
        if not isinstance(value, kind):
            raise ValueError(f"{name} is {_valid.shown(value)}; allowed is a {kind.__name__}")


def _check_any(name, value, hints, lengths):
    """Hold a value against a union: the first of its parts that fits will do."""
    refusals = []
    for hint in hints:
        try:
            return _check(name, value, hint, lengths)
        except ValueError as refusal:
            refusals.append(refusal)
    raise refusals[0]


def _hashed(name, value):
    try:
        hash(value)
    except Exception:  # of whatever kind the value's own hash raises
        said = _valid.shown(value)
        raise ValueError(f"{name} is {said}; allowed is what can be a key of a dict") from None
