"""Cases of a check that vary with a seed, so that answers cannot be typed in.

    for V, I in vary(0.05, [(-60.0, 150.0), (-70.0, 200.0)]):

gives the cases as they are written; while a class is graded with a seed, each float in
them differs by up to 5 % instead, in a way that the seed and the number alone decide. So
the right answer, the student's and every mutant of one examination meet the same cases.
"""

import contextlib
import contextvars
import hashlib
from collections.abc import Iterator
from typing import TypeVar, cast

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
    cases : float, or nest of lists, tuples and dicts
        Whole numbers, text and everything else stay as they are.

    Raises
    ------
    ValueError
        If `by` is not from 0 to 1.
    """
    if not 0.0 <= by < 1.0:
        raise ValueError(f"by is {by!r}; allowed is a number from 0 to 1")
    seed = _seed.get()
    return cast(T, _varied(by, cases, seed)) if seed else cases


def _varied(by, value, seed):
    if type(value) is float:
        digest = hashlib.sha256(f"{seed} {value!r}".encode()).digest()
        u = int.from_bytes(digest[:8], "big") / 2**63 - 1.0  # from -1 to 1
        return value * (1.0 + by * u)
    if isinstance(value, (list, tuple)):
        parts = [_varied(by, item, seed) for item in value]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    if isinstance(value, dict):
        return {name: _varied(by, item, seed) for name, item in value.items()}
    return value
