"""What a check may ask of a student's value; `NotYet` says in which direction it is wrong.

None of these messages contains the value that was expected.
"""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

RTOL = 1e-5  # single precision is precise enough
TINY = 1e-9  # what a mistake gives is known to more places: it may be far below the truth
SIZE = 1e-3  # in the course's units numbers are of order 1; far below that they are rounding

# A message may begin with one of these in capitals; any other word may be a symbol.
_OPENERS = set(
    "a all an each every how in its one only right some that the their these this those what "
    "when where your".split()
)
_TYPED = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"'}) | {
    ord(dash): "-" for dash in "‐‑‒–—−"
}


class NotYet(Exception):
    """The answer is not right yet; the text says in which direction it is wrong."""


class Direction(NotYet):
    """What is said where no known mistake was made."""


class NotAttempted(Exception):
    """The student's code is still the stub."""


def untouched(value: Any) -> bool:
    """True if `value` is `...`, or a container or array that holds it."""
    if value is ...:
        return True
    if isinstance(value, (tuple, list, set)):
        return any(untouched(item) for item in value)
    if isinstance(value, dict):
        return any(untouched(item) for item in value.values())
    if isinstance(value, np.ndarray) and value.dtype == object:
        return any(untouched(item) for item in value.flat)
    return False


def number(value: Any, what: str = "the result") -> float:
    """`value` as a float.

    Raises
    ------
    NotYet
        If it is not one finite real number; says what it is instead.
    """
    if untouched(value):
        raise NotAttempted
    found = array(value, what, shape=None)
    if found.ndim:
        raise NotYet(f"{opening(what)} has shape {found.shape}; one number is expected.")
    return float(found)


def array(
    value: Any, what: str = "the result", *, shape: Sequence[int | None] | None = None
) -> NDArray:
    """`value` as a float array, of `shape` if one is given (None in it: any length).

    Raises
    ------
    NotYet
        If it is not made of finite real numbers or has another shape.
    """
    if untouched(value):
        raise NotAttempted
    if value is None:
        raise NotYet(f"{opening(what)} is None: does your function end with `return`?")
    if callable(value):
        raise NotYet(f"{opening(what)} is a function: call it, with parentheses.")
    try:
        found = np.asarray(value)
    except ValueError:
        raise NotYet(f"{opening(what)} has rows of different lengths.") from None
    if found.dtype.kind == "c":
        raise NotYet(f"{opening(what)} is complex; real numbers are expected.")
    if found.dtype.kind not in "iufb":
        raise NotYet(f"{opening(what)} is of type {type(value).__name__}; numbers are expected.")
    found = found.astype(float)
    if shape is not None and (
        found.ndim != len(shape)
        or any(want not in (None, have) for want, have in zip(shape, found.shape))
    ):
        raise NotYet(f"{opening(what)} has shape {found.shape}; expected is {_shape(shape)}.")
    if np.isnan(found).any():
        raise NotYet(
            f"{opening(what)} {_where(np.isnan(found))}nan, not a number: 0/0 or the root of a "
            "negative number?"
        )
    if np.isinf(found).any():
        raise NotYet(
            f"{opening(what)} {_where(np.isinf(found))}infinite: a division by zero, or does "
            "something grow without end?"
        )
    return found


def parts(value: Any, *names: str) -> tuple:
    """`value`, as a tuple of as many parts as there are names.

    Raises
    ------
    NotYet
        If it has another number of parts; says which are expected, in order.
    """
    if value is ...:
        raise NotAttempted
    if not isinstance(value, (tuple, list, np.ndarray)) or len(value) != len(names):
        raise NotYet(f"Return {len(names)} values, in this order: {', '.join(names)}.")
    return tuple(value)


def choice(given: Any, options: Iterable[str], what: str = "the answer") -> str:
    """The one of `options` that `given` is, however it is typed.

    Upper case, curly apostrophes, long dashes and spaces make no difference.

    Raises
    ------
    NotYet
        If it is none of them; says which there are.
    """
    if untouched(given):
        raise NotAttempted
    for option in options:
        if isinstance(given, str) and plain(given) == plain(option):
            return option
    raise NotYet(f"{opening(what)} is {given!r}, which is none of {', '.join(options)}.")


def plain(text: str) -> str:
    """`text` without what a keyboard or a word processor decides."""
    text = unicodedata.normalize("NFKC", text.translate(_TYPED))
    return " ".join(text.casefold().split()).strip(" .,;:!\"'")


def matches(
    value: Any, truth: Any, what: str = "the result", *, rtol: float = RTOL, size: float = SIZE
) -> None:
    """Pass silently if `value` is `truth` within tolerance, otherwise say how it is wrong.

    Parameters
    ----------
    value, truth : number or array
    what : str
        How a message calls the value, e.g. "the voltage after one step".
    rtol, size : float
        `|value - truth| <= rtol * max(max |truth|, size)`. `size` is the natural
        size of such a value: where the truth is a sum that cancels, say the size
        of its terms.

    Raises
    ------
    NotYet
        With the direction: too large, too small, wrong sign, and where.
    """
    truth = np.asarray(truth, dtype=float)
    if truth.ndim == 0:
        found = np.asarray(number(value, what))
    else:
        found = array(value, what, shape=truth.shape)
    right = np.abs(found - truth) <= tolerance(truth, rtol, size)
    if not right.all():
        raise NotYet(_direction(found, truth, what, right))


def tolerance(truth: Any, rtol: float = RTOL, size: float = SIZE) -> Any:
    """How far from `truth` a value may be."""
    return rtol * np.max(np.abs(truth), initial=size)


def _direction(found, truth, what, right):
    if truth.ndim == 0:
        return f"{_compared(opening(what), float(found), float(truth))}."
    wrong = ~right
    index = tuple(int(i) for i in np.argwhere(wrong)[0])
    place = f"[{', '.join(map(str, index))}]"
    first = _compared(f"the first, at {place},", float(found[index]), float(truth[index]))
    return f"{opening(what)}: {wrong.sum()} of {wrong.size} values are wrong; {first}."


def _compared(what, found, truth):
    if found * truth < 0:
        if math.isclose(found, -truth, rel_tol=RTOL):
            return f"{what} is {found:z.4g}: the sign is wrong"
        if found < 0:
            return f"{what} is {found:z.4g}: it should not be below 0"
        return f"{what} is {found:z.4g}: it should not be above 0"
    return f"{what} is {found:z.4g}: too {'large' if found > truth else 'small'}"


def _where(bad):
    return "is " if bad.ndim == 0 else f"at {np.argwhere(bad)[0].tolist()} is "


def _shape(shape):
    sizes = ["any" if n is None else str(n) for n in shape]
    return f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(sizes)})"


def opening(text: str) -> str:
    """`text` as the beginning of a sentence; a symbol keeps its case."""
    return text[:1].upper() + text[1:] if text.split(" ")[0] in _OPENERS else text
