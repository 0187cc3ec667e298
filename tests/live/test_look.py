"""A live figure has a look of its own: nothing that a session does to matplotlib reaches it."""

import contextlib
import functools
import importlib
import io
import pkgutil
import warnings

import matplotlib
import matplotlib.style
import numpy as np
import pytest
from PIL import Image

from course import explore
from course.live import Explorer, Slider
from course.plots.look import LIGHT

EXPLORERS = [
    (found.name, name)
    for found in pkgutil.iter_modules(explore.__path__)
    if found.name[0] != "_"
    for name in importlib.import_module(f"course.explore.{found.name}").__all__
]
LEFT = {"backend", "backend_fallback", "interactive", "toolbar", "webagg.port"}  # no pictures


WORDS = [
    *("magenta", "serif", "right", "top", "lower", "in", "dashed", "log", "bilinear", "hot"),
    *("bevel", "miter", "flat", "mpl2014", "gouraud", "data", "tight", "both", "major", "round"),
    *("x", "stix", "bold", "italic", "xx-large", "auto", "full"),
]
REST = [True, (3.0, 2.0), (5.0, 100.0, 2.0), 7.0, ["Verdana"], matplotlib.cycler(color="ym")]


@functools.cache
def hostile():
    """Every setting of matplotlib that can be turned, turned: switches, numbers and words."""
    turned = {}
    for name, value in matplotlib.rcParamsDefault.items():
        for other in [] if name in LEFT else others(value):
            found = accepted(name, other)
            if found is not None and found != value:
                turned[name] = found
                break
    return turned


def others(value):
    """What might be set instead of `value`, the likeliest first."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, (int, float)):
        return [1.7 * value + 1, value + 1, 0.5]
    return [*WORDS, *REST]


def accepted(name, value):
    """What matplotlib makes of `value` for the setting `name`, or None if it refuses."""
    trial = matplotlib.RcParams()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            trial[name] = value
        except (ValueError, TypeError, RuntimeError):
            return None
        return trial[name]


STYLES = {
    "dark": lambda: dict(matplotlib.style.library["dark_background"]),
    "ggplot": lambda: dict(matplotlib.style.library["ggplot"]),
    "large": lambda: {"font.size": 30, "figure.dpi": 300, "savefig.dpi": 20, "lines.linewidth": 9},
    "layout": lambda: {"figure.autolayout": True, "figure.constrained_layout.h_pad": 1.0},
    "latex": lambda: {"text.usetex": True, "font.family": ["serif"]},
    "xkcd": lambda: {"path.sketch": (5.0, 100.0, 2.0)},
    "hostile": hostile,
}


@contextlib.contextmanager
def session(style):
    """A session in which the student has set `style`."""
    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dict.update(matplotlib.rcParams, STYLES[style]())
        yield


def picture(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def canvas(live):
    """What a page would show of it now."""
    live.picture.render()
    return np.asarray(live.picture.canvas.buffer_rgba()).copy()


def everything():
    """A figure of lines, words, an image, a 3-D and a polar panel."""

    def points(axes):
        return axes.scatter([1, 2], [3, 4], c=["C0", "C3"])

    def show(ax, x):
        color = f"C{round(4 * abs(x))}"
        ax.A.line("line", [0, 1, 2], [0, x, -x], marker="o", label="line", color=color)
        ax.A.artist("bars", lambda axes: axes.bar([0, 1], [0.2, 0.4], color="C2", hatch="/")[:])
        ax.A.artist("peak", lambda axes: axes.annotate("peak", (1, 1)))
        ax.A.still(xlabel="time (ms)", ylabel="$V$ (mV)", xlim=(0, 2000000), ylim=(-1, 1))
        ax.A.still.grid(True)
        ax.A.axes.set_title(f"at {x}")
        ax.B.image("image", np.arange(12.0).reshape(3, 4))
        if ax.C.first:
            contour = ax.C.axes.contour(np.arange(12.0).reshape(3, 4) ** 2)
            ax.C.axes.clabel(contour)
        ax.D.artist("points", points)
        return str(x)

    return Explorer(
        "Everything",
        [Slider("x", -1.0, 1.0, 0.5, 0.1)],
        lambda x: x,
        show,
        call="everything",
        mosaic="AB;CD",
        panels={"per_subplot_kw": {"D": {"projection": "polar"}}},
    )


def test_the_hostile_session_turns_most_of_what_can_be_turned():
    # Otherwise the tests below would compare the usual with the usual.
    turned = hostile()
    assert len(turned) > 0.9 * len(matplotlib.rcParamsDefault)
    assert {"axes.facecolor", "font.size", "text.usetex", "path.sketch", "image.origin"} <= set(
        turned
    )


@pytest.mark.parametrize("style", STYLES)
def test_a_style_of_the_session_changes_no_pixel_at_first_later_or_in_another_size(style):
    usual = everything()
    with session(style):
        made = everything()
        first = picture(made.png())
        made.set(x=-0.3)
        later = picture(made.png())
        made.resize(zoom=1.35, width=853, height=400)
        large = canvas(made)
    np.testing.assert_array_equal(first, picture(usual.png()))
    usual.set(x=-0.3)
    np.testing.assert_array_equal(later, picture(usual.png()))
    usual.resize(zoom=1.35, width=853, height=400)
    np.testing.assert_array_equal(large, canvas(usual))


def test_a_style_that_comes_while_a_figure_is_shown_changes_no_pixel():
    usual, lived_through = everything(), everything()
    first = picture(lived_through.png())
    with session("hostile"):
        np.testing.assert_array_equal(picture(lived_through.png()), first)
        lived_through.set(x=0.9)
        usual_later = picture(lived_through.png())
    usual.png()
    usual.set(x=0.9)
    np.testing.assert_array_equal(usual_later, picture(usual.png()))


def test_a_live_figure_leaves_the_settings_of_the_session_as_they_were():
    with session("hostile"):
        before = dict(matplotlib.rcParams.items())
        made = everything()
        made.set(x=0.1)
        made.png()
        assert dict(matplotlib.rcParams.items()) == before
    assert LIGHT.rc()["axes.spines.top"] is False and "backend" not in LIGHT.rc()


@pytest.mark.parametrize(("topic", "name"), EXPLORERS, ids=map(".".join, EXPLORERS))
def test_every_figure_is_the_same_in_a_session_with_another_style(topic, name):
    make = getattr(importlib.import_module(f"course.explore.{topic}"), name)
    usual = make()
    with session("hostile"):
        other = make()
        pictures = [canvas(other.explorer) for _ in walk(other)]
    for seen, _ in zip(pictures, walk(usual), strict=True):
        np.testing.assert_array_equal(seen, canvas(usual.explorer))


def walk(live):
    """Take a figure to its first picture and to its first preset.

    What grows is grown to its end: the clock says how much of it has been drawn by then.
    """
    live.finish()
    yield
    if live.presets:
        live.press(1)
        live.finish()
        yield
