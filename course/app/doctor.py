"""Is this installation sound? Says in words what is wrong and what to do.

`course doctor` prints it; lesson 00 shows `doctor.examine()` in the notebook.
"""

import contextlib
import importlib
import importlib.util
import os
import pkgutil
import re
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

import course
from course import _jit
from course.app import folder as students_folder
from course.app.report import Finding, Report

DISTRIBUTION = "neural-course"
OLDEST = (3, 11)
LAB_PARTS = {
    "anywidget": "anywidget",
    "@jupyter-widgets/jupyterlab-manager": "jupyterlab_widgets",
}


def examine():
    """Look at everything.

    Returns
    -------
    Report
    """
    return Report(
        (python(), *packages(), compiler(), cache(), jupyterlab(), live_figure(), shadows())
    )


def shadows(folders=None):
    """Whether a file of the student hides a module of Python or a package, by its name."""
    what = "your files"
    if folders is None:
        folders = {Path.cwd(), students_folder.found()} if students_folder.found() else ()
    found = [each for folder in folders for each in students_folder.shadows(folder)]
    if not found:
        return Finding(True, what, "hide no module of others")
    words = "; ".join(f"{path.name}: {hides}" for path, hides in found)
    remedy = "rename " + ", ".join(path.name for path, _ in found) + " and restart the kernel"
    return Finding(False, what, words, remedy)


def python(version=None):
    """Whether this Python is young enough."""
    version = tuple(version or sys.version_info[:3])
    words = ".".join(map(str, version))
    oldest = ".".join(map(str, OLDEST))
    remedy = f"install Python {oldest} or newer and make the environment anew with it"
    return Finding(version >= OLDEST, "Python", words, remedy, sys.prefix)


def requirements():
    """(package, lowest version) of what lessons in JupyterLab need, as the metadata says."""
    try:
        lines = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:  # a checkout that is not installed
        import tomllib

        file = Path(course.__file__).resolve().parents[1] / "pyproject.toml"
        project = tomllib.loads(file.read_text("utf-8"))["project"]
        lines = project["dependencies"] + project["optional-dependencies"]["lab"]
    for line in lines:
        if "extra ==" not in line or re.search("extra == ['\"]lab['\"]", line):
            name, _, floor = re.match(r"([\w.-]+)\s*(>=\s*([\w.]+))?", line).groups()
            yield name, floor or "0"


def packages():
    """A finding for each package that is missing or too old, or one for all."""
    wrong = []
    found = []
    for name, floor in requirements():
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            words = "is not installed in this environment"
        else:
            found.append(f"{name} {version}")
            if _numbers(version) >= _numbers(floor):
                continue
            words = f"{version} is older than {floor}, the oldest that works"
        remedy = f'"{sys.executable}" -m pip install --upgrade "{name}>={floor}"'
        wrong.append(Finding(False, name, words, remedy))
    return wrong or [Finding(True, "packages", ", ".join(found))]


def _numbers(version):
    """1.26.0rc1 -> (1, 26, 0): enough to compare with a floor."""
    return tuple(int(part) for part in re.match(r"\d+(\.\d+)*", version)[0].split("."))


def _probe(x):
    return 2.0 * x


def compiler():
    """Whether numba compiles, and keeps what it compiled."""
    what = "numba"
    if not _jit.COMPILED and importlib.util.find_spec("numba") is not None:
        remedy = "remove the environment variable NUMBA_DISABLE_JIT; with it the models are slow"
        return Finding(False, what, "is told not to compile", remedy)
    if not _jit.COMPILED:
        remedy = f'"{sys.executable}" -m pip install numba; without it the models are very slow'
        return Finding(False, what, "is not installed; models run as plain Python", remedy)
    try:
        started = time.perf_counter()
        kernel = _jit.njit(_probe)
        answer = kernel(21.0)
        seconds = time.perf_counter() - started
        again = _jit.njit(_probe)  # what the next session does
        answer = answer if again(21.0) == answer else None
    except Exception as error:
        remedy = (
            "install numba again and, if that does not help, set the environment variable "
            "NUMBA_CACHE_DIR to a folder of yours"
        )
        return Finding(False, what, f"fails: {type(error).__name__}: {error}", remedy)
    if answer != 42.0:
        remedy = f'"{sys.executable}" -m pip install --force-reinstall numba llvmlite'
        return Finding(False, what, f"computes {answer} for 2 times 21", remedy)
    remedy = "set the environment variable NUMBA_CACHE_DIR to a folder that you can write to"
    if not again.stats.cache_hits:
        return Finding(False, what, "compiles, but nothing is kept for the next session", remedy)
    how = "found compiled code" if kernel.stats.cache_hits else "compiled"
    return Finding(True, what, f"{how} in {seconds:.1f} s")


