"""A class graded: the verdict is the check's, on any number of workers, and never made twice."""

import cProfile
import csv
import importlib
import json
import shutil
from pathlib import Path

import pytest

from course import journal, lessons
from course.app import cli
from course.app.grade import command, examiner, papers, wall
from course.app.handout import Wrong
from course.check._exercise import exercises

SOLUTIONS = Path(__file__).parents[2] / "solutions"
MODULES = sorted(
    path.stem
    for path in Path(importlib.import_module("course.check").__file__).parent.glob("[a-z]*.py")
)
SLOW = {"breathing.mended"}  # fifty thousand calls, each through the wall


@pytest.mark.parametrize("module", MODULES)
def test_a_check_says_through_the_wall_what_it_says_in_a_notebook(module):
    # The room has no checks, so here it loads their file under another name.
    place = Path(importlib.import_module(f"course.check.{module}").__file__)
    with examiner.FarRoom() as room:
        room._seconds = 60.0
        source = place.read_text("utf-8")
        assert room.run(f"source = {source!r}") is None
        assert room.run(LOADS) is None, room.run(LOADS)
        for name, exercise in exercises(importlib.import_module(f"course.check.{module}")).items():
            if exercise.name in SLOW:
                continue
            works = [exercise.work(exercise.right), *(work for _, work in exercise.wrong())]
            for k, work in enumerate(works):
                here = exercise(*work)
                room.begin(exercise.seconds)
                far = [room.evaluate(f"work_of({name!r}, {k})[{i}]") for i in range(len(work))]
                there = exercise(*far)
                assert there.outcome == here.outcome, (exercise.name, k, here, there)
                assert _told(there) == _told(here), (exercise.name, k)


LOADS = """
import types
module = types.ModuleType("loaded")
exec(compile(source, "loaded.py", "exec"), vars(module))

def work_of(name, k):
    exercise = vars(module)[name]
    return [exercise.work(exercise.right), *(work for _, work in exercise.wrong())][k]
"""


def _told(result):
    """What is said, but for the name of the function: through the wall it is the same."""
    return result.message, result.error


# The last exercise of lesson 08 calls through the wall fifty thousand times.
NUMBERS = [
    pytest.param(number, marks=pytest.mark.nightly if number == "08" else ())
    for number in sorted(lessons.files())
]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_solved_lesson_has_all_points_and_the_pristine_one_none(number):
    lesson = examiner.Lesson(number)
    assert lesson.tasks
    solved = papers.read(next(SOLUTIONS.glob(f"{number}_*.ipynb")), "solved")
    assert {f.outcome for f in examiner.examine(solved, lesson)} == {"passed"}
    pristine = papers.read(lessons.file(number), "pristine")
    assert {f.outcome for f in examiner.examine(pristine, lesson)} == {"not attempted"}


@pytest.fixture
def small_class(tmp_path):
    """Three students: right, wrong and untouched; and the folder for results."""
    folder = tmp_path / "class"
    solved = json.loads(next(SOLUTIONS.glob("02_*.ipynb")).read_text("utf-8"))
    wrong = json.loads(json.dumps(solved).replace("V + dt * dV_dt", "V + dV_dt"))
    assert wrong != solved
    pristine = json.loads(lessons.file("02").read_text("utf-8"))
    for student, content in (("anna", solved), ("ben", wrong), ("cleo", pristine)):
        place = folder / student / "02_integrate_fire.ipynb"
        place.parent.mkdir(parents=True)
        place.write_text(json.dumps(content), "utf-8")
    return folder, tmp_path / "out" / "grades.csv"


