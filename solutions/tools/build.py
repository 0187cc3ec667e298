"""Write the notebooks of a lesson from its one source, `solutions/NN_topic.py`.

    python solutions/tools/build.py            both notebooks of every lesson
    python solutions/tools/build.py 02 05      of these lessons
    python solutions/tools/build.py --check    write nothing; exit 1 if something would change
    python solutions/tools/build.py --check --fast    the same without running the solutions

The source is py:percent, as jupytext reads it:

    # %% [markdown]
    # ## The voltage after one step
    #
    # Write the update. The table above has the symbols.

    # %%
    def my_step(V, I, dt, tau_m=20.0, R=100.0, E_L=-70.0):
        # BEGIN SOLUTION
        dV = (-(V - E_L) + R * I) / tau_m
        return V + dt * dV
        # STUB:
        # dV = ...
        # return ...  # V after dt
        # END SOLUTION

    # %%
    check.my_step(my_step)

The student gets what follows `# STUB:`, without its `# `. A block without one
becomes `return ...` if it returns, `name = ...` for each name it assigns, or `...`.
`# %% tags=["solution"]` marks a cell that only the solved notebook has.
`tags=["nbval-ignore-output"]` marks one whose output is the machine's: a timing,
a version. `tags=["demonstration"]` marks a check that is meant to fail or pass in
both notebooks. Headings name the cells' ids, so each is used once in a lesson. They also
begin the slides of `jupyter nbconvert --to slides`: a section is a slide.

`lessons/NN_topic.ipynb` has no outputs; `solutions/NN_topic.ipynb` is executed. A
rebuild changes nothing where nothing changed: no times, random ids, addresses or
widget state are kept, and a picture only if one can see a difference.
"""

import argparse
import ast
import copy
import re
import sys
import textwrap
from pathlib import Path

import jupytext
import nbformat
import readme
from executed import METADATA, comparable, keep_unchanged, run

ROOT = Path(__file__).resolve().parents[2]


class SourceError(ValueError):
    """A lesson's source is not as this module's documentation says."""


# -- source -> notebooks -------------------------------------------------------


def sources(numbers=()):
    """The lessons' source files, in order; only those of `numbers`, if any are given."""
    found = sorted((ROOT / "solutions").glob("[0-9][0-9]_*.py"))
    known = {path.name[:2]: path for path in found}
    for number in numbers:
        if number.zfill(2) not in known:
            raise SourceError(f"there is no lesson {number}; there are: {', '.join(known)}")
    return [known[number.zfill(2)] for number in numbers] or found


def read(path):
    """(student's, solved) notebook of the source at `path`, neither executed."""
    notebook = jupytext.reads(Path(path).read_text("utf-8"), fmt="py:percent")
    _name_cells(notebook)
    student, solved = notebook, copy.deepcopy(notebook)
    student.cells = [
        cell for cell in student.cells if "solution" not in cell.metadata.get("tags", ())
    ]
    for built, choose in ((student, _stub), (solved, _solution)):
        for cell in built.cells:
            if cell.cell_type == "code":
                cell.source = replace_solutions(cell.source, choose, Path(path).name)
        _clean(built)
    return student, solved


def _name_cells(notebook):
    """Ids from the heading above and the place below it: edits elsewhere don't touch them."""
    section, place, seen = "top", 0, set()
    for cell in notebook.cells:
        heading = re.match(r"#+ +(.+)", cell.source) if cell.cell_type == "markdown" else None
        if heading:
            section = re.sub(r"[^a-z0-9]+", "-", heading[1].lower()).strip("-")[:56].strip("-")
            if section in seen:
                raise SourceError(f"two headings say {heading[1]!r}: say it differently once")
            seen.add(section)
            place = 0
        cell.id = f"{section}-{place}"
        place += 1


def replace_solutions(source, choose, where=""):
    """`source` with each solution block replaced by `choose(solution, stub)`, lists of lines."""
    out, solution, stub, indent = [], None, None, ""
    for line in source.splitlines():
        mark = line.strip()
        if mark == "# BEGIN SOLUTION":
            if solution is not None:
                raise SourceError(f"{where}: BEGIN SOLUTION inside a solution")
            solution, stub, indent = [], None, line[: len(line) - len(line.lstrip())]
        elif mark == "# END SOLUTION":
            if solution is None:
                raise SourceError(f"{where}: END SOLUTION without BEGIN SOLUTION")
            out += textwrap.indent("\n".join(choose(solution, stub)), indent).splitlines()
            solution = None
        elif solution is None:
            out.append(line)
        elif mark == "# STUB:":
            stub = []
        elif stub is None:
            solution.append(line.removeprefix(indent))
        elif mark == "#" or mark.startswith("# "):
            stub.append(re.sub(r"^# ?", "", line.removeprefix(indent)))
        elif mark:
            raise SourceError(f"{where}: stub lines are comments, this is not: {mark}")
    if solution is not None:
        raise SourceError(f"{where}: BEGIN SOLUTION without END SOLUTION in the same cell")
    return "\n".join(out)


