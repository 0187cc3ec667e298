import numpy as np

from course import _ties
from course.explore._ink import packed, unpacked
from course.explore.layers._mlp import ACTIVATIONS, FORMS, LEARNING
from course.live import Button, Choice, Preset, Slider, State, Yours, figure
from course.models import perceptron
from course.models.perceptron import deep
from course.plots import planes
from course.plots.diagrams import Layers

REACH = 1.25  # both inputs go from -1.25 to 1.25
SIDE = (-REACH, REACH)
N, COARSE = 49, 20
POINTS, MAP = planes.grid(N, SIDE), planes.grid(COARSE, SIDE)
COUNT = 200  # examples, half of them to learn from
DATA = (*deep.POINTS, "drawn")
EPOCHS = 1000
ENDS = np.unique(np.geomspace(1, EPOCHS, 40).astype(int))  # epochs at which a picture is drawn
FIRST = np.arange(1, 31)  # epochs in which the student's own batches are followed
CELLS, BRUSH = 25, 0.2  # of the plane that a hand paints; radius of the brush
CENTERS = np.linspace(*SIDE, 2 * CELLS + 1)[1::2]


def dab(ink, x, y, value):
    """Paint or clear what a round brush covers."""
    ink[np.hypot(CENTERS[:, None] - y, CENTERS - x) <= BRUSH] = value


def moon():
    """What is drawn at first: a crescent."""
    x, y = CENTERS, CENTERS[:, None]
    return (np.hypot(x, y) < 0.9) & (np.hypot(x - 0.4, y) > 0.65)


def examples(data, noise, ink, seed):
    """COUNT examples in no order; of the drawing, points anywhere and whether there is ink."""
    rng = np.random.default_rng(seed)
    if data == "drawn":
        X = rng.uniform(-1.0, 1.0, (COUNT, 2))
        column, row = np.floor((X.T + REACH) / (2 * REACH) * CELLS).astype(int)
        y = unpacked(ink, CELLS)[row, column] * 1.0
        X = _ties.decimals(X + noise * rng.normal(size=X.shape))
        return perceptron.Examples(X, y)
    X, y = deep.points(data, COUNT, noise=noise, rng=rng)
    order = rng.permutation(COUNT)
    return perceptron.Examples(X[order], y[order])


@figure(
    "A playground of layers",
    Choice("data", DATA, "circle", meaning="examples"),
    Slider("depth", 0, 3, 1, 1, meaning="hidden layers", main=True),
    Slider("H", 1, 8, 4, 1, meaning="units in each of them", main=True),
    Choice("activation", ACTIVATIONS, "tanh", label="f", meaning="of the hidden units"),
    Slider("rate", 0.01, 3.0, 0.3, 0.01, label="r", meaning="learning rate", log=True),
    Slider("noise", 0.0, 0.3, 0.0, 0.02, meaning="added to both inputs", main=True),
    Slider("known", 20, 160, 100, 10, meaning="examples to learn from, of 200"),
    Slider("batch", 1, 30, 10, 1, meaning="examples of a step"),
    Slider("l2", 0.0, 0.03, 0.0, 0.001, label="L2", meaning="how strongly weights shrink"),
    Button("seed", "new start", start=1),
    State("ink", packed(moon())),
    State("at", [0.0, 0.0]),
    State("pen", 0),
    Yours(
        "mine(n, size, rng)",
        "which gives the batches of an epoch: the same start learns by them through the first 30 "
        "epochs, and its loss is drawn over the library's",
    ),
    presets=[
        Preset("no hidden layer", depth=0).shows("One line cannot close around the disk."),
        Preset("a spiral, wide", data="spiral", H=8).shows("Eight lines do not wind far enough."),
        Preset("a spiral, deep", data="spiral", depth=3, H=8).shows(
            "The second layer bends what the first has bent, and the third bends that."
        ),
        Preset("learned by heart", depth=3, H=8, noise=0.2, known=60).shows(
            "The loss of what it learns falls; that of new examples rises again."
        ),
        Preset("your own", data="drawn", depth=2, H=8).shows(
            "Paint on the right, or rub out: what you paint is class 1."
        ),
    ],
    **LEARNING,
)
def playground(data, depth, H, activation, rate, noise, known, batch, l2, seed, ink, mine):
    """Layers that learn examples, or what you paint, and are judged by new ones."""
    found = examples(data, noise, ink, seed)
    learned = perceptron.Examples(found.X[:known], found.y[:known])
    new = perceptron.Examples(found.X[known:], found.y[known:])
    rng = np.random.default_rng(seed)
    net = start = deep.init([2, *[H] * depth, 1], rng=rng, activation=activation)
    yours = mine.used(lambda batches: followed(batches, start, learned, rate, batch, l2), FIRST)
    losses, done = [], 0
    for end in ENDS:
        fit = deep.fit(
            net, *learned, rng=rng, rate=rate, batch=batch, epochs=int(end) - done, l2=l2
        )
        net, done = fit.net, int(end)
        losses.append([deep.gradients(net, *part)[0] for part in (learned, new)])
        wrong = [(deep.forward(net, X)[-1][:, 0] > 0.5) != (y > 0.5) for X, y in (learned, new)]
        shown = {
            "examples": new,
            "learned": learned,
            "net": net,
            "epochs": ENDS[: len(losses)],
            "losses": np.array(losses),
            "answers": deep.forward(net, POINTS)[-1].reshape(N, N),
            "wrong": wrong,
            "diverged": fit.diverged,
            "mine": yours,
        }
        yield end / ENDS[-1], shown
        if fit.diverged:
            return


