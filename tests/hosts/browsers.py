"""Chromium and Firefox behind the same few methods.

Playwright drives a Chromium of the system, but of Firefox only its own build. Firefox itself
speaks WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/), of which this is what the tests
need.
"""

import base64
import contextlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import websocket
from patience import PATIENCE, until

FIREFOX = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
KEYS = {
    "ArrowRight": "\ue014",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "Home": "\ue011",
    "End": "\ue010",
    "Enter": "\ue007",
}
# What would look for news elsewhere while a test runs.
QUIET = """
user_pref("app.normandy.enabled", false);
user_pref("app.update.auto", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("remote.prefs.recommended", true);
user_pref("services.settings.server", "data:,");
user_pref("toolkit.telemetry.enabled", false);
"""


_IN_JSON = "async (arg) => JSON.stringify(await (%s)(JSON.parse(arg)))"


class Chromium:
    """A page of Playwright's."""

    def __init__(self, page):
        self._page = page
        self.errors = page.errors
        self.goto = page.goto
        self.evaluate = page.evaluate
        self.press = page.keyboard.press
        self.wish = page.emulate_media  # a reader's or a printer's; Firefox cannot be told

    def monitor(self, ratio):
        """Move the page to a monitor with so many device pixels to a CSS pixel; 0: the first."""
        session = self._page.context.new_cdp_session(self._page)
        size = {"width": 0, "height": 0, "mobile": False}  # as it is
        session.send("Emulation.setDeviceMetricsOverride", size | {"deviceScaleFactor": ratio})

    def screenshot(self, path):
        self._page.screenshot(path=path)


class Firefox:
    """A page of Firefox's, over the WebSocket at `address`."""

    def __init__(self, address):
        self._socket = websocket.create_connection(
            f"{address}/session", timeout=PATIENCE, suppress_origin=True
        )
        self._sent = 0
        self.errors = []
        self.call("session.new", capabilities={})
        # The page it starts with never has the focus, so that keys do half of what they should.
        self._page = self.call("browsingContext.create", type="tab")["context"]
        self.call("session.subscribe", events=["log.entryAdded"])
        size = {"width": 1280, "height": 900}
        self.call("browsingContext.setViewport", context=self._page, viewport=size)

    def call(self, method, **params):
        """Send one command; return its result."""
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv())
            if message["type"] == "event":
                entry = message["params"]
                if entry.get("type") == "javascript" and entry["level"] == "error":
                    self.errors.append(entry["text"])
            elif message["id"] == self._sent:
                if message["type"] == "error":
                    raise RuntimeError(f"{method}: {message['error']}: {message['message']}")
                return message["result"]

    def goto(self, address):
        self.call("browsingContext.navigate", context=self._page, url=address, wait="complete")

    def evaluate(self, function, arg=None):
        """What a JavaScript function returns; both ways as JSON."""
        result = self.call(
            "script.callFunction",
            functionDeclaration=_IN_JSON % function,
            arguments=[{"type": "string", "value": json.dumps(arg)}],
            target={"context": self._page},
            awaitPromise=True,
            userActivation=True,
        )
        if result["type"] == "exception":
            raise RuntimeError(result["exceptionDetails"]["text"])
        return json.loads(result["result"].get("value", "null"))

    def press(self, key):
        value = KEYS.get(key, key)
        strokes = [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        keyboard = {"type": "key", "id": "keyboard", "actions": strokes}
        self.call("input.performActions", context=self._page, actions=[keyboard])

    def screenshot(self, path):
        data = self.call("browsingContext.captureScreenshot", context=self._page)["data"]
        Path(path).write_bytes(base64.b64decode(data))


@contextlib.contextmanager
def firefox(preferences=""):
    """Start Firefox with a profile of its own; yield a page of it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        Path(home, "user.js").write_text(QUIET + preferences)
        command = [
            *(FIREFOX, "--headless", "--no-remote", "--profile", home),
            *("--remote-debugging-port", "0", "about:blank"),
        ]
        log = Path(home, "log")  # a pipe that nobody reads would fill
        with log.open("w") as stream:
            process = subprocess.Popen(
                command, stdout=stream, stderr=stream, env=os.environ | {"HOME": home}
            )
        try:
            yield Firefox(_address(process, log))
        finally:
            process.terminate()
            try:
                process.wait(timeout=PATIENCE)
            finally:
                process.kill()


def _address(process, log):
    """Where Firefox listens, once it says so."""

    def said():
        if process.poll() is not None:
            raise ChildProcessError(f"Firefox ended:\n{log.read_text()}")
        return re.search(r"listening on (ws://\S+)", log.read_text())

    until(said, lambda: f"Firefox does not listen:\n{log.read_text()}")
    return said().group(1)
