"""Other people's graders, for real: nbgrader and otter give the points that are deserved.

They are programs of their own environment, named by GRADERS, a folder with their commands;
`.ci/run` makes one.
"""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
STEM = "02_integrate_fire"
SOLVED = ROOT / "solutions" / f"{STEM}.ipynb"
pytestmark = pytest.mark.graders


@pytest.fixture(scope="module")
def graders():
    """The folder with the commands of nbgrader and otter."""
    folder = os.environ.get("GRADERS")
    assert folder, "GRADERS names no folder with the commands nbgrader and otter"
    return Path(folder)


def run(graders, folder, *command):
    environment = os.environ | {
        "PATH": f"{graders}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("MPLBACKEND", None)
    done = subprocess.run(
        [str(graders / command[0]), *command[1:]],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


def export(folder, kind):
    command = [sys.executable, "-m", "course", "export", "2", "--to", kind]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([*command, "--folder", str(folder)], check=True, env=environment, cwd=ROOT)


def solved():
    """Cell id -> source of the solved lesson."""
    return {cell.id: cell.source for cell in nbformat.read(SOLVED, 4).cells}


def submissions(release):
    """Student -> the notebook handed in: right, wrong in one place, untouched."""
    right, wrong = nbformat.from_dict(release), nbformat.from_dict(json.loads(json.dumps(release)))
    answers = solved()
    for cell in [*right.cells, *wrong.cells]:
        if "..." in cell.source and cell.cell_type == "code":
            cell.source = answers[cell.id]
    for cell in wrong.cells:
        cell.source = cell.source.replace("V + dt * dV_dt", "V + dV_dt")
    return {"anna": right, "ben": wrong, "cleo": nbformat.from_dict(release)}


def test_nbgrader_gives_the_points_that_are_deserved(graders, tmp_path, points):
    export(tmp_path, "nbgrader")
    run(graders, tmp_path, "nbgrader", "generate_assignment", STEM, "--create")
    release = nbformat.read(tmp_path / "release" / STEM / f"{STEM}.ipynb", 4)
    text = nbformat.writes(release)
    assert "dV_dt = ..." in text  # our stub, not theirs
    assert "NotImplementedError" not in text
    assert "dV_dt = (-(V" not in "".join(c.source for c in release.cells if c.cell_type == "code")
    assert "varied(" not in text  # the hidden cases
    for student, notebook in submissions(release).items():
        place = tmp_path / "submitted" / student / STEM / f"{STEM}.ipynb"
        place.parent.mkdir(parents=True)
        nbformat.write(notebook, place)
    run(graders, tmp_path, "nbgrader", "autograde", STEM, "--create")
    run(graders, tmp_path, "nbgrader", "generate_feedback", STEM)
    run(graders, tmp_path, "nbgrader", "export")
    with open(tmp_path / "grades.csv", newline="") as file:
        found = {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(file)}
    assert found == {"anna": points, "ben": points - 1, "cleo": 0}
    page = tmp_path / "feedback" / "ben" / STEM / f"{STEM}.html"
    assert "The step is too large: is dt missing?" in page.read_text("utf-8")


def test_otter_gives_the_points_that_are_deserved(graders, tmp_path, points):
    export(tmp_path, "otter")
    run(graders, tmp_path, "otter", "assign", f"{STEM}.ipynb", "dist", "--no-run-tests")
    student = tmp_path / "dist" / "student"
    release = nbformat.read(student / f"{STEM}.ipynb", 4)
    text = nbformat.writes(release)
    assert "dV_dt = ..." in text
    assert "dV_dt = (-(V" not in "".join(c.source for c in release.cells if c.cell_type == "code")
    assert "varied(" not in text
    (package,) = (tmp_path / "dist" / "autograder").glob("*.zip")
    scores = {}
    for name, notebook in submissions(release).items():
        place = tmp_path / name / f"{STEM}.ipynb"
        place.parent.mkdir()
        nbformat.write(notebook, place)
        run(graders, place.parent, "otter", "run", "-a", str(package), place.name, "--no-logo")
        results = json.loads((place.parent / "results.json").read_text("utf-8"))
        scores[name] = sum(test.get("score", 0.0) for test in results["tests"])
    assert scores["anna"] == points
    assert scores["cleo"] == 0.0
    assert 0.0 < scores["ben"] < points
