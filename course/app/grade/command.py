"""`course grade SUBMISSIONS --csv grades.csv`: a class graded in one command.

What is known already is not done again: every paper's findings are added to a record beside
the table as they come, under the digests of the paper, the lesson and the checks. So a run
that broke off is resumed by the same command, and a second paper of a student costs only
its own time.
"""

import hashlib
import json
import os
from pathlib import Path

from course import _language, lessons
from course.app.grade import report
from course.app.grade.examiner import Finding, examine
from course.app.grade.papers import papers
from course.app.handout import Wrong
from course.check._cases import varied

LIBRARIES = "joblib", "tqdm"


def grade(submissions, table, *, lesson=None, workers=None, seed=0, quiet=False):
    """Grade everything in a folder and write the results.

    Parameters
    ----------
    submissions : str or Path
        Folder with a folder or a file a student.
    table : str or Path
        The CSV file to write; everything else is written beside it, under its name.
    lesson : str, optional
        Only this one.
    workers : int, optional
        Papers graded at a time; default: as many as there are processors. The results do
        not depend on it. A backend registered with joblib takes over unchanged.
    seed : int
        Varies the cases of the checks; 0 for those that the students saw.
    quiet : bool
        No progress bar.

    Returns
    -------
    list of (Paper, list of Finding)
        In the order of students and lessons.

    Raises
    ------
    Wrong
        If the folder is none, or a library that grading needs is not installed.
    """
    joblib, tqdm = _libraries()
    number = None if lesson is None else lessons.file(lesson).name[:2]
    try:
        handed_in = papers(submissions, number)
    except ValueError as problem:
        raise Wrong(f"{problem}.") from None
    table = Path(table)
    record = Record(table.with_suffix(".record.jsonl"), seed)
    found, todo = {}, []
    for paper in handed_in:
        known = [] if paper.problem else record.known(paper)
        if known is None:
            todo.append(paper)
        else:
            found[_key(paper)] = known
    parallel = joblib.Parallel(n_jobs=workers or -1, return_as="generator_unordered")
    done = parallel(joblib.delayed(graded)(paper, seed) for paper in todo) if todo else ()
    for paper, findings in tqdm(
        done, total=len(todo), desc="graded", unit=" papers", disable=quiet or None
    ):
        found[_key(paper)] = findings
        record.add(paper, findings)
    results = [(paper, found[_key(paper)]) for paper in handed_in]
    report.write(table, results)
    return results


def graded(paper, seed):
    """(paper, its findings); what a worker does."""
    with varied(seed):
        return paper, examine(paper)


def _key(paper):
    return paper.student, paper.lesson


class Record:
    """The findings that are known, in a file to which lines are added.

    Parameters
    ----------
    path : Path
    seed : int
        Findings under another seed are others.
    """

    def __init__(self, path, seed):
        self._path, self._seed = path, seed
        self._stamps = {}
        self._lines = {}
        if path.exists():
            for line in path.read_text("utf-8", "replace").splitlines():
                try:
                    key, findings = json.loads(line)
                    self._lines[key] = [Finding(*finding) for finding in findings]
                except (ValueError, TypeError):  # the line at which a run broke off
                    continue

    def known(self, paper):
        """The findings of a paper, or None."""
        return self._lines.get(self._key(paper))

    def add(self, paper, findings):
        """Keep the findings of a paper, whatever happens after."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps([self._key(paper), findings])
        with open(self._path, "a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
            file.flush()
            os.fsync(file.fileno())

    def _key(self, paper):
        if paper.lesson not in self._stamps:
            self._stamps[paper.lesson] = _stamp(paper.lesson)
        said = paper.student, paper.digest, self._stamps[paper.lesson], self._seed
        return hashlib.sha256(repr(said).encode()).hexdigest()


def _stamp(number):
    """The state of a lesson and of all checks."""
    from course import check

    digest = hashlib.sha256(lessons.file(number).read_bytes())
    for path in sorted(Path(check.__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _libraries():
    try:
        import joblib
        from tqdm import tqdm
    except ImportError as missing:
        raise Wrong(
            f"Grading needs {' and '.join(LIBRARIES)} ({missing.name} is not there): "
            'install the course with them, pip install "neural-course[class]".'
        ) from None
    return joblib, tqdm


def run(options):
    """The command of the terminal."""
    results = grade(
        options.submissions,
        options.csv,
        lesson=options.lesson,
        workers=options.workers,
        seed=options.seed,
    )
    print(_language.said(report.told(options.csv, results)))
    return 0


def add_to(commands):
    """Add the command to the parser of `course`; return it."""
    command = commands.add_parser("grade", help="grade what a class has handed in")
    command.add_argument("submissions", help="folder with a folder or a notebook a student")
    command.add_argument("--csv", default="grades.csv", help="table to write; default: grades.csv")
    command.add_argument("--lesson", metavar="N", help="only this lesson")
    command.add_argument("--workers", type=int, help="papers at a time; default: one a processor")
    command.add_argument(
        "--seed", type=int, default=0, help="vary the cases of the checks, so that no answer fits"
    )
    command.set_defaults(run=run)
    return command
