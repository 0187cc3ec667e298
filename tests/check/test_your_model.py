"""More right answers to the exercises of lesson 12."""

import numpy as np


def matrix_in_place(N, s, w):
    W = np.full((N, N), -w)
    np.fill_diagonal(W, s)
    return W


def step_by_loops(r, W, h, dt, tau):
    new = []
    for i in range(len(r)):
        drive = h[i] + sum(W[i, j] * r[j] for j in range(len(r)))
        new.append(r[i] + dt / tau * (max(drive, 0) - r[i]))
    return new


def step_by_mask(r, W, h, dt, tau):
    drive = np.einsum("ij,j->i", W, r) + h
    drive[drive < 0] = 0
    return (1 - dt / tau) * r + dt / tau * drive


RIGHT = {
    "weight_matrix": [
        matrix_in_place,
        lambda N, s, w: [[s if i == j else -w for j in range(N)] for i in range(N)],
    ],
    "rate_step": [step_by_loops, step_by_mask],
    "smallest_inhibition": [lambda s: -(s - 1), lambda s: 1 / (1 / (1 - s))],
}
