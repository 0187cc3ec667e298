"""What a check may ask of a student's value; `NotYet` says in which direction it is wrong.

None of these messages contains the value that was expected.
"""

import numpy as np


class NotYet(Exception):
    """The answer is not right yet; the text says in which direction it is wrong."""


class NotAttempted(Exception):
    """The student's code is still the stub."""


def untouched(value):
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


def number(value, what="the result"):
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
        raise NotYet(f"{_cap(what)} has shape {found.shape}; one number is expected.")
    return float(found)


def array(value, what="the result", *, shape=None):
    """`value` as a float array, of `shape` if one is given (None in it: any length).

    Raises
    ------
    NotYet
        If it is not made of finite real numbers or has another shape.
    """
    if untouched(value):
        raise NotAttempted
    if value is None:
        raise NotYet(f"{_cap(what)} is None: does your function end with `return`?")
    if callable(value):
        raise NotYet(f"{_cap(what)} is a function: call it, with parentheses.")
    try:
        found = np.asarray(value)
    except ValueError:
        raise NotYet(f"{_cap(what)} has rows of different lengths.") from None
    if found.dtype.kind == "c":
        raise NotYet(f"{_cap(what)} is complex; real numbers are expected.")
    if found.dtype.kind not in "iufb":
        raise NotYet(f"{_cap(what)} is of type {type(value).__name__}; numbers are expected.")
    found = found.astype(float)
    if shape is not None and (
        found.ndim != len(shape)
        or any(want not in (None, have) for want, have in zip(shape, found.shape))
    ):
        raise NotYet(f"{_cap(what)} has shape {found.shape}; expected is {_shape(shape)}.")
    if np.isnan(found).any():
        raise NotYet(
            f"{_cap(what)} {_where(np.isnan(found))}nan, not a number: 0/0 or the root of a "
            "negative number?"
        )
    if np.isinf(found).any():
        raise NotYet(
            f"{_cap(what)} {_where(np.isinf(found))}infinite: a division by zero, or does "
            "something grow without end?"
        )
    return found


def matches(value, truth, what="the result", *, rtol=1e-6, atol=0.0, mistakes=()):
    """Pass silently if `value` is `truth` within tolerance, otherwise say how it is wrong.

    Parameters
    ----------
    value, truth : number or array
    what : str
        How a message calls the value, e.g. "the voltage after one step".
    rtol, atol : float
        `|value - truth| <= atol + rtol * max |truth|`.
    mistakes : sequence of (wrong value, message)
        What typical mistakes give; the first that `value` matches is raised.

    Raises
    ------
    NotYet
        With the message of the mistake it is, or else the direction: too large,
        too small, wrong sign, and where.
    """
    truth = np.asarray(truth, dtype=float)
    if truth.ndim == 0:
        found = np.asarray(number(value, what))
    else:
        found = array(value, what, shape=truth.shape)
    if _close(found, truth, rtol, atol).all():
        return
    for wrong, message in mistakes:
        wrong = np.broadcast_to(np.asarray(wrong, dtype=float), truth.shape)
        if _close(found, wrong, rtol, atol).all():
            raise NotYet(message)
    raise NotYet(_direction(found, truth, what, _close(found, truth, rtol, atol)))


def _close(found, truth, rtol, atol):
    return np.abs(found - truth) <= atol + rtol * np.max(np.abs(truth), initial=0.0)


def _direction(found, truth, what, right):
    if truth.ndim == 0:
        return f"{_cap(what)} {_compared(float(found), float(truth))}."
    wrong = ~right
    index = tuple(int(i) for i in np.argwhere(wrong)[0])
    place = f"[{', '.join(map(str, index))}]"
    compared = _compared(float(found[index]), float(truth[index]))
    return (
        f"{_cap(what)}: {wrong.sum()} of {wrong.size} values are wrong; "
        f"the first, at {place}, {compared}."
    )


def _compared(found, truth):
    if found * truth < 0:
        return f"is {found:.4g}: the sign is wrong"
    return f"is {found:.4g}: too {'large' if found > truth else 'small'}"


def _where(bad):
    return "is " if bad.ndim == 0 else f"at {np.argwhere(bad)[0].tolist()} is "


def _shape(shape):
    sizes = ["any" if n is None else str(n) for n in shape]
    return f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(sizes)})"


def _cap(text):
    return text[:1].upper() + text[1:]
