"""The compiled twin of `model.run`: all eight equations side by side, in registers.

Populations are numbered 1 to 4, as in the equations. A loop over them would take four times
as long: pre-I differs from the others in most terms, and an array for each quantity keeps the
processor from working on several at once. Conductances come divided by C, so that a current
is a slope. Sigmoids and the hyperbolic cosine of pre-I are powers of one exponential.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np

from course._jit import njit


class Network(NamedTuple):
    g_NaP: float  # 1/ms, as all conductances here: over C
    g_K: float
    g_AD: float
    g_L: float
    E_Na: float  # mV
    E_K: float
    E_L: float
    E_synE: float
    E_synI: float
    V_half: float  # mV
    tau_h_max: float  # ms
    tau_AD: Annotated[tuple, "(f8,) * 3"]  # (3,) ms
    k_AD: Annotated[tuple, "(f8,) * 3"]  # (3,)
    a_12: float  # 1/ms, into early-I at the full output of pre-I
    drive: Annotated[np.ndarray, "f8[::1]"]  # (4,) 1/ms, excitation that is always there
    b: Annotated[np.ndarray, "f8[:, ::1]"]  # (4, 4) 1/ms, to row from column


class Record(NamedTuple):
    """What `run` fills."""

    V: Annotated[np.ndarray, "f8[:, ::1]"]  # (4, n) mV
    f: Annotated[np.ndarray, "f8[:, ::1]"]  # (4, n)
    h: Annotated[np.ndarray, "f8[::1]"]  # (n,)
    m: Annotated[np.ndarray, "f8[:, ::1]"]  # (4, n), of which row 0 is left alone


@njit
def output(V, V_half):
    """Of a population with k = 4 mV."""
    return 1.0 / (1.0 + math.exp((V_half - V) * 0.25))


@njit
def slope(V, own, excitation, inhibition, p):
    """dV/dt of a population with the current `own` beside leak and synapses."""
    leak = p.g_L * (V - p.E_L)
    synE = excitation * (V - p.E_synE)
    synI = inhibition * (V - p.E_synI)
    return -(leak + synE + (own + synI))


@njit("Network, (f8,) * 8, f8, i8, i8, Record")
def run(p, state, dt, skip, every, record):
    """Fill `record` after `skip` of its columns; `state` is V of the four, h, m of the last three.

    Two-step Adams-Bashforth: A times the slopes now (dV1, ..., dm4) less B times those one
    step ago (pV1, ..., pm4).
    """
    V1, V2, V3, V4, h, m2, m3, m4 = state
    pV1 = pV2 = pV3 = pV4 = ph = pm2 = pm3 = pm4 = 0.0
    A = dt  # the first step is Euler's
    B = 0.0
    k2, k3, k4 = p.k_AD
    rate2 = 1.0 / p.tau_AD[0]
    rate3 = 1.0 / p.tau_AD[1]
    rate4 = 1.0 / p.tau_AD[2]
    E = p.drive
    b = p.b
    # With x = exp((V + 48) / 24) and n = 24 / k,
    # 1 / (1 + exp(-(V - a) / k)) = x^n / (x^n + exp((a + 48) / k))
    at_f = math.exp((p.V_half + 48.0) / 8.0)
    at_NaP = math.exp((-40.0 + 48.0) / 6.0)
    at_K = math.exp((-29.0 + 48.0) / 4.0)
    for n in range(-skip, record.h.size):
        for i in range(every):
            x = math.exp((V1 + 48.0) * (1.0 / 24.0))
            x2 = x * x
            x3 = x * x2
            x4 = x2 * x2
            x6 = x3 * x3
            m_NaP = x4 / (x4 + at_NaP)
            m_K = x6 / (x6 + at_K)
            f1 = x3 / (x3 + at_f)
            f2 = output(V2, p.V_half)
            f3 = output(V3, p.V_half)
            f4 = output(V4, p.V_half)

            if i == 0 and n >= 0:
                for j, V, f in ((0, V1, f1), (1, V2, f2), (2, V3, f3), (3, V4, f4)):
                    record.V[j, n] = V
                    record.f[j, n] = f
                for j, m in ((1, m2), (2, m3), (3, m4)):
                    record.m[j, n] = m
                record.h[n] = h

            I1 = p.g_NaP * h * (V1 - p.E_Na) * m_NaP + p.g_K * (V1 - p.E_K) * m_K**4
            I2 = p.g_AD * m2 * (V2 - p.E_K)
            I3 = p.g_AD * m3 * (V3 - p.E_K)
            I4 = p.g_AD * m4 * (V4 - p.E_K)
            dV1 = slope(V1, I1, E[0], b[0, 1] * f2 + b[0, 2] * f3 + b[0, 3] * f4, p)
            dV2 = slope(V2, I2, E[1] + p.a_12 * f1, b[1, 0] * f1 + b[1, 2] * f3 + b[1, 3] * f4, p)
            dV3 = slope(V3, I3, E[2], b[2, 0] * f1 + b[2, 1] * f2 + b[2, 3] * f4, p)
            dV4 = slope(V4, I4, E[3], b[3, 0] * f1 + b[3, 1] * f2 + b[3, 2] * f3, p)
            dh = (1.0 - h * (1.0 + x4)) / (x2 * (2.0 * p.tau_h_max))  # (h_inf - h) / tau_h
            dm2 = rate2 * (k2 * f2 - m2)
            dm3 = rate3 * (k3 * f3 - m3)
            dm4 = rate4 * (k4 * f4 - m4)

            V1 += A * dV1 - B * pV1
            V2 += A * dV2 - B * pV2
            V3 += A * dV3 - B * pV3
            V4 += A * dV4 - B * pV4
            h += A * dh - B * ph
            m2 += A * dm2 - B * pm2
            m3 += A * dm3 - B * pm3
            m4 += A * dm4 - B * pm4
            pV1 = dV1
            pV2 = dV2
            pV3 = dV3
            pV4 = dV4
            ph = dh
            pm2 = dm2
            pm3 = dm3
            pm4 = dm4
            A = 1.5 * dt
            B = 0.5 * dt


@njit("Network, f8[:, ::1], f8, f8[:, ::1], f8, i8, i8, f8")
def settle(p, V, h, m, dt, chunks, chunk, still):
    """Move each column of V (4, n) to where it settles while h and its column of m stand still.

    Euler's steps; after every `chunk` of them a column ends whose last step was not over `still`.
    """
    E = p.drive
    b = p.b
    for j in range(V.shape[1]):
        V1, V2, V3, V4 = V[:, j]
        for _ in range(chunks):
            moved = 0.0
            for _ in range(chunk):
                f1 = 1.0 / (1.0 + math.exp((p.V_half - V1) * 0.125))
                f2 = output(V2, p.V_half)
                f3 = output(V3, p.V_half)
                f4 = output(V4, p.V_half)
                m_NaP = 1.0 / (1.0 + math.exp((V1 + 40.0) / -6.0))
                m_K = 1.0 / (1.0 + math.exp((V1 + 29.0) / -4.0))
                I1 = p.g_NaP * h * (V1 - p.E_Na) * m_NaP + p.g_K * (V1 - p.E_K) * m_K**4
                I2 = p.g_AD * m[1, j] * (V2 - p.E_K)
                I3 = p.g_AD * m[2, j] * (V3 - p.E_K)
                I4 = p.g_AD * m[3, j] * (V4 - p.E_K)
                exc2 = E[1] + p.a_12 * f1
                dV1 = slope(V1, I1, E[0], b[0, 1] * f2 + b[0, 2] * f3 + b[0, 3] * f4, p)
                dV2 = slope(V2, I2, exc2, b[1, 0] * f1 + b[1, 2] * f3 + b[1, 3] * f4, p)
                dV3 = slope(V3, I3, E[2], b[2, 0] * f1 + b[2, 1] * f2 + b[2, 3] * f4, p)
                dV4 = slope(V4, I4, E[3], b[3, 0] * f1 + b[3, 1] * f2 + b[3, 2] * f3, p)
                V1 += dt * dV1
                V2 += dt * dV2
                V3 += dt * dV3
                V4 += dt * dV4
                moved = max(abs(dV1), abs(dV2), abs(dV3), abs(dV4))
            if moved <= still:
                break
        V[0, j] = V1
        V[1, j] = V2
        V[2, j] = V3
        V[3, j] = V4
