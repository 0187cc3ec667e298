"""The lessons: which there are, where their files are, and what they say of themselves.

Lesson 00 shows `lessons.table()`; the command `course list` prints the same lessons.
"""

import html
import json
import re
from pathlib import Path
from typing import NamedTuple

from course import _language


class NoLesson(LookupError):
    """There is no such lesson, or none at all; the text says what to do."""


def pristine():
    """Where the pristine lessons are: in the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_lessons", package.parent / "lessons"):
        if any(folder.glob("[0-9][0-9]_*.ipynb")):
            return folder
    raise NoLesson(
        "This installation has no lessons. Install it again, or in a checkout run "
        "python solutions/tools/build.py"
    )


def files():
    """Number -> file of each lesson, in order."""
    return {path.name[:2]: path for path in sorted(pristine().glob("[0-9][0-9]_*.ipynb"))}


def file(number):
    """The file of lesson `number`, e.g. "2" or "02"."""
    found = files()
    key = number.strip().zfill(2) if number.strip() else ""
    if key not in found:
        names = "\n".join(f"  {line}" for line in lines())
        raise NoLesson(f"There is no lesson {number}. The lessons are:\n{names}")
    return found[key]


def read(path):
    """A lesson's file, as bytes, in the reader's language."""
    return _language.notebook(path.read_bytes())


class Entry(NamedTuple):
    """A lesson."""

    number: str  # two digits
    file: str  # name of its notebook
    title: str
    question: str  # the first paragraph below the title
    minutes: int | None
    needs: tuple = ()  # numbers of the lessons that it says it needs


class Contents(NamedTuple):
    """The lessons in order; shows itself with a link to each."""

    entries: tuple

    def __repr__(self):
        return "\n".join(
            f"{entry.number}  {entry.title}{_time(entry)}: {entry.question}"
            for entry in self.entries
        )

    def _repr_html_(self):
        left = 'style="text-align:left"'
        rows = [
            f"<tr><td>{entry.number}</td>"
            f'<th scope="row" {left}><a href="{html.escape(entry.file)}">'
            f"{html.escape(entry.title)}</a></th>"
            f"<td {left}>{html.escape(entry.question)}</td><td>{entry.minutes or ''}</td></tr>"
            for entry in self.entries
        ]
        said = _language.said
        lesson, asks, minutes = said("lesson"), said("it asks"), said("minutes")
        head = f"<tr><th></th><th {left}>{lesson}</th><th {left}>{asks}</th><th>{minutes}</th></tr>"
        return f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"


def table():
    """The lessons that this installation has.

    Returns
    -------
    Contents
    """
    return Contents(tuple(_entry(number, path) for number, path in files().items()))


def _entry(number, path):
    cells = json.loads(path.read_text("utf-8"))["cells"][:3]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    title, _, rest = (texts or [""])[0].partition("\n")
    question = next((part for part in rest.split("\n\n") if part.strip()), "")
    minutes = re.search(r"(\d+) minutes", "\n".join(texts))
    need = re.search(r"You need.*", "\n".join(texts))
    needed = re.findall(r"lessons? (\d\d(?:(?:, | and )\d\d)*)", need[0] if need else "")
    return Entry(
        number,
        path.name,
        _language.said(re.sub(rf"^#* *(?:(?:Lesson )?{number}\W+)?", "", title))
        or path.stem[3:].replace("_", " "),
        _language.said(" ".join(question.split())),
        int(minutes[1]) if minutes else None,
        tuple(dict.fromkeys(re.findall(r"\d\d", " ".join(needed)))),
    )


def lines():
    """A line for each lesson: number, title, minutes."""
    return [f"{entry.number}  {entry.title}{_time(entry)}" for entry in table().entries]


def _time(entry):
    return f" {_language.said(f'({entry.minutes} minutes)')}" if entry.minutes else ""
