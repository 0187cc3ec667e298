"""One JupyterLab for all the browser tests of a process, and notebooks made for one file."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """(address, folder) of a JupyterLab that knows this checkout."""
    import lab  # each file says for itself that it needs playwright

    folder = tmp_path_factory.mktemp("lab")
    root = Path(__file__).parents[2]
    with lab.jupyterlab(folder, PYTHONPATH=str(root)) as address:
        yield address, folder


@pytest.fixture(scope="module")
def browser():
    """A Chromium of this file: its event loop would be in the way of other files."""
    import lab

    with lab.launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def opened(request, server, browser):
    """`opened(sources)` makes a notebook of these cells and opens it; returns (page, folder).

    `opened(sources, script)` has run that script in the page before any other.
    """
    import lab

    address, top = server
    pages = []

    def opened(sources, script=""):
        name = f"{request.path.stem}_{len(pages)}"
        (top / name).mkdir()
        lab.write_notebook(top / name / "t.ipynb", sources)
        pages.append(lab.new_page(browser))
        pages[-1].add_init_script(script)
        lab.open_notebook(pages[-1], address, f"{name}/t.ipynb")
        return pages[-1], top / name

    yield opened
    for page in pages:
        lab.shut_down(page)
