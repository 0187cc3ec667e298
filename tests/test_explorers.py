"""Every live figure of every lesson, at the ends of each control and at random settings.

All of it without a widget: what a page adds is tested in `live` and in the browser.
"""

import ast
import html
import importlib
import inspect
import io
import pkgutil
import re
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from pictures import buried
from PIL import Image

from course import explore
from course.live import Button, Choice, Slider, State, Switch
from course.plots.drawing import Drawing
from course.plots.panel import flat

MINUS_NOTHING = re.compile(r"(?<!\d)[-−]0(\.0+)?(?![\d.])")  # rounding would decide its sign
ONE_OF_MANY = re.compile(r"(?<![\d.,−-])1 (?!ms\b|s\b|has\b|is\b)[a-z]+s\b")  # "1 steps"
TOPICS = sorted(
    found.name for found in pkgutil.iter_modules(explore.__path__) if found.name[0] != "_"
)
EXPLORERS = [
    (topic, name)
    for topic in TOPICS
    for name in importlib.import_module(f"course.explore.{topic}").__all__
]
SOLUTIONS = Path(__file__).resolve().parents[1] / "solutions"
STILL = 120_000  # bytes; what a page has room for
GROWING = 3  # results taken from a computation that grows
GROWN = 50  # and where it must have grown enough to look different


@pytest.fixture(scope="module", params=EXPLORERS, ids=".".join)
def live(request):
    topic, name = request.param
    live = getattr(importlib.import_module(f"course.explore.{topic}"), name).explorer()
    live.resize(ratio=1.0)  # sharp enough for a test
    return live


def ends(control):
    """Values where a control is most likely to break a picture."""
    if isinstance(control, Slider):
        return [control.low, control.high]
    if isinstance(control, Choice):
        return list(control.options)
    if isinstance(control, Switch):
        return [False, True]
    if isinstance(control, Button):
        return [control.start + 1]
    return []


def anywhere(control, rng):
    if isinstance(control, Slider):
        part = rng.random()
        if control.log:
            return control.low * (control.high / control.low) ** part
        steps = round(part * (control.high - control.low) / control.step)
        return min(control.high, control.low + steps * control.step)
    return rng.choice(ends(control)).item() if ends(control) else control.start


def drawn(live, steps=GROWING, apart=True):
    """The picture as gray values, once it is drawn and looks sound, with names beside marks."""
    assert live.result is not None
    for _ in range(steps):
        if live.steps is not None:
            live.advance()
    numbers = [
        value
        for artist in live.picture.moving
        if hasattr(artist, "get_xydata")
        for value in artist.get_xydata().ravel()
    ]
    assert not np.isinf(numbers).any(), "a line goes to infinity"
    assert not MINUS_NOTHING.search(live.summary), live.summary
    live.picture.render()
    assert not (found := list(buried(live.picture)) if apart else []), "; ".join(found)
    gray = np.asarray(live.picture.image().convert("L"))
    assert gray.std() > 5, "the picture is empty"
    return gray


def test_the_first_picture_is_sound_small_and_described(live):
    drawn(live)
    png = live.png()
    assert len(png) <= STILL
    assert np.std(Image.open(io.BytesIO(png)).convert("L")) > 5, "the still is empty"
    assert live.title and live.summary and "nan" not in live.summary.lower()
    assert "\n" not in live.summary and len(live.summary) <= 160


def growing(topic, name):
    """A figure if it grows, else None."""
    found = getattr(importlib.import_module(f"course.explore.{topic}"), name)
    return found if inspect.isgeneratorfunction(inspect.unwrap(found)) else None


GROWING_FIGURES = {names[1]: growing(*names) for names in EXPLORERS if growing(*names)}


