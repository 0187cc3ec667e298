"""More right answers to the exercises of lesson 08."""

import itertools
import math

import numpy as np
import pytest
from scipy.linalg import expm

from course.check import breathing as check
from course.models.respiration import Respiration

p = Respiration()


def rest_by_loops(m, f, drives, p):
    found = []
    for i in (1, 2, 3):
        excited = sum(p.c[i][k] * drives[k] for k in range(3)) + (p.a_12 * f[0] if i == 1 else 0)
        inhibited = sum(p.b[i][j] * f[j] for j in range(4))
        g = [p.g_L, p.g_AD * m[i], p.g_synE * excited, p.g_synI * inhibited]
        E = [p.E_L, p.E_K, p.E_synE, p.E_synI]
        found.append(sum(x * y for x, y in zip(g, E)) / sum(g))
    return found


def rest_by_a_zero(m, f, drives, p):
    """Where the sum of the currents, a line in V, is 0: from its values at 0 and at -1 mV."""
    a = np.zeros((4, 4))
    a[1, 0] = p.a_12
    E, I = np.dot(p.c, drives) + a @ f, np.einsum("ij,j", p.b, f)

    def current(V):
        I_syn = p.g_synE * (V - p.E_synE) * E + p.g_synI * (V - p.E_synI) * I
        return p.g_L * (V - p.E_L) + p.g_AD * m * (V - p.E_K) + I_syn

    zero, slope = current(0.0), current(0.0) - current(-1.0)
    return (-zero / slope)[1:]


def rest_from_the_leak(m, f, drives, p):
    """How far the others pull away from E_L."""
    E = np.array(p.c) @ drives
    E += np.array([0, p.a_12, 0, 0]) * f[0]
    I = np.array(p.b) @ f
    total = p.g_L + p.g_AD * m + p.g_synE * E + p.g_synI * I
    pull = p.g_AD * m * (p.E_K - p.E_L) + p.g_synE * E * (p.E_synE - p.E_L)
    return p.E_L + (pull + p.g_synI * I * (p.E_synI - p.E_L))[[1, 2, 3]] / total[[1, 2, 3]]


def period_by_loop(t, f):
    begins = []
    for k in range(1, len(t)):
        before, now = (max(f[0][n], f[1][n]) > max(f[2][n], f[3][n]) for n in (k - 1, k))
        if now and not before:
            begins.append(t[k])
    return sum(b - a for a, b in itertools.pairwise(begins)) / (len(begins) - 1)


def period_by_crossing(t, f):
    lead = f[:2].max(axis=0) - f[2:].max(axis=0)
    k = np.flatnonzero((lead[:-1] <= 0) & (lead[1:] > 0))
    at = t[k] - lead[k] * (t[k + 1] - t[k]) / (lead[k + 1] - lead[k])
    return np.mean(np.diff(at))


def gates_by_loop(V, h, m, dt):
    new = np.zeros(4)
    for i in (1, 2, 3):
        f = 1 / (1 + math.exp(-(V[i] + 30) / 4))
        new[i] = m[i] + dt * (p.k_AD[i - 1] * f - m[i]) / p.tau_AD[i - 1]
    u = V[0] + 48
    return [h + dt * (1 / (1 + math.exp(u / 6)) - h) * math.cosh(u / 12) / 6000, new]


def membrane_by_loop(V, h, m, dt):
    f = [1 / (1 + math.exp(-(V[i] + 30) / k)) for i, k in enumerate((8, 4, 4, 4))]
    new = V.copy()
    for i in range(4):
        E = sum(c * d for c, d in zip(p.c[i], p.drives)) + (0.4 * f[0] if i == 1 else 0)
        I = 60 * (V[i] + 75) * sum(b * x for b, x in zip(p.b[i], f)) + 10 * V[i] * E
        I += 2.8 * (V[i] + 60) + 10 * m[i] * (V[i] + 85)
        if i == 0:
            I += 5 / (1 + math.exp(-(V[0] + 40) / 6)) * h * (V[0] - 50)
            I += 5 * (1 / (1 + math.exp(-(V[0] + 29) / 4))) ** 4 * (V[0] + 85)
        new[i] -= dt * I / 20
    return new


