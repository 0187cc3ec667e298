"""course/_jit.py where packages are read-only, homes are missing and numba may not exist."""

import errno
import hashlib
import os
import pickle
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

import pytest
from patience import PATIENCE

from course import _jit, _kernel_cache

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
    assert list(temporary.glob("course-numba-*/**/*.kernel")), "nothing was cached"


def test_a_read_only_package_prefers_the_users_cache(read_only_package, tmp_path):
    code = "from course import _jit; print(_jit.cache_of(_jit.__file__)[1])"
    cache = str(tmp_path / "cache")
    (folder,) = python(code, read_only_package, XDG_CACHE_HOME=cache, HOME=str(tmp_path))
    assert Path(folder).is_relative_to(tmp_path / "cache")


def test_kernels_compile_uncached_where_nothing_can_be_written(read_only_package, tmp_path):
    (tmp_path / "blocked").write_text("a file where a folder is wanted\n")
    nowhere = str(tmp_path / "blocked" / "numba")
    code = f"""
from course import _jit
_jit.tempfile.gettempdir = lambda: {nowhere!r}
assert _jit._find_cache()[1] is None
_jit._HOME = None
"""
    environment = {"NUMBA_CACHE_DIR": nowhere, "HOME": nowhere, "LOCALAPPDATA": nowhere}
    python(code + RUN_A_NEURON, read_only_package, **environment)
    code = "import numba\nnumba.version_info = numba.version_info._replace(short=(0, 99))\n" + code
    python(code + RUN_A_NEURON, read_only_package, **environment)


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
gain = integrate_fire.kernel.gain
@njit(cache=False)
def twice(k, h):
    return 2 * gain(k, h)
assert twice(0.5, 1.0) == 2 * gain.py_func(0.5, 1.0)
"""
    code += last_part_of_the_compiler.format("in")
    python(code, PACKAGE.parent, NUMBA_CACHE_DIR=cache)


UNKNOWN = "import numba\nnumba.version_info = numba.version_info._replace(short=(0, 99))\n"


def test_a_numba_that_nobody_has_looked_at_keeps_and_loads_in_its_own_way(tmp_path):
    told = "from course import _jit\nsaid = []\nwith _jit.telling(said.append):\n"
    code = UNKNOWN + told + textwrap.indent(RUN_A_NEURON, " ")
    python(code + "assert said", PACKAGE.parent, NUMBA_CACHE_DIR=str(tmp_path))
    assert list(tmp_path.rglob("*.nbi")) and not list(tmp_path.rglob("*.kernel"))
    code += """
assert not said
from course.models import integrate_fire
assert integrate_fire.kernel.rates.stats.cache_hits
import sys; assert 'numba.np.linalg' in sys.modules  # its compiler is set up first
"""
    python(code, PACKAGE.parent, NUMBA_CACHE_DIR=str(tmp_path))
    for path in [*tmp_path.rglob("*.nbi"), *tmp_path.rglob("*.nbc")]:
        path.write_bytes(path.read_bytes()[:-20])
    python(UNKNOWN + RUN_A_NEURON, PACKAGE.parent, NUMBA_CACHE_DIR=str(tmp_path))


# -- the cache may be absent, never sick -------------------------------------------


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """`make()` gives a new session's kernel, `entry()` the file that it keeps its code in."""
    if not _jit.COMPILED:
        pytest.skip("nothing is compiled here")
    source = tmp_path / "kept.py"
    source.write_text("def double(x):\n    return 2.0 * x + 0.25\n")
    monkeypatch.setattr(_jit, "_FOLDERS", [tmp_path / "cache"])
    monkeypatch.setattr(_jit, "_HOME", tmp_path / "cache")
    scope = {}
    exec(compile(source.read_text(), str(source), "exec"), scope)

    def make():
        return _jit.njit(scope["double"])

    def entry():
        (path,) = (tmp_path / "cache").rglob("*.kernel")
        return path

    return SimpleNamespace(make=make, entry=entry, folder=tmp_path / "cache", source=source)


def hits(kernel):
    return sum(kernel.stats.cache_hits.values())


def test_a_kernel_is_kept_and_loaded_by_the_next_session(kept):
    first, second = kept.make(), kept.make()
    assert first(21.0) == 42.25 and not hits(first)
    assert second(21.0) == 42.25 and hits(second)
    assert [path.name for path in kept.folder.rglob("*") if path.is_file()] == [kept.entry().name]


