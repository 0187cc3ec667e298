"""Lesson 11: networks of several sizes, and the kinds of solution they find."""

from functools import cache
from typing import NamedTuple

import numpy as np

from course.explore.condense import _stored as kept
from course.explore.condense._activity import XLIM, YLIM, axes_of, output_panel, set_once
from course.live import Button, Choice, Live, Preset, Slider
from course.models import rnn as rnns
from course.plots import conditions


class Trained(NamedTuple):
    """One trained network and what it does."""

    score: float
    z: np.ndarray
    traces: np.ndarray
    kinds: tuple


def examined(network, name):
    """Run a network on the trials to look at, and on those to be tested on."""
    trials = kept.probe(name, 0)
    z = trials.means(rnns.run(network, trials.task.inputs).z[:, :, 0])
    score = kept.correct(network, kept.fresh(name))
    return Trained(score, z, *kept.kinds(network, name))


@cache
def batch(name, run):
    """{(size, number): Trained}: from the file, or a dict to fill."""
    found, row, n_in = {}, kept.stored()[f"{name}_sizes"], len(kept.TASKS) + (name == "evidence")
    for N in kept.SIZES if run == 0 else ():
        for number in range(kept.SEEDS):
            found[N, number] = examined(kept.unpack(row, N, name), name)
            row = row[N * (N + n_in + 2) + 1 :]
    return found


def sizes(**start):
    """Networks trained from scratch: performance and kinds of units against size."""

    class Result(NamedTuple):
        name: str
        N: int
        number: int
        run: int
        found: dict
        one: Trained

    def compute(task, size, number, run):
        found, N = batch(task, run), 2**size
        wanted = [(N, number - 1)] + [(n, k) for k in range(kept.SEEDS) for n in kept.SIZES]
        for key in wanted:
            if key not in found:
                rng = np.random.default_rng([7, run, *key])
                found[key] = examined(kept.learn(task, key[0], rng, 200, 64), task)
                yield len(found) / 25, Result(task, N, number, run, dict(found), found[wanted[0]])
        yield 1.0, Result(task, N, number, run, dict(found), found[wanted[0]])

    def draw(axes):
        ax = axes["score"]
        ax.set(xlim=(-0.5, 4.5), ylim=(-4, 106), xlabel="units", ylabel="percent")
        ax.set_xticks(range(5), kept.SIZES)
        out = {"dots": ax.plot([], [], ".", color="0.4", ms=6, label="trials right")[0]}
        out["here"] = ax.plot([], [], "o", color="k", ms=8, mfc="none")[0]
        out["shares"] = {
            kind: ax.plot([], [], color=color, label=f"share of {kind}")[0]
            for kind, color in list(conditions.KINDS.items())[:3]
        }
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, handlelength=1.0)
        out["z"] = output_panel(axes["z"])
        ax = axes["r"]
        ax.set(xlim=(0, 1), ylim=(-2.1, 2.1), xlabel="part of the window", ylabel="units")
        out["kinds"] = conditions.kinds(ax, lw=1.3)
        return out

    def update(artists, result):
        set_once(axes_of(artists, "z"), xlim=XLIM[result.name], ylim=YLIM[result.name])
        at = {N: k for k, N in enumerate(kept.SIZES)}
        x = [at[N] + 0.08 * (number - 2) for N, number in result.found]
        artists["dots"].set_data(x, [one.score for one in result.found.values()])
        here = at[result.N] + 0.08 * (result.number - 3)
        artists["here"].set_data([here], [result.one.score])
        for kind, line in artists["shares"].items():
            shares = [share(result.found, N, kind) for N in kept.SIZES]
            line.set_data(range(5), shares)
        conditions.show(artists["z"], kept.probe(result.name, 0).t, result.one.z)
        t = np.linspace(0.0, 1.0, len(result.one.traces))
        conditions.show_kinds(artists["kinds"], t, result.one.traces, result.one.kinds)

    def summary(result):
        if result.run:
            return f"{result.name}: {result.N} units, network {result.number} of run {result.run}."
        count = ", ".join(f"{result.one.kinds.count(k)} {k}" for k in conditions.KINDS)
        return (
            f"{result.name}: {result.N} units, network {result.number}: "
            f"{result.one.score:.0f} % right; units: {count}."
        )

    return Live(
        "Size of a network and the kind of its solution",
        [
            Choice("task", kept.TASKS, "evidence"),
            Slider("size", 1, 5, 3, 1, label="log2 units", meaning="network to look at"),
            Slider("number", 1, kept.SEEDS, 1, 1, meaning="which of five starts"),
            Button("run", "train again", "25 new networks, on this machine"),
        ],
        compute, draw, update, summary=summary, call="explore.sizes", start=start,
        presets=[
            Preset("two units, a choice", "Both relax: two leaky sums are enough.", {"size": 1}),
            Preset(
                "two units, a clock",
                "Five starts, five clocks of different quality: move the number.",
                {"task": "interval", "size": 1, "number": 4},
            ),
            Preset(
                "a start that failed",
                "Sixteen units, the same recipe: this start ends elsewhere.",
                {"task": "interval", "size": 4, "number": 1},
            ),
        ],
        mosaic=[["score", "z", "r"]], size=(7.2, 3.6),
    )  # fmt: skip


def share(found, N, kind):
    """Percent of the units in all networks of N units."""
    kinds = [k for (n, _), one in found.items() if n == N for k in one.kinds]
    return 100.0 * kinds.count(kind) / len(kinds) if kinds else np.nan
