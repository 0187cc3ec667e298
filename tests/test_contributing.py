"""CONTRIBUTING says what is there, and whoever follows its examples gets what it promises."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from patience import PATIENCE
from test_new_lesson import QUICKLY, copy

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
FILES = dict(re.findall(r"^`([\w/]+\.py)`\n\n```python\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE))
DOMAIN, SECTION = re.findall(
    r"^(?:`leaky` in the imports|A section of)[^\n]*\n\n```python\n(.*?)^```",
    TEXT,
    re.DOTALL | re.MULTILINE,
)
BEGIN, BUILD, _ = TEXT.split("## Add a lesson")[1].split("```sh\n")[1].split("```")[0].splitlines()
MISTAKES = 3
LESSON = {  # an example's own module -> the module of the lesson that it is written into
    name: name.replace("leaky", "forgetting")
    for name in FILES
    if name.startswith(("course/check/", "course/explore/", "tests/check/"))
}


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """A copy of the course to which everything has been added as CONTRIBUTING says."""
    folder = tmp_path_factory.mktemp("followed")
    copy(folder)
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    domains = folder / "tests" / "domains.py"
    replace(domains, "    izhikevich,\n", "    izhikevich,\n    leaky,\n")
    replace(domains, "DOMAINS = {\n", "DOMAINS = {\n" + DOMAIN)
    return folder


def replace(path, old, new):
    """Put `new` in the place of `old`, which stands once in the file."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (path, old)
    path.write_text(text.replace(old, new), "utf-8")


def python(folder, *arguments):
    """What a Python of its own does in `folder`."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def run(folder, *arguments):
    """What a Python of its own says in `folder`, once it has succeeded."""
    done = python(folder, *arguments)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1500:]
    return done.stdout


PYTEST = "-m", "pytest", "-q", "-n0", *QUICKLY


@pytest.fixture(scope="module")
def judged(followed):
    """What one pytest says of all that has been added: a line for each test and failure."""
    files = "models/test_leaky", "test_imports", "test_types", "test_fuzz", "test_explorers"
    tests = [f"tests/{name}.py" for name in (*files, "check/test_every_exercise")]
    words = "leaky or every_name or every_public"
    done = python(followed, *PYTEST, "-rpfE", *tests, "-k", words)
    assert done.returncode in (0, 1), done.stdout[-3000:] + done.stderr[-1500:]
    return done.stdout


def passed(judged, file, words=r"leaky"):
    """How many tests of `file` that are named so pass; none of it may fail."""
    wrong = re.findall(rf"^(?:FAILED|ERROR) {file}::.*", judged, re.MULTILINE)
    assert not wrong, judged[-5000:]
    named = re.findall(rf"^PASSED {file}::(.*)", judged, re.MULTILINE)
    return sum(bool(re.search(words, name)) for name in named)


def test_the_model_passes_its_tests_and_keeps_the_layers(judged):
    assert passed(judged, "tests/models/test_leaky.py", "") == 5
    assert passed(judged, "tests/test_imports.py", "leaky|every_name") >= 6
    assert passed(judged, "tests/test_types.py") == 1


def test_the_model_takes_everything_or_refuses_in_words(judged):
    assert passed(judged, "tests/test_fuzz.py", "leaky|every_public") == 2


def test_the_figure_is_drawn_by_its_explorer_at_every_end(followed, judged):
    assert passed(judged, "tests/test_explorers.py") >= 7
    code = "from course.explore.leaky import pulse; live = pulse.explorer()"
    code += "; print(live.summary); live.press(1); print(live.summary, len(live.png()) > 5000)"
    first, second = run(followed, "-c", code).splitlines()
    assert first == "The unit reaches 0.87 of its input."
    assert second == "The unit reaches 0.33 of its input. True"


def test_the_exercise_takes_the_right_answers_and_refuses_three_mistakes(judged):
    told = passed(judged, "tests/check/test_every_exercise.py", "mistake.*leaky")
    assert told == MISTAKES + 1  # and the test that the exercise has some
    assert passed(judged, "tests/check/test_every_exercise.py", "^(?!.*mistake).*leaky") >= 3


def test_the_lesson_is_begun_built_and_keeps_the_rules(followed):
    run(followed, *shlex.split(BEGIN)[1:])
    for own, began in LESSON.items():
        text = re.sub("^(__all__) =", r"\1 +=", FILES[own], flags=re.MULTILINE)
        text = re.sub("^(RIGHT) =", r"\1 |=", text, flags=re.MULTILINE)
        with (followed / began).open("a", encoding="utf-8") as file:
            file.write("\n\n" + text)
    source = followed / "solutions" / "13_forgetting.py"
    source.write_text(source.read_text("utf-8") + "\n" + SECTION, "utf-8")
    run(followed, *shlex.split(BUILD)[1:])
    solved = (followed / "solutions" / "13_forgetting.ipynb").read_text("utf-8")
    assert "The unit reaches 0.87 of its input." in solved
    assert "[13 " in (followed / "README.md").read_text("utf-8")
    rules = ("tests/test_lessons.py", "-k", "forgetting and (keeps or passes or untouched)")
    assert re.search(r"(\d+) passed", run(followed, *PYTEST, *rules))[1] == "5"


def test_named_files_folders_markers_and_extras_exist():
    text = re.sub(r"^```python.*?^```", "", TEXT, flags=re.DOTALL | re.MULTILINE)
    named = re.findall(r"(?:course|solutions|tests)/[\w./]*", text)
    assert len(named) > 20
    for path in set(named) - set(FILES) - {"solutions/NN_topic.py", "solutions/13_forgetting.py"}:
        assert (ROOT / path.rstrip(".")).exists(), path
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    markers = {
        mark.partition(":")[0] for mark in project["tool"]["pytest"]["ini_options"]["markers"]
    }
    assert set(re.findall(r"pytest -m (\w+)", text)) == markers
    for extras in re.findall(r"\.\[([\w,]+)\]", text):
        assert set(extras.split(",")) <= set(project["project"]["optional-dependencies"])
