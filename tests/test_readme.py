"""README says what is there, and its commands are the ones that work."""

import re
import tomllib
from pathlib import Path

import executed
import nbformat
import pytest
import readme
from nbconvert import SlidesExporter

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_table_of_lessons_is_that_of_the_lessons():
    assert readme.updated(README) == README, "run python solutions/tools/build.py"


def test_a_readme_without_its_marks_is_refused():
    with pytest.raises(ValueError, match="lessons -->"):
        readme.updated("# A course\n")


def test_links_and_named_files_exist():
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
    for path in re.findall(r"`((?:course|solutions|tests|lessons)/[\w./]*)`", README):
        if "topic" not in path:
            assert (ROOT / path).exists(), path


def test_the_extras_in_the_commands_exist():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = set(re.findall(r"\.\[(\w+)\]", README))
    assert named and named <= set(extras["optional-dependencies"])


def test_ci_runs_readmes_own_test_command():
    lines = [line for line in README.splitlines() if "bin/pytest" in line]
    assert len(lines) == 1 and lines[0].startswith("python3 -m venv .venv && ")
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "grep -m 1 'bin/pytest' README.md" in script and 'eval "$command"' in script


def test_ci_collects_no_more_for_a_tier_than_the_files_that_it_is_in():
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    tiers = re.findall(r"pytest .*?(tests/\S+) -m (\w+)", script)
    assert [tier for _, tier in tiers] == re.findall(r"pytest .*?-m (\w+)", script)
    for place, tier in tiers:
        marked = [p for p in (ROOT / "tests").rglob("*.py") if f"mark.{tier}\n" in marks(p)]
        assert marked, tier
        assert all(path.is_relative_to(ROOT / place) for path in marked), tier


def marks(path):
    """The marks that a file of tests sets, a line each."""
    return "".join(f"{mark}\n" for mark in re.findall(r"mark\.\w+", path.read_text("utf-8")))


def test_a_figure_stands_in_a_notebook_and_slides_of_ones_own_in_two_lines():
    (lines,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(lines.split("\n\n")) == 2
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(lines, id="mine")])
    executed.run(notebook)
    page, _ = SlidesExporter().from_notebook_node(notebook)
    for text in (str(notebook.cells[0].outputs), page):
        assert text.count('class="course-still"') == 1 and "data:image/" in text
