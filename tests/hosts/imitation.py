"""A page that imitates a host, with real widgets of the course behind it."""

import base64
import itertools
from pathlib import Path

import sine
from patience import until

from course import _host
from course.check import predict
from course.live import Preset, place
from course.live.widget import Live

HOSTS = (
    "JupyterLab",
    "Notebook 7",
    "JupyterLite",
    "nbclassic",
    "VS Code",
    "Colab",
    "marimo",
    "Voilà",
    "an Output",
)
SCRIPT = Path(__file__).with_name("hosts.js").read_text("utf-8")
_counted = itertools.count()


def shown(widgets, monkeypatch):
    """Cells with what each widget displays."""
    cells = []
    for module in (_host, place):
        monkeypatch.setattr(module, "display", lambda data, **_: cells[-1].append(data))
    for widget in widgets:
        cells.append([])
        widget._ipython_display_()
    return cells


class Imitation:
    """A figure and a prediction, shown by a host; and the kernel's side of their talk."""

    def __init__(self, page, name, monkeypatch, views=1, alive=True, figure=None):
        self.page = page
        self.live = Live(figure or sine.sine(presets=[Preset("five", f=5).shows("Look.")]))
        key = f"rate {next(_counted)}"  # what was answered before is not asked again
        self.asked = predict(key, "The current doubles. The rate?", ["doubles", "more"])
        self.kernel = {self.live.model_id: self.live, self.asked.model_id: self.asked}
        self.parts = []  # of each picture that was sent
        self._answers = []
        monkeypatch.setattr(self.live, "send", self._send)
        for trait in ("answer", "status"):
            self.asked.observe(self._changed, trait)
        cells = shown([self.live] * views + [self.asked], monkeypatch)
        widgets = {
            widget.model_id: {
                "script": widget._esm,
                "style": widget._css,
                "state": {
                    name: getattr(widget, name)
                    for name in ("spec", "mark", "answer", "status")
                    if widget.has_trait(name)
                },
            }
            for widget in self.kernel.values()
        }
        page.goto("about:blank")
        page.errors.clear()
        page.evaluate(
            """(script) => new Promise((done) => {
                const node = document.createElement("script");
                node.textContent = script;
                document.head.append(node);
                done();
            })""",
            SCRIPT,
        )
        page.evaluate(
            "(what) => open(what)",
            {"name": name, "cells": cells, "widgets": widgets, "alive": alive},
        )

    def _send(self, content, buffers=None):
        packed = [base64.b64encode(part).decode() for part in buffers or ()]
        self.parts.append(len(packed))
        self._answers.append({"id": self.live.model_id, "content": content, "buffers": packed})

    def _changed(self, change):
        state = {change.name: change.new}
        self._answers.append({"id": self.asked.model_id, "state": state})

    def talk(self):
        """Hand on what waits on both sides; return what the page looks like now."""
        for message in self.page.evaluate("() => outbox.splice(0)"):
            if "content" in message:
                self.live._receive(None, message["content"], [])
            else:
                self.asked.answer = message["state"]["answer"]
        answers, self._answers = self._answers, []
        self.page.evaluate("(answers) => answers.forEach(deliver)", answers)
        return self.look()

    def look(self):
        """What is to be seen."""
        return self.page.evaluate(
            """() => new Promise((done) =>
                requestAnimationFrame(() => requestAnimationFrame(() => done(look()))))"""
        )

    def talk_until(self, happened):
        """Talk until the page looks as `happened` says; return how it looks."""
        looks = []
        until(
            lambda: happened(looks.append(self.talk()) or looks[-1]),
            lambda: f"the page never looked so: {looks[-1]}",
        )
        return looks[-1]

    def focus(self, selector):
        self.page.evaluate("(selector) => every(selector)[0].focus()", selector)
