"""A function that a lesson has the student write has the model's own numbers as defaults.

Otherwise the student's right loop is silent at the very current that the lesson names.
"""

import ast
import importlib
import inspect

import build
import pytest

SOURCES = build.sources()


def models(tree):
    """The models and functions that a lesson imports, each as its parameters' defaults."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module.startswith("course.models"):
            for name, kind in vars(importlib.import_module(node.module)).items():
                if inspect.isclass(kind) and getattr(kind, "_field_defaults", None):
                    yield name, kind._field_defaults
            for name in (imported.name for imported in node.names):
                # a module that nobody has imported yet is no attribute
                function = getattr(importlib.import_module(node.module), name, None)
                if inspect.isfunction(function):
                    parameters = inspect.signature(function).parameters.values()
                    yield name, {p.name: p.default for p in parameters if p.default is not p.empty}


def defaults(function):
    """The default numbers in a function's signature."""
    arguments = function.args
    named = arguments.args[len(arguments.args) - len(arguments.defaults) :]
    pairs = [*zip(named, arguments.defaults), *zip(arguments.kwonlyargs, arguments.kw_defaults)]
    return {given.arg: ast.literal_eval(value) for given, value in pairs if value is not None}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_stubs_defaults_are_the_models(source):
    tree = ast.parse(source.read_text("utf-8"))
    known = dict(models(tree))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and (given := defaults(function)):
            shared = [given.keys() & numbers.keys() for numbers in known.values()]
            most = max(map(len, shared), default=0)
            meant = [
                numbers for numbers, names in zip(known.values(), shared) if len(names) == most
            ]
            assert not most or any(
                all(given[name] == numbers[name] for name in given.keys() & numbers.keys())
                for numbers in meant
            ), (function.name, given, meant)
