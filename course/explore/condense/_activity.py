"""Lesson 11: what the trained networks do, and how many components they need for it."""

from functools import cache
from typing import NamedTuple

import numpy as np

from course.explore.condense import _stored as kept
from course.explore.condense._panels import COLOR, XLIM, output
from course.live import Button, Choice, Handle, Preset, Slider, Yours, figure, stacked
from course.models import rnn as rnns
from course.models.rnn import tasks as rnn_tasks
from course.plots import conditions, traces
from course.plots.diagrams import Network
from course.plots.drawing import on_circle

SHOWN = 1180.0  # ms of a trial
WHERE = ("the output", "the output and the units")


class Run(NamedTuple):
    """The trained network on one set of trials."""

    trials: kept.Probe
    r: np.ndarray
    z: np.ndarray
    correct: float
    pcs: tuple
    states: np.ndarray  # on two components, signed so that the brightest condition ends high


@cache
def trained_run(name, seed):
    """A network that comes with the course on its trials."""
    trials = kept.probe(name, seed)
    run = rnns.run(rnns.load(name), trials.task.inputs)
    correct = 100.0 * rnn_tasks.performance(trials.task, run.z).correct
    pcs = rnns.principal_components(run.r)
    ends = trials.means(pcs.scores[:, :, :2])[[0, -1], -1]
    scores = pcs.scores[:, :, :2] * np.where(ends[1] < ends[0], -1.0, 1.0)
    return Run(trials, run.r, run.z[:, :, 0], correct, pcs, scores)


@figure(
    "Activity of a trained network by condition",
    Choice("task", kept.TASKS, "evidence"),
    Choice("show", ("means", "single trials"), "means"),
    Slider("unit", 1, 32, 1, 1, meaning="which unit"),
    Slider("now", 0.0, 1.0, 0.5, 0.01, "of trial", meaning="time of the dots", play=40),
    Button("seed", "new trials"),
    Yours(
        "mine(inputs, net)",
        "the outputs of a whole trial; drawn over those of the library, as the same means",
    ),
    presets=[
        Preset("a choice grows", now=0.75).shows("At go the dots lie in order of the evidence."),
        Preset("one trial each", show="single trials", now=0.75).shows(
            "Noise makes each path a random walk along the same line."
        ),
        Preset("a clock", task="interval", now=0.35).shows(
            "All conditions run along one curve; stronger colors run slower."
        ),
    ],
    handles=[Handle("r", x="now", offset=lambda r: XLIM[r.task][0], scale=SHOWN)],
    mosaic=[["graph", "z", "P"], ["graph", "r", "P"]],
    width_ratios=[10, 8, 8],
    narrow=stacked(6.2, graph=12, r=6, P=8),
    size=(9.0, 4.4),
)
def trained(task, seed, mine):
    """Output, one unit, and the state in the plane of two components, by trial and condition."""
    return {"run": trained_run(task, seed), "mine": played(mine, task, seed)}


def played(mine, name, seed):
    """Outputs (B, T) of the student's own trials, or None; a condition at a time."""
    trials, net = kept.probe(name, seed), rnns.load(name)
    inputs = trials.task.inputs
    z = np.empty(inputs.shape[:2])
    for condition in range(kept.CONDITIONS):
        some = inputs[trials.group == condition]
        found = mine.used(
            lambda run, some=some: [np.reshape(run(u.copy(), net), len(u)) for u in some],
            np.empty(some.shape[:2]),
        )
        if found is None:
            return None
        z[trials.group == condition] = found
    return z


STRONGEST = 150  # connections that are drawn, of 1024
GRAPH = {"radius": 11.0, "bend": 0.06, "most": 3.0, "signed": True, "kinds": [0] * 32}


@cache
def _drawn_weights(name):
    """The strongest weights of a trained network, the largest of them 1."""
    W = np.abs(rnns.load(name).W)
    strong = W >= np.sort(W, axis=None)[-STRONGEST]
    return np.where(strong, rnns.load(name).W, 0.0) / W.max()


PLACES = on_circle(32, 1.0)


class _Graph(Network):
    """The units of a trained network with its strongest connections."""

    def __init__(self, axes, look, task):
        super().__init__(axes, look, W=_drawn_weights(task), **GRAPH)


