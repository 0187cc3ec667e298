"""More right answers to the exercises of lesson 11."""

import math

import numpy as np
from scipy import integrate, stats


def trial_by_loops(inputs, net):
    r, z = [0.0] * len(net.b), []
    for u in inputs:
        h = [net.b[i] + sum(net.W_in[i, k] * u[k] for k in range(len(u))) for i in range(len(r))]
        h = [h[i] + sum(net.W[i, j] * r[j] for j in range(len(r))) for i in range(len(r))]
        r = [r[i] + net.alpha * (math.tanh(h[i]) - r[i]) for i in range(len(r))]
        z.append([net.b_out[0] + sum(net.W_out[0, j] * r[j] for j in range(len(r)))])
    return z


def trial_by_arrays(inputs, net):
    r = np.zeros((len(inputs) + 1, len(net.b)))
    for t in range(len(inputs)):
        h = np.einsum("ij,j", net.W, r[t]) + net.b + (net.W_in * inputs[t]).sum(axis=1)
        r[t + 1] = r[t] - net.alpha * (r[t] - np.tanh(h))
    return r[1:] @ net.W_out[0] + net.b_out[0]


def return_time_by_jacobian(r, W, alpha, dt):
    """From central differences of a step around r, where a bias makes it a fixed point."""
    b = np.arctanh(r) - W @ r

    def step(x):
        return (1 - alpha) * x + alpha * np.tanh(W @ x + b)

    sides = 1e-5 * np.eye(len(r))
    M = np.array([(step(r + e) - step(r - e)) / 2e-5 for e in sides]).T
    return dt / -math.log(max(abs(np.linalg.eigvals(M))))


def hand_over_by_regressions(R, W, W_out):
    """One regression a unit, on the few rows that a rotation leaves of all of them."""
    best = None
    rows = np.linalg.qr(np.column_stack([R, np.ones(len(R))]), mode="r")
    for j in range(R.shape[1]):
        X = np.delete(rows, j, axis=1)
        found = np.linalg.lstsq(X, rows[:, j])[0]
        sent = np.linalg.norm(W[:, j]) ** 2 + np.linalg.norm(W_out[:, j]) ** 2
        lost = np.sum((X @ found - rows[:, j]) ** 2) * sent
        if best is None or lost < best[0]:
            best = lost, j, found[:-1], found[-1]
    return best[1:]


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


def radius(A, kept):
    """By columns instead of rows: W D has the eigenvalues of D W."""
    return np.abs(np.linalg.eigvals(A) + kept).max()


def ideal_by_erf(strength, sd, n):
    return (1 + math.erf(strength * math.sqrt(n) / (2 * sd))) / 2


def ideal_by_an_integral(strength, sd, n):
    bell = stats.norm(n * strength, sd * np.sqrt(2 * n)).pdf
    return integrate.quad(bell, 0, 2 * n * strength + 20 * sd * np.sqrt(n), limit=200)[0]


RIGHT = {
    "ideal": [
        ideal_by_erf,
        ideal_by_an_integral,
        lambda strength, sd, n: stats.norm.cdf(strength / (sd * np.sqrt(2 / n))),
        lambda strength, sd, n: stats.norm.sf(0, n * strength, np.sqrt(n * 2 * sd**2)),
        lambda strength, sd, n: 1 - stats.norm.cdf(-strength * np.sqrt(n / 2) / sd),
    ],
    "trial": [trial_by_loops, trial_by_arrays],
    "gradient": [gradient_forward, gradient_by_arrays],
    "shares": [shares_by_eigh, shares_by_loops],
    "merge": [lambda W, W_out, *p: merge_by_index(W.copy(), W_out.copy(), *p), merge_by_a_matrix],
    "return_time": [
        return_time_by_jacobian,
        lambda r, W, alpha, dt: -dt / np.log(radius(alpha * W * (1 - r**2), 1 - alpha)),
    ],
    "hand_over": [hand_over_by_regressions],
}
