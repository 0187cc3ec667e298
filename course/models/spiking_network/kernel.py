"""The compiled twin of `model.loop`: the same operations in the same order.

`W @ s` visits only the columns of the neurons that spiked, so its cost grows with spikes and
not with N^2. Eight columns share a pass through memory, or four, and the sum is still taken
one after the other: it is the same on every processor, which the products of a BLAS are not.
"""

from typing import NamedTuple

import numpy as np

from course._jit import njit


class Neuron(NamedTuple):
    dt: float  # time constants, the step
    V_rest: float
    V_th: float
    V_reset: float


@njit
def add_columns(columns, fired, total):
    """total = the sum of the columns that `fired` names."""
    N = total.size
    for i in range(N):
        total[i] = 0.0
    k = 0
    while k + 8 <= fired.size:
        a = columns[fired[k]]
        b = columns[fired[k + 1]]
        c = columns[fired[k + 2]]
        d = columns[fired[k + 3]]
        e = columns[fired[k + 4]]
        f = columns[fired[k + 5]]
        g = columns[fired[k + 6]]
        h = columns[fired[k + 7]]
        for i in range(N):
            total[i] = total[i] + a[i] + b[i] + c[i] + d[i] + e[i] + f[i] + g[i] + h[i]
        k += 8
    if k + 4 <= fired.size:
        a = columns[fired[k]]
        b = columns[fired[k + 1]]
        c = columns[fired[k + 2]]
        d = columns[fired[k + 3]]
        for i in range(N):
            total[i] = total[i] + a[i] + b[i] + c[i] + d[i]
        k += 4
    for j in fired[k:]:
        a = columns[j]
        for i in range(N):
            total[i] += a[i]


@njit("f8[:, ::1], f8[:, ::1], Neuron, f8[:, ::1], u1[:, ::1]")
def run(columns, I, neuron, V, spikes):
    """Fill V and spikes from V[0] on; columns[j] is what j sends, and time goes down the rows.

    I has one row, or one a step.
    """
    dt, V_rest, V_th, V_reset = neuron
    N = V.shape[1]
    total = np.empty(N)
    fired = np.empty(N, np.int64)
    count = 0  # spikes of the step before
    for t in range(V.shape[0] - 1):
        add_columns(columns, fired[:count], total)
        now = min(t, I.shape[0] - 1)
        for i in range(N):
            V[t + 1, i] = V[t, i] + dt * (V_rest - V[t, i] + total[i] + I[now, i])
        count = 0
        for i in range(N):
            if V[t + 1, i] > V_th:
                spikes[t + 1, i] = 1
                V[t + 1, i] = V_reset
                fired[count] = i
                count += 1
