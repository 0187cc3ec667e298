"""The live figure without a page: values in, artists, pixels and words out."""

import io
import itertools
import math
import time

import numpy as np
import pytest
from PIL import Image
from sine import sine

from course.live import Button, Choice, Event, Explorer, Handle, Preset, Slider, State, Switch
from course.plots.diagrams import Network
from course.plots.look import DARK, LIGHT


def pixels(live):
    """What is on the canvas, RGBA."""
    return np.asarray(live.picture.canvas.buffer_rgba()).copy()


def redrawn(live):
    """The same state drawn from nothing."""
    live.picture._background = None
    live.picture.render()
    return pixels(live)


# -- the picture -----------------------------------------------------------------


@pytest.mark.parametrize("f", [1, 3, 7, 8, 20])
def test_a_blitted_frame_is_the_picture_drawn_from_nothing(f):
    live = sine()
    live.set(f=f)
    live.picture.render()
    np.testing.assert_array_equal(pixels(live), redrawn(live))


def test_only_a_change_of_limits_or_words_draws_everything_again(monkeypatch):
    live = sine()
    live.result  # noqa: B018 - the first picture
    draws = []
    draw = live.picture.canvas.draw
    monkeypatch.setattr(live.picture.canvas, "draw", lambda: (draws.append(1), draw()))
    for f, expected in [(3, 1), (4, 1), (7, 1), (8, 2), (9, 2), (2, 3)]:
        live.set(f=f)
        live.picture.render()
        assert len(draws) == expected


