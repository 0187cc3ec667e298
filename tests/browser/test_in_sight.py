"""Whatever is touched, the picture is seen, sharp, and nothing jumps: on pages of all sizes."""

import pytest

lab = pytest.importorskip("lab", reason="needs playwright")
if not lab.CHROMIUM:
    pytest.skip("needs Chromium", allow_module_level=True)

# Name: width and height of the window in CSS pixels, sharpness, whether the files are shown.
PAGES = {
    "1280x720, files open": (1280, 720, 1.0, True),
    "1440x900": (1440, 900, 2.0, False),
    "1280x720 at 150 %": (853, 480, 1.5, False),
    "700 wide": (700, 900, 1.0, False),
    "390 wide": (390, 844, 3.0, False),
}
WORST = """
import numpy as np
from course.live import Button, Choice, Explorer, Preset, Slider, Switch
from course.live.widget import Live

def show(ax, r):
    for k, panel in enumerate(ax):
        panel.still(xlim=(0, 1), ylim=(0, 20), xlabel="time (ms)", ylabel="x")
        panel.line("x", [0, 1], [0, r.s0])
    return f"{r.s0} " + "of many things " * 9

Live(Explorer(
    "The worst case: everything is as long and as much as it can be, and the title too",
    [
        *(Slider(f"s{k}", 0.0, 20.0, 3.0, 0.1, "mS/cm²", meaning="of a long meaning " * 2)
          for k in range(12)),
        Choice("mode", ("one", "a very long choice of words in one line"), "one"),
        Switch("on", True, meaning="whether it is on"),
        Button("seed", "new noise"),
    ],
    lambda **values: values, show, call="worst",
    size=(7.2, 5.6), mosaic=[["a"], ["b"], ["c"], ["d"]],
    presets=[Preset(f"a preset of {k} words", s0=float(k)).shows("A long sentence. " * 6)
             for k in range(1, 8)],
))
"""
FIGURES = {
    "worst": WORST,
    "tallest": "from course.explore import action_potential\naction_potential.neuron()",
    "usual": "from course.explore import integrate_fire\nintegrate_fire.neuron()",
}
# One page of each figure in every run, all of them by night.
DAILY = {"worst": "1280x720, files open", "tallest": "1280x720 at 150 %", "usual": "390 wide"}
CASES = [
    pytest.param(page, figure, marks=[] if DAILY[figure] == page else [pytest.mark.nightly])
    for page in PAGES
    for figure in FIGURES
]
pytestmark = pytest.mark.parametrize(("page", "figure"), CASES, indirect=True, scope="module")

# The share of the picture that is seen, and whether a point of the control is on top.
SEEN = """(touched) => {
    const figure = touched.closest(".course-live");
    const canvas = figure.querySelector("canvas").getBoundingClientRect();
    const panel = figure.closest(".jp-WindowedPanel-outer").getBoundingClientRect();
    const seen = Math.min(canvas.bottom, panel.bottom) - Math.max(canvas.top, panel.top);
    const box = touched.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return [seen / canvas.height, touched === top || touched.contains(top)];
}"""
SIZES = """(figure) => {
    const canvas = figure.querySelector("canvas");
    const { width, height } = canvas.getBoundingClientRect();
    const frame = figure.querySelector(".course-frame").getBoundingClientRect();
    return [canvas.width / width, canvas.height / height, width / frame.width,
            frame.height - height, window.devicePixelRatio];
}"""


@pytest.fixture(scope="module")
def page(request, server, browser):
    """A notebook with the figures, run, in a window of that size."""
    address, folder = server
    width, height, ratio, files = PAGES[request.param]
    page = lab.new_page(browser, width, height, device_scale_factor=ratio)
    name = f"sight_{list(PAGES).index(request.param)}.ipynb"
    lab.write_notebook(folder / name, FIGURES.values())
    lab.open_notebook(page, address, name, files=files)
    lab.run_all(page)
    yield page
    lab.shut_down(page)


@pytest.fixture
def figure(request, page):
    """One of its figures, at the upper edge of the page."""
    cell = list(FIGURES).index(request.param)
    page.evaluate("k => jupyterapp.shell.currentWidget.content.scrollToItem(k, 'start')", cell)
    figure = page.locator(".jp-Notebook .jp-Cell").nth(cell).locator(".course-live")
    lab.settled(page, figure)
    return figure


def touchable(figure):
    """All that a hand can touch besides the picture, the fold open."""
    figure.locator("details").evaluate("fold => { fold.open = true; }")
    inputs = "input[type=range], input[type=text], input[type=checkbox], select"
    return figure.locator(f":is({inputs}, .course-presets button, .course-main > button)").all()


def test_whichever_control_is_touched_the_picture_is_seen(page, figure):
    controls = touchable(figure)
    assert len(controls) > 10
    for control in [*controls, *reversed(controls)]:
        control.scroll_into_view_if_needed()
        if control.evaluate("node => node.type === 'button'"):
            control.click()
        else:
            control.focus()
        seen, on_top = control.evaluate(SEEN)
        what = control.evaluate("node => node.outerHTML")
        assert seen >= 0.8, (seen, what)
        assert on_top or control.evaluate("node => node.type === 'button'"), what


def test_the_tab_key_hides_nothing_that_it_reaches(page, figure):
    controls = touchable(figure)
    for first, key in ((controls[0], "Tab"), (controls[-1], "Shift+Tab")):
        first.focus()
        for _ in range(len(controls) - 1):
            page.keyboard.press(key)
            reached = page.evaluate_handle("() => document.activeElement").as_element()
            if reached.evaluate("node => node.matches('input, select')"):
                seen, on_top = reached.evaluate(SEEN)
                assert seen >= 0.8 and on_top, (seen, reached.evaluate("node => node.outerHTML"))


def test_a_pixel_of_the_picture_is_a_pixel_of_the_screen(page, figure):
    across, down, share, rest, ratio = figure.evaluate(SIZES)
    assert across == pytest.approx(ratio, rel=1e-3) and down == pytest.approx(ratio, rel=1e-3)
    assert 0.99 < share <= 1.0001 and 0 <= rest < 1.5


def test_nothing_jumps_while_controls_move_and_presets_speak(page, figure):
    figure.locator("details").evaluate("fold => { fold.open = false; }")
    place = "figure => figure.querySelector('.course-frame').offsetTop + figure.offsetHeight"
    height = None
    for k in (0, 2, 1):
        figure.locator(".course-presets button").nth(k).click()
        lab.settled(page, figure)
        page.wait_for_timeout(500)  # the summary is written when the values have come to rest
        height = height or figure.evaluate(place)
        assert figure.evaluate(place) == height
    figure.locator("input[type=range]").first.press("ArrowRight")
    lab.settled(page, figure)
    assert figure.evaluate(place) == height
