"""The words around and inside a panel: its heading, and the names of its curves.

There are no legends. What is drawn has its name beside it, in its color: at the end of a
curve, in the margin if the curve ends there; after a point; at the end of a level. Names
that would meet are pushed apart. The name of the vertical axis stands over it, horizontal,
so that it can be read without turning one's head, and takes no width.
"""

import functools
import itertools
import math
from collections.abc import Hashable
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import AutoLocator, LogLocator, MaxNLocator, NullFormatter, NullLocator
from matplotlib.transforms import Bbox

from course._language import said
from course._typeset import low
from course.plots.look import PX, Look

SMALL, USUAL = 12 * PX, 13 * PX  # points
GAP = 6  # CSS pixels between a point and its name
STYLE = {"fontsize": SMALL, "va": "bottom"}
SPARE = "spare"  # `gid` of words that may be left out where there is no room
AIR = 6  # pixels around kept words, into which letters and fields may reach
FIELD = 2.0  # points between words and the edge of the field that they stand on
LINE = 1.3  # height of a line of words against the size of its letters
SIDES = {  # of a point: how far right of it and above it a name begins
    "right": (1, 0),
    "left": (-1, 0),
    "above": (0, 1),
    "below": (0, -1),
    "right above": (1, 1),
    "right below": (1, -1),
    "left above": (-1, 1),
    "left below": (-1, -1),
}
FIRST_BESIDE, FIRST_ALONG = ("right", "left"), ("above", "right above", "below")
FAR = 2.5  # times as far from its point a name may stand if there is no place beside it
PARTS = np.linspace(1.0, 0.0, 9)  # of an artist, where its name may stand if need be
HARMLESS = 0.01  # part of a name that may cover something
NO_MARKER = "None", "none", " ", "", None
MOST_POINTS = 100  # of an artist, among which its name seeks another place
LAST = 100  # points of a curve, among which its end is sought first
MOST_TICKS = 4, 6  # numbers of a vertical and of a horizontal axis


class Kept(Text):
    """Words that are set once and kept as pixels: to typeset them for every frame is slow.

    Their position is a pixel.
    """

    axes: Axes
    figure: Figure

    def get_window_extent(self, renderer: Any = None, dpi: float | None = None) -> Bbox:
        width, height = self._kept()[1]
        x, y = self.get_position()
        x -= width * {"left": 0.0, "center": 0.5, "right": 1.0}[self.get_horizontalalignment()]
        y -= height * {"bottom": 0.0, "center": 0.5, "top": 1.0}[self.get_verticalalignment()]
        return Bbox.from_bounds(x, y, width, height)

    def draw(self, renderer: Any) -> None:
        pixels, _ = self._kept()
        if self.get_visible() and pixels is not None:
            box = self.get_window_extent()
            gc = renderer.new_gc()
            renderer.draw_image(gc, round(box.x0) - AIR, round(box.y0) - AIR, pixels)
            gc.restore()
        self.stale = False

    def _kept(self):
        patch = self.get_bbox_patch()
        field = None if patch is None else patch.get_facecolor()
        return _set(
            self.get_text(), self.get_fontsize(), to_rgb(self.get_color()), field, self.figure.dpi
        )


@functools.lru_cache(1000)
def _set(words, size, color, field, dpi):
    """Pixels of words, None if there is nothing to see, and their width and height."""
    paper = RendererAgg(1, 1, dpi)
    text = Text(0.0, 0.0, words, fontsize=size, color=color, va="bottom")
    text.set_figure(Figure(dpi=dpi))
    box = text.get_window_extent(paper, dpi)
    if not words.strip():
        return None, (box.width, box.height)
    paper = RendererAgg(math.ceil(box.width) + 2 * AIR, math.ceil(box.height) + 2 * AIR, dpi)
    text.set_position((AIR, AIR))
    if field is not None:
        text.set_bbox({"fc": field, "ec": "none", "pad": FIELD})
    text.draw(paper)
    return np.asarray(paper.buffer_rgba())[::-1].copy(), (box.width, box.height)


