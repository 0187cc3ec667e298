"""The command `course`: start the lessons, present one, put one back, mend the installation."""

import argparse
import contextlib
import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path

import course
from course import _language, journal, lessons, progress
from course.app import folder as students_folder
from course.app.folder import COURSE, FOLDER, shadows
from course.app.grade import command as grading
from course.app.handout import (
    LANGUAGE,
    Wrong,
    as_new,
    entry,
    hand_out,
    handed_out,
    keep_record,
    set_aside,
    told,
    written_beside,
)

PORT = 8000  # of a static site
SAFE = ("-P",)  # Python then does not look for its modules in the folder it is started in
GRACE = 30.0  # s that a program has to end when it is asked to
QUIET = COURSE / "app" / "jupyter"  # defaults and an extension for the JupyterLab we start
PRESENT = COURSE / "app" / "present"  # tells that extension to go on the stage


def say(*sentences, to=None):
    """Print sentences, in the reader's language."""
    print(*map(_language.said, sentences), sep="\n", file=to)


# -- start ---------------------------------------------------------------------


def here():
    """The student's folder that we stand in, or `work` where we stand; None if that is gone."""
    return students_folder.found(path.name for path in lessons.files().values())


def home(chosen):
    """The student's folder: the one chosen, or the one that is `here`."""
    if chosen is not None:
        if not chosen.strip():
            raise Wrong("The name of the folder is empty.")
        return Path(chosen).absolute()
    folder = here()
    if folder is None:
        raise Wrong("The folder you are in is gone. Go to another one, with cd, and start again.")
    return folder


def speak(options):
    """Speak the language that a command is asked for, or the one that the folder keeps."""
    if not hasattr(options, "language"):
        return
    folder = home(options.folder) if hasattr(options, "folder") else here()
    kept = handed_out(folder).get(LANGUAGE) if folder else None
    try:
        if options.language:
            _language.speak(options.language)
        elif kept in _language.languages() and not os.environ.get(_language.VARIABLE):
            _language.speak(kept)
    except ValueError as problem:
        raise Wrong(str(problem)) from None
    if options.language or _language.current() != _language.ENGLISH:
        os.environ[_language.VARIABLE] = _language.current()  # for the kernels


def start(options):
    """Copy the lessons and open JupyterLab on them."""
    first = (
        lessons.file(options.number).name
        if options.number
        else next(iter(lessons.files().values())).name
    )
    folder = handed_to(home(options.folder))
    if options.no_open:
        return 0
    return open_lab(options, folder, f"/lab/tree/{first}", [QUIET])


def present(options):
    """Copy the lessons, run one, and put it on the whole screen."""
    lesson = lessons.file(options.number).name
    folder = handed_to(home(options.folder))
    return open_lab(options, folder, f"/doc/tree/{lesson}", [QUIET, PRESENT])


def handed_to(folder):
    """Copy the lessons into `folder`, say what was done, and return it."""
    copied, renewed, kept = hand_out(folder)
    say(f"Your lessons are in {folder}")
    if copied:
        say(f"Copied: {', '.join(copied)}")
    if renewed:
        say(f"Replaced by newer ones, because you had not begun them: {', '.join(renewed)}")
    if kept:
        say(f"Left alone, because they are yours: {', '.join(kept)}")
    for path, what in shadows(folder):
        say(f"Rename {path.name}: {what}.")
    sys.stdout.flush()
    return folder


def open_lab(options, folder, url, defaults):
    """Run JupyterLab in `folder` on the page `url`; `defaults` are what `with_defaults` takes."""
    if importlib.util.find_spec("jupyterlab") is None:
        raise Wrong(f'JupyterLab is not installed: "{sys.executable}" -m pip install jupyterlab')
    command = [
        *(sys.executable, *SAFE, "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1"),
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url={url}",
    ]
    if options.port:
        command += [f"--ServerApp.port={options.port}", "--ServerApp.port_retries=0"]
    if options.no_browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container: there is no other user to be
    with ended_by_signals(), warming():
        return lab(command, folder, defaults)


