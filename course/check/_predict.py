"""Predictions: asked before the slider moves, recorded, compared with what happened.

What a prediction asks and what happened stand once, in the lesson's source; the builder
puts them into `course.told`, and a notebook has only the key. `compare` says nothing
before there is an answer, or until the student skips the question.
"""

import html
import math
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import traitlets

from course import _host, _language, _valid, journal, stage, told
from course._language import said
from course._typeset import marked
from course.check._card import card, folded, paragraphs

MIME = "application/vnd.course.comparison+json"
_HERE = Path(__file__).parent
# Without a kernel, in an export: who chooses opens what happened.
_SCRIPT = f"<script>{(_HERE / 'still.js').read_text('utf-8')}</script>"
_NOTHING = "There is nothing to compare with yet: write the code above, and run it first."
_shown = weakref.WeakSet()  # comparisons that open when their question is answered


class _Widget(_host.Widget):
    """What both halves of a prediction share: a still form for the page that is saved."""

    _esm = stage.SCRIPT + _host.script(_HERE / "predict.js")
    _css = (_HERE / "predict.css").read_text("utf-8")
    key = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)  # in another language, what the page says
    invitation = ""

    def _still(self) -> str:
        raise NotImplementedError

    def _ipython_display_(self):
        """Show a still form for the saved page and, over it, the live one."""

        def put(bundle, metadata):
            _host.display(bundle | self._data(), metadata=metadata, raw=True)

        invitation = said(self.invitation)
        _host.show(self, self._still(), repr(self), invitation=invitation, put=put)

    def _data(self):
        return {}


class Prediction(_Widget):
    """A question with radio buttons, or a box for a number; see `predict`."""

    invitation = "Run this cell to answer."
    spec = traitlets.Dict().tag(sync=True)
    answer = traitlets.Any(None, allow_none=True).tag(sync=True)
    status = traitlets.Unicode("").tag(sync=True)
    hands = traitlets.Dict().tag(sync=True)  # answer -> how many in the hall gave it

    def __init__(self, key: str, spec: dict[str, Any]) -> None:
        earlier = _answer(key)
        if not _allowed(earlier, spec):
            earlier = None
        status = "" if earlier is None else "Your earlier answer."
        counted = journal.last("hands", key=key) or {"hands": {}}
        hands = {said: n for said, n in counted["hands"].items() if _countable(said, n, spec)}
        words = _language.words(spec["question"], *spec["options"], spec["unit"])
        super().__init__(
            key=key, spec=spec, answer=earlier, status=said(status), hands=hands, words=words
        )
        self.observe(self._record, "answer")
        self.observe(self._record_hands, "hands")

    def _record(self, change):
        if change.new is None:
            return
        if not _allowed(change.new, self.spec):
            self.status = said(
                f"{change.new} is not one of the possible answers; nothing was recorded."
            )
            return
        asked = {"key": self.key, "question": self.spec["question"]}
        why_not = journal.record("prediction", **asked, answer=change.new)
        if why_not:
            self.status = said(f"Noted for this session, but not saved: {why_not}.")
        else:
            self.status = said(f"Recorded: {_said(change.new, self.spec)}.")
        for comparison in list(_shown):
            if comparison.key == self.key:
                comparison.reveal()

    def _record_hands(self, change):
        """Keep what a lecturer has counted, of answers that there are."""
        if all(_countable(said, count, self.spec) for said, count in change.new.items()):
            journal.record("hands", key=self.key, hands=dict(change.new))

    def _still(self):
        key, given = html.escape(self.key), self.answer
        items = "".join(
            f'<label style="display:block;padding:4px 0"><input type="radio" name="{key}"'
            f' value="{html.escape(option)}"{" checked" if option == given else ""}> '
            f"{html.escape(said(option))}</label>"
            for option in self.spec["options"]
        )
        if not items:
            items = said(f"A number{_unit(self.spec)}: think of one, then look.")
            items = f"<p>{html.escape(items)}</p>"
        note = "No prediction recorded yet."
        if given is not None:
            note = f"You predicted: {_said(given, self.spec)}."
        body = f'{items}<p style="margin:4px 0 0">{html.escape(said(note))}</p>{_SCRIPT}'
        return card("predict", body, title=self.spec["question"], name="course-predict-still")

    def __repr__(self):
        options = " / ".join(map(said, self.spec["options"]))
        options = options or said(f"a number{_unit(self.spec)}")
        return f"{said('Your prediction:')} {said(self.spec['question'])} ({options})"


