"""A panel: matplotlib's Axes whose artists are made once and moved ever after.

What draws into a panel runs for every frame. The first mention of a key makes its
artist, later ones move it and change what its style says; an artist that a frame does
not mention is not seen in it. So the code says what the picture shows, and nothing of
how the last one becomes the next:

    ax.V.still(xlim=(0, 500), xlabel="time (ms)")
    ax.V.still.axhline(0.0, color="faint")
    ax.V.line("V", r.t, r.V, color="ink")
    ax.V.limits(y=(0, levels(r.V.max(), 50, 100)))

Colors are names of `course.plots.look`, by what they mean. They become the colors of the
picture's look when an artist is made or changes its style; what is handed `axes` to draw
into asks `panel.look` itself.
"""

import inspect
import math
from collections.abc import Callable, Hashable, Iterable, Iterator
from copy import copy
from typing import Annotated, Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import FillBetweenPolyCollection
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle, StepPatch
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from course._language import said
from course._typeset import low
from course.plots.given import (
    Along,
    At,
    Heights,
    NamedColors,
    Numbers,
    Pair,
    Picture,
    Piece,
    RowLike,
    Series,
    Texts,
    checked,
)
from course.plots.look import LIGHT, PX, Look
from course.plots.words import SMALL, Heading, Names, Row, Thinned, few_ticks

YOURS = {"color": "you", "ls": (0, (1, 1.4)), "lw": 2.4, "zorder": 4, "label": "yours"}

Edges = Annotated[Series, Numbers((("n", 1),), gaps=False)]  # of a histogram
Pieces = Annotated[str | tuple[str, dict[str, Any]], Piece()]
Pixels = Annotated[Series, Picture()]

# What a pinned curve keeps of itself; its color is that of all that is pinned.
PINNED = ("xdata", "ydata", "drawstyle", "linestyle", "marker", "markersize")


@checked
def levels(value: At, *allowed: float) -> float:
    """A limit that seldom changes while a slider moves: the smallest that holds `value`.

    Parameters
    ----------
    value : float
    *allowed : float
        From small to large; a value beyond them gets the last. Without any, 1, 2, 5
        times a power of ten; what is not above 0 gets 1.

    Returns
    -------
    float
    """
    if allowed:
        return next((level for level in allowed if value <= level), allowed[-1])
    if not value > 0.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(min(value, 1e12)))
    steps = [step * power for step in (1.0, 2.0, 5.0, 10.0)]
    return levels(value, *steps)


def flat(nest: Any) -> list[Artist]:
    """All artists in dicts, lists and tuples, in their order."""
    if isinstance(nest, Artist):
        return [nest]
    parts = nest.values() if isinstance(nest, dict) else nest or ()
    return [artist for part in parts for artist in flat(part)]


WORDS = ("title", "xlabel", "xticklabels", "ylabel", "yticklabels")  # settings that are words
WORDED = ("annotate", "set_title", "set_xlabel", "set_xticklabels", "set_ylabel") + (
    "set_xticks",
    "set_yticklabels",
    "set_yticks",
    "text",
)  # methods of an Axes that are given words


