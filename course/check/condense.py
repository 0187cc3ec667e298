"""What the exercises of lesson 11 check."""

import numpy as np

from course.check._exercise import NotYet, array, exercise, matches
from course.models import rnn as rnns


@exercise(
    "One step of the recurrent network",
    hints=[
        "The input to the units is a sum of three: from the units, a bias, from outside.",
        "W @ r is the input from the units; W_in @ u comes from outside.",
        "The new rate is a mixture: a share 1 - alpha of the old, a share alpha of tanh.",
    ],
)
def rnn_step(step):
    rng = np.random.default_rng(1)
    W, W_in, b = rng.normal(size=(4, 4)), rng.normal(size=(4, 2)), rng.normal(size=4)
    for alpha in (0.2, 0.7):
        r, u = rng.uniform(-1, 1, 4), rng.normal(size=2)
        h = W @ r + b + W_in @ u
        matches(
            step(r, u, W, b, W_in, alpha),
            (1 - alpha) * r + alpha * np.tanh(h),
            "the rates after a step",
            mistakes=[
                ((1 - alpha) * r + alpha * np.tanh(h - b), "Is the bias b missing?"),
                (
                    (1 - alpha) * r + alpha * np.tanh(W.T @ r + b + W_in @ u),
                    "W is turned around: W[i, j] is to i from j, so the input is W @ r.",
                ),
                (np.tanh(h), "The old rates are forgotten at once: where is alpha?"),
                (r + alpha * np.tanh(h), "The old rates never fade: multiply them by 1 - alpha."),
                ((1 - alpha) * r + alpha * h, "The rates can grow without bound: tanh is missing."),
                (alpha * r + (1 - alpha) * np.tanh(h), "alpha and 1 - alpha are exchanged."),
            ],
        )
    return "The loop over t around this step is the whole network."


@exercise(
    "The gradient, back in time",
    hints=[
        "Run forward and keep every rate: the way back needs r before each step.",
        "Go back from the last step to the first with q, the loss's derivative by the rate.",
        "At the end q is r - y. Each step adds alpha * q * (rate before the step) to the gradient.",
        "Then q becomes q * (1 - alpha + alpha * w): how the older rate reaches the newer one.",
    ],
)
def gradient(function):
    alpha = 0.3
    for w, y, u in [(0.5, 1.0, [1.0, 0.5, -0.2, 0.8]), (-0.8, 0.2, [0.3, 1.0, 0.4])]:
        r = [0.0]
        for value in u:
            r.append((1 - alpha) * r[-1] + alpha * (w * r[-1] + value))
        truth = _back(r, w, y, alpha, 1 - alpha + alpha * w)
        matches(
            function(w, u, y, alpha),
            truth,
            f"the slope dL/dw at w = {w}",
            mistakes=[
                (alpha * (r[-1] - y) * r[-2], "That is the last step alone: go back in time."),
                (-truth, "The sign is turned around: dL/dr at the end is r - y."),
                (0.0, "Only one step is left: add each one to dL_dw."),
                (truth / alpha, "A step changes r by alpha times w r: is alpha missing?"),
                (
                    _back(r, w, y, alpha, alpha * w),
                    "On the way back the share 1 - alpha of the old rate is missing.",
                ),
                (
                    _back(r, w, y, alpha, 1.0),
                    "q does not change on the way back: multiply it at each step.",
                ),
                (
                    _back(r, w, y, alpha, 1 - alpha + alpha * w, early=True),
                    "q changes before it is used: add to dL_dw first.",
                ),
                (
                    _back([*r, r[-1]][1:], w, y, alpha, 1 - alpha + alpha * w),
                    "Pair q with the rate before the step, not after it.",
                ),
                (
                    alpha * (r[-1] - y) * sum(r[1:]),
                    "Pair q with the rate before the step, and change q at each step.",
                ),
            ],
        )
    return "Central differences agree. The library does the same with matrices, compiled."


def _back(r, w, y, alpha, factor, early=False):
    q, total = (r[-1] - y) * (factor if early else 1.0), 0.0
    for before in r[-2::-1]:
        total += alpha * q * before
        q *= factor
    return total


@exercise(
    "Shares of the variance",
    hints=[
        "Each unit's mean over all times and trials goes first.",
        "np.linalg.svd(x, compute_uv=False) gives the singular values.",
        "A component's variance goes with the square of its singular value.",
    ],
)
def shares(function):
    rng = np.random.default_rng(2)
    r = rng.normal(size=(200, 4)) * [3.0, 2.0, 1.0, 0.5] + [4.0, 0.0, -2.0, 1.0]
    found = array(function(r), "the shares")
    values = np.linalg.svd(r - r.mean(axis=0), compute_uv=False)
    raw = np.linalg.svd(r, compute_uv=False)
    if found.shape == (200,) or found.shape == (200, 4):
        raise NotYet(
            f"The result has shape {found.shape}; one share a component is expected, "
            "and there are as many components as units."
        )
    matches(
        found,
        values**2 / np.sum(values**2),
        "the shares",
        mistakes=[
            (values / values.sum(), "Variance is the square of a singular value."),
            (raw**2 / np.sum(raw**2), "The means are still in: subtract each unit's mean."),
            (values**2, "These are not shares: they should add up to 1."),
            (values**2 / len(r), "These are variances; divide so that they add up to 1."),
            (np.cumsum(values**2) / np.sum(values**2), "That is the sum so far, not each share."),
        ],
    )
    return f"Participation ratio of these data: {np.sum(values**2) ** 2 / np.sum(values**4):.2f}."


@exercise(
    "Merging one unit into another",
    hints=[
        "What j sends to others stands in column j of W and of W_out.",
        "Add gain times that column to column i, in a copy.",
        "np.delete(W, j, axis=0) removes a row, axis=1 a column; W loses both.",
    ],
)
def merge(function):
    rng = np.random.default_rng(3)
    W, W_out = rng.normal(size=(5, 5)), rng.normal(size=(1, 5))
    network = rnns.RNN(W, np.zeros(5), np.zeros((5, 1)), W_out, np.zeros(1))
    for i, j, gain in [(1, 3, 1.0), (4, 0, -0.6)]:
        given = function(W.copy(), W_out.copy(), i, j, gain)
        if not isinstance(given, (tuple, list)) or len(given) != 2:
            if given is ...:
                array(given)
            raise NotYet("Return two arrays: the new W and the new W_out.")
        small = rnns.merge(network, i, j, gain=gain)
        plain = rnns.merge(network, i, j, gain=1.0)
        other = rnns.merge(network, j, i, gain=gain)
        left = np.delete(np.arange(5), j)
        rows = W.copy()
        rows[i] += gain * W[j]
        for found, new, old, plainly, swapped, what in [
            (given[0], small.W, W, plain.W, other.W, "W"),
            (given[1], small.W_out, W_out, plain.W_out, other.W_out, "W_out"),
        ]:
            same = array(found, what)
            if same.shape == old.shape:
                raise NotYet(f"{what} has as many columns as before: delete unit j.")
            gone = old[:, left] if what == "W_out" else old[np.ix_(left, left)]
            mistakes = [
                (gone, f"In {what} unit j is gone and nobody took over what it sent."),
                (plainly, "The weights are handed over without the gain."),
                (swapped, "i and j are exchanged: j hands over and goes, i stays."),
            ]
            if what == "W":
                turned = "Row j is what j receives. Hand over what it sends, column j."
                mistakes.insert(0, (rows[np.ix_(left, left)], turned))
            matches(found, new, what, mistakes=mistakes)
    return "Between two equal units this changes the outputs by less than 1e-12."
