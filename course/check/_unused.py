"""Arguments that a function never looks at."""

import dis
import functools
from typing import Any

_READ = ("LOAD_FAST", "LOAD_DEREF", "LOAD_CLOSURE", "STORE_FAST_LOAD_FAST")


def unused(function: Any) -> list[str]:
    """Names of the arguments of a Python function that its code never reads, in order."""
    while isinstance(function, functools.partial):
        function = function.func
    code = getattr(function, "__code__", None)
    if code is None:  # built in, or in another process, whose side has looked
        return getattr(function, "unused", [])
    read = set()
    for instruction in dis.get_instructions(code):
        if instruction.opname.startswith(_READ):
            names = instruction.argval
            read |= {names} if isinstance(names, str) else set(names)
    for constant in code.co_consts:
        read |= set(getattr(constant, "co_freevars", ()))
    named = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return [name for name in named if name not in read]
