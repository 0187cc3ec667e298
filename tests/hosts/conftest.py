"""A page of each browser, kept for all the tests of a file."""

import pytest


@pytest.fixture(scope="session", params=["Chromium", "Firefox"])
def browser(request):
    """A page of a browser."""
    browsers = pytest.importorskip("browsers", reason="needs websocket-client")
    if request.param == "Chromium":
        lab = pytest.importorskip("lab", reason="needs playwright")
        if not lab.CHROMIUM:
            pytest.skip("needs Chromium")
        with lab.chromium() as page:
            yield browsers.Chromium(page)
    else:
        if not browsers.FIREFOX:
            pytest.skip("needs Firefox")
        with browsers.firefox() as page:
            yield page
