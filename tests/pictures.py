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
from course.plots.words import Words

WIDE = 15  # points; markers that words stand in are ground


def words(picture):
    """Every text that is seen, and its box in device pixels: [(Text, Bbox)]."""
    figure, renderer = picture.figure, picture.canvas.get_renderer()
    outside = [text for axes in figure.axes for text in ticks_out_of_sight(axes)]
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


def ground(picture, *, wide):
    """(height, width, 3) of 0 to 1: images and areas, without words and lines; row 0 on top.

    With `wide`, large markers belong to it, as words stand in them.
    """
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
        pixels = np.asarray(picture.canvas.buffer_rgba())[..., :3] / 255.0
        pixels = pixels.copy()
    picture._background = None
    picture.render()
    return pixels


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
