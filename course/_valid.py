"""Checks of what a user hands to a model.

Each returns the value coerced to the type its kernel was compiled for, or
raises a `ValueError` that names the parameter, the value and what is allowed.
Numbers are at most 1e100 in size, so that squares and cubes of them are finite,
and those that must be above 0 are at least 1e-100.
"""

import functools
import math
import operator
import reprlib
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from course._parameter import in_words, parameters

LARGEST = 1e100  # size of a number
MOST_VALUES = 200_000_000  # in an array: 1.6 GB
NO_NUMBERS = (str, bytes, bytearray, bool, np.bool_)  # float() would take them
LONGEST = 100  # characters of a value in a message


def number(name, value, *, low=-math.inf, high=math.inf, open_low=False, unit="") -> float:
    """A finite float in [low, high], or in (low, high] with `open_low`.

    Raises
    ------
    ValueError
        If `value` is not a number, is not finite or lies outside the range.
    """
    if type(value) is float:
        result = value
    else:
        try:
            unfit = isinstance(value, NO_NUMBERS) or np.iscomplexobj(value) or np.ndim(value)
            unfit = unfit or hides(value)
            result = math.nan if unfit else float(value)
        except Exception:  # of whatever kind the value's own conversion raises
            result = math.nan
    inside = (low < result if open_low else low <= result) and result <= high
    if not (math.isfinite(result) and inside):
        raise ValueError(
            f"{name} is {shown(value)}; allowed is {in_words(low, high, open_low, unit)}"
        )
    _sized(name, result, open_low and low == 0.0, unit)
    return result


def positive(name, value, unit="") -> float:
    """A finite float above 0."""
    return number(name, value, low=0.0, open_low=True, unit=unit)


def _sized(name, size, positive=False, unit=""):
    unit = f" {unit}" if unit else ""
    if abs(size) > LARGEST:
        raise ValueError(f"{name} is {size}; allowed is at most {LARGEST:g}{unit} in size")
    if positive and size < 1.0 / LARGEST:
        raise ValueError(f"{name} is {size}; allowed is at least {1.0 / LARGEST:g}{unit}")


def count(name, value, *, low=1, high=10_000_000, why="") -> int:
    """An int in [low, high]; a float such as 3.0 is refused. `why` says where `high` is from.

    Raises
    ------
    ValueError
        If `value` is not a whole number or lies outside the range.
    """
    try:
        result = None if isinstance(value, NO_NUMBERS) else operator.index(value)
    except Exception:
        result = None
    if result is None or not low <= result <= high:
        raise ValueError(
            f"{name} is {shown(value)}; allowed is a whole number from {low} to {high}{why}"
        )
    return result


def array(
    name, value, *, ndim=None, shape=None, low=-math.inf, high=math.inf, unit="", why=""
) -> NDArray[np.float64]:
    """A finite array, with the dimensions and range asked for.

    It is float64, in C order, aligned and writable, whatever was given: a kernel
    compiles anew for an array of any other kind, for seconds.

    Parameters
    ----------
    ndim : int or tuple of int, optional
        Allowed numbers of dimensions.
    shape : tuple of (int or None), optional
        Allowed shape; None stands for any length of at least 1.
    why : str
        Says where the shape comes from.

    Raises
    ------
    ValueError
        If the shape is not allowed, the array is empty, or a value is not
        finite or lies outside [low, high]; the first such index is named.
    """
    try:
        given = np.asarray(value)
        # NumPy would drop an imaginary part, read text, and show what a mask hides
        if given.dtype.kind not in "biufO" or hides(value):
            raise TypeError
        many = given.size > MOST_VALUES
        fits = given is value and given.dtype == np.float64 and given.flags.carray
        result = given if many or fits else np.require(given, np.float64, ["C", "A", "W"])
    except Exception:  # of whatever kind the values' own conversion raises
        raise ValueError(f"{name} is {shown(value)}; allowed is an array of numbers") from None
    if many:
        raise ValueError(f"{name} has {given.size} values; allowed is up to {MOST_VALUES}")
    if ndim is not None and result.ndim not in np.atleast_1d(ndim):
        allowed = " or ".join(str(n) for n in np.atleast_1d(ndim))
        raise ValueError(f"{name} has shape {result.shape}; allowed is {allowed} dimensions")
    if shape is not None and (
        result.ndim != len(shape)
        or any(want not in (None, have) for want, have in zip(shape, result.shape))
    ):
        allowed = "(" + ", ".join("any" if n is None else str(n) for n in shape) + ")"
        raise ValueError(f"{name} has shape {result.shape}; allowed is {allowed}{why}")
    if result.size == 0:
        raise ValueError(f"{name} has shape {result.shape}; allowed is at least one value")
    least = np.minimum.reduce(result, axis=None)
    most = np.maximum.reduce(result, axis=None)
    if low <= least and most <= high and max(-least, most) <= LARGEST:  # no nan is
        return result
    bad = ~(np.isfinite(result) & (low <= result) & (result <= high))
    if bad.any():
        index = tuple(int(i) for i in np.argwhere(bad)[0])
        where = f"{name}[{', '.join(map(str, index))}]" if index else name
        raise ValueError(
            f"{where} is {result[index]}; allowed is {in_words(low, high, False, unit)}"
        )
    _sized(f"the largest value of {name}", max(-least, most), unit=unit)
    return result


