"""Write the notebooks of a lesson from its one source, `solutions/NN_topic.py`.

    python solutions/tools/build.py            both notebooks of every lesson
    python solutions/tools/build.py 02 05      of these lessons
    python solutions/tools/build.py --again 02    running it even if only its text has changed
    python solutions/tools/build.py --check    write nothing; exit 1 if something would change
    python solutions/tools/build.py --check --fast    the same without running the solutions
    python solutions/tools/build.py --check --fast --strict    and if a rule is not kept

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

How a lesson tells what it keeps to itself at first is in `telling.py`, how it folds
answers and code and what stands around it in `calm.py`, and how it marks the places that
define its words in `course/words.py`.

`lessons/NN_topic.ipynb` has no outputs; `solutions/NN_topic.ipynb` is executed. A
rebuild changes nothing where nothing changed: no times, random ids, addresses or
widget state are kept, and a picture only if one can see a difference. A lesson runs only
if its code, its predictions or the course beneath it have changed since it last ran here
(`reuse.py`): a sentence is built in the time that it takes to read it.

What a lesson of the published course keeps beyond what makes it work, `lesson_rules.py`
says. Here it is a warning, so that a lesson can grow and be cut; `--strict` makes it an error.
"""

import argparse
import ast
import importlib.util
import json
import re
import sys
import textwrap
from pathlib import Path

import calm
import lesson_rules
import nbformat
import readme
import reuse
import telling
import word_rules
from executed import METADATA, comparable, keep_unchanged, run
from telling import SourceError

from course import words
from course.check._exercise import exercises

ROOT = Path(__file__).resolve().parents[2]


# -- source -> notebooks -------------------------------------------------------


def sources(numbers=()):
    """The lessons' source files, in order; only those of `numbers`, if any are given."""
    found = _lessons(ROOT / "solutions")
    known = {path.name[:2]: path for path in found}
    for number in numbers:
        if number.zfill(2) not in known:
            raise SourceError(f"there is no lesson {number}; there are: {', '.join(known)}")
    return [known[number.zfill(2)] for number in numbers] or found


def _lessons(folder):
    return sorted(folder.glob("[0-9][0-9]_*.py"))


def complete(path):
    """The cells of the source at `path` as they stand there, with their ids."""
    notebook = calm.parsed(path)
    _name_cells(notebook)
    return notebook


def read(path):
    """(student's, solved) notebook of the source at `path`, neither executed."""
    student, solved = complete(path), complete(path)
    student.cells = [
        cell for cell in student.cells if "solution" not in cell.metadata.get("tags", ())
    ]
    places = [calm.place(each) for each in _lessons(Path(path).parent)]
    for built, choose in ((student, _stub), (solved, _solution)):
        built.cells[0].source += f"\n\n{calm.header(places, path)}"
        for cell in built.cells:
            if cell.cell_type == "code":
                cell.source = telling.in_short(cell)
                cell.source = replace_solutions(cell.source, choose, Path(path).name)
            else:
                cell.source = words.with_meanings(calm.with_answers_folded(cell.source))
        last = nbformat.v4.new_markdown_cell(calm.footer(places, path), id=calm.FOOT)
        built.cells.append(last)
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
    return telling.without_why(solution)


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
        cell.metadata = nbformat.from_dict(calm.metadata(cell) | _slide(cell))
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


# -- notebooks -> files --------------------------------------------------------


def paths(source):
    """(student's, solved) notebook files of a source."""
    name = Path(source).with_suffix(".ipynb").name
    return ROOT / "lessons" / name, ROOT / "solutions" / name


def told_file(source):
    """The file of what a lesson tells when its student has answered or tried."""
    return ROOT / "course" / "told" / Path(source).with_suffix(".json").name


def told(source):
    """What a source tells, as far as it can be read from it, and what the file has of it."""
    path = told_file(source)
    kept = json.loads(path.read_text("utf-8")) if path.exists() else telling.NOTHING
    topic = Path(source).stem[3:]
    return telling.told(complete(source), read(source)[1], topic), kept


def structure(notebook):
    """What a notebook says: everything but outputs."""
    return [(c.id, c.cell_type, c.source, dict(c.metadata)) for c in notebook.cells]


def load(path):
    return nbformat.read(path, as_version=4) if path.exists() else nbformat.v4.new_notebook()


def write(path, notebook):
    """Write `notebook` if that changes the file; return whether it did."""
    return _write(path, nbformat.writes(notebook) + "\n")


def _write(path, text):
    if path.exists() and path.read_text("utf-8") == text:
        return False
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
    return True


