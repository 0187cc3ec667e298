import numpy as np

from course.live import Button, Choice, Preset, Slider, Yours, figure, stacked
from course.models import perceptron
from course.plots import planes
from course.plots.diagrams import Layers

DATA = ("XOR", "ring", "spirals")
ACTIVATIONS = ("tanh", "sigmoid", "relu")
N = 49
POINTS = planes.grid(N)
FIRST = np.arange(1, 202)  # epochs in which the student's own slopes are followed
ENDS = np.unique(np.geomspace(1, 4000, 60).astype(int))  # epochs at which a picture is drawn
LEARNING = {  # a network large, what it answers and its loss beside it
    "mosaic": [["net", "x"], ["net", "loss"]],
    "height_ratios": [4, 3],
    "width_ratios": [7, 4],
    "narrow": stacked(5.6, net=2, x=3),
    "size": (9.0, 4.8),
}


def examples(data):
    """A gate, a ring around a disk, or two spirals, all inside the square."""
    if data == "XOR":
        return perceptron.gate("XOR")
    t = np.linspace(0.0, 1.0, 30)
    y = np.repeat([0.0, 1.0], 30)
    if data == "ring":
        angle, r = 2 * np.pi * 11 * t, np.where(y == 1, 0.85, 0.0)
        r[:30] = 0.42 * np.sqrt(t)
        angle = np.tile(angle, 2)
    else:
        angle = np.tile(2.6 * np.pi * np.sqrt(t) + 0.6, 2) + np.pi * y
        r = np.tile(0.12 + 0.95 * np.sqrt(t), 2)
    X = 0.5 + r[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return perceptron.Examples(X, y)


@figure(
    "A multi-layer perceptron in training",
    Choice("data", DATA, "XOR", meaning="examples"),
    Slider("H", 1, 20, 3, 1, meaning="hidden units"),
    Choice("activation", ACTIVATIONS, "tanh", label="f", meaning="of the hidden units"),
    Slider("rate", 0.01, 30.0, 1.0, 0.05, label="r", meaning="learning rate", log=True),
    Button("seed", "new start", start=1),
    Yours(
        "mine(W1, b1, W2, b2, X, t)",
        "which gives the four slopes: with tanh, it takes the same start through the first 200 "
        "epochs, and its loss is drawn over the library's",
    ),
    presets=[
        Preset("one unit", H=1).shows("One hidden unit bends nothing: a corner stays wrong."),
        Preset("a ring", data="ring", H=6, rate=1.0).shows("A few lines close around the disk."),
        Preset("too fast", rate=30.0, activation="relu", data="ring", H=8).shows(
            "The loss jumps, the ReLUs die, and all answers are alike."
        ),
        Preset("spirals", data="spirals", H=20, rate=2.0).shows(
            "Twenty lines wind a boundary between two arms."
        ),
    ],
    **LEARNING,
)
def training(data, H, activation, rate, seed, mine):
    """A network learning before your eyes: boundary, hidden units' lines, loss."""
    found = examples(data)
    mlp = perceptron.init(2, H, rng=seed, activation=activation)
    yours = None
    if activation == "tanh":
        start = mlp
        yours = mine.used(lambda slopes: descent(slopes, start, found, rate), like=FIRST)
    loss, done = np.array([perceptron.gradients(mlp, *found)[0]]), 0
    for end in ENDS:
        fit = perceptron.fit(mlp, *found, rate=rate, epochs=int(end) - done)
        mlp, done = fit.mlp, int(end)
        loss = np.append(loss, fit.loss[1:])
        answers = perceptron.forward(mlp, POINTS).y.reshape(N, N)
        wrong = (perceptron.forward(mlp, found.X).y[:, 0] > 0.5) != found.y
        epochs = np.unique(np.geomspace(1, len(loss), 300).astype(int))
        shown = {
            "examples": found,
            "mlp": mlp,
            "epochs": epochs,
            "loss": loss[epochs - 1],
            "answers": answers,
            "wrong": wrong,
            "diverged": fit.diverged,
            "mine": yours,
        }
        yield end / ENDS[-1], shown
        if fit.diverged:
            return


def descent(slopes, mlp, found, rate):
    """Loss in the first epochs by the student's own slopes."""
    W1, b1, W2, b2 = mlp.W1, mlp.b1, mlp.W2[0], mlp.b2[0]
    loss = []
    for _ in FIRST:
        net = mlp._replace(W1=W1, b1=b1, W2=W2[None], b2=np.array([b2]))
        y = np.clip(perceptron.forward(net, found.X).y[:, 0], 1e-12, 1 - 1e-12)
        loss.append(-np.mean(np.where(found.y == 1, np.log(y), np.log(1 - y))))
        given = W1.copy(), b1.copy(), W2.copy(), b2, found.X.copy(), found.y.copy()
        dW1, db1, dW2, db2 = slopes(*given)
        W1 = W1 - rate * dW1
        b1 = b1 - rate * db1
        W2 = W2 - rate * dW2
        b2 = b2 - rate * db2
    return loss


COARSE = 20
MAP = planes.grid(COARSE)
CENTER, REACH = np.mean(planes.SIDE), np.ptp(planes.SIDE) / 2
FORMS = {"tanh": lambda a: a, "sigmoid": lambda a: 2.0 * a - 1.0, "relu": np.tanh}  # to -1..1


def _show_layers(panel, r):
    """The network as it is: each unit is a map of what it answers over the plane."""
    seen = perceptron.forward(r.mlp, MAP)
    inputs, hidden = (MAP - CENTER) / REACH, FORMS[r.activation](seen.hidden)
    maps = np.column_stack([inputs, hidden, 2.0 * seen.y - 1.0]).T.reshape(-1, COARSE, COARSE)
    net = panel.drawing(Layers, (2, r.mlp.b1.size, 1))
    X, y = r.examples
    net.move([r.mlp.W1, r.mlp.W2], maps, [r.mlp.b1, r.mlp.b2], X - CENTER, y, REACH)


@training.show
def show_training(ax, r):
    _show_layers(ax.net, r)
    size = 6 if len(r.wrong) > 4 else 13
    ax.x.still(title="what the network answers")
    planes.plane(
        ax.x,
        r.examples,
        r.answers,
        r.wrong,
        size=size,
        ring=size + 7,
        lines=planes.lines(r.mlp.W1, r.mlp.b1),
    )
    ax.loss.still(xscale="log", yscale="log", xlim=(1, 5000), ylim=(1e-4, 20))
    ax.loss.still(xlabel="epoch", ylabel="loss (cross entropy)", title="loss")
    ax.loss.level("guessing", np.log(2), color="soft", lw=1, ls="--", label="guessing")
    ax.loss.line("loss", r.epochs, np.clip(r.loss, 1e-5, 18), color="ink")
    ax.loss.yours("mine", FIRST, None if r.mine is None else np.clip(r.mine, 1e-5, 18))
    if r.diverged:
        words = "diverged: the rate is too large"
        ax.loss.text("diverged", 1.3, 2e-4, words, color="exc")
    end = "; diverged" if r.diverged else ""
    return (
        f"Epoch {r.epochs[-1] - 1}: loss {r.loss[-1]:z.2g}, "
        f"{r.wrong.sum()} of {len(r.wrong)} examples wrong{end}."
    )
