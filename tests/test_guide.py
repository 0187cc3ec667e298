"""The instructor's guide has what the lessons have, and its plans keep to their time."""

import importlib
import re

import build
import guide
import pytest

from course import words

SOURCES = build.sources()
every_lesson = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)


@every_lesson
def test_the_guide_has_every_question_outcome_mistake_and_solution_of_a_lesson(source):
    text = "\n".join(guide.lesson(source))
    told = build.told(source)[1]
    for asked in told["predictions"].values():
        assert asked["question"] in text and asked["explanation"] in text
        if isinstance(asked["outcome"], str):
            assert f"**{asked['outcome']}**" in text
    for name, solved in told["solutions"].items():
        topic, _, exercise = name.partition(".")
        found = getattr(importlib.import_module(f"course.check.{topic}"), exercise)
        assert f"### Exercise: {found.title}\n" in text
        assert solved["code"] in text and solved["why"] in text
        for sentence in found.mistakes:
            assert f"- {sentence}\n" in text
    answers = sum(cell.source.count("**Answer:**") for cell in build.complete(source).cells)
    assert text.count("**Answer:**") == answers
    for asked in guide.questions(build.complete(source)):
        assert not words.DEFINED.search(" ".join(asked))


@every_lesson
def test_both_plans_name_where_to_stop_and_end_in_time(source):
    text = "\n".join(guide.lesson(source))
    titles = [part.title for part in guide.sections(build.complete(source))]
    for minutes, said in re.findall(r"\*\*In (\d+) minutes, .*?:\*\* (.*)", text):
        taken = int(re.search(r"(\d+) minutes", said)[1])
        assert 0 < taken <= int(minutes)
        if "stop before" in said:
            assert taken > 10
            assert re.search(r"stop before \*(.*)\*\.", said)[1] in titles


def test_a_plan_takes_what_fits():
    one = guide.Section("One", {"predict": 1, "explore": 2, "check": 1})
    two = guide.Section("Two", {"predict": 0, "explore": 1, "check": 2})
    assert one.minutes("predict", "explore") == 2 + 3 + 8
    assert guide.plan([one, two], 45, *guide.MINUTES) == (
        "about 23 minutes to the end of *One*; stop before *Two*."
    )
    assert guide.plan([one, two], 50, *guide.MINUTES) == "all of it, in about 49 minutes."


def test_the_command_writes_the_whole_guide(tmp_path, capsys):
    assert guide.main([str(tmp_path / "guide.md")]) == 0
    text = (tmp_path / "guide.md").read_text("utf-8")
    numbers = re.findall(r"^## (\d\d) ", text, re.MULTILINE)
    assert numbers == [source.name[:2] for source in SOURCES]
    assert "{" not in text.split("## 00")[0]
