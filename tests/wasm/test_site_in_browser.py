"""The static site in Chromium and Firefox, which can reach nothing but the site.

SITE names a folder that `course site` has built; without it one is built, once a process.
"""

import contextlib
import gzip
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from website import offline

from course import lessons
from course.app import serve

pytestmark = pytest.mark.wasm
lab = pytest.importorskip("lab", reason="needs playwright")
browsers = pytest.importorskip("browsers", reason="needs websocket-client")
if not lab.CHROMIUM or not browsers.FIREFOX:
    pytest.skip("needs Chromium and Firefox", allow_module_level=True)

from lite import OPENED, Lite, errors, nowhere, texts  # noqa: E402 - of use only with a browser

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
# What a busy machine makes browsers say of figures that move all the same. anywidget gives a
# model two seconds until it complains, and then goes on.
SLOW = ("ResizeObserver", "[anywidget] Failed to initialize model")
MOST_AT_FIRST = 30e6  # bytes
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
    """A site that is served, under a path of its server, and what was asked of it."""

    def __init__(self, folder, path=""):
        self.folder = folder
        self.asked = []
        self.elsewhere = set()  # what was asked for beside the site

        class Handler(serve.Handler):
            def send_head(handler):
                handler.directory = str(self.folder)
                if not handler.path.startswith(f"{path}/"):
                    self.elsewhere.add(handler.path)
                    return handler.send_error(404)
                handler.path = handler.path.removeprefix(path)
                self.asked.append(handler.translate_path(handler.path))
                return super().send_head()

        self._server = serve.server(folder, handler=Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}{path}"
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


class Browser:
    """A Chromium that is started again if it died; the test that lost it has told so."""

    def __init__(self, flags):
        self._flags = flags
        self._ends = contextlib.ExitStack()
        self._browser = None

    def lives(self):
        return self._browser is not None and self._browser.is_connected()

    def new_page(self, **options):
        if not self.lives():
            self.close()
            self._browser = self._ends.enter_context(lab.launched(self._flags))
        return lab.new_page(self._browser, **options)

    def close(self):
        self._ends.close()


@pytest.fixture(scope="module")
def chromium():
    """A Chromium that can reach this machine only; what else it asked for is a failure."""
    with nowhere() as (port, asked):
        proxy = [f"--proxy-server=127.0.0.1:{port}", "--proxy-bypass-list=127.0.0.1"]
        with contextlib.closing(Browser(proxy)) as browser:
            yield browser, asked


@pytest.fixture
def page(chromium):
    """A page of Chromium with a memory of its own."""
    browser, asked = chromium
    asked.clear()
    page = browser.new_page(accept_downloads=True)
    page.context.on("request", lambda request: asked.append(request.url))
    yield page
    if browser.lives():
        page.context.close()
    assert foreign(asked) == []


def test_a_browser_that_died_is_started_again_for_the_next_test(chromium):
    browser, _ = chromium
    browser.new_page().context.browser.close()
    assert not browser.lives()
    browser.new_page().context.close()
    assert browser.lives()


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
    assert [error for error in it.page.errors if not any(slow in error for slow in SLOW)] == []


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


# -- where it stands, and on what -------------------------------------------------------


def test_under_a_path_of_a_larger_site_a_lesson_runs(page, site):
    served = Served(site, "/courses/neurons")
    try:
        page.goto(f"{served.address}/index.html")
        page.goto(f"{served.address}/lessons/00_start.html")
        page.locator("a.run").first.click()
        page.wait_for_function("() => window.jupyterapp")
        it = Lite(browsers.Chromium(page), served.address)
        it.wait(OPENED)
        assert it.first_figure()
        link = "() => courseSite.link('start', 'explore.first()')"
        assert page.evaluate(link).startswith(f"{served.address}/lite/")
        assert served.elsewhere <= {"/favicon.ico"}
    finally:
        served.stop()


TOUCHED = """() => {
    const canvas = document.querySelector(".course-live canvas");
    const { left, width } = canvas.getBoundingClientRect();
    return { left, width, screen: innerWidth, drawn: Number(canvas.dataset.frames) };
}"""


def test_on_a_phone_a_figure_has_the_screen_and_a_finger_moves_it(chromium, served):
    phone = {"has_touch": True, "is_mobile": True, "device_scale_factor": 3}
    page = chromium[0].new_page(width=390, height=844, **phone)
    it = Lite(browsers.Chromium(page), served.address)
    it.open("02_integrate_fire.ipynb")
    assert it.first_figure()
    before = page.evaluate(TOUCHED)
    assert before["left"] >= 0 and before["width"] > 0.8 * before["screen"]
    assert page.evaluate(WIDER) <= 0
    page.locator(".course-presets button").nth(1).tap()
    it.wait(f"(drawn) => ({TOUCHED})().drawn > drawn", before["drawn"])
    slider = page.locator(".course-main input[type=range]").first
    slider.scroll_into_view_if_needed()
    value = slider.input_value()
    room = slider.bounding_box()
    at = 0.2 if float(value) > 0.5 * float(slider.get_attribute("max")) else 0.8
    page.touchscreen.tap(room["x"] + at * room["width"], room["y"] + room["height"] / 2)
    it.wait(
        "(value) => document.querySelector('.course-main input[type=range]').value !== value", value
    )
    page.context.close()


