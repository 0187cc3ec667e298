"""Predictions in a real JupyterLab: by keyboard alone, and there again when it is reopened."""

import pytest

from course.check import _predictions

lab = pytest.importorskip("lab", reason="needs playwright")
if not lab.CHROMIUM:
    pytest.skip("needs Chromium", allow_module_level=True)

CELLS = [
    "from course.check import compare, predict",
    'predict("rate", "The current doubles. The rate?", ["doubles", "more", "less"])',
    'predict("noise", "And with noise?", ["doubles", "more", "less"])',
    'predict("Hz", "How fast?", unit="Hz", low=0, high=500)',
    'compare("rate", "more", "The leak matters less.")',
]


def test_predictions_are_made_by_keyboard_and_come_back(opened):
    page, folder = opened(CELLS)
    lab.run_all(page)
    page.get_by_label("Your number, in Hz").wait_for()
    rate, noise = page.get_by_role("group").all()[:2]
    rate.get_by_role("radio", name="doubles").focus()
    page.keyboard.press("Space")
    page.get_by_text("Recorded: doubles.").wait_for()
    page.keyboard.press("ArrowDown")  # stays in the group, moves no cell
    page.get_by_text("Recorded: more.").wait_for()
    noise.get_by_role("radio", name="less").focus()
    page.keyboard.press("Space")
    page.get_by_text("Recorded: less.").wait_for()
    assert rate.get_by_role("radio", name="more").is_checked()  # two groups, not one
    page.get_by_label("Your number, in Hz").focus()
    page.keyboard.type("42")
    page.keyboard.press("Enter")
    page.get_by_text("Recorded: 42 Hz.").wait_for()

    kept = _predictions.load(folder)
    answers = {key: [given["answer"] for given in kept[key]["answers"]] for key in kept}
    assert answers == {"rate": ["doubles", "more"], "noise": ["less"], "Hz": [42]}
    assert page.locator(".course-predict-still:visible").count() == 0

    lab.run_all(page)
    page.get_by_text("Your earlier answer.").nth(2).wait_for()
    assert page.get_by_role("radio", name="more").first.is_checked()
    assert "More, as you predicted".lower() in page.locator(".course-compare").inner_text().lower()
    assert page.errors == []
