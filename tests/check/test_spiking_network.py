"""Both ways through the exercises of lesson 05."""

import itertools
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import signal

from course.check import spiking_network as check
from course.explore import spiking_network as explore
from course.explore.spiking_network import _network
from course.material.rasters import KINDS, LETTERS, kind
from course.models.spiking_network import inputs, simulate, weights

ROOT = Path(__file__).parents[2]


def neuron_by_neuron(W, I, dt=0.1, V_rest=-60.0, V_th=0.0, V_reset=-70.0):
    N, T = I.shape
    X, spikes = np.full((N, T), V_rest), np.zeros((N, T), dtype=bool)
    for t in range(T - 1):
        for i in range(N):
            arrive = sum(W[i, j] for j in range(N) if spikes[j, t])
            V = (1 - dt) * X[i, t] + dt * (V_rest + arrive + I[i, t])
            X[i, t + 1], spikes[i, t + 1] = (V_reset, True) if V > V_th else (V, False)
    return X, spikes


def by_columns(W, I, dt=0.1, V_rest=-60.0, V_th=0.0, V_reset=-70.0):
    V, s = np.full(len(I), V_rest), np.zeros(len(I))
    columns = [(V, s)]
    for drive in I.T[:-1]:
        V = V + dt * (np.einsum("ij,j->i", W, s) + drive - V + V_rest)
        s = (V > V_th).astype(int)
        V = np.where(s, V_reset, V)
        columns.append((V, s))
    return [np.transpose(part) for part in zip(*columns)]


def pca(X, k):
    centered = X - X.mean(axis=1, keepdims=True)
    _, s, Vt = np.linalg.svd(centered, full_matrices=False)
    return s[:k, None] * Vt[:k]


def by_covariance(X, k):
    centered = (X.T - X.mean(axis=1)).T
    _, directions = np.linalg.eigh(np.cov(X))
    return directions[:, ::-1][:, :k].T @ centered


def counted(X, spikes, dt=0.1):
    rates = [sum(row) / (len(row) * dt) for row in spikes]
    return rates, [X[i, t] for i, t in zip(*np.nonzero(spikes == 0))]


def dimension_by_entries(X):
    """C @ C has the squares of all entries of C on its diagonal, summed along a row."""
    C = np.cov(X)
    return sum(C[i, i] for i in range(len(C))) ** 2 / sum(c * c for row in C for c in row)


def dimension_by_eigenvalues(X):
    values = np.linalg.eigvalsh(np.cov(X, bias=True))
    return values.sum() ** 2 / (values @ values)


def dimension_of_the_times(X):
    """The products of all pairs of moments have the same eigenvalues but for zeros."""
    Y = X - X.mean(axis=1, keepdims=True)
    G = Y.T @ Y
    return np.trace(G) ** 2 / np.sum(G**2)


def dimension_by_singular_values(X):
    s = np.linalg.svd((X.T - X.mean(axis=1)).T, compute_uv=False) ** 2
    return 1.0 / np.sum((s / s.sum()) ** 2)


def cv_by_counting(spikes):
    total, many = 0.0, 0
    for row in spikes:
        at = [t for t, fired in enumerate(row) if fired]
        if len(at) < 3:
            continue
        gaps = [b - a for a, b in itertools.pairwise(at)]
        mean = sum(gaps) / len(gaps)
        total += (sum(g * g for g in gaps) / len(gaps) - mean**2) ** 0.5 / mean
        many += 1
    return total / many


def cv_at_once(spikes):
    who, when = np.nonzero(spikes)
    gaps, same = np.diff(when), np.diff(who) == 0
    gaps, who = gaps[same], who[1:][same]
    n = np.bincount(who, minlength=len(spikes))
    on = n > 1
    mean = np.bincount(who, gaps, len(spikes))[on] / n[on]
    square = np.bincount(who, gaps**2, len(spikes))[on] / n[on]
    return (np.sqrt(square - mean**2) / mean).mean()


def cv_with_nan(spikes):
    found = [np.diff(np.nonzero(row)[0]) for row in spikes]
    return np.nanmean([np.std(g) / np.mean(g) if g.size > 1 else np.nan for g in found])


def limit_by_halving(eta, g_inh, K_E, J, tau, height):
    """The rate at which the mean input is at the threshold, looked for."""
    if g_inh <= 4:
        return np.nan
    low, high = 0.0, 1e6
    for _ in range(80):
        r = (low + high) / 2
        mean = eta * height + K_E * J * tau * r / 1000 - K_E / 4 * g_inh * J * tau * r / 1000
        low, high = (r, high) if mean > height else (low, r)
    return r


def limit_by_a_ratio(eta, g_inh, K_E, J, tau, height):
    own = 1e3 * height / (K_E * J * tau)  # Hz that reach the threshold by themselves
    return own * max(eta - 1, 0) / (g_inh / 4 - 1) if g_inh > 4 else float("nan")


def limit_by_where(eta, g_inh, K_E, J, tau, height):
    with np.errstate(divide="ignore", invalid="ignore"):
        r = np.divide(4 * (eta - 1) * height, K_E * J * tau * (g_inh - 4)) * 1000
    return np.where(g_inh > 4, np.maximum(r, 0), np.nan)


