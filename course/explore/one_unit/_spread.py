"""Lesson 01: the distribution of net inputs and activities over many units."""

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from course.live import Button, Choice, Live, Preset, Slider, Switch
from course.models import activation

UNITS, MOST = 2000, 300
SUM_BINS = np.linspace(-30.5, 30.5, 62)
FUNCTIONS = {"sigmoid": activation.sigmoid, "tanh": activation.tanh, "ReLU": activation.relu}
ENDS = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "ReLU": (0.0, 20.0)}


def spread(**start):
    """Two thousand units with random weights on the same inputs: their sums, their answers."""
    drawn = {}  # seed -> weights and activities, so that only the number of inputs moves

    class Result(NamedTuple):
        n: np.ndarray
        sd: float
        out: np.ndarray
        chosen: str
        edges: np.ndarray

    def compute(N, chosen, scaled, seed):
        if seed not in drawn:
            rng = np.random.default_rng(seed)
            drawn.clear()
            drawn[seed] = rng.standard_normal((UNITS, MOST)), rng.random(MOST)
        W, a = drawn[seed][0][:, :N], drawn[seed][1][:N]
        scale = 1.0 / np.sqrt(N) if scaled else 1.0
        n = scale * activation.net_input(a, W)
        sd = scale * float(np.sqrt(a @ a))
        return Result(n, sd, FUNCTIONS[chosen](n), chosen, np.linspace(*ENDS[chosen], 21))

    def draw(axes):
        axes["sum"].set(xlim=(-30, 30), ylim=(0, 0.75), xlabel="net input")
        axes["sum"].set(ylabel="fraction of the units", title="2000 net inputs, normal: dashed")
        axes["out"].set(ylim=(0, 1), xlabel="activity", title="2000 activities")
        blank = np.zeros(SUM_BINS.size - 1)
        sums = axes["sum"].stairs(blank, SUM_BINS, fill=True, color="C0", alpha=0.6)
        theory = axes["sum"].plot([], [], "k--", lw=1.6)[0]
        out = axes["out"].stairs(np.zeros(20), np.linspace(0, 1, 21), fill=True, color="C1")
        return {"sums": sums, "theory": theory, "out": out}

    def update(artists, result):
        counts = np.histogram(np.clip(result.n, -30.4, 30.4), SUM_BINS)[0]
        artists["sums"].set_data(counts / UNITS, SUM_BINS)
        x = np.linspace(-30.0, 30.0, 241)
        share = ndtr((x + 0.5) / result.sd) - ndtr((x - 0.5) / result.sd)  # in a bin, 1 wide
        artists["theory"].set_data(x, share)
        low, high = ENDS[result.chosen]
        artists["out"].axes.set_xlim(low, high)
        out = np.histogram(np.clip(result.out, low, high), result.edges)[0]
        artists["out"].set_data(out / UNITS, result.edges)

    def summary(result):
        flat = activation.derivative(FUNCTIONS[result.chosen])(result.n)
        part = 100.0 * np.mean(flat < 0.05)
        return (
            f"Net inputs spread by {result.n.std():.2f}, in theory {result.sd:.2f}; "
            f"{part:.0f} % of the units have a slope below 0.05."
        )

    return Live(
        "Net inputs and activities of 2000 units with random weights",
        [
            Slider("N", 1, MOST, 10, 1, "", "N", "inputs of each unit"),
            Choice("chosen", tuple(FUNCTIONS), "sigmoid", "activation"),
            Switch("scaled", False, "divide the weights by √N"),
            Button("seed", "new weights"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.spread",
        start=start,
        presets=[
            Preset(
                "one input",
                "One product has the shape of its weights: normal by construction.",
                {"N": 1},
            ),
            Preset(
                "300 inputs",
                "The sum spreads like √N: three units in four are near their floor or ceiling.",
                {"N": 300},
            ),
            Preset(
                "300, divided",
                "With weights that shrink like 1/√N, units stay where their slope is large.",
                {"N": 300, "scaled": True},
            ),
        ],
        mosaic=[["sum", "out"]],
        size=(7.2, 3.4),
    )
