from functools import lru_cache

import numpy as np

from course.live import Button, Choice, Handle, Preset, Slider, figure
from course.material.glyphs import glyphs
from course.models import hopfield
from course.models.hopfield import states
from course.plots import patterns as plot
from course.plots.diagrams import Valley

N = 784  # units, 28 x 28


@lru_cache(4)
def memories(M, seed):
    """The letter A and M - 1 random patterns."""
    letter = glyphs("A").patterns
    if M == 1:
        return letter
    return np.asfortranarray(np.vstack([letter, hopfield.random_patterns(M - 1, N, rng=seed)]))


@lru_cache(4)
def weights(M, seed):
    return hopfield.train(memories(M, seed))


@lru_cache(4)
def lesioned(M, seed, lesion):
    return states.lesion(weights(M, seed), lesion, rng=seed) if lesion else weights(M, seed)


@lru_cache(8)
def run(slant, missing, corruption, lesion, M, order, seed):
    """One recall, (memories, cue, Recall)."""
    xi = memories(M, seed)
    drawn = glyphs("A", slant=slant).patterns[0]
    part = states.keep_part(drawn, 1 - missing, rng=seed)
    cue = states.corrupt(part, corruption, rng=seed)
    if lesion or order == "synchronous":
        W = lesioned(M, seed, lesion)
        return xi, cue, hopfield.recall(W, cue, rng=seed, mode=order)
    return xi, cue, hopfield.recall_patterns(xi, cue, rng=seed, mode=order)


def part_way(recall, part):
    """(state, energies so far) after that `part` of a recall, 0 to 1.

    Flip by flip; step by step if all units were updated together.
    """
    if recall.flips.size:
        k = round(part * recall.flips.size)
        turned = np.bincount(recall.flips[:k], minlength=recall.states.shape[1]) % 2
        return recall.states[0] * (1 - 2 * turned), recall.flip_energy[: k + 1]
    k = round(part * (len(recall.states) - 1))
    return recall.states[k], recall.energy[: k + 1]


@figure(
    "Recall of the letter A among random memories",
    Slider("t", 0, 100, 40, 1, "%", "time", "how much of the recall is done", play=25),
    Slider("corruption", 0.0, 1.0, 0.3, 0.01, meaning="fraction of units reversed"),
    Slider("missing", 0.0, 1.0, 0.0, 0.01, meaning="fraction unknown, +1 or −1 with equal chance"),
    Slider("slant", -6.0, 6.0, 0.0, 0.5, "units", meaning="a similar A, leaning"),
    Slider("lesion", 0.0, 1.0, 0.0, 0.01, meaning="fraction of weights cut"),
    Slider("M", 1, 200, 20, 1, meaning="number of memories"),
    Choice("order", hopfield.MODES, "asynchronous", meaning="of the updates"),
    Button("seed", "new random memories and noise"),
    presets=[
        Preset("half is missing", corruption=0.0, missing=0.5).shows(
            "The lower half is noise: the upper half is enough to bring the letter back."
        ),
        Preset("stroke", lesion=0.5, t=100).shows(
            "Half of all weights are gone: is the end of the recall any worse?"
        ),
        Preset("too many memories", corruption=0.0, M=150, t=100).shows(
            "At 150 memories even the intact letter drifts away from itself."
        ),
        Preset("two-cycle", corruption=0.5, M=1, order="synchronous").shows(
            "One memory, half of it reversed, all units at once: play, and the state blinks."
        ),
    ],
    handles=[Handle("E", x="t", at=lambda r: len(r.m) / N**2 * r.past[-1], label="time")],
    mosaic=[["memory", "cue", "state now"], ["valley", "m", "E"]],
    height_ratios=[4, 3],
    width_ratios=[4, 3, 3],
    narrow={
        "mosaic": [["cue", "state now"], ["valley", "valley"], ["E", "E"]],
        "height_ratios": [8, 9, 6],
        "height": 5.6,
    },
    size=(9.0, 4.8),
)
def recall(slant, missing, corruption, lesion, M, order, t, seed):
    """One recall as it happens: state, energy and the overlap with every memory."""
    xi, cue, trace = run(slant, missing, corruption, lesion, M, order, seed)
    now, past = part_way(trace, t / 100)
    energy = trace.flip_energy if trace.flips.size else trace.energy
    ended = "in a 2-cycle" if trace.cycle else "at rest" if trace.converged else "moving"
    recalled = hopfield.overlap(trace.final, xi[0])
    return {
        "memory": xi[0],
        "cue": cue,
        "now": now,
        "m": xi @ now / N,
        "energy": energy,
        "past": past,
        "ended": ended,
        "recalled": recalled,
    }


@recall.show
def show_recall(ax, r):
    for name, state in (("memory", r.memory), ("cue", r.cue), ("state now", r.now)):
        plot.picture(ax[name], state, name)
    ax.E.still(xlim=(-3, 103), ylim=(-0.72, 0.06))
    ax.E.still(xlabel="recall (%)", title="energy (N² / M)")
    percent = np.linspace(0, 100, len(r.energy))
    scale = len(r.m) / N**2
    k = len(r.past)
    ax.E.line("whole", percent, scale * r.energy, color="soft", lw=0.8)
    ax.E.line("past", percent[:k], scale * r.past, color="ink")
    ax.E.points("here", percent[k - 1], scale * r.past[-1], color="you", ms=7)
    plot.overlaps(ax.m, r.m, xlabel="memories, A on the left", first=True)
    _show_valley(ax.valley, r, scale * r.past[-1])
    return (
        f"Overlap with A: cue {hopfield.overlap(r.cue, r.memory):z.2f}, "
        f"now {r.m[0]:z.2f}, at the end {r.recalled:z.2f}, {r.ended}."
    )


ACROSS = np.linspace(-1.0, 1.0, 201)  # overlaps with A
WORDS = ("energy", "overlap with A")
NAMES = ((-0.97, "its negative"), (0.97, "A"))


def _show_valley(panel, r, energy):
    """The state as a ball on the energy that it would have with another overlap with A.

    Energy is -N²/2M times the sum of all squared overlaps, so along one of them, the
    others held, it is a hill with A and its negative at the feet. A cut weight carries nothing.
    """
    hill = energy + 0.5 * (1.0 - r.lesion) * (r.m[0] ** 2 - ACROSS**2)
    trail = np.linspace(r.cue @ r.memory / N, r.m[0], 14)[:-1]
    valley = panel.drawing(Valley, WORDS, NAMES)
    valley.move((hill + 0.75) / 0.85, r.m[0], trail)
    valley.tells(energy=lambda height: f"energy {0.85 * height - 0.75:z.2f} N² / M")
