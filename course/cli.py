"""The command `course`: start the lessons, put one back, look after the installation."""

import argparse
import contextlib
import datetime
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import course
from course import _folder
from course._folder import FOLDER, RECORD, shadows

SAFE = ("-P",)  # Python then does not look for its modules in the folder it is started in


class Wrong(Exception):
    """What the user asked for cannot be done; the text says why and what to do."""


# -- the lessons ---------------------------------------------------------------


def lessons_folder():
    """Where the pristine lessons are: in the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_lessons", package.parent / "lessons"):
        if any(folder.glob("[0-9][0-9]_*.ipynb")):
            return folder
    raise Wrong(
        "This installation has no lessons. Install it again, or in a checkout run "
        "python solutions/build.py"
    )


def lessons():
    """Number -> file of each lesson, in order."""
    return {path.name[:2]: path for path in sorted(lessons_folder().glob("[0-9][0-9]_*.ipynb"))}


def lesson(number):
    """The file of lesson `number`, e.g. "2" or "02"."""
    found = lessons()
    key = number.strip().zfill(2) if number.strip() else ""
    if key not in found:
        names = "\n".join(f"  {line}" for line in described())
        raise Wrong(f"There is no lesson {number}. The lessons are:\n{names}")
    return found[key]


def described():
    """A line for each lesson: number, title, minutes."""
    for number, path in lessons().items():
        cells = json.loads(path.read_text("utf-8"))["cells"][:4]
        text = "\n".join("".join(cell["source"]) for cell in cells)
        title = re.search(rf"^# +(?:(?:Lesson )?{number}\W+)?(.+)$", text, re.MULTILINE)
        minutes = re.search(r"(\d+) minutes", text)
        name = title[1] if title else path.stem[3:].replace("_", " ")
        yield f"{number}  {name}" + (f" ({minutes[1]} minutes)" if minutes else "")


# -- start ---------------------------------------------------------------------


class Handed(NamedTuple):
    """What `hand_out` did: names of lessons."""

    copied: list  # were not there
    renewed: list  # as they were handed out before, and newer now
    kept: list  # the student's


def hand_out(folder):
    """Bring the lessons in `folder` up to date without touching what a student has done.

    The folder keeps a record of what was handed out. A lesson that still has the cells it
    was handed out with, and no output, is replaced when the course has a newer one; so is
    one that a full disk cut short. Everything else is the student's.
    """
    handed = Handed([], [], [])
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    record = handed_out(folder)
    for path in lessons().values():
        target, pristine = folder / path.name, path.read_bytes()
        with told(target):
            if put_new(target, pristine):
                handed.copied.append(path.name)
            elif not as_new(target, pristine):
                if not untouched(target, pristine, record.get(path.name)):
                    handed.kept.append(path.name)
                    continue
                put(target, pristine)
                handed.renewed.append(path.name)
        record[path.name] = fingerprint(pristine)
    text = json.dumps(record, indent=1).encode()
    if not as_new(folder / RECORD, text):
        with contextlib.suppress(OSError):  # without it, an untouched lesson counts as theirs
            put(folder / RECORD, text)
    return handed


@contextlib.contextmanager
def told(path):
    """Say in words why `path` cannot be written."""
    try:
        yield
    except OSError as problem:
        words = problem.strerror or problem
        raise Wrong(f"{path} cannot be made or written: {words}.") from None


def as_new(path, pristine):
    """Whether a file holds `pristine`; one that cannot be read does not."""
    with contextlib.suppress(OSError):  # a folder, or not ours to read
        return path.read_bytes() == pristine
    return False


def handed_out(folder):
    """File name -> fingerprint of the lesson that was handed out under it."""
    with contextlib.suppress(OSError, ValueError):
        record = json.loads((folder / RECORD).read_text("utf-8"))
        if isinstance(record, dict):
            return record
    return {}


def untouched(path, pristine, handed):
    """Whether a student has done nothing yet to the lesson at `path`."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    return pristine.startswith(data) or fingerprint(data) == handed is not None


