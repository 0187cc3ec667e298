"""Every lesson, by being there: its rules, its notebooks."""

import importlib
import json
import re
import warnings
from pathlib import Path

import build
import lesson_rules
import nbformat
import pytest
from notebook_run import run

from course.check._result import MIME

ROOT = Path(__file__).parents[1]
SOURCES = build.sources()
TOPICS = sorted(
    path.stem for path in (ROOT / "course" / "check").glob("*.py") if path.stem[0] != "_"
)
every_lesson = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)


def shown(notebook):
    """JSON of every check that a saved notebook shows, but for demonstrations."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and "demonstration" not in cell.metadata.get("tags", ()):
            for output in cell.outputs:
                if MIME in output.get("data", {}):
                    yield output.data[MIME]


def checked(cell):
    """Names of the exercises that a cell checks, but for demonstrations."""
    shows = cell.cell_type != "code" or "demonstration" in cell.metadata.get("tags", ())
    return () if shows else lesson_rules.called(cell, "check")


# -- sources and notebooks -------------------------------------------------------


@every_lesson
def test_both_notebooks_are_those_of_their_source(source):
    assert list(build.differences(source, fast=True)) == []


@every_lesson
@pytest.mark.parametrize("which", ["student's", "solved"])
def test_a_lesson_keeps_the_rules(source, which):
    notebook = build.read(source)[which == "solved"]
    assert list(lesson_rules.unsound(notebook)) == []


@every_lesson
def test_what_a_published_lesson_keeps_is_warned_of(source):
    """CI asks for it with `build.py --strict`; here a lesson may grow and be cut."""
    for told in build.unpublished(source):
        warnings.warn(f"{source.name}: {told}", lesson_rules.Unpublished, stacklevel=1)


@every_lesson
def test_the_students_notebook_runs_untouched_and_nothing_counts_as_attempted(source, tmp_path):
    done = run(build.paths(source)[0], tmp_path, lax=True)
    assert done.passed, done.report
    assert {check["outcome"] for check in done.checks} <= {"not attempted"}


@every_lesson
def test_the_solved_notebook_gives_its_outputs_again(source, tmp_path):
    done = run(build.paths(source)[1], tmp_path)
    assert done.passed, done.report


@every_lesson
def test_the_solved_notebook_passes_every_exercise_of_the_lesson(source):
    topic = source.stem[3:]
    notebook = nbformat.read(build.paths(source)[1], as_version=4)
    checks = list(shown(notebook))
    assert {check["outcome"] for check in checks} <= {"passed"}
    if topic in TOPICS:
        called = {name for cell in notebook.cells for name in checked(cell)}
        assert {check["exercise"] for check in checks} == {f"{topic}.{name}" for name in called}


@every_lesson
def test_a_lesson_tells_the_solution_of_each_exercise(source):
    told = build.told(source)[1]
    topic = source.stem[3:]
    if topic in TOPICS:
        called = {name for cell in build.read(source)[1].cells for name in checked(cell)}
        assert set(told["solutions"]) == {f"{topic}.{name}" for name in called}


SETTING = re.compile(r"`(explore\.\w+\([^`]*\))`")


@every_lesson
def test_the_settings_in_answers_are_settings_of_the_figures(source):
    figures = importlib.import_module(f"course.explore.{source.stem[3:]}")

    class explore:
        def __getattr__(self, name):
            return getattr(figures, name).explorer

    for cell in build.read(source)[0].cells:
        for fold in re.findall(r"<details>(.*?)</details>", cell.source, re.DOTALL):
            for setting in SETTING.findall(fold):
                shown = eval(setting, {"explore": explore()})
                assert shown.summary, setting


def test_a_lesson_that_keeps_a_rule_is_excused_from_it_no_more():
    read = {source.name[:2]: build.read(source)[0] for source in SOURCES}
    for rule in ("answers", "figure_first", "halfway"):
        for number in lesson_rules.PENDING[rule] & set(read):
            broken = list(getattr(lesson_rules, rule)(read[number]))
            assert broken, f"lesson {number} keeps {rule}: take it out of PENDING"


def test_there_is_no_notebook_without_a_source():
    names = {source.with_suffix(".ipynb").name for source in SOURCES}
    for folder in ("lessons", "solutions"):
        assert {path.name for path in (ROOT / folder).glob("*.ipynb")} == names


def test_beside_the_lessons_sources_stands_nothing_but_their_tools():
    files = {source.with_suffix(end).name for source in SOURCES for end in (".py", ".ipynb")}
    there = {path.name for path in (ROOT / "solutions").iterdir()}
    assert {name for name in there if name[0] not in "._"} == files | {"tools"}


MOST = 120_000  # bytes of a saved lesson for each of its figures


@every_lesson
def test_a_saved_lesson_is_small(source):
    saved = source.with_suffix(".ipynb").read_text("utf-8")
    assert len(saved.encode()) < MOST * max(1, saved.count("<figure class="))


def test_notebooks_hold_no_trace_of_the_machine():
    for path in (ROOT / "solutions").glob("*.ipynb"):
        text = json.dumps(json.loads(path.read_text("utf-8"))["cells"])
        assert str(ROOT) not in text and str(Path.home()) + "/" not in text
