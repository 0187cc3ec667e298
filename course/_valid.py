"""Checks of what a user hands to a model.

Each returns the value coerced to the type its kernel was compiled for, or
raises a `ValueError` that names the parameter, the value and what is allowed.
"""

import math
import operator
import reprlib

import numpy as np

NO_NUMBERS = (str, bytes, bytearray, bool, np.bool_)  # float() would take them
LONGEST = 100  # characters of a value in a message


def number(name, value, *, low=-math.inf, high=math.inf, open_low=False, unit=""):
    """A finite float in [low, high], or in (low, high] with `open_low`.

    Raises
    ------
    ValueError
        If `value` is not a number, is not finite or lies outside the range.
    """
    try:
        unfit = isinstance(value, NO_NUMBERS) or np.iscomplexobj(value) or np.ndim(value)
        result = math.nan if unfit else float(value)
    except Exception:  # of whatever kind the value's own conversion raises
        result = math.nan
    inside = (low < result if open_low else low <= result) and result <= high
    if not (math.isfinite(result) and inside):
        raise ValueError(
            f"{name} is {shown(value)}; allowed is {_range(low, high, open_low, unit)}"
        )
    return result


def positive(name, value, unit=""):
    """A finite float above 0."""
    return number(name, value, low=0.0, open_low=True, unit=unit)


def count(name, value, *, low=1, high=10_000_000):
    """An int in [low, high]; a float such as 3.0 is refused.

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
            f"{name} is {shown(value)}; allowed is a whole number from {low} to {high}"
        )
    return result


def array(name, value, *, ndim=None, shape=None, low=-math.inf, high=math.inf, unit=""):
    """A finite, C-ordered float64 array, with the dimensions and range asked for.

    Parameters
    ----------
    ndim : int or tuple of int, optional
        Allowed numbers of dimensions.
    shape : tuple of (int or None), optional
        Allowed shape; None stands for any length of at least 1.

    Raises
    ------
    ValueError
        If the shape is not allowed, the array is empty, or a value is not
        finite or lies outside [low, high]; the first such index is named.
    """
    try:
        given = np.asarray(value)
        if given.dtype.kind not in "biufO":  # NumPy would drop an imaginary part and read text
            raise TypeError
        result = np.ascontiguousarray(given, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} is {shown(value)}; allowed is an array of numbers") from None
    result = result.reshape(given.shape)  # ascontiguousarray makes a scalar 1-D
    if ndim is not None and result.ndim not in np.atleast_1d(ndim):
        allowed = " or ".join(str(n) for n in np.atleast_1d(ndim))
        raise ValueError(f"{name} has shape {result.shape}; allowed is {allowed} dimensions")
    if shape is not None and (
        result.ndim != len(shape)
        or any(want not in (None, have) for want, have in zip(shape, result.shape))
    ):
        allowed = "(" + ", ".join("any" if n is None else str(n) for n in shape) + ")"
        raise ValueError(f"{name} has shape {result.shape}; allowed is {allowed}")
    if result.size == 0:
        raise ValueError(f"{name} has shape {result.shape}; allowed is at least one value")
    bad = ~(np.isfinite(result) & (low <= result) & (result <= high))
    if bad.any():
        index = tuple(int(i) for i in np.argwhere(bad)[0])
        where = f"{name}[{', '.join(map(str, index))}]" if index else name
        raise ValueError(f"{where} is {result[index]}; allowed is {_range(low, high, False, unit)}")
    return result


def choice(name, value, allowed):
    """`value` if it is one of `allowed`.

    Raises
    ------
    ValueError
        If it is not.
    """
    if np.ndim(value) or value not in allowed:  # an array equals nothing, element by element
        raise ValueError(
            f"{name} is {shown(value)}; allowed is one of {', '.join(map(repr, allowed))}"
        )
    return value


def generator(name, rng):
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


def shown(value):
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


def _range(low, high, open_low, unit):
    unit = f" {unit}" if unit else ""
    if low == -math.inf and high == math.inf:
        return f"any finite number{' of' + unit if unit else ''}"
    if high == math.inf:
        return f"a finite number {'above' if open_low else 'of at least'} {low:g}{unit}"
    if low == -math.inf:
        return f"a finite number of at most {high:g}{unit}"
    return f"{'above' if open_low else 'from'} {low:g}{' up' if open_low else ''} to {high:g}{unit}"
