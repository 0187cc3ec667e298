"""The compiled twin of `model.run`: the same operations in the same order, neuron by neuron."""

from typing import NamedTuple

import numpy as np

from course._jit import njit


class PerStep(NamedTuple):
    decay: float  # what is left of V - V_rest after a step
    drive: float  # mV, that the mean input adds
    spread: float  # mV, of the noise that is added
    V_rest: float  # mV
    V_th: float
    V_reset: float
    J: float  # mV, a jump by an excitatory spike
    J_inh: float  # mV, by an inhibitory one, negative
    N_E: int
    refractory: int  # steps
    delay: int  # steps, at least 1


@njit("PerStep, (i8[::1], i8[::1]), f4[:, ::1], f8[::1], f8[:, ::1], i8[:, ::1]")
def run(p, wires, noise, V, watched, found):
    """Fill `watched` and `found`, steps above neurons; return how many spikes there were."""
    targets, first = wires
    N = V.size
    arriving = np.zeros((p.delay + 1, N))
    wait = np.zeros(N, np.int64)
    count = 0
    for i in range(watched.shape[1]):
        watched[0, i] = V[i]
    for k in range(noise.shape[0]):
        now = k % (p.delay + 1)
        later = (k + p.delay) % (p.delay + 1)
        for i in range(N):
            if wait[i] > 0:
                wait[i] -= 1
                V[i] = p.V_reset
            else:
                decayed = p.V_rest + (V[i] - p.V_rest) * p.decay
                V[i] = decayed + p.drive + p.spread * noise[k, i] + arriving[now, i]
                if V[i] >= p.V_th:
                    if count < found.shape[1]:
                        found[0, count] = k
                        found[1, count] = i
                    count += 1
                    V[i] = p.V_reset
                    wait[i] = p.refractory
                    jump = p.J if i < p.N_E else p.J_inh
                    for w in range(first[i], first[i + 1]):
                        arriving[later, targets[w]] += jump
            arriving[now, i] = 0.0
        for i in range(watched.shape[1]):
            watched[k + 1, i] = V[i]
    return count
