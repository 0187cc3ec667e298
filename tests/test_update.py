"""`course update`: no student's cell is lost and every new paragraph is there, whatever happens."""

import json
import os
import random
import shutil
import threading

import pytest

from course import lessons
from course.app import cli, handout, update
from course.app.handout import Wrong

PAIRS = 200


class Killed(BaseException):
    """The program was ended at this point."""


def cell(identity, source, kind="code"):
    made = {"cell_type": kind, "id": identity, "metadata": {}, "source": source}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def notebook(cells):
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def edition(rnd, count=8):
    """A lesson of an invented course."""
    kinds = [rnd.choice(["code", "markdown"]) for _ in range(count)]
    return [cell(f"c{k}", f"as handed out {k}", kind) for k, kind in enumerate(kinds)]


def next_edition(rnd, cells):
    """The same lesson, changed here and there; every new text is marked."""
    changed = []
    for item in cells:
        fate = rnd.random()
        if fate < 0.15:
            continue
        changed.append(item | {"source": f"NEW {rnd.random()}"} if fate < 0.4 else item)
        if rnd.random() < 0.2:
            changed.append(cell(f"n{rnd.randrange(10**9)}", f"NEW {rnd.random()}"))
    return changed


def worked_in(rnd, cells):
    """What a student makes of it; all that is theirs is marked."""
    mine = []
    for item in cells:
        fate = rnd.random()
        if fate < 0.1:
            continue
        output = {"output_type": "stream", "name": "stdout", "text": f"MINE {rnd.random()}"}
        if fate < 0.45:
            item = item | {"source": f"MINE {rnd.random()}"}
            if item["cell_type"] == "code":
                item = item | {"outputs": [output]}
        mine.append(item)
        if rnd.random() < 0.2:
            mine.append(cell(f"m{rnd.randrange(10**9)}", f"MINE {rnd.random()}"))
        if rnd.random() < 0.05:
            mine.append(item | {"source": f"MINE copy {rnd.random()}"})
    if rnd.random() < 0.2:
        rnd.shuffle(mine)
    return mine


def texts(content, mark):
    return [c["source"] for c in content["cells"] if c["source"].startswith(mark)]


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with one lesson whose edition can be changed, and a student's folder."""
    place = tmp_path / "lessons"
    place.mkdir()
    monkeypatch.setattr(lessons, "pristine", lambda: place)
    folder = tmp_path / "work"

    def publish(cells):
        text = json.dumps(notebook(cells), indent=1)
        (place / "02_a.ipynb").write_text(text, "utf-8")

    return publish, folder, folder / "02_a.ipynb"


def stop_at(monkeypatch, count):
    """Have the program end at the `count`-th step that reaches the disk."""
    left = [count]

    def guard(name):
        whole = getattr(os, name)

        def step(*args, **kwargs):
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            done = whole(*args, **kwargs)
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            return done

        monkeypatch.setattr(os, name, step)

    for name in ("replace", "link", "fsync"):
        guard(name)


@pytest.mark.parametrize("seed", range(PAIRS))
def test_nothing_of_the_student_is_lost_and_everything_new_is_there(course, monkeypatch, seed):
    rnd = random.Random(seed)
    publish, folder, target = course
    old = edition(rnd)
    publish(old)
    handout.hand_out(folder)
    mine = notebook(worked_in(rnd, old))
    target.write_text(json.dumps(mine), "utf-8")
    new = next_edition(rnd, old)
    publish(new)
    with monkeypatch.context() as patch:
        stop_at(patch, rnd.randrange(1, 16))
        try:
            update.update(folder)
        except Killed:
            whole = json.loads(target.read_text("utf-8"))  # the old one or the new one
            assert texts(whole, "MINE") == texts(mine, "MINE")
    update.update(folder)
    after = json.loads(target.read_text("utf-8"))
    assert texts(after, "MINE") == texts(mine, "MINE")
    outputs = [c["outputs"] for c in after["cells"] if c.get("outputs")]
    assert outputs == [c["outputs"] for c in mine["cells"] if c.get("outputs")]
    # Everything new is there, but where the student has written something of their own.
    first = {}
    for item in mine["cells"]:
        first.setdefault(item["id"], item["source"])
    own = {identity for identity, source in first.items() if source.startswith("MINE")}
    wanted = [c["source"] for c in new if c["source"].startswith("NEW") and c["id"] not in own]
    assert sorted(texts(after, "NEW")) == sorted(wanted)
    before = target.read_bytes()
    update.update(folder)
    assert target.read_bytes() == before
    assert not [path for path in folder.iterdir() if path.suffix == ".new"]


