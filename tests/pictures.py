"""What a picture shows, as a test of its looks sees it: words with their boxes, marks, ground."""

import contextlib

import numpy as np
from matplotlib.collections import Collection
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.spines import Spine
from matplotlib.text import Text

from course.live.picture import own_look
from course.plots.drawing import Drawing
from course.plots.words import FIELD, NO_MARKER, Names, Words

HALF = 0.5  # of a mark, which a name may cover
CROWD = 60  # marks in a panel, of which a name covers some wherever it stands
WIDE = 15  # points; markers that words stand in are ground


def words(picture):
    """Every text that is seen, and its box in device pixels: [(Text, Bbox)]."""
    figure, renderer = picture.figure, picture.canvas.get_renderer()
    outside = {text for axes in figure.axes for text in ticks_out_of_sight(axes)}
    for drawing in figure.findobj(Drawing):
        if not drawing.get_visible():  # another one stands in its place
            outside.update(drawing.findobj(Text))
    found = []
    for text in figure.findobj(Text):
        if not seen(text) or not text.get_text().strip() or text in outside:
            continue
        if to_rgba(text.get_color())[3] == 0:  # it only keeps room
            continue
        box = text.get_window_extent(renderer)
        if box.width > 0 and box.height > 0:
            found.append((text, box))
    return found


def seen(artist):
    """Whether an artist and the panel that it is in are visible."""
    axes = getattr(artist, "axes", None)
    if axes is not None and not axes.get_visible():
        return False
    return artist.get_visible()


def ticks_out_of_sight(axes):
    """Texts of ticks that matplotlib keeps but does not draw, and of axes that are off."""
    texts = []
    for axis in (axes.xaxis, axes.yaxis):
        if not axes.axison or not axis.get_visible():
            texts += axis.findobj(Text)
            continue
        drawn = axis._update_ticks()
        for tick in [*axis.majorTicks, *axis.minorTicks]:
            if tick not in drawn:
                texts += [tick.label1, tick.label2]
        texts.append(axis.offsetText if not axis.offsetText.get_text() else None)
    return [text for text in texts if text is not None]


@contextlib.contextmanager
def hidden(artists):
    """These are not seen meanwhile."""
    before = [(artist, artist.get_visible()) for artist in artists]
    for artist, _ in before:
        artist.set_visible(False)
    try:
        yield
    finally:
        for artist, visible in before:
            artist.set_visible(visible)


def grounds(picture):
    """Images and areas without words and lines: two of (height, width, 3) of 0 to 1, row 0 on top.

    To the first belong large markers too, as words stand in them.
    """
    found = [_ground(picture, wide=True), _ground(picture, wide=False)]
    picture._background = None
    picture.render()
    return found


def _ground(picture, *, wide):
    figure = picture.figure
    lines = [
        line for line in figure.findobj(Line2D) if not (wide and line.get_markersize() >= WIDE)
    ]
    over = [*figure.findobj(Text), *figure.findobj(Spine), *lines]
    over += figure.findobj(Words)
    with own_look(picture.room.look), hidden(over):
        picture.canvas.draw()
        renderer = picture.canvas.get_renderer()
        for artist in picture.moving:
            artist.draw(renderer)
        pixels = np.asarray(picture.canvas.buffer_rgba())[..., :3]
        return pixels / 255.0


def schematic(axes):
    """Whether a living schematic is drawn here; it mixes colors of its own."""
    drawings = "course.plots.diagrams", "course.plots.drawing"
    return any(type(part).__module__.startswith(drawings) for part in axes.get_children())


def marks(picture):
    """What is drawn and not a word, outside of schematics: lines, areas, patches that are seen."""
    for axes in picture.figure.axes:
        if not axes.get_visible() or schematic(axes):
            continue
        for artist in axes.get_children():
            if isinstance(artist, (Line2D, Collection, Patch)) and artist.get_visible():
                yield axes, artist


def names(picture):
    """(text, what it names, box of its field in pixels) of all names beside what is drawn."""
    field = FIELD / 72 * picture.figure.dpi
    for part in picture.figure.findobj(Names):
        named = {text: artist for artist, text, _ in part._named.values()}
        for text in part.texts if seen(part) else ():
            yield text, named[text], text.get_window_extent().padded(field)


def buried(picture):
    """Names that cover more than half of a mark, in words."""
    for text, named, box in names(picture):
        for axes in picture.figure.axes:
            # Marks that a line joins are only beads on it.
            lines = [line for line in axes.lines if line.get_linestyle() == "None"]
            crowded = sum(len(line.get_xdata()) for line in lines) > CROWD
            for line in lines if axes.bbox.overlaps(named.axes.bbox) and not crowded else ():
                if covered(line, box) > HALF:
                    yield f"{text.get_text()!r} covers a mark of {line.get_label()}"


def covered(artist, box):
    """The largest part of one of its marks that a box covers; 0 if it has none."""
    if not seen(artist) or artist.get_marker() in NO_MARKER:
        return 0.0
    pixels = artist.figure.dpi / 72
    radius = 0.5 * (artist.get_markersize() + artist.get_markeredgewidth()) * pixels
    places = artist.get_transform().transform(np.column_stack(artist.get_data()).astype(float))
    places = places[np.isfinite(places).all(axis=1)]
    places = places[within(places, box.padded(radius)) & within(places, artist.axes.bbox.padded(1))]
    disk = np.stack(np.meshgrid(*[np.linspace(-1, 1, 9)] * 2), axis=-1).reshape(-1, 2)
    disk = radius * disk[np.hypot(*disk.T) <= 1]
    return max((within(place + disk, box).mean() for place in places), default=0.0)


def within(points, box):
    """Which points lie in a box."""
    return ((points >= box.min) & (points <= box.max)).all(axis=-1)
