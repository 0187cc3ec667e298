"""In a real IPython shell: a function that its cell has not replaced is not judged silently."""

from unittest import mock

import pytest
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.interactiveshell import InteractiveShell

RIGHT = "def my_double(x):\n    return 2 * x\n"
CHECK = "result = double(my_double)"


@pytest.fixture(params=[InteractiveShell, ZMQInteractiveShell], ids=["terminal", "notebook"])
def run(request, monkeypatch):
    """Run cells in a new shell and return what its last check said."""
    with mock.patch.dict("os.environ"):  # where a notebook's shell asks for colors, for good
        shell = request.param(user_ns={})
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)

    def run(*cells):
        shell.run_cell(
            "from course.check._exercise import exercise, matches\n"
            "double = exercise('Double')(lambda f: matches(f(3.0), 6.0))",
            store_history=True,
        )
        for cell in cells:
            shell.run_cell(cell, store_history=True)
        return shell.user_ns["result"]

    yield run
    shell.history_manager.end_session()


@pytest.mark.parametrize(
    "failed",
    [
        "def my_double(x)\n    return 2 * x\n",
        "def my_double(x):\n    return 2 * (x\n",
        "%matplotlib no_such\ndef my_double(x):\n    return (2 * x\n",
        "undefined\ndef my_double(x):\n    return 3 * x\n",
        "def my_double(x=undefined):\n    return 3 * x\n",
    ],
)
def test_the_earlier_function_is_not_judged_for_the_cell_that_failed(run, failed, capsys):
    told = run(RIGHT, CHECK, failed, CHECK)
    assert told.outcome == "not yet"
    assert "cell that defines my_double ended with an error" in told.message


@pytest.mark.parametrize(
    "cells",
    [
        [RIGHT],
        [RIGHT, RIGHT],
        ["def my_double(x)", RIGHT],
        [RIGHT, "def my_double(x)", RIGHT],
        [RIGHT, "def other(x)\n    return 1"],
        [RIGHT, "def other():\n    def my_double(x):\n        return 3 * x\n"],
        [RIGHT, RIGHT + "1 / 0"],
        ["%time\n" + RIGHT],
        ["my_double = lambda x: 2 * x"],
        [RIGHT, "keep = my_double", "def my_double(x):\n    return 1", "my_double = keep"],
        ["def my_double(x):\n    return 1", "from operator import neg as my_double", RIGHT],
    ],
)
def test_a_function_that_is_the_newest_is_judged(run, cells, capsys):
    assert run(*cells, CHECK).outcome == "passed"
