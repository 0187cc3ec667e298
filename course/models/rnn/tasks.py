"""Two small behavioral tasks for a recurrent network, generated with a seed.

Evidence accumulation: noisy evidence for two alternatives arrives for a while; after the go
cue the output says which had more on average, +1 or -1. A trial's strength c (coherence)
shifts the two channels by +-c / 2 under white noise. Interval production: a level between 0
and 1 says how long to wait; after the go cue the output shall rise from 0 to 1 when the time
is up.

The shapes of both follow J. I. Gold & M. N. Shadlen, Annu. Rev. Neurosci. 30:535 (2007) and
J. Wang et al., Nat. Neurosci. 21:102 (2018); the numbers are illustrative. Times in ms.
"""

import math
from collections.abc import Sequence
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course import _valid
from course._parameter import Parameter, documented


@documented
class Task(NamedTuple):
    """B trials of T steps."""

    name: Annotated[str, Parameter("", "which task", options=("evidence", "interval"))]
    inputs: Annotated[
        np.ndarray,
        Parameter(
            "1", "evidence A, evidence B, go; or level, go", "", -1e9, 1e9, shape=("B", "T", "n_in")
        ),
    ]
    targets: Annotated[
        np.ndarray, Parameter("1", "wanted output", "", -1e6, 1e6, shape=("B", "T", 1))
    ]
    mask: Annotated[
        np.ndarray, Parameter("1", "1 where the output counts", "", 0.0, 1e6, shape=("B", "T"))
    ]
    condition: Annotated[
        np.ndarray, Parameter("1 or ms", "signed coherence; or interval", "", shape=("B",))
    ]
    go: Annotated[np.ndarray, Parameter("1", "step of the go cue", "", 0.0, 1e9, shape=("B",))]
    dt: Annotated[float, Parameter("ms", "length of a step", "", 1e-3, 50.0)]
    ideal: Annotated[
        float, Parameter("1", "share that adding up all evidence gets right; else 1", "", 0.0, 1.0)
    ]


class Performance(NamedTuple):
    """How well trials were done."""

    correct: float  # share of trials
    right: np.ndarray  # (B,) bool, each trial
    answer: np.ndarray  # (B,): mean output after go; or produced interval, ms, NaN if none


@np.errstate(under="ignore")  # the session may be told to raise it
def evidence(
    trials: int,
    *,
    rng: np.random.Generator | int,
    coherences: Sequence[float] = (0.25, 0.5, 1.0, 2.0),
    noise: float = 0.6,
    duration: float = 800.0,
    dt: float = 20.0,
) -> Task:
    """Two-alternative evidence accumulation.

    Parameters
    ----------
    trials : int
    rng : Generator or int
    coherences : sequence of float
        Strengths, above 0; each comes with both signs, equally often up to rounding.
    noise : float
        Deviation of each channel averaged over 100 ms, whatever dt.
    duration : float
        Of the evidence, ms; 100 ms of silence before and 300 ms of answer after it.
    dt : float
        ms, at most 50.

    Returns
    -------
    Task
    """
    trials = _valid.count("trials", trials, high=1_000_000)
    rng = _valid.generator("rng", rng)
    dt = _valid.number("dt", dt, low=1e-3, high=50.0, unit="ms")
    duration = _valid.number("duration", duration, low=dt, high=1e5, unit="ms, from one dt")
    noise = _valid.number("noise", noise, low=0.0, high=1e6)
    strengths = _valid.array("coherences", coherences, ndim=1, low=1e-9, high=1e6)
    before, length, after = (round(t / dt) for t in (100.0, duration, 300.0))
    T = before + length + after
    _valid.limit("trials * steps", trials * T, 2e7)
    signed = np.concatenate([-strengths[::-1], strengths])
    condition = rng.permutation(np.resize(signed, trials))
    inputs = np.zeros((trials, T, 3))
    stimulus = slice(before, before + length)
    deviation = noise * math.sqrt(100.0 / dt)
    inputs[:, stimulus, :2] = deviation * rng.normal(size=(trials, length, 2))
    inputs[:, stimulus, 0] += condition[:, None] / 2
    inputs[:, stimulus, 1] -= condition[:, None] / 2
    inputs[:, before + length :, 2] = 1.0
    side = np.sign(condition)
    targets = np.zeros((trials, T, 1))
    mask = np.ones((trials, T))
    targets[:, before + length :, 0] = side[:, None]
    mask[:, before + length : before + length + round(100.0 / dt)] = 0.0  # time to answer
    added = inputs[:, :, 0].sum(axis=1) - inputs[:, :, 1].sum(axis=1)
    go = np.full(trials, before + length)
    return Task(
        "evidence", inputs, targets, mask, condition, go, dt, float(np.mean(added * side > 0))
    )


