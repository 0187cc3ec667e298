"""What a parameter of a model is, said once, beside its default.

    class LIF(NamedTuple):
        tau_m: Annotated[float, Parameter("ms", "membrane time constant", low=1e-6)] = 30.0

Whoever needs a unit, a meaning, a source or the allowed range reads it from here by
`parameters(LIF)`. A model stays a plain NamedTuple, so it enters compiled code as it is.
"""

import functools
import math
from typing import Annotated, NamedTuple, get_args, get_origin, get_type_hints


class Parameter(NamedTuple):
    """One parameter; the default stands beside it in the model."""

    unit: str  # "1" for a number without a unit, "" for what is no number
    meaning: str  # in a few words
    source: str = "illustrative"
    low: float = -math.inf  # allowed range, both ends included
    high: float = math.inf
    open_low: bool = False  # the lower end is not allowed
    shape: tuple | None = None  # of an array: numbers, None for any length, a name for equal ones
    options: tuple = ()  # the words that are allowed


@functools.cache
def parameters(model):
    """The declared parameters of a model's class: name -> (type, Parameter)."""
    hints = get_type_hints(model, include_extras=True)
    return {
        name: (get_args(hint)[0], parameter)
        for name, hint in hints.items()
        if get_origin(hint) is Annotated
        for parameter in hint.__metadata__
        if isinstance(parameter, Parameter)  # a kernel's tuples say their types the same way
    }


def documented(model):
    """Decorator of a model's class: its docstring tells its parameters, as they are declared."""
    text = f"{model.__doc__}\n\nParameters\n----------\n"
    for name, (kind, p) in parameters(model).items():
        parts = [kind.__name__, "" if p.unit == "1" else p.unit, _allowed(kind, p)]
        if name in model._field_defaults:
            parts.append(f"default {model._field_defaults[name]!r}")
        source = f" ({p.source})" if p.source else ""
        text += f"{name} : {', '.join(filter(None, parts))}\n    {p.meaning}{source}\n"
        getattr(model, name).__doc__ = f"{p.meaning}, {p.unit}" if p.unit else p.meaning
    model.__doc__ = text
    return model


def _allowed(kind, p):
    if p.options:
        return f"{'one' if kind is str else 'some'} of {', '.join(map(repr, p.options))}"
    shape = f"shape ({', '.join(map(str, p.shape))}{',' * (len(p.shape) == 1)})" if p.shape else ""
    bounded = kind is not bool and math.isfinite(p.low) + math.isfinite(p.high)
    words = in_words(p.low, p.high, p.open_low, "") if bounded else ""
    return ", ".join(filter(None, [shape, words]))


def in_words(low, high, open_low, unit):
    """The numbers that are allowed."""
    unit = f" {unit}" if unit else ""
    if low == -math.inf and high == math.inf:
        return f"any finite number{' of' + unit if unit else ''}"
    if high == math.inf:
        return f"a finite number {'above' if open_low else 'of at least'} {low:g}{unit}"
    if low == -math.inf:
        return f"a finite number of at most {high:g}{unit}"
    return f"{'above' if open_low else 'from'} {low:g}{' up' if open_low else ''} to {high:g}{unit}"


def typeset(unit: str) -> str:
    """A declared unit as people read it: "uA/cm^2" as "µA/cm²", "1" as nothing."""
    unit = {"1": "", "Celsius": "°C", "ohm cm": "Ω·cm", "GOhm": "GΩ", "tau": "τ"}.get(unit, unit)
    unit = "µ" + unit[1:] if unit.startswith("u") else unit
    return unit.replace("^2", "²")
