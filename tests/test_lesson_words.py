"""The rules on words catch what they are there to catch; `build.py` asks them of the lessons."""

import ast
import re
from pathlib import Path

import nbformat
import word_rules

ROOT = Path(__file__).parents[1]
# On a dark page what was pale is dark; *faint* and *strong* hold in every look.
LIGHTNESS = re.compile(r"\b(?<!in the )(pale|paler|dark|darker|brighter|lighter)\b", re.I)


def test_the_rule_catches_what_it_is_there_to_catch():
    def lesson(*texts):
        return [nbformat.v4.new_markdown_cell(text, id=f"c-{i}") for i, text in enumerate(texts)]

    early = [("01", lesson("The ISIs grow.", "An [[interspike interval]]: it grows."))]
    assert list(word_rules.undefined(early, ())) == [("01", "c-0", "interspike interval, ISI")]
    late = [("01", lesson("An [[interspike interval]]. ISIs grow, `rheobase` $rheobase$."))]
    assert list(word_rules.undefined(late, ())) == []
    same = [("01", lesson("A rheobase. This is the [[rheobase]]."))]
    assert list(word_rules.undefined(same, ())) == [("01", "c-0", "rheobase")]
    title = [("01", lesson("# Rheobase\n\nA [[rheobase]].\n\n- A B (1999). *The rheobase.* X."))]
    assert list(word_rules.undefined(title, ())) == []
    both = [("01", lesson("A rheobase.")), ("02", lesson("A rheobase."))]
    assert list(word_rules.undefined(both, {"01"})) == []


def test_an_abbreviation_that_the_glossary_does_not_have_is_told_and_one_in_code_is_not():
    text = "The QQQs of a `ZZZ` in $YYY$, AND an EPSP."
    cells = [nbformat.v4.new_markdown_cell(text, id="c-0")]
    assert word_rules.abbreviations(cells) - {"EPSP"} == {"QQQ"}
    told = list(word_rules.broken([("01", cells)], "01", set()))
    assert "QQQ is an abbreviation that `course/words.py` does not have" in told
    assert list(word_rules.broken([("01", cells)], "01", {"01"})) == []


def test_a_word_of_the_glossary_that_no_lesson_defines_is_told():
    cells = [nbformat.v4.new_markdown_cell("This is the [[rheobase]].", id="c-0")]
    missing = word_rules.nowhere([("01", cells)], set())
    assert missing and "rheobase" not in missing
    assert word_rules.nowhere([("01", cells)], {"01"}) == []


def test_no_color_is_told_by_its_lightness():
    told = []
    for path in [*ROOT.glob("course/explore/**/*.py"), *ROOT.glob("course/plots/**/*.py")]:
        tree = ast.parse(path.read_text("utf-8"))
        notes = [ast.get_docstring(node, clean=False) for node in ast.walk(tree) if _has_one(node)]
        texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
        told += [(path.name, t) for t in texts if isinstance(t, str) and t not in notes]
    for path in ROOT.glob("solutions/[0-9]*.py"):
        lines = path.read_text("utf-8").splitlines()
        told += [(path.name, line) for line in lines if line.startswith("# ")]
    assert len(told) > 2000
    assert [one for one in told if len(one[1]) > 6 and LIGHTNESS.search(one[1])] == []


def _has_one(node):
    return isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
