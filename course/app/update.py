"""`course update`: the new edition of a lesson that a student has worked in, and all their work.

A lesson is merged cell by cell, by the cells' ids, among three: the lesson as it was handed
out, the student's, and the new one. What the student has not touched becomes new. What they
have written, added or moved stays as it is and where it is. The file as it was is kept under
a dated name before anything is replaced, so nothing can be lost, and a run that is killed
leaves either the old lesson or the new one, whole.
"""

import json
import os
from typing import NamedTuple

from course import _language, lessons
from course.app.handout import (
    Wrong,
    as_new,
    base_of,
    dated,
    entry,
    hand_out,
    handed_out,
    keep_record,
    put_new,
    signs,
    told,
    written_beside,
)

TRIES = 5  # an editor may save at the same moment


class Merged(NamedTuple):
    """A lesson that was merged.

    Attributes
    ----------
    notebook : dict
    renewed, added, removed : list of str
        Ids of cells that the course has changed, brought and taken away.
    kept : list of str
        Ids of cells that both have changed, or that the course took away and the student
        had changed; the student's stand.
    """

    notebook: dict
    renewed: list
    added: list
    removed: list
    kept: list

    @property
    def changed(self):
        return bool(self.renewed or self.added or self.removed)


def merge(base, mine, new):
    """The student's notebook with all that is new in the course's.

    Parameters
    ----------
    base : dict or None
        Cell id -> sign (`handout.signs`) of the lesson as it was handed out; None if that
        is not known. Then every cell that differs counts as the student's.
    mine, new : dict
        Notebooks.

    Returns
    -------
    Merged
        Every cell that is the student's is in it, with its outputs, in the student's order.
    """
    known = base or {}
    theirs = {cell["id"]: cell for cell in new["cells"]}
    signs_mine, signs_new = signs(mine), signs(new)
    merged = Merged({**new, "metadata": mine.get("metadata", {}), "cells": []}, [], [], [], [])
    cells, seen = merged.notebook["cells"], set()
    for cell in mine["cells"]:
        identity = cell.get("id")
        if identity is None or identity in seen:  # a copy, or from an editor without ids
            cells.append(cell)
            continue
        seen.add(identity)
        sign = signs_mine[identity]
        if sign == signs_new.get(identity):
            cells.append(cell)
        elif known.get(identity) != sign:  # the student's
            if identity in known and known[identity] != signs_new.get(identity):
                merged.kept.append(identity)
            cells.append(cell)
        elif identity in theirs:
            merged.renewed.append(identity)
            cells.append(theirs[identity])
        else:
            merged.removed.append(identity)
    _add_new(cells, known, signs_new, new["cells"], merged.added)
    return merged


def _add_new(cells, known, signs_new, course, added):
    """Put each cell that is new below the one that it follows in the course.

    What the student has deleted, and the course has not changed since, stays deleted.
    """
    here = {cell.get("id") for cell in cells}
    before = None
    for cell in course:
        identity = cell["id"]
        if identity not in here and known.get(identity) != signs_new[identity]:
            ids = [c.get("id") for c in cells]
            cells.insert(ids.index(before) + 1 if before in ids else 0, cell)
            here.add(identity)
            added.append(identity)
        if identity in here:
            before = identity


# -- a folder --------------------------------------------------------------------


def update(folder):
    """Bring every lesson in `folder` up to date; return what was done, in sentences.

    Raises
    ------
    Wrong
        If a file cannot be written; what was there is there still.
    """
    said = []
    for path in lessons.files().values():
        target = folder / path.name
        if not os.path.isfile(target):
            continue
        pristine = lessons.read(path)
        sentence = _update_one(target, pristine, base_of(handed_out(folder).get(path.name)))
        if sentence is None:
            said.append(f"{path.name} is no whole notebook; it was left alone.")
            continue
        said += [sentence] if sentence else []
        # After the file: a run that is killed in between does the same again.
        keep_record(folder, handed_out(folder) | {path.name: entry(pristine)})
    said += [f"{name} is new." for name in hand_out(folder).copied]
    return said


def _update_one(target, pristine, base):
    """Merge one lesson; return a sentence, "" if nothing is to be said, None if it cannot be."""
    for _ in range(TRIES):
        with told(target):
            before = target.read_bytes()
        try:
            merged = merge(base, json.loads(before), json.loads(pristine))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        if not merged.changed:
            return _words(target.name, merged)
        text = json.dumps(merged.notebook, indent=1, ensure_ascii=False) + "\n"
        with told(target):
            made = written_beside(target, text.encode("utf-8", "surrogatepass"))
            try:
                kept = dated(target)
                if put_new(kept, before) and as_new(target, before):
                    os.replace(made, target)
                    return f"{_words(target.name, merged)} As it was, it is kept as {kept.name}."
            finally:
                made.unlink(missing_ok=True)
    raise Wrong(f"Another program is writing {target}: close it there, and update again.")


def _words(name, merged):
    parts = []
    if merged.renewed:
        parts.append(_language.said(f"{len(merged.renewed)} renewed"))
    if merged.added:
        parts.append(_language.said(f"{len(merged.added)} new"))
    if merged.removed:
        parts.append(_language.said(f"{len(merged.removed)} gone"))
    said = [f"{name}, cells: {', '.join(parts)}."] if parts else []
    if merged.kept:
        one = len(merged.kept) == 1
        many = f"{len(merged.kept)} cells stand as you wrote them"
        stand = "1 cell stands as you wrote it" if one else many
        said.append(f"{name}: {stand}, though the course has changed its own.")
    return " ".join(said)
