"""More right answers to the exercises of lesson 00."""

import math

import numpy as np


def appended(t, A, tau):
    V = np.array([])
    for moment in t:
        V = np.append(V, A / math.exp(moment / tau))
    return V


def counted(spikes, duration):
    n = 0
    for _ in spikes:
        n += 1
    return n / (duration / 1000)


def searched(W, i):
    best = 0
    for j in range(len(W)):
        if W[i, j] > W[i, best]:
            best = j
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
    "decay": [
        appended,
        lambda t, A, tau: [A * math.exp(-moment / tau) for moment in t],
        lambda t, A, tau: np.multiply(A, np.exp(np.divide(t, -tau))),
    ],
    "rate": [
        counted,
        lambda spikes, duration: spikes.size * 1e3 / duration,
        lambda spikes, duration: np.sum(np.ones_like(spikes)) / duration * 1000,
    ],
    "strongest_sender": [
        searched,
        lambda W, i: np.argsort(W[i, :])[-1],
        lambda W, i: W[i].tolist().index(max(W[i])),
        lambda W, i: W.argmax(axis=1)[i],
        lambda W, i: float(np.argmax(W.T[:, i])),
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
