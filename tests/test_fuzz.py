"""Every public function, called with everything: a finite result, or a refusal in words."""

import contextlib
import importlib
import inspect
import math
import os
import pkgutil
import re
import sys
import time
import warnings
from collections.abc import Callable, Collection
from typing import NamedTuple

import numpy as np
import pytest
from domains import DOMAINS
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

import course.analysis
import course.material
import course.models

LONGEST = 400  # characters of a message
SECONDS = 45.0  # of processor time in one call, compiling included
PARTS = {  # what other files of a model use after its own checks
    *(f"models.perceptron.mlp.{name}" for name in ("activity", "activation", "activation_slope")),
    *(f"models.perceptron.mlp.{name}" for name in ("loss_of", "back_propagate")),
    *(f"models.perceptron.deep.{name}" for name in ("activities", "errors", "back_propagate")),
    *(f"models.rnn.fixed_points.{name}" for name in ("balance", "step_matrix")),
    "models.rnn.reach.step_back",
    "models.rate_network.theory.by_modes",
    "models.rate_network.theory.phi",
    "models.rate_network.theory.propagator",
    "models.rate_network.theory.square",
    "models.rate_network.theory.symmetric",
}


# functions whose documentation says when they return nan, or infinity
MAY_NOT_BE_FINITE = {
    "models.activation.model.derivative": "no slope at 0",
    "models.hopfield.batch.forgetting": "nan for memories not stored yet",
    "models.perceptron.model.mistake_bound": "inf if not separable",
    "models.perceptron.mlp.fit": "the loss that diverged",
    "models.rate_network.theory.modes": "the gain at an eigenvalue of 1",
    "models.respiration.rhythm.phases": "nan without a cycle",
    "models.ring_attractor.theory.stationary": "inf if a bump grows without bound",
    "models.rnn.tasks.performance": "nan if no interval is produced",
    "models.rnn.training.fit": "the loss that diverged",
    "models.summation.model.simulate": "nan without a crossing",
    "analysis.trains.coincidence_factor": "nan without any spike",
    "analysis.trains.cv": "nan below three spikes",
    "analysis.trains.fano": "nan without spikes",
    "analysis.trains.spike_triggered_average": "nan for a lag without spikes",
    "analysis.trains.local_variation": "nan below three spikes",
    "analysis.populations.mean_correlation": "nan if nothing changes",
    "analysis.populations.participation_ratio": "nan if nothing changes",
}


def public_functions():
    """Every public function of models, material, analysis and stimuli, where it is defined."""
    names = ["course.stimuli"]
    for package in (course.analysis, course.material, course.models):
        walk = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        names += [module.name for module in walk]
    for name in names:
        module = importlib.import_module(name)
        for function in vars(module).values():
            if inspect.isfunction(function) and function.__module__ == name:
                if name.endswith(".kernel"):
                    continue
                # the plain reading of a model, a term or a step at a time: `simulate` checks
                # what it hands on
                package = sys.modules[name.rpartition(".")[0]]
                if (
                    name.endswith((".model", ".network"))
                    and function.__name__ not in package.__all__
                ):
                    continue
                path = f"{name}.{function.__name__}".removeprefix("course.")
                if not function.__name__.startswith(("_", "<")) and path not in PARTS:
                    yield path, function


FUNCTIONS = dict(public_functions())


def test_every_public_function_has_a_domain_and_every_parameter_too():
    assert FUNCTIONS.keys() == DOMAINS.keys()
    free = {"plain", "duration", "progress", "retrain", "dx", "options", "T", "polish", "weights"}
    for name, function in FUNCTIONS.items():
        known = set(inspect.signature(function).parameters)
        assert set(DOMAINS[name]) <= known | {"pulse", "duration", "dt"}, name
        assert known - set(DOMAINS[name]) <= free, name


def finite(value):
    """Whether all numbers in a result are finite, whatever it is made of."""
    if isinstance(value, np.ndarray):
        return value.dtype.kind not in "fc" or bool(np.isfinite(value).all())
    if isinstance(value, (float, complex, np.inexact)):
        return bool(np.isfinite(value))
    if isinstance(value, dict):
        return all(map(finite, value.values()))
    if isinstance(value, (list, tuple)):
        return all(map(finite, value))
    return True


def kept(value):
    """A copy of what could be changed; None stands for what is too large."""
    if isinstance(value, np.ndarray):
        return value.copy() if value.size < 1_000_000 else None
    if isinstance(value, (list, tuple)):
        return [kept(part) for part in value]
    return None


def same(a, b):
    """Whether a value still is what was kept of it, nan equal to nan."""
    if isinstance(a, np.ndarray):
        return np.array_equal(a, b, equal_nan=getattr(a, "dtype", np.dtype("O")).kind in "fc")
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return True


def told(message, *arguments):
    """Whether a refusal names a parameter, or a part of one that is a model."""
    known = set()
    for parameter, value in arguments:
        known |= {parameter, *getattr(value, "_fields", ())}
    return bool(known & set(re.findall(r"\w+", message)))


STRICT = dict.fromkeys(("divide", "over", "under", "invalid"), "raise")


@contextlib.contextmanager
def strict():
    """A session in which NumPy raises whatever it can, and prints next to nothing."""
    with np.errstate(**STRICT), np.printoptions(precision=1, threshold=2, edgeitems=1):
        yield


