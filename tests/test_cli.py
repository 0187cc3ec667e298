"""The command `course`, run as a user runs it: installed from a wheel, in an empty folder."""

import contextlib
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
from course import cli

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


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder, and the command in this process with two lessons to give."""
    write_lessons(tmp_path / "pristine")
    monkeypatch.setattr(cli, "lessons_folder", lambda: tmp_path / "pristine")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_start_copies_the_lessons_into_the_folder_work(site, tmp_path):
    status, said = run(site, tmp_path, "start", "--no-open")
    assert status == 0, said
    assert sorted(path.name for path in (tmp_path / "work").iterdir()) == NAMES
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
    kept = [path for path in target.parent.iterdir() if path.name not in NAMES]
    assert sorted(path.read_text() for path in kept) == sorted(versions)
    dated = re.compile(r"02_integrate_fire\.\d{4}-\d\d-\d\d-\d{6}(-\d+)?\.ipynb")
    assert all(dated.fullmatch(path.name) for path in kept)
    said = capsys.readouterr().out
    assert all(f"Your version is kept as {path.name}" in said for path in kept)


def test_reset_of_an_untouched_lesson_changes_nothing(here, capsys):
    cli.main(["start", "--no-open"])
    assert cli.main(["reset", "02"]) == 0
    assert "as new already" in capsys.readouterr().out
    assert sorted(path.name for path in (here / "work").iterdir()) == NAMES


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
    assert [path.name for path in (here / "work").iterdir()] == [NAMES[1]]


def test_a_reset_that_cannot_write_leaves_the_students_version(here, capsys, monkeypatch):
    cli.main(["start", "--no-open"])
    target = here / "work" / NAMES[1]
    target.write_text("mine")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert cli.main(["reset", "2"]) == 2
    assert target.read_text() == "mine"
    assert "Permission denied" in capsys.readouterr().err


def test_list_version_and_help(site, tmp_path):
    assert run(site, tmp_path, "list") == (
        0,
        "00  Start here (40 minutes)\n02  Integrate and fire (40 minutes)\n",
    )
    assert run(site, tmp_path, "--version") == (0, f"course {course.__version__}\n")
    status, said = run(site, tmp_path, "--help")
    assert status == 0
    assert all(command in said for command in ("start", "reset", "doctor", "list"))


def test_without_a_command_it_starts(here, monkeypatch):
    commands = []
    monkeypatch.setattr(cli, "lab", lambda command, folder: commands.append(command) or 0)
    monkeypatch.setattr(cli, "warming", contextlib.nullcontext)
    assert cli.main([]) == 0
    assert commands[0][:3] == [sys.executable, "-m", "jupyterlab"]
    assert "--LabApp.default_url=/lab/tree/00_start_here.ipynb" in commands[0]
    assert sorted(path.name for path in (here / "work").iterdir()) == NAMES


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
    ENDING = signal.CTRL_BREAK_EVENT
else:
    OWN_GROUP, ENDING = {}, signal.SIGTERM


def test_start_opens_jupyterlab_on_this_machine_only_and_ends_with_it(site, tmp_path):
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
        process.send_signal(ENDING)
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