class Words(Artist):
    """Words that find their places when they are drawn.

    Attributes
    ----------
    texts : list of matplotlib.text.Text
        Those of the last drawing.
    measuring : bool
        Whether a layout asks for their room, which is then rather too large than too small:
        the panel may still change.
    """

    axes: Axes
    figure: Figure

    def __init__(self, axes: Axes, look: Look, zorder: float) -> None:
        super().__init__()
        self.look = look
        self.texts = []
        self.measuring = False
        axes.add_artist(self)
        self.set_clip_on(False)
        self.set_zorder(zorder)

    def placed(self, renderer: Any) -> list[Text]:
        """The texts where they are to be seen."""
        raise NotImplementedError

    def get_children(self) -> list[Artist]:
        return [*self.texts]

    def draw(self, renderer: Any) -> None:
        if self.get_visible():
            self.texts = self.placed(renderer)
            for text in self.texts:
                draw_kept(text, renderer)
        self.stale = False

    def measured(self, renderer: Any) -> list[Text]:
        """The texts where they would be, for a layout."""
        self.measuring = True
        try:
            return self.placed(renderer)
        finally:
            self.measuring = False

    def get_tightbbox(self, renderer: Any = None) -> Bbox | None:
        """Their height, for the layout; their width is that of the panel at most."""
        if renderer is None:
            renderer = self._renderer()
        texts, label = self.measured(renderer), self.axes.xaxis.label
        if self.axes.axison and label.get_text():  # it was asked for its room before it was broken
            texts = [*texts, label]
        boxes = [text.get_window_extent(renderer) for text in texts]
        if not boxes:
            return None
        box, middle = Bbox.union(boxes), 0.5 * (self.axes.bbox.x0 + self.axes.bbox.x1)
        return Bbox.from_extents(middle - 0.5, box.y0, middle + 0.5, box.y1)

    def _renderer(self):
        canvas: Any = self.axes.figure.canvas
        return canvas.get_renderer()

    def px(self, pixels: float) -> float:
        """Device pixels of so many CSS pixels."""
        return pixels * self.axes.figure.dpi / 100.0

    def made(self, words: str, **style: Any) -> Text:
        """A text of the figure, not yet in its place."""
        style = {**STYLE, "color": self.look.ink, **style}
        text = Kept(0.0, 0.0, words, **style)
        text.set_figure(self.axes.figure)
        text.axes = self.axes
        return text

    def _break(self, text, renderer):
        """Break the words of a text where they become wider than the panel."""
        words, lines = text.get_text().replace("\n", " ").split(" "), []
        most = self.axes.bbox.width * (0.85 if self.measuring else 1.0)
        text.set_text(" ".join(words))
        if text.get_window_extent(renderer).width <= most:
            return
        for word in words:
            tried = f"{lines[-1]} {word}" if lines else word
            text.set_text(tried)
            if lines and text.get_window_extent(renderer).width <= most:
                lines[-1] = tried
            else:
                lines.append(word)
        text.set_text("\n".join(lines))


_kept = {}  # how words look -> their pixels, and where these are from the words' position
MOST_KEPT = 1000


def draw_kept(text: Text, renderer: Any) -> None:
    """Draw words from pixels that are kept: to set them takes matplotlib a ms every time."""
    patch = text.get_bbox_patch()
    style: Any = patch and patch.get_boxstyle()
    box = () if patch is None else (patch.get_facecolor(), style.pad)
    how = (
        text.get_horizontalalignment(),
        text.get_verticalalignment(),
        text.get_rotation(),
        text.get_fontsize(),
        text.get_fontweight(),
    )
    key = (text.get_text(), text.get_color(), box, how, text.get_fontname(), text.figure.dpi)
    x, y = text.get_transform().transform(text.get_position())
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = _pixels(text, renderer, round(x), round(y))
    pixels, left, low = _kept[key]
    gc = renderer.new_gc()
    renderer.draw_image(gc, round(x) + left, round(y) + low, pixels)
    gc.restore()