@contextlib.contextmanager
def warming():
    """Compile the models in the background, so that no lesson has to wait for it."""
    command = [sys.executable, *SAFE, "-m", "course", "doctor", "--warm", "--quiet"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stderr=quiet, env=environment())
    try:
        yield
    finally:
        end(process)


def environment():
    """Our own, with this very package on the path of what we start, if it is not installed.

    A folder of packages in PYTHONPATH would make IPython put the student's folder before
    Python's own modules, and a file random.py there would take the place of Python's.
    """
    place = Path(course.__file__).resolve().parents[1]
    if place.name in ("site-packages", "dist-packages"):
        return dict(os.environ)
    paths = [str(place), os.environ.get("PYTHONPATH")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}


def with_defaults(environment, folders):
    """`environment`, with `folders` where Jupyter looks for defaults and extensions.

    What the user has set in JupyterLab counts more, and nothing of the user's is written.
    """
    found = {}
    for name in ("JUPYTER_CONFIG_PATH", "JUPYTER_PATH"):
        paths = [environment.get(name), *map(str, folders)]
        found[name] = os.pathsep.join(filter(None, paths))
    return environment | found


def lab(command, folder, defaults=()):
    """Run JupyterLab until it ends; Ctrl-C goes to it, and it asks before it stops.

    What ends us ends JupyterLab: a signal, or the terminal that is closed.
    """
    process = subprocess.Popen(command, cwd=folder, env=with_defaults(environment(), defaults))
    try:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
    finally:
        end(process)


def end(process):
    """End a program that we started: it is asked, and killed if it does not hear."""
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
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
    source = lessons.file(options.number)
    folder = home(options.folder)
    target, pristine = folder / source.name, lessons.read(source)
    if as_new(target, pristine):
        say(f"{source.name} is as new already; nothing was changed.")
        return 0
    with told(target):
        folder.mkdir(parents=True, exist_ok=True)
        new = written_beside(target, pristine)
        try:
            kept = set_aside(target) if os.path.lexists(target) else None
            os.replace(new, target)
        finally:
            new.unlink(missing_ok=True)
    keep_record(folder, handed_out(folder) | {source.name: entry(pristine)})
    if kept:
        say(f"Your version is kept as {kept.name}")
    say(f"{source.name} is as new. If it is open, reload it: File, Reload Notebook from Disk.")
    return 0


# -- update --------------------------------------------------------------------


def update(options):
    """Bring lessons up to date, also those that the student has worked in."""
    from course.app.update import update as bring_up_to_date

    for sentence in bring_up_to_date(home(options.folder)) or ["Everything is up to date."]:
        say(sentence)
    say("What you wrote is where you wrote it.")
    say(
        "If a lesson is open, reload it from disk and restart its kernel, which runs the old "
        "course."
    )
    return 0


# -- export --------------------------------------------------------------------


def with_tool(name, *arguments):
    """Run a tool of the authors; only a checkout has them, and the sources with the solutions."""
    tool = COURSE.parent / "solutions" / "tools" / name
    if not tool.is_file():
        raise Wrong(
            "The sources of the lessons are not here: run this in a checkout of the course."
        )
    command = [sys.executable, str(tool), *map(str, arguments)]
    return subprocess.run(command, env=environment()).returncode


def export(options):
    """Write a lesson for another grader."""
    lesson = (options.number, "--to", options.to)
    return with_tool("export.py", *lesson, "--folder", options.folder)


# -- site ----------------------------------------------------------------------


def site(options):
    """Build the static site."""
    chosen = []
    for name in ("pyodide", "repository"):
        if value := getattr(options, name):
            chosen += [f"--{name}", value]
    return with_tool("publish.py", options.out, *chosen)


def serve(options):
    """Show a static site."""
    from course.app.serve import serve as show_site

    with ended_by_signals():
        return show_site(Path(options.out).absolute(), options.port, options.classroom)


# -- the command ---------------------------------------------------------------


def show_list(options):
    """Say which lessons there are."""
    print(*lessons.lines(), sep="\n")
    return 0


