"""course/_jit.py where packages are read-only, homes are missing and numba may not exist."""

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from patience import PATIENCE

from course import _jit

PACKAGE = Path(_jit.__file__).parent

# One neuron of known rate: enough to show that a kernel compiles and runs.
RUN_A_NEURON = """
from course.models.integrate_fire import LIF, f_i_curve, firing_rate
model = LIF()
error = abs(f_i_curve(model, 300.0, duration=300.0) / firing_rate(model, 300.0) - 1)
assert error < 1e-9, error
"""


def python(code, folder, **environment):
    """Run `code` in a fresh interpreter that imports the package in `folder`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    kept.pop("XDG_CACHE_HOME", None)
    kept |= {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"} | environment
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={name: value for name, value in kept.items() if value is not None},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def read_only_package(tmp_path):
    """A copy of the package in which no `__pycache__` can be made, by root either."""
    target = tmp_path / "site" / "course"
    skip = shutil.ignore_patterns("__pycache__", "*.ipynb", "plots", "explore", "check")
    shutil.copytree(PACKAGE, target, ignore=skip)
    for folder in (target, target / "models"):
        (folder / "__pycache__").write_text("in the way\n")
    return target.parent


def test_a_read_only_package_without_a_home_keeps_its_kernels_in_the_temporary_folder(
    read_only_package, tmp_path
):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    nowhere = {"HOME": "/proc/nonexistent", "LOCALAPPDATA": "", "TMPDIR": str(temporary)}
    python(RUN_A_NEURON, read_only_package, **nowhere)
    assert list(temporary.glob("course-numba-*/**/*.nbc")), "nothing was cached"


def test_a_read_only_package_prefers_the_users_cache(read_only_package, tmp_path):
    code = "from course import _jit; print(_jit.cache_folder())"
    cache = str(tmp_path / "cache")
    (folder,) = python(code, read_only_package, XDG_CACHE_HOME=cache, HOME=str(tmp_path))
    assert Path(folder).is_relative_to(tmp_path)


def test_kernels_compile_uncached_where_nothing_can_be_written(read_only_package, tmp_path):
    (tmp_path / "blocked").write_text("a file where a folder is wanted\n")
    code = "from course import _jit; assert not _jit.CACHED\n" + RUN_A_NEURON
    python(code, read_only_package, NUMBA_CACHE_DIR=str(tmp_path / "blocked" / "numba"))


def test_a_kernel_in_the_cache_runs_before_the_compiler_is_set_up(tmp_path):
    cache = str(tmp_path)
    python(RUN_A_NEURON, PACKAGE.parent, NUMBA_CACHE_DIR=cache)
    last_part_of_the_compiler = "assert 'numba.np.linalg' {} sys.modules\n"
    code = "import sys\n" + RUN_A_NEURON + last_part_of_the_compiler.format("not in")
    python(code, PACKAGE.parent, NUMBA_CACHE_DIR=cache)
    # Compiling sets it up, and a new kernel may call the loaded one.
    code += """
from course._jit import njit
from course.models import integrate_fire
gain = integrate_fire.model._gain
@njit(cache=False)
def twice(k, h):
    return 2 * gain(k, h)
assert twice(0.5, 1.0) == 2 * gain.py_func(0.5, 1.0)
"""
    code += last_part_of_the_compiler.format("in")
    python(code, PACKAGE.parent, NUMBA_CACHE_DIR=cache)


def test_a_numba_that_nobody_has_looked_at_loads_in_its_own_way(tmp_path):
    code = (
        """
import sys, numba
numba.version_info = numba.version_info._replace(short=(0, 99))
"""
        + RUN_A_NEURON
    )
    python(code, PACKAGE.parent, NUMBA_CACHE_DIR=str(tmp_path))
    code += "assert 'numba.np.linalg' in sys.modules\n"  # its compiler is set up first
    python(code, PACKAGE.parent, NUMBA_CACHE_DIR=str(tmp_path))


def test_a_spoiled_cache_is_told_and_not_hidden(tmp_path):
    python(RUN_A_NEURON, PACKAGE.parent, NUMBA_CACHE_DIR=str(tmp_path))
    code = """
import pickle, pytest
from course.models import integrate_fire
from numba.core import caching
def spoiled(self, signature, target):
    raise pickle.UnpicklingError("cut short")
