"""The lesson builder: stubs, stable ids, and rebuilds that change nothing."""

import base64
import io
import json
import re
import shutil

import build
import calm
import executed
import nbformat
import numpy as np
import pytest
import reuse
import sample_lesson
import telling
from nbconvert import SlidesExporter
from notebook_run import run
from PIL import Image

HEADER = "# %% [markdown]\n# # Title\n\n# %%\n"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A checkout with one sample lesson, and a course that tells nothing of other lessons."""
    course = tmp_path / "course"
    (course / "told").mkdir(parents=True)
    for path in (build.ROOT / "course").iterdir():
        if path.name != "told":
            (course / path.name).symlink_to(path)
    shutil.copy(build.ROOT / "course" / "told" / "__init__.py", course / "told")
    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr(executed, "ROOT", tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


def code(folder, source, which=0):
    """The code of a one-cell lesson: the student's, or the solved one's with `which=1`."""
    path = folder / "01_x.py"
    path.write_text(HEADER + source, "utf-8")
    return build.read(path)[which].cells[1].source


def block(*lines, indent=""):
    marked = ["# BEGIN SOLUTION", *lines, "# END SOLUTION"]
    return "\n".join(indent + line for line in marked)


@pytest.mark.parametrize(
    ("solution", "stub"),
    [
        (["a = 1", "b, c = a, 2"], ["a = ...  #", "b = ...  #", "c = ...  #"]),
        (["print(3)"], ["..."]),
        (
            ["a = 1", "# STUB:", "# a = ...  # volts", "#", "# #  look up"],
            ["a = ...", "", "#  look"],
        ),
    ],
)
def test_a_solution_becomes_its_stub(tmp_path, solution, stub):
    lines = code(tmp_path, block(*solution)).splitlines()
    assert len(lines) == len(stub)
    assert all(line.startswith(start) for line, start in zip(lines, stub))


def test_a_function_that_returns_gets_a_stub_that_returns(tmp_path):
    source = "def f(x):\n" + block("y = 2 * x", "return y", indent="    ")
    student = code(tmp_path, source)
    assert student == "def f(x):\n    return ...  # your code here"
    scope = {}
    exec(student, scope)
    assert scope["f"](3) is ...


def test_the_solved_notebook_has_the_solution_and_no_marks(tmp_path):
    source = "def f(x):\n" + block("return 2 * x", "# STUB:", "# return ...", indent="    ")
    assert code(tmp_path, source, 1) == "def f(x):\n    return 2 * x"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("# BEGIN SOLUTION\nx = 1", "without END SOLUTION"),
        ("# END SOLUTION", "without BEGIN SOLUTION"),
        ("# BEGIN SOLUTION\n# BEGIN SOLUTION", "inside a solution"),
        (block("x = 1", "# STUB:", "x = ..."), "stub lines are comments"),
    ],
)
def test_a_source_with_broken_marks_is_refused_in_words(tmp_path, source, told):
    with pytest.raises(build.SourceError, match=told):
        code(tmp_path, source)


def test_two_equal_headings_are_refused(tmp_path):
    path = tmp_path / "01_x.py"
    path.write_text(HEADER + "\n# %% [markdown]\n# ## Title\n", "utf-8")
    with pytest.raises(build.SourceError, match="two headings"):
        build.read(path)


def test_editing_a_cell_or_adding_one_leaves_other_sections_ids_alone(root):
    source = sample_lesson.write(root)
    before = [cell.id for cell in build.read(source)[1].cells]
    text = source.read_text("utf-8").replace("# Write it.", "# Write it yourself.\n\n# %%\n1 + 1")
    source.write_text(text, "utf-8")
    after = [cell.id for cell in build.read(source)[1].cells]
    assert len(after) == len(before) + 1 == len(set(after))
    assert set(before) - set(after) == set()
    assert after[-3:] == before[-3:]


def test_both_notebooks_are_valid_and_give_a_cell_the_same_id(root):
    student, solved = build.read(sample_lesson.write(root))
    for notebook in (student, solved):
        nbformat.validate(notebook)
    only_solved = {cell.id for cell in solved.cells} - {cell.id for cell in student.cells}
    assert [c.source for c in solved.cells if c.id in only_solved] == ["Any linear unit would do."]


def test_a_section_is_a_slide_and_a_subsection_stands_below_it(root):
    source = sample_lesson.write(root)
    text = source.read_text("utf-8") + "\n# %% [markdown]\n# ### A step further\n"
    source.write_text(text, "utf-8")
    _, solved = build.read(source)
    page, _ = SlidesExporter().from_notebook_node(solved)
    columns = re.split(r"<section><section>", page)[1:]
    headings = [re.findall(r"<h(\d)[^>]*>(.*?)<a", column) for column in columns]
    assert headings == [
        [("1", "Doubling")],
        [("2", "A unit doubles its input")],
        [("2", "The line is straight"), ("3", "A step further")],
    ]
    assert "my_double" in columns[1] and columns[2].count("<section") == 1


def test_a_rebuild_changes_nothing_and_the_notebooks_pass_nbval(root, tmp_path_factory, capsys):
    source = sample_lesson.write(root)
    assert build.main([]) == 0
    lesson, solution = build.paths(source)
    first = lesson.read_bytes(), solution.read_bytes()
    assert build.main(["--again", "42"]) == 0
    assert (lesson.read_bytes(), solution.read_bytes()) == first
    assert "nothing changed" in capsys.readouterr().out
    assert build.main(["--check", "--fast"]) == 0

    solved = nbformat.reads(first[1].decode(), as_version=4)
    text = first[1].decode()
    assert solved.metadata == executed.METADATA
    assert executed.VIEW not in text and str(root) not in text
    assert all(not cell.metadata.get("execution") for cell in solved.cells)
    counts = [cell.execution_count for cell in solved.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    assert telling.MIME not in text
    assert '"image/png"' in text and "0xADDRESS" in text and "data:image/png;base64," in text

    done = run(solution, tmp_path_factory.mktemp("solved"))
    assert done.passed, done.report
    assert [check["outcome"] for check in done.checks] == ["passed"]
    done = run(lesson, tmp_path_factory.mktemp("lesson"), lax=True)
    assert done.passed, done.report
    assert [check["outcome"] for check in done.checks] == ["not attempted"]

    # the one who knows tells it, and the notebooks do not
    told = json.loads(build.told_file(source).read_text("utf-8"))
    asked = told["predictions"]["double"]
    assert asked["outcome"] == "8" and asked["explanation"] == "It doubles: 8."
    assert asked["question"] == "What is twice 4?" and asked["options"] == ["6", "8"]
    assert told["solutions"]["doubling.double"] == {
        "code": "def my_double(x):\n    y = 2 * x\n    return y\n\n\ncheck.double(my_double)",
        "why": "a sum of the unit with itself would do as well.",
        "functions": ["my_double"],
    }
    for path in (lesson, solution):
        sources = [cell.source for cell in nbformat.read(path, as_version=4).cells]
        assert 'predict("double")' in sources and 'compare("double")' in sources
        assert not [one for one in sources if "twice 4" in one or "WHY" in one]

    altered = {
        '"passed"': '"failed"',
        "so it is": "so it was",
        "recorded yet": "recorded",
        "It doubles: 8": "It doubles: 9",
        "The line rises": "It rises",
    }
    for old, new in altered.items():
        assert old in text  # a JSON form, a stream, and HTML: each is compared
        text = text.replace(old, new)
    solution.write_text(text, "utf-8")
    done = run(solution, tmp_path_factory.mktemp("altered"))
    assert not done.passed and "5 failed" in done.report and "outputs differ" in done.report

    source.write_text(source.read_text("utf-8").replace('"so"', '"thus"'), "utf-8")
    assert build.main(["--check"]) == 1
    said = capsys.readouterr().out
    assert "lessons/42_doubling.ipynb is not what 42_doubling.py says" in said.replace("\\", "/")
    assert "'a-unit-doubles-its-input-5' now has other outputs" in said
    text = source.read_text("utf-8").replace("It doubles", "It is twice")
    source.write_text(text, "utf-8")
    assert build.main(["--check"]) == 1
    assert "42_doubling.json tells something else now" in capsys.readouterr().out


def test_a_lesson_runs_again_only_if_something_changes_that_its_outputs_hang_on(root, monkeypatch):
    source = sample_lesson.write(root)
    path = root / "course" / "beneath.py"
    path.write_text("", "utf-8")
    build.build(source)
    ran = []

    def run(book):
        ran.append(1)
        build.give_outputs(book, build.load(build.paths(source)[1]))
        return book

    monkeypatch.setattr(build, "run", run)

    def runs(old="", new="", where=source):
        text = where.read_text("utf-8")
        assert old in text
        where.write_text(text.replace(old, new) if old else text + new, "utf-8")
        ran.clear()
        build.build(source)
        assert list(build.differences(source, fast=True)) == []
        return bool(ran)

    outputs = [cell.get("outputs") for cell in build.load(build.paths(source)[1]).cells]
    assert not runs()
    assert not runs("# Write it.", "# Write it yourself.")
    assert not runs("# WHY: a sum", "# WHY: the sum")
    assert "the sum of the unit" in build.told_file(source).read_text("utf-8")
    for which in build.paths(source):
        assert "Write it yourself." in which.read_text("utf-8")
    assert [cell.get("outputs") for cell in build.load(build.paths(source)[1]).cells] == outputs
    assert runs("What is twice 4?", "What is 4 and 4?")  # an output shows it
    assert runs('print("it is")', 'print("it was")')
    assert runs(new="x = 1\n", where=path)
    saved = build.paths(source)[1]
    saved.write_text(saved.read_text("utf-8").replace("so it is", "so it was"), "utf-8")
    assert runs() and not runs()
    (root / reuse.RECORD).write_text("half of it", "utf-8")
    assert runs() and not runs()


def test_a_lesson_hangs_on_its_own_figures_and_checks_and_lesson_00_on_how_others_begin(tmp_path):
    def depends(name):
        runs = nbformat.v4.new_notebook()
        source = tmp_path / "solutions" / name
        return reuse.depends(tmp_path, source, runs, telling.NOTHING)

    for name in ("solutions/00_start.py", "solutions/01_x.py", "solutions/02_y.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(HEADER, "utf-8")
    names = ["course/models/z.py", "course/explore/x/_a.py", "course/check/y.py"]
    names += ["course/told/01_x.json", "solutions/02_y.py"]
    changes = {}
    for name in names:
        before = [depends(f"0{k}_{topic}.py") for k, topic in enumerate(["start", "x", "y"])]
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(HEADER.replace("Title", "Other"), "utf-8")
        after = [depends(f"0{k}_{topic}.py") for k, topic in enumerate(["start", "x", "y"])]
        changes[name] = [one != other for one, other in zip(before, after)]
    assert changes == {
        "course/models/z.py": [True, True, True],
        "course/explore/x/_a.py": [False, True, False],
        "course/check/y.py": [False, False, True],
        "course/told/01_x.json": [True, False, False],
        "solutions/02_y.py": [True, False, False],
    }


def test_a_rule_of_published_lessons_is_a_warning_unless_it_is_asked_for_strictly(root, capsys):
    source = sample_lesson.write(root)
    assert build.main(["42"]) == 0
    said = capsys.readouterr().out
    assert "42_doubling.py: warning: 1 different calls of explore; at least 3 are expected" in said
    assert build.main(["--check", "--fast"]) == 0
    assert build.main(["--check", "--fast", "--strict"]) == 1
    assert f"{source.name}: error: 1 different calls of explore" in capsys.readouterr().out


def test_a_notebook_folds_what_only_shows_and_answers(root):
    student, solved = build.read(sample_lesson.write(root))
    for notebook in (student, solved):
        folded = [
            cell.source for cell in notebook.cells if cell.metadata.get("jupyter") is not None
        ]
        assert [one.partition("(")[0] for one in folded] == ["predict", "compare", "explore.line"]
        (asked,) = [cell.source for cell in notebook.cells if "**Question:**" in cell.source]
        first, second = asked.split("**Question:** is it")
        assert first.startswith("**Question:** what is a line? It is a <dfn title=")
        fold = "<details><summary>Answer</summary>\n\n{}\n\n</details>"
        shown = fold.format("what `explore.line(slope=1.0)` shows.")
        assert first.rstrip().endswith(shown) and second.endswith(fold.format("yes."))


def test_what_stands_around_a_lesson_follows_its_neighbors(root, capsys):
    source = sample_lesson.write(root)
    (root / "solutions" / "43_tripling.py").write_text(
        HEADER.replace("# # Title", "# # Tripling\n#\n# And three times?") + "1 + 1\n", "utf-8"
    )
    assert build.main([]) == 0
    lesson, solution = build.paths(source)
    assert "Lesson 42 · 5 minutes · [43 Tripling](43_tripling.ipynb) →" in lesson.read_text("utf-8")
    for path in (lesson, solution):
        last = nbformat.read(path, as_version=4).cells[-1]
        assert last.id == calm.FOOT
        assert "**Next:** [43 Tripling](43_tripling.ipynb) · And three times?" in last.source
    outputs = [cell.get("outputs") for cell in nbformat.read(solution, as_version=4).cells]
    other = root / "solutions" / "43_tripling.py"
    other.write_text(other.read_text("utf-8").replace("And three", "Why not three"), "utf-8")
    assert build.main(["43"]) == 0  # and the one before it, without running it
    for path in (lesson, solution):
        assert "Why not three times?" in path.read_text("utf-8")
    again = [cell.get("outputs") for cell in nbformat.read(solution, as_version=4).cells]
    assert again == outputs
    assert build.main(["--check", "--fast"]) == 0


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ('predict("a", "?", ["b", "c"])\nprint(1)\npredict("a", "?")', "does more than predict"),
        ('compare("a", "b", "Why.")', "needs an outcome, why, and predict before it"),
        ('predict("a", "?")\n\n# %%\ncompare("a", 1.0)', "needs an outcome, why"),
        ('predict("a", "?" + "!")', "is computed; write it out"),
        ('predict("a", "?")\n\n# %%\npredict("a", "?")', "predicted twice"),
        ('predict("a", "?", [], "Hz")', "more arguments than names"),
    ],
)
def test_a_prediction_that_does_not_tell_all_is_refused_in_words(root, cells, told):
    (root / "solutions").mkdir()
    path = root / "solutions" / "01_x.py"
    path.write_text(HEADER + cells, "utf-8")
    with pytest.raises(build.SourceError, match=told):
        build.read(path)
        build.told(path)


def test_what_a_comparison_prints_would_stay_behind_and_is_refused(root):
    (root / "solutions").mkdir()
    path = root / "solutions" / "01_x.py"
    ask = 'from course.check import compare, predict\n\n# %%\npredict("a", "?")\n\n# %%\n'
    path.write_text(HEADER + ask + 'print("!")\ncompare("a", 1.0, "Why.")', "utf-8")
    with pytest.raises(build.SourceError, match="prints what only its comparison may tell"):
        build.build(path)


def test_an_outcome_of_the_machine_stays_in_the_notebook_and_its_reason_does_not(root):
    (root / "solutions").mkdir()
    path = root / "solutions" / "01_x.py"
    ask = 'from course.check import compare, predict\n\n# %%\npredict("a", "?", unit="s")\n\n'
    tell = '# %% tags=["nbval-ignore-output"]\ntook = 3.0\ncompare("a", took / 2, "Why.")'
    path.write_text(HEADER + ask + tell, "utf-8")
    build.build(path)
    lesson, solution = build.paths(path)
    for file in (lesson, solution):
        sources = [cell.source for cell in nbformat.read(file, as_version=4).cells]
        assert 'took = 3.0\ncompare("a", took / 2)' in sources
    (asked,) = json.loads(build.told_file(path).read_text("utf-8"))["predictions"].values()
    assert asked["outcome"] is None and asked["explanation"] == "Why." and asked["unit"] == "s"


def test_the_table_of_lessons_is_made_anew_when_a_lesson_changes(root, capsys):
    (root / "solutions").mkdir()
    listing = f"print(sorted(p.name for p in Path({str(root / 'lessons')!r}).iterdir()))"
    first = root / "solutions" / "00_start.py"
    first.write_text(HEADER + "from pathlib import Path\n\n" + listing, "utf-8")
    assert build.main([]) == 0
    solution = build.paths(first)[1]
    assert "['00_start.ipynb']" in solution.read_text("utf-8")  # it lists itself at once
    (root / "solutions" / "01_x.py").write_text(HEADER + "1 + 1\n", "utf-8")
    assert build.main(["1"]) == 0
    assert "['00_start.ipynb', '01_x.ipynb']" in solution.read_text("utf-8")
    assert "wrote" in capsys.readouterr().out
    assert build.main(["1"]) == 0
    assert "wrote" not in capsys.readouterr().out


def test_a_cell_that_raises_stops_the_build_with_its_error(root):
    source = sample_lesson.write(root)
    source.write_text(HEADER + "1 / 0\n", "utf-8")
    with pytest.raises(Exception, match="ZeroDivisionError"):
        build.build(source)


def test_a_lesson_that_does_not_exist_is_named(root, capsys):
    sample_lesson.write(root)
    with pytest.raises(SystemExit):
        build.main(["7"])
    assert "there is no lesson 7; there are: 42" in capsys.readouterr().err


def test_nbval_is_told_the_same_of_two_runs_as_the_builder_knows():
    text = (executed.ROOT / "solutions" / "tools" / "nbval.cfg").read_text("utf-8")
    rules = re.findall(r"^regex: (.*)\nreplace: (.*)$", text, re.MULTILINE)
    assert rules == executed.SANITIZE


def picture(change=0, pixels=0, width=60, compress=6):
    """A PNG with a pattern, some of whose pixels are changed."""
    values = np.add.outer(np.arange(40), np.arange(width)) % 200
    values.ravel()[:pixels] += change
    file = io.BytesIO()
    Image.fromarray(values.astype(np.uint8)).save(file, "png", compress_level=compress)
    return file.getvalue()


def test_pictures_differ_only_where_one_can_see_it():
    assert executed.look_alike(picture(), picture(compress=1))
    assert executed.look_alike(picture(), picture(change=30, pixels=500))  # edges of letters
    assert not executed.look_alike(picture(), picture(change=55, pixels=500))
    assert not executed.look_alike(picture(), picture(width=61))


def shown(png, text="as it was"):
    uri = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    data = {"text/html": f'<img src="{uri}">', "text/plain": text}
    output = nbformat.v4.new_output("display_data", data=data)
    cell = nbformat.v4.new_code_cell("show()", id="a-1", outputs=[output])
    return nbformat.v4.new_notebook(cells=[cell])


def test_another_machines_pixels_are_kept_and_a_new_picture_is_taken():
    old, same, other = shown(picture()), shown(picture(compress=1)), shown(picture(99, 999))
    executed.keep_unchanged(same, old)
    assert same.cells[0].outputs == old.cells[0].outputs
    executed.keep_unchanged(other, old)
    assert other.cells[0].outputs != old.cells[0].outputs
    assert executed.comparable(other.cells[0]) == executed.comparable(old.cells[0])
    assert executed.comparable(shown(picture(), "new").cells[0]) != executed.comparable(
        old.cells[0]
    )
