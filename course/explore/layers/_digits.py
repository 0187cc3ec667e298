import itertools
from functools import cache, partial

import numpy as np

from course.explore._ink import packed, stroke, unpacked
from course.live import Button, Preset, Slider, State, figure, stacked
from course.material.digits import SIDE, digits
from course.models import perceptron
from course.plots.patterns import picture

KNOWN = 1200  # of the 1797 digits are learned, the others are new
ENDS = np.unique(np.geomspace(1, 400, 14).astype(int))  # epochs at which a picture is drawn
ACROSS, MOST = 6, 12  # pictures in a row; mistakes that are shown
BELOW = 4  # pixels below a mistake, where the answer stands
FINE = 4 * SIDE  # pixels of a drawing to each side; the data's pixels are 4 by 4 of such
WIDTH = 2.3  # of the pen, in those
THREE = [(10, 5), (17, 3), (22, 7), (20, 12), (14, 15), (21, 18), (23, 24), (17, 29), (9, 27)]


@cache
def halves(seed):
    """Images and labels of those to learn and of new ones, and what the nearest known one says."""
    images, labels = digits()
    order = np.random.default_rng(seed).permutation(len(labels))
    known, new = order[:KNOWN], order[KNOWN:]
    far = np.sum(images[known] ** 2, axis=1) - 2 * images[new] @ images[known].T
    nearest = np.mean(labels[known][np.argmin(far, axis=1)] == labels[new])
    return images[known], labels[known], images[new], labels[new], 100 * nearest


