"""Lesson 10, the perceptron's rule: one example after another, its mistakes counted."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.explore.layers._line import DATA, POINTS, examples
from course.live import Button, Choice, Live, Preset, Slider, Switch
from course.models import perceptron
from course.plots import planes

SEEN = 80  # examples at most
RULES = ("signed error", "as printed")


class Course(NamedTuple):
    """Learning from SEEN examples."""

    examples: perceptron.Examples
    weights: np.ndarray  # (SEEN+1, 3), w1, w2, b after each example
    shown: np.ndarray  # (SEEN+1,), which example was the last; -1 at the start
    mistakes: np.ndarray  # (SEEN+1,), so far
    bound: float


@lru_cache(32)
def course(data, rule, ahead, seed):
    """Learn with a rule; the library's training where the error has a sign."""
    found = examples(data, seed, distance=6.0)
    v = np.ones(3) if ahead else np.zeros(3)
    order = np.random.default_rng(seed).permutation(len(found.y)) if data == "cloud" else None
    weights, shown, wrong = [v], [-1], [False]
    for k in np.resize(np.arange(len(found.y)) if order is None else order, SEEN):
        answer = perceptron.output(perceptron.Perceptron(v[:2], v[2]), found.X[k : k + 1])[0]
        error = found.y[k] - answer if rule == "signed error" else -answer
        v = v + error * np.append(found.X[k], 1.0)
        weights.append(v)
        shown.append(k)
        wrong.append(answer != found.y[k])
    bound = perceptron.mistake_bound(*found)
    return Course(found, np.array(weights), np.array(shown), np.cumsum(wrong), bound)


def learning(**start):
    """The perceptron learning, an example a step, its mistakes under the theorem's bound."""

    class Result(NamedTuple):
        course: Course
        seen: int
        unit: perceptron.Perceptron
        before: tuple  # the line before this step
        wrong: int  # examples that the unit has wrong now
        promised: bool  # whether the theorem speaks of this course
        answers: np.ndarray

    def compute(data, seen, rule, ahead, seed):
        learned = course(data, rule, ahead, seed)
        *w, b = learned.weights[seen]
        unit = perceptron.Perceptron(np.array(w), b)
        *w, b = learned.weights[max(seen - 1, 0)]
        answers = perceptron.output(unit, POINTS).reshape(61, 61)
        wrong = np.sum(perceptron.output(unit, learned.examples.X) != learned.examples.y)
        promised = rule == RULES[0] and not ahead
        return Result(learned, seen, unit, planes.line(w, b), int(wrong), promised, answers)

    def draw(axes):
        artists = planes.plane(axes["x"], "the unit so far")
        ax = axes["K"]
        ax.set(xlim=(0, SEEN), ylim=(0, SEEN), xlabel="examples seen", ylabel="mistakes so far")
        ax.set_title("mistakes, counted")
        artists["all"] = ax.plot([], [], color="0.75", lw=1.2)[0]
        artists["K"] = ax.plot([], [], color="C0", lw=2.2)[0]
        artists["here"] = ax.plot([], [], "o", color="C0", ms=8)[0]
        artists["bound"] = ax.plot([], [], color="C1", ls="--", lw=1.6)[0]
        artists["says"] = ax.text(2, SEEN - 1, "", color="#a04000", va="top", fontsize=9)
        return artists

    def update(artists, result):
        learned, seen = result.course, result.seen
        X, y = learned.examples
        size = 7 if len(y) > 4 else 13
        last = np.arange(len(y)) == learned.shown[seen]
        boundary = planes.line(result.unit.w, result.unit.b)
        planes.show_plane(artists, X, y, result.answers, last, size, boundary)
        artists["wrong"].set_markersize(size + 8)
        artists["lines"].set_data(*result.before)
        t = np.arange(SEEN + 1)
        artists["all"].set_data(t, learned.mistakes)
        artists["K"].set_data(t[: seen + 1], learned.mistakes[: seen + 1])
        artists["here"].set_data([seen], [learned.mistakes[seen]])
        drawn = result.promised and learned.bound <= SEEN
        artists["bound"].set_data([0, SEEN] if drawn else [], [learned.bound] * 2 if drawn else [])
        artists["says"].set_text(promise(result))
        artists["says"].set_y(learned.bound - 1.5 if drawn else SEEN - 1)

    def promise(result):
        if not np.isfinite(result.course.bound):
            return "no line: no bound"
        if not result.promised:
            return "the theorem says nothing here"
        return f"never more than {result.course.bound:.0f}"

    def summary(result):
        return (
            f"{result.course.mistakes[result.seen]} mistakes in {result.seen} examples "
            f"({promise(result)}); now {result.wrong} of {len(result.course.examples.y)} wrong."
        )

    return Live(
        "The perceptron learns from its mistakes",
        [
            Choice("data", DATA, "AND", meaning="examples"),
            Slider("seen", 0, SEEN, 12, 1, label="examples", meaning="seen so far", play=4.0),
            Choice("rule", RULES, RULES[0], meaning="the error in the update"),
            Switch("ahead", False, "start at w = (1, 1), b = 1", "instead of zero"),
            Button("seed", "new cloud", start=1),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.learning",
        start=start,
        presets=[
            Preset("OR", "A few mistakes, then none: far below the bound.",
                   {"data": "OR", "seen": 40}),
            Preset("XOR", "The count climbs as long as you let it.", {"data": "XOR", "seen": 80}),
            Preset("a cloud", "Many examples, few mistakes: the gap counts, not the number.",
                   {"data": "cloud", "seen": 80}),
            Preset("as printed", "The error ignores the class: soon every answer is 0, for good.",
                   {"data": "OR", "rule": RULES[1], "ahead": True, "seen": 80}),
        ],
        mosaic=[["x", "K"]],
        panels={"width_ratios": [1.15, 1]},
    )  # fmt: skip
