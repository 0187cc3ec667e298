"""A real JupyterLab in a real browser, for tests, benchmarks and screenshots."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import nbformat
from patience import PATIENCE, until
from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
QUIET = {"@jupyterlab/apputils-extension/notification": {"fetchNews": "false"}}

# The indicator says idle before the session is connected for good; what runs then is dropped.
CONNECTED = """async () => {
    const context = jupyterapp.shell.currentWidget?.context?.sessionContext;
    await context?.ready;
    await context?.session?.kernel?.info;
    return context?.session?.kernel?.connectionStatus === "connected";
}"""


@contextlib.contextmanager
def jupyterlab(folder, **environment):
    """Start JupyterLab on a free port of 127.0.0.1 in `folder`; yield its address."""
    with tempfile.TemporaryDirectory() as scratch:
        for plugin, settings in QUIET.items():
            file = Path(scratch, "settings", f"{plugin}.jupyterlab-settings")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(settings))
        environment = {
            "JUPYTERLAB_SETTINGS_DIR": f"{scratch}/settings",
            "JUPYTERLAB_WORKSPACES_DIR": f"{scratch}/workspaces",
            "JUPYTER_RUNTIME_DIR": f"{scratch}/runtime",
            **environment,
        }
        command = [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
            "--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True",
        ]  # fmt: skip
        with serving(command, folder, "/api", **environment) as address:
            yield address


@contextlib.contextmanager
def serving(command, folder, path="/", **environment):
    """Start a server on a free port of 127.0.0.1 in `folder`; yield its address."""
    with socket.socket() as probe, tempfile.TemporaryDirectory() as scratch:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        log = Path(scratch, "log")
        with log.open("w") as stream:
            server = subprocess.Popen(
                [*command, f"--port={port}"],
                cwd=folder,
                env=os.environ | environment,
                stdout=stream,
                stderr=subprocess.STDOUT,
            )
        address = f"http://127.0.0.1:{port}"

        def answers():
            if server.poll() is not None:
                raise ChildProcessError(f"{command[2]} ended:\n{log.read_text()}")
            return _answers(address + path)

        try:
            until(answers, lambda: f"{command[2]} did not answer:\n{log.read_text()}")
            yield address
        finally:
            server.terminate()
            # A page that left just now can leave Jupyter a thread that keeps it for ever.
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(timeout=20)
            server.kill()
            server.wait()


@contextlib.contextmanager
def launched(flags=()):
    """Start Chromium; yield the browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*FLAGS, *flags], timeout=PATIENCE * 1000
        )
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def chromium(flags=(), **options):
    """Start Chromium; yield a page of it, see `new_page`."""
    with launched(flags) as browser:
        yield new_page(browser, **options)


def new_page(browser, width=1280, height=900, **options):
    """A patient page, nothing shared with others; its uncaught errors end up in `page.errors`."""
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    return page


def write_notebook(file, sources):
    """A notebook of these cells."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.write(notebook, file)


def open_notebook(page, address, name, files=False):
    """Open a notebook and wait for its kernel; with `files` open beside it, if so asked."""
    page.goto(f"{address}/{'lab' if files else 'doc'}/tree/{name}")
    # On a narrow page the toolbar has no room to show it.
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", state="attached")
    wait_until(page, CONNECTED)
    # The server remembers what an earlier page had open.
    page.evaluate(f"() => jupyterapp.shell.{'expand' if files else 'collapse'}Left()")


def wait_until(page, happened, arg=None):
    """Wait until a JavaScript function says true; an async one too.

    The page's own `wait_for_function` takes the promise of one for true.
    """
    until(lambda: page.evaluate(happened, arg), lambda: f"the page never said true: {happened}")


def run_all(page):
    """Run every cell and wait until the last has ended."""
    page.evaluate(
        """() => {
            window.ranAll = false;
            const run = jupyterapp.commands.execute("notebook:run-all-cells");
            run.finally(() => { window.ranAll = true; });
        }"""
    )
    page.wait_for_function("() => window.ranAll")


def shut_down(page):
    """End the kernel of the notebook."""
    page.evaluate("() => jupyterapp.commands.execute('kernelmenu:shutdown')")


def settled(page, figure):
    """Wait until a live figure stands still: nothing under way, nothing growing."""
    figure.locator("canvas[data-frames]").first.wait_for()
    wait_until(
        page,
        """async (figure) => {
            const twoFrames = (go) => requestAnimationFrame(() => requestAnimationFrame(go));
            await new Promise(twoFrames); // a new size is noticed in the first of them
            const { busy, fitting } = figure.dataset;
            return !busy && !fitting && figure.querySelector("progress").value === 1;
        }""",
        figure.first.element_handle(),
    )


def _answers(address):
    try:
        with urllib.request.urlopen(address, timeout=2):
            return True
    except OSError:
        return False