# -- a student's files ------------------------------------------------------------------

GET = """async (path) => {
    const { contents } = jupyterapp.serviceManager;
    const model = await contents.get(path, { content: true }).catch(() => null);
    if (!model) return null;
    return model.type === "notebook" ? model.content.cells.map(({ source }) => source).join("\\n")
        : model.format === "base64" ? atob(model.content) : model.content;
}"""
WRITE_HERE = """async () => {
    const { content, context } = jupyterapp.shell.currentWidget;
    content.widgets[0].model.sharedModel.setSource("# mine");
    await context.save();
}"""
PREDICT = [
    "from course import journal\n"
    "print(journal.record('check', exercise='a.b', outcome='passed', work='w') or 'written')",
]


def saved(it, path):
    """What the browser has of a file; None if there is none."""
    return it.page.evaluate(GET, path)


def new_edition(site, folder):
    """A site whose lesson 02 is another one."""
    shutil.copytree(site, folder, copy_function=os.link)
    lesson = folder / "lite" / "files" / "02_integrate_fire.ipynb"
    text = lesson.read_text("utf-8")
    lesson.unlink()
    notebook = json.loads(text)
    notebook["cells"][0]["source"] = ["# A new edition"]
    lesson.write_text(json.dumps(notebook), "utf-8")
    for name in (offline.LIST, offline.SCRIPT, f"lite/{offline.SCRIPT}"):
        (folder / name).unlink()  # a link: the other site keeps its own
    (folder / "lite" / offline.LITES_OWN).rename(folder / "lite" / offline.SCRIPT)
    offline.write(folder)
    return folder


def test_what_a_student_wrote_survives_a_reload_and_a_new_edition(page, chromium, site, tmp_path):
    served = Served(site)
    try:
        it = Lite(browsers.Chromium(page), served.address)
        it.open("02_integrate_fire.ipynb")
        page.evaluate(WRITE_HERE)
        it.write("answers.ipynb", PREDICT)
        assert "written" in texts(it.run_all())
        it.wait(f"async () => Boolean(await ({GET})('journal.jsonl'))")
        served.folder = new_edition(site, tmp_path / "next")
        it.open()
        assert saved(it, "02_integrate_fire.ipynb").startswith("# mine")
        assert '"exercise": "a.b"' in saved(it, "journal.jsonl")
        fresh = chromium[0].new_page()
        other = Lite(browsers.Chromium(fresh), served.address)
        other.open()
        assert saved(other, "02_integrate_fire.ipynb").startswith("# A new edition")
        fresh.context.close()
    finally:
        served.stop()


def from_menu(page, name):
    """Choose it in the menu File, as a hand does."""
    page.locator(".lm-MenuBar-item", has_text="File").first.click()
    page.locator(".lm-Menu-item", has_text=name).click()


def test_all_files_come_as_one_and_go_back_without_overwriting(page, served, chromium):
    it = Lite(browsers.Chromium(page), served.address)
    it.open()
    it.write("answers.ipynb", ["# mine"])
    page.evaluate(SAVE, ["notes/grüße.txt", "one"])
    with page.expect_download() as waiting:
        from_menu(page, "Download All My Files")
    kept = waiting.value.path()
    with zipfile.ZipFile(kept) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {"answers.ipynb", "notes/grüße.txt"}
        assert archive.read("notes/grüße.txt") == b"one"
    fresh = chromium[0].new_page()
    other = Lite(browsers.Chromium(fresh), served.address)
    other.open()
    fresh.evaluate(SAVE, ["notes/grüße.txt", "another"])
    with fresh.expect_file_chooser() as choosing:
        from_menu(fresh, "Bring Files Back…")
    choosing.value.set_files(kept)
    other.wait(f"async () => Boolean(await ({GET})('answers.ipynb'))")
    other.wait(f"async () => Boolean(await ({GET})('notes/grüße-2.txt'))")
    assert saved(other, "notes/grüße.txt") == "another"
    assert saved(other, "notes/grüße-2.txt") == "one"
    assert saved(other, "answers.ipynb") == "# mine"
    fresh.context.close()


SAVE = """async ([path, text]) => {
    const { contents } = jupyterapp.serviceManager;
    const [folder, name] = path.split("/");
    const directory = { path: folder, name: folder, type: "directory" };
    await contents.save(folder, { ...directory, format: "json", content: [] });
    await contents.save(path, { path, name, type: "file", format: "text", content: text });
}"""


# -- links, and no network ----------------------------------------------------------------


