"""Both ways through the exercises of lesson 08."""

import numpy as np

from course.models.respiration import Respiration


def synapses(f, drives, a_12, b, c, *, at=1, transpose=False, swap=False):
    E, I = c @ drives, (b.T if transpose else b) @ f
    if at is not None:
        E[at] += a_12 * f[0]
    return (I, E) if swap else (E, I)


def period(t, f, *, both=False, unit=1.0, whole=False):
    inspiring = np.maximum(f[0], f[1]) > np.maximum(f[2], f[3])
    change = inspiring[1:] != inspiring[:-1] if both else inspiring[1:] & ~inspiring[:-1]
    begin = t[np.flatnonzero(change)]
    return unit * ((t[-1] - t[0]) / begin.size if whole else np.diff(begin).mean())


def output(V):
    return 1 / (1 + np.exp(-(V + 30) / np.array([8, 4, 4, 4])))


def gates(V, h, m, dt, k_AD=(0, 0.9, 1.3, 0.9), forgets=False):
    h_inf, tau_h = 1 / (1 + np.exp((V[0] + 48) / 6)), 6000 / np.cosh((V[0] + 48) / 12)
    h = 0.0 if forgets else h
    m = m + dt * (np.array(k_AD) * output(V) - m) / np.array([1, 2000, 1000, 2000])
    return h + dt * (h_inf - h) / tau_h, m


def membrane(V, h, m, dt, g_NaP=5.0, shared=False, sign=1.0):
    p, f = Respiration(), output(V)
    m_NaP, m_K = 1 / (1 + np.exp(-(V[0] + 40) / 6)), 1 / (1 + np.exp(-(V[0] + 29) / 4))
    E = np.array(p.c) @ p.drives + np.array([0, 0.4 * f[0], 0, 0])
    I = 2.8 * (V + 60) + 10 * V * E + 60 * (V + 75) * (np.array(p.b) @ f)
    I += 10 * m * ((V[1] if shared else V) + 85)
    I[0] += g_NaP * m_NaP * h * (V[0] - 50) + 5 * m_K**4 * (V[0] + 85)
    return V - sign * dt * I / 20


def swapped(V, h, m, dt):
    return gates(V, h, m, dt, k_AD=(0, 0.9, 0.9, 1.3))


def forgetful(V, h, m, dt):
    return gates(V, h, m, dt, forgets=True)


CASES = {
    "synapses": {
        "solution": synapses,
        "stub": lambda f, drives, a_12, b, c: ...,
        "mistakes": [
            (lambda *given: synapses(*given, transpose=True), "is to i from j"),
            (lambda *given: synapses(*given, at=None), "is missing"),
            (lambda *given: synapses(*given, at=2), "excites post-I here"),
            (lambda *given: synapses(*given, at=0), "excites itself"),
            (lambda *given: synapses(*given, swap=True), "exchanged"),
            (lambda f, d, *rest: synapses(f, np.ones(3), *rest), "drives don't count"),
            (lambda f, *rest: synapses(f, *rest)[0], "Return two values"),
        ],
    },
    "period": {
        "solution": period,
        "stub": lambda t, f: ...,
        "mistakes": [
            (lambda t, f: period(t, f, both=True), "beginnings and ends"),
            (lambda t, f: period(np.arange(t.size), f), "take the times from t"),
            (lambda t, f: period(t, f, unit=1e-3), "give it in ms"),
            (lambda t, f: 1 / period(t, f), "one over it"),
            (lambda t, f: period(t, f, whole=True), "do not belong"),
        ],
    },
    "mended": {
        "solution": (gates, membrane),
        "stub": (lambda V, h, m, dt: ..., lambda V, h, m, dt: ...),
        "mistakes": [
            ((forgetful, membrane), "h forgets"),
            ((swapped, membrane), "where the table says"),
            ((gates, lambda *x: membrane(*x, g_NaP=0.0)), "depend on h"),
            ((gates, lambda *x: membrane(*x, shared=True)), "current follow"),
            ((gates, lambda *x: membrane(*x, sign=-1.0)), "runs away"),
        ],
    },
    "sodium": {
        "solution": 2.53,
        "stub": ...,
        "mistakes": [
            (0.08, "little or none"),
            (2.0, "it needs more"),
            (3.0, "with less"),
        ],
    },
}
