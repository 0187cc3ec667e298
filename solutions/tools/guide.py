"""Write the instructor's guide: `python solutions/tools/guide.py guide.md`.

It has all answers, so it is made where it is needed and stands nowhere in the tree. What each
lesson teaches, asks, tells and takes for a mistake is read from the lesson itself; only what holds
for every lesson is written here. A plan counts what a hall needs: see `MINUTES`.
"""

import argparse
import importlib
import importlib.util
import re
import sys
from pathlib import Path
from typing import NamedTuple

import build
import calm
import lesson_rules

from course.check._exercise import exercises

# of a hall, for one of each: a show of hands and what happened, a figure and its question, a
# task at the keyboard; and for the words of a section
MINUTES = {"predict": 3, "explore": 4, "check": 10}
WORDS = 2

BEGINNING = """\
# Instructor's guide

It has every answer: keep it from your students. It is made from the lessons by
`python solutions/tools/guide.py`, so it says what the edition in this folder says.

## How a lesson is used

**On the wall.** `course present 2` puts lesson 02 on the stage. Ask the question, let the hall
raise its hands, type the count, and only then press the arrow: the outcome stands beside the
hands. Wrong predictions are what the lesson is for, so never tell before the hands are down.

**At the keyboard.** Students predict before they touch a figure, write where the `...` stand, and
run the check below. A check names the mistake; hints come a step at a time, and after three honest
tries it offers a solution. Walk around and ask what they expect to see, not whether it runs.

**In 45 minutes** show the figures and ask the predictions on the wall, and leave the exercises for
home. **In 90 minutes** let them write the exercises too. A plan for each lesson stands below: it
counts {predict} minutes for a prediction, {explore} for a figure with its question, {check} for an
exercise, and {words} for the words of a section. Where it says *stop*, the rest is homework.

**Afterwards** `course grade` grades what they hand in, and its page for the lecturer says which of
the misunderstandings below your class had.

## What goes wrong in every lesson

- A cell is run before the one that defines its names: Run All Above mends it, and nothing is lost.
- A function prints instead of returning: the check says so.
- `...` stays where a line belongs: the check answers *not attempted yet*.
- A figure is changed before the prediction is made: the outcome then is no surprise. Ask first.
- A name is used twice: restart the kernel and run all; the journal keeps what was passed.
- Nothing moves when a slider is dragged: the kernel is busy or gone. `course doctor` says more.
"""


class Section(NamedTuple):
    """A heading and what stands under it: how many predictions, figures and exercises."""

    title: str
    counts: dict

    def minutes(self, *kinds):
        """What it takes in a hall that has `kinds` of it."""
        return WORDS + sum(MINUTES[kind] * self.counts[kind] for kind in kinds)


def sections(notebook):
    """The sections of a lesson, its beginning first, without what to read next."""
    found = []
    for cell in notebook.cells:
        heading = re.match(r"#{1,2} +(.+)", cell.source) if cell.cell_type == "markdown" else None
        if heading:
            found.append(Section(heading[1], dict.fromkeys(MINUTES, 0)))
        elif cell.cell_type == "code":
            for kind in MINUTES:
                found[-1].counts[kind] += len(set(lesson_rules.called(cell, kind)))
    return [one for one in found if one.title != "What to read next"]


def plan(parts, minutes, *kinds):
    """How far one comes in `minutes` with `kinds` of what the sections have, in a sentence."""
    taken, last = 0, None
    for part in parts:
        if last is not None and taken + part.minutes(*kinds) > minutes:
            break
        taken, last = taken + part.minutes(*kinds), part
    if last is parts[-1]:
        return f"all of it, in about {taken} minutes."
    following = parts[parts.index(last) + 1]
    return f"about {taken} minutes to the end of *{last.title}*; stop before *{following.title}*."


def questions(notebook):
    """(question, answer) of each question of a lesson that has its answer."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for asked in cell.source.split("**Question:**")[1:]:
                question, found, answer = asked.partition("**Answer:**")
                if found:
                    yield _plain(question), _plain(answer)


def _plain(text):
    return " ".join(re.sub(r"\[\[(?:[^]|]*\|)?([^]]*)\]\]", r"\1", text).split())


def lesson(source):
    """What the guide says of one lesson, as lines of Markdown."""
    place, notebook = calm.place(source), build.complete(source)
    parts, topic = sections(notebook), source.stem[3:]
    yield f"## {place.number} {place.title}\n\n*{place.question}*"
    yield f"About {place.minutes} minutes for who is alone with it."
    teaches = [part.title for part in parts[1:] if "stop here" not in part.title]
    yield "\n**It teaches**\n\n" + "\n".join(f"- {title}." for title in teaches)
    yield f"\n**In 45 minutes, on the wall:** {plan(parts, 45, 'predict', 'explore')}"
    yield f"\n**In 90 minutes, with exercises:** {plan(parts, 90, *MINUTES)}"
    told = build.told(source)[1]
    if told["predictions"]:
        yield "\n### What they predict, and what happens\n"
    for asked in told["predictions"].values():
        choice = " / ".join(asked["options"]) or f"a number {asked['unit']}".rstrip()
        outcome = asked["outcome"]
        if outcome is None:
            outcome = "what the machine says"
        elif not isinstance(outcome, str):
            outcome = f"{outcome:.3g} {asked['unit']}"
        yield f"- {asked['question']} ({choice})\n  **{outcome.strip()}**. {asked['explanation']}"
    there = {}
    if importlib.util.find_spec(f"course.check.{topic}"):
        there = exercises(importlib.import_module(f"course.check.{topic}"))
    for name, solved in told["solutions"].items():
        exercise = there[name.partition(".")[2]]
        yield f"\n### Exercise: {exercise.title}"
        if exercise.mistakes:
            yield "\nWhat goes wrong, as the check says it:\n"
        yield from (f"- {sentence}" for sentence in exercise.mistakes)
        yield f"\n{solved['why']}\n\n```python\n{solved['code']}\n```"
    asked = list(questions(notebook))
    if asked:
        yield "\n### Questions and answers\n"
    for question, answer in asked:
        yield f"- {question}\n  **Answer:** {answer}"


def guide():
    """The whole guide."""
    parts = [BEGINNING.format(**MINUTES, words=WORDS)]
    parts += ["\n".join(lesson(source)) + "\n" for source in build.sources()]
    return "\n".join(parts)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="file to write, such as guide.md")
    options = parser.parse_args(arguments)
    options.file.write_text(guide(), "utf-8", newline="\n")
    print(f"wrote {options.file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