def _pixels(text, renderer, x, y):
    """The words on a sheet of their own, and where its lower left corner is from x, y."""
    place = text.get_position()
    text.set_position(text.get_transform().inverted().transform((x, y)))
    box = text.get_window_extent(renderer).padded(0.5 * text.get_fontsize() / 72 * renderer.dpi)
    left, low = int(np.floor(box.x0)) - x, int(np.floor(box.y0)) - y
    sheet = RendererAgg(int(np.ceil(box.width)) + 2, int(np.ceil(box.height)) + 2, renderer.dpi)
    text.set_position(text.get_transform().inverted().transform((-left, -low)))
    text.draw(sheet)
    text.set_position(place)
    return np.ascontiguousarray(np.asarray(sheet.buffer_rgba())[::-1]), left, low


class Heading(Words):
    """The title of a panel and under it the name of its vertical axis, or both in one line.

    Both are read from the Axes, which goes on to keep them but no longer draws them. What
    is wider than the panel is broken into lines.
    """

    def __init__(self, axes: Axes, look: Look) -> None:
        super().__init__(axes, look, zorder=-9)  # it breaks the label, which is drawn after it
        self.top = axes.bbox.y1  # pixel over which there is nothing of it
        axes.set_title(axes.get_title("left"), loc="left").set_visible(False)
        axes.yaxis.label.set_visible(False)

    @classmethod
    def of(cls, axes: Axes, look: Look) -> "Heading":
        """The one of these axes."""
        return next((part for part in axes.get_children() if isinstance(part, cls)), None) or cls(
            axes, look
        )

    def placed(self, renderer: Any) -> list[Text]:
        self._break(self.axes.xaxis.label, renderer)
        axes, box = self.axes, self.axes.bbox
        title, name = axes.get_title("left"), axes.get_ylabel()
        right = axes.yaxis.get_label_position() == "right"
        texts, up = [], box.y1 + self.px(7)
        look = axes.yaxis.label.get_color()
        if name:
            text = self.made(name, color=look, va="bottom", ha="right" if right else "left")
            self._break(text, renderer)
            text.set_position((box.x1 if right else box.x0, up))
            texts.append(text)
        if title:
            over = self.made(title, fontsize=USUAL, va="bottom")
            self._break(over, renderer)
            over.set_position((box.x0, up))
            if texts and not right:
                self._join(over, texts[0], renderer)
            texts.append(over)
        tops = [text.get_window_extent(renderer).y1 for text in texts]
        self.top = max(tops, default=box.y1 + self.px(3))
        return texts

    def _join(self, title, name, renderer):
        """Put the name after the title if there is room, else under it."""
        width = title.get_window_extent(renderer).width + self.px(10)
        wide = width + name.get_window_extent(renderer).width
        x, y = name.get_position()
        if wide <= self.axes.bbox.width and "\n" not in title.get_text():
            name.set_position((x + width, y))
        else:
            title.set_position((x, name.get_window_extent(renderer).y1 + self.px(3)))


class Thinned(Artist):
    """Hides the numbers of an axis, and the words marked `SPARE`, that have no room of their own.

    It is drawn before them.
    """

    axes: Axes
    figure: Figure

    def __init__(self, axes: Axes) -> None:
        super().__init__()
        axes.add_artist(self)
        self.set_zorder(-10)
        self.set_in_layout(False)

    def draw(self, renderer: Any) -> None:
        air = 4.0 * self.axes.figure.dpi / 100.0  # pixels
        rows = {}
        for text in self.axes.texts:
            if text.get_gid() == SPARE:
                rows.setdefault(text.get_position()[1], []).append(text)
        for axis, labels in (
            (0, self.axes.xaxis.get_majorticklabels()),
            (1, self.axes.yaxis.get_majorticklabels()),
            *((0, row) for row in rows.values()),
        ):
            _thin(labels, axis, air if axis == 0 else -0.1 * air, renderer)
        self.stale = False


