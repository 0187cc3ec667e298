"""Lesson 09, where recall can end: memories, mixtures and states without a name."""

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.live import Button, Live, Preset, Slider
from course.models import hopfield
from course.models.hopfield import states
from course.plots import patterns as plot

N = 784
STARTS = 120
KINDS = tuple(plot.KINDS)


class End(NamedTuple):
    """Where one recall from a random state ended."""

    m: np.ndarray  # overlaps
    energy: float  # times M / N^2
    name: states.StateName


@lru_cache(8)
def ends(M, seed):
    """Ends found so far, a list."""
    return []


def search(M, seed, known):
    """Recall from random states, and note the end of each; yields now and then."""
    xi = hopfield.random_patterns(M, N, seed)
    for k in range(len(known), STARTS):
        rng = np.random.default_rng([seed, k])
        trace = hopfield.recall_patterns(xi, rng.choice([-1, 1], N), rng=rng)
        energy = trace.energy[-1] * M / N**2
        known.append(End(trace.overlaps[-1], energy, states.name_state(trace.final, xi)))
        if (k + 1) % 10 == 0:
            yield


def mixtures(**start):
    """Where recall ends that starts from nowhere: memories, mixtures and the rest, by name."""

    class Result(NamedTuple):
        ends: list
        shown: End

    def compute(M, k, seed):
        known = ends(M, seed)

        def result():
            return Result(list(known), known[min(k, len(known)) - 1])

        for _ in search(M, seed, known):
            yield len(known) / STARTS, result()
        yield 1.0, result()

    def draw(axes):
        ax = axes["E"]
        ax.set(xlim=(0, 1.05), ylim=(-0.55, 0.02), xlabel="largest overlap with a memory (±)")
        ax.set(ylabel="energy (N² / M)")
        dots = {
            kind: ax.plot([], [], "o", ms=5, color=color, label=kind)[0]
            for kind, color in plot.KINDS.items()
        }
        here = ax.plot([], [], "o", ms=11, mfc="none", mec="k", mew=1.5)[0]
        ax = axes["n"]
        ax.set(xlim=(0, STARTS), ylim=(3.5, -0.5), xlabel=f"ends of {STARTS} recalls")
        ax.set_yticks(range(4), plot.LABELS.values())
        bars = [ax.plot([], [], lw=12, color=color, solid_capstyle="butt")[0]
                for color in plot.KINDS.values()]  # fmt: skip
        name = axes["m"].text(0.01, 1.0, "", va="bottom", weight="bold")
        m = plot.overlaps(axes["m"], xlabel="memories, 0 on the left")
        return {"dots": dots, "here": here, "bars": bars, "name": name, "m": m}

    def update(artists, result):
        for row, kind in enumerate(KINDS):
            some = [end for end in result.ends if end.name.kind == kind]
            best = [np.abs(end.m).max() for end in some]
            artists["dots"][kind].set_data(best, [end.energy for end in some])
            artists["bars"][row].set_data([0, len(some)], [row, row])
        shown = result.shown
        artists["here"].set_data([np.abs(shown.m).max()], [shown.energy])
        artists["name"].set_text(called(shown))
        plot.show_overlaps(artists["m"], shown.m)

    def called(end):
        return end.name.name if end.name.memories else "a state without a name"

    def summary(result):
        count = Counter(end.name.kind for end in result.ends)
        told = ", ".join(f"{count[kind]} {plot.LABELS[kind]}" for kind in KINDS)
        return f"{told}. Shown: {called(result.shown)}."

    return Live(
        "Where recall ends that starts from random states",
        [
            Slider("M", 3, 60, 5, 1, meaning="number of memories"),
            Slider("k", 1, STARTS, 1, 1, label="show", meaning="which recall", play=2),
            Button("seed", "new memories and starts"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.mixtures",
        start=start,
        presets=[
            Preset(
                "three memories",
                "A quarter to a third of the ends are mixtures of all three.",
                {"M": 3},
            ),
            Preset("ten", "Mixtures become rarer; at twenty they are nearly gone.", {"M": 10}),
            Preset(
                "forty",
                "Far below capacity, yet a random start finds hardly any memory.",
                {"M": 40},
            ),
        ],
        mosaic=[["E", "n"], ["m", "m"]],
        panels={"height_ratios": [3, 2]},
        size=(7.2, 4.6),
    )
