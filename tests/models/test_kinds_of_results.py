"""What the models hand out are plain numbers: float64, int64, complex128 or truth values.

Inside, kernels may keep single bytes; a student who computes with those gets 0.02 where
p @ p / 784 should be 1, without a word.
"""

import inspect

import numpy as np
import pytest
from test_kinds_of_arrays import CALLS

from course.material.glyphs import glyphs
from course.models import dense_hopfield, hopfield, izhikevich, perceptron, poisson, rnn
from course.models.hopfield import batch, states

PLAIN = {np.dtype(kind) for kind in (np.float64, np.int64, np.complex128, bool)}


def arrays(result, where="result"):
    """(path, array) of every array in nested results."""
    if isinstance(result, np.ndarray | np.generic):
        yield where, np.asarray(result)
    elif hasattr(result, "_fields"):
        for name in result._fields:
            yield from arrays(getattr(result, name), f"{where}.{name}")
    elif isinstance(result, list | tuple):
        for k, part in enumerate(result):
            yield from arrays(part, f"{where}[{k}]")
    elif isinstance(result, dict):
        for key, part in result.items():
            yield from arrays(part, f"{where}[{key!r}]")


def plain(x):
    return np.array(x, dtype=np.float64) if np.ndim(x) else float(x)


ONES = np.array([[1, 1, -1], [1, -1, 1], [1, 1, 1]])
BYTES = {kind: ONES.astype(kind) for kind in ("int8", "int16", "int32", "int64", "float32")}
MADE = {
    "random patterns": lambda xi: hopfield.random_patterns(3, 20, rng=0),
    "glyphs": lambda xi: glyphs("AB").patterns,
    "weights": lambda xi: [hopfield.train(xi, rule) for rule in hopfield.RULES],
    "energy": lambda xi: hopfield.energy(hopfield.train(xi), xi),
    "overlap": lambda xi: [hopfield.overlap(xi, xi), hopfield.overlap(xi[0], xi)],
    "stability": lambda xi: hopfield.stability(xi),
    "corrupt": lambda xi: states.corrupt(xi[0], 0.5, rng=0),
    "keep part": lambda xi: states.keep_part(xi[0], 0.5, rng=0),
    "lesion": lambda xi: states.lesion(hopfield.train(xi), 0.5, rng=0),
    "mixture": lambda xi: states.mixture(xi, (0, 1, 2)),
    "warm": lambda xi: hopfield.warm(xi, xi[0], T=0.5, sweeps=3, rng=0),
    "landscape": lambda xi: states.landscape(hopfield.train(xi)),
    "recall": lambda xi: [hopfield.recall(hopfield.train(xi), xi[0], rng=0, patterns=xi),
                          hopfield.recall(hopfield.train(xi), xi[0], mode="synchronous").final],
    "recall patterns": lambda xi: [hopfield.recall_patterns(xi, xi[0], rng=0),
                                   hopfield.recall_patterns(xi, xi[0], rng=0).final],
    "batch": lambda xi: batch.recall_all(xi, xi),
    "forgetting": lambda xi: [batch.forgetting(xi), batch.forgetting(xi, bound=0.4)],
    "dense": lambda xi: [dense_hopfield.recall(xi, xi[0], n, rng=0) for n in (3, "exp")],
    "attention": lambda xi: dense_hopfield.attention(xi, xi[0]),
    "capacity": lambda xi: hopfield.capacity_curve(20, [0.1], 2, rng=0, workers=1),
    "gates": lambda xi: [perceptron.gate("XOR"), perceptron.clouds(3, rng=0)],
    "izhikevich network": lambda xi: izhikevich.network.random_network(4, 2, rng=0),
    "networks of the course": lambda xi: [rnn.load(name) for name in ("evidence", "interval")],
    "tasks": lambda xi: [rnn.tasks.evidence(3, rng=0), rnn.tasks.interval(3, rng=0)],
    "poisson": lambda xi: poisson.homogeneous(50.0, duration=300.0, rng=0),
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_a_run_is_told_in_plain_numbers(name):
    for where, array in arrays(CALLS[name](plain)):
        assert array.dtype in PLAIN, f"{where} is {array.dtype}"


@pytest.mark.parametrize("kind", BYTES)
@pytest.mark.parametrize("name", MADE)
def test_narrow_numbers_in_do_not_mean_narrow_numbers_out(name, kind):
    found = list(arrays(MADE[name](BYTES[kind])))
    assert found
    for where, array in found:
        assert array.dtype in PLAIN, f"{where} is {array.dtype}"


def test_a_students_own_arithmetic_is_right_on_what_the_library_gives():
    xi = hopfield.random_patterns(3, 784, rng=0)
    assert [p @ p / 784 for p in xi] == [1.0, 1.0, 1.0]
    letter = glyphs("A").patterns[0]
    assert letter @ letter == 784
    cue = states.corrupt(xi[0], 0.1, rng=0)
    assert 784 - xi[0] @ cue == 2 * 78
    end = hopfield.recall(hopfield.train(xi), cue, rng=0).final
    assert (end - xi[0]).max() == 0 and end @ end == 784


def test_every_public_function_of_the_hopfield_models_is_tried_here():
    tried = " ".join(inspect.getsource(function) for function in MADE.values())
    in_words = {"classify", "name_state", "check_size"}
    for module in (hopfield, states, batch, dense_hopfield):
        own = {
            name
            for name, function in vars(module).items()
            if inspect.isfunction(function) and name[0] != "_"
            if function.__module__.startswith(("course.models.hopfield", "course.models.dense"))
        }
        assert own, module
        assert {name for name in own if f"{name}(" not in tried} <= in_words
