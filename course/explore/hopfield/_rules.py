"""Lesson 09, other rules and another energy: correlated patterns, and the dense network."""

from functools import lru_cache

import numpy as np

from course.explore.hopfield._recall import memories
from course.live import Button, Choice, Preset, Slider, Yours, figure
from course.material.glyphs import glyphs
from course.models import dense_hopfield, hopfield
from course.models.hopfield import states
from course.plots import patterns as plot

N = 784
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SETS = ("glyphs", "random")
PICTURES = ("memory", "cue", *hopfield.RULES)


@lru_cache(4)
def stored(name, M):
    if name == "glyphs":
        return glyphs(CHARACTERS[:M]).patterns
    return hopfield.random_patterns(M, N, rng=0)


@lru_cache(16)
def weights(name, M, rule):
    return hopfield.train(stored(name, M), rule)


def _panels(name):
    """Names of the panels of a set: its overlaps, and its pictures."""
    return [name, *(f"{name} {title}" for title in PICTURES)]


@figure(
    "Glyphs and random patterns under three rules of learning",
    Slider("M", 1, 36, 10, 1, meaning="number of memories"),
    Slider("memory", 1, 36, 6, 1, meaning="which one, at most M"),
    Slider("corruption", 0.0, 0.5, 0.1, 0.01, meaning="fraction of units reversed"),
    Button("seed", "new noise"),
    Yours(
        "mine(glyphs)",
        "codes of -1 and 1, a row a glyph: what Hebb's rule brings back of each is drawn beside "
        "what it brings back of the glyphs themselves",
    ),
    presets=[
        Preset("two glyphs", M=2, memory=1).shows(
            "Two glyphs do not hurt each other under Hebb's rule; now add the third."
        ),
        Preset("thirty-six", M=36, memory=11).shows(
            "Letters too: only the projection rule brings the right one back."
        ),
        Preset("heavy noise", corruption=0.35).shows(
            "With 35 % of its units reversed, the projection rule still finds the 5."
        ),
    ],
    mosaic=[*map(_panels, SETS), ["each"] * len(_panels(SETS[0]))],
    narrow={
        "mosaic": [
            *(row for name in SETS for row in (_panels(name)[:3], _panels(name)[3:])),
            ["each"] * 3,
        ],
        "height": 7.0,
    },
    size=(7.2, 4.6),
)
def rules(M, memory, corruption, seed, mine):
    """Glyphs and random patterns, each recalled under three rules of learning."""
    products = {}
    shown = {}
    for name in SETS:
        xi = stored(name, M)
        s = xi[min(memory, M) - 1]
        cue = states.corrupt(s, corruption, rng=seed)
        ends = [hopfield.recall_patterns(xi, cue, rng=seed).final]  # Hebb, without W
        for rule in hopfield.RULES[1:]:
            ends.append(hopfield.recall(weights(name, M, rule), cue, rng=seed).final)
        products[name] = xi @ xi.T.astype(float) / N
        shown[name] = [s, cue, *ends]
    xi = stored("glyphs", M)
    rng = np.random.default_rng(seed)
    cues = np.array([states.corrupt(x, corruption, rng=rng) for x in xi])
    codes = mine.used(
        lambda code: np.stack([_row(code, xi), _row(code, cues)]), np.empty((2, M, N))
    )
    return {
        "products": products,
        "shown": shown,
        "each": brought_back(xi, cues, seed),
        "mine": None if codes is None else _of_codes(*codes, seed),
    }


def brought_back(xi, cues, seed):
    """Overlap of each memory with where its cue ends under Hebb's rule, (M,)."""
    memories = np.asfortranarray(xi)
    ends = [hopfield.recall_patterns(memories, cue, rng=seed).final for cue in cues]
    return np.mean(ends * xi, axis=1)


def _row(code, patterns):
    """The student's codes (M, N), with gaps where they are shorter."""
    found = np.asarray(code(patterns.copy()), float)
    if found.ndim != 2 or len(found) != len(patterns) or not 1 <= found.shape[1] <= N:
        raise ValueError(f"the codes have shape {found.shape}, not ({len(patterns)}, at most {N})")
    if not np.isin(found, (-1.0, 1.0)).all():
        raise ValueError("a code has something else than -1 and 1")
    return np.pad(found, ((0, 0), (0, N - found.shape[1])), constant_values=np.nan)


