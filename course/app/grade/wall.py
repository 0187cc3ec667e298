"""What passes between the examiner and a student's room.

The examiner's side says what it likes, so it pickles. What the room says is data and
nothing else: JSON, with arrays beside it as they lie in memory. Reading it runs no code,
whoever wrote it. A function or an object stays in the room; its number comes out, and the
examiner holds an `Afar` in its stead.
"""

import contextlib
import importlib
import inspect
import io
import json
import pickle
import struct

import numpy as np

MOST = 256 * 2**20  # bytes of one message
_HEAD = struct.Struct("<Q")
_CONTAINERS = {"tuple": tuple, "list": list, "set": set, "frozenset": frozenset}
_PLAIN = (type(None), bool, int, float, str)


class Broken(Exception):
    """The other side is gone, or what it says cannot be read."""


# -- frames --------------------------------------------------------------------


def send(file, data):
    """Write one message, a bytes object."""
    try:
        file.write(_HEAD.pack(len(data)) + data)
        file.flush()
    except (OSError, ValueError) as problem:
        raise Broken(str(problem)) from None


def receive(file):
    """The next message.

    Raises
    ------
    Broken
        If there is none, or it is larger than `MOST`.
    """
    try:
        head = file.read(_HEAD.size)
        if len(head) < _HEAD.size:
            raise Broken("nothing more is said")
        (size,) = _HEAD.unpack(head)
        if size > MOST:
            raise Broken(f"a message of {size} bytes; allowed is up to {MOST}")
        data = file.read(size)
    except OSError as problem:
        raise Broken(str(problem)) from None
    if len(data) < size:
        raise Broken("a message broke off")
    return data


# -- the room's data -----------------------------------------------------------


def to_bytes(value, keep):
    """`value` as a message of the room.

    Parameters
    ----------
    value
        Numbers, text, arrays and nests of them.
    keep : callable
        `keep(object) -> dict`: what stands for anything else; it has an "id".
    """
    buffers = []
    tree = json.dumps(_tree(value, keep, buffers)).encode("utf-8", "surrogatepass")
    file = io.BytesIO()
    file.write(_HEAD.pack(len(tree)) + tree)
    for array in buffers:
        np.lib.format.write_array(file, array, allow_pickle=False)
    return file.getvalue()


def from_bytes(data, afar):
    """The value in a message of the room.

    Parameters
    ----------
    data : bytes
    afar : callable
        `afar(dict) -> object`: what stands here for something kept in the room.

    Raises
    ------
    Broken
        If it is no such message.
    """
    file = io.BytesIO(data)
    try:
        (size,) = _HEAD.unpack(file.read(_HEAD.size))
        tree = json.loads(file.read(size).decode("utf-8", "surrogatepass"))
        arrays = []
        while file.tell() < len(data):
            arrays.append(np.lib.format.read_array(file, allow_pickle=False))
        return _value(tree, arrays, afar)
    except Broken:
        raise
    except Exception as problem:  # whatever a made-up message may bring about
        raise Broken(f"what came back cannot be read ({type(problem).__name__})") from None


def _tree(value, keep, buffers):
    kind = type(value)
    if kind in _PLAIN:
        return value
    if value is ...:
        return {"ellipsis": 0}
    if kind is complex:
        return {"complex": [value.real, value.imag]}
    if isinstance(value, (np.ndarray, np.generic)):
        return _array(value, keep, buffers)
    if kind is dict:
        items = [[_tree(k, keep, buffers), _tree(v, keep, buffers)] for k, v in value.items()]
        return {"dict": items}
    if kind.__name__ in _CONTAINERS and kind is _CONTAINERS[kind.__name__]:
        return {kind.__name__: [_tree(item, keep, buffers) for item in value]}
    if kind is range:
        return {"range": [value.start, value.stop, value.step]}
    if isinstance(value, tuple) and hasattr(kind, "_fields") and _ours(kind.__module__):
        fields = [_tree(item, keep, buffers) for item in value]
        return {"named": [kind.__module__, kind.__name__, fields]}
    if inspect.isgenerator(value):
        return {"generator": 0}
    return {"afar": keep(value)}


