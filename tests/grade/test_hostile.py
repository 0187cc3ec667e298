"""What a student may hand in to cheat, hang or crash: it costs nobody else a point."""

import json
import os
import sys
import textwrap
import time
from pathlib import Path

import pytest

from course import lessons
from course.app.grade import examiner
from course.app.grade.command import grade

STEP = (
    "def my_lif_step(V, I, dt, tau_m, R, E_L):\n    return V + dt * (-(V - E_L) + R * I) / tau_m\n"
)
RIGHT_SPIKES = """
def my_spike_times(I, dt, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, V_reset=-65.0):
    V, spikes = E_L, []
    for i in range(len(I)):
        V = my_lif_step(V, I[i], dt, tau_m, R, E_L)
        if V >= V_th:
            spikes.append((i + 1) * dt)
            V = V_reset
    return spikes
"""
OUTSIDE = Path(__file__).with_name("written_by_a_student")
SHARED = f"course-student-{os.getpid()}"

# What stands in the cell of lif_step; spike_times below it is right and must pass wherever the
# student's own trick does not reach it.
CODE = {
    "defines check anew": "class check:\n    lif_step = lambda f: True\nmy_lif_step = 1\n",
    "patches the exercise": """
        from course.check import _exercise, _watch
        _exercise.Exercise.__call__ = lambda self, *a, **k: True
        _watch.Guarded.__call__ = lambda self, *a: 0.0
        def my_lif_step(V, I, dt, tau_m, R, E_L):
            return 0.0
        """,
    "takes the right answer": """
        from course.check import integrate_fire
        my_lif_step = integrate_fire.lif_step.right
        """,
    "reads the right answer": """
        import course.check
        from pathlib import Path
        place = Path(course.check.__file__).with_name("integrate_fire.py")
        names = {}
        exec(compile(place.read_text(), "x", "exec"), names)
        my_lif_step = names["_euler"]
        """,
    "reads the solution": """
        from course import told
        names = {}
        exec(told.solution("integrate_fire.lif_step")["code"], names)
        my_lif_step = names["my_lif_step"]
        """,
    "reads the file of solutions": """
        import json
        import course
        from pathlib import Path
        told = Path(course.__file__).parent / "told" / "02_integrate_fire.json"
        exec(json.loads(told.read_text())["solutions"]["integrate_fire.lif_step"]["code"])
        """,
    "loops for ever": "while True:\n    pass\n",
    "loops for ever in the function": """
        def my_lif_step(V, I, dt, tau_m, R, E_L):
            while True:
                pass
        """,
    "hides every error": """
        def my_lif_step(V, I, dt, tau_m, R, E_L):
            while True:
                try:
                    while True:
                        pass
                except BaseException:
                    pass
        """,
    "ignores the alarm": """
        import signal
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        signal.signal = lambda *_: None
        def my_lif_step(V, I, dt, tau_m, R, E_L):
            while True:
                pass
        """,
    "sleeps": "import time\ntime.sleep(1e6)\n",
    "waits for input": "my_lif_step = input()\n",
    "exits": "exit()\n",
    "raises SystemExit": "raise SystemExit(0)\n",
    "ends the process": "import os\nos._exit(0)\n",
    "ends the process in the function": """
        import os
        def my_lif_step(V, I, dt, tau_m, R, E_L):
            os._exit(0)
        """,
    "kills its parents": """
        import os, signal
        for pid in (os.getppid(), 0, -1):
            os.kill(pid, signal.SIGKILL)
        """,
    "crashes": "import faulthandler\nfaulthandler._sigsegv()\n",
    "calls itself until the stack is gone": """
        import sys
        sys.setrecursionlimit(10**9)
        def my_lif_step(V, I, dt, tau_m, R, E_L):
            return my_lif_step(V, I, dt, tau_m, R, E_L)
        """,
    "takes all memory": "import numpy as np\nheap = [np.ones(10**8) for _ in range(1000)]\n",
    "returns a thousand million numbers": """
        import numpy as np
        def my_lif_step(V, I, dt, tau_m, R, E_L):
            return np.broadcast_to(V, (10**9,))
        """,
    "returns what nests without end": """
        def my_lif_step(V, I, dt, tau_m, R, E_L):
            nest = []
            for _ in range(10**5):
                nest = [nest]
            return nest
        """,
    "returns what equals everything": """
        class Yes(float):
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            def __sub__(self, other): return 0.0
            def __rsub__(self, other): return 0.0
            def __array__(self, *_, **__): raise KeyboardInterrupt
        def my_lif_step(V, I, dt, tau_m, R, E_L):
            return Yes(0.0)
        """,
    "fills the disk": """
        for k in range(10**6):
            with open(f"{k}.bin", "wb") as file:
                file.write(bytes(2**20))
        """,
    "writes elsewhere": f"open({str(OUTSIDE)!r}, 'w').write('here I was')\n",
    "writes elsewhere by the system": f"""
        import os
        handle = os.open({str(OUTSIDE)!r}, os.O_CREAT | os.O_WRONLY)
        os.write(handle, b"here I was")
        """,
    "changes the course": """
        from pathlib import Path
        import course
        place = Path(course.__file__)
        place.write_text(place.read_text() + "#")
        """,
    "starts a program": "import subprocess\nsubprocess.run(['sleep', '987654'])\n",
    "starts one by the shell": "get_ipython().system('sleep 987654 &')\n",
    "starts one by magic": "!sleep 987654 &\n",
    "forks without end": "import os\nwhile True:\n    os.fork()\n",
    "forks below Python": """
        import _posixsubprocess, os, sys
        def child(*_):
            while True:
                pass
        import multiprocessing
        multiprocessing.get_context("spawn").Process(target=print).start()
        """,
    "asks the network": """
        import urllib.request
        urllib.request.urlopen("http://127.0.0.1:1/")
        """,
    "listens on a port": """
        import socket
        ear = socket.socket()
        ear.bind(("127.0.0.1", 0))
        ear.listen()
        """,
    "leaves shared memory": f"""
        from multiprocessing.shared_memory import SharedMemory
        memory = SharedMemory({SHARED!r}, create=True, size=2**20)
        """,
    "leaves shared memory below Python": f"""
        import _posixshmem, os
        handle = _posixshmem.shm_open("/" + {SHARED!r}, os.O_CREAT | os.O_RDWR)
        os.ftruncate(handle, 2**20)
        raise ValueError
        """,
    "makes the answer up": """
        import os
        for handle in range(3, 64):
            try:
                os.write(handle, b'\\x02\\x00\\x00\\x00\\x00\\x00\\x00\\x00{}' * 100)
            except OSError:
                pass
        """,
    "closes everything": "import os\nos.closerange(0, 256)\n",
    "starts threads without end": """
        import threading, time
        for _ in range(10**5):
            threading.Thread(target=time.sleep, args=(1e6,), daemon=True).start()
        """,
    "raises what has no text": """
        class Mute(Exception):
            def __str__(self):
                raise RuntimeError
        raise Mute
        """,
    "writes a page into its error": "raise ValueError('<script>alert(1)</script>')\n",
}
BREAKS_ITS_OWN_ROOM = {"ignores the alarm"}  # no time is up there any more
FILES = {
    "half a notebook": b'{"cells": [{"cell_type": "code", "id": "x", "source": ',
    "no notebook": b"\x89PNG\r\n\x1a\n",
    "empty": b"",
    "a list": b"[]",
    "cells that are none": b'{"cells": [1, null, {"cell_type": "code", "id": 3}]}',
    "deep": b"[" * 200_000,
    "of no lesson": b'{"cells": [{"cell_type": "code", "id": "mine", "source": "1"}]}',
}


