"""More right answers to the exercises of lesson 10."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from course.check import layers as check


def update_by_branches(w, b, x, t, r):
    answer = 1 if sum(wi * xi for wi, xi in zip(w, x)) + b > 0 else 0
    if answer == t:
        return w, b
    return (w + r * x, b + r) if t == 1 else (w - r * x, b - r)


def update_as_one_vector(w, b, x, t, r):
    v, x = np.append(w, b), np.append(x, 1)
    v += r * (t - (v @ x > 0)) * x
    return v[:-1], v[-1]


def slopes_in_place(loss, p, h):
    found = np.zeros(len(p))
    for i, before in enumerate(p):
        p[i] = before + h
        found[i] = loss(p)
        p[i] = before - h
        found[i] -= loss(p)
        p[i] = before
    return found / 2 / h


def slopes_of_halves(loss, p, h):
    here, found = loss(p), []
    for i in range(len(p)):
        up, down = p.copy(), p.copy()
        up[i] += h
        down[i] -= h
        found.append(((loss(up) - here) / h + (here - loss(down)) / h) / 2)
    return found


def backprop_by_loops(W1, b1, W2, b2, X, t):
    dW1, db1, dW2, db2 = np.zeros_like(W1), np.zeros_like(b1), np.zeros_like(W2), 0.0
    for x, target in zip(X, t):
        a = [math.tanh(W1[k] @ x + b1[k]) for k in range(len(b1))]
        d2 = (1 / (1 + math.exp(-(W2 @ a + b2))) - target) / len(t)
        for k in range(len(b1)):
            d1 = W2[k] * d2 * (1 - a[k] ** 2)
            dW1[k] += d1 * x
            db1[k] += d1
            dW2[k] += d2 * a[k]
        db2 += d2
    return dW1, db1, dW2, db2


def backprop_by_einsum(W1, b1, W2, b2, X, t):
    a = np.tanh(X @ W1.T + b1)
    d2 = (1 / (1 + np.exp(-(a @ W2 + b2))) - t) / len(X)
    d1 = np.einsum("n,h,nh->nh", d2, W2, 1 - a**2)
    dW1 = np.einsum("nh,nd->hd", d1, X)
    return dW1, d1.sum(axis=0, keepdims=True), d2[None, :] @ a, d2.sum(keepdims=True)


def backward_by_depth(parents, slopes):
    """By recursion from each node to the end, over those that it went into."""

    def slope_of_end(k):
        if k == len(parents) - 1:
            return 1.0
        return sum(
            slope * slope_of_end(child)
            for child in range(k + 1, len(parents))
            for parent, slope in zip(parents[child], slopes[child])
            if parent == k
        )

    return [slope_of_end(k) for k in range(len(parents))]


def backward_by_solving(parents, slopes):
    """All chain rules at once are a linear system."""
    n = len(parents)
    S = np.zeros((n, n))
    for k in range(n):
        for parent, slope in zip(parents[k], slopes[k]):
            S[parent, k] += slope
    return np.linalg.solve(np.eye(n) - S, np.eye(n)[-1])


def tanh_by_cosh(a):
    return [math.tanh(a), [1 / math.cosh(a) ** 2]]


def batches_one_by_one(n, size, rng):
    left, found = list(range(n)), []
    rng.shuffle(left)
    while left:
        found.append(left[:size])
        left = left[size:]
    return found


def batches_by_hand(n, size, rng):
    found, left = [], rng.permutation(n).tolist()
    for example in left:
        if not found or len(found[-1]) == size:
            found.append([])
        found[-1].append(example)
    return found


RIGHT = {
    "batches": [
        batches_one_by_one,
        batches_by_hand,
        lambda n, size, rng: np.split(rng.permutation(n), range(size, n, size)),
        lambda n, size, rng: tuple(np.split(np.argsort(rng.random(n)), np.arange(size, n, size))),
        lambda n, size, rng: [
            list(batch) for batch in np.split(rng.choice(n, n, replace=False), range(size, n, size))
        ],
    ],
    "engine": [
        (lambda a, b: [b * a, [b, a]], tanh_by_cosh, backward_by_depth),
        (lambda a, b: (a * b, np.array([b, a])), tanh_by_cosh, backward_by_solving),
    ],
    "spirals": [
        ([8, 8], "tanh", 0.2, 5, 0),
        ((7, 7), "TANH", 0.1, 5.0, 0.0),
        (np.array([8, 8]), "relu", 0.1, 5, 0.0),
        (20, "relu", 0.5, 5, 0.0),
        ((14,), "relu", 0.3, 2, 0.0),
        ((9, 8, 7), "tanh", 0.1, 5, 0.0),
    ],
    "unit": [
        lambda X, w, b: X @ w + b > 0,
        lambda X, w, b: np.heaviside((X * w).sum(axis=1) + b, 0),
        lambda X, w, b: [int(sum(wi * xi for wi, xi in zip(w, x)) > -b) for x in X],
    ],
    "rule": [update_by_branches, update_as_one_vector],
    "by_hand": [
        ([0, -1], [[1, -2]]),
        (np.array([[-1.0], [0.0]]), np.array([-2.0, 1.0])),
        ([0.0, -4 / 3], [1.0, -3.0]),
    ],
    "slopes": [slopes_in_place, slopes_of_halves],
    "backprop": [backprop_by_loops, backprop_by_einsum],
    "parameters": [
        lambda maps, kernel, seen: maps * kernel**2 * seen + maps,
        lambda maps, kernel, seen: sum(1 + seen * kernel**2 for _ in range(maps)),
    ],
}


@pytest.mark.parametrize(
    "sizes, new, passes, told",
    [
        ((8, 8), 89.9, False, "the goal is 90 %"),
        ((3, 34), 90.0, True, "180 weights and biases"),
        ((45,), 99.0, False, "181 weights and biases; at most 180"),
        (
            (15,),
            95.0,
            True,
            "61 weights and biases, 99 % of the points seen are",
        ),
        ((15,), 95.0, True, "A second goal: the same with at most 60"),
        ((3, 10), 95.0, True, "And you needed no more than 60"),
    ],
)
def test_a_network_for_spirals_is_judged_by_the_goals_that_the_lesson_tells(
    sizes, new, passes, told, monkeypatch
):
    monkeypatch.setattr(check, "_learned", lambda *given: (99.0, new))
    result = check.spirals(sizes, "tanh", 0.3, 10, 0.0)
    assert bool(result) == passes and told in result.message


def test_the_spirals_are_learned_from_a_hundred_points_for_a_thousand_epochs(monkeypatch):
    asked = []

    def fit(net, X, y, **options):
        asked.append((len(X), options["epochs"], options["l2"]))
        return SimpleNamespace(net=net)

    monkeypatch.setattr(check.deep, "fit", fit)
    check._learned.__wrapped__((4,), "tanh", 0.3, 10, 0.01)
    assert asked == [(100, 1000, 0.01)] * 5
