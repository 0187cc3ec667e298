"""`Live`: one live figure, its values, its picture and its talk with the page."""

import asyncio
import inspect
import weakref
from pathlib import Path

import anywidget
import traitlets

from course import _valid
from course.live import page
from course.live.controls import Event
from course.live.message import read
from course.live.picture import Picture

_HERE = Path(__file__).parent
_figures = weakref.WeakSet()


class Live(anywidget.AnyWidget):
    """A live figure.

    Parameters
    ----------
    title : str
        What the picture shows; also its accessible name.
    controls : list of Slider, Choice, Switch, Button or State
    compute, draw, update : callable
        As `course.live` says.
    summary : callable
        `summary(result) -> str`: the picture in one line. It is the alternative
        text, what a screen reader hears, and what CI compares.
    call, given : str, dict
        Python name of the explorer and its arguments that are not controls.
    presets : list of Preset
    start : dict
        Values to start with instead of the controls' own.
    size, mosaic, panels
        As `Picture` takes them.
    drafts : bool
        `compute` also takes `draft`: True while a slider is being dragged.
    on_event : callable
        `on_event(event, values) -> dict of changed values`, for an `Event`.

    Raises
    ------
    ValueError
        If a start or preset value names no control or is not allowed.
    """

    _esm = (_HERE / "live.js").read_text("utf-8")
    _css = (_HERE / "live.css").read_text("utf-8")
    spec = traitlets.Dict().tag(sync=True)
    values = traitlets.Dict(help="name -> value; `set` changes it")

    def __init__(
        self, title, controls, compute, draw, update, *, summary, call,
        given=None, presets=(), start=None, size=(7.2, 4.0), mosaic="A", panels=None,
        drafts=False, on_event=None,
    ):  # fmt: skip
        self.controls = {control.name: control for control in controls}
        self.start = {name: control.start for name, control in self.controls.items()}
        self.start |= self._checked(start or {})
        self.presets = [preset._replace(values=self._checked(preset.values)) for preset in presets]
        self.title, self.call, self._given = title, call, given or {}
        self._compute, self._draw, self._update, self._summary = compute, draw, update, summary
        self.size, self._mosaic, self._panels = size, mosaic, panels
        self._drafts, self._on_event = drafts, on_event
        self._picture = self._result = self._steps = self._grown = None
        self._seen, self.progress = True, 1.0
        super().__init__(
            values=dict(self.start),
            spec=page.spec(self, drafts, on_event is not None),
        )
        self.on_msg(self._receive)
        _figures.add(self)

    # -- driving it from Python ------------------------------------------------

    def set(self, **values):
        """Move the controls named; return the new result.

        Raises
        ------
        ValueError
            If a name or a value is not allowed, or the model refuses the values.
        """
        self._run(self.values | self._checked(values))
        self._send_frame()
        return self._result

    def reset(self):
        """Put every control back to its start; return the result."""
        return self.set(**self.start)

    def press(self, number):
        """Apply preset `number`, from 1 like its digit key; return the result."""
        preset = self.presets[_valid.count("number", number, high=len(self.presets)) - 1]
        return self.set(**(self.start | preset.values))

    def point(self, *events):
        """Do what a hand would do on the picture: a series of `Event`; return the result."""
        return self.set(**self._moved_by(events, self.values))

    def finish(self):
        """Run a growing computation to its end; return the result."""
        self._ensure()
        while self._steps is not None:
            self.advance()
        self._send_frame()
        return self.result

    def advance(self):
        """Take one step of a growing computation; return the result."""
        try:
            self.progress, result = next(self._steps)
        except StopIteration:
            self._steps, self.progress = None, 1.0
        else:
            self._put(result)
        return self._result

    @property
    def result(self):
        """What `compute` last returned."""
        self._ensure()
        return self._result

    @property
    def artists(self):
        """The moving artists, as `draw` returned them."""
        self._ensure()
        return self._picture.artists

    @property
    def summary(self):
        """The picture in one line."""
        return self._summary(self.result)

    def png(self):
        """The picture as PNG bytes, small and still."""
        self._ensure()
        self._picture.render()
        return self._picture.still()

    def settings(self):
        """The Python call that brings back the present state."""
        moved = {n: v for n, v in self.values.items() if v != self.controls[n].start}
        arguments = ", ".join(f"{n}={v!r}" for n, v in (self._given | moved).items())
        return f"{self.call}({arguments})"

    # -- making the picture ----------------------------------------------------

    def _checked(self, values):
        for name in values:
            if name not in self.controls:
                allowed = ", ".join(self.controls)
                raise ValueError(f"there is no control named {name!r}; allowed is one of {allowed}")
        return {name: self.controls[name].check(value) for name, value in values.items()}

    def _ensure(self):
        if self._result is None:
            self._run(self.values)

    def _run(self, values, draft=False):
        """Compute and draw; the values are kept only if the model accepts them."""
        result = self._compute(**values, **({"draft": draft} if self._drafts else {}))
        steps = result if inspect.isgenerator(result) else None
        progress, result = next(steps) if steps else (1.0, result)
        before = self._result
        try:
            self._put(result)
        except Exception:
            if before is not None:  # what cannot be shown must not stay in the picture
                self._put(before)
            raise
        self.values, self._steps, self.progress = values, steps, progress

    def _put(self, result):
        if self._picture is None:
            self._picture = Picture(self.size, self._mosaic, self._draw, self._panels)
            self._picture.resize(zoom=page.lecture_mode.zoom)
        self._picture.move(self._update, result)
        self._result = result

    # -- talking with the page -------------------------------------------------

    def _receive(self, _, message, buffers):
        """Answer one message of the page with exactly one frame; "seen" wants no answer."""
        kind = None
        try:
            message = read(message)
            kind = message["kind"]
            if kind == "size":
                self._ensure()
                self._picture.resize(scale=message["scale"])
            elif kind == "set":
                values = self.values | self._checked(message["values"])
                if message["events"]:  # a place in the picture needs one
                    self._ensure()
                events = (self._event(**event) for event in message["events"])
                self._run(self._moved_by(events, values), message["dragging"])
            if kind == "seen":
                self._seen = True
            else:
                self._send_frame(reply=True, key=kind == "size")
        except Exception as problem:  # whatever it is, the page must say it, not stall
            self._send_frame(reply=True, error=page.words(problem))
        if self._steps not in (None, self._grown):  # one task a computation, whoever began it
            self._grown = self._steps
            self._growing = asyncio.ensure_future(self._grow(self._steps))

    def _moved_by(self, events, values):
        for event in events:
            values = values | self._checked(self._on_event(event, values))
        return values

    def _event(self, kind, x, y, key):
        return Event(kind, *self._picture.locate(x, y), key)

    async def _grow(self, steps):
        """Carry on with a growing computation between messages, a frame whenever one is due."""
        while steps is self._steps and self.comm is not None:
            try:
                self.advance()
                if self._seen or self._steps is None:
                    self._send_frame()
            except Exception as problem:
                self._steps, self.progress = None, 1.0
                self._send_frame(error=page.words(problem))
            await asyncio.sleep(0.001)  # long enough for waiting messages to be read

    def _send_frame(self, reply=False, error="", key=False):
        if self.comm is None or (self._picture is None and not error):
            return
        content = {"kind": "frame", "reply": reply, "error": error, "progress": self.progress}
        if error:
            return self.send(content)
        self._picture.render()
        content |= {"values": self.values, "summary": self.summary, "call": self.settings()}
        self._seen = reply
        self.send(content, buffers=self._picture.frame(key))

    def _ipython_display_(self):
        page.show(self)


def lecture(on=True):
    """Scale every live figure, shown or still to come, for a projector, or back again.

    Parameters
    ----------
    on : bool
        True for a lecture hall, False for the size a reader wants.
    """
    zoom = page.set_lecture_mode(on)
    for live in _figures:
        if live.comm is not None and live._picture is not None:
            live._picture.resize(zoom=zoom)
            live._send_frame()