def _thin(labels, axis, air, renderer):
    """Show of labels along an axis every k-th, with the smallest k that keeps them apart."""
    for label in labels:
        label.set_visible(True)
    boxes = [(label, label.get_window_extent(renderer)) for label in labels if label.get_text()]
    boxes = [(label, box) for label, box in boxes if box.width > 0]
    boxes.sort(key=lambda one: one[1].min[axis])
    for step in range(1, len(boxes)):
        kept = [box for _, box in boxes[::step]]
        if all(b.min[axis] - a.max[axis] >= air for a, b in itertools.pairwise(kept)):
            break
    else:
        step = max(1, len(boxes))
    for k, (label, _) in enumerate(boxes):
        label.set_visible(k % step == 0)


class Row(Words):
    """Pieces of a sentence over the heading of a panel, which go on in another line if need be.

    Attributes
    ----------
    pieces : list of (str, dict)
        Words and their style.
    """

    def __init__(self, axes: Axes, look: Look, heading: Heading) -> None:
        super().__init__(axes, look, zorder=7)
        self.heading = heading
        self.pieces = []
        self._settled = None, []  # what decides where the texts stand, and those

    def placed(self, renderer: Any) -> list[Text]:
        room = (*self.axes.bbox.extents, self.heading.top, self.px(1), self.measuring)
        now = [(words, dict(style)) for words, style in self.pieces], room
        if now != self._settled[0]:
            self._settled = now, self._set(renderer)
        return self._settled[1]

    def _set(self, renderer):
        """Make the texts, which takes as long as ten curves."""
        box, gap = self.axes.bbox, self.px(10)
        lines, x = [[]], box.x0
        for words, style in self.pieces:
            text = self.made(words, **style)
            self._break(text, renderer)
            width = text.get_window_extent(renderer).width
            if lines[-1] and x + width > box.x1:
                lines.append([])
                x = box.x0
            lines[-1].append((text, x))
            x += width + gap
        y = self.heading.top + self.px(5)
        for line in reversed(lines):
            for text, x in line:
                text.set_position((x, y))
            y = max(text.get_window_extent(renderer).y1 for text, _ in line) + self.px(5)
        return [text for line in lines for text, _ in line]

    def get_tightbbox(self, renderer: Any = None) -> Bbox | None:
        self.heading.get_tightbbox(renderer)  # it comes to know its height
        return super().get_tightbbox(renderer)


