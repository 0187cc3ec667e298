"""More right answers to the exercises of lesson 01."""

import math

import numpy as np

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


def looped(a, w):
    n = 0
    for j in reversed(range(len(a))):
        n += w[j] * a[j]
    return n


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
    "net_input": [
        looped,
        lambda a, w: sum(x * y for x, y in zip(a, w)),
        lambda a, w: np.sum(w * a),
        lambda a, w: np.einsum("j,j", a, w),
    ],
    "layer": [
        unit_by_unit,
        lambda A, W: np.einsum("bj,ij->bi", A, W),
        lambda A, W: (W @ A.T).T,
        lambda A, W: [W @ a for a in A],
    ],
    "neuron_sigmoid": [
        lambda x, Q, theta, beta: Q * (0.5 + 0.5 * np.tanh((x - theta) / (2 * beta))),
        lambda x, Q, theta, beta: Q * np.power(1 + np.exp((theta - x) / beta), -1.0),
        lambda x, Q, theta, beta: [Q / (1 + np.exp(-(v - theta) / beta)) for v in x],
    ],
    "tanh": [
        lambda x, sigmoid: 1 - 2 * sigmoid(-2 * x),
        lambda x, sigmoid: sigmoid(2 * x) - sigmoid(-2 * x),
        lambda x, sigmoid: [2 * sigmoid(2 * v) - 1 for v in x],
        lambda x, sigmoid: 2 / (1 + (1 / sigmoid(x) - 1) ** 2) - 1,
    ],
}
