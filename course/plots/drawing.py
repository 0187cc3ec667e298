"""What every schematic is made of: curves, words, halos, small maps, signed connections.

A schematic is one artist with many children. What never moves is drawn into the
background of its panel; what moves stands in two layers, one for what moves seldom and
one for the rest. A layer whose state is that of the last frame is not drawn again: its
pixels are kept. Matplotlib's own text, images and transparent blurs take several ms a
frame; those here keep pixels too.

Geometry is in a drawing's own units and scales with its panel. Lines and words are in
CSS pixels, like those of the page, and do not.
"""

import functools
import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, NamedTuple, TypeVar

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.colors import Colormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Circle, FancyBboxPatch, Polygon
from matplotlib.text import Text
from matplotlib.transforms import Bbox, IdentityTransform

from course._language import said
from course._typeset import low
from course.plots.given import (
    Array,
    Color,
    Colored,
    Every,
    Heights,
    Many,
    Numbers,
    OneColor,
    Places,
    Point,
    Positive,
    Ranged,
    Series,
    Share,
    careful,
    checked,
)
from course.plots.look import PX, Look

OUTLINE, LEADER = 2.0, 1.0  # widths of lines, CSS pixels
WORDS, SMALL, LARGE = 13.0, 12.0, 15.0  # sizes of letters, CSS pixels
STILL, SELDOM, OFTEN = range(3)  # how often something moves

Kind = TypeVar("Kind", bound=Artist)
Line = Annotated[Array, Numbers((None, 2), gaps=False)]
Width = Annotated[float, Ranged(0.0)]
Extent = Annotated[Sequence[float], Numbers((4,), gaps=False)]
Ways = Annotated[Series, Numbers(("n", None, 2), gaps=False)]
Colors = Annotated[Sequence[Any], Colored(single=False)]
Layer = Annotated[int, Ranged(0, 2)]
Sizes = Annotated[Series, Numbers((None,), gaps=False, low=0, high=10_000, kinds="iu")]
Pairs = Annotated[Series, Numbers((None, 2), gaps=False, low=0, kinds="iu")]

# ---- curves ----


@checked
def bezier(*points: Point, n: Many = 32) -> Array:
    """A quadratic or cubic Bezier curve, shape (n, 2)."""
    t = np.linspace(0.0, 1.0, n)[:, None]
    rows = [np.asarray(point, float) for point in points]
    while len(rows) > 1:
        rows = [(1 - t) * a + t * b for a, b in itertools.pairwise(rows)]
    return rows[0]


@checked
def arc(a: Point, b: Point, bend: float) -> Array:
    """A curve from a to b that bows to its left by `bend` of the distance, shape (64, 2)."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    left = 2 * np.array([a[1] - b[1], b[0] - a[0]])  # doubled here, where two numbers are
    return bezier(a, (a + b) / 2 + bend * left, b, n=64)


@checked
def tapered(line: Line, widths: Annotated[Series, Numbers((None,), gaps=False)]) -> Array:
    """Outline of a stroke whose width runs through `widths`, with a round end."""
    way = np.gradient(line, axis=0)
    way /= np.linalg.norm(way, axis=1, keepdims=True) + 1e-12
    side = np.stack([-way[:, 1], way[:, 0]], axis=1)
    at = np.linspace(0, 1, len(line))
    half = np.interp(at, np.linspace(0, 1, len(widths)), widths)[:, None] / 2
    turn = np.linspace(np.pi / 2, -np.pi / 2, 9)[1:-1, None]
    cap = line[-1] + half[-1] * (np.sin(turn) * side[-1] + np.cos(turn) * way[-1])
    return np.concatenate([line + half * side, cap, (line - half * side)[::-1]])


@checked
def smooth(points: Places, n: Many = 12) -> Array:
    """A closed Catmull-Rom curve through the points."""
    p = np.asarray(points, float)
    a, b, c, d = (np.roll(p, k, axis=0)[:, None] for k in (1, 0, -1, -2))
    t = np.linspace(0, 1, n, endpoint=False)[None, :, None]
    out = b + (c - a) / 2 * t + (a - 2.5 * b + 2 * c - d / 2) * t**2
    return (out + (1.5 * b - a / 2 - 1.5 * c + d / 2) * t**3).reshape(-1, 2)


@checked
def along(line: Line, where: Annotated[Series, Numbers((None,), gaps=False)]) -> Array:
    """Points at fractions `where` of a line's length, shape (k, 2)."""
    steps = np.concatenate([[0], np.linalg.norm(np.diff(line, axis=0), axis=1).cumsum()])
    return np.stack([np.interp(np.asarray(where) * steps[-1], steps, x) for x in line.T], axis=1)


