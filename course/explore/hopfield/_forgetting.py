from functools import lru_cache

import numpy as np

from course.live import Button, Choice, Handle, Preset, Slider, figure, stacked
from course.models import hopfield
from course.models.hopfield import theory as hopfield_theory

MOST = 0.3  # load at which we stop
RULES = ("Hebb", "bounded weights")


@lru_cache(8)
def found(rule, N, bound, seed):
    """Overlaps of all memories after each one added, as far as they are known: a list."""
    return []


def learn(rule, N, bound, seed, rows):
    """Add the memories that `rows` does not have yet; yields after each."""
    xi = hopfield.random_patterns(round(MOST * N), N, rng=seed)
    W = np.zeros((N, N))
    for k, new in enumerate(xi):
        if rule != "Hebb":
            W = np.clip(W + np.outer(new, new) / np.sqrt(N), -bound, bound)
            np.fill_diagonal(W, 0.0)
        if k < len(rows):
            continue
        some = np.asfortranarray(xi[: k + 1])
        if rule == "Hebb":
            ends = [hopfield.recall_patterns(some, s, rng=0).final for s in some]
        else:
            ends = [hopfield.recall(W, s, rng=0).final for s in some]
        rows.append(hopfield.overlap(np.array(ends), some))
        yield


@figure(
    "Memories added one by one, and which of them can be recalled",
    Slider("load", 0.01, MOST, 0.12, 0.01, "α", "stored", "memories per unit", play=8),
    Choice("rule", RULES, "Hebb", meaning="of learning"),
    Slider("N", 100, 300, 200, 50, meaning="units"),
    Slider("bound", 0.1, 1.0, 0.4, 0.05, meaning="of a weight, if bounded"),
    Button("seed", "new memories"),
    presets=[
        Preset("one too many", load=0.2).shows(
            "Past the dashed line old and new memories fade alike."
        ),
        Preset("bounded weights", rule="bounded weights", load=0.2).shows(
            "No weight may leave its bounds: the newest few stay, the old ones go."
        ),
    ],
    handles=[Handle("table", y="load", at=lambda r: r.load, label="stored")],
    mosaic=[["table", "row"]],
    width_ratios=[1.25, 1],
    narrow=stacked(5.4, table=1, row=1),
    size=(7.2, 3.6),
)
def forgetting(load, rule, N, bound, seed):
    """Memories added one by one: which can still be recalled?"""
    most = round(MOST * N)
    rows = found(rule, N, bound, seed)
    for _ in learn(rule, N, bound, seed, rows) if len(rows) < most else ():
        yield len(rows) / most, look(rows, load, N)
    yield 1.0, look(rows, load, N)


def look(rows, load, N):
    """All overlaps known, (memories stored, memory), and those at a load or the largest below."""
    most = round(MOST * N)
    table = np.full((most, most), np.nan)
    for k, row in enumerate(rows):
        table[k, : k + 1] = row
    M = max(1, min(len(rows), round(load * N)))
    return {"table": table, "load": M / N, "row": rows[M - 1]}


@forgetting.show
def show_forgetting(ax, r):
    bar = {"pad": 0.02, "aspect": 25}
    look = {"clim": (0, 1), "cmap": "ember", "extent": (0, MOST, 0, MOST), "origin": "lower"}
    ax.table.image("table", r.table, colorbar=bar, **look)
    ax.table.still(xlabel="memory (number / N), oldest at 0", ylabel="memories stored (α)")
    ax.table.still(title="overlap after recall")
    critical = hopfield_theory.critical_load()
    ax.table.line(
        "critical", [0, MOST], [critical, critical], color="soft", ls="--", lw=1.2, rim=3.0
    )
    ax.table.line("here", [0, r.load], [r.load, r.load], color="you", lw=2, rim=4.0)
    ax.row.still(xlim=(0, MOST), ylim=(-0.25, 1.08), xlabel="memory (number / N)")
    ax.row.still(title="at the marked load")
    memory = (np.arange(len(r.row)) + 0.5) / r.N
    ax.row.points("dots", memory, r.row, color="ink", ms=4)
    good = r.row > 0.95
    half = len(good) // 2
    word = "memory" if len(good) == 1 else "memories"
    return (
        f"{len(good)} {word} in {r.N} units, load {r.load:z.2f}: "
        f"{good.sum()} kept (overlap above 0.95), {good[:half].sum()} of the older half, "
        f"{good[half:].sum()} of the newer."
    )
