"""The one door to numba: every kernel of the course says `from course._jit import njit`.

Three things have to be settled before numba is imported or a kernel is compiled:
where compiled code is kept, how many threads are really ours, and what happens
where numba does not exist (a browser). Everything else in the course can then
ignore them.
"""

import contextlib
import functools
import hashlib
import os
import sys
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).parent


def _writable(folder, mode=0o777):
    """Make `folder` and say whether files can be written there."""
    try:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _user_cache():
    if sys.platform == "win32":
        root = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        root = "~/Library/Caches"
    else:
        root = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        return Path(root or "~/.cache").expanduser() / "course" / "numba"
    except RuntimeError:  # no home folder at all
        return None


def _temporary_cache():
    """A folder of ours in the temporary folder, or None where someone else made it.

    Compiled kernels are loaded by unpickling, so another user's must not be.
    """
    user = os.getuid() if hasattr(os, "getuid") else ""
    try:
        folder = Path(tempfile.gettempdir()) / f"course-numba-{user}"
        folder.mkdir(mode=0o700, exist_ok=True)
        if user != "" and folder.lstat().st_uid != user:
            return None
    except OSError:
        return None
    return folder


BESIDE = PACKAGE / "models" / "__pycache__"  # stands for `__pycache__` beside each source


def _find_cache():
    """(folders that may hold compiled kernels, the one to keep new ones in or None).

    The first is where an image may have brought some: `NUMBA_CACHE_DIR`, or beside the
    sources. What can be written there is written there, else in the user's own cache. The
    temporary folder is the last resort; where even that fails, kernels compile anew in
    every session.
    """
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    folders = [Path(chosen) if chosen else BESIDE]
    if _writable(folders[0]):
        return folders, folders[0]
    for place in (_user_cache, _temporary_cache):
        folder = place()
        if folder is not None and _writable(folder, 0o700):
            return [*folders, folder], folder
    return folders, None


def cache_of(source):
    """(folders that may hold kernels of the file `source`, the one to keep new ones in or None)."""
    found = [_below(folder, Path(source).resolve().parent) for folder in _FOLDERS]
    return found, None if _HOME is None else found[_FOLDERS.index(_HOME)]


def _below(folder, place):
    if folder == BESIDE:
        return place / "__pycache__"
    return folder / f"{place.name}_{hashlib.sha256(str(place).encode()).hexdigest()[:24]}"


def sources():
    """The files that kernels and their helpers may stand in."""
    rooms = ("models", "analysis", "material")
    inside = (path for room in rooms for path in (PACKAGE / room).rglob("*.py"))
    return sorted([*PACKAGE.glob("*.py"), *inside])


def stamp(source):
    """A name for the state of all sources and of `source`, should it be none of them.

    A kernel may call helpers and use constants from any of them, and holds their machine
    code within its own.
    """
    state = os.stat(source)
    return _stamp(source, state.st_mtime_ns, state.st_size)


@functools.cache
def _stamp(source, *_):
    return hashlib.sha256(_stamp_of_sources() + Path(source).read_bytes()).hexdigest()[:12]


