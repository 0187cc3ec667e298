r"""The respiratory network as a student's notebook had it, mistakes included, each optional.

    V, h, m  ->  V + dt dV/dt, h + dt dh/dt, m + dt dm/dt       (forward Euler)

The equations are those of `respiration`, except that

    "g_NaP"   pre-I has no persistent sodium current, g_NaP = 0
    "h"       h is not integrated: h <- dt h_inf / tau_h, whatever it was
    "V_AD"    I_AD of all populations uses the voltage of early-I
    "k_AD"    strengths of adaptation stand in the order 0.9, 0.9, 1.3

Units: ms, mV, nS, pA, pF. Here to be compared with the published rhythm. With "V_AD" alone a
fast oscillation at the end of expiration makes the period depend on dt: 2.65 s at 0.1 ms, the
notebook's step, and 2.72 s at 0.025 ms.
"""

from typing import NamedTuple

import numpy as np

from course import _valid
from course._jit import njit

MISTAKES = ("g_NaP", "h", "V_AD", "k_AD")
START = (-50.82, -36.23, -36.84, -41.84)  # mV, where the notebook starts


class Loop(NamedTuple):
    """What `simulate_mistakes` returns."""

    t: np.ndarray  # (n,) ms
    V: np.ndarray  # (4, n) mV
    f: np.ndarray  # (4, n)


def simulate_mistakes(model, mistakes=MISTAKES, T=1e4, *, dt=0.1, drop=0.0, every=10):
    """Run the loop.

    Parameters
    ----------
    model : Respiration
        The right numbers.
    mistakes : sequence of str
        Which of `MISTAKES` to make.
    T, drop, dt : float
        Recorded time, time thrown away before, and step, ms.
    every : int
        Steps between two records.

    Returns
    -------
    Loop

    Raises
    ------
    ValueError
        For an unknown mistake, a step above 0.5 ms (unstable), or a number out of range.
    """
    model = _valid.model(model, "Respiration")
    mistakes = _valid.words("mistakes", mistakes, MISTAKES)
    T = _valid.number("T", T, low=1.0, high=1e6, unit="ms")
    drop = _valid.number("drop", drop, low=0.0, high=1e6, unit="ms")
    dt = _valid.number("dt", dt, low=0.01, high=0.5, unit="ms")
    _valid.limit("(T + drop) / dt, the steps,", (T + drop) / dt, 2e7)
    every = _valid.count("every", every, high=round(T / dt))
    g_NaP = 0.0 if "g_NaP" in mistakes else float(model.g_NaP)
    k = model.k_AD if "k_AD" not in mistakes else (model.k_AD[0], model.k_AD[2], model.k_AD[1])
    g = (g_NaP, *map(float, (model.g_K, model.g_AD, model.g_L, model.g_synE, model.g_synI)))
    E = tuple(map(float, (model.E_Na, model.E_K, model.E_L, model.E_synE, model.E_synI)))
    rest = (float(model.C), float(model.V_half), float(model.tau_h_max), float(model.a_12))
    k_AD, tau = np.array([0.0, *k]), np.array([1.0, *model.tau_AD])
    b, drive = np.array(model.b, float), np.array(model.c, float) @ np.array(model.drives, float)
    forget, shared = float("h" in mistakes), "V_AD" in mistakes
    skip = round(drop / dt / every)
    V, f = np.empty((2, 4, round(T / dt / every)))
    state = np.array(START), np.zeros(4), np.zeros((2, 4))
    _run(g, E, rest, k_AD, tau, b, drive, forget, shared, dt, skip, every, *state, V, f)
    if not (np.isfinite(V).all() and np.isfinite(f).all()):
        raise ValueError(
            f"dt is {dt}; allowed is a step short enough for this model's conductances"
        )
    return Loop(dt * every * np.arange(V.shape[1]), V, f)


@njit
def _run(g, E, rest, k_AD, tau, b, drive, forget, shared, dt, skip, every, V, m, work, outV, outf):
    g_NaP, g_K, g_AD, g_L, g_synE, g_synI = g
    E_Na, E_K, E_L, E_synE, E_synI = E
    C, V_half, tau_h_max, a_12 = rest
    f, I, h = work[0], work[1], 0.0
    for n in range(-skip, outV.shape[1]):
        for step in range(every):
            for i in range(4):
                f[i] = 1 / (1 + np.exp(-(V[i] - V_half) / (8.0 if i == 0 else 4.0)))
            if step == 0 and n >= 0:
                outV[:, n], outf[:, n] = V, f
            for i in range(4):
                inhibition, excitation = 0.0, drive[i] + (a_12 * f[0] if i == 1 else 0.0)
                for j in range(4):
                    inhibition += b[i, j] * f[j]
                I[i] = g_AD * m[i] * ((V[1] if shared else V[i]) - E_K) + g_L * (V[i] - E_L)
                I[i] += g_synE * (V[i] - E_synE) * excitation
                I[i] += g_synI * (V[i] - E_synI) * inhibition
                m[i] += dt * (k_AD[i] * f[i] - m[i]) / tau[i]
            m_NaP, m_K = 1 / (1 + np.exp(-(V[0] + 40) / 6)), 1 / (1 + np.exp(-(V[0] + 29) / 4))
            I[0] += g_NaP * m_NaP * h * (V[0] - E_Na) + g_K * m_K**4 * (V[0] - E_K)
            h_inf, tau_h = 1 / (1 + np.exp((V[0] + 48) / 6)), tau_h_max / np.cosh((V[0] + 48) / 12)
            h = (1 - forget) * h + dt * (h_inf - (1 - forget) * h) / tau_h
            for i in range(4):
                V[i] -= dt * I[i] / C
