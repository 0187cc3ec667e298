"""Every exercise of every lesson, both ways: what is right passes, each mistake gets its words.

Each `tests/check/test_<topic>.py` holds more right answers, of other form than the
check's own: `RIGHT = {"my_step": [loop, vectorised, ...]}`; what is handed in may be a
tuple of several arguments.
"""

import contextlib
import functools
import importlib
import importlib.util
import inspect
import pickle
import re
from pathlib import Path

import numpy as np
import pytest

from course.check._cases import anew, order, varied, vary, whole
from course.check._exercise import exercise as exercise_of
from course.check._exercise import exercises, seen

ROOT = Path(__file__).parents[2]
TOPICS = sorted(path.stem for path in (ROOT / "course" / "check").glob("[a-z]*.py"))
FOUND = {
    (topic, name): exercise
    for topic in TOPICS
    for name, exercise in exercises(importlib.import_module(f"course.check.{topic}")).items()
}


def others(topic):
    """The right answers in `tests/check/test_<topic>.py`."""
    path = Path(__file__).with_name(f"test_{topic}.py")
    spec = importlib.util.spec_from_file_location(f"right_{topic}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.RIGHT


RIGHT = {topic: others(topic) for topic in sorted({topic for topic, _ in FOUND})}
EVERY = pytest.mark.parametrize(
    ("topic", "name"), list(FOUND), ids=[f"{topic}.{name}" for topic, name in FOUND]
)
WRONG = [
    pytest.param(exercise, told, work, part, id=f"{topic}.{name}: {told}")
    for (topic, name), exercise in FOUND.items()
    for part in (False, True)
    for told, work in exercise.wrong(examples=part)
]


SEEDS = (1, 7, 10)  # at the last two a neuron once could not reach its threshold


@pytest.mark.parametrize(
    ("topic", "name"),
    [pytest.param(*key, id=".".join(key)) for key in FOUND if not FOUND[key].same],
)
def test_right_answers_pass_whatever_the_cases_are_varied_to(topic, name):
    exercise = FOUND[topic, name]
    for seed in SEEDS:
        with varied(seed):
            for answer in [exercise.right, *RIGHT[topic].get(name, [])]:
                result = exercise(*exercise.work(answer))
                assert result, f"seed {seed}: {result!r}"


def noted(exercise, seed):
    """What the right answer is given and gives, call by call, to the last bit."""
    notes = []

    def noting(part):
        @functools.wraps(part)
        def wrapped(*args, **kwargs):
            notes.append(pickled([*args, *kwargs.values()]))
            given = part(*args, **kwargs)
            notes.append(pickled([given]))
            return given

        return wrapped

    with varied(seed):
        assert exercise(*map(noting, exercise.work(exercise.right)))
    return notes


def pickled(values):
    """What the values are; a function that cannot be pickled says nothing of itself."""
    with contextlib.suppress(Exception):
        return pickle.dumps(values)
    return pickled(values[1:]) if len(values) > 1 else b""


def varies(exercise):
    return noted(exercise, 0) != noted(exercise, 7)


@pytest.mark.parametrize(
    "exercise",
    [pytest.param(e, id=".".join(key)) for key, e in FOUND.items() if e.wants == "function"],
)
def test_cases_vary_with_the_seed_or_the_exercise_says_why_not(exercise):
    if exercise.same:
        assert re.fullmatch(r"[A-Z].{20,}\.", exercise.same), "a sentence is wanted"
        return
    assert varies(exercise), (
        f"{exercise.name} calls the right answer alike whatever the seed, so an answer that is "
        "typed in passes: put vary(...) around its cases (course/check/_cases.py), or say why "
        'not with same="..." in its @exercise.'
    )


def test_an_exercise_whose_cases_stay_the_same_is_found():
    def doubled(x):
        return 2 * x

    @exercise_of("Doubled", right=doubled)
    def alike(function):
        yield seen(function(3.0))

    @exercise_of("Doubled", right=doubled)
    def another(function):
        yield seen(function(vary(0.05, 3.0)))

    assert not varies(alike)
    assert varies(another)


def test_a_case_is_as_it_is_written_or_as_the_seed_says():
    written = [1.0, 0.0, 3, "x", np.array([1.0, 0.0, 2.0])]
    assert vary(0.05, written) is written
    assert (anew(3), whole(4, 3, 9), order(3).tolist()) == (3, 4, [0, 1, 2])
    with varied(7):
        one, zero, count, text, row = vary(0.05, written)
        assert one != 1.0 and abs(one - 1.0) <= 0.05
        assert (zero, count, text) == (0.0, 3, "x")
        assert row[0] == one and row[1] == 0.0 and abs(row[2] / 2.0 - 1.0) <= 0.05
        assert anew(3) == anew(3) != 3
        assert all(3 <= whole(k, 3, 9) <= 9 for k in range(3, 10))
        assert sorted(order(7)) == list(range(7)) and list(order(7)) != list(range(7))
    with pytest.raises(ValueError, match="value is 2; allowed is a whole number from 3 to 9"):
        whole(2, 3, 9)


def single(value):
    """`value` in single precision."""
    if isinstance(value, np.ndarray):
        return value.astype(np.float32) if value.dtype.kind == "f" else value
    return np.float32(value) if isinstance(value, (float, np.floating)) else value


def listed(value):
    """`value` made of lists and Python's own numbers."""
    if isinstance(value, (tuple, list)):
        return [listed(part) for part in value]
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value


def boxed(value):
    """`value` made of NumPy's arrays, numbers among them."""
    if isinstance(value, (tuple, list)):
        return type(value)(map(boxed, value))
    return np.array(value) if isinstance(value, (int, float, np.generic)) else value


def rounded(value):
    """`value`, wrong by what a sum in another order is wrong by."""
    if isinstance(value, (tuple, list)):
        return type(value)(map(rounded, value))
    if isinstance(value, (float, np.floating)) or (
        isinstance(value, np.ndarray) and value.dtype.kind == "f"
    ):
        return value * (1.0 + 1e-12) - 1e-14
    return value


TO_THE_LAST_DIGIT = {("one_unit", "logistic")}  # no rounding is forgiven


def forms(right):
    """Right answers of other form that are made of one: by what goes in and what comes out."""
    if not callable(right):
        return {"listed": listed(right), "boxed": boxed(right), "rounded": rounded(right)}
    return {
        "in single precision": lambda *args, **more: right(
            *map(single, args), **{name: single(value) for name, value in more.items()}
        ),
        "listed": lambda *args, **more: listed(right(*args, **more)),
        "boxed": lambda *args, **more: boxed(right(*args, **more)),
        "rounded": lambda *args, **more: rounded(right(*args, **more)),
    }


TOLERANT = {  # what the lesson allows, or chance does
    "latest": 1.05,
    "boltzmann": 1.05,
    "length_constant": 1.1,
    "shared": 1.05,
    "decode": 1.1,
    "tau": 1.05,
    "mystery_neuron": 1.05,
    "half_width": 1.02,
    "turning": 1.05,
    "spike_times": 1.02,
    "period": 1.02,
    "potassium": 1.5,
}
WORDS = ("counterexample", "detector", "still_active", "can_fail")  # no number is returned


def off(function, factor):
    """What gives each number times the factor."""

    def scaled(value):
        if isinstance(value, (tuple, list)) and not hasattr(value, "_fields"):
            return type(value)(map(scaled, value))
        value = np.asarray(value)
        return (value * factor)[()] if value.dtype.kind in "fi" else value[()]

    return functools.wraps(function)(lambda *given, **named: scaled(function(*given, **named)))


@pytest.mark.parametrize(
    "exercise",
    [
        pytest.param(e, id=".".join(key))
        for key, e in FOUND.items()
        if e.wants == "function" and key[1] not in WORDS
    ],
)
def test_an_answer_that_is_a_little_off_is_refused(exercise):
    factor = TOLERANT.get(exercise.__name__, 1.005)
    assert not exercise(*(off(part, factor) for part in exercise.work(exercise.right)))


# A guest's lesson may be smaller.
OURS = (
    *("start", "one_unit", "integrate_fire", "action_potential", "cheap_spikes"),
    *("spiking_network", "eigenmodes", "ring_attractor", "breathing", "hopfield"),
    *("layers", "condense", "your_model"),
)


@pytest.mark.parametrize("topic", list(RIGHT))
def test_a_lesson_has_hints_mistakes_and_right_answers_for_each_exercise(topic):
    found = exercises(importlib.import_module(f"course.check.{topic}"))
    assert found and set(found) == set(RIGHT[topic])
    for name, exercise in found.items():
        assert exercise.hints, f"{name} has no hint"
        least = 4 if topic in OURS else 2
        least = 3 if name == "rasters" else least  # rasters are told apart: no code can be wrong
        assert len(exercise.mistakes) + len(exercise.examples) >= least, f"{name} needs mistakes"


@EVERY
def test_right_answers_of_at_least_six_forms_pass(topic, name):
    check = FOUND[topic, name]
    work = check.work(check.right)
    answers = {"the check's own": work}
    for form in forms(work[0]):
        if form == "rounded" and (topic, name) in TO_THE_LAST_DIGIT:
            continue
        answers[form] = tuple(forms(part)[form] for part in work)
    for i, answer in enumerate(RIGHT[topic][name]):
        answers[f"number {i} of RIGHT"] = check.work(answer)
    assert len(answers) >= 6
    for form, answer in answers.items():
        result = check(*answer)
        assert result.outcome == "passed", f"{form}: {result}"


@pytest.mark.parametrize(("check", "told", "work", "part"), WRONG)
def test_each_mistake_is_told_its_own_sentence(check, told, work, part):
    result = check(*work)
    assert result.outcome == "not yet", result
    assert told in result.message if part else result.message == told


FREE = {  # arguments that a right answer may ignore
    ("action_potential", "threshold"): {"silent", "spiking"},
    ("start", "rates"): {"times"},
}


def first_only(function, name):
    """`function`, blind to its argument `name` after the first call."""
    kept = []
    signature = inspect.signature(function)

    def blind(*args, **more):
        given = signature.bind(*args, **more)
        given.apply_defaults()
        kept.append(given.arguments[name])
        given.arguments[name] = kept[0]
        return function(*given.args, **given.kwargs)

    return blind


@EVERY
def test_every_argument_matters(topic, name):
    """A number that is typed in where an argument is meant does not pass."""
    check = FOUND[topic, name]
    work = check.work(check.right)
    for k, right in enumerate(work):
        for argument in inspect.signature(right).parameters.values() if callable(right) else ():
            meant = argument.kind is argument.POSITIONAL_OR_KEYWORD
            if meant and argument.name not in {"rng"} | FREE.get((topic, name), set()):
                answer = (*work[:k], first_only(right, argument.name), *work[k + 1 :])
                assert check(*answer).outcome != "passed", argument.name


@EVERY
def test_a_stub_is_not_attempted(topic, name):
    check = FOUND[topic, name]
    right = check.work(check.right)
    assert check(*[...] * len(right)).outcome == "not attempted"
    if callable(right[0]):
        assert check(*[lambda *args, **more: ...] * len(right)).outcome == "not attempted"
        assert check(*[lambda *args, **more: (..., ...)] * len(right)).outcome == "not attempted"
