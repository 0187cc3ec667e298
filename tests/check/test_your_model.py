"""Both ways through the exercises of lesson 12."""

import numpy as np


def matrix(N, s, w):
    W = np.full((N, N), -float(w))
    np.fill_diagonal(W, s)
    return W


def step(r, W, h, dt, tau):
    return r + dt * (-r + np.maximum(h + W @ r, 0)) / tau


CASES = {
    "weight_matrix": {
        "solution": matrix,
        "stub": lambda N, s, w: ...,
        "mistakes": [
            (lambda N, s, w: np.abs(matrix(N, s, w)), "negative"),
            (lambda N, s, w: matrix(N, 0.0, w), "where is s"),
            (lambda N, s, w: matrix(N, s, 0.0), "where is w"),
            (lambda N, s, w: matrix(N, -w, w), "excites itself"),
            (lambda N, s, w: matrix(N, s - w, w), "s alone"),
        ],
    },
    "rate_step": {
        "solution": step,
        "stub": lambda r, W, h, dt, tau: ...,
        "mistakes": [
            (lambda r, W, h, dt, tau: r + dt * (-r + h + W @ r) / tau, "rectification missing"),
            (
                lambda r, W, h, dt, tau: np.maximum(r + dt * (-r + h + W @ r) / tau, 0),
                "not the rate",
            ),
            (lambda r, W, h, dt, tau: step(r, W, h, dt, tau) + dt * r / tau, "where is -r"),
            (lambda r, W, h, dt, tau: step(r, W, h, dt, 1.0), "tau missing"),
            (lambda r, W, h, dt, tau: step(r, 0 * W, h, dt, tau), "hear each other"),
            (lambda r, W, h, dt, tau: step(r, W, h, dt, tau) - r, "Add it to r"),
        ],
    },
    "smallest_inhibition": {
        "solution": lambda s: 1.0 - s,
        "stub": lambda s: ...,
        "mistakes": [
            (lambda s: 1.0 / (1.0 - s), "winner's rate"),
            (lambda s: 1.0 + s, "sign of s"),
            (lambda s: 0.5, "too small"),
        ],
    },
}
