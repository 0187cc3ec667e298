"""What a live figure is steered with: plain descriptions, no widgets.

Each control has a `name` (the keyword that `compute` receives), a `start` value,
`check(value)`, which returns the value coerced or raises `ValueError`, `spec()`, what
the page needs in order to draw it, `help()`, what it is in words, for Python's help, and
`said(value)`, how a caption says its value, if it does.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, Self

from course import _valid
from course._language import said
from course._parameter import parameters, typeset
from course._typeset import minus

ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}
MOST_PARTS = 100_000  # parts of a state, or letters of one
SHOWN = ("label", "meaning", "unit")  # fields that are words for a reader
MOST_MAIN = 4  # controls in view; the rest is in a fold


class Slider(NamedTuple):
    """A number in a range.

    Parameters
    ----------
    name : str
        Keyword of `compute`.
    low, high, start : float
        Range and first value.
    step : float
        Distance between two positions; on a `log` slider, positions a decade is 1 / `step`.
    unit, label, meaning : str
        Shown beside the value; symbol shown instead of the name; what it is, in a few words.
    log : bool
        Positions are equally far apart in the logarithm.
    play : float
        Positions a second when played; 0 for a slider without a play button.
    main : bool
        In view, as at most four controls are; if none says so, the first four.
    """

    name: str
    low: float
    high: float
    start: float
    step: float
    unit: str = ""
    label: str = ""
    meaning: str = ""
    log: bool = False
    play: float = 0.0
    main: bool = False

    @classmethod
    def of(
        cls,
        model: Any,
        name: str,
        low: float,
        high: float,
        step: float,
        label: str = "",
        **more: Any,
    ) -> Self:
        """A slider for a parameter of a model, whose class declares what it is.

        Parameters
        ----------
        model : type or NamedTuple
            The class, or a model whose value the slider starts at.
        name : str
            Of the parameter, and of the control.
        **more
            Fields of the slider to set otherwise.
        """
        declared = parameters(model if isinstance(model, type) else type(model))[name][1]
        start = model._field_defaults[name] if isinstance(model, type) else getattr(model, name)
        for end in (low, high):
            _valid.number(name, end, low=declared.low, high=declared.high, unit=declared.unit)
        fields = {"start": start, "unit": typeset(declared.unit), "meaning": declared.meaning}
        return cls(name, low, high, step=step, label=label, **fields | more)

    @property
    def whole(self) -> bool:
        """Whether every position is a whole number, so that `compute` gets an int."""
        return not self.log and all(isinstance(v, int) for v in (self.low, self.high, self.step))

    @property
    def decimals(self) -> int:
        """Decimals that tell two neighbouring positions apart."""
        if self.log:
            return max(0, 2 - math.floor(math.log10(self.low)))
        text = f"{self.step:.10f}".rstrip("0")
        return len(text.split(".")[1])

    @property
    def positions(self) -> int:
        """Steps from one end to the other, a whole number: a hand must reach both ends."""
        span = math.log10(self.high / self.low) if self.log else self.high - self.low
        return max(1, round(span / self.step))

    def check(self, value: Any) -> float:
        value = _valid.number(self.name, value, low=self.low, high=self.high, unit=self.unit)
        return round(value) if self.whole else round(value, self.decimals)

    def nearest(self, value: float) -> float:
        """The value in the range that is closest to `value`, if that is finite."""
        return min(max(value, self.low), self.high) if math.isfinite(value) else value

    def spec(self) -> dict[str, Any]:
        fields = {"decimals": self.decimals, "positions": self.positions}
        return {"kind": "slider", **fields, **_shown(self)}

    def help(self) -> tuple[str, str]:
        unit = f" {self.unit}" if self.unit else ""
        return f"from {self.low:g} to {self.high:g}{unit}", self.meaning

    def said(self, value: float) -> str:
        number = f"{value:.3g}" if self.log else f"{value:.{self.decimals}f}"
        return minus(f"{said(self.label or self.name)} = {number} {said(self.unit)}".rstrip())


class Choice(NamedTuple):
    """One of a few words, as a drop-down list."""

    name: str
    options: tuple[str, ...]
    start: str
    label: str = ""
    meaning: str = ""
    main: bool = False

    def check(self, value: Any) -> str:
        return _valid.choice(self.name, value, tuple(self.options))

    def spec(self) -> dict[str, Any]:
        return {"kind": "choice", **_shown(self), "options": list(self.options)}

    def help(self) -> tuple[str, str]:
        return f"one of {', '.join(map(repr, self.options))}", self.meaning or self.label

    def said(self, value: str) -> str:
        return f"{said(self.label or self.name)}: {said(value)}"


class Switch(NamedTuple):
    """On or off, as a checkbox."""

    name: str
    start: bool
    label: str = ""
    meaning: str = ""
    main: bool = False

    def check(self, value: Any) -> bool:
        return bool(_valid.choice(self.name, value, (False, True)))

    def spec(self) -> dict[str, Any]:
        return {"kind": "switch", **_shown(self)}

    def help(self) -> tuple[str, str]:
        return "True or False", self.meaning or self.label

    def said(self, value: bool) -> str:
        return f"{said(self.label or self.name)}: {said('on' if value else 'off')}"


class Button(NamedTuple):
    """A count of presses: a seed for new noise, or steps taken.

    `compute` stays a function of its values: the same count gives the same picture.
    """

    name: str
    label: str
    meaning: str = ""
    start: int = 0
    main: bool = False

    def check(self, value: Any) -> int:
        return _valid.count(self.name, value, low=0)

    def spec(self) -> dict[str, Any]:
        return {"kind": "button", **_shown(self)}

    def help(self) -> tuple[str, str]:
        return "a count of presses", self.label

    def said(self, value: int) -> str:
        return f"{said(self.label)}: {value}" if value else ""


class State(NamedTuple):
    """A value with no control of its own, changed by pointing at the picture or by presets."""

    name: str
    start: object
    main = False  # there is nothing to see of it

    def check(self, value: Any) -> Any:
        if not _alike(self.start, value):
            raise ValueError(
                f"{self.name} is {_valid.shown(value)}; "
                f"allowed is something like {_valid.shown(self.start)}"
            )
        return value

    def spec(self) -> dict[str, Any]:
        return {"kind": "state", "name": self.name, "start": self.start}

    def help(self) -> tuple[str, str]:
        return f"something like {_valid.shown(self.start)}", "changed by pointing at the picture"

    def said(self, value: Any) -> str:
        return ""


class Handle(NamedTuple):
    """A value that the picture shows, to be moved there as well as at its control.

        Handle("V", y="V_th")                        a level in panel V
        Handle("I", x="gap", offset=60.0, at="I")    an edge at 60 + gap, as high as I
        Handle("f", x="I", at=lambda r: r.rate)      a point that a curve leads
        Handle("plane", state="start", at=lambda r: (r.v[0], r.u[0]))
        Handle("circuit", y="g_K", on=(300, 180))    a part of a schematic, dragged up for more
        Handle("ring", turn="away", at=(210, 218, 178))   an angle around a middle

    The page draws it and moves it at once; the picture follows. It is a slider to the
    keyboard and to a screen reader.

    Parameters
    ----------
    panel : str
        Name in the mosaic.
    x, y : str
        Slider that it moves along the axis; one of them or both.
    state : str
        Instead of both: a `State` of two numbers, the point.
    turn : str
        Instead: a slider in degrees, counterclockwise from the right.
    on : tuple of 2 float or callable, optional
        For `y` alone: the place, or `on(result)`, of a thing that stays where it is while a
        hand drags it up for more.
    at : float, str or callable, optional
        Where it stands along the axis on which it is not moved: a number, the name of a
        control, or `at(result)`; default the panel's edge, with a line across the panel.
        For a `state`, which may be empty at first, `at(result)` is the point; for a `turn` it
        is the middle and the distance from it, (x, y, distance).
    offset, scale : float, str or callable; float
        It stands at offset + scale * value.
    label : str
        What it is; default what its control says.
    """

    panel: str
    x: str = ""
    y: str = ""
    state: str = ""
    turn: str = ""
    on: tuple[float, float] | Callable[[Any], Any] | None = None
    at: float | str | tuple[float, float, float] | Callable[[Any], Any] | None = None
    offset: float | str | Callable[[Any], Any] = 0.0
    scale: float = 1.0
    label: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the controls that it moves."""
        return tuple(filter(None, (self.x, self.y, self.state, self.turn)))

    def check(self, controls: Mapping[str, "Control"], panels: Iterable[str]) -> None:
        """Refuse a handle of what is not there."""
        _valid.choice("panel", self.panel, tuple(panels))
        for name in self.names or ("",):
            kind = State if name == self.state else Slider
            allowed = tuple(n for n, control in controls.items() if isinstance(control, kind))
            _valid.choice("handle", name, allowed)
        if self.state and (self.x or self.y or not callable(self.at)):
            raise ValueError(
                f"the handle of {self.state} is {_valid.shown(self.names)}; "
                "allowed is a state alone, with `at`"
            )
        if self.turn and (len(self.names) > 1 or not isinstance(self.at, tuple)):
            raise ValueError(
                f"the handle of {self.turn} stands at {_valid.shown(self.at)}; "
                "allowed is a turn alone, with the middle and the distance as `at`"
            )
        if self.on is not None and (self.names != (self.y,) or self.at is not None):
            raise ValueError(
                f"the handle of {', '.join(self.names)} is on {_valid.shown(self.on)}; "
                "allowed is that for `y` alone, without `at`"
            )

    def spec(self, controls: Mapping[str, "Control"]) -> dict[str, Any]:
        """What the page needs in order to draw it."""
        control = controls[self.names[0]]
        label = self.label or getattr(control, "meaning", "") or self.names[0]
        fields = {"panel": self.panel, "x": self.x, "y": self.y, "state": self.state}
        fields |= {"scale": self.scale, "label": said(label), "on": self.on is not None}
        around = {"turn": self.turn, "around": list(self.at)} if isinstance(self.at, tuple) else {}
        # A line says along which axis it goes: one that goes both ways has none.
        line = self.at is None and self.on is None and bool(self.x) != bool(self.y)
        return {**fields, **around, "line": line}

    def place(self, values: Mapping[str, Any], result: Any) -> list[float | None]:
        """Data coordinates at these values; None is the panel's edge, or nowhere."""
        if self.state and callable(self.at):
            return [_number(v) for v in self.at(result)]
        if self.on is not None:
            return [_number(v) for v in (self.on(result) if callable(self.on) else self.on)]
        offset = _told(self.offset, values, result)
        if isinstance(self.at, tuple):
            x, y, far = self.at
            angle = math.radians(offset + self.scale * values[self.turn])
            return [x + far * math.cos(angle), y + far * math.sin(angle)]
        at = None if self.at is None else _told(self.at, values, result)
        return [
            _number(offset + self.scale * values[name] if name else at) for name in (self.x, self.y)
        ]


