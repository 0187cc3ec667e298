"""Lesson 09, capacity: crosstalk, and the curve of recall against load."""

import numpy as np

from course.live import Button, Handle, Preset, Slider, Switch, figure
from course.models import hopfield
from course.models.hopfield import theory as hopfield_theory
from course.plots import curves, traces

LEAST = 1e-5  # share of errors, where none is shown
GRID = np.linspace(-4.0, 6.0, 401)  # stability
# The whole range soon, then what lies between.
LOADS = (0.08, 0.14, 0.18, 0.24, 0.04, 0.12, 0.16, 0.2, 0.06, 0.13, 0.17, 0.22, 0.02, 0.1, 0.15)


@figure(
    "Crosstalk in a Hopfield network and the errors it makes in one step",
    Slider("load", 0.05, 1.0, 0.2, 0.005, "M / N", "α", "memories per unit"),
    Slider("N", 100, 500, 300, 10, meaning="units"),
    Switch("own", False, "keep W_ii", "each unit's weight to itself"),
    Button("seed", "new patterns"),
    presets=[
        Preset("critical load", load=0.14, N=500).shows(
            "At 0.138 only 4 units in 1000 flip in the first step; avalanches follow."
        ),
        Preset("one error in ten", load=0.61).shows("At load 0.61 one unit in ten flips."),
        Preset("self-weights", load=0.61, own=True).shows(
            "The whole bell moves to the right: every state looks remembered."
        ),
    ],
    handles=[Handle("P", x="load", at=lambda r: max(r.wrong, LEAST), label="load")],
    mosaic=[["C", "P"]],
)
def crosstalk(load, N, own, seed):
    """How far each unit of each stored pattern is from flipping in the first step."""
    M = max(1, round(load * N))
    stability = hopfield.stability(hopfield.random_patterns(M, N, rng=seed))
    stability = (stability + M * own) / N
    edges = np.linspace(-4, 6, 101) - 0.5 / N  # between whole numbers: no value is on one
    density, _ = np.histogram(stability, edges, density=True)
    return {
        "load": M / N,
        "shift": own * M / N,
        "edges": edges,
        "density": density,
        "wrong": float(np.mean(stability < 0)),
    }


@crosstalk.show
def show_crosstalk(ax, r):
    ax.C.still(xlim=(-2, 4), ylim=(0, 2), xlabel="stability of a unit", ylabel="density")
    ax.C.still.axvline(0.0, color="soft", ls="--", lw=1)
    ax.C.still.text(-0.1, 1.42, "flips", ha="right")
    ax.C.still.text(0.1, 1.42, "stays", ha="left")
    bell = np.exp(-((GRID - 1 - r.shift) ** 2) / (2 * r.load)) / np.sqrt(2 * np.pi * r.load)
    ax.C.line(
        "bars",
        r.edges[:-1],
        r.density,
        drawstyle="steps-post",
        color="ink",
        lw=1.2,
        label="simulated",
        at=0.55,
    )
    ax.C.line("bell", GRID, bell, zorder=1.5, label="Gaussian", at=0.45, **curves.WIDE)
    ax.P.still(xlim=(0, 1), ylim=(1e-4, 0.4), yscale="log")
    ax.P.still(xlabel="load α = M / N", ylabel="units reversed in one step")
    draw_errors(ax.P)
    here = {"color": "you", "ms": 8, "label": "this network"}
    ax.P.points("here", r.load, max(r.wrong, LEAST), **here)
    own = " with weights to themselves" if r.shift else ""
    return (
        f"Load {r.load:z.3f}: one step reverses {100 * r.wrong:z.2f} % of the units"
        f"{own}; theory without them {100 * hopfield_theory.one_step_error(r.load):z.2f} %."
    )


def draw_errors(panel):
    """Errors of one step against the load, by theory and as they were published."""
    load = np.linspace(0.02, 1.0, 200)
    panel.line("theory", load, hopfield_theory.one_step_error(load), label="theory", **curves.WIDE)
    error, largest = zip(*hopfield_theory.ONE_STEP_TABLE)
    look = {"color": "ink", "marker": "_", "ms": 11, "mew": 1.6, "label": "published table"}
    panel.points("published", largest, error, at=0.5, **look)


@figure(
    "How many memories fit into a Hopfield network",
    Slider("N", 100, 2000, 500, 100, meaning="units"),
    Slider("trials", 1, 20, 8, 1, meaning="networks at each load"),
    Button("seed", "new networks"),
    presets=[
        Preset("small", N=100).shows("A hundred units: the breakdown is a gentle slope."),
        Preset("large", N=2000, trials=6).shows("Two thousand units: the edge is steep."),
    ],
    mosaic=[["m"]],
)
def capacity(N, trials, seed):
    """Overlap after recall against the load, simulated point by point over theory."""
    points = []
    for k, load in enumerate(LOADS):
        curve = hopfield.capacity_curve(N, load, trials, rng=np.random.default_rng([seed, k]))
        points.append((curve.loads[0], curve.mean[0], curve.sem[0]))
        loads, mean, sem = np.array(points).T
        yield (k + 1) / len(LOADS), {"loads": loads, "mean": mean, "sem": sem}


@capacity.show
def show_capacity(ax, r):
    ax.m.still(xlim=(0, 0.25), ylim=(0, 1.08))
    ax.m.still(xlabel="load α = M / N", ylabel="overlap after recall from the memory")
    draw_theory(ax.m)
    bars = traces.strokes(r.loads, r.mean - r.sem, r.mean + r.sem)
    ax.m.line("errors", *bars, color="ink", lw=1.2)
    dots = {"color": "ink", "ms": 5, "label": "simulated, ± standard error"}
    ax.m.points("dots", r.loads, r.mean, **dots)
    kept = r.loads[r.mean > 0.9]
    most = f"{kept.max():z.3f}" if len(kept) else "none"
    return (
        f"N = {r.N}, {len(r.loads)} of {len(LOADS)} loads done. "
        f"Largest load with a mean overlap above 0.9 so far: {most}."
    )


def draw_theory(panel):
    """Overlap of endless networks against the load, and where it breaks down."""
    load = np.linspace(0.0, 0.25, 501)
    theory = hopfield_theory.retrieval_overlap(load)
    panel.line("theory", load, theory, label="theory, N = ∞", at=0.3, **curves.WIDE)
    look = {"color": "soft", "ls": "--", "lw": 1, "label": "α_c = 0.138"}
    panel.cursor("critical", hopfield_theory.critical_load(), **look)