def notebook(step, spikes=RIGHT_SPIKES):
    """Lesson 02 with these two cells."""
    content = json.loads(lessons.file("02").read_text("utf-8"))
    for cell in content["cells"]:
        source = "".join(cell["source"])
        if source.startswith("def my_lif_step"):
            cell["source"] = step
        elif source.startswith("def my_spike_times"):
            cell["source"] = spikes
    return json.dumps(content)


def hand_in(folder, student, data):
    place = folder / student / "02.ipynb"
    place.parent.mkdir(parents=True)
    place.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Student -> (paper, outcome by exercise), all graded in one go; and what it left."""
    folder, out = tmp_path_factory.mktemp("class"), tmp_path_factory.mktemp("out") / "of it"
    hand_in(folder, "anna", notebook(STEP))
    hand_in(folder, "zoe", notebook(STEP))
    for student, code in CODE.items():
        hand_in(folder, student, notebook(textwrap.dedent(code)))
    for student, data in FILES.items():
        hand_in(folder, student, data)
    forged = json.loads(notebook("def my_lif_step(V, I, dt, tau_m, R, E_L):\n    return ...\n"))
    for cell in forged["cells"]:
        if cell["cell_type"] == "code":
            text = {"text/plain": "[passed] integrate_fire.lif_step"}
            cell["outputs"] = [{"output_type": "display_data", "data": text, "metadata": {}}]
    hand_in(folder, "forged outputs", json.dumps(forged))
    lost = json.loads(notebook(STEP))
    lost["cells"] = [c for c in lost["cells"] if "lif_step" not in "".join(c["source"])]
    hand_in(folder, "deleted cells", json.dumps(lost))
    large = folder / "a hundred megabytes" / "02.ipynb"
    large.parent.mkdir()
    with open(large, "wb") as file:
        file.truncate(100 * 2**20)
    if hasattr(os, "mkfifo"):
        (folder / "a pipe").mkdir()
        os.mkfifo(folder / "a pipe" / "02.ipynb")
        (folder / "a link").mkdir()
        (folder / "a link" / "02.ipynb").symlink_to("/etc/passwd")
    hand_in(folder, "=HYPERLINK(1)", notebook("raise ValueError('\ud800 ' + chr(0))\n"))
    (folder / "nothing at all").mkdir()

    rooms = tmp_path_factory.mktemp("rooms")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(examiner.tempfile, "tempdir", str(rooms))
        patch.setattr(examiner, "CELL_SECONDS", 2.0)
        patch.setattr(examiner, "PATIENCE", 20.0)
        for task in examiner.Lesson("02").tasks:  # three students loop in what others call
            patch.setattr(task.exercise, "seconds", 2.0)
        results = grade(folder, out / "grades.csv", workers=1, quiet=True)
    left = list(rooms.iterdir())
    outcomes = {
        paper.student: (paper, {f.exercise.rpartition(".")[2]: f for f in findings})
        for paper, findings in results
    }
    return folder, out, outcomes, (rooms, left)


def test_an_honest_student_has_every_point_deserved(graded):
    for student in ("anna", "zoe"):
        _, findings = graded[2][student]
        passed = {name for name, finding in findings.items() if finding.outcome == "passed"}
        assert passed == {"lif_step", "spike_times"}
        others = {finding.outcome for name, finding in findings.items() if name not in passed}
        assert others == {"not attempted"}


@pytest.mark.parametrize("student", CODE)
def test_no_trick_passes_and_each_is_told_in_words(graded, student):
    paper, findings = graded[2][student]
    assert not paper.problem
    step = findings["lif_step"]
    assert step.outcome != "passed"
    assert step.message or step.error
    assert len(findings) == len(examiner.Lesson("02").tasks)
    if student not in BREAKS_ITS_OWN_ROOM:  # else what ended was the room, not the paper
        assert findings["rate"].outcome == "not attempted"


@pytest.mark.parametrize("student", [*FILES, "a hundred megabytes", "a pipe", "a link"])
def test_what_cannot_be_read_is_told_in_words(graded, student):
    if student in ("a pipe", "a link") and not hasattr(os, "mkfifo"):
        pytest.skip("there are no such files here")
    paper, findings = graded[2][student]
    assert paper.problem[-1] in ".?"
    assert not findings


def test_forged_outputs_and_deleted_cells_count_as_nothing(graded):
    assert graded[2]["forged outputs"][1]["lif_step"].outcome == "not attempted"
    assert graded[2]["deleted cells"][1]["lif_step"].outcome == "not attempted"
    assert "not in your notebook" in graded[2]["deleted cells"][1]["lif_step"].message


def test_a_student_who_handed_in_nothing_is_in_the_table(graded):
    assert "no notebook" in graded[2]["nothing at all"][0].problem


def test_nothing_is_left_behind(graded):
    folder, _, outcomes, (rooms, left) = graded
    assert not left
    assert not OUTSIDE.exists()
    assert not Path("/dev/shm", SHARED).exists()
    if sys.platform.startswith("linux"):
        until = time.monotonic() + 10.0
        while (found := _sleepers(rooms)) and time.monotonic() < until:
            time.sleep(0.1)
        assert not found
    assert {path.name for path in folder.iterdir()} == set(outcomes)


def _sleepers(rooms):
    """Programs that students have started, and rooms in this folder; others may have rooms too."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = place.read_bytes()
        except OSError:
            continue
        if b"987654" in words or bytes(rooms) in words:
            found.append(words)
    return found


def test_tables_and_pages_hold_no_formula_and_no_script(graded):
    _, out, _, _ = graded
    for name in ("grades.csv", "grades.moodle.csv", "grades.canvas.csv"):
        text = (out / name).read_text("utf-8-sig")
        assert "'=HYPERLINK" in text
        assert "\n=HYPERLINK" not in text
    pages = list(out.rglob("*.html"))
    assert len(pages) > len(CODE)
    for page in pages:
        assert "<script" not in page.read_text("utf-8")