def test_copied_settings_are_a_link_that_opens_the_figure_so(chromiums):
    page = chromiums.page
    call = "explore.neuron(I=120.0)"
    chromiums.open(figure="integrate_fire", call=call)
    chromiums.wait("() => document.querySelector('.course-live canvas')?.dataset.frames > 0")
    assert saved(chromiums, "figure-neuron.ipynb").endswith(call)
    link = "(call) => courseSite.link('integrate_fire', call)"
    address = page.evaluate(link, call)
    assert address.startswith(chromiums.address) and "figure=integrate_fire" in address
    for bad in (
        "explore.neuron(I=exit())",
        "explore.neuron(I=[].__class__)",
        "explore.neuron(); import os",
        "explore.neuron(I='a' 'b'.x)",
        "__import__('os').system('x')",
        "explore.neuron(I=(1)(2))",
        "explore.neuron(I=x)",
    ):
        assert page.evaluate(link, bad) is None, bad
    for good in ("explore.neuron()", "explore.neuron(I=-1e-05, w=[(1, 2), 'a,b'], on=True)"):
        assert page.evaluate(link, good), good


SCIPY = [  # comes when the library imports it
    "import sys\nprint('before:', 'scipy' in sys.modules)",
    "from course.models import integrate_fire\n"
    "print('rate:', 5 < integrate_fire.noisy_firing(integrate_fire.LIF(), 210.0, 4.0).rate < 50)",
    "print('scipy:', 'scipy' in sys.modules)",
]
KEPT = """() => {
    const [done, all] = (document.body.dataset.courseKept ?? "0 of 1").split(" of ");
    return done === all;
}"""


def test_after_the_first_visit_a_lesson_runs_without_a_network(page, site):
    served = Served(site)
    try:
        it = Lite(browsers.Chromium(page), served.address)
        it.open("00_start.ipynb")
        it.run_all()
        it.wait(KEPT)
        served.stop()
        for name in ("00_start.ipynb", "02_integrate_fire.ipynb"):
            it.open(name)
        it.write("a.ipynb", SCIPY)
        said = texts(it.run_all())
        assert "before: False" in said and "rate: True" in said and "scipy: True" in said, said
    finally:
        served.stop()


def test_where_the_browser_keeps_no_journal_it_is_said(page, served):
    page.add_init_script("delete Navigator.prototype.serviceWorker")  # as without https
    it = Lite(browsers.Chromium(page), served.address)
    it.open()
    it.wait("() => document.body.innerText.includes('Your journal lasts only as long as')")


# -- pages -----------------------------------------------------------------------------------

PAGES = [
    *("index.html", "install.html", "guide.html", "instructors.html", "files.html"),
    *(f"lessons/{Path(name).stem}.html" for name in LESSONS),
    *("reference/course.html", "reference/course/models/hodgkin_huxley.html"),
]
SEEN = """async (image) => {
    while (!image.complete || !image.naturalWidth) await new Promise((go) => setTimeout(go, 50));
}"""
WIDER = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_fit_a_narrow_screen(chromium, page, served, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 390 if scheme == "light" else 1280, "height": 800})
    for name in PAGES:
        page.goto(f"{served.address}/{name}")
        page.wait_for_load_state("load")
        found = [
            (one["id"], len(one["nodes"]), one["nodes"][0]["html"][:200])
            for one in axe.run(page).response["violations"]
            # What is written in MathML is no empty heading; axe looks for plain text.
            if one["id"] != "empty-table-header"
            or not all("<math" in node["html"] for node in one["nodes"])
        ]
        assert found == [], name
        assert page.evaluate(WIDER) <= 0, name
    assert page.errors == []


@pytest.mark.parametrize("name", LESSONS)
def test_strips_move_without_a_kernel(page, served, name):
    page.goto(f"{served.address}/lessons/{Path(name).stem}.html")
    strips = page.locator(".strip:has(input)")
    assert strips.count() >= 1
    for number in range(strips.count()):
        strip = strips.nth(number)
        strip.scroll_into_view_if_needed()
        image, slider = strip.locator("img"), strip.locator("input")
        image.evaluate(SEEN)
        before, words = image.evaluate("(image) => image.currentSrc"), image.get_attribute("alt")
        slider.press("End" if slider.input_value() != slider.get_attribute("max") else "Home")
        image.evaluate(SEEN)
        assert image.evaluate("(image) => image.currentSrc") != before
        assert image.evaluate("(image) => image.naturalWidth") > 300
        assert image.get_attribute("alt") and words


def test_the_first_visit_and_the_site_are_as_small_as_they_are_meant_to_be(page, site):
    served = Served(site)
    try:
        it = Lite(browsers.Chromium(page), served.address)
        it.open("02_integrate_fire.ipynb")
        assert it.first_figure()
        first = {path for path in served.asked if os.path.isfile(path)}
    finally:
        served.stop()
    sizes = {path: packed(Path(path)) for path in first}
    whole = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    print(f"\nfirst visit {sum(sizes.values()) / 1e6:.1f} MB, site {whole / 1e6:.0f} MB")
    for path, size in sorted(sizes.items(), key=lambda one: -one[1])[:12]:
        print(f"{size / 1e6:8.2f} {os.path.relpath(path, site)}")
    assert whole <= 120e6
    assert sum(sizes.values()) <= MOST_AT_FIRST


def packed(path):
    """Bytes of a file as a web server sends it: packed, unless it is so already."""
    data = path.read_bytes()
    return min(len(data), len(gzip.compress(data, 6)))
