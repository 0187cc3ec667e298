"""Predictions are recorded, survive trouble, and are compared without ever failing."""

import datetime
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from executed import sanitize

from course.check import _predictions, compare, predict

ROOT = Path(__file__).parents[1]
FILE = "predictions.jsonl"
QUESTION = "The current doubles. What does the rate do?"
OPTIONS = ["It doubles", "More than that", "Less than that"]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask():
    return predict("02-double", QUESTION, OPTIONS)


def lines(folder):
    """Every answer in the file that can be read, in the order of the file."""
    if not (folder / FILE).exists():
        return []
    return list(_predictions._lines(folder / FILE))


def shown(widget, monkeypatch):
    """What `widget` displays, a bundle each."""
    bundles = []
    monkeypatch.setattr("course._host.display", lambda data, **_: bundles.append(data))
    widget._ipython_display_()
    return bundles


def test_an_answer_is_recorded_with_its_time(folder):
    ask().answer = OPTIONS[1]
    (given,) = lines(folder)
    assert given["key"] == "02-double" and given["question"] == QUESTION
    assert given["answer"] == OPTIONS[1]
    age = datetime.datetime.now().astimezone() - datetime.datetime.fromisoformat(given["time"])
    assert abs(age.total_seconds()) < 60
    assert list(folder.iterdir()) == [folder / FILE]  # nothing temporary stays


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
    assert not (folder / FILE).exists()


@pytest.mark.parametrize(
    "garbage",
    [
        b"{",
        b"[]",
        b'{"key": 3}',
        b'{"key": "02-double", "question": "?", "answer": [1], "time": "2024-01-01"}',
        b'{"key": "02-double", "question": "?", "answer": "x", "time": "yesterday"}',
        b'{"key": "02-double", "question": "?", "answer": "x", "time": "0001-01-01T00:00+14:00"}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"key": "02-double", "question": "?", "ans',  # a writer was killed
    ],
)
def test_what_cannot_be_read_is_passed_over_and_stays(folder, garbage):
    ask().answer = OPTIONS[1]
    with open(folder / FILE, "ab") as file:
        file.write(garbage)
    ask().answer = OPTIONS[0]
    answers = _predictions.load()["02-double"]["answers"]
    assert [entry["answer"] for entry in answers] == OPTIONS[1::-1]
    assert garbage in (folder / FILE).read_bytes()


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"a": 3}', b'{"a": {"answers": [1]}}', b"\xff"])
def test_an_unreadable_file_of_an_earlier_edition_is_left_alone(folder, content):
    (folder / "predictions.json").write_bytes(content)
    ask().answer = OPTIONS[0]
    assert _predictions.answer("02-double") == OPTIONS[0]
    assert (folder / "predictions.json").read_bytes() == content


def test_answers_of_an_earlier_edition_count_until_there_is_a_newer_one(folder):
    old = {
        "02-double": {
            "question": QUESTION,
            "answers": [
                {"answer": OPTIONS[1], "time": "2024-05-01T10:00:00+02:00"},
                {"answer": OPTIONS[2], "time": "2024-05-01T09:30:00+00:00"},  # the later one
            ],
        }
    }
    (folder / "predictions.json").write_text(json.dumps(old))
    before = (folder / "predictions.json").read_bytes()
    widget = ask()
    assert widget.answer == OPTIONS[2]
    widget.answer = OPTIONS[0]
    assert [given["answer"] for given in _predictions.load()["02-double"]["answers"]] == [
        *OPTIONS[1:],
        OPTIONS[0],
    ]
    assert (folder / "predictions.json").read_bytes() == before


def full(*_):
    raise OSError(28, "No space left on device")


def a_folder(folder, patch):
    (folder / FILE).mkdir()


def no_room(folder, patch):
    patch.setattr(_predictions.os, "write", full)


def locked(folder, patch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    patch.setattr(_predictions.os, "open", refuse)


def half_a_line(folder, patch):
    write = os.write
    patch.setattr(_predictions.os, "write", lambda handle, data: write(handle, data[:40]))


@pytest.mark.parametrize("trouble", [a_folder, no_room, locked, half_a_line])
def test_an_answer_that_cannot_be_saved_lasts_for_the_session_and_is_saved_later(
    folder, monkeypatch, trouble
):
    with monkeypatch.context() as patch:
        trouble(folder, patch)
        widget = ask()
        for option in OPTIONS[:2]:
            widget.answer = option
        assert "Noted for this session, but not saved: " in widget.status
        assert _predictions.answer("02-double") == OPTIONS[1]
        assert "as you predicted" in repr(compare("02-double", OPTIONS[1]))
    if (folder / FILE).is_dir():
        (folder / FILE).rmdir()
    widget.answer = OPTIONS[2]  # saved again, with what could not be saved before
    assert widget.status == f"Recorded: {OPTIONS[2]}."
    assert [given["answer"] for given in lines(folder)] == OPTIONS
    answers = _predictions.load()["02-double"]["answers"]
    assert [given["answer"] for given in answers] == OPTIONS


def test_a_working_folder_that_is_gone_or_read_only_is_no_reason_to_fail(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    if os.name != "nt":  # Windows does not remove it
        gone.rmdir()
    widget = ask()
    widget.answer = OPTIONS[0]
    assert _predictions.answer("02-double") == OPTIONS[0]
    monkeypatch.chdir(tmp_path)


WRITE = """
import sys
from course.check import _predictions
for k in range(200):
    _predictions.record(f"{sys.argv[1]}-{k % 7}", "How many? " * 40, k)
    if k % 20 == 0:
        _predictions.load()
print(sum(len(kept["answers"]) for kept in _predictions.load().values()))
"""


def writers(folder, count):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return [
        subprocess.Popen([sys.executable, "-c", WRITE, str(k)], cwd=folder, env=environment)
        for k in range(count)
    ]


def test_kernels_that_answer_at_once_lose_nothing(folder):
    assert [process.wait(300) for process in writers(folder, 4)] == [0] * 4
    predictions = _predictions.load()
    assert sum(len(kept["answers"]) for kept in predictions.values()) == 4 * 200
    for key, kept in predictions.items():
        given = [entry["answer"] for entry in kept["answers"]]
        assert given == sorted(given) and given[-1] == max(range(200)[int(key[2:]) :: 7])


def test_a_writer_that_is_killed_costs_at_most_its_last_answer(folder):
    (process,) = writers(folder, 1)
    while process.poll() is None and len(lines(folder)) < 20:
        time.sleep(0.001)
    process.kill()
    process.wait()
    before = len(lines(folder))
    ask().answer = OPTIONS[0]
    assert len(lines(folder)) == before + 1
    assert _predictions.answer("02-double") == OPTIONS[0]


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
            {kind: sanitize(text) for kind, text in bundle.items() if "widget" not in kind}
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
