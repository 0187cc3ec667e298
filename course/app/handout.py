"""Bringing lessons into the student's folder without losing anything of the student's."""

import contextlib
import datetime
import hashlib
import json
import os
import time
from typing import NamedTuple

from course import _language, lessons
from course.app.folder import RECORD

LANGUAGE = "language"  # in the record, beside the lessons


class Wrong(Exception):
    """What the user asked for cannot be done; the text says why and what to do."""


class Handed(NamedTuple):
    """What `hand_out` did: names of lessons."""

    copied: list  # were not there
    renewed: list  # as they were handed out before, and newer now
    kept: list  # the student's


def hand_out(folder):
    """Bring the lessons in `folder` up to date without touching what a student has done.

    The folder keeps a record of what was handed out. A lesson that still has the cells it
    was handed out with, and no output, is replaced when the course has a newer one; so is
    one that a full disk cut short. Everything else is the student's.
    """
    handed = Handed([], [], [])
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    record = handed_out(folder)
    for path in lessons.files().values():
        target, pristine = folder / path.name, lessons.read(path)
        with told(target):
            if put_new(target, pristine):
                handed.copied.append(path.name)
            elif not as_new(target, pristine):
                if not untouched(target, pristine, record.get(path.name)):
                    handed.kept.append(path.name)
                    continue
                put(target, pristine)
                handed.renewed.append(path.name)
        record[path.name] = entry(pristine)
    if LANGUAGE in record or _language.current() != _language.ENGLISH:
        record[LANGUAGE] = _language.current()
    keep_record(folder, record)
    return handed


def entry(pristine):
    """What the record says of a lesson that is handed out."""
    return {"print": fingerprint(pristine), "cells": signs(json.loads(pristine))}


def keep_record(folder, record):
    """Write the record of what was handed out, if it differs and there is room."""
    text = json.dumps(record, indent=1).encode()
    if not as_new(folder / RECORD, text):
        with contextlib.suppress(OSError):  # without it, an untouched lesson counts as theirs
            put(folder / RECORD, text)


@contextlib.contextmanager
def told(path):
    """Say in words why `path` cannot be written."""
    try:
        yield
    except OSError as problem:
        words = problem.strerror or problem
        raise Wrong(f"{path} cannot be made or written: {words}.") from None


def as_new(path, pristine):
    """Whether a file holds `pristine`; one that cannot be read does not."""
    with contextlib.suppress(OSError):  # a folder, or not ours to read
        return path.read_bytes() == pristine
    return False


def handed_out(folder):
    """File name -> the `entry` of the lesson that was handed out under it.

    An earlier edition kept the fingerprint alone.
    """
    with contextlib.suppress(OSError, ValueError):
        record = json.loads((folder / RECORD).read_text("utf-8"))
        if isinstance(record, dict):
            return record
    return {}


def untouched(path, pristine, handed):
    """Whether a student has done nothing yet to the lesson at `path`."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    known = handed["print"] if _sound(handed) else handed
    return pristine.startswith(data) or fingerprint(data) == known is not None


def base_of(handed):
    """Cell id -> sign of the cells that were handed out, or None if that is not known."""
    return handed["cells"] if _sound(handed) else None


def _sound(handed):
    return isinstance(handed, dict) and isinstance(handed.get("cells"), dict) and "print" in handed


def signs(notebook):
    """Cell id -> sign of what stands in it; of cells with one id the first counts."""
    found = {}
    for cell in notebook["cells"]:
        said = json.dumps([cell["cell_type"], "".join(cell["source"])])
        sign = hashlib.sha256(said.encode()).hexdigest()[:16]
        found.setdefault(cell.get("id"), sign)
    return found


def fingerprint(data):
    """A digest of a notebook's cells, or None if it has outputs or is no notebook.

    An editor that saves a notebook may write it in another way, so that bytes say little.
    """
    try:
        cells = json.loads(data)["cells"]
        if any(cell.get("outputs") or cell.get("attachments") for cell in cells):
            return None
        said = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def written_beside(path, data):
    """Write `data` to a new file beside `path`, down to the disk, and return its path."""
    new = path.with_name(f".{path.name}-{os.getpid()}-{time.time_ns()}.new")
    try:
        with open(new, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return new


def put(path, data):
    """Make `path` hold `data`, all of it or none."""
    new = written_beside(path, data)
    try:
        os.replace(new, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def put_new(path, data):
    """The same, unless there is something at `path`; say whether there was nothing."""
    if os.path.lexists(path):
        return False
    new = written_beside(path, data)
    try:
        if os.name == "nt":
            os.rename(new, path)  # refuses there if something came meanwhile
        else:
            os.link(new, path)
    except FileExistsError:
        return False
    except OSError:  # a disk without links
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)
    return True


def dated(path):
    """A name like that of `path` with the date in it, which nothing has yet."""
    stamp, again = datetime.datetime.now().strftime("%Y-%m-%d-%H%M%S"), 1
    kept = path.with_name(f"{path.stem}.{stamp}{path.suffix}")
    while os.path.lexists(kept):
        again += 1
        kept = path.with_name(f"{path.stem}.{stamp}-{again}{path.suffix}")
    return kept


def set_aside(path):
    """Rename `path` to a dated name that nothing has yet; return the new path."""
    return path.rename(dated(path))
