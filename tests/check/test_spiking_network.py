"""Both ways through the exercises of lesson 05."""

import numpy as np
import pytest

from course.explore import spiking_network as explore
from course.explore.spiking_network import _network
from course.material.rasters import KINDS, LETTERS, kind
from course.models.spiking_network import inputs, simulate, weights


def neuron_by_neuron(W, I, mu=0.1, x_rest=-60.0, thresh=0.0, reset=-70.0):
    N, T = I.shape
    X, spikes = np.full((N, T), x_rest), np.zeros((N, T), dtype=bool)
    for t in range(T - 1):
        for i in range(N):
            arrive = sum(W[i, j] for j in range(N) if spikes[j, t])
            V = (1 - mu) * X[i, t] + mu * (x_rest + arrive + I[i, t])
            X[i, t + 1], spikes[i, t + 1] = (reset, True) if V > thresh else (V, False)
    return X, spikes


def by_columns(W, I, mu=0.1, x_rest=-60.0, thresh=0.0, reset=-70.0):
    V, s = np.full(len(I), x_rest), np.zeros(len(I))
    columns = [(V, s)]
    for drive in I.T[:-1]:
        V = V + mu * (np.einsum("ij,j->i", W, s) + drive - V + x_rest)
        s = (V > thresh).astype(int)
        V = np.where(s, reset, V)
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


def counted(X, spikes, mu=0.1):
    rates = [sum(row) / (len(row) * mu) for row in spikes]
    return rates, [X[i, t] for i, t in zip(*np.nonzero(spikes == 0))]


RIGHT = {
    "network": [neuron_by_neuron, by_columns],
    "statistics": [
        counted,
        lambda X, spikes, mu=0.1: (np.mean(spikes, axis=1) / mu, X.T[~spikes.T]),
        lambda X, spikes, mu=0.1: [spikes @ np.full(X.shape[1], 1 / mu / X.shape[1]), X[X != -70]],
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
    X = simulate(weights(rng=0), inputs(rng=1)).X
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
    assert np.abs(run.X - same.X).max() < 1e-9
