"""Random answers: what is drawn must come from the generator that is handed in."""

import random
from collections.abc import Callable
from typing import Any

import numpy as np

from course.check._expect import NotYet


def drawn(
    function: Callable[..., Any],
    *args: Any,
    seed: int = 1,
    look: Callable[[Any], Any] | None = None,
) -> Any:
    """`function(*args, rng)`, with every other source of chance refused.

    It is called three times: twice with the same seed, once with another. `look`, if
    given, sees the result before the last two calls: it may raise `NotYet` for one that
    no seed would change.

    Raises
    ------
    NotYet
        If `rng` is not asked, or if anything else is: NumPy's or Python's own
        random numbers, a generator with a seed of its own, or one without.
    """
    name = function.__name__
    rng = np.random.default_rng(seed)
    before = rng.bit_generator.state, _everyones()
    first = function(*args, rng)
    others = [
        said
        for said, old, new in zip(("np.random", "random"), before[1], _everyones())
        if old != new
    ]
    if others:
        raise NotYet(
            f"{name} draws from {others[0]}, which everyone shares: draw from `rng`, with a method "
            "of it."
        )
    if rng.bit_generator.state == before[0]:
        raise NotYet(f"{name} never asks the generator that it is given: draw from `rng`.")
    if look is not None:
        look(first)
    if not _same(first, function(*args, np.random.default_rng(seed))):
        raise NotYet(
            "The same generator gives two different results, so there is another source of chance "
            f"in {name}: draw from `rng` alone."
        )
    if _same(first, function(*args, np.random.default_rng(seed + 1))):
        raise NotYet("Two different generators give the same result: draw from `rng`.")
    return first


def _everyones():
    """The state of NumPy's old generator and of Python's."""
    state = np.random.get_state(legacy=False)  # noqa: NPY002, to see whether it was used
    inner = state.pop("state")
    return (inner.pop("key").tobytes(), inner, state), random.getstate()


def _same(a, b):
    try:
        return np.array_equal(np.asarray(a), np.asarray(b))
    except ValueError:
        return False
