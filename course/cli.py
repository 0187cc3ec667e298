"""The command `course`: start the lessons, put one back, look after the installation."""

import argparse
import contextlib
import datetime
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import course

FOLDER = "work"


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
    key = number.strip().zfill(2)
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


def copy_lessons(folder):
    """Copy each lesson that is not in `folder` yet; return (copied, kept) names.

    `kept` are those that are there and differ from the pristine ones.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Wrong(f"The folder {folder} cannot be made: {problem.strerror}.") from None
    copied, kept = [], []
    for path in lessons().values():
        target, pristine = folder / path.name, path.read_bytes()
        try:
            with open(target, "xb") as file:  # x: never over a file that is there
                file.write(pristine)
        except FileExistsError:
            if not as_new(target, pristine):
                kept.append(path.name)
        except OSError as problem:
            raise Wrong(f"{target} cannot be written: {problem.strerror}.") from None
        else:
            copied.append(path.name)
    return copied, kept


def as_new(path, pristine):
    """Whether a file holds `pristine`; one that cannot be read does not."""
    with contextlib.suppress(OSError):  # a folder, or not ours to read
        return path.read_bytes() == pristine
    return False


def start(options):
    """Copy the lessons and open JupyterLab on them."""
    first = lesson(options.number).name if options.number else next(iter(lessons().values())).name
    folder = Path(options.folder).resolve()
    copied, kept = copy_lessons(folder)
    print(f"Your lessons are in {folder}")
    if copied:
        print(f"Copied: {', '.join(copied)}")
    if kept:
        print(f"Left alone, because they are yours: {', '.join(kept)}")
    if options.no_open:
        return 0
    command = [
        *(sys.executable, "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1"),
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/{first}",
    ]
    if options.port:
        command += [f"--ServerApp.port={options.port}", "--ServerApp.port_retries=0"]
    if options.no_browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container: there is no other user to be
    with warming():
        return lab(command, folder)


@contextlib.contextmanager
def warming():
    """Compile the models in the background, so that no lesson has to wait for it."""
    command = [sys.executable, "-m", "course", "doctor", "--warm", "--quiet"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, env=environment())
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def environment():
    """Our own, with this very package first on the path of what we start."""
    paths = [str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}


def lab(command, folder):
    """Run JupyterLab until it ends; Ctrl-C goes to it, and it asks before it stops."""
    process = subprocess.Popen(command, cwd=folder, env=environment())
    with contextlib.suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


# -- reset ---------------------------------------------------------------------


def reset(options):
    """Put back a pristine lesson; the student's version stays under a dated name."""
    source = lesson(options.number)
    folder = Path(options.folder).resolve()
    target, pristine = folder / source.name, source.read_bytes()
    if as_new(target, pristine):
        print(f"{source.name} is as new already; nothing was changed.")
        return 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new = folder / f".new-{os.getpid()}-{source.name}"
        new.write_bytes(pristine)
        kept = set_aside(target) if target.exists() else None
        os.replace(new, target)
    except OSError as problem:
        raise Wrong(f"{target} cannot be written: {problem.strerror}.") from None
    if kept:
        print(f"Your version is kept as {kept.name}")
    print(f"{source.name} is as new. If it is open, reload it: File, Reload Notebook from Disk.")
    return 0


def set_aside(path):
    """Rename `path` to a dated name that nothing has yet; return the new path."""
    stamp, again = datetime.datetime.now().strftime("%Y-%m-%d-%H%M%S"), 1
    kept = path.with_name(f"{path.stem}.{stamp}.ipynb")
    while kept.exists():
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
    begin.add_argument("--port", type=int, help="port of JupyterLab; default: a free one")
    begin.set_defaults(run=start)

    back = commands.add_parser("reset", help="put back a pristine lesson; yours is kept")
    back.add_argument("number", metavar="N", help="lesson")
    back.set_defaults(run=reset)

    for command in (begin, back):
        command.add_argument("--folder", default=FOLDER, help="your folder; default: %(default)s")

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
        return options.run(options)
    except Wrong as problem:
        print(problem, file=sys.stderr)
        return 2