def fingerprint(data):
    """A digest of a notebook's cells, or None if it has outputs or is no notebook.

    An editor that saves a notebook may write it in another way, so that bytes say little.
    """
    try:
        cells = json.loads(data)["cells"]
        if any(cell.get("outputs") or cell.get("attachments") for cell in cells):
            return None
        said = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def written_beside(path, data):
    """Write `data` to a new file beside `path`, down to the disk, and return its path."""
    new = path.with_name(f".{path.name}-{os.getpid()}-{time.time_ns()}.new")
    try:
        with open(new, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return new


def put(path, data):
    """Make `path` hold `data`, all of it or none."""
    new = written_beside(path, data)
    try:
        os.replace(new, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def put_new(path, data):
    """The same, unless there is something at `path`; say whether there was nothing."""
    if os.path.lexists(path):
        return False
    new = written_beside(path, data)
    try:
        if os.name == "nt":
            os.rename(new, path)  # refuses there if something came meanwhile
        else:
            os.link(new, path)
    except FileExistsError:
        return False
    except OSError:  # a disk without links
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)
    return True


def home(chosen):
    """The student's folder: the one chosen, the one we stand in, or `work` where we stand."""
    if chosen is not None:
        if not chosen.strip():
            raise Wrong("The name of the folder is empty.")
        return Path(chosen).absolute()
    folder = _folder.found(path.name for path in lessons().values())
    if folder is None:
        raise Wrong("The folder you are in is gone. Go to another one, with cd, and start again.")
    return folder


def start(options):
    """Copy the lessons and open JupyterLab on them."""
    first = lesson(options.number).name if options.number else next(iter(lessons().values())).name
    folder = home(options.folder)
    copied, renewed, kept = hand_out(folder)
    print(f"Your lessons are in {folder}")
    if copied:
        print(f"Copied: {', '.join(copied)}")
    if renewed:
        print(f"Replaced by newer ones, because you had not begun them: {', '.join(renewed)}")
    if kept:
        print(f"Left alone, because they are yours: {', '.join(kept)}")
    for path, what in shadows(folder):
        print(f"Rename {path.name}: {what}.")
    sys.stdout.flush()
    if options.no_open:
        return 0
    command = [
        *(sys.executable, *SAFE, "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1"),
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/{first}",
    ]
    if options.port:
        command += [f"--ServerApp.port={options.port}", "--ServerApp.port_retries=0"]
    if options.no_browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container: there is no other user to be
    with ended_by_signals(), warming():
        return lab(command, folder)


@contextlib.contextmanager
def warming():
    """Compile the models in the background, so that no lesson has to wait for it."""
    command = [sys.executable, *SAFE, "-m", "course", "doctor", "--warm", "--quiet"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, env=environment())
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def environment():
    """Our own, with this very package on the path of what we start, if it is not installed.

    A folder of packages in PYTHONPATH would make IPython put the student's folder before
    Python's own modules, and a file random.py there would take the place of Python's.
    """
    place = Path(__file__).resolve().parents[1]
    if place.name in ("site-packages", "dist-packages"):
        return dict(os.environ)
    paths = [str(place), os.environ.get("PYTHONPATH")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}


def lab(command, folder):
    """Run JupyterLab until it ends; Ctrl-C goes to it, and it asks before it stops.

    What ends us ends JupyterLab: a signal, or the terminal that is closed.
    """
    process = subprocess.Popen(command, cwd=folder, env=environment())
    try:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


@contextlib.contextmanager
def ended_by_signals():
    """A signal that asks us to end runs what stands in `finally` first."""

    def end(number, _):
        raise SystemExit(128 + number)

    before = {}
    for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        number = getattr(signal, name, None)
        with contextlib.suppress(ValueError):  # not in the main thread
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:  # nohup
                before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


# -- reset ---------------------------------------------------------------------


def reset(options):
    """Put back a pristine lesson; the student's version stays under a dated name."""
    source = lesson(options.number)
    folder = home(options.folder)
    target, pristine = folder / source.name, source.read_bytes()
    if as_new(target, pristine):
        print(f"{source.name} is as new already; nothing was changed.")
        return 0
    with told(target):
        folder.mkdir(parents=True, exist_ok=True)
        new = written_beside(target, pristine)
        try:
            kept = set_aside(target) if os.path.lexists(target) else None
            os.replace(new, target)
        finally:
            new.unlink(missing_ok=True)
    record = handed_out(folder) | {source.name: fingerprint(pristine)}
    with contextlib.suppress(OSError):
        put(folder / RECORD, json.dumps(record, indent=1).encode())
    if kept:
        print(f"Your version is kept as {kept.name}")
    print(f"{source.name} is as new. If it is open, reload it: File, Reload Notebook from Disk.")
    return 0


def set_aside(path):
    """Rename `path` to a dated name that nothing has yet; return the new path."""
    stamp, again = datetime.datetime.now().strftime("%Y-%m-%d-%H%M%S"), 1
    kept = path.with_name(f"{path.stem}.{stamp}.ipynb")
    while os.path.lexists(kept):
        again += 1
        kept = path.with_name(f"{path.stem}.{stamp}-{again}.ipynb")
    return path.rename(kept)


# -- the command ---------------------------------------------------------------


def show_list(options):
    """Say which lessons there are."""
    print("\n".join(described()))
    return 0


def examine(options):
    """Check the installation, or compile the models."""
    from course import doctor

    if options.warm:
        return doctor.warm(quiet=options.quiet)
    report = doctor.examine()
    print(report)
    return 0 if report else 1


def port(text):
    """A number that a port can have."""
    number = int(text)
    if not 1 <= number <= 65535:
        raise ValueError
    return number


def parser():
    main = argparse.ArgumentParser(
        prog="course",
        description="Lessons on neurons and neural networks. Without a command: course start.",
    )
    main.add_argument("--version", action="version", version=f"course {course.__version__}")
    commands = main.add_subparsers(dest="command", metavar="command")

    begin = commands.add_parser("start", help="copy the lessons and open JupyterLab on them")
    begin.add_argument("number", nargs="?", metavar="N", help="lesson to open")
    begin.add_argument("--no-open", action="store_true", help="only copy the lessons")
    begin.add_argument("--no-browser", action="store_true", help="start JupyterLab, no browser")
    begin.add_argument("--port", type=port, help="port of JupyterLab; default: a free one")
    begin.set_defaults(run=start)

    back = commands.add_parser("reset", help="put back a pristine lesson; yours is kept")
    back.add_argument("number", metavar="N", help="lesson")
    back.set_defaults(run=reset)

    for command in (begin, back):
        command.add_argument("--folder", help=f"your folder; default: this one, or {FOLDER} in it")

    look = commands.add_parser("doctor", help="check the installation, say what is wrong")
    look.add_argument("--warm", action="store_true", help="compile the models now")
    look.add_argument("--quiet", action="store_true", help="with --warm: say nothing")
    look.set_defaults(run=examine)

    commands.add_parser("list", help="say which lessons there are").set_defaults(run=show_list)
    return main


def main(arguments=None):
    arguments = sys.argv[1:] if arguments is None else arguments
    options = parser().parse_args(arguments or ["start"])
    try:
        status = options.run(options)
        sys.stdout.flush()
    except Wrong as problem:
        print(problem, file=sys.stderr)
        return 2
    except BrokenPipeError:  # course list | head -1: who reads us has seen enough
        _no_more_output()
        return 1
    return status


def _no_more_output():
    """Let Python end without another complaint about an output that is gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
