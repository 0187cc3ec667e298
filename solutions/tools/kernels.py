"""The course's kernels for a browser: `python solutions/tools/kernels.py FOLDER`.

writes `kernels.so` and `kernels.json` into FOLDER, from what each kernel declares that it
takes. Both belong beside `course/_ahead.py`, in the wheel that a browser is given:
`add_to(wheel)` puts them there. `pip install -e ".[site]"` brings the linker.
"""

import base64
import hashlib
import importlib
import importlib.util
import inspect
import json
import pkgutil
import subprocess
import sys
import tempfile
import typing
import zipfile
from pathlib import Path

from numba import types

ROOT = Path(__file__).resolve().parents[2]
FILES = "kernels.so", "kernels.json"
NUMBERS = {name: getattr(types, name) for name in ("f8", "i8", "u8", "f4", "i4", "i1", "u1")}
NUMBERS |= {"b1": types.boolean}
NAMES = {number: name for name, number in NUMBERS.items()}
PLAIN = {float: "f8", int: "i8", bool: "b1"}


def declared():
    """{kernel's full name: kernel} of all that declare what they take."""
    found = {}
    for package in ("course.models", "course.material"):
        for module in pkgutil.walk_packages(
            importlib.import_module(package).__path__, f"{package}."
        ):
            for name, item in vars(importlib.import_module(module.name)).items():
                if hasattr(item, "takes") and item.py_func.__module__ == module.name:
                    found[f"{module.name}.{name}"] = item
    return dict(sorted(found.items()))


def takes(kernel):
    """numba's types of a kernel's arguments, as it declares them.

    Raises
    ------
    ValueError
        If the declaration names what is not there, or too few or too many.
    """
    function = kernel.py_func
    beside = f"{function.__module__.rpartition('.')[0]}.model"
    known = {}
    if importlib.util.find_spec(beside) is not None:
        known |= vars(importlib.import_module(beside))
    known |= vars(sys.modules[function.__module__]) | NUMBERS
    try:
        given = eval(f"({kernel.takes},)", known)
        found = tuple(_type(item, known) for item in given)
    except (NameError, TypeError) as problem:
        raise ValueError(f"{function.__qualname__} takes {kernel.takes!r}: {problem}") from None
    wanted = len(inspect.signature(function).parameters)
    if len(found) != wanted:
        raise ValueError(f"{function.__qualname__} takes {kernel.takes!r}; it has {wanted}")
    return found


def _type(item, known):
    """numba's type for what stands in a declaration."""
    if isinstance(item, types.Type):
        return item
    if isinstance(item, tuple):
        return types.Tuple(tuple(_type(part, known) for part in item))
    if not hasattr(item, "_fields"):
        raise TypeError(f"{item!r} is no type of a kernel's argument")
    hints = typing.get_type_hints(item, include_extras=True)
    parts = [_field(hints[name], known) for name in item._fields]
    if len(set(parts)) == 1:
        return types.NamedUniTuple(parts[0], len(parts), item)
    return types.NamedTuple(parts, item)


def _field(hint, known):
    """The type of a NamedTuple's field by its annotation."""
    said = [word for word in getattr(hint, "__metadata__", ()) if isinstance(word, str)]
    plain = getattr(hint, "__origin__", hint) if hasattr(hint, "__metadata__") else hint
    return _type(eval(said[0], known) if said else NUMBERS[PLAIN[plain]], known)


def written(kind):
    """A type as `kernels.json` has it."""
    if kind in NAMES:
        return NAMES[kind]
    if isinstance(kind, types.Array):
        return f"{NAMES[kind.dtype]}:{kind.ndim}"
    if isinstance(kind, types.BaseTuple):
        return [written(part) for part in kind]
    if kind == types.none:
        return None
    raise ValueError(f"{kind} has no place in the table of kernels")


def build(folder):
    """Write both files into `folder`, in a process that has compiled nothing yet."""
    subprocess.run([sys.executable, str(Path(__file__)), str(folder)], check=True)


def add_to(wheel):
    """Put the kernels into a wheel of the course."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(wheel, "a") as archive:
        build(folder)
        (record,) = (name for name in archive.namelist() if name.endswith(".dist-info/RECORD"))
        rows = archive.read(record).decode()
        whole = {item: archive.read(item) for item in archive.infolist() if item.filename != record}
        for name in FILES:
            data = Path(folder, name).read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            rows += f"course/{name},sha256={digest},{len(data)}\n"
            whole[zipfile.ZipInfo(f"course/{name}")] = data
        whole[zipfile.ZipInfo(record)] = rows.encode()
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for item, data in whole.items():
            archive.writestr(item, data, zipfile.ZIP_DEFLATED)


def main(folder):
    from ahead import Export, side_module

    from course import _jit

    _jit._FOLDERS, _jit._HOME = [], None  # nothing that was compiled for this processor
    kernels = declared()
    kinds = {name: takes(kernel) for name, kernel in kernels.items()}
    symbols = {name: f"kernel{number}" for number, name in enumerate(kernels)}
    exports = [Export(symbols[name], kernels[name], kinds[name]) for name in kernels]
    module, returns = side_module(exports)
    table = {
        name: {
            "symbol": symbol,
            "takes": [written(kind) for kind in kinds[name]],
            "returns": written(returns[symbol]),
        }
        for name, symbol in symbols.items()
    }
    folder.mkdir(parents=True, exist_ok=True)
    Path(folder, FILES[0]).write_bytes(module)
    Path(folder, FILES[1]).write_text(json.dumps(table, indent=1), "utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(Path(sys.argv[1]))
