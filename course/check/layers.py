"""What the exercises of lesson 10 check."""

import itertools
import math
from functools import lru_cache

import numpy as np

from course.check._cases import order, vary, whole
from course.check._exercise import NotYet, array, choice, drawn, exercise, number, parts, seen
from course.models.autodiff import Node
from course.models.perceptron import CORNERS, GATES, deep
from course.models.perceptron.mlp import ACTIVATIONS


def _unit(X, w, b):
    return np.where(X @ w + b > 0, 1.0, 0.0)


@exercise(
    "A perceptron's answer to many inputs",
    hints=[
        "The net inputs of all rows are one product: `X @ w`, then add b.",
        "A comparison gives True and False; `np.where(n > 0, 1.0, 0.0)` gives numbers.",
    ],
    right=_unit,
    mistakes={
        "That is the net input; the step f turns it into 0 or 1.": lambda X, w, b: X @ w + b,
        "Negative net inputs give 0, but positive ones stay as they are: f gives 1 there.": (
            lambda X, w, b: np.maximum(X @ w + b, 0.0)
        ),
        "That is a smooth step; f jumps from 0 to 1.": (
            lambda X, w, b: 1 / (1 + np.exp(-(X @ w + b)))
        ),
        "The bias is missing.": lambda X, w, b: _unit(X, w, 0.0),
        "The bias is subtracted: add it.": lambda X, w, b: _unit(X, w, -b),
        "The weights are in the wrong order.": lambda X, w, b: _unit(X, w[::-1], b),
        "The weights are missing: each input counts with its own.": (
            lambda X, w, b: _unit(X, np.ones(2), b)
        ),
        "0 and 1 are exchanged: 1 where the net input is above 0.": (
            lambda X, w, b: 1 - _unit(X, w, b)
        ),
        "A net input of exactly 0 counts as 0 here.": (
            lambda X, w, b: np.where(X @ w + b >= 0, 1.0, 0.0)
        ),
        "That is the sign, -1 or 1; 0 and 1 are wanted.": lambda X, w, b: np.sign(X @ w + b),
        "The answers are -1 and 1; 0 and 1 are wanted.": lambda X, w, b: 2 * _unit(X, w, b) - 1,
        "X * w multiplies entry by entry; X @ w also sums over the inputs.": (
            lambda X, w, b: np.where(X * w + b > 0, 1.0, 0.0)
        ),
        "That is the answer to the first row alone; each row has its own.": (
            lambda X, w, b: _unit(X, w, b)[0]
        ),
    },
)
def unit(answer):
    corners = np.array(
        [[0.0, 0.0], [0.0, 0.75], [1.0, 0.0], [0.25, 0.25], [-1.0, 2.0], [2.0, -1.5], [2.0, 0.0]]
    )
    rows = order(len(corners))
    for X, w, b in ((corners[rows], [1.0, 2.0], -1.0), (1.5 * corners[:4], [-2.0, 1.0], 0.5)):
        yield seen(answer(X, np.array(w), b), f"the array of answers with b = {b}")
    return "One unit, one line: the answer changes where w·x + b = 0."


def _update(w, b, x, t, r, *, error=lambda n, t: t - float(n > 0), bias=1.0):
    e = error(w @ x + b, t)
    return w + r * e * x, b + bias * r * e


