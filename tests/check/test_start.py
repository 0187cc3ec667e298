"""More right answers to the exercises of lesson 00."""

import math

import numpy as np


def walked(t, V):
    """Step by step until a little more than a third is left."""
    i = 0
    while V[i] - V[-1] > (V[0] - V[-1]) * 0.3679:
        i += 1
    return t[i]


def fitted(t, V):
    """The slope of the logarithm, where something is left."""
    height = V - min(V)
    early = height > 0.05 * height[0]
    return -1 / np.polyfit(t[early], np.log(height[early]), 1)[0]


def by_area(t, V):
    """The area under a decay is its height times tau."""
    height = V - V[-1]
    return np.sum((height[1:] + height[:-1]) / 2 * np.diff(t)) / height[0]


def one_by_one(times, rows, N, duration):
    found = []
    for neuron in range(N):
        found.append(sum(1 for row in rows if row == neuron) / (duration / 1000))
    return found


def added(times, rows, N, duration):
    counts = np.zeros(N)
    np.add.at(counts, rows, 1)
    return counts / duration * 1e3


def searched(W):
    best, most = 0, -1.0
    for j in range(len(W)):
        total = 0.0
        for i in range(len(W)):
            if W[i, j] > 0:
                total += W[i, j]
        if total > most:
            best, most = j, total
    return best


def in_blocks():
    """Four excitatory blocks of three hear each other in a ring; four inhibitory units."""
    W = np.zeros((16, 16))
    for i in range(16):
        block = (i // 3 + 1) % 4
        W[i, 3 * block : 3 * block + 3] = 0.5
        W[i, 12 + (i + 1) % 4] = -1.5
    return W


def by_chance(seed):
    """Rows drawn, then scaled so that both signs cancel."""
    rng = np.random.default_rng(seed)
    W = np.zeros((16, 16))
    for i in range(16):
        for senders, total in ((range(10), 2.0), (range(10, 16), -2.0)):
            chosen = rng.choice([j for j in senders if j != i], 2, replace=False)
            strength = rng.random(2) + 0.1
            W[i, chosen] = total * strength / strength.sum()
    return W


def rolled():
    """Each unit hears the four after it, and every fourth unit inhibits."""
    hears = sum(np.roll(np.eye(16), step, axis=1) for step in (1, 2, 3, 4))
    return hears * np.where(np.arange(16) % 4, 1.0, -3.0)


RIGHT = {
    "tau": [
        walked,
        fitted,
        by_area,
        lambda t, V: float(t[V < V[-1] + (V[0] - V[-1]) / math.e][0]),
        lambda t, V: np.interp(-(V[0] - V[-1]) / np.e, V[-1] - V, t),
        lambda t, V: t[np.argmin(np.abs(V - V[-1] - 0.37 * (V[0] - V[-1])))],
        lambda t, V: -(V[0] - V[-1]) / ((V[1] - V[0]) / (t[1] - t[0])),
    ],
    "rates": [
        one_by_one,
        added,
        lambda times, rows, N, duration: np.bincount(rows, minlength=N) / duration * 1000,
        lambda times, rows, N, duration: [1000 * np.sum(rows == i) / duration for i in range(N)],
        lambda times, rows, N, duration: 1e3 / duration * np.histogram(rows, np.arange(N + 1))[0],
        lambda times, rows, N, duration: (
            (rows == np.arange(N)[:, None]).mean(axis=1) * (1000 * len(rows) / duration)
        ),
    ],
    "loudest": [
        searched,
        lambda W: np.argmax(np.where(W > 0, W, 0).sum(axis=0)),
        lambda W: np.argsort(np.clip(W, 0, None).sum(axis=0))[-1],
        lambda W: np.argmax(np.sum(W + np.abs(W), axis=0)),
        lambda W: max(range(len(W)), key=lambda j: W[:, j][W[:, j] > 0].sum()),
        lambda W: float(np.argmax((W * (W > 0)).T @ np.ones(len(W)))),
    ],
    "wiring": [
        in_blocks(),
        in_blocks()[::-1, ::-1].copy(),
        by_chance(0),
        by_chance(1),
        rolled(),
        np.kron(np.eye(4)[[1, 2, 3, 0]], np.tile([0.7, 0.3, 1.0, -2.0], (4, 1))),
    ],
}
