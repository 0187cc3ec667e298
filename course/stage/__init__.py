"""The stage: a figure on the whole screen and the lesson around it, by keys alone.

`SCRIPT` is the page's half. Whatever of the course shows itself on a page brings it along
and joins the stage (`stage.js` says with what), so that a lecture can walk through figures,
questions and what happened, whichever of them a cell has shown first.
"""

import json
from pathlib import Path

_HERE = Path(__file__).parent
COLORS = (_HERE / "colors.css").read_text("utf-8")  # of figures and of the stage, in every look


def _script():
    css = json.dumps(COLORS + (_HERE / "stage.css").read_text("utf-8"))
    look = _HERE.parent / "live" / "theme.js"  # what the page around looks like
    parts = look, _HERE / "language.js", _HERE / "stage.js"
    files = "\n".join(path.read_text("utf-8") for path in parts)
    return f"const STAGE_CSS = {css};\n{files}\n"


SCRIPT = _script()
