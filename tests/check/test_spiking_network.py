"""Both ways through the exercises of lesson 05."""

import numpy as np
import pytest

from course.explore import spiking_network as explore
from course.explore.spiking_network import _network
from course.material.rasters import KINDS, LETTERS, kind
from course.models.spiking_network import inputs, simulate, weights


def network(W, I, mu=0.1, rest=-60.0, reset=-70.0, sign=1.0, own=1.0, drive=1.0):
    X, spikes = np.full(I.shape, -60.0), np.zeros(I.shape)
    for t in range(I.shape[1] - 1):
        slope = sign * (rest - X[:, t]) + own * W @ spikes[:, t] + drive * I[:, t]
        X[:, t + 1] = X[:, t] + mu * np.clip(slope, -1e30, 1e30)
        spikes[:, t + 1] = X[:, t + 1] > 0
        if reset is not None:
            X[X[:, t + 1] > 0, t + 1] = reset
    return X, spikes


def statistics(X, spikes, mu=0.1):
    return spikes.sum(axis=1) / (spikes.shape[1] * mu), X[~spikes]


def pca(X, k, axis=1, scaled=True):
    centered = X if axis is None else X - X.mean(axis=axis, keepdims=True)
    _, s, Vt = np.linalg.svd(centered, full_matrices=False)
    return (s[:k, None] if scaled else 1.0) * Vt[:k]


RIGHT = {letter: kind(letter) for letter in LETTERS}
SWAPPED = RIGHT | {"A": RIGHT["B"], "B": RIGHT["A"]}

CASES = {
    "network": {
        "solution": network,
        "stub": lambda W, I: (np.zeros(I.shape), ...),
        "mistakes": [
            (lambda W, I: network(W, I, mu=1.0), "mu missing"),
            (lambda W, I: network(W.T, I), "to i from j"),
            (lambda W, I: network(W, I, sign=-1.0), "sign of the pull"),
            (lambda W, I: network(W, I, rest=0.0), "drawn to 0"),
            (lambda W, I: network(W, I, own=0.0), "hear each other"),
            (lambda W, I: network(W, I, drive=0.0), "Without input"),
            (lambda W, I: network(W, I, reset=None), "reset the neurons"),
            (lambda W, I: network(W, I)[0], "Return two arrays"),
            (lambda W, I: network(W, I, reset=-60.0), "at step"),
            (lambda W, I: network(10 * W, I), "mu multiplies W @ s"),
            (lambda W, I: network(W, I)[::-1], "X first"),
            (lambda W, I: (network(W, I)[0], np.zeros(I.shape)), "before the reset"),
        ],
    },
    "statistics": {
        "solution": statistics,
        "stub": lambda X, spikes: ...,
        "mistakes": [
            (lambda X, s: (s.sum(axis=1), X[~s]), "divide by the duration"),
            (lambda X, s: (s.mean(axis=1), X[~s]), "where is mu"),
            (lambda X, s: (s.mean(axis=1) * 0.1, X[~s]), "don't multiply"),
            (lambda X, s: (s.mean(axis=0) / 0.1, X[~s]), "axis=1"),
            (lambda X, s: (s.mean(axis=1) / 0.1, X), "the resets among them"),
            (lambda X, s: (s.mean(axis=1) / 0.1, X[s]), "turn the choice around"),
        ],
    },
    "pca": {
        "solution": lambda X, k: pca(X, k),
        "stub": lambda X, k: ...,
        "mistakes": [
            (lambda X, k: pca(X, k, axis=None), "taken off first"),
            (lambda X, k: pca(X, k, axis=0), "a mean over neurons"),
            (lambda X, k: pca(X, k, scaled=False), "where is s"),
            (lambda X, k: pca(X, k).T, "one row a component"),
            (lambda X, k: pca(X, k)[::-1], "reversed"),
            (lambda X, k: pca(X, k) + 40.0, "without its means"),
            (lambda X, k: np.linalg.svd(X, False)[0][:, :k], "directions among"),
        ],
    },
    "participation_ratio": {
        "solution": lambda v: v.sum() ** 2 / (v**2).sum(),
        "stub": lambda v: ...,
        "mistakes": [
            (lambda v: v.sum() / (v**2).sum(), "a square missing"),
            (lambda v: (v**2).sum() / v.sum() ** 2, "upside down"),
            (lambda v: v.sum() ** 2 / v.sum() ** 2, "Always 1"),
        ],
    },
    "rasters": {
        "solution": RIGHT,
        "stub": dict.fromkeys(LETTERS, ...),
        "mistakes": [
            (SWAPPED, "Look again"),
            ({"A": "clocks"}, "one answer for each"),
            (RIGHT | {"C": "an oscillator"}, "is none of"),
        ],
    },
}


def test_the_solution_is_scikit_learns_answer_up_to_sign():
    decomposition = pytest.importorskip("sklearn.decomposition")
    X = simulate(weights(), inputs()).X
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
    assert set(RIGHT.values()) == set(KINDS)


def test_the_live_network_is_the_articles():
    run = explore.network().result.run
    same = simulate(weights(), inputs())
    assert np.array_equal(run.spikes, same.spikes)
    assert np.abs(run.X - same.X).max() < 1e-9
