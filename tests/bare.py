"""The course with hardly more than numpy, scipy and matplotlib, as in a browser: `python bare.py`.

    python tests/bare.py [topic.figure ...]

takes away what a browser's Python lacks, imports every module of the course, and prints JSON:
what the first exercise of each lesson says to the right answer, what an exercise says to an
endless loop, and what the figures named say.
"""

import importlib
import json
import pkgutil
import signal
import socket
import subprocess
import sys
import threading
import time

import anywidget
import matplotlib.figure
import scipy

NEEDED = anywidget, matplotlib, scipy
ABSENT = (
    *("numba", "llvmlite", "jupyterlab", "jupyter_core", "jupyter_server"),
    *("joblib", "tqdm", "dask", "distributed"),
    *("_multiprocessing", "_posixshmem", "resource", "pwd"),
)


def refuse(*_, **__):
    raise RuntimeError("a browser's Python has no such thing")


def take_away():
    """What is absent cannot be imported; what is there in name only fails when it is used."""
    sys.platform = "emscripten"
    for name in [*sys.modules]:
        if name.partition(".")[0] in ABSENT:
            del sys.modules[name]
    sys.modules.update(dict.fromkeys(ABSENT))
    threading.Thread.start = signal.signal = refuse
    socket.socket.__init__ = subprocess.Popen.__init__ = refuse
    for module, name in [(signal, "setitimer"), (signal, "alarm"), (time, "thread_time")]:
        if hasattr(module, name):
            delattr(module, name)


def import_everything():
    import course

    for found in pkgutil.walk_packages(course.__path__, "course."):
        if found.name not in ("course.__main__", "course._kernel_cache"):  # numba's own
            importlib.import_module(found.name)


def answers():
    """{lesson: outcome of its first exercise for the right answer}."""
    import course.check
    from course.check._exercise import exercises

    found = {}
    for lesson in pkgutil.iter_modules(course.check.__path__):
        if lesson.name[0] != "_":
            ours = exercises(importlib.import_module(f"course.check.{lesson.name}"))
            for exercise in [*ours.values()][:1]:
                found[lesson.name] = exercise(*exercise.work(exercise.right)).outcome
    return found


def endless(*_):
    while True:
        pass


def stopped():
    """What an exercise says to a loop without end, where Python can watch itself."""
    from course.check._exercise import exercise

    @exercise("Double", hints=["How?"], right=lambda x: 2 * x, mistakes={}, seconds=0.2)
    def double(function):
        function(1.0)

    return double(endless).message if hasattr(sys, "monitoring") else "stopped"


def said(figures):
    """{topic.figure: what it says at its start}."""
    found = {}
    for figure in figures:
        topic, name = figure.split(".")
        explorer = getattr(importlib.import_module(f"course.explore.{topic}"), name).explorer()
        explorer.finish()
        found[figure] = explorer.summary
    return found


if __name__ == "__main__":
    take_away()
    import_everything()
    print(json.dumps({"right": answers(), "endless": stopped(), "said": said(sys.argv[1:])}))
