"""What a student handed in: what tells one try from another, and the source of a function.

A function is kept as source that runs by itself: with the imports it uses, the student's
own functions that it calls, and the plain values that it reads.
"""

import ast
import hashlib
import inspect
import linecache
import pickle
import textwrap
import types
from typing import Any

PLAIN = (bool, int, float, complex, str, bytes, type(None))


class NotKept(Exception):
    """A function cannot be kept; the text says why."""


def fingerprint(work: Any) -> str:
    """A text that is the same for the same work, whatever its comments and blanks are."""
    return hashlib.sha256("\n".join(map(_told, work)).encode()).hexdigest()[:16]


def _told(value):
    if isinstance(value, types.FunctionType):
        try:
            return ast.dump(ast.parse(_source(value)))
        except (NotKept, SyntaxError):
            code = value.__code__
            return repr((code.co_code, code.co_consts, code.co_names))
    try:
        return pickle.dumps(value).hex()
    except Exception:  # whatever a student's object does when it is copied
        return repr(type(value))


def source(function: Any) -> str:
    """Python source that defines `function` and all that it needs.

    Raises
    ------
    NotKept
        If it reads something that cannot be written down.
    """
    imports = {}
    values = {}
    functions = {}
    _collect(function, imports, values, functions)
    parts = ["\n".join(imports.values()), "\n".join(values.values()), *functions.values()]
    return "\n\n\n".join(filter(None, parts)) + "\n"


def _collect(function, imports, values, functions):
    if function.__name__ in functions:
        return
    if function.__closure__:
        raise NotKept(f"{function.__name__} reads names of the function around it")
    functions[function.__name__] = None  # its place comes after those it calls
    own = _source(function)
    for name in dict.fromkeys(_reads(function.__code__)):
        if name not in function.__globals__:
            continue  # one of Python's own, or not there
        value = function.__globals__[name]
        if isinstance(value, types.ModuleType):
            imports[name] = f"import {value.__name__} as {name}"
        elif getattr(value, "__module__", "__main__") != "__main__" and callable(value):
            imports[name] = _import(name, value)
        elif isinstance(value, types.FunctionType):
            _collect(value, imports, values, functions)
        elif isinstance(value, PLAIN):
            values[name] = f"{name} = {value!r}"
        else:
            raise NotKept(f"{function.__name__} reads {name}, which is not an argument of it")
    functions[function.__name__] = functions.pop(function.__name__) or own


def _import(name, value):
    module, called = value.__module__, getattr(value, "__name__", name)
    if module == "builtins":
        return f"{name} = {called}"
    return f"from {module} import {called} as {name}"


def _reads(code):
    """Names that are looked up outside of a function, in it and in the functions within."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _reads(constant)


def _source(function):
    linecache.checkcache(function.__code__.co_filename)
    try:
        text = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        raise NotKept(f"the text of {function.__name__} is not there any more") from None
    if not text.startswith("def "):
        raise NotKept(f"{function.__name__} is not written as a plain def")
    return text.strip()
