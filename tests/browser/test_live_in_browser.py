"""Live figures where something goes wrong: an error, a second view, a kernel that restarts."""

import pytest

lab = pytest.importorskip("lab", reason="needs playwright")
if not lab.CHROMIUM:
    pytest.skip("needs Chromium", allow_module_level=True)

MAKE = """
import time
from course.live import Explorer, Preset, Slider
from course.live.widget import Live

def show(ax, f):
    ax.A.still(xlim=(0, 1), ylim=(0, 20))
    ax.A.line("f", [0, 1], [0, f])
    return f"{f} Hz"

def make(title, compute, sentence="Look."):
    return Live(Explorer(
        title, [Slider("f", 0, 20, 3, 1, "Hz", meaning="frequency")], compute, show,
        call="make", presets=[Preset("five", f=5).shows(sentence)],
    ))

def slow(f):
    time.sleep(0.4)
    if f > 15:
        raise ValueError("f is too fast")
    return f

def grow(f):
    for k in range(1, 6):
        time.sleep(0.01)
        yield k / 5, f * k / 5

once, grown = make("once", lambda f: f), make("grown", grow)
"""
CELLS = [MAKE, "once", "grown", 'make("slow", slow, "A long sentence. " * 20)', "grown.set(f=10);"]


@pytest.fixture(scope="module")
def page(opened):
    """The notebook, all but its last cell run."""
    page, _ = opened(CELLS)
    for k in range(len(CELLS) - 1):
        run(page, k)
    return page


def run(page, k):
    """Run cell `k` and wait until it has ended."""
    page.evaluate(
        """async (k) => {
            jupyterapp.shell.currentWidget.content.activeCellIndex = k;
            await jupyterapp.commands.execute("notebook:run-cell");
        }""",
        k,
    )


def figure(page, title, count=1):
    """The live figure with this title, once it is drawn."""
    found = page.locator(f'.course-live[aria-label="{title}"]')
    found.locator("canvas[data-frames]").nth(count - 1).wait_for()
    return found


def drag(figure, *values):
    """A hand that moves the slider over `values`, faster than pictures come, and lets go."""
    figure.locator("input[type=range]").evaluate(
        """(slider, values) => {
            for (const value of values) {
                slider.value = value;
                slider.dispatchEvent(new Event("input"));
            }
            slider.dispatchEvent(new Event("change"));
        }""",
        values,
    )


def test_a_click_on_the_picture_is_enough_for_the_digit_keys(page):
    once = figure(page, "once")
    once.locator("canvas").click()
    page.keyboard.press("1")
    once.get_by_text("5 Hz").wait_for()
    assert page.locator(".jp-MarkdownCell").count() == 0


def test_an_error_on_the_way_is_forgotten_when_a_good_value_is_reached(page):
    slow = figure(page, "slow")
    drag(slow, 18, 6)  # 6 is set while the answer to 18 is still being made
    slow.get_by_text("6 Hz").wait_for()
    assert slow.locator(".course-note").inner_text() == ""
    drag(slow, 18)
    slow.locator(".course-wrong").wait_for()
    assert slow.locator(".course-note").inner_text() == "f is too fast"


def test_a_figure_shown_again_by_the_same_cell_still_follows(page):
    for _ in range(2):
        run(page, 1)
        once = figure(page, "once")
    drag(once, 8)
    once.get_by_text("8 Hz").wait_for()


def test_what_python_sets_grows_to_its_end(page):
    grown = figure(page, "grown")
    grown.get_by_text("3.0 Hz").wait_for()
    run(page, 4)
    grown.get_by_text("10.0 Hz").wait_for()
    assert grown.locator("progress").is_hidden()
    assert grown.locator("input[type=range]").input_value() == "10"


def test_on_a_narrow_page_no_sentence_is_cut_off_and_nothing_jumps_when_it_goes(page):
    slow = figure(page, "slow")
    page.set_viewport_size({"width": 620, "height": 900})
    slow.get_by_role("button", name="five").click()
    slow.get_by_text("5 Hz").wait_for()
    for words in slow.locator("p").all():
        assert words.evaluate("p => p.scrollHeight <= p.clientHeight")
    height = slow.bounding_box()["height"]
    drag(slow, 7)  # the long sentence goes, its room stays
    slow.get_by_text("7 Hz").wait_for()
    assert slow.bounding_box()["height"] == height
    page.set_viewport_size({"width": 1280, "height": 900})


def test_after_the_kernel_has_restarted_a_figure_says_what_to_do(page):
    once = figure(page, "once")
    page.evaluate("() => jupyterapp.shell.currentWidget.context.sessionContext.restartKernel()")
    lab.wait_until(page, lab.CONNECTED)
    drag(once, 2)
    once.get_by_role("status").get_by_text("run this cell again").wait_for()
    assert page.errors == []


# The two seconds in which anywidget must have loaded a script are over at once.
BUSY = """
const timeout = AbortSignal.timeout;
window.overdue = 0;
AbortSignal.timeout = (ms) => {
    if (ms !== 2000) return timeout.call(AbortSignal, ms);
    const control = new AbortController();
    queueMicrotask(() => { window.overdue += 1; control.abort(); });
    return control.signal;
};
"""


def test_on_a_page_that_was_too_busy_to_load_a_script_the_kernel_is_heard_all_the_same(opened):
    asks = [
        "from course.check import compare, predict",
        'predict("rate", "The current doubles. The rate?", ["doubles", "more", "less"])',
        'compare("rate", "more", "The leak matters less.")',
    ]
    page, _ = opened([MAKE, "once", *asks], BUSY)
    lab.run_all(page)
    once = figure(page, "once")
    drag(once, 8)
    once.get_by_text("8 Hz").wait_for()
    page.get_by_role("radio", name="doubles").click()
    page.get_by_text("Recorded: doubles.").wait_for()
    page.locator(".course-compared").get_by_text("The leak matters less.").wait_for()
    assert page.evaluate("overdue") >= 3
    assert {"Failed to initialize model" in error for error in page.errors} == {True}
