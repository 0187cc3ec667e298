"""Every word of the glossary is defined where it first stands, over the lessons in their order."""

import re

import build
import lesson_rules
import pytest

from course import words

SOURCES = build.sources()
# they also mean something in everyday language, and no test can tell
EVERYDAY = {"rest", "unit", "gate", "mode", "weight", "activity", "leak", "spike"}
# capitals that are no terms: logic, numerals, names
NO_TERMS = {"AND", "OR", "NOT", "XOR", "II", "III", "IV", "MIT", "DOI", "OK", "PLOS", "UK", "US"}
NO_TERMS |= {"README", "CONTRIBUTING", "CHANGELOG"}


def prose(cell):
    """The words of a text cell without its lesson's title, code, formulas, addresses, readings."""
    if cell.cell_type != "markdown" or cell.source.startswith("## What to read next"):
        return ""
    text = re.sub(r"\A# .*|^- .*\(\d{4}\)\..*", " ", cell.source, flags=re.MULTILINE)
    text = re.sub(r"```.*?```|\$\$.*?\$\$", " ", text, flags=re.DOTALL)
    return re.sub(r"`[^`]*`|\$[^$\n]+\$|\]\([^)]*\)", " ", text)


def met(text):
    """(place, entry, whether it is defined there) of every word of the glossary in a text."""
    found = [(m.start(), words.forms().get(m[1]), True) for m in words.DEFINED.finditer(text)]
    plain = words.DEFINED.sub(lambda m: " " * len(m[0]), text)
    for form, entry in words.forms().items():
        if form not in EVERYDAY:
            flags = 0 if form.isupper() else re.IGNORECASE
            for m in re.finditer(rf"(?<!\w){re.escape(form)}(?:s|es)?(?!\w)", plain, flags):
                found.append((m.start(), entry, False))
    return sorted(found, key=lambda one: one[0])


def undefined(lessons, pending):
    """(lesson, cell, word) of each word that stands before its definition.

    Lessons that do not mark their words yet are `pending`: what they mention counts as
    defined, and nothing is asked of them.
    """
    known = set()
    for number, cells in lessons:
        for cell in cells:
            for _, entry, defined in met(prose(cell)):
                if not defined and entry not in known and number not in pending:
                    yield number, cell.id, entry
                if defined or number in pending:
                    known.add(entry)


def read():
    return [(source.name[:2], build.complete(source).cells) for source in SOURCES]


def test_no_word_stands_before_its_definition():
    assert list(undefined(read(), lesson_rules.PENDING["words"])) == []


def test_every_word_of_the_glossary_is_defined_in_a_lesson():
    if lesson_rules.PENDING["words"]:
        pytest.skip("some lessons do not mark their words yet")
    defined = {
        entry
        for _, cells in read()
        for cell in cells
        for _, entry, here in met(prose(cell))
        if here
    }
    assert set(words.WORDS) - defined == set()


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_an_abbreviation_is_in_the_glossary(source):
    if source.name[:2] in lesson_rules.PENDING["words"]:
        pytest.skip("this lesson does not mark its words yet")
    found = {
        word.removesuffix("s")
        for cell in build.complete(source).cells
        for word in re.findall(r"(?<![\w-])[A-Z]{2,}s?(?![\w-])", prose(cell))
    }
    assert found - set(words.forms()) - NO_TERMS == set()


def test_the_rule_catches_what_it_is_there_to_catch():
    import nbformat

    def lesson(*texts):
        return [nbformat.v4.new_markdown_cell(text, id=f"c-{i}") for i, text in enumerate(texts)]

    early = [("01", lesson("The ISIs grow.", "An [[interspike interval]]: it grows."))]
    assert list(undefined(early, ())) == [("01", "c-0", "interspike interval, ISI")]
    late = [("01", lesson("An [[interspike interval]]. ISIs grow, `rheobase` $rheobase$."))]
    assert list(undefined(late, ())) == []
    same = [("01", lesson("A rheobase. This is the [[rheobase]]."))]
    assert list(undefined(same, ())) == [("01", "c-0", "rheobase")]
    title = [("01", lesson("# Rheobase\n\nA [[rheobase]].\n\n- A B (1999). *The rheobase.* X."))]
    assert list(undefined(title, ())) == []
    both = [("01", lesson("A rheobase.")), ("02", lesson("A rheobase."))]
    assert list(undefined(both, {"01"})) == []