def predict(
    key: str,
    question: str | None = None,
    options: Sequence[str] | None = None,
    *,
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
) -> Prediction:
    """Ask for a prediction and record it in the journal.

    Parameters
    ----------
    key : str
        Names the prediction, e.g. "02-double"; use it again in `compare`. A lesson's
        prediction needs no more: what it asks stands in `course.told`.
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
        If there is only one option, or two are alike; if no lesson asks `key` and there is
        no question; for words that are no text, and numbers that are none.
    """
    key = _text("key", key)
    if question is None:
        known = _known(key, "question")
        spec = {name: known[name] for name in ("question", "options", "unit", "low", "high")}
        return Prediction(key, spec)
    question = _text("question", question)
    unit = _text("unit", unit)
    low, high = (
        value if value is None else _valid.number(name, value)
        for name, value in (("low", low), ("high", high))
    )
    if options is not None:
        options = _valid.sequence("options", options, least=0, most=100)
    options = [str(option) for option in options or []]
    if len(options) == 1 or len(set(options)) != len(options):
        raise ValueError(f"options is {options!r}; allowed is at least two different answers")
    spec = {"question": question, "options": options, "unit": unit, "low": low, "high": high}
    return Prediction(key, spec)


class Comparison(_Widget):
    """What was predicted beside what happened, once there is an answer; see `compare`."""

    invitation = "Run this cell to compare."
    spec = traitlets.Dict().tag(sync=True)  # what the page shows; empty until it is opened
    asked = traitlets.Unicode("").tag(sync=True)
    told = traitlets.Bool(True).tag(sync=True)  # whether there is anything to open

    def __init__(
        self,
        key: str,
        outcome: Any,
        explanation: str,
        unit: str,
        within: float,
        *,
        told_here: bool = False,
    ) -> None:
        self.told_here = told_here
        self.outcome = outcome
        self.explanation = explanation
        self.unit = unit
        self.within = within
        asked = told.prediction(key).get("question", "")
        super().__init__(key=key, asked=asked, words=_language.words(asked, _NOTHING))
        self.on_msg(lambda _, content, buffers: self.skip())
        if self._missing():
            self.asked, self.told = _NOTHING, False
        elif _answer(key) is not None or journal.last("skip", key=key):
            self.reveal()
        else:
            _shown.add(self)

    def _missing(self):
        """Whether there is no outcome, because the student's own code has to make it first."""
        return isinstance(self.outcome, float) and math.isnan(self.outcome)

    def skip(self) -> Self:
        """Show what happened to one who does not want to predict."""
        if self._missing():
            return self
        journal.record("skip", key=self.key)
        return self.reveal()

    def reveal(self) -> Self:
        """Show what happened; return this comparison."""
        _shown.discard(self)
        predicted = _answer(self.key)
        verdict = self._verdict(predicted)
        spec = {
            "predicted": "" if predicted is None else _said(predicted, {"unit": self.unit}),
            "happened": self._happened(),
            "verdict": verdict,
            "explanation": self.explanation,
        }
        self.words = self.words | _language.words(*spec.values(), *self.explanation.splitlines())
        self.spec = spec  # the last, as it opens the page's half
        if not journal.last("comparison", key=self.key):  # what counts is the first
            journal.record("comparison", key=self.key, verdict=verdict or "skipped")
        return self

    def _happened(self):
        return _said(self.outcome, {"unit": self.unit})

    def _verdict(self, predicted):
        if predicted is None:
            return ""
        if isinstance(self.outcome, str) or isinstance(predicted, str):
            alike = str(predicted) == str(self.outcome)
            return "as you predicted" if alike else "not as you predicted"
        close = abs(predicted - self.outcome) <= self.within * abs(self.outcome)
        return "close to it" if close else "far from it"

    def _still(self):
        if self._missing():
            return card("compare", paragraphs(_NOTHING), name="course-compare-still")
        happened = html.escape(said(self._happened()))
        body = f'<p style="margin:4px 0;font-weight:600">{happened}</p>'
        body += paragraphs(self.explanation)
        if self.spec:
            predicted = self.spec["predicted"]
            first = f"You predicted: {predicted}." if predicted else "You did not predict."
            first = f"{said(first)} {said('What happened:')}"
            body = f'<p style="margin:4px 0">{marked(first)}</p>{body}'
            return card(
                "compare", body, state=said(self.spec["verdict"]), name="course-compare-still"
            )
        fold = folded("Choose an answer to the question first; then open what happened.", body)
        fold = fold.replace("<details", f'<details data-key="{html.escape(self.key)}"', 1)
        return card("compare", fold, title=self.asked, name="course-compare-still")

    def _data(self):
        """For the builder, which puts it into `course.told` and keeps it out of the notebook."""
        if not self.told_here:
            return {}
        names = ("outcome", "explanation", "unit", "within")
        return {MIME: {"key": self.key} | {name: getattr(self, name) for name in names}}

    def __repr__(self):
        if self._missing():
            return said(_NOTHING)
        if not self.spec:
            return said(
                "What happened opens when the question is answered. "
                f'To look without an answer: compare("{self.key}").skip()'
            )
        predicted, verdict = self.spec["predicted"], self.spec["verdict"]
        lines = [f"You predicted: {predicted}." if predicted else "You did not predict."]
        happened = ", ".join(map(said, filter(None, [self._happened(), verdict])))
        lines.append(f"What happened: {happened}.")
        return "\n".join(map(said, filter(None, [*lines, self.explanation])))


