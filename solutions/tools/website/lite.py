"""JupyterLite, with the lessons and the widgets in it and nothing from another host."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from jupyter_core.paths import jupyter_path

from course import lessons

HERE = Path(__file__).parent
# of all that is installed here, what a lesson needs
EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "@jupyterlite/pyodide-kernel-extension",
    "anywidget",
)
OWN = (
    Path(lessons.__file__).parent / "app" / "jupyter" / "labextensions" / "neural-course",
    HERE / "labextension",
)
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
CONFIG = {
    "jupyter-lite-schema-version": 0,
    "jupyter-config-data": {
        "appName": "Neural course",
        "exposeAppInBrowser": True,
        "faviconUrl": "./lab/favicon.ico",
        "disabledExtensions": ["@jupyterlab/apputils-extension:announcements"],
        "litePluginSettings": {
            KERNEL: {
                "disablePyPIFallback": True,
                "pyodideUrl": "./static/pyodide/pyodide.mjs",
                "loadPyodideOptions": {"packages": ["neural-course", "ipython"]},
            }
        },
    },
}
SETTINGS = {
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
    "@jupyterlab/mainmenu-extension:plugin": {
        "menus": [
            {
                "id": "jp-mainmenu-file",
                "items": [
                    {"command": "neural-course:download-all", "rank": 90},
                    {"command": "neural-course:bring-back", "rank": 90},
                ],
            }
        ]
    },
}
# what is made for those who read JupyterLite's own source, and icons for browsers without WOFF
LEFT_OUT = ("*.map", "rspack.config*", "**/build/*stats*.json")
LEFT_OUT += ("**/build/*.eot", "**/build/fa-*.ttf", "**/build/fa-*.svg")


def build(folder):
    """Build JupyterLite in `folder`; Pyodide comes into its `static/pyodide` by another hand."""
    with tempfile.TemporaryDirectory() as scratch:
        lite = Path(scratch, "lite")
        (lite / "files").mkdir(parents=True)
        for path in lessons.files().values():
            shutil.copy(path, lite / "files" / path.name)
        _write(lite / "jupyter-lite.json", CONFIG)
        _write(lite / "overrides.json", SETTINGS)
        extensions = Path(scratch, "extensions")
        for place in (*map(installed, EXTENSIONS), *OWN):
            name = json.loads((place / "package.json").read_text("utf-8"))["name"]
            shutil.copytree(place, extensions / name)
        config = {
            "LiteBuildConfig": {
                "contents": [str(lite / "files")],
                "ignore_sys_prefix": ["federated_extensions"],
                "lite_dir": str(lite),
                "no_sourcemaps": True,
                "output_dir": str(Path(folder).absolute()),
            },
            "FederatedExtensionAddon": {"extra_labextensions_path": [str(extensions)]},
        }
        _write(lite / "jupyter_lite_config.json", config)
        command = [sys.executable, "-m", "jupyterlite_core", "build", "--apps", "lab"]
        done = subprocess.run(command, cwd=lite, capture_output=True, text=True, env=os.environ)
        if done.returncode:
            raise RuntimeError(f"JupyterLite was not built:\n{done.stdout}{done.stderr}")
    for pattern in LEFT_OUT:
        for path in Path(folder).rglob(pattern):
            path.unlink()


def installed(name):
    """The folder of an extension of JupyterLab."""
    for place in jupyter_path("labextensions"):
        if (Path(place) / name / "package.json").is_file():
            return Path(place) / name
    raise FileNotFoundError(f"the extension {name} of JupyterLab is not installed")


def _write(path, value):
    path.write_text(json.dumps(value, indent=1), "utf-8")
