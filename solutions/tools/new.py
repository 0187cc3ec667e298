"""Begin a lesson: `python solutions/tools/new.py 13 my_topic`.

Copies lesson 12, the template, under a new number and name: the source, the live
figures, the checks and their tests. With `--minimal` the lesson has one figure and one
exercise, enough for a guest's hour. No file that exists is overwritten.
"""

import argparse
import keyword
import re
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Template(NamedTuple):
    """Files of a lesson, and what they say in the place of its number and topic."""

    number: str
    topic: str
    source: str
    explore: str
    check: str
    right: str


FULL = Template(
    "12",
    "your_model",
    "solutions/12_your_model.py",
    "course/explore/your_model.py",
    "course/check/your_model.py",
    "tests/check/test_your_model.py",
)
MINIMAL = Template(
    "NN",
    "your_topic",
    "solutions/tools/minimal/lesson.py",
    "solutions/tools/minimal/explore.py",
    "solutions/tools/minimal/check.py",
    "solutions/tools/minimal/right.py",
)


def begin(number, topic, template=FULL):
    """Write the files of the new lesson; return their paths.

    Raises
    ------
    ValueError
        If the number or the name is not one that a lesson can have, or is taken.
    """
    if not re.fullmatch(r"\d\d", number):
        raise ValueError(f"number is {number!r}; allowed are two digits, such as 13")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", topic):
        raise ValueError(f"topic is {topic!r}; allowed are lower-case letters, digits and _")
    if keyword.iskeyword(topic) or topic in ("compare", "predict"):
        raise ValueError(f"topic is {topic!r}, a word that lessons use; allowed is any other")
    if taken := list((ROOT / "solutions").glob(f"{number}_*.py")):
        raise ValueError(f"number is {number!r}, which {taken[0].name} has")
    names = {
        template.source: f"solutions/{number}_{topic}.py",
        template.explore: f"course/explore/{topic}.py",
        template.check: f"course/check/{topic}.py",
        template.right: f"tests/check/test_{topic}.py",
    }
    packages = [f"course/{room}/{topic}" for room in ("explore", "check")]
    if there := [new for new in [*names.values(), *packages] if (ROOT / new).exists()]:
        raise ValueError(f"topic is {topic!r}, but {there[0]} exists")
    for old, new in names.items():
        text = (ROOT / old).read_text("utf-8").replace(template.topic, topic)
        text = text.replace(f"lesson {template.number}", f"lesson {number}")
        text = text.replace(f'"{template.number}-', f'"{number}-')
        text = text.replace(f'here("{template.number}")', f'here("{number}")')
        (ROOT / new).write_text(text, "utf-8", newline="\n")
    return list(names.values())


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Begin a lesson from the template")
    parser.add_argument("number", metavar="NN")
    parser.add_argument("topic")
    parser.add_argument("--minimal", action="store_true", help="one figure and one exercise")
    options = parser.parse_args(arguments)
    template = MINIMAL if options.minimal else FULL
    try:
        print("wrote", *begin(options.number, options.topic, template), sep="\n  ")
    except ValueError as error:
        parser.error(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
