"""Lesson 11: merging the units of a trained network, without training."""

from functools import cache
from typing import NamedTuple

import numpy as np

from course.explore.condense import _stored as kept
from course.explore.condense._activity import XLIM, YLIM, axes_of, output_panel, set_once
from course.live import Button, Choice, Live, Preset, Slider
from course.models import rnn as rnns
from course.plots import conditions

CRITERIA = ("correlation", "PCA loadings", "random")
COLORS = dict(zip(CRITERIA, ("C0", "C1", "0.55")))
MOST = 30  # merges


@cache
def path(name, by, components, seed):
    """(networks, percent right of each) after 0 ... 30 merges; lists that `extend` fills."""
    network = rnns.load(name)
    return [network], [kept.correct(network, kept.fresh(name))]


def extend(name, by, components, seed, merges):
    """Make sure that the path holds `merges` merges."""
    networks, scores = path(name, by, components, seed)
    task, test = kept.probe(name, 0, 64).task, kept.fresh(name)
    while len(networks) <= merges:
        networks.append(
            rnns.condense(
                networks[-1], task, len(networks[-1].W) - 1,
                by="pca" if by == "PCA loadings" else by, components=components,
                rng=np.random.default_rng([5, seed, len(networks)]),
            ).rnn
        )  # fmt: skip
        scores.append(kept.correct(networks[-1], test))
    return networks, scores


def merging(**start):
    """Merge more and more units, the most alike first, and watch the task, outputs and PCs."""

    class Result(NamedTuple):
        name: str
        by: str
        merged: int
        scores: list
        z: np.ndarray
        states: np.ndarray
        participation: float

    def compute(task, by, merged, components, seed):
        key = task, by, components if by == "PCA loadings" else 0, seed if by == "random" else 0
        key = (key[0], key[1], max(1, key[2]), key[3])
        done = len(path(*key)[0]) - 1
        for k in range(done + 1, merged):
            extend(*key, k)
            yield k / MOST, look(task, by, k, key)
        extend(*key, merged)
        shown = look(task, by, merged, key)
        for k in range(len(path(*key)[0]) - 1, MOST):
            yield k / MOST, shown
            extend(*key, k + 1)
        yield 1.0, shown

    def look(task, by, merged, key):
        networks, scores = path(*key)
        trials = kept.probe(task, 0)
        run = rnns.run(networks[merged], trials.task.inputs)
        pcs = rnns.principal_components(trials.aligned(run.r)[::4])
        return Result(
            task, by, merged, scores, trials.means(run.z[:, :, 0]),
            signed(trials, run, pcs), pcs.participation,
        )  # fmt: skip

    def draw(axes):
        ax = axes["score"]
        ax.set(xlim=(-1, 31), ylim=(-4, 106), xlabel="units merged", ylabel="trials right (%)")
        out = {"curve": ax.plot([], [], ".-", ms=5)[0]}
        out["here"] = ax.plot([], [], "o", color="k", ms=7)[0]
        out["z"] = output_panel(axes["z"])
        axes["P"].set(xlim=(-5, 5), ylim=(-4.4, 4.4), xlabel="PC 1", ylabel="PC 2")
        out["P"] = conditions.lines(axes["P"], kept.CONDITIONS, lw=1.3)
        return out

    def update(artists, result):
        set_once(axes_of(artists, "z"), xlim=XLIM[result.name], ylim=YLIM[result.name])
        artists["curve"].set_data(np.arange(len(result.scores)), result.scores)
        artists["curve"].set_color(COLORS[result.by])
        artists["here"].set_data([result.merged], [result.scores[result.merged]])
        title = "at random" if result.by == "random" else f"by {result.by}"
        set_once(artists["curve"].axes, title=title)
        conditions.show(artists["z"], kept.probe(result.name, 0).t, result.z)
        conditions.show(artists["P"], result.states[:, :, 0], result.states[:, :, 1])

    def summary(result):
        how = "at random" if result.by == "random" else f"by {result.by}"
        return (
            f"{result.name}, {result.merged} units merged {how}, {32 - result.merged} left: "
            f"{result.scores[result.merged]:.0f} % of new trials right, participation ratio "
            f"{result.participation:.1f}."
        )

    return Live(
        "Merging the units of a trained network",
        [
            Choice("task", kept.TASKS, "evidence"),
            Choice("by", CRITERIA, "correlation", "merge by"),
            Slider("merged", 0, MOST, 0, 1, "units", meaning="units merged away", play=4),
            Slider("components", 1, 8, 3, 1, meaning="PCs compared, for PCA loadings"),
            Button("seed", "other random pairs"),
        ],
        compute, draw, update, summary=summary, call="explore.merging", start=start,
        presets=[
            Preset("eight merged", "A quarter of the units is gone.", {"merged": 8}),
            Preset(
                "the clock falls at once",
                "Nine merges did no harm. After the tenth the clock runs too fast.",
                {"task": "interval", "merged": 10},
            ),
            Preset(
                "by loadings",
                "Similar loadings on three components serve the choice, not the clock.",
                {"by": "PCA loadings", "merged": 12},
            ),
            Preset("at random", "Any pair, however different.", {"by": "random", "merged": 6}),
        ],
        mosaic=[["score", "z", "P"]], size=(7.2, 3.4),
    )  # fmt: skip


def signed(trials, run, pcs):
    """Mean states on two components; their signs are such that bright conditions end high."""
    states = trials.means(run.r - run.r.mean(axis=(0, 1))) @ pcs.loadings[:, :2]
    ends = states[-1, -1] - states[0, -1]
    return states * np.where(ends < 0, -1.0, 1.0)