def build(source, again=False):
    """Write both notebooks of `source` and what it tells; return the files that changed.

    It does not run if nothing has changed that an output can hang on, unless `again`.
    """
    student, solved = read(source)
    lesson, solution = paths(source)
    changed = [lesson] if write(lesson, student) else []  # first: lesson 00 lists itself
    tells, kept = told(source)
    before, old = telling.text(kept), load(solution)
    # the kernel reads the questions there
    _write(told_file(source), telling.text(telling.completed(tells, kept)))
    runs = telling.running(solved, complete(source))
    depends = reuse.depends(ROOT, source, runs, tells)
    if not again and reuse.known(ROOT, source) == [depends, reuse.outputs(old)]:
        tells = telling.completed(tells, kept)
        give_outputs(solved, old)
    else:
        ran = run(runs)
        telling.heard(ran, tells)
        give_outputs(solved, ran)
        keep_unchanged(solved, old)
    _write(told_file(source), telling.text(tells))
    changed += [solution] if write(solution, solved) else []
    reuse.know(ROOT, source, [depends, reuse.outputs(solved)])
    return changed + ([told_file(source)] if telling.text(tells) != before else [])


def give_outputs(solved, ran):
    """Give the solved notebook the outputs of one with the same cells of code."""
    cells = [[c for c in book.cells if c.cell_type == "code"] for book in (solved, ran)]
    for cell, done in zip(*cells, strict=True):
        cell.outputs = [] if calm.opens_a_model(cell) else done.outputs
        cell.execution_count = done.execution_count


def reframe(source):
    """Bring what stands around a lesson up to date, where nothing has to run for that."""
    student, solved = read(source)
    lesson, solution = paths(source)
    old = load(solution)
    if [c.source for c in old.cells if c.cell_type == "code"] != [
        c.source for c in solved.cells if c.cell_type == "code"
    ]:
        return []
    give_outputs(solved, old)
    return [path for path, new in ((lesson, student), (solution, solved)) if write(path, new)]


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
    tells, kept = told(source)
    if not telling.agree(tells, kept):
        yield f"{told_file(source).relative_to(ROOT)} is not what {Path(source).name} says"
    if fast:
        return
    before = {cell.id: cell for cell in load(solution).cells}
    ran = run(telling.running(solved, complete(source)))
    if telling.heard(ran, tells) != kept:
        yield f"{told_file(source).relative_to(ROOT)} tells something else now"
    for cell in ran.cells:
        past = before.get(cell.id)
        if cell.cell_type == "code" and past and comparable(cell) != comparable(past):
            yield f"{solution.relative_to(ROOT)}: cell {cell.id!r} now has other outputs"


def unpublished(source):
    """What keeps a lesson that works from being published, in words."""
    number, topic = source.name[:2], source.stem[3:]
    student, solved = read(source)
    found = [one for book in (student, solved) for one in lesson_rules.unpublished(book, number)]
    if importlib.util.find_spec(f"course.check.{topic}"):
        there = exercises(importlib.import_module(f"course.check.{topic}"))
        found += lesson_rules.exercises(solved, topic, there)
    if number not in lesson_rules.PENDING["reasons"]:
        found += lesson_rules.reasons(told(source)[0]["solutions"])
    found += word_rules.broken(texts(), number, lesson_rules.PENDING["words"])
    return list(dict.fromkeys(found))


def texts():
    """(number, cells) of all lessons, in order."""
    return [(source.name[:2], complete(source).cells) for source in sources()]


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Write the lessons' notebooks from their sources")
    parser.add_argument("numbers", nargs="*", metavar="NN", help="lessons; all if none is given")
    parser.add_argument("--again", action="store_true", help="run what has not changed, too")
    parser.add_argument("--check", action="store_true", help="write nothing, say what differs")
    parser.add_argument("--fast", action="store_true", help="with --check: run no notebook")
    parser.add_argument("--strict", action="store_true", help="a rule that is not kept is an error")
    options = parser.parse_args(arguments)
    changed = broken = False
    try:
        chosen = sorted(sources(options.numbers), key=is_contents)
        for source in chosen:
            if options.check:
                said = list(differences(source, options.fast))
            else:
                built = build(source, options.again)
                said = [f"wrote {path.relative_to(ROOT)}" for path in built]
            changed = changed or bool(said)
            print("\n".join(said) or f"{source.name}: nothing changed")
            told_of = unpublished(source)
            broken = broken or bool(told_of)
            for one in told_of:
                print(f"{source.name}: {'error' if options.strict else 'warning'}: {one}")
        pending = lesson_rules.PENDING["words"]
        for word in word_rules.nowhere(texts(), pending) if options.strict else ():
            broken = True
            print(f"course/words.py: error: no lesson defines {word!r}")
        for source in sources() if changed and not options.check else ():
            if source not in chosen:
                again = build if is_contents(source) else reframe
                said = [f"wrote {path.relative_to(ROOT)}" for path in again(source)]
                print("\n".join(said) or f"{source.name}: nothing changed")
        if not options.check and readme.write():
            print("wrote README.md")
    except SourceError as error:
        parser.error(str(error))
    return int((options.check and changed) or (options.strict and broken))


if __name__ == "__main__":
    sys.exit(main())
