"""Lesson 09, forgetting: memories are added one by one."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.live import Button, Choice, Live, Preset, Slider
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
    xi = hopfield.random_patterns(round(MOST * N), N, seed)
    W = np.zeros((N, N))
    for k, new in enumerate(xi):
        if rule != "Hebb":
            W = np.clip(W + np.outer(new, new) / np.sqrt(N), -bound, bound)
            np.fill_diagonal(W, 0.0)
        if k < len(rows):
            continue
        some = np.asfortranarray(xi[: k + 1])
        if rule == "Hebb":
            ends = [hopfield.recall_patterns(some, s).final for s in some]
        else:
            ends = [hopfield.recall(W, s).final for s in some]
        rows.append(hopfield.overlap(np.array(ends), some))
        yield


def forgetting(**start):
    """Memories added one by one: which can still be recalled?"""

    class Result(NamedTuple):
        table: np.ndarray  # row: memories stored, column: memory; NaN where there is none
        load: float  # of the row looked at
        row: np.ndarray  # that row
        N: int

    def compute(load, rule, N, bound, seed):
        most, rows = round(MOST * N), found(rule, N, bound, seed)

        def result():
            table = np.full((most, most), np.nan)
            for k, row in enumerate(rows):
                table[k, : k + 1] = row
            M = max(1, min(len(rows), round(load * N)))
            return Result(table, M / N, rows[M - 1], N)

        for _ in learn(rule, N, bound, seed, rows) if len(rows) < most else ():
            yield len(rows) / most, result()
        yield 1.0, result()

    def draw(axes):
        ax = axes["table"]
        extent = {"extent": (0, MOST, 0, MOST), "origin": "lower"}
        image = ax.imshow(np.zeros((2, 2)), vmin=0, vmax=1, cmap="viridis", **extent)
        ax.set(xlabel="memory (number / N), oldest at 0", ylabel="memories stored (α)")
        ax.set_title("overlap after recall")
        ax.figure.colorbar(image, ax=ax, ticks=[0, 0.5, 1], pad=0.02, aspect=25)
        here = ax.plot([], [], color="C1", lw=2)[0]
        ax.plot([0, MOST], [hopfield_theory.critical_load()] * 2, color="k", ls="--", lw=1.2)
        ax = axes["row"]
        ax.set(xlim=(0, MOST), ylim=(-0.25, 1.08), xlabel="memory (number / N)")
        ax.set_title("at the orange line")
        dots = ax.plot([], [], "o", color="C1", ms=4)[0]
        return {"image": image, "here": here, "dots": dots}

    def update(artists, result):
        artists["image"].set_data(result.table)
        artists["here"].set_data([0, result.load], [result.load] * 2)
        memory = (np.arange(len(result.row)) + 0.5) / result.N
        artists["dots"].set_data(memory, result.row)

    def summary(result):
        good = result.row > 0.95
        half = len(good) // 2
        word = "memory" if len(good) == 1 else "memories"
        return (
            f"{len(good)} {word} in {result.N} units, load {result.load:.2f}: "
            f"{good.sum()} kept (overlap above 0.95), {good[:half].sum()} of the older half, "
            f"{good[half:].sum()} of the newer."
        )

    return Live(
        "Memories added one by one, and which of them can be recalled",
        [
            Slider("load", 0.01, MOST, 0.12, 0.01, "α", "stored", "memories per unit", play=8),
            Choice("rule", RULES, "Hebb", meaning="of learning"),
            Slider("N", 100, 300, 200, 50, meaning="units"),
            Slider("bound", 0.1, 1.0, 0.4, 0.05, meaning="of a weight, if bounded"),
            Button("seed", "new memories"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.forgetting",
        start=start,
        presets=[
            Preset(
                "one too many",
                "Past the dashed line old and new memories fade alike.",
                {"load": 0.2},
            ),
            Preset(
                "bounded weights",
                "No weight may leave its bounds: the newest few stay, the old ones go.",
                {"rule": "bounded weights", "load": 0.2},
            ),
        ],
        mosaic=[["table", "row"]],
        panels={"width_ratios": [1.25, 1]},
        size=(7.2, 3.6),
    )
