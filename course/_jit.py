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
        folder.mkdir(parents=True, exist_ok=True)
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


def cache_folder():
    """Folder for numba's compiled kernels, or None for numba's own choice.

    numba keeps them in `__pycache__` beside the source. Where the package is
    read-only and there is no writable home, `cache=True` raises at import, so
    the temporary folder is the last resort.
    """
    if os.environ.get("NUMBA_CACHE_DIR"):
        return Path(os.environ["NUMBA_CACHE_DIR"])
    if _writable(Path(__file__).parent / "models" / "__pycache__"):
        return None
    user = f"course-numba-{os.getuid()}" if hasattr(os, "getuid") else "course-numba"
    for folder in (_user_cache(), Path(tempfile.gettempdir()) / user):
        if folder is not None and _writable(folder):
            return folder
    return None


def cpu_quota(root="/sys/fs/cgroup"):
    """Processors this process may use: its affinity and its container's quota."""
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count() or 1
    try:  # cgroup 2: "max 100000" or "150000 100000", in µs a period
        quota, period = Path(root, "cpu.max").read_text().split()
    except (OSError, ValueError):
        try:  # cgroup 1
            quota = Path(root, "cpu/cpu.cfs_quota_us").read_text().strip()
            period = Path(root, "cpu/cpu.cfs_period_us").read_text()
        except OSError:
            return count
    if quota in ("max", "-1"):
        return count
    return max(1, min(count, int(quota) // int(period)))


def _pass_through(function=None, **options):
    """Stand-in for `numba.njit` that leaves the function as it is."""
    if function is None:
        return functools.partial(_pass_through, **options)
    return function


def _open():
    """Import numba with the settings above; return (njit, prange, present)."""
    folder = cache_folder()
    if folder is not None:
        os.environ["NUMBA_CACHE_DIR"] = str(folder)
    os.environ.setdefault("NUMBA_NUM_THREADS", str(cpu_quota()))
    try:
        import numba
    except ImportError:
        return _pass_through, range, False
    if folder is not None:  # numba may have been imported before us
        numba.config.CACHE_DIR = str(folder)
    return numba.njit, numba.prange, True


_njit, prange, COMPILED = _open()


def njit(function=None, **options):
    """`numba.njit` with the course's defaults, or the plain function without numba.

    `cache=True` keeps compiled code between sessions. `error_model="numpy"`
    drops the zero-division check that keeps a loop from vectorizing. fastmath
    stays off, so that results are the same bits on every machine.
    """
    options = {"cache": True, "error_model": "numpy"} | options
    return _njit(**options) if function is None else _njit(function, **options)
