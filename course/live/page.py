"""What the notebook shows of a live figure, and the size of text on the page."""

import base64
import html
from pathlib import Path

import anywidget
import traitlets
from IPython import get_ipython
from IPython.display import display

from course.live.picture import DPI

LECTURE_ZOOM = 1.35  # 10 pt on the picture becomes readable from the last row
_shown_by = {}  # cell id -> (execution, live figures it showed)


def spec(explorer):
    """What the page needs to know of a live figure before its first picture."""
    return {
        "title": explorer.title,
        "controls": [
            control.spec() | {"start": explorer.start[control.name]}
            for control in explorer.controls.values()
        ],
        "presets": [preset._asdict() for preset in explorer.presets],
        "width": explorer.size[0] * DPI,
        "height": explorer.size[1] * DPI,
        "drafts": explorer.drafts,
        "touch": explorer.on_event is not None,
    }


def show(live):
    """Display a still picture for the saved page and, in its place, the live one.

    Two outputs, because JupyterLab shows an error instead of the other half of a
    bundle when the kernel is gone. The style sheet hides the still one wherever
    the live one is on the page.
    """
    with live.place.waiting():
        words, png = f"{live.title}. {live.summary}", live.png()
    _close_earlier(live)
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    still = (
        f'<figure class="course-still"><img alt="{html.escape(words)}" '
        f'width="{live.size[0] * DPI:.0f}" src="{source}"></figure>'
    )
    live.place.put({"text/html": still, "text/plain": words})
    view = {"version_major": 2, "version_minor": 0, "model_id": live.model_id}
    invitation = f"Run this cell to move the sliders of {live.settings()}"
    display({"application/vnd.jupyter.widget-view+json": view, "text/plain": invitation}, raw=True)


def _close_earlier(live):
    """Close what an earlier run of this cell showed and no other does: the kernel would keep it."""
    kernel = getattr(get_ipython(), "kernel", None)
    if kernel is None:
        return
    parent = kernel.get_parent("shell")
    cell = parent.get("metadata", {}).get("cellId")
    if cell is None:
        return
    execution = parent["header"]["msg_id"]
    before, shown = _shown_by.get(cell, (execution, []))
    if before != execution:
        _shown_by[cell] = execution, [live]
        for old in shown:
            if not any(old in still for _, still in _shown_by.values()):
                old.close()
        shown = []
    _shown_by[cell] = execution, [*shown, live]


def words(problem):
    """An error for the page: a refusal says itself what is wrong, others need their type."""
    told = str(problem) if isinstance(problem, ValueError) else ""
    return told or f"{type(problem).__name__}: {problem}"


class _LectureMode(anywidget.AnyWidget):
    """Page-wide text size; one for the session, so that turning it off reaches every view."""

    _esm = (Path(__file__).parent / "lecture.js").read_text("utf-8")
    zoom = traitlets.Float(1.0).tag(sync=True)

    def __repr__(self):
        return f"Lecture mode is {'off' if self.zoom == 1 else 'on'}."


lecture_mode = _LectureMode()


def set_lecture_mode(on):
    """Tell the page; return the zoom of pictures."""
    lecture_mode.zoom = LECTURE_ZOOM if on else 1.0
    if get_ipython() is not None:
        display(lecture_mode)
    return lecture_mode.zoom