@exercise(
    "The perceptron's rule, repaired",
    hints=[
        "Which errors are possible? The target is 0 or 1, the answer is 0 or 1.",
        "If the unit should have said 1 and said 0, w must move towards x.",
        "t minus the answer has the sign that is wanted; the bias learns like a weight of input 1.",
    ],
    right=_update,
    mistakes={
        "The error still ignores the class: what if the answer is 0 and t is 1?": (
            lambda *p: _update(*p, error=lambda n, t: -float(n > 0))
        ),
        "The line moves the wrong way: is the error t minus the answer, not the reverse?": (
            lambda *p: _update(*p, error=lambda n, t: float(n > 0) - t)
        ),
        "The error has no sign: it is 1, 0 or -1.": (
            lambda *p: _update(*p, error=lambda n, t: abs(t - float(n > 0)))
        ),
        "The step is too large: is the rate r missing?": (
            lambda w, b, x, t, r: _update(w, b, x, t, 1.0)
        ),
        "The bias does not learn: its input is always 1.": lambda *p: _update(*p, bias=0.0),
        "The bias learns without the rate r: multiply by it there too.": (
            lambda w, b, x, t, r: _update(w, b, x, t, r, bias=1 / r)
        ),
        "The bias moves against the weights: it learns like a weight of input 1.": (
            lambda *p: _update(*p, bias=-1.0)
        ),
        "The weights move alike; each moves along its own input x.": (
            lambda w, b, x, t, r: (w + _update(w, b, x, t, r)[1] - b, _update(w, b, x, t, r)[1])
        ),
        "w changes although the answer is right: there the error must be 0.": (
            lambda *p: _update(*p, error=lambda n, t: 2 * t - 1)
        ),
        "The error uses the net input: put it through the step first.": (
            lambda *p: _update(*p, error=lambda n, t: t - n)
        ),
        "The net input lacks the bias.": (
            lambda w, b, x, t, r: (
                _update(w, 0.0, x, t, r)[0],
                b + _update(w, 0.0, x, t, r)[1],
            )
        ),
        "Nothing changes: an answer that is wrong must move w and b.": (
            lambda w, b, x, t, r: (w, b)
        ),
        "These are the changes; return the new w and b.": (
            lambda w, b, *p: (_update(w, b, *p)[0] - w, _update(w, b, *p)[1] - b)
        ),
        "A net input of exactly 0 counts as the answer 0, as in the unit above.": (
            lambda *p: _update(*p, error=lambda n, t: t - float(n >= 0))
        ),
    },
    examples={
        "Return both, w and b.": lambda *p: _update(*p)[0],
        "Return 2 values, in this order: w, b.": [
            lambda *p: np.append(*_update(*p)),
            lambda *p: (*_update(*p), 0.0),
        ],
    },
)
def rule(update):
    cases = [  # w, b, x, t: a miss and a right answer of each class, and net inputs of 0
        ([1.0, -1.0], 0.5, [2.0, 1.0], 0.0),
        ([-1.0, 0.5], -0.25, [2.0, 1.0], 1.0),
        ([1.0, 1.0], 0.0, [0.5, 1.0], 1.0),
        ([-1.0, 0.0], 0.0, [0.5, 1.0], 0.0),
        ([1.0, -1.0], 0.5, [0.5, 1.0], 1.0),
        ([1.0, -1.0], 0.5, [0.5, 1.0], 0.0),
        ([1.0, -0.5], -1.0, [1.0, 0.5], 0.0),
        ([1.0, -1.0], 0.5, [1.0, 1.0], 0.0),
    ]
    for k, (w, b, x, t) in enumerate(cases, start=1):
        after = f"after x = {x} with the target {t:.0f}"
        found = update(np.array(w), b, np.array(x), t, vary(0.05, 0.1 * k))
        if isinstance(found, np.ndarray) and found.shape == (2,) and found.dtype != object:
            raise NotYet("That is w alone. Return both, w and b.")
        new_w, new_b = parts(found, "w", "b")
        yield seen(array(new_w, "w", shape=(2,)), f"w {after}")
        yield seen(new_b, f"b {after}")
    return "The error is +1, 0 or -1, so both classes teach."


