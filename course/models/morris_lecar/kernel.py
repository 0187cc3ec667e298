"""The compiled twin of `model.run`."""

import math

from course._jit import njit

STEEP = 50.0  # what cosh is taken of, at most


@njit
def move_V(V, at, w, I, dt, p):
    g_Ca = p.g_Ca * (0.5 * (1.0 + math.tanh((at - p.V_1) / p.V_2)))
    g_K = p.g_K * w
    g = g_Ca + g_K + p.g_L
    goal = (g_Ca * p.E_Ca + g_K * p.E_K + p.g_L * p.E_L + I) / g
    return goal + (V - goal) * math.exp(-dt * g / p.C)


@njit
def move_w(w, V, dt, p):
    goal = 0.5 * (1.0 + math.tanh((V - p.V_3) / p.V_4))
    rise = math.exp(min(abs(V - p.V_3) / (2.0 * p.V_4), STEEP))
    pace = p.phi * (0.5 * (rise + 1.0 / rise))
    return goal + (w - goal) * math.exp(-dt * pace)


@njit("MorrisLecar, f8[::1], f8, f8[::1], f8[::1]")
def run(p, I, dt, V, w):
    """Fill V and w from V[0] and w[0] on."""
    for k in range(I.size):
        w_half = move_w(w[k], V[k], 0.5 * dt, p)
        middle = move_V(V[k], V[k], w_half, I[k], 0.5 * dt, p)
        V[k + 1] = move_V(V[k], middle, w_half, I[k], dt, p)
        w[k + 1] = move_w(w_half, V[k + 1], 0.5 * dt, p)