def calls():
    """(lesson, name, arguments) of every growing figure that a lesson shows."""
    for path in sorted(SOLUTIONS.glob("[0-9]*.py")):
        for line in ast.parse(path.read_text("utf-8")).body:
            call = getattr(line, "value", None)
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            if ast.unparse(call.func.value) == "explore" and call.func.attr in GROWING_FIGURES:
                functions = (ast.Name, ast.Tuple)  # the student's own, which are no controls
                given = [word for word in call.keywords if not isinstance(word.value, functions)]
                start = {word.arg: ast.literal_eval(word.value) for word in given}
                yield path.stem, call.func.attr, start


CALLS = list(calls())


@pytest.mark.parametrize("name", GROWING_FIGURES)
def test_each_figure_that_grows_is_in_a_lesson_and_has_a_first_picture_that_is_finished(
    name,
):
    starts = [start for _, shown, start in CALLS if shown == name]
    assert starts
    for start in starts:
        live = GROWING_FIGURES[name].explorer(**start)
        assert live.result is not None and live.steps is None and live.progress == 1.0, start


@pytest.mark.parametrize("lesson", sorted({lesson for lesson, *_ in CALLS}))
def test_stills_of_a_solved_notebook_are_finished(lesson):
    text = (SOLUTIONS / f"{lesson}.ipynb").read_text("utf-8")
    outputs = [
        html.unescape(output.data["text/html"])
        for cell in nbformat.reads(text, 4).cells
        for output in cell.get("outputs", ())
        if "text/html" in output.get("data", {})
    ]
    for name in {name for where, name, _ in CALLS if where == lesson}:
        lives = [
            GROWING_FIGURES[name].explorer(**start)
            for where, called, start in CALLS
            if (where, called) == (lesson, name)
        ]
        for live in lives:
            live.finish()
        finished = [live.summary for live in lives]
        stills = [text for text in outputs if f"{lives[0].title}. " in text]
        assert stills, name
        for still in stills:
            assert any(summary in still for summary in finished), name


def test_no_picture_that_moves_covers_what_stays(live):
    """What moves is drawn over the rest, so a line that stays is lost under an image."""
    picture = live.picture
    picture.render()
    renderer = picture.canvas.get_renderer()
    for axes in picture.figure.axes:
        still = [*axes.lines, *axes.patches, *axes.texts, *axes.collections]
        still = [artist for artist in still if artist not in picture.moving]
        for image in axes.images:
            if image in picture.moving:
                place = image.get_window_extent(renderer)
                under = [a for a in still if place.overlaps(a.get_window_extent(renderer))]
                assert not under, f"{under} under the image of {axes.get_title('left')!r}"


def test_every_slider_says_what_it_is_and_starts_in_its_range(live):
    for control in live.controls.values():
        if isinstance(control, Slider):
            assert control.meaning, f"{control.name} does not say what it is"
            assert control.low < control.high and control.low <= control.start <= control.high


def test_a_hand_on_a_slider_reaches_both_ends_and_every_position_is_another_value(live):
    for control in live.controls.values():
        if isinstance(control, Slider):
            n = control.positions
            if control.log:
                ratio = control.high / control.low
                values = [control.low * ratio ** (k / n) for k in range(n + 1)]
            else:
                values = [control.low + k * control.step for k in range(n + 1)]
            values = [control.check(control.nearest(value)) for value in values]
            assert values[0] == control.low and values[-1] == control.high, control.name
            assert sorted(set(values)) == values, f"{control.name}: two positions are one value"


def test_every_end_of_every_control_gives_a_picture_and_some_control_moves_it(live):
    live.reset()
    start = drawn(live)
    changed = []
    for name, control in live.controls.items():
        live.reset()
        for value in ends(control):
            live.set(**{name: value})
            changed.append((drawn(live) != start).any())
            assert live.values[name] == value
    live.reset()
    touched = any(isinstance(control, State) for control in live.controls.values())
    assert any(changed) or touched


def test_one_of_a_thing_is_not_told_as_many(live):
    for name, control in live.controls.items():
        if isinstance(control, Slider) and isinstance(control.start, int) and control.low <= 1:
            live.reset()
            live.set(**{name: min(1, control.high)})
            assert not ONE_OF_MANY.search(live.summary), live.summary
    live.reset()