def test_changes_on_a_key_frame_give_the_picture():
    live = sine()
    live.result  # noqa: B018
    picture = live.picture
    picture.render()
    (png,) = picture.frame(key=True)
    key = np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))
    np.testing.assert_array_equal(key, pixels(live))
    live.set(f=5)
    picture.render()
    mask, colors = picture.frame()
    changed = np.unpackbits(np.frombuffer(mask, np.uint8))[: key.size // 4].astype(bool)
    built = key.reshape(-1, 4).copy()
    built[changed] = np.frombuffer(colors, np.uint8).reshape(-1, 4)
    np.testing.assert_array_equal(built.reshape(key.shape), pixels(live))


def test_a_new_size_starts_with_a_key_frame():
    live = sine()
    live.result  # noqa: B018
    live.picture.render()
    live.picture.frame(key=True)
    live.resize(ratio=2.0)
    live.picture.render()
    assert len(live.picture.frame()) == 1
    assert pixels(live).shape == (800, 1440, 4)


@pytest.mark.parametrize("ratio", [1.0, 1.1, 1.25, 4 / 3, 1.5, 1.75, 2.0, 2.625, 3.0])
def test_a_picture_has_the_pixels_that_were_asked_for(ratio):
    live = sine()
    for count in range(840, 860):
        live.resize(width=count / ratio, height=401 / ratio, ratio=ratio)
        assert live.picture.canvas.get_width_height(physical=True) == (count, 401)


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_words_keep_their_size_whatever_the_room_is(zoom):
    live = sine()
    heights = []
    for width, height, ratio in [(720, 400, 1.5), (390, 300, 3.0), (853, 341, 1.5), (1240, 500, 1)]:
        live.resize(width=width, height=height, ratio=ratio, zoom=zoom)
        live.picture.render()
        number = live.picture.axes["wave"].get_xticklabels()[0]
        heights.append(number.get_window_extent().height / ratio / zoom)
    np.testing.assert_allclose(heights, heights[0], atol=1.5)  # hinted to whole pixels
    assert 8 < heights[0] < 16


def test_a_figure_laid_out_anew_is_the_one_made_for_that_room():
    moved, made = sine(), sine()
    moved.png()
    room = {"width": 390, "height": 301, "ratio": 2.0, "look": DARK}
    for live in (moved, made):
        live.resize(**room)
        live.picture.render()
    np.testing.assert_array_equal(pixels(moved), pixels(made))


def test_another_look_is_a_picture_of_the_same_values_and_starts_with_a_key_frame():
    live = sine()
    live.set(f=5)
    light = live.picture
    light.render()
    live.picture.frame(key=True)
    before = pixels(live)
    live.resize(look=DARK)
    live.picture.render()
    assert len(live.picture.frame()) == 1 and live.values == {"f": 5}
    assert before[0, 0, :3].tolist() == [255, 255, 255]
    assert pixels(live)[0, 0, :3].tolist() == [0x15, 0x18, 0x1D]
    live.resize(look=LIGHT)
    live.picture.render()
    np.testing.assert_array_equal(pixels(live), before)


def test_the_still_picture_is_the_same_whatever_room_the_page_has():
    live = sine()
    still = live.png()
    live.resize(width=390, height=300, ratio=3.0, zoom=2.0, look=DARK)
    shown = live.picture
    assert live.png() == still and live.picture is shown


def test_changes_of_a_quarter_of_the_picture_travel_as_changes():
    live = sine()
    picture = live.picture
    picture.render()
    picture.frame(key=True)
    canvas = np.asarray(picture.canvas.buffer_rgba())
    rows = canvas.shape[0] // 4
    canvas[:rows, :, 1] ^= 1
    assert len(picture.frame()) == 2
    canvas[: rows + 1, :, 2] ^= 1
    assert len(picture.frame()) == 1


def test_the_size_stays_when_limits_and_titles_change():
    live = sine()
    boxes = []
    for f in (1, 8, 20):
        live.set(f=f)
        live.picture.render()
        boxes.append([axes.get_position().bounds for axes in live.picture.figure.axes])
    assert boxes[0] == boxes[1] == boxes[2]


def test_a_point_on_the_picture_is_found_in_its_panel():
    live = sine()
    live.png()
    axes = live.picture.axes["wave"]
    x, y = axes.transData.transform((0.25, -1.0))
    width, height = live.picture.canvas.get_width_height(physical=True)
    name, x, y = live.picture.locate(x / width, 1 - y / height)
    assert name == "wave"
    np.testing.assert_allclose((x, y), (0.25, -1.0), rtol=1e-9)
    assert live.picture.locate(0.0, 0.0)[0] is None


# -- handles and pinned curves ----------------------------------------------------


def spring(**options):
    """A figure with a level, an edge, a point on a curve and a point of its own."""

    def show(ax, r):
        ax.V.still(xlim=(0, 10), ylim=(-80, 0), xlabel="time (ms)")
        ax.V.line("V", [0, r.t, 10], [-80, r.level, r.level])
        ax.V.level("level", r.level)
        ax.I.still(xlim=(1, 100), xscale="log", ylim=(0, 1))
        ax.I.points("at", *r.at)
        return f"{r.level} mV"

    controls = [
        Slider("level", -80.0, 0.0, -50.0, 0.5, "mV", meaning="threshold"),
        Slider("t", 0.0, 4.0, 1.0, 0.1, "ms"),
        State("at", [3.0, 0.5]),
    ]
    handles = [
        Handle("V", y="level"),
        Handle("V", x="t", offset=3.0, scale=2.0, at="level", label="edge"),
        Handle("V", x="t", y="level", offset=lambda r: 0.1 * r.t),
        Handle("I", state="at", at=lambda r: r.at),
    ]
    return Explorer(
        "A spring",
        controls,
        lambda **values: values,
        show,
        call="explore.spring",
        mosaic="VI",
        **{"handles": handles} | options,
    )


def test_a_handle_stands_where_its_value_is_seen():
    live = spring()
    assert live.places() == [[None, -50.0], [5.0, -50.0], [1.1, -49.9], [3.0, 0.5]]
    live.set(level=-20.0, t=2.0, at=[7.0, 0.25])
    assert live.places() == [[None, -20.0], [7.0, -20.0], [2.2, -19.8], [7.0, 0.25]]
    live.set(at=[float(10**300), 0.25])
    assert live.places()[3] == [1e300, 0.25]


def test_a_handle_goes_by_the_name_of_its_control_unless_it_has_its_own():
    live = spring()
    specs = [handle.spec(live.controls) for handle in live.handles]
    assert [spec["label"] for spec in specs] == ["threshold", "edge", "t", "at"]
    assert [spec["line"] for spec in specs] == [True, False, False, False]


@pytest.mark.parametrize(
    ("handle", "told"),
    [
        (Handle("W", y="level"), "panel is 'W'; allowed is one of 'V', 'I'"),
        (Handle("V", y="levle"), "handle is 'levle'; allowed is"),
        (Handle("V", y="at"), "handle is 'at'; allowed is"),
        (Handle("V"), "handle is ''; allowed is"),
        (Handle("I", state="t", at=1.0), "handle is 't'; allowed is"),
        (Handle("I", state="at"), "handle of at .* allowed is a state alone"),
        (Handle("I", state="at", x="t", at=lambda r: r.at), "allowed is a state alone"),
        (Handle("V", turn="t"), "handle of t stands at None; allowed is a turn alone"),
        (Handle("V", turn="t", y="level", at=(5.0, -40.0, 3.0)), "allowed is a turn alone"),
        (Handle("V", x="t", on=(5.0, -40.0)), r"handle of t is on \(5.0, -40.0\); allowed is"),
        (Handle("V", y="level", on=(5.0, -40.0), at=1.0), "allowed is that for `y` alone"),
    ],
)
def test_a_handle_of_what_is_not_there_is_refused(handle, told):
    with pytest.raises(ValueError, match=told):
        spring(handles=[handle])


def wired(told=None):
    """Two units without axes, and axes beside them."""

    def show(ax, r):
        graph = ax.graph.drawing(Network, W=np.eye(2), places=[(-60.0, 0.0), (60.0, 0.0)])
        graph.move([r.drive, 0.0], np.eye(2))
        graph.tells(unit=told or (lambda k: f"unit {k}: {(r.drive, 0.0)[k]:.1f}"))
        ax.V.still(xlim=(0, 1), ylim=(0, 1), xlabel="time (ms)")
        ax.V.points("here", 0.5, r.drive)
        return f"{r.drive} at {r.angle}"

    return Explorer(
        "Two units",
        [
            Slider("drive", -1.0, 1.0, 0.2, 0.1, meaning="drive of unit 0"),
            Slider("angle", -175.0, 175.0, 90.0, 5.0, "°", meaning="where it looks"),
        ],
        lambda drive, angle: {"drive": drive, "angle": angle},
        show,
        call="explore.wired",
        mosaic=[["graph", "V"]],
        handles=[
            Handle("graph", y="drive", on=(150.0, 215.0)),
            Handle("graph", turn="angle", at=(210.0, 200.0, 100.0), offset=10.0),
        ],
    )


def test_a_handle_on_a_thing_stays_and_one_around_a_middle_turns():
    live = wired()
    assert live.places()[0] == [150.0, 215.0]
    x, y = live.places()[1]
    assert math.degrees(math.atan2(y - 200.0, x - 210.0)) == pytest.approx(100.0)
    live.set(drive=0.9, angle=-20.0)
    assert live.places()[0] == [150.0, 215.0]
    x, y = live.places()[1]
    assert math.degrees(math.atan2(y - 200.0, x - 210.0)) == pytest.approx(-10.0)
    lifted, turned = (handle.spec(live.controls) for handle in live.handles)
    assert lifted["on"] and not lifted["line"] and lifted["y"] == "drive"
    assert turned["around"] == [210.0, 200.0, 100.0] and turned["turn"] == "angle"


def test_a_schematic_says_what_is_under_the_pointer_and_axes_leave_it_to_the_page():
    live = wired()
    live.picture.render()
    panels = live.picture.geometry()
    assert {name: panel["told"] for name, panel in panels.items()} == {"graph": True, "V": False}

    def at(x, y):
        left, top, wide, high = panels["graph"]["box"]
        return left + wide * x / 420.0, top + high * (1.0 - y / 400.0)

    assert [live.told(*at(x, 200.0)) for x in (150.0, 270.0, 210.0)] == [
        "unit 0: 0.2",
        "unit 1: 0.0",
        "",
    ]
    live.set(drive=-0.5)
    assert live.told(*at(150.0, 200.0)) == "unit 0: −0.5"
    assert live.told(*at(150.0, 200.0 + 6.0 + 17.0)) == ""  # a loop, of which nothing is said
    assert live.told(0.75, 0.5) == "" and live.told(-3.0, 0.5) == ""
    assert wired().told(0.2, 0.5) == ""  # nothing is drawn yet


def test_the_page_is_told_where_panels_are_and_what_their_axes_say():
    live = spring()
    live.resize(width=853, height=400, ratio=1.5)
    live.picture.render()
    told = live.picture.geometry()
    assert told["V"]["names"] == ["time (ms)", ""] and told["I"]["log"] == [True, False]
    assert told["V"]["x"] == [0, 10] and told["V"]["y"] == [-80, 0]
    for name, panel in told.items():
        left, top, width, height = panel["box"]
        for part, data in ((0.25, None), (0.75, None)):
            data = live.picture.locate(left + part * width, top + part * height)
            assert data[0] == name
            (a, b), (c, d) = panel["x"], panel["y"]
            x = a + part * (b - a) if name == "V" else a * (b / a) ** part
            np.testing.assert_allclose(data[1:], (x, d - part * (d - c)), rtol=1e-6)


@pytest.mark.parametrize("room", [{}, {"width": 500.0, "look": DARK}])
def test_pinned_curves_stay_behind_those_that_move_until_they_are_let_go(room):
    live = spring()
    live.picture.render()
    live.resize(**room)
    live.picture.render()
    before = pixels(live)
    live.pin()
    assert live.pinned == 2  # the curve and the point, not the level
    live.set(level=-20.0, at=[7.0, 0.25])
    live.picture.render()
    pinned = pixels(live)
    np.testing.assert_array_equal(pinned, redrawn(live))
    ghosts = [panel._ghosts[0] for panel in live.picture.panels]
    assert [list(ghost.get_ydata()) for ghost in ghosts] == [[-80, -50, -50], [0.5]]
    live.resize(look=LIGHT)
    live.resize(**room)
    live.picture.render()
    np.testing.assert_array_equal(pixels(live), pinned)
    still = spring()
    still.set(level=-20.0, at=[7.0, 0.25])
    assert live.png() == still.png()
    live.pin(False)
    live.set(level=-50.0, at=[3.0, 0.5])
    live.picture.render()
    assert live.pinned == 0
    np.testing.assert_array_equal(pixels(live), before)


# -- values ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"f": 21}, "f is 21; allowed is from 1 to 20 Hz"),
        ({"f": float("nan")}, "f is nan; allowed"),
        ({"g": 1}, "no control named 'g'; allowed is one of f"),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_nothing_changes(values, told):
    live = sine()
    live.set(f=5)
    with pytest.raises(ValueError, match=told):
        live.set(**values)
    with pytest.raises(ValueError, match=told):
        sine(start=values)
    assert live.values == {"f": 5} and live.result == 5


def test_a_model_that_refuses_keeps_the_last_state():
    def compute(f):
        if f > 10:
            raise ValueError("f is too fast")
        return f

    live = sine(compute)
    live.set(f=4)
    with pytest.raises(ValueError, match="too fast"):
        live.set(f=11)
    assert live.values == {"f": 4} and live.summary == "4 Hz"


def test_controls_hand_over_the_type_that_they_show():
    live = sine(
        controls=[
            Slider("x", 0.0, 1.0, 0.5, 0.1),
            Slider("k", 0.01, 100.0, 1.0, 0.1, log=True),
            Choice("mode", ("a", "b"), "a"),
            Switch("on", True),
            Button("seed", "new noise"),
            State("cells", (1, 2)),
        ]
    )
    live.set(x=0.30000000000000004, f=7, k=0.05, mode="b", on=False, seed=3, cells=(4,))
    assert live.values["x"] == 0.3 and isinstance(live.values["f"], int)
    live.set(on=1)
    assert live.values["on"] is True
    for wrong in ({"mode": "c"}, {"on": 2}, {"seed": -1}, {"k": 0.0}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            live.set(**wrong)


def test_presets_reset_and_settings_restore_states():
    live = sine(presets=[Preset("fast", f=20).shows("Twenty a second.")], start={"f": 6})
    assert live.settings() == "explore.sine(f=6)"
    assert live.press(1) == 20 and live.settings() == "explore.sine(f=20)"
    assert live.reset() == 6
    assert live.set(f=3) == 3 and live.settings() == "explore.sine()"
    with pytest.raises(ValueError, match="f is 0"):
        sine(presets=[Preset("none", f=0).shows("Nothing.")])
    for number in (0, 2, "1"):  # 0 would be Python's last
        with pytest.raises(ValueError, match=r"number is .+ whole number from 1 to 1"):
            live.press(number)


def test_events_change_values():
    live = sine(on_event=lambda event, values: {"f": round(event.x)})
    assert live.point(Event("press", "wave", 4.2, 0.0), Event("move", "wave", 9.1, 0.0)) == 9
    assert live.point(Event("move", "wave", 99.0, 0.0)) == 20  # past the end
    live = sine(on_event=lambda event, values: {"f": event.x})
    with pytest.raises(ValueError, match="f is nan"):
        live.point(Event("press", "wave", 5.0, 0.0), Event("move"))
    assert live.values == {"f": 3}


def test_an_arrow_key_has_a_direction():
    keys = ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter")
    found = [Event("key", key=key).arrow for key in keys]
    assert found == [(-1, 0), (1, 0), (0, 1), (0, -1), (0, 0)]
    assert Event("press", "wave", 1.0, 1.0).arrow == (0, 0)


def test_the_model_hears_whether_it_is_a_draft():
    heard = []
    live = sine(lambda f, draft: heard.append(draft) or f)
    live.move({"f": 4}, draft=True)
    live.set(f=5)
    assert heard == [True, False]


# -- what grows ------------------------------------------------------------------


def test_a_control_that_is_only_looked_at_computes_nothing_anew():
    calls = []

    def compute(f):
        calls.append(f)
        return {"twice": 2 * f}

    def show(ax, r):
        ax.A.line("f", [0, 1], [r.twice, r.now])
        return f"{r.twice} at {r.now}"

    sliders = [Slider("f", 1, 9, 2, 1), Slider("now", 0, 9, 0, 1)]
    live = Explorer("Twice", sliders, compute, show, call="twice")
    assert live.summary == "4 at 0" and live.set(now=7).now == 7 and live.summary == "4 at 7"
    assert live.set(f=3).twice == 6 and live.summary == "6 at 7" and live.reset().twice == 4
    assert calls == [2, 3, 2]


def grows(f):
    """Three steps, of which the last is refused for a large f."""
    for k in range(1, 4):
        if f > 10 and k > 2:
            raise ValueError("f is too fast")
        yield k / 3, f * k


def test_a_result_grows_step_by_step_or_for_a_while_or_to_its_end():
    live = sine(grows)
    assert live.set(f=3) == 3 and live.progress == pytest.approx(1 / 3)
    assert live.advance() == 6 and live.steps is not None
    assert live.finish() == 9 and live.progress == 1.0 and live.steps is None
    live.set(f=2)
    assert live.advance(60.0) == 6 and live.steps is None


def test_the_first_picture_is_finished_and_what_is_touched_grows_again():
    live = sine(grows)
    drawn, show = [], live.show
    live.show = lambda ax, f: drawn.append(f) or show(ax, f)
    assert live.result == 9 and live.progress == 1.0 and live.steps is None
    assert drawn == [3, 9]  # nothing between is drawn
    assert live.set(f=4) == 4 and live.progress < 1.0
    assert live.reset() == 3 and live.progress < 1.0
    assert live.settle() == 9 and live.settle() == 9


def test_a_first_picture_that_takes_too_long_goes_on_growing(monkeypatch):
    spent = itertools.count(step=0.3)  # s, at each look at the clock
    monkeypatch.setattr(time, "process_time", lambda: next(spent))
    live = sine(lambda f: ((k / 10, f * k) for k in range(1, 11)))
    assert live.result == 15 and live.progress == 0.5
    assert live.finish() == 30


def test_only_what_it_has_come_to_is_drawn():
    live = sine(grows)
    live.set(f=3)
    drawn, show = [], live.show
    live.show = lambda ax, f: drawn.append(f) or show(ax, f)
    live.finish()
    assert drawn == [9]


def test_a_step_that_fails_ends_it():
    live = sine(grows)
    live.set(f=11)
    with pytest.raises(ValueError, match="too fast"):
        live.finish()
    assert live.steps is None and live.progress == 1.0


def test_a_dict_is_seen_with_the_values_it_came_from():
    def compute(f, given):
        yield 0.5, {"half": f / 2, "given": 1}
        yield 1.0, {"half": f / 2, "given": 2}

    live = sine(compute, given={"given": 0})
    live.show = lambda ax, r: f"{r.half} of {r.f}, {r.given}"
    live.set(f=6)
    assert live.summary == "3.0 of 6, 1"
    live.finish()
    assert live.summary == "3.0 of 6, 2"


def test_a_first_result_that_cannot_be_shown_leaves_no_picture_behind():
    live = sine(lambda f: "no number" if f == 7 else f, start={"f": 7})
    with pytest.raises(TypeError):
        live.png()
    live.set(f=3)
    assert live.png() == sine().png()


def test_a_size_asked_for_early_holds_for_the_first_picture():
    live = sine()
    live.resize(zoom=1.5, ratio=1.0)
    assert live.picture.room == (720, 400, 1.0, 1.5, LIGHT)
    live.resize(height=300)
    live.resize(height=None)
    assert live.picture.room.height == 400


# -- a narrow room ----------------------------------------------------------------


def in_two_layouts():
    """A figure whose second panel is beside the first where there is room, else not at all."""

    def show(ax, x):
        ax.A.still(xlim=(0, 1), ylim=(0, 1))
        ax.A.line("line", [0, 1], [0, x], color="ink")
        ax.B.still(xlabel="x", title="beside")
        ax.B.points("point", x, x, color="you")
        return str(x)

    return Explorer(
        "Two layouts",
        [Slider("x", 0.0, 1.0, 0.5, 0.1)],
        lambda x: x,
        show,
        call="two_layouts",
        size=(9.0, 4.0),
        mosaic=[["A", "B"]],
        narrow={"mosaic": [["A"], ["C"]], "height": 6.0, "height_ratios": [2, 1]},
    )


def test_a_narrow_room_has_the_other_layout_and_a_wide_one_the_first_again():
    live = in_two_layouts()
    wide = live.png()
    assert set(live.picture.axes) == {"A", "B"}
    live.resize(width=600.0, height=None)
    live.picture.render()
    assert set(live.picture.axes) == {"A", "C"}
    high = [live.picture.axes[name].get_position().height for name in "AC"]
    assert high[0] > 1.5 * high[1]
    live.resize(width=900.0, height=400.0)
    assert set(live.picture.axes) == {"A", "B"}
    assert live.png() == wide  # a saved page has the wide one, whatever the window was


def test_the_zoom_of_a_stage_counts_for_what_is_narrow():
    live = sine()
    assert live.narrow_height is None
    two = in_two_layouts()
    two.resize(width=1300.0, height=700.0, zoom=2.0)
    assert set(two.picture.axes) == {"A", "C"}


def test_what_is_drawn_in_a_panel_without_room_is_not_seen_and_moves_nothing():
    live = in_two_layouts()
    live.resize(width=600.0, height=None)
    live.set(x=0.9)
    assert set(live.artists) == {"A", "C"}
    assert live.artists["A"]["line"].get_ydata()[-1] == 0.9
