"""`Live`: an explorer on a page, and its talk with it."""

import asyncio
import weakref
from pathlib import Path
from typing import Any

import traitlets

from course import _host, _jit, _language, stage
from course.live import page
from course.live.controls import Event
from course.live.explorer import Explorer
from course.live.message import read
from course.live.place import Place

_HERE = Path(__file__).parent
_figures = weakref.WeakSet()
FRAME = 0.02  # s; a growing computation is shown no more often
PARTS = ("controls", "handles", "live")  # of the one script that the page is given


def _running_loop():
    """The event loop of this thread, or None."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _same(name):
    """The attribute of the explorer below."""
    return property(lambda self: getattr(self.explorer, name), doc=f"As the explorer's {name}.")


class Live(_host.Widget):
    """A live figure in a notebook.

    It does what its `Explorer` does and tells the page.

    Parameters
    ----------
    explorer : course.live.explorer.Explorer
    """

    _esm = stage.SCRIPT + _host.script(*(_HERE / f"{part}.js" for part in PARTS))
    _css = stage.COLORS + (_HERE / "live.css").read_text("utf-8")
    spec = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)  # in another language, what the scripts say

    title = _same("title")
    size = _same("size")
    call = _same("call")
    controls = _same("controls")
    presets = _same("presets")
    start = _same("start")
    values = _same("values")
    progress = _same("progress")
    result = _same("result")
    artists = _same("artists")
    summary = _same("summary")

    def __init__(self, explorer: Explorer) -> None:
        self.explorer = explorer
        self.place = Place()
        self._grown = None  # the last growing computation that was carried on
        self._seen = True
        self._drawings = 0  # of the picture, as the page knows them
        explorer.resize(zoom=page.lecture_mode.zoom)
        super().__init__(spec=page.spec(explorer), words=page.words_of(explorer))
        self._loop = _running_loop()  # that of the cells
        self.on_msg(self._in_turn)
        _figures.add(self)

    # -- driving it from Python ------------------------------------------------

    def set(self, **values: Any) -> Any:
        """Move the controls named; return the new result.

        Raises
        ------
        ValueError
            If a name or a value is not allowed, or the model refuses the values.
        """
        return self._told(self.explorer.set(**values))

    def reset(self) -> Any:
        """Put every control back to its start; return the result."""
        return self._told(self.explorer.reset())

    def press(self, number: int) -> Any:
        """Apply preset `number`, from 1 like its digit key; return the result."""
        return self._told(self.explorer.press(number))

    def point(self, *events: Event) -> Any:
        """Do what a hand would do on the picture: a series of `Event`; return the result."""
        return self._told(self.explorer.point(*events))

    def finish(self) -> Any:
        """Run a growing computation to its end; return the result."""
        with self.place.waiting():
            return self._told(self.explorer.finish())

    def advance(self) -> Any:
        """Take one step of a growing computation; return the result."""
        return self.explorer.advance()

    def png(self) -> bytes:
        """The picture as PNG bytes, small and still."""
        return self.explorer.png()

    def settings(self) -> str:
        """The Python call that brings back the present state."""
        return self.explorer.settings()

    # -- talking with the page -------------------------------------------------

    def _told(self, result):
        self._send_frame()
        return result

    def _in_turn(self, *message):
        """Answer in the thread of the cells, when it is free; a kernel may read in another.

        Two threads that draw at once confuse matplotlib's fonts and settings, and only the
        first thread can stop a student's function.
        """
        if self._loop in (None, _running_loop()) or not self._loop.is_running():
            self._receive(*message)
        else:
            self._loop.call_soon_threadsafe(self._receive, *message)

    def _receive(self, _, message, buffers):
        """Answer one message of the page with exactly one frame.

        "seen" wants no answer, and "over" is answered in words.
        """
        kind = None
        try:
            message = read(message)
            kind = message["kind"]
            if kind == "over":
                return self._tell(message)
            with _jit.telling(self._wait):
                self._do(kind, message)
            if kind == "seen":
                self._seen = True
            else:
                self._send_frame(reply=True, key=kind == "size")
        except Exception as problem:  # whatever it is, the page must say it, not stall
            self._send_frame(reply=True, error=page.words(problem))
        steps = self.explorer.steps
        if steps not in (None, self._grown):  # one task a computation, whoever began it
            self._grown = steps
            self._growing = asyncio.ensure_future(self._grow(steps))

    def _do(self, kind, message):
        if kind == "size":
            self.explorer.resize(**message["room"])
            self.explorer.result  # noqa: B018 - there must be something to show
        elif kind == "pin":
            self.explorer.pin(message["on"])
        elif kind == "set":
            events = (self.explorer.event(**event) for event in message["events"])
            self.explorer.move(message["values"], events, message["dragging"])

    def _tell(self, place):
        """Say what is under the pointer, with the place that was asked for."""
        try:
            words = self.explorer.told(place["x"], place["y"])
        except Exception as problem:  # no frame is due that could tell it
            words = page.words(problem)
        self.send(place | {"words": words})

    def _wait(self, words):
        """Say on the page why the picture takes its time."""
        self.send({"kind": "wait", "words": _language.said(words)})

    async def _grow(self, steps):
        """Carry on with a growing computation between messages, a frame whenever one is due."""
        while steps is self.explorer.steps and self.comm is not None:
            try:
                self.explorer.advance(FRAME)
                if self._seen or self.explorer.steps is None:
                    self._send_frame()
            except Exception as problem:
                self._send_frame(error=page.words(problem))
            await asyncio.sleep(0.001)  # long enough for waiting messages to be read

    def _send_frame(self, reply=False, error="", key=False):
        if self.comm is None or not (self.explorer.drawn or error):
            return
        content = {"kind": "frame", "reply": reply, "error": error, "progress": self.progress}
        if error:
            return self.send(content)
        picture = self.explorer.picture
        picture.render()
        content |= {"values": self.values, "summary": self.summary, "call": self.settings()}
        content["pinned"] = self.explorer.pinned
        content |= {"ratio": picture.room.ratio, "handles": self.explorer.places()}
        buffers = picture.frame(key)
        if len(buffers) == 1 or self._drawings != picture.drawings:
            content["panels"] = picture.geometry()
            self._drawings = picture.drawings
        self._seen = reply
        self.send(content, buffers=buffers)

    def _ipython_display_(self):
        page.show(self)


def lecture(on: bool = True) -> None:
    """Scale every live figure, shown or still to come, for a projector, or back again.

    Parameters
    ----------
    on : bool
        True for a lecture hall, False for the size a reader wants.
    """
    zoom = page.set_lecture_mode(on)
    for live in _figures:
        try:
            live.explorer.resize(zoom=zoom)
            live._send_frame()
        except Exception as problem:  # one figure's trouble is told there and stops no other
            live._send_frame(error=page.words(problem))
