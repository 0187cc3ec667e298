"""What the exercises of lesson 12 check."""

import math

import numpy as np

from course.check._exercise import exercise, seen
from course.models.winner_take_all import Competition, simulate


def _weights(N, s, w):
    return (s + w) * np.eye(N) - w


@exercise(
    "The weight matrix of a competition",
    hints=[
        "Start with a matrix that holds -w everywhere: np.full((N, N), -w).",
        "Then put s on its diagonal: np.fill_diagonal changes a matrix in place.",
    ],
    right=_weights,
    mistakes={
        "The others are inhibited: their weights are negative.": (
            lambda N, s, w: _weights(N, s, -w)
        ),
        "A unit excites itself: s is positive.": lambda N, s, w: _weights(N, -s, w),
        "The diagonal is 0: where is s?": lambda N, s, w: _weights(N, 0.0, w),
        "Only the diagonal is there: where is w?": lambda N, s, w: _weights(N, s, 0.0),
        "The diagonal holds -w: a unit excites itself.": lambda N, s, w: _weights(N, -w, w),
        "The diagonal holds s - w: it should be s alone.": lambda N, s, w: _weights(N, s - w, w),
        "s and w are exchanged: s stands on the diagonal.": lambda N, s, w: _weights(N, -w, -s),
        "That is one row; each unit has its own.": lambda N, s, w: _weights(N, s, w)[0],
    },
)
def weight_matrix(function):
    for N, s, w in [(4, 0.5, 1.0), (6, 0.2, 0.3)]:
        yield seen(function(N, s, w), f"W of {N} units")
    return "Row i holds what unit i hears, column j what unit j says."


def _step(r, W, h, dt, tau):
    return r + dt * (-r + np.maximum(h + W @ r, 0.0)) / tau


def _linear(r, W, h, dt, tau):
    return r + dt * (-r + h + W @ r) / tau


def _exponential(r, W, h, dt, tau):
    rest = np.maximum(h + W @ r, 0.0)
    return rest + (r - rest) * math.exp(-dt / tau)


@exercise(
    "One Euler step of the competition",
    hints=[
        "The input of all units at once is h + W @ r.",
        "Rectify it with np.maximum(..., 0).",
        "A step adds dt / tau times what is left after subtracting r.",
    ],
    right=_step,
    mistakes={
        "Rates become negative: is the rectification missing?": _linear,
        "The input is rectified, not the rate: a silent unit decays to 0.": (
            lambda *p: np.maximum(_linear(*p), 0.0)
        ),
        "The decay is rectified with the input; -r belongs outside.": (
            lambda r, W, h, dt, tau: r + dt * np.maximum(-r + h + W @ r, 0.0) / tau
        ),
        "Only what the units say is rectified; h belongs inside.": (
            lambda r, W, h, dt, tau: _step(r, W, 0.0, dt, tau) + dt * h / tau
        ),
        "The rates never decay: where is -r?": (
            lambda r, W, h, dt, tau: _step(r, W, h, dt, tau) + dt * r / tau
        ),
        "The decay has the wrong sign: it is -r.": (
            lambda r, W, h, dt, tau: _step(r, W, h, dt, tau) + 2 * dt * r / tau
        ),
        "The step goes the wrong way: add dt times the slope, do not subtract it.": (
            lambda r, W, h, dt, tau: _step(r, W, h, -dt, tau)
        ),
        "The step is too large: is tau missing?": lambda *p: _step(*p[:-1], 1.0),
        "The step is too large: is dt missing?": (
            lambda r, W, h, dt, tau: _step(r, W, h, 1.0, tau)
        ),
        "The step is multiplied by tau; divide by it.": lambda *p: _step(*p[:-1], 1 / p[-1]),
        "The units do not hear each other.": lambda r, W, *p: _step(r, 0 * W, *p),
        "The units do not hear their inputs: where is h?": (
            lambda r, W, h, *p: _step(r, W, 0.0, *p)
        ),
        "What the others say has the wrong sign: W holds the minus already.": (
            lambda r, W, *p: _step(r, -W, *p)
        ),
        "W * r multiplies entry by entry; W @ r also sums what each unit hears.": (
            lambda r, W, h, dt, tau: r + dt * (-r + np.maximum(h + W * r, 0.0)) / tau
        ),
        "That is the change of the rates. Add it to r.": lambda r, *p: _step(r, *p) - r,
        "The rates jump to their input. They should only move toward it, by dt / tau of the way.": (
            lambda r, W, h, dt, tau: np.maximum(h + W @ r, 0.0)
        ),
        "That is a step of second order, from two slopes; Euler's takes one, the slope at r.": (
            lambda r, *p: (r + _step(_step(r, *p), *p)) / 2
        ),
        "That is an exponential step, exact while the input stays. Euler's is r plus dt times "
        "the slope at r.": _exponential,
    },
)
def rate_step(step):
    for r, s, h, dt, tau in (
        ([0.4, 0.9, 0.02], 0.5, [1.0, 1.2, 0.5], 0.5, 10.0),
        ([2.0, 0.1, 0.05, 0.03], 0.3, [1.1, 0.7, 1.3, 0.2], 1.0, 8.0),
    ):
        found = step(np.array(r), _weights(len(r), s, 1.0 + s), np.array(h), dt, tau)
        yield seen(found, f"r after one step of {len(r)} units")
    return "Ten such lines are a model. The rest is looking at it."


@exercise(
    "When does a lone winner last?",
    hints=[
        "A lone winner settles where r = h + s r. Solve for r.",
        "A loser whose input is as large stays silent if h - w r is not above 0.",
        "Put the winner's rate in; h cancels.",
    ],
    right=lambda s: 1.0 - s,
    mistakes={
        "That is the winner's rate over h; the inhibition must undo it.": (
            lambda s: 1.0 / (1.0 - s)
        ),
        "The sign of s: self-excitation makes it easier to win, not harder.": lambda s: 1.0 + s,
        "It falls when s rises: a winner that excites itself inhibits the others more.": (
            lambda s: s
        ),
        "That is minus what is wanted: w is the size of the inhibition.": lambda s: s - 1.0,
        "It should depend on s.": [lambda s: 1.0, lambda s: 0.5],
    },
)
def smallest_inhibition(function):
    for s in (0.5, 0.8, 0.0):
        yield seen(function(s), f"the smallest w for s = {s}")
    h = np.full(5, 1.0) + np.array([0.01, 0, 0, 0, 0])
    left = [
        np.sum(simulate(Competition(s=0.5, w=w), h, duration=4000.0).r[:, -1] > 0.01)
        for w in (0.45, 0.55)
    ]
    return f"With s = 0.5: w = 0.45 leaves {left[0]} of 5 units active, w = 0.55 leaves {left[1]}."
