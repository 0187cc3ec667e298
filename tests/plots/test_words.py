"""Names stand beside what they name and meet no other; the name of an axis stands over it."""

import itertools

import matplotlib
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from course.plots.look import LIGHT
from course.plots.panel import Panels


def shown(show, mosaic="A", size=(7.2, 4.0)):
    """A figure that `show(ax)` has drawn into, and its panels."""
    figure = Figure(figsize=size, dpi=100, layout="constrained")
    FigureCanvasAgg(figure)
    ax = Panels(figure, figure.subplot_mosaic(mosaic), LIGHT)
    ax.show(lambda ax, _: show(ax), None)
    figure.canvas.draw()
    return figure, ax


def words(panel):
    """Text -> its box, of what stands in and over a panel."""
    panel.axes.figure.canvas.draw()
    texts = [text for part in panel.axes.get_children() for text in getattr(part, "texts", [])]
    return {text.get_text(): text.get_window_extent() for text in texts}


T = np.linspace(0.0, 10.0, 101)


@pytest.fixture(autouse=True)
def our_settings():
    with matplotlib.rc_context(LIGHT.rc()):
        yield


@pytest.mark.parametrize("count", [2, 3, 6])
def test_names_of_curves_that_end_in_one_place_stand_under_each_other(count):
    def show(ax):
        ax.A.still(xlim=(0, 10), ylim=(-1, 1))
        for k in range(count):
            ax.A.line(k, T, np.full_like(T, 0.001 * k), label=f"curve {k}")

    _, ax = shown(show)
    boxes = words(ax.A)
    assert len(boxes) == count
    order = sorted(boxes.values(), key=lambda box: box.y0)
    for below, above in itertools.pairwise(order):
        assert above.y0 >= below.y1 - 2 and above.x0 == pytest.approx(below.x0, abs=1)
    assert next(iter(boxes)) == f"curve {count - 1}"  # the highest curve has the highest name


def test_a_name_in_the_margin_gets_its_room_and_none_is_cut():
    def show(ax):
        ax.A.still(xlim=(0, 10), ylim=(-1, 1))
        ax.A.line("V", T, np.sin(T), label="a name that is rather long")

    figure, ax = shown(show)
    (box,) = words(ax.A).values()
    assert box.x0 >= ax.A.axes.bbox.x1 and box.x1 <= figure.bbox.x1


def test_a_name_is_in_the_color_of_its_curve_and_goes_with_it():
    def show(ax):
        ax.A.still(xlim=(0, 10), ylim=(-1, 1))
        ax.A.line("V", T, np.sin(T), label="V", color="exc")

    _, ax = shown(show)
    (text,) = ax.A.moving()[-1].texts
    assert text.get_color() == pytest.approx((0xBF / 255, 0x4B / 255, 0.0))
    ax.show(lambda ax, _: None, None)
    assert words(ax.A) == {}


def test_the_name_of_a_point_does_not_leave_the_panel():
    def show(ax):
        ax.A.still(xlim=(0, 10), ylim=(0, 1))
        ax.A.points("now", 9.0, 0.98, label="this neuron here")

    _, ax = shown(show)
    (box,) = words(ax.A).values()
    assert box.x1 <= ax.A.axes.bbox.x1 and box.y1 <= ax.A.axes.bbox.y1


def test_a_curve_out_of_sight_has_no_name():
    def show(ax):
        ax.A.still(xlim=(0, 10), ylim=(0, 1))
        ax.A.line("V", T, T + 5.0, label="V")
        ax.A.level("E", 3.0, label="E_Na")
        ax.A.cursor("now", 11.0, label="now")

    _, ax = shown(show)
    assert words(ax.A) == {}


def test_the_name_of_the_vertical_axis_stands_over_it_and_under_a_long_title():
    def show(ax):
        ax.A.still(ylabel="rate (Hz)", title="short")
        ax.B.still(ylabel="rate (Hz)", title="a title that leaves no room beside it in its line")

    _, ax = shown(show, "AB")
    beside, under = words(ax.A), words(ax.B)
    assert beside["rate (Hz)"].x0 > beside["short"].x1
    assert beside["rate (Hz)"].y0 >= ax.A.axes.bbox.y1
    title = under[next(name for name in under if name.startswith("a title"))]
    assert title.y0 >= under["rate (Hz)"].y1