def test_the_old_file_is_kept_and_the_summary_is_in_words(course, monkeypatch, capsys):
    publish, folder, target = course
    publish([cell("a", "# Title", "markdown"), cell("b", "x = ..."), cell("c", "explore.f()")])
    handout.hand_out(folder)
    mine = json.loads(target.read_text("utf-8"))
    mine["cells"][1]["source"] = "x = 3"
    target.write_text(json.dumps(mine), "utf-8")
    before = target.read_bytes()
    publish(
        [
            cell("a", "# Another title", "markdown"),
            cell("b", "x = ...  # a whole number"),
            cell("d", "explore.g()"),
        ]
    )
    assert cli.main(["update", "--folder", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "1 renewed, 1 new, 1 gone" in said
    assert "1 cell stands as you wrote it" in said
    after = [c["source"] for c in json.loads(target.read_text("utf-8"))["cells"]]
    assert after == ["# Another title", "x = 3", "explore.g()"]
    (kept,) = folder.glob("02_a.*-*.ipynb")
    assert kept.read_bytes() == before
    assert kept.name in said


def test_without_a_record_all_that_differs_is_the_students(course):
    publish, folder, target = course
    publish([cell("a", "old"), cell("b", "x = ...")])
    handout.hand_out(folder)
    (folder / handout.RECORD).unlink()
    publish([cell("a", "NEW"), cell("b", "x = ..."), cell("c", "NEW too")])
    target.write_text(json.dumps(notebook([cell("a", "old"), cell("b", "x = 1")])), "utf-8")
    update.update(folder)
    after = [c["source"] for c in json.loads(target.read_text("utf-8"))["cells"]]
    assert after == ["old", "x = 1", "NEW too"]


def test_the_record_of_an_earlier_edition_is_read(course):
    publish, folder, target = course
    publish([cell("a", "old")])
    handout.hand_out(folder)
    old = {target.name: handout.fingerprint(target.read_bytes())}
    (folder / handout.RECORD).write_text(json.dumps(old), "utf-8")
    publish([cell("a", "NEW")])
    assert handout.hand_out(folder).renewed == [target.name]


@pytest.mark.parametrize("data", [b"", b"{ ", b"[]", b'{"cells": 3}', b"[" * 100_000])
def test_what_is_no_notebook_is_left_alone(course, data):
    publish, folder, target = course
    publish([cell("a", "old")])
    handout.hand_out(folder)
    if not data:  # an empty file is what a full disk leaves of a handed-out lesson
        data = b" "
    target.write_bytes(data)
    publish([cell("a", "NEW")])
    assert any("left alone" in sentence for sentence in update.update(folder))
    assert target.read_bytes() == data


def test_a_full_disk_leaves_everything_as_it_was(course, monkeypatch):
    publish, folder, target = course
    publish([cell("a", "old"), cell("b", "x = ...")])
    handout.hand_out(folder)
    mine = notebook([cell("a", "old"), cell("b", "MINE")])
    target.write_text(json.dumps(mine), "utf-8")
    publish([cell("a", "NEW"), cell("b", "x = ...")])
    files = {path: path.read_bytes() for path in folder.iterdir()}

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Wrong, match="No space left"):
        update.update(folder)
    assert {path: path.read_bytes() for path in folder.iterdir()} == files


def test_an_editor_that_saves_at_the_same_moment_wins(course, monkeypatch):
    publish, folder, target = course
    publish([cell("a", "old"), cell("b", "x = ...")])
    handout.hand_out(folder)
    target.write_text(json.dumps(notebook([cell("a", "old"), cell("b", "MINE 1")])), "utf-8")
    publish([cell("a", "NEW"), cell("b", "x = ...")])
    whole, saved = update.put_new, []

    def put_new(path, data):
        if not saved:
            saved.append(True)
            text = json.dumps(notebook([cell("a", "old"), cell("b", "MINE 2")]))
            target.write_text(text, "utf-8")
        return whole(path, data)

    monkeypatch.setattr(update, "put_new", put_new)
    update.update(folder)
    after = [c["source"] for c in json.loads(target.read_text("utf-8"))["cells"]]
    assert after == ["NEW", "MINE 2"]


def test_two_at_once_do_what_one_does(course, tmp_path):
    publish, folder, target = course
    rnd = random.Random(3)
    old = edition(rnd, 30)
    publish(old)
    handout.hand_out(folder)
    mine = notebook(worked_in(rnd, old))
    target.write_text(json.dumps(mine), "utf-8")
    publish(next_edition(rnd, old))
    alone = tmp_path / "alone"
    shutil.copytree(folder, alone)
    update.update(alone)
    both = [threading.Thread(target=update.update, args=[folder]) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert target.read_bytes() == (alone / target.name).read_bytes()
