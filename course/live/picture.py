"""A matplotlib figure that is drawn once; afterwards only the moving artists are.

The still parts (axes, labels, grid) are drawn to a background that is kept. A
frame restores it and draws the moving artists over it (blitting). The whole figure
is drawn again only when something still has changed: limits, titles, labels or the
size. What travels is like video: a key frame now and then, and in between only the
pixels that differ from it, which a page puts in place without decoding an image.

A notebook has many figures, and a hand moves one: those that were not drawn lately keep
their pixels as runs of one color, in a tenth of the memory or less.
"""

import contextlib
import io
import weakref
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, NamedTuple

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from PIL import Image

from course.plots.look import LIGHT, Look
from course.plots.panel import Panels

Mosaic = str | Sequence[Any]  # panels by name, as `Figure.subplot_mosaic` takes them
Show = Callable[[Any, Any], Any]  # puts a result into panels
Curves = dict[tuple[Hashable, ...], list[dict[str, Any]]]  # by panel
DPI = 100  # CSS pixels to the inch, so that font sizes are those of the page
STILL_RATIO = 1.5  # sharpness of the picture that the saved notebook keeps
NARROW = 700  # CSS pixels; a figure may have another layout for less
FEW = 96, 256  # colors; most pictures are words and lines
LARGE_PRINT = 48_000  # bytes of the copy for print
RASTER = 48  # colors of a larger one
PRINT_RATIO = 0.9  # of that copy, where 900 pixels are 16 cm
SOLID = 16  # those kept as they are, of so many that are frequent
FREQUENT = 256
GENTLE, STEEP = 3, 8  # of 255 shades of gray; the eye sees an edge where shading takes the latter
MOST_BANDING = 0.02  # an octree of 256 colors makes 0.01 to 0.05 of a halo steep
AWAKE = 2  # pictures that keep all their pixels, those drawn last
MOST_CHANGED = 0.25  # of the picture; to encode a key frame takes longer than to send this much


class Room(NamedTuple):
    """What a page has for a picture.

    Text and lines keep their size on the page whatever the room is; `zoom` changes it.
    """

    width: float  # CSS pixels
    height: float  # CSS pixels
    ratio: float = STILL_RATIO  # device pixels to a CSS pixel
    zoom: float = 1.0  # of text and lines, for a lecture hall
    look: Look = LIGHT


@contextlib.contextmanager
def own_look(look: Look) -> Iterator[None]:
    """Settings of matplotlib inside a live figure; those of the session come back after it.

    matplotlib asks for its settings not only when an artist is made but also when it is
    changed or drawn (an offset, a font), so each of these goes under this context.
    """
    # One by one: matplotlib's own context takes a tenth of a frame for a copy of all that
    # checks each again.
    settings: Any = matplotlib.rcParams
    own = look.rc()
    before = {name: dict.__getitem__(settings, name) for name in own}
    try:
        dict.update(settings, own)
        yield
    finally:
        dict.update(settings, before)


class Runs(NamedTuple):
    """Pixels as runs of one color: it takes 2 ms to make them, and 2 ms to have them back."""

    colors: np.ndarray
    lengths: np.ndarray
    shape: tuple[int, ...]

    @classmethod
    def of(cls, pixels: np.ndarray) -> "Runs":
        """The runs of an array, row by row."""
        flat = pixels.ravel()
        starts = np.append(0, np.flatnonzero(flat[1:] != flat[:-1]) + 1)
        # A browser counts with 32 bits and a sign, and takes no others for counts.
        lengths = np.diff(starts, append=flat.size).astype(np.int32)
        return cls(flat[starts], lengths, pixels.shape)

    def pixels(self) -> np.ndarray:
        """The array again."""
        return np.repeat(self.colors, self.lengths).reshape(self.shape)


_awake: list[weakref.ref["Picture"]] = []  # the one that was drawn last at the end