def rows(table):
    with open(table, encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_points_are_as_deserved_and_every_file_is_written(small_class, points):
    folder, table = small_class
    for answer in ("less than twice the rate", "clearly more than twice the rate"):
        said = {"key": "02-double", "question": "Why?", "answer": answer}
        journal.record("prediction", folder / "anna", **said)
    for work in ("one", "two", "two"):
        said = {"exercise": "integrate_fire.rate", "outcome": "not yet", "work": work}
        journal.record("check", folder / "anna", **said)
    assert cli.main(["grade", str(folder), "--csv", str(table), "--workers", "1"]) == 0
    found = rows(table)
    assert {name: row["points"] for name, row in found.items()} == {
        "anna": str(points),
        "ben": str(points - 1),
        "cleo": "0",
    }
    assert found["ben"]["integrate_fire.lif_step"] == "not yet"
    assert found["anna"]["prediction 02-double"] == "clearly more than twice the rate"
    assert found["anna"]["tries"] == "2"
    page = table.with_suffix(".html").read_text("utf-8")
    assert "The step is too large: is dt missing?" in page
    assert "less than twice the rate" in page
    feedback = (table.with_suffix(".feedback") / "ben.html").read_text("utf-8")
    assert "The step is too large: is dt missing?" in feedback
    canvas = table.with_suffix(".canvas.csv").read_text("utf-8-sig").splitlines()
    assert canvas[0].startswith("Student,ID,SIS User ID,SIS Login ID,Section,Lesson 02")
    assert canvas[1] == f"    Points Possible,,,,,{points}"
    moodle = table.with_suffix(".moodle.csv").read_text("utf-8-sig").splitlines()
    assert moodle[1].startswith(f"anna,{points},")


def test_a_run_that_broke_off_is_resumed_and_workers_change_nothing(small_class, monkeypatch):
    folder, table = small_class
    whole, done = command.examine, []

    def examine(paper):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(paper.student)
        return whole(paper)

    monkeypatch.setattr(command, "examine", examine)
    with pytest.raises(KeyboardInterrupt):
        command.grade(folder, table, workers=1, quiet=True)
    monkeypatch.setattr(command, "examine", whole)
    again = []
    monkeypatch.setattr(command, "examine", lambda paper: again.append(paper) or whole(paper))
    command.grade(folder, table, workers=1, quiet=True)
    assert len(again) == 1
    monkeypatch.setattr(command, "examine", whole)
    other = table.with_name("other.csv")
    command.grade(folder, other, workers=2, quiet=True)
    assert other.read_bytes() == table.read_bytes()
    for kind in (".moodle.csv", ".canvas.csv", ".html"):
        assert other.with_suffix(kind).read_bytes() == table.with_suffix(kind).read_bytes()


def test_work_beside_the_rooms_is_linear_in_students(small_class, monkeypatch):
    """Calls of functions are counted, which no other load of the machine changes."""
    folder, table = small_class
    findings = examiner.examine(papers.read(next((folder / "ben").glob("*")), "ben"))
    monkeypatch.setattr(command, "examine", lambda paper: findings)

    def calls(students):
        for k in range(len(list(folder.iterdir())), students):
            shutil.copytree(folder / "ben", folder / f"student {k}")
        profile = cProfile.Profile()
        profile.runcall(command.grade, folder, table.parent / str(students) / "g.csv", workers=1)
        return sum(entry.callcount for entry in profile.getstats())

    calls(3)  # what is read once is read
    found = [calls(students) for students in (10, 20, 40)]
    each = (found[1] - found[0]) / 10
    assert (found[2] - found[1]) / 20 == pytest.approx(each, rel=0.05)


def test_a_clusters_backend_takes_over_unchanged(small_class, points):
    distributed = pytest.importorskip("distributed")
    import joblib

    folder, table = small_class
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=True) as cluster,
        distributed.Client(cluster),
        joblib.parallel_backend("dask"),
    ):
        command.grade(folder, table, quiet=True)
    assert rows(table)["anna"]["points"] == str(points)


def test_an_answer_typed_in_for_the_cases_that_are_seen_fails_under_a_seed(tmp_path):
    typed = (
        "def my_rate(I, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, t_ref=2.0, V_reset=-65.0):\n"
        "    from course.models.integrate_fire import LIF, firing_rate\n"
        "    return {known} if I in (250.0, 400.0, 900.0, 100.0, 200.0) else 0.0\n"
    ).replace("{known}", "float(firing_rate(LIF(tau_m, R, E_L, V_th, V_reset, t_ref), I))")
    content = json.loads(lessons.file("02").read_text("utf-8"))
    for cell in content["cells"]:
        if "".join(cell["source"]).startswith("def my_rate"):
            cell["source"] = typed
    place = tmp_path / "typist" / "02.ipynb"
    place.parent.mkdir()
    place.write_text(json.dumps(content), "utf-8")
    paper = papers.read(place, "typist")

    def outcome(seed):
        _, findings = command.graded(paper, seed)
        return {f.exercise: f.outcome for f in findings}["integrate_fire.rate"]

    assert outcome(0) == "passed"
    assert outcome(7) == "not yet"


def test_what_a_room_says_is_data_and_runs_nothing(tmp_path):
    for data in (b"", b"\x00" * 8, b"\xff" * 200, b"\x02\x00\x00\x00\x00\x00\x00\x00{}"):
        with pytest.raises(wall.Broken):
            wall.from_bytes(data, afar=lambda kept: None)
    for tree in ({"named": ["os", "system", ["true"]]}, {"named": ["course.check", "x", []]}):
        text = json.dumps(tree).encode()
        with pytest.raises(wall.Broken):
            wall.from_bytes(len(text).to_bytes(8, "little") + text, afar=lambda kept: None)


def test_a_folder_that_is_none_is_told(tmp_path):
    with pytest.raises(Wrong, match="allowed is a folder"):
        command.grade(tmp_path / "nowhere", tmp_path / "grades.csv")


def test_papers_are_named_as_the_systems_name_them():
    def named(path):
        return papers.student(Path(path))

    assert named("anna/02_integrate_fire.ipynb") == "anna"
    assert named("anna.ipynb") == "anna"
    assert named("anna_02_integrate_fire.ipynb") == "anna"
    assert named("annabeta_12345_678910_02_integrate_fire.ipynb") == "annabeta"
    assert named("annabeta_LATE_12345_678910_02_integrate_fire-1.ipynb") == "annabeta"
    assert named("Anna Beta_77_assignsubmission_file_/x.ipynb") == "Anna Beta"


def test_of_two_papers_the_newest_counts(small_class):
    folder, _ = small_class
    old = folder / "cleo" / "02_integrate_fire.ipynb"
    new = folder / "cleo" / "again" / "02_integrate_fire.ipynb"
    new.parent.mkdir()
    shutil.copy(folder / "anna" / "02_integrate_fire.ipynb", new)
    import os

    os.utime(old, (1, 1))
    found = {paper.student: paper.path for paper in papers.papers(folder)}
    assert found["cleo"] == new