@checked
def arrow(tail: Point, tip: Point, width: float, head: Positive | None = None) -> Array:
    """A straight arrow as a polygon of 7 corners; width 0 makes it vanish."""
    tail, tip = np.asarray(tail, float), np.asarray(tip, float)
    if not width > 0:
        return np.repeat([(tail + tip) / 2], 7, axis=0)
    way = (tip - tail) / (np.linalg.norm(tip - tail) + 1e-12)
    side, head = np.array([-way[1], way[0]]), head or 7 + 0.75 * width
    neck, w = tip - way * head, width / 2
    wing = w + head * 0.42
    return np.array([
        tail + w * side, neck + w * side, neck + wing * side, tip,
        neck - wing * side, neck - w * side, tail - w * side,
    ])  # fmt: skip


@checked
def ring_of(center: Point, radius: float, n: Many = 40) -> Array:
    """The rim of a disk, shape (n, 2)."""
    angle = np.linspace(0.0, 2.0 * np.pi, n, endpoint=False)
    return np.asarray(center, float) + radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)


@careful
def on_circle(n: Many, radius: float = 1.0, start: float = 90.0) -> Array:
    """n places on a circle around 0, clockwise from `start` degrees, shape (n, 2)."""
    angle = np.radians(start - 360.0 * np.arange(n) / n)
    return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)


@careful
def in_columns(sizes: Sizes, width: float = 1.0, step: float = 1.0) -> Array:
    """Places in columns around 0, one for each layer of a network, shape (sum of sizes, 2)."""
    columns = np.linspace(-width / 2, width / 2, len(sizes))
    return np.concatenate(
        [[(x, step * ((n - 1) / 2 - k)) for k in range(n)] for x, n in zip(columns, sizes)]
    )


