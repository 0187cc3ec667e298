"""More right answers to the exercises of lesson 07."""

import math

import numpy as np
from scipy.linalg import toeplitz
from scipy.optimize import brentq


def weights_in_place(theta, w0, w1):
    W = np.subtract.outer(theta, theta)
    np.cos(W, out=W)
    W *= w1
    W += w0
    W /= len(W)
    return W


def step_by_loops(a, W, theta, phi, h0, h1, T, dt, tau):
    new = a.copy()
    for i in range(len(a)):
        net = h0 + h1 * math.cos(theta[i] - phi) - T
        for j in range(len(a)):
            net += W[i, j] * a[j]
        new[i] += dt * (max(net, 0) - a[i]) / tau
    return new


def step_by_mask(a, W, theta, phi, h0, h1, T, dt, tau):
    net = np.einsum("ij,j", W, a) + h0 - T + h1 * np.cos(phi - theta)
    net[net < 0] = 0
    return (1 - dt / tau) * a + dt / tau * net


def numbers_by_loop(a, theta, w0, w1):
    N = len(a)
    m = C = S = 0.0
    for j in range(N):
        m += a[j] / N
        C += a[j] * math.cos(theta[j]) / N
        S += a[j] * math.sin(theta[j]) / N
    return [w0 * m + w1 * (C * math.cos(angle) + S * math.sin(angle)) for angle in theta]


def numbers_by_z(a, theta, w0, w1):
    Z = np.mean(a * np.exp(1j * theta))
    return w0 * np.mean(a) + w1 * np.real(Z * np.exp(-1j * theta))


def numbers_by_basis(a, theta, w0, w1):
    basis = np.stack([np.ones_like(theta), np.cos(theta), np.sin(theta)])
    return np.array([w0, w1, w1]) * (basis @ a / len(a)) @ basis


def bump(c, h0, T, w0):
    mean = np.sin(c) - c * np.cos(c)
    return 2 * np.pi / (c - 0.5 * np.sin(2 * c)), np.pi * (T - h0) / (np.pi * np.cos(c) + w0 * mean)


def pair(spacing, last, values=np.linalg.eigvalsh):
    W = np.zeros((100, 100))
    for i in range(last):
        for j in range(last):
            W[i, j] = (0.9 + np.cos(2 * np.pi * (i - j) / spacing)) / 100
    return np.sort(values(W).real)[[97, 98]]


def decode_by_loop(counts, theta):
    x = y = 0.0
    for n, angle in zip(counts, theta):
        x += n * math.cos(angle)
        y += n * math.sin(angle)
    return math.atan2(y, x)


def decode_by_the_best_bump(counts, theta):
    """The angle whose cosine agrees best with the counts."""
    tried = np.linspace(0, 2 * np.pi, 2000, endpoint=False)
    return tried[np.argmax(np.cos(theta - tried[:, None]) @ counts)]


def width_by_fit(a, theta):
    """The cosine through all active neurons; it is 0 where cos is -I/U."""
    on = a > 0
    terms = np.stack([np.ones(on.sum()), np.cos(theta[on]), np.sin(theta[on])], axis=1)
    I, x, y = np.linalg.lstsq(terms, a[on], rcond=None)[0]
    return np.arccos(-I / np.hypot(x, y))


def width_by_moments(a, theta):
    """The width at which mean and |Z| have this ratio."""
    ratio = np.mean(a) / abs(np.mean(a * np.exp(1j * theta)))
    return brentq(
        lambda c: 2 * (np.sin(c) - c * np.cos(c)) - ratio * (c - np.sin(c) * np.cos(c)), 0.1, 3.1
    )


def width_by_walking(a, theta):
    N, peak = len(a), int(np.argmax(a))
    total = 0.0
    for way in (1, -1):
        k = 0
        while a[(peak + way * (k + 1)) % N] > 0:
            k += 1
        last, one_before = a[(peak + way * k) % N], a[(peak + way * (k - 1)) % N]
        total += k + last / (one_before - last)
    return total / 2 * (theta[1] - theta[0])


