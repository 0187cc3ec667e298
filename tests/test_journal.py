"""The journal keeps what it is told, under several kernels, locks, full disks and crashes."""

import datetime
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course import journal

ROOT = Path(__file__).parents[1]
FILE = "journal.jsonl"
ASKED = {"key": "02-double", "question": "The current doubles. What does the rate do?"}
ANSWERS = ["It doubles", "More than that", "Less than that"]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answer(given):
    return journal.record("prediction", **ASKED, answer=given)


def answers(folder=None):
    return [entry["answer"] for entry in journal.entries("prediction", folder, key="02-double")]


def lines(folder):
    """Every entry in the file that can be read, in the order of the file."""
    return list(journal._lines(folder / FILE))


def test_an_entry_is_kept_with_its_kind_and_time(folder):
    assert answer(ANSWERS[1]) == ""
    (entry,) = lines(folder)
    assert entry["kind"] == "prediction" and entry["answer"] == ANSWERS[1]
    age = datetime.datetime.now().astimezone() - datetime.datetime.fromisoformat(entry["time"])
    assert abs(age.total_seconds()) < 60
    assert list(folder.iterdir()) == [folder / FILE]  # nothing temporary stays


def test_entries_are_asked_for_by_kind_and_by_what_they_say():
    answer(ANSWERS[0])
    journal.record("skip", key="02-double")
    journal.record("skip", key="02-memory")
    assert answers() == ANSWERS[:1]
    assert [entry["key"] for entry in journal.entries("skip")] == ["02-double", "02-memory"]
    assert journal.last("skip")["key"] == "02-memory"
    assert journal.last("skip", key="02-dt") is None


@pytest.mark.parametrize("kind", journal.KINDS)
def test_every_kind_of_entry_comes_back(kind):
    values = {dict: {"an answer": 3}}
    said = {
        name: 0 if isinstance(allowed, tuple) else values.get(allowed, f"the {name}")
        for name, allowed in journal.KINDS[kind].items()
    }
    journal.record(kind, **said)
    entry = journal.last(kind)
    assert {name: entry[name] for name in said} == said


@pytest.mark.parametrize(
    "garbage",
    [
        b"{",
        b"[]",
        b'{"key": 3}',
        b'{"kind": ["prediction"], "time": "2024-01-01"}',
        b'{"kind": "prediction", "key": "02-double", "question": "?", "answer": [1], '
        b'"time": "2024-01-01"}',
        b'{"kind": "skip", "key": "02-double", "time": "yesterday"}',
        b'{"kind": "skip", "key": "02-double", "time": "0001-01-01T00:00+14:00"}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"kind": "prediction", "key": "02-double", "question": "?", "ans',  # a writer was killed
    ],
)
def test_what_cannot_be_read_is_passed_over_and_stays(folder, garbage):
    answer(ANSWERS[1])
    with open(folder / FILE, "ab") as file:
        file.write(garbage)
    answer(ANSWERS[0])
    assert answers() == ANSWERS[1::-1]
    assert journal.entries("skip") == []
    assert garbage in (folder / FILE).read_bytes()


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"a": 3}', b'{"a": {"answers": [1]}}', b"\xff"])
def test_an_unreadable_file_of_an_earlier_edition_is_left_alone(folder, content):
    for name in journal.EARLIER:
        (folder / name).write_bytes(content)
    answer(ANSWERS[0])
    assert answers() == ANSWERS[:1]
    assert all((folder / name).read_bytes() == content for name in journal.EARLIER)


def test_predictions_of_earlier_editions_count_until_there_is_a_newer_one(folder):
    first = {"answer": ANSWERS[1], "time": "2024-05-01T10:00:00+02:00"}
    second = {"answer": ANSWERS[2], "time": "2024-05-01T09:30:00+00:00"}  # the later one
    third = ASKED | {"answer": ANSWERS[0], "time": "2024-06-01T09:30:00+00:00"}
    old, newer = folder / journal.EARLIER[1], folder / journal.EARLIER[0]
    kept = {"question": ASKED["question"], "answers": [second, first]}
    old.write_text(json.dumps({"02-double": kept}))
    newer.write_text(json.dumps(third))
    before = old.read_bytes(), newer.read_bytes()
    assert answers() == [ANSWERS[1], ANSWERS[2], ANSWERS[0]]
    answer(ANSWERS[2])
    assert answers() == [ANSWERS[1], ANSWERS[2], ANSWERS[0], ANSWERS[2]]
    assert (old.read_bytes(), newer.read_bytes()) == before