def session_of_numpy():
    """How NumPy warns and prints."""
    return np.geterr(), np.get_printoptions()


class Walk(NamedTuple):
    """What is called, with what, and how."""

    functions: dict
    domains: dict
    may_not_be_finite: Collection = MAY_NOT_BE_FINITE
    call: Callable = lambda function, arguments: function(**arguments)


ALL = Walk(FUNCTIONS, DOMAINS)


def judge(name, arguments, walk=ALL):
    """Call in a strict session.

    Fail unless the call ends in time with a finite result or a refusal, which is returned.
    """
    before = kept(list(arguments.values()))
    began = time.process_time()
    try:
        with warnings.catch_warnings(), strict():
            warnings.simplefilter("error", np.exceptions.ComplexWarning)
            inside = session_of_numpy()
            result = walk.call(walk.functions[name], arguments)
            assert inside == session_of_numpy(), "the session was changed"
    except ValueError as refusal:
        message = str(refusal)
        assert "allowed" in message, message
        assert told(message, *arguments.items()), message
        assert len(message) <= LONGEST, message
        return message
    finally:
        assert time.process_time() - began < SECONDS
        assert same(before, list(arguments.values())), "an argument was changed"
    assert name in walk.may_not_be_finite or finite(result), result
    return None


def cases(name, domains=DOMAINS):
    """Arguments of one call: typical ones, any that are allowed, or one of them outside."""
    domain = domains[name]
    parameters = list(domain)
    kinds = ["typical", "inside", *(["outside"] * 2 if domain else [])]

    @st.composite
    def draw_all(draw):
        kind = draw(st.sampled_from(kinds))
        wrong = draw(st.sampled_from(parameters)) if kind == "outside" else None
        values = {}
        for parameter in parameters:
            part = "outside" if parameter == wrong else "inside" if kind == "inside" else "typical"
            values[parameter] = draw(getattr(domain[parameter], part))
        allowed = values if wrong is None else values | {wrong: draw(domain[wrong].typical)}
        return kind, values, wrong, allowed

    return draw_all()


def fuzz(name, examples, walk=ALL):
    """`examples` calls of a function; some of the typical ones must succeed."""
    counts = {"typical": [0, 0], "inside": [0, 0], "outside": [0, 0]}

    @seed(int(os.environ.get("FUZZ_SEED", "0")))  # the same calls each time
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(name, walk.domains))
    def each(case):
        kind, arguments, wrong, allowed = case
        refusal = judge(name, complete(name, arguments, walk.functions), walk)
        counts[kind][0] += 1
        counts[kind][1] += refusal is None
        if wrong and refusal and not told(refusal, (wrong, arguments[wrong])):
            # another fault may be told of first, but not one that is none
            allowed = complete(name, allowed, walk.functions)
            assert judge(name, allowed, walk), f"{wrong} not in: {refusal}"

    each()
    tried, ran = counts["typical"]
    assert ran >= 0.5 * tried and ran > 0, f"only {ran} of {tried} typical calls ran"


def complete(name, arguments, functions=FUNCTIONS):
    """What goes together: a run has a duration where its input is one number."""
    known = inspect.signature(functions[name]).parameters
    stimulus = arguments.get("I", arguments.get("V_command"))
    if "duration" in known and "duration" not in arguments and isinstance(stimulus, (int, float)):
        arguments = arguments | {"duration": 40.0}
    return arguments


@pytest.mark.parametrize("name", sorted(DOMAINS))
def test_a_call_gives_a_finite_result_or_a_refusal_in_words(name):
    fuzz(name, int(os.environ.get("FUZZ_EXAMPLES", "60")))


@pytest.mark.nightly
@pytest.mark.parametrize("name", sorted(DOMAINS))
def test_thousands_of_calls_give_a_finite_result_or_a_refusal_in_words(name):
    fuzz(name, int(os.environ.get("FUZZ_NIGHTLY_EXAMPLES", "2000")))


def test_the_judge_sees_what_it_is_there_to_see(monkeypatch):
    def broken(x):
        if x == 1:
            return math.nan
        if x == 2:
            raise TypeError("unsupported operand")
        if x == 3:
            raise ValueError("operands could not be broadcast together")
        if x == 4:
            raise ValueError("x is bad; allowed is " + "good " * 100)
        return [np.array([1.0, math.inf])]

    monkeypatch.setitem(FUNCTIONS, "broken", broken)
    for x in range(6):
        with pytest.raises((AssertionError, TypeError)):
            judge("broken", {"x": x})

    def changes(x):
        x[0] = 5.0

    monkeypatch.setitem(FUNCTIONS, "changes", changes)
    with pytest.raises(AssertionError, match="changed"):
        judge("changes", {"x": np.zeros(2)})
    leaves = {
        "errors": lambda x: np.seterr(all="warn"),
        "printing": lambda x: np.set_printoptions(precision=x),
    }
    for left in leaves.values():
        monkeypatch.setitem(FUNCTIONS, "leaves", left)
        with pytest.raises(AssertionError, match="session"):
            judge("leaves", {"x": 4})
    for raises in (lambda x: np.exp(-1e3 * x), lambda x: 1.0 / np.zeros(1)):
        monkeypatch.setitem(FUNCTIONS, "raises", raises)
        with pytest.raises(FloatingPointError):
            judge("raises", {"x": np.ones(1)})