def stability_by_matrix(slopes, x):
    n, d = len(x), 1e-5
    J = np.zeros((n, n))
    for i in range(n):
        for k in range(n):
            above, below = x.copy(), x.copy()
            above[k] += d
            below[k] -= d
            J[i, k] = (slopes(above)[i] - slopes(below)[i]) / (2 * d)
    return max(z.real for z in np.linalg.eigvals(J)) * 1e3


def stability_of_fourth_order(slopes, x):
    d = 1e-3
    J = [
        (
            8 * (slopes(x + d * e) - slopes(x - d * e))
            - slopes(x + 2 * d * e)
            + slopes(x - 2 * d * e)
        )
        / (12 * d)
        for e in np.eye(len(x))
    ]
    return 1000 * np.max(np.linalg.eigvals(J).real)  # J transposed has the same


def stability_by_growing(slopes, x):
    """A small deviation is followed for long, by the linear map of a millisecond."""
    J = np.array([(slopes(x + 1e-4 * e) - slopes(x - 1e-4 * e)) / 2e-4 for e in np.eye(len(x))]).T
    return 1000 * math.log(np.abs(np.linalg.eigvals(expm(J))).max())


def stability_from_the_slope_of_both_sides(slopes, x):
    d = 3e-6
    J = np.stack([slopes(x + d * e) - slopes(x - d * e) for e in np.identity(x.size)], axis=-1)
    return np.sort(np.linalg.eig(J * 500.0 / d)[0].real)[-1]


RIGHT = {
    "stability": [
        stability_by_matrix,
        stability_of_fourth_order,
        stability_by_growing,
        stability_from_the_slope_of_both_sides,
        lambda slopes, x: float(stability_by_matrix(slopes, x)),
    ],
    "rest": [rest_by_loops, rest_by_a_zero, rest_from_the_leak],
    "period": [period_by_loop, period_by_crossing],
    "mended": [(gates_by_loop, membrane_by_loop)],
    "sodium": [2.5, 2.56, np.float32(2.53125)],
    "out_of_breath": [
        (0.6, 1, 0, 0),  # without persistent sodium
        (0.6, 1.0, 2.0, 0.0),
        (0.65, 1.2, 0.0, 7.5),
        (0.7, 1.2, 0.0, 5.0),
        (np.float64(0.75), 1.3, 0.0, 2.5),
        (1.0, 1.4, 0.0, 0.0),  # by post-inspiration, which lasts longest there
    ],
}


def counting(function, calls):
    def counted(*given):
        calls.append(None)
        return function(*given)

    return counted


def unmended(V, h, m, dt):
    """The program's gates, both mistakes in."""
    f = 1 / (1 + np.exp(-(V + 30) / np.array([8, 4, 4, 4])))
    h = dt * math.cosh((V[0] + 48) / 12) / 6000 / (1 + math.exp((V[0] + 48) / 6))
    return h, m + dt / np.array([1, 2e3, 1e3, 2e3]) * (np.array([0, 0.9, 0.9, 1.3]) * f - m)


def colder(V, h, m, dt):
    """A membrane that is wrong in a way that nobody foresaw."""
    return membrane_by_loop(V, h, m, dt) - 0.01 * dt


@pytest.mark.parametrize(
    ("gates", "membrane", "most"),
    [
        (gates_by_loop, membrane_by_loop, (4, 4)),
        (unmended, membrane_by_loop, (4, 4)),
        (gates_by_loop, colder, (4, 25_004)),
    ],
)
def test_a_known_step_is_called_a_few_times_and_only_an_unknown_one_runs_the_loop(
    gates, membrane, most
):
    calls = [], []
    check.mended(counting(gates, calls[0]), counting(membrane, calls[1]))
    assert tuple(map(len, calls)) == most


def test_the_rhythm_that_is_told_is_that_of_the_students_own_loop():
    student = list(check._one_step(unmended, membrane_by_loop))
    known = check._like(student, 0), check._like(student, 1)
    assert known == (check._forgotten, check._membrane)
    own = check._loop.__wrapped__(unmended, membrane_by_loop)
    # in chaos-free motion rounding stays small: a spike's slope of 1 mV/ms over 0.1 us
    assert np.abs(own - check._loop(*known)).max() < 1e-4
