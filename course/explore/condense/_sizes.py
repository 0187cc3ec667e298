from functools import cache
from typing import NamedTuple

import numpy as np

from course.explore.condense import _stored as kept
from course.explore.condense._panels import output
from course.live import Button, Choice, Handle, Preset, Slider, figure, stacked
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
    if run != 0:
        return {}
    keys = [(N, number) for N in kept.SIZES for number in range(kept.SEEDS)]
    networks = kept.unpack_all(kept.stored()[f"{name}_sizes"], [N for N, _ in keys], name)
    return {key: examined(network, name) for key, network in zip(keys, networks)}


@figure(
    "Size of a network and the kind of its solution",
    Choice("task", kept.TASKS, "evidence"),
    Slider("size", 1, 5, 3, 1, label="log2 units", meaning="size to look at; 3 is 8 units"),
    Slider("number", 1, kept.SEEDS, 1, 1, meaning="which of five starts"),
    Button("run", "train again", "25 new networks, on this machine"),
    presets=[
        Preset("two units, a choice", size=1).shows("Both relax: two leaky sums are enough."),
        Preset("two units, a clock", task="interval", size=1, number=4).shows(
            "Five starts, five clocks of different quality: move the number."
        ),
        Preset("a start that failed", task="interval", size=4, number=1).shows(
            "Sixteen units, the same recipe: this start ends elsewhere."
        ),
    ],
    handles=[
        Handle(
            "score",
            x="size",
            offset=lambda r: 0.08 * (r.number - 3) - 1.0,
            at=lambda r: r.one.score,
            label="network to look at",
        )
    ],
    mosaic=[["score", "z", "r"]],
    narrow=stacked(6.4, score=6, z=6, r=5),
    size=(7.2, 3.6),
)
def sizes(task, size, number, run):
    """Networks trained from scratch: performance and kinds of units against size."""
    N = 2**size
    found = batch(task, run)
    chosen = N, number - 1
    for key in [chosen] + [(n, k) for k in range(kept.SEEDS) for n in kept.SIZES]:
        if key not in found:
            rng = np.random.default_rng([7, run, *key])
            found[key] = examined(kept.learn(task, key[0], rng, 200, 64), task)
            yield len(found) / 25, {"N": N, "found": dict(found), "one": found[chosen]}
    yield 1.0, {"N": N, "found": dict(found), "one": found[chosen]}


@sizes.show
def show_sizes(ax, r):
    ax.score.still(xlim=(-0.5, 4.5), ylim=(-4, 106), xlabel="units", ylabel="percent")
    ax.score.still.set_xticks(range(5), kept.SIZES)
    place = {N: k for k, N in enumerate(kept.SIZES)}
    x = [place[N] + 0.08 * (number - 2) for N, number in r.found]
    scores = [one.score for one in r.found.values()]
    ax.score.points("dots", x, scores, color="soft", marker=".", ms=6, label="trials right")
    here = place[r.N] + 0.08 * (r.number - 3)
    ax.score.points("here", here, r.one.score, color="you", ms=8, mfc="none", mew=1.6)
    for kind, look in list(conditions.KINDS.items())[:3]:
        shares = [share(r.found, N, kind) for N in kept.SIZES]
        ax.score.line(kind, range(5), shares, label=kind, **look)
    output(ax.z, r.task, r.one.z)
    conditions.kinds(ax.r, r.one.traces, r.one.kinds)
    if r.run:
        return f"{r.task}: {r.N} units, network {r.number} of run {r.run}."
    count = ", ".join(f"{r.one.kinds.count(k)} {k}" for k in conditions.KINDS)
    return f"{r.task}: {r.N} units, network {r.number}: {r.one.score:z.0f} % right; units: {count}."


def share(found, N, kind):
    """Percent of the units in all networks of N units."""
    kinds = [k for (n, _), one in found.items() if n == N for k in one.kinds]
    return 100.0 * kinds.count(kind) / len(kinds) if kinds else np.nan