def spoiled(data):
    """What may become of a file: cut short anywhere, filled up, overwritten, one bit turned."""
    size = len(data)
    lengths = [0, 1, 2, 31, 32, 33, *range(64, size, size // 20), size - 33, size - 32, size - 1]
    yield from (data[:length] for length in lengths)
    yield from (data[:place] + bytes(size - place) for place in (0, size // 2, size - 8))
    yield from (data + b"x", data + data, b"\x80\x04K\x01.", b"garbage\n", bytes(100))
    for place in range(0, size, size // 20):
        yield data[:place] + bytes([data[place] ^ 64]) + data[place + 1 :]
    for other in (None, 1, ("key", ("not", "a", "kernel")), {"a": 1}, (1, 2, 3), kill):
        content = pickle.dumps(other)
        yield content  # a pickle, but not ours
        yield content + hashlib.sha256(content).digest()  # ours, of an earlier edition perhaps


def kill():
    raise SystemExit("an entry that is loaded must not be run")


def test_who_waits_for_a_kernel_is_told_once_that_it_is_compiled_and_never_that_it_is_loaded(kept):
    outer, inner = [], []
    for _ in range(2):
        with _jit.telling(outer.append), _jit.telling(inner.append):
            kept.make()(21.0)
    assert inner == ["Compiling, first time only."] and not outer
    kept.entry().unlink()
    kept.make()(21.0)  # nobody waits any more
    assert len(inner) == 1


def test_where_nothing_can_be_kept_nobody_is_promised_that_it_was_the_first_time(kept, monkeypatch):
    monkeypatch.setattr(_jit, "_HOME", None)
    said = []
    with _jit.telling(said.append):
        kept.make()(21.0)
    assert said == ["Compiling, in every session, because nothing can be kept."]


def test_an_entry_that_is_not_right_is_dropped_and_made_anew(kept):
    kept.make()(1.0)
    path = kept.entry()
    sound = path.read_bytes()
    for content in spoiled(sound):
        path.write_bytes(content)
        kernel = kept.make()
        assert kernel(21.0) == 42.25 and not hits(kernel), content[:40]
        healed = kept.make()
        assert healed(21.0) == 42.25 and hits(healed), content[:40]


def test_an_entry_of_another_kernel_under_our_name_is_not_ours(kept):
    kernel = kept.make()
    kernel(1.0)
    floats = kept.entry()
    kernel(1)
    (ints,) = set(kept.folder.rglob("*.kernel")) - {floats}
    shutil.copy(ints, floats)
    again = kept.make()
    assert again(21.0) == 42.25 and again(21) == 42.25


def test_a_folder_or_a_file_in_the_way_of_the_cache_costs_only_time(kept):
    kept.make()(1.0)
    path = kept.entry()
    path.unlink()
    path.mkdir()
    assert kept.make()(21.0) == 42.25 and not hits(kept.make())
    shutil.rmtree(kept.folder)
    kept.folder.write_text("in the way")
    assert kept.make()(21.0) == 42.25


@pytest.mark.parametrize("place", ["open", "replace", "mkdir"])
def test_a_full_disk_or_a_quota_costs_only_time(kept, monkeypatch, place):
    def refuse(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        if place == "open":
            patch.setattr(_kernel_cache, "open", refuse, raising=False)
        elif place == "replace":
            patch.setattr(_kernel_cache.os, "replace", refuse)
        else:
            patch.setattr(_kernel_cache.Path, "mkdir", refuse)
        assert kept.make()(21.0) == 42.25
    assert not [path for path in kept.folder.rglob("*") if path.is_file()]
    kept.make()(1.0)
    kernel = kept.make()
    assert kernel(21.0) == 42.25 and hits(kernel)


def test_a_disk_that_fills_up_in_the_middle_of_a_file_leaves_none(tmp_path):
    resource = pytest.importorskip("resource", reason="this system has no limits for files")
    del resource
    code = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
"""
    python(code + RUN_A_NEURON, PACKAGE.parent, NUMBA_CACHE_DIR=str(tmp_path))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    python(code + UNKNOWN + RUN_A_NEURON, PACKAGE.parent, NUMBA_CACHE_DIR=str(tmp_path))


# A folder that no one may write to, root neither: the probe for it fails.
SHIPPED = """
import os, tempfile
probe = tempfile.TemporaryFile
def refuse(*arguments, dir=None, **options):
    if str(dir).startswith(os.environ["SHIPPED"]):
        raise PermissionError(13, "Read-only file system")
    return probe(*arguments, dir=dir, **options)
tempfile.TemporaryFile = refuse
"""
COUNT = """
from course.models import integrate_fire
print(sum(integrate_fire.kernel.rates.stats.cache_hits.values()))
"""


@pytest.mark.parametrize("how", ["beside the sources", "in NUMBA_CACHE_DIR"])
def test_a_shipped_cache_is_read_and_what_is_new_is_kept_in_the_users_own(tmp_path, how):
    site, home = tmp_path / "site", tmp_path / "home"
    skip = shutil.ignore_patterns("__pycache__", "*.ipynb", "plots", "explore", "check")
    shutil.copytree(PACKAGE, site / "course", ignore=skip)
    place = {"NUMBA_CACHE_DIR": str(site / "kernels")} if how.startswith("in") else {}
    python(RUN_A_NEURON, site, **place)
    shipped = sorted(path for path in site.rglob("*.kernel"))
    assert shipped
    before = {path: path.read_bytes() for path in shipped}
    place |= {"SHIPPED": str(site), "XDG_CACHE_HOME": str(home), "HOME": str(home)}
    place |= {"LOCALAPPDATA": str(home)}
    assert python(SHIPPED + RUN_A_NEURON + COUNT, site, **place) == ["1"]
    assert not list(home.rglob("*.kernel"))
    new = "\nintegrate_fire.kernel.gain(1, 1)"
    python(SHIPPED + RUN_A_NEURON + COUNT + new, site, **place)
    assert {path: path.read_bytes() for path in site.rglob("*.kernel")} == before
    (kept,) = home.rglob("*.kernel")
    assert "gain" in kept.name


def test_sessions_that_compile_at_once_do_not_mix_up_their_entries(tmp_path):
    code = """
import sys
from course._jit import njit
from course.models import integrate_fire
kernel = integrate_fire.kernel.gain
values = [(0.5, 1.0), (1, 2), (1, 0.5), (0.5, 2)]
k = int(sys.argv[1]) if len(sys.argv) > 1 else 0
for arguments in values[k:] + values[:k]:
    assert kernel(*arguments) == kernel.py_func(*arguments), arguments
print(sum(kernel.stats.cache_hits.values()))
"""
    environment = os.environ | {"PYTHONPATH": str(PACKAGE.parent), "NUMBA_CACHE_DIR": str(tmp_path)}
    command = [sys.executable, "-c", code]
    sessions = [subprocess.Popen([*command, str(k)], env=environment) for k in range(4)]
    assert [session.wait(120) for session in sessions] == [0] * 4
    assert python(code, PACKAGE.parent, NUMBA_CACHE_DIR=str(tmp_path)) == ["4"]


@pytest.mark.parametrize("version", ["", UNKNOWN], ids=["known numba", "unknown numba"])
def test_a_helper_edited_in_another_file_is_seen_and_unchanged_sources_still_hit(tmp_path, version):
    package = tmp_path / "course"
    (package / "models").mkdir(parents=True)
    for name in ("_jit.py", "_kernel_cache.py"):
        shutil.copy(PACKAGE / name, package / name)
    (package / "__init__.py").touch()
    (package / "models" / "__init__.py").touch()
    helper = package / "models" / "helper.py"
    (package / "models" / "kernel.py").write_text(
        "from course._jit import njit\nfrom course.models.helper import OFFSET, help\n"
        "@njit\ndef kernel(x):\n    return 2.0 * help(x) + OFFSET\n"
    )
    code = (
        version
        + """
from course.models.kernel import kernel
print(kernel(1.0), sum(kernel.stats.cache_hits.values()))
"""
    )

    def edit(added, offset):
        helper.write_text(
            f"from course._jit import njit\nOFFSET = {offset}\n"
            f"@njit\ndef help(x):\n    return x + {added}\n"
        )
        os.utime(helper, (1e9, 1e9))  # as old as before, and as long

    edit(5.0, 0.0)
    assert python(code, tmp_path) == ["12.0", "0"]
    assert python(code, tmp_path) == ["12.0", "1"]
    edit(6.0, 0.0)
    assert python(code, tmp_path) == ["14.0", "0"]
    edit(6.0, 1.0)
    assert python(code, tmp_path) == ["15.0", "0"]
    os.utime(helper)  # a new date alone changes nothing
    assert python(code, tmp_path) == ["15.0", "1"]
    if not version:  # and what is out of date does not pile up
        assert len(list((package / "models").rglob("kernel.kernel*.kernel"))) == 1


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
from course import _jit
from course.app import doctor
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
