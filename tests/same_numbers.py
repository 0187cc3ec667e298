"""What every live figure says, computed as another processor would: `python same_numbers.py`.

    python tests/same_numbers.py [--grow N] [topic.figure ...]

prints JSON, {"topic.figure": [summary at its start, after preset 1, ...]}; figures that grow
take N steps, all of them by default. `environments()` lists the processors that this one can
play: OpenBLAS has kernels for each (NumPy and SciPy bring a copy of it each, and both obey
OPENBLAS_CORETYPE), NumPy and the C library have code for some, and numba compiles for the
one it is told.
"""

import argparse
import ast
import importlib
import json
import os
import pkgutil
import platform
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
CORES = {  # OpenBLAS's kernel sets, and what a processor must have for them
    "Prescott": {"sse3"},
    "Nehalem": {"sse4_2"},
    "Haswell": {"avx2", "fma"},
    "Zen": {"avx2", "fma"},
    "SkylakeX": {"avx512f", "avx512bw", "avx512dq", "avx512vl"},
}


def features():
    """What this processor can do, in Linux's words; nothing where it does not say."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return set()
    flags = next((line for line in lines if line.startswith("flags")), ":").partition(":")[2]
    return {flag if flag != "pni" else "sse3" for flag in flags.split()}


@cache
def _architecture(variables):
    code = "import numpy, threadpoolctl as t; print(t.threadpool_info()[0]['architecture'])"
    run = [sys.executable, "-c", code]
    env = surroundings(dict(variables))
    return subprocess.run(run, env=env, capture_output=True, text=True, check=True).stdout.strip()


def architecture(variables):
    """What OpenBLAS calls the kernels that it runs under these variables."""
    return _architecture(tuple(variables.items()))


def dispatched():
    """NumPy's code paths for newer processors that run on this one."""
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    return [name for name in __cpu_dispatch__ if __cpu_features__.get(name)]


def plain():
    """Variables that take NumPy's, the C library's and numba's newer code paths away."""
    variables = {"NUMBA_CPU_NAME": "generic", "OPENBLAS_NUM_THREADS": "1"}
    if dispatched():
        variables["NPY_DISABLE_CPU_FEATURES"] = " ".join(dispatched())
    if platform.libc_ver()[0] == "glibc":
        variables["GLIBC_TUNABLES"] = "glibc.cpu.hwcaps=-AVX512F,-AVX2,-FMA,-FMA4"
    return variables


def environments():
    """name -> variables of each processor that this one can play; none but on x86-64."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return {}
    can = features()
    found = {
        f"{core}, {threads} thread{'s' * (threads > 1)}": {
            "OPENBLAS_CORETYPE": core,
            "OPENBLAS_NUM_THREADS": str(threads),
        }
        for core, needs in CORES.items()
        if needs <= can
        for threads in (1, 2)
    }
    oldest = next((core for core, needs in CORES.items() if needs <= can), None)
    if oldest:
        found["old_processor"] = {"OPENBLAS_CORETYPE": oldest} | plain()
    return found


def figures():
    """Names of all live figures, "topic.figure", and the file each is defined in."""
    from course import explore

    for topic in sorted(found.name for found in pkgutil.iter_modules(explore.__path__)):
        if topic[0] != "_":
            module = importlib.import_module(f"course.explore.{topic}")
            for name in module.__all__:
                home = sys.modules[getattr(module, name).__module__]
                yield f"{topic}.{name}", Path(home.__file__)


@cache
def multiplies(file):
    """Whether a module has a matrix product or linear algebra of its own."""
    tree = ast.parse(file.read_text("utf-8"))
    return any(
        (isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult))
        or (isinstance(node, ast.Attribute) and node.attr in ("linalg", "matmul", "dot", "einsum"))
        or (isinstance(node, ast.ImportFrom) and "linalg" in (node.module or ""))
        for node in ast.walk(tree)
    )


@cache
def parts(file):
    """Files of the course that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("course"):
            names = [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
            for name in names:
                path = ROOT.joinpath(*name.split("."))
                found |= {path.with_suffix(".py"), path / "__init__.py"}
    return frozenset(path for path in found if path.exists())


def uses_blas(file):
    """Whether a figure's file, or anything of the course that it imports, multiplies matrices."""
    seen, todo = set(), {file}
    while todo:
        path = todo.pop()
        if multiplies(path):
            return True
        seen.add(path)
        todo |= parts(path) - seen
    return False


def said(name, grow=None):
    """The summaries of one figure: at its start and after each preset."""
    topic, _, figure = name.partition(".")
    live = getattr(importlib.import_module(f"course.explore.{topic}"), figure).explorer()
    summaries = []
    for number in range(len(live.presets) + 1):
        if number:
            live.press(number)
        if grow is None:
            live.finish()
        for _ in range(grow or 0):
            if live.steps is not None:
                live.advance()
        summaries.append(live.summary)
    return summaries


def surroundings(variables, cache=None):
    """This process's environment with those variables, and with nothing else said to OpenBLAS."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("OPENBLAS_", "OMP_"))}
    env |= variables | {"PYTHONPATH": str(ROOT), "MPLBACKEND": "agg"}
    return env | {"NUMBA_CACHE_DIR": str(cache)} if "NUMBA_CPU_NAME" in variables else env


def start(names, variables, cache, grow=None):
    """A process that prints what the figures say under these variables."""
    steps = [] if grow is None else ["--grow", str(grow)]
    return subprocess.Popen(
        [sys.executable, __file__, *steps, *names],
        env=surroundings(variables, cache),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def heard(process):
    """What that process printed."""
    out, errors = process.communicate()
    assert process.returncode == 0, errors[-3000:]
    return json.loads(out)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("figures", nargs="*")
    parser.add_argument("--grow", type=int)
    options = parser.parse_args()
    chosen = options.figures or [name for name, _ in figures()]
    json.dump({name: said(name, options.grow) for name in chosen}, sys.stdout)
