"""Looks: names become colors, and every color can be seen on its paper."""

import itertools
import re
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb

import course
from course.plots.look import COLORS, CONTRAST, CONTRAST_LIGHT, DARK, LIGHT, LOOKS

WORDS = ("ink", "soft", "exc", "inh", "na", "k", "you", "sky")
STRONG = (CONTRAST, CONTRAST_LIGHT)
every_look = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)


def luminance(color):
    """Relative luminance as WCAG 2.2 defines it."""
    parts = np.array(to_rgb(color))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(a, b):
    """Contrast ratio of two colors, from 1 to 21."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard():
    assert contrast("black", "white") == pytest.approx(21.0)
    assert contrast("#777777", "white") == pytest.approx(4.478, abs=1e-3)


@every_look
@pytest.mark.parametrize("name", WORDS)
def test_words_in_every_color_can_be_read_on_paper_and_on_raised_fields(look, name):
    least = 7.0 if look in STRONG else 4.5
    assert contrast(getattr(look, name), look.paper) >= least
    assert contrast(getattr(look, name), look.raised) >= least


@every_look
def test_the_outline_of_a_control_can_be_seen(look):
    assert contrast(look.edge, look.paper) >= 3.0
    assert contrast(look.edge, look.raised) >= 3.0


@every_look
@pytest.mark.parametrize("name", ["ink", "soft", "you"])
def test_words_can_be_read_on_a_wash(look, name):
    assert contrast(getattr(look, name), look.wash) >= 4.5


@pytest.mark.parametrize("look", STRONG, ids=lambda look: look.name)
def test_in_high_contrast_even_decoration_can_be_seen(look):
    assert contrast(look.faint, look.paper) >= 4.5


@every_look
def test_the_map_of_activity_gets_ever_further_from_the_paper(look):
    ratios = [contrast(look.ember(x), look.paper) for x in np.linspace(0.0, 1.0, 33)]
    assert all(a < b for a, b in itertools.pairwise(ratios))
    assert ratios[0] < 1.3 and ratios[-1] > 9.0


@every_look
def test_the_map_of_weights_ends_in_the_colors_of_the_edges_and_is_pale_between(look):
    assert to_rgb(look.signed(0.0)) == pytest.approx(to_rgb(look.inh))
    assert to_rgb(look.signed(1.0)) == pytest.approx(to_rgb(look.exc))
    assert contrast(look.signed(0.5), look.paper) < 1.3


@every_look
def test_an_area_is_pale_only_on_light_paper(look):
    for name in WORDS:
        assert contrast(look.area(name), look.paper) > 1.9
    assert (look.area("exc") == look.exc) == look.dark


def test_names_become_colors_wherever_matplotlib_takes_one_and_nowhere_else():
    made = DARK.style({
        "color": "na",
        "mec": "paper",
        "facecolors": ["exc", "none", ("inh", 0.3)],
        "bbox": {"fc": "wash", "pad": 2},
        "label": "k",
        "marker": "k",
        "cmap": "ember",
    })  # fmt: skip
    assert made["color"] == DARK.na and made["mec"] == DARK.paper
    assert made["facecolors"] == [DARK.exc, "none", (DARK.inh, 0.3)]
    assert made["bbox"] == {"fc": DARK.wash, "pad": 2}
    assert (made["label"], made["marker"]) == ("k", "k")
    assert made["cmap"] is DARK.ember


def test_what_is_no_name_stays_as_it_is():
    colors = np.zeros((3, 4))
    assert LIGHT.style({"color": "none", "c": colors, "cmap": "gray", "alpha": 0.3}) == {
        "color": "none", "c": colors, "cmap": "gray", "alpha": 0.3,
    }  # fmt: skip


@every_look
def test_every_name_is_a_color(look):
    for name in COLORS:
        assert to_rgb(look.color(name)) == to_rgb(getattr(look, name))


@every_look
def test_the_settings_are_complete_and_none_of_them_is_the_sessions(look):
    with matplotlib.rc_context({"lines.linewidth": 40.0, "axes.titlecolor": "magenta"}):
        settings = look.rc()
    assert settings["lines.linewidth"] < 2 and settings["axes.titlecolor"] == look.ink
    assert set(settings) == set(matplotlib.rcParamsDefault) - {"backend"}


@pytest.mark.parametrize("bad", ["pink", "Ink", "", None, 3, ["ink"]])
def test_a_meaning_that_no_look_has_is_refused_in_words(bad):
    with pytest.raises(ValueError, match=r"name is .*; allowed is one of 'ink'"):
        LIGHT.area(bad)


@pytest.mark.parametrize("bad", ["no color", None, 3, (1, 2)])
def test_words_on_what_is_no_color_are_refused(bad):
    with pytest.raises(ValueError, match=r"color is .*; allowed is a color of matplotlib"):
        LIGHT.over(bad)


@every_look
def test_the_page_has_the_same_colors(look):
    css = (Path(course.__file__).parent / "stage" / "colors.css").read_text("utf-8")
    rule = f'[data-look="{look.name}"] {{' if look is not LIGHT else "{"
    own = dict(re.findall(r"--([\w-]+): (#\w{6})", css.partition(rule)[2].partition("}")[0]))
    named = {name: own[name] for name in own if name in COLORS}
    assert len(named) >= 9
    assert named == {name: getattr(look, name) for name in named}
    assert contrast(own["on-you"], look.you) >= 4.5
