"""Lesson 11: merging units and training after every merge."""

from functools import cache
from typing import NamedTuple

import numpy as np

from course.explore.condense import _stored as kept
from course.explore.condense._activity import XLIM, YLIM, axes_of, output_panel, set_once
from course.explore.condense._merging import extend
from course.live import Button, Choice, Live, Preset, Slider
from course.models import rnn as rnns
from course.plots import conditions

LEAST = 2  # units


@cache
def path(name, steps, run):
    """(networks, percent right) after 0, 1, ... merges: from the file, or a list to fill."""
    networks = [rnns.load(name)]
    if run == 0:
        row, n_in = kept.stored()[f"{name}_path"], networks[0].W_in.shape[1]
        for N in range(31, LEAST - 1, -1):
            networks.append(kept.unpack(row, N, name))
            row = row[N * (N + n_in + 2) + 1 :]
    test = kept.fresh(name)
    return networks, [kept.correct(network, test) for network in networks]


def grow(name, steps, run):
    """One merge and its training more."""
    networks, scores = path(name, steps, run)
    rng = np.random.default_rng([6, run, len(networks)])
    task = kept.probe(name, 0, 64).task
    networks.append(kept.merged_once(networks[-1], task, steps, rng))
    scores.append(kept.correct(networks[-1], kept.fresh(name)))


def retraining(**start):
    """After every merge the network trains a little: how small can it get, and what is it then?"""

    class Result(NamedTuple):
        name: str
        N: int
        scores: list
        alone: list
        z: np.ndarray
        traces: np.ndarray
        kinds: tuple
        run: int

    def compute(task, left, steps, run):
        alone = extend(task, "correlation", 1, 0, 30)[1]
        key = task, steps if run else 100, run
        networks, scores = path(*key)
        while True:
            at = min(32 - left, len(networks) - 1)
            trials, network = kept.probe(task, 0), networks[at]
            z = trials.means(rnns.run(network, trials.task.inputs).z[:, :, 0])
            traces, kinds = kept.kinds(network, task)
            shown = Result(task, len(network.W), list(scores), alone, z, traces, kinds, run)
            yield len(networks) / 31, shown
            if len(networks) >= 31:
                return
            grow(*key)

    def draw(axes):
        ax = axes["score"]
        ax.set(xlim=(33, 1), ylim=(-4, 106), xlabel="units left", ylabel="trials right (%)")
        out = {
            "alone": ax.plot([], [], ".-", color="0.6", ms=4, label="merged only")[0],
            "curve": ax.plot([], [], ".-", color="C0", ms=4, label="with training")[0],
            "here": ax.plot([], [], "o", color="k", ms=7)[0],
        }
        ax.legend(loc="lower left", bbox_to_anchor=(-0.1, 1.0), handlelength=1.0)
        out["z"] = output_panel(axes["z"])
        ax = axes["r"]
        ax.set(xlim=(0, 1), ylim=(-2.1, 2.1), xlabel="part of the window", ylabel="units")
        out["kinds"] = conditions.kinds(ax, lw=1.3)
        ax.legend(loc="lower left", bbox_to_anchor=(-0.1, 1.0), ncols=2, handlelength=1.0)
        return out

    def update(artists, result):
        set_once(axes_of(artists, "z"), xlim=XLIM[result.name], ylim=YLIM[result.name])
        number = 32 - np.arange(31)
        artists["alone"].set_data(number, result.alone)
        artists["curve"].set_data(number[: len(result.scores)], result.scores)
        artists["here"].set_data([result.N], [result.scores[32 - result.N]])
        conditions.show(artists["z"], kept.probe(result.name, 0).t, result.z)
        t = np.linspace(0.0, 1.0, len(result.traces))
        conditions.show_kinds(artists["kinds"], t, result.traces, result.kinds)

    def summary(result):
        how = "the stored run" if result.run == 0 else f"run {result.run}"
        count = ", ".join(f"{result.kinds.count(k)} {k}" for k in conditions.KINDS)
        score = result.scores[32 - result.N]
        said = f"{score:.0f} % right, units: {count}" if result.run == 0 else "trained here"
        return f"{result.name}, {how}, {result.N} units left: {said}."

    return Live(
        "Merging and training in turn",
        [
            Choice("task", kept.TASKS, "evidence"),
            Slider("left", LEAST, 32, 8, 1, "units", meaning="network to look at", play=3),
            Slider("steps", 0, 200, 50, 10, meaning="Adam steps after a merge, when run again"),
            Button("run", "run again", "on this machine, with other trials"),
        ],
        compute, draw, update, summary=summary, call="explore.retraining", start=start,
        presets=[
            Preset("where it began", "The network that comes with the course.", {"left": 32}),
            Preset(
                "eight-unit clock",
                "Eight units keep every interval; merging alone broke the clock long before.",
                {"task": "interval", "left": 8},
            ),
            Preset(
                "two-unit clock",
                "Two units are enough for most intervals. Which kinds are left?",
                {"task": "interval", "left": 2},
            ),
        ],
        mosaic=[["score", "z", "r"]], size=(7.2, 3.6),
    )  # fmt: skip
