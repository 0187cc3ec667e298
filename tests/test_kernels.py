"""Kernels declare what they take, so that they can be compiled before, for a browser."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import kernels
import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher

import course
from course import _ahead, _jit
from course._jit import njit
from course.models import ring_attractor

DECLARED = kernels.declared()
MODULES = [
    importlib.import_module(found.name)
    for package in ("models", "material", "analysis", "explore", "check")
    for found in pkgutil.walk_packages(
        [str(Path(course.__file__).parent / package)], f"course.{package}."
    )
]


def called_by_python(module):
    """Kernels that code of the module names which is not compiled itself."""
    source = Path(module.__file__).read_text("utf-8")
    compiled = {
        (item.py_func.__code__.co_firstlineno)
        for item in vars(module).values()
        if isinstance(item, Dispatcher) and item.py_func.__module__ == module.__name__
    }
    found, waiting = set(), [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            if node.decorator_list[0].lineno in compiled:
                continue
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
            item = _item(node, vars(module))
            if isinstance(item, Dispatcher):
                found.add(item)
        waiting += ast.iter_child_nodes(node)
    return found


def _item(node, names):
    """What a name, or a name of a module, stands for in a module."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node.value, ast.Name) and inspect.ismodule(names.get(node.value.id)):
        return getattr(names[node.value.id], node.attr, None)
    return None


def test_every_kernel_that_python_calls_declares_what_it_takes():
    called = set().union(*map(called_by_python, MODULES))
    assert len(called) > 30
    called -= {ring_attractor.kernel.draw}  # its numbers come of NumPy where numba is not
    assert not [kernel for kernel in called if not hasattr(kernel, "takes")]
    assert called <= set(DECLARED.values())


@pytest.mark.parametrize("name", DECLARED)
def test_a_declaration_can_be_read_and_written_down(name):
    kinds = kernels.takes(DECLARED[name])
    assert all(kernels.written(kind) for kind in kinds)


def first(a, b):
    return a[0] + b


@pytest.mark.parametrize("takes", ["f8[::1]", "f8[::1], f8, f8", "f8[::1], Nothing", "f8[::1], 3"])
def test_a_declaration_that_does_not_fit_is_refused(takes):
    with pytest.raises(ValueError, match="first takes"):
        kernels.takes(njit(takes)(first))


def test_where_nothing_was_compiled_before_the_function_runs(monkeypatch):
    monkeypatch.setattr(_jit.sys, "platform", "emscripten")
    assert _jit._without_numba(first) is first


@pytest.fixture
def kernel():
    """A kernel whose module is never reached."""
    return _ahead.Kernel(first, "kernel0", ["f8:1", "f8"], "f8")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (np.zeros(3), 1),
        (np.zeros(3, np.float32), 1.0),
        (np.zeros((3, 3)), 1.0),
        (np.zeros(6)[::2], 1.0),
        ([0.0], 1.0),
    ],
)
def test_a_call_with_other_types_runs_in_python_and_is_noted(kernel, monkeypatch, a, b):
    monkeypatch.setattr(_ahead, "missed", {})
    assert np.all(kernel(a, b) == b)
    assert [name.rpartition(".")[2] for name in _ahead.missed] == ["first"]


def test_whole_numbers_are_no_booleans():
    for given, kind in [(True, "i8"), (1, "b1"), (1, "f8"), (1, "u8")]:
        with pytest.raises(_ahead.Other):
            _ahead.Row([kind]).of((given,))
    row = _ahead.Row(["i8", ["b1", "f8"], "u8"])
    for given in ((3, (True, 0.5), np.uint64(2**63)), (3, (False, np.float64(0.5)), np.uint64(1))):
        packed = row.format.unpack(row.format.pack(8, 16, *row.of(given)))
        assert packed == (8, 16, given[0], *given[1], given[2])


def test_a_tuple_of_another_length_is_refused():
    row = _ahead.Row(["f8", ["f8", "f8"]])
    assert row.of((1.0, (2.0, 3.0))) == [1.0, 2.0, 3.0]
    for given in ((1.0, (2.0,)), (1.0, 2.0), (1.0, (2.0, 3.0), 4.0), (1.0, [2.0, 3.0])):
        with pytest.raises(_ahead.Other, match="no tuple of"):
            row.of(given)


def test_an_array_is_passed_as_numba_passes_it():
    array = np.zeros((2, 3), np.int32)
    assert _ahead.Row(["i4:2"]).of((array,)) == [0, 0, 6, 4, array.ctypes.data, 2, 3, 12, 4]
    empty = np.zeros((0, 3))
    assert _ahead.Row(["f8:2", "f8"]).of((empty, 0.5))[2:4] == [0, 8]
    for wrong in (array.T, array[:, ::2], array.astype(np.int64), array[0], 1, None):
        with pytest.raises(_ahead.Other, match="no int32:2, writable and in rows"):
            _ahead.Row(["i4:2"]).of((wrong,))
    array.flags.writeable = False
    with pytest.raises(_ahead.Other):
        _ahead.Row(["i4:2"]).of((array,))


def test_results_stand_where_c_puts_them():
    room = bytearray(64)
    room[:8] = np.int64(7).tobytes()
    room[8] = 1
    room[12:16] = np.int32(-5).tobytes()
    room[16:24] = np.float64(0.5).tobytes()
    assert _ahead.Result(["i8", ["b1", "i4"], "f8"]).read(room) == (7, (True, -5), 0.5)
    assert _ahead.Result("i8").read(room) == 7
    assert _ahead.Result(None).read(room) is None
