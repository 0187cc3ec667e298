"""Calls of the kernels as numba answers them, for a browser to repeat: `python record.py OUT`.

The calls are those that every public function makes for typical arguments, and that every
figure makes at its start; of each kernel some are kept.
"""

import copy
import importlib
import pickle
import sys
import time

import kernels
import results
import same_numbers

CALLS = 3  # kept of each kernel and source
LARGE = 4_000_000  # bytes of arguments; a call with more is not kept
kept = {}


def size(value):
    if isinstance(value, tuple):
        return sum(map(size, value))
    return getattr(value, "nbytes", 8)


def recording(name, kernel):
    """The kernel's class, with a call that is kept until there are enough."""
    kind = type(kernel)

    class Recording(kind):
        def __call__(self, *arguments):
            calls = kept.setdefault(name, [])
            if len(calls) >= CALLS or size(arguments) > LARGE:
                return kind.__call__(self, *arguments)
            before, after = copy.deepcopy(arguments), copy.deepcopy(arguments)
            result = kind.__call__(self, *after)  # a copy, whose arrays share no memory
            calls.append((before, after, result, quickest(self, before)))
            return kind.__call__(self, *arguments)

    def quickest(self, arguments):
        """Seconds of the quickest of some calls; it is compiled by now."""
        best, spent = float("inf"), 0.0
        while spent < 0.05:
            given = copy.deepcopy(arguments)
            began = time.perf_counter()
            kind.__call__(self, *given)
            took = time.perf_counter() - began
            best, spent = min(best, took), spent + took
        return best

    return Recording


def record():
    """{kernel: its calls, each (arguments before, and after, result, seconds)}."""
    for name, kernel in kernels.declared().items():
        kernel.__class__ = recording(name, kernel)
    found = {}
    for source in (figures, results.all_results):
        source()
        for name, calls in kept.items():
            found.setdefault(name, []).extend(calls)
        kept.clear()
    return found


def figures():
    for name, _ in same_numbers.figures():
        topic, _, figure = name.partition(".")
        explorer = getattr(importlib.import_module(f"course.explore.{topic}"), figure).explorer()
        explorer.result  # noqa: B018 - it is computed when it is asked for


if __name__ == "__main__":
    with open(sys.argv[1], "wb") as file:
        pickle.dump(record(), file)
