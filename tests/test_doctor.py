"""The doctor finds what is wrong and says what to do."""

import errno
import io
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from course import _jit, explore
from course.app import doctor

ROOT = Path(__file__).parents[1]


def test_this_installation_is_sound():
    report = doctor.examine()
    assert report, str(report)
    assert str(report).endswith("Everything is sound.")


def test_what_is_wrong_is_said_with_its_remedy_in_the_terminal_and_the_notebook():
    bad = doctor.Finding(False, "n<umba", "is not installed", "install it")
    report = doctor.Report((doctor.Finding(True, "Python", "3.12"), bad))
    assert not report
    assert "[WRONG] n<umba: is not installed\n        What to do: install it" in str(report)
    assert "1 thing to mend" in str(report)
    page = report._repr_html_()
    assert "n&lt;umba" in page and "✗ wrong" in page and "install it" in page


def test_a_notebook_is_not_told_where_things_are_and_the_terminal_is():
    report = doctor.Report((doctor.Finding(True, "cache", "is kept", where="/home/me/x"),))
    assert "is kept in /home/me/x" in str(report)
    assert "/home/me" not in repr(report) + report._repr_html_()
    sound = doctor.examine()
    assert sys.prefix in str(sound)
    assert sys.prefix not in repr(sound) + sound._repr_html_()


def test_a_slider_that_has_been_moved_is_told_from_one_that_has_not():
    figure = SimpleNamespace(values={"tau": 3.0, "A": 1.0}, start={"tau": 3.0, "A": 1.0})
    still = doctor.moved(figure)
    assert not still and "nothing has been moved" in str(still) and "Restart Kernel" in str(still)
    assert "WRONG" not in str(still) and "not tried yet" in still._repr_html_()
    figure.values = {"tau": 4.0, "A": 1.0}
    report = doctor.moved(figure)
    assert report and "tau moved" in str(report)


def test_files_that_hide_modules_of_others_are_named(tmp_path):
    for name in ("mine.py", "notes.txt", "random", "data"):
        (tmp_path / name).mkdir() if "." not in name else (tmp_path / name).touch()
    assert doctor.shadows([tmp_path]).sound
    (tmp_path / "numpy").mkdir()
    for name in ("types.py", "course.py", "numpy/__init__.py"):
        (tmp_path / name).touch()
    finding = doctor.shadows([tmp_path])
    assert not finding.sound
    for words in ("types.py: ", "module types", "course.py: ", "package course", "numpy: "):
        assert words in finding.words
    assert "rename course.py, numpy, types.py" in finding.remedy


def test_an_old_python_is_found():
    assert not doctor.python((3, 10, 4)).sound
    assert doctor.python((3, 13)).sound


def test_floors_come_from_the_metadata():
    floors = dict(doctor.requirements())
    assert {"numpy", "scipy", "matplotlib", "numba", "jupyterlab", "anywidget"} <= floors.keys()
    assert floors["numpy"] == "1.26"
    assert "pytest" not in floors


@pytest.mark.parametrize(
    ("installed", "told"), [("1.9.9rc1", "1.9.9rc1 is older than 1.26"), (None, "not installed")]
)
def test_an_old_or_missing_package_is_named_with_the_command_that_mends_it(
    monkeypatch, installed, told
):
    real = metadata.version

    def version(name):
        if name != "numpy":
            return real(name)
        if installed is None:
            raise metadata.PackageNotFoundError(name)
        return installed

    monkeypatch.setattr(metadata, "version", version)
    (finding,) = doctor.packages()
    assert finding.what == "numpy" and told in finding.words
    assert '-m pip install --upgrade "numpy>=1.26"' in finding.remedy


def test_a_missing_numba_is_found(monkeypatch):
    monkeypatch.setattr(_jit, "COMPILED", False)
    monkeypatch.setitem(sys.modules, "numba", None)
    assert "not installed" in doctor.compiler().words


def test_a_compiler_that_fails_is_found(monkeypatch):
    def broken(function):
        raise RuntimeError("cannot cache function")

    monkeypatch.setattr(_jit, "njit", broken)
    finding = doctor.compiler()
    assert not finding.sound and "cannot cache function" in finding.words


def test_a_cache_that_cannot_be_written_is_found(tmp_path):
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "numba"
    finding = doctor.cache([folder], folder)
    assert not finding.sound and "NUMBA_CACHE_DIR" in finding.remedy
    finding = doctor.cache([folder], None)
    assert not finding.sound and "cannot be written" in finding.words


