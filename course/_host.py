"""What is shown where a widget stands, in every host of a notebook and in a saved page.

Of the kinds of one output a host shows a single one, each by its own order:

    JupyterLab, Notebook   the widget, or an error in its place when the model is gone with
                           the kernel; in a notebook that is not trusted, the HTML
    VS Code                the widget, or the next kind when the kernel does not know it
    nbconvert, Voilà       the widget if its state was saved, else HTML; for LaTeX the PNG
    GitHub                 the HTML

No single output is right in all of them, so there are two. The first is what stays: HTML,
the same as a PNG, and words. The second is the widget, with nothing to see beside it. The
widget's page hides what stays once it has drawn itself (`_host.js`), and a style sheet in
what stays hides the error that JupyterLab would show below it.
"""

import base64
import html
import uuid
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from IPython import get_ipython
from IPython.display import display

_STYLE = """<style>
.jp-OutputArea-child:has([data-course-still]) + .jp-OutputArea-child
  > .jp-OutputArea-output:not([data-mime-type]):not(:has(*)) { display: none; }
.jp-NotebookPanel [data-course-still]::after { content: attr(data-course-say); }
</style>"""


def run():
    """(what names the cell that runs, what names this run of it), each None where none is known."""
    kernel = getattr(get_ipython(), "kernel", None)
    if kernel is None:
        return None, None
    parent = kernel.get_parent()  # without a channel, of which a kernel in a browser has none
    return parent.get("metadata", {}).get("cellId"), parent["header"]["msg_id"]


def script(*paths):
    """The script of a widget in one or more files, after what it needs to know of its host."""
    return "\n".join(
        path.read_text("utf-8") for path in (Path(__file__).with_suffix(".js"), *paths)
    )


class Widget(anywidget.AnyWidget):
    """A widget by whose mark its page finds its model, and its still."""

    mark = traitlets.Unicode().tag(sync=True)  # no other on the page has it

    def __init__(self, **state: Any) -> None:
        mark = uuid.uuid4().hex[:12]
        super().__init__(model_id=mark, mark=mark, **state)


def show(widget, still, words, *, invitation, put=None, png=None, width=0, caption=""):
    """Display `still` for the saved page and, in its place, the widget.

    Parameters
    ----------
    widget : Widget
        Its script calls `heard(model)` and `stillBeside(el, mark)`.
    still : str
        HTML.
    words : str
        The still in words.
    invitation : str
        What to do to have the widget; said only where a cell can be run.
    put : callable
        `put(bundle, metadata)` displays what stays, if that has a place already.
    png, width
        The still as a picture, for PDF, and its width in CSS pixels.
    caption : str
        Words below the picture in PDF.
    """
    said = html.escape(invitation)
    kept = f'{_STYLE}<div data-course-still="{widget.mark}" data-course-say="{said}">{still}</div>'
    bundle, about = {"text/html": kept, "text/plain": words}, {}
    if png:
        bundle["image/png"] = base64.b64encode(png).decode()
        about["image/png"] = {"width": width, "alt": words}
    (put or _display)(bundle, about)
    view, about = widget._repr_mimebundle_()  # about: where Colab has its widgets from
    nothing = {"text/html": "", "text/plain": caption}
    if not caption:
        nothing["text/latex"] = ""
    _display(view | nothing, about)


def _display(bundle, metadata):
    display(bundle, metadata=metadata, raw=True)
