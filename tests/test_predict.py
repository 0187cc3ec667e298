"""Predictions are recorded, survive trouble, and are compared without ever failing."""

import datetime
import json
import os

import pytest

from course.check import _predictions, compare, predict

QUESTION = "The current doubles. What does the rate do?"
OPTIONS = ["It doubles", "More than that", "Less than that"]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask():
    return predict("02-double", QUESTION, OPTIONS)


def shown(widget, monkeypatch):
    """What `widget` displays, a bundle each."""
    bundles = []
    monkeypatch.setattr("course.check._predict.display", lambda data, raw: bundles.append(data))
    widget._ipython_display_()
    return bundles


def test_an_answer_is_recorded_with_its_time(folder):
    ask().answer = OPTIONS[1]
    kept = json.loads((folder / "predictions.json").read_text("utf-8"))
    given = kept["02-double"]["answers"]
    assert kept["02-double"]["question"] == QUESTION
    assert [entry["answer"] for entry in given] == [OPTIONS[1]]
    age = datetime.datetime.now().astimezone() - datetime.datetime.fromisoformat(given[0]["time"])
    assert abs(age.total_seconds()) < 60
    assert list(folder.iterdir()) == [folder / "predictions.json"]  # nothing temporary stays


def test_changing_ones_mind_keeps_both_answers(folder):
    widget = ask()
    widget.answer = OPTIONS[1]
    widget.answer = OPTIONS[0]
    answers = _predictions.load()["02-double"]["answers"]
    assert [entry["answer"] for entry in answers] == [OPTIONS[1], OPTIONS[0]]
    assert _predictions.answer("02-double") == OPTIONS[0]


def test_a_reopened_notebook_shows_the_earlier_answer():
    ask().answer = OPTIONS[2]
    assert ask().answer == OPTIONS[2]
    assert "earlier" in ask().status


def test_an_earlier_answer_that_is_no_option_any_more_is_not_shown():
    ask().answer = OPTIONS[2]
    assert predict("02-double", QUESTION, ["Yes", "No"]).answer is None


def test_an_answer_outside_the_options_or_the_range_is_not_recorded(folder):
    widget = ask()
    widget.answer = "Bananas"
    assert "not one of the possible answers" in widget.status
    box = predict("rate", "How fast?", unit="Hz", low=0, high=500)
    for wrong in (-1, 501, float("nan"), True, "12"):
        box.answer = wrong
        assert "nothing was recorded" in box.status
    assert not (folder / "predictions.json").exists()


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"a": 3}', b'{"a": {"answers": [1]}}', b"\xff\xfe"]
)
def test_an_unreadable_file_is_moved_aside_and_never_lost(folder, content):
    (folder / "predictions.json").write_bytes(content)
    with pytest.warns(UserWarning, match="is kept as predictions.unreadable-"):
        ask().answer = OPTIONS[0]
    aside = [path for path in folder.iterdir() if "unreadable" in path.name]
    assert [path.read_bytes() for path in aside] == [content]
    assert _predictions.answer("02-double") == OPTIONS[0]


def test_two_unreadable_files_in_one_second_are_both_kept(folder):
    for content in ("one", "two", "three"):
        (folder / "predictions.json").write_text(content)
        with pytest.warns(UserWarning):
            _predictions.load()
    assert {path.read_text() for path in folder.iterdir()} == {"one", "two", "three"}


def test_a_write_that_fails_leaves_the_old_file_and_the_answer_in_memory(folder, monkeypatch):
    ask().answer = OPTIONS[0]
    before = (folder / "predictions.json").read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        widget = ask()
        widget.answer = OPTIONS[1]
    assert "not saved: No space left on device" in widget.status
    assert (folder / "predictions.json").read_bytes() == before
    assert list(folder.iterdir()) == [folder / "predictions.json"]
    assert _predictions.answer("02-double") == OPTIONS[1]
    widget.answer = OPTIONS[2]  # saved again, with what could not be saved before
    kept = json.loads((folder / "predictions.json").read_text("utf-8"))
    assert [entry["answer"] for entry in kept["02-double"]["answers"]] == OPTIONS


def test_comparing_without_a_prediction_does_not_fail():
    told = compare("never-asked", 52.0, "The leak helps.", unit="Hz")
    assert repr(told) == (
        "You made no prediction yet: go back to the question and answer it first.\n"
        "What happened: 52 Hz.\nThe leak helps."
    )


@pytest.mark.parametrize(
    ("given", "told"), [(OPTIONS[1], "as you predicted"), (OPTIONS[0], "not as you predicted")]
)
def test_an_option_is_compared_with_what_happened(given, told):
    ask().answer = given
    text = repr(compare("02-double", OPTIONS[1], "Near threshold the curve is steep."))
    assert f"You predicted: {given}." in text
    assert f"What happened: More than that, {told}." in text


@pytest.mark.parametrize(
    ("given", "told"), [(48, "close to it"), (55, "close to it"), (55.5, "far from it")]
)
def test_a_number_is_compared_within_a_tenth(given, told):
    predict("rate", "How fast?", unit="Hz").answer = given
    assert f"What happened: 50 Hz, {told}." in repr(compare("rate", 50.0, unit="Hz"))


def test_the_saved_page_shows_the_question_its_options_and_the_answer(monkeypatch):
    widget = predict("x<y", "Is x < y?", ["yes & no", "no"])
    still, view = shown(widget, monkeypatch)
    assert "Is x &lt; y?" in still["text/html"] and "yes &amp; no" in still["text/html"]
    assert "No prediction recorded yet" in still["text/html"]
    assert view["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id
    widget.answer = "no"
    assert "You predicted: no." in shown(widget, monkeypatch)[0]["text/html"]


def test_what_is_shown_does_not_change_from_run_to_run(monkeypatch):
    def texts():
        return [
            {kind: text for kind, text in bundle.items() if "widget" not in kind}
            for bundle in shown(ask(), monkeypatch)
        ]

    assert texts() == texts()


@pytest.mark.parametrize("options", [[], ["one"], ["a", "a"]])
def test_options_that_are_no_choice_are_refused(options):
    if not options:
        assert predict("k", "?", options).spec["options"] == []  # a number then
        return
    with pytest.raises(ValueError, match="at least two different answers"):
        predict("k", "?", options)
