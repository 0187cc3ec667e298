"""What the notebook shows of a live figure, and the size of text on the page."""

import base64
import html
import textwrap
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets
from IPython import get_ipython
from IPython.display import display

from course import _host, _language, stage
from course._language import said
from course._typeset import marked, minus
from course.live.explorer import Explorer
from course.live.picture import DPI, NARROW, smaller

if TYPE_CHECKING:
    from course.live.widget import Live

LECTURE_ZOOM = 1.35  # 10 pt on the picture becomes readable from the last row
CAPTION = 84  # characters to a line; a PDF does not break lines of output
_shown_by = {}  # cell id -> (execution, live figures it showed)


def spec(explorer: Explorer) -> dict[str, Any]:
    """What the page needs to know of a live figure before its first picture."""
    return {
        "title": said(explorer.title),
        "module": explorer.module,
        "controls": [
            control.spec() | {"start": explorer.start[name], "main": name in explorer.main}
            for name, control in explorer.controls.items()
        ],
        "handles": [handle.spec(explorer.controls) for handle in explorer.handles],
        "presets": [
            preset._asdict() | {n: minus(said(getattr(preset, n))) for n in ("label", "sentence")}
            for preset in explorer.presets
        ],
        "height": explorer.size[1] * DPI,
        "narrow": explorer.narrow_height
        and {
            "below": NARROW,
            "height": explorer.narrow_height,
        },
        "drafts": explorer.drafts,
        "touch": explorer.on_event is not None,
    }


def words_of(explorer: Explorer) -> dict[str, str]:
    """What the page's scripts say in another language, and how it calls options."""
    options = (getattr(control, "options", ()) for control in explorer.controls.values())
    return _language.words(*(option for several in options for option in several))


def show(live: "Live") -> None:
    """Display a still picture with its words for the saved page and, in its place, the live one."""
    with live.place.waiting():
        live.explorer.settle()
        png, summary = live.png(), live.summary
    _close_earlier(live)
    width = round(live.size[0] * DPI)
    shown = settings_in_words(live)
    title = live.spec["title"]
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    still = (
        '<figure class="course-still" style="margin: 0; max-width: 100%">'
        f'<img alt="{html.escape(f"{title}. {summary}")}" width="{width}" src="{source}" '
        'style="max-width: 100%; height: auto">'
        f"<figcaption>{marked(summary)}<br><small>{marked(shown)}</small></figcaption>"
        "</figure>"
    )
    _host.show(
        live,
        still,
        f"{title}. {summary}",
        invitation=said("Run this cell to move the sliders."),
        put=live.place.put,
        png=smaller(png),
        width=width,
        caption=textwrap.fill(f"{summary} {shown}", CAPTION),
    )


def settings_in_words(live: "Live") -> str:
    """What the picture shows is for these values of its controls."""
    values = [control.said(live.values[name]) for name, control in live.controls.items()]
    return f"{said('Shown for')} {', '.join(filter(None, values))}." if any(values) else ""


def _close_earlier(live):
    """Close what an earlier run of this cell showed and no other does: the kernel would keep it."""
    cell, execution = _host.run()
    if cell is None:
        return
    before, shown = _shown_by.get(cell, (execution, []))
    if before != execution:
        _shown_by[cell] = execution, [live]
        for old in shown:
            if not any(old in still for _, still in _shown_by.values()):
                old.close()
        shown = []
    _shown_by[cell] = execution, [*shown, live]


def words(problem: Exception) -> str:
    """An error for the page: a refusal says itself what is wrong, others need their type."""
    told = str(problem) if isinstance(problem, ValueError) else ""
    return said(told) or f"{type(problem).__name__}: {problem}"


class _LectureMode(_host.Widget):
    """Page-wide text size and the stage; one for the session, so that off reaches every view."""

    _esm = stage.SCRIPT + _host.script(Path(__file__).parent / "lecture.js")
    zoom = traitlets.Float(1.0).tag(sync=True)
    call = traitlets.Unicode("").tag(sync=True)  # names the call that asks for the stage

    def __repr__(self):
        return said("Lecture mode is off." if self.zoom == 1 else "Lecture mode is on.")


lecture_mode = _LectureMode()


def set_lecture_mode(on: bool) -> float:
    """Tell the page; return the zoom of pictures."""
    lecture_mode.call = uuid.uuid4().hex if on else ""
    lecture_mode.zoom = LECTURE_ZOOM if on else 1.0
    if get_ipython() is not None:
        display(lecture_mode)
    return lecture_mode.zoom
