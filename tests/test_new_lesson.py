"""The three commands at the end of lesson 12, followed in a copy of the course."""

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
            words += ["-n0", "-p", "no:cacheprovider", "--color=no"]
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


@pytest.mark.parametrize(
    ("number", "topic", "told"),
    [
        ("12", "mine", "12_your_model.py has"),
        ("1", "mine", "two digits"),
        ("13", "My model", "lower-case"),
        ("13", "your_model", "exists"),
        ("13", "lambda", "lessons use"),
        ("13", "predict", "lessons use"),
    ],
)
def test_a_number_or_name_that_is_taken_or_wrong_is_refused(number, topic, told):
    with pytest.raises(ValueError, match=told):
        new.begin(number, topic)
