"""README's table of lessons, written from the lessons themselves."""

from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
BEGIN, END = "<!-- lessons -->\n", "<!-- end of lessons -->\n"


def table(folder=ROOT / "lessons"):
    """Number, title and question of each lesson, as Markdown."""
    rows = ["| lesson | it asks |", "|---|---|"]
    for path in sorted(folder.glob("[0-9][0-9]_*.ipynb")):
        first = nbformat.read(path, as_version=4).cells[0].source
        title, _, rest = first.partition("\n")
        question = next(part for part in rest.split("\n\n") if part.strip()).strip()
        number = path.name[:2]
        rows.append(f"| [{number} {title.lstrip('# ')}](lessons/{path.name}) | {question} |")
    return "\n".join(rows) + "\n"


def updated(text):
    """README's text with the table of today.

    Raises
    ------
    ValueError
        If the marks around the table are gone.
    """
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"README.md has no {BEGIN.strip()} ... {END.strip()}")
    return f"{before}{BEGIN}{table()}{END}{after}"


def write():
    """Bring README.md up to date; return whether it changed."""
    path = ROOT / "README.md"
    old = path.read_text("utf-8")
    new = updated(old)
    if new != old:
        path.write_text(new, "utf-8", newline="\n")
    return new != old
