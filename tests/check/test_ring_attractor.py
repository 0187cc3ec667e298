"""Both ways through the exercises of lesson 07."""

import numpy as np


def weights(theta, w0, w1, over=None, shape=np.cos, pair=np.subtract):
    return (w0 + w1 * shape(pair.outer(theta, theta))) / (over or len(theta))


def step(a, W, theta, phi, h0, h1, T, dt, tau, rect=lambda x: np.maximum(x, 0), decay=1.0):
    drive = rect(W @ a + h0 + h1 * np.cos(theta - phi) - T)
    return a + dt * (drive - decay * a) / tau


def decay_rectified(a, W, theta, phi, h0, h1, T, dt, tau):
    net = W @ a + h0 + h1 * np.cos(theta - phi) - T
    return a + dt * np.maximum(net - a, 0) / tau


def three(a, theta, w0, w1, mean=np.mean, odd=1.0):
    C, S = mean(a * np.cos(theta)), mean(a * np.sin(theta))
    return w0 * mean(a) + w1 * (C * np.cos(theta) + odd * S * np.sin(theta))


def kept(c, h0, T, w0, sign=1.0, mean=1.0):
    A = (np.sin(c) - c * np.cos(c)) / np.pi
    B = (c - np.sin(c) * np.cos(c)) / (2 * np.pi)
    return 1 / B, sign * (h0 - T) / (-np.cos(c) - mean * w0 * A)


def swapped(c, h0, T, w0):
    A = (np.sin(c) - c * np.cos(c)) / np.pi
    return 1 / A, kept(c, h0, T, w0)[1]


def pair(spacing, linked, which=slice(-3, -1)):
    W = weights(2 * np.pi * np.arange(100) / spacing, 0.9, 1.0)
    W[linked:] = W[:, linked:] = 0.0
    return np.linalg.eigvalsh(W)[which]


EVEN, SOURCE, LINKED = pair(100, 100), pair(99, 99), pair(99, 100)

CASES = {
    "weights": {
        "solution": weights,
        "stub": lambda theta, w0, w1: ...,
        "mistakes": [
            (lambda theta, w0, w1: weights(theta, w0, w1, over=1), "division by N"),
            (lambda theta, w0, w1: w0 + w1 * weights(theta, 0, 1), "divide both parts"),
            (lambda theta, w0, w1: weights(theta, w0, w1, shape=np.sin), "a sine"),
            (lambda theta, w0, w1: weights(theta, 0, w1), "w0 is missing"),
            (lambda theta, w0, w1: weights(theta, w0, w1, pair=np.add), "difference"),
        ],
    },
    "step": {
        "solution": step,
        "stub": lambda a, W, theta, phi, h0, h1, T, dt, tau: ...,
        "mistakes": [
            (lambda *x: step(*x, rect=lambda drive: drive), "rectify it"),
            (decay_rectified, "decay is rectified"),
            (lambda *x: np.maximum(step(*x, rect=lambda d: d), 0), "not the activity"),
            (lambda *x: step(*x, decay=0.0), "decays"),
            (lambda *x: step(*x[:6], 0.0, *x[7:]), "threshold missing"),
            (lambda *x: step(*x[:6], -x[6], *x[7:]), "subtract it"),
            (lambda *x: step(*x[:7], 1.0, x[8]), "dt missing"),
            (lambda *x: step(*x[:8], 1.0), "tau missing"),
            (lambda *x: step(*x[:3], -x[3], *x[4:]), "theta - phi"),
            (lambda *x: step(*x) - x[0], "Add it to a"),
        ],
    },
    "three_numbers": {
        "solution": three,
        "stub": lambda a, theta, w0, w1: ...,
        "mistakes": [
            (lambda *x: three(*x, mean=np.sum), "means, not sums"),
            (lambda *x: three(*x, odd=0.0), "sine part"),
            (lambda *x: three(*x, odd=-1.0), "a plus"),
            (lambda a, theta, w0, w1: three(a, theta, 0.0, w1), "uniform part"),
            (lambda a, theta, w0, w1: weights(theta, w0, w1) @ a, "still built"),
        ],
    },
    "growth_rate": {
        "solution": lambda w1, tau: (w1 / 2 - 1) / tau,
        "stub": lambda w1, tau: ...,
        "mistakes": [
            (lambda w1, tau: (w1 - 1) / tau, "squared cosine"),
            (lambda w1, tau: w1 / 2 / tau, "the decay, -a"),
            (lambda w1, tau: (w1 / 2 - 1) * tau, "divide by tau"),
            (lambda w1, tau: (1 - w1 / 2) / tau, "the sign"),
            (lambda w1, tau: w1 / 2 - 1, "in one tau"),
            (lambda w1, tau: w1 / 2, "eigenvalue of W"),
        ],
    },
    "self_consistent": {
        "solution": kept,
        "stub": lambda c, h0, T, w0: (..., ...),
        "mistakes": [
            (lambda *x: kept(*x)[::-1], "return w1 first"),
            (lambda *x: (1 / kept(*x)[0], kept(*x)[1]), "That is B"),
            (swapped, "so with B"),
            (lambda *x: kept(*x, sign=-1.0), "upside down"),
            (lambda *x: kept(*x, mean=0.0), "their mean"),
            (lambda *x: kept(*x, mean=-1.0), "negative w0"),
            (lambda c, h0, T, w0: kept(c, h0, 0.0, w0), "exceeds T"),
            (lambda *x: kept(*x)[0], "has shape ()"),
        ],
    },
    "wiring": {
        "solution": (EVEN, SOURCE, LINKED),
        "stub": (..., ..., ...),
        "mistakes": [
            ((EVEN, LINKED, LINKED), "still connected"),
            ((EVEN, EVEN, LINKED), "right spacing"),
            ((EVEN, SOURCE, SOURCE), "every neuron is connected"),
            ((EVEN, SOURCE, EVEN), "it should be wrong"),
            ((EVEN, SOURCE, LINKED[::-1]), "smaller one first"),
            ((pair(100, 100, slice(-2, None)), SOURCE, LINKED), "uniform mode"),
            ((EVEN[0], SOURCE, LINKED), "two eigenvalues"),
        ],
    },
}
