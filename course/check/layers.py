"""What the exercises of lesson 10 check."""

import numpy as np

from course.check._exercise import NotYet, array, exercise, matches
from course.models.perceptron import CORNERS, GATES, gradients, init


@exercise(
    "A perceptron's answer to many inputs",
    hints=[
        "The net inputs of all rows are one product: `X @ w`, then add b.",
        "A comparison gives True and False; `np.where(n > 0, 1.0, 0.0)` gives numbers.",
    ],
)
def unit(answer):
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.2, 0.2], [-1.0, 2.0], [2.0, -1.5]])
    w, b = np.array([1.0, 2.0]), -1.0
    n = X @ w + b
    matches(
        answer(X, w, b),
        (n > 0).astype(float),
        "the answers",
        mistakes=[
            (n, "That is the net input; the step f turns it into 0 or 1."),
            ((X @ w > 0).astype(float), "The bias is missing."),
            ((X @ w - b > 0).astype(float), "The bias is subtracted: add it."),
            ((X @ w[::-1] + b > 0).astype(float), "The weights are in the wrong order."),
            ((n <= 0).astype(float), "0 and 1 are exchanged: 1 where the net input is above 0."),
            ((n >= 0).astype(float), "A net input of exactly 0 counts as 0 here."),
            (np.sign(n), "That is the sign, -1 or 1; 0 and 1 are wanted."),
            (np.where(n > 0, 1.0, -1.0), "The answers are -1 and 1; 0 and 1 are wanted."),
        ],
    )
    return "One unit, one line: the answer changes where w·x + b = 0."


@exercise(
    "The perceptron's rule, repaired",
    hints=[
        "Which errors are possible? The target is 0 or 1, the answer is 0 or 1.",
        "If the unit should have said 1 and said 0, w must move towards x.",
        "t minus the answer has the sign that is wanted; the bias learns like a weight of input 1.",
    ],
)
def rule(update):
    cases = [  # w, b, x, t: a miss and a right answer of each class, and a net input of 0
        ([1.0, -1.0], 0.5, [2.0, 1.0], 0.0),
        ([-1.0, 0.5], -0.25, [2.0, 1.0], 1.0),
        ([1.0, 1.0], 0.0, [0.5, 1.0], 1.0),
        ([-1.0, 0.0], 0.0, [0.5, 1.0], 0.0),
        ([1.0, -1.0], 0.5, [0.5, 1.0], 1.0),
    ]
    r = 0.1
    found, right, printed = [], [], []
    wrong = {key: [] for key in ("sign", "rate", "bias", "always", "net", "same", "zero")}
    for w, b, x, t in cases:
        w, x = np.array(w), np.array(x)
        new = update(w.copy(), b, x.copy(), t, r)
        if isinstance(new, (tuple, list)) and len(new) != 2:
            raise NotYet(f"The update returns {len(new)} things: return w and b.")
        if not isinstance(new, (tuple, list)):
            array(new)  # says what else is wrong with it
            raise NotYet("The update returns one thing: return both, w and b.")
        found.append(np.append(array(new[0], "w", shape=(2,)), array(new[1], "b", shape=())))
        v, x1, n = np.append(w, b), np.append(x, 1.0), float(w @ x + b)
        e = t - (n > 0)
        right.append(v + r * e * x1)
        printed.append(v - r * float(n > 0) * x1)
        wrong["sign"].append(v - r * e * x1)
        wrong["rate"].append(v + e * x1)
        wrong["bias"].append(v + r * e * np.append(x, 0.0))
        wrong["always"].append(v + r * (1.0 if t else -1.0) * x1)
        wrong["net"].append(v + r * (t - n) * x1)
        wrong["same"].append(v)
        wrong["zero"].append(v + r * (t - (n >= 0)) * x1)
    told = {
        "sign": "The line moves the wrong way: is the error t minus the answer, not the reverse?",
        "rate": "The step is too large: is the rate r missing?",
        "bias": "The bias does not learn: its input is always 1.",
        "always": "w changes although the answer is right: there the error must be 0.",
        "net": "The error uses the net input: put it through the step first.",
        "same": "Nothing changes: an answer that is wrong must move w and b.",
        "zero": "A net input of exactly 0 counts as the answer 0, as in the unit above.",
    }
    ignores = (printed, "The error still ignores the class: what if the answer is 0 and t is 1?")
    matches(
        np.array(found),
        np.array(right),
        "w and b after an example",
        mistakes=[ignores, *((wrong[key], message) for key, message in told.items())],
    )
    return "The error is +1, 0 or -1, so both classes teach."