def test_a_narrow_room_has_a_sound_picture_in_its_layout(live):
    before = live.room
    try:
        for width in (620.0, 358.0, 240.0):
            apart = width > 300.0  # no page is narrower than that and has room for all names
            live.resize(width=width, height=None)
            drawn(live, apart=apart)
            for number in range(1, min(3, len(live.presets)) + 1):
                live.press(number)
                drawn(live, steps=1, apart=apart)
    finally:
        live.resize(**before._asdict())
        live.reset()


def test_a_handle_stands_in_its_panel_and_the_picture_agrees_with_where_the_hand_has_put_it(live):
    """A page moves a handle at once, by `scale` times the change; the picture comes later."""
    live.reset()
    for k, handle in enumerate(live.handles):
        panel = live.picture.geometry()[handle.panel]
        for axis, name in enumerate((handle.x or handle.turn, handle.y)):
            before = live.places()[k]
            low, high = sorted(panel["xy"[axis]])
            slack = 1e-3 * (high - low)  # nobody sees it
            assert before[axis] is None or low - slack <= before[axis] <= high + slack, handle
            if not name:
                continue
            control, value = live.controls[name], live.values[name]
            way = 1 if value < (control.low + control.high) / 2 else -1
            there = control.check(control.nearest(value + way * 0.1 * (control.high - control.low)))
            live.set(**{name: there})
            after = live.places()[k]
            live.reset()
            moved = handle.scale * (there - value)
            if handle.turn:
                x, y, far = handle.at
                a, b = (complex(u - x, v - y) for u, v in (before, after))
                assert abs(a) == pytest.approx(far) == abs(b)
                assert np.angle(b / a, deg=True) == pytest.approx(moved)
            elif handle.on is not None:  # the thing itself may move
                assert after == before or callable(handle.on)
            else:
                assert after[axis] - before[axis] == pytest.approx(moved, abs=slack), handle


def test_a_panel_without_axes_tells_what_is_under_the_pointer(live):
    live.reset()
    live.picture.render()
    for name, panel in live.picture.geometry().items():
        if not panel["told"]:
            continue
        left, top, wide, high = panel["box"]
        parts = np.linspace(0.02, 0.98, 25)
        told = {live.told(left + wide * x, top + high * y) for x in parts for y in parts} - {""}
        assert told, name
        assert not [words for words in told if re.search("nan|None|inf$", words)]
        for drawing in flat(live.artists[name]):
            for spot in drawing.spots() if isinstance(drawing, Drawing) else ():
                assert drawing.told(*np.reshape(spot.line, (-1, 2))[-1]), (name, spot.kind)


def test_random_settings_give_a_picture(live):
    rng = np.random.default_rng(0)
    for _ in range(5):
        values = {name: anywhere(control, rng) for name, control in live.controls.items()}
        live.set(**values)
        drawn(live)
    live.reset()


def test_presets_say_what_to_see_and_show_something_else(live):
    start = drawn(live, GROWN)
    for number, preset in enumerate(live.presets, 1):
        live.press(number)
        assert preset.sentence.endswith((".", "?"))
        picture = drawn(live, GROWN)
        assert picture.shape == start.shape, "the picture changes its size"
        assert (picture != start).any() or live.values == live.start, f"{preset.label}: no change"
    live.reset()


def test_the_copied_settings_bring_the_state_back(live, request):
    if live.presets:
        live.press(1)
    topic, name = request.node.callspec.params["live"]
    assert live.call == f"explore.{name}"
    module = importlib.import_module(f"course.explore.{topic}")
    figures = {figure: getattr(module, figure).explorer for figure in module.__all__}
    again = eval(live.settings(), {"explore": SimpleNamespace(**figures)})
    assert again.values == live.values
    live.reset()
