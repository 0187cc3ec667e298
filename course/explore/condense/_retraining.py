from functools import cache

import numpy as np

from course.explore.condense import _stored as kept
from course.explore.condense._merging import extend
from course.explore.condense._panels import output
from course.live import Button, Choice, Handle, Preset, Slider, figure, stacked
from course.models import rnn as rnns
from course.plots import conditions

LEAST = 2  # units


@cache
def path(name, steps, run):
    """(networks, percent right) after 0, 1, ... merges: from the file, or a list to fill."""
    networks = [rnns.load(name)]
    if run == 0:
        networks += kept.unpack_all(kept.stored()[f"{name}_path"], range(31, LEAST - 1, -1), name)
    test = kept.fresh(name)
    return networks, [kept.correct(network, test) for network in networks]


def grow(name, steps, run):
    """One merge and its training more."""
    networks, scores = path(name, steps, run)
    rng = np.random.default_rng([6, run, len(networks)])
    task = kept.probe(name, 0, 64).task
    networks.append(kept.merged_once(networks[-1], task, steps, rng))
    scores.append(kept.correct(networks[-1], kept.fresh(name)))


@figure(
    "Merging and training in turn",
    Choice("task", kept.TASKS, "evidence"),
    Slider("left", LEAST, 32, 8, 1, "units", meaning="network to look at", play=3),
    Slider("steps", 0, 200, 50, 10, meaning="Adam steps after a merge, when run again"),
    Button("run", "run again", "on this machine, with other trials"),
    presets=[
        Preset("where it began", left=32).shows("The network that comes with the course."),
        Preset("eight-unit clock", task="interval", left=8).shows(
            "Eight units keep every interval; merging alone broke the clock long before."
        ),
        Preset("two-unit clock", task="interval", left=2).shows(
            "Two units are enough for most intervals. Which kinds are left?"
        ),
    ],
    handles=[Handle("score", x="left", at=lambda r: r.scores[32 - r.N])],
    mosaic=[["score", "z", "r"]],
    narrow=stacked(6.4, score=6, z=6, r=5),
    size=(7.2, 3.6),
)
def retraining(task, left, steps, run):
    """After every merge the network trains a little: how small can it get, and what is it then?"""
    key = task, steps if run else 100, run
    alone = extend(task, "correlation", 1, 0, 30)[1]
    networks, scores = path(*key)
    while True:
        network = networks[min(32 - left, len(networks) - 1)]
        yield len(networks) / 31, {"alone": alone, "scores": list(scores)} | look(network, task)
        if len(networks) >= 31:
            return
        grow(*key)


def look(network, task):
    """What the figure shows of one network."""
    trials = kept.probe(task, 0)
    traces, kinds = kept.kinds(network, task)
    return {
        "N": len(network.W),
        "z": trials.means(rnns.run(network, trials.task.inputs).z[:, :, 0]),
        "traces": traces,
        "kinds": kinds,
    }


@retraining.show
def show_retraining(ax, r):
    ax.score.still(xlim=(33, 1), ylim=(-4, 106))
    ax.score.still(xlabel="units left", ylabel="trials right (%)")
    number = 32 - np.arange(31)
    look = {"marker": ".", "ms": 4}
    ax.score.line("alone", number, r.alone, color="soft", label="merged only", **look)
    trained = number[: len(r.scores)]
    ax.score.line("curve", trained, r.scores, color="ink", label="with training", **look)
    ax.score.points("here", r.N, r.scores[32 - r.N], color="you", ms=7)
    output(ax.z, r.task, r.z)
    conditions.kinds(ax.r, r.traces, r.kinds)
    how = "the stored run" if r.run == 0 else f"run {r.run}"
    count = ", ".join(f"{r.kinds.count(k)} {k}" for k in conditions.KINDS)
    score = r.scores[32 - r.N]
    said = f"{score:z.0f} % right, units: {count}" if r.run == 0 else "trained here"
    return f"{r.task}, {how}, {r.N} units left: {said}."