def _solution(solution, stub):
    return solution


def _stub(solution, stub):
    if stub is not None:
        return stub
    body = ast.parse(textwrap.dedent("def f():\n" + textwrap.indent("\n".join(solution), " ")))
    names = []
    for statement in body.body[0].body:
        if isinstance(statement, ast.Return):
            return ["return ...  # your code here"]
        targets = getattr(statement, "targets", [getattr(statement, "target", None)])
        names += [name.id for target in targets for name in _names(target)]
    return [f"{name} = ...  # your code here" for name in dict.fromkeys(names)] or ["..."]


def _names(target):
    return [node for node in ast.walk(target) if isinstance(node, ast.Name)] if target else []


def _slide(cell):
    """What `jupyter nbconvert --to slides` reads: a section is a slide, a subsection goes below."""
    heading = re.match(r"(#+) ", cell.source) if cell.cell_type == "markdown" else None
    if not heading:
        return {}
    return {"slideshow": {"slide_type": "slide" if len(heading[1]) <= 2 else "subslide"}}


def _clean(notebook):
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict(({"tags": tags} if tags else {}) | _slide(cell))
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


# -- notebooks -> files --------------------------------------------------------


def paths(source):
    """(student's, solved) notebook files of a source."""
    name = Path(source).with_suffix(".ipynb").name
    return ROOT / "lessons" / name, ROOT / "solutions" / name


def structure(notebook):
    """What a notebook says: everything but outputs."""
    return [(c.id, c.cell_type, c.source, dict(c.metadata)) for c in notebook.cells]


def load(path):
    return nbformat.read(path, as_version=4) if path.exists() else nbformat.v4.new_notebook()


def write(path, notebook):
    """Write `notebook` if that changes the file; return whether it did."""
    text = nbformat.writes(notebook) + "\n"
    if path.exists() and path.read_text("utf-8") == text:
        return False
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
    return True


def build(source):
    """Write both notebooks of `source`; return the files that changed."""
    student, solved = read(source)
    lesson, solution = paths(source)
    changed = [lesson] if write(lesson, student) else []  # first: lesson 00 lists itself
    keep_unchanged(run(solved), load(solution))
    return changed + ([solution] if write(solution, solved) else [])


def is_contents(source):
    """Whether `source` is lesson 00, which shows a table of the lessons that are there."""
    return source.name[:2] == "00"


def differences(source, fast=False):
    """What a rebuild would change, in words; `fast` leaves out running the solution."""
    student, solved = read(source)
    lesson, solution = paths(source)
    for path, notebook in ((lesson, student), (solution, solved)):
        if structure(load(path)) != structure(notebook):
            yield f"{path.relative_to(ROOT)} is not what {Path(source).name} says"
    if lesson.exists() and lesson.read_text("utf-8") != nbformat.writes(student) + "\n":
        yield f"{lesson.relative_to(ROOT)} has outputs or metadata that it should not have"
    if fast:
        return
    before = {cell.id: cell for cell in load(solution).cells}
    for cell in run(solved).cells:
        past = before.get(cell.id)
        if cell.cell_type == "code" and past and comparable(cell) != comparable(past):
            yield f"{solution.relative_to(ROOT)}: cell {cell.id!r} now has other outputs"


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Write the lessons' notebooks from their sources")
    parser.add_argument("numbers", nargs="*", metavar="NN", help="lessons; all if none is given")
    parser.add_argument("--check", action="store_true", help="write nothing, say what differs")
    parser.add_argument("--fast", action="store_true", help="with --check: run no notebook")
    options = parser.parse_args(arguments)
    changed = False
    try:
        chosen = sorted(sources(options.numbers), key=is_contents)
        for source in chosen:
            if options.check:
                said = list(differences(source, options.fast))
            else:
                said = [f"wrote {path.relative_to(ROOT)}" for path in build(source)]
            changed = changed or bool(said)
            print("\n".join(said) or f"{source.name}: nothing changed")
        for source in sources() if changed and not options.check else ():
            if is_contents(source) and source not in chosen:
                said = [f"wrote {path.relative_to(ROOT)}" for path in build(source)]
                print("\n".join(said) or f"{source.name}: nothing changed")
        if not options.check and readme.write():
            print("wrote README.md")
    except SourceError as error:
        parser.error(str(error))
    return int(options.check and changed)


if __name__ == "__main__":
    sys.exit(main())