def followed(batches, net, learned, rate, size, l2):
    """Loss after each of the first epochs with the student's own batches."""
    rng, loss = np.random.default_rng(0), []
    for _ in FIRST:
        given = batches(len(learned.y), size, rng)
        given = [np.asarray(rows) for rows in given]
        held = np.sort(np.concatenate(given), axis=None)
        if not np.array_equal(held, np.arange(len(learned.y))):
            raise ValueError("its batches do not hold each example once")
        for rows in given:
            rows = rows.astype(int)
            _, slopes = deep.back_propagate(net, learned.X[rows], learned.y[rows], l2)
            net = net._replace(
                weights=tuple(W - rate * d for W, d in zip(net.weights, slopes.weights)),
                biases=tuple(b - rate * d for b, d in zip(net.biases, slopes.biases)),
            )
        loss.append(deep.back_propagate(net, *learned)[0])
    return loss


@playground.show
def show_playground(ax, r):
    first, *hidden, y = MAP / REACH, *deep.forward(r.net, MAP)
    maps = np.column_stack([first, *map(FORMS[r.activation], hidden), 2.0 * y - 1.0])
    net = ax.net.drawing(Layers, (2, *[r.H] * r.depth, 1))
    maps = maps.T.reshape(-1, COARSE, COARSE)
    net.move(r.net.weights, maps, r.net.biases, r.learned.X, r.learned.y, REACH)
    ax.x.still(title="new examples, and its answer")
    look = {"size": 5, "ring": 11, "side": SIDE}
    planes.plane(ax.x, r.examples, r.answers, r.wrong[1], **look)
    drawn = r.data == "drawn"
    edge = planes.level(CENTERS, unpacked(r.ink, CELLS) * 1.0, 0.5) if drawn else ([], [])
    ax.x.line("drawn", *edge, color="you", lw=1.6, ls=":")
    ax.x.points(
        "at",
        *np.transpose([r.at] if drawn else np.empty((0, 2))),
        color="you",
        mfc="none",
        ms=10,
        mew=1.6,
    )
    ax.loss.still(xscale="log", yscale="log", xlim=(1, EPOCHS * 1.1), ylim=(1e-3, 5))
    ax.loss.still(xlabel="epoch", ylabel="loss (cross entropy)", title="loss")
    for k, (name, style) in enumerate((("learned", "-"), ("new", "--"))):
        loss = np.clip(r.losses[:, k], 1e-4, 4.5)
        ax.loss.line(name, r.epochs, loss, color="ink", ls=style, label=name)
    ax.loss.yours("mine", FIRST, None if r.mine is None else np.clip(r.mine, 1e-4, 4.5))
    count = sum(W.size for W in r.net.weights) + sum(b.size for b in r.net.biases)
    learned, new = (100 * (1 - np.mean(wrong)) for wrong in r.wrong)
    end = "; diverged: the rate is too large" if r.diverged else ""
    return (
        f"Epoch {r.epochs[-1]}, {count} weights and biases: {learned:z.0f} % of {r.known} learned "
        f"and {new:z.0f} % of {COUNT - r.known} new examples right{end}."
    )


@playground.on_event
def paint(event, values):
    """What a hand paints: class 1. A press on paint rubs out. With the keys, arrows move the
    brush, space paints or rubs out, and Delete clears all."""
    ink = unpacked(values["ink"], CELLS)
    x, y = values["at"]
    pen = values["pen"]
    if event.kind == "release":
        return {"pen": 0}
    if event.kind == "key":
        right, up = event.arrow
        x, y = (float(np.clip(v + 0.1 * step, *SIDE)) for v, step in ((x, right), (y, up)))
        if event.key in ("Delete", "Backspace"):
            ink[:] = False
        elif event.key == " ":
            dab(ink, x, y, not painted(ink, x, y))
    elif event.axes == "x":
        x, y = float(np.clip(event.x, *SIDE)), float(np.clip(event.y, *SIDE))
        if event.kind == "press":
            pen = -1 if painted(ink, x, y) else 1
        if pen:
            dab(ink, x, y, pen > 0)
    else:
        return {}
    return {"ink": packed(ink), "at": [x, y], "pen": pen, "data": "drawn"}


def painted(ink, x, y):
    """Whether there is paint at a place."""
    column, row = (min(CELLS - 1, int((v + REACH) / (2 * REACH) * CELLS)) for v in (x, y))
    return bool(ink[row, column])
