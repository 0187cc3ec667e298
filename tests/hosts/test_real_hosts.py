"""Hosts that can be had from the registry, each for real, in an environment of its own."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

lab = pytest.importorskip("lab", reason="needs playwright")
if not lab.CHROMIUM:
    pytest.skip("needs Chromium", allow_module_level=True)

ROOT = Path(__file__).parents[2]
COURSE = ["numba", "scipy", "matplotlib>=3.10", "pillow"]
NEWEST = ["jupyterlab", "notebook>=7", "nbclassic", "voila", "ipywidgets", "anywidget", *COURSE]
OLDEST = ["jupyterlab==4.2.*", "ipywidgets==8.1.2", "anywidget==0.9.13", *COURSE]
SERVER = ["--no-browser", "--allow-root", "--ip=127.0.0.1", "--IdentityProvider.token="]
LAB = ["jupyterlab", *SERVER, "--LabApp.expose_app_in_browser=True"]
NOTEBOOK = ["notebook", *SERVER, "--JupyterNotebookApp.expose_app_in_browser=True"]
# name -> packages, module with its options, page
HOSTS = {
    "JupyterLab 4.2": (OLDEST, LAB, "lab/tree/t.ipynb"),
    "JupyterLab": (NEWEST, LAB, "lab/tree/t.ipynb"),
    "Notebook 7": (NEWEST, NOTEBOOK, "notebooks/t.ipynb"),
    "nbclassic": (NEWEST, ["nbclassic", *SERVER], "nbclassic/notebooks/t.ipynb"),
    "Voilà": (
        NEWEST,
        ["voila", "t.ipynb", "--no-browser", "--Voila.ip=127.0.0.1", "--Voila.token="],
        "",
    ),
}
CELLS = [
    "import sys\nsys.path.insert(0, {tests!r})\nimport sine\nfrom course.check import predict\n"
    "from course.live import Preset\nfrom course.live.widget import Live\n"
    "Live(sine.sine(presets=[Preset('five', f=5).shows('Look.')]))",
    "predict('rate', 'The current doubles. The rate?', ['doubles', 'more'])",
]


@pytest.fixture(scope="session")
def python(tmp_path_factory):
    """`python(packages)` is an interpreter that has them."""
    made = {}

    def python(packages):
        key = tuple(packages)
        if key not in made:
            folder = tmp_path_factory.mktemp("environment")
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            made[key] = folder / "bin" / "python"
            subprocess.run([made[key], "-m", "pip", "install", "-q", *packages], check=True)
        return made[key]

    return python


def run_cells(page, name):
    """Run both cells, by the keys that a reader would use."""
    if name == "Voilà":
        return
    if name == "nbclassic":
        page.wait_for_selector("#kernel_indicator_icon.kernel_idle_icon")
        page.locator(".CodeMirror").first.click()
    else:
        page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
        lab.wait_until(page, lab.CONNECTED)
        page.locator(".jp-CodeCell .cm-content").first.click()
    for _ in range(2):
        page.keyboard.press("Shift+Enter")


@pytest.mark.nightly
@pytest.mark.parametrize("name", HOSTS)
def test_a_figure_and_a_prediction_work(name, python, tmp_path):
    packages, command, where = HOSTS[name]
    cells = [source.replace("{tests!r}", repr(str(ROOT / "tests"))) for source in CELLS]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, tmp_path / "t.ipynb")
    command = [str(python(packages)), "-m", *command]
    with (
        lab.serving(command, tmp_path, PYTHONPATH=str(ROOT)) as address,
        lab.chromium(height=1600) as page,
    ):
        page.goto(f"{address}/{where}")
        run_cells(page, name)
        page.locator(".course-live canvas[data-frames]").wait_for()
        page.locator(".course-asked fieldset").wait_for()
        assert page.locator("[data-course-still]:visible").count() == 0
        page.locator(".course-live input[type=range]").focus()
        page.keyboard.press("End")
        page.get_by_text("20 Hz").wait_for()
        page.keyboard.press("1")
        page.locator(".course-summary", has_text="5 Hz").wait_for()
        page.get_by_role("radio", name="more").focus()
        page.keyboard.press("Space")
        page.get_by_text("Recorded: more.").wait_for()
        assert page.locator(".course-live").count() == 1
