"""`Explorer`: a live figure without a page; values in, result and picture out.

Nothing here knows of a widget, a notebook or a browser. Tests, static pages and other
hosts drive an explorer as it is; `course.live.widget` puts one on a page.
"""

import inspect
import math
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, cast

from course import _valid
from course._language import said
from course._typeset import minus
from course.live.controls import Control, Event, Handle, Preset, Slider, declared, main
from course.live.mine import Mine
from course.live.picture import DPI, NARROW, Mosaic, Picture, Room, Show, panel_names

FIRST = 1.0  # s of the processor's time that a first picture may take to grow
NARROW_OWN = ("mosaic", "height")  # what of `narrow` is not for `Figure.subplot_mosaic`


class Explorer:
    """A live figure, driven from Python.

    Parameters
    ----------
    title : str
        What the picture shows; also its accessible name.
    controls : list of Slider, Choice, Switch, Button or State
    compute : callable
        `compute(**values)` returns the result: anything. Controls that it does not take only
        change what `show` makes of it, and it is not called for them. A dict is handed on as a
        namespace that also has the values of all controls. A generator yields `(fraction done,
        result)`; a picture that nobody has touched has grown to its end, if that takes less
        than `FIRST`. A parameter `draft` is True while a slider is being dragged.
    show : callable
        `show(ax, result) -> str` puts the result into the panels, as `course.plots.panel`
        says, and returns the picture in one line. That is the alternative text, what a screen
        reader hears, and what CI compares.
    call : str
        Python name of the figure.
    given : dict
        Arguments of `compute` that are not controls.
    presets : list of Preset
    handles : list of Handle
    start : dict
        Values to start with instead of the controls' own.
    size : tuple of float
        Width and height of the still picture, inches of 100 CSS pixels. A page has room of
        its own, but no picture is higher than this.
    mosaic, panels
        As `Picture` takes them.
    narrow : dict, optional
        Another `mosaic`, its `height` in inches and its `panels` for a room below `NARROW`.
    on_event : callable
        `on_event(event, values) -> dict of changed values`, for an `Event`. A value beyond
        the range of a slider becomes its end.

    Attributes
    ----------
    values : dict
        Name -> value; `set` changes it.
    main : tuple of str
        Names of the controls in view; a page folds the others.
    room : course.live.picture.Room
        What there is for the picture; `resize` changes it.
    progress : float
        How much of a growing computation is done, from 0 to 1.
    steps : generator or None
        What is left of a growing computation.

    Raises
    ------
    ValueError
        If a start or preset value names no control or is not allowed, or a control is none.
    """

    def __init__(
        self,
        title: str,
        controls: Sequence[Control],
        compute: Callable[..., Any],
        show: Show,
        *,
        call: str,
        given: Mapping[str, Any] | None = None,
        presets: Sequence[Preset] = (),
        handles: Sequence[Handle] = (),
        start: Mapping[str, Any] | None = None,
        size: tuple[float, float] = (7.2, 4.0),
        mosaic: Mosaic = "A",
        panels: dict[str, Any] | None = None,
        narrow: dict[str, Any] | None = None,
        on_event: Callable[[Event, dict], Mapping[str, Any]] | None = None,
    ) -> None:
        self.title = title
        self.call = call
        self.size = size
        self.controls = {control.name: declared(control) for control in controls}
        self.main = main(controls)
        self.start = {name: control.start for name, control in self.controls.items()}
        self.start |= self._checked(start or {})
        self.presets = [preset._replace(values=self._checked(preset.values)) for preset in presets]
        self.handles = tuple(handles)
        self.values = dict(self.start)
        takes = inspect.signature(compute).parameters
        every = any(one.kind is one.VAR_KEYWORD for one in takes.values())
        self.drafts = "draft" in takes
        self._takes = [name for name in self.controls if every or name in takes]
        self._last: tuple[Any, Any] = (None, None)  # what was computed last: from what, and what
        self.on_event = on_event
        self.progress = 1.0
        self.steps: Iterator[tuple[float, Any]] | None = None
        self._compute = compute
        self.show = show
        self._given = given or {}
        self._wide: dict[str, Any] = {"mosaic": mosaic, "panels": panels}
        self._narrow: dict[str, Any] | None = None
        self.narrow_height = None
        if narrow is not None:
            rest = {name: value for name, value in narrow.items() if name not in NARROW_OWN}
            self._narrow = {"mosaic": narrow["mosaic"], "panels": rest, "among": mosaic}
            self.narrow_height = narrow["height"] * DPI
        for handle in self.handles:
            handle.check(self.controls, panel_names(mosaic))
        self.room = Room(round(size[0] * DPI), round(size[1] * DPI))
        self.still = self.room
        self._picture: Picture | None = None
        self._result: Any = None
        self._shown = ""  # what `show` says of the result
        self._curves = {}  # those that are pinned, by panel

    # -- moving it ---------------------------------------------------------------

    def set(self, **values: Any) -> Any:
        """Move the controls named; return the new result.

        Raises
        ------
        ValueError
            If a name or a value is not allowed, or the model refuses the values.
        """
        return self.move(values)

    def reset(self) -> Any:
        """Put every control back to its start; return the result."""
        return self.set(**self.start)

    def press(self, number: int) -> Any:
        """Apply preset `number`, from 1 like its digit key; return the result."""
        preset = self.presets[_valid.count("number", number, high=len(self.presets)) - 1]
        return self.set(**(self.start | preset.values))

    def point(self, *events: Event) -> Any:
        """Do what a hand would do on the picture: a series of `Event`; return the result."""
        return self.move({}, events)

    def move(
        self, values: Mapping[str, Any], events: Iterable[Event] = (), draft: bool = False
    ) -> Any:
        """All that one message of a page asks for: values, then events; return the result."""
        values = self.values | self._checked(values)
        for event in events:
            if self.on_event is None:
                raise ValueError(
                    f"events is {_valid.shown(events)}; allowed are none in this picture"
                )
            values |= self._checked(self._within(self.on_event(event, values)))
        return self._run(values, draft)

    def finish(self) -> Any:
        """Run a growing computation to its end; return the result."""
        result = self.result
        while self.steps is not None:
            result = self.advance(math.inf)
        return result

    def settle(self) -> Any:
        """Give a growing computation the time of a first picture; return the result."""
        if self.steps is not None:
            self.advance(FIRST, time.process_time)  # a busy machine is not to cut it short
        return self.result

    def advance(self, seconds: float = 0.0, clock: Callable[[], float] = time.perf_counter) -> Any:
        """Carry on with a growing computation and show what it has come to; return the result.

        Parameters
        ----------
        seconds : float
            How long; at least one step is taken.
        clock : callable
            What measures it.
        """
        newest, due = None, clock() + seconds
        try:
            for step in self.steps or ():
                self.progress, newest = step
                if clock() >= due:
                    break
            else:
                self._end()
            if newest is not None:
                self._put(newest, self.values)
        except Exception:
            self._end()
            raise
        return self._result

    # -- looking at it -------------------------------------------------------------

    @property
    def result(self) -> Any:
        """What `compute` last returned."""
        if self._result is None:
            self._run(self.values)
            self.settle()
        return self._result

    @property
    def picture(self) -> Picture:
        """The `Picture`, which shows the result."""
        self.result  # noqa: B018 - the first picture
        return cast(Picture, self._picture)

    @property
    def drawn(self) -> bool:
        """Whether there is a picture already."""
        return self._picture is not None

    @property
    def artists(self) -> dict[str, dict[Hashable, Any]]:
        """What moves, by panel and key."""
        return self.picture.panels.artists

    @property
    def summary(self) -> str:
        """The picture in one line."""
        _ = self.result  # first, since it tells of what is the student's
        told = [mine.told for mine in self._mine() if mine.told]
        if not isinstance(self._shown, str):
            raise ValueError(
                f"show of {self.call} gives {_valid.shown(self._shown)}; "
                "allowed is the picture in a line"
            )
        return minus(" ".join(map(said, [self._shown, *told])))

    def told(self, x: float, y: float) -> str:
        """What a schematic says of a point given in fractions of the picture, or ""."""
        return minus(said(self._picture.told(x, y))) if self._picture is not None else ""

    def places(self) -> list[list[float | None]]:
        """Data coordinates of each handle."""
        return [handle.place(self.values, self.result) for handle in self.handles]

    def png(self) -> bytes:
        """The picture as PNG bytes, small and still: the same whatever page it is on."""
        picture = self.picture
        if self.room != self.still or self._curves:
            picture = self._made(self.still)
            picture.show(self.show, self.result)
        picture.render()
        return picture.still()

    @property
    def module(self) -> str:
        """Name of the module in `course.explore` that has the figure, or ""."""
        package, _, rest = self._compute.__module__.partition(".explore.")
        return rest.partition(".")[0] if package == "course" else ""

    def settings(self) -> str:
        """The Python call that brings back the present state."""
        moved = {n: v for n, v in self.values.items() if v != self.controls[n].start}
        given = {n: v for n, v in self._given.items() if v is not None and not callable(v)}
        arguments = ", ".join(f"{n}={v!r}" for n, v in (given | moved).items())
        return f"{self.call}({arguments})"

    def event(self, kind: str, x: float, y: float, key: str = "") -> Event:
        """The `Event` at a point given in fractions of the picture, from its top left."""
        return Event(kind, *self.picture.locate(x, y), key)

    def resize(self, **room: Any) -> None:
        """Change the room that there is for the picture: some fields of a `Room`.

        A height of None is the figure's own.
        """
        if room.get("height", self) is None:
            layout = self._layout(self.room._replace(**room))
            room["height"] = self.still.height if layout is self._wide else self.narrow_height
        self.room = self.room._replace(**room)
        if self._picture is None:
            return
        before = self._picture.room
        if before.look == self.room.look and self._layout(before) is self._layout(self.room):
            self._picture.resize(self.room)
        else:  # colors are given to artists as they are made, and panels to figures
            picture = self._made(self.room)
            picture.show(self.show, self._result)
            picture.pin(self._curves)
            self._picture = picture

    def pin(self, on: bool = True) -> None:
        """Keep the curves that are seen now as ghosts beside those to come, or let them go."""
        picture = self.picture
        self._curves = picture.curves() if on else {}
        picture.pin(self._curves)

    @property
    def pinned(self) -> int:
        """How many curves are pinned."""
        return sum(map(len, self._curves.values()))

    # -- making the picture ----------------------------------------------------------

    def _checked(self, values):
        for name in values:
            if name not in self.controls:
                allowed = ", ".join(self.controls)
                raise ValueError(
                    f"there is no control named {_valid.shown(name)}; allowed is one of {allowed}"
                )
        return {name: self.controls[name].check(value) for name, value in values.items()}

    def _mine(self):
        """The student's functions."""
        return [value for value in self._given.values() if isinstance(value, Mine)]

    def _within(self, values):
        """A hand that points past the end of a slider means its end."""
        sliders = {n: c for n, c in self.controls.items() if isinstance(c, Slider)}
        return {n: sliders[n].nearest(v) if n in sliders else v for n, v in values.items()}

    def _run(self, values, draft=False):
        """Compute and show; the values are kept only if the model accepts them."""
        result, steps, progress = self._computed(values, draft)
        before = self._result
        try:
            self._put(result, values)
        except Exception:
            if before is not None:  # what cannot be shown must not stay in the picture
                self._put(before, self.values)
            raise
        self.values = values
        self.steps = steps
        self.progress = progress
        return self._result

    def _computed(self, values, draft) -> tuple[Any, Iterator[tuple[float, Any]] | None, float]:
        """(result, steps that are left, progress); no new result where only the look changes."""
        needed = {name: values[name] for name in self._takes}
        needed |= {"draft": draft} if self.drafts else {}
        of, result = self._last
        if of == needed and len(self._takes) < len(values):
            return result, None, 1.0
        self._last = None, None
        for mine in self._mine():
            mine.begin()
        result = self._compute(**needed, **self._given)
        steps: Any = result if inspect.isgenerator(result) else None
        if steps is not None:
            progress, first = next(steps)
            return first, steps, progress
        self._last = needed, result
        return result, None, 1.0

    def _put(self, result, values):
        if isinstance(result, dict):
            result = SimpleNamespace(**self._given | values | result)
        picture = self._picture or self._made(self.room)
        self._shown = picture.show(self.show, result)
        self._picture = picture  # kept only if the first result can be shown
        self._result = result

    def _made(self, room):
        return Picture(room, **self._layout(room))

    def _layout(self, room) -> dict[str, Any]:
        if self._narrow is None or room.width >= NARROW * room.zoom:
            return self._wide
        return self._narrow

    def _end(self):
        self.steps = None
        self.progress = 1.0