@careful
def links(
    pairs: Pairs,
    places: Places,
    radius: Positive,
    bend: Annotated[Series | float, Numbers(gaps=False)] = 0.12,
    leave: Positive | None = None,
) -> Array:
    """Curves between round nodes, bowed to their left by `bend` of their length.

    Parameters
    ----------
    pairs : list of (int, int)
        Source and target; the same twice makes a loop away from the middle.
    places : array, shape (n, 2)
    radius : float
        Of a node.
    bend : float or sequence of float
    leave : float, optional
        Radius at the source where it is not `radius`.

    Returns
    -------
    array, shape (pairs, 24, 2)
        From rim to rim, in steps of one length.
    """
    pairs = [(int(i), int(j)) for i, j in pairs]
    for k, pair in enumerate(pairs):
        if max(pair) >= len(places):
            raise ValueError(f"pairs[{k}] is {pair}; allowed are places up to {len(places) - 1}")
    leave = leave or radius
    places = np.asarray(places, float)
    middle, lines = places.mean(axis=0), []
    for (i, j), bow in zip(pairs, np.broadcast_to(bend, len(pairs))):
        a, b = places[i], places[j]
        if i == j:
            out = a - middle
            out = out / np.linalg.norm(out) if np.linalg.norm(out) > 1e-9 else np.array([0.0, 1.0])
            side, far = np.array([-out[1], out[0]]), a + out * 4.2 * radius
            line = bezier(a, far + side * 3.4 * radius, far - side * 3.4 * radius, a, n=64)
        else:
            line = arc(a, b, bow)
        seen = (np.linalg.norm(line - a, axis=1) > leave) & (
            np.linalg.norm(line - b, axis=1) > radius
        )
        # Nodes that touch have no way between them, yet a line needs two ends.
        line = line[seen] if seen.sum() > 1 else line[len(line) // 2 - 1 : len(line) // 2 + 1]
        lines.append(along(line, np.linspace(0, 1, 24)))
    return np.reshape(lines, (-1, 24, 2))


# ---- colors ----


@checked
def mixed(color: OneColor, other: OneColor, share: Share) -> Array:
    """A color with a share of another in it; unlike opacity it hides what is behind."""
    return (1 - share) * np.array(to_rgb(color)) + share * np.array(to_rgb(other))


@checked
def rim(look: Look, name: str) -> str:
    """Outline of an area in the color `name`: what parts it from the next of its kind."""
    return look.paper if look.area(name) == getattr(look, name) else getattr(look, name)


@checked
def word_on(color: OneColor, look: Look) -> str:
    """The color of words on a filled area: ink or paper, whichever is farther from it."""

    def light(one):
        return np.dot(np.array(to_rgb(one)) ** 2.2, (0.2126, 0.7152, 0.0722)) + 0.05

    here = light(color)
    return max((look.ink, look.paper), key=lambda one: abs(np.log(light(one) / here)))


# ---- what is told ----


class Spot(NamedTuple):
    """A part of a drawing that something is told of."""

    kind: str  # name of the words in `Drawing.tells`
    which: tuple[Any, ...]  # what they are asked for
    line: Array  # its middle line, or the point in its middle
    near: float = 0.0  # how far around that it reaches


NEAR = 7.0  # CSS pixels from a thin line that the pointer may miss


def _distance(point: Point, line: Array) -> float:
    """From a point to a line through points."""
    a = np.asarray(line, float).reshape(-1, 2)
    a, b = (a[:-1], a[1:]) if len(a) > 1 else (a, a)
    way = b - a
    share = np.sum((point - a) * way, axis=1) / np.maximum(np.sum(way**2, axis=1), 1e-12)
    return float(np.hypot(*(a + np.clip(share, 0, 1)[:, None] * way - point).T).min())


# ---- a drawing ----


class _Background(Artist):
    """Drawn with what never moves: tells a drawing that the pixels it keeps are out of date."""

    def __init__(self, drawing):
        super().__init__()
        self._forget = drawing.forget
        self.set_in_layout(False)

    def draw(self, _renderer):
        self._forget()


class Drawing(Artist):
    """A panel without axes: one artist, made once, whose children move.

    A kind of drawing has a WIDTH and a HEIGHT in its own units, which are CSS pixels at
    the size it was drawn for, and a method that takes the state and moves the children.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Gets no axis, and limits of one unit to a unit.
    look : course.plots.look.Look
    """

    WIDTH, HEIGHT = 400, 300
    axes: Axes
    figure: Figure
    first = True  # until it shows a state

    @checked
    def __init__(self, axes: Axes, look: Look) -> None:
        super().__init__()
        axes.set(xlim=(0, self.WIDTH), ylim=(0, self.HEIGHT), aspect="equal")
        axes.axis("off")
        _take_the_place(axes)
        self.look = look
        self._layers = {SELDOM: [], OFTEN: []}
        self._state = {}
        self._pixels = {}
        self._again = False
        self._words: dict[str, Callable[..., str]] = {}
        self.set_in_layout(False)
        self.set_zorder(10)  # in front of what is still
        axes.add_artist(self)
        axes.add_artist(_Background(self))

    # -- frames --

    def moved(self, *state: Any, layer: Layer = OFTEN) -> bool:
        """Whether this state of a layer is another than that of the last frame."""
        old = self._state.get(layer)
        if old is not None and all(map(_equal, state, old)):
            return False
        self._state[layer] = [np.array(part) for part in state]
        self.first = False
        for kept in range(layer, OFTEN + 1):
            self._pixels.pop(kept, None)
        self._again = False
        return True

    def forget(self) -> None:
        """The background is another: no pixels can be kept."""
        self._pixels.clear()

    def draw(self, renderer: Any) -> None:
        if not self.get_visible():
            return
        first = SELDOM
        for layer in (OFTEN, SELDOM):
            if layer in self._pixels:
                renderer.restore_region(self._pixels[layer])
                first = layer + 1
                break
        for layer in range(first, OFTEN + 1):
            for child in self._layers[layer]:
                child.draw(renderer)
            # Pixels of a state that does not last are not worth their copying.
            if self._layers[layer] and (layer == SELDOM or self._again):
                self._keep(layer, renderer)
        self._again = True

    def _keep(self, layer, renderer):
        if hasattr(renderer, "copy_from_bbox"):
            x0, y0, x1, y1 = self.axes.bbox.extents
            self._pixels[layer] = renderer.copy_from_bbox(
                Bbox.from_extents(max(0, x0 - 2), max(0, y0 - 2), x1 + 2, y1 + 2)
            )

    def get_children(self) -> list[Artist]:
        return [*self._layers[SELDOM], *self._layers[OFTEN]]

    # -- what it tells of itself --

    def tells(self, **words: Callable[..., str]) -> None:
        """Say how values of its parts are told, by kind of part; it knows only what it draws.

        Parameters
        ----------
        **words
            `words(*which)` tells of one part; each kind of drawing says which kinds it has.
        """
        self._words = words

    def spots(self) -> Iterable[Spot]:
        """Its parts, where they are now."""
        return ()

    def told(self, x: float, y: float) -> str:
        """What is at a point of the drawing, in words, or ""."""
        far, found = 0.0, None
        for spot in self.spots():
            beyond = _distance((x, y), spot.line) - max(spot.near, NEAR / scale_of(self.axes))
            if beyond <= far:
                far, found = beyond, spot
        if found is None:
            return ""
        words = self._words.get(found.kind, getattr(self, f"_tell_{found.kind}", None))
        return "" if words is None else words(*found.which)

    def now(self, layer: Layer = OFTEN) -> list[Any]:
        """The state that a layer shows."""
        return self._state[layer]

    # -- what it is made of --

    def put(self, artist: Kind, layer: Layer = STILL, z: float = 2) -> Kind:
        """Add a child in front of those with a smaller z; what is still is behind what moves."""
        artist.set_zorder(z)
        if layer == STILL:
            self.axes.add_artist(artist)
        else:
            artist.axes = self.axes
            artist.set_figure(self.figure)
            if not artist.is_transform_set():
                artist.set_transform(self.axes.transData)
            self._layers[layer].append(artist)
            self._layers[layer].sort(key=lambda child: child.get_zorder())
        artist.set_clip_on(False)
        artist.set_in_layout(False)
        return artist

    def inside(self, artist: Artist, outline: Polygon) -> None:
        """Show an artist only inside the outline of a patch."""
        artist.set_clip_path(outline.get_path(), outline.get_transform())
        artist.set_clip_on(True)

    @checked
    def words(
        self,
        x: float,
        y: float,
        text: str,
        color: Color | None = None,
        size: Positive = WORDS,
        *,
        layer: Layer = STILL,
        z: float = 6,
        **style: Any,
    ) -> Any:
        """Words at a point.

        Parameters
        ----------
        size : float
            CSS pixels.
        style
            As `Text` takes it; `bold`; `short`, the words for a drawing below three
            quarters of its size; `least`, the scale below which there is no room for any.
        """
        bold = style.pop("bold", False)
        short = style.pop("short", None)
        own = {"short": short and low(said(short)), "least": style.pop("least", 0.0)}
        style = {"ha": "center", "va": "center", **style}
        kind = Label if layer else Word
        artist = kind(
            x,
            y,
            low(said(text)),
            color=color or self.look.ink,
            fontsize=size * PX,
            fontweight="bold" if bold else "normal",
            **style,
        )
        vars(artist).update(own)
        artist.set_transform(self.axes.transData)
        return self.put(artist, layer, z)

    @checked
    def line(
        self,
        x: Heights,
        y: Heights,
        color: Color | None = None,
        width: Width = OUTLINE,
        *,
        layer: Layer = STILL,
        z: float = 2,
        **style: Any,
    ) -> Line2D:
        """A line through points."""
        style = {"solid_capstyle": "round", "dash_capstyle": "round", **style}
        line = Line2D(x, y, color=color or self.look.ink, lw=width * PX, **style)
        return self.put(line, layer, z)

    @checked
    def shape(
        self,
        points: Places,
        face: Color = "none",
        edge: Color = "none",
        width: Width = OUTLINE,
        *,
        layer: Layer = STILL,
        z: float = 2,
        **style: Any,
    ) -> Polygon:
        """An area with these corners."""
        patch = Polygon(points, fc=face, ec=edge, lw=width * PX, joinstyle="round", **style)
        return self.put(patch, layer, z)

    @checked
    def box(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        r: float = 6,
        face: Color = "none",
        edge: Color = "none",
        width: Width = OUTLINE,
        *,
        layer: Layer = STILL,
        z: float = 2,
    ) -> FancyBboxPatch:
        """A box from its lower left corner, with round corners of radius `r`."""
        style = f"round,pad=0,rounding_size={r}"
        patch = FancyBboxPatch((x, y), w, h, style, fc=face, ec=edge, lw=width * PX)
        return self.put(patch, layer, z)

    @checked
    def disk(
        self,
        x: float,
        y: float,
        r: float,
        face: Color = "none",
        edge: Color = "none",
        width: Width = OUTLINE,
        *,
        layer: Layer = STILL,
        z: float = 2,
    ) -> Circle:
        """A disk around a point."""
        return self.put(Circle((x, y), r, fc=face, ec=edge, lw=width * PX), layer, z)

    @checked
    def disks(
        self,
        places: Annotated[Series, Numbers(("n", 2), gaps=False)],
        radius: Annotated[Series | float, Numbers(("n",), gaps=False, alone=True)],
        edge: Color,
        width: Width = OUTLINE,
        *,
        layer: Layer = OFTEN,
        z: float = 3,
    ) -> PolyCollection:
        """Disks of one or several radii in the drawing's units; `set_facecolor` fills them."""
        radii = np.broadcast_to(radius, len(places))
        rims = [ring_of(place, r) for place, r in zip(places, radii)]
        return self.put(PolyCollection(rims, ec=edge, lw=width * PX), layer, z)

    @checked
    def strokes(
        self,
        lines: Annotated[Any, Every(Numbers((None, 2)))],
        color: Color,
        width: Width = OUTLINE,
        *,
        layer: Layer = STILL,
        z: float = 2,
        **style: Any,
    ) -> LineCollection:
        """Many lines, each a sequence of points."""
        style = {"capstyle": "round", **style}
        return self.put(LineCollection(lines, colors=color, lw=width * PX, **style), layer, z)

    @checked
    def dots(
        self,
        xy: Annotated[Series, Numbers((None, 2))],
        sizes: Annotated[Series | float, Numbers(low=0.0)] = 6.0,
        color: Color | None = None,
        *,
        layer: Layer = OFTEN,
        z: float = 4,
        marker: str = "o",
        **style: Any,
    ) -> PathCollection:
        """Marks with diameters in CSS pixels."""
        mark, style = MarkerStyle(marker), {"lw": 0} | style
        path = mark.get_path().transformed(mark.get_transform())
        filled = mark.is_filled()
        color = color or self.look.ink
        style = {"fc": color if filled else "none", "ec": "none" if filled else color, **style}
        xy = np.asarray(xy, float).reshape(-1, 2)
        dots = PathCollection(
            [path], np.zeros(2), offsets=xy, offset_transform=self.axes.transData, **style
        )
        dots.set_transform(IdentityTransform())
        resize(dots, np.resize(sizes, max(2, len(xy))))
        return self.put(dots, layer, z)

    @checked
    def glow(self, xy: Places, size: Positive, z: float = 1, layer: Layer = OFTEN) -> "Glow":
        """A blurred halo behind each place; `size` is its diameter in the drawing's units."""
        return self.put(Glow(xy, size), layer, z)

    @checked
    def edges(
        self,
        lines: "Ways",
        colors: Colors | None = None,
        most: Width = 6.0,
        *,
        layer: Layer = OFTEN,
        z: float = 2,
    ) -> "Edges":
        """Signed connections, as `Edges` takes them."""
        return self.put(Edges(self.look, lines, colors, most), layer, z)

    @checked
    def leader(self, x: float, y: float, text: str, to: Point, **style: Any) -> "Word":
        """A word and a hairline from it to what it names."""
        line = self.line([x, to[0]], [y, to[1]], self.look.soft, LEADER, z=5)
        word = self.words(x, y, text, self.look.soft, SMALL, **style)
        line.get_visible = word.get_visible
        return word


def _take_the_place(axes):
    """Lay a drawing out in all of its place, without margins for the labels of other panels."""

    def measured(renderer, *args, **options):
        if options.get("for_layout_only"):
            return None
        return type(axes).get_tightbbox(axes, renderer, *args, **options)

    def everything(_axes, _renderer):
        box = axes.get_position(original=True)
        return Bbox.from_extents(0.01, box.y0, 0.99, box.y1)

    axes.get_tightbbox = measured
    place = axes.get_subplotspec()
    if place is not None and len(place.colspan) == place.get_gridspec().ncols:
        axes.set_axes_locator(everything)


def resize(dots: PathCollection, sizes: Series) -> None:
    """Give marks their diameters, CSS pixels."""
    # One size for all sends matplotlib to measure a circle's Bezier curves at every frame.
    dots.set_sizes(np.resize((np.asarray(sizes, float) * PX) ** 2, max(2, np.size(sizes))))


def _equal(a, b):
    return np.shape(a) == b.shape and bool(np.all(np.asarray(a) == b))


# ---- words ----


ROOMY = 0.75  # scale from which on there is room for all words


class Word(Text):
    """Words that are fewer, or not there, when their drawing is too small for them."""

    short: str | None = None
    least = 0.0
    axes: Axes
    figure: Figure

    def get_visible(self) -> bool:
        return super().get_visible() and (not self.least or scale_of(self.axes) >= self.least)

    def get_text(self) -> str:
        if self.short is not None and scale_of(self.axes) < ROOMY:
            return self.short
        return super().get_text()


def scale_of(axes: Axes) -> float:
    """CSS pixels to a unit of a drawing, before they are zoomed."""
    matrix = axes.transData.get_matrix()
    return matrix[0, 0] / axes.figure.dpi * 100


# shares of words that stand before, and of a letter that stand below, the place they are put
ACROSS = {"left": 0.0, "center": 0.5, "right": 1.0}
DOWN = {"center": 0.36, "top": 0.75, "bottom": -0.22, "baseline": 0.0}
_letters = {}  # what a letter looks like -> its pixels, where they go, how far the next one is


class Label(Word):
    """Words that change with every frame, set from letters kept as pixels: typesetting is slow.

    Attributes
    ----------
    halo : color or None
        What surrounds the letters, for words over lines.
    """

    halo: Color = None

    def draw(self, renderer: Any) -> None:
        words, size = self.get_text(), float(self.get_fontsize()) * self.figure.dpi / 72
        if not words or not self.get_visible():
            return
        x, y = self.get_transform().transform(self.get_position())
        letters = [self._letter(letter, size) for letter in words]
        x -= sum(far for *_, far in letters) * ACROSS[self.get_horizontalalignment()]
        y -= size * DOWN[self.get_verticalalignment()]
        gc = renderer.new_gc()
        for halo in (True, False) if self.halo is not None else (False,):
            place = x
            for letter, (pixels, dx, dy, far) in zip(words, letters):
                if halo:
                    pixels, dx, dy, _ = self._letter(letter, size, halo=True)
                if pixels is not None:
                    renderer.draw_image(gc, round(place) + dx, round(y) + dy, pixels)
                place += far
        gc.restore()

    def _letter(self, letter, size, halo=False):
        color = to_rgb(self.halo if halo else self.get_color())
        key = letter, size, self.get_fontweight(), color, halo
        if key not in _letters:
            _letters[key] = self._drawn(letter, size, color, halo)
        return _letters[key]

    def _drawn(self, letter, size, color, halo):
        side, dpi = int(3 * size), self.figure.dpi
        sheet = RendererAgg(2 * side, 2 * side, dpi)
        text = Text(side, side, letter, color=color, fontproperties=self.get_fontproperties())
        text.set_figure(self.figure)
        if halo:
            from matplotlib.patheffects import withStroke

            text.set_path_effects([withStroke(linewidth=5 * PX, foreground=color)])
        text.draw(sheet)
        far = sheet.get_text_width_height_descent(letter, text.get_fontproperties(), False)[0]
        ink = np.asarray(sheet.buffer_rgba())[::-1]  # from the bottom, as positions are
        rows, columns = (np.flatnonzero(ink[..., 3].any(axis=k)) for k in (1, 0))
        if not rows.size:
            return None, 0, 0, far
        part = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        return np.ascontiguousarray(part), columns[0] - side, rows[0] - side, far


# ---- halos, maps ----


@functools.lru_cache(maxsize=64)
def _spot(radius, color):
    """A blurred spot in 17 strengths, for the renderer takes no opacity for images."""
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1] / radius
    spots = np.empty((17, *x.shape, 4), np.uint8)
    spots[..., :3] = np.round(np.multiply(color, 255))
    strength = np.linspace(0, 165, 17)[:, None, None]
    spots[..., 3] = strength * np.clip(1 - np.hypot(x, y), 0, 1) ** 1.6
    return spots


