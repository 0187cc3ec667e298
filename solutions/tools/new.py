"""Begin a lesson: `python solutions/tools/new.py 13 my_topic`.

Copies lesson 12, the template, under a new number and name: the source, the live
figures, the checks and their tests. No file that exists is overwritten.
"""

import argparse
import keyword
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NUMBER, TOPIC = "12", "your_model"
FILES = [
    "solutions/12_your_model.py",
    "course/explore/your_model.py",
    "course/check/your_model.py",
    "tests/check/test_your_model.py",
]


def begin(number, topic):
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
    names = {old: old.replace(f"{NUMBER}_", f"{number}_").replace(TOPIC, topic) for old in FILES}
    if there := [new for new in names.values() if (ROOT / new).exists()]:
        raise ValueError(f"topic is {topic!r}, but {there[0]} exists")
    for old, new in names.items():
        text = (ROOT / old).read_text("utf-8").replace(TOPIC, topic)
        text = text.replace(f"lesson {NUMBER}", f"lesson {number}")
        text = text.replace(f'"{NUMBER}-', f'"{number}-')
        text = text.replace(f'here("{NUMBER}")', f'here("{number}")')
        (ROOT / new).write_text(text, "utf-8", newline="\n")
    return list(names.values())


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Begin a lesson from the template")
    parser.add_argument("number", metavar="NN")
    parser.add_argument("topic")
    options = parser.parse_args(arguments)
    try:
        print("wrote", *begin(options.number, options.topic), sep="\n  ")
    except ValueError as error:
        parser.error(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
