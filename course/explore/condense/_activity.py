"""Lesson 11: what the trained networks do, and how many components they need for it."""

from functools import cache
from typing import NamedTuple

import numpy as np

from course.explore.condense import _stored as kept
from course.live import Button, Choice, Live, Preset, Slider
from course.models import rnn as rnns
from course.models.rnn import tasks as rnn_tasks
from course.plots import conditions

XLIM = {"evidence": (-900.0, 300.0), "interval": (-100.0, 1100.0)}  # ms from go
YLIM = {"evidence": (-1.6, 1.6), "interval": (-0.4, 1.4)}
WHERE = ("the output", "the output and the units")
COLOR = {
    "evidence": "dark to bright: evidence from −2 to +2",
    "interval": "dark to bright: 300 to 800 ms",
}


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


def output_panel(ax):
    """Axes for outputs by condition."""
    ax.set(xlabel="time from go (ms)", ylabel="output")
    ax.axvline(0.0, color="0.6", lw=1, ls=":")
    return conditions.lines(ax, kept.CONDITIONS)


def set_once(ax, **what):
    """Change limits and titles only where they differ: a change redraws everything."""
    for name, value in what.items():
        now = getattr(ax, f"get_{name}")(**({"loc": "left"} if name == "title" else {}))
        if (tuple(now) != tuple(value)) if name.endswith("lim") else now != value:
            getattr(ax, f"set_{name}")(value)


def trained(**start):
    """Output, one unit, and the state in the plane of two components, by trial and condition."""

    class Result(NamedTuple):
        name: str
        run: Run
        unit: int
        show: str
        now: float

    def compute(task, unit, now, show, seed):
        return Result(task, trained_run(task, seed), unit, show, now)

    def draw(axes):
        out = {"z": output_panel(axes["z"]), "r": conditions.lines(axes["r"], kept.CONDITIONS)}
        axes["z"].set_xlabel("")
        axes["r"].set(ylim=(-1.1, 1.1), xlabel="time from go (ms)", ylabel="rate of the unit")
        axes["r"].axvline(0.0, color="0.6", lw=1, ls=":")
        axes["P"].set(xlim=(-4.6, 4.6), ylim=(-4.2, 4.2), xlabel="PC 1", ylabel="PC 2")
        out["P"] = conditions.lines(axes["P"], kept.CONDITIONS, lw=1.3)
        out["dots"] = [axes["P"].plot([], [], "o", color=c, ms=6)[0] for c in conditions.colors(8)]
        out["now"] = [axes[k].axvline(0.0, color="0.3", lw=1) for k in "zr"]
        return out

    def update(artists, result):
        run, trials = result.run, result.run.trials
        for key in "zr":
            set_once(axes_of(artists, key), xlim=XLIM[result.name])
        set_once(axes_of(artists, "z"), ylim=YLIM[result.name], title=COLOR[result.name])
        choose = trials.means if result.show == "means" else one_each(trials)
        z, r = choose(run.z), choose(run.r[:, :, result.unit - 1])
        states = choose(run.states)
        conditions.show(artists["z"], trials.t, z)
        conditions.show(artists["r"], trials.t, r)
        conditions.show(artists["P"], states[:, :, 0], states[:, :, 1])
        now = XLIM[result.name][0] + 1180.0 * result.now
        k = int(np.clip(np.searchsorted(trials.t, now), 0, len(trials.t) - 1))
        for dot, state in zip(artists["dots"], states[:, k]):
            dot.set_data(state[:1], state[1:])
        for line in artists["now"]:
            line.set_xdata([now, now])

    def summary(result):
        shares = 100 * result.run.pcs.explained[:3]
        return (
            f"{result.name}: {result.run.correct:.0f} % of 160 trials right; the first three "
            f"components hold {shares[0]:.0f}, {shares[1]:.0f} and {shares[2]:.0f} %."
        )

    return Live(
        "Activity of a trained network by condition",
        [
            Choice("task", kept.TASKS, "evidence"),
            Choice("show", ("means", "single trials"), "means"),
            Slider("unit", 1, 32, 1, 1, meaning="which unit"),
            Slider("now", 0.0, 1.0, 0.5, 0.01, "of trial", meaning="time of the dots", play=40),
            Button("seed", "new trials"),
        ],
        compute, draw, update, summary=summary, call="explore.trained", start=start,
        presets=[
            Preset(
                "a choice grows", "At go the dots lie in order of the evidence.", {"now": 0.75}
            ),
            Preset(
                "one trial each",
                "Noise makes each path a random walk along the same line.",
                {"show": "single trials", "now": 0.75},
            ),
            Preset(
                "a clock",
                "All conditions run along one curve; brighter ones run slower.",
                {"task": "interval", "now": 0.35},
            ),
        ],
        mosaic=[["z", "P"], ["r", "P"]], size=(7.2, 4.4),
    )  # fmt: skip


