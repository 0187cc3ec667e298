"""Runs in Pyodide: which of the modules that a first figure imports are still to be translated."""

import json
import pathlib
import sys
from importlib.util import cache_from_source

import IPython.core.interactiveshell  # noqa: F401 - as a kernel has it

import course
from course.explore import integrate_fire

integrate_fire.neuron.explorer()
packages = pathlib.Path(course.__file__).parents[1]
files = [getattr(module, "__file__", None) or "" for module in [*sys.modules.values()]]
ours = [file for file in files if file.startswith(f"{packages}/")]
late = [
    file
    for file in ours
    if file.endswith(".py") and not pathlib.Path(cache_from_source(file)).exists()
]
answer = json.dumps(
    {
        "modules": len(ours),
        "to be translated": late,
        "without text": [f for f in ours if "/course/" in f and not f.endswith(".py")],
    }
)
