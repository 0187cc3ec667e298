"""Each rule of a lesson catches what it is there to catch."""

import lesson_rules
import nbformat
import pytest

OPENING = """\
# Integrate and fire

When does a neuron fire? **You will build** one. **You need** lesson 01. About 40 minutes."""


def lesson(*cells):
    """A notebook: strings that begin with `>` are code, others text."""
    new = nbformat.v4
    return new.new_notebook(
        cells=[
            new.new_code_cell(cell[1:], id=f"c-{i}")
            if cell.startswith(">")
            else new.new_markdown_cell(cell, id=f"c-{i}")
            for i, cell in enumerate(cells)
        ]
    )


SOUND = lesson(
    OPENING,
    ">import numpy as np\nfrom course.explore import x as explore",
    ">explore.one()",
    "Where does it end?",
    "## The membrane leaks its charge\n\nIt does: $V = E_L$.",
    ">def step(V, dt):\n    half = [V / n for n in (1, 2)]\n    return np.exp(-V * dt) + sum(half)",
    ">def run(V):\n    return step(V, 0.1)",
    ">explore.two()",
    "And here?",
    ">explore.three(compare=step)",
    "And now?",
    *(f">check.{name}(step)" for name in "abc"),
    *(f'>predict("{key}", "?", ["a", "b"])\ncompare("{key}", "a")' for key in "de"),
)


def test_a_sound_lesson_breaks_no_rule():
    assert list(lesson_rules.unsound(SOUND)) == []
    assert list(lesson_rules.unpublished(SOUND, "02")) == []


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([">1"], "first cell must be markdown"),
        (["Title?"], "must begin with the title"),
        (["# Title"], "must ask the lesson's question"),
        (["# Title?"], "'you will build'"),
        (["# Title?"], "'you need'"),
        (["# Title?"], "how many minutes"),
        ([OPENING, "# Another"], "second title"),
        ([OPENING, "## Membranes"], "not a sentence"),
        ([OPENING, "### Too deep by one"], "leaves out a level"),
        ([OPENING, "text\n\n## The heading comes late"], "must begin its cell"),
        ([OPENING, "word " * 81], "has 81 words"),
        ([OPENING, ">" + "x = 1\n" * 21], "21 lines"),
        ([OPENING, ">" + "x = 1\n" * 9], "9 lines in the median"),
        ([OPENING, ">import a", ">import b"], "imports stand in cells"),
        ([OPENING, ">import a", ">def f():\n    import b"], "imports stand in cells"),
        ([OPENING, ">def f(): pass", ">def f(): pass"], "f is defined in cell 'c-1' and 'c-2'"),
        ([OPENING, ">V = 1\ndef f():\n    return V"], "f in cell 'c-1' reads the global V"),
        ([OPENING, ">V = 1\ng = lambda x: [V * i for i in x]"], "reads the global V"),
        ([OPENING, ">%matplotlib inline"], "magic"),
        ([OPENING, ">import urllib.request"], "network"),
        ([OPENING, ">explore.one()", "Look."], "ask in the next what it answers"),
        ([OPENING, ">explore.one()"], "0 different calls of check"),
        ([OPENING, ">explore.one()", ">explore.one()"], "1 different calls of explore"),
        ([OPENING, '>predict("a", "?")'], "'a' is never compared"),
    ],
)
def test_a_broken_rule_is_told_in_words(cells, told):
    book = lesson(*cells)
    found = [*lesson_rules.unsound(book), *lesson_rules.unpublished(book, "02")]
    assert any(told in message for message in found), found


def test_an_exercise_that_is_in_no_cell_and_a_solution_without_a_why_are_told():
    found = list(lesson_rules.exercises(SOUND, "x", {"a": 1, "d": 2}))
    assert found == ["the exercise x.d stands in no cell"]
    found = list(lesson_rules.reasons({"x.a": {"why": ""}, "x.b": {"why": "so"}}))
    assert found == ["the solution of x.a does not say why"]


@pytest.mark.parametrize(
    ("rule", "cells", "told"),
    [
        ("answers", ["**Question:** why?"], "asks 1 questions and answers 0"),
        (
            "answers",
            [">explore.one()", "**Question:** why?<details><summary>Answer</summary>so</details>"],
            "without a setting",
        ),
        ("figure_first", ["a", "b", "c", ">explore.one()"], "in the first three cells"),
        ("halfway", [OPENING.replace("40", "91")], "'stop here or go on'"),
    ],
)
def test_a_rule_that_some_lessons_are_excused_from_catches_the_others(rule, cells, told):
    found = list(getattr(lesson_rules, rule)(lesson(*cells)))
    assert any(told in message for message in found), found


def test_an_answer_is_as_short_as_a_cell():
    fold = f"<details><summary>Answer</summary>\n\n{'word ' * 90}\n\n</details>"
    found = list(lesson_rules.prose(lesson(OPENING, fold)))
    assert found == ["an answer in cell 'c-1' has 91 words; at most 80"]


def test_lesson_00_needs_no_exercises():
    book = lesson(OPENING, ">explore.one()", "And?")
    assert list(lesson_rules.unpublished(book, "00")) == []


def test_tables_formulas_code_and_addresses_are_not_prose():
    text = "| a | b |\n|---|---|\n| c d | e |\n\n$$ x = y + z $$\n\n```\nfor i in x\n```\n\n"
    assert lesson_rules.words(text + "See [the paper](http://a b) for $x = 1$ – really.") == 6


def test_local_names_arguments_and_closures_are_no_globals():
    source = """>def outer(a):
    b = a
    def inner(c):
        return a + b + c
    return [inner(d) for d in range(3)]
V = 1
total = [V * i for i in range(3)]"""
    assert list(lesson_rules.globals_read(lesson(OPENING, source))) == []
