"""A student's own functions come back in later lessons, and are read only when asked for."""

import subprocess
import sys

import pytest

from course import journal, mine, told

SOURCE = "import numpy as np\n\n\ndef my_rate(I):\n    return np.sqrt(I)\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    known = {"my_rate": ("02", "integrate_fire.rate"), "my_step": ("04", "cheap_spikes.step")}
    monkeypatch.setattr(told, "functions", lambda: known)
    return tmp_path


def keep(source, name="my_rate"):
    journal.record("function", name=name, exercise="integrate_fire.rate", source=source)


def test_a_kept_function_is_imported_by_its_name():
    keep(SOURCE)
    from course.mine import my_rate

    assert my_rate(9.0) == 3.0
    assert mine.my_rate.source == SOURCE
    assert "my_rate" in dir(mine)


def test_the_newest_of_a_name_counts():
    keep(SOURCE)
    keep("def my_rate(I):\n    return 2 * I\n")
    assert mine.my_rate(9.0) == 18.0


def test_one_that_is_not_written_yet_does_what_an_empty_exercise_does():
    assert mine.my_step(1.0, dt=0.1) is ...
    assert "lesson 04" in mine.my_step.__doc__


def test_a_name_that_no_lesson_has_is_told_with_the_nearest():
    with pytest.raises(
        AttributeError, match="no lesson lets you write my_rat; do you mean my_rate"
    ):
        mine.my_rat  # noqa: B018
    with pytest.raises(ImportError):
        exec("from course.mine import nothing")


def test_nothing_is_run_before_it_is_asked_for(folder):
    keep("print('run')\n\n\ndef my_rate(I):\n    return I\n")
    code = "from course import mine; print('asks'); mine.my_step; dir(mine); mine.my_rate"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["asks", "run"]


def test_what_cannot_be_read_is_no_function(folder):
    keep(SOURCE)
    (folder / journal.NAME).write_text('{"kind": "function", "name": "my_rate"')
    assert mine.kept() == {}
