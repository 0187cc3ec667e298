"""The compiled twins of `model.run`: the spiking population, and its rate equation."""

import math
from typing import NamedTuple

import numpy as np

from course._jit import njit


class Pace(NamedTuple):
    """What one step does."""

    drop: float  # part of a current that is left after it
    leak: float  # part of V
    gain: float  # of V for a current at its beginning
    jump: float  # mV, of a current for one spike that arrives
    follow: float  # part of the way of r to F(I)
    hold: int  # steps that a neuron waits after a spike


@njit("i8[:, ::1], Pace, f8, f8[::1], u1[:, ::1]")
def spike(arrivals, pace, V_th, current, fired):
    """Fill `current`, the mean of all neurons, and `fired`, shape (steps, N)."""
    N = arrivals.shape[1]
    drop, leak, gain, jump, _, hold = pace
    I = np.zeros(N)
    V = np.zeros(N)
    waits = np.zeros(N, np.int64)
    for t in range(arrivals.shape[0]):
        total = 0.0
        for i in range(N):
            I[i] += jump * arrivals[t, i]  # the spikes of a step arrive at its beginning
            total += I[i]
            V[i] = leak * V[i] + gain * I[i]
            I[i] *= drop
            if waits[i] > 0:
                waits[i] -= 1
                V[i] = 0.0
            elif V[i] > V_th:
                fired[t, i] = 1
                V[i] = 0.0
                waits[i] = hold
        current[t] = total / N


@njit("f8[::1], Pace, Population, f8[::1], f8[::1]")
def rate_equation(drive, pace, population, I, r):
    """Fill I and r from their first entries on."""
    V_th = population.V_th
    for t in range(drive.size - 1):
        F = 0.0
        if I[t] > V_th:
            F = 1.0 / (population.t_ref - population.tau_m * math.log1p(-V_th / I[t]))
        I[t + 1] = I[t] + (1.0 - pace.drop) * (drive[t] - I[t])
        r[t + 1] = r[t] + pace.follow * (F - r[t])
