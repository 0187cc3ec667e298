"""What a lesson tells after its student has answered or tried: outcomes, reasons, solutions.

There is a file for each lesson, `NN_topic.json`. `solutions/tools/build.py` writes it from
the lesson's source, where all of this stands once. Nobody edits it by hand.
"""

import functools
import json
from pathlib import Path

_HERE = Path(__file__).parent


@functools.cache
def lessons():
    """Number of a lesson -> what it tells: {"predictions": ..., "solutions": ...}."""
    files = sorted(_HERE.glob("[0-9][0-9]_*.json"))
    return {file.name[:2]: json.loads(file.read_text("utf-8")) for file in files}


def _all(part):
    """name -> what is told of it, over all lessons."""
    return {name: told for lesson in lessons().values() for name, told in lesson[part].items()}


def prediction(key):
    """What the prediction `key` asks and tells, or nothing if no lesson has it."""
    return _all("predictions").get(key, {})


def solution(exercise):
    """The solution of an exercise, e.g. "integrate_fire.rate", or None."""
    return _all("solutions").get(exercise)


def functions():
    """Name of each function that a lesson lets its student write -> (lesson, exercise)."""
    return {
        name: (number, exercise)
        for number, lesson in lessons().items()
        for exercise, told in lesson["solutions"].items()
        for name in told["functions"]
    }
