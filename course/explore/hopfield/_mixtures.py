from collections import Counter
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.live import Button, Preset, Slider, figure, stacked
from course.models import hopfield
from course.models.hopfield import states
from course.plots import patterns as plot

N = 784
STARTS = 120
TALL = 0.55  # the energies shown, in units of the overlaps beside them
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
    xi = hopfield.random_patterns(M, N, rng=seed)
    for k in range(len(known), STARTS):
        rng = np.random.default_rng([seed, k])
        trace = hopfield.recall_patterns(xi, rng.choice([-1, 1], N), rng=rng)
        energy = trace.energy[-1] * M / N**2
        known.append(End(trace.overlaps[-1], energy, states.name_state(trace.final, xi)))
        if (k + 1) % 10 == 0:
            yield


@figure(
    "Where recall ends that starts from random states",
    Slider("M", 3, 60, 5, 1, meaning="number of memories"),
    Slider("k", 1, STARTS, 1, 1, label="show", meaning="which recall", play=2),
    Button("seed", "new memories and starts"),
    presets=[
        Preset("three memories", M=3).shows(
            "A quarter to a third of the ends are mixtures of all three."
        ),
        Preset("ten", M=10).shows("Mixtures become rarer; at twenty they are nearly gone."),
        Preset("forty", M=40).shows(
            "Far below capacity, yet a random start finds hardly any memory."
        ),
    ],
    mosaic=[["E", "n"], ["m", "m"]],
    height_ratios=[3, 2],
    narrow=stacked(6.2, E=5, n=5, m=4),
    size=(7.2, 4.6),
)
def mixtures(M, k, seed):
    """Where recall ends that starts from nowhere: memories, mixtures and the rest, by name."""
    known = ends(M, seed)
    for _ in search(M, seed, known):
        yield len(known) / STARTS, look(known, k)
    yield 1.0, look(known, k)


def look(known, k):
    """The ends found so far, and the one to show."""
    return {"ends": list(known), "shown": known[min(k, len(known)) - 1]}


@mixtures.show
def show_mixtures(ax, r):
    ax.E.still(xlim=(0, 1.05), ylim=(-0.55, 0.02))
    ax.E.still(xlabel="largest overlap with a memory (±)", ylabel="energy (N² / M)")
    ax.n.still(xlim=(0, STARTS), ylim=(3.5, -0.5), xlabel=f"ends of {STARTS} recalls")
    ax.n.still.set_yticks(range(4), plot.LABELS.values())
    for row, (kind, color) in enumerate(plot.KINDS.items()):
        some = [end for end in r.ends if end.name.kind == kind]
        best = [best_of(end) for end in some]
        ax.E.points(kind, best, [end.energy for end in some], ms=5, color=color)
        bar = {"lw": 12, "color": color, "solid_capstyle": "butt"}
        ax.n.line(kind, [0, len(some)], [row, row], **bar)
    ring = {"ms": 11, "mfc": "none", "mec": "you", "mew": 1.5}
    ax.E.points("shown", best_of(r.shown), r.shown.energy, **ring)
    ax.m.say(called(r.shown))
    plot.overlaps(ax.m, r.shown.m, xlabel="memories, 0 on the left")
    count = Counter(end.name.kind for end in r.ends)
    told = ", ".join(f"{count[kind]} {plot.LABELS[kind]}" for kind in KINDS)
    return f"{told}. Shown: {called(r.shown)}."


def best_of(end):
    """The largest overlap with a memory, of either sign."""
    return np.abs(end.m).max()


def called(end):
    """The name of an end."""
    return end.name.name if end.name.memories else "a state without a name"


@mixtures.on_event
def pick(event, values):
    """A press on the energies chooses the end nearest to it; the arrow keys go through them."""
    known = ends(values["M"], values["seed"])
    if event.kind == "key":
        return {"k": values["k"] + sum(event.arrow)}
    if event.axes != "E" or event.kind == "release" or not known:
        return {}
    away = [np.hypot(event.x - best_of(end), (event.y - end.energy) / TALL) for end in known]
    return {"k": int(np.argmin(away)) + 1}
