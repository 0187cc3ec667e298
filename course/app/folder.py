"""The student's folder: where it is, and what in it would hide a module of others."""

import os
import sys
from pathlib import Path

COURSE = Path(__file__).resolve().parents[1]
FOLDER = "work"
RECORD = ".course.json"  # in the folder: what was handed out
PACKAGES = {"course", "numpy", "scipy", "numba", "matplotlib", "PIL", "IPython", "ipykernel"} | {
    "jupyterlab",
    "ipywidgets",
    "anywidget",
    "traitlets",
}


def found(lessons=()):
    """The folder we stand in or above, if it is one, or `work` in it; None if it is gone.

    A terminal of JupyterLab opens inside the folder. One without a record is known by its
    name and the names of `lessons` in it.
    """
    try:
        here = Path.cwd()
    except OSError:
        return None
    for folder in (here, *here.parents):
        if os.path.isfile(folder / RECORD):
            return folder
    if here.name == FOLDER and any(os.path.exists(here / name) for name in lessons):
        return here
    return here / FOLDER


def shadows(folder):
    """(file, what it hides) of every file in `folder` that hides a module of another."""
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return
    for path in paths:
        name = path.name.removesuffix(".py")
        if path.suffix != ".py" and not (path / "__init__.py").is_file():
            continue
        if name in sys.stdlib_module_names:
            yield path, f"it can take the place of Python's own module {name}"
        elif name in PACKAGES and path.resolve() != COURSE:  # a checkout holds the course itself
            yield path, f"it takes the place of the package {name}"
