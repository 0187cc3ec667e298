"""The command `course`, run as a user runs it: installed from a wheel, in an empty folder."""

import contextlib
import errno
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import nbformat
import pytest
from hatchling.builders.wheel import WheelBuilder
from patience import PATIENCE, until

import course
from course import lessons
from course.app import cli, handout

ROOT = Path(__file__).parents[1]
NAMES = ["00_start_here.ipynb", "02_integrate_fire.ipynb"]


def write_lessons(folder):
    new = nbformat.v4
    folder.mkdir()
    for name, title in zip(NAMES, ("Start here", "02 · Integrate and fire")):
        text = f"# {title}\n\nWhen does a neuron fire? About 40 minutes."
        notebook = new.new_notebook(cells=[new.new_markdown_cell(text, id="a")])
        nbformat.write(notebook, folder / name)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """What an installed wheel looks like: the package, its lessons inside it."""
    site = tmp_path_factory.mktemp("site")
    ignore = shutil.ignore_patterns("__pycache__", "_lessons")
    shutil.copytree(ROOT / "course", site / "course", ignore=ignore)
    write_lessons(site / "course" / "_lessons")
    return site


def run(site, folder, *arguments):
    """Run `python -m course` in `folder`; return (exit code, what it says)."""
    done = subprocess.run(
        [sys.executable, "-m", "course", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    return done.returncode, done.stdout + done.stderr


def listed(folder):
    """What a student sees in `folder`."""
    return sorted(path.name for path in folder.iterdir() if path.name[0] != ".")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder, and the command in this process with two lessons to give."""
    write_lessons(tmp_path / "pristine")
    monkeypatch.setattr(lessons, "pristine", lambda: tmp_path / "pristine")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_start_copies_the_lessons_into_the_folder_work(site, tmp_path):
    status, said = run(site, tmp_path, "start", "--no-open")
    assert status == 0, said
    assert listed(tmp_path / "work") == NAMES
    for name in NAMES:
        pristine = site / "course" / "_lessons" / name
        assert (tmp_path / "work" / name).read_bytes() == pristine.read_bytes()
    assert "Copied: 00_start_here.ipynb, 02_integrate_fire.ipynb" in said


def test_start_never_overwrites_and_says_what_it_left_alone(here, capsys):
    mine = here / "work" / NAMES[1]
    mine.parent.mkdir()
    mine.write_text("my own work")
    assert cli.main(["start", "--no-open"]) == 0
    assert mine.read_text() == "my own work"
    said = capsys.readouterr().out
    assert "Copied: 00_start_here.ipynb\n" in said
    assert "Left alone, because they are yours: 02_integrate_fire.ipynb" in said


def test_start_says_nothing_of_lessons_that_are_as_new(here, capsys):
    cli.main(["start", "--no-open"])
    capsys.readouterr()
    cli.main(["start", "--no-open"])
    said = capsys.readouterr().out
    assert "Copied" not in said and "Left alone" not in said


def test_a_copy_is_writable_though_the_package_is_not(here):
    (here / "pristine" / NAMES[0]).chmod(0o444)
    cli.main(["start", "--no-open", "--folder", "mine"])
    assert os.access(here / "mine" / NAMES[0], os.W_OK)
    (here / "mine" / NAMES[0]).write_text("x")


@pytest.mark.parametrize("command", [["start", "7", "--no-open"], ["reset", "7"]])
def test_a_wrong_number_is_answered_with_the_list(here, capsys, command):
    assert cli.main(command) == 2
    said = capsys.readouterr().err
    assert "There is no lesson 7." in said and "02  Integrate and fire (40 minutes)" in said
    assert not (here / "work").exists()


def test_the_folder_may_not_be_a_file(here, capsys):
    (here / "work").write_text("")
    assert cli.main(["start", "--no-open"]) == 2
    assert "cannot be made" in capsys.readouterr().err


def test_reset_puts_back_the_lesson_and_loses_nothing_even_twice_in_a_second(here, capsys):
    pristine = (here / "pristine" / NAMES[1]).read_bytes()
    target = here / "work" / NAMES[1]
    cli.main(["start", "--no-open"])
    versions = ["first", "second", "third"]
    for version in versions:
        target.write_text(version)
        assert cli.main(["reset", "2"]) == 0
        assert target.read_bytes() == pristine
    kept = [target.parent / name for name in listed(target.parent) if name not in NAMES]
    assert sorted(path.read_text() for path in kept) == sorted(versions)
    dated = re.compile(r"02_integrate_fire\.\d{4}-\d\d-\d\d-\d{6}(-\d+)?\.ipynb")
    assert all(dated.fullmatch(path.name) for path in kept)
    said = capsys.readouterr().out
    assert all(f"Your version is kept as {path.name}" in said for path in kept)


def test_reset_of_an_untouched_lesson_changes_nothing(here, capsys):
    cli.main(["start", "--no-open"])
    assert cli.main(["reset", "02"]) == 0
    assert "as new already" in capsys.readouterr().out
    assert listed(here / "work") == NAMES


def test_a_lesson_that_cannot_be_read_is_left_alone_and_reset_keeps_it(here, capsys):
    target = here / "work" / NAMES[1]
    target.mkdir(parents=True)  # a folder cannot be read either, not even by root
    assert cli.main(["start", "--no-open"]) == 0
    assert f"Left alone, because they are yours: {NAMES[1]}" in capsys.readouterr().out
    assert cli.main(["reset", "2"]) == 0
    assert target.read_bytes() == (here / "pristine" / NAMES[1]).read_bytes()
    assert "Your version is kept as 02_integrate_fire." in capsys.readouterr().out


def test_reset_of_a_lesson_that_is_not_there_copies_it(here):
    assert cli.main(["reset", "2"]) == 0
    assert listed(here / "work") == [NAMES[1]]


def test_a_reset_that_cannot_write_leaves_the_students_version(here, capsys, monkeypatch):
    cli.main(["start", "--no-open"])
    target = here / "work" / NAMES[1]
    target.write_text("mine")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(handout.os, "fsync", refuse)
    assert cli.main(["reset", "2"]) == 2
    assert target.read_text() == "mine"
    assert "Permission denied" in capsys.readouterr().err


def test_the_journal_is_shown_and_deleted_with_one_command(here, capsys):
    from course import journal

    work = here / "work"
    assert cli.main(["journal"]) == 0
    assert "There is no journal in" in capsys.readouterr().out
    work.mkdir()
    journal.record("comparison", work, key="02-double", verdict="not as you predicted")
    journal.record("function", work, name="my_rate", exercise="x.rate", source="")
    (work / NAMES[1]).write_text("my own work")
    assert cli.main(["journal"]) == 0
    said = capsys.readouterr().out
    assert str(work / journal.NAME) in said and "stays on this machine" in said
    assert "02 Integrate and fire: look again" in said and "my_rate" in said
    assert cli.main(["journal", "--delete"]) == 0
    assert f"Deleted {work / journal.NAME}" in capsys.readouterr().out
    assert listed(work) == [NAMES[1]]
    assert cli.main(["journal", "--delete"]) == 0
    assert "There is no journal in" in capsys.readouterr().out


def test_list_version_and_help(site, tmp_path):
    assert run(site, tmp_path, "list") == (
        0,
        "00  Start here (40 minutes)\n02  Integrate and fire (40 minutes)\n",
    )
    assert run(site, tmp_path, "--version") == (0, f"course {course.__version__}\n")
    status, said = run(site, tmp_path, "--help")
    assert status == 0
    assert all(command in said for command in ("start", "present", "reset", "doctor", "list"))


def test_without_a_command_it_starts(here, monkeypatch):
    commands = []
    monkeypatch.setattr(cli, "lab", lambda command, *_: commands.append(command) or 0)
    monkeypatch.setattr(cli, "warming", contextlib.nullcontext)
    assert cli.main([]) == 0
    assert commands[0][:4] == [sys.executable, "-P", "-m", "jupyterlab"]
    assert "--LabApp.default_url=/lab/tree/00_start_here.ipynb" in commands[0]
    assert listed(here / "work") == NAMES


def test_a_lesson_is_presented_on_a_page_of_its_own_with_the_word_for_the_stage(here, monkeypatch):
    started = []
    monkeypatch.setattr(cli, "lab", lambda *arguments: started.append(arguments) or 0)
    monkeypatch.setattr(cli, "warming", contextlib.nullcontext)
    assert cli.main(["present", "2"]) == 0
    ((command, folder, defaults),) = started
    assert f"--LabApp.default_url=/doc/tree/{NAMES[1]}" in command
    assert listed(folder) == NAMES
    config = [place / "labconfig" / "page_config.json" for place in defaults]
    assert [json.loads(path.read_text()) for path in config if path.is_file()] == [
        {"coursePresents": "true"}
    ]


def test_a_lesson_to_present_must_be_named(here, capsys):
    with pytest.raises(SystemExit):
        cli.main(["present"])
    assert cli.main(["present", "7"]) == 2
    assert "There is no lesson 7." in capsys.readouterr().err


def test_our_defaults_come_after_what_the_user_has_set_and_change_no_list_of_theirs():
    before = {"JUPYTER_PATH": "/theirs", "OTHER": "kept"}
    after = cli.with_defaults(before, [cli.QUIET, cli.PRESENT])
    assert after["JUPYTER_PATH"].split(os.pathsep) == ["/theirs", str(cli.QUIET), str(cli.PRESENT)]
    assert after["JUPYTER_CONFIG_PATH"].split(os.pathsep) == [str(cli.QUIET), str(cli.PRESENT)]
    assert after["OTHER"] == "kept" and before == {"JUPYTER_PATH": "/theirs", "OTHER": "kept"}


def test_an_installation_without_lessons_says_what_to_do(tmp_path, site):
    bare = tmp_path / "site"
    shutil.copytree(site / "course", bare / "course", ignore=shutil.ignore_patterns("_lessons"))
    status, said = run(bare, tmp_path, "start", "--no-open")
    assert status == 2 and "no lessons" in said and "Traceback" not in said


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def asked(process, address):
    """What `address` answers; it is printed a moment before the server listens."""
    answers = []

    def answered():
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                answers.append(answer.read())
        except urllib.error.URLError:
            assert process.poll() is None, "JupyterLab ended"
        return answers

    until(answered, lambda: f"{address} does not answer")
    return answers[0]


# What ends a program from outside: on Windows a signal to a group of processes.
if os.name == "nt":
    OWN_GROUP = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    ENDINGS = [signal.CTRL_BREAK_EVENT]
else:
    OWN_GROUP, ENDINGS = {}, [signal.SIGTERM, signal.SIGHUP]  # the latter: its terminal closed


@pytest.mark.skipif(os.name == "nt", reason="there a program is not asked but ended")
def test_a_program_that_does_not_hear_is_ended(monkeypatch):
    monkeypatch.setattr(cli, "GRACE", 0.2)
    deaf = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint(flush=True)\n"
    command = [sys.executable, "-c", deaf + "while True:\n    signal.pause()"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    process.stdout.readline()  # it is deaf by now
    cli.end(process)
    assert process.returncode == -signal.SIGKILL
    process.stdout.close()


def change_course(here, text="Now about 50 minutes."):
    """The course has a new edition of lesson 02."""
    path = here / "pristine" / NAMES[1]
    notebook = nbformat.read(path, 4)
    notebook.cells.append(nbformat.v4.new_code_cell(text, id=f"b{len(notebook.cells)}"))
    nbformat.write(notebook, path)
    return path.read_bytes()


def save_as_jupyterlab_does(path):
    """Written in another way, with the kernel's name, though nothing was changed."""
    notebook = json.loads(path.read_text("utf-8"))
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.12.1"}
    path.write_text(json.dumps(notebook, indent=4))


@pytest.mark.parametrize("saved", [False, True])
def test_a_lesson_that_was_not_begun_is_replaced_by_a_newer_one(here, capsys, saved):
    cli.main(["start", "--no-open"])
    target = here / "work" / NAMES[1]
    if saved:
        save_as_jupyterlab_does(target)
    newer = change_course(here)
    capsys.readouterr()
    assert cli.main(["start", "--no-open"]) == 0
    said = capsys.readouterr().out
    assert f"because you had not begun them: {NAMES[1]}\n" in said and "yours" not in said
    assert target.read_bytes() == newer
    change_course(here, "And another.")
    cli.main(["start", "--no-open"])
    assert "because you had not begun them" in capsys.readouterr().out


@pytest.mark.parametrize(
    "what", ["a word", "an output", "a cell more", "no notebook", "a cell less"]
)
def test_a_lesson_that_was_begun_is_the_students_for_ever(here, capsys, what):
    change_course(here, "1 + 1")
    cli.main(["start", "--no-open"])
    target = here / "work" / NAMES[1]
    notebook = nbformat.read(target, 4)
    if what == "a word":
        notebook.cells[0].source += " mine"
    elif what == "an output":
        notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="2")]
    elif what == "a cell more":
        notebook.cells.append(nbformat.v4.new_markdown_cell("mine"))
    elif what == "a cell less":
        del notebook.cells[1]
    nbformat.write(notebook, target)
    if what == "no notebook":
        target.write_text("mine")
    mine = target.read_bytes()
    for text in ("Second edition.", "Third edition."):
        change_course(here, text)
        capsys.readouterr()
        cli.main(["start", "--no-open"])
        assert f"Left alone, because they are yours: {NAMES[1]}" in capsys.readouterr().out
        assert target.read_bytes() == mine


