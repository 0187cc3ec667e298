"""More right answers to the exercises of lesson 09."""

import numpy as np


def hebb_by_loops(patterns):
    M, N = patterns.shape
    W = np.zeros((N, N))
    for i in range(N):
        for j in range(N):
            if i != j:
                for mu in range(M):
                    W[i, j] += patterns[mu, i] * patterns[mu, j] / M
    return W


def hebb_by_outer(patterns):
    W = sum(np.outer(p, p) for p in patterns) / len(patterns)
    return W * (1 - np.eye(len(W)))


def sweep_by_product(W, s, order):
    s = np.array(s)
    for i in order:
        if (W @ s)[i] > 0:
            s[i] = 1
        elif (W @ s)[i] < 0:
            s[i] = -1
    return s


def sweep_by_loops(W, s, order):
    s = list(s)
    for i in order:
        h = 0
        for j in reversed(range(len(s))):
            h = h + W[i, j] * s[j]
        s[i] = s[i] if h == 0 else (1 if h > 0 else -1)
    return s


def sweep_by_flips(W, s, order):
    s, h = s.copy(), W @ s
    for i in order:
        if h[i] * s[i] < 0:
            h -= 2 * s[i] * W[:, i]
            s[i] = -s[i]
    return s


def energy_by_loops(W, s):
    E = 0.0
    for i in range(len(s)):
        for j in range(len(s)):
            E += W[i, j] * s[i] * s[j]
    return -E / 2


def errors_by_loops(patterns):
    W = hebb_by_outer(patterns)
    return sum((W[i] @ xi) * xi[i] < 0 for xi in patterns for i in range(len(xi))) / patterns.size


def projection_by_loops(patterns):
    Q = [[np.mean(a * b) for b in patterns] for a in patterns]
    W = 0.0
    for row, a in zip(np.linalg.inv(Q), patterns):
        for q, b in zip(row, patterns):
            W = W + q * np.outer(a, b) / len(a)
    return W - np.diag(np.diag(W))


def projection_by_pinv(patterns):
    W = np.linalg.pinv(patterns) @ patterns
    return W * (1 - np.eye(len(W)))


SWAP = [[0, 1], [1, 0]]

RIGHT = {
    "hebb": [
        hebb_by_loops,
        hebb_by_outer,
        lambda p: np.einsum("mi,mj->ij", p, p) / len(p) - np.eye(p.shape[1]),
    ],
    "sweep": [sweep_by_product, sweep_by_loops, sweep_by_flips],
    "energy": [
        energy_by_loops,
        lambda W, s: -sum(W[i, j] * s[i] * s[j] for i in range(len(s)) for j in range(i)),
        lambda W, s: -0.5 * (s @ (W @ s)),
        lambda W, s: -np.einsum("ij,i,j", W, s, s) / 2,
        lambda W, s: -0.5 * np.sum(W * np.outer(s, s)),
    ],
    "two_cycle": [
        (SWAP, (1, -1)),
        ([[0, -2.5], [-2.5, 0]], np.array([-1, -1], dtype=np.int8)),
        (np.eye(4) - np.ones((4, 4)), np.ones(4)),
        ([[0, 0.1, 0.2], [0.1, 0, 0], [0.2, 0, 0]], [1, -1, -1]),
    ],
    "one_step": [
        errors_by_loops,
        lambda p: np.mean(np.sign(p @ hebb_by_outer(p)) != p),
    ],
    "projection": [projection_by_loops, projection_by_pinv],
}
