"""Every lesson in a real JupyterLab: Run All, then a hand on the sliders; and axe-core's look.

Where these tests run, that of `test_lessons.py` which runs the same notebook is left out: see
`pytest_collection_modifyitems`.
"""

import json
import re
import shutil
from functools import partial
from pathlib import Path

import pytest

from course.check._result import MIME

axe = pytest.importorskip("axe_playwright_python", reason="needs axe-playwright-python")
lab = pytest.importorskip("lab", reason="needs playwright")
if not lab.CHROMIUM:
    pytest.skip("needs Chromium", allow_module_level=True)

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "lessons").glob("*.ipynb"))
AXE = Path(axe.__file__).with_name("axe.min.js").read_text("utf-8")

# A number that changes with any pixel of the picture.
PRINT = """canvas => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    for (const pixel of new Uint32Array(data.buffer)) sum = (Math.imul(sum, 31) + pixel) | 0;
    return sum;
}"""

# What has the focus, where it stands, and what its figure says.
TOUCHED = """() => {
    const at = document.activeElement;
    return [at.outerHTML.slice(0, 99), at.value, at.closest(".course-live")?.innerText];
}"""


@pytest.fixture(scope="module")
def page(browser):
    return lab.new_page(browser)


@pytest.fixture(scope="module", params=LESSONS, ids=lambda path: path.stem)
def lesson(request, server, page):
    """A lesson after Run All."""
    address, folder = server
    shutil.copy(request.param, folder)
    page.errors.clear()
    lab.open_notebook(page, address, request.param.name)
    lab.run_all(page)
    yield page
    lab.shut_down(page)


def figures(page):
    """Each live figure, scrolled into view and drawn."""
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    number = page.evaluate(
        """() => [...jupyterapp.shell.currentWidget.content.widgets].map(
            (cell, k) => cell.model.type === "code" && [...Array(cell.model.outputs.length).keys()]
                .some((i) => (cell.model.outputs.get(i).data["text/html"] ?? "")
                    .includes('class="course-still"')) ? k : -1).filter((k) => k >= 0)"""
    )
    assert cells.count() > 0
    for k in number:
        page.evaluate("k => jupyterapp.shell.currentWidget.content.scrollToItem(k, 'start')", k)
        page.evaluate("k => { jupyterapp.shell.currentWidget.content.activeCellIndex = k; }", k)
        figure = page.locator(".jp-Cell.jp-mod-active .course-live")
        settled(page, figure)
        figure.element_handle().wait_for_element_state("stable")
        yield figure


def settled(page, figure):
    """The picture once nothing is under way any more."""
    lab.settled(page, figure)
    return figure.locator("canvas").evaluate(PRINT)


@pytest.fixture(scope="module")
def ran(lesson):
    """The code cells of a lesson after Run All, as they would be saved."""
    cells = lesson.evaluate(
        "() => [...jupyterapp.shell.currentWidget.content.model.cells].map((c) => c.toJSON())"
    )
    return [cell for cell in cells if cell["cell_type"] == "code"]


def test_run_all_ends_without_an_error(lesson, ran):
    wrong = [o["evalue"] for cell in ran for o in cell["outputs"] if o["output_type"] == "error"]
    assert wrong == [] and lesson.errors == []
    left = ["".join(cell["source"]) for cell in ran if cell["execution_count"] is None]
    assert not any(source.strip() for source in left), "a kernel that ends leaves cells behind"


def test_nothing_counts_as_attempted_in_a_notebook_that_is_untouched(ran):
    cells = [cell for cell in ran if "demonstration" not in cell["metadata"].get("tags", ())]
    outputs = [output.get("data", {}) for cell in cells for output in cell["outputs"]]
    checks = [data[MIME]["outcome"] for data in outputs if MIME in data]
    calls = [cell for cell in cells if re.search(r"^check\.\w+\(", "".join(cell["source"]), re.M)]
    assert len(checks) >= len(calls)
    assert set(checks) <= {"not attempted"}


def test_every_live_figure_is_sound_to_axe_and_follows_the_keyboard_and_the_mouse(lesson):
    count = 0
    lesson.evaluate(AXE)
    for figure in figures(lesson):
        count += 1
        found = figure.evaluate(
            """async (figure) => (await axe.run(figure.closest(".jp-OutputArea"))).violations
                .filter((v) => ["serious", "critical"].includes(v.impact))
                .map((v) => [v.id, v.nodes.map((node) => node.html)])"""
        )
        assert found == []
        canvas, sliders = figure.locator("canvas"), figure.locator("input[type=range]")
        height = figure.bounding_box()["height"]
        title = figure.get_attribute("aria-label")
        if sliders.count() == 0:
            continue
        by_key, by_mouse = False, False
        for k in range(sliders.count()):
            slider = sliders.nth(k)
            before = settled(lesson, figure)
            slider.focus()
            lesson.keyboard.press("End" if slider.input_value() != slider.get_attribute("max")
                                  else "Home")  # fmt: skip
            by_key = settled(lesson, figure) != before
            if by_key:
                break
        assert by_key, f"{title}: no key moves the picture\n{lesson.evaluate(TOUCHED)}"
        before = settled(lesson, figure)
        box = slider.bounding_box()
        y = box["y"] + box["height"] / 2
        lesson.mouse.move(box["x"] + box["width"] - 9, y)
        for where in (0.95, 0.7, 0.45, 0.3):
            lesson.mouse.move(box["x"] + box["width"] * where, y)
            if where == 0.95:
                lesson.mouse.down()
        lesson.mouse.up()
        by_mouse = settled(lesson, figure) != before
        assert by_mouse, f"{title}: the mouse does not move the picture"
        assert figure.bounding_box()["height"] == height, f"{title}: the height jumps"
        assert figure.locator(".course-wrong").count() == 0, figure.inner_text()
        assert canvas.get_attribute("aria-label") != title
    name = lesson.evaluate("() => jupyterapp.shell.currentWidget.title.label")
    solved = json.loads((ROOT / "solutions" / name).read_text("utf-8"))
    assert count == sum('class=\\"course-still' in json.dumps(cell) for cell in solved["cells"])


def test_presets_come_by_digit_and_the_notebook_still_saves(lesson):
    for figure in figures(lesson):
        if figure.locator(".course-presets button").count() == 0:
            continue
        slider = figure.locator("input[type=range], select, input[type=checkbox]").first
        canvas = figure.locator("canvas")
        corner = partial(canvas.click, position={"x": 3, "y": 3})  # where no handle is
        for go_there in (slider.focus, corner):
            figure.get_by_role("button", name="reset", exact=True).click()
            assert figure.locator(".course-note").inner_text() == ""
            go_there()
            lesson.keyboard.press("1")
            settled(lesson, figure)
            assert figure.locator(".course-note").inner_text() != ""
            assert lesson.locator(".jp-MarkdownCell.jp-mod-active").count() == 0
        lesson.keyboard.press("Control+s")
        lesson.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
        return
