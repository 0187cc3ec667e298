"""What makes a notebook a calm page: folded code and answers, and a frame around the lesson.

A question and its answer stand in one cell of the source:

    # %% [markdown]
    # **Question:** at 90 pA no $\\tau_m$ makes the leaky neuron spike. Why not?
    #
    # **Answer:** $R I$ is 8 mV, and the way to threshold 15 mV. `explore.leak(I=200.0)`
    # fires.

The answer ends with its cell or before the next question. It becomes a `<details>`, which
any host and any export folds. The call in it is the setting that shows it.

A code cell that only asks, compares or shows has its code folded. The first cell gets a
line that says where in the course it stands, and a last cell leads on; both come from the
lessons' sources.
"""

import ast
import copy
import functools
import re
from pathlib import Path
from typing import NamedTuple

import jupytext

SHOWN = {"predict", "compare"}
# JupyterLab and Notebook 7 read the first, Colab the second, Jupyter Book the tag, and nbconvert
# too, if it is told --TagRemovePreprocessor.remove_input_tags=hide-input. VS Code reads none of
# them: there a cell shows its one short line.
FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}
TAG = "hide-input"
FOOT = "what-comes-next"  # id of the last cell
ANSWER = re.compile(
    r"^\*\*Answer:\*\* *(.*?)\s*(?=^\*\*Question:\*\*|\Z)", re.DOTALL | re.MULTILINE
)


# -- cells ------------------------------------------------------------------------


def with_answers_folded(text):
    """Markdown with each answer in a fold."""
    fold = r"<details><summary>Answer</summary>\n\n\1\n\n</details>\n\n"
    return ANSWER.sub(fold, text).rstrip()


def only_shows(source):
    """Whether a code cell does nothing but ask, compare or show a figure."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return False
    return bool(body) and all(map(_shows, body))


def _shows(statement):
    called = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(called, ast.Call):
        return False
    function = called.func
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.value.id in ("explore", "course") and function.attr != "lecture"
    return isinstance(function, ast.Name) and function.id in SHOWN


def opens_a_model(cell):
    """Whether a cell shows a model's source, which a saved lesson does not repeat."""
    return only_shows(cell.source) and cell.source.startswith("course.open_model(")


def metadata(cell):
    """The metadata of a cell: its tags, and that its code is folded."""
    tags = list(cell.metadata.get("tags", []))
    if cell.cell_type == "code" and opens_a_model(cell):
        tags.append("nbval-ignore-output")
    if cell.cell_type == "code" and only_shows(cell.source):
        return {"tags": [*tags, TAG]} | FOLDED
    return {"tags": tags} if tags else {}


# -- the frame ----------------------------------------------------------------------


class Place(NamedTuple):
    """A lesson among the others."""

    number: str
    file: str  # of the notebook
    title: str
    question: str
    minutes: str  # as its first cell says them


def parsed(path):
    """The cells of the source at `path`, one's own to change."""
    return copy.deepcopy(_parsed(Path(path).read_text("utf-8")))


@functools.cache
def _parsed(text):
    return jupytext.reads(text, fmt="py:percent")  # a tenth of a second, and often the same


def place(path):
    """What the source at `path` says of its lesson."""
    first = parsed(path).cells[0].source
    title, _, rest = first.partition("\n")
    question = next((part for part in rest.split("\n\n") if part.strip()), "").strip()
    minutes = re.search(r"(\d+) minutes", first)
    return Place(
        Path(path).name[:2],
        Path(path).with_suffix(".ipynb").name,
        title.lstrip("# "),
        " ".join(question.split()),
        minutes[1] if minutes else "",
    )


def around(places, path):
    """(place before, own place, place after) of the source at `path`; None where there is none."""
    names = [each.number for each in places]
    here = names.index(Path(path).name[:2])
    before = places[here - 1] if here else None
    return before, places[here], places[here + 1] if here + 1 < len(places) else None


def header(places, path):
    """A line that says where we are, how long it takes, and what is next to it."""
    before, own, after = around(places, path)
    parts = [f"Lesson {own.number}"]
    parts += [f"{own.minutes} minutes"] if own.minutes else []
    parts += [f"← [{before.number} {before.title}]({before.file})"] if before else []
    parts += [f"[{after.number} {after.title}]({after.file}) →"] if after else []
    return " · ".join(parts)


def footer(places, path):
    """What comes after this lesson, with its question."""
    before, _, after = around(places, path)
    lines = ["---", ""]
    if after:
        lines += [f"**Next:** [{after.number} {after.title}]({after.file}) · {after.question}"]
    else:
        lines += [f"**This was the last lesson.** [Back to the first]({places[0].file})"]
    if before:
        lines += ["", f"Before it came [{before.number} {before.title}]({before.file})."]
    return "\n".join(lines)
