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

from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
START = 60  # s that a lab or a kernel may take to come up
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
    with socket.socket() as probe, tempfile.TemporaryDirectory() as scratch:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        for plugin, settings in QUIET.items():
            file = Path(scratch, "settings", f"{plugin}.jupyterlab-settings")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(settings))
        environment = os.environ | {
            "JUPYTERLAB_SETTINGS_DIR": f"{scratch}/settings",
            "JUPYTERLAB_WORKSPACES_DIR": f"{scratch}/workspaces",
            "JUPYTER_RUNTIME_DIR": f"{scratch}/runtime",
            **environment,
        }
        command = [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
            f"--port={port}", "--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True",
        ]  # fmt: skip
        log = Path(scratch, "log")
        with log.open("w") as stream:
            server = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=stream, stderr=subprocess.STDOUT
            )
        address = f"http://127.0.0.1:{port}"
        try:
            with _alarm(START, lambda: f"JupyterLab did not answer:\n{log.read_text()}") as waiting:
                while not _answers(address):
                    waiting()
            yield address
        finally:
            server.terminate()
            server.wait(timeout=START)


@contextlib.contextmanager
def chromium(width=1280, height=900, flags=(), **options):
    """Start Chromium; yield a page. Uncaught errors of the page end up in `page.errors`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        try:
            yield page
        finally:
            browser.close()


def open_notebook(page, address, name):
    """Open a notebook and wait for its kernel."""
    page.goto(f"{address}/doc/tree/{name}")
    idle = ".jp-Notebook-ExecutionIndicator[data-status=idle]"
    page.wait_for_selector(idle, timeout=START * 1000)
    page.wait_for_function(CONNECTED, timeout=START * 1000)


def run_all(page, timeout=120):
    """Run every cell and wait until the last has ended."""
    page.evaluate(
        """() => {
            window.ranAll = false;
            const run = jupyterapp.commands.execute("notebook:run-all-cells");
            run.then(() => { window.ranAll = true; });
        }"""
    )
    page.wait_for_function("() => window.ranAll", timeout=timeout * 1000)


def _answers(address):
    try:
        with urllib.request.urlopen(f"{address}/api", timeout=2):
            return True
    except OSError:
        return False


@contextlib.contextmanager
def _alarm(seconds, explain):
    import time

    end = time.monotonic() + seconds

    def waiting():
        if time.monotonic() > end:
            raise TimeoutError(explain())
        time.sleep(0.05)

    yield waiting
