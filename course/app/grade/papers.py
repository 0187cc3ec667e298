"""What a class has handed in: found, and read without trusting any of it."""

import contextlib
import functools
import hashlib
import json
import os
import re
import stat
from pathlib import Path
from typing import NamedTuple

from course import lessons

LARGEST = 32 * 2**20  # bytes of a notebook that is read


class Paper(NamedTuple):
    """One student's notebook of one lesson.

    Attributes
    ----------
    student : str
    path : Path
    cells : dict
        Cell id -> source of a code cell.
    lesson : str
        Two digits; "" if it is of no lesson.
    digest : str
        Of the file's bytes.
    problem : str
        Why it cannot be read, in words; "" if it can.
    """

    student: str
    path: Path
    cells: dict
    lesson: str = ""
    digest: str = ""
    problem: str = ""

    @property
    def folder(self):
        """Where the student's journal is, if it was handed in as well."""
        return self.path if self.path.is_dir() else self.path.parent


def papers(folder, lesson=None):
    """All papers in `folder`, in the order of students and lessons.

    A student is a folder in it, or a file: `anna/02_integrate_fire.ipynb`, `anna.ipynb`, or
    as Canvas and Moodle name what they export. Of two notebooks of one lesson the newest
    counts. A student whose files are of no lesson is there with the reason.

    Parameters
    ----------
    folder : str or Path
    lesson : str, optional
        Two digits: only this one.

    Raises
    ------
    ValueError
        If `folder` is no folder.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ValueError(f"submissions is {str(folder)!r}; allowed is a folder that is there")
    found = {}
    for path in sorted(_notebooks(folder)):
        paper = read(path, student(path.relative_to(folder)))
        if lesson and paper.lesson not in ("", lesson):
            continue
        key = paper.student, paper.lesson
        if key not in found or _time(paper.path) > _time(found[key].path):
            found[key] = paper
    with_lesson = {paper.student for paper in found.values() if paper.lesson}
    kept = [p for p in found.values() if p.lesson or p.student not in with_lesson]
    handed = {paper.student for paper in kept}
    for place in sorted(p for p in folder.iterdir() if p.is_dir() and not _hidden(p)):
        name = student(Path(place.name) / "x.ipynb")
        if name not in handed:
            kept.append(Paper(name, place, {}, problem="There is no notebook in this folder."))
    return sorted(kept, key=lambda paper: (paper.student, paper.lesson))


def student(path):
    """Who handed in the file at `path`, relative to the folder of all submissions."""
    name = path.parts[0] if len(path.parts) > 1 else path.stem
    moodle = re.fullmatch(r"(.+?)_\d+_assignsubmission_file_?", name)
    if moodle:
        return moodle[1]
    canvas = re.fullmatch(r"([^_]+)(?:_LATE|_late)?_(\d+)_\d+_.+", name)
    if canvas and len(path.parts) == 1:
        return canvas[1]
    own = re.fullmatch(r"(.+?)[ _-]+\d\d_[a-z_]+(?:-\d+| \(\d+\))?", name)
    return own[1] if own and len(path.parts) == 1 else name


def read(path, name=""):
    """The paper in a file; `problem` says what is wrong with one that cannot be read."""
    try:
        found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode):  # a link could lead anywhere, a pipe never ends
            return Paper(name, path, {}, problem="This is a link or a pipe, and no file.")
        size = found.st_size
        if size > LARGEST:
            problem = f"The file has {size / 2**20:.0f} MB; up to {LARGEST // 2**20} MB are read."
            return Paper(name, path, {}, problem=problem)
        data = path.read_bytes()
    except OSError as reason:
        return Paper(name, path, {}, problem=f"The file cannot be read: {reason.strerror}.")
    digest = hashlib.sha256(data).hexdigest()
    try:
        cells = dict(_cells(json.loads(data)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, MemoryError):
        problem = "The file is no whole notebook; was it cut off on the way?"
        return Paper(name, path, {}, digest=digest, problem=problem)
    number = lesson_of(cells)
    problem = "" if number else "The notebook is of no lesson: none of its cells is known."
    return Paper(name, path, cells, number, digest, problem)


def lesson_of(cells):
    """The lesson that most of the cells are from, or ""."""
    counts = {
        number: len(known & cells.keys())
        for number, path in lessons.files().items()
        if (known := _ids(path))
    }
    best = max(counts, key=counts.get, default="")
    return best if counts.get(best) else ""


@functools.cache
def _ids(path):
    return {identity for identity, _ in _cells(json.loads(path.read_text("utf-8")))}


def _cells(notebook):
    """(id, source) of each code cell; where an id stands twice, the first counts."""
    seen = set()
    for cell in notebook["cells"]:
        identity = cell.get("id") or cell.get("metadata", {}).get("id")
        if cell.get("cell_type") != "code" or not isinstance(identity, str) or identity in seen:
            continue
        source = cell["source"]
        seen.add(identity)
        yield identity, source if isinstance(source, str) else "".join(source)


def _notebooks(folder):
    for place, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith(".") and f != "__pycache__"]
        for name in names:
            if name.endswith(".ipynb") and not name.startswith("."):
                yield Path(place) / name


def _hidden(path):
    return path.name.startswith((".", "__")) or path.name.endswith(".feedback")


def _time(path):
    with contextlib.suppress(OSError):
        return path.stat().st_mtime
    return 0.0
