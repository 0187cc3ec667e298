"""Packages for the browser whose modules are translated already, by the Python that is to run them.

Python translates a module when it is first imported and keeps the result beside it. In a
browser all files are gone with the page, so each visit would translate 600 modules again until
its first figure, which takes longer than all else that these modules do. What others wrote comes
translated instead of as text; the course's own files, which students read, come as both.
"""

import hashlib
import json
from pathlib import Path

from website import node

LOCK = "pyodide-lock.json"
# Starts Pyodide with the folder of its wheels at /wheels and runs a file there.
SCRIPT = """
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const [folder, inside, wheels] = process.argv.slice(1);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${folder}/` });
await python.loadPackage(["neural-course", "ipython"], { messageCallback: () => {} });
python.FS.mkdirTree("/wheels");
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/wheels");
python.runPython(readFileSync(inside, "utf8"), { globals: python.toPy({ wheels }) });
"""


def translate(folder, readable):
    """Translate what the first figure imports in the wheels of a folder of Pyodide.

    Its lock file says the new sums.

    Parameters
    ----------
    folder : Path
        As `pyodide.assemble` has written it.
    readable : str
        Name of the package that keeps the text of its modules.
    """
    lock = json.loads((folder / LOCK).read_text("utf-8"))
    wheels = {package["file_name"]: name == readable for name, package in lock["packages"].items()}
    inside = Path(__file__).with_name("bytecode_inside.py")
    arguments = [str(Path(folder).absolute()), str(inside), json.dumps(wheels)]
    node.said("node", ["--input-type=module", "-e", SCRIPT, *arguments])
    for package in lock["packages"].values():
        data = (folder / package["file_name"]).read_bytes()
        package["sha256"] = hashlib.sha256(data).hexdigest()
    (folder / LOCK).write_text(json.dumps(lock), "utf-8")
