"""A model's declaration of its parameters is what `help` says of them."""

import importlib
import inspect
import math
import pkgutil
import pydoc
from typing import Annotated, NamedTuple

import numpy as np
import pytest

import course.models
from course._jit import njit
from course._parameter import Parameter, documented, parameters
from course.models.integrate_fire import LIF

MODELS = {
    f"{found.name.removeprefix('course.models.')}.{name}": item
    for found in pkgutil.walk_packages(course.models.__path__, "course.models.")
    for name, item in vars(importlib.import_module(found.name)).items()
    if inspect.isclass(item) and item.__module__ == found.name
    if hasattr(item, "_fields") and parameters(item)
}


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_help_tells_unit_meaning_source_and_default_of_every_parameter(model):
    said = inspect.getdoc(model)
    for name, (kind, parameter) in parameters(model).items():
        line, below = said.partition(f"\n{name} : ")[2].split("\n")[:2]
        assert bool(parameter.unit) == (kind in (float, int, np.ndarray) or bool(parameter.shape))
        assert parameter.meaning and below.strip().startswith(parameter.meaning)
        assert parameter.source in below
        if parameter.unit not in ("", "1"):
            assert f", {parameter.unit}" in line
        if name in model._field_defaults:
            assert line.endswith(f"default {model._field_defaults[name]!r}")
        if math.isfinite(parameter.low) and math.isfinite(parameter.high):
            assert f"{parameter.low:g} " in line and f"to {parameter.high:g}" in line
        assert parameter.meaning in inspect.getdoc(getattr(model, name))


def test_help_of_the_leaky_neuron_reads_as_it_should():
    said = pydoc.plaintext.document(LIF)
    assert "Leaky integrate-and-fire neuron: a resistor beside the capacitor." in said
    assert "tau_m : float, ms, from 1e-06 to 1e+09, default 30.0" in said
    assert "membrane time constant (Dayan & Abbott 2001 fig. 5.6)" in said


class Bare(NamedTuple):
    """A model."""

    k: Annotated[float, Parameter("1/ms", "rate", "", low=0.0, open_low=True)] = 2.0
    w: Annotated[tuple, Parameter("1", "weights", shape=(3,))] = (1.0, 2.0, 3.0)
    F: Annotated[str, Parameter("", "what it does", options=("relu", "tanh"))] = "relu"


def test_a_documented_model_enters_a_kernel_as_the_bare_one_does():
    @njit
    def double(model):
        return 2.0 * model.tau_m

    assert double(LIF(tau_m=7.0)) == 14.0


def test_ranges_shapes_and_words_are_told():
    doc = documented(Bare).__doc__
    assert "k : float, 1/ms, a finite number above 0, default 2.0\n    rate\n" in doc
    assert "w : tuple, shape (3,), default (1.0, 2.0, 3.0)\n    weights (illustrative)" in doc
    assert "F : str, one of 'relu', 'tanh', default 'relu'\n" in doc