@np.errstate(under="ignore")  # the session may be told to raise it
def interval(
    trials: int,
    *,
    rng: np.random.Generator | int,
    shortest: float = 300.0,
    longest: float = 800.0,
    dt: float = 20.0,
) -> Task:
    """Interval production.

    Parameters
    ----------
    trials : int
    rng : Generator or int
        Go cue (100 to 200 ms after the start) and interval of each trial, uniform.
    shortest, longest : float
        Intervals, ms; the level input runs from 0.25 to 1 between them.
    dt : float
        ms, at most 50.

    Returns
    -------
    Task
        The output counts everywhere but within 60 ms of the rise.
    """
    trials = _valid.count("trials", trials, high=1_000_000)
    rng = _valid.generator("rng", rng)
    dt = _valid.number("dt", dt, low=1e-3, high=50.0, unit="ms")
    shortest = _valid.number("shortest", shortest, low=100.0, high=1e5, unit="ms")
    longest = _valid.number("longest", longest, low=1.01 * shortest, high=1e5, unit="ms")
    T = round((200.0 + longest + 300.0) / dt)
    _valid.limit("trials * steps", trials * T, 2e7)
    wait = rng.uniform(shortest, longest, trials)
    go = np.rint(rng.uniform(100.0, 200.0, trials) / dt).astype(np.int64)
    steps = np.arange(T)
    since = (steps - go[:, None]) * dt
    inputs = np.zeros((trials, T, 2))
    inputs[:, :, 0] = (0.25 + 0.75 * (wait - shortest) / (longest - shortest))[:, None]
    inputs[:, :, 1] = (since >= 0) & (since < 60.0)
    targets = (since >= wait[:, None]).astype(np.float64)[:, :, None]
    mask = (np.abs(since - wait[:, None]) > 60.0).astype(np.float64)
    return Task("interval", inputs, targets, mask, wait, go, dt, 1.0)


@np.errstate(under="ignore")  # the session may be told to raise it
def performance(task: Task, z: ArrayLike, *, tolerance: float = 0.15) -> Performance:
    """Judge outputs.

    Parameters
    ----------
    task : Task
    z : array_like, (B, T, 1)
        Outputs of a network on `task.inputs`.
    tolerance : float
        Of a produced interval, as a share of the wanted one, at most 1.

    Returns
    -------
    Performance
        Evidence: right if the mean output, where it counts after go, has the sign of the
        coherence. Interval: right if the output first passes 1/2 in time.
    """
    task = _valid.model(task, Task, name="task")
    z = _valid.array("z", z, shape=task.targets.shape)[:, :, 0]
    tolerance = _valid.number("tolerance", tolerance, low=0.0, high=1.0)
    since = np.arange(z.shape[1]) - task.go[:, None]
    if task.name == "evidence":
        counts = task.mask * (since >= 0)
        if not counts.any(axis=1).all():
            raise ValueError("mask is 0 after go in a trial; allowed is a step that counts in each")
        answer = np.sum(z * counts, axis=1) / counts.sum(axis=1)
        right = answer * task.condition > 0
    else:
        over = (z >= 0.5) & (since >= 0)
        k = np.argmax(over, axis=1)
        rows = np.arange(len(z))
        before = z[rows, np.maximum(k - 1, 0)]
        there = z[rows, k]
        rise = np.where(there > before, there - before, 1.0)
        early = np.clip((there - 0.5) / rise, 0.0, 1.0)  # of a step, by a straight line
        answer = np.where(over.any(axis=1), (k - task.go - early) * task.dt, np.nan)
        right = np.abs(answer - task.condition) <= tolerance * task.condition
    return Performance(float(right.mean()), right, answer)