caching.Cache._load_overload = spoiled
with pytest.raises(pickle.UnpicklingError, match="cut short"):
    integrate_fire.simulate(integrate_fire.LIF(), 300.0, duration=10.0)
"""
    python(code, PACKAGE.parent, NUMBA_CACHE_DIR=str(tmp_path))


def test_without_numba_the_models_import_and_run():
    hide = """
    import sys
    sys.modules["numba"] = None  # any import of it now raises ImportError
    from course import _jit
    def f(x):
        return x + 1
    assert not _jit.COMPILED and _jit.prange is range
    assert _jit.njit(f, cache=True) is f
    assert _jit.njit(f) is f
    assert _jit.njit(cache=True)(f) is f
    assert _jit.njit()(f) is f
    """
    python(textwrap.dedent(hide) + RUN_A_NEURON, PACKAGE.parent)


def test_every_model_imports_without_numba():
    names = sorted(path.parent.name for path in (PACKAGE / "models").glob("*/model.py"))
    code = "import sys; sys.modules['numba'] = None\n"
    code += "\n".join(f"import course.models.{name}" for name in names)
    python(code, PACKAGE.parent)


def test_a_numba_that_already_runs_threads_is_left_with_their_number():
    # numba rereads NUMBA_NUM_THREADS at every compilation and refuses a change
    code = """
    import numba, numpy as np
    @numba.njit(parallel=True)
    def double(x):
        for i in numba.prange(x.size):
            x[i] *= 2
        return x
    double(np.ones(4))
    import os
    before = os.environ.get("NUMBA_NUM_THREADS")
    from course import _jit
    assert os.environ.get("NUMBA_NUM_THREADS") == before
    assert _jit.njit(lambda x: x + 1, cache=False)(1) == 2
    """
    python(code, PACKAGE.parent)


def test_numba_told_not_to_compile_runs_the_models_as_plain_python_and_the_doctor_says_so():
    code = (
        RUN_A_NEURON
        + """
from course import _jit, doctor
assert not _jit.COMPILED and "NUMBA_DISABLE_JIT" in doctor.compiler().remedy
"""
    )
    python(code, PACKAGE.parent, NUMBA_DISABLE_JIT="1")


def test_njit_takes_options_or_a_function():
    assert _jit.njit(lambda x: 2 * x, cache=False)(3) == 6
    assert _jit.njit(cache=False)(lambda x: 3 * x)(3) == 9


def test_a_division_by_zero_in_a_kernel_gives_infinity_not_an_exception():
    if not _jit.COMPILED:
        pytest.skip("plain Python raises")
    assert _jit.njit(lambda x: 1.0 / x, cache=False)(0.0) == float("inf")


@pytest.fixture
def eight_processors(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(8)), raising=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("max 100000\n", 8),
        ("200000 100000\n", 2),
        ("350000 100000\n", 3),  # threads beyond the quota would be throttled
        ("50000 100000\n", 1),
        ("9900000 100000\n", 8),  # more than there are
        ("", 8),
        ("nonsense 100000", 8),
        ("100000 0", 8),
    ],
)
def test_a_version_2_quota_is_read(tmp_path, eight_processors, text, expected):
    (tmp_path / "cpu.max").write_text(text)
    assert _jit.cpu_quota(tmp_path) == expected


@pytest.mark.parametrize(("quota", "expected"), [("-1", 8), ("400000", 4), ("10000", 1), ("", 8)])
def test_a_version_1_quota_is_read(tmp_path, eight_processors, quota, expected):
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text(quota + "\n")
    (tmp_path / "cpu" / "cpu.cfs_period_us").write_text("100000\n")
    assert _jit.cpu_quota(tmp_path) == expected


def test_without_a_cgroup_the_affinity_counts(tmp_path, eight_processors):
    assert _jit.cpu_quota(tmp_path) == 8


def test_a_cache_that_someone_else_made_is_not_trusted(tmp_path, monkeypatch):
    if not hasattr(os, "getuid"):
        pytest.skip("no user ids here")
    monkeypatch.setattr(_jit.tempfile, "gettempdir", lambda: str(tmp_path))
    assert _jit._temporary_cache().is_dir()
    owner = os.getuid()
    monkeypatch.setattr(_jit.os, "getuid", lambda: owner + 1)
    (tmp_path / f"course-numba-{owner + 1}").mkdir()  # ours in name, not in fact
    assert _jit._temporary_cache() is None
