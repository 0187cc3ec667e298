"""A lesson's table of parameters says what the model says.

Every table with the columns symbol and default is held against what the lesson imports: the
parameters that its models declare, with unit and meaning, or the defaults of its functions. The
model that has most of a table's symbols is meant, then the one that has most of the rest.
"""

import ast
import importlib
import inspect
import re
import sys
from typing import NamedTuple

import build
import numpy as np
import pytest

from course._parameter import parameters, typeset
from course.models import perceptron

SOURCES = build.sources()
NO_UNIT = {"", "1", "none"}
NO_NUMBER = {"", "–", "trained", "moves", "M / N", "about 1", "0 at the start"}
UNKNOWN = inspect.Parameter.empty

HOPFIELD = next(source for source in SOURCES if source.stem == "09_hopfield").read_text("utf-8")
PATTERNS = re.search(r"random_patterns\((\d+), (\d+), rng=0\)", HOPFIELD)

# Numbers that stand elsewhere in the lesson or in the course, or under another name.
ELSEWHERE = {
    ("09_hopfield", "N"): int(PATTERNS[2]),
    ("09_hopfield", "M"): int(PATTERNS[1]),
    ("10_layers", "r"): inspect.signature(perceptron.train).parameters["rate"].default,
}


class Row(NamedTuple):
    """One line of a table."""

    names: tuple  # the symbols, as code
    defaults: tuple  # their numbers or quoted words; empty where the cell holds none
    unit: str | None  # None where the table has no such column
    meaning: str
    whole: bool  # the symbols are parameters, and none is a part of one


def tables(text):
    """Every table of parameters in a lesson's source, as a list of rows."""
    for table in re.findall(r"(?:^# \|.*\n)+", text, re.MULTILINE):
        header, _, *lines = [
            [cell.strip() for cell in line.strip("# \n").strip("|").split("|")]
            for line in table.splitlines()
        ]
        if "default" in header:
            yield [row(dict(zip(header, line)), header[0]) for line in lines]


def row(cells, symbol):
    code = re.findall(r"`([^`]+)`", cells[symbol])
    names = [name for name in code if not name.endswith("]")]  # W[i, j] is a value of W
    defaults = ()
    if cells["default"] not in NO_NUMBER:
        words = cells["default"].replace("−", "-").replace("`", "").split(", ")
        defaults = tuple(ast.literal_eval(word) for word in words)
    names = names or [name.partition("[")[0] for name in code]
    return Row(tuple(names), defaults, cells.get("unit"), cells["meaning"], code == names)


def owners(tree):
    """What the modules that a lesson imports know: {parameter: (default, declaration or None)}."""
    found = {}
    for node in tree.body:
        if not isinstance(node, ast.ImportFrom) or not node.module.startswith("course.models"):
            continue
        module = importlib.import_module(node.module)
        below = [f"{node.module}.{alias.name}" for alias in node.names]
        for part in (module, *(sys.modules[name] for name in below if name in sys.modules)):
            for item in vars(part).values():
                if inspect.isclass(item) or inspect.isfunction(item):
                    found |= {(item.__module__, item.__name__): said(item)}
    return found


def said(item):
    """The parameters of a model's class or of a function."""
    if inspect.isclass(item):
        if not hasattr(item, "_field_defaults"):
            return {}
        return {
            name: (item._field_defaults.get(name, UNKNOWN), declared)
            for name, (_, declared) in parameters(item).items()
        }
    if not inspect.isfunction(item):
        return {}
    return {p.name: (p.default, None) for p in inspect.signature(item).parameters.values()}


def bare(words):
    """A meaning without its typesetting: "$dt/\\tau$" is "dt / tau"."""
    return re.sub(r"[$\\ ]", "", words)


def meant(names, known):
    """Symbol -> (default, declaration) of the model that the table is of."""
    found, left = {}, set(names)
    while left and known:
        best = max(known.values(), key=lambda owner: fit(owner, left))
        shared = left & set(best)
        if not shared:
            break
        found |= {name: best[name] for name in shared}
        left -= shared
    return found


def fit(owner, names):
    """How well a model fits a table: what it has of it, declares of it, and has besides."""
    shared = [owner[name] for name in names if name in owner]
    declared = sum(parameter is not None for _, parameter in shared)
    given = sum(default is not UNKNOWN for default, _ in shared)
    return len(shared), declared, given, -len(owner)


def wrong(lesson, text):  # noqa: C901
    """What the tables of a lesson's source say otherwise than its models, in words."""
    known = owners(ast.parse(text))
    for table in tables(text):
        found = meant([name for row in table for name in row.names], known)
        for row in table:
            declared = [found.get(name, (UNKNOWN, None)) for name in row.names]
            defaults = row.defaults
            if len(row.names) == 1 and len(defaults) > 1:
                defaults = (defaults,)
            for name, (default, parameter), given in zip(row.names, declared, defaults or declared):
                default = ELSEWHERE.get((lesson, name), default)
                if defaults and default is UNKNOWN:
                    yield f"{name} is {given}, which no model that the lesson imports declares"
                elif defaults and not np.array_equal(default, given):
                    yield f"{name} is {given}; the model has {default}"
                elif not defaults and parameter and default is not UNKNOWN:
                    yield f"{name} has no number; the model has {default}"
            if len(defaults) not in (0, len(row.names)):
                yield f"{', '.join(row.names)} have {len(defaults)} defaults"
            for name, (_, parameter) in zip(row.names, declared):
                if parameter is None:
                    continue
                unit = typeset(parameter.unit)
                if row.unit is not None and unit != ("" if row.unit in NO_UNIT else row.unit):
                    yield f"{name} is in {row.unit!r}; the model says {unit!r}"
                if (
                    len(row.names) == 1
                    and row.whole
                    and not bare(row.meaning).startswith(bare(parameter.meaning))
                ):
                    yield f"{name} is '{row.meaning}'; the model says '{parameter.meaning}'"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_table_says_what_the_model_declares(source):
    assert not list(wrong(source.stem, source.read_text("utf-8")))


TABLE = """
from course.models.integrate_fire import LIF

# | symbol | default | unit | meaning |
# |---|---|---|---|
# | `tau_m` | 30 | ms | membrane time constant |
# | `E_L`, `V_th` | −65, −50 | mV | rest and threshold |
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("| 30 |", "| 20 |", "tau_m is 20; the model has 30.0"),
        ("−65, −50", "−50, −65", "E_L is -50; the model has -65.0"),
        ("−65, −50", "−65", "E_L, V_th have 1 defaults"),
        ("| ms |", "| s |", "tau_m is in 's'; the model says 'ms'"),
        ("membrane time", "time", "tau_m is 'time constant'; the model says 'membrane time const"),
        ("`tau_m`", "`tau_x`", "tau_x is 30, which no model that the lesson"),
        ("| 30 |", "| – |", "tau_m has no number; the model has 30.0"),
    ],
)
def test_a_table_that_differs_is_told(old, new, told):
    assert not list(wrong("x", TABLE))
    assert told in "; ".join(wrong("x", TABLE.replace(old, new)))


def test_twelve_lessons_have_a_table_and_most_have_a_models():
    counts = [len(list(tables(source.read_text("utf-8")))) for source in SOURCES]
    assert sum(map(bool, counts)) >= 12 and sum(counts) >= 14  # a guest's lesson needs none
