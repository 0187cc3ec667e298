"""Both ways through the exercises of lesson 11."""

import numpy as np


def step(r, u, W, b, W_in, alpha, old=None, f=np.tanh):
    return (1 - alpha if old is None else old) * r + alpha * f(W @ r + b + W_in @ u)


def gradient(w, u, y, alpha, factor=None, sign=1.0, last=False, scale=None, **how):
    r = [0.0]
    for value in u:
        r.append((1 - alpha) * r[-1] + alpha * (w * r[-1] + value))
    q, total = sign * (r[-1] - y), 0.0
    for t in reversed(range(len(u))):
        step = 1 - alpha + alpha * w if factor is None else factor
        if how.get("overwrite"):
            total = 0.0
        if how.get("early"):
            q *= step
        total += (alpha if scale is None else scale) * q * r[t + how.get("later", 0)]
        if not how.get("early"):
            q *= step
        if last:
            break
    return total


def shares(r, center=True, power=2):
    values = np.linalg.svd(r - r.mean(axis=0) * center, compute_uv=False) ** power
    return values / values.sum()


def merge(W, W_out, i, j, gain):
    W, W_out = W.copy(), W_out.copy()
    W[:, i] += gain * W[:, j]
    W_out[:, i] += gain * W_out[:, j]
    W = np.delete(np.delete(W, j, axis=0), j, axis=1)
    return W, np.delete(W_out, j, axis=1)


def merge_rows(W, W_out, i, j, gain):
    W, W_out = W.copy(), W_out.copy()
    W[i] += gain * W[j]
    W_out[:, i] += gain * W_out[:, j]
    W = np.delete(np.delete(W, j, axis=0), j, axis=1)
    return W, np.delete(W_out, j, axis=1)


CASES = {
    "rnn_step": {
        "solution": step,
        "stub": lambda r, u, W, b, W_in, alpha: ...,
        "mistakes": [
            (lambda r, u, W, b, W_in, alpha: step(r, u, W, 0 * b, W_in, alpha), "bias b"),
            (lambda r, u, W, b, W_in, alpha: step(r, u, W.T, b, W_in, alpha), "turned around"),
            (lambda r, u, W, b, W_in, alpha: step(r, u, W, b, W_in, 1.0), "where is alpha"),
            (lambda *a: step(*a, old=1.0), "never fade"),
            (lambda *a: step(*a, f=lambda h: h), "tanh is missing"),
        ],
    },
    "gradient": {
        "solution": gradient,
        "stub": lambda w, u, y, alpha: ...,
        "mistakes": [
            (lambda *a: gradient(*a, last=True), "last step alone"),
            (lambda *a: gradient(*a, sign=-1.0), "sign is turned"),
            (lambda *a: gradient(*a, scale=1.0), "is alpha missing"),
            (lambda w, u, y, alpha: gradient(w, u, y, alpha, alpha * w), "1 - alpha of the old"),
            (lambda *a: gradient(*a, factor=1.0), "does not change"),
            (lambda *a: gradient(*a, early=True), "before it is used"),
            (lambda *a: gradient(*a, later=1), "not after it"),
            (lambda *a: gradient(*a, overwrite=True), "add each one"),
        ],
    },
    "shares": {
        "solution": shares,
        "stub": lambda r: ...,
        "mistakes": [
            (lambda r: shares(r, center=False), "means are still in"),
            (lambda r: shares(r, power=1), "square of a singular value"),
            (lambda r: np.linalg.svd(r - r.mean(0), compute_uv=False) ** 2, "add up to 1"),
            (lambda r: np.cumsum(shares(r)), "sum so far"),
            (lambda r: r, "one share a component"),
        ],
    },
    "merge": {
        "solution": merge,
        "stub": lambda W, W_out, i, j, gain: (..., ...),
        "mistakes": [
            (merge_rows, "what it sends"),
            (lambda W, W_out, i, j, gain: merge(W, W_out, i, j, 1.0), "without the gain"),
            (lambda W, W_out, i, j, gain: merge(W, W_out, i, j, 0.0), "nobody took over"),
            (lambda W, W_out, i, j, gain: merge(W, W_out, j, i, gain), "exchanged"),
            (lambda W, W_out, i, j, gain: (W, W_out), "delete unit j"),
            (lambda W, W_out, i, j, gain: W, "two arrays"),
        ],
    },
}