def cache(folders=None, home=None):
    """Whether compiled code can be kept, and all that was kept can be loaded."""
    what = "compiled code"
    remedy = "make room there or make that folder yours, or set NUMBA_CACHE_DIR to one that is"
    if folders is None:
        folders, home = _kept_in()
    if home is None:
        words = f"cannot be kept: {folders[0]} and your own cache cannot be written"
        return Finding(False, what, words, remedy)
    try:
        _write_really(home)
    except OSError as problem:
        words = f"cannot be kept in {home}: {problem.strerror}"
        return Finding(False, what, words, remedy)
    entries = [path for folder in folders for path in folder.glob("*.kernel") if _jit.COMPILED]
    sick = [path for path in entries if not _sound(path)]
    for path in sick:
        with contextlib.suppress(OSError):
            path.unlink()
    words = "is kept for the next session"
    if sick:
        words += f"; {len(sick)} of {len(entries)} files were damaged and will be made anew"
    elif entries:
        words += "; all that was kept can be loaded"
    return Finding(True, what, words, where=str(home))


def _kept_in():
    """(every folder that may hold compiled code, the one where new code of models goes)."""
    places = [_jit.cache_of(path) for path in (*_jit.sources(), Path(__file__))]
    models = Path(_jit.__file__).parent / "models" / "__init__.py"
    return sorted({folder for found, _ in places for folder in found}), _jit.cache_of(models)[1]


def _write_really(folder):
    """Write a file as large as compiled code: an empty one fits on a full disk."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(os.urandom(1_000_000))
        file.flush()
        os.fsync(file.fileno())


def _sound(path):
    from course import _kernel_cache

    return _kernel_cache.sound(path)


def jupyterlab(folders=None):
    """Whether JupyterLab is there, with what shows the sliders."""
    what = "JupyterLab"
    again = f'"{sys.executable}" -m pip install --force-reinstall'
    if importlib.util.find_spec("jupyterlab") is None:
        return Finding(False, what, "is not installed", f"{again} jupyterlab")
    if folders is None:
        from jupyter_core.paths import jupyter_path

        folders = jupyter_path("labextensions")
    for part, package in LAB_PARTS.items():
        if not any(Path(folder, part, "package.json").is_file() for folder in folders):
            words = f"does not find {part}, without which sliders are only text"
            return Finding(False, what, words, f"{again} {package}")
    return Finding(True, what, "finds what shows the sliders")


def live_figure():
    """Whether a live figure computes and draws."""
    what = "live figure"
    try:
        live = importlib.import_module("course.live")
        started = time.perf_counter()

        @live.figure("A line", live.Slider("slope", -1.0, 1.0, 0.5, 0.1))
        def line(slope):
            return {}

        @line.show
        def show_line(ax, r):
            ax.A.line("line", [0, 1], [0, r.slope])
            return f"slope {r.slope}"

        figure = line()
        figure.set(slope=-0.5)
        size = len(figure.png())
        seconds = time.perf_counter() - started
        figure.close()
    except Exception as error:
        remedy = f'"{sys.executable}" -m pip install --force-reinstall matplotlib pillow anywidget'
        return Finding(False, what, f"fails: {type(error).__name__}: {error}", remedy)
    return Finding(size > 0, what, f"drawn in {seconds:.1f} s", "install matplotlib again")


def moved(figure):
    """Whether a hand has moved a live figure: page and kernel then talk with each other.

    Parameters
    ----------
    figure : course.live.widget.Live

    Returns
    -------
    Report
    """
    changed = [name for name, value in figure.values.items() if value != figure.start[name]]
    if changed:
        words = f"{', '.join(changed)} moved; page and kernel talk with each other"
        return Report((Finding(True, "slider", words),))
    remedy = (
        "drag a slider above until its number changes, then run this cell again. If you see no "
        "slider, or it moves and the picture does not: save, choose Kernel > Restart Kernel, "
        "reload the page and run the cells again. If that does not help, close JupyterLab, "
        "mend what the report above calls wrong, and start it again with the command course"
    )
    return Report((Finding(None, "slider", "nothing has been moved yet", remedy),))


def warm(quiet=False):
    """Compile what the lessons need: draw the first picture of every live figure.

    Parameters
    ----------
    quiet : bool
        Say only that there is something to compile, and when it is done.

    Returns
    -------
    int
        0, or 1 if a picture fails.
    """
    from course import explore

    failed = 0
    compiled = []
    say = (lambda *_, **__: None) if quiet else print

    def tell(words):
        if quiet and not compiled:
            print(f"{words} Until it is done, a figure may have to wait.", flush=True)
        compiled.append(words)

    for topic in sorted(found.name for found in pkgutil.iter_modules(explore.__path__)):
        if topic.startswith("_"):
            continue
        started = time.perf_counter()
        try:
            module = importlib.import_module(f"course.explore.{topic}")
            for name in module.__all__:
                with _jit.telling(tell):
                    getattr(module, name)().png()
        except Exception as error:
            failed = 1
            say(f"{topic}: fails: {type(error).__name__}: {error}", flush=True)
        else:
            say(f"{topic}: ready after {time.perf_counter() - started:.1f} s", flush=True)
    if quiet and compiled:
        print("Compiled.", flush=True)
    return failed