def hides(value):
    """Whether a mask hides some of it."""
    return isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value)


def choice(name, value, allowed) -> Any:
    """`value` if it is one of `allowed`.

    Raises
    ------
    ValueError
        If it is not.
    """
    try:
        known = not isinstance(value, np.ndarray) and value in tuple(allowed)
    except Exception:  # of whatever kind the value's own comparison raises
        known = False
    if not known:
        raise ValueError(
            f"{name} is {shown(value)}; allowed is one of {', '.join(map(repr, allowed))}"
        )
    return value


def switch(name, value) -> bool:
    """True or False; 0 and 1 are taken for them."""
    return bool(choice(name, value.item() if isinstance(value, np.bool_) else value, (False, True)))


def function(name, value, allowed="a function"):
    """`value` if it can be called."""
    if not callable(value):
        raise ValueError(f"{name} is {shown(value)}; allowed is {allowed}")
    return value


def square(name, value, *, most=5000, low=-math.inf, high=math.inf) -> NDArray[np.float64]:
    """A square matrix of at most `most` rows."""
    value = array(name, value, ndim=2, low=low, high=high)
    if value.shape[0] != value.shape[1]:
        raise ValueError(f"{name} has shape {value.shape}; allowed is a square matrix")
    if len(value) > most:
        raise ValueError(f"{name} has shape {value.shape}; allowed are up to {most} rows")
    return value


def sequence(name, value, *, least=1, most=1_000_000) -> list:
    """A list, tuple, range, text or one-dimensional array of anything, as a list."""
    flat = isinstance(value, np.ndarray) and value.ndim == 1
    fits = isinstance(value, (list, tuple, range, str)) or flat
    if not fits or not least <= len(value) <= most:
        raise ValueError(f"{name} is {shown(value)}; allowed is a list of {least} to {most}")
    return list(value)


def spikes(name, value) -> NDArray[np.float64]:
    """Spike times in ms, sorted; none at all is allowed."""
    none = isinstance(value, (list, tuple)) and len(value) == 0
    if none or (isinstance(value, np.ndarray) and value.shape == (0,)):
        return np.empty(0)
    return np.sort(array(name, value, ndim=1, unit="ms"))


