"""Kernels that were compiled ahead of time to WebAssembly, called through ctypes.

`kernels.so` is a module that Python in a browser loads into its own memory, so that arrays are
passed by address and nothing is copied. `kernels.json` says, for each kernel, its symbol, the
types that it takes and those that it returns. Where they are not there, or a call has other
types, the Python function runs.

A type is numba's name of a number, "f8"; with dimensions for an array in rows, "f8:2"; and a
list of types for a tuple.

A kernel takes one address. All that numba passes stands there in a row, 8 bytes each: the
addresses of the result and of an error, and then each number; of an array two addresses that
it does not need, its size, bytes of an element, address, lengths, and bytes to the next.
"""

import ctypes
import functools
import json
import struct
from pathlib import Path

import numpy as np

FILES = Path(__file__).with_name("kernels.so"), Path(__file__).with_name("kernels.json")
NUMBERS = {  # how they are packed, and what may be given for them
    "f8": ("d", {float, np.float64}),
    "i8": ("q", {int, np.int64, np.int32, np.intp}),
    "u8": ("Q", {np.uint64}),
    "b1": ("q", {bool, np.bool_}),
}
RESULTS = {"i8": "q", "u8": "Q", "f8": "d", "f4": "f", "i4": "i", "i1": "b", "u1": "B", "b1": "?"}
ROOM = 256  # bytes for a result, and the address of an error after it
missed = {}  # kernel -> why the Python function ran instead
_NOTHING = ctypes.c_char * 0


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
        self._symbol, self._returns = symbol, returns
        self._row = Row(takes)
        self._result = Result(returns)
        self._call = None

    def __call__(self, *arguments):
        try:
            row = self._row.of(arguments)
        except Other as other:
            missed[f"{self.__module__}.{self.__qualname__}"] = str(other)
            return self.py_func(*arguments)
        if self._call is None:
            self._open()
        self._row.format.pack_into(self._room, ROOM, self._at, self._at + ROOM - 8, *row)
        state = self._call(self._at + ROOM)
        if state not in (0, -2):  # a result, or None
            raise RuntimeError(f"{self.__qualname__} failed ({state})")
        return self._result.read(self._room)

    def _open(self):
        self._room = ctypes.create_string_buffer(ROOM + self._row.format.size)
        self._at = ctypes.addressof(self._room)
        self._call = getattr(_module(), self._symbol)
        self._call.argtypes = [ctypes.c_void_p]


class Row:
    """What a kernel is called with.

    Parameters
    ----------
    takes : list of types
    """

    def __init__(self, takes):
        self._takes = takes
        self._kinds = [*_numbers_and_arrays(takes)]
        self._arrays = []  # (place, dtype, dimensions), the last first
        self._scalars = []
        self._known = set()  # types of values that were found right
        code = "<QQ"
        for place, kind in enumerate(self._kinds):
            number, _, dimensions = kind.partition(":")
            if dimensions:
                self._arrays.insert(0, (place, np.dtype(number), int(dimensions)))
                code += "q" * (5 + 2 * int(dimensions))
            else:
                self._scalars.append((place, NUMBERS[number][1]))
                code += NUMBERS[number][0]
        self.format = struct.Struct(code)

    def of(self, arguments):
        """The numbers that stand for the arguments.

        Raises
        ------
        Other
            If an argument has another type.
        """
        row = []
        _spread(self._takes, arguments, row)
        types = tuple(map(type, row))
        if types not in self._known:
            for place, allowed in self._scalars:
                if types[place] not in allowed:
                    raise Other(f"{row[place]!r:.40} is no {self._kinds[place]}")
            self._known.add(types)
        for place, dtype, dimensions in self._arrays:
            row[place : place + 1] = _passed(row[place], dtype, dimensions)
        return row


def _numbers_and_arrays(types):
    """The types of what is in tuples of these types."""
    for kind in types:
        if isinstance(kind, list):
            yield from _numbers_and_arrays(kind)
        else:
            yield kind


def _spread(types, values, row):
    """Add to `row` what is in a tuple of values, and in tuples within it."""
    if not isinstance(values, tuple) or len(values) != len(types):
        raise Other(f"{values!r:.40} is no tuple of {len(types)}")
    for kind, value in zip(types, values):
        if type(kind) is list:
            _spread(kind, value, row)
        else:
            row.append(value)


def _passed(array, dtype, dimensions):
    """The numbers that stand for an array."""
    try:
        if array.dtype == dtype and array.ndim == dimensions:
            at = ctypes.addressof(_NOTHING.from_buffer(array))  # refuses what is not in rows
            return 0, 0, array.size, dtype.itemsize, at, *array.shape, *array.strides
    except (AttributeError, TypeError, ValueError):
        pass
    told = f"{array.dtype}:{array.ndim}" if isinstance(array, np.ndarray) else type(array)
    raise Other(f"{told} is no {dtype}:{dimensions}, writable and in rows")


class Result:
    """What a kernel returns, where C puts it.

    Parameters
    ----------
    kind : type or None
    """

    def __init__(self, kind):
        self._kind = kind
        code = "<"
        for number in _numbers_and_arrays([] if kind is None else [kind]):
            letter = RESULTS[number]
            code += "x" * (-struct.calcsize(code) % struct.calcsize(letter)) + letter
        self._format = struct.Struct(code)

    def read(self, room):
        """The result that stands at the start of `room`."""
        if self._kind is None:
            return None
        numbers = self._format.unpack_from(room)
        if not isinstance(self._kind, list):
            return numbers[0]
        return _together(self._kind, iter(numbers))


def _together(kinds, numbers):
    """Tuples as the types have them."""
    return tuple(
        _together(kind, numbers) if isinstance(kind, list) else next(numbers) for kind in kinds
    )
