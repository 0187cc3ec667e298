"""Machine code of kernels, kept between sessions: it may be absent, never sick.

numba's own cache trusts what it finds, so a file that a full disk cut short ends every later
session with an error. Two sessions that compile at once can mix up each other's entries. And
it watches only the file that a kernel stands in, so a change to a helper elsewhere is missed.

Here an entry is one file. Its name is made from all that it depends on, the sources of all
models among them; it is written beside and renamed; and it ends in a digest that is checked
before anything in it is used. A kernel whose entry is not right is compiled anew, and one
whose entry cannot be kept works all the same.
"""

import contextlib
import hashlib
import os
import pickle
import sys
import time
import warnings
from pathlib import Path

import numba
from numba.core import compiler
from numba.core.registry import cpu_target
from numba.core.runtime import rtsys
from numba.core.serialize import dumps

SUFFIX = ".kernel"
SEAL = hashlib.sha256().digest_size
VERSION = f"py{sys.version_info[0]}{sys.version_info[1]}{sys.abiflags if os.name != 'nt' else ''}"
VERSION += f"-numba{numba.__version__}"


class KernelCache:
    """What numba asks for a kernel's machine code, and gives it to.

    Parameters
    ----------
    function : callable
        The kernel before it is compiled.
    stamp : str
        Names the state of the sources.
    folders : sequence of Path
        Where to look, the best place first.
    home : Path or None
        Where to keep what is new, if anywhere.
    missing : callable
        Called when there is no entry, so that the kernel is compiled next: that takes seconds.
    """

    def __init__(self, function, stamp, folders, home, missing=lambda: None):
        name = f"{Path(function.__code__.co_filename).stem}.{function.__qualname__}"
        self._function, self._stamp = function, stamp
        self._name = "".join(letter for letter in name if letter not in "<>")
        self._folders = folders
        self._home = home
        self._missing = missing

    @property
    def cache_path(self):
        """Folder of new entries, or None; numba shows it in `kernel.stats`."""
        return None if self._home is None else str(self._home)

    def load_overload(self, signature, target):
        """The compiled kernel for `signature`, or None.

        numba would set its compiler up before it looks: 0.35 s, all of its typing rules and
        SciPy's BLAS, half the time to a first picture. Only compiling needs it.
        """
        rtsys.initialize(target)  # arrays' memory
        key = self._key(signature, target.codegen())
        for folder in self._folders:
            found = load(folder / self._file(key), key, target)
            if found is not None:
                return found
        self._missing()
        return None

    def save_overload(self, signature, result):
        """Keep a compiled kernel, if there is room for it."""
        if self._home is None:
            return
        if result.lifted or result.library.has_dynamic_globals:
            warnings.warn(f"{self._name} cannot be kept between sessions", stacklevel=2)
            return
        key = self._key(signature, result.codegen)
        name = self._file(key)
        with contextlib.suppress(OSError):  # a full disk, a quota, a folder that is gone
            _write(self._home / name, (key, result._reduce()))
            self._remove_old(name)

    def enable(self):
        """numba's name for using the cache, which is always used."""

    def disable(self):
        """Neither look nor keep from here on."""
        self._folders, self._home = [], None

    def flush(self):
        """Remove the entries of this kernel."""
        for folder in self._folders:
            for path in folder.glob(f"{self._name}-*{SUFFIX}"):
                _remove(path)

    def _key(self, signature, codegen):
        """All that the machine code depends on but the sources."""
        cells = self._function.__closure__ or ()
        closure = dumps(tuple(cell.cell_contents for cell in cells)) if cells else b""
        code = self._function.__code__
        return (
            signature,
            codegen.magic_tuple(),
            code.co_firstlineno,
            hashlib.sha256(code.co_code + closure).hexdigest(),
        )

    def _file(self, key):
        short = hashlib.sha256(str(key).encode()).hexdigest()[:16]
        return f"{self._name}-{VERSION}-{self._stamp}-{short}{SUFFIX}"

    def _remove_old(self, name):
        """Remove what this kernel left here before the sources changed."""
        now = name.rpartition("-")[0]
        for path in self._home.glob(f"{self._name}-{VERSION}-*"):
            if not path.name.startswith(now):
                _remove(path)


def load(path, key, target):
    """The compiled kernel in the entry at `path`, or None; a damaged entry is removed."""
    try:
        kept, reduced = _read(path)
        return compiler.CompileResult._rebuild(target, *reduced) if kept == key else None
    except OSError:  # there is none, as a rule
        return None
    except Exception:  # unpickling and numba raise what they like
        _remove(path)
        return None


def sound(path):
    """Whether the entry at `path` holds what was written and, if made for this machine, loads."""
    target = cpu_target.target_context
    rtsys.initialize(target)
    try:
        (_, machine, *_), reduced = _read(path)
        if VERSION in path.name and machine == target.codegen().magic_tuple():
            compiler.CompileResult._rebuild(target, *reduced)
    except Exception:  # as in `load`: whatever it is, the entry is of no use
        return False
    return True


def _read(path):
    data = path.read_bytes()
    content, seal = data[:-SEAL], data[-SEAL:]
    if hashlib.sha256(content).digest() != seal:
        raise ValueError(f"{path} is damaged")
    return pickle.loads(content)


def _write(path, entry):
    content = dumps(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.stem}-{os.getpid()}-{time.time_ns()}.part")
    try:
        # Not a temporary file: that would be for our eyes only, and an image is for all users.
        with open(part, "xb") as file:
            file.write(content + hashlib.sha256(content).digest())
        os.replace(part, path)
    except BaseException:
        _remove(part)
        raise


def _remove(path):
    with contextlib.suppress(OSError):
        path.unlink()
