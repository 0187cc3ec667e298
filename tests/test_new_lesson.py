"""The three commands at the end of lesson 12, and what else changes a course, in a copy of it."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import new
import pytest
from patience import PATIENCE

ROOT = Path(__file__).parents[1]
LESSON = (ROOT / "solutions" / "12_your_model.py").read_text("utf-8")
COMMANDS = re.search(r"# ```sh\n(.*?)# ```", LESSON, re.DOTALL)[1].replace("# ", "").splitlines()
# Without a plugin that takes a second to import; what runs notebooks asks for it.
QUICKLY = "-p", "no:cacheprovider", "-p", "no:nbval", "--color=no"


def copy(folder):
    """A copy of what the three commands need, with the template as its only lesson."""
    ignored = shutil.ignore_patterns(".*")  # compiled kernels come along
    for part in ("course", "solutions", "tests"):
        shutil.copytree(ROOT / part, folder / part, ignore=ignored)
    (folder / "lessons").mkdir()
    for path in (folder / "solutions").glob("[0-9]*"):
        if path.stem != "12_your_model":
            path.unlink()
    shutil.copy(ROOT / "lessons" / "12_your_model.ipynb", folder / "lessons")
    for name in ("README.md", "CONTRIBUTING.md", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)


def test_the_three_commands_add_a_lesson(tmp_path):
    copy(tmp_path)
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    environment = {k: v for k, v in environment.items() if not k.startswith("PYTEST")}
    assert len(COMMANDS) == 3
    for command in COMMANDS:
        words = shlex.split(command)
        assert words[0] == "python"
        if "pytest" in words:  # one process; the browser has its own test, a model no lesson
            words += ["-n0", *QUICKLY]
            elsewhere = ("browser", "models", "peers", "test_lesson_tables.py")
            words += [f"--ignore=tests/{name}" for name in elsewhere]
        done = subprocess.run(
            [sys.executable, *words[1:]],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1500:]
    assert re.search(r"\b\d\d+ passed", done.stdout)
    assert (tmp_path / "lessons" / "13_my_model.ipynb").exists()
    assert "[13 Your own model]" in (tmp_path / "README.md").read_text("utf-8")


def without(source, *words):
    """The source of a lesson without the cells that say one of `words`."""
    cells = re.split(r"^(?=# %%)", source, flags=re.MULTILINE)
    kept = [cell for cell in cells if not any(word in cell for word in words)]
    assert len(kept) <= len(cells) - len(words)
    return "".join(kept)


def test_a_lesson_of_one_figure_is_added_and_one_is_cut_without_a_red_test(tmp_path):
    copy(tmp_path)
    twelve = tmp_path / "solutions" / "12_your_model.py"
    cut = "smallest_inhibition", "explore.choices", "while `T` grows", '"12-time"'
    twelve.write_text(without(twelve.read_text("utf-8"), *cut), "utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    files = ["lessons", "explorers", "guide", "table_of_lessons", "progress"]
    tests = [f"tests/test_{name}.py" for name in files] + ["tests/check/test_every_exercise.py"]
    for command in (
        ["solutions/tools/new.py", "13", "guest", "--minimal"],
        ["solutions/tools/build.py"],
        ["-m", "pytest", "-q", "-n0", *QUICKLY, *tests]
        + ["-k", "guest or 12_ or 00_ or table_of or progress"],
    ):
        done = subprocess.run(
            [sys.executable, *command],
            cwd=tmp_path,
            env=environment | {"PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1500:]
    assert "13_guest.py: 1 different calls of explore; at least 3 are expected" in done.stdout
    assert "the exercise your_model.smallest_inhibition stands in no cell" in done.stdout
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) > 40


@pytest.mark.parametrize(
    ("number", "topic", "told"),
    [
        ("12", "mine", "12_your_model.py has"),
        ("1", "mine", "two digits"),
        ("99", "My model", "lower-case"),
        ("99", "your_model", "exists"),
        ("99", "hopfield", "exists"),
        ("99", "lambda", "lessons use"),
        ("99", "predict", "lessons use"),
    ],
)
def test_a_number_or_name_that_is_taken_or_wrong_is_refused(number, topic, told):
    with pytest.raises(ValueError, match=told):
        new.begin(number, topic)
