"""Lesson 05: one network from its sliders, and the numbers that describe it."""

import functools

import numpy as np

from course._ties import upright
from course.models.spiking_network import inputs, simulate, weights

DT = 0.1  # time constants a step


def run(N, T, *, w_sd, mean, sd, seed, sparsity=0.0, excitatory=None, who=0, loud=1.0):
    """(W, SpikingRun); the same seed keeps its random numbers under every slider.

    What neuron `who` sends is `loud` times as strong.
    """
    W = weights(N, w_sd, sparsity=sparsity, excitatory=excitatory, rng=2 * seed)
    W[:, who] *= loud
    return W, simulate(W, inputs_of(N, T, mean=mean, sd=sd, seed=seed))


def others(seed):
    """Seeds of nine other networks."""
    return range(seed + 1, seed + 10)


def inputs_of(N, T, *, mean, sd, seed):
    """Input of the network of this seed, shape (N, T)."""
    return mean + sd * _noise(N, T, 2 * seed + 1)


@functools.lru_cache(maxsize=4)
def _noise(N, T, seed):
    """What `inputs` adds to its mean, kept, since most sliders leave it as it is."""
    return inputs(N, T, 0.0, 1.0, rng=seed)


def rates(spikes):
    """Spikes per time constant of each neuron."""
    return spikes.mean(axis=1) / DT


def mean_cv(spikes):
    """Coefficient of variation of the intervals, averaged over neurons with two or more."""
    neurons, steps = np.nonzero(spikes)
    gaps, same = np.diff(steps), np.diff(neurons) == 0
    gaps, owner = gaps[same].astype(float), neurons[1:][same]
    n = np.bincount(owner, minlength=len(spikes))
    enough = n > 1
    if not enough.any():
        return 0.0
    mean = np.bincount(owner, gaps, minlength=len(spikes))[enough] / n[enough]
    square = np.bincount(owner, gaps**2, minlength=len(spikes))[enough] / n[enough]
    return float(np.mean(np.sqrt(np.maximum(square - mean**2, 0.0)) / mean))


def leading_scores(X, k):
    """What `analysis.pca(X, k).scores` is, from the N x N covariance, which is quicker."""
    X = X - X.mean(axis=1, keepdims=True)
    return upright(np.linalg.eigh(X @ X.T)[1][:, -k:][:, ::-1]).T @ X