def axes_of(artists, key):
    """The panel that the lines of a key live in."""
    return artists[key][0].axes


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


def components(**start):
    """Keep only the first K components of the state: how many carry the task?"""

    class Result(NamedTuple):
        name: str
        K: int
        explained: np.ndarray
        scores: np.ndarray
        z: np.ndarray
        participation: float

    def compute(task, where, K):
        trials = kept.probe(task, 0)
        z = rnns.run(limited(task, K, where), trials.task.inputs).z[:, :, 0]
        pcs = trained_run(task, 0).pcs
        explained = 100.0 * np.cumsum(pcs.explained)[:12]
        return Result(
            task, K, explained, limited_scores(task, where), trials.means(z), pcs.participation
        )

    def draw(axes):
        ax = axes["K"]
        ax.set(xlim=(0.5, 12.5), ylim=(-4, 106), xlabel="components kept, K", ylabel="percent")
        number = np.arange(1, 13)
        out = {
            "explained": ax.plot(number, number, ".-", color="0.6", label="variance held")[0],
            "scores": ax.plot(number, number, ".-", color="C0", label="trials right")[0],
            "here": ax.plot([], [], "o", color="C1", ms=8)[0],
        }
        ax.legend(loc="lower right")
        return out | {"z": output_panel(axes["z"])}

    def update(artists, result):
        ax = axes_of(artists, "z")
        set_once(ax, xlim=XLIM[result.name], ylim=YLIM[result.name], title=COLOR[result.name])
        artists["explained"].set_ydata(result.explained)
        artists["scores"].set_ydata(result.scores)
        artists["here"].set_data([result.K], [result.scores[result.K - 1]])
        conditions.show(artists["z"], kept.probe(result.name, 0).t, result.z)

    def summary(result):
        return (
            f"{result.name}: with K = {result.K}, {result.explained[result.K - 1]:.0f} % of the "
            f"variance and {result.scores[result.K - 1]:.0f} % of trials right. "
            f"Participation ratio {result.participation:.1f}."
        )

    return Live(
        "A trained network that sees only some components of its state",
        [
            Choice("task", kept.TASKS, "evidence"),
            Choice("where", WHERE, WHERE[0], "seen by"),
            Slider("K", 1, 12, 3, 1, meaning="components kept", play=2),
        ],
        compute, draw, update, summary=summary, call="explore.components", start=start,
        presets=[
            Preset("one", "One component already tells left from right.", {"K": 1}),
            Preset(
                "a clock that sees three",
                "97 % of the variance, and the clock goes wrong: small components steer it.",
                {"task": "interval", "K": 3, "where": WHERE[1]},
            ),
            Preset(
                "a clock that sees eight",
                "With eight components the clock works again.",
                {"task": "interval", "K": 8, "where": WHERE[1]},
            ),
        ],
        mosaic=[["K", "z"]],
    )  # fmt: skip
