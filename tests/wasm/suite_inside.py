"""Run in Pyodide: the tests of this course that need neither a process nor a compiler."""

import json
import sys

import pytest

sys.dont_write_bytecode = True
ROOMS = ["models", "check", "explore", "plots", "test_analysis.py", "test_stimuli.py"]


class Tally:
    """How many tests there were of each outcome, and why some failed."""

    def __init__(self):
        self.counts = dict.fromkeys(("passed", "failed", "skipped"), 0)
        self.failures = {}

    def pytest_runtest_logreport(self, report):
        if report.when == "call" or report.outcome != "passed":
            self.counts[report.outcome] += 1
        if report.failed:
            self.failures[report.nodeid] = str(report.longrepr)[-600:]

    def pytest_collectreport(self, report):
        if report.failed:
            self.failures[report.nodeid] = str(report.longrepr)[-600:]


tally = Tally()
options = ["-q", "-p", "no:cacheprovider", "--import-mode=importlib", "-m", "not process"]
pytest.main([*options, "--rootdir=/tests", *(f"/tests/{room}" for room in ROOMS)], [tally])
answer = json.dumps({"counts": tally.counts, "failures": tally.failures})
