"""Predictions are recorded and compared; what happened stays closed until there is an answer."""

import re

import pytest
from executed import sanitize

from course import journal, told
from course.check import compare, predict
from course.check._predict import MIME

QUESTION = "The current doubles. What does the rate do?"
OPTIONS = ["It doubles", "More than that", "Less than that"]
WHY = "Near threshold the curve is steep."


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask():
    return predict("double", QUESTION, OPTIONS)


def happened():
    return compare("double", OPTIONS[1], WHY)


def answers(key="double"):
    return [entry["answer"] for entry in journal.entries("prediction", key=key)]


def shown(widget, monkeypatch):
    """What `widget` displays, a bundle each."""
    bundles = []
    monkeypatch.setattr("course._host.display", lambda data, **_: bundles.append(data))
    widget._ipython_display_()
    return bundles


def unfolded(page):
    """The words of an HTML page that stand there before anything is opened."""
    page = re.sub(r"(<details(?![^>]* open)[^>]*>.*?</summary>).*?</details>", r"\1", page)
    return re.sub(r"<script>.*?</script>|<[^>]*>", " ", page, flags=re.DOTALL)


# -- asking ----------------------------------------------------------------------


def test_an_answer_is_recorded():
    widget = ask()
    widget.answer = OPTIONS[1]
    assert answers() == [OPTIONS[1]]
    assert widget.status == f"Recorded: {OPTIONS[1]}."


def test_changing_ones_mind_keeps_both_answers():
    widget = ask()
    widget.answer = OPTIONS[1]
    widget.answer = OPTIONS[0]
    assert answers() == [OPTIONS[1], OPTIONS[0]]


def test_a_reopened_notebook_shows_the_earlier_answer():
    ask().answer = OPTIONS[2]
    assert ask().answer == OPTIONS[2]
    assert "earlier" in ask().status


def test_an_earlier_answer_that_is_no_option_any_more_is_not_shown():
    ask().answer = OPTIONS[2]
    assert predict("double", QUESTION, ["Yes", "No"]).answer is None


def test_an_answer_outside_the_options_or_the_range_is_not_recorded():
    widget = ask()
    widget.answer = "Bananas"
    assert "not one of the possible answers" in widget.status
    box = predict("rate", "How fast?", unit="Hz", low=0, high=500)
    for wrong in (-1, 501, float("nan"), True, "12"):
        box.answer = wrong
        assert "nothing was recorded" in box.status
    assert journal.files() == []


def test_an_answer_that_cannot_be_saved_is_compared_all_the_same(monkeypatch):
    monkeypatch.setattr(journal, "_append", lambda *_: (_ for _ in ()).throw(OSError("full")))
    widget = ask()
    widget.answer = OPTIONS[1]
    assert widget.status == "Noted for this session, but not saved: full."
    assert "as you predicted" in repr(happened())


@pytest.mark.parametrize("options", [[], ["one"], ["a", "a"]])
def test_options_that_are_no_choice_are_refused(options):
    if not options:
        assert predict("k", "?", options).spec["options"] == []  # a number then
        return
    with pytest.raises(ValueError, match="at least two different answers"):
        predict("k", "?", options)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: predict(1, 2, 3), "key is 1; allowed is a text"),
        (lambda: predict("k", 2), "question is 2"),
        (lambda: predict("k", "?", 3), "options is 3; allowed is a list"),
        (lambda: predict("k", "?", unit=1), "unit is 1"),
        (lambda: predict("k", "?", low="a"), "low is 'a'; allowed is any finite number"),
        (lambda: predict("k", "?", high=float("nan")), "high is nan"),
        (lambda: compare(1), "key is 1; allowed is a text"),
        (lambda: compare("k", 1.0, 2), "explanation is 2"),
        (lambda: compare("k", 1.0, "", within=-1), "within is -1"),
    ],
)
def test_what_is_no_question_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# -- what a lesson tells -----------------------------------------------------------


def test_a_lessons_prediction_needs_only_its_key():
    known = told.prediction("02-memory")
    widget = predict("02-memory")
    assert widget.spec["question"] == known["question"]
    assert widget.spec["options"] == known["options"]
    told_by = compare("02-memory")
    assert known["outcome"] not in repr(told_by) and known["explanation"] not in repr(told_by)
    widget.answer = known["outcome"]
    assert "as you predicted" in repr(told_by) and known["explanation"] in repr(told_by)


@pytest.mark.parametrize("ask", [predict, compare])
def test_a_key_that_no_lesson_has_is_refused_by_name(ask):
    with pytest.raises(ValueError, match="key is '02-doubel', of which no lesson tells"):
        ask("02-doubel")


@pytest.mark.parametrize("key", told._all("predictions"))
def test_every_outcome_is_one_of_the_answers_that_can_be_given(key):
    known = told.prediction(key)
    assert known["question"].strip() and known["explanation"].strip()
    if known["options"]:
        assert known["outcome"] in known["options"]
    elif known["outcome"] is not None:  # only the machine can say it
        assert (known["low"] is None) or known["low"] <= known["outcome"]
        assert (known["high"] is None) or known["outcome"] <= known["high"]


# -- comparing -----------------------------------------------------------------------


