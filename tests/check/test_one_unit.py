"""More right answers to the exercises of lesson 01."""

import math

import numpy as np
from scipy import integrate
from scipy.optimize import curve_fit
from scipy.special import expit

from course.models.summation import psp


def one_by_one(x):
    return [x[k + 1] - x[k] - (x[k] - x[k - 1]) for k in range(1, len(x) - 1)]


def in_place(x):
    y = x[2:].copy()
    y -= 2 * x[1:-1]
    y += x[:-2]
    return y


def at_each_time(t, w, times, d, length, E_L):
    V = []
    for moment in t:
        parts = [w[k] * math.exp(-d[k] / length) * psp(moment - times[k]) for k in range(len(w))]
        V.append(E_L + math.fsum(parts))
    return V


def by_potential(w, d, length, E_L, V_th):
    """The loop that the lesson's own functions suggest."""
    t, delay = np.arange(0.0, 80.0, 0.1), 0.0
    while (at_once(t, w, [0.0, delay], d, length) + E_L).max() >= V_th:
        delay += 0.1
    return delay - 0.1


def at_once(t, w, times, d, length):
    return sum(w[k] * np.exp(-d[k] / length) * psp(t - times[k]) for k in range(2))


def bisected(w, d, length, E_L, V_th):
    t, low, high = np.linspace(0.0, 80.0, 3001), 0.0, 60.0
    for _ in range(12):
        middle = (low + high) / 2
        crosses = E_L + at_once(t, w, [0.0, middle], d, length).max() >= V_th
        low, high = (middle, high) if crosses else (low, middle)
    return low


def from_the_end(heights, way):
    t = np.arange(0, 100, 0.05)
    for step in range(600, -1, -1):
        both = heights[0] * psp(t) + heights[1] * psp(t - step / 10)
        if both.max() >= way:
            return step / 10


def fitted(x, rate):
    return curve_fit(lambda x, Q, V, k: Q / (1 + np.exp(-(x - V) / k)), x, rate, (90, -45, 4))[0]


def steepest(x, rate):
    slope = np.gradient(rate, x)
    return rate[-1], x[slope.argmax()], rate[-1] / (4 * slope.max())


def by_logit(x, rate):
    Q = max(rate) * (1 + 1e-6)
    middle = (rate > 0.1 * Q) & (rate < 0.9 * Q)
    slope, start = np.polyfit(x[middle], np.log(rate[middle] / (Q - rate[middle])), 1)
    return [Q, -start / slope, 1 / slope]


def one_at_a_time(x):
    found = []
    for v in x:
        if v < 0:
            found.append(math.exp(v) / (1 + math.exp(v)))
        else:
            found.append(1 / (1 + math.exp(-v)))
    return found


def unit_by_unit(A, W):
    N = np.zeros((len(A), len(W)))
    for k, a in enumerate(A):
        for i in range(len(W)):
            N[k, i] = sum(W[i, j] * a[j] for j in range(len(a)))
    return N


RIGHT = {
    "second_difference": [
        one_by_one,
        in_place,
        lambda x: np.diff(x, n=2),
        lambda x: np.convolve(x, [1, -2, 1], "valid"),
    ],
    "potential": [
        at_each_time,
        lambda t, w, times, d, length, E_L: (
            E_L + np.einsum("k,kt->t", w * np.exp(-d / length), psp(t - times[:, None]))
        ),
        lambda t, w, times, d, length, E_L: (
            (w / np.exp(d / length)) @ [psp(t - start) for start in times] + E_L
        ),
    ],
    "latest": [
        by_potential,
        bisected,
        lambda w, d, length, E_L, V_th: from_the_end(w * np.exp(-d / length), V_th - E_L),
    ],
    "counterexample": [
        lambda: ([[1.0, 5.0], [2.0, 1.0]], [1.0, 0.0], np.diag([1.0, 2.0])),
        lambda: (np.triu(np.ones((3, 3))), np.arange(3.0), np.ones((3, 3))),
        lambda: [np.roll(np.eye(4), 1, axis=0), [1, 0, 0, 0], [[0, -1], [-1, 0]]],
        lambda: ([[0, 1], [-1, 0]], np.array([1, 1]), 1.0 - np.eye(5)),
    ],
    "layer": [
        unit_by_unit,
        lambda A, W: np.einsum("bj,ij->bi", A, W),
        lambda A, W: (W @ A.T).T,
        lambda A, W: [W @ a for a in A],
    ],
    "boltzmann": [
        fitted,
        steepest,
        by_logit,
        lambda x, rate: (
            rate.max(),
            x[np.argmin(np.abs(rate - rate.max() / 2))],
            integrate.trapezoid(rate * (rate.max() - rate), x) / rate.max() ** 2,
        ),
    ],
    "logistic": [
        one_at_a_time,
        lambda x: [float(expit(v)) for v in x],
        expit,
        lambda x: np.where(
            x > 0, 1 / (1 + np.exp(-np.abs(x))), (e := np.exp(-np.abs(x))) / (1 + e)
        ),
    ],
    "detector": [
        lambda: np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
        lambda: [[-3, 0, 3], [-10, 0, 10], [-3, 0, 3]],
        lambda: np.outer([1, 1.2, 0.9], [-1, 0, 1]),
        lambda: [[-1.0, 0.2, 0.8], [-1.0, -0.1, 1.1], [-0.9, 0.0, 0.9]],
    ],
}
