"""More right answers to the exercises of lesson 11."""

import math

import numpy as np


def step_by_loops(r, u, W, b, W_in, alpha):
    new = r.copy()
    for i in range(len(r)):
        h = b[i] + sum(W_in[i, k] * u[k] for k in range(len(u)))
        for j in range(len(r)):
            h += W[i, j] * r[j]
        new[i] += alpha * (math.tanh(h) - r[i])
    return new


def gradient_forward(w, u, y, alpha):
    r = s = 0.0
    for value in u:
        r, s = (1 - alpha) * r + alpha * (w * r + value), (1 - alpha + alpha * w) * s + alpha * r
    return (r - y) * s


def gradient_by_arrays(w, u, y, alpha):
    T, keeps = len(u), 1 - alpha + alpha * w
    r = np.zeros(T + 1)
    for t in range(T):
        r[t + 1] = keeps * r[t] + alpha * u[t]
    q = (r[T] - y) * keeps ** np.arange(T - 1, -1, -1)
    return alpha * np.dot(q, r[:T])


def shares_by_eigh(r):
    values = np.linalg.eigvalsh(np.cov(r.T))[::-1]
    return values / values.sum()


def shares_by_loops(r):
    r = r.copy()
    for k in range(r.shape[1]):
        r[:, k] -= np.mean(r[:, k])
    s = np.linalg.svd(r[::-1].T)[1]
    return [x * x / sum(s * s) for x in s]


def merge_by_index(W, W_out, i, j, gain):
    keep = [k for k in range(len(W)) if k != j]
    W[:, i] = W[:, i] + gain * W[:, j]
    W_out[:, i] = W_out[:, i] + gain * W_out[:, j]
    return [W[keep][:, keep], W_out[:, keep]]


def merge_by_a_matrix(W, W_out, i, j, gain):
    P = np.eye(len(W))
    P[j, i] = gain
    P = np.delete(P, j, axis=1)
    return np.delete(W, j, axis=0) @ P, W_out @ P


RIGHT = {
    "rnn_step": [
        step_by_loops,
        lambda r, u, W, b, W_in, alpha: (
            r - alpha * (r - np.tanh(np.einsum("ij,j", W, r) + (W_in * u).sum(axis=1) + b))
        ),
    ],
    "gradient": [gradient_forward, gradient_by_arrays],
    "shares": [shares_by_eigh, shares_by_loops],
    "merge": [lambda W, W_out, *p: merge_by_index(W.copy(), W_out.copy(), *p), merge_by_a_matrix],
}