def test_nothing_is_told_before_there_is_an_answer(monkeypatch):
    ask()
    comparison = happened()
    still, view = shown(comparison, monkeypatch)
    assert comparison.spec == {}  # and so the page has nothing to show
    for text in (repr(comparison), still["text/plain"], view["text/plain"]):
        assert OPTIONS[1] not in text and WHY not in text
    assert OPTIONS[1] not in unfolded(still["text/html"]) and WHY not in unfolded(
        still["text/html"]
    )
    assert OPTIONS[1] in still["text/html"] and WHY in still["text/html"]  # an export can open it


def test_it_opens_when_the_question_is_answered_after_all_cells_have_run():
    asked, comparison = ask(), happened()
    other = compare("other", "yes", "So it is.")
    asked.answer = OPTIONS[0]
    assert comparison.spec["happened"] == OPTIONS[1] and comparison.spec["explanation"] == WHY
    assert comparison.spec["verdict"] == "not as you predicted"
    assert other.spec == {}


def test_it_opens_by_skipping_and_stays_open_when_the_notebook_is_opened_again():
    comparison = happened()
    assert "You did not predict." in repr(comparison.skip())
    assert f"What happened: {OPTIONS[1]}.\n{WHY}" in repr(happened())


def test_the_page_skips_with_a_message():
    comparison = happened()
    comparison._handle_custom_msg({"skip": True}, [])
    assert comparison.spec["happened"] == OPTIONS[1] and comparison.spec["predicted"] == ""


def test_what_counts_is_the_answer_that_was_first_compared():
    asked = ask()
    asked.answer = OPTIONS[2]
    asked.answer = OPTIONS[0]  # a change of mind before the outcome is seen
    comparison = happened()
    asked.answer = OPTIONS[1]
    assert "as you predicted" in repr(happened())
    assert [one["verdict"] for one in journal.entries("comparison")] == ["not as you predicted"]
    assert comparison.spec["predicted"] == OPTIONS[0]


@pytest.mark.parametrize(
    ("given", "verdict"), [(OPTIONS[1], "as you predicted"), (OPTIONS[0], "not as you predicted")]
)
def test_an_option_is_compared_with_what_happened(given, verdict):
    ask().answer = given
    text = repr(happened())
    assert f"You predicted: {given}." in text
    assert f"What happened: More than that, {verdict}." in text


@pytest.mark.parametrize(
    ("given", "verdict"), [(48, "close to it"), (55, "close to it"), (55.5, "far from it")]
)
def test_a_number_is_compared_within_a_tenth(given, verdict):
    predict("rate", "How fast?", unit="Hz").answer = given
    assert f"What happened: 50 Hz, {verdict}." in repr(compare("rate", 50.0, unit="Hz"))


def test_without_an_outcome_there_is_nothing_to_compare_and_nothing_is_recorded(monkeypatch):
    predict("rate", "How fast?", unit="Hz").answer = 3.0
    comparison = compare("rate", float("nan"), WHY)
    assert "nothing to compare with yet" in repr(comparison.skip())
    assert comparison.spec == {} and journal.entries("comparison") == []
    still = shown(comparison, monkeypatch)[0]["text/html"]
    assert "nothing to compare with yet" in still and WHY not in still


# -- the saved page --------------------------------------------------------------------


def test_the_saved_page_shows_the_question_its_options_and_the_answer(monkeypatch):
    widget = predict("x<y", "Is x < y?", ["yes & no", "no"])
    still, view = shown(widget, monkeypatch)
    assert "Is x &lt; y?" in still["text/html"] and "yes &amp; no" in still["text/html"]
    assert "No prediction recorded yet" in still["text/html"]
    assert view["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id
    widget.answer = "no"
    assert "You predicted: no." in shown(widget, monkeypatch)[0]["text/html"]


def test_the_saved_page_of_an_open_comparison_is_open(monkeypatch):
    ask().answer = OPTIONS[1]
    words = unfolded(shown(happened(), monkeypatch)[0]["text/html"])
    assert WHY in words and "as you predicted" in words and f"You predicted: {OPTIONS[1]}" in words


def test_what_the_builder_reads_is_what_was_said(monkeypatch):
    data = shown(compare("rate", 50.0, WHY, unit="Hz", within=0.2), monkeypatch)[0][MIME]
    assert data == {
        "key": "rate",
        "outcome": 50.0,
        "explanation": WHY,
        "unit": "Hz",
        "within": 0.2,
    }


def test_what_is_shown_does_not_change_from_run_to_run(monkeypatch):
    def texts():
        return [
            {kind: sanitize(text) for kind, text in bundle.items() if kind.startswith("text/")}
            for make in (ask, happened)
            for bundle in shown(make(), monkeypatch)
        ]

    assert texts() == texts()


def test_hands_of_a_hall_are_kept_and_what_cannot_be_a_count_is_not(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = predict("hall", "How many?", ["one", "two"])
    asked.hands = {"one": 12, "two": 3}
    for wrong in ({"three": 1}, {"one": -1}, {"one": "many"}, {"one": True}):
        asked.hands = wrong
    assert predict("hall", "How many?", ["one", "two"]).hands == {"one": 12, "two": 3}
    assert predict("hall", "How many?", ["one", "four"]).hands == {"one": 12}
    assert asked.answer is None and journal.last("prediction", key="hall") is None
    number = predict("number", "How much?", low=0, high=9)
    number.hands = {"7": 2, "3.5": 1}
    number.hands = {"12": 1}
    assert predict("number", "How much?", low=0, high=9).hands == {"7": 2, "3.5": 1}