@exercise(
    "XOR by hand, with two units that look alike",
    wants="value",
    hints=[
        "Both units see x1 + x2, which is 0, 1, 1, 2 at the corners.",
        "With biases 0 and -1 the hidden units are 0, 1, 1, 2 and 0, 0, 0, 1.",
        "How often must the second be taken from the first to make 0, 1, 1, 0?",
    ],
    right=(np.array([0.0, -1.0]), np.array([1.0, -2.0])),
    examples={
        "That is OR, not XOR.": ([0.0, -1.0], [1.0, -1.0]),
        "That is AND, not XOR.": ([0.0, -1.0], [0.0, 1.0]),
        "That is minus XOR: change the signs of W2.": ([0.0, -1.0], [-1.0, 2.0]),
        "different biases": ([0.0, 0.0], [1.0, -2.0]),
        "same at all corners": ([0.0, -2.0], [1.0, -2.0]),
        "two signs": ([0.0, -1.0], [1.0, 2.0]),
        "corner 11 the output is -1: too small": ([0.0, -1.0], [1.0, -3.0]),
        "b1 has shape (3,)": ([0.0, -1.0, 0.0], [1.0, -2.0]),
        "W2 has shape (2, 2)": ([0.0, -1.0], [[1.0, -2.0], [0.0, 0.0]]),
    },
)
def by_hand(b1, W2):
    b1, W2 = _two(b1, "b1"), _two(W2, "W2")
    h = np.maximum(CORNERS.sum(axis=1)[:, None] + b1, 0.0)
    y = h @ W2
    XOR = GATES["XOR"]
    if _same(y, XOR):
        return "One unit asks 'any?', the other 'both?'."
    for name in ("OR", "AND"):
        if _same(y, GATES[name]):
            raise NotYet(f"That is {name}, not XOR.")
    if _same(-y, XOR):
        raise NotYet("That is minus XOR: change the signs of W2.")
    if np.ptp(h[:, 1]) == 0 or np.ptp(h[:, 0]) == 0:
        raise NotYet("One hidden unit says the same at all corners: change its bias.")
    if np.allclose(b1[0], b1[1]):
        raise NotYet("Both hidden units do the same: they need different biases.")
    if W2[0] * W2[1] > 0:
        raise NotYet("The second unit must be taken away from the first: W2 needs two signs.")
    k = int(np.argmax(~np.isclose(y, XOR, atol=1e-5)))
    corner = "".join(f"{v:.0f}" for v in CORNERS[k])
    size = "large" if y[k] > XOR[k] else "small"
    raise NotYet(f"At the corner {corner} the output is {y[k]:.3g}: too {size}.")


def _two(value, name):
    """Two numbers, in a row or a column as well."""
    found = array(value, name)
    if found.shape not in ((2,), (1, 2), (2, 1)):
        raise NotYet(f"{name} has shape {found.shape}; two numbers are expected.")
    return found.ravel()


def _same(y, truth):
    return np.allclose(y, truth, rtol=0.0, atol=1e-5)


def _slopes(loss, p, h, *, up=1.0, down=-1.0, over=2.0):
    p = np.asarray(p)
    return np.array(
        [(loss(p + up * e) - loss(p + down * e)) / (over * h) for e in h * np.eye(len(p))]
    )


def _never_reset(loss, p, h):
    """Slopes with a step that keeps the entries that were raised before."""
    steps = h * np.tri(len(p))
    return np.array([(loss(p + e) - loss(p - e)) / (2 * h) for e in steps])


@exercise(
    "Slopes by central differences",
    hints=[
        "Copy p twice; raise entry i in one by h, lower it in the other.",
        "The two losses lie 2 h apart.",
    ],
    right=_slopes,
    mistakes={
        "Twice too steep: the two points lie 2 h apart.": lambda *p: _slopes(*p, over=1.0),
        "That is the forward difference: step to both sides.": (
            lambda *p: _slopes(*p, down=0.0, over=1.0)
        ),
        "That is half the forward difference: step to both sides.": (
            lambda *p: _slopes(*p, down=0.0)
        ),
        "That is the backward difference: step to both sides.": (
            lambda *p: _slopes(*p, up=0.0, over=1.0)
        ),
        "The sign is wrong: the raised loss minus the lowered one.": lambda *p: -_slopes(*p),
        "That is a difference of losses: divide by 2 h.": (
            lambda loss, p, h: 2 * h * _slopes(loss, p, h)
        ),
        "/ 2 * h multiplies by h: put 2 * h in parentheses.": (
            lambda loss, p, h: h * h * _slopes(loss, p, h)
        ),
        "The steps go h / 2 to each side; h to each side, 2 h apart, is wanted.": (
            lambda loss, p, h: _slopes(loss, p, h / 2)
        ),
        "Raise one entry at a time, not all.": (
            lambda loss, p, h: np.full(len(p), (loss(p + h) - loss(p - h)) / (2 * h))
        ),
        "Entries that were raised before are still raised: begin each from p itself.": (
            _never_reset
        ),
        "Only one entry is filled: does `return` stand inside the loop?": (
            lambda loss, p, h: _slopes(loss, p, h) * [1.0, 0.0, 0.0]
        ),
        "The losses are added; their difference is wanted.": (
            lambda loss, p, h: np.array(
                [(loss(p + e) + loss(p - e)) / (2 * h) for e in h * np.eye(len(p))]
            )
        ),
        "That is one number; each entry of p has its own slope.": (lambda *p: np.sum(_slopes(*p))),
    },
)
def slopes(function):
    def first(p):
        return float(p[0] ** 3 + 2 * p[0] * p[1] - np.sin(3 * p[2]))

    def second(p):
        return float(np.exp(p[0]) - p[0] * p[1] ** 3 + p[2] ** 4)

    cases = ((first, [1.0, -0.7, 0.3], 0.1), (second, [0.5, 0.8, -1.1], 0.2))
    for loss, p, h in vary(0.05, cases):
        yield seen(function(loss, np.array(p), h), f"the array of slopes with h = {h:.3g}")
    return "The error of a central difference shrinks with the square of h."