def compare(
    key: str,
    outcome: str | float | None = None,
    explanation: str | None = None,
    *,
    unit: str | None = None,
    within: float | None = None,
) -> Comparison:
    """Set the prediction `key` beside what happened.

    Parameters
    ----------
    key : str
        As in `predict`. A lesson's prediction needs no more.
    outcome : str or float
        The option that is right, or the number that came out.
    explanation : str
        Why; shown below, a paragraph for each line.
    unit : str
        Of a number; by default that of the question.
    within : float
        A number predicted within this fraction of the outcome counts as close; by default
        a tenth.

    Returns
    -------
    Comparison
        It opens as soon as there is a prediction, or with `skip()`.

    Raises
    ------
    ValueError
        If nothing says what happened; for words that are no text, and a `within` below 0.
    """
    key = _text("key", key)
    for name, value in (("explanation", explanation), ("unit", unit)):
        if value is not None:
            _text(name, value)
    if within is not None:
        within = _valid.number("within", within, low=0.0)
    known = told.prediction(key) if outcome is not None else _known(key, "outcome")
    given = {"outcome": outcome, "explanation": explanation, "unit": unit, "within": within}
    values = {"explanation": "", "unit": "", "within": 0.1}
    for name, value in given.items():
        if value is not None:
            values[name] = value
        elif known.get(name) is not None:
            values[name] = known[name]
    if hasattr(values["outcome"], "item"):
        values["outcome"] = values["outcome"].item()
    return Comparison(key, **values, told_here=explanation is not None)


def _text(name, value):
    if not isinstance(value, str):
        raise ValueError(f"{name} is {_valid.shown(value)}; allowed is a text")
    return value


def _known(key, part):
    """What `course.told` has of `key`, if it has this part."""
    known = told.prediction(key)
    if known.get(part) is None:
        raise ValueError(f"key is {key!r}, of which no lesson tells the {part}; give it here")
    return known


def _answer(key):
    """The answer that counts, or None."""
    given = journal.last("prediction", key=key)
    return given["answer"] if given else None


def _allowed(answer, spec):
    if spec["options"]:
        return answer in spec["options"]
    if isinstance(answer, bool) or not isinstance(answer, (int, float)):
        return False
    low, high = spec["low"], spec["high"]
    inside = (low is None or low <= answer) and (high is None or answer <= high)
    return math.isfinite(answer) and inside


def _countable(said, count, spec):
    """Whether `count` hands may have been raised for what is said in words."""
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        return False
    if spec["options"]:
        return said in spec["options"]
    try:
        return _allowed(float(said), spec)
    except (TypeError, ValueError):
        return False


def _said(value, spec):
    if isinstance(value, str):
        return value.rstrip(".")
    return f"{value:.4g} {said(spec['unit'])}".strip()


def _unit(spec):
    return f" in {said(spec['unit'])}" if spec["unit"] else ""
