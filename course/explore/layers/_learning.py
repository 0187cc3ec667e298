from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.explore.layers._line import DATA, POINTS, examples
from course.live import Button, Choice, Handle, Preset, Slider, Switch, Yours, figure
from course.models import perceptron
from course.plots import planes

SEEN = 80  # examples at most
T = np.arange(SEEN + 1)
RULES = ("signed error", "without the target")


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
    weights = [v]
    shown = [-1]
    wrong = [False]
    for k in np.resize(np.arange(len(found.y)) if order is None else order, SEEN):
        answer = perceptron.output(perceptron.Perceptron(v[:2], v[2]), found.X[k : k + 1])[0]
        error = found.y[k] - answer if rule == "signed error" else -answer
        v = v + error * np.append(found.X[k], 1.0)
        weights.append(v)
        shown.append(k)
        wrong.append(answer != found.y[k])
    bound = perceptron.mistake_bound(*found)
    return Course(found, np.array(weights), np.array(shown), np.cumsum(wrong), bound)


@figure(
    "The perceptron learns from its mistakes",
    Choice("data", DATA, "AND", meaning="examples"),
    Slider("seen", 0, SEEN, 12, 1, label="examples", meaning="seen so far", play=4.0),
    Choice("rule", RULES, RULES[0], meaning="the error in the update"),
    Switch("ahead", False, "start at w = (1, 1), b = 1", "instead of zero"),
    Button("seed", "new cloud", start=1),
    Yours(
        "mine(w, b, x, t, r)",
        "which gives the new w and b: it learns from the same examples, and its mistakes are "
        "drawn over those of the rule",
    ),
    presets=[
        Preset("OR", data="OR", seen=40).shows("A few mistakes, then none: far below the bound."),
        Preset("XOR", data="XOR", seen=80).shows("The count climbs as long as you let it."),
        Preset("a cloud", data="cloud", seen=80).shows(
            "Many examples, few mistakes: the gap counts, not the number."
        ),
        Preset("without the target", data="OR", rule=RULES[1], ahead=True, seen=80).shows(
            "The error ignores the class: soon every answer is 0, for good."
        ),
    ],
    handles=[Handle("K", x="seen", at=lambda r: r.course.mistakes[r.seen])],
    mosaic=[["x", "K"]],
    width_ratios=[1.15, 1],
)
def learning(data, seen, rule, ahead, seed, mine):
    """The perceptron learning, an example a step, its mistakes under the theorem's bound."""
    learned = course(data, rule, ahead, seed)
    *w, b = learned.weights[seen]
    unit = perceptron.Perceptron(np.array(w), b)
    *w, b = learned.weights[max(seen - 1, 0)]
    answers = perceptron.output(unit, POINTS).reshape(61, 61)
    wrong = np.sum(perceptron.output(unit, learned.examples.X) != learned.examples.y)
    promised = rule == RULES[0] and not ahead
    return {
        "course": learned,
        "unit": unit,
        "before": planes.line(w, b),
        "wrong": int(wrong),
        "promised": promised,
        "answers": answers,
        "mine": mine.used(lambda update: counted(update, learned), like=T),
    }


def counted(update, learned):
    """Mistakes so far of the student's own rule on the same examples."""
    *w, b = learned.weights[0]
    w, mistakes = np.array(w), [0]
    for k in learned.shown[1:]:
        x, target = learned.examples.X[k], learned.examples.y[k]
        wrong = float(w @ x + b > 0) != target
        w, b = update(w.copy(), b, x.copy(), target, 1.0)
        mistakes.append(mistakes[-1] + wrong)
    return mistakes


@learning.show
def show_learning(ax, r):
    examples = r.course.examples
    size = 7 if len(examples.y) > 4 else 13
    ax.x.still(title="the unit so far")
    planes.plane(
        ax.x,
        examples,
        r.answers,
        np.arange(len(examples.y)) == r.course.shown[r.seen],
        size=size,
        ring=size + 8,
        boundary=planes.line(r.unit.w, r.unit.b),
        lines=r.before,
    )
    mistakes = r.course.mistakes
    ax.K.still(xlim=(0, SEEN), ylim=(0, SEEN), title="mistakes, counted")
    ax.K.still(xlabel="examples seen", ylabel="mistakes so far")
    ax.K.line("all", T, mistakes, color="soft", lw=0.8)
    ax.K.line("K", T[: r.seen + 1], mistakes[: r.seen + 1], color="ink", lw=2.2)
    ax.K.yours("mine", T, r.mine)
    ax.K.points("here", r.seen, mistakes[r.seen], color="you", ms=8)
    height = SEEN - 1
    if r.promised and r.course.bound <= SEEN:
        ax.K.line("bound", [0, SEEN], [r.course.bound] * 2, color="soft", ls="--", lw=1.6)
        height = r.course.bound - 1.5
    ax.K.text("promise", 2, height, promise(r), color="soft", va="top")
    return (
        f"Mistakes after {r.seen} of the examples: {r.course.mistakes[r.seen]} "
        f"({promise(r)}); now {r.wrong} of {len(r.course.examples.y)} wrong."
    )


def promise(r):
    """What the theorem says of this course."""
    if not np.isfinite(r.course.bound):
        return "no line: no bound"
    if not r.promised:
        return "the theorem says nothing here"
    return f"never more than {r.course.bound:z.0f}"