class Names(Words):
    """The names of what is drawn in a panel, each beside what it names."""

    def __init__(self, axes: Axes, look: Look) -> None:
        super().__init__(axes, look, zorder=7)
        self._named = {}
        self._kept = 0.0  # pixels that the layout keeps for names right of the panel

    def name(self, key: Hashable, artist: Artist, words: Any, kind: str | float = "end") -> None:
        """Have an artist named.

        Parameters
        ----------
        key
            Of the artist in its panel.
        artist : matplotlib.artist.Artist
        words : str or None
        kind : str or float
            Where: "end" of a curve or points, "level", "cursor", "top" of an area, or a
            number from 0 to 1, how far along the curve.
        """
        words = "" if words is None or str(words).startswith("_") else low(said(str(words)))
        text = self._named[key][1] if key in self._named else self.made(words, va="center")
        if text.get_text() != words:
            text.set_text(words)
        self._named[key] = artist, text, kind

    def __contains__(self, key: Hashable) -> bool:
        return key in self._named

    def __bool__(self) -> bool:
        return any(text.get_text() for _, text, _ in self._named.values())

    def placed(self, renderer: Any) -> list[Text]:
        margin, inside = [], []
        box = self.axes.bbox
        for artist, text, kind in self._named.values():
            if text.get_text() and artist.get_visible():
                at = _anchor(artist, kind, self.axes)
                if at is not None:
                    text.set(color=_color(artist, self.look.paper), ha="left", va="center")
                    ends = kind in ("end", "level") and at[0] > box.x1 - self.px(10)
                    ends = ends and self._fits(text, at, renderer)
                    (margin if ends else inside).append((text, at, artist, kind))
        texts = self._in_margin(margin, renderer)
        for text, at, artist, kind in inside:
            self._beside(text, at, artist, kind, texts, renderer)
            texts.append(text)
        return texts

    def made(self, words: str, **style: Any) -> Text:
        text = super().made(words, **style)
        text.set_bbox({"fc": (*to_rgb(self.look.paper), 0.85), "ec": "none", "pad": FIELD})
        return text

    def _in_margin(self, margin, renderer):
        """Names right of the panel, one under the other and each as near as can be."""
        box = self.axes.bbox
        step = LINE * SMALL / 72.0 * self.axes.figure.dpi
        order = sorted(margin, key=lambda one: -one[1][1])
        places = _apart([at[1] for _, at, *_ in order], step, box.y0, box.y1)
        most = np.inf if self.measuring else self.axes.figure.bbox.x1
        ends = [at[0] + self._gap(artist) for _, at, artist, _ in order if not artist.get_clip_on()]
        left = max([box.x1 + self.px(GAP), *ends])
        for (text, *_), y in zip(order, places):
            width = text.get_window_extent(renderer).width
            text.set_position((min(left, most - width), y))
        return [text for text, *_ in order]

    def _fits(self, text, at, renderer):
        """Whether the margin has room for a name that has come there since the layout."""
        if self.measuring:
            return True
        end = max(self.axes.bbox.x1, at[0]) + self.px(GAP) + text.get_window_extent(renderer).width
        if end <= self.axes.bbox.x1 + self._kept + 1.0:
            return True
        sheet = self.axes.figure.bbox.x1 + self.px(GAP)
        return end <= min(sheet, self._neighbor(renderer) - self.px(GAP))

    def _neighbor(self, renderer):
        """Where the panel right of this one begins, with the numbers of its axis."""
        low, high = self.axes.bbox.y0, self.axes.bbox.y1
        begins = np.inf
        for other in self.axes.figure.axes:
            box = other.bbox
            if (
                other.get_visible()
                and box.x0 > self.axes.bbox.x1
                and box.y1 > low
                and box.y0 < high
            ):
                numbers = other.yaxis.get_tightbbox(renderer) if other.axison else None
                begins = min(begins, box.x0 if numbers is None else numbers.x0)
        return begins

    def _gap(self, artist):
        """Pixels from a point of an artist to its name, whose field covers no half of the mark."""
        gap = self.px(GAP + 2)
        if isinstance(artist, Line2D) and artist.get_marker() not in NO_MARKER:
            mark = 0.5 * (artist.get_markersize() + artist.get_markeredgewidth()) + FIELD + 1.0
            gap = max(gap, mark / 72.0 * self.axes.figure.dpi)
        return gap

    def _beside(self, text, at, artist, kind, others, renderer):
        """A name where it covers nothing: beside its usual place, or elsewhere along its artist."""
        texts = [text for text in self.axes.texts if text.get_visible() and text.get_text()]
        taken = [other.get_window_extent(renderer).extents for other in (*others, *texts)]
        near, sheet = self._gap(artist), self.axes.figure.bbox.extents
        panel, size = self.axes.bbox.extents, text.get_window_extent(renderer).size
        first = FIRST_BESIDE if kind in ("end", "cursor") else FIRST_ALONG
        sides = [SIDES[side] for side in (*first, *(side for side in SIDES if side not in first))]
        places = ((place, near) for place in _places(at, artist, kind, self.axes))
        best, least = (0.0, 0.0), np.inf
        for place, gap in itertools.chain(places, [(at, FAR * near)]):
            for right, up in sides:
                here = _placed(place, gap, right, up, size, sheet if right else panel)
                cost = _outside(here, panel) + sum(_common(here, one) for one in taken)
                cost *= 100.0
                if cost < least:
                    cost += self._hidden(here, renderer)
                if cost < least:
                    best, least = here[:2], cost
                if least <= HARMLESS * size[0] * size[1]:
                    break
            if self.measuring or least <= HARMLESS * size[0] * size[1]:
                break
        text.set(position=best, ha="left", va="bottom")

    def _hidden(self, box, renderer):
        """How many pixels of edges a name would cover here, of all that is drawn already.

        Those of hairlines do not count, nor do areas and images whose shades change slowly.
        """
        if self.measuring or not hasattr(renderer, "buffer_rgba"):
            return 0
        drawn = np.asarray(renderer.buffer_rgba())
        field = FIELD / 72.0 * self.axes.figure.dpi
        x0, x1 = (max(0, round(x)) for x in (box[0] - field, box[2] + field))
        y0, y1 = (max(0, round(len(drawn) - y)) for y in (box[3] + field, box[1] - field))
        shades = drawn[y0:y1, x0:x1, 1].astype(np.int16)  # green has most of the lightness
        hairline = 1.1 * 255.0 * abs(to_rgb(self.look.paper)[1] - to_rgb(self.look.faint)[1])
        across, up = np.abs(np.diff(shades, axis=1)), np.abs(np.diff(shades, axis=0))
        return np.count_nonzero(across > hairline) + np.count_nonzero(up > hairline)

    def get_tightbbox(self, renderer: Any = None) -> Bbox | None:
        """What stands in the margin, for the layout."""
        if renderer is None:
            renderer = self._renderer()
        box = self.axes.bbox
        ends = [text.get_window_extent(renderer).x1 for text in self.measured(renderer)]
        ends = [end for end in ends if end > box.x1]
        self._kept = max(ends, default=box.x1) - box.x1
        if not ends:
            return None
        middle = 0.5 * (box.y0 + box.y1)
        return Bbox.from_extents(box.x0, middle - 0.5, max(ends), middle + 0.5)


