"""A hand that draws faster than pictures come: nothing it drew is lost."""

import pytest

from course.explore import hopfield
from course.material.glyphs import SIDE

lab = pytest.importorskip("lab", reason="needs playwright")
if not lab.CHROMIUM:
    pytest.skip("needs Chromium", allow_module_level=True)

SOURCE = "from course.explore import hopfield as explore\nexplore.sketch(ink='', brush=1)"


@pytest.fixture(scope="module")
def page(opened):
    """A blank drawing, ready for the hand."""
    page, _ = opened([SOURCE])
    lab.run_all(page)
    lab.settled(page, page.locator(".course-live"))
    return page


def middle(page, row, column):
    """Place on the page of the middle of a unit of the drawing."""
    canvas = page.locator("canvas").bounding_box()
    live = hopfield.sketch.explorer()
    live.resize(width=canvas["width"], height=canvas["height"], ratio=1.0)
    live.picture.render()
    panel = live.picture.axes["your drawing"].get_position()
    x = panel.x0 + panel.width * (column + 0.5) / SIDE
    y = 1 - panel.y1 + panel.height * (row + 0.5) / SIDE
    return canvas["x"] + canvas["width"] * x, canvas["y"] + canvas["height"] * y


def test_a_quick_stroke_is_drawn_whole(page):
    along = [middle(page, 6, 4), middle(page, 6, 24), middle(page, 20, 24)]
    page.mouse.move(*along[0])
    page.mouse.down()
    page.mouse.move(*along[1], steps=60)  # around a corner: no stroke can leave it out
    page.mouse.move(*along[2], steps=60)
    page.mouse.up()
    page.wait_for_function(
        "ink => document.querySelector('.course-summary').textContent.startsWith(ink)",
        arg="35 units of ink",
    )