# -- trouble --------------------------------------------------------------------


def full(*_):
    raise OSError(28, "No space left on device")


def a_folder(folder, patch):
    (folder / FILE).mkdir()


def no_room(folder, patch):
    patch.setattr(journal.os, "write", full)


def locked(folder, patch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    patch.setattr(journal.os, "open", refuse)


def half_a_line(folder, patch):
    write = os.write
    patch.setattr(journal.os, "write", lambda handle, data: write(handle, data[:40]))


@pytest.mark.parametrize("trouble", [a_folder, no_room, locked, half_a_line])
def test_an_entry_that_cannot_be_saved_lasts_for_the_session_and_is_saved_later(
    folder, monkeypatch, trouble
):
    with monkeypatch.context() as patch:
        trouble(folder, patch)
        for given in ANSWERS[:2]:
            assert answer(given) != ""
        assert answers() == ANSWERS[:2]
    if (folder / FILE).is_dir():
        (folder / FILE).rmdir()
    assert answer(ANSWERS[2]) == ""  # saved, with what could not be saved before
    assert [entry["answer"] for entry in lines(folder)] == ANSWERS
    assert answers() == ANSWERS


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_disk_that_is_full_costs_nothing_that_was_there(folder):
    answer(ANSWERS[0])
    (folder / FILE).rename(folder / "before")
    (folder / FILE).symlink_to("/dev/full")
    assert "No space left" in answer(ANSWERS[1])
    (folder / FILE).unlink()
    (folder / "before").rename(folder / FILE)
    assert answers() == ANSWERS[:2]
    assert answer(ANSWERS[2]) == ""
    assert answers() == ANSWERS


def test_a_working_folder_that_is_gone_is_no_reason_to_fail(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    if os.name != "nt":  # Windows does not remove it
        gone.rmdir()
    answer(ANSWERS[0])
    assert answers() == ANSWERS[:1]
    monkeypatch.chdir(tmp_path)


WRITE = """
import sys
from course import journal
for k in range(200):
    journal.record("prediction", key=f"{sys.argv[1]}-{k % 7}", question="How? " * 80, answer=k)
    if k % 20 == 0:
        journal.entries("prediction")
print(len(journal.entries("prediction")))
"""


def writers(folder, count):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return [
        subprocess.Popen([sys.executable, "-c", WRITE, str(k)], cwd=folder, env=environment)
        for k in range(count)
    ]


def test_kernels_that_write_at_once_lose_nothing(folder):
    assert [process.wait(300) for process in writers(folder, 4)] == [0] * 4
    assert len(journal.entries("prediction")) == 4 * 200
    for writer in range(4):
        for place in range(7):
            key = f"{writer}-{place}"
            given = [entry["answer"] for entry in journal.entries("prediction", key=key)]
            assert given == list(range(200)[place::7])


def test_a_writer_that_is_killed_costs_at_most_its_last_entry(folder):
    (process,) = writers(folder, 1)
    while process.poll() is None and len(lines(folder)) < 20:
        time.sleep(0.001)
    process.kill()
    process.wait()
    before = len(lines(folder))
    answer(ANSWERS[0])
    assert len(lines(folder)) == before + 1
    assert answers() == ANSWERS[:1]


def test_deleting_takes_every_file_of_the_journal_and_nothing_else(folder):
    answer(ANSWERS[0])
    for name in journal.EARLIER:
        (folder / name).write_text("")
    (folder / "02_integrate_fire.ipynb").write_text("mine")
    assert {file.name for file in journal.delete()} == {FILE, *journal.EARLIER}
    assert [file.name for file in folder.iterdir()] == ["02_integrate_fire.ipynb"]
    assert answers() == [] and journal.delete() == []


def test_deleting_takes_what_could_not_be_saved_as_well(folder, monkeypatch):
    with monkeypatch.context() as patch:
        no_room(folder, patch)
        answer(ANSWERS[0])
    journal.delete()
    assert answers() == []
