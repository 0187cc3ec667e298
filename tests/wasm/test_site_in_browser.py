"""The static site in Chromium and Firefox, which can reach nothing but the site.

SITE names a folder that `course site` has built; without it one is built, once a process.
"""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from course import lessons
from course.app import serve

pytestmark = pytest.mark.wasm
lab = pytest.importorskip("lab", reason="needs playwright")
browsers = pytest.importorskip("browsers", reason="needs websocket-client")
if not lab.CHROMIUM or not browsers.FIREFOX:
    pytest.skip("needs Chromium and Firefox", allow_module_level=True)

from lite import Lite, errors, nowhere, texts  # noqa: E402 - of use only with a browser

ROOT = Path(__file__).parents[2]
LESSONS = sorted(path.name for path in lessons.files().values())
PREFERENCES = """
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", {port});
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", {port});
user_pref("network.proxy.no_proxies_on", "127.0.0.1");
"""
# Browsers ask their makers for this and that, whatever a page does.
MAKERS_OWN = (
    *("accounts.google.com", "android.clients.google.com", "clients2.google.com"),
    *("content-autofill.googleapis.com", "edgedl.me.gvt1.com", "mtalk.google.com"),
    *("optimizationguide-pa.googleapis.com", "redirector.gvt1.com", "update.googleapis.com"),
    *("safebrowsing.googleapis.com", "safebrowsingohttpgateway.googleapis.com"),
    *("www.google.com", "clientservices.googleapis.com", "mozilla.", "firefox."),
)
CHECKS = [
    "from course.check import integrate_fire as check\n"
    "def right(V, I, dt, tau_m=20.0, R=0.1, E_L=-70.0):\n"
    "    return V + dt * (-(V - E_L) + R * I) / tau_m\n"
    "def wrong(V, I, dt, tau_m=20.0, R=0.1, E_L=-70.0):\n"
    "    return V + dt * ((V - E_L) + R * I) / tau_m\n"
    "def endless(V, I, dt, tau_m=20.0, R=0.1, E_L=-70.0):\n"
    "    while True:\n        V = V + 1\n",
    "print('right:', bool(check.lif_step(right)))",
    "print('wrong:', bool(check.lif_step(wrong)))",
    "print('endless:', bool(check.lif_step(endless)))",
    "print('still here')",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of a site."""
    if os.environ.get("SITE"):
        return Path(os.environ["SITE"]).absolute()
    folder = tmp_path_factory.mktemp("built") / "site"
    command = [sys.executable, str(ROOT / "solutions" / "tools" / "publish.py"), str(folder)]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    return folder


class Served:
    """A site that is served, and what was asked of it."""

    def __init__(self, folder):
        self.folder = folder
        self.asked = []

        class Handler(serve.Handler):
            def send_head(handler):
                self.asked.append(handler.translate_path(handler.path))
                return super().send_head()

        self._server = serve.server(folder, handler=Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self):
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()


@pytest.fixture(scope="module")
def served(site):
    served = Served(site)
    yield served
    served.stop()


@pytest.fixture(scope="module")
def chromium():
    """A Chromium that can reach this machine only; what else it asked for is a failure."""
    with nowhere() as (port, asked):
        flags = [f"--proxy-server=127.0.0.1:{port}", "--proxy-bypass-list=127.0.0.1"]
        with lab.launched(flags) as browser:
            yield browser, asked


@pytest.fixture
def page(chromium):
    """A page of Chromium with a memory of its own."""
    browser, asked = chromium
    asked.clear()
    page = lab.new_page(browser, accept_downloads=True)
    page.context.on("request", lambda request: asked.append(request.url))
    yield page
    page.context.close()
    assert foreign(asked) == []


def foreign(asked):
    """What of all that was asked is neither the site's nor of the browser's own doing."""
    own = ("http://127.0.0.1:", "data:", "blob:")
    return [
        line
        for line in asked
        if not line.startswith(own)
        and not (" HTTP/1.1" in line and any(maker in line for maker in MAKERS_OWN))
    ]


@pytest.fixture
def chromiums(page, served):
    return Lite(browsers.Chromium(page), served.address)


@pytest.fixture
def firefoxs(served):
    with nowhere() as (port, asked):
        with browsers.firefox(PREFERENCES.format(port=port)) as page:
            yield Lite(page, served.address)
        assert foreign(asked) == []


def runs(it, name):
    """Run a lesson of the site as a student finds it, and move each of its figures."""
    it.open(name)
    outputs = it.run_all()
    assert errors(outputs) == []
    moved = it.moved()
    assert moved and all(one["moved"] for one in moved), moved
    assert [error for error in it.page.errors if "ResizeObserver" not in error] == []


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_runs_in_chromium_and_its_figures_move(chromiums, name):
    runs(chromiums, name)


@pytest.mark.parametrize("name", [n for n in LESSONS if n[:2] in ("00", "02")])
def test_a_lesson_runs_in_firefox_and_its_figures_move(firefoxs, name):
    runs(firefoxs, name)


def test_a_right_and_a_wrong_answer_are_told_apart_and_an_endless_loop_ends(chromiums):
    chromiums.open()
    chromiums.write("answers.ipynb", CHECKS)
    outputs = chromiums.run_all()
    assert errors(outputs) == []
    said = texts(outputs)
    for words in ("right: True", "wrong: False", "endless: False", "still here"):
        assert words in said, said