class Glow(Artist):
    """Halos: one blurred spot, kept as pixels and laid down wherever it shines."""

    axes: Axes

    @checked
    def __init__(self, xy: Places, size: Positive) -> None:
        super().__init__()
        self.xy, self.size = np.asarray(xy, float).reshape(-1, 2), size
        self.amount, self.color = np.zeros(len(self.xy)), "w"

    def shine(self, amount: Series, color: Color, xy: Series | None = None) -> None:
        """How strongly each shines, 0 to 1, and where, if that changes."""
        self.amount = np.clip(np.atleast_1d(amount), 0, 1)
        self.color = color
        if xy is not None:
            self.xy = np.asarray(xy, float).reshape(-1, 2)

    def draw(self, renderer: Any) -> None:
        data = self.axes.transData
        radius = max(2, round(self.size / 2 * data.get_matrix()[0, 0]))
        spots, gc = _spot(radius, to_rgb(self.color)), renderer.new_gc()
        # A halo ends with its panel: the next one may keep its pixels.
        gc.set_clip_rectangle(self.axes.bbox)
        for (x, y), amount in zip(data.transform(self.xy), self.amount):
            if amount > 0.02:
                spot = spots[round(16 * amount)]
                renderer.draw_image(gc, round(x) - radius, round(y) - radius, spot)
        gc.restore()


