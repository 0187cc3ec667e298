"""What the hand does in the picture: handles, hover, pin, undo."""

import re

import pytest

lab = pytest.importorskip("lab", reason="needs playwright")
if not lab.CHROMIUM:
    pytest.skip("needs Chromium", allow_module_level=True)

POINT = """
from course.live import Explorer, Handle, State
from course.live.widget import Live

def show(ax, r):
    ax.A.still(xlim=(0, 10), ylim=(0, 1), xlabel="length (cm)", ylabel="part")
    ax.A.image("map", [[0.0, r.at[1]], [1.0, 0.5]], extent=(0, 10, 0, 1), clim=(0, 1))
    return f"at {r.at[0]:.2f} and {r.at[1]:.2f}"

Live(Explorer(
    "A point", [State("at", [5.0, 0.5])], lambda at: {"at": at}, show,
    call="point",
    handles=[Handle("A", state="at", at=lambda r: r.at, label="you")],
))
"""
CELLS = [
    "from course.explore import integrate_fire as explore\nexplore.neuron()",
    "explore.leak()",
    POINT,
]
PLACE = """knob => {
    const [box, area] = [knob, knob.parentElement].map((node) => node.getBoundingClientRect());
    return [box.left + box.width / 2 - area.left, box.top + box.height / 2 - area.top];
}"""


@pytest.fixture(scope="module")
def page(opened):
    page, _ = opened(CELLS)
    lab.run_all(page)
    return page


@pytest.fixture
def figures(page):
    """The three figures, at their start."""
    found = []
    for k in range(len(CELLS)):
        page.evaluate("k => jupyterapp.shell.currentWidget.content.scrollToItem(k, 'start')", k)
        figure = page.locator(".jp-Notebook .jp-Cell").nth(k).locator(".course-live")
        lab.settled(page, figure)
        figure.get_by_role("button", name="reset", exact=True).click()
        lab.settled(page, figure)
        found.append(figure)
    yield found
    assert page.errors == []


def handle(figure, name):
    found = figure.locator(f'.course-handle[aria-label="{name}"]')
    found.scroll_into_view_if_needed()
    return found


def box(figure, symbol):
    return figure.locator(f'input[aria-label^="{symbol}, number box"]')


def middle(node):
    area = node.bounding_box()
    return area["x"] + area["width"] / 2, area["y"] + area["height"] / 2


def test_a_handle_is_a_slider_to_the_keyboard(page, figures):
    threshold = handle(figures[0], "threshold")
    threshold.focus()
    assert threshold.get_attribute("role") == "slider"
    for key, value in [
        ("ArrowUp", "−49.5"), ("Shift+ArrowUp", "−44.5"), ("ArrowLeft", "−45.0"),
        ("Home", "−60.0"), ("ArrowDown", "−60.0"), ("End", "−40.0"), ("PageDown", "−45.0"),
    ]:  # fmt: skip
        page.keyboard.press(key)
        assert box(figures[0], "V_th").input_value() == value
        assert threshold.get_attribute("aria-valuetext") == f"{value} mV"
    lab.settled(page, figures[0])
    figures[0].get_by_text("Rheobase 222.2 pA").wait_for()
    assert page.evaluate("() => document.activeElement.ariaLabel") == "threshold"


def test_a_handle_moves_at_once_and_the_picture_follows(page, figures):
    threshold = handle(figures[0], "threshold")
    before = threshold.evaluate(PLACE)
    page.mouse.move(*middle(threshold))
    page.mouse.down()
    frames = "figure => Number(figure.querySelector('canvas').dataset.frames)"
    moved = figures[0].evaluate(
        """async (figure) => {
            const knob = figure.querySelector(".course-handle");
            const count = () => figure.querySelector("canvas").dataset.frames;
            const before = [knob.getBoundingClientRect().top, count()];
            const { left, top } = knob.getBoundingClientRect();
            const at = { pointerId: 1, bubbles: true, clientX: left + 14, clientY: top + 44 };
            knob.dispatchEvent(new PointerEvent("pointermove", at));
            return [knob.getBoundingClientRect().top - before[0], count() === before[1]];
        }"""
    )
    assert moved[0] > 20 and moved[1]  # no frame can have come meanwhile
    x, y = middle(threshold)
    page.mouse.move(x, y - 60, steps=8)
    page.mouse.up()
    lab.settled(page, figures[0])
    after = threshold.evaluate(PLACE)
    assert after[0] == before[0] and after[1] != before[1]
    assert figures[0].evaluate(frames) > 1
    value = float(box(figures[0], "V_th").input_value().replace("−", "-"))
    assert -60 <= value <= -40 and value != -50
    assert threshold.get_attribute("aria-valuenow") == f"{value:g}"


