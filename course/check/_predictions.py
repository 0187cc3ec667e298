"""The file that keeps a student's predictions: `predictions.json` in the working folder.

It holds, for each prediction, the question and every answer with its time; the
last answer is the one that counts. It is written whole or not at all, and a file
that cannot be read is moved aside, never overwritten.
"""

import datetime
import json
import os
import tempfile
import warnings
from pathlib import Path

NAME = "predictions.json"
_unsaved = {}  # path -> predictions that could not be written


def load(folder=None):
    """All predictions, key -> {"question", "answers": [{"answer", "time"}, ...]}.

    A file that is not ours or broken is renamed, with a warning that says to what.
    """
    path = _path(folder)
    return _read(path) | _unsaved.get(path, {})


def answer(key, folder=None):
    """The answer that counts for `key`, or None."""
    answers = load(folder).get(key, {}).get("answers")
    return answers[-1]["answer"] if answers else None


def record(key, question, given, folder=None):
    """Add an answer.

    Raises
    ------
    OSError
        If the file cannot be written; the answer then lasts for this session.
    """
    path = _path(folder)
    predictions = load(folder)
    entry = predictions.setdefault(key, {"question": question, "answers": []})
    entry["question"] = question
    time = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    entry["answers"].append({"answer": given, "time": time})
    _unsaved[path] = predictions
    _write(path, predictions)
    del _unsaved[path]


def _path(folder):
    return Path(folder or Path.cwd()).resolve() / NAME


def _read(path):
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return {}
    try:
        predictions = json.loads(text)
        sound = all(
            {"answer", "time"} <= given.keys()
            for entry in predictions.values()
            for given in [*entry["answers"]]
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        sound = False
    if not sound:
        aside = _move_aside(path)
        warnings.warn(
            f"{path.name} could not be read, so your predictions start anew; "
            f"the old file is kept as {aside.name}",
            stacklevel=4,
        )
        return {}
    return predictions


def _move_aside(path):
    stamp = datetime.datetime.now().strftime("%Y-%m-%d-%H%M%S")
    aside, again = path.with_name(f"predictions.unreadable-{stamp}.json"), 1
    while aside.exists():
        again += 1
        aside = path.with_name(f"predictions.unreadable-{stamp}-{again}.json")
    return path.rename(aside)


def _write(path, predictions):
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".predictions-", suffix=".json")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            json.dump(predictions, file, indent=1, ensure_ascii=False)
            file.write("\n")
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