def power_by_waves(A, dt):
    n = len(A)
    found = np.zeros(n // 2 + 1)
    for k in range(1, n // 2 + 1):
        turn = 2 * np.pi * k * np.arange(n) / n
        found[k] = np.sum(A * np.cos(turn)) ** 2 + np.sum(A * np.sin(turn)) ** 2
    return 2 * found / n * dt / 1000


def power_of_both_sides(A, dt):
    n = len(A)
    every = np.abs(np.fft.fft(A)) ** 2 / n * (dt / 1000)
    every[0] = 0
    return [every[0], *(every[k] + every[n - k] for k in range(1, n // 2 + 1))]


def power_scaled_by_the_variance(A, dt):
    P = np.abs(np.fft.rfft(A - A.mean())) ** 2
    return P / P.sum() * A.var() / (1000 / (len(A) * dt))


def power_of_the_correlations(A, dt):
    x = A - A.mean()
    lags = [np.sum(x * np.roll(x, k)) / len(x) for k in range(len(x))]
    return 2 * np.fft.rfft(lags).real * dt / 1000


RIGHT = {
    "power": [
        power_by_waves,
        power_of_both_sides,
        power_scaled_by_the_variance,
        power_of_the_correlations,
        lambda A, dt: signal.periodogram(A, 1000 / dt)[1],
        lambda A, dt: signal.welch(A, 1000 / dt, window="boxcar", nperseg=len(A))[1],
    ],
    "dimension": [
        dimension_by_entries,
        dimension_by_eigenvalues,
        dimension_of_the_times,
        dimension_by_singular_values,
    ],
    "cv": [cv_by_counting, cv_at_once, cv_with_nan],
    "limit": [limit_by_halving, limit_by_a_ratio, limit_by_where],
    "asynchronous": [(7, 1.5, 0.5), (np.float64(9.0), 1.7, 0.45)],
    "network": [neuron_by_neuron, by_columns],
    "statistics": [
        counted,
        lambda X, spikes, dt=0.1: (np.mean(spikes, axis=1) / dt, X.T[~spikes.T]),
        lambda X, spikes, dt=0.1: [spikes @ np.full(X.shape[1], 1 / dt / X.shape[1]), X[X != -70]],
    ],
    "pca": [by_covariance, lambda X, k: -pca(X, k), lambda X, k: pca(X, k).tolist()],
    "participation_ratio": [
        lambda v: sum(v) ** 2 / sum(x * x for x in v),
        lambda v: 1 / np.sum((v / v.sum()) ** 2),
        lambda v: v.sum() * v.sum() / (v @ v),
    ],
    "rasters": [
        {letter: f" {kind(letter).upper()}" for letter in LETTERS},
        {letter: kind(letter).capitalize().replace("'", "\u2019") for letter in LETTERS},
    ],
}


def test_the_solution_is_scikit_learns_answer_up_to_sign():
    decomposition = pytest.importorskip("sklearn.decomposition")
    X = simulate(weights(rng=0), inputs(rng=1)).V
    theirs = decomposition.PCA(3, svd_solver="full").fit_transform(X.T).T
    ours = pca(X, 3)
    signs = np.sign((ours * theirs).sum(axis=1, keepdims=True))
    # rounding of sums of 500 voltages of about 100
    assert np.abs(ours - signs * theirs).max() < 1e-9 * np.abs(theirs).max()
    quick = _network.leading_scores(X, 3)
    signs = np.sign((quick * theirs).sum(axis=1, keepdims=True))
    # from the covariance, where half the digits of small components are lost
    assert np.abs(quick - signs * theirs).max() < 1e-7 * np.abs(theirs).max()


def test_the_five_rasters_are_of_five_kinds():
    assert {kind(letter) for letter in LETTERS} == set(KINDS)


def test_the_live_network_is_the_articles():
    run = explore.network().result.run
    same = simulate(weights(rng=0), inputs(rng=1))
    assert np.array_equal(run.spikes, same.spikes)
    assert np.abs(run.V - same.V).max() < 1e-9


@pytest.mark.parametrize(
    "name, value, told",
    [
        ("rate", 19.9, "too quiet"),
        ("rate", 20.0, ""),
        ("rate", 30.0, ""),
        ("rate", 30.1, "too fast"),
        ("cv", 0.749, "too regular"),
        ("cv", 0.75, ""),
        ("synchrony", 11.0, ""),
        ("synchrony", 11.1, "too much in step"),
    ],
)
def test_a_network_is_judged_by_the_goals_as_the_lesson_says_them(name, value, told):
    good = {"rate": 25.0, "cv": 0.9, "synchrony": 5.0}
    assert check._missed(SimpleNamespace(**(good | {name: value}))) == told
    words = "fire at 20 to 30 Hz, with a CV of 0.75 or more and a synchrony of 11 or less"
    assert words in (ROOT / "solutions/05_spiking_network.py").read_text("utf-8")
