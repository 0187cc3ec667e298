"""Both ways through the exercises of lesson 10."""

import numpy as np


def unit(X, w, b):
    return np.where(X @ w + b > 0, 1.0, 0.0)


def update(w, b, x, t, r, error=lambda n, t: t - (n > 0), bias=1.0):
    e = error(w @ x + b, t)
    return w + r * e * x, b + bias * r * e


def slopes(loss, p, h, low=-1.0, gap=2.0):
    found = np.empty_like(p)
    for i, step in enumerate(h * np.eye(len(p))):
        found[i] = (loss(p + step) - loss(p + low * step)) / (gap * h)
    return found


def backprop(
    W1, b1, W2, b2, X, t, slope=lambda a: 1 - a * a, mean=True, back=lambda W2: W2, bent=False
):
    a = np.tanh(X @ W1.T + b1)
    y = 1 / (1 + np.exp(-(a @ W2 + b2)))
    d2 = (y - t) / (len(t) if mean else 1) * (y * (1 - y) if bent else 1)
    d1 = np.outer(d2, back(W2)) * slope(a)
    return d1.T @ X, d1.sum(axis=0), d2 @ a, d2.sum()


def count(maps, kernel, seen):
    return maps * (kernel**2 * seen + 1)


CASES = {
    "unit": {
        "solution": unit,
        "stub": lambda X, w, b: ...,
        "mistakes": [
            (lambda X, w, b: X @ w + b, "turns it into 0 or 1"),
            (lambda X, w, b: unit(X, w, 0.0), "bias is missing"),
            (lambda X, w, b: unit(X, w, -b), "add it"),
            (lambda X, w, b: 1 - unit(X, w, b), "exchanged"),
            (lambda X, w, b: np.where(X @ w + b >= 0, 1, 0), "exactly 0"),
            (lambda X, w, b: np.sign(X @ w + b), "-1 or 1"),
            (lambda X, w, b: 2 * unit(X, w, b) - 1, "-1 and 1"),
            (lambda X, w, b: unit(X, w[::-1], b), "wrong order"),
        ],
    },
    "rule": {
        "solution": update,
        "stub": lambda w, b, x, t, r: (..., ...),
        "mistakes": [
            (lambda *a: update(*a, error=lambda n, t: -float(n > 0)), "ignores the class"),
            (lambda *a: update(*a, error=lambda n, t: (n > 0) - t), "wrong way"),
            (lambda w, b, x, t, r: update(w, b, x, t, 1.0), "rate r missing"),
            (lambda *a: update(*a, bias=0.0), "bias does not learn"),
            (lambda *a: update(*a, error=lambda n, t: 2 * t - 1), "although the answer is right"),
            (lambda *a: update(*a, error=lambda n, t: t - n), "through the step"),
            (lambda w, b, x, t, r: (w, b), "Nothing changes"),
            (lambda *a: update(*a, error=lambda n, t: t - (n >= 0)), "exactly 0"),
            (lambda *a: update(*a)[0], "return both"),
        ],
    },
    "by_hand": {
        "solution": (np.array([0.0, -1.0]), np.array([1.0, -2.0])),
        "stub": (..., ...),
        "mistakes": [
            (([0.0, -1.0], [1.0, -1.0]), "That is OR"),
            (([0.0, -1.0], [0.0, 1.0]), "That is AND"),
            (([0.0, 0.0], [1.0, -2.0]), "different biases"),
            (([0.0, -2.0], [1.0, -2.0]), "same at all corners"),
            (([0.0, -1.0], [1.0, 2.0]), "two signs"),
            (([0.0, -1.0], [1.0, -3.0]), "corner 11 the output is -1: too small"),
        ],
    },
    "slopes": {
        "solution": slopes,
        "stub": lambda loss, p, h: ...,
        "mistakes": [
            (lambda *a: slopes(*a, gap=1.0), "2 h apart"),
            (lambda *a: slopes(*a, low=0.0, gap=1.0), "forward difference"),
            (lambda *a: -slopes(*a), "sign is wrong"),
            (lambda loss, p, h: 2 * h * slopes(loss, p, h), "divide by 2 h"),
        ],
    },
    "backprop": {
        "solution": backprop,
        "stub": lambda W1, b1, W2, b2, X, t: (..., ..., ..., ...),
        "mistakes": [
            (lambda *a: backprop(*a, mean=False), "n times too large"),
            (lambda *a: backprop(*a, slope=lambda a: 1.0), "slope of tanh"),
            (lambda *a: backprop(*a, back=np.ones_like), "through W2"),
            (lambda *a: [-g for g in backprop(*a)], "sign is wrong"),
            (lambda *a: backprop(*a, bent=True), "slope of the sigmoid does not enter"),
            (lambda *a: backprop(*a, slope=lambda a: 1 - a), "The slope db1"),
            (lambda *a: (backprop(*a)[0].T, *backprop(*a)[1:]), "transposed"),
            (lambda *a: backprop(*a)[:2], "four things"),
        ],
    },
    "parameters": {
        "solution": count,
        "stub": lambda maps, kernel, seen: ...,
        "mistakes": [
            (lambda maps, kernel, seen: maps * kernel**2 * seen, "biases are missing"),
            (lambda maps, kernel, seen: maps * kernel**2 * seen + 1, "own bias"),
            (lambda maps, kernel, seen: maps * seen * (kernel**2 + 1), "however many"),
            (lambda maps, kernel, seen: maps * (kernel * seen + 1), "square"),
            (lambda maps, kernel, seen: kernel**2 * seen + 1, "one map"),
        ],
    },
}
