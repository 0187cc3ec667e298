"""More right answers to the exercises of lesson 09."""

import numpy as np
import pytest
from scipy.optimize import brentq

from course.check import hopfield as check


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


def recall_by_flips(W, s, rng):
    s, h, sweeps, flipped = s.copy(), W @ s, 0, True
    while flipped:
        flipped = False
        for i in rng.permutation(len(s)):
            if h[i] * s[i] < 0:
                h = h - 2 * s[i] * W[:, i]
                s[i] = -s[i]
                flipped = True
        sweeps += 1
    return s, sweeps


def recall_by_loops(W, s, rng):
    s, order = [float(value) for value in s], list(range(len(s)))
    for sweeps in range(1, 1000):
        flips = 0
        rng.shuffle(order)
        for i in order:
            h = 0.0
            for j in reversed(range(len(s))):
                h = h + W[i, j] * s[j]
            new = s[i] if h == 0 else (1 if h > 0 else -1)
            flips += new != s[i]
            s[i] = new
        if not flips:
            return [s, sweeps]


def recall_by_recursion(W, s, rng):
    s = np.array(s)
    before = s.copy()
    for i in np.argsort(rng.random(len(s))):
        if (W @ s)[i] > 0:
            s[i] = 1
        elif (W @ s)[i] < 0:
            s[i] = -1
    if np.all(before == s):
        return s, 1
    end, sweeps = recall_by_recursion(W, s, rng)
    return end, sweeps + 1


def energy_by_loops(W, s):
    E = 0.0
    for i in range(len(s)):
        for j in range(len(s)):
            E += W[i, j] * s[i] * s[j]
    return -E / 2


def change_by_energies(W, s, i):
    flipped = s.copy()
    flipped[i] *= -1
    return energy_by_loops(W, flipped) - energy_by_loops(W, s)


def code_by_loops(glyphs):
    """A unit is -1 where an odd number of its pixels is."""
    rng = np.random.default_rng(7)
    units = [rng.choice(784, 19, replace=False) for _ in range(784)]
    return np.array([[(-1) ** np.sum(g[pixels] < 0) for pixels in units] for g in glyphs])


def code_of_patches(glyphs):
    """Products over rows of pixels that are shuffled once for all, of differing length."""
    shuffled = np.random.default_rng(2).permuted(np.tile(np.arange(784), (700, 1)), axis=1)
    parts = [glyphs[:, shuffled[:, start:end]].prod(axis=2) for start, end in ((0, 9), (9, 21))]
    return parts[0] * parts[1]


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
SEVEN_NINE = np.random.default_rng(3).integers(0, 784, (784, 17))


def warm_by_halving(T):
    low, high = 1e-9, 1.0
    if np.tanh(low / T) <= low:
        return 0.0
    for _ in range(60):
        middle = (low + high) / 2
        if np.tanh(middle / T) > middle:
            low = middle
        else:
            high = middle
    return low


def warm_by_newton(T):
    m = 1.0
    for _ in range(200):
        t = np.tanh(m / T)
        m = m - (m - t) / (1.0 - (1.0 - t * t) / T)
    return m


def warm_until_still(T):
    m, old = 1.0, 2.0
    while abs(m - old) > 1e-12:
        p = 1 / (1 + np.exp(-2 * m / T))
        m, old = 2 * p - 1, m
    return m


def warm_by_a_grid(T):
    m = np.linspace(0.0, 1.0, 100_001)
    return m[np.flatnonzero(np.tanh(m / T) >= m)[-1]]


def oja_by_loops(w, x, r):
    y = 0.0
    for j in range(len(w)):
        y += w[j] * x[j]
    after = []
    for j in range(len(w)):
        after.append(w[j] + r * (x[j] * y - y * y * w[j]))
    return after


def oja_in_place(w, x, r):
    w, y = w.copy(), np.dot(x, w)
    w *= 1 - r * y**2
    w += r * y * x
    return w


def oja_by_matrices(w, x, r):
    C = np.outer(x, x)
    return w + r * (C @ w - (w @ C @ w) * w)


def oja_of_what_is_left(w, x, r):
    """What the output does not tell of the input, times the output."""
    y = np.sum(w * x)
    left = x - y * w
    return w + y * r * left


RIGHT = {
    "warm": [
        warm_by_halving,
        warm_by_newton,
        warm_until_still,
        warm_by_a_grid,
        lambda T: 0.0 if T >= 1 else brentq(lambda m: m - np.tanh(m / T), 1e-6, 1.0, xtol=1e-12),
    ],
    "hebb": [
        hebb_by_loops,
        hebb_by_outer,
        lambda p: np.einsum("mi,mj->ij", p, p) / len(p) - np.eye(p.shape[1]),
    ],
    "recall": [recall_by_flips, recall_by_loops, recall_by_recursion],
    "energy_change": [
        change_by_energies,
        lambda W, s, i: 2 * s[i] * sum(W[i, j] * s[j] for j in range(len(s))),
        lambda W, s, i: -2 * (-s[i] * W[:, i] @ s),
        lambda W, s, i: (2 * s * (W @ s))[i],
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
    "code": [code_by_loops, code_of_patches, lambda g: np.prod(g[:, SEVEN_NINE], axis=2)],
    "oja": [
        oja_by_loops,
        oja_in_place,
        oja_by_matrices,
        oja_of_what_is_left,
        lambda w, x, r: [a + r * (w @ x) * (b - (w @ x) * a) for a, b in zip(w, x)],
        lambda w, x, r: w + r * np.outer(x - (w @ x) * w, x) @ w,
    ],
}


@pytest.mark.parametrize("off, passes", [(9e-4, True), (-9e-4, True), (1.5e-3, False)])
def test_an_overlap_counts_within_0_001_at_any_temperature(off, passes):
    assert bool(check.warm(lambda T: check.warm.right(T) + off)) == passes
    assert check.warm(lambda T: check.warm.right(T, times=80))  # enough for 0.001