Control = Slider | Choice | Switch | Button | State


class _Preset(NamedTuple):
    label: str
    sentence: str
    values: dict


class Preset(_Preset):
    """Prepared settings, reached by a button or a digit key.

        Preset("just above", I=168.0).shows("The neuron spikes, slowly.")

    Parameters
    ----------
    label : str
        Text of the button.
    **values
        Values that differ from the start.

    Attributes
    ----------
    sentence : str
        What to look at; `shows` says it.
    """

    __slots__ = ()

    def __new__(cls, label: str, /, **values: Any) -> Self:
        return super().__new__(cls, label, "", values)

    def shows(self, sentence: str) -> Self:
        """The same with the sentence that says what to look at."""
        return self._replace(sentence=sentence)


class Event(NamedTuple):
    """What a hand did on the picture.

    Parameters
    ----------
    kind : str
        "press", "move", "release" or "key".
    axes : str or None
        Name of the panel in the mosaic; None outside every panel and for keys.
    x, y : float
        Data coordinates in that panel.
    key : str
        The key's name in the browser, such as "ArrowLeft", " " or "Enter".
    """

    kind: str
    axes: str | None = None
    x: float = math.nan
    y: float = math.nan
    key: str = ""

    @property
    def arrow(self) -> tuple[int, int]:
        """(right, up) of an arrow key, each -1, 0 or 1; (0, 0) for anything else."""
        return ARROWS.get(self.key, (0, 0)) if self.kind == "key" else (0, 0)