@functools.cache
def _stamp_of_sources():
    """What stands in them counts, not their dates: a millisecond, once in a session."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(f"{path.relative_to(PACKAGE)}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()


def cpu_quota(root="/sys/fs/cgroup"):
    """Processors this process may use: its affinity and its container's quota."""
    if sys.platform == "emscripten":
        return 1  # no thread can be started
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count() or 1
    try:  # cgroup 2: "max 100000" or "150000 100000", in µs a period
        limits = Path(root, "cpu.max").read_text().split()
    except OSError:
        try:  # cgroup 1, where -1 is no limit
            names = "cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us"
            limits = [Path(root, name).read_text() for name in names]
        except OSError:
            return count
    try:
        quota, period = (int(limit) for limit in limits)
    except ValueError:  # "max", or a format of the future
        return count
    return max(1, min(count, quota // period)) if quota > 0 and period > 0 else count


def _without_numba(function, **options):
    """Stand-in for `numba.njit`: what was compiled ahead of time, else the function as it is."""
    if sys.platform == "emscripten":
        from course._ahead import compiled

        return compiled(function)
    return function


def _open():
    """Import numba with the settings above; return (njit, prange, compiles)."""
    if "numba" not in sys.modules:  # its threads may run already: then a new count raises
        os.environ.setdefault("NUMBA_NUM_THREADS", str(cpu_quota()))
    try:
        import numba
    except ImportError:
        return _without_numba, range, False
    return numba.njit, numba.prange, not numba.config.DISABLE_JIT


_njit, prange, COMPILED = _open()
_FOLDERS, _HOME = _find_cache()


def njit(function=None, **options):
    """`numba.njit` with the course's defaults, or the plain function without numba.

    A kernel that Python calls declares what it takes, `@njit("f8[::1], f8, Model")`: numba's
    names of types, and NamedTuples of its own file or of `model.py` beside it, whose fields are
    float, int, bool or `Annotated[np.ndarray, "f8[::1]"]`. Where numba is, it compiles whatever
    it is given; for a browser kernels are compiled before, for what they declare.

    `cache=True` keeps compiled code between sessions (`_kernel_cache`). `error_model="numpy"`
    drops the zero-division check that keeps a loop from vectorizing. fastmath
    stays off, so that results are the same bits on every machine.
    """
    if isinstance(function, str):
        return functools.partial(_declared, function, options)
    if function is None:
        return functools.partial(njit, **options)
    options = {"cache": True, "error_model": "numpy"} | options
    source = function.__code__.co_filename
    cached = options.pop("cache") and COMPILED and os.path.isfile(source)
    if cached and not _OLDEST <= _numba_version() <= _NEWEST:
        return _cached_by_numba(function, options)
    kernel = _njit(function, **options)
    if cached:
        from course._kernel_cache import KernelCache

        kernel._cache = KernelCache(function, stamp(source), *cache_of(source), _tell)
    return kernel


def _declared(takes, options, function):
    kernel = njit(function, **options)
    kernel.takes = takes
    return kernel


_listeners = []  # who waits for a kernel now, the innermost last


@contextlib.contextmanager
def telling(tell):
    """Call `tell(words)` when a kernel has to be compiled before what stands inside can go on."""
    _listeners.append(tell)
    try:
        yield
    finally:
        _listeners.remove(tell)


def _tell():
    kept = "first time only" if _HOME else "in every session, because nothing can be kept"
    if _listeners:
        _listeners[-1](f"Compiling, {kept}.")


def compiling():
    """True while this thread compiles a kernel, or loads one."""
    if not COMPILED:
        return False
    from numba.core.compiler_lock import global_compiler_lock

    return global_compiler_lock.is_locked()


_OLDEST, _NEWEST = (0, 61), (0, 68)  # numba whose dispatcher was read and tested


def _numba_version():
    import numba

    return numba.version_info.short


def _cached_by_numba(function, options):
    """A kernel with numba's own cache, for a numba that nobody has looked at.

    What is public serves: a folder whose name changes with the sources, and two methods
    that must not fail. An entry that unpickles but is damaged is not recognized here.
    """
    import numba

    if _HOME is None:
        return _njit(function, **options)
    os.environ["NUMBA_CACHE_DIR"] = str(_HOME / f"sources-{stamp(function.__code__.co_filename)}")
    numba.config.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]  # it was read when numba was imported
    try:
        kernel = _njit(function, cache=True, **options)
    except RuntimeError:  # the folder cannot be written any more
        return _njit(function, **options)
    load, save = _harmless(kernel._cache.load_overload), _harmless(kernel._cache.save_overload)

    def load_or_tell(*arguments):
        found = load(*arguments)
        if found is None:
            _tell()
        return found

    kernel._cache.load_overload, kernel._cache.save_overload = load_or_tell, save
    return kernel


def _harmless(method):
    @functools.wraps(method)
    def attempt(*arguments):
        with contextlib.suppress(Exception):
            return method(*arguments)

    return attempt
