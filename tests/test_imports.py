"""Imports point one way, and each layer knows only what it needs."""

import ast
import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "course").rglob("*.py"))
MODELS = sorted(folder for folder in (ROOT / "course" / "models").iterdir() if folder.is_dir())
MODELS = [folder for folder in MODELS if folder.name != "__pycache__"]
HEAVY = {"numpy", "scipy", "numba", "matplotlib", "ipywidgets", "anywidget", "IPython"}

# layer -> the layers of the course that it may import
MAY = {
    "_kernel_cache": set(),
    "_host": set(),
    "_ahead": set(),
    "_later": set(),
    "_jit": {"_ahead", "_kernel_cache"},
    "_language": set(),
    "_parameter": set(),
    "_student": set(),
    "_ties": set(),
    "_typeset": set(),
    "_valid": {"_parameter"},
    "__init__": {"_language", "_later", "live", "app", "progress", "words"},
    "analysis": {"_ties", "_valid"},
    "stage": set(),
    "stimuli": {"_valid"},
    "models": {"_jit", "_parameter", "_ties", "_valid"},
    "material": {"_jit", "_parameter", "_valid", "models"},
    "plots": {"_language", "_typeset", "_valid", "analysis", "stimuli", "models"},
    "live": {
        *("_host", "_jit", "_language", "_parameter", "_student", "_typeset", "_valid"),
        *("plots", "stage"),
    },
    "explore": {"_ties", "_valid", "analysis", "stimuli", "models", "material", "plots", "live"},
    "journal": set(),
    "told": set(),
    "words": set(),
    "mine": {"journal", "told"},
    "compiled": {"_jit", "_language"},
    "progress": {"_language", "journal", "lessons", "told"},
    "check": {
        *("_host", "_jit", "_language", "_student", "_typeset", "_valid", "analysis", "stage"),
        *("stimuli", "models", "material"),
    }
    | {"journal", "told"},
    "lessons": {"_language"},
    "app": {
        "__init__",
        "_jit",
        "_language",
        "_kernel_cache",
        "lessons",
        "explore",
        "journal",
        "progress",
    }
    | {"_student", "check", "told"},  # what grading asks
    "__main__": {"app"},
}
MOST_ARGUMENTS = 8  # by position in one call; a kernel takes NamedTuples
# what follows the first is a list: of controls, of heights along a wire
LISTS = {"figure", "self._wire"}
# a model -> the models whose equations it contains
SAME_PHYSICS = {
    "cable": {"hodgkin_huxley"},
    "balanced_network": {"integrate_fire"},
    "izhikevich": {"spiking_network"},  # what spikes send, a sum of columns of W
}
# what is not Python's own -> the layers that may know it
KNOWN = {
    "numpy": set(MAY)
    - {"_host", "_jit", "_kernel_cache", "__init__", "_language", "lessons", "__main__"},
    "scipy": {"analysis", "models", "explore", "check"},
    "numba": {"_jit", "_kernel_cache"},
    "matplotlib": {"plots", "live", "explore"},
    "PIL": {"live"},
    "ipywidgets": {"live", "explore", "check"},
    "anywidget": {"_host"},
    "traitlets": {"_host", "live", "check", "app"},
    "IPython": {"_host", "live", "explore", "check", "app"},
    "joblib": {"app"},
    "tqdm": {"app"},
    "jupyter_core": {"app"},
    "js": {"_later"},
    "pyodide_js": {"_later"},
}
every_file = pytest.mark.parametrize(
    "file", FILES, ids=lambda path: path.relative_to(ROOT).as_posix()
)


def layer(file):
    """`course/models/cable/model.py` -> "models", `course/_jit.py` -> "_jit"."""
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


every_model = pytest.mark.parametrize("model", MODELS, ids=lambda path: path.name)


@every_model
def test_a_model_has_the_file_that_a_lesson_opens(model):
    assert (model / "model.py").is_file() and (model / "__init__.py").is_file()
    assert not [file.name for file in model.glob("_*.py") if file.name != "__init__.py"]


def others(model):
    """Names of the models that the files of `model`, a folder, import."""
    names = {name for file in model.rglob("*.py") for name in imported(file)}
    names = {name.split(".")[2] for name in names if name.startswith("course.models.")}
    return names - {model.name}


@every_model
def test_a_model_imports_another_only_where_the_physics_is_the_same(model):
    assert others(model) <= SAME_PHYSICS.get(model.name, set())


def long_calls(file):
    """Lines of calls with so many positional arguments that nobody can tell them apart."""
    tree = ast.parse(file.read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        call.lineno
        for call in calls
        if len(call.args) > MOST_ARGUMENTS and ast.unparse(call.func) not in LISTS
    ]


@every_file
def test_no_call_has_more_arguments_than_can_be_told_apart(file):
    assert not long_calls(file)


SOURCES = [
    file
    for folder in ("course", "solutions", "tests")
    for file in sorted((ROOT / folder).rglob("*.py"))
    if file.parent.name != "minimal"  # a template, whose lesson is not there yet
    if "peers" not in file.parts
]


def test_every_name_of_the_course_that_is_imported_is_there():
    for file in SOURCES:
        tree = ast.parse(file.read_text("utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.ImportFrom) or node.level or not node.module:
                continue
            if node.module.partition(".")[0] == "course":
                module = importlib.import_module(node.module)
                for name in node.names:
                    if not hasattr(module, name.name):  # a module that nobody has imported yet
                        importlib.import_module(f"{node.module}.{name.name}")


def test_importing_the_course_imports_nothing_heavy():
    code = "import course, sys; print(*sorted(sys.modules))"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert not HEAVY & set(done.stdout.split())


def test_the_rules_catch_what_they_are_there_to_catch(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    file = tmp_path / "course" / "models" / "bad" / "model.py"
    file.parent.mkdir(parents=True)
    file.write_text(
        "def f():\n    from course import explore, live\n    from ...check import x\n"
        "    from .. import cable\n    import matplotlib.pyplot as plt\n"
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
        test_a_model_imports_another_only_where_the_physics_is_the_same(file.parent)
    file.write_text("f(1, 2, 3, 4, 5, 6, 7, 8)\ng(1, 2, 3, 4, 5, 6, 7, 8, 9)\n")
    assert long_calls(file) == [2]
    with pytest.raises(AssertionError):
        test_no_call_has_more_arguments_than_can_be_told_apart(file)
    file.write_text("figure(1, 2, 3, 4, 5, 6, 7, 8, 9)\n")
    test_no_call_has_more_arguments_than_can_be_told_apart(file)
