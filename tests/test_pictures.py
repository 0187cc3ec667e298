"""Every picture of every figure: words are apart, whole and large enough; all can be seen."""

import importlib
import pkgutil

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb, to_rgba, to_rgba_array
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from pictures import buried, grounds, marks, schematic, words

from course import explore
from course.plots.look import COLORS, LIGHT, LOOKS, MAPS

EXPLORERS = [
    (found.name, name)
    for found in pkgutil.iter_modules(explore.__path__)
    if found.name[0] != "_"
    for name in importlib.import_module(f"course.explore.{found.name}").__all__
]
LOOKS_BY_NIGHT = [(look, name.startswith("contrast")) for name, look in LOOKS.items()]
every_look = pytest.mark.parametrize(
    "look",
    # By night the looks of high contrast too: their colors are farther from the paper, by test.
    [pytest.param(look, marks=[pytest.mark.nightly] * strong) for look, strong in LOOKS_BY_NIGHT],
    ids=LOOKS,
)
WIDTHS = (358, 620, 720, 853, 1013, 1240)  # CSS pixels: a phone, a page, four notebooks
STAGE = {"width": 1880, "height": 900, "zoom": 2.0}  # of a projector with 1920 x 1080
SMALLEST = 11.0  # CSS pixels
SEEN_FROM_AFAR = 12.0  # CSS pixels for each zoom: 24 of the 1080 lines of a projector
TEXT, MARK = 4.5, 3.0  # WCAG 2.2 AA: words, and what is not a word
DARKER = f"words need {TEXT}:1 and marks {MARK}:1, as `soft` and `ink` of course/plots/look.py have"


@pytest.fixture(scope="module", params=EXPLORERS, ids=".".join)
def live(request):
    """A figure; a test that asks for it gives it the room that it is to have."""
    topic, name = request.param
    return getattr(importlib.import_module(f"course.explore.{topic}"), name).explorer()


@pytest.fixture
def name(request):
    """The lesson and the name of the figure."""
    return ".".join(request.node.callspec.params["live"])


def rooms():
    for width in WIDTHS:
        yield {"width": width, "height": None, "zoom": 1.0, "ratio": 1.0, "look": LIGHT}
    yield STAGE | {"ratio": 1.0, "look": LIGHT}


def own_room(live, look):
    """The room that a figure has in a saved notebook, in another look."""
    return live.still._replace(look=look, ratio=1.0)._asdict()


# -- words ---------------------------------------------------------------------------------


def test_words_are_apart_whole_and_large_enough_in_every_room(live, name):
    for room in rooms():
        live.resize(**room)
        live.picture.render()
        found = troubles(live.picture)
        assert not found, f"{room['width']} px wide: " + "; ".join(found)


@pytest.mark.nightly
def test_words_are_apart_and_whole_at_both_ends_of_every_slider(live):
    live.resize(**own_room(live, LIGHT))
    found = []
    for control in live.controls.values():
        for end in {getattr(control, "low", None), getattr(control, "high", None)} - {None}:
            live.reset()
            live.set(**{control.name: end})
            live.finish()
            live.picture.render()
            found += [f"{control.name}={end}: {told}" for told in troubles(live.picture)]
    assert not found, "; ".join(found)


def troubles(picture):
    """What is wrong with the words of a picture, in words."""
    zoom = picture.room.zoom
    texts = words(picture)
    told = list(buried(picture))
    for text, box in texts:
        name = repr(text.get_text())
        size = text.get_fontsize() * zoom * 100 / 72
        if size < (SMALLEST if zoom == 1.0 else SEEN_FROM_AFAR * zoom) - 0.01:
            told.append(f"{name} is {size:.1f} px large")
        if box.x0 < -1 or box.y0 < -1 or box.x1 > picture.figure.bbox.x1 + 1:
            told.append(f"{name} is cut")
        elif box.y1 > picture.figure.bbox.y1 + 1:
            told.append(f"{name} is cut above")
        if any(on(box, axes.bbox) for axes in strangers(text, picture)):
            told.append(f"{name} lies on another panel")
    for k, (a, first) in enumerate(texts):
        for b, second in texts[k + 1 :]:
            if on(first, second):
                told.append(f"{a.get_text()!r} lies on {b.get_text()!r}")
    return told


def on(a, b):
    """Whether two boxes overlap by more than the air around letters."""
    air = 0.12 * min(a.height, b.height)
    wide = min(a.x1, b.x1) - max(a.x0, b.x0)
    high = min(a.y1, b.y1) - max(a.y0, b.y0)
    return wide > 1.5 and high > 1.5 + air


def strangers(text, picture):
    """Panels other than that of a text, unless they lie over it."""
    home = text.axes
    for axes in picture.figure.axes:
        if home is not None and axes.get_visible() and not on(home.bbox, axes.bbox):
            yield axes


# -- contrast --------------------------------------------------------------------------------


def luminance(colors):
    """Relative luminance as WCAG 2.2 defines it; colors (..., 3)."""
    parts = np.asarray(colors, dtype=float)
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(a, b):
    """Contrast ratios, from 1 to 21."""
    a, b = luminance(a), luminance(b)
    return (np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05)


@every_look
def test_every_word_and_every_mark_can_be_seen_on_what_lies_behind_it(live, look):
    live.resize(**own_room(live, look))
    picture = live.picture
    picture.render()
    under_words, under_marks = grounds(picture)
    told = [*faint_words(picture, under_words), *faint_marks(picture, under_marks, look)]
    assert not told, "; ".join(told)


