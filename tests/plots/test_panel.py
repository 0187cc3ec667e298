"""A panel: artists are made at their first mention, moved by later ones, gone without one."""

import math

import numpy as np
import pytest
from matplotlib.figure import Figure

from course.plots.now import moment
from course.plots.panel import Panels, levels


@pytest.fixture
def ax():
    figure = Figure()
    return Panels(figure, figure.subplot_mosaic([["a", "pre-I"]]))


@pytest.mark.parametrize(
    ("value", "limit"),
    [(0.0, 1.0), (-3.0, 1.0), (math.nan, 1.0), (1.0, 1.0), (1.1, 2.0), (2.5, 5.0), (70.0, 100.0),
     (0.03, 0.05), (math.inf, 1e13)],
)  # fmt: skip
def test_a_level_is_one_two_or_five_times_a_power_of_ten(value, limit):
    assert levels(value) == pytest.approx(limit)


def test_a_level_is_the_smallest_allowed_one_that_holds_the_value():
    assert [levels(v, 30, 130) for v in (-5, 30, 31, 131, math.nan)] == [30, 30, 130, 130, 130]


def test_the_second_mention_moves_what_the_first_one_made(ax):
    made = []
    for k in range(3):
        ax.show(lambda ax, k: made.append(ax.a.line("x", [0, 1], [0, k], color="C1")), k)
    assert made[0] is made[1] is made[2]
    assert made[0].get_ydata()[-1] == 2 and ax.artists == {"a": {"x": made[0]}, "pre-I": {}}


def test_one_key_names_one_artist_in_each_panel(ax):
    ax.show(lambda ax, _: (ax.a.line("x", 0, 0), ax["pre-I"].line("x", 1, 1)), None)
    assert ax.artists["a"]["x"] is not ax.artists["pre-I"]["x"] and ax.made == 2


def test_a_style_is_that_of_the_frame(ax):
    for width in (1.0, 3.0):
        ax.show(lambda ax, w: ax.a.line("x", [0, 1], [0, 1], lw=w, color="C2"), width)
        assert ax.artists["a"]["x"].get_linewidth() == width


def test_a_style_that_stays_is_not_set_again(ax, monkeypatch):
    look = {"color": np.array([0.1, 0.2, 0.3]), "lw": 2}
    ax.show(lambda ax, _: ax.a.line("x", [0, 1], [0, 1], **look), None)
    monkeypatch.setattr(ax.artists["a"]["x"], "set", lambda **style: pytest.fail(str(style)))
    ax.show(lambda ax, _: ax.a.line("x", [0, 1], [1, 0], **look), None)
    ax.show(lambda ax, _: ax.a.line("x", 0, 0, **look | {"lw": 4 / 2}), None)


def test_what_a_frame_does_not_mention_is_not_seen_in_it(ax):
    def show(ax, named):
        for name in named:
            ax.a.points(name, 0, 0)

    seen = []
    for named in ("ab", "b", "", "abc"):
        ax.show(show, named)
        seen.append("".join(k for k, one in ax.artists["a"].items() if one.get_visible()))
    assert seen == ["ab", "b", "", "abc"]


def test_what_is_still_is_told_to_the_axes_once(ax):
    told = []

    def show(ax, k):
        ax.a.still(title=f"frame {k}", xlim=(0, k + 1))
        ax.a.still.axhline(0.0)
        ax.a.still.spines[:].set_visible(k == 0)
        ax.still.suptitle(f"frame {k}")
        told.append(ax.a.first)

    for k in range(3):
        ax.show(show, k)
    assert ax.a.axes.get_title() == ax.figure.get_suptitle() == "frame 0"
    assert len(ax.a.axes.lines) == 1 and told == [True, False, False]
    assert ax.a.axes.spines["left"].get_visible() and ax.a.moving() == []


def test_a_faint_line_at_zero_is_a_setting(ax):
    for k in range(2):
        ax.show(lambda ax, k: ax.a.still(zero="xy"), k)
    level, cursor = ax.a.axes.lines
    assert (level.get_ydata(), cursor.get_xdata()) == ([0.0, 0.0], [0.0, 0.0])


def test_a_moment_between_two_times_is_the_later_one():
    t = 0.1 * np.arange(11)
    assert [moment(t, now) for now in (-1.0, 0.0, 0.3, 0.31, 1.0, 2.0)] == [0, 0, 3, 4, 10, 10]


def test_limits_are_set_only_when_they_change(ax):
    changes = []
    ax.a.axes.callbacks.connect("ylim_changed", lambda axes: changes.append(axes.get_ylim()))
    for top in (2, 2, 5, 5):
        ax.show(lambda ax, top: ax.a.limits(y=(0, top)), top)
    assert changes == [(0, 2), (0, 5)]


def test_every_kind_of_artist_follows_its_values(ax):
    def show(ax, k):
        ax.a.level("level", k)
        ax.a.cursor("cursor", k)
        ax.a.fill("fill", [0, 1], [0, 0], [k, k], color="C0")
        ax.a.bars("bars", [0, 1], [k, 2 * k], colors=["C0", f"C{k}"])
        ax.a.stairs("stairs", [k], [0, k])
        ax.a.text("text", k, 0, f"{k} mV")
        ax.a.box("box", 0, 0, k, 1)
        ax["pre-I"].image("image", np.full((2, 3), k), clim=(0, k), colorbar={})
        ax["pre-I"].right.line("right", [0, 1], [0, k])

    for k in (1, 2):
        ax.show(show, k)
    made = ax.artists["a"]
    assert made["level"].get_ydata() == [2, 2] and made["cursor"].get_xdata() == [2, 2]
    assert made["fill"].get_datalim(ax.a.axes.transData).ymax == 2
    assert [bar.get_height() for bar in made["bars"]] == [2, 4]
    assert made["bars"][0].get_facecolor() != made["bars"][1].get_facecolor()
    assert made["stairs"].get_data().edges[1] == 2
    assert made["text"].get_position() == (2, 0) and made["text"].get_text() == "2 mV"
    assert made["box"].get_width() == 2 and not made["box"].get_fill()
    image = ax.artists["pre-I"]["image"]
    assert image.get_array().max() == 2 and image.get_clim() == (0, 2)
    assert ax["pre-I"].right.artists["right"].get_ydata()[-1] == 2
    assert len(ax.moving()) == ax.made + 1  # two bars


def test_a_panel_that_is_not_there_is_named(ax):
    with pytest.raises(AttributeError, match="no panel 'b'"):
        ax.b  # noqa: B018