class Picture:
    """A kept figure.

    Parameters
    ----------
    room : Room
        Another size lays it out anew; another look needs another picture.
    mosaic : str or list
        Panels by name, as `Figure.subplot_mosaic` takes them.
    panels : dict
        Further keywords of `Figure.subplot_mosaic`, such as `width_ratios`.
    among : str or list, optional
        A mosaic with panels that may be missing here: what is drawn in them is not seen.
    """

    def __init__(
        self, room: Room, mosaic: Mosaic, panels: dict[str, Any] | None = None, among: Mosaic = ()
    ) -> None:
        self.room = room
        with own_look(room.look):
            self.figure = Figure(layout="constrained")
            self._layout = self.figure.get_layout_engine()
            self.canvas = FigureCanvasAgg(self.figure)
            self._fit()
            split: Any = (
                self.figure.subplot_mosaic
            )  # stubs know no mosaic that may be text or lists
            self.axes: dict[str, Any] = split(mosaic, **(panels or {}))
            self.panels = Panels(self.figure, self.axes, room.look, panel_names(among))
        self.moving: list[Any] = []  # artists, those in front last
        self._made = 0  # keys that they belong to
        self._background = None
        self._drawn = None  # fingerprint of the still parts in the background
        self._key: np.ndarray | None = None  # pixels of the last key frame, (height, width)
        self._resting: tuple[Runs | None, Runs | None] | None = None  # background and key frame
        self.drawings = 0  # how often the still parts were drawn: panels may have moved

    def resize(self, room: Room) -> None:
        """Lay the figure out for another room of the same look."""
        before, self.room = self.room, room
        if room != before:
            if room._replace(ratio=before.ratio) != before:
                self.figure.set_layout_engine(self._layout)
            self._fit()
            self._background = None
            if self._resting is not None:
                self._resting = None, self._resting[1]

    def _fit(self):
        width, height, ratio, zoom, _ = self.room
        dpi = DPI * ratio * zoom
        # matplotlib cuts a size down to whole pixels: 1278.9999 of them would lose one.
        w, h = (round(side * ratio) + 1e-6 for side in (width, height))
        self.figure.set_dpi(dpi)
        self.figure.set_size_inches(w / dpi, h / dpi)

    def show(self, show: Show, result: Any) -> Any:
        """Call `show(panels, result)` under our look, which titles and texts need; what it says."""
        with own_look(self.room.look):
            said = self.panels.show(show, result)
        if self.panels.made != self._made:
            self._gather()
        return said

    def render(self) -> None:
        """Bring the canvas up to date: the kept background with the moving artists over it."""
        self._wake()
        with own_look(self.room.look):
            if self._background is None or self._fingerprint() != self._drawn:
                self.canvas.draw()
                # A layout solved again whenever a tick label grows makes the picture jump.
                if self.figure.get_layout_engine() is not self._layout and self._cut():
                    self.figure.set_layout_engine(self._layout)
                    self.canvas.draw()
                self.figure.set_layout_engine("none")
                self._background = self.canvas.copy_from_bbox(self.figure.bbox)
                self._drawn = self._fingerprint()
                self.drawings += 1
            else:
                self.canvas.restore_region(self._background)
            renderer = self.canvas.get_renderer()
            for artist in self.moving:
                if hasattr(artist, "do_3d_projection"):
                    artist.do_3d_projection()
                artist.draw(renderer)

    def _cut(self):
        """Whether numbers of an axis have grown beyond the sheet."""
        renderer, sheet = self.canvas.get_renderer(), self.figure.bbox
        seen = (axes.yaxis for axes in self.figure.axes if axes.get_visible() and axes.axison)
        boxes = [axis.get_tightbbox(renderer) for axis in seen if axis.get_visible()]
        return any(box and (box.x0 < -1 or box.x1 > sheet.x1 + 1) for box in boxes)

    def rest(self) -> None:
        """Keep the pixels as runs, until the picture is drawn again."""
        if self._resting is not None:
            return
        background = None
        if self._background is not None:
            self.canvas.restore_region(self._background)
            background = Runs.of(self._pixels())
        self._resting = background, None if self._key is None else Runs.of(self._key)
        self._background = self._key = None
        # Every text keeps the renderer that has drawn it, so a new one would leave the pixels.
        renderer = self.canvas.get_renderer()
        RendererAgg.__init__(renderer, 1, 1, renderer.dpi)
        self.canvas = FigureCanvasAgg(self.figure)
        for artist in self.moving:
            if hasattr(artist, "forget"):  # a schematic, which keeps pixels too
                artist.forget()
        _give_back()

    def _wake(self):
        """Have all pixels back; of the pictures drawn before, the oldest go to rest."""
        before = [one for one in (kept() for kept in _awake) if one is not None and one is not self]
        for one in before[: 1 - AWAKE]:
            one.rest()
        _awake[:] = [*map(weakref.ref, before[1 - AWAKE :]), weakref.ref(self)]
        if self._resting is None:
            return
        (background, key), self._resting = self._resting, None
        self._key = key and key.pixels()
        if background is not None:
            np.copyto(self._pixels(), background.pixels())
            self._background = self.canvas.copy_from_bbox(self.figure.bbox)

    def _pixels(self):
        """The pixels of the canvas, a view."""
        return np.asarray(self.canvas.get_renderer().buffer_rgba()).view(np.uint32)[..., 0]

    def curves(self) -> Curves:
        """The curves that are seen, by panel, as `pin` takes them."""
        found = {where: panel.curves() for where, panel in self.panels.every()}
        return {where: curves for where, curves in found.items() if curves}

    def pin(self, curves: Curves) -> None:
        """Draw curves as ghosts under those that move."""
        for where, panel in self.panels.every():
            panel.pin(curves.get(where, []))
        self._gather()

    def _gather(self):
        """Find what moves."""
        self._made = self.panels.made
        self.moving = sorted(self.panels.moving(), key=lambda artist: artist.get_zorder())
        for artist in self.moving:
            artist.set_animated(True)

    def _fingerprint(self):
        """What the background shows: limits, view angles, words."""
        return tuple(
            (
                np.asarray(axes.viewLim.extents).tobytes(),
                *map(axes.get_title, ("left", "center", "right")),
                (axes.get_xlabel().replace("\n", " "), axes.get_ylabel()),
                (getattr(axes, "elev", 0), getattr(axes, "azim", 0)),
            )
            for axes in self.figure.axes
        )

    def image(self) -> Image.Image:
        """The canvas as an image."""
        if self._resting is not None:
            self.render()
        pixels = np.asarray(self.canvas.buffer_rgba())
        size = pixels.shape[1], pixels.shape[0]
        return Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1).convert("RGB")

    def frame(self, key: bool = False) -> list[bytes]:
        """The canvas, packed for the page.

        Parameters
        ----------
        key : bool
            Ask for a key frame: the page has none to build on.

        Returns
        -------
        list of bytes
            A key frame is one PNG. Otherwise two: a bit for every pixel, row by row,
            set where it differs from the last key frame, and the RGBA of those pixels.
        """
        if self._resting is not None:
            self.render()
        pixels = self._pixels()
        if not key and self._key is not None and self._key.shape == pixels.shape:
            changed = pixels != self._key
            if np.count_nonzero(changed) <= MOST_CHANGED * changed.size:
                return [np.packbits(changed).tobytes(), pixels[changed].tobytes()]
        self._key = pixels.copy()
        return [_png(self.image(), compress_level=1)]

    def still(self) -> bytes:
        """The canvas as a PNG, in few colors where nobody sees it: a third of the size."""
        return _png(_few(self.image()), compress_level=9)

    def geometry(self) -> dict[str, dict[str, Any]]:
        """Where the panels are and what their axes say, for the page to point at values.

        Returns
        -------
        dict
            Name of each flat panel -> box in fractions of the picture, from its top left;
            limits, scales and names of its axes, and whether words of its own tell what is
            under the pointer, as in a schematic, which has no axes.
        """
        width, height = self.figure.bbox.size
        return {
            name: {
                "box": [
                    axes.bbox.x0 / width,
                    1 - axes.bbox.y1 / height,
                    axes.bbox.width / width,
                    axes.bbox.height / height,
                ],
                "x": [*map(float, axes.get_xlim())],
                "y": [*map(float, axes.get_ylim())],
                "log": [axes.get_xscale() == "log", axes.get_yscale() == "log"],
                "names": [_axis_name(axes, "x"), _axis_name(axes, "y")],
                "told": not axes.axison or self.panels[name].tells is not None,
            }
            for name, axes in self.axes.items()
            if axes.name == "rectilinear" and axes.get_visible()
        }

    def locate(self, x: float, y: float) -> tuple[str | None, float, float]:
        """Panel and data coordinates under a point given in fractions of the picture."""
        width, height = self.canvas.get_width_height(physical=True)
        pixel = (x * width, (1 - y) * height)
        for name, axes in self.axes.items():
            if axes.bbox.contains(*pixel):
                return name, *axes.transData.inverted().transform(pixel)
        return None, float("nan"), float("nan")

    def told(self, x: float, y: float) -> str:
        """What a panel says of a point given in fractions of the picture."""
        name, *place = self.locate(x, y)
        return "" if name is None else self.panels[name].told(*place)


