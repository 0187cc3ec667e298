"""The table of lessons lists the lessons that exist, each once, with what it says of itself."""

from pathlib import Path

import nbformat
import pytest

from course import lessons

ROOT = Path(__file__).parents[1]


def test_it_lists_every_lesson_and_no_other():
    files = sorted(path.name for path in (ROOT / "lessons").glob("[0-9][0-9]_*.ipynb"))
    assert [entry.file for entry in lessons.table().entries] == files


def test_every_lesson_says_its_title_question_and_minutes():
    for entry in lessons.table().entries:
        assert entry.title and entry.question.endswith("?") and entry.minutes, entry


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(lessons, "pristine", lambda: tmp_path)
    return tmp_path


def write(folder, name, *texts):
    cells = [nbformat.v4.new_markdown_cell(text, id=f"c{i}") for i, text in enumerate(texts)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / name)


def test_a_new_lesson_is_listed_because_it_is_there(folder):
    write(folder, "07_ring.ipynb", "# The ring\n\nWhat\nturns?\n\nYou need nothing.", "50 minutes")
    assert repr(lessons.table()) == "07  The ring (50 minutes): What turns?"
    write(folder, "03_a_b.ipynb", "No title")
    page = lessons.table()._repr_html_()
    assert page.index("03_a_b.ipynb") < page.index("07_ring.ipynb")
    assert '<a href="07_ring.ipynb">The ring</a>' in page


def test_what_a_lesson_says_is_escaped(folder):
    write(folder, "01_x.ipynb", "# a < b\n\nIs <b>?")
    page = lessons.table()._repr_html_()
    assert "a &lt; b" in page and "Is &lt;b&gt;?" in page
