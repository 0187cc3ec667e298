"""A model's source beside the notebook, to read: `open_model("integrate_fire")`.

JupyterLab and Notebook open only what is in the student's folder. So a copy that cannot be
written comes into its folder `library`, with a link to it, and the text itself is shown
below, which any host can do.
"""

import contextlib
import difflib
import os
from pathlib import Path
from typing import NamedTuple

from course.app.handout import as_new, put, set_aside

MODELS = Path(__file__).resolve().parents[1] / "models"
FOLDER = "library"
READ_ONLY = 0o444


class Source(NamedTuple):
    """A file of the library; shows itself, with a link to its copy if there is one."""

    name: str  # from the folder of the course on
    text: str
    link: str  # from the notebook's folder on; "" if there is no copy

    def __repr__(self):
        return f"# {self.name}\n\n{self.text}"

    def _repr_markdown_(self):
        title = f"[{self.name}]({self.link})" if self.link else f"`{self.name}`"
        how = "opens beside the notebook, to read" if self.link else "to read"
        box = "max-height: 420px; overflow: auto"
        fence = "`" * 4  # a docstring may hold three
        code = f"{fence}python\n{self.text.rstrip()}\n{fence}"
        return f'**{title}** · {how}\n\n<div style="{box}">\n\n{code}\n\n</div>'


def open_model(model, file="model"):
    """Show the source of a model, read-only.

    Parameters
    ----------
    model : str
        Its folder in `course/models`, e.g. "integrate_fire".
    file : str
        Which of its files, e.g. "kernel".

    Returns
    -------
    Source

    Raises
    ------
    ValueError
        If there is no such model or file; names what there is.
    """
    known = sorted(path.parent.name for path in MODELS.glob("*/model.py"))
    if model not in known:
        raise ValueError(f"model is {model!r}; allowed is {_near(model, known)}")
    files = sorted(path.stem for path in (MODELS / model).glob("[a-z]*.py"))
    if file not in files:
        raise ValueError(f"file is {file!r}; allowed is {_near(file, files)}")
    path = MODELS / model / f"{file}.py"
    return Source(f"course/models/{model}/{file}.py", path.read_text("utf-8"), _copied(path))


def _near(name, known):
    near = difflib.get_close_matches(str(name), known, 3) or known
    return " or ".join(near) if len(near) < 4 else f"one of {', '.join(near)}"


def _copied(path):
    """Put a copy into the working folder; its name from there, or "" if it cannot be written.

    What stands there under its name and is not the same is kept under a dated name.
    """
    name = f"{FOLDER}/{path.parent.name}/{path.name}"
    with contextlib.suppress(OSError):
        target, text = Path.cwd() / name, path.read_bytes()
        if not as_new(target, text):
            target.parent.mkdir(parents=True, exist_ok=True)
            if os.path.lexists(target):
                set_aside(target)
            put(target, text)
            target.chmod(READ_ONLY)
        return name
    return ""
