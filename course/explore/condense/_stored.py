"""Lesson 11: trials to look at, and runs kept in a file so that figures open at once."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course.models import rnn as rnns
from course.models.rnn import tasks as rnn_tasks

TASKS = ("evidence", "interval")
SIZES = (2, 4, 8, 16, 32)  # units
SEEDS = 5  # networks of each size
METHODS = ("gd", "adam", "newton")
BEFORE = {"evidence": 45, "interval": 5}  # steps shown before the go cue
WINDOW = 60  # steps shown
CONDITIONS = 8


class Probe(NamedTuple):
    """Trials of one task and how to look at them."""

    task: rnn_tasks.Task
    t: np.ndarray  # (WINDOW,), ms from the go cue
    rows: np.ndarray  # (B, WINDOW), steps shown of each trial
    group: np.ndarray  # (B,), condition from 0 to 7

    def aligned(self, x):
        """What is shown of x, (B, T, ...)."""
        return x[np.arange(len(x))[:, None], self.rows]

    def means(self, x):
        """Mean over each condition's trials, (CONDITIONS, WINDOW, ...)."""
        shown = self.aligned(x)
        return np.stack([shown[self.group == k].mean(axis=0) for k in range(CONDITIONS)])


@cache
def probe(name, seed=0, trials=160):
    """Fresh trials, 8 conditions: coherences, or eight ranges of the interval."""
    task = getattr(rnn_tasks, name)(trials, rng=np.random.default_rng([11, seed]))
    before = BEFORE[name]
    steps = np.arange(WINDOW) - before
    if name == "evidence":
        group = np.unique(task.condition, return_inverse=True)[1]
    else:
        group = np.argsort(np.argsort(task.condition)) * CONDITIONS // trials
    return Probe(task, steps * task.dt, task.go[:, None] + steps, group)


def fresh(name):
    """500 trials that no network has been trained on."""
    return probe(name, seed=1, trials=500).task


def correct(network, task):
    """Percent of trials right."""
    few = np.array_split(task.inputs, 1 + len(task.inputs) // 128)  # that fit into the cache
    z = np.concatenate([rnns.run(network, inputs).z for inputs in few])
    return 100.0 * rnn_tasks.performance(task, z).correct


def kinds(network, name):
    """(mean traces (T, N) in the window that counts, kind of each unit).

    Evidence: difference between the two sides while evidence arrives. Interval: the first
    600 ms after go of the trials that wait longest.
    """
    trials = probe(name)
    means = trials.means(rnns.run(network, trials.task.inputs).r)
    if name == "evidence":
        traces = (means[4:].mean(axis=0) - means[:4].mean(axis=0))[5:45]
    else:
        traces = means[5:].mean(axis=0)[5:35]
    return traces, rnns.unit_kinds(traces)


def pack(network):
    """All weights in a row, short floats."""
    return np.concatenate([np.ravel(part) for part in network[:5]]).astype(np.float16)


def unpack(row, N, name):
    """The network that `pack` put in a row."""
    n_in = {"evidence": 3, "interval": 2}[name]
    shapes = (N, N), (N,), (N, n_in), (1, N), (1,)
    ends = np.cumsum([np.prod(shape) for shape in shapes])
    parts = np.split(np.asarray(row, dtype=float)[: ends[-1]], ends[:-1])
    return rnns.RNN(*(part.reshape(shape) for part, shape in zip(parts, shapes)))


def unpack_all(row, sizes, name):
    """Networks of these sizes that stand in a row one after the other."""
    for N in sizes:
        network = unpack(row, N, name)
        row = row[pack(network).size :]
        yield network


@cache
def stored():
    """The kept runs, name -> array; made by tests/benchmarks/train_condense_data.py."""
    with np.load(Path(__file__).parent / "_runs.npz", allow_pickle=False) as kept:
        return {name: kept[name] for name in kept.files}


def merged_once(network, task, retrain_steps, rng):
    """One merge by correlation, then some steps of Adam on fresh trials."""
    smaller = rnns.condense(network, task, len(network.W) - 1).rnn
    if retrain_steps == 0:
        return smaller
    fresh = getattr(rnn_tasks, task.name)(64, rng=rng)
    return rnns.fit(fresh, start=smaller, steps=retrain_steps, rate=0.005).rnn


def learn(name, size, rng, steps=400, trials=128):
    """A network of `size` units trained from scratch with Adam."""
    task = getattr(rnn_tasks, name)(trials, rng=rng)
    start = rnns.init(size, task.inputs.shape[2], 1, rng=rng)
    return rnns.fit(task, start=start, steps=steps).rnn