def _backprop(W1, b1, W2, b2, X, t, *, slope=lambda a: 1 - a * a, back=None, bend=lambda y: 1.0):
    a = np.tanh(X @ W1.T + b1)
    y = 1 / (1 + np.exp(-(a @ W2 + b2)))
    d2 = (y - t) / len(t) * bend(y)
    d1 = np.outer(d2, W2 if back is None else back) * slope(a)
    return d1.T @ X, d1.sum(axis=0), d2 @ a, d2.sum()


def _changed(**changes):
    """Right but for one part, which is made of the right parts and the arguments."""

    def wrong(W1, b1, W2, b2, X, t):
        names = ["dW1", "db1", "dW2", "db2"]
        found = dict(zip(names, _backprop(W1, b1, W2, b2, X, t)))
        for name, change in changes.items():
            found[name] = change(found[name], len(t))
        return tuple(found.values())

    return wrong


@exercise(
    "Back-propagation through one hidden layer",
    hints=[
        "Begin at the end: d2 = (y - t) / n, one number for each example.",
        "dW2 sums d2 times a over the examples: `d2 @ a`; db2 sums d2 alone.",
        "d1 is d2 carried back through W2, times the slope of tanh, 1 - a * a: shape (n, H).",
        "dW1 is `d1.T @ X`; db1 sums d1 over the examples.",
    ],
    right=_backprop,
    mistakes={
        "The gradients are n times too large: the loss is a mean over the examples.": (
            lambda *p: tuple(len(p[-1]) * g for g in _backprop(*p))
        ),
        "The sign is wrong: the error is y - t.": lambda *p: tuple(-g for g in _backprop(*p)),
        "The slope of the sigmoid does not enter: with the cross entropy, y - t is all.": (
            lambda *p: _backprop(*p, bend=lambda y: y * (1 - y))
        ),
        "The slope of tanh, 1 - a * a, is missing in d1.": (
            lambda *p: _backprop(*p, slope=lambda a: 1.0)
        ),
        "The slope of tanh is 1 - a * a: square a.": (
            lambda *p: _backprop(*p, slope=lambda a: 1 - a)
        ),
        "The slope of tanh is 1 - a * a; a (1 - a) is that of a sigmoid.": (
            lambda *p: _backprop(*p, slope=lambda a: a * (1 - a))
        ),
        "a is the tanh already; its slope is 1 - a * a.": (
            lambda *p: _backprop(*p, slope=lambda a: 1 - np.tanh(a) ** 2)
        ),
        "The errors must travel back through W2.": (
            lambda W1, b1, W2, *p: _backprop(W1, b1, W2, *p, back=np.ones_like(W2))
        ),
        "db2 is a mean; d2 is divided by n already, so sum it.": (_changed(db2=lambda g, n: g / n)),
        "db1 is a mean; d2 is divided by n already, so sum d1.": (_changed(db1=lambda g, n: g / n)),
        "Divided by n twice: d2 holds the n already.": [
            lambda *p: tuple(g / len(p[-1]) for g in _backprop(*p)),
            _changed(dW1=lambda g, n: g / n, dW2=lambda g, n: g / n),
        ],
        "dW1 is transposed: a row for each hidden unit, like W1.": _changed(dW1=lambda g, n: g.T),
        "db1 sums over the hidden units; sum over the examples, axis 0.": _changed(
            db1=lambda g, n: np.full(n, g.sum() / n)
        ),
        "db1 is one number; each hidden unit has its own: axis 0.": (
            _changed(db1=lambda g, n: g.sum())
        ),
    },
    examples={
        "Return 4 values, in this order: dW1, db1, dW2, db2.": lambda *p: _backprop(*p)[:2],
        "The slope dW1: 6 of 6": _changed(dW1=lambda g, n: g + 1.0),
    },
)
def backprop(function):
    rng = np.random.default_rng(10)
    for b2, t in ((0.4, [0.0, 1.0, 1.0, 0.0, 1.0]), (-0.2, [1.0, 0.0, 0.0, 0.0, 1.0])):
        W1, b1, W2, X = (vary(0.05, rng.normal(size=size)) for size in ((3, 2), 3, 3, (5, 2)))
        found = function(W1, b1, W2, b2, X, np.array(t))
        dW1, db1, dW2, db2 = parts(found, "dW1", "db1", "dW2", "db2")
        yield seen(_flat(db2, ()), "the slope db2")
        yield seen(_flat(dW2, (3,)), "the slope dW2")
        yield seen(_flat(db1, (3,)), "the slope db1")
        yield seen(dW1, "the slope dW1")
    return "Two products forward, two products back: the slopes cost about as much as the answer."


