"""The course says the same on every processor, as far as this one can play the others.

`pytest -m kernels` tries every set of kernels with one and two threads, over all figures
and all notebooks; it takes about an hour. Without it one set is tried, over what multiplies
matrices, and growing figures only begin to grow.
"""

import subprocess
import sys

import build
import pytest
import same_numbers

FIGURES = dict(same_numbers.figures())
PROCESSORS = same_numbers.environments()
SOURCES = build.sources()


@pytest.fixture(scope="module")
def matrices():
    """Names of the figures that multiply matrices."""
    return [name for name, file in FIGURES.items() if same_numbers.uses_blas(file)]


def other():
    """Variables of a processor whose kernels are not this one's; numba's stay, they are slow."""
    if not PROCESSORS:
        pytest.skip("only OpenBLAS on x86-64 can be told which kernels to use")
    own = same_numbers.architecture({})
    code = {k: v for k, v in same_numbers.plain().items() if k != "NUMBA_CPU_NAME"}
    for variables in PROCESSORS.values():
        if same_numbers.architecture(variables) != own:
            return code | variables
    return code


def compared(names, variables, cache, grow=None):
    """What figures say here and there where that differs: name -> (here, there)."""
    runs = [same_numbers.start(names, v, cache, grow) for v in ({}, variables)]
    here, there = (same_numbers.heard(run) for run in runs)
    assert here.keys() == there.keys() == set(names)
    return {name: (here[name], there[name]) for name in names if here[name] != there[name]}


def test_a_figure_that_multiplies_matrices_is_known_as_one(matrices):
    assert {"hopfield.crosstalk", "eigenmodes.transient", "layers.curve"} <= set(matrices)
    assert set(matrices) < set(FIGURES)
    assert not same_numbers.uses_blas(FIGURES["start.distribution"])


def test_the_other_kernels_really_run():
    if len(PROCESSORS) < 4:
        pytest.skip("this processor has one set of kernels")
    assert same_numbers.architecture(other()) != same_numbers.architecture({})


def test_figures_that_multiply_matrices_say_the_same_with_other_kernels(matrices, tmp_path):
    assert compared(matrices, other(), tmp_path, grow=2) == {}


every_processor = pytest.mark.parametrize("name", PROCESSORS)


@pytest.mark.kernels
@every_processor
def test_every_figure_says_the_same_on_every_processor(name, tmp_path):
    assert compared(list(FIGURES), PROCESSORS[name], tmp_path) == {}


@pytest.mark.kernels
@every_processor
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_every_solved_notebook_is_the_same_on_every_processor(name, source, tmp_path):
    env = same_numbers.surroundings(PROCESSORS[name], tmp_path)
    command = [sys.executable, "solutions/tools/build.py", "--check", source.name[:2]]
    done = subprocess.run(
        command, cwd=same_numbers.ROOT, env=env, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