def tiled(pictures, across, rows, gap=1):
    """Pictures (n, 64) side by side, from the upper left, as one image; `gap` is below each."""
    sheet = np.full((rows * (SIDE + gap), across * (SIDE + 1)), np.nan)
    for k, one in enumerate(pictures):
        y, x = (SIDE + gap) * (k // across), (SIDE + 1) * (k % across)
        sheet[y : y + SIDE, x : x + SIDE] = np.reshape(one, (SIDE, SIDE))
    return sheet


def line_of(places):
    """A drawing of one line through these places, as text."""
    ink = np.zeros((FINE, FINE), bool)
    for start, end in itertools.pairwise(places):
        stroke(ink, start, end, WIDTH, True)
    return packed(ink)


def coarse(ink):
    """The drawing as the data have it: the part of ink in 4 by 4 pixels, (64,)."""
    return ink.reshape(SIDE, 4, SIDE, 4).mean(axis=(1, 3)).ravel()


@figure(
    "A network that learns to read",
    Slider("H", 2, 30, 16, 1, meaning="hidden units"),
    Slider("rate", 0.05, 5.0, 0.5, 0.05, label="r", meaning="learning rate", log=True),
    Button("seed", "other digits to learn"),
    State("ink", line_of(THREE)),
    State("at", [4, 16]),
    State("pen", 0),
    presets=[
        # At larger rates rounding decides where the steps of four units lead.
        Preset("few units", H=4, rate=0.25).shows("Four numbers cannot tell ten digits apart."),
        Preset("enough", H=16).shows("It reads new digits nearly as well as those it has learned."),
        Preset("too slow", rate=0.05).shows("The steps are short: 400 epochs are not enough."),
    ],
    mosaic=[["weights", "ink", "said"], ["wrong", "share", "share"]],
    height_ratios=[3, 2],
    width_ratios=[5, 3, 3],
    narrow=stacked(12.0, ink=9, said=6, weights=6, wrong=8, share=7),
    size=(9.0, 5.2),
)
def reading(H, rate, seed):
    """Ten output units, one a digit; the largest output is the answer."""
    images, labels, new, meant, nearest = halves(seed)
    goals = np.eye(10)[labels]
    net = perceptron.init(SIDE * SIDE, H, 10, rng=seed)
    shares, done = [], 0
    for end in ENDS:
        fit = perceptron.fit(net, images, goals, rate=rate, epochs=int(end) - done)
        net, done = fit.mlp, int(end)
        said = np.argmax(perceptron.forward(net, new).y, axis=1)
        seen = np.argmax(perceptron.forward(net, images).y, axis=1)
        shares.append((100 * np.mean(seen == labels), 100 * np.mean(said == meant)))
        wrong = np.flatnonzero(said != meant)
        yield (
            end / ENDS[-1],
            {
                "net": net,
                "epochs": ENDS[: len(shares)],
                "shares": np.array(shares),
                "nearest": nearest,
                "wrong": len(wrong),
                "pictures": new[wrong[:MOST]],
                "names": [(meant[k], said[k]) for k in wrong[:MOST]],
            },
        )


@reading.show
def show_reading(ax, r):
    W = r.net.W1 / np.abs(r.net.W1).max()
    sheet = tiled(W, 10, 3)
    ax.weights.image("w", sheet, cmap="signed", clim=(-1, 1), interpolation="nearest")
    ax.weights.still(title="weights of each hidden unit", aspect="equal")
    ink = tiled(r.pictures, ACROSS, MOST // ACROSS, BELOW)
    ax.wrong.image("ink", ink, cmap="plain", clim=(0, 1), interpolation="nearest")
    ax.wrong.still(title="new digits, and what it reads wrongly", aspect="equal")
    for k in range(MOST):
        x, y = (SIDE + 1) * (k % ACROSS) + 3.5, (SIDE + BELOW) * (k // ACROSS) + SIDE + 1.5
        words = f"{r.names[k][1]}" if k < len(r.names) else ""
        ax.wrong.text(("said", k), x, y, words, color="ink", ha="center", va="center")
    drawn = unpacked(r.ink, FINE)
    y = perceptron.forward(r.net, coarse(drawn)[None]).y[0]
    picture(ax.ink, 2.0 * drawn.ravel() - 1.0, "your drawing", side=FINE)
    x, row = r.at
    ax.ink.points("at", x, row, color="you", marker="s", mfc="none", ms=10, mew=1.6)
    ax.said.still(xlim=(-0.6, 9.6), ylim=(-0.5, 1.5), yticks=(0, 1), title="what it says of it")
    ax.said.still(xlabel="digit", ylabel="output", zero="y")
    ax.said.still.set_xticks(range(10))
    ax.said.bars("y", np.arange(10), np.clip(y, -0.5, 1.5), color="ink")
    for panel, told in ((ax.weights, _told_weights), (ax.wrong, _told_wrong)):
        panel.still.axis("off")
        panel.tells = partial(told, r)
    ax.share.still(xscale="log", xlim=(1, 420), ylim=(0, 103), xlabel="epoch")
    ax.share.still(ylabel="right (%)")
    ax.share.level("nearest", r.nearest, color="soft", lw=1, ls="--", label="nearest known digit")
    for k, (name, color) in enumerate((("learned", "soft"), ("new", "ink"))):
        ax.share.line(name, r.epochs, r.shares[:, k], color=color, label=name)
    said = ", ".join(f"{a} as {b}" for a, b in r.names[:2])
    learned, new = r.shares[-1]
    return (
        f"{learned:z.0f} % of the digits learned and {new:z.1f} % of new ones are right; "
        f"the nearest known digit gets {r.nearest:z.1f} %. {r.wrong} are wrong"
        + (f", such as {said}." if said else ".")
        + f" Yours is read as {np.argmax(y)}."
    )


def _told_weights(r, x, y):
    k = 10 * int((y + 0.5) // (SIDE + 1)) + int((x + 0.5) // (SIDE + 1))
    return f"weights of hidden unit {k + 1}" if 0 <= k < len(r.net.W1) else ""


def _told_wrong(r, x, y):
    k = ACROSS * int((y + 0.5) // (SIDE + BELOW)) + int((x + 0.5) // (SIDE + 1))
    return f"a {r.names[k][0]}, read as {r.names[k][1]}" if 0 <= k < len(r.names) else ""


@reading.on_event
def write(event, values):
    """What a hand draws. A press on ink rubs out. With the keys, arrows move the pen, Enter puts
    it down or lifts it, space makes or rubs out a dot, and Delete clears the drawing."""
    ink, pen = unpacked(values["ink"], FINE), values["pen"]
    x, y = before = values["at"]
    if event.kind == "release":
        pen = 0
    elif event.kind == "key":
        right, up = event.arrow
        x, y = (int(np.clip(v, 0, FINE - 1)) for v in (x + right, y - up))
        if event.key in ("Delete", "Backspace"):
            ink[:], pen = False, 0
        elif event.key == "Enter":
            pen = 0 if pen else 1
        elif event.key == " ":
            stroke(ink, (x, y), (x, y), WIDTH, not ink[y, x])
        if pen:
            stroke(ink, before, (x, y), WIDTH, pen > 0)
    elif event.axes == "ink":
        x, y = (int(np.clip(round(v), 0, FINE - 1)) for v in (event.x, event.y))
        if event.kind == "press":
            before, pen = (x, y), -1 if ink[y, x] else 1
        if pen:
            stroke(ink, before, (x, y), WIDTH, pen > 0)
    else:
        return {}
    return {"ink": packed(ink), "at": [x, y], "pen": pen}
