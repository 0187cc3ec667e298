"""Where nothing is compiled, every function returns what it returns otherwise."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]


def all_results(folder, **environment):
    """(results, kernels given other types than they declare), of a process of its own.

    Hypothesis draws by what modules a process has loaded.
    """
    out = folder / "results.pickle"
    path = os.pathsep.join(map(str, [ROOT, ROOT / "tests", ROOT / "solutions" / "tools"]))
    subprocess.run(
        [sys.executable, str(ROOT / "tests" / "results.py"), str(out)],
        env=os.environ | {"PYTHONPATH": path} | environment,
        check=True,
        capture_output=True,
    )
    return pickle.loads(out.read_bytes())


@pytest.fixture(scope="module")
def with_compiler(tmp_path_factory):
    return all_results(tmp_path_factory.mktemp("compiled"))


def test_kernels_are_called_with_what_they_declare(with_compiler):
    assert with_compiler[1] == []


def test_results_without_a_compiler_are_the_same(with_compiler, tmp_path):
    compiled, _ = with_compiler
    plain, _ = all_results(tmp_path, NUMBA_DISABLE_JIT="1")
    assert compiled.keys() == plain.keys() and len(compiled) > 100
    assert sum(r is not None for calls in compiled.values() for r in calls) > 250
    for name, calls in compiled.items():
        assert len(calls) == len(plain[name]), name
        for with_jit, without in zip(calls, plain[name]):
            assert (with_jit is None) == (without is None), name
            for a, b in zip(with_jit or [], without or [], strict=True):
                assert a.shape == b.shape, name
                np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-9, err_msg=name)


@pytest.mark.nightly  # a minute
def test_the_figure_of_dense_memories_draws_without_a_compiler():
    code = "from course.explore import hopfield; print(hopfield.dense().summary)"
    shown = [
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for environment in ({}, {"NUMBA_DISABLE_JIT": "1"})
    ]
    assert shown[0] == shown[1] and shown[0].strip()
