"""Lesson 09, other rules and another energy: correlated patterns, and the dense network."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.live import Button, Choice, Live, Preset, Slider
from course.material.glyphs import glyphs
from course.models import dense_hopfield, hopfield
from course.models.hopfield import states
from course.plots import patterns as plot

N = 784
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SETS = ("glyphs", "random")


@lru_cache(4)
def stored(name, M):
    if name == "glyphs":
        return glyphs(CHARACTERS[:M]).patterns
    return hopfield.random_patterns(M, N, 0)


@lru_cache(16)
def weights(name, M, rule):
    return hopfield.train(stored(name, M), rule)


def rules(**start):
    """Glyphs and random patterns, each recalled under three rules of learning."""

    class Result(NamedTuple):
        products: dict  # name -> (M, M) overlaps between memories
        shown: dict  # name -> memory, cue, and where each rule ends: five states

    def compute(M, memory, corruption, seed):
        products, shown = {}, {}
        for name in SETS:
            xi = stored(name, M)
            s = xi[min(memory, M) - 1]
            cue = states.corrupt(s, corruption, seed)
            ends = [hopfield.recall_patterns(xi, cue, rng=seed).final]  # Hebb, without W
            for rule in hopfield.RULES[1:]:
                ends.append(hopfield.recall(weights(name, M, rule), cue, rng=seed).final)
            products[name] = xi @ xi.T.astype(float) / N
            shown[name] = [s, cue, *ends]
        return Result(products, shown)

    def draw(axes):
        artists = {}
        for name in SETS:
            ax = axes[name]
            ax.set(xticks=[], yticks=[], box_aspect=1, ylabel=name)
            look = {"vmin": -1, "vmax": 1, "cmap": "RdBu_r"}
            images = [ax.imshow(np.zeros((2, 2)), extent=(0, 1, 0, 1), **look)]
            for title in ("memory", "cue", *hopfield.RULES):
                images.append(plot.picture(axes[f"{name} {title}"], title))
                if name != SETS[0]:
                    axes[f"{name} {title}"].set_title("")
            words = [
                axes[f"{name} {title}"].text(0, 30, "", va="top", fontsize=9)
                for title in ("cue", *hopfield.RULES)
            ]
            artists[name] = {"images": images, "words": words}
        axes[SETS[0]].set_title("overlaps")
        return artists

    def update(artists, result):
        for name in SETS:
            products, *pictures = artists[name]["images"]
            products.set_data(result.products[name])
            for image, s in zip(pictures, result.shown[name]):
                plot.show_picture(image, s)
            for text, m in zip(artists[name]["words"], ends(result, name)):
                text.set_text(f"m = {m:.2f}")

    def ends(result, name):
        memory, *others = result.shown[name]
        return [hopfield.overlap(s, memory) for s in others]

    def summary(result):
        M = len(result.products[SETS[0]])
        told = []
        for name in SETS:
            cue, *m = ends(result, name)
            each = ", ".join(f"{rule} {v:.2f}" for rule, v in zip(hopfield.RULES, m))
            told.append(f"{name} (cue {cue:.2f}): {each}")
        return f"M = {M}. {'; '.join(told)}."

    return Live(
        "Glyphs and random patterns under three rules of learning",
        [
            Slider("M", 1, 36, 10, 1, meaning="number of memories"),
            Slider("memory", 1, 36, 6, 1, meaning="which one, at most M"),
            Slider("corruption", 0.0, 0.5, 0.1, 0.01, meaning="fraction of units reversed"),
            Button("seed", "new noise"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.rules",
        start=start,
        presets=[
            Preset(
                "two glyphs",
                "Two glyphs do not hurt each other under Hebb's rule; now add the third.",
                {"M": 2, "memory": 1},
            ),
            Preset(
                "thirty-six",
                "Letters too: only the projection rule brings the right one back.",
                {"M": 36, "memory": 11},
            ),
            Preset(
                "heavy noise",
                "With 35 % of its units reversed, the projection rule still finds the 5.",
                {"corruption": 0.35},
            ),
        ],
        mosaic=[
            [name, *(f"{name} {title}" for title in ("memory", "cue", *hopfield.RULES))]
            for name in SETS
        ],
        size=(7.2, 3.2),
    )


@lru_cache(4)
def crowd(M, seed):
    """The letter A and M - 1 random patterns."""
    letter = glyphs("A").patterns
    if M == 1:
        return letter
    return np.asfortranarray(np.vstack([letter, hopfield.random_patterns(M - 1, N, seed)]))


def dense(**start):
    """The classic and the dense network at the same load, from the same cue."""

    class Result(NamedTuple):
        cue: np.ndarray
        ends: list  # of the classic and of the dense network
        overlaps: list  # with every memory, of each

    def compute(M, n, corruption, seed):
        xi = crowd(M, seed)
        cue = states.corrupt(xi[0], corruption, seed)
        classic = hopfield.recall_patterns(xi, cue, rng=seed)
        power = n if n == "exp" else int(n)
        # Not the seed of the cue: the order would begin with the units that were reversed.
        sharp = dense_hopfield.recall(xi, cue, power, rng=np.random.default_rng([seed, 1]))
        both = [classic, sharp]
        return Result(cue, [r.final for r in both], [r.overlaps[-1] for r in both])

    def draw(axes):
        cue = plot.picture(axes["cue"], "cue")
        panels = []
        for name in ("classic", "dense"):
            image = plot.picture(axes[name], name)
            overlaps = plot.overlaps(axes[f"{name} m"], xlabel="", first=True)
            panels.append({"image": image, "m": overlaps})
        axes["classic m"].set_ylabel("overlap, classic")
        axes["dense m"].set(ylabel="overlap, dense", xlabel="memories, A on the left")
        return {"cue": cue, "panels": panels}

    def update(artists, result):
        plot.show_picture(artists["cue"], result.cue)
        for panel, s, m in zip(artists["panels"], result.ends, result.overlaps):
            plot.show_picture(panel["image"], s)
            plot.show_overlaps(panel["m"], m)

    def summary(result):
        classic, sharp = (m[0] for m in result.overlaps)
        M = len(result.overlaps[0])
        return (
            f"{M} memories in {N} units, load {M / N:.3f}: overlap with A "
            f"{classic:.2f} in the classic network, {sharp:.2f} in the dense one."
        )

    return Live(
        "A classic and a dense Hopfield network at the same load",
        [
            Slider("M", 1, 1000, 300, 1, meaning="number of memories"),
            Choice("n", ("2", "3", "4", "6", "exp"), "3", meaning="power in the dense energy"),
            Slider("corruption", 0.0, 0.5, 0.2, 0.01, meaning="fraction of units reversed"),
            Button("seed", "new memories and noise"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.dense",
        start=start,
        presets=[
            Preset("within reach", "At load 0.05 both networks find the A.", {"M": 40}),
            Preset(
                "more memories than units",
                "A thousand memories in 784 units: the dense network still finds its own.",
                {"M": 1000},
            ),
            Preset(
                "power 2",
                "With n = 2 the energy is the classic one, and so is the failure.",
                {"n": "2"},
            ),
        ],
        mosaic=[["cue", "classic", "dense"], ["classic m"] * 3, ["dense m"] * 3],
        panels={"height_ratios": [5, 3, 3]},
        size=(7.2, 5.2),
    )
