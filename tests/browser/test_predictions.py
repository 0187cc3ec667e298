"""Predictions in a real JupyterLab: by keyboard alone, closed until answered, there again later."""

import pytest

from course import journal

lab = pytest.importorskip("lab", reason="needs playwright")
if not lab.CHROMIUM:
    pytest.skip("needs Chromium", allow_module_level=True)

CELLS = [
    "from course.check import compare, predict",
    'predict("rate", "The current doubles. The rate?", ["doubles", "more", "less"])',
    'predict("noise", "And with noise?", ["doubles", "more", "less"])',
    'predict("Hz", "How fast?", unit="Hz", low=0, high=500)',
    'compare("rate", "more", "The leak matters less.")',
    'compare("noise", "less", "So it is.")',
]


def test_predictions_are_made_by_keyboard_open_what_happened_and_come_back(opened):
    page, folder = opened(CELLS)
    lab.run_all(page)
    page.get_by_label("Your number, in Hz").wait_for()
    first, second = page.locator(".course-compared").all()
    first.get_by_text("Answer this question first").wait_for()
    shown = page.locator(".jp-OutputArea")
    assert not [text for text in shown.all_inner_texts() if "The leak matters less." in text]

    rate, noise = page.get_by_role("group").all()[:2]
    rate.get_by_role("radio", name="doubles").focus()
    page.keyboard.press("Space")
    page.get_by_text("Recorded: doubles.").wait_for()
    first.get_by_text("The leak matters less.").wait_for()  # without running its cell again
    assert "not as you predicted" in first.inner_text()
    assert "So it is." not in second.inner_text()
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

    given = [(entry["key"], entry["answer"]) for entry in journal.entries("prediction", folder)]
    assert given == [("rate", "doubles"), ("rate", "more"), ("noise", "less"), ("Hz", 42)]
    stills = page.locator(".course-predict-still:visible, .course-compare-still:visible")
    assert stills.count() == 0

    lab.run_all(page)
    page.get_by_text("Your earlier answer.").nth(2).wait_for()
    assert page.get_by_role("radio", name="more").first.is_checked()
    assert "as you predicted" in page.locator(".course-compared").first.inner_text()
    assert page.errors == []


def test_who_does_not_want_to_predict_skips_by_keyboard(opened):
    page, folder = opened(CELLS[:2] + CELLS[4:5])
    lab.run_all(page)
    page.get_by_role("button", name="Skip").focus()
    page.keyboard.press("Enter")
    page.locator(".course-compared").get_by_text("The leak matters less.").wait_for()
    assert "You said\nnothing" in page.locator(".course-compared").inner_text()
    assert [entry["key"] for entry in journal.entries("skip", folder)] == ["rate"]
    assert page.errors == []


def exported(folder):
    """The page that nbconvert makes of these cells after they ran, without a kernel."""
    import nbformat
    from nbclient import NotebookClient
    from nbconvert import HTMLExporter

    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}).execute()
    page = folder / "t.html"
    page.write_text(HTMLExporter(exclude_input=True).from_notebook_node(notebook)[0], "utf-8")
    return page


def test_in_an_exported_page_a_choice_opens_what_happened(browser, tmp_path, monkeypatch):
    from pathlib import Path

    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    page = lab.new_page(browser)
    page.goto(exported(tmp_path).as_uri())
    told = page.get_by_text("The leak matters less.")
    other = page.get_by_text("So it is.")
    assert not told.is_visible() and not other.is_visible()
    page.get_by_role("radio", name="more").first.check()
    told.wait_for()
    assert told.is_visible() and not other.is_visible()
    assert page.errors == []