class Tile(Artist):
    """A small map with round corners, laid down pixel by pixel: ten times as fast as `imshow`.

    Parameters
    ----------
    extent : tuple of float
        Left, right, bottom, top.
    cmap : matplotlib.colors.Colormap
    most : float
        Value at the end of the colors, the negative one at their beginning.
    corner : float
        CSS pixels.
    """

    axes: Axes
    figure: Figure

    @checked
    def __init__(
        self, extent: Extent, cmap: Colormap, most: Positive = 1.2, corner: Width = 7.0
    ) -> None:
        super().__init__()
        self.extent = extent
        self.most = most
        self.corner = corner
        self.colors = np.round(cmap(np.arange(256)) * 255).astype(np.uint8).view(np.uint32)[:, 0]
        self.values = np.zeros((2, 2))

    def draw(self, renderer: Any) -> None:
        left, right, low, high = self.extent
        ends = self.axes.transData.transform([(left, low), (right, high)])
        (x0, y0), (x1, y1) = np.round(ends).astype(int)
        h, w = max(2, y1 - y0), max(2, x1 - x0)
        level = np.clip((self.values / self.most + 1) * 127.5, 0, 255).astype(np.float32)
        level = np.ascontiguousarray(_between(level.T, w).T)
        level = _between(level, h).astype(np.uint8)
        mask = _rounded(h, w, self.corner * self.figure.dpi / 100)
        pixels = self.colors[level] & mask
        gc = renderer.new_gc()
        renderer.draw_image(gc, x0, y0, pixels.view(np.uint8).reshape(h, w, 4))
        gc.restore()


