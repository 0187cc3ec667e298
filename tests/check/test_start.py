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
}