def _array(value, keep, buffers):
    if value.dtype.hasobject:
        array = np.asarray(value)
        return {"objects": [array.shape, [_tree(item, keep, buffers) for item in array.flat]]}
    if value.nbytes > MOST:
        raise ValueError(f"an array of {value.nbytes / 2**20:.0f} MB")
    buffers.append(np.asarray(value))
    return {"scalar" if isinstance(value, np.generic) else "array": len(buffers) - 1}


def _value(tree, arrays, afar):
    if isinstance(tree, _PLAIN):
        return tree
    ((kind, content),) = tree.items()
    if kind in _CONTAINERS:
        return _CONTAINERS[kind](_value(item, arrays, afar) for item in content)
    if kind == "dict":
        return {_value(k, arrays, afar): _value(v, arrays, afar) for k, v in content}
    if kind == "array":
        return arrays[content]
    if kind == "scalar":
        return arrays[content][()]
    if kind == "objects":
        shape, items = content
        array = np.empty(len(items), dtype=object)
        for k, item in enumerate(items):
            array[k] = _value(item, arrays, afar)
        return array.reshape(shape)
    if kind == "named":
        return _named(*content[:2])._make(_value(item, arrays, afar) for item in content[2])
    return {
        "ellipsis": lambda _: ...,
        "complex": lambda parts: complex(*parts),
        "range": lambda parts: range(*parts),
        "generator": lambda _: (item for item in ()),
        "afar": afar,
    }[kind](content)


def _ours(module):
    return module.startswith(("course.models.", "course.analysis.", "course.material."))


def _named(module, name):
    """The class of one of the course's results."""
    if not _ours(module):
        raise Broken(f"a result of the module {module}")
    found = getattr(importlib.import_module(module), name)
    if not (isinstance(found, type) and issubclass(found, tuple)):
        raise Broken(f"{name} is no result")
    return found


# -- the examiner's requests ---------------------------------------------------


class Afar:
    """What stays in a room: calling it, or asking for an attribute, asks the room."""

    timed_elsewhere = True  # the room keeps the time; `course.check` does not keep it again

    def __init__(self, room, kept):
        self._room = room
        self.id = int(kept["id"])
        self.__name__ = str(kept.get("name", "your function"))[:80]
        self.unused = [str(name) for name in kept.get("unused", ())]
        if "signature" in kept:
            self.__signature__ = _signature(kept["signature"])

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self._room.attribute(self.id, name)


class AfarFunction(Afar):
    """The same for what can be called."""

    def __call__(self, *args, **kwargs):
        return self._room.call(self.id, args, kwargs)

    def costs(self, *args):
        """What a call gives and takes; see `course.check._cost`."""
        return self._room.call(self.id, args, {}, counted=True)


def _signature(parameters):
    """The signature that a list of [name, kind, whether there is a default] describes."""
    kinds = list(inspect._ParameterKind)
    none = inspect.Parameter.empty
    return inspect.Signature(
        [
            inspect.Parameter(name, kinds[kind], default=None if default else none)
            for name, kind, default in parameters
        ]
    )


def described(signature):
    """A signature as the list that `AfarFunction` reads."""
    none = inspect.Parameter.empty
    return [[p.name, int(p.kind), p.default is not none] for p in signature.parameters.values()]


def pack(request, ours):
    """A request of the examiner: pickled; an `Afar` in it is named by its number.

    Parameters
    ----------
    request : tuple
    ours : callable
        `ours(function) -> number`, for a function that only the examiner has.
    """
    file = io.BytesIO()

    class Pickler(pickle.Pickler):
        def persistent_id(self, value):
            if isinstance(value, Afar):
                return "kept", value.id
            if callable(value) and not _importable(value):
                return "ours", ours(value)
            return None

    Pickler(file).dump(request)
    return file.getvalue()


def unpack(data, kept, call_back):
    """The request in `data`, read in the room."""

    class Unpickler(pickle.Unpickler):
        def persistent_load(self, pid):
            kind, number = pid
            return kept[number] if kind == "kept" else call_back(number)

    return Unpickler(io.BytesIO(data)).load()


def _importable(value):
    if isinstance(value, (type, np.ufunc)):
        return True
    name, module = getattr(value, "__qualname__", ""), getattr(value, "__module__", None)
    if not name or module is None:  # an instance that may keep a count of its calls
        return False
    if module.startswith("course.check."):  # a room has no checks
        return False
    with contextlib.suppress(Exception):
        found = importlib.import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
        return found is value
    return False
