"""Types: public functions say theirs, and pyright's basic mode finds no error in the code."""

import ast
import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from patience import PATIENCE
from test_fuzz import FUNCTIONS

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_public_function_says_what_it_takes_and_gives(function):
    signature = inspect.signature(function)
    missing = inspect.Parameter.empty
    bare = [p.name for p in signature.parameters.values() if p.annotation is missing]
    assert not bare
    assert signature.return_annotation is not missing


def bare(path):
    """Public functions and methods of a file that leave out a type, `line name` each.

    The examining functions of exercises are none: what calls them is the `Exercise`.
    """

    def walk(node, where):
        for item in ast.iter_child_nodes(node):
            if isinstance(item, ast.ClassDef):
                if not item.name.startswith("_"):
                    yield from walk(item, f"{where}{item.name}.")
            elif isinstance(item, ast.FunctionDef):
                public = not item.name.startswith("_") or item.name in ("__init__", "__call__")
                if not public or any("setter" in ast.unparse(d) for d in item.decorator_list):
                    continue
                a = item.args
                given = [*a.posonlyargs, *a.args, *a.kwonlyargs, a.vararg, a.kwarg]
                given = [arg for arg in given if arg and arg.arg not in ("self", "cls")]
                if item.returns is None or any(arg.annotation is None for arg in given):
                    yield f"{item.lineno} {where}{item.name}"

    return list(walk(ast.parse(path.read_text("utf-8")), ""))


FILES = sorted(
    [
        *(ROOT / "course/live").glob("*.py"),
        *(ROOT / "course/check").glob("_*.py"),
        *(ROOT / "course/plots").rglob("*.py"),
    ]
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_public_function_of_figures_and_exercises_says_what_it_takes_and_gives(path):
    assert not bare(path)


def test_a_function_without_types_is_found(tmp_path):
    path = tmp_path / "bare.py"
    path.write_text("def half(x):\n    return x\n\n\nclass A:\n    def b(self) -> int: ...\n")
    assert bare(path) == ["1 half"]


def test_the_package_tells_that_it_has_types():
    assert (ROOT / "course" / "py.typed").is_file()


def errors(folder):
    """What pyright finds by the settings of `folder`, a line each."""
    done = subprocess.run(
        [sys.executable, "-m", "basedpyright", "--outputjson", "--pythonpath", sys.executable],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.stdout, done.stderr[-1000:]
    found = json.loads(done.stdout)
    assert found["summary"]["filesAnalyzed"] > 0
    return [
        f"{Path(e['file']).name}:{e['range']['start']['line'] + 1}: {e['message']}"
        for e in found["generalDiagnostics"]
        if e["severity"] == "error"
    ]


def test_pyright_finds_no_error():
    assert not errors(ROOT)


def test_pyright_finds_an_error_where_there_is_one(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.basedpyright]\ntypeCheckingMode = "basic"\n')
    (tmp_path / "wrong.py").write_text(
        'def half(x: int) -> str:\n    return x / 2\n\n\nhalf("3")\n'
    )
    said = errors(tmp_path)
    assert len(said) == 2 and said[0].startswith("wrong.py:2:")
