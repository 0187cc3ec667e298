"""Long work that has no steps to yield, such as an optimizer of SciPy, for a figure that grows."""

import threading
from collections.abc import Callable, Generator
from typing import Any, TypeVar

T = TypeVar("T")

TICK = 0.05  # s between two looks at the work


def run(
    work: Callable[[Callable[[], bool]], T], look: Callable[[], tuple[float, Any]]
) -> Generator[tuple[float, Any], None, T]:
    """Steps of a growing figure while `work` goes on in a thread: use it by `yield from`.

    Where there are no threads, as in a browser, the work is done in one step.

    Parameters
    ----------
    work : callable
        `work(left)` does the work; `left()` is True once the figure has moved on, and
        then it should end soon.
    look : callable
        `look() -> (fraction done, result)`: what is there to be seen by now.

    Returns
    -------
    What `work` returned.

    Raises
    ------
    Exception
        What `work` raised.
    """
    left = threading.Event()
    outcome = {}

    def run_work():
        try:
            outcome["value"] = work(left.is_set)
        except BaseException as problem:  # raised again where the figure is drawn
            outcome["problem"] = problem

    thread = threading.Thread(target=run_work, daemon=True)
    try:
        thread.start()
    except RuntimeError:  # none can be started
        yield look()
        return work(left.is_set)
    try:
        while thread.is_alive():
            thread.join(TICK)
            yield look()
    finally:
        left.set()
    if "problem" in outcome:
        raise outcome["problem"]
    return outcome["value"]
