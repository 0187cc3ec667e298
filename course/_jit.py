"""The one door to numba: every kernel of the course says `from course._jit import njit`.

Three things have to be settled before numba is imported or a kernel is compiled:
where compiled code is kept, how many threads are really ours, and what happens
where numba does not exist (a browser). Everything else in the course can then
ignore them.
"""

import functools
import os
import sys
import tempfile
from pathlib import Path


def _writable(folder):
    """Make `folder` and say whether files can be written there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
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


def _find_cache():
    """(folder or None for numba's own choice, whether anything can be written there)."""
    if os.environ.get("NUMBA_CACHE_DIR"):
        folder = Path(os.environ["NUMBA_CACHE_DIR"])
        return folder, _writable(folder)
    if _writable(Path(__file__).parent / "models" / "__pycache__"):
        return None, True
    for place in (_user_cache, _temporary_cache):
        folder = place()
        if folder is not None and _writable(folder):
            return folder, True
    return None, False


def cache_folder():
    """Folder for numba's compiled kernels, or None for numba's own choice.

    numba keeps them in `__pycache__` beside the source. Where the package is
    read-only and there is no writable home, `cache=True` raises at import, so
    the temporary folder is the last resort; `CACHED` is False where even that
    fails, and kernels compile anew in every session.
    """
    return _find_cache()[0]


def cpu_quota(root="/sys/fs/cgroup"):
    """Processors this process may use: its affinity and its container's quota."""
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


def _pass_through(function, **options):
    """Stand-in for `numba.njit` that leaves the function as it is."""
    return function


def _open():
    """Import numba with the settings above; return (njit, prange, compiles, cacheable)."""
    folder, usable = _find_cache()
    if folder is not None and usable:
        os.environ["NUMBA_CACHE_DIR"] = str(folder)
    if "numba" not in sys.modules:  # its threads may run already: then a new count raises
        os.environ.setdefault("NUMBA_NUM_THREADS", str(cpu_quota()))
    try:
        import numba
    except ImportError:
        return _pass_through, range, False, False
    if folder is not None and usable:  # numba may have been imported before us
        numba.config.CACHE_DIR = str(folder)
    return numba.njit, numba.prange, not numba.config.DISABLE_JIT, usable


_njit, prange, COMPILED, CACHED = _open()


def njit(function=None, **options):
    """`numba.njit` with the course's defaults, or the plain function without numba.

    `cache=True` keeps compiled code between sessions. `error_model="numpy"`
    drops the zero-division check that keeps a loop from vectorizing. fastmath
    stays off, so that results are the same bits on every machine.
    """
    if function is None:
        return functools.partial(njit, **options)
    options = {"cache": True, "error_model": "numpy"} | options
    options["cache"] = options["cache"] and CACHED  # else numba raises
    kernel = _njit(function, **options)
    if options["cache"] and COMPILED and _OLDEST <= _numba_version() <= _NEWEST:
        _load_without_compiler(kernel)
    return kernel


def compiling():
    """True while this thread compiles a kernel, or loads one."""
    if not COMPILED:
        return False
    from numba.core.compiler_lock import global_compiler_lock

    return global_compiler_lock.is_locked()


_OLDEST, _NEWEST = (0, 61), (0, 68)  # numba whose cache was read and tested


def _numba_version():
    import numba

    return numba.version_info.short


def _load_without_compiler(kernel):
    """Let `kernel` load its cached machine code without setting numba's compiler up first.

    The setting-up takes 0.35 s, all of numba's typing rules and SciPy's BLAS, half the time
    to a first picture. Only compiling needs it, and does it by itself. The names used are
    private to numba, so a version that nobody has looked at keeps its own way.
    """
    from numba.core.runtime import rtsys

    cache = kernel._cache
    own_way = cache.load_overload

    def load_overload(signature, target):
        rtsys.initialize(target)  # arrays' memory
        found = None
        with cache._guard_against_spurious_io_errors():
            found = cache._load_overload(signature, target)
        return own_way(signature, target) if found is None else found

    cache.load_overload = load_overload
