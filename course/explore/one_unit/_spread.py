import functools

import numpy as np

from course.live import Button, Choice, Preset, Slider, Switch, figure
from course.models import activation
from course.plots.trains import BARS

UNITS, MOST = 2000, 300
SUM_BINS = np.linspace(-30.5, 30.5, 62)
SUMS = np.linspace(-30.0, 30.0, 241)
FUNCTIONS = {"sigmoid": activation.sigmoid, "tanh": activation.tanh, "ReLU": activation.relu}
ENDS = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "ReLU": (0.0, 20.0)}


@functools.lru_cache(1)  # while only the number of inputs moves
def units(seed):
    """Weights and activities."""
    rng = np.random.default_rng(seed)
    return rng.standard_normal((UNITS, MOST)), rng.random(MOST)


@figure(
    "Net inputs and activities of 2000 units with random weights",
    Slider("N", 1, MOST, 10, 1, "", "N", "inputs of each unit"),
    Choice("chosen", tuple(FUNCTIONS), "sigmoid", "activation"),
    Switch("scaled", False, "divide the weights by √N"),
    Button("seed", "new weights"),
    presets=[
        Preset("one input", N=1).shows(
            "One product has the shape of its weights: normal by construction."
        ),
        Preset("300 inputs", N=300).shows(
            "The sum spreads like √N: three units in four are near their floor or ceiling."
        ),
        Preset("300, divided", N=300, scaled=True).shows(
            "With weights that shrink like 1/√N, units stay where their slope is large."
        ),
    ],
    mosaic=[["sum", "out"]],
    size=(7.2, 3.4),
)
def spread(N, chosen, scaled, seed):
    """Two thousand units with random weights on the same inputs: their sums, their answers."""
    W, a = units(seed)
    scale = 1.0 / np.sqrt(N) if scaled else 1.0
    n = scale * activation.net_input(a[:N], W[:, :N])
    return {"n": n, "sd": scale * float(np.sqrt(a[:N] @ a[:N])), "out": FUNCTIONS[chosen](n)}


@spread.show
def show_spread(ax, r):
    from scipy.special import ndtr

    counts = np.histogram(np.clip(r.n, -30.4, 30.4), SUM_BINS)[0]
    theory = ndtr((SUMS + 0.5) / r.sd) - ndtr((SUMS - 0.5) / r.sd)  # in a bin, 1 wide
    ax.sum.still(xlim=(-30, 30), ylim=(0, 0.75), title="2000 net inputs, normal: dashed")
    ax.sum.still(xlabel="net input", ylabel="fraction of the units")
    ax.sum.stairs("n", counts / UNITS, SUM_BINS, **BARS)
    ax.sum.line("theory", SUMS, theory, color="soft", ls="--", lw=1.8)
    low, high = ENDS[r.chosen]
    edges = np.linspace(low, high, 21)
    counts = np.histogram(np.clip(r.out, low, high), edges)[0]
    ax.out.still(ylim=(0, 1), xlabel="activity", title="2000 activities")
    ax.out.stairs("out", counts / UNITS, edges, **BARS)
    ax.out.limits(x=(low, high))
    flat = activation.derivative(FUNCTIONS[r.chosen])(r.n)
    part = 100.0 * np.mean(flat < 0.05)
    return (
        f"Net inputs spread by {r.n.std():z.2f}, in theory {r.sd:z.2f}; "
        f"{part:z.0f} % of the units have a slope below 0.05."
    )