def test_a_point_on_a_curve_and_the_edges_of_a_pulse_follow_the_hand(page, figures):
    for figure, name, symbol, step in [
        (figures[0], "injected current", "I", (60, 0)),
        (figures[1], "second pulse after", "gap", (60, 0)),
        (figures[1], "the moment that is drawn", "now", (60, 0)),
        (figures[1], "height of the pulses", "I", (0, -20)),
    ]:
        knob = handle(figure, name)
        before, start = knob.evaluate(PLACE), float(box(figure, symbol).input_value())
        x, y = middle(knob)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + step[0], y + step[1], steps=5)
        page.mouse.up()
        lab.settled(page, figure)
        after = knob.evaluate(PLACE)
        along = 0 if step[0] else 1
        assert float(box(figure, symbol).input_value()) > start
        assert after[along] - before[along] == pytest.approx(step[along], abs=6)


def test_a_point_that_is_no_slider_moves_both_ways(page, figures):
    point = handle(figures[2], "you")
    point.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    lab.settled(page, figures[2])
    figures[2].get_by_text("at 5.05 and 0.55").wait_for()
    assert point.get_attribute("aria-valuetext") == "length 5.05 cm, part 0.550"
    x, y = middle(point)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 2000, y - 2000, steps=4)
    page.mouse.up()
    lab.settled(page, figures[2])
    figures[2].get_by_text("at 10.00 and 1.00").wait_for()


def test_a_finger_finds_every_handle(page, figures):
    for figure in figures:
        for knob in figure.locator(".course-handle").all():
            size = knob.bounding_box()
            assert size["width"] >= 24 and size["height"] >= 24
            assert knob.evaluate("knob => getComputedStyle(knob).touchAction") == "none"


def test_the_value_under_the_pointer_is_told_with_its_unit(page, figures):
    handle(figures[0], "threshold")
    area = figures[0].locator("canvas").bounding_box()
    page.mouse.move(area["x"] + 0.3 * area["width"], area["y"] + 0.4 * area["height"])
    tip = figures[0].locator(".course-hover")
    tip.wait_for()
    number = r"(−?\d+\.?\d*)"
    told = re.fullmatch(f"time {number} ms, membrane potential {number} mV", tip.inner_text())
    assert told, tip.inner_text()
    assert 50 < float(told[1]) < 300 and -50 < float(told[2].replace("−", "-")) < 22
    page.mouse.move(area["x"] + 2, area["y"] + area["height"] - 2)
    tip.wait_for(state="hidden")


def test_undo_and_redo_go_through_what_was_touched(page, figures):
    figure, values = figures[0], []
    current = box(figure, "I")
    values.append(current.input_value())
    slider = figure.locator("input[type=range]").first
    slider.press("ArrowRight")
    values.append(current.input_value())
    figure.get_by_role("button", name="refractory").click()
    values.append(current.input_value())
    assert len(set(values)) == 3
    lab.settled(page, figure)
    for key, left in [("Control+z", 1), ("Control+z", 0), ("Control+Shift+z", 1), ("Control+y", 2)]:
        page.keyboard.press(key)
        assert current.input_value() == values[left]
    lab.settled(page, figure)
    figure.get_by_text("16 spikes in 500 ms").wait_for()
    current.fill("12")
    page.keyboard.press("Control+z")  # while typing it is the box's own
    assert figure.locator("input[type=range]").first.input_value() == values[2]


def test_a_drag_is_undone_as_a_whole(page, figures):
    figure = figures[0]
    slider = figure.locator("input[type=range]").first
    slider.scroll_into_view_if_needed()
    area = slider.bounding_box()
    y = area["y"] + area["height"] / 2
    start = slider.input_value()
    page.mouse.move(area["x"] + 0.4 * area["width"], y)
    page.mouse.down()
    page.mouse.move(area["x"] + 0.9 * area["width"], y, steps=12)
    page.mouse.up()
    assert slider.input_value() != start
    page.keyboard.press("Control+z")
    assert slider.input_value() == start


@pytest.mark.parametrize("k", [0, 2])
def test_what_is_pinned_stays_in_gray_with_what_it_was(page, figures, k):
    figure = figures[k]
    figure.locator("canvas").first.click(position={"x": 30, "y": 5})
    page.keyboard.press("p")
    lab.settled(page, figure)
    said, ghost = figure.locator(".course-pinned"), figure.locator(".course-ghost")
    assert said.inner_text() == "gray: pinned"
    assert ghost.is_visible() == (k == 2)  # where there are no curves, the picture itself
    if k == 0:
        box(figure, "I").fill("300")
        box(figure, "I").press("Enter")
    else:
        handle(figure, "you").press("ArrowUp")
    lab.settled(page, figure)
    assert said.inner_text() == ("gray: pinned at I 200 pA" if k == 0 else "gray: pinned")
    figure.get_by_role("button", name="pin", exact=True).click()
    lab.settled(page, figure)
    assert said.inner_text() == "" and ghost.count() == 0
