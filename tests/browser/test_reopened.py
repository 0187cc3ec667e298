"""A notebook that is reopened in JupyterLab when its kernel is gone: trusted, and not."""

import pytest
from test_live_in_browser import MAKE

lab = pytest.importorskip("lab", reason="needs playwright")
if not lab.CHROMIUM:
    pytest.skip("needs Chromium", allow_module_level=True)

CELLS = [MAKE, "once", "from course.check import predict\npredict('k', 'Which?', ['one', 'two'])"]
TRUST = """(trusted) => {
    for (const cell of jupyterapp.shell.currentWidget.content.model.cells) cell.trusted = trusted;
}"""
LOOK = """() => [...document.querySelectorAll(".jp-CodeCell .jp-OutputArea")].map((area) => ({
    words: area.innerText,
    seen: [...area.querySelectorAll(".jp-OutputArea-child")].map(
        (child) => child.clientHeight > 40),
    said: [...area.querySelectorAll("[data-course-still]")].map(
        (still) => getComputedStyle(still, "::after").content),
}))"""


@pytest.mark.parametrize("trusted", [True, False])
def test_the_still_and_its_words_are_there_and_no_error(opened, trusted):
    page, _ = opened(CELLS)
    lab.run_all(page)
    page.locator(".course-live canvas[data-frames]").wait_for()
    page.keyboard.press("Control+s")
    page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
    lab.shut_down(page)
    page.reload()
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    lab.wait_until(page, lab.CONNECTED)
    page.evaluate(TRUST, trusted)
    if trusted:  # the host has its error there by now, only it is not to be seen
        page.get_by_text("Error displaying widget").nth(1).wait_for(state="attached")
    _, figure, asked = page.evaluate(LOOK)
    assert figure["seen"] == asked["seen"] == [True, False]
    assert "Shown for f = 3 Hz." in figure["words"] and "Which?" in asked["words"]
    assert "Error" not in figure["words"] + asked["words"]
    assert page.locator(".course-live").count() == 0
    if trusted:
        assert figure["said"] == ['"Run this cell to move the sliders."']
        assert asked["said"] == ['"Run this cell to answer."']
