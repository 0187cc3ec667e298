"""What a live figure is steered with: plain descriptions, no widgets.

Each control has a `name` (the keyword that `compute` receives), a `start` value,
`check(value)`, which returns the value coerced or raises `ValueError`, `spec()`, what
the page needs in order to draw it, `help()`, what it is in words, for Python's help, and
`said(value)`, how a caption says its value, if it does.
"""

import math
from typing import NamedTuple

from course import _valid
from course._parameter import parameters, typeset

ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}
MOST_PARTS = 100_000  # parts of a state, or letters of one
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
    def of(cls, model, name, low, high, step, label="", **more):
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
    def whole(self):
        """Whether every position is a whole number, so that `compute` gets an int."""
        return not self.log and all(isinstance(v, int) for v in (self.low, self.high, self.step))

    @property
    def decimals(self):
        """Decimals that tell two neighbouring positions apart."""
        if self.log:
            return max(0, 2 - math.floor(math.log10(self.low)))
        text = f"{self.step:.10f}".rstrip("0")
        return len(text.split(".")[1])

    @property
    def positions(self):
        """Steps from one end to the other, a whole number: a hand must reach both ends."""
        span = math.log10(self.high / self.low) if self.log else self.high - self.low
        return max(1, round(span / self.step))

    def check(self, value):
        value = _valid.number(self.name, value, low=self.low, high=self.high, unit=self.unit)
        return round(value) if self.whole else round(value, self.decimals)

    def nearest(self, value):
        """The value in the range that is closest to `value`, if that is finite."""
        return min(max(value, self.low), self.high) if math.isfinite(value) else value

    def spec(self):
        fields = {"decimals": self.decimals, "positions": self.positions}
        return {"kind": "slider", **fields, **_shown(self)}

    def help(self):
        unit = f" {self.unit}" if self.unit else ""
        return f"from {self.low:g} to {self.high:g}{unit}", self.meaning

    def said(self, value):
        number = f"{value:.3g}" if self.log else f"{value:.{self.decimals}f}"
        return f"{self.label or self.name} = {number} {self.unit}".rstrip()


class Choice(NamedTuple):
    """One of a few words, as a drop-down list."""

    name: str
    options: tuple[str, ...]
    start: str
    label: str = ""
    meaning: str = ""
    main: bool = False

    def check(self, value):
        return _valid.choice(self.name, value, tuple(self.options))

    def spec(self):
        return {"kind": "choice", **_shown(self), "options": list(self.options)}

    def help(self):
        return f"one of {', '.join(map(repr, self.options))}", self.meaning or self.label

    def said(self, value):
        return f"{self.label or self.name}: {value}"


class Switch(NamedTuple):
    """On or off, as a checkbox."""

    name: str
    start: bool
    label: str = ""
    meaning: str = ""
    main: bool = False

    def check(self, value):
        return bool(_valid.choice(self.name, value, (False, True)))

    def spec(self):
        return {"kind": "switch", **_shown(self)}

    def help(self):
        return "True or False", self.meaning or self.label

    def said(self, value):
        return f"{self.label or self.name}: {'on' if value else 'off'}"


class Button(NamedTuple):
    """A count of presses: a seed for new noise, or steps taken.

    `compute` stays a function of its values: the same count gives the same picture.
    """

    name: str
    label: str
    meaning: str = ""
    start: int = 0
    main: bool = False

    def check(self, value):
        return _valid.count(self.name, value, low=0)

    def spec(self):
        return {"kind": "button", **_shown(self)}

    def help(self):
        return "a count of presses", self.label

    def said(self, value):
        return f"{self.label}: {value}" if value else ""


class State(NamedTuple):
    """A value with no control of its own, changed by pointing at the picture or by presets."""

    name: str
    start: object
    main = False  # there is nothing to see of it

    def check(self, value):
        if not _alike(self.start, value):
            raise ValueError(
                f"{self.name} is {_valid.shown(value)}; "
                f"allowed is something like {_valid.shown(self.start)}"
            )
        return value

    def spec(self):
        return {"kind": "state", "name": self.name, "start": self.start}

    def help(self):
        return f"something like {_valid.shown(self.start)}", "changed by pointing at the picture"

    def said(self, value):
        return ""


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

    def __new__(cls, label, /, **values):
        return super().__new__(cls, label, "", values)

    def shows(self, sentence):
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
    def arrow(self):
        """(right, up) of an arrow key, each -1, 0 or 1; (0, 0) for anything else."""
        return ARROWS.get(self.key, (0, 0)) if self.kind == "key" else (0, 0)


def main(controls):
    """Names of the controls that are in view: those that say so, or the first four."""
    seen = [control for control in controls if not isinstance(control, State)]
    chosen = [control.name for control in seen if control.main]
    if len(chosen) > MOST_MAIN:
        raise ValueError(f"main is {chosen}; allowed are up to {MOST_MAIN} controls")
    return tuple(chosen or [control.name for control in seen[:MOST_MAIN]])


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
    """Fields of a control, with its name standing in for a missing label."""
    fields = control._asdict()
    return fields | {"label": fields["label"] or fields["name"]}