def examine(options):
    """Check the installation, or compile the models."""
    from course.app import doctor

    if options.warm:
        return doctor.warm(quiet=options.quiet)
    report = doctor.examine()
    print(report)
    return 0 if report else 1


def show_journal(options):
    """Say what the journal of the student's folder holds, or delete it."""
    folder = home(options.folder)
    if options.delete:
        with told(folder / journal.NAME):
            gone = journal.delete(folder)
        say(*[f"Deleted {file}" for file in gone] or [f"There is no journal in {folder}"])
        return 0
    files = journal.files(folder)
    if not files:
        say(f"There is no journal in {folder} yet: it begins with your first answer.")
        return 0
    say("Your journal, which stays on this machine:")
    print(*(f"  {file}" for file in files), sep="\n")
    print(progress.overview(folder))
    kept = sorted({entry["name"] for entry in journal.entries("function", folder)})
    if kept:
        say(f"Functions of yours that later lessons can import: {', '.join(kept)}")
    return 0


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
    begin.set_defaults(run=start)

    show = commands.add_parser("present", help="run a lesson and put it on the whole screen")
    show.add_argument("number", metavar="N", help="lesson")
    show.set_defaults(run=present)

    for command in (begin, show):
        command.add_argument(
            "--no-browser", action="store_true", help="start JupyterLab, no browser"
        )
        command.add_argument("--port", type=port, help="port of JupyterLab; default: a free one")

    back = commands.add_parser("reset", help="put back a pristine lesson; yours is kept")
    back.add_argument("number", metavar="N", help="lesson")
    back.set_defaults(run=reset)

    diary = commands.add_parser("journal", help="say what you predicted and passed")
    diary.add_argument("--delete", action="store_true", help="delete it")
    diary.set_defaults(run=show_journal)

    renew = commands.add_parser("update", help="bring lessons up to date; what you wrote stays")
    renew.set_defaults(run=update)

    shown = commands.add_parser("list", help="say which lessons there are")
    shown.set_defaults(run=show_list)
    grade = grading.add_to(commands)

    for command in (begin, show, back, renew, diary, shown, grade):
        command.add_argument(
            "--language", metavar="CODE", help="of lessons, figures and checks, such as de"
        )

    for command in (begin, show, back, renew, diary):
        command.add_argument("--folder", help=f"your folder; default: this one, or {FOLDER} in it")

    look = commands.add_parser("doctor", help="check the installation, say what is wrong")
    look.add_argument("--warm", action="store_true", help="compile the models now")
    look.add_argument("--quiet", action="store_true", help="with --warm: say little")
    look.set_defaults(run=examine)

    hand = commands.add_parser("export", help="write a lesson for nbgrader, otter or no grader")
    hand.add_argument("number", metavar="N", help="lesson")
    hand.add_argument("--to", choices=("plain", "nbgrader", "otter"), required=True)
    hand.add_argument("--folder", default="export", help="where to; default: export")
    hand.set_defaults(run=export)

    make = commands.add_parser("site", help="build the static site, which runs in any browser")
    make.add_argument("out", metavar="OUT", help="folder")
    make.add_argument("--pyodide", metavar="FOLDER", help="Pyodide; default: from the index")
    make.add_argument("--repository", metavar="OWNER/NAME", help="on GitHub: Binder and Colab")
    make.set_defaults(run=site)

    hold = commands.add_parser("serve", help="show the static site")
    hold.add_argument("out", metavar="OUT", help="folder")
    hold.add_argument("--port", type=port, default=PORT, help=f"default: {PORT}")
    hold.add_argument("--classroom", action="store_true", help="to other machines in the network")
    hold.set_defaults(run=serve)
    return main


def main(arguments=None):
    arguments = sys.argv[1:] if arguments is None else arguments
    options = parser().parse_args(arguments or ["start"])
    try:
        speak(options)
        status = options.run(options)
        sys.stdout.flush()
    except (Wrong, lessons.NoLesson) as problem:
        say(str(problem), to=sys.stderr)
        return 2
    except BrokenPipeError:  # course list | head -1: who reads us has seen enough
        _no_more_output()
        return 1
    return status


def _no_more_output():
    """Let Python end without another complaint about an output that is gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