def _between(rows, n):
    """n rows in place of a few, by linear interpolation; a matrix product starts threads for it."""
    low, share = _blend(n, len(rows))
    steps = np.diff(rows, axis=0, append=rows[-1:])
    return rows[low] + share * steps[low]


@functools.lru_cache(maxsize=64)
def _blend(pixels, cells):
    """For each pixel the cell below it, and how far it is on the way to the next."""
    at = np.clip((np.arange(pixels) + 0.5) * cells / pixels - 0.5, 0, cells - 1)
    low = at.astype(np.intp)
    return low, (at - low).astype(np.float32)[:, None]


@functools.lru_cache(maxsize=64)
def _rounded(h, w, r):
    """What leaves only the opacity of each pixel's color: none beyond round corners."""
    y, x = (np.arange(n) + 0.5 for n in (h, w))
    y, x = (np.maximum(0, r - np.minimum(u, n - u)) for u, n in ((y, h), (x, w)))
    opaque = (255 * np.clip(r - np.hypot(x, y[:, None]) + 0.5, 0, 1)).astype(np.uint8)
    mask = np.full((h, w, 4), 255, np.uint8)
    mask[..., 3] = opaque
    return mask.view(np.uint32)[..., 0]


# ---- signed connections ----


class Edges(Artist):
    """Signed connections along curves: an arrow for plus, a bar for minus.

    Parameters
    ----------
    look : course.plots.look.Look
    lines : array, shape (n, k, 2)
        From source to target in steps of one length, as `links` makes them.
    colors : list of color, optional
        One for each; otherwise the sign's.
    most : float
        CSS pixels that a weight of 1 adds to the width.
    """

    axes: Axes

    @checked
    def __init__(
        self, look: Look, lines: Ways, colors: Colors | None = None, most: Width = 6.0
    ) -> None:
        super().__init__()
        self.look, self.most = look, most
        self.lines = np.asarray(lines, float)
        self.ways = self.lines[:, -1] - self.lines[:, -3]
        self.ways /= np.linalg.norm(self.ways, axis=1, keepdims=True) + 1e-12
        self.lengths = np.linalg.norm(np.diff(self.lines, axis=1), axis=2).sum(axis=1)
        self._own = None if colors is None else np.array([to_rgb(c) for c in colors])
        self._paper = np.array(to_rgb(look.paper))
        self._signs = np.array([to_rgb(look.inh), to_rgb(look.exc)])
        given = self._signs if self._own is None else self._own
        shares = {tuple(color): look.share_seen(color) for color in given}
        self._least = np.array([shares[tuple(color)] for color in given])
        self.shafts = LineCollection([], capstyle="butt")
        self.heads = PolyCollection([], joinstyle="round")
        self.dots = LineCollection([], capstyle="round")
        self.weigh(np.zeros(len(self.lines)))

    def weigh(self, weight: Series, activity: Series = 1.0, pulse: Series | None = None) -> None:
        """What the connections are and do.

        Parameters
        ----------
        weight : array, shape (n,)
            -1 to 1; 0 is no connection.
        activity : float or array, shape (n,)
            How active the source is, 0 to 1; below 0 the connection is a hairline, no more.
        pulse : array, shape (n,), optional
            Where on its way a pulse is, 0 to 1; beyond them there is none.
        """
        self.weight = np.asarray(weight, float)
        self.plus = self.weight > 0
        activity = np.broadcast_to(activity, self.weight.shape)
        self.headed = (self.weight != 0) & (activity >= 0)
        self.wide = 0.8 + self.most * np.abs(self.weight) * self.headed
        self.order = np.argsort(activity, kind="stable")  # the active ones in front
        self.order = self.order[self.weight[self.order] != 0]
        sign = self.plus.astype(int)
        own = self._signs[sign] if self._own is None else self._own
        least = self._least[sign] if self._own is None else self._least
        # Mixed with the paper, not see-through: shaft and head overlap.
        mix = np.where(activity < 0, 0.36 + 0.64 * np.clip(activity, -0.35, 0), least)
        mix = (mix + (1 - mix) * np.clip(activity, 0, 1))[:, None]
        self.color = mix * own + (1 - mix) * self._paper
        self.pulse = None if pulse is None else np.asarray(pulse, float)
        self._unit = None

    def set_figure(self, figure: Any) -> None:
        super().set_figure(figure)
        for part in (self.shafts, self.heads, self.dots):
            part.axes = self.axes
            part.set_figure(figure)
            part.set_transform(self.axes.transData)

    def get_children(self) -> list[Artist]:
        return [self.shafts, self.heads, self.dots]

    def draw(self, renderer: Any) -> None:
        unit = 1.0 / scale_of(self.axes)  # a CSS pixel, in the drawing's units
        if unit != self._unit:
            self._unit = unit
            self._place(unit)
        for part in self.get_children():
            part.draw(renderer)

    def _place(self, unit):
        size = unit * (4.5 + 0.9 * self.wide)
        gap = 1.5 * unit
        plus = self.plus[:, None, None]
        head = np.where(self.plus, 1.5 * size, 0.8 * gap + 1.2 * unit)
        # An arrow as long as its way would cover where it comes from.
        shrink = np.minimum(1.0, 0.6 * self.lengths / (head + gap))
        size, head = size * shrink, head * shrink
        side = np.stack([-self.ways[:, 1], self.ways[:, 0]], axis=1)
        tip, s = self.lines[:, -1] - gap * self.ways, size[:, None]
        foot = tip - 1.7 * s * self.ways
        arrows = np.stack([tip, foot + 0.85 * s * side, foot - 0.85 * s * side, tip], axis=1)
        thick = 1.25 * unit * self.ways
        bars = np.stack([
            tip + thick + 1.2 * s * side, tip + thick - 1.2 * s * side,
            tip - thick - 1.2 * s * side, tip - thick + 1.2 * s * side,
        ], axis=1)  # fmt: skip
        shown, tipped = self.order, self.order[self.headed[self.order]]
        until = 1.0 - np.where(self.headed, head + gap, 0.0) / self.lengths
        self.shafts.set_segments(self._until(until)[shown])
        self.shafts.set(linewidths=self.wide[shown] * PX, colors=self.color[shown])
        self.heads.set_verts(np.where(plus, arrows, bars)[tipped])
        self.heads.set(facecolors=self.color[tipped], edgecolors=self.color[tipped], linewidths=1)
        on = np.zeros(self.weight.size, bool)
        if self.pulse is not None:
            on = self.headed & (self.pulse > 0) & (self.pulse < 1)
        self.dots.set_visible(bool(on.any()))
        if on.any():
            at = self._until(np.clip(self.pulse, 0, 1))[on, -1]
            self.dots.set_segments(np.stack([at, at], axis=1))
            self.dots.set(linewidths=(5.0 + self.wide[on]) * PX, colors=self.look.ink)

    def _until(self, part):
        """Each line up to a fraction of its length."""
        many = self.lines.shape[1] - 1
        at = np.clip(part, 0.02, 1.0)[:, None] * np.arange(many + 1)
        k = np.minimum(at.astype(int), many - 1)
        share = (at - k)[..., None]
        rows = np.arange(len(self.lines))[:, None]
        return (1 - share) * self.lines[rows, k] + share * self.lines[rows, k + 1]
