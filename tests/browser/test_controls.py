"""Sliders and number boxes under a real hand, in a page of their own without a kernel."""

import importlib
import json
import pkgutil

import pytest

from course import explore
from course.live import Slider
from course.live.widget import Live

lab = pytest.importorskip("lab", reason="needs playwright")
if not lab.CHROMIUM:
    pytest.skip("needs Chromium", allow_module_level=True)

SOURCE = Live._esm
# The page's half, with a model that keeps what is sent to the kernel.
PAGE = """
window.started = (spec) => {
    document.body.innerHTML = "<div id=figure></div>";
    window.sent = [];
    const model = {
        get: () => spec, on() {}, off() {}, save_changes() {},
        send: (message) => { if (message.values) sent.push({ ...message.values }); },
    };
    render({ model, el: document.getElementById("figure") });
};
"""


@pytest.fixture(scope="module")
def page():
    with lab.chromium() as page:
        page.goto("about:blank")
        page.add_script_tag(type="module", content=SOURCE + PAGE)
        page.wait_for_function("() => window.started")
        yield page


def show(page, *sliders):
    """Put sliders on the page."""
    spec = {"title": "A figure", "height": 400, "presets": [], "drafts": False, "touch": False}
    spec["controls"] = [slider.spec() | {"main": True} for slider in sliders]
    page.evaluate("(spec) => started(spec)", json.loads(json.dumps(spec)))


def logarithmic():
    """Every logarithmic slider of every figure."""
    for found in pkgutil.iter_modules(explore.__path__):
        if found.name[0] != "_":
            module = importlib.import_module(f"course.explore.{found.name}")
            for name in module.__all__:
                for control in getattr(module, name)().controls.values():
                    if isinstance(control, Slider) and control.log:
                        yield control


def shown(page):
    return float(page.locator("input[type=text]").input_value())


def settled(page, hand):
    """Where a slider stands once the page has laid itself out anew, which follows a resize."""
    before = None
    while (box := hand.bounding_box()) != before:
        before = box
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    return box


def test_every_logarithmic_slider_reaches_both_ends_by_keyboard_and_by_mouse(page):
    sliders = list(logarithmic())
    assert len(sliders) >= 7
    for slider in sliders:
        show(page, slider)
        hand = page.locator("input[type=range]")
        for key, share, end in (("End", 1.0, slider.high), ("Home", 0.0, slider.low)):
            hand.focus()
            page.keyboard.press(key)
            assert shown(page) == pytest.approx(end, rel=1e-3), (slider, key)
            page.keyboard.press("ArrowLeft" if key == "End" else "ArrowRight")
            assert shown(page) != pytest.approx(end, rel=1e-6)
            box = settled(page, hand)
            middle = box["y"] + box["height"] / 2
            page.mouse.move(box["x"] + box["width"] / 2, middle)
            page.mouse.down()
            page.mouse.move(box["x"] + share * box["width"], middle, steps=3)
            page.mouse.up()
            assert shown(page) == pytest.approx(end, rel=1e-3), (slider, "mouse")


F = Slider("f", 0.0, 20.0, 3.0, 0.1, "Hz", meaning="frequency")


@pytest.mark.parametrize(
    ("typed", "value"), [("12.5", "12.5"), ("12,5", "12.5"), (" 7 ", "7.0"), ("1e1", "10.0")]
)
def test_a_number_with_a_point_or_a_comma_is_taken(page, typed, value):
    show(page, F)
    box = page.locator("input[type=text]")
    box.fill(typed)
    box.press("Enter")
    assert box.input_value() == value
    assert page.locator("input[type=range]").input_value() == str(float(value)).removesuffix(".0")
    assert box.get_attribute("aria-invalid") == "false"
    said = page.get_by_role("status").inner_text()
    assert said == (f"{typed} is read as {value}." if "," in typed else "")


@pytest.mark.parametrize(
    "typed", ["", "twelve", "1.234,5", "12 5", "21", "-1", "NaN", "0x10", "5 Hz"]
)
def test_what_is_no_allowed_number_changes_nothing_and_is_told(page, typed):
    show(page, F)
    box = page.locator("input[type=text]")
    box.fill("4.2")
    box.press("Enter")
    box.fill(typed)
    box.press("Enter")
    assert box.input_value() == "4.2"
    assert page.locator("input[type=range]").input_value() == "4.2"
    assert box.get_attribute("aria-invalid") == "true"
    said = page.get_by_role("status").inner_text()
    assert said.startswith("f stays 4.2: ") and said.endswith("is no number from 0 to 20 Hz.")
    assert typed in said


def test_the_arrows_step_in_the_number_box(page):
    show(page, F)
    box = page.locator("input[type=text]")
    box.press("ArrowUp")
    assert box.input_value() == "3.1"
    box.press("ArrowDown")
    box.press("ArrowDown")
    assert box.input_value() == "2.9"
