"""A lesson for another grader, from its one source.

    python solutions/tools/export.py 02 --to nbgrader    a course folder for nbgrader
    python solutions/tools/export.py 02 --to otter       a notebook for `otter assign`
    python solutions/tools/export.py 02 --to plain       a notebook whose checks fail their cell

In each of them our stubs and the check's own sentences stay: a check is followed by
`.required()`, which raises its sentence unless it has passed. nbgrader and otter check once
more with other cases than the student sees, chosen by a seed.
"""

import argparse
import ast
import copy
import sys
from pathlib import Path

import build
import nbformat

KINDS = ("plain", "nbgrader", "otter")
SEED = 20260

# nbgrader would put the same lines in the place of every solution; ours differ.
CONFIG = '''\
from nbgrader.preprocessors import NbGraderPreprocessor

c = get_config()
c.CourseDirectory.course_id = "neural-course"
c.ExecutePreprocessor.timeout = 600


class Stubs(NbGraderPreprocessor):
    """What the student finds instead of a solution: the stub that the lesson has for it."""

    def preprocess(self, nb, resources):
        for cell in nb.cells:
            stub = cell.metadata.get("course", {}).pop("stub", None)
            if stub is not None:
                cell.source = stub
        return nb, resources


from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions

steps = list(GenerateAssignment.preprocessors.default())
steps.insert(steps.index(ClearSolutions) + 1, Stubs)
c.GenerateAssignment.preprocessors = steps
'''


def export(source, kind, folder):
    """Write a lesson for `kind` into `folder`; return the files written.

    Parameters
    ----------
    source : Path
        `solutions/NN_topic.py`.
    kind : str
        "plain", "nbgrader" or "otter".
    folder : Path

    Raises
    ------
    ValueError
        If `kind` is none of them.
    """
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}; allowed is one of {', '.join(KINDS)}")
    student, solved = build.read(source)
    notebook = {"plain": plain, "nbgrader": nbgrader, "otter": otter}[kind](student, solved)
    name = Path(source).stem
    if kind == "nbgrader":
        place = folder / "source" / name / f"{name}.ipynb"
        settings = folder / "nbgrader_config.py"
        if not settings.exists():
            settings.parent.mkdir(parents=True, exist_ok=True)
            settings.write_text(CONFIG, "utf-8")
        written = [settings]
    else:
        place, written = folder / f"{name}.ipynb", []
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(nbformat.writes(notebook) + "\n", "utf-8")
    return [*written, place]


def plain(student, solved):
    """The student's notebook; a check that has not passed fails its cell with its sentence."""
    notebook = copy.deepcopy(student)
    for cell in notebook.cells:
        if check_of(cell):
            cell.source = demanded(cell.source)
    return notebook


def nbgrader(student, solved):
    """The solved notebook with nbgrader's metadata; the stubs go with the cells."""
    stubs = {cell.id: cell.source for cell in student.cells}
    notebook = copy.deepcopy(solved)
    notebook.cells = [cell for cell in notebook.cells if cell.id in stubs]
    for cell in notebook.cells:
        if name := check_of(cell):
            cell.source = demanded(cell.source) + hidden(
                cell.source, "### BEGIN HIDDEN TESTS\n", "\n### END HIDDEN TESTS"
            )
            _mark(cell, f"check-{name}", grade=True, locked=True, points=1)
        elif cell.cell_type == "code" and cell.source != stubs[cell.id]:
            _mark(cell, cell.id, solution=True)
            cell.metadata["course"] = {"stub": stubs[cell.id]}
    return notebook


def _mark(cell, identity, **more):
    kinds = {"grade": False, "solution": False, "locked": False, "task": False}
    cell.metadata["nbgrader"] = {"schema_version": 3, "grade_id": identity, **kinds, **more}


def otter(student, solved):
    """What `otter assign` reads: each exercise a question between raw cells."""
    stubs = {cell.id: cell.source for cell in student.cells}
    cells = [
        _raw(
            "# ASSIGNMENT CONFIG\n"
            + "export_cell: false\ncheck_all_cell: false\n"
            + "solutions_pdf: false\ntemplate_pdf: false\ntests:\n    files: false\n"
        )
    ]
    open_question = None
    checks = {name: cell for cell in solved.cells if (name := check_of(cell))}
    first = _first_answers(student, solved, checks)
    for cell in solved.cells:
        if cell.id not in stubs:
            continue
        if cell.id in first:
            open_question = first[cell.id]
            cells.append(_raw(f"# BEGIN QUESTION\nname: {open_question}\npoints: 1\n"))
        if cell.cell_type == "code" and cell.source != stubs[cell.id] and open_question:
            stub = copy.deepcopy(cell)
            stub.source = stubs[cell.id]
            cells += [_raw("# BEGIN PROMPT"), stub, _raw("# END PROMPT")]
            solution = f"# BEGIN SOLUTION NO PROMPT\n{cell.source}\n# END SOLUTION"
            cells += [_raw("# BEGIN SOLUTION"), _code(solution), _raw("# END SOLUTION")]
        elif check_of(cell) == open_question and open_question:
            cells.append(_raw("# BEGIN TESTS"))
            # Otter compares what a test prints, so it prints nothing.
            quiet = f"found = {ast.unparse(_check_call(cell.source))}"
            cells.append(_code(demanded(quiet)))
            cells.append(_code("# HIDDEN\n" + hidden(quiet).lstrip()))
            cells.append(_raw("# END TESTS"))
            cells.append(_raw("# END QUESTION"))
            open_question = None
        else:
            cells.append(copy.deepcopy(cell))
    notebook = copy.deepcopy(solved)
    notebook.cells = cells
    return notebook


def _first_answers(student, solved, checks):
    """Id of the first answer cell of each exercise -> name of the exercise."""
    stubs = {cell.id: cell.source for cell in student.cells}
    found, waiting = {}, None
    for cell in solved.cells:
        name = check_of(cell)
        if cell.cell_type == "code" and cell.id in stubs and cell.source != stubs[cell.id]:
            waiting = waiting or cell.id
        elif name and waiting and checks[name].id == cell.id:
            found[waiting] = name
            waiting = None
    return found


def _raw(source):
    return nbformat.v4.new_raw_cell(source)


def _code(source):
    return nbformat.v4.new_code_cell(source)


def check_of(cell):
    """The name of the exercise that a cell checks, or ""."""
    call = _check_call(cell.source) if cell.cell_type == "code" else None
    demonstration = "demonstration" in cell.metadata.get("tags", ())
    return call.func.attr if call and not demonstration else ""


def _check_call(source):
    try:
        (statement,) = ast.parse(source).body
    except (SyntaxError, ValueError):
        return None
    call = getattr(statement, "value", None)
    if (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "check"
    ):
        return call
    return None


def demanded(source):
    """A check whose cell fails unless it has passed."""
    return f"{source.strip()}.required()"


def hidden(source, before="", after=""):
    """The same check once more, with cases that the student does not see."""
    return (
        f"\n{before}from course.check import varied\n\nwith varied({SEED}):\n"
        f"    {demanded(source)}{after}"
    )


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", metavar="N", help="lesson")
    parser.add_argument("--to", choices=KINDS, required=True)
    parser.add_argument("--folder", type=Path, default=Path("export"), help="default: export")
    options = parser.parse_args(arguments)
    (source,) = build.sources([options.number])
    for path in export(source, options.to, options.folder):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
