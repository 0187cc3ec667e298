"""More right answers to the exercises of lesson 06."""

import math

import numpy as np


def step_by_loops(r, W, h, dt, tau, F):
    new = r.copy()
    for i in range(len(r)):
        heard = h[i]
        for j in range(len(r)):
            heard += W[i, j] * r[j]
        new[i] += dt * (F(heard) - r[i]) / tau
    return new


def mode_by_loop(t, value, g, tau, c0):
    c = []
    for x in t:
        if np.isclose(value, 1):
            c.append(c0 + g * x / tau)
        else:
            fades = math.exp(-(1 - value) * x / tau)
            c.append(c0 * fades + g / (1 - value) * (1 - fades))
    return c


def mode_by_expm1(t, value, g, tau, c0):
    leak = (1 - value) / tau
    grown = t if leak == 0 else -np.expm1(-leak * t) / leak
    return c0 * np.exp(-leak * t) + g / tau * grown


def steady_by_loop(W, h):
    values, E = np.linalg.eigh(W)
    r = np.zeros(len(h))
    for k in range(len(h)):
        r += E[:, k] * np.dot(E[:, k], h) / (1 - values[k])
    return r


def steady_by_eig(W, h):
    values, E = np.linalg.eig(W)
    return np.einsum("ik,k,kj,j->i", E, 1 / (1 - values), np.linalg.inv(E), h)


def growth_by_loops(W, tau):
    S = [[0.5 * (W[i, j] + W[j, i]) / tau for j in range(3)] for i in range(3)]
    for i in range(3):
        S[i][i] -= 1 / tau
    return max(np.linalg.eigvals(S).real)


RIGHT = {
    "rate_step": [
        step_by_loops,
        lambda r, W, h, dt, tau, F: (1 - dt / tau) * r + dt / tau * F(np.sum(W * r, axis=1) + h),
        lambda r, W, h, dt, tau, F: r - dt * (r - F(np.einsum("ij,j->i", W, r) + h)) / tau,
    ],
    "mode_response": [mode_by_loop, mode_by_expm1],
    "steady_state": [steady_by_loop, steady_by_eig, lambda W, h: np.linalg.solve(np.eye(3) - W, h)],
    "tuning": [1 - 10 / 10_000, 1 - 1e-3, np.float32(0.999)],
    "fastest_growth": [
        growth_by_loops,
        lambda W, tau: (np.linalg.eigvalsh(W + W.T).max() / 2 - 1) / tau,
    ],
}
