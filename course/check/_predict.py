"""Predictions: asked before the slider moves, recorded, compared with what happened."""

import html
import math
from pathlib import Path

import anywidget
import traitlets

from course import _host
from course.check import _predictions

_HERE = Path(__file__).parent


class Prediction(anywidget.AnyWidget):
    """A question with radio buttons, or a box for a number; see `predict`."""

    _esm = _host.script(_HERE / "predict.js")
    _css = (_HERE / "predict.css").read_text("utf-8")
    spec = traitlets.Dict().tag(sync=True)
    answer = traitlets.Any(None, allow_none=True).tag(sync=True)
    status = traitlets.Unicode("").tag(sync=True)

    def __init__(self, key, spec):
        self.key = key
        earlier = _predictions.answer(key)
        if not _allowed(earlier, spec):
            earlier = None
        spec = spec | {"mark": _host.mark()}
        super().__init__(
            spec=spec, answer=earlier, status="" if earlier is None else "Your earlier answer."
        )
        self.observe(self._record, "answer")

    def _record(self, change):
        if change.new is None:
            return
        if not _allowed(change.new, self.spec):
            self.status = f"{change.new} is not one of the possible answers; nothing was recorded."
            return
        why_not = _predictions.record(self.key, self.spec["question"], change.new)
        if why_not:
            self.status = f"Noted for this session, but not saved: {why_not}."
        else:
            self.status = f"Recorded: {_said(change.new, self.spec)}."

    def _ipython_display_(self):
        """Show a still form for the saved page and, over it, the live one."""
        invitation = "Run this cell to answer."
        _host.show(self, self.spec["mark"], self._still(), repr(self), invitation=invitation)

    def _still(self):
        items = "".join(f"<li>{html.escape(option)}</li>" for option in self.spec["options"])
        given = "" if self.answer is None else _said(self.answer, self.spec)
        note = f"You predicted: {given}." if given else "No prediction recorded yet."
        return (
            '<div class="course-predict-still"><p><strong>Your prediction</strong><br>'
            f"{html.escape(self.spec['question'])}</p>"
            f"{f'<ul>{items}</ul>' if items else ''}<p>{html.escape(note)}</p></div>"
        )

    def __repr__(self):
        options = " / ".join(self.spec["options"]) or f"a number {self.spec['unit']}".strip()
        return f"Your prediction: {self.spec['question']} ({options})"


def predict(key, question, options=None, *, unit="", low=None, high=None):
    """Ask for a prediction and record it in `predictions.jsonl`.

    Parameters
    ----------
    key : str
        Names the prediction in the file, e.g. "02-double-current"; use it again
        in `compare`.
    question : str
    options : sequence of str, optional
        Answers to choose from. Without any a number is asked for.
    unit, low, high : str, float, float
        Of the number.

    Returns
    -------
    Prediction
        A widget; the last expression of a cell shows it.

    Raises
    ------
    ValueError
        If there is only one option, or two are alike.
    """
    options = [] if options is None else [str(option) for option in options]
    if len(options) == 1 or len(set(options)) != len(options):
        raise ValueError(f"options is {options!r}; allowed is at least two different answers")
    spec = {"question": question, "options": options, "unit": unit, "low": low, "high": high}
    return Prediction(key, spec)


class Comparison:
    """What was predicted beside what happened; shows itself."""

    def __init__(self, predicted, happened, verdict, explanation):
        self.predicted, self.happened = predicted, happened
        self.verdict, self.explanation = verdict, explanation

    def _lines(self):
        if self.predicted is None:
            yield "You made no prediction yet: go back to the question and answer it first."
        else:
            yield f"You predicted: {self.predicted}."
        ending = f", {self.verdict}" if self.verdict else ""
        yield f"What happened: {self.happened}{ending}."
        if self.explanation:
            yield self.explanation

    def __repr__(self):
        return "\n".join(self._lines())

    def _repr_html_(self):
        lines = "".join(f'<p style="margin:2px 0">{html.escape(s)}</p>' for s in self._lines())
        style = "border-left:5px solid #0072b2;padding:4px 0 4px 12px;margin:4px 0"
        return f'<div class="course-compare" style="{style}">{lines}</div>'


def compare(key, outcome, explanation="", *, unit="", within=0.1):
    """Set the prediction `key` beside what happened.

    Parameters
    ----------
    key : str
        As in `predict`.
    outcome : str or float
        The option that is right, or the number that came out.
    explanation : str
        Why; shown below.
    unit : str
        Of a number.
    within : float
        A number predicted within this fraction of the outcome counts as close.

    Returns
    -------
    Comparison
        Never fails for want of a prediction: it then says that there is none.
    """
    predicted = _predictions.answer(key)
    spec = {"unit": unit}
    happened = _said(outcome, spec)
    if predicted is None:
        return Comparison(None, happened, "", explanation)
    if isinstance(outcome, str) or isinstance(predicted, str):
        verdict = "as you predicted" if str(predicted) == str(outcome) else "not as you predicted"
    else:
        close = abs(predicted - outcome) <= within * abs(outcome)
        verdict = "close to it" if close else "far from it"
    return Comparison(_said(predicted, spec), happened, verdict, explanation)


def _allowed(answer, spec):
    if spec["options"]:
        return answer in spec["options"]
    if isinstance(answer, bool) or not isinstance(answer, (int, float)):
        return False
    low, high = spec["low"], spec["high"]
    inside = (low is None or low <= answer) and (high is None or answer <= high)
    return math.isfinite(answer) and inside


def _said(value, spec):
    if isinstance(value, str):
        return value.rstrip(".")
    return f"{value:.4g} {spec['unit']}".strip()
