"""How the tests wait: for events, and what failed to come is told once, with its reason."""

import os
import subprocess
import sys
from pathlib import Path

import patience
import pytest

FAILING = """
import pytest

@pytest.fixture(scope="module")
def lab():
    print("a long log")
    raise TimeoutError("the lab did not answer")

@pytest.mark.parametrize("k", range(3))
def test_needs_it(lab, k):
    pass
"""


def test_what_never_comes_is_told_with_its_reason(monkeypatch):
    monkeypatch.setattr(patience, "PATIENCE", 0.01)
    with pytest.raises(TimeoutError, match="nobody knocked"):
        patience.until(lambda: False, lambda: "nobody knocked", poll=0.001)
    assert patience.until(lambda: True, lambda: "") is None


def test_a_fixture_that_failed_says_so_once_and_is_not_tried_again(tmp_path):
    (tmp_path / "test_failing.py").write_text(FAILING)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")  # or settings above this folder count
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    environment = {k: v for k, v in environment.items() if not k.startswith("PYTEST")}
    command = [sys.executable, "-m", "pytest", "-n0", "-p", "conftest", "-p", "no:cacheprovider"]
    command += ["--color=no", "-rN"]  # CI asks for colors, and for whole messages once more
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True,
        timeout=patience.PATIENCE,
    )  # fmt: skip
    assert "3 errors" in done.stdout
    assert done.stdout.count("E       TimeoutError: the lab did not answer") == 1
    assert done.stdout.count("failed before: see test_failing.py::test_needs_it[0].\n") == 2


def test_a_jupyterlab_that_ends_at_once_is_not_waited_for_and_its_log_is_told(tmp_path):
    lab = pytest.importorskip("lab", reason="needs playwright")
    with pytest.raises(ChildProcessError, match=r"(?s)jupyterlab ended:.*nowhere"):
        with lab.jupyterlab(tmp_path, PYTHONHOME=str(tmp_path / "nowhere")):
            pass
