"""Both ways through the exercises of lesson 09."""

import numpy as np


def hebb(patterns, by=None, own=False):
    W = patterns.T @ patterns / (by or len(patterns))
    if not own:
        np.fill_diagonal(W, 0.0)
    return W


def sweep(W, s, order, zero=None):
    s = s.copy()
    for i in order:
        h = W[i] @ s
        if h != 0 or zero is not None:
            s[i] = 1 if h > 0 else -1 if h < 0 else zero
    return s


def together(W, s, order):
    return np.where(W @ s == 0, s, np.sign(W @ s))


def energy(W, s):
    return -0.5 * s @ W @ s


def one_step(patterns, own=False):
    return np.mean((patterns @ hebb(patterns, own=own)) * patterns < 0)


def projection(patterns, own=False):
    N = patterns.shape[1]
    Q = patterns @ patterns.T / N
    W = patterns.T @ np.linalg.inv(Q) @ patterns / N
    if not own:
        np.fill_diagonal(W, 0.0)
    return W


SWAP = [[0, 1], [1, 0]]

CASES = {
    "hebb": {
        "solution": hebb,
        "stub": lambda patterns: ...,
        "mistakes": [
            (lambda p: hebb(p, own=True), "would hold itself in place"),
            (lambda p: hebb(p, by=1), "not a sum"),
            (lambda p: hebb(p, by=1, own=True), "and a diagonal of 0"),
            (lambda p: hebb(p, by=p.shape[1]), "divided by N"),
            (lambda p: hebb(p[-1:]), "Only the last"),
            (lambda p: hebb(p[:1]), "Only the first"),
            (lambda p: -hebb(p), "should excite each other"),
            (lambda p: p @ p.T / len(p), "a row for each unit"),
        ],
    },
    "sweep": {
        "solution": sweep,
        "stub": lambda W, s, order: ...,
        "mistakes": [
            (lambda W, s, order: sweep(W, s, order, zero=0), "became 0"),
            (lambda W, s, order: sweep(W, s, order, zero=1), "keeps its"),
            (together, "see the flips before it"),
            (lambda W, s, order: np.sign(W @ s), "use a loop"),
            (lambda W, s, order: sweep(W, s, range(len(s))), "follow `order`"),
            (lambda W, s, order: sweep(-W, s, order), "the sign is wrong"),
            (lambda W, s, order: s.copy(), "Nothing changed"),
        ],
    },
    "energy": {
        "solution": energy,
        "stub": lambda W, s: ...,
        "mistakes": [
            (lambda W, s: -s @ W @ s, "is the 1/2 missing"),
            (lambda W, s: -energy(W, s), "lie low"),
            (lambda W, s: s @ W @ s, "and every pair is counted twice"),
            (lambda W, s: energy(W, s) / len(s), "per unit"),
            (lambda W, s: -0.5 * np.sum(W @ s), "by its own s_i"),
        ],
    },
    "two_cycle": {
        "solution": (SWAP, [1, -1]),
        "stub": (..., ...),
        "mistakes": [
            ((SWAP, [1, 1]), "fixed point"),
            (([[0, 1], [-1, 0]], [1, 1]), "not symmetric"),
            (([[1, -2], [-2, 1]], [1, 1]), "diagonal"),
            ((SWAP, [1, 0]), "something else"),
            ((SWAP, [1, -1, 1]), "are expected"),
            (([[0, 1, 1], [1, 0, 1], [1, 1, 0]], [1, 1, -1]), "not the first one again"),
        ],
    },
    "one_step": {
        "solution": one_step,
        "stub": lambda patterns: ...,
        "mistakes": [
            (lambda p: one_step(p, own=True), "is the diagonal"),
            (lambda p: 1 - one_step(p), "that stay"),
            (lambda p: one_step(p) * p.size, "number of units that flip"),
            (lambda p: 100 * one_step(p), "percent"),
            (lambda p: np.mean((p[0] @ hebb(p)) * p[0] < 0), "Only the first"),
        ],
    },
    "projection": {
        "solution": projection,
        "stub": lambda patterns: ...,
        "mistakes": [
            (lambda p: projection(p, own=True), "hold itself in place"),
            (lambda p: hebb(p), "inverse of Q belongs"),
            (lambda p: hebb(p, by=p.shape[1]), "has to be inverted"),
            (lambda p: projection(p) * p.shape[1], "divide by N once"),
            (lambda p: projection(p) / p.shape[1], "too small by the factor N"),
        ],
    },
}