def few_ticks(axes: Axes) -> None:
    """Few numbers at the axes whose ticks nobody has chosen, and fewer where there is no room."""
    for axis, most in ((axes.yaxis, MOST_TICKS[0]), (axes.xaxis, MOST_TICKS[1])):
        locator = axis.get_major_locator()
        if type(locator) is AutoLocator:
            axis.set_major_locator(_Few(most))
        elif type(locator) is LogLocator:
            axis.set_major_locator(LogLocator(numticks=most))
            axis.set_minor_locator(NullLocator())
            axis.set_minor_formatter(NullFormatter())


class _Few(MaxNLocator):
    axis: Any

    def __init__(self, most):
        super().__init__(nbins=most, steps=[1, 2, 5, 10])
        self._most = most

    def __call__(self):
        room = min(self.axis.get_tick_space(), self._most)
        self.set_params(nbins=max(1, room), min_n_ticks=1 if room < 2 else 2)
        return super().__call__()


def _anchor(artist, kind, axes):
    """The pixel at which a name hangs, or None if what it names is out of sight."""
    box = axes.bbox
    if kind == "level":
        y = axes.transData.transform((0.0, artist.get_ydata()[0]))[1]
        return (box.x1, y) if box.y0 <= y <= box.y1 else None
    if kind == "cursor":
        x = axes.transData.transform((artist.get_xdata()[0], 0.0))[0]
        return (x, box.y1 - 0.05 * box.height) if box.x0 <= x <= box.x1 else None
    if kind == "top":
        return _top(artist, axes)
    data, transform = np.column_stack(artist.get_data()).astype(float), artist.get_transform()
    if kind == "end" and len(data) > 2 * LAST:
        return _seen(transform.transform(data[-LAST:]), 1.0, box) or _seen(
            transform.transform(data), 1.0, box
        )
    return _seen(transform.transform(data), 1.0 if kind == "end" else float(kind), box)