@exercise(
    "XOR by hand, with two units that look alike",
    wants="value",
    hints=[
        "Both units see x1 + x2, which is 0, 1, 1, 2 at the corners.",
        "With biases 0 and -1 the hidden units are 0, 1, 1, 2 and 0, 0, 0, 1.",
        "How often must the second be taken from the first to make 0, 1, 1, 0?",
    ],
)
def by_hand(b1, W2):
    b1, W2 = array(b1, "b1", shape=(2,)), array(W2, "W2", shape=(2,))
    h = np.maximum(CORNERS.sum(axis=1)[:, None] + b1, 0.0)
    y = h @ W2
    if np.allclose(y, GATES["XOR"], atol=1e-9):
        return "One unit asks 'any?', the other 'both?'."
    for name, truth in (("OR", GATES["OR"]), ("AND", GATES["AND"]), ("its reverse", (1, 0, 0, 1))):
        if np.allclose(y, truth):
            raise NotYet(f"That is {name}, not XOR.")
    if np.ptp(h[:, 1]) == 0 or np.ptp(h[:, 0]) == 0:
        raise NotYet("One hidden unit says the same at all corners: change its bias.")
    if np.allclose(b1[0], b1[1]):
        raise NotYet("Both hidden units do the same: they need different biases.")
    if W2[0] * W2[1] > 0:
        raise NotYet("The second unit must be taken away from the first: W2 needs two signs.")
    k = int(np.argmax(~np.isclose(y, GATES["XOR"], atol=1e-9)))
    corner = "".join(f"{v:.0f}" for v in CORNERS[k])
    size = "large" if y[k] > GATES["XOR"][k] else "small"
    raise NotYet(f"At the corner {corner} the output is {y[k]:.3g}: too {size}.")


@exercise(
    "Slopes by central differences",
    hints=[
        "Copy p twice; raise entry i in one by h, lower it in the other.",
        "The two losses lie 2 h apart.",
    ],
)
def slopes(function):
    def loss(p):
        return float(p[0] ** 3 + 2 * p[0] * p[1] - np.sin(p[2]))

    p, h = np.array([1.0, -0.5, 0.3]), 1e-2
    central, forward, backward = np.empty((3, 3))
    for i, step in enumerate(h * np.eye(3)):
        up, here, down = loss(p + step), loss(p), loss(p - step)
        central[i], forward[i], backward[i] = (up - down) / (2 * h), (up - here) / h, here - down
    matches(
        function(loss, p.copy(), h),
        central,
        "the slopes",
        rtol=1e-9,
        mistakes=[
            (2 * central, "Twice too steep: the two points lie 2 h apart."),
            (forward, "That is the forward difference: step to both sides."),
            (backward / h, "That is the backward difference: step to both sides."),
            (-central, "The sign is wrong: the raised loss minus the lowered one."),
            (2 * h * central, "That is a difference of losses: divide by 2 h."),
            (np.full(3, central.sum()), "Raise one entry at a time, not all."),
        ],
    )
    return "The error of a central difference shrinks with the square of h."


