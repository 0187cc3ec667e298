"""Whether a lesson has to run: what its outputs hang on, and of what those that are there are.

They hang on its code and its predictions, on the files of the course, and on the libraries.
Of the figures and checks of the course only its own count: no lesson sees another's. Lesson 00
lists the lessons, and so hangs on how each of them begins and on what it tells.
"""

import hashlib
import importlib.metadata
import json
import sys

import calm

RECORD = ".built.json"  # in the root; it speaks of this machine alone, so git leaves it out
LIBRARIES = ("numpy", "scipy", "matplotlib", "numba", "anywidget", "ipykernel")


def depends(root, source, runs, tells):
    """All that the outputs of a lesson hang on, as one number.

    Parameters
    ----------
    root : Path
        The checkout.
    source : Path
        The lesson's source.
    runs : notebook
        The cells as they are run.
    tells : dict
        What the lesson tells; its predictions stand in the outputs.
    """
    digest = hashlib.sha256()
    code = [[cell.id, cell.source] for cell in runs.cells if cell.cell_type == "code"]
    versions = [importlib.metadata.version(name) for name in LIBRARIES]
    others = sorted(source.parent.glob("[0-9][0-9]_*.py"))
    lists = source.name.startswith("00")
    lessons = [calm.place(other) for other in others] if lists else []
    said = [code, tells["predictions"], versions, sys.version_info[:2], lessons]
    digest.update(json.dumps(said).encode())
    topics = {other.stem[3:] for other in others} - {source.stem[3:]}
    for path in sorted(path for path in (root / "course").rglob("*") if path.is_file()):
        parts = path.relative_to(root / "course").with_suffix("").parts
        elsewhere = parts[0] in ("explore", "check") and parts[1] in topics
        elsewhere |= path.suffix == ".json" and parts[0] == "told" and not lists
        if "__pycache__" not in parts and not elsewhere:
            digest.update("/".join(parts).encode() + path.read_bytes())
    return digest.hexdigest()


def outputs(notebook):
    """The outputs of a notebook, as one number."""
    shown = [[c.id, c.outputs] for c in notebook.cells if c.cell_type == "code"]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def known(root, source):
    """What the outputs of a lesson hung on when it ran here, and which they were; or None."""
    return _read(root).get(source.stem)


def know(root, source, state):
    """Remember what `known` tells."""
    record = _read(root) | {source.stem: state}
    (root / RECORD).write_text(json.dumps(record, indent=1), "utf-8")


def _read(root):
    try:
        return json.loads((root / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
