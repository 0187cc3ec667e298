"""The journal: what a student predicted, tried and passed, in `journal.jsonl` of the folder.

Nothing of it leaves the machine. `course journal` says what is in it, and
`course journal --delete` deletes it.

Each entry is a line of its own, added to the end in one write and never changed, so
that kernels that write at once lose nothing and a disk that is full costs only what no
longer fits. A line that cannot be read is passed over. Predictions that earlier editions
kept in `predictions.jsonl` and `predictions.json` are read as well and left as they are.
Nothing here raises: an entry that cannot be saved lasts for the session, and is saved
with the next one if that succeeds.
"""

import contextlib
import datetime
import json
import os
from pathlib import Path

NAME = "journal.jsonl"
EARLIER = ("predictions.jsonl", "predictions.json")
# kind -> what an entry of it says, beside its time
KINDS = {
    "prediction": {"key": str, "question": str, "answer": (str, int, float)},
    "skip": {"key": str},
    "hands": {"key": str, "hands": dict},
    "comparison": {"key": str, "verdict": str},
    "check": {"exercise": str, "outcome": str, "work": str},
    "solution": {"exercise": str},
    "function": {"name": str, "exercise": str, "source": str},
}
_unsaved = {}  # path -> entries that could not be written yet


def record(kind, folder=None, **said):
    """Add an entry; return why it could not be saved, or nothing."""
    path = _path(folder)
    time = datetime.datetime.now().astimezone().isoformat(timespec="microseconds")
    waiting = _unsaved.setdefault(path, [])
    waiting.append({"time": time, "kind": kind} | said)
    try:
        _append(path, waiting)
    except OSError as problem:
        return problem.strerror or str(problem)
    del _unsaved[path]
    return ""


def entries(kind, folder=None, **where):
    """Entries of a kind that say all of `where`, by time, whichever kernel wrote them."""
    path = _path(folder)
    found = [*_unsaved.get(path, []), *_lines(path), *_earlier(path.parent)]
    # an entry is written again after a write that broke off
    once = {json.dumps(entry, sort_keys=True): entry for entry in found if entry["kind"] == kind}
    return [
        entry
        for entry in sorted(once.values(), key=_when)
        if all(entry[name] == value for name, value in where.items())
    ]


def last(kind, folder=None, **where):
    """The last of these entries, or None."""
    return next(reversed(entries(kind, folder, **where)), None)


def files(folder=None):
    """The files that there are of a journal."""
    path = _path(folder)
    return [file for name in (NAME, *EARLIER) if (file := path.with_name(name)).is_file()]


def delete(folder=None):
    """Delete the journal; return the files that it was in.

    Raises
    ------
    OSError
        If a file cannot be deleted.
    """
    _unsaved.pop(_path(folder), None)
    gone = files(folder)
    for file in gone:
        file.unlink()
    return gone


def _path(folder):
    try:
        return Path(folder or os.getcwd()).absolute() / NAME
    except OSError:  # the working folder is gone
        return Path(NAME)


def _append(path, waiting):
    """Add lines in one write. Each begins a new one, whatever a broken write has left."""
    text = "".join(f"\n{json.dumps(entry, ensure_ascii=False)}\n" for entry in waiting)
    data = text.encode("utf-8", "replace")
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o666)
    try:
        if os.write(handle, data) < len(data):
            raise OSError("no room for all of it")
    finally:
        os.close(handle)


def _lines(path):
    for line in _text(path).splitlines():
        with contextlib.suppress(ValueError, RecursionError):
            entry = json.loads(line)
            if _sound(entry):
                yield entry


def _earlier(folder):
    """Predictions as the editions before this one kept them."""
    lines, whole = (_text(folder / name) for name in EARLIER)
    found = []
    for line in lines.splitlines():
        with contextlib.suppress(ValueError, RecursionError):
            found.append(json.loads(line))
    with contextlib.suppress(ValueError, RecursionError):
        kept = json.loads(whole)
        for key, asked in kept.items() if isinstance(kept, dict) else ():
            answers = asked.get("answers") if isinstance(asked, dict) else None
            for given in answers if isinstance(answers, list) else ():
                if isinstance(given, dict):
                    found.append({"key": key, "question": asked.get("question")} | given)
    for entry in found:
        if isinstance(entry, dict) and _sound(entry := {"kind": "prediction"} | entry):
            yield entry


def _text(path):
    if path.is_file():  # a pipe of this name would never end
        with contextlib.suppress(OSError):
            return path.read_text("utf-8", "replace")
    return ""


def _sound(entry):
    """Whether this is an entry with its time, and not something that looks like it."""
    if not isinstance(entry, dict) or not isinstance(entry.get("kind"), str):
        return False
    says = KINDS.get(entry["kind"], {}) | {"time": str}
    if not all(isinstance(entry.get(name), kind) for name, kind in says.items()):
        return False
    try:
        _when(entry)
    except (ValueError, OverflowError, OSError):
        return False
    return True


def _when(entry):
    return datetime.datetime.fromisoformat(entry["time"]).astimezone(datetime.UTC)