def _give_back():
    """Tell glibc to let go of what was freed; it would keep a tenth of a kernel's memory."""
    with contextlib.suppress(ImportError, TypeError, OSError, AttributeError):  # no glibc
        import ctypes

        ctypes.CDLL(None).malloc_trim(0)


def panel_names(mosaic: Mosaic) -> list[str]:
    """Names of the panels in a mosaic, however it is written, in its order."""
    if isinstance(mosaic, str):
        return [name for name in dict.fromkeys(mosaic) if name not in ";\n ."]
    rows = (panel_names(row) if isinstance(row, list) else [row] for row in mosaic)
    return list(dict.fromkeys(name for row in rows for name in row))


def _axis_name(axes, which):
    """The name of an axis, which may stand at another panel that shares it."""
    shared = getattr(axes, f"get_shared_{which}_axes")().get_siblings(axes)
    names = (getattr(one, f"get_{which}label")() for one in (axes, *shared))
    return next(filter(None, names), "")


def smaller(png: bytes) -> bytes:
    """The same picture for print, where steps are less to be seen, and few in a large one."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    size = [round(side * PRINT_RATIO / STILL_RATIO) for side in image.size]
    image = image.resize(size, Image.Resampling.BOX)
    small = _png(_few(image, 4 * MOST_BANDING), compress_level=9)
    if len(small) > LARGE_PRINT:  # a raster of spikes
        small = _png(_quantized(image, RASTER), compress_level=9)
    return small


def _few(image, most=MOST_BANDING):
    """The image in as few colors as its shading takes without turning into steps."""
    for count in FEW:
        few = _quantized(image, count)
        if banding(image, few) <= most:
            return few
    return image


def _quantized(image, count):
    """The image in `count` colors, exact where a thin line has a hue of its own.

    Median cut gives such a line the mean of its neighbors, and hues have meanings.
    """
    few = image.quantize(count - SOLID, Image.Quantize.MEDIANCUT)
    palette = np.reshape(few.getpalette()[: 3 * (count - SOLID)], (-1, 3))
    places = np.array(few)
    packed = np.asarray(image.convert("RGBA")).view(np.uint32)[..., 0]
    colors = sorted(image.getcolors(packed.size), reverse=True)[:FREQUENT]
    colors = np.array([color for _, color in colors])
    off = np.abs(colors[:, None] - palette).max(axis=2).min(axis=1)
    colors = colors[np.argsort(off)[-SOLID:]]
    for number, color in enumerate(colors, len(palette)):
        places[packed == np.array([*color, 255], np.uint8).view(np.uint32)[0]] = number
    few = Image.fromarray(places, "P")
    few.putpalette(np.vstack([palette, colors]).astype(np.uint8).tobytes())
    return few


def banding(image: Image.Image, few: Image.Image) -> float:
    """The share of gentle steps from pixel to pixel that are steep in fewer colors."""
    before, after = (np.asarray(one.convert("L"), dtype=np.int16) for one in (image, few))
    gentle = steep = 0
    for axis in (0, 1):
        step = np.abs(np.diff(before, axis=axis))
        shaded = (step > 0) & (step <= GENTLE)
        gentle += np.count_nonzero(shaded)
        steep += np.count_nonzero(np.abs(np.diff(after, axis=axis))[shaded] >= STEEP)
    return steep / max(1, gentle)


def _png(image, **options):
    stream = io.BytesIO()
    image.save(stream, "png", **options)
    return stream.getvalue()
