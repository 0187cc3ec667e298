"""Run in Pyodide: the tests of the library that need neither a process nor a compiler."""

import ast
import importlib.util
import json
import sys
from pathlib import Path

import pytest

TESTS = Path("/tests")
ROOMS = ["models", "check", "explore", "plots", "test_analysis.py", "test_stimuli.py"]
ROOMS += [f"live/test_{name}.py" for name in ("controls", "explorer", "look", "rest", "still")]
# what a test needs to run, by a word of its name
NEEDS = {
    "long_chain": "destructors within destructors, at which Pyodide ends",
    "joblib": "processes",
    "dask": "processes",
    "thread": "threads",
    "compiles_nothing": "a compiler",
    "<lambda>-rows": "arrays beyond the 2 GB of 32 bits",
    "lesson_says": "the lessons",
    "a_frame_costs": "a clock that does not count what else the machine does",
    "students_step": "a clock that does not count what else the machine does",
}


def missing(file):
    """The modules that a file of tests imports at its top and that are not here."""
    for node in ast.parse(file.read_text("utf-8")).body:
        names = [node.module] if isinstance(node, ast.ImportFrom) and not node.level else []
        if isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        yield from (n for n in names if importlib.util.find_spec(n.partition(".")[0]) is None)


class Tally:
    """How many tests there were of each outcome, and why some failed."""

    def __init__(self):
        self.counts = dict.fromkeys(("passed", "failed", "skipped"), 0)
        self.failures = {}

    def pytest_collection_modifyitems(self, items):
        items[:] = [item for item in items if not any(need in item.name for need in NEEDS)]

    def pytest_runtest_logreport(self, report):
        if report.when == "call" or report.outcome != "passed":
            self.counts[report.outcome] += 1
        if report.failed:
            self.failures[report.nodeid] = str(report.longrepr)[-600:]

    def pytest_collectreport(self, report):
        if report.failed:
            self.failures[report.nodeid] = str(report.longrepr)[-600:]


sys.dont_write_bytecode = True
sys.path[:0] = [str(TESTS), str(TESTS / "models")]
files = [
    path
    for room in ROOMS
    for path in (sorted((TESTS / room).glob("test_*.py")) if "." not in room else [TESTS / room])
]
left_out = {path.name: sorted(missing(path)) for path in files if any(missing(path))}
chosen = [str(path) for path in files if path.name not in left_out]
options = ["-q", "-p", "no:cacheprovider", "--import-mode=importlib", "--rootdir=/tests"]
tally = Tally()
pytest.main([*options, "--continue-on-collection-errors", *chosen], [tally])
answer = json.dumps({"counts": tally.counts, "failures": tally.failures, "left out": left_out})
