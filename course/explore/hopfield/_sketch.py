"""Lesson 09, draw a pattern: a hand draws on 28 x 28 units and the network cleans it up."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.explore.hopfield._recall import part_way
from course.live import Button, Choice, Live, Preset, Slider, State
from course.material.glyphs import SIDE, glyphs
from course.models import hopfield
from course.models.hopfield import states
from course.plots import patterns as plot

CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STEPS = {"ArrowLeft": (0, -1), "ArrowRight": (0, 1), "ArrowUp": (-1, 0), "ArrowDown": (1, 0)}


def packed(s):
    """A drawing as text, four units to a letter."""
    return np.packbits(np.asarray(s) > 0).tobytes().hex()


def unpacked(ink):
    """What `packed` packed, (784,) of -1 and +1; white where there is no text."""
    bits = np.zeros(SIDE * SIDE // 8, np.uint8)
    known = np.frombuffer(bytes.fromhex(ink), np.uint8)
    bits[: len(known)] = known
    return 2 * np.unpackbits(bits).astype(np.int8) - 1


def by_hand(character, rows=slice(None), **look):
    """A character that is not quite a memory, or some rows of it, as text."""
    drawn = glyphs(character, **look).patterns[0].reshape(SIDE, SIDE)
    part = np.full((SIDE, SIDE), -1)
    part[rows] = drawn[rows]
    return packed(part.ravel())


def moved(event, values):
    """What a hand changes: the ink, the place of the pen and whether it writes.

    `pen` is 1 while it draws, -1 while it rubs out, 0 while it is up. A press on ink rubs
    out. Arrow keys move the pen, space makes a dot, Enter puts the pen down or lifts it;
    Delete clears the picture and lifts it.
    """
    s = unpacked("" if values["clear"] > values["cleared"] else values["ink"])
    s = s.reshape(SIDE, SIDE)
    pen, (row, column) = values["pen"], values["at"]
    before = row, column
    if event.kind == "release":
        pen = 0
    elif event.kind == "key":
        down, right = STEPS.get(event.key, (0, 0))
        row, column = (row + down) % SIDE, (column + right) % SIDE
        if event.key in ("Delete", "Backspace"):
            s[:], pen = -1, 0
        elif event.key == "Enter":
            pen = 0 if pen else 1
        elif event.key == " ":
            stroke(s, (row, column), (row, column), values["brush"], -s[row, column])
        if pen:
            stroke(s, (row, column), (row, column), values["brush"], pen)
    elif event.axes == "your drawing":
        row, column = (int(np.clip(round(v), 0, SIDE - 1)) for v in (event.y, event.x))
        if event.kind == "press":
            before, pen = (row, column), -int(s[row, column])
        if pen:
            stroke(s, before, (row, column), values["brush"], pen)
    at = [int(row), int(column)]
    return {"ink": packed(s.ravel()), "pen": pen, "at": at, "cleared": values["clear"]}


def stroke(s, start, end, brush, value):
    """Set the units that a round brush covers on its way from `start` to `end`."""
    rows, columns = np.mgrid[:SIDE, :SIDE]
    for part in np.linspace(0, 1, 1 + int(2 * np.hypot(end[0] - start[0], end[1] - start[1]))):
        row, column = (a + part * (b - a) for a, b in zip(start, end))
        s[np.hypot(rows - row, columns - column) <= brush / 2] = value


@lru_cache(4)
def weights(M, rule):
    return hopfield.train(glyphs(CHARACTERS[:M]).patterns, rule)


def sketch(**start):
    """Draw on the left; the network cleans it up on the right."""

    class Result(NamedTuple):
        ink: np.ndarray
        now: np.ndarray
        m: np.ndarray
        at: tuple  # row and column of the pen
        label: str | None  # of the memory that recall ends in
        best: str  # the memory most like the end

    def compute(brush, M, rule, t, clear, cleared, ink, at, pen):
        ink = unpacked("" if clear > cleared else ink)
        xi = glyphs(CHARACTERS[:M]).patterns
        trace = hopfield.recall(weights(M, rule), ink, patterns=xi)
        now, _ = part_way(trace, t / 100)
        label = states.classify(trace.final, xi, CHARACTERS[:M])
        best = CHARACTERS[int(np.argmax(trace.overlaps[-1]))]
        return Result(ink, now, xi @ now / now.size, at, label, best)

    def draw(axes):
        pictures = [plot.picture(axes[name], name) for name in ("your drawing", "the network")]
        style = {"color": "C1", "marker": "s", "ls": "", "mfc": "none", "mew": 1.6, "ms": 10}
        cursor = axes["your drawing"].plot([], [], **style)[0]
        axes["your drawing"].set(xlim=(-0.5, SIDE - 0.5), ylim=(SIDE - 0.5, -0.5))
        says = axes["the network"].text(
            0.0, -0.03, "", va="top", transform=axes["the network"].transAxes
        )
        m = plot.overlaps(axes["m"], xlabel="memories")
        names = [axes["m"].text(0, 1.2, "", ha="center", fontsize=9) for _ in CHARACTERS]
        return {"pictures": pictures, "cursor": cursor, "says": says, "m": m, "names": names}

    def update(artists, result):
        for image, s in zip(artists["pictures"], (result.ink, result.now)):
            plot.show_picture(image, s)
        row, column = result.at
        artists["cursor"].set_data([column], [row])
        artists["says"].set_text(words(result))
        plot.show_overlaps(artists["m"], result.m)
        M = len(result.m)
        for k, name in enumerate(artists["names"]):
            name.set(text=CHARACTERS[k] if k < M else "", x=(k + 0.5) / M)

    def words(result):
        if result.label is None:
            return f"no label: not a memory, most like {result.best}"
        return f"label: {result.label}"

    def summary(result):
        ink = int(np.sum(result.ink > 0))
        return f"{ink} units of ink. Recall ends with {words(result)}."

    return Live(
        "Draw a digit and let the network clean it up",
        [
            Slider("t", 0, 100, 100, 1, "%", "time", "how much of the recall is done", play=25),
            Slider("brush", 1, 8, 3, 1, "units", meaning="width of the pen"),
            Slider("M", 1, 36, 10, 1, meaning="memories: 0 to 9, then A to Z"),
            Choice("rule", hopfield.RULES, "projection", meaning="of learning"),
            Button("clear", "clear the drawing", "or the Delete key on the picture"),
            State("cleared", 0),
            State("ink", by_hand("3", width=2.0, slant=1.5, shift=(1.0, -1.0))),
            State("at", [14, 14]),
            State("pen", 0),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.sketch",
        start=start,
        presets=[
            Preset(
                "the top of a 5",
                "Fourteen rows of a five are enough: the network draws the rest.",
                {"ink": by_hand("5", slice(0, 14))},
            ),
            Preset(
                "blank",
                "No ink at all: draw with the mouse, or with the arrow keys and Enter.",
                {"ink": ""},
            ),
            Preset(
                "Hebb's rule",
                "The same drawing under Hebb's rule: every cue ends in one blend of all digits.",
                {"rule": "hebb"},
            ),
        ],
        mosaic=[["your drawing", "the network"], ["m", "m"]],
        panels={"height_ratios": [3, 1]},
        size=(7.2, 5.0),
        on_event=moved,
    )