def _flat(value, shape):
    """`value` without axes of length 1, where they are all that differs: (1, H) is as good."""
    try:
        found = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return value
    return found.reshape(shape) if found.size == math.prod(shape) else value


def _product(a, b):
    return a * b, (b, a)


def _tanh(a):
    value = math.tanh(a)
    return value, (1 - value * value,)


def _backward(parents, slopes, *, start=1.0, add=True, forward=False, weigh=True):
    grads = np.zeros(len(parents))
    grads[-1] = start
    order = range(len(parents))
    for k in order if forward else reversed(order):
        for parent, slope in zip(parents[k], slopes[k]):
            grads[parent] = add * grads[parent] + (slope if weigh else 1.0) * grads[k]
    return grads


def _engine(*, product=_product, tanh=_tanh, **more):
    return product, tanh, lambda parents, slopes: _backward(parents, slopes, **more)


@exercise(
    "An engine that finds every slope",
    hints=[
        "A product a b has the slope b by a, and the slope a by b.",
        "tanh has the slope 1 - tanh^2: use the value that comes out.",
        "Begin with an array of zeros and a 1 at its end. Go through the nodes from the last on.",
        "Node k adds slope times its own entry to the entry of each parent: `+=`.",
    ],
    right=_engine(),
    mistakes={
        "A product's slopes are exchanged: by a it is b.": _engine(
            product=lambda a, b: (a * b, (a, b))
        ),
        "A product's slopes are not 1; that is a sum's.": _engine(
            product=lambda a, b: (a * b, (1.0, 1.0))
        ),
        "That is the sum; the product multiplies the values.": _engine(
            product=lambda a, b: (a + b, (b, a))
        ),
        "The slope of tanh uses its output: 1 - tanh^2, not 1 - x^2.": _engine(
            tanh=lambda a: (math.tanh(a), (1 - a * a,))
        ),
        "The slope of tanh is 1 - tanh^2: square it.": _engine(
            tanh=lambda a: (math.tanh(a), (1 - math.tanh(a),))
        ),
        "x x + x has a parent used more than once: it collects from each use, with +=.": _engine(
            add=False
        ),
        "A node handed on its slope before it had all of it: begin at the end.": _engine(
            forward=True
        ),
        "Nothing arrives: the slope of the end by itself is 1.": _engine(start=0.0),
        "The slopes of the nodes are missing: hand on slope times what the node has.": _engine(
            weigh=False
        ),
        "That is the slope by the first node alone; give all.": (
            _product,
            _tanh,
            lambda parents, slopes: _backward(parents, slopes)[0],
        ),
    },
    examples={
        "Return 2 values, in this order: value, slopes.": _engine(product=lambda a, b: a * b),
    },
)
def engine(product, tanh, backward):
    for x, y in vary(0.05, [(3.0, -2.0), (0.5, 1.5)]):
        value, slopes = parts(product(x, y), "value", "slopes")
        yield seen(value, f"the product of {x:.3g} and {y:.3g}")
        yield seen(_flat(slopes, (2,)), "the array of a product's slopes by its factors")
        value, slopes = parts(tanh(x), "value", "slopes")
        yield seen(value, f"the tanh of {x:.3g}")
        yield seen(_flat(slopes, (1,)), f"the slope of tanh at {x:.3g}", size=0.1)
    for x in vary(0.05, (3.0, 0.5)):
        a = Node(x)
        b = a.tanh()
        for end, name in ((a * a + a, "x x + x"), (b * (a + b) + b.exp(), "a longer graph")):
            found = backward(*_tape(end))
            yield seen(found, f"the array of slopes of {name} at x = {x:.3g}")
    return "x x + x at 3 has the slope 7. Every network is no more than a longer one of these."