class Panel:
    """One Axes of a live figure.

    Every method that draws takes a key, which names the artist within the panel, and
    keywords of matplotlib, its style. It returns the artist, for whatever else has to
    be set on it. What has a `label` is named beside it: there are no legends.

    Attributes
    ----------
    axes : matplotlib.axes.Axes
    look : course.plots.look.Look
    artists : dict
        What moves, by key.
    first : bool
        Whether this is the first frame.
    absent : bool
        Whether there is no room for it, so that nothing drawn in it is seen.
    tells : callable or None
        `tells(x, y)` says in words what is at a point, or ""; otherwise its schematics do.
    """

    absent = False
    tells: Callable[[float, float], str] | None = None
    first = True

    @checked
    def __init__(self, axes: Axes, look: Look = LIGHT) -> None:
        self.axes = axes
        self.look = look
        self.artists = {}
        self._styles = {}
        self._kept = {}
        self._missing = set()  # keys that this frame has not mentioned yet
        self._hidden = set()  # keys that the last frame did not mention
        self._over = {}
        self._ghosts = []  # pinned curves
        self._names = self._heading = None
        if axes.name == "rectilinear":  # neither three axes nor an angle
            self._names = Names(axes, look)
            self._heading = Heading.of(axes, look)
            Thinned(axes)

    # -- what never changes ----------------------------------------------------

    @property
    def still(self) -> Any:
        """What is drawn at the first frame and never again.

        `still(xlabel=...)` sets properties of the Axes. Any method of the Axes can be
        called on it, as in `still.axhline(0.0)`.
        """
        return _Still(self.axes, self.look) if self.first else _DRAWN

    @checked
    def keep(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make()` returned at the first mention of `key`: a transform, a color map."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    @checked
    def over(self, key: Hashable, make: Callable[[Axes], Axes]) -> "Panel":
        """A panel with axes of its own over this one: `make(axes)` at the first mention."""
        if key not in self._over:
            self._over[key] = Panel(make(self.axes), self.look)
        return self._over[key]

    @property
    def right(self) -> "Panel":
        """A panel over this one, with a scale of its own at the right."""
        return self.over("right", lambda axes: axes.twinx())

    # -- what moves ------------------------------------------------------------

    @checked
    def artist(self, key: Hashable, make: Callable[[Axes], Any]) -> Any:
        """Any artist, or a dict, list or tuple of them: `make(axes)` at the first mention."""
        if key not in self.artists:
            self.artists[key] = make(self.axes)
        self._missing.discard(key)
        return self.artists[key]

    @checked
    def drawing(self, kind: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """A schematic, `kind(axes, look, *args, **options)`; others of `args` make another."""
        key = (kind, *args)
        return self.artist(key, lambda axes: kind(axes, self.look, *args, **options))

    @checked
    def line(
        self, key: Hashable, x: Along, y: Along, z: Along | None = None, **style: Any
    ) -> Line2D:
        """A line through points; `z` only in three dimensions."""
        xyz = [_row(part) for part in (x, y, z) if part is not None]
        at = style.pop("at", "end")
        line = self._styled(key, style, lambda axes, style: axes.plot(*[[]] * len(xyz), **style)[0])
        self._name(key, line, style, at)
        if z is None:
            line.set_data(*xyz)
        else:
            line.set_data_3d(*xyz)
        return line

    @checked
    def yours(self, key: Hashable, x: Along | None, y: Along | None, **style: Any) -> None:
        """The student's own curve, or number: a level if x is None, a cursor if y is None.

        Nothing where both are None, or the one that is not an axis of numbers.
        """
        look = YOURS | style
        if x is not None and y is not None:
            self.line(key, x, y, **look)
        elif y is not None:
            self.level(key, y, **look)
        elif x is not None and np.ndim(x) == 0:
            self.cursor(key, x, **look)

    @checked
    def points(
        self, key: Hashable, x: Along, y: Along, z: Along | None = None, **style: Any
    ) -> Line2D:
        """Points without a line between them; disks unless `marker` says otherwise."""
        return self.line(key, x, y, z, **{"ls": "", "marker": "o"} | style)

    @checked
    def level(self, key: Hashable, y: At, **style: Any) -> Line2D:
        """A horizontal line across the panel."""
        line = self._styled(key, style, lambda axes, style: axes.axhline(y, **style))
        self._name(key, line, style, "level")
        line.set_ydata([y, y])
        return line

    @checked
    def cursor(self, key: Hashable, x: At, **style: Any) -> Line2D:
        """A vertical line across the panel."""
        line = self._styled(key, style, lambda axes, style: axes.axvline(x, **style))
        self._name(key, line, style, "cursor")
        line.set_xdata([x, x])
        return line

    @checked
    def fill(
        self, key: Hashable, x: RowLike, low: Heights, high: Heights, **style: Any
    ) -> FillBetweenPolyCollection:
        """The area between two curves."""
        area = self._styled(key, style, lambda axes, style: axes.fill_between([], [], **style))
        self._name(key, area, style, "top")
        area.set_data(x, low, high)
        return area

    @checked
    def bars(
        self,
        key: Hashable,
        x: RowLike,
        heights: RowLike,
        *,
        colors: NamedColors | None = None,
        **style: Any,
    ) -> list[Any]:
        """Bars from 0 at x, which stay where they are; `colors` gives each its own, every frame."""
        style = self.look.style(style)
        patches = self.artist(key, lambda axes: axes.bar(x, np.zeros(len(x)), **style).patches)
        for patch, height in zip(patches, heights):
            patch.set_height(height)
        for patch, color in zip(patches, () if colors is None else colors):
            patch.set_facecolor(self.look.color(color))
        return patches

    @checked
    def stairs(self, key: Hashable, values: RowLike, edges: Edges, **style: Any) -> StepPatch:
        """A histogram: one value between any two edges."""
        made = self._styled(key, style, lambda axes, style: axes.stairs([0.0], [0.0, 1.0], **style))
        self._name(key, made, style, "top")
        made.set_data(values, edges)
        return made

    @checked
    def image(
        self, key: Hashable, Z: Pixels, *, colorbar: dict[str, Any] | None = None, **style: Any
    ) -> AxesImage:
        """Numbers, or colors, as a picture.

        Parameters
        ----------
        Z : array, shape (rows, columns) or (rows, columns, 3 or 4)
        colorbar : dict, optional
            Keywords of `scale`, for a color bar beside it.
        style
            As `Axes.imshow` takes it; `clim` may change from frame to frame.
        """

        def make(axes, style):
            made = axes.imshow(Z, **style)
            if colorbar is not None:
                self.scale(made, **colorbar)
            return made

        image = self._styled(key, style, make)
        image.set_data(Z)
        return image

    @checked
    def scale(self, image: AxesImage, label: str = "", **style: Any) -> None:
        """A color bar beside the panel, its name over it."""
        bar = self.axes.figure.colorbar(image, ax=self.axes, **style)
        bar.outline.set_visible(False)
        bar.ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        look = {"fontsize": SMALL, "color": self.look.soft}
        bar.ax.set_title(low(said(label)), loc="right", **look)

    @checked
    def box(self, key: Hashable, x: At, y: At, width: At, height: At, **style: Any) -> Rectangle:
        """A rectangle from its corner at x, y; a frame unless `fill` says otherwise."""
        style = {"fill": False} | style
        box = self._styled(
            key,
            style,
            lambda axes, style: axes.add_patch(Rectangle((x, y), width, height, **style)),
        )
        box.set_bounds(x, y, width, height)
        return box

    @checked
    def text(self, key: Hashable, x: At, y: At, words: str, **style: Any) -> Text:
        """Words at a point."""
        text = self._styled(key, style, lambda axes, style: axes.text(x, y, "", **style))
        text.set_position((x, y))
        text.set_text(low(said(words)))
        return text

    @checked
    def say(self, *pieces: Pieces) -> None:
        """Words in a row over the panel that change with it: each a str, or (str, style)."""
        row = self.artist("said", lambda axes: Row(axes, self.look, self._heading))
        pairs = [(piece, {}) if isinstance(piece, str) else piece for piece in pieces]
        row.pieces = [(low(said(words)), self.look.style(style)) for words, style in pairs]

    def told(self, x: float, y: float) -> str:
        """What is at a point, in words, or ""."""
        if self.tells is not None:
            return self.tells(x, y)
        artists: list[Any] = flat(self.artists)
        drawings = (one for one in artists if hasattr(one, "told") and one.get_visible())
        return next(filter(None, (one.told(x, y) for one in drawings)), "")

    @checked
    def limits(self, x: Pair | None = None, y: Pair | None = None) -> None:
        """Limits of the axes. A change draws everything anew: take them from `levels`."""
        if x is not None and self.axes.get_xlim() != (x[0], x[1]):
            self.axes.set_xlim(x)
        if y is not None and self.axes.get_ylim() != (y[0], y[1]):
            self.axes.set_ylim(y)

    def every(self, where: tuple[Hashable, ...]) -> list[tuple[tuple[Hashable, ...], "Panel"]]:
        """(where, panel) of this panel and of those over it; `where` is a tuple of names."""
        over = (panel.every((*where, key)) for key, panel in self._over.items())
        return [(where, self), *(pair for pairs in over for pair in pairs)]

    # -- pinned curves ---------------------------------------------------------

    def curves(self) -> list[dict[str, Any]]:
        """Lines and points that are seen, as keywords of Line2D."""
        lines = [
            line
            for key, line in self.artists.items()
            if isinstance(line, Line2D)
            and self.axes.name == "rectilinear"
            and line.get_transform() == self.axes.transData  # no level, no cursor
            and key not in self._hidden
        ]
        return [{name: copy(getattr(line, f"get_{name}")()) for name in PINNED} for line in lines]

    def pin(self, curves: list[dict[str, Any]]) -> None:
        """Draw these curves as ghosts, instead of those pinned before."""
        for ghost in self._ghosts:
            ghost.remove()
        style = {"color": self.look.soft, "alpha": 0.55, "lw": 1.5 * PX, "zorder": 1.5}
        self._ghosts = [
            self.axes.add_artist(Line2D(**curve, **style, markerfacecolor=self.look.paper))
            for curve in curves
        ]

    # -- frames ----------------------------------------------------------------

    def begin(self) -> None:
        """A frame begins: nothing has been mentioned."""
        self._missing = set(self.artists)
        for panel in self._over.values():
            panel.begin()

    def end(self) -> None:
        """It is complete: what was not mentioned is not seen."""
        for key in self._missing ^ self._hidden:
            for artist in flat(self.artists[key]):
                artist.set_visible(key not in self._missing)
        self._hidden = self._missing
        if self.first and self._heading is not None:
            few_ticks(self.axes)
        self.first = False
        for panel in self._over.values():
            panel.end()

    @property
    def made(self) -> int:
        """How many keys there are."""
        return (
            len(self.artists) + bool(self._names) + sum(panel.made for panel in self._over.values())
        )

    def moving(self) -> list[Artist]:
        """All artists that move, in the order in which they were made."""
        names = [self._names] if self._names else []
        over = [artist for panel in self._over.values() for artist in panel.moving()]
        return self._ghosts + flat(self.artists) + names + over

    def _name(self, key, artist, style, kind):
        if self._names is not None and (style.get("label") or key in self._names):
            self._names.name(key, artist, style.get("label"), kind)

    def _styled(self, key, style, make):
        """The artist of `key` in the style of this frame."""
        if key in self.artists:
            artist, last = self.artists[key], self._styles[key]
            if not _same(style, last):
                changed = {k: v for k, v in style.items() if k not in last or not _same(v, last[k])}
                artist.set(**self.look.style(changed))
                self._styles[key] = style
        else:
            artist = self.artists[key] = make(self.axes, self.look.style(style))
            self._styles[key] = style
        self._missing.discard(key)
        return artist


class Panels:
    """The panels of a figure, by the names of its mosaic: `ax.V`, `ax["pre-I"]`.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
    look : course.plots.look.Look
    """

    @checked
    def __init__(
        self,
        figure: Figure,
        axes: dict[str, Axes],
        look: Look = LIGHT,
        absent: Annotated[Iterable[str], Texts()] = (),
    ) -> None:
        self.figure = figure
        self._absent = set(absent) - set(axes)  # there is no room for these
        self.look = look
        self._panels = {name: Panel(one, look) for name, one in axes.items()}

    def __getitem__(self, name: str) -> Any:
        return _Absent(self.look) if name in self._absent else self._panels[name]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_panels"][name]
        except KeyError:
            if name in self.__dict__.get("_absent", ()):
                return _Absent(self.look)
            raise AttributeError(f"there is no panel {name!r} in the mosaic") from None

    @property
    def first(self) -> bool:
        """Whether this is the first frame."""
        return any(panel.first for panel in self)

    def named(self) -> Iterable[tuple[str, Panel]]:
        return self._panels.items()

    def every(self) -> list[tuple[tuple[Hashable, ...], Panel]]:
        """(where, panel) of every panel and of those over it."""
        return [pair for name, panel in self.named() for pair in panel.every((name,))]

    def __iter__(self) -> Iterator[Panel]:
        return iter(self._panels.values())

    @property
    def still(self) -> Any:
        """The whole figure at the first frame, for a legend outside of every panel."""
        return _Still(self.figure, self.look) if self.first else _DRAWN

    @property
    def artists(self) -> dict[str, dict[Hashable, Any]]:
        """Panel -> key -> what moves."""
        return {name: panel.artists for name, panel in self._panels.items()}

    @property
    def made(self) -> int:
        """How many keys there are: more than before, and there is something new to move."""
        return sum(panel.made for panel in self)

    def moving(self) -> list[Artist]:
        """All artists that move."""
        return [artist for panel in self for artist in panel.moving()]

    @checked
    def show(self, show: Callable[["Panels", Any], Any], result: Any) -> Any:
        """One frame: `show(panels, result)`; what it returns."""
        for panel in self:
            panel.begin()
        said = show(self, result)
        for panel in self:
            panel.end()
        return said


class _Still:
    """The Axes, or the figure, set by calling it; its methods know our colors and the language."""

    def __init__(self, axes, look):
        self._axes = axes
        self.look = look

    def __call__(self, *, zero="", **settings):
        """Settings of the Axes; `zero="y"` is a faint line where y is 0, `zero="xy"` two."""
        words = {name: _in_language(settings[name]) for name in WORDS if name in settings}
        self._axes.set(**settings | words)
        if "y" in zero:
            self.axhline(0.0, color="faint", lw=0.8)
        if "x" in zero:
            self.axvline(0.0, color="faint", lw=0.8)

    def __getattr__(self, name):
        found = getattr(self._axes, name)
        if not inspect.ismethod(found):
            return found
        if name in WORDED:
            return lambda *args, **style: found(*map(_in_language, args), **self.look.style(style))
        return lambda *args, **style: found(*args, **self.look.style(style))


class _Drawn:
    """Hears whatever is told to an Axes and does nothing: it is drawn already."""

    __iter__ = None  # else a loop over it would never end

    def __call__(self, *_, **__):
        return self

    def __getattr__(self, _):
        return self

    def __getitem__(self, _):
        return self


class _Absent(_Drawn):
    """A panel that there is no room for: what is drawn in it is not seen."""

    first, absent = False, True

    def __init__(self, look):
        self.look = look


_DRAWN = _Drawn()


def _in_language(value):
    """Words for a reader, alone or as the labels of ticks; everything else as it is."""
    if isinstance(value, str):
        return low(said(value))
    if isinstance(value, (list, tuple)) and value and all(isinstance(one, str) for one in value):
        return [low(said(one)) for one in value]
    return value


def _row(x):
    """Coordinates of a line; one number is a line of one point."""
    return x if isinstance(x, np.ndarray) and x.ndim else np.atleast_1d(x)


def _same(a, b):
    """Whether two styles, or two values of one, are equal; an array equals nothing but itself."""
    try:
        return a is b or bool(a == b)
    except ValueError:  # which element of an array is meant?
        return False
