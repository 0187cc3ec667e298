"""Running one notebook through nbval in a pytest of its own, in a copy and a fresh folder.

nbval 0.11 compares text/html, JSON and text of every output, skips widget views and
image/png, and cannot see into pictures that travel as text inside HTML: those, and
memory addresses, are replaced on both sides before it compares.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import executed
from executed import environment
from patience import PATIENCE

from course.check._result import MIME

SANITIZE = executed.ROOT / "solutions" / "tools" / "nbval.cfg"

# Runs inside that pytest: nbval keeps what each cell put out, and forgets it.
_KEEP = f"""
import json, pathlib

checks = []

def pytest_runtest_teardown(item):
    tags = item.cell.metadata.get("tags", [])
    for output in item.test_outputs or []:
        result = output.get("data", {{}}).get({MIME!r})
        if result and "demonstration" not in tags:
            checks.append(result)

def pytest_sessionfinish(session):
    pathlib.Path(__file__).with_name("checks.json").write_text(json.dumps(checks))
"""


# Only nbval's plugin, and without a grammar of web addresses that takes a second to build.
_PYTEST = "import sys; sys.modules['rfc3987_syntax'] = None; import pytest; sys.exit(pytest.main())"

COMPILING = "Compiling, first time only."


class Run(NamedTuple):
    passed: bool
    report: str  # what pytest says
    checks: list  # JSON of every check shown, in order


def run(notebook, folder, *, lax=False):
    """Run a notebook in a new folder within `folder`; unless `lax`, its outputs must be the same.

    Of a figure that compiles first nbval keeps that it does, and not what it shows then; so
    after such a run another is the one that counts.
    """
    done = _run(notebook, folder / "first", lax)
    return done if COMPILING not in done.report else _run(notebook, folder / "compiled", lax)


def _run(notebook, folder, lax):
    folder.mkdir()
    copied = Path(shutil.copy(notebook, folder))
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "conftest.py").write_text(_KEEP)
    command = [
        *(sys.executable, "-c", _PYTEST, copied.name, "-p", "nbval.plugin"),
        *("--nbval-lax" if lax else "--nbval", "--nbval-current-env"),
        f"--nbval-cell-timeout={PATIENCE}",
        f"--nbval-kernel-startup-timeout={PATIENCE}",
        *(f"--nbval-sanitize-with={SANITIZE}", "--color=no", "-q", "-p", "no:cacheprovider"),
    ]
    env = {name: value for name, value in environment().items() if not name.startswith("PYTEST_")}
    env["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8"
    )
    kept = folder / "checks.json"
    checks = json.loads(kept.read_text()) if kept.exists() else []
    return Run(done.returncode == 0, done.stdout + done.stderr, checks)