def width_by_two_rounds(a, theta):
    twice = np.tile(a, 2)
    first = int(np.flatnonzero((twice[:-1] == 0) & (twice[1:] > 0))[0]) + 1
    last = first + int(np.argmax(twice[first:] == 0)) - 1
    left = first - twice[first] / (twice[first + 1] - twice[first])
    right = last + twice[last] / (twice[last - 1] - twice[last])
    return (right - left) * np.pi / len(a)


def width_by_unwrapping(a, theta):
    """Angles from -pi to pi around the bump's own, and the line at either end."""
    x = np.angle(np.exp(1j * (theta - np.angle(a @ np.exp(1j * theta)))))
    x, a = x[np.argsort(x)], a[np.argsort(x)]
    x, a = x[a > 0], a[a > 0]
    left = x[0] - a[0] * (x[1] - x[0]) / (a[1] - a[0])
    right = x[-1] + a[-1] * (x[-1] - x[-2]) / (a[-2] - a[-1])
    return (right - left) / 2


def turning_by_products(theta, w0, w1, v, tau):
    c, s = np.cos(theta), np.sin(theta)
    even = np.outer(c, c) + np.outer(s, s)
    odd = np.outer(s, c) - np.outer(c, s)
    return (w0 + w1 * (even + tau * v * odd)) / len(theta)


def turning_by_a_phase(theta, w0, w1, v, tau):
    shifted = np.cos(np.subtract.outer(theta, theta) - np.arctan(tau * v))
    return (w0 + w1 * np.hypot(1, tau * v) * shifted) / theta.size


RIGHT = {
    "half_width": [
        width_by_fit,
        width_by_moments,
        width_by_walking,
        width_by_two_rounds,
        width_by_unwrapping,
    ],
    "turning": [
        turning_by_products,
        turning_by_a_phase,
        lambda theta, w0, w1, v, tau: (
            (w0 + w1 * ((1 - 1j * tau * v) * np.exp(1j * (theta[:, None] - theta))).real)
            / len(theta)
        ),
        lambda theta, w0, w1, v, tau: [
            [
                (w0 + w1 * math.cos(x - y) + w1 * tau * v * math.sin(x - y)) / len(theta)
                for y in theta
            ]
            for x in theta
        ],
        lambda theta, w0, w1, v, tau: toeplitz(
            (w0 + w1 * (np.cos(theta) + tau * v * np.sin(theta))) / theta.size,
            (w0 + w1 * (np.cos(theta) - tau * v * np.sin(theta))) / theta.size,
        ),
    ],
    "decode": [
        decode_by_loop,
        decode_by_the_best_bump,
        lambda counts, theta: np.angle(counts @ np.exp(1j * theta)) % (2 * np.pi),
    ],
    "memory": [
        (-3, 2.6, 9.3),
        (0.5, 2.2, 2.94),
        (np.float64(-1.0), 3.0, 4.8),
        (0, 2.42, 3.7),
    ],
    "weights": [
        weights_in_place,
        lambda theta, w0, w1: toeplitz((w0 + w1 * np.cos(theta - theta[0])) / theta.size),
        lambda theta, w0, w1: [
            [(w0 + w1 * math.cos(x - y)) / len(theta) for y in theta] for x in theta
        ],
    ],
    "step": [step_by_loops, step_by_mask],
    "three_numbers": [numbers_by_loop, numbers_by_z, numbers_by_basis],
    "growth_rate": [
        lambda w1, tau: (w1 - 2) / (2 * tau),
        lambda w1, tau: np.float32(w1) * np.float32(1 / (2 * tau)) - np.float32(1 / tau),
    ],
    "self_consistent": [bump, lambda *given: np.array(bump(*given))],
    "wiring": [
        (pair(100, 100), pair(99, 99), pair(99, 100)),
        tuple(pair(*ring, np.linalg.eigvals) for ring in ((100, 100), (99, 99), (99, 100))),
        (pair(100, 100)[::-1], pair(99, 99)[::-1], pair(99, 100)),  # equal but for rounding
    ],
}