def test_words_that_are_wider_than_their_panel_are_broken_into_lines():
    def show(ax):
        for panel in ax:
            panel.still(title="the overlap after recall from the memory")

    _, ax = shown(show, "ABCD")
    for panel in ax:
        ((name, box),) = words(panel).items()
        assert "\n" in name and box.width <= panel.axes.bbox.width


@pytest.mark.parametrize("length", range(20, 60, 4))
def test_the_name_of_a_horizontal_axis_has_room_and_is_drawn_as_it_was_measured(length):
    def show(ax):
        for panel in ax:
            panel.still(xlabel=("words of an axis " * 4)[:length], ylabel="y")

    figure, ax = shown(show, [["A"], ["B"]], size=(2.4, 4.0))
    label = ax.A.axes.xaxis.label
    first = np.asarray(figure.canvas.buffer_rgba()).copy()
    box = label.get_window_extent()
    assert box.width <= ax.A.axes.bbox.width and box.y0 > ax.B.axes.bbox.y1
    figure.set_layout_engine("none")
    figure.canvas.draw()
    np.testing.assert_array_equal(first, figure.canvas.buffer_rgba())


def test_an_axis_has_few_numbers_unless_they_were_chosen():
    def show(ax):
        ax.A.still(xlim=(0, 1000), ylim=(0, 97))
        ax.B.still(xticks=range(9), ylim=(1e-9, 1e3), yscale="log")

    _, ax = shown(show, "AB")
    assert len(ax.A.axes.get_yticks()) <= 5 and len(ax.A.axes.get_xticks()) <= 7
    assert len(ax.B.axes.get_xticks()) == 9
    assert len(ax.B.axes.yaxis.get_ticklabels(minor=True)) == 0


def covers(box, line):
    """Whether a box touches the points of a line or the disks of its marks."""
    points = line.get_transform().transform(line.get_xydata())
    steps = np.linspace(0.0, 1.0, 500)[:, None, None]
    along = (points[:-1] + steps * np.diff(points, axis=0)).reshape(-1, 2)
    points = points if line.get_linestyle() == "None" else np.vstack([points, along])
    radius = 0.5 * line.get_markersize() / 0.72 if line.get_linestyle() == "None" else 0.0
    box = box.padded(radius)
    return ((points >= box.min) & (points <= box.max)).all(axis=1).any()


@pytest.mark.parametrize("marker", ["o", "s"])
@pytest.mark.parametrize("size", [4, 14, 24])
def test_the_name_of_a_mark_leaves_all_of_it_to_be_seen_however_large_it_is(size, marker):
    def show(ax):
        ax.A.still(xlim=(0, 10), ylim=(0, 1))
        ax.A.points("now", 5.0, 0.5, label="this one", ms=size, marker=marker)

    _, ax = shown(show)
    (box,) = words(ax.A).values()
    assert not covers(box, ax.A.artists["now"])


def test_a_name_moves_along_its_curve_where_others_cross_its_end():
    def show(ax):
        ax.A.still(xlim=(0, 10), ylim=(-1, 1))
        ax.A.line("V", [0.0, 5.0], [0.0, 0.0], label="named")
        for k in range(40):
            ax.A.line(k, [3.0 + 0.1 * k] * 2, [-1.0, 1.0])

    _, ax = shown(show)
    (box,) = words(ax.A).values()
    assert not any(covers(box, line) for line in ax.A.artists.values())


def test_the_name_of_a_cloud_stands_at_its_rim():
    rng = np.random.default_rng(0)

    def show(ax):
        ax.A.still(xlim=(-6, 6), ylim=(-6, 6))
        ax.A.points("cloud", *rng.normal(size=(2, 300)), label="class 0", ms=6)

    _, ax = shown(show)
    (box,) = words(ax.A).values()
    assert not covers(box, ax.A.artists["cloud"])


def test_a_name_in_the_margin_leaves_a_mark_at_the_edge_to_be_seen():
    def show(ax):
        ax.A.still(xlim=(0, 10), ylim=(0, 1))
        ax.A.points("now", 10.0, 0.5, label="the last", ms=20, clip_on=False)

    _, ax = shown(show)
    (box,) = words(ax.A).values()
    assert not covers(box, ax.A.artists["now"])