def test_without_a_record_of_what_was_handed_out_a_lesson_counts_as_the_students(here, capsys):
    cli.main(["start", "--no-open"])
    for record in (b"[1]", b"{", None):
        path = here / "work" / ".course.json"
        path.write_bytes(record) if record else path.unlink()
        before = (here / "work" / NAMES[1]).read_bytes()
        change_course(here, str(record))
        cli.main(["start", "--no-open"])
        assert f"they are yours: {NAMES[1]}" in capsys.readouterr().out
        assert (here / "work" / NAMES[1]).read_bytes() == before


def test_a_lesson_that_a_full_disk_cut_short_is_mended(here, capsys):
    cli.main(["start", "--no-open"])
    target = here / "work" / NAMES[1]
    pristine = target.read_bytes()
    for length in (0, 1, len(pristine) // 2, len(pristine) - 1):
        target.write_bytes(pristine[:length])
        assert cli.main(["start", "--no-open"]) == 0
        assert target.read_bytes() == pristine
    assert "yours" not in capsys.readouterr().out


@pytest.mark.parametrize("place", ["open", "fsync", "link"])
def test_a_disk_that_is_full_leaves_no_half_lesson(here, capsys, monkeypatch, place):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        if place == "open":
            patch.setattr(handout, "open", full, raising=False)
        else:
            patch.setattr(handout.os, place, full)
            patch.setattr(handout.os, "replace", full)
        assert cli.main(["start", "--no-open"]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert list((here / "work").iterdir()) == []
    assert cli.main(["start", "--no-open"]) == 0


def test_a_lesson_that_appears_while_it_is_copied_is_not_overwritten(here, monkeypatch):
    target = here / "work" / NAMES[1]
    written = handout.written_beside

    def meanwhile(path, data):
        new = written(path, data)
        if path == target:
            target.write_text("mine")
        return new

    monkeypatch.setattr(handout, "written_beside", meanwhile)
    cli.main(["start", "--no-open"])
    assert target.read_text() == "mine"
    assert listed(here / "work") == NAMES


def test_the_command_knows_that_it_stands_in_the_students_folder(here, monkeypatch, capsys):
    cli.main(["start", "--no-open"])
    (here / "work" / "mine").mkdir()
    for place in (here / "work", here / "work" / "mine"):
        monkeypatch.chdir(place)
        (here / "work" / NAMES[1]).write_text("mine")
        assert cli.main(["reset", "2"]) == 0 and cli.main(["start", "--no-open"]) == 0
        assert not (place / "work").exists()
        assert (here / "work" / NAMES[1]).read_text() != "mine"
    (here / "work" / ".course.json").unlink()  # a folder of an earlier edition
    monkeypatch.chdir(here / "work")
    assert cli.main(["reset", "2"]) == 0
    assert not (here / "work" / "work").exists()


@pytest.mark.parametrize("number", ["", " ", "-1", "2.0", "two", "002", "00 2"])
def test_a_number_that_is_none_resets_nothing(here, capsys, number):
    assert cli.main(["reset", "--", number]) == 2
    assert "The lessons are:" in capsys.readouterr().err
    assert not (here / "work").exists()


def test_an_empty_folder_name_and_an_impossible_port_are_refused(here, capsys):
    assert cli.main(["start", "--no-open", "--folder", ""]) == 2
    for port in ("0", "-1", "70000", "x"):
        with pytest.raises(SystemExit):
            cli.main(["start", "--no-open", "--port", port])
    assert "port" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_or_is_gone_is_told_in_words(here, capsys, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", refuse)
        for command in (["start", "--no-open"], ["reset", "2"]):
            assert cli.main(command) == 2
            assert "Permission denied" in capsys.readouterr().err
    if os.name == "nt":
        return  # a folder one stands in cannot be removed there
    gone = here / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    for command in (["start", "--no-open"], ["reset", "2"]):
        assert cli.main(command) == 2
        assert "The folder you are in is gone" in capsys.readouterr().err


def test_a_reader_that_has_seen_enough_is_no_error(site, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "course", "list"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(site)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    assert process.stderr.read() == b""
    process.wait(60)


SHADOWS = ["random", "numbers", "queue", "token", "string", "json", "signal", "numpy", "course"]


def test_files_named_like_modules_do_not_stop_the_command_and_are_named(site, tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    for name in SHADOWS:
        if name != "course":  # Python itself would run that one for `python -m course`
            (folder / f"{name}.py").write_text("raise SystemExit('a file of the student ran')")
    status, said = run(site, folder, "start", "--no-open", "--folder", ".")
    assert status == 0, said
    for name in SHADOWS[:-1]:
        assert f"Rename {name}.py: " in said
    assert run(site, folder, "list")[0] == 0
    status, said = run(site, folder, "doctor")
    assert "[WRONG] your files: " in said and "Traceback" not in said
    assert all(f"{name}.py" in said for name in SHADOWS[:-1])


def test_what_the_command_starts_looks_for_no_module_in_the_students_folder(tmp_path):
    (tmp_path / "types.py").write_text("raise SystemExit('a file of the student ran')")
    for module in ("jupyterlab", "course"):
        command = [sys.executable, *cli.SAFE, "-m", module, "--version"]
        done = subprocess.run(command, cwd=tmp_path, env=cli.environment(), timeout=120)
        assert done.returncode == 0


@pytest.mark.parametrize("how", ["launcher", "module"])
def test_no_file_named_like_a_module_of_python_stops_the_command(site, tmp_path, how):
    folder = tmp_path / "work"
    folder.mkdir()
    for name in (*sys.stdlib_module_names, "numpy", "course"):
        (folder / f"{name}.py").write_text("raise SystemExit('a file of the student ran')")
    # what pip makes of the entry point: Python looks for modules where this script lies
    launcher = tmp_path / "bin" / "course"
    launcher.parent.mkdir()
    launcher.write_text("import sys\nfrom course.app.cli import main\nsys.exit(main())\n")
    start = {"launcher": [str(launcher)], "module": [*cli.SAFE, "-m", "course"]}[how]
    environment = cli.environment() | {"PYTHONPATH": str(site)}
    for command in (["list"], ["start", "--no-open", "--folder", "."]):
        done = subprocess.run(
            [sys.executable, *start, *command],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "a file of the student ran" not in done.stdout + done.stderr


@pytest.mark.parametrize("ending", ENDINGS)
def test_start_opens_jupyterlab_on_this_machine_only_and_ends_with_it(site, tmp_path, ending):
    port = free_port()
    environment = os.environ | {
        "PYTHONPATH": str(site),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
        "NUMBA_CACHE_DIR": str(tmp_path / "numba"),
    }
    command = [sys.executable, "-m", "course", "start", "2", "--no-browser", f"--port={port}"]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True, **OWN_GROUP
    )
    try:
        address = None
        for line in process.stderr:  # ends when the process does
            found = re.search(r"(http://\S+?:\d+)/(\S*)\?token=(\w+)", line)
            if found:
                address, page, token = found.groups()
                break
        assert address == f"http://127.0.0.1:{port}" or address == f"http://localhost:{port}"
        assert page == "lab/tree/02_integrate_fire.ipynb"
        base = f"http://127.0.0.1:{port}"
        listed = json.loads(asked(process, f"{base}/api/contents?token={token}"))["content"]
        assert sorted(item["name"] for item in listed) == NAMES
        assert b"JupyterLab" in asked(process, f"{base}/{page}?token={token}")
    finally:
        process.send_signal(ending)
        process.communicate(timeout=PATIENCE)
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_the_wheel_carries_the_package_and_the_lessons(tmp_path):
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path)))
    names = set(zipfile.ZipFile(wheel).namelist())
    lessons = {f"course/_lessons/{path.name}" for path in (ROOT / "lessons").glob("*.ipynb")}
    sources = [*(ROOT / "course").rglob("*.py"), *(ROOT / "course").rglob("*.[jc]s*")]
    assert lessons <= names
    assert {path.relative_to(ROOT).as_posix() for path in sources} <= names
    assert not [name for name in names if "__pycache__" in name or name.startswith("solutions")]