def faint_words(picture, behind):
    for text, box in words(picture):
        if text.axes is not None and schematic(text.axes):
            continue
        field = cut(behind, box)
        patch = text.get_bbox_patch()
        if patch is not None:
            r, g, b, alpha = to_rgba(patch.get_facecolor(), patch.get_alpha())
            field = alpha * np.array([r, g, b]) + (1 - alpha) * field
        ratios = contrast(to_rgb(text.get_color()), field)
        if ratios.size and np.median(ratios) < TEXT - 0.05:
            yield f"{text.get_text()!r} has {np.median(ratios):.1f}:1; {DARKER}"


def cut(pixels, box):
    """The pixels in a box."""
    height, width = pixels.shape[:2]
    rows = slice(max(0, round(height - box.y1)), max(0, round(height - box.y0)))
    columns = slice(max(0, round(box.x0)), min(width, round(box.x1)))
    return pixels[rows, columns].reshape(-1, 3)


def faint_marks(picture, behind, look):
    allowed = {to_rgb(getattr(look, name)) for name in ("faint", "wash", "paper", "raised")}
    for axes, artist in marks(picture):
        best = {}  # a marker is seen by its face or by its rim
        for what, color in drawn_in(artist):
            r, g, b, alpha = color
            if alpha == 0 or (r, g, b) in allowed or alpha <= 0.35:
                continue
            rimmed = artist.get_path_effects() or paper_rim(artist, look)
            field = np.array([to_rgb(look.paper)]) if rimmed else beneath(artist, axes, behind)
            if not len(field):
                continue
            shown = alpha * np.array([r, g, b]) + (1 - alpha) * field
            what = what.split()[-1]
            best[what] = max(best.get(what, 0.0), float(np.median(contrast(shown, field))))
        for what, ratio in best.items():
            if ratio < MARK - 0.05:
                yield f"the {what} of {artist.get_label()} has {ratio:.1f}:1; {DARKER}"


def paper_rim(artist, look):
    """Whether the markers of a line have a rim of paper, on which they are seen."""
    if not isinstance(artist, Line2D) or artist.get_linestyle() != "None":
        return False
    rim = to_rgba(artist.get_markeredgecolor())
    return rim[:3] == to_rgb(look.paper) and artist.get_markeredgewidth() >= 1.0


def drawn_in(artist):
    """(what, color) of a mark."""
    alpha = artist.get_alpha()
    if isinstance(artist, Line2D):
        if artist.get_linestyle() != "None" and artist.get_linewidth() > 0:
            yield "line", to_rgba(artist.get_color(), alpha)
        if artist.get_marker() not in ("None", "", None) and len(artist.get_xdata()):
            yield "face of marker", to_rgba(artist.get_markerfacecolor(), alpha)
            yield "rim of marker", to_rgba(artist.get_markeredgecolor(), alpha)


def beneath(artist, axes, behind):
    """Colors under some points of a line that are seen."""
    points = artist.get_transform().transform(np.column_stack(artist.get_data()).astype(float))
    points = points[np.isfinite(points).all(axis=1)]
    box = axes.bbox
    points = points[(points >= box.min).all(axis=1) & (points <= box.max).all(axis=1)]
    points = points[:: 1 + len(points) // 200]
    around = [(x, y) for x in (-6, 0, 6) for y in (-6, 0, 6)]  # a hairline under it is not all
    points = (points[:, None] + around).reshape(-1, 2)
    height, width = behind.shape[:2]
    inside = (points >= 0).all(axis=1) & (points[:, 0] < width) & (points[:, 1] < height)
    x, y = points[inside].astype(int).T if inside.any() else (np.empty(0, int),) * 2
    return behind[height - 1 - y, x]


# -- names of colors -----------------------------------------------------------------------


def test_every_color_is_a_name_of_the_look_or_a_place_of_its_maps(live):
    look = LOOKS["dark"]  # a color that is no name is the light look's as a rule
    live.resize(**own_room(live, look))
    strange = {f"{what}: {to_hex(color)}" for what, color in colors(live.picture, look)}
    assert not strange, "; ".join(sorted(strange))


def colors(picture, look):
    """(what, color) of all that is drawn in a color which the look does not have."""
    known = [to_rgb(getattr(look, name)) for name in COLORS]
    known += [to_rgb(look.area(name)) for name in COLORS]
    maps = [cmap(np.arange(256))[:, :3] for cmap in (look.ember, look.signed, look.plain)]
    known = np.vstack([known, *maps])
    for what, color in all_colors(picture):
        r, g, b, alpha = to_rgba(color)
        if alpha > 0 and np.abs(known - (r, g, b)).max(axis=1).min() > 0.006:
            yield what, color
    for image in picture.figure.findobj(AxesImage):
        if image.get_array() is None or image.get_array().ndim > 2:
            continue
        cmap = image.get_cmap()
        if cmap.name not in (*MAPS, "gray"):  # a photograph is gray in every look
            for color in cmap(np.arange(cmap.N))[:, :3]:
                if np.abs(known - color).max(axis=1).min() > 0.006:
                    yield f"map {cmap.name}", color


def all_colors(picture):
    for _, artist in marks(picture):
        alpha = artist.get_alpha()
        if isinstance(artist, Line2D):
            yield from drawn_in(artist)
        else:
            for what in ("facecolor", "edgecolor"):
                found = getattr(artist, f"get_{what}")()
                for color in np.atleast_2d(to_rgba_array(found)) if len(found) else ():
                    yield f"{what} of {artist!r}", to_rgba(color, alpha)
    for text, _ in words(picture):
        if text.axes is not None and schematic(text.axes):
            continue
        yield repr(text.get_text()), text.get_color()
