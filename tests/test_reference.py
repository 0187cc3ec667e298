"""The reference: equations in docstrings become AsciiMath, and pdoc makes the pages."""

import importlib
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import reference
from patience import PATIENCE

import course.models

ROOT = Path(__file__).parents[1]
SYMBOLS = {"larr", "prime", "quad"}  # of AsciiMath


@pytest.mark.parametrize(
    ("typed", "typeset"),
    [
        ("C dV/dt = I - I_Na", 'C (d V)/(d t) = I - I_("Na")'),
        ("C dV_i/dt = d^2V/dx^2", "C (d V_(i))/(d t) = (d^2 V)/(d x^2)"),
        ("C     dV/dt = I    LIF", 'C (d V)/(d t) = I quad "LIF"'),
        ("h_i = sum_j W_ij s_j,   W_ii = 0", "h_(i) = sum_(j) W_(i j) s_(j), quad W_(i i) = 0"),
        ("V_inf = exp(-h / tau_m)", "V_(oo) = exp(-h / tau_(m))"),
        ("s_i <- sign(h_i)", 's_(i) larr "sign"(h_(i))'),
        ("y = f'(x) if x > 0, else w0", 'y = f^(prime)(x) " if " x > 0, " else " w_(0)'),
        ("dL/dz_{t-1} = sum_{j != i} xi_mu,j", "(d L)/(d z_{t-1}) = sum_{j != i} xi_(mu j)"),
        ("tau_h = tau_h_max", "tau_(h) = tau_(h max)"),
    ],
)
def test_an_equation_as_people_type_it_becomes_asciimath(typed, typeset):
    assert reference.asciimath(typed) == typeset


def equations(name):
    """The lines that are typeset in the docstring of a model."""
    doc = inspect.getdoc(importlib.import_module(f"{name}.model"))
    return re.findall("@@(.*)@@", reference.typeset(doc))


def test_every_model_has_equations_that_are_whole():
    for name in reference.inside(course.models):
        found = equations(name)
        assert found or name.endswith("poisson"), name
        for line in found:
            bare = re.sub('"[^"]*"', "", line)
            assert '"' not in bare and "_)" not in bare, line
            for opened, closed in ("()", "[]", "{}"):
                assert bare.count(opened) == bare.count(closed), line
            unknown = set(re.findall("[A-Za-z]{2,}", bare)) - reference.KNOWN - SYMBOLS
            assert not unknown, (line, unknown)


def test_the_pages_have_the_equations_and_the_parameters(tmp_path):
    pytest.importorskip("pdoc", reason='pdoc is not installed; pip install -e ".[docs]" brings it')
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "solutions/tools/reference.py", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    for name in reference.inside(course.models):
        page = (tmp_path / f"{name.replace('.', '/')}.html").read_text("utf-8")
        assert "input/asciimath" in page
        assert page.count("<p>@@") == page.count("@@</p>") == len(equations(name))
    page = (tmp_path / "course" / "models" / "integrate_fire.html").read_text("utf-8")
    assert "tau_(m) (d V)/(d t)" in page
    assert "membrane time constant (Dayan &amp; Abbott 2001 fig. 5.6)" in page
    assert (tmp_path / "course" / "explore" / "integrate_fire.html").exists()
