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


def kind_by_eigenvalues(W, tau):
    """The kind by the two eigenvalues of A, and the period by their imaginary part."""
    one, two = np.linalg.eigvals((W - np.eye(2)) / tau)
    turn = max(abs(np.imag(one)), abs(np.imag(two)))
    period = 2 * math.pi / turn if turn > 1e-9 else math.inf
    if turn < 1e-9 and np.real(one) * np.real(two) < 0:
        return "Saddle", period
    growth = np.real(one + two)
    return ("lasts" if abs(growth) < 1e-12 else "grows" if growth > 0 else "settles"), period


def kind_of_w(W, tau):
    """The same from the eigenvalues of W, whose real part is compared with 1."""
    T, D = W[0, 0] + W[1, 1], W[0, 0] * W[1, 1] - W[0, 1] * W[1, 0]
    root = D - T * T / 4
    period = math.pi * 2 * tau / root**0.5 if root > 0 else np.inf
    if 1 - T + D < 0:
        return ["saddle", period]
    return [{-1.0: "settles", 0.0: "lasts", 1.0: "grows"}[float(np.sign(T - 2))], period]


def kind_by_a_dictionary(W, tau):
    a, b, c, d = (W - np.identity(2)).ravel()
    saddle, turns = a * d < b * c, (a - d) ** 2 + 4 * b * c < 0
    period = 4 * np.pi * tau / np.sqrt(-((a - d) ** 2) - 4 * b * c) if turns else float("inf")
    return ("saddle" if saddle else ("lasts", "grows", "settles")[int(np.sign(a + d))]), period


def nullclines_by_loop(r, W, h):
    on_E, on_I = [], []
    for x in r:
        u = -math.log(1 / x - 1)
        on_E.append((u - h[0] - W[0][0] * x) / W[0][1])
        on_I.append((u - h[1] - W[1][1] * x) / W[1][0])
    return on_E, on_I


def nullclines_at_once(r, W, h):
    own, other = np.diag(W), np.array([W[0, 1], W[1, 0]])
    heard = np.log(r) - np.log1p(-r)
    return (heard - h[:, None] - np.outer(own, r)) / other[:, None]


def nullclines_by_halving(r, W, h):
    """Where F of what is heard is r, looked for between -50 and 50."""

    def solved(u_of):
        low, high = -50.0, 50.0
        for _ in range(80):
            middle = (low + high) / 2
            rising = u_of(high) > u_of(low)
            over = u_of(middle) > 0
            low, high = (low, middle) if over == rising else (middle, high)
        return (low + high) / 2

    def of(i, x):
        return lambda y: x - 1 / (1 + math.exp(-(h[i] + W[i, i] * x + W[i, 1 - i] * y)))

    def heard(i, x):
        """The same, without the flat ends of F."""
        return lambda y: h[i] + W[i, i] * x + W[i, 1 - i] * y - math.log(x / (1 - x))

    found = [[solved(heard(i, x)) for x in r] for i in (0, 1)]
    assert all(abs(of(i, x)(y)) < 1e-9 for i in (0, 1) for x, y in zip(r, found[i]))
    return found


RIGHT = {
    "kind": [kind_by_eigenvalues, kind_of_w, kind_by_a_dictionary],
    "nullclines": [nullclines_by_loop, nullclines_at_once, nullclines_by_halving],
    "ring": [
        [[0.72, -2.5], [2.5, 0.72]],
        [[0.72274, 2.51327], [-2.51327, 0.72274]],
        [[1.2, -6.54431], [1.0, 0.24548]],
        np.array([[0.0, -1.5], [4.55921, 1.44548]]),
        [[0.73, -25.1], [0.2513, 0.71]],
        [[0.75, -2.53], [2.5, 0.70]],
    ],
    "rhythm": [
        (np.array([[14, -17], [17, 0]]), np.array([1.5, -8.5])),
        ([[13, -15.5], [15.5, 0]], [1.25, -7.75]),
        ([[12, -14], [14, 0]], (1, -7)),
        ([[16, -19], [16, -1]], [1.5, -7.5]),
        ([[14, -16.5], [17.5, 0]], [1.25, -8.75]),
        ([[16, -18], [16, -2]], [1.2, -6.9]),
    ],
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