def declared(control: Control) -> Control:
    """The control, if it can be drawn and moved as it is declared.

    Raises
    ------
    ValueError
        For a slider without length or steps, a choice of nothing, or a start that is not allowed.
    """
    name = control.name
    if isinstance(control, Slider):
        least = {"low": 0.0, "open_low": True} if control.log else {}
        low = _valid.number(f"{name}.low", control.low, **least)
        _valid.number(f"{name}.high", control.high, low=low, open_low=True)
        _valid.number(f"{name}.step", control.step, low=0.0, open_low=True)
        _valid.number(f"{name}.play", control.play, low=0.0)
    elif isinstance(control, Choice):
        _valid.sequence(f"{name}.options", control.options)
    control.check(control.start)
    return control


def main(controls: Iterable[Control]) -> tuple[str, ...]:
    """Names of the controls that are in view: those that say so, or the first four."""
    seen = [control for control in controls if not isinstance(control, State)]
    chosen = [control.name for control in seen if control.main]
    if len(chosen) > MOST_MAIN:
        raise ValueError(f"main is {chosen}; allowed are up to {MOST_MAIN} controls")
    return tuple(chosen or [control.name for control in seen[:MOST_MAIN]])


def _told(what, values, result):
    """A number, given as itself, as the value of a control, or as what the result says."""
    if callable(what):
        return what(result)
    return values[what] if isinstance(what, str) else what


def _number(value):
    """A number for the page, whose messages have no infinity; None if it is none."""
    return float(value) if value is not None and math.isfinite(value) else None


def _alike(start, value):
    """Whether `value` is what `start` is: a finite number, a short text, or a nest of them."""
    if isinstance(start, (list, tuple)):
        fits = isinstance(value, (list, tuple)) and len(value) <= MOST_PARTS
        like = start or [0.0]
        return fits and all(_alike(like[min(k, len(like) - 1)], v) for k, v in enumerate(value))
    if isinstance(start, str):
        return isinstance(value, str) and len(value) <= MOST_PARTS
    if isinstance(start, (int, float)):
        return isinstance(value, (int, float)) and abs(value) < math.inf
    return True


def _shown(control):
    """Fields of a control as they are shown, with its name standing in for a missing label."""
    fields = control._asdict()
    fields["label"] = fields["label"] or fields["name"]
    return fields | {name: minus(said(fields[name])) for name in SHOWN if name in fields}
