"""Lets the tests import the course, the lesson builder and each other from a checkout."""

import gc
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
for folder in (
    ROOT / "tests" / "browser",
    ROOT / "tests" / "hosts",
    ROOT / "tests" / "peers",
    ROOT / "tests" / "models",
    ROOT / "tests" / "wasm",
    ROOT / "tests",
    ROOT / "solutions" / "tools",
    ROOT,
):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

# The tests start hundreds of Pythons, and each would translate the course and them anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Files that take longest, by processor time: first, or one process works alone at the end.
LONGEST = (
    "browser/test_lessons_in_browser.py",
    "test_lessons.py",
    "test_explorers.py",
    "grade/test_grade.py",
    "test_new_lesson.py",
    "test_contributing.py",
    "test_pictures.py",
    "grade/test_hostile.py",
    "hosts/test_hosts.py",
    "browser/test_stage.py",
    "check/test_every_exercise.py",
    "test_jit.py",
    "test_without_compiler.py",
    "test_fuzz.py",
    "test_types.py",
)


def pytest_configure(config):
    config.option.loadscopereorder = False  # pytest-xdist would put files of many tests first


# What runs a lesson as its students get it; Run All in a browser shows all that nbval sees.
UNTOUCHED = "test_the_students_notebook_runs_untouched_and_nothing_counts_as_attempted"
IN_BROWSER = {
    "test_run_all_ends_without_an_error",
    "test_nothing_counts_as_attempted_in_a_notebook_that_is_untouched",
}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """The longest files first, and then those in a browser; the rest are short.

    A student's notebook that the browser runs from top to bottom is not run a second time.
    """
    browser = {
        name: {i.callspec.id for i in items if getattr(i, "originalname", "") == name}
        for name in IN_BROWSER
    }
    twice = [
        item
        for item in items
        if getattr(item, "originalname", "") == UNTOUCHED
        and all(item.callspec.id in lessons for lessons in browser.values())
    ]
    if twice:
        config.hook.pytest_deselected(items=twice)
        items[:] = [item for item in items if item not in twice]
    tests = Path(__file__).parent

    def place(item):
        name = item.path.relative_to(tests).as_posix() if tests in item.path.parents else ""
        late = 1 if name.startswith(("browser/", "hosts/")) else 2
        return (0, LONGEST.index(name)) if name in LONGEST else (late, 0)

    items.sort(key=place)


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """What is collected stays to the end: the collector of garbage waits, and passes it over."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def pytest_addoption(parser):
    parser.addoption("--write-agreement", action="store_true", help="see tests/peers/agreement.py")


def pytest_terminal_summary(terminalreporter, config):
    """The table of agreement, if rows of it were made."""
    import agreement

    if hasattr(config, "workerinput"):  # a process that has seen but some of the rows
        return
    stats = terminalreporter.stats
    reports = sorted(stats.get("passed", []) + stats.get("failed", []), key=lambda x: x.nodeid)
    rows = [
        cells
        for report in reports
        for name, cells in report.user_properties
        if name == "agreement" and report.when == "call"
    ]
    if rows:
        terminalreporter.write_sep("=", "agreement with other people's programs")
        terminalreporter.write_line(agreement.table(rows))
    if config.getoption("--write-agreement"):
        missing = [name for name in ("failed", "error", "skipped") if stats.get(name)]
        if missing or not rows:
            said = f"not written: {', '.join(missing) or 'no rows'}"
        else:
            agreement.PAGE.write_text(agreement.page(rows), "utf-8")
            said = "written"
        terminalreporter.write_line(f"{agreement.PAGE.name} {said}")


told = {}  # error of a fixture -> the test that has told it


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A fixture that failed says so once; the other tests that need it point there."""
    report = yield
    if call.when == "setup" and report.failed:
        first = told.setdefault(call.excinfo.value, item.nodeid)
        if first != item.nodeid:
            report.longrepr = f"A fixture of this test failed before: see {first}."
    return report
