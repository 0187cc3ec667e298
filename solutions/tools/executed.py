"""Running a solved notebook, and saying whether two runs differ.

Two runs of the same lesson differ in times, ids, memory addresses and, between
machines, in the pixels of fonts. None of that is a difference of the lesson.
"""

import asyncio
import base64
import io
import os
import re
import tempfile
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
VIEW = "application/vnd.jupyter.widget-view+json"
IGNORED = "nbval-ignore-output"
IMAGE = r"data:image/[a-z+]+;base64,[A-Za-z0-9+/=]+"
ADDRESS = (r"\b0x[0-9a-fA-F]{4,}\b", "0xADDRESS")
MARK = (r'data-course-still="[0-9a-f]*"', 'data-course-still=""')  # of a widget that is gone
# what differs between two runs or two machines though nothing is different
SANITIZE = [(IMAGE, "IMAGE"), ADDRESS, MARK]
TIMEOUT = 600  # seconds that a cell or the kernel may take; a machine may be busy


def run(notebook):
    """Execute `notebook` in a fresh folder with this Python; keep nothing of the machine."""
    from ipykernel.kernelspec import RESOURCES, get_kernel_dict
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    class ThisPython(KernelSpecManager):
        def get_kernel_spec(self, kernel_name):
            return KernelSpec(resource_dir=RESOURCES, **get_kernel_dict())

    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=ThisPython())
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            km=manager,
            timeout=TIMEOUT,
            startup_timeout=TIMEOUT,
            record_timing=False,
            store_widget_state=False,
            resources={"metadata": {"path": folder}},
        )
        asyncio.run(client.async_execute(cleanup_kc=True, env=environment()))
    normalize(notebook)
    return notebook


def environment():
    """Variables for a kernel that finds this checkout and draws as a notebook does."""
    env = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    env["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), env.get("PYTHONPATH")]))
    return env


def normalize(notebook):
    """Drop what an executed notebook says of its run: versions, ids, addresses."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for count, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), 1):
        cell.execution_count = count
        cell.metadata.pop("execution", None)
        cell.outputs = _one_stream(cell.outputs)
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count
            if "text" in output:
                output.text = sanitize(output.text, [ADDRESS])
            data = output.get("data", {})
            data.pop(VIEW, None)  # the model is gone with its kernel
            for kind in data:
                if kind.startswith("text/"):
                    data[kind] = sanitize(data[kind], [ADDRESS, MARK])


def _one_stream(outputs):
    """How a stream was cut into pieces is a matter of time: join what follows each other."""
    joined = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output.output_type == "stream" and output.get("name") == last.get("name"):
            last.text += output.text
        else:
            joined.append(output)
    return joined


def sanitize(text, patterns=SANITIZE):
    for pattern, replacement in patterns:
        text = re.sub(pattern, replacement, text)
    return text


# -- comparing -----------------------------------------------------------------


def comparable(cell):
    """A cell's outputs without pictures and what the machine decides."""
    if IGNORED in cell.metadata.get("tags", ()):
        return None
    kept = []
    for output in cell.outputs:
        data = {
            kind: sanitize(value) if isinstance(value, str) else value
            for kind, value in output.get("data", {}).items()
            if not kind.startswith("image/")
        }
        kept.append((output.output_type, output.get("name"), output.get("text"), data))
    return kept


def pictures(cell):
    """The cell's pictures, as PNG or JPEG bytes."""
    for output in cell.outputs:
        for kind, value in output.get("data", {}).items():
            if kind in ("image/png", "image/jpeg"):
                yield base64.b64decode(value)
            elif kind == "text/html":
                for uri in re.findall(IMAGE, value):
                    yield base64.b64decode(uri.partition(",")[2])


def look_alike(one, other):
    """True if nobody would see a difference: other fonts' edges and encoders don't count."""
    import numpy as np
    from PIL import Image

    if one == other:
        return True
    one, other = (Image.open(io.BytesIO(data)).convert("RGB") for data in (one, other))
    if one.size != other.size:
        return False
    apart = np.abs(np.asarray(one, int) - np.asarray(other, int)).max(axis=2)
    return bool((apart > 48).mean() < 0.002)


def keep_unchanged(new, old):
    """Give `new` the outputs of `old` wherever only the machine makes them differ."""
    before = {cell.id: cell for cell in old.cells if cell.cell_type == "code"}
    for cell in new.cells:
        past = before.get(cell.id)
        if cell.cell_type != "code" or past is None or past.source != cell.source:
            continue
        if comparable(cell) == comparable(past):
            mine, theirs = list(pictures(cell)), list(pictures(past))
            if comparable(cell) is None or (
                len(mine) == len(theirs) and all(map(look_alike, mine, theirs))
            ):
                cell.outputs = past.outputs