def _backward(net, X, t, slope=True, mean=True, first=True, squared=False):
    """Gradients with parts left out."""
    a = np.tanh(X @ net.W1.T + net.b1)
    y = 1 / (1 + np.exp(-(a @ net.W2 + net.b2)))
    d2 = (y - t) / (len(t) if mean else 1) * (y * (1 - y) if squared else 1.0)
    d1 = np.outer(d2, net.W2 if first else np.ones_like(net.W2)) * ((1 - a * a) if slope else 1.0)
    return d1.T @ X, d1.sum(axis=0), d2 @ a, d2.sum()


@exercise(
    "Back-propagation through one hidden layer",
    hints=[
        "Begin at the end: d2 = (y - t) / n, one number for each example.",
        "dW2 sums d2 times a over the examples: `d2 @ a`; db2 sums d2 alone.",
        "d1 is d2 carried back through W2, times the slope of tanh, 1 - a * a: shape (n, H).",
        "dW1 is `d1.T @ X`; db1 sums d1 over the examples.",
    ],
)
def backprop(function):
    rng = np.random.default_rng(10)
    start = init(2, 3, rng=rng)
    X, t = rng.normal(size=(5, 2)), np.array([0.0, 1.0, 1.0, 0.0, 1.0])
    net = start._replace(W2=start.W2[0], b2=float(start.b2[0]))
    truth = gradients(start, X, t)[1]
    shapes = {"dW1": (3, 2), "db1": (3,), "dW2": (3,), "db2": ()}
    right = dict(zip(shapes, (truth.W1, truth.b1, truth.W2[0], truth.b2[0])))
    found = function(*(np.copy(p) for p in net[:4]), X.copy(), t.copy())
    if not isinstance(found, (tuple, list)) or len(found) != 4:
        if not isinstance(found, (tuple, list)):
            array(found)
        raise NotYet("Return four things: dW1, db1, dW2, db2.")
    variants = {
        "The gradients are n times too large: the loss is a mean over the examples.":
            _backward(net, X, t, mean=False),
        "The slope of tanh, 1 - a * a, is missing in d1.": _backward(net, X, t, slope=False),
        "The errors must travel back through W2.": _backward(net, X, t, first=False),
        "The sign is wrong: the error is y - t.": [-g for g in right.values()],
        "The slope of the sigmoid does not enter: with the cross entropy, y - t is all.":
            _backward(net, X, t, squared=True),
    }  # fmt: skip
    for k, (name, shape) in reversed(list(enumerate(shapes.items()))):
        value = array(found[k], f"the slope {name}")
        if value.ndim == 2 and name == "dW1" and value.shape == (2, 3):
            raise NotYet("dW1 is transposed: a row for each hidden unit, like W1.")
        if value.size == np.prod(shape) and name in ("dW2", "db2"):
            value = value.reshape(shape)  # (1, H) is as good
        mistakes = [(wrong[k], message) for message, wrong in variants.items()]
        matches(value, right[name], f"the slope {name}", rtol=1e-7, mistakes=mistakes)
    return "Two products forward, two products back: the slopes cost about as much as the answer."


@exercise(
    "The parameters of a convolution",
    hints=[
        "A kernel covers kernel * kernel places on every map that it sees.",
        "Each map has one bias, and every place on the map uses the same weights.",
    ],
)
def parameters(count):
    for maps, kernel, seen in ((6, 5, 1), (120, 5, 16), (3, 4, 2)):
        area = kernel * kernel
        matches(
            count(maps, kernel, seen),
            maps * (area * seen + 1),
            f"the count for {maps} maps with {kernel} × {kernel} kernels over {seen} maps",
            mistakes=[
                (maps * area * seen, "The biases are missing: one for each map."),
                (maps * area * seen + 1, "Each map has its own bias, not all one."),
                (maps * seen * (area + 1), "A map has one bias, however many maps it sees."),
                (maps * (area + 1), "A kernel reaches through all the maps that it sees."),
                (maps * (kernel * seen + 1), "A kernel is a square: kernel times kernel."),
                (area * seen + 1, "That is one map: times the number of maps."),
            ],
        )
    return "Published: 156 for C1 and 48,120 for C5."
