"""One dialect: how the public functions of models and stimuli name what they take."""

import importlib
import inspect
import pkgutil

import pytest

import course.models
import course.stimuli

KEYWORDS = ("dt", "duration", "rng", "start")  # what a call says by name
OF_TIME = {"times", "step"}  # stimuli whose first or second value is a time itself


def modules():
    """Stimuli, and the models' modules that are no kernels."""
    yield course.stimuli
    for found in pkgutil.walk_packages(course.models.__path__, "course.models."):
        if not found.name.endswith(".kernel"):
            yield importlib.import_module(found.name)


def functions():
    """Public functions for callers, which check what they get; a plain reading does not."""
    for module in modules():
        for name, function in vars(module).items():
            own = inspect.isfunction(function) and function.__module__ == module.__name__
            if own and name[0] != "_" and "_valid." in inspect.getsource(function):
                yield function


FUNCTIONS = sorted(functions(), key=lambda function: (function.__module__, function.__name__))
every_function = pytest.mark.parametrize(
    "function", FUNCTIONS, ids=lambda function: f"{function.__module__[7:]}.{function.__name__}"
)


def test_there_are_functions_to_look_at():
    assert {"simulate", "recall", "ornstein_uhlenbeck"} <= {f.__name__ for f in FUNCTIONS}


@every_function
def test_chance_is_never_silently_seeded(function):
    rng = inspect.signature(function).parameters.get("rng")
    assert rng is None or rng.default in (None, inspect.Parameter.empty)


@every_function
def test_times_and_chance_are_given_by_name(function):
    parameters = inspect.signature(function).parameters.values()
    by_position = {
        parameter.name
        for parameter in list(parameters)[1:]
        if parameter.name in KEYWORDS and parameter.kind is not parameter.KEYWORD_ONLY
    }
    if function.__module__ == "course.stimuli" and function.__name__ in OF_TIME:
        by_position -= {"start"}
    assert not by_position, f"{by_position} come by name only: put them behind a * in the signature"
