"""Kernels that were compiled ahead of time to WebAssembly, called through ctypes.

`kernels.so` is a module that Python in a browser loads into its own memory, so that arrays are
passed by address and nothing is copied. `kernels.json` says, for each kernel, its symbol, the
types that it takes and those that it returns. Where they are not there, or a call has other
types, the Python function runs.

A type is numba's name of a number, "f8"; with dimensions for an array in rows, "f8:2"; and a
list of types for a tuple.
"""

import ctypes
import functools
import json
from pathlib import Path

import numpy as np

FILES = Path(__file__).with_name("kernels.so"), Path(__file__).with_name("kernels.json")
NUMBERS = {  # how they are passed, and what may be given for them
    "f8": (ctypes.c_double, {float, np.float64}),
    "i8": (ctypes.c_int64, {int, np.int64, np.int32, np.intp}),
    "u8": (ctypes.c_uint64, {np.uint64}),
    "b1": (ctypes.c_int32, {bool, np.bool_}),
}
ROOM = 256  # bytes for a result
_pointer, _size = ctypes.c_void_p, ctypes.c_int64
_dtype = functools.cache(np.dtype)
missed = {}  # kernel -> why the Python function ran instead


class Other(TypeError):
    """An argument of another type than was declared."""


@functools.cache
def _table():
    try:
        return json.loads(FILES[1].read_text("utf-8"))
    except OSError:
        return {}


@functools.cache
def _module():
    return ctypes.CDLL(str(FILES[0]))


def compiled(function):
    """The kernel of this function, or the function where there is none."""
    entry = _table().get(f"{function.__module__}.{function.__qualname__}")
    return function if entry is None else Kernel(function, **entry)


class Kernel:
    """A compiled kernel with its Python twin.

    Parameters
    ----------
    function : callable
        The twin.
    symbol : str
    takes : list of types
    returns : type or None
    """

    def __init__(self, function, symbol, takes, returns):
        functools.update_wrapper(self, function)
        self.py_func = function
        self._symbol, self._takes, self._returns = symbol, takes, returns
        self._call = None

    def __call__(self, *arguments):
        flat = []
        try:
            _flatten(self._takes, arguments, flat)
        except Other as other:
            missed[f"{self.__module__}.{self.__qualname__}"] = str(other)
            return self.py_func(*arguments)
        if self._call is None:
            self._call = getattr(_module(), self._symbol)
            self._call.restype = ctypes.c_int32
            self._call.argtypes = [_pointer, _pointer, *_passed(self._takes)]
        room = (ctypes.c_char * ROOM)()
        at = ctypes.addressof(room)
        state = self._call(at, at + ROOM - 8, *flat)
        if state not in (0, -2):  # a result, or None
            raise RuntimeError(f"{self.__qualname__} failed ({state})")
        return _result(self._returns, room, 0)[0]


def _passed(types):
    """ctypes' types of what `_flatten` makes of values of these types."""
    for kind in types:
        if isinstance(kind, list):
            yield from _passed(kind)
        elif ":" in kind:
            yield from (_pointer, _pointer, _size, _size, _pointer)
            yield from [_size] * (2 * int(kind.partition(":")[2]))
        else:
            yield NUMBERS[kind][0]


def _flatten(types, values, flat):
    """Add to `flat` the numbers that stand for the values, of these types."""
    if not isinstance(values, tuple) or len(values) != len(types):
        raise Other(f"{values!r:.40} is no tuple of {len(types)}")
    for kind, value in zip(types, values):
        if isinstance(kind, list):
            _flatten(kind, value, flat)
        elif ":" in kind:
            _flatten_array(kind, value, flat)
        else:
            if type(value) not in NUMBERS[kind][1]:
                raise Other(f"{value!r:.40} is no {kind}")
            flat.append(value if kind == "f8" else int(value))


def _flatten_array(kind, array, flat):
    number, _, dimensions = kind.partition(":")
    if not (
        isinstance(array, np.ndarray)
        and array.dtype == _dtype(number)
        and array.ndim == int(dimensions)
        and array.flags.carray
    ):
        told = f"{array.dtype}:{array.ndim}" if isinstance(array, np.ndarray) else type(array)
        raise Other(f"{told} is no {kind}, writable and in rows")
    flat += None, None, array.size, array.itemsize, array.ctypes.data, *array.shape, *array.strides


def _result(kind, room, at):
    """(what stands in `room` from byte `at` on, the first byte after it)."""
    if kind is None:
        return None, at
    if isinstance(kind, list):
        found = []
        for part in kind:
            value, at = _result(part, room, at)
            found.append(value)
        return tuple(found), at
    size = np.dtype(kind).itemsize
    at = -(-at // size) * size
    return np.frombuffer(room, kind, 1, at)[0].item(), at + size
