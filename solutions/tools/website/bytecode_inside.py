"""Runs in Pyodide: translates the modules that a first figure imports.

`wheels` is JSON of {file in /wheels: whether its text stays}.
"""

import json
import pathlib
import sys
import zipfile
from importlib import _bootstrap_external as importing
from importlib.util import cache_from_source, source_hash

import anywidget  # noqa: F401
import IPython.core.interactiveshell
import matplotlib.backends.backend_agg  # noqa: F401

from course.explore import integrate_fire  # noqa: F401

PLACE = pathlib.Path(IPython.__file__).parents[1]  # of all packages, also for tracebacks
FILES = {getattr(module, "__file__", None) for module in [*sys.modules.values()]}
# of no use in a page: for C compilers, for Django, for examples of matplotlib's own
LEFT_OUT = (
    "jedi/third_party/django-stubs/",
    "matplotlib/mpl-data/sample_data/",
    "numpy/_core/include/",
)


def wanted(name):
    return name.endswith(".py") and f"{PLACE}/{name}" in FILES


def translated(name, text):
    """The module as bytes that Python imports without a look at its text; None if it is none."""
    try:
        code = compile(text, f"{PLACE}/{name}", "exec", dont_inherit=True)
    except SyntaxError:  # a template, or a test of errors
        return None
    return bytes(importing._code_to_hash_pyc(code, source_hash(text), checked=False))


def rewrite(path, readable):
    """Write a wheel anew, with its modules translated and without what no page needs."""
    new = path.with_suffix(".new")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as out:
        for item in old.infolist():
            if item.filename.startswith(LEFT_OUT):
                continue
            data = old.read(item)
            ready = translated(item.filename, data) if wanted(item.filename) else None
            if ready is None or readable:
                out.writestr(item, data, zipfile.ZIP_DEFLATED)
            if ready is not None:
                beside = cache_from_source(item.filename) if readable else f"{item.filename}c"
                out.writestr(zipfile.ZipInfo(beside), ready, zipfile.ZIP_DEFLATED)
    new.replace(path)


for file, readable in json.loads(wheels).items():  # noqa: F821 - handed in
    rewrite(pathlib.Path("/wheels", file), readable)
