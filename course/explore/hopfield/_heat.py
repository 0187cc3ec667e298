from functools import lru_cache

import numpy as np

from course.explore.hopfield._recall import memories
from course.live import Button, Choice, Handle, Preset, Slider, Yours, figure, stacked
from course.models import hopfield
from course.models.hopfield import states
from course.models.hopfield import theory as hopfield_theory
from course.plots import curves
from course.plots import patterns as plot

SWEEPS = 60
HALF = SWEEPS // 2  # sweeps after which the mean is taken
STARTS = ("the A", "a mixture of three")
GRID = np.linspace(0.0, 1.5, 301)
SOME = GRID[::5]  # where the student's function is asked
THEORY = hopfield_theory.warm_overlap(GRID)
VALLEY = GRID[GRID <= hopfield_theory.mixture_limit()]  # where mixtures are valleys
MIXTURE = hopfield_theory.warm_overlap(VALLEY, mixed=True)


@lru_cache(32)
def run(T, M, start, seed):
    """One network at a temperature, (memories, Warm)."""
    xi = memories(M, seed)
    s = xi[0] if start == STARTS[0] else states.mixture(xi, [0, 1, 2])
    return hopfield.warm(xi, s, T=T, sweeps=SWEEPS, rng=seed)


@figure(
    "A Hopfield network at a temperature",
    Slider("T", 0.0, 1.5, 0.0, 0.01, meaning="temperature"),
    Slider("now", 0, SWEEPS, SWEEPS, 1, "sweeps", meaning="the moment that is drawn", play=8.0),
    Choice("start", STARTS, STARTS[1]),
    Slider("M", 3, 30, 3, 1, meaning="number of memories"),
    Button("seed", "new random memories and noise"),
    Yours("mine(T)", "the overlap at a temperature; drawn over the curve of a memory"),
    presets=[
        Preset("freed", T=0.6).shows("The noise frees the network: one memory of the three wins."),
        Preset("warm", T=0.7, start=STARTS[0]).shows("The A is still there, under much noise."),
        Preset("melted", T=1.2, start=STARTS[0]).shows("Above T = 1 nothing is left of the A."),
    ],
    handles=[Handle("curve", x="T", at=lambda r: r.kept)],
    mosaic=[["state", "m"], ["state", "curve"]],
    width_ratios=[2, 3],
    narrow=stacked(6.6, state=5, m=4, curve=5),
    size=(8.0, 4.4),
)
def heat(T, start, M, seed, mine):
    """A network whose units err: its state, its overlaps, and what theory says of them."""
    warm = run(T, M, start, seed)
    return {
        "warm": warm,
        "kept": float(warm.overlaps[HALF:].mean(axis=0).max()),
        "mine": mine.each(SOME),
    }


@heat.show
def show_heat(ax, r):
    swept = f"{r.now} sweep{'s' * (r.now != 1)}"
    plot.picture(ax.state, r.warm.states[r.now], f"after {swept}")
    time = np.arange(SWEEPS + 1)
    ax.m.still(xlim=(0, SWEEPS), ylim=(-0.6, 1.08), xlabel="sweeps", ylabel="overlap", zero="y")
    for k, color in enumerate(("ink", "soft", "sky")):
        look = {"color": color, "label": ("A", "second", "third")[k], "at": 0.25 + 0.2 * k}
        ax.m.line(f"memory {k}", time, r.warm.overlaps[:, k], **look)
    ax.m.cursor("now", r.now, color="you", lw=1.1)
    ax.curve.still(xlim=(0, 1.5), ylim=(-0.04, 1.08), xlabel="temperature T")
    ax.curve.still(ylabel="overlap in the end")
    ax.curve.line("memory", GRID, THEORY, **(curves.WIDE | {"label": "a memory", "at": 0.45}))
    look = {"color": "soft", "ls": "--", "lw": 1.6, "label": "mixture", "at": 0.5}
    ax.curve.line("mixture", VALLEY, MIXTURE, **look)
    ax.curve.yours("mine", SOME, r.mine)
    ax.curve.points("here", r.T, r.kept, color="you", ms=9)
    m = r.warm.overlaps[r.now, :3]
    return (
        f"At T = {r.T:z.2f} the overlaps with the first three memories are {m[0]:z.2f}, "
        f"{m[1]:z.2f} and {m[2]:z.2f} after {swept}; a memory keeps "
        f"{hopfield_theory.warm_overlap(r.T):z.2f} by theory."
    )
