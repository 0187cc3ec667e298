"""Cases of a check that vary with a seed, so that answers cannot be typed in.

    for V, I in vary(0.05, [(-60.0, 150.0), (-70.0, 200.0)]):

gives the cases as they are written; while a class is graded with a seed, each float in
them differs by up to 5 % instead, in a way that the seed and the number alone decide. So
the right answer, the student's and every mutant of one examination meet the same cases.
Where a case is drawn, `anew(3)` is the seed to draw it with; where it is a whole number,
`whole(4, 3, 9)` gives one; where 5 % more would spoil it, `order(7)` gives the same rows in
another order.

An exercise with `wants="value"` has one task, the one that its lesson tells. Any other that
stays the same says why, `same="..."`.
"""

import contextlib
import contextvars
import hashlib
from collections.abc import Iterator
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")

_seed = contextvars.ContextVar("seed", default=0)


@contextlib.contextmanager
def varied(seed: int) -> Iterator[None]:
    """Within the block cases vary with `seed`; 0 leaves them as they are written."""
    token = _seed.set(int(seed))
    try:
        yield
    finally:
        _seed.reset(token)


def vary(by: float, cases: T) -> T:
    """The cases, their floats up to a fraction `by` larger or smaller.

    Parameters
    ----------
    by : float
        The largest relative change, from 0 to 1.
    cases : float, array, or nest of lists, tuples and dicts
        Equal numbers stay equal, and 0 stays 0. Whole numbers, text and everything else stay
        as they are.

    Raises
    ------
    ValueError
        If `by` is not from 0 to 1.
    """
    if not 0.0 <= by < 1.0:
        raise ValueError(f"by is {by!r}; allowed is a number from 0 to 1")
    seed = _seed.get()
    return cast(T, _varied(by, cases, seed)) if seed else cases


def anew(seed: int) -> int:
    """The seed of a case that is drawn: the one that is written, or another."""
    return _drawn(seed, _seed.get()) >> 33 if _seed.get() else seed


def whole(value: int, low: int, high: int) -> int:
    """A whole number: the one that is written, or one from `low` to `high`.

    Raises
    ------
    ValueError
        If the one that is written is not from `low` to `high`.
    """
    if not low <= value <= high:
        raise ValueError(f"value is {value!r}; allowed is a whole number from {low} to {high}")
    return low + anew(value) % (high - low + 1) if _seed.get() else value


def order(n: int) -> NDArray:
    """The numbers from 0 to n - 1, in their order or in another one."""
    rows = np.arange(n)
    return np.random.default_rng(anew(n)).permutation(rows) if _seed.get() else rows


def _drawn(value, seed):
    digest = hashlib.sha256(f"{seed} {value!r}".encode()).digest()
    return int.from_bytes(digest[:8], "big")


def _varied(by, value, seed):
    if type(value) is float:
        u = _drawn(value, seed) / 2**63 - 1.0  # from -1 to 1
        return value * (1.0 + by * u)
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return np.array(_varied(by, value.tolist(), seed))
    if isinstance(value, (list, tuple)):
        parts = [_varied(by, item, seed) for item in value]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    if isinstance(value, dict):
        return {name: _varied(by, item, seed) for name, item in value.items()}
    return value
