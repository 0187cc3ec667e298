"""A model's source is shown in any host, and lies in the student's folder, to read."""

import os
import stat

import pytest

import course
from course.app import reading

NAME = "library/integrate_fire/model.py"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_source_is_shown_and_its_copy_opens_beside_the_notebook(folder):
    shown = course.open_model("integrate_fire")
    text = (reading.MODELS / "integrate_fire" / "model.py").read_text("utf-8")
    assert shown.text == text and text in repr(shown)
    page = shown._repr_markdown_()
    assert f"[course/models/integrate_fire/model.py]({NAME})" in page and text.rstrip() in page
    assert (folder / NAME).read_text("utf-8") == text
    assert not (folder / NAME).stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


def test_opening_it_again_changes_nothing(folder):
    course.open_model("integrate_fire")
    before = (folder / NAME).stat().st_mtime_ns
    course.open_model("integrate_fire")
    assert (folder / NAME).stat().st_mtime_ns == before
    assert len(list((folder / "library" / "integrate_fire").iterdir())) == 1


def test_what_a_student_has_under_that_name_is_kept(folder):
    (folder / NAME).parent.mkdir(parents=True)
    (folder / NAME).write_text("mine")
    course.open_model("integrate_fire")
    texts = {path.read_text("utf-8") for path in (folder / NAME).parent.iterdir()}
    assert texts == {"mine", course.open_model("integrate_fire").text}


def test_a_folder_that_takes_no_copy_shows_the_source_all_the_same(folder, monkeypatch):
    (folder / "library").write_text("a file")
    shown = course.open_model("integrate_fire")
    assert shown.link == "" and "`course/models/integrate_fire/model.py`" in shown._repr_markdown_()
    assert (folder / "library").read_text() == "a file"


def test_other_files_of_a_model_open_too():
    assert course.open_model("integrate_fire", "kernel").name.endswith("integrate_fire/kernel.py")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("integrate_and_fire",), "model is 'integrate_and_fire'; allowed is integrate_fire"),
        (("../app",), "model is '../app'; allowed is"),
        (("integrate_fire", "../cable/model"), "file is '../cable/model'; allowed is"),
        (("integrate_fire", "kernels"), "allowed is kernel"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(asked, told):
    with pytest.raises(ValueError) as refused:
        course.open_model(*asked)
    assert told in str(refused.value)


def test_the_copy_hides_no_module_of_others(folder):
    from course.app.folder import shadows

    course.open_model("integrate_fire")
    assert list(shadows(folder)) == [] and os.path.isdir(folder / "library")
