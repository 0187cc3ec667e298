"""Other people's tools take a lesson as it is, without anything of this project's tests.

They live in an environment of their own, named by TOOLS, a folder with their commands; `.ci/run`
makes one. Each runs in a folder of its own with nothing but the notebooks.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
STEM = "12_your_model"
STILL = '<figure class="course-still'
pytestmark = pytest.mark.tools


@pytest.fixture(scope="module")
def tools():
    """The folder with the commands."""
    folder = os.environ.get("TOOLS")
    assert folder, "TOOLS names no folder with the commands pytest, papermill, jupyter and myst"
    return Path(folder)


@pytest.fixture
def folder(tmp_path):
    """A folder with the student's lesson, `lesson.ipynb`, and the solved one, `solved.ipynb`."""
    shutil.copy(ROOT / "lessons" / f"{STEM}.ipynb", tmp_path / "lesson.ipynb")
    shutil.copy(ROOT / "solutions" / f"{STEM}.ipynb", tmp_path / "solved.ipynb")
    return tmp_path


def run(tools, folder, *command):
    """What a command says, once it has succeeded."""
    left_out = ("PYTEST", "PYTHONPATH", "MPLBACKEND")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(left_out)}
    environment["PATH"] = f"{tools}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(tools / command[0]), *map(str, command[1:])],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


def figures(name):
    """How many figures the notebook `name` in a folder of the course shows."""
    return (ROOT / "solutions" / name).read_text("utf-8").count(STILL.replace('"', '\\"'))


def test_strict_nbval_finds_the_outputs_of_a_solved_lesson_again(tools, folder):
    rules = ROOT / "solutions" / "tools" / "nbval.cfg"
    strict = ["pytest", "-q", "--nbval", "--nbval-current-env", f"--nbval-sanitize-with={rules}"]
    # Else a figure would say that it is being compiled; for all lessons: `course doctor --warm`.
    warm = "from course.explore import your_model as all; [getattr(all, n)() for n in all.__all__]"
    run(tools, folder, "python", "-c", warm)
    assert re.search(r"\d\d+ passed", run(tools, folder, *strict, "solved.ipynb"))
    (folder / "journal.jsonl").unlink()  # who has done it all sees that in the first cell
    text = (folder / "solved.ipynb").read_text("utf-8")
    other, count = re.subn(r"active units: (\d)", r"silent units: \1", text)
    assert count == 1
    (folder / "wrong.ipynb").write_text(other, "utf-8")
    with pytest.raises(AssertionError, match="silent units"):
        run(tools, folder, *strict, "wrong.ipynb")


def test_nbmake_runs_both_notebooks(tools, folder):
    said = run(tools, folder, "pytest", "-q", "--nbmake", "--nbmake-kernel=python3", ".")
    assert "2 passed" in said


def test_papermill_runs_the_students_notebook_and_keeps_its_figures(tools, folder):
    run(tools, folder, "papermill", "-k", "python3", "lesson.ipynb", "out.ipynb")
    cells = nbformat.read(folder / "out.ipynb", 4).cells
    outputs = [out for cell in cells for out in cell.get("outputs", ())]
    assert not [out for out in outputs if out.output_type == "error"]
    assert json.dumps(outputs).count(STILL.replace('"', '\\"')) == figures(f"{STEM}.ipynb")


@pytest.mark.parametrize("kind", ["html", "slides"])
def test_nbconvert_writes_a_page_with_every_figure(tools, folder, kind):
    run(tools, folder, "jupyter", "nbconvert", "--to", kind, "--output", "page", "solved.ipynb")
    (page,) = folder.glob("page*.html")
    text = page.read_text("utf-8")
    assert text.count(STILL) == figures(f"{STEM}.ipynb")
    assert "Your own model" in text


def test_nbconvert_writes_a_pdf_by_way_of_latex_or_a_browser(tools, folder):
    if shutil.which("xelatex"):
        run(
            tools, folder, "jupyter", "nbconvert", "--to", "pdf", "--output", "page", "solved.ipynb"
        )
    else:
        run(
            tools,
            folder,
            "jupyter",
            "nbconvert",
            "--to",
            "html",
            "--output",
            "page",
            "solved.ipynb",
        )
        browser = shutil.which("chromium") or shutil.which("google-chrome")
        assert browser, "neither xelatex nor Chromium is there to write a PDF"
        quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        page = [f"--print-to-pdf={folder / 'page.pdf'}", (folder / "page.html").as_uri()]
        subprocess.run([browser, *quiet, *page], check=True, capture_output=True, timeout=300)
    data = (folder / "page.pdf").read_bytes()
    assert data.startswith(b"%PDF") and data.count(b"/Subtype /Image") >= figures(f"{STEM}.ipynb")


def test_jupyter_book_1_builds_a_lesson_with_its_figures_and_folds(tools, folder):
    (folder / "lesson.ipynb").unlink()
    (folder / "_toc.yml").write_text("format: jb-book\nroot: solved\n")
    (folder / "_config.yml").write_text("title: A course\nexecute:\n  execute_notebooks: 'off'\n")
    run(tools, folder, "jupyter-book", "build", ".")
    text = (folder / "_build" / "html" / "solved.html").read_text("utf-8")
    assert text.count(STILL) == figures(f"{STEM}.ipynb")
    assert "tag_hide-input" in text


def test_myst_reads_a_lesson_with_its_figures_and_folds(tools, folder):
    """The theme of a site comes from MyST's own host; what it is given to show is made here."""
    (folder / "lesson.ipynb").unlink()
    (folder / "myst.yml").write_text("version: 1\nproject:\n  title: A course\nsite: {}\n")
    with contextlib.suppress(AssertionError):  # without a network it ends after the content
        run(tools, folder, "myst", "build", "--site")
    page = json.loads((folder / "_build" / "site" / "content" / "solved.json").read_text("utf-8"))
    text = json.dumps(page["mdast"])
    kinds = re.findall(r'"type": "(\w+)"', text)
    answers = (folder / "solved.ipynb").read_text("utf-8").count("<summary>Answer</summary>")
    assert kinds.count("details") == answers
    assert text.count('"image/png"') >= figures(f"{STEM}.ipynb")
    assert "Every model is told in four parts" in text
