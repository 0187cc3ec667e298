"""The glossary and the notation; that a lesson defines its words is in `test_lesson_words.py`."""

import re
from pathlib import Path

import pytest

import course
from course import words

SOLUTIONS = Path(words.__file__).parents[1] / "solutions"


@pytest.mark.parametrize("asked", ["ISI", "isi", "ISIs", "interspike interval"])
def test_a_word_is_found_in_any_of_its_forms(asked):
    assert repr(course.glossary(asked)).endswith("the time from one spike of a neuron to its next")


def test_a_word_that_is_not_there_is_told_with_those_like_it():
    with pytest.raises(ValueError, match="word is 'nulcline', which is not in the glossary; null"):
        course.glossary("nulcline")
    with pytest.raises(ValueError, match=r"course.glossary\(\) has all"):
        course.glossary("zzz")


def test_the_whole_glossary_has_every_word_once_and_in_order():
    rows = course.glossary().rows
    assert len(rows) == len(words.WORDS)
    assert [row[0].lower() for row in rows] == sorted(row[0].lower() for row in rows)
    forms = [form.lower() for entry in words.WORDS for form in entry.split(", ")]
    assert len(forms) == len(set(forms))


def test_a_lesson_has_its_own_rows_of_the_notation():
    rows = {row[0]: row for row in course.notation("02").rows}
    assert rows["$V_{th}$"] == ("$V_{th}$", "`V_th`", "mV", "threshold")
    assert "$\\theta$" not in rows and "$\\theta$" in {row[0] for row in course.notation().rows}
    with pytest.raises(ValueError, match="lesson is '13'; allowed are 00, 01"):
        course.notation("13")


def test_no_symbol_stands_for_two_things():
    symbols = [row.symbol for row in words.SYMBOLS if row.symbol]
    assert len(symbols) == len(set(symbols))
    assert all(set(row.lessons) <= set(words.ALL) and row.lessons for row in words.SYMBOLS)


def test_a_table_is_a_table_of_markdown():
    lines = course.notation("02")._repr_markdown_().splitlines()
    assert lines[:2] == ["| symbol | code | unit | meaning |", "| --- | --- | --- | --- |"]
    assert all(line.count("|") == 5 for line in lines)


@pytest.mark.parametrize("lesson", words.ALL)
def test_each_symbol_of_a_lesson_stands_in_it(lesson):
    source = next(SOLUTIONS.glob(f"{lesson}_*.py")).read_text("utf-8")
    missing = []
    for row in words.SYMBOLS:
        if lesson not in row.lessons or row.lessons == words.ALL:
            continue
        codes = re.split(r", (?![^\[]*\])", row.code)
        names = [*codes, *row.symbol.strip("$").split(",")]
        names = [re.escape(name.strip("\\ ")) for name in names if name]
        if not any(re.search(rf"(?<![A-Za-z]){name}(?![A-Za-z])", source) for name in names):
            missing.append(row.symbol or row.code)
    assert not missing


def test_a_word_in_a_lesson_shows_its_meaning():
    shown = words.with_meanings("An [[ISI]] or [[ISI|many intervals]].")
    meaning = words.WORDS["interspike interval, ISI"]
    assert shown == (
        f'An <dfn title="{meaning}">ISI</dfn> or <dfn title="{meaning}">many intervals</dfn>.'
    )
    with pytest.raises(ValueError, match="defines 'nothing', which is not in the glossary"):
        words.with_meanings("A [[nothing]].")
