from functools import lru_cache

import numpy as np

from course.explore.hopfield._recall import part_way
from course.live import Button, Handle, Preset, Slider, Yours, figure, stacked
from course.models import hopfield

N = 784
SIDE = np.linspace(-1.05, 1.05, 106)
ROOM = 0.96  # of what overlaps with different memories may add up to


@lru_cache(8)
def memories(seed):
    """Three memories (3, N) of which no two overlap, and to which of four kinds a unit belongs."""
    rng = np.random.default_rng(seed)
    first = rng.choice([-1.0, 1.0], N)
    kind = rng.permutation(np.arange(N) % 4)
    agree = np.array([[1, 1, 1, 1], [1, 1, -1, -1], [1, -1, 1, -1]])  # with the first, by kind
    return first * agree[:, kind], kind


def state_at(m, seed):
    """A state whose overlaps with the memories are m, up to a few units; they are scaled to fit."""
    xi, kind = memories(seed)
    m = np.asarray(m) * min(1.0, ROOM / max(1e-9, np.abs(m).sum()))
    rng = np.random.default_rng(seed)
    s = np.empty(N)
    for k in range(4):
        units = rng.permutation(np.flatnonzero(kind == k))
        signs = xi[:, units[0]] * xi[0, units[0]]
        wrong = round((1.0 - signs @ m) / 2 * len(units))
        s[units] = xi[0, units]
        s[units[:wrong]] *= -1
    return s


def overlaps(xi, start, flips):
    """Overlaps with the memories at the start and after each flip, (M, flips + 1)."""
    s, path = start.copy(), [xi @ start]
    for unit in flips:
        s[unit] = -s[unit]
        path.append(path[-1] + 2 * s[unit] * xi[:, unit])
    return np.transpose(path) / N


def end_of(recall, W, start, xi):
    """Overlaps with the first two memories where the student's own recall ends."""
    state, _ = recall(W.copy(), start.copy(), np.random.default_rng(0))
    return xi[:2] @ np.asarray(state, dtype=float) / N


def closed_form(m, M):
    """Energy over N²/M of a state with these overlaps with M memories, and without any other."""
    return -0.5 * np.sum(np.square(m), axis=0) + 0.5 * M / N


@figure(
    "A ball on the hill of energy",
    Slider("m1", -1.0, 1.0, 0.4, 0.02, label="m₁", meaning="overlap of the start with memory 1"),
    Slider("m2", -1.0, 1.0, 0.3, 0.02, label="m₂", meaning="with memory 2"),
    Slider("m3", -1.0, 1.0, 0.0, 0.02, label="m₃", meaning="with memory 3, if there is one"),
    Slider("t", 0, 100, 100, 1, "%", "time", "how much of the recall is done", play=25, main=True),
    Slider("M", 2, 3, 2, 1, meaning="number of memories"),
    Button("seed", "new memories", start=1),
    Yours(
        "mine(W, s, rng)",
        "which gives the state at rest and the number of sweeps: its end is drawn on the hill",
    ),
    presets=[
        Preset("from the top", m1=0.0, m2=0.06).shows("The slope is small there, and then grows."),
        Preset("backward", m1=-0.3, m2=0.2).shows("It rolls to the negative of memory 1."),
        Preset("a mixture", M=3, m1=0.32, m2=0.32, m3=0.32).shows(
            "The ball stays half-way, at overlaps of 0.5 with all three: higher than a memory."
        ),
    ],
    handles=[Handle("hill", x="m1", y="m2")],
    mosaic=[["hill", "m"], ["hill", "E"]],
    width_ratios=[1.2, 1],
    narrow=stacked(5.6, hill=3, m=2),
    size=(8.4, 4.4),
)
def hill(m1, m2, m3, t, M, seed, mine):
    """Recall in 784 units, seen from above the energy over the overlaps with two memories."""
    xi = memories(seed)[0][:M]
    start = state_at((m1, m2, m3)[:M] if M == 3 else (m1, m2, 0.0), seed)
    W = hopfield.train(xi)
    trace = hopfield.recall(W, start, rng=seed)
    _, past = part_way(trace, t / 100)
    return {
        "path": overlaps(xi, start, trace.flips),
        "energy": M / N**2 * trace.flip_energy,
        "k": len(past),
        "mine": mine.used(lambda recall: end_of(recall, W, start, xi), like=np.zeros(2)),
    }


@hill.show
def show_hill(ax, r):
    x, y = np.meshgrid(SIDE, SIDE)
    third = r.path[2, r.k - 1] if r.M == 3 else 0.0
    height = closed_form((x, y, np.full_like(x, third)), r.M)
    there = (np.abs(x) + np.abs(y) <= 1.0) & (np.maximum(np.abs(x), np.abs(y)) <= 1 - abs(third))
    height[~there] = np.nan  # no state has these overlaps
    edge = (SIDE[0], SIDE[-1]) * 2
    look = {"extent": edge, "origin": "lower", "cmap": "ember", "clim": (-0.75, 0.0)}
    ax.hill.still(
        xlim=edge[:2], ylim=edge[:2], box_aspect=1, title="the hill from above (faint: low)"
    )
    ax.hill.still(xlabel="overlap m₁", ylabel="overlap m₂")
    ax.hill.image("height", height, **look)
    ends = np.array([[1, 0, -1, 0], [0, 1, 0, -1]])
    for k, (kind, marker) in enumerate((("memory", "o"), ("its negative", "D"))):
        color = ("k", "sky")[k]
        place = ends[:, 2 * k : 2 * k + 2]
        ax.hill.points(kind, *place, color=color, marker=marker, ms=9, mec="paper", label=kind)
    path = r.path[:2, : r.k]
    ax.hill.line("path", *path, color="ink", lw=1.6, rim=3.5)
    ax.hill.points("ball", *path[:, -1], color="you", ms=13, rim=4.0)
    if r.mine is not None:
        ax.hill.yours("mine", *np.asarray(r.mine)[:, None], ls="", marker="o", ms=18, mfc="none")
    part = np.linspace(0, 100, r.path.shape[1])
    ax.m.still(xlim=(-3, 103), ylim=(-1.08, 1.08), title="overlaps", ylabel="m")
    for k, (color, style) in enumerate((("ink", "-"), ("ink", "--"), ("ink", ":"))):
        shown = r.path[k, : r.k] if k < r.M else []
        ax.m.line(f"m{k}", part[: len(shown)], shown, color=color, ls=style, label=f"m{'₁₂₃'[k]}")
    ax.E.still(xlim=(-3, 103), ylim=(-0.6, 0.05), title="energy (N² / M)", xlabel="recall (%)")
    ax.E.line("form", part, closed_form(r.path, r.M), color="soft", lw=4, label="closed form")
    ax.E.line("E", part[: r.k], r.energy[: r.k], color="ink", label="measured")
    begin, end = (", ".join(f"{m:z.2f}" for m in r.path[:, k]) for k in (0, -1))
    return (
        f"Overlaps at the start: {begin}; at rest: {end}. Energy at rest {r.energy[-1]:z.3f} N²/M."
    )