def _tape(end):
    """The parents of each node, as places in the order of making, and its slopes by them."""
    nodes = end.history()
    place = {node: k for k, node in enumerate(nodes)}
    return [[place[p] for p in node.parents] for node in nodes], [list(n.slopes) for n in nodes]


def _batches(n, size, rng):
    order = rng.permutation(n)
    return [order[k : k + size] for k in range(0, n, size)]


def _without_the_rest(n, size, rng):
    return [batch for batch in _batches(n, size, rng) if len(batch) == size]


def _filled(n, size, rng):
    """The last batch is filled up from the beginning of the order."""
    order = rng.permutation(n)
    return [np.take(order, range(k, k + size), mode="wrap") for k in range(0, n, size)]


def _neighbors(n, size, rng):
    """The batches are shuffled, and not the examples."""
    found = [np.arange(k, min(k + size, n)) for k in range(0, n, size)]
    return [found[k] for k in rng.permutation(len(found))]


@exercise(
    "Batches of examples for an epoch",
    hints=[
        "An epoch takes each example once. `rng.permutation(n)` gives all places in a new order.",
        "Cut that order into pieces: `order[k : k + size]` from k on.",
        "`range(0, n, size)` has the beginnings; a slice that goes beyond the end is shorter.",
    ],
    right=_batches,
    examples={
        "came twice": [
            lambda n, size, rng: [rng.integers(0, n, min(size, n - k)) for k in range(0, n, size)],
            lambda n, size, rng: [
                rng.choice(n, min(size, n - k), replace=False) for k in range(0, n, size)
            ],
            _filled,
        ],
        "is in no batch": _without_the_rest,
        "a slice, k : k + size": lambda n, size, rng: [[k] for k in rng.permutation(n)],
        "of equal parts": lambda n, size, rng: np.array_split(rng.permutation(n), -(-n // size)),
        "neighbors": _neighbors,
        "never asks the generator": [
            lambda n, size, rng: _batches(n, size, np.random.default_rng(5)),
            lambda n, size, rng: [np.arange(k, min(k + size, n)) for k in range(0, n, size)],
        ],
        "the whole order, uncut": lambda n, size, rng: rng.permutation(n),
        "count from 0": lambda n, size, rng: [batch + 1 for batch in _batches(n, size, rng)],
    },
)
def batches(function):
    def ordered(n, size, rng):
        return _in_order(function(n, size, rng), n, size)

    ordered.__name__ = function.__name__
    for n, size in ((whole(22, 17, 37), 5), (12, 4), (13, 6), (9, 9)):
        drawn(ordered, n, size)
    return "Each example is used once an epoch, and a step costs only `size` of them."


def _in_order(found, n, size):
    """The batches one after another, once they are what they should be."""
    if isinstance(found, np.ndarray) and found.ndim == 1 and len(found) == n:
        raise NotYet("That is the whole order, uncut: return a list of batches.")
    found = list(found) if isinstance(found, np.ndarray) else found
    if not isinstance(found, (list, tuple)) or not found:
        raise NotYet("Return a list of batches, an array of places each.")
    rows = [array(batch, f"batch {k}").ravel() for k, batch in enumerate(found)]
    order = np.concatenate(rows)
    if not np.array_equal(order, np.round(order)) or order.min() < 0 or order.max() >= n:
        raise NotYet(f"A place is not from 0 to {n - 1}: the examples count from 0.")
    counts = np.bincount(order.astype(int), minlength=n)
    if np.any(counts > 1):
        raise NotYet(f"Example {np.argmax(counts > 1)} came twice in one epoch of {n}.")
    if np.any(counts == 0):
        raise NotYet(
            f"Example {np.argmax(counts == 0)} is in no batch: the last batch may be shorter."
        )
    shuffled = not np.array_equal(order, np.arange(n))
    several = any(len(batch) > 1 for batch in rows)
    if shuffled and several and all(np.all(np.diff(batch) == 1) for batch in rows):
        raise NotYet("Each batch holds neighbors: shuffle the examples, not the batches.")
    lengths = [len(batch) for batch in rows]
    wanted = [min(size, n - k) for k in range(0, n, size)]
    if len(lengths) > len(wanted):
        raise NotYet(
            f"There are {len(lengths)} batches, expected are {len(wanted)}: cut by "
            "a slice, k : k + size."
        )
    if lengths != wanted:
        raise NotYet(
            f"The batches have {', '.join(map(str, lengths))} examples, expected are "
            f"{', '.join(map(str, wanted))}: not of equal parts, only the last is shorter."
        )
    return order


MOST_WEIGHTS = 180
FEW = 60
EPOCHS = 1000
LEARNED = 90.0
EXAMPLES = 100  # points to learn from
LAYERS = 3  # most hidden layers
BATCH = 100  # largest batch
STARTS = 5


@lru_cache(64)
def _learned(sizes, activation, rate, batch, l2):
    """Percent right of the points that were seen, and of new ones, in five starts."""
    shares = []
    for rng in map(np.random.default_rng, range(1, STARTS + 1)):
        X, y = deep.points("spiral", 2 * EXAMPLES, rng=rng)
        known = rng.permutation(2 * EXAMPLES)[:EXAMPLES]
        new = deep.points("spiral", 1000, rng=rng)
        start = deep.init([2, *sizes, 1], rng=rng, activation=activation)
        options = {"rate": rate, "batch": batch, "epochs": EPOCHS, "l2": l2}
        net = deep.fit(start, X[known], y[known], rng=rng, **options).net
        parts = (X[known], y[known]), new
        answers = [(deep.forward(net, P)[-1][:, 0] > 0.5) == q for P, q in parts]
        shares.append([np.mean(right) for right in answers])
    return 100 * np.mean(shares, axis=0)


@exercise(
    "A network for two spirals",
    wants="value",
    hints=[
        "Try it first: `explore.playground(data='spiral', depth=2, H=8)`, and move one slider.",
        "A layer of n units after one of m has (m + 1) n weights and biases. Two layers of 8 have "
        "105, with the output.",
        "If the loss jumps, the rate is too large. If it still falls at the end, the rate is too "
        "small or the batches are too large: then there are too few steps.",
    ],
    right=((8, 8), "tanh", 0.3, 10, 0.0),
    examples={
        "weights and biases; at most 180": ((12, 12), "tanh", 0.3, 10, 0.0),
        "from one to three hidden layers": [
            ((4, 4, 4, 4), "tanh", 0.3, 10, 0.0),
            ((), "tanh", 0.3, 10, 0.0),
        ],
        "is none of relu, tanh, sigmoid": ((8, 8), "step", 0.3, 10, 0.0),
        "a whole number": ((7.5, 8), "tanh", 0.3, 10, 0.0),
        "above 0": ((8, 8), "tanh", -0.3, 10, 0.0),
        "from 0 to 1 is wanted": ((8, 8), "tanh", 0.3, 10, -0.1),
        "at most 100": ((8, 8), "tanh", 0.3, 1000, 0.0),
        "too little bend": [
            ((8,), "tanh", 0.3, 10, 0.0),
            ((3, 3), "tanh", 0.3, 10, 0.0),
        ],
        "The steps are too large": [
            ((8, 8, 8), "tanh", 3.0, 10, 0.0),
            ((8, 8), "tanh", 30.0, 10, 0.0),
        ],
        "The weights shrink too fast": ((8, 8, 8), "tanh", 0.3, 10, 0.03),
        "too few or too small steps": [
            ((8, 8), "tanh", 0.3, 100, 0.0),
            ((8, 8), "tanh", 0.003, 10, 0.0),
        ],
    },
)
def spirals(sizes, activation, rate, batch, l2):
    sizes = tuple(_whole(n, "the size of a layer") for n in np.atleast_1d(array(sizes)))
    if not 1 <= len(sizes) <= LAYERS:
        raise NotYet(f"You give {len(sizes)} sizes; from one to three hidden layers are wanted.")
    activation = choice(activation, ACTIVATIONS, "the activation")
    rate, batch = number(rate, "the rate"), _whole(batch, "the batch")
    l2 = number(l2, "l2")
    if not 1e-9 <= rate <= 1e6:
        raise NotYet(f"The rate is {rate:.4g}; a number above 0 is wanted.")
    if batch > BATCH:
        raise NotYet(f"A batch has {batch} examples; there are {BATCH} to learn from, at most 100.")
    if not -1e-9 <= l2 <= 1.0:  # rounding may go below 0
        raise NotYet(f"l2 is {l2:.4g}; a number from 0 to 1 is wanted.")
    layers = [2, *sizes, 1]
    weights = sum((before + 1) * n for before, n in itertools.pairwise(layers))
    if weights > MOST_WEIGHTS:
        raise NotYet(
            f"These layers have {weights} weights and biases; at most {MOST_WEIGHTS} are allowed."
        )
    known, new = _learned(sizes, activation, rate, batch, max(l2, 0.0))
    measured = (
        f"{weights} weights and biases, {known:.0f} % of the points seen are right and "
        f"{new:.0f} % of new ones, on average of five starts; the goal is {LEARNED:.0f} %."
    )
    if new >= LEARNED and weights <= FEW:
        return f"{measured} And you needed no more than {FEW} weights and biases."
    if new >= LEARNED:
        return f"{measured} A second goal: the same with at most {FEW} weights and biases."
    if known >= 97.0:
        raise NotYet(f"{measured} It has learned its points, not the arms.")
    raise NotYet(f"{measured} {_why(rate, batch, l2)}")


def _why(rate, batch, l2):
    """What to look at first where not even the points that were seen are right."""
    if l2 > 0.005:
        return "The weights shrink too fast to wind: less l2?"
    if rate >= 2.0:
        return "The steps are too large for several layers: does the loss jump?"
    if rate * 10 / batch < 0.05:
        return "There are too few or too small steps: does the loss still fall at the end?"
    return "Not even what it has seen is right: too little bend or training."


def _whole(value, what):
    found = number(value, what)
    if found < 1 or abs(found - round(found)) > 1e-6:
        raise NotYet(
            f"{what[0].upper()}{what[1:]} is {found:.4g}; a whole number from 1 is wanted."
        )
    return round(found)


def _parameters(maps, kernel, seen):
    return maps * (kernel * kernel * seen + 1)


@exercise(
    "The parameters of a convolution",
    hints=[
        "A kernel covers kernel * kernel places on every map that it sees.",
        "Each map has one bias, and every place on the map uses the same weights.",
    ],
    right=_parameters,
    mistakes={
        "The biases are missing: one for each map.": (
            lambda maps, kernel, seen: maps * kernel**2 * seen
        ),
        "Each map has its own bias, not all one.": (
            lambda maps, kernel, seen: maps * kernel**2 * seen + 1
        ),
        "A map has one bias, however many maps it sees.": (
            lambda maps, kernel, seen: maps * seen * (kernel**2 + 1)
        ),
        "Each map that is seen has no bias; each map that is made has one.": (
            lambda maps, kernel, seen: maps * kernel**2 * seen + seen
        ),
        "A kernel reaches through all the maps that it sees.": (
            lambda maps, kernel, seen: maps * (kernel**2 + 1)
        ),
        "A kernel is a square: kernel times kernel.": [
            lambda maps, kernel, seen: maps * (kernel * seen + 1),
            lambda maps, kernel, seen: maps * (2 * kernel * seen + 1),
        ],
        "That is one map: times the number of maps.": (
            lambda maps, kernel, seen: kernel**2 * seen + 1
        ),
        "A kernel is flat: a square on each map that it sees, not a cube.": (
            lambda maps, kernel, seen: maps * (kernel**3 * seen + 1)
        ),
    },
)
def parameters(count):
    for maps, kernel, made_of in ((6, 5, 1), (120, 5, 16), (whole(3, 3, 9), 4, 2)):
        yield seen(
            count(maps, kernel, made_of),
            f"the count for {maps} maps with {kernel} × {kernel} kernels over {made_of} maps",
        )
    return "Published: 156 for C1 and 48,120 for C5."
