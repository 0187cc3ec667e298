from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.explore.layers._mlp import ACTIVATIONS, POINTS, N
from course.live import Button, Choice, Handle, Preset, Slider, figure, stacked
from course.models import perceptron
from course.plots import planes, traces

STARTS = 100
EPOCHS = 3000
SIZES = np.arange(1, 9)
SHOWN = np.unique(np.geomspace(1, EPOCHS + 1, 80).astype(int))
LEVELS = {np.log(2): "4 alike", 0.4774: "3 alike", np.log(2) / 2: "2 alike"}


class Start(NamedTuple):
    """One course of learning."""

    mlp: perceptron.MLP
    loss: np.ndarray  # at SHOWN
    learned: bool


@lru_cache(20_000)
def learn(H, activation, rate, seed, k):
    """Learn XOR from start k of a set; those of set 0 are the lesson's own."""
    X, y = perceptron.gate("XOR")
    mlp = perceptron.init(2, H, rng=STARTS * seed + k, activation=activation)
    fit = perceptron.fit(mlp, X, y, rate=rate, epochs=EPOCHS)
    learned = np.all((perceptron.forward(fit.mlp, X).y[:, 0] > 0.5) == y)
    return Start(fit.mlp, fit.loss[np.minimum(SHOWN, len(fit.loss)) - 1], bool(learned))


@figure(
    "XOR from many starts",
    Slider("H", 1, 8, 2, 1, meaning="hidden units"),
    Choice("activation", ACTIVATIONS, "tanh", label="f", meaning="of the hidden units"),
    Slider("rate", 0.1, 10.0, 1.0, 0.1, label="r", meaning="learning rate", log=True),
    Slider("one", 1, STARTS, 1, 1, label="start", meaning="number of the one on the left"),
    Button("seed", "new starts"),
    presets=[
        Preset("one too few", H=1).shows("With one hidden unit no start can succeed."),
        Preset("two", H=2, one=3).shows(
            "Some are stuck: two corners of different class get one answer."
        ),
        Preset("two ReLUs", H=2, activation="relu", one=9).shows(
            "ReLUs that no corner switches on have no slope to learn from."
        ),
        Preset("eight", H=8).shows("Spare units: one of them is nearly always in a good place."),
    ],
    handles=[Handle("H", x="H", at=lambda r: 100.0 * r.fraction[r.H - 1])],
    mosaic=[["x", "loss", "H"]],
    width_ratios=[1.15, 1.15, 0.9],
    size=(7.2, 3.4),
    narrow=stacked(7.2, x=8, loss=7, H=5),
)
def starts(H, activation, rate, one, seed):
    """XOR learned from many random starts, for every number of hidden units."""
    fraction = np.full(len(SIZES), np.nan)
    runs = []
    done = tried = 0
    mine = learn(H, activation, rate, seed, one - 1)
    answers = perceptron.forward(mine.mlp, POINTS).y.reshape(N, N)
    for size in [H, *(size for size in SIZES.tolist() if size != H)]:  # the chosen one first
        learned = []
        for k in range(STARTS):
            learned.append(learn(size, activation, rate, seed, k))
            if size == H:
                tried = k + 1
                runs = [*learned] if one <= len(learned) else [*learned, mine]
            done += 1
            if done % 5 == 0:
                fraction[size - 1] = np.mean([run.learned for run in learned])
                shown = {
                    "runs": runs,
                    "at": min(one, len(runs)) - 1,
                    "fraction": fraction.copy(),
                    "tried": tried,
                    "answers": answers,
                }
                yield done / (STARTS * len(SIZES)), shown


@starts.show
def show_starts(ax, r):
    gate = perceptron.gate("XOR")
    mine = r.runs[r.at]
    wrong = (perceptron.forward(mine.mlp, gate.X).y[:, 0] > 0.5) != gate.y
    lines = planes.lines(mine.mlp.W1, mine.mlp.b1)
    ax.x.still(title="one of the starts")
    planes.plane(ax.x, gate, r.answers, wrong, size=9, lines=lines)
    ax.loss.still(xscale="log", xlim=(1, EPOCHS), ylim=(0, 1.3))
    ax.loss.still(xlabel="epoch", ylabel="loss", title="loss of each start")
    for height, name in LEVELS.items():
        ax.loss.level(name, height, color="soft", lw=0.9, ls="--", label=name)
    good = {"color": "ink", "lw": 0.6, "label": "learned"}
    ax.loss.line("good", *losses(r.runs, True), **good)
    stuck = {"color": "exc", "lw": 0.6, "ls": "--", "label": "stuck"}
    ax.loss.line("stuck", *losses(r.runs, False), **stuck)
    this = {"color": "you", "lw": 2, "label": "this start"}
    ax.loss.line("mine", SHOWN, np.minimum(mine.loss, 2.0), **this)
    ax.H.still(xlim=(0.4, 8.6), ylim=(0, 105), xticks=SIZES)
    ax.H.still(xlabel="hidden units", ylabel="learned (%)", title="how often")
    percent = 100 * r.fraction
    ax.H.line("all", SIZES, percent, color="ink", marker="o", ms=5)
    ax.H.points("here", r.H, percent[r.H - 1], color="you", ms=9)
    word = "learned" if mine.learned else "stuck"
    units = "unit" if r.H == 1 else "units"
    count = round(r.tried * r.fraction[r.H - 1])
    return (
        f"{r.H} hidden {units}: {count} of {r.tried} starts learned XOR; "
        f"this start is {word} at loss {mine.loss[-1]:z.3f}."
    )


def losses(runs, learned):
    """Courses of the loss, of starts that learned or of those that did not, as one line."""
    rows = [np.minimum(run.loss, 2.0) for run in runs if run.learned is learned]
    return traces.joined(SHOWN, np.reshape(rows, (-1, len(SHOWN))))