def signs(name, value, ndim, units=None, order: Literal["C", "F"] = "C") -> NDArray[np.int8]:
    """States of -1 and +1 in int8 of its own, with `ndim` dimensions (one or several) of `units`.

    `order` is that in memory, "C" or "F".

    Raises
    ------
    ValueError
        For another shape or another value; the first one is named.
    """
    try:
        a = np.asarray(value)
        if a.dtype.kind not in "biufO" or hides(value):
            raise TypeError
        many = a.size > MOST_VALUES
        good = np.zeros(1, bool) if many else (a == 1) | (a == -1)
    except Exception:
        raise ValueError(f"{name} is {shown(value)}; allowed is an array of -1 and +1") from None
    fits = a.ndim == ndim or (isinstance(ndim, tuple) and a.ndim in ndim)
    if not fits or not a.size or many or a.shape[-1] != (units or a.shape[-1]):
        allowed = " or ".join(str(n) for n in np.atleast_1d(ndim))
        raise ValueError(
            f"{name} has shape {a.shape}; allowed is {allowed} dimensions with "
            f"{units or 'any'} units, and up to {MOST_VALUES} values"
        )
    if np.count_nonzero(good) < a.size:
        where = tuple(int(i) for i in np.argwhere(~good)[0])
        raise ValueError(f"{name}{list(where)} is {shown(a[where])}; allowed are -1 and +1")
    return a.astype(np.int8, order)


def steps(
    duration, dt, *, most, longest=math.inf, name="duration", unit="ms", why=""
) -> tuple[int, float]:
    """How many steps a run has, and their length: (int, float).

    `longest` is the largest dt allowed and `why` says where it comes from. `dt` is
    judged before `duration`, and both are named if together they make too many steps.
    """
    dt = number("dt", dt, low=0.0, high=longest, open_low=True, unit=f"{unit}{why}")
    duration = number(name, duration, low=dt, unit=f"{unit}, the step dt")
    if not duration / dt <= most * (1.0 + 1e-9):
        raise ValueError(
            f"{name} / dt is {duration / dt:.4g} steps, of {name} {duration:g} and dt {dt:g} "
            f"{unit}; allowed is up to {most:.4g} steps"
        )
    return round(duration / dt), dt


def current(
    name, value, duration, dt, *, usual, most, high, unit
) -> tuple[NDArray[np.float64], float]:
    """What flows in each step, in an array of its own, and the length of a step: (array, float).

    One value, at most `high` in size, flows for `duration` ms, by default for `usual`. An
    array has a value for each step, at most `most` of them, and allows no duration.
    """
    value = array(name, value, ndim=(0, 1), low=-high, high=high, unit=unit)
    if value.ndim == 0:
        n, dt = steps(usual if duration is None else duration, dt, most=most)
        return np.full(n, float(value)), dt
    if duration is not None:
        raise ValueError(
            f"duration is {shown(duration)}; allowed is None, as {name} has {value.size} steps"
        )
    limit(f"the number of steps in {name}", value.size, most)
    return value.copy(), dt


def together(**arrays) -> list[NDArray[np.float64]]:
    """Two arrays, by their names, in the one shape that both broadcast to."""
    (first, a), (second, b) = arrays.items()
    try:
        return list(np.broadcast_arrays(a, b))
    except ValueError:
        raise ValueError(
            f"{second} has shape {b.shape}; allowed is one that broadcasts with {first}, {a.shape}"
        ) from None


def limit(name, amount, most):
    """`amount` if it is no more than `most`: what bounds the time and the room of a call."""
    if not amount <= most:
        raise ValueError(f"{name} is {amount:.4g}; allowed is up to {most:.4g}")
    return amount


def window(name, value, *, low=-math.inf, high=math.inf, unit=""):
    """Two numbers, the second above the first: a range on an axis."""
    a, b = array(name, value, shape=(2,), low=low, high=high, unit=unit).tolist()
    if not a < b:
        raise ValueError(f"{name} is {shown(value)}; allowed are two numbers, the smaller first")
    return a, b


def model(value, *kinds, name="model", like=False, but=(), within="") -> Any:
    """A model of one of the `kinds`, each parameter coerced and in its declared range.

    Parameters
    ----------
    kinds : classes, or their names
        NamedTuples that declare their parameters by `course._parameter.Parameter`.
    like : bool
        Whether anything that has all parameters of the (only) kind will do.
    but : names
        Parameters that are left as they are: the caller checks them, to spare a copy.
    within : str
        Stands before a parameter's name in messages, for one model of several.

    Raises
    ------
    ValueError
        For another object, or for a parameter that is not allowed.
    """
    kind = type(value)
    if like and all(hasattr(value, field) for field in kinds[0]._fields):
        kind = kinds[0]
    if not any(kind.__name__ == k if isinstance(k, str) else kind is k for k in kinds):
        allowed = " or ".join(f"{k if isinstance(k, str) else k.__name__}(...)" for k in kinds)
        raise ValueError(f"{name} is {shown(value)}; allowed is {allowed}")
    lengths = {}
    fields = []
    for k, low, high, declared, p in _declared(kind):
        field = getattr(value, k)
        if k not in but and not (type(field) is float and low <= field <= high):
            field = _field(within + k, field, declared, p, lengths)
        fields.append(field)
    return kind(*fields)


