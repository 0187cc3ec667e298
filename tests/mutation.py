"""How many small errors the tests of the models would notice. Linux and macOS; not run by default.

    python tests/mutation.py                           # six errors a file, all files
    python tests/mutation.py --each 20 course/models/cable/model.py

An error is planted in a copy of the project, one at a time: an operator exchanged, a term
left out, a comparison turned or shifted to its border, a constant 1 % (a whole number 1)
larger, a sign, a condition or the branches of a choice turned, min for max. Then the
tests that import that file's package run until the first fails, and if none does, sixty
calls of every public function of the package. Checks of input are left
alone (they have a test of their own that walks over all functions), and so are messages
and declared parameters. The report names the errors that no test noticed. Some of them
change nothing that can be seen: `<` for `<=` between floats, an error in an early exit, a
work limit. A child process takes each error, so that NumPy and numba are imported once.
"""

import argparse
import ast
import copy
import importlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEAVY = "hypothesis matplotlib.pyplot numba numpy pytest scipy.integrate scipy.optimize".split()
HEAVY += "scipy.signal scipy.special scipy.stats".split()

EXCHANGED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.Pow: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
BORDER = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
TURNED = {ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt}
TURNED |= {ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
NAMES = {"min": "max", "minimum": "maximum", "argmin": "argmax", "floor": "ceil", "any": "all"}
NAMES |= {new: old for old, new in NAMES.items()}


def errors(node):  # noqa: C901
    """What an expression or an assignment could be by mistake."""

    def changed(**fields):
        new = copy.copy(node)
        for name, value in fields.items():
            setattr(new, name, value)
        return new

    kind = type(node)
    if kind in (ast.BinOp, ast.BoolOp, ast.AugAssign) and type(node.op) in EXCHANGED:
        yield changed(op=EXCHANGED[type(node.op)]())
    if kind is ast.BinOp and isinstance(node.op, (ast.Add, ast.Sub)):
        yield node.left
    if kind is ast.Compare and len(node.ops) == 1:
        for table in (BORDER, TURNED):
            if type(node.ops[0]) in table:
                yield changed(ops=[table[type(node.ops[0])]()])
    if kind is ast.Constant and type(node.value) in (int, float):
        larger = node.value + 1 if type(node.value) is int else node.value * 1.01 or 0.01
        yield changed(value=larger)
    if kind is ast.UnaryOp and isinstance(node.op, (ast.USub, ast.Not, ast.Invert)):
        yield node.operand
    if kind is ast.IfExp:
        yield changed(body=node.orelse, orelse=node.body)
    if kind is ast.Name and node.id in ("min", "max", "any", "all"):
        yield changed(id=NAMES[node.id])
    if kind is ast.Attribute and node.attr in NAMES:
        yield changed(attr=NAMES[node.attr])


def left_alone(node):
    """Input checks, messages, annotations and what only names things."""
    if isinstance(node, (ast.Raise, ast.Import, ast.ImportFrom, ast.Assert, ast.JoinedStr)):
        return True
    if isinstance(node, ast.If) and isinstance(node.body[0], ast.Raise):
        return True
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        return called.startswith("_valid.") or called in ("Parameter", "range_of", "checked")
    return False


def sites(tree):
    """(node, error, whether numba has to compile anew) for every error of a file."""

    def walk(node, compiled):
        if left_alone(node):
            return
        if isinstance(node, ast.FunctionDef):
            compiled = any("njit" in ast.unparse(x) for x in node.decorator_list)
        for new in errors(node):
            yield node, new, compiled
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list"):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from walk(child, compiled)

    kernels = "njit" in ast.unparse(tree)
    for statement in tree.body:  # kernels freeze the constants of their file
        yield from walk(statement, kernels and not isinstance(statement, ast.FunctionDef))


def planted(source, node, new):
    """The source with `new` in place of `node`."""
    lines = source.encode().splitlines(keepends=True)
    starts = [sum(map(len, lines[:i])) for i in (node.lineno - 1, node.end_lineno - 1)]
    begin, end = starts[0] + node.col_offset, starts[1] + node.end_col_offset
    text = ast.unparse(new)
    text = text if isinstance(node, ast.AugAssign) else f"({text})"
    return (source.encode()[:begin] + text.encode() + source.encode()[end:]).decode()


def tests_of(file):
    """The tests of a file: its own first, then those of its package."""
    if "analysis" in file.parts:
        return [Path("tests/test_analysis.py")]
    package, stem = file.parent.name, file.stem
    names = [f"course.models.{package}.{stem}", f"course.models.{package} import {stem}"]
    if stem == "kernel":  # that all files of its package may run
        names = [f"course.models.{package}"]
    prefixes = (f"test_{package}", "test_model" if stem == "model" else f"test_{stem}")
    found = []
    for path in sorted((ROOT / "tests/models").glob("test_*.py")):
        named = any(name in path.read_text("utf-8") for name in names)
        if (named or path.stem.startswith(prefixes)) and "kinds" not in path.stem:
            own = path.stem.startswith(prefixes)
            found.append((not (own and named), not own, path.relative_to(ROOT)))
    return [path for *_, path in sorted(found)]


def calls_of(file):
    """What picks the calls of a package's functions from the tests."""
    return "analysis" if "analysis" in file.parts else f"models.{file.parent.name}."


def passes(copy_of_project, tests, seconds, fresh, chosen="not dask"):
    """Whether the tests pass there, in a child process; a run that is too slow does not."""
    child = os.fork()
    if child == 0:
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(seconds)
            os.chdir(copy_of_project)
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            if fresh:
                os.environ["NUMBA_CACHE_DIR"] = tempfile.mkdtemp(dir=copy_of_project)
            sys.path.insert(0, str(copy_of_project))
            os.environ["PYTHONPATH"] = str(copy_of_project)
            # Compiled kernels count as current: an error outside of them compiles none anew
            importlib.import_module("course._jit").stamp = lambda source: "kept"
            # A Dask cluster does not come up in a process that was forked
            options = ["-x", "-q", "-n0", "-p", "no:cacheprovider", "-k", chosen]
            code = importlib.import_module("pytest").main([*options, *map(str, tests)])
            os._exit(int(code))
        finally:
            os._exit(99)
    return os.waitpid(child, 0)[1] == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", help="default: all models and the analysis")
    parser.add_argument("--each", type=int, default=6, help="errors a file")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=int, default=300, help="that a run may take")
    asked = parser.parse_args()
    files = [Path(x) for x in asked.files] or [
        x.relative_to(ROOT)
        for folder in ("course/models", "course/analysis")
        for x in sorted((ROOT / folder).rglob("*.py"))
        if x.name != "__init__.py"
    ]
    for name in HEAVY:
        importlib.import_module(name)
    sys.dont_write_bytecode = True
    there = Path(tempfile.mkdtemp(prefix="mutation-"))
    kept = shutil.ignore_patterns("__pycache__", ".git", "lessons", "*.ipynb", "browser")
    shutil.copytree(ROOT, there, dirs_exist_ok=True, ignore=kept)
    noticed, survivors, sound = 0, [], {}
    for file in files:
        source, tests = (ROOT / file).read_text("utf-8"), tests_of(file)
        for path in tests:
            if path not in sound:
                sound[path] = passes(there, [path], 4 * asked.seconds, fresh=False)
        if not tests or not all(sound[path] for path in tests):
            print(f"{file}: no tests, or they fail without an error", flush=True)
            continue
        found = list(sites(ast.parse(source)))
        random.Random(f"{asked.seed} {file}").shuffle(found)
        for node, new, compiled in found[: asked.each]:
            (there / file).write_text(planted(source, node, new), "utf-8")
            start = time.monotonic()
            survived = passes(there, tests, asked.seconds, compiled) and passes(
                there, [Path("tests/test_fuzz.py")], asked.seconds, compiled, calls_of(file)
            )
            noticed += not survived
            said = f"{file}:{node.lineno}: {ast.unparse(node)[:70]}  ->  {ast.unparse(new)[:70]}"
            if survived:
                survivors.append(said)
            word = "SURVIVED" if survived else "noticed"
            print(f"{word} {said} [{time.monotonic() - start:.0f} s]", flush=True)
        (there / file).write_text(source, "utf-8")
    total = noticed + len(survivors)
    print(f"\n{noticed} of {total} errors were noticed. Not noticed:", *survivors, sep="\n")
    shutil.rmtree(there)


if __name__ == "__main__":
    main()
