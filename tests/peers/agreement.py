"""The table of agreement: rows from the tests, printed at the end and written to a page.

Its rows come from `tests/peers/test_*.py`. `pytest -m peers` prints it, and

    pip install -e ".[peers]"
    pytest -m peers --write-agreement

writes it to AGREEMENT.md beside this file, if every row was there and agreed.
"""

import importlib.metadata
import math
from pathlib import Path

import numpy as np
import pytest

PAGE = Path(__file__).with_name("AGREEMENT.md")
TITLE = """# Agreement with other people's programs

Every row compares what the course computes with a program or a formula that nobody here
wrote. The difference is the largest over all numbers of a row, rounded up to a power of ten
or, where chance is part of it, in standard errors. A row whose difference is above what is
allowed fails its test, in `tests/peers/`. `pytest -m peers --write-agreement` wrote this page.
"""
HEAD = ["what", "peer", "its numbers", "ours", "difference", "allowed"]


def needs(module, program, package):
    """The module of a peer; the test is skipped, by the peer's name, where it is missing."""
    found = pytest.importorskip(
        module, reason=f'{program} is not installed: pip install -e ".[peers]"'
    )
    return found, f"{program} {importlib.metadata.version(package)}"


def scipy_named():
    return f"SciPy {importlib.metadata.version('scipy')}"


def row(what, peer, theirs, ours, allowed, unit="", kind="absolute"):
    """One row, as text, and whether it agrees.

    `kind` is "absolute", "relative", or "errors": then `allowed` is a pair, how many
    standard errors, and one standard error.
    """
    theirs, ours = (np.atleast_1d(np.asarray(x, float)) for x in (theirs, ours))
    if theirs.shape != ours.shape:
        return [what, peer, _shown(theirs, unit), _shown(ours, unit), "other count", ""], False
    gap = np.abs(theirs - ours)
    if kind == "relative":
        gap = gap / np.abs(theirs).max()
        words, limit = f"{allowed:g} of the largest", allowed
    elif kind == "errors":
        limit, error = allowed
        gap = gap / error
        words = f"{limit:g} standard errors"
    else:
        words, limit = f"{allowed:g} {unit}".strip(), allowed
    worst = float(gap.max())
    if not math.isfinite(worst):
        said = str(worst)
    elif kind == "errors":
        said = f"{worst:.1f} standard errors"
    else:
        said = f"below {_power(worst)}" + (f" {unit}" if unit and kind == "absolute" else "")
    return [what, peer, _shown(theirs, unit), _shown(ours, unit), said, words], worst <= limit


def _power(x):
    """The power of ten above x, no less than a rounding error."""
    return f"1e{max(-15, math.floor(math.log10(x)) + 1) if x > 0 else -15}"


def _shown(values, unit):
    texts = [f"{value:.6g}" for value in values.ravel()]
    if len(texts) > 4:
        texts = [*texts[:2], "…", texts[-1], f"({len(values.ravel())} numbers)"]
    return ", ".join(texts).replace("…,", "…").replace(", (", " (") + (f" {unit}" if unit else "")


def table(rows):
    """Markdown, columns of equal width."""
    rows = [HEAD, *rows]
    wide = [max(len(line[k]) for line in rows) for k in range(len(HEAD))]
    lines = ["| " + " | ".join(x.ljust(w) for x, w in zip(line, wide)) + " |" for line in rows]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in wide) + "|")
    return "\n".join(lines)


def page(rows):
    versions = " · ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("numpy", "scipy", "numba")
    )
    return f"{TITLE}\nThe course ran on {versions}.\n\n{table(rows)}\n"