@functools.cache
def _declared(kind):
    """(name, low, high, type, `Parameter`) of each; a float from low to high is allowed."""
    known = parameters(kind)
    found = []
    for name in kind._fields:
        declared, p = known[name]
        low = max(p.low, -LARGEST)
        if p.open_low:
            low = max(np.nextafter(low, math.inf), 1.0 / LARGEST if low == 0.0 else -LARGEST)
        number = declared is float and p.shape is None
        found.append((name, float(low) if number else math.inf, min(p.high, LARGEST), declared, p))
    return found


def _field(name, value, kind, p, lengths):
    """One parameter of a model; named lengths of shapes are collected in `lengths`."""
    if p.shape is not None:
        if kind is tuple and _floats(value, p.shape, max(p.low, -LARGEST), min(p.high, LARGEST)):
            return value
        shape = tuple(lengths.get(n) if isinstance(n, str) else n for n in p.shape)
        result = array(name, value, shape=shape, low=p.low, high=p.high, unit=_unit(p))
        for n, have in zip(p.shape, result.shape):
            if isinstance(n, str) and lengths.setdefault(n, have) != have:  # twice in one shape
                array(name, result, shape=tuple(lengths.get(n) for n in p.shape))
        return result if kind is np.ndarray else _nest(result.tolist())
    if kind is bool:
        return switch(name, value)
    if kind is int:
        low = max(p.low, -(2**53))
        high = min(p.high, 2**53)
        return count(name, value, low=int(low), high=int(high))
    if kind is str:
        return choice(name, value, p.options)
    if kind is tuple:
        return words(name, value, p.options)
    return number(name, value, low=p.low, high=p.high, open_low=p.open_low, unit=_unit(p))


def _floats(value, shape, low, high):
    """Whether nested tuples of this very shape hold floats from low to high."""
    if type(value) is not tuple or len(value) != shape[0]:
        return False
    if len(shape) > 1:
        return all(_floats(part, shape[1:], low, high) for part in value)
    return all(type(x) is float and low <= x <= high for x in value)


def _unit(p):
    return "" if p.unit == "1" else p.unit


def _nest(value):
    return tuple(map(_nest, value)) if isinstance(value[0], list) else tuple(value)


def words(name, value, allowed):
    """A tuple of some of the `allowed` words."""
    if not isinstance(value, (list, tuple, set, frozenset)):
        raise ValueError(
            f"{name} is {shown(value)}; allowed are some of {', '.join(map(repr, allowed))}"
        )
    return tuple(choice(name, word, allowed) for word in value)


def generator(name, rng) -> np.random.Generator:
    """A `numpy.random.Generator`: the one given, or one seeded with a whole number.

    Raises
    ------
    ValueError
        If `rng` is neither: the course has no hidden global seed.
    """
    if isinstance(rng, np.random.Generator):
        return rng
    if isinstance(rng, (int, np.integer)) and not isinstance(rng, bool) and rng >= 0:
        return np.random.default_rng(rng)
    raise ValueError(
        f"{name} is {shown(rng)}; allowed is a numpy Generator or a seed (an int >= 0)"
    )


def shown(value) -> str:
    """The value in at most 100 characters on one line, whatever it is."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray) and value.size > 6:
        return f"an array of shape {value.shape}"
    try:
        text = " ".join(_repr.repr(value).split())
    except Exception:  # a broken repr, or an int of more digits than Python writes
        return f"of type {type(value).__name__}"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 24]} ... {text[-18:]}"


_repr = reprlib.Repr()
_repr.maxstring = _repr.maxother = LONGEST
_repr.maxlong = 40
