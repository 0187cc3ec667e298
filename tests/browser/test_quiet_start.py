"""What `course start` and `course present` make of a JupyterLab, in a real one."""

from pathlib import Path

import pytest

from course.app import cli

lab = pytest.importorskip("lab", reason="needs playwright")
if not lab.CHROMIUM:
    pytest.skip("needs Chromium", allow_module_level=True)

# JupyterLab has kept how its window is divided.
KEPT = lambda answer: "/api/workspaces" in answer.url and answer.request.method == "PUT"  # noqa: E731
ROOT = Path(__file__).parents[2]
FIGURE = "from course.explore import one_unit as explore\nexplore.unit()"


@pytest.fixture
def started(tmp_path, monkeypatch, request):
    """Address of a JupyterLab with our defaults and no settings of a user."""
    monkeypatch.setattr(lab, "QUIET", {})
    lab.write_notebook(tmp_path / "t.ipynb", ["1 + 1", request.param.get("cell", "2")])
    environment = cli.with_defaults({"PYTHONPATH": str(ROOT)}, request.param["defaults"])
    with lab.jupyterlab(tmp_path, **environment) as address:
        yield address


QUIETLY = pytest.mark.parametrize("started", [{"defaults": [cli.QUIET]}], indirect=True)


@QUIETLY
def test_it_asks_nothing_and_leaves_a_narrow_screen_to_the_lesson(started, browser):
    for width, files in ((1440, True), (1100, False)):
        page = lab.new_page(browser, width=width)
        lab.open_notebook(page, started, "t.ipynb", files=True)
        page.evaluate("() => jupyterapp.restored")
        shown = "visible" if files else "hidden"
        page.locator("#jp-left-stack").wait_for(state=shown)
        asks = """async () => {
            const plugin = "@jupyterlab/apputils-extension:notification";
            const answer = await fetch(`/lab/api/settings/${plugin}`);
            const { schema } = await answer.json();
            return [schema.properties.fetchNews.default, schema.properties.checkForUpdates.default];
        }"""
        assert page.evaluate(asks) == ["false", False]
        if not files:  # who opens it keeps it
            with page.expect_response(KEPT):
                page.locator(".jp-SideBar.jp-mod-left [data-id=filebrowser]").click()
            page.reload()
            page.wait_for_function("() => window.jupyterapp")
            page.evaluate("() => jupyterapp.restored")
            page.locator("#jp-left-stack").wait_for(state="visible")
        lab.shut_down(page)
        page.context.close()  # the server waits for whoever is still connected


@pytest.mark.parametrize(
    "started", [{"defaults": [cli.QUIET, cli.PRESENT], "cell": FIGURE}], indirect=True
)
def test_a_lesson_that_is_presented_runs_and_stands_on_the_stage(started, browser):
    page = lab.new_page(browser)
    page.goto(f"{started}/doc/tree/t.ipynb")
    page.wait_for_function("() => document.documentElement.dataset.courseStop === 'figure 0'")
    assert page.locator(".course-curtain").count() == 0
    assert not page.errors
    page.keyboard.press("Escape")
    page.wait_for_function("() => !courseStage.shown")
    lab.shut_down(page)
    page.context.close()
