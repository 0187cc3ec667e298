"""Two students on a real JupyterHub: each has their own lessons, kernel, file and journal.

HUB names a folder that `.hub/image` has made, with `configurable-http-proxy` on the path; `.ci/run`
makes both. The hub is that of `.hub/jupyterhub_config.py`, on this machine alone.
"""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

import pytest
import websocket
from patience import PATIENCE

ROOT = Path(__file__).parents[1]
STUDENTS = "anna", "ben"
# What a student does: a figure, a prediction, and where compiled code would go.
WORK = """
import glob, os, resource
from course import explore, journal
from course.explore.integrate_fire import f_i
png = f_i.explorer().png()
journal.record("prediction", key="02-double", question="?", answer={answer!r})
said = [entry["answer"] for entry in journal.entries("prediction")]
own = glob.glob(os.path.expanduser("~/.cache/course/numba/**/*.kernel"), recursive=True)
print("says", len(png) > 5000, said, len(own), os.environ["NUMBA_CACHE_DIR"])
"""
pytestmark = pytest.mark.hub


class Hub:
    """A hub that runs, and what it answers."""

    def __init__(self, address, token):
        self.address, self.token = address, token

    def ask(self, path, method="GET", data=None, token=None):
        """The answer to a request, from JSON."""
        request = urllib.request.Request(
            f"{self.address}{path}",
            method=method,
            data=None if data is None else json.dumps(data).encode(),
            headers={"Authorization": f"token {token or self.token}"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            text = answer.read().decode()
        return json.loads(text) if text else None

    def runs(self, student, code, token):
        """What `code` prints in a kernel of a student's server, in the folder of the lessons."""
        server = f"/user/{student}/api"
        kernel = self.ask(f"{server}/kernels", "POST", {"path": "work"}, token)["id"]
        address = self.address.replace("http", "ws", 1) + f"{server}/kernels/{kernel}/channels"
        link = websocket.create_connection(
            address, timeout=PATIENCE, header=[f"Authorization: token {token}"]
        )
        header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "username": student}
        header |= {"session": uuid.uuid4().hex, "version": "5.3", "date": ""}
        content = {"code": code, "silent": False, "store_history": False}
        content |= {"user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        link.send(json.dumps(message | {"channel": "shell", "buffers": []}))
        said = ""
        while True:
            found = json.loads(link.recv())
            if found["parent_header"].get("msg_id") != header["msg_id"]:
                continue
            if found["msg_type"] == "stream":
                said += found["content"]["text"]
            assert found["msg_type"] != "error", found["content"]
            if found["msg_type"] == "execute_reply":
                link.close()
                return said


@pytest.fixture(scope="module")
def image():
    folder = os.environ.get("HUB")
    assert folder, "HUB names no folder that .hub/image has made"
    assert shutil.which("configurable-http-proxy"), "configurable-http-proxy is not on the path"
    return Path(folder)


def kernels(image):
    """The compiled models of the image, and when each was written."""
    return {path: path.stat().st_mtime_ns for path in (image / "kernels").rglob("*")}


@pytest.fixture(scope="module")
def hub(image, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hub")
    with contextlib.ExitStack() as free:  # three ports that nobody has
        taken = [free.enter_context(socket.socket()) for _ in range(3)]
        for one in taken:
            one.bind(("127.0.0.1", 0))
        ports = [one.getsockname()[1] for one in taken]
    token = secrets.token_hex(16)
    left_out = ("PYTEST", "PYTHONPATH", "JUPYTER", "MPLBACKEND", "XDG")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(left_out)}
    environment |= {
        "PATH": f"{image / 'env' / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "NUMBA_CACHE_DIR": str(image / "kernels"),
        "NUMBA_CPU_NAME": "generic",
        "COURSE_HOMES": str(folder / "homes"),
        "COURSE_HUB": f"http://127.0.0.1:{ports[0]}",
    }
    settings = folder / "config.py"
    settings.write_text(
        f"load_subconfig({str(ROOT / '.hub' / 'jupyterhub_config.py')!r})\n"
        f"c.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:{ports[1]}'\n"
        f"c.JupyterHub.hub_port = {ports[2]}\n"
        f"c.JupyterHub.services = [{{'name': 'test', 'api_token': {token!r}}}]\n"
        "c.JupyterHub.load_roles = [{'name': 'test', 'services': ['test'], 'scopes': "
        "['read:hub', 'admin:users', 'admin:servers', 'tokens', 'access:servers']}]\n"
    )
    with open(folder / "log", "w") as log:
        process = subprocess.Popen(
            [image / "env" / "bin" / "jupyterhub", "-f", settings],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        made = Hub(environment["COURSE_HUB"], token)
        wait(lambda: made.ask("/hub/api/info"), process, folder / "log")
        yield made
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait(answer, process, log):
    """What `answer` gives once it gives something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()[-3000:]
        try:
            return answer()
        except urllib.error.HTTPError as error:
            assert error.code not in (401, 403), error  # else the proxy is there before the hub
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(log.read_text()[-3000:])


def test_two_students_have_each_their_own_and_nothing_is_compiled(hub, image):
    before, tokens = kernels(image), {}
    assert len(before) > 20
    for student in STUDENTS:
        hub.ask(f"/hub/api/users/{student}", "POST")
        hub.ask(f"/hub/api/users/{student}/server", "POST")
        tokens[student] = hub.ask(f"/hub/api/users/{student}/tokens", "POST", {})["token"]
    for student in STUDENTS:
        end = time.monotonic() + PATIENCE
        while not hub.ask(f"/hub/api/users/{student}")["servers"].get("", {}).get("ready"):
            assert time.monotonic() < end, f"the server of {student} does not come"
            time.sleep(0.2)
    for student in STUDENTS:
        there = hub.ask(f"/user/{student}/api/contents/work", token=tokens[student])["content"]
        names = {one["name"] for one in there}
        assert {path.name for path in (ROOT / "lessons").glob("*.ipynb")} <= names
        said = hub.runs(student, WORK.format(answer=student), tokens[student])
        # its own answer alone, and every kernel was there already
        assert f"says True ['{student}'] 0 {image / 'kernels'}" in said
    assert kernels(image) == before
    note = {"type": "file", "format": "text", "content": "of anna"}
    folder = "/user/{}/api/contents/work"
    hub.ask(f"{folder.format('anna')}/note.txt", "PUT", note, tokens["anna"])
    there = hub.ask(folder.format("ben"), token=tokens["ben"])["content"]
    assert "note.txt" not in {one["name"] for one in there}
    with pytest.raises(urllib.error.HTTPError) as refused:
        hub.ask(folder.format("anna"), token=tokens["ben"])
    assert refused.value.code in (403, 404)


def git(folder, *command):
    who = ("-c", "user.name=teacher", "-c", "user.email=teacher@example.org")
    subprocess.run(["git", *who, *command], cwd=folder, check=True, capture_output=True)


def change(notebook, old, new):
    text = notebook.read_text("utf-8")
    assert old in text
    notebook.write_text(text.replace(old, new), "utf-8")


def test_a_pull_brings_new_words_and_leaves_a_student_what_they_wrote(image, tmp_path):
    teacher, student = tmp_path / "teacher", tmp_path / "student"
    shutil.copytree(ROOT / "lessons", teacher / "lessons")
    git(teacher, "init", "-q", "-b", "main")
    git(teacher, "add", "-A")
    git(teacher, "commit", "-qm", "first")

    def pull():
        command = [image / "env" / "bin" / "gitpuller", teacher.as_uri(), "main", student]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=PATIENCE)

    pull()
    lesson = next((student / "lessons").glob("02_*.ipynb"))
    change(lesson, "return ...  # your code here", "return V  # of the student")
    source = teacher / "lessons" / lesson.name
    change(source, "Forward Euler turns", "Euler's method turns")
    git(teacher, "commit", "-qam", "new words")
    pull()
    change(source, "return ...  # your code here", "return ...  # of the teacher")
    git(teacher, "commit", "-qam", "the same line")
    pull()
    text = lesson.read_text("utf-8")
    assert json.loads(text)["cells"]
    assert "# of the student" in text and "Euler's method turns" in text
    assert "# of the teacher" not in text
