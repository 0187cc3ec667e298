"""Both ways through the exercises of lesson 01."""

import numpy as np

from course.models.summation import psp


def difference(x, left=1.0, here=-2.0, right=1.0):
    return left * x[:-2] + here * x[1:-1] + right * x[2:]


def summed(t, w, times, d, length, E_L, *, reach=-1.0, shift=1.0):
    V = np.full(len(t), E_L)
    for k in range(len(w)):
        V = V + w[k] * np.exp(reach * d[k] / length) * psp(t - shift * times[k])
    return V


def last_only(t, w, times, d, length, E_L):
    return summed(t, w[-1:], times[-1:], d[-1:], length, E_L)


def loop(a, w, start=0.0, end=0):
    n = start
    for j in range(len(a) - end):
        n += a[j] * w[j]
    return n


def rate(x, Q, theta, beta, sign=-1.0):
    with np.errstate(over="ignore"):
        return Q / (1.0 + np.exp(sign * (x - theta) / beta))


def divided(x, Q, theta, beta):
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp((x - theta) / beta)
        return Q * e / (1.0 + e)


CASES = {
    "second_difference": {
        "solution": difference,
        "stub": lambda x: ...,
        "mistakes": [
            (lambda x: np.diff(x), "first difference?"),
            (lambda x: np.gradient(np.gradient(x)), "lack a neighbor"),
            (lambda x: -difference(x), "turned around"),
            (lambda x: difference(x, here=-1.0), "counts twice"),
            (lambda x: x[2:] - x[:-2], "over two pixels"),
            (lambda x: difference(x) / 2, "nothing to divide"),
        ],
    },
    "potential": {
        "solution": summed,
        "stub": lambda t, w, times, d, length, E_L: ...,
        "mistakes": [
            (lambda t, w, times, d, length, E_L: summed(t, w, times, d, length, 0.0), "E_L"),
            (lambda *given: summed(*given, reach=0.0), "distance missing"),
            (lambda *given: summed(*given, reach=1.0), "grow with distance"),
            (lambda *given: summed(*given, shift=0.0), "at 0 ms"),
            (last_only, "Only the last"),
            (lambda t, w, *rest: summed(t, np.ones(len(w)), *rest), "weight missing"),
        ],
    },
    "net_input": {
        "solution": loop,
        "stub": lambda a, w: ...,
        "mistakes": [
            (lambda a, w: sum(a + w), "silent input"),
            (lambda a, w: a[-1] * w[-1], "start anew"),
            (lambda a, w: sum(a) * sum(w), "product of the sums"),
            (lambda a, w: np.mean(a * w), "the mean"),
            (lambda a, w: loop(a, w, end=1), "last input is missing"),
            (lambda a, w: loop(a, w, start=1.0), "1 too much"),
            (lambda a, w: a * w, "one number is expected"),
            (lambda a, w: sum(abs(a * w)), "too large"),
        ],
    },
    "layer": {
        "solution": lambda A, W: A @ W.T,
        "stub": lambda A, W: ...,
        "mistakes": [
            (lambda A, W: A @ W, "to i from j"),
            (lambda A, W: W @ A, "they are its rows"),
            (lambda A, W: W @ A.T, "a column an example"),
            (lambda A, W: A * W, "sums nothing"),
        ],
    },
    "neuron_sigmoid": {
        "solution": rate,
        "stub": lambda x, Q, theta, beta: ...,
        "mistakes": [
            (lambda x, Q, theta, beta: rate(x, Q, theta, beta, sign=1.0), "falls where"),
            (lambda x, Q, theta, beta: rate(x, 1.0, theta, beta), "Q missing"),
            (lambda x, Q, theta, beta: rate(x, Q, 0.0, beta), "theta missing"),
            (lambda x, Q, theta, beta: rate(x, Q, -theta, beta), "wrong side"),
            (lambda x, Q, theta, beta: rate(x, Q, theta, 1.0), "beta missing"),
            (lambda x, Q, theta, beta: rate(x, Q, theta, 1.0 / beta), "wider, not narrower"),
            (lambda x, Q, theta, beta: rate(x, Q, theta / beta, 1.0), "parentheses"),
            (divided, "exp by exp"),
        ],
    },
    "tanh": {
        "solution": lambda x, sigmoid: 2 * sigmoid(2 * x) - 1,
        "stub": lambda x, sigmoid: ...,
        "mistakes": [
            (lambda x, sigmoid: 2 * sigmoid(x) - 1, "half as fast"),
            (lambda x, sigmoid: 2 * sigmoid(2 * x), "shift it down"),
            (lambda x, sigmoid: sigmoid(2 * x) - 1, "stretch it first"),
            (lambda x, sigmoid: sigmoid(2 * x), "twice as steep"),
            (lambda x, sigmoid: 2 * sigmoid(x / 2) - 1, "x should grow"),
            (lambda x, sigmoid: np.tanh(x), "the sigmoid you are given"),
        ],
    },
}
