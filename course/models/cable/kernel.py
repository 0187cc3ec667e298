"""The compiled twin of `model.step`.

Crank and Nicolson's step is a half step of backward Euler, U, and its mirror image,
2 U - V. The tridiagonal equations for U are eliminated from both ends at once, to meet in
the middle: two chains of divisions run side by side.
"""

from typing import NamedTuple

import numpy as np

from course._jit import njit
from course.models.hodgkin_huxley.kernel import rates


class Pulse(NamedTuple):
    """The injected current."""

    site: int  # compartment
    density: float  # uA/cm^2
    on: int  # first step
    off: int  # first step after it


@njit(forceinline=True)
def relax(x, a, s, d):
    """x after a time d of dx/dt = a - s x; 1 / (1 + y + y^2 / 2 + y^3 / 6) for exp(-y)."""
    y = s * d
    mean = 1.0 + y * (1 / 2 + y * (1 / 6))
    return (x + a * d * mean) / (1.0 + y * mean)


@njit("f8[:, ::1], i8, f8, f8, f8, Axon, Pulse, f8[:, ::1]")
def run(kept, every, dt, phi, g, axon, pulse, gates):
    """Fill kept = V(t, x) from kept[0] on; the gates (3, n) keep their values if phi is 0."""
    m = gates[0]
    h = gates[1]
    n = gates[2]
    V = kept[0].copy()
    N = V.size
    M = N // 2
    D = np.empty(N)
    U = np.empty(N)
    per_g = 1.0 / g
    capacity = 2.0 * axon.C / dt
    for i in range((kept.shape[0] - 1) * every):
        # Gates, from t - dt / 2 to t + dt / 2
        if phi > 0.0:
            d = phi * dt if i > 0 else 0.5 * phi * dt
            for j in range(N):
                a_m, b_m, a_h, b_h, a_n, b_n = rates(V[j])
                m[j] = relax(m[j], a_m, a_m + b_m, d)
                h[j] = relax(h[j], a_h, a_h + b_h, d)
                n[j] = relax(n[j], a_n, a_n + b_n, d)
        # The equations for V half a step later: -U[j-1] + D[j] U[j] - U[j+1] = known, kept in U
        for j in range(N):
            g_Na = axon.g_Na * m[j] * m[j] * m[j] * h[j]
            g_K = axon.g_K * (n[j] * n[j]) * (n[j] * n[j])
            towards = g_Na * axon.E_Na + g_K * axon.E_K + axon.g_L * axon.E_L
            D[j] = (capacity + g_Na + g_K + axon.g_L) * per_g + 2.0
            U[j] = (capacity * V[j] + towards) * per_g
        D[0] -= 1.0  # sealed ends: one neighbor
        D[N - 1] -= 1.0
        if pulse.on <= i < pulse.off:
            U[pulse.site] += pulse.density * per_g
        # Elimination from the left to M - 1 and from the right to M; D becomes 1 / D
        left = 1.0 / D[0]
        right = 1.0 / D[N - 1]
        D[0] = left
        D[N - 1] = right
        u = U[0]
        v = U[N - 1]
        for j in range(1, M):
            u = U[j] + left * u
            left = 1.0 / (D[j] - left)
            U[j] = u
            D[j] = left
            v = U[N - 1 - j] + right * v
            right = 1.0 / (D[N - 1 - j] - right)
            U[N - 1 - j] = v
            D[N - 1 - j] = right
        if N > 2 * M:
            v = U[M] + right * v
            right = 1.0 / (D[M] - right)
            D[M] = right
        # The two that meet, then back to the ends
        u = left * (u + right * v) / (1.0 - left * right)
        v = right * (v + u)
        U[M - 1] = u
        U[M] = v
        for j in range(1, M):
            u = D[M - 1 - j] * (U[M - 1 - j] + u)
            v = D[M + j] * (U[M + j] + v)
            U[M - 1 - j] = u
            U[M + j] = v
        if N > 2 * M:
            U[N - 1] = D[N - 1] * (U[N - 1] + v)
        keep = (i + 1) % every == 0
        for j in range(N):
            V[j] = 2.0 * U[j] - V[j]
            if keep:
                kept[(i + 1) // every, j] = V[j]
