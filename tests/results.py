"""Results of a few typical calls of every public function, to be compared between processes.

python tests/results.py out.pickle        with NUMBA_DISABLE_JIT=1, say
"""

import pickle
import sys

import numpy as np
from domains import DOMAINS
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_fuzz import FUNCTIONS, complete

from course import _jit

CALLS = 3  # of each function
SLOW = {"models.rnn.training.fit"}  # measures seconds


def numbers(value):
    """All that is a number in a result, as arrays in order."""
    if isinstance(value, np.ndarray) or np.isscalar(value):
        value = np.asarray(value)
        return [value] if value.dtype.kind in "biufc" else []
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [array for part in value for array in numbers(part)]
    return []


def results(name):
    """What some typical calls return; None for one that is refused."""
    found = []

    @settings(
        max_examples=CALLS,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.fixed_dictionaries({k: d.typical for k, d in DOMAINS[name].items()}))
    def each(arguments):
        try:
            found.append(numbers(FUNCTIONS[name](**complete(name, arguments))))
        except ValueError:
            found.append(None)

    each()
    return found


def all_results():
    return {name: results(name) for name in sorted(DOMAINS.keys() - SLOW)}


def other_types():
    """Kernels that were given other types than they declare, where something is compiled."""
    if not _jit.COMPILED:
        return []
    import kernels
    from numba import types

    return [
        f"{name}{given} for {kernel.takes!r}"
        for name, kernel in kernels.declared().items()
        for given in kernel.nopython_signatures
        # one that is built into another may have been compiled for a number that stands there
        if tuple(map(types.unliteral, given.args)) != kernels.takes(kernel)
    ]


if __name__ == "__main__":
    with open(sys.argv[1], "wb") as file:
        pickle.dump((all_results(), other_types()), file)
