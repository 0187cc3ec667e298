"""Lesson 10, many starts: how often XOR is learned, and where the others are stuck."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.explore.layers._mlp import ACTIVATIONS, POINTS, N
from course.live import Button, Choice, Live, Preset, Slider
from course.models import perceptron
from course.plots import planes

STARTS = 60
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
    """Learn XOR from start k of a seed."""
    X, y = perceptron.gate("XOR")
    mlp = perceptron.init(2, H, rng=np.random.default_rng([seed, k]), activation=activation)
    fit = perceptron.fit(mlp, X, y, rate=rate, epochs=EPOCHS)
    learned = np.all((perceptron.forward(fit.mlp, X).y[:, 0] > 0.5) == y)
    return Start(fit.mlp, fit.loss[np.minimum(SHOWN, len(fit.loss)) - 1], bool(learned))


def starts(**start):
    """XOR learned from many random starts, for every number of hidden units."""

    class Result(NamedTuple):
        H: int
        runs: list  # of H units
        one: int  # the run on the left
        fraction: np.ndarray  # learned, for SIZES; nan while unknown
        tried: int  # starts of H units so far
        answers: np.ndarray

    def compute(H, activation, rate, one, seed):
        """The chosen size first, a few starts at a time, then the others."""
        fraction, runs, done, tried = np.full(len(SIZES), np.nan), [], 0, 0
        order = [H, *(size for size in SIZES.tolist() if size != H)]
        mine = learn(H, activation, rate, seed, one - 1)
        answers = perceptron.forward(mine.mlp, POINTS).y.reshape(N, N)
        for size in order:
            learned = []
            for k in range(STARTS):
                learned.append(learn(size, activation, rate, seed, k))
                if size == H:
                    tried = k + 1
                    runs = [*learned] if one <= len(learned) else [*learned, mine]
                done += 1
                if done % 6 == 0:
                    fraction[size - 1] = np.mean([run.learned for run in learned])
                    at = min(one, len(runs)) - 1
                    result = Result(H, runs, at, fraction.copy(), tried, answers)
                    yield done / (STARTS * len(SIZES)), result

    def draw(axes):
        artists = planes.plane(axes["x"], "one of the starts")
        ax = axes["loss"]
        ax.set(xscale="log", xlim=(1, EPOCHS), ylim=(0, 1.3), xlabel="epoch", ylabel="loss")
        ax.set_title("loss of each start")
        for height, name in LEVELS.items():
            ax.axhline(height, color="0.6", lw=0.9, ls="--")
            ax.text(2700, height + 0.02, name, color="0.35", fontsize=8, ha="right")
        artists["good"] = ax.plot([], [], color="C0", lw=0.7, alpha=0.6, label="learned")[0]
        artists["stuck"] = ax.plot([], [], color="C1", lw=0.9, alpha=0.8, label="stuck")[0]
        artists["mine"] = ax.plot([], [], color="black", lw=2, label="this start")[0]
        ax.legend(loc="upper right", borderaxespad=0.1, handlelength=1.2)
        ax = axes["H"]
        ax.set(xlim=(0.4, 8.6), ylim=(0, 105), xticks=SIZES, xlabel="hidden units")
        ax.set(ylabel="learned (%)", title="how often")
        artists["all"] = ax.plot([], [], "o-", color="C0", ms=5)[0]
        artists["here"] = ax.plot([], [], "o", color="black", ms=9)[0]
        return artists

    def update(artists, result):
        X, y = perceptron.gate("XOR")
        mine = result.runs[result.one]
        wrong = (perceptron.forward(mine.mlp, X).y[:, 0] > 0.5) != y
        planes.show_plane(artists, X, y, result.answers, wrong, 9)
        artists["lines"].set_data(*planes.lines(mine.mlp.W1, mine.mlp.b1))
        for name, learned in (("good", True), ("stuck", False)):
            losses = [np.append(run.loss, np.nan) for run in result.runs if run.learned is learned]
            together = np.concatenate(losses) if losses else np.zeros(0)
            t = np.tile(np.append(SHOWN, np.nan), len(losses))
            artists[name].set_data(t, np.minimum(together, 2.0))
        artists["mine"].set_data(SHOWN, np.minimum(mine.loss, 2.0))
        artists["all"].set_data(SIZES, 100 * result.fraction)
        artists["here"].set_data([result.H], [100 * result.fraction[result.H - 1]])

    def summary(result):
        mine = result.runs[result.one]
        word = "learned" if mine.learned else "stuck"
        units = "unit" if result.H == 1 else "units"
        count = round(result.tried * result.fraction[result.H - 1])
        return (
            f"{result.H} hidden {units}: {count} of {result.tried} starts learned XOR; "
            f"this start is {word} at loss {mine.loss[-1]:.3f}."
        )

    return Live(
        "XOR from many starts",
        [
            Slider("H", 1, 8, 2, 1, meaning="hidden units"),
            Choice("activation", ACTIVATIONS, "tanh", label="f", meaning="of the hidden units"),
            Slider("rate", 0.1, 10.0, 1.0, 0.1, label="r", meaning="learning rate", log=True),
            Slider("one", 1, STARTS, 1, 1, label="start", meaning="number of the one on the left"),
            Button("seed", "new starts"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.starts",
        start=start,
        presets=[
            Preset("one too few", "With one hidden unit no start can succeed.", {"H": 1}),
            Preset("two", "Some are stuck: two corners of different class get one answer.",
                   {"H": 2, "one": 2}),
            Preset("two ReLUs", "ReLUs that no corner switches on have no slope to learn from.",
                   {"H": 2, "activation": "relu", "one": 3}),
            Preset("eight", "Spare units: one of them is nearly always in a good place.",
                   {"H": 8}),
        ],
        mosaic=[["x", "loss", "H"]],
        panels={"width_ratios": [1.15, 1.15, 0.9]},
        size=(7.2, 3.4),
    )  # fmt: skip
