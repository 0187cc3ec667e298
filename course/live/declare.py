"""`@figure`: a live figure from one function of its controls."""

import functools
import inspect
import textwrap
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar, cast

from course import _valid
from course.live.controls import Control, Handle, Preset
from course.live.explorer import Explorer
from course.live.mine import Mine, Yours
from course.live.picture import Mosaic

F = TypeVar("F", bound=Callable)


class Figure(Protocol):
    """What `@figure` makes of a function: a function too, so that `help` shows its controls."""

    def __call__(self, *given: Any, **start: Any) -> Any:
        """The live figure of the notebook, started at these values."""

    def explorer(self, *given: Any, **start: Any) -> Explorer:
        """The same without a widget."""
        ...

    def show(self, function: F) -> F:
        """Decorates `show(ax, result) -> str`, which draws each picture and says it in a line."""
        ...

    def on_event(self, function: F) -> F:
        """Decorates `on_event(event, values) -> dict`: what a hand on the picture changes."""
        ...


def stacked(height: float, **panels: float) -> dict[str, Any]:
    """Panels one under the other, for `narrow`.

    Parameters
    ----------
    height : float
        Of all of them, inches.
    **panels : float
        Name -> its share of the height, from above.
    """
    shares = list(panels.values())
    return {"mosaic": [[name] for name in panels], "height_ratios": shares, "height": height}


def figure(
    title: str,
    *controls: Control | Yours,
    presets: Sequence[Preset] = (),
    handles: Sequence[Handle] = (),
    mosaic: Mosaic = "A",
    size: tuple[float, float] = (7.2, 4.0),
    narrow: dict[str, Any] | None = None,
    **panels: Any,
) -> Callable[[Callable[..., Any]], Figure]:
    """Decorate the function that computes what a figure shows.

    Its parameters are the names of the controls, and of the student's functions that it
    takes. Others, with defaults, are the figure's own; `draft` is special.

    Parameters
    ----------
    title : str
        What the picture shows; "{seed}" stands for a parameter that is no control.
    *controls : Slider, Choice, Switch, Button, State or Yours
    presets : list of Preset
    handles : list of Handle
    mosaic : str or list
        Names of the panels, as `Figure.subplot_mosaic` takes them.
    size : tuple of float
        Width and height, inches of 100 CSS pixels.
    narrow : dict, optional
        Instead of the above in a room narrower than 700 CSS pixels: as a rule `stacked`, with a
        schematic above its curves; else `mosaic`, `height` in inches, and keywords such as
        `height_ratios`. A panel that it leaves out is not drawn there.
    **panels
        Further keywords of `Figure.subplot_mosaic`, such as `width_ratios`.
    """

    yours = [part for part in controls if isinstance(part, Yours)]
    moving = [part for part in controls if not isinstance(part, Yours)]

    def decorate(compute) -> Figure:
        parts = {}
        names = {part.name for part in controls} | {"draft"}
        given = {
            name: parameter
            for name, parameter in inspect.signature(compute).parameters.items()
            if name not in names and parameter.default is not parameter.empty
        }
        either, word = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
        for one in yours:
            given[one.name] = inspect.Parameter(one.name, either, default=None, annotation=Mine)
        moved = [
            inspect.Parameter(
                control.name, word, default=control.start, annotation=type(control.start)
            )
            for control in moving
        ]
        signature = inspect.Signature([*given.values(), *moved])

        def explorer(*args, **start):
            start = signature.bind_partial(*args).arguments | start
            own = {name: start.pop(name, given[name].default) for name in given}
            for one in yours:
                own[one.name] = Mine(_function(one, own[one.name]))
            return Explorer(
                title.format(**own),
                moving,
                compute,
                parts["show"],
                call=f"explore.{compute.__name__}",
                given=own,
                presets=presets,
                handles=handles,
                start=start,
                size=size,
                mosaic=mosaic,
                panels=panels,
                narrow=narrow,
                on_event=parts.get("on_event"),
            )

        def live(*args, **start):
            from course.live.widget import Live  # here, so that explorers need no widget

            return Live(explorer(*args, **start))

        def part(name):
            def decorate(function):
                parts[name] = function
                return function

            return decorate

        for name in ("show", "on_event"):
            setattr(live, name, part(name))
        for function in (live, explorer):
            functools.update_wrapper(function, compute)
            function.__signature__ = signature
            function.__doc__ = _documented(compute, yours, moving, presets)
        live.explorer = explorer
        return cast(Figure, live)

    return decorate


def _function(one, value):
    """The student's function, if it is one; `...` stands for one that is not written yet."""
    if value is None or value is ... or callable(value):
        return value if callable(value) else None
    if one.call == one.name:
        return lambda: value
    raise ValueError(f"{one.name} must be a function, not {_valid.shown(value)}")


def _documented(compute, yours, controls, presets):
    """The docstring of `compute`, with what it takes of the student's and its controls are."""
    doc = inspect.getdoc(compute) or ""
    if "Parameters\n---" not in doc:
        doc += "\n\nParameters\n----------"
    for one in yours:
        doc += f"\n{one.name} : callable, optional"
        doc += textwrap.indent("\n" + textwrap.fill(one.help(), 92), "    ")
    for control in controls:
        allowed, meaning = control.help()
        doc += f"\n{control.name} : {allowed}; at first {control.start!r}"
        doc += f"\n    {meaning}" if meaning else ""
    doc += "\n\nReturns\n-------\ncourse.live.widget.Live"
    if presets:
        doc += "\n\nNotes\n-----\nPresets:\n"
        for number, preset in enumerate(presets, 1):
            doc += f"\n{number}. {preset.label}: {preset.sentence}"
    return doc
