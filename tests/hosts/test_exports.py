"""What nbconvert makes of a notebook with a figure and a prediction: HTML, slides, PDF's LaTeX."""

import base64

import nbformat
import pytest
import sine
from imitation import shown
from nbconvert import HTMLExporter, LatexExporter, SlidesExporter

from course.check import predict
from course.live.widget import Live

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(params=[False, True], ids=["", "with saved widget state"])
def notebook(request, monkeypatch):
    """A notebook after a run, saved."""
    widgets = [
        Live(sine.sine()),
        predict("rate", "The current doubles. The rate?", ["more", "less"]),
    ]
    cells = []
    for bundles in shown(widgets, monkeypatch):
        outputs = [nbformat.v4.new_output("display_data", data=data) for data in bundles]
        cells.append(nbformat.v4.new_code_cell("...", outputs=outputs))
    metadata = {}
    if request.param:
        state = {
            widget.model_id: {
                "model_name": "AnyModel",
                "model_module": "anywidget",
                "model_module_version": "~0.9.*",
                "state": widget.get_state(),
            }
            for widget in widgets
        }
        metadata["widgets"] = {STATE: {"version_major": 2, "version_minor": 0, "state": state}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    nbformat.validate(notebook)
    return notebook


@pytest.mark.parametrize("exporter", [HTMLExporter, SlidesExporter])
def test_a_page_offline_shows_the_still_its_words_and_nothing_to_run(
    browser, notebook, exporter, tmp_path
):
    html, _ = exporter(exclude_input=True).from_notebook_node(notebook)
    page = tmp_path / "page.html"
    page.write_text(html, "utf-8")
    browser.goto(page.as_uri())
    look = browser.evaluate(
        """() => ({
            picture: [...document.querySelectorAll(".course-still img")].map(
                (image) => [image.complete, image.naturalWidth > 500, image.clientHeight > 200]),
            words: document.body.innerText,
            said: [...document.querySelectorAll("[data-course-still]")].map(
                (still) => getComputedStyle(still, "::after").content),
        })"""
    )
    assert look["picture"] == [[True, True, True]]
    assert "3 Hz\nShown for f = 3 Hz." in look["words"] or exporter is SlidesExporter
    assert "The current doubles. The rate?" in look["words"] or exporter is SlidesExporter
    assert "Run this cell" not in look["words"] and "rror" not in look["words"]
    assert look["said"] == ["none", "none"]


def test_latex_has_the_picture_its_words_and_the_question(notebook):
    latex, resources = LatexExporter().from_notebook_node(notebook)
    (picture,) = resources["outputs"].values()
    assert picture == base64.b64decode(notebook.cells[0].outputs[0].data["image/png"])
    assert latex.index("output_0_0.png") < latex.index("3 Hz Shown for f = 3 Hz.")
    assert "The current doubles. The rate? (more / less)" in latex
    assert "Run this cell" not in latex