def test_a_full_disk_is_found_though_an_empty_file_fits_on_it(tmp_path, monkeypatch):
    class Full(io.BytesIO):
        def write(self, data):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", lambda **_: Full())
    finding = doctor.cache([tmp_path], tmp_path)
    assert not finding.sound and "No space left on device" in finding.words


def test_every_kept_kernel_is_loaded_and_damaged_ones_are_told_and_removed(tmp_path, monkeypatch):
    if not _jit.COMPILED:
        pytest.skip("nothing is compiled here")
    monkeypatch.setattr(_jit, "_FOLDERS", [tmp_path])
    monkeypatch.setattr(_jit, "_HOME", tmp_path)
    kernel = _jit.njit(doctor._probe)
    kernel(1.0), kernel(1)
    folders, home = doctor._kept_in()
    assert home.is_relative_to(tmp_path)
    finding = doctor.cache(folders, home)
    assert finding.sound and "all that was kept can be loaded" in finding.words
    first = next(tmp_path.rglob("*.kernel"))
    first.write_bytes(first.read_bytes()[:1000])
    finding = doctor.cache(folders, home)
    assert "1 of 2 files were damaged and will be made anew" in finding.words
    assert not first.exists() and len(list(tmp_path.rglob("*.kernel"))) == 1


def test_a_compiler_whose_code_is_not_kept_is_found(monkeypatch):
    if not _jit.COMPILED:
        pytest.skip("nothing is compiled here")
    monkeypatch.setattr(_jit, "_FOLDERS", [])
    monkeypatch.setattr(_jit, "_HOME", None)
    finding = doctor.compiler()
    assert not finding.sound and "nothing is kept" in finding.words


def test_a_jupyterlab_without_its_widgets_is_found(tmp_path):
    finding = doctor.jupyterlab([tmp_path])
    assert not finding.sound and "anywidget" in finding.words and "pip" in finding.remedy


def test_a_live_figure_that_fails_is_found(monkeypatch):
    monkeypatch.setitem(sys.modules, "course.live", None)
    finding = doctor.live_figure()
    assert not finding.sound and "course.live" in finding.words


def test_the_command_exits_with_1_if_something_is_wrong():
    environment = os.environ | {"PYTHONPATH": str(ROOT), "JUPYTER_PATH": ""}
    code = (
        "import sys; sys.modules['numba'] = None\n"
        "from course.app.cli import main; sys.exit(main(['doctor']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "[WRONG] numba" in done.stdout and "Traceback" not in done.stderr


def test_warming_draws_every_live_figure_and_goes_on_after_a_failure(tmp_path, monkeypatch, capsys):
    figure = "class Figure:\n    def png(self):\n        drawn.append(1)\ndrawn = []\n"
    for name, body in {
        "aa_good": figure + "__all__ = ['Figure']\n",
        "bb_bad": "__all__ = ['figure']\ndef figure():\n    raise ValueError('no')\n",
        "_private": "raise ImportError\n",
        "dd_good": figure + "__all__ = ['Figure', 'Figure']\n",
    }.items():
        (tmp_path / f"{name}.py").write_text(body)
    monkeypatch.setattr(explore, "__path__", [str(tmp_path)])
    assert doctor.warm() == 1
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in said] == ["aa_good", "bb_bad", "dd_good"]
    assert "fails: ValueError: no" in said[1]
    assert len(sys.modules["course.explore.dd_good"].drawn) == 2
    for name in ("aa_good", "bb_bad", "dd_good"):
        sys.modules.pop(f"course.explore.{name}")
        vars(explore).pop(name, None)


def test_quiet_warming_says_only_whether_it_compiles(tmp_path, monkeypatch, capsys):
    (tmp_path / "cc_cold.py").write_text(
        "from course import _jit\n\n\nclass Figure:\n    def png(self):\n        _jit._tell()\n"
        "__all__ = ['Figure', 'Figure']\n"
    )
    monkeypatch.setattr(explore, "__path__", [str(tmp_path)])
    monkeypatch.setattr(doctor._jit, "_HOME", tmp_path)
    assert doctor.warm(quiet=True) == 0
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("Compiling, first time only.") and last == "Compiled."
    monkeypatch.setattr(doctor._jit, "_tell", lambda: None)
    assert doctor.warm(quiet=True) == 0
    assert capsys.readouterr().out == ""
    sys.modules.pop("course.explore.cc_cold")
    vars(explore).pop("cc_cold", None)
