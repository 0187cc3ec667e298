"""One paper examined: the check runs here, the student's code behind the wall."""

import ast
import contextlib
import functools
import importlib
import json
import os
import random
import selectors
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course import journal, lessons
from course._student import advice
from course.app.grade import wall
from course.check._exercise import Exercise
from course.check._expect import NotYet

CELL_SECONDS = 20.0  # processor time of a cell
ROOM_SECONDS = 300.0  # of a room
MEMORY = 4 * 2**30  # bytes of addresses; a lesson's libraries alone take 1.5 GB of them
PATIENCE = 120.0  # s on the clock without an answer, on top of six times what is allowed
TICK = 0.5  # s between two looks at a room that computes
MOST_ROOMS = 12  # rooms for one paper: each cell that ends one is left out of the next
MOST_BROUGHT = 16 * 2**20  # bytes of a student's journal
MOST_ON_DISK = 128 * 2**20  # bytes in a room's folder
SHOWS = ("explore", "predict", "compare", "answer", "course")  # names that only show something


class Finding(NamedTuple):
    """What a check said of one exercise.

    Attributes
    ----------
    exercise : str
        E.g. "integrate_fire.lif_step".
    outcome : str
        "passed", "not yet", "raised" or "not attempted".
    message, error, line, source
        As in `course.check`.
    """

    exercise: str
    outcome: str
    message: str = ""
    error: str = ""
    line: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Task:
    """One exercise of a lesson, as the pristine notebook has it."""

    exercise: Exercise = field(repr=False)
    arguments: tuple  # sources of what is handed in
    cells: tuple  # ids of the student's cells it needs


class StudentError(Exception):
    """An error raised in the room; its class bears the name that the student's had."""

    own_line = None


# -- the lesson ----------------------------------------------------------------


class Lesson:
    """What is needed of a pristine lesson in order to grade it.

    Parameters
    ----------
    number : str
        Two digits.
    """

    def __init__(self, number):
        self.number = number
        notebook = json.loads(lessons.file(number).read_text("utf-8"))
        self.cells = {
            cell["id"]: "".join(cell["source"])
            for cell in notebook["cells"]
            if cell["cell_type"] == "code"
        }
        self._trees = {identity: _parsed(source) for identity, source in self.cells.items()}
        self.answers = [i for i, tree in self._trees.items() if _is_stub(tree)]
        self._makes = {i: _bound(tree) for i, tree in self._trees.items()}
        self.tasks = tuple(self._tasks())

    def _tasks(self):
        module, seen = self._check_module(), set()
        for identity, tree in self._trees.items():
            for call in _check_calls(tree):
                exercise = getattr(module, call.func.attr, None)
                if not isinstance(exercise, Exercise) or exercise.name in seen:
                    continue
                if identity in self.answers:
                    continue
                seen.add(exercise.name)
                yield Task(
                    exercise,
                    tuple(ast.unparse(argument) for argument in call.args),
                    tuple(self._needed(call)),
                )

    def _check_module(self):
        for tree in self._trees.values():
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and node.module == "course.check":
                    for name in node.names:
                        if name.asname == "check":
                            return importlib.import_module(f"course.check.{name.name}")
        raise lessons.NoLesson(f"Lesson {self.number} has no checks.")

    def _needed(self, call):
        """The answer cells that define what is handed in."""
        names = _read(call)
        return [i for i in self.answers if self._makes[i] & names]

    def program(self, paper):
        """(cell id or None, source) in order: the student's cells, and what they build on.

        Of the lesson's own cells only the statements that make a name which is needed are
        run, so that no figure is drawn and nothing is computed that no exercise asks for.
        """
        sources = {i: paper.cells.get(i, "") for i in self.answers}
        wanted = set()
        for task in self.tasks:
            for argument in task.arguments:
                wanted |= _read(_parsed(argument))
        for source in sources.values():
            wanted |= _read(_parsed(source))
        steps = []
        for identity in reversed(list(self.cells)):
            if identity in sources:
                steps.append((identity, sources[identity]))
                continue
            for statement in reversed(self._trees[identity].body):
                if _bound(statement) & wanted and not _only_shows(statement):
                    wanted |= _read(statement)
                    steps.append((None, ast.unparse(statement)))
        return steps[::-1]


@functools.cache
def pristine(number):
    """The lesson with this number, read once for the whole class."""
    return Lesson(number)


def _parsed(source):
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.parse("")


def _is_stub(tree):
    return any(isinstance(node, ast.Constant) and node.value is ... for node in ast.walk(tree))