def _places(at, artist, kind, axes):
    """The usual place of a name, and others of the same artist."""
    yield at
    box = axes.bbox
    if kind == "cursor":
        for part in PARTS[1:]:
            yield at[0], box.y0 + part * (at[1] - box.y0)
    elif kind != "top":
        data = np.column_stack(artist.get_data()).astype(float)
        points = artist.get_transform().transform(data[:: 1 + len(data) // MOST_POINTS])
        if artist.get_linestyle() != "None":  # a straight line has no points but its ends
            points = _along(points, box)
        else:  # the outermost of a cloud have most room around them
            far = np.hypot(*(points - np.nanmean(points, axis=0)).T)
            points = points[np.argsort(far)]
        for part in PARTS:
            place = _seen(points, part, box)
            if place is not None:
                yield place


def _along(points, box):
    """Points of a polygon that are seen, none far from the next."""
    steps = np.linspace(0.0, 1.0, max(2, 2 * MOST_POINTS // max(1, len(points))), endpoint=False)
    between = points[:-1, None] + steps[:, None] * np.diff(points, axis=0)[:, None]
    return np.concatenate([between.reshape(-1, 2), points[-1:]])


def _seen(points, part, box):
    """The point that is this part of the way along those in a box, or None."""
    seen = np.isfinite(points).all(axis=1)
    seen &= (points[:, 0] >= box.x0 - 1) & (points[:, 0] <= box.x1 + 1)
    seen &= (points[:, 1] >= box.y0 - 1) & (points[:, 1] <= box.y1 + 1)
    seen = np.flatnonzero(seen)
    if not seen.size:
        return None
    return tuple(points[seen[round(part * (seen.size - 1))]])


def _top(artist, axes):
    """Over the highest place of an area or of a histogram."""
    extents = [path.get_extents(axes.transData) for path in _paths(artist)]
    extents = [extent for extent in extents if np.isfinite(extent.extents).all()]
    if not extents:
        return None
    vertices = np.vstack([axes.transData.transform(path.vertices) for path in _paths(artist)])
    vertices = vertices[np.isfinite(vertices).all(axis=1)]
    x, y = vertices[np.argmax(vertices[:, 1])]
    return float(np.clip(x, axes.bbox.x0, axes.bbox.x1)), float(min(y, axes.bbox.y1))


def _paths(artist):
    return artist.get_paths() if hasattr(artist, "get_paths") else [artist.get_path()]


def _color(artist, paper):
    """The color of what is named, opaque; of hollow points that of their rim."""
    if hasattr(artist, "get_color"):
        if artist.get_linestyle() != "None":
            return to_rgb(artist.get_color())
        face, rim = artist.get_markerfacecolor(), artist.get_markeredgecolor()
        hollow = _same(face, "none") or _same(face, paper)
        return to_rgb(rim if hollow else face)
    edge, face = (
        np.atleast_2d(color)[:1] for color in (artist.get_edgecolor(), artist.get_facecolor())
    )
    return tuple((edge if edge.size and edge[0, 3] > 0 else face)[0, :3])


def _same(color, name):
    return isinstance(color, str) and color == name


def _apart(places, step, low, high):
    """Heights, from high to low, pushed apart to `step` and kept between `low` and `high`."""
    places = list(places)
    for _ in range(50):
        moved = False
        for k in range(len(places) - 1):
            short = step - (places[k] - places[k + 1])
            if short > 1e-6:
                places[k] += 0.5 * short
                places[k + 1] -= 0.5 * short
                moved = True
        if places and places[0] > high:
            places[0] = high
        if places and places[-1] < low:
            places[-1] = low
        if not moved:
            break
    return places


def _placed(place, gap, right, up, size, room):
    """Left, low, right and top of a name beside a place, moved sideways into a room."""
    (x, y), (width, height) = place, size
    x += right * gap - 0.5 * (1 - right) * width
    y += up * gap - 0.5 * (1 - up) * height
    x += max(0.0, room[0] - x) + min(0.0, room[2] - x - width)
    return x, y, x + width, y + height


def _common(a, b):
    """Area that two boxes, as `_placed` gives them, have in common."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    return max(width, 0.0) * max(height, 0.0)


def _outside(inner, outer):
    """Area of a box that lies outside of another."""
    return (inner[2] - inner[0]) * (inner[3] - inner[1]) - _common(inner, outer)
