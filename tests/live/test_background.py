"""Work in a thread, for a figure that grows."""

import threading
import time

import pytest

from course.live import background


def drained(steps):
    """(what was yielded, what was returned)."""
    seen = []
    while True:
        try:
            seen.append(next(steps))
        except StopIteration as end:
            return seen, end.value


def test_it_looks_while_the_work_goes_on_and_returns_what_the_work_returns():
    looked = threading.Event()

    def work(left):
        assert looked.wait(60.0)
        return "done"

    seen, end = drained(background.run(work, lambda: (looked.set(), "look")))
    assert end == "done"
    assert seen and set(seen) == {(None, "look")}


def test_what_the_work_raises_is_raised_where_the_figure_is_drawn():
    def work(left):
        raise ValueError("no such task")

    with pytest.raises(ValueError, match="no such task"):
        drained(background.run(work, lambda: None))


def test_the_work_is_told_when_the_figure_has_moved_on():
    ended = threading.Event()

    def work(left):
        while not left():
            time.sleep(0.001)
        ended.set()

    steps = background.run(work, lambda: None)
    next(steps)
    assert not ended.is_set()
    steps.close()
    assert ended.wait(60.0)