def _bound(tree):
    """Names that a piece of code makes at its top level."""
    found = set()
    for node in [tree] if not isinstance(tree, ast.Module) else tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {(a.asname or a.name).partition(".")[0] for a in node.names}
        else:
            found |= {
                n.id
                for n in ast.walk(node)
                if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
            }
    return found


def _read(tree):
    return {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def _only_shows(statement):
    """Whether a statement only shows something, or puts a figure into a name."""
    value = getattr(statement, "value", None)
    if not isinstance(value, ast.Call):
        return False
    target = value.func
    while isinstance(target, ast.Attribute):
        target = target.value
    return isinstance(target, ast.Name) and target.id in SHOWS


def _check_calls(tree):
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "check"
        ):
            yield node


# -- the room, seen from here --------------------------------------------------


class Gone(Exception):
    """The room has ended; the text says how, in words for the student."""


class FarRoom:
    """A room, started and asked; use it in a `with` statement."""

    def __init__(self, patience=None):
        self._patience = PATIENCE if patience is None else patience
        self._ours = []

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="course-room-"))
        command = [sys.executable, "-P", "-m", "course.app.grade.room"]
        self._process = subprocess.Popen(
            [*command, str(self.folder), str(MEMORY), str(ROOM_SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._environment(),
            start_new_session=True,
        )
        return self

    def bring(self, path):
        """Copy a file into the room: the journal has the functions of earlier lessons."""
        with contextlib.suppress(OSError):
            found = os.lstat(path)
            if stat.S_ISREG(found.st_mode) and found.st_size < MOST_BROUGHT:
                shutil.copyfile(path, self.folder / path.name)

    def __exit__(self, *_):
        self._end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _environment(self):
        kept = ("PATH", "PYTHONPATH", "SYSTEMROOT", "NUMBA_CACHE_DIR", "LANG", "LC_ALL")
        home = str(self.folder)
        own = {"HOME": home, "USERPROFILE": home, "TMPDIR": home, "TEMP": home, "TMP": home}
        own |= {"IPYTHONDIR": home, "MPLCONFIGDIR": home, "MPLBACKEND": "agg"}
        own |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
        kernels = {n: v for n, v in os.environ.items() if n.startswith(("OPENBLAS_CORE", "NPY_"))}
        return {name: os.environ[name] for name in kept if name in os.environ} | kernels | own

    def _end(self):
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        for file in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                file.close()
        self._process.wait()

    # -- asking --------------------------------------------------------------------

    def run(self, source):
        """Run a cell; return a `Finding`-like (outcome, message, error, line, source) or None."""
        answer = self._ask(("run", source, CELL_SECONDS), CELL_SECONDS)
        if "stopped" in answer:
            return Finding("", "not yet", _text(answer["stopped"]))
        if "error" in answer:
            return _raised(answer["error"])
        return None

    def evaluate(self, source):
        return self._value(self._ask(("evaluate", source), CELL_SECONDS))

    def begin(self, seconds):
        self._seconds = seconds
        self._ask(("begin", seconds), CELL_SECONDS)

    def attribute(self, number, name):
        return self._value(self._ask(("attribute", number, name), self._seconds))

    def call(self, number, args, kwargs, counted=False):
        """Call what the room keeps under `number`; what it did to its arguments is done here."""
        answer = self._ask(("call", number, args, kwargs, counted), self._seconds)
        given = {**dict(enumerate(args)), **kwargs}
        for key, changed in answer.get("changed", ()):
            _change(given[key], changed)
        for key, state in answer.get("drawn", ()):
            with contextlib.suppress(TypeError, ValueError, KeyError):
                given[key].bit_generator.state = state
        stirred = answer.get("stirred", (False, False))
        if stirred[0]:
            np.random.random()  # noqa: NPY002, so that the check sees that it was used
        if stirred[1]:
            random.random()
        if answer.get("printed"):
            print(_text(answer["printed"]), end="")
        return self._value(answer)

    def _value(self, answer):
        if "stopped" in answer:
            raise NotYet(_text(answer["stopped"]))
        if "error" in answer:
            name, text, line, source = answer["error"]
            error = type(_text(name), (StudentError,), {})(_text(text))
            error.own_line = (int(line), _text(source)) if line else None
            raise error
        return answer["value"]

    def _ask(self, request, seconds):
        self._send(request)
        while True:
            answer = self._answer(seconds)
            if "call_back" not in answer:
                return answer
            number, args, kwargs = answer["call_back"]
            try:
                said = ("value", self._ours[number](*args, **kwargs))
            except Exception as error:
                said = ("raise", error)
            self._send(said)

    def _send(self, request):
        def ours(function):
            self._ours.append(function)
            return len(self._ours) - 1

        try:
            wall.send(self._process.stdin, wall.pack(request, ours))
        except wall.Broken:
            raise Gone(self._how_it_ended()) from None

    def _answer(self, seconds):
        self._wait(seconds)
        try:
            answer = wall.from_bytes(wall.receive(self._process.stdout), self._afar)
        except wall.Broken:
            raise Gone(self._how_it_ended()) from None
        if not isinstance(answer, dict):
            raise Gone("Your code took the place of the program that runs it.")
        return answer

    def _wait(self, seconds):
        """Wait for an answer to begin; end a room that computes on, is silent or fills the disk.

        The room stops its own code. This is for code that will not be stopped.
        """
        if os.name == "nt":  # pipes cannot be waited for there; the room's own clock holds
            return
        most = 1.5 * seconds + 2.0
        before, waited = None, 0.0
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while not selector.select(TICK):
                waited += TICK
                computed = _computed(self._process.pid)
                # Asked for only now: to look at all processes takes longer than most answers.
                before = computed if before is None else before
                if computed - before > most:
                    self._end()
                    raise Gone(f"Your code computed for more than {seconds:.0f} s.")
                if waited > 6.0 * seconds + self._patience:
                    self._end()
                    raise Gone(f"Your code did not come back within {waited:.0f} s.")
                if _size(self.folder) > MOST_ON_DISK:
                    self._end()
                    raise Gone("Your code filled the disk.")

    def _afar(self, kept):
        return (wall.AfarFunction if kept.get("callable") else wall.Afar)(self, kept)

    def _how_it_ended(self):
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5.0)
        code = self._process.returncode
        if code in (-9, -24, 9, 24, 137, 247, 152, 232):
            return "Your code was ended: it had used up its time or its memory."
        return "Your code ended Python itself, by exit or by a crash."


def _change(value, changed):
    if isinstance(value, np.ndarray):
        value[...] = changed
    elif isinstance(value, list):
        value[:] = changed
    else:
        value.clear()
        value.update(changed)


def _raised(error):
    name, text, line, source = error
    words = f"{_text(name)}: {_text(text).splitlines()[0]}" if text else _text(name)
    told = advice(words) if line else ""
    return Finding("", "raised", told, words, int(line) if line else None, _text(source))


def _text(value):
    return str(value)[:2000]


def _computed(session):
    """Processor time of all processes of a session, in s; 0 where it cannot be told."""
    total = 0
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = place.read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK") if total else 0.0


def _size(folder):
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(place, name)).st_size
    return total


