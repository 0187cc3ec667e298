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
        name: (get_args(hint)[0], *(x for x in hint.__metadata__ if isinstance(x, Parameter)))
        for name, hint in hints.items()
        if get_origin(hint) is Annotated
    }