def _of_codes(codes, cues, seed):
    """`brought_back` of codes with gaps."""
    used = np.isfinite(codes[0])
    return brought_back(codes[:, used], cues[:, used], seed)


@rules.show
def show_rules(ax, r):
    for name in SETS:
        panel = ax[name]
        panel.still(xticks=[], yticks=[], box_aspect=1, title=f"{name}: overlaps")
        look = {"clim": (-1, 1), "cmap": "signed", "extent": (0, 1, 0, 1)}
        panel.image("products", r.products[name], **look)
        for title, state in zip(PICTURES, r.shown[name]):
            plot.picture(ax[f"{name} {title}"], state, title if name == SETS[0] else "")
        for title, m in zip(PICTURES[1:], ends(r, name)):
            ax[f"{name} {title}"].text("m", 0, 30, f"m = {m:z.2f}", va="top")
    M = len(r.products[SETS[0]])
    number = np.arange(1, M + 1)
    ax.each.still(xlim=(0.0, len(CHARACTERS) + 1), ylim=(-0.1, 1.1), yticks=(0, 0.5, 1))
    ax.each.still(xlabel="glyph", ylabel="m at the end", title="each glyph under Hebb's rule")
    ax.each.still.set_xticks(*zip(*((k + 1, CHARACTERS[k]) for k in (0, 10, 35))))
    ax.each.points("each", number, r.each, color="ink", ms=5)
    ax.each.yours("mine", number, r.mine, ls="", marker="D", ms=5)
    told = []
    for name in SETS:
        cue, *m = ends(r, name)
        each = ", ".join(f"{rule} {v:z.2f}" for rule, v in zip(hopfield.RULES, m))
        told.append(f"{name} (cue {cue:z.2f}): {each}")
    return f"M = {M}. {'; '.join(told)}."


def ends(r, name):
    """Overlap of the cue and of each end with the memory."""
    memory, *others = r.shown[name]
    return [hopfield.overlap(s, memory) for s in others]


@figure(
    "A classic and a dense Hopfield network at the same load",
    Slider("M", 1, 1000, 300, 1, meaning="number of memories"),
    Choice("n", ("2", "3", "4", "6", "exp"), "3", meaning="power in the dense energy"),
    Slider("corruption", 0.0, 0.5, 0.2, 0.01, meaning="fraction of units reversed"),
    Button("seed", "new memories and noise"),
    presets=[
        Preset("within reach", M=40).shows("At load 0.05 both networks find the A."),
        Preset("more memories than units", M=1000).shows(
            "A thousand memories in 784 units: the dense network still finds its own."
        ),
        Preset("power 2", n="2").shows(
            "With n = 2 the energy is the classic one, and so is the failure."
        ),
    ],
    mosaic=[["cue", "classic", "dense"], ["classic m"] * 3, ["dense m"] * 3],
    height_ratios=[5, 3, 3],
    size=(7.2, 5.2),
)
def dense(M, n, corruption, seed):
    """The classic and the dense network at the same load, from the same cue."""
    xi = memories(M, seed)
    cue = states.corrupt(xi[0], corruption, rng=seed)
    classic = hopfield.recall_patterns(xi, cue, rng=seed)
    power = n if n == "exp" else int(n)
    # Not the seed of the cue: the order would begin with the units that were reversed.
    sharp = dense_hopfield.recall(xi, cue, power, rng=np.random.default_rng([seed, 1]))
    return {
        "cue": cue,
        "ends": [classic.final, sharp.final],
        "overlaps": [classic.overlaps[-1], sharp.overlaps[-1]],
    }


@dense.show
def show_dense(ax, r):
    plot.picture(ax.cue, r.cue, "cue")
    for name, state, m in zip(("classic", "dense"), r.ends, r.overlaps):
        panel = ax[f"{name} m"]
        plot.picture(ax[name], state, name)
        plot.overlaps(panel, m, xlabel="", first=True)
        panel.still(ylabel=f"overlap, {name}")
    ax["dense m"].still(xlabel="memories, A on the left")
    classic, sharp = (m[0] for m in r.overlaps)
    M = len(r.overlaps[0])
    return (
        f"{M} memor{'y' if M == 1 else 'ies'} in {N} units, load {M / N:z.3f}: overlap with A "
        f"{classic:z.2f} in the classic network, {sharp:z.2f} in the dense one."
    )
