"""The compiled twins of `model.step` and `model.linear_step`.

They take the sum W r a column at a time: so it is vectorized, and it is taken in one order on
every processor, which the products of a BLAS are not.
"""

import math

import numpy as np

from course._jit import njit

LINEAR, RELU, TANH, SIGMOID = range(4)
CODES = {"linear": LINEAR, "relu": RELU, "tanh": TANH, "sigmoid": SIGMOID}


@njit(forceinline=True)
def transfer(x, code):
    if code == RELU:
        return max(x, 0.0)
    if code == TANH:
        return math.tanh(x)
    if code == SIGMOID:
        return 1.0 / (1.0 + math.exp(-x))
    return x


def run(W, h, start, F, relax, limit, steps):
    """Rates (N, steps + 1), and how many of their times are within `limit`."""
    r = np.empty((steps + 1, len(W)))
    r[0] = start
    end = loop(W.T.copy(), np.ascontiguousarray(h.T), CODES[F], relax, limit, r)
    return r.T, end


@njit("f8[:, ::1], f8[:, ::1], i8, f8, f8, f8[:, ::1]")
def loop(columns, h, code, relax, limit, r):
    N = r.shape[1]
    for k in range(r.shape[0] - 1):
        now = r[k]
        after = r[k + 1]
        before = r[max(k - 1, 0)]
        after[:] = h[min(k, h.shape[0] - 1)]
        for j in range(N):
            middle = now[j] if code == LINEAR else 1.5 * now[j] - 0.5 * before[j]
            for i in range(N):
                after[i] += columns[j, i] * middle
        square = 0.0
        for i in range(N):
            after[i] = now[i] + relax * (transfer(after[i], code) - now[i])
            square += after[i] ** 2
        if not square <= limit * limit:
            return k + 1
    return r.shape[0]
