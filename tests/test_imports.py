"""Imports point one way, and each layer knows only what it needs."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "course").rglob("*.py"))
MODELS = [file for file in FILES if file.parent.name == "models" and file.stem != "__init__"]
HEAVY = {"numpy", "scipy", "numba", "matplotlib", "ipywidgets", "anywidget", "IPython"}

# layer -> the layers of the course that it may import
MAY = {
    "_jit": set(),
    "_parameter": set(),
    "_valid": {"_parameter"},
    "__init__": {"live"},
    "_population": {"_valid"},
    "analysis": {"_valid", "_population"},
    "stimuli": {"_valid"},
    "models": {"_jit", "_parameter", "_valid"},
    "mystery": {"_valid", "models"},
    "plots": {"_valid", "analysis", "stimuli", "models"},
    "live": {"_valid"},
    "explore": {"_valid", "analysis", "stimuli", "models", "mystery", "plots", "live"},
    "check": {"_jit", "_valid", "analysis", "stimuli", "models", "mystery"},
    "_report": set(),
    "doctor": {"_jit", "_report", "explore"},
    "cli": {"__init__", "doctor"},
    "contents": {"cli"},
    "__main__": {"cli"},
}
# what is not Python's own -> the layers that may know it
KNOWN = {
    "numpy": set(MAY) - {"_jit", "__init__", "_report", "doctor", "cli", "contents", "__main__"},
    "scipy": {"analysis", "models", "explore", "check"},
    "numba": {"_jit"},
    "matplotlib": {"plots", "live", "explore"},
    "PIL": {"live"},
    "ipywidgets": {"live", "explore", "check"},
    "anywidget": {"live", "explore", "check"},
    "traitlets": {"live", "explore", "check"},
    "IPython": {"live", "explore", "check"},
    "jupyter_core": {"doctor"},
}
every_file = pytest.mark.parametrize(
    "file", FILES, ids=lambda path: path.relative_to(ROOT).as_posix()
)


def layer(file):
    """`course/models/cable.py` -> "models", `course/_jit.py` -> "_jit"."""
    return file.relative_to(ROOT / "course").parts[0].removesuffix(".py")


def imported(file):
    """Full names of all that `file` imports, wherever the import stands."""
    package = file.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else ()
            base = ".".join([*above, *filter(None, [node.module])])
            # `from course import _valid` names a module, `from course.live import Live` may not
            yield from (f"{base}.{name.name}" for name in node.names)


def own(file):
    """Layers of the course that `file` imports, other than its own."""
    names = [name.split(".") for name in imported(file)]
    layers = {
        parts[1] if len(parts) > 1 and parts[1] in MAY else "__init__"
        for parts in names
        if parts[0] == "course"
    }
    return layers - {layer(file)}


@every_file
def test_imports_point_one_way(file):
    assert layer(file) in MAY, "give this module a layer"
    assert own(file) <= MAY[layer(file)]


@every_file
def test_each_layer_knows_only_what_it_needs(file):
    for name in {name.partition(".")[0] for name in imported(file)} - {"course"}:
        if name not in sys.stdlib_module_names:
            assert name in KNOWN, f"no layer may import {name} yet"
            assert layer(file) in KNOWN[name]


@every_file
def test_nothing_keeps_matplotlibs_global_state(file):
    assert not [name for name in imported(file) if name.startswith("matplotlib.pyplot")]


def siblings(file):
    """Names of the models that `file`, a model, imports."""
    return {name.split(".")[2] for name in imported(file) if name.startswith("course.models.")}


@pytest.mark.parametrize("file", MODELS, ids=lambda path: path.stem)
def test_a_model_imports_no_other_model(file):
    """A private module may be imported: it is a part of a model that was too long."""
    assert all(name.startswith("_") for name in siblings(file))


def test_a_private_part_belongs_to_one_model():
    whole = {file.stem: siblings(file) for file in MODELS}
    for _ in whole:  # parts of parts
        whole = {name: parts.union(*map(whole.get, parts)) for name, parts in whole.items()}
    models = [name for name in whole if not name.startswith("_")]
    for part in whole.keys() - models:
        assert len([name for name in models if part in whole[name]]) <= 1, part


def test_importing_the_course_imports_nothing_heavy():
    code = "import course, sys; print(*sorted(sys.modules))"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert not HEAVY & set(done.stdout.split())


def test_the_rules_catch_what_they_are_there_to_catch(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    file = tmp_path / "course" / "models" / "bad.py"
    file.parent.mkdir(parents=True)
    file.write_text(
        "def f():\n    from course import explore, live\n    from ..check import x\n"
        "    from . import cable\n    import matplotlib.pyplot as plt\n"
    )
    assert own(file) == {"explore", "live", "check"}
    assert set(imported(file)) == {
        "course.explore",
        "course.live",
        "course.check.x",
        "course.models.cable",
        "matplotlib.pyplot",
    }
    for rule in (test_imports_point_one_way, test_each_layer_knows_only_what_it_needs):
        with pytest.raises(AssertionError):
            rule(file)
    with pytest.raises(AssertionError):
        test_nothing_keeps_matplotlibs_global_state(file)
    with pytest.raises(AssertionError):
        test_a_model_imports_no_other_model(file)
