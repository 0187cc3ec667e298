import numpy as np

from course.explore._ink import packed, stroke, unpacked
from course.explore.hopfield._recall import part_way
from course.explore.hopfield._rules import CHARACTERS, stored, weights
from course.live import Button, Choice, Preset, Slider, State, figure
from course.material.glyphs import SIDE, glyphs
from course.models import hopfield
from course.models.hopfield import states
from course.plots import patterns as plot
from course.plots.words import SPARE

HANDS = {"pen": 1, "eraser": -1}  # what each leaves on the units


def units(text):
    """A drawing as units, (SIDE, SIDE) of -1 and +1; white where there is no text."""
    return 2 * unpacked(text, SIDE).astype(np.int8) - 1


def by_hand(character, rows=slice(None), columns=slice(None), **look):
    """A character that is not quite a memory, or some rows or columns of it, as text."""
    drawn = glyphs(character, **look).patterns[0].reshape(SIDE, SIDE)
    part = np.full((SIDE, SIDE), -1)
    part[rows, columns] = drawn[rows, columns]
    return packed(part > 0)


@figure(
    "Draw a digit and let the network clean it up",
    Slider("t", 0, 100, 100, 1, "%", "time", "how much of the recall is done", play=25),
    Choice("hand", tuple(HANDS), "pen", meaning="what the mouse or Enter puts on the picture"),
    Slider("brush", 1, 8, 3, 1, "units", meaning="width of the pen or the eraser"),
    Slider("M", 1, 36, 10, 1, meaning="memories: 0 to 9, then A to Z"),
    Choice("rule", hopfield.RULES, "projection", meaning="of learning"),
    Button("clear", "clear the drawing", "or the Delete key on the picture"),
    State("cleared", 0),
    State("ink", by_hand("3", width=2.0, slant=1.5, shift=(1.0, -1.0))),
    State("at", [14, 14]),
    State("pen", 0),
    presets=[
        Preset("the top of a 5", ink=by_hand("5", slice(0, 14))).shows(
            "Fourteen rows of a five are enough: the network draws the rest."
        ),
        Preset("an 8 to rub out", hand="eraser", brush=4, ink=by_hand("8")).shows(
            "A whole memory and an eraser: how much of it can go, and what does the rest become?"
        ),
        Preset("rubbed to a 3", hand="eraser", ink=by_hand("8", columns=slice(10, None))).shows(
            "Ten columns of an 8 are gone, and the network takes it for a 3."
        ),
        Preset("blank", ink="").shows(
            "No ink at all: draw with the mouse, or with the arrow keys and Enter."
        ),
        Preset("Hebb's rule", rule="hebb").shows(
            "The same drawing under Hebb's rule: every cue ends in one blend of all digits."
        ),
    ],
    mosaic=[["your drawing", "the network"], ["m", "m"]],
    height_ratios=[3, 1],
    size=(7.2, 5.0),
)
def sketch(M, rule, t, clear, cleared, ink):
    """Draw or rub out on the left; the network cleans it up on the right."""
    ink = units("" if clear > cleared else ink).ravel()
    xi = stored("glyphs", M)
    trace = hopfield.recall(weights("glyphs", M, rule), ink, rng=0, patterns=xi)
    now, _ = part_way(trace, t / 100)
    label = states.classify(trace.final, xi, CHARACTERS[:M])
    best = CHARACTERS[int(np.argmax(trace.overlaps[-1]))]
    return {"ink": ink, "now": now, "m": xi @ now / now.size, "label": label, "best": best}


@sketch.show
def show_sketch(ax, r):
    drawing, network = ax["your drawing"], ax["the network"]
    plot.picture(drawing, r.ink, "your drawing")
    plot.picture(network, r.now, "the network")
    drawing.still(xlim=(-0.5, SIDE - 0.5), ylim=(SIDE - 0.5, -0.5))
    row, column = r.at
    pen = {"color": "you", "marker": "s", "mfc": "none", "mew": 1.6, "ms": 10}
    drawing.points("pen", column, row, **pen)
    network.say(words(r))
    plot.overlaps(ax.m, r.m, xlabel="memories")
    for k in range(r.M):
        ax.m.text(k, (k + 0.5) / r.M, -1.1, CHARACTERS[k], ha="center", gid=SPARE)
    ink = int(np.sum(r.ink > 0))
    like = hopfield.overlap(r.ink, glyphs(r.best).patterns[0])
    return (
        f"{ink} units of ink, with an overlap of {like:z.2f} with {r.best}. "
        f"Recall ends with {words(r)}."
    )


def words(r):
    """What the network says it has seen."""
    if r.label is None:
        return f"no label: not a memory, most like {r.best}"
    return f"label: {r.label}"


@sketch.on_event
def draw(event, values):
    """What a hand changes: the ink, the place of the pen and whether it writes.

    `pen` is 1 while it draws, -1 while it rubs out, 0 while it is up; twice that after a press
    outside, from where a stroke may come in. Arrow keys move the pen, space makes a dot, Enter
    puts the pen or the eraser down or lifts it; Delete clears the picture and lifts it.
    """
    s = units("" if values["clear"] > values["cleared"] else values["ink"])
    mark = HANDS[values["hand"]]
    reach = values["brush"] / 2
    pen = values["pen"]
    row, column = before = values["at"]
    if event.kind == "release":
        pen = 0
    elif event.kind == "key":
        right, up = event.arrow
        row = (row - up) % SIDE
        column = (column + right) % SIDE
        if event.key in ("Delete", "Backspace"):
            s[:] = -1
            pen = 0
        elif event.key == "Enter":
            pen = 0 if pen else mark
        elif event.key == " ":
            stroke(s, (column, row), (column, row), reach, mark)
        if pen:
            stroke(s, (column, row), (column, row), reach, mark)
    elif event.axes == "your drawing":
        row, column = (int(np.clip(round(v), 0, SIDE - 1)) for v in (event.y, event.x))
        if event.kind == "press" or abs(pen) == 2:
            before = row, column
            pen = mark
        if pen:
            stroke(s, before[::-1], (column, row), reach, mark)
    elif event.kind == "press":
        pen = 2 * mark
    at = [int(row), int(column)]
    return {"ink": packed(s > 0), "pen": pen, "at": at, "cleared": values["clear"]}