@trained.show
def show_trained(ax, r):
    run = r.run
    trials = run.trials
    choose = trials.means if r.show == "means" else one_each(trials)
    states = choose(run.states)
    low, high = XLIM[r.task]
    now = low + SHOWN * r.now
    output(ax.z, r.task, choose(run.z))
    ax.z.still(xlabel="")
    own = (None, None) if r.mine is None else traces.joined(trials.t, choose(r.mine))
    ax.z.yours("mine", *own)
    ax.z.axes.set_title(COLOR[r.task])
    ax.r.still(ylim=(-1.1, 1.1), xlabel="time from go (ms)", ylabel="rate of the unit")
    ax.r.still.axvline(0.0, color="soft", lw=1, ls=":")
    conditions.curves(ax.r, trials.t, choose(run.r[:, :, r.unit - 1]))
    ax.r.limits(x=(low, high))
    ax.P.still(xlim=(-4.6, 4.6), ylim=(-4.2, 4.2), xlabel="PC 1", ylabel="PC 2")
    conditions.curves(ax.P, states[:, :, 0], states[:, :, 1], lw=1.3)
    k = int(np.clip(np.searchsorted(trials.t, now), 0, len(trials.t) - 1))
    for number, (state, color) in enumerate(
        zip(states[:, k], conditions.colors(ax.look, len(states)))
    ):
        ax.P.points(("dot", number), *state, color=color, ms=6)
    W = _drawn_weights(r.task)
    rates = choose(run.r)[-1, k]
    of_unit = np.zeros(W.shape, bool)
    of_unit[r.unit - 1] = of_unit[:, r.unit - 1] = True
    graph = ax.graph.drawing(_Graph, r.task)
    graph.move(rates, W, lit=of_unit, chosen=r.unit - 1)
    exact = rnns.load(r.task).W
    graph.tells(
        unit=lambda k: f"unit {k + 1}: rate {rates[k]:z.2f}",
        weight=lambda i, j: f"to {i + 1} from {j + 1}: {exact[i, j]:z.2f}",
    )
    for panel in (ax.z, ax.r):
        panel.cursor("now", now, color="you", lw=1, ls=(0, (1, 2)))
    shares = 100 * r.run.pcs.explained[:3]
    return (
        f"{r.task}: {r.run.correct:z.0f} % of 160 trials right; the first three "
        f"components hold {shares[0]:z.0f}, {shares[1]:z.0f} and {shares[2]:z.0f} %."
    )


@trained.on_event
def choose_unit(event, values):
    """A press on a unit chooses it; arrow keys choose the next and the one before."""
    if event.kind == "press" and event.axes == "graph":
        away = np.array([event.x, event.y]) - np.array(Network.SIZE) / 2
        return {"unit": 1 + int(np.argmax(PLACES @ away))}
    return {"unit": values["unit"] + event.arrow[0]}


def one_each(trials):
    """A function that takes the first trial of each condition."""
    first = [int(np.argmax(trials.group == k)) for k in range(kept.CONDITIONS)]
    return lambda x: trials.aligned(x)[first]


@cache
def limited(name, K, where):
    """The trained network when its output, or its units too, see K components of its state.

    r is replaced by m + P (r - m), with P the projection on the components and m the mean,
    wherever it is read: that is again a network of the same kind.
    """
    network, run = rnns.load(name), trained_run(name, 0)
    V, m = run.pcs.loadings[:, :K], run.r.mean(axis=(0, 1))
    P = V @ V.T
    rest = m - P @ m
    network = network._replace(W_out=network.W_out @ P, b_out=network.b_out + network.W_out @ rest)
    if where == WHERE[0]:
        return network
    return network._replace(W=network.W @ P, b=network.b + network.W @ rest)


@cache
def limited_scores(name, where):
    """Percent of trials right with K = 1 ... 12 components."""
    task = kept.fresh(name)
    return np.array([kept.correct(limited(name, K, where), task) for K in range(1, 13)])


@figure(
    "A trained network that sees only some components of its state",
    Choice("task", kept.TASKS, "evidence"),
    Choice("where", WHERE, WHERE[0], "seen by"),
    Slider("K", 1, 12, 3, 1, meaning="components kept", play=2),
    presets=[
        Preset("one", K=1).shows("One component already tells left from right."),
        Preset("a clock that sees three", task="interval", K=3, where=WHERE[1]).shows(
            "97 % of the variance, and the clock goes wrong: small components steer it."
        ),
        Preset("a clock that sees eight", task="interval", K=8, where=WHERE[1]).shows(
            "With eight components the clock works again."
        ),
    ],
    handles=[Handle("K", x="K", at=lambda r: r.scores[r.K - 1])],
    mosaic=[["K", "z"]],
    narrow=stacked(5.4, K=1, z=1),
)
def components(task, where, K):
    """Keep only the first K components of the state: how many carry the task?"""
    trials = kept.probe(task, 0)
    z = rnns.run(limited(task, K, where), trials.task.inputs).z[:, :, 0]
    pcs = trained_run(task, 0).pcs
    explained = 100.0 * np.cumsum(pcs.explained)[:12]
    return {
        "explained": explained,
        "scores": limited_scores(task, where),
        "z": trials.means(z),
        "participation": pcs.participation,
    }


@components.show
def show_components(ax, r):
    ax.K.still(xlim=(0.5, 12.5), ylim=(-4, 106), xlabel="components kept, K", ylabel="percent")
    number = np.arange(1, 13)
    ax.K.line(
        "explained", number, r.explained, color="soft", ls="--", marker=".", label="variance held"
    )
    ax.K.line("scores", number, r.scores, color="ink", marker=".", label="trials right")
    ax.K.points("here", r.K, r.scores[r.K - 1], color="you", ms=8)
    output(ax.z, r.task, r.z)
    ax.z.axes.set_title(COLOR[r.task])
    return (
        f"{r.task}: with K = {r.K}, {r.explained[r.K - 1]:z.0f} % of the "
        f"variance and {r.scores[r.K - 1]:z.0f} % of trials right. "
        f"Participation ratio {r.participation:z.1f}."
    )
