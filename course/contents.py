"""The table of lessons, made from the lessons that are there.

Lesson 00 shows `contents.table()`; the command `course list` prints the same lessons.
"""

import html
import json
import re
from typing import NamedTuple

from course import cli


class Entry(NamedTuple):
    """A lesson."""

    number: str  # two digits
    file: str  # name of its notebook
    title: str
    question: str  # the first paragraph below the title
    minutes: int | None


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
        head = f"<tr><th></th><th {left}>lesson</th><th {left}>it asks</th><th>minutes</th></tr>"
        return f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"


def table():
    """The lessons that this installation has.

    Returns
    -------
    Contents
    """
    return Contents(tuple(_entry(number, path) for number, path in cli.lessons().items()))


def _entry(number, path):
    cells = json.loads(path.read_text("utf-8"))["cells"][:3]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    title, _, rest = (texts or [""])[0].partition("\n")
    question = next((part for part in rest.split("\n\n") if part.strip()), "")
    minutes = re.search(r"(\d+) minutes", "\n".join(texts))
    return Entry(
        number,
        path.name,
        title.lstrip("# ") or path.stem[3:].replace("_", " "),
        " ".join(question.split()),
        int(minutes[1]) if minutes else None,
    )


def _time(entry):
    return f" ({entry.minutes} minutes)" if entry.minutes else ""
