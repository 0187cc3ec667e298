"""A cell that failed leaves the function of its earlier run behind; who hands that in is told."""

import ast
import linecache
import re
import sys
from typing import Any


def older_than_its_cell(function: Any) -> str:
    """A sentence if a later run of the cell that defines `function` failed, or "".

    Known in an IPython session only, for a function under its own name.
    """
    shell = _shell()
    code = getattr(function, "__code__", None)
    name = getattr(function, "__name__", "")
    if shell is None or code is None or shell.user_ns.get(name) is not function:
        return ""
    cells = shell.history_manager.input_hist_raw
    bound = [(cell, how) for cell in cells if (how := _binds(cell, name))]
    own = "".join(linecache.getlines(code.co_filename)).strip()
    came_from = [k for k, (cell, _) in enumerate(bound) if _as_run(shell, cell) == own]
    if not came_from or came_from[-1] == len(bound) - 1 or bound[-1][1] != "function":
        return ""
    return (
        f"The last run of the cell that defines {name} ended with an error, so this is still "
        "your earlier version. Mend that cell, run it, then run this cell again."
    )


def _shell():
    module = sys.modules.get("IPython")
    return module.get_ipython() if module else None


def _as_run(shell, cell):
    try:
        return shell.transform_cell(cell).strip()
    except SyntaxError:
        return None


def _binds(cell, name):
    """ "function" if `cell` defines `name` as one, or would if it parsed; "value", or ""."""
    try:
        body = ast.parse(cell).body
    except (SyntaxError, ValueError):
        line = rf"^def +{re.escape(name)}\b"
        return "function" if re.search(line, cell, re.MULTILINE) else ""
    for statement in reversed(body):
        if isinstance(statement, ast.FunctionDef):
            if statement.name == name:
                return "function"
        elif any(
            isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
            for node in ast.walk(statement)
        ):
            return "value"
    return ""