# -- examining -----------------------------------------------------------------


def examine(paper, lesson=None, patience=None):
    """The `Finding` of each exercise of a paper, in the lesson's order.

    A cell that ends the room, or does not end, is left out of the next one, so that it
    costs only the exercises that need it.
    """
    lesson = lesson or pristine(paper.lesson)
    findings, ended = {}, {}
    for _ in range(MOST_ROOMS):
        with FarRoom(patience) as room:
            room.bring(paper.folder / journal.NAME)
            try:
                _examine_in(room, lesson, paper, findings, ended)
                break
            except Gone as how:
                culprit = room.doing
                ended[culprit] = Finding("", "raised", str(how))
                if culprit is None:
                    break
    for task in lesson.tasks:
        if task.exercise.name not in findings:
            how = ended.get(task.exercise.name) or ended.get(None)
            how = how or Finding(
                "", "raised", "It could not be examined: too many cells end Python."
            )
            findings[task.exercise.name] = how._replace(exercise=task.exercise.name)
    return [findings[task.exercise.name] for task in lesson.tasks]


def _examine_in(room, lesson, paper, findings, ended):
    """Go through a paper in one room; `room.doing` names what might end it."""
    failed = {}
    for identity, source in lesson.program(paper):
        if identity in ended:
            failed[identity] = ended[identity]
            continue
        room.doing = identity
        problem = room.run(source)
        if problem and identity is not None:
            failed[identity] = problem
    for task in lesson.tasks:
        name = task.exercise.name
        if name in findings or name in ended:
            continue
        room.doing = name
        findings[name] = _finding(room, task, paper, failed)._replace(exercise=name)


def _finding(room, task, paper, failed):
    missing = [identity for identity in task.cells if identity not in paper.cells]
    if missing and len(missing) == len(task.cells):
        said = "The cell of this exercise is not in your notebook."
        return Finding("", "not attempted", said)
    for identity in task.cells:
        if identity in failed:
            return failed[identity]
    room.begin(task.exercise.seconds)
    try:
        work = [room.evaluate(source) for source in task.arguments]
    except StudentError as error:
        return _raised([type(error).__name__, str(error), None, ""])
    result = task.exercise(*work)
    return Finding("", result.outcome, result.message, result.error, result.line, result.source)
