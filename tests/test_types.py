"""Types: public functions say theirs, and pyright's basic mode finds no error in the code."""

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
