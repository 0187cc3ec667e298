"""Results and hints show themselves in words, not by color alone."""

import json
import re

import nbformat
import pytest

from course.check._result import LOOKS, MIME, Hints, Result


def result(outcome, **more):
    return Result("integrate_fire.lif_step", outcome, "too fast: is dt missing?", **more)


@pytest.mark.parametrize("outcome", LOOKS)
def test_each_outcome_says_itself_in_text_html_and_json(outcome):
    bundle = result(outcome)._repr_mimebundle_()
    words = LOOKS[outcome][1]
    assert words.lower() in bundle["text/plain"]
    assert words in re.sub("<[^>]*>", "", bundle["text/html"])
    assert bundle[MIME]["outcome"] == outcome
    assert bundle[MIME]["exercise"] == "integrate_fire.lif_step"
    assert all("is dt missing?" in str(bundle[kind]) for kind in bundle)


def test_outcomes_differ_by_icon_and_word():
    assert len({icon for icon, _ in LOOKS.values()}) == len(LOOKS)
    assert len({words for _, words in LOOKS.values()}) == len(LOOKS)


@pytest.mark.parametrize("outcome", LOOKS)
def test_only_passed_counts_as_true(outcome):
    assert bool(result(outcome)) == (outcome == "passed")


def test_html_of_the_students_text_is_escaped():
    raised = result("raised", error="TypeError: <b>", line=3, source="if a<b:", printed="<i>")
    page = raised._repr_html_()
    assert "<b>" not in page and "<i>" not in page
    assert "line 3" in page and "if a&lt;b:" in page


def test_json_survives_a_saved_notebook():
    raised = result("raised", error="ZeroDivisionError: division by zero", line=2, source="1 / 0")
    output = nbformat.v4.new_output("display_data", data=raised._repr_mimebundle_())
    cell = nbformat.v4.new_code_cell("check.lif_step(step)", outputs=[output])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbformat.validate(notebook)
    again = nbformat.reads(nbformat.writes(notebook), as_version=4)
    assert again.cells[0].outputs[0].data[MIME] == raised.as_json()
    assert json.dumps(raised.as_json()) == json.dumps(
        {
            "exercise": "integrate_fire.lif_step",
            "outcome": "raised",
            "message": "too fast: is dt missing?",
            "error": "ZeroDivisionError: division by zero",
            "line": 2,
            "source": "1 / 0",
        }
    )


def test_hints_number_themselves_and_say_when_they_end():
    some, last = Hints("a.b", ("look <at> E_L",), 2), Hints("a.b", ("one", "two"), 2)
    assert repr(some) == "Hint 1 of 2: look <at> E_L"
    assert "look &lt;at&gt; E<sub>L</sub>" in some._repr_html_()
    assert repr(last).endswith("That was the last hint.")
    assert "no hints" in repr(Hints("a.b", (), 0))
