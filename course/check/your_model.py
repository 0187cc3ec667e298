"""What the exercises of lesson 12 check."""

import math

import numpy as np

from course.check._cases import vary
from course.check._exercise import NotYet, exercise, number, seen
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
    for N, s, w in vary(0.05, [(4, 0.5, 1.0), (6, 0.2, 0.3)]):
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
    cases = (
        ([0.4, 0.9, 0.02], 0.5, [1.0, 1.2, 0.5], 0.5, 10.0),
        ([2.0, 0.1, 0.05, 0.03], 0.3, [1.1, 0.7, 1.3, 0.2], 1.0, 8.0),
    )
    for r, s, h, dt, tau in vary(0.05, cases):
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
    for s in vary(0.05, (0.5, 0.8, 0.0)):
        yield seen(function(s), f"the smallest w for s = {s:.3g}")
    h = np.full(5, 1.0) + np.array([0.01, 0, 0, 0, 0])
    left = [
        np.sum(simulate(Competition(s=0.5, w=w), h, duration=4000.0).r[:, -1] > 0.01)
        for w in (0.45, 0.55)
    ]
    return f"With s = 0.5: w = 0.45 leaves {left[0]} of 5 units active, w = 0.55 leaves {left[1]}."


def _active(h, s, w, *, rounds=99, tips=True):
    """Units that end active: solve for those still active, silence who falls below 0, repeat."""
    h = np.asarray(h, dtype=float)
    on = np.ones(len(h), bool)
    if tips and s + w >= 1.0:
        return np.arange(len(h)) == np.argmax(h)
    for _ in range(rounds):
        k = np.flatnonzero(on)
        r = np.linalg.solve(np.eye(len(k)) - _weights(len(k), s, w), h[k])
        if np.all(r > 0.0) or len(k) == 1:
            break
        on[k[r <= 0.0]] = False
    return on


@exercise(
    "Who ends active?",
    hints=[
        "While some units are active and all others silent, the network is linear: r = h + W r for "
        "those units alone. `np.linalg.solve` gives r.",
        "A unit whose rate comes out negative cannot be active. Silence it, and solve again.",
        "With s + w at 1 or above, two active units push each other apart: then only the unit with "
        "the largest input is left.",
    ],
    right=_active,
    mistakes={
        "Solve again without those that have fallen: a silent unit inhibits nobody.": (
            lambda h, s, w: _active(h, s, w, rounds=1)
        ),
        "With s + w above 1 two active units are a balance that tips: their difference grows.": (
            lambda h, s, w: _active(h, s, w, tips=False)
        ),
        "With s + w below 1 several units share the victory; solve for them.": (
            lambda h, s, w: np.arange(len(h)) == np.argmax(h)
        ),
        "All that have an input are active for you: who inhibits them?": (
            lambda h, s, w: np.asarray(h) > 0.0
        ),
        "That is the other way round: True where a unit is active.": (
            lambda h, s, w: ~_active(h, s, w)
        ),
    },
    examples={
        "True or False for each unit": [
            lambda h, s, w: np.flatnonzero(_active(h, s, w)),
            lambda h, s, w: int(np.sum(_active(h, s, w))),
            lambda h, s, w: np.where(_active(h, s, w), np.asarray(h), 0.0),
        ],
    },
)
def still_active(function):
    cases = vary(
        0.02,
        [
            ([1.0, 0.9, 0.8, 0.3, 0.2, 0.54], 0.2, 0.3),
            ([0.5, 1.3, 1.25, 0.9, 1.0, 1.2], 0.4, 0.25),
            ([1.1, 1.2, 0.9], 0.5, 0.8),
            ([0.7, 0.9, 1.2, 1.1, 1.15], 0.0, 0.85),
        ],
    )
    for h, s, w in cases:
        found = function(np.array(h), s, w)
        value = np.asarray(found)
        if value.dtype != object and (value.shape != (len(h),) or not np.isin(value, (0, 1)).all()):
            raise NotYet(
                f"True or False for each unit is expected, {len(h)} values; the function returns "
                f"{np.array2string(value, precision=3)}."
            )
        yield seen(found, f"the mask of active units with s = {s:.3g}, w = {w:.3g}, h = {h}")
    return "No run was needed: what ends active is decided by a few linear equations."


def _hand(step):
    """A step computed by hand: 1 falls to nothing it hears, 2 is pushed below 0 and decays."""
    W = np.array([[0.5, -1.0], [-1.0, 0.5]])
    found = step(np.array([1.0, 0.5]), W, np.array([2.0, 0.2]), 2.0, 10.0)
    return np.allclose(found, [1.2, 0.4], rtol=0.0, atol=1e-6)


def _in_loops(r, W, h, dt, tau):
    """The right step in other arithmetic."""
    drives = [max(h[i] + sum(w * x for w, x in zip(W[i], r)), 0.0) for i in range(len(r))]
    return np.array([(1.0 - dt / tau) * x + dt / tau * drive for x, drive in zip(r, drives)])


RIGHT_STEPS = {
    "a right step": _step,
    "a right step in other arithmetic": _in_loops,
    "a right step in single precision": lambda r, W, h, dt, tau: _step(
        np.asarray(r, np.float32), np.asarray(W, np.float32), np.asarray(h, np.float32), dt, tau
    ),
}
WRONG_STEPS = {
    "in which inhibition excites": lambda r, W, *p: _step(r, np.abs(W), *p),
    "in which the units do not hear each other": lambda r, W, *p: _step(r, 0 * W, *p),
    "that lost its rectification": _linear,
    "that rectifies the rate, not the input": lambda *p: np.maximum(_linear(*p), 0.0),
    "in which no rate decays": lambda r, W, h, dt, tau: _step(r, W, h, dt, tau) + dt * r / tau,
    "without the inputs h": lambda r, W, h, *p: _step(r, W, 0.0 * h, *p),
    "that forgot dt": lambda r, W, h, dt, tau: _step(r, W, h, 1.0, tau),
    "that forgot tau": lambda r, W, h, dt, tau: _step(r, W, h, dt, 1.0),
    "with its sign flipped": lambda r, W, h, dt, tau: _step(r, W, h, -dt, tau),
    "in which nothing changes": lambda r, *p: np.array(r),
}


@exercise(
    "A test that can fail",
    same="What is handed in is a test, and the steps that it judges are what it is about.",
    hints=[
        "Call the step once, from rates of your choice, and compare with what you compute by hand.",
        "A mistake shows only where it changes the number. Choose a dt other than 1, a unit whose "
        "input is below 0 while its rate is not 0, and rates that are not at rest.",
        "Compare with np.allclose, not with ==: right steps differ in the last digits.",
    ],
    right=_hand,
    examples={
        "It accepts everything": lambda step: True,
        "It refuses a right step": [lambda step: False, lambda step: not _hand(step)],
        "It refuses a right step in": lambda step: _one(step, atol=0.0),
        "It accepts a step that forgot dt": lambda step: _one(step, dt=1.0, h=(2.0, 0.2)),
        "It accepts a step that lost its rectification": lambda step: _one(step, h=(2.0, 0.9)),
        "It accepts a step that rectifies the rate, not the input": (
            lambda step: _one(step, r=(1.0, 0.0))
        ),
        "yes or no": lambda step: step(np.ones(2), np.eye(2), np.ones(2), 0.1, 10.0)[0],
    },
)
def can_fail(test):
    right = [name for name, step in RIGHT_STEPS.items() if _verdict(test, step)]
    wrong = [name for name, step in WRONG_STEPS.items() if _verdict(test, step)]
    score = (
        f"Of {len(RIGHT_STEPS)} right steps it accepts {len(right)}, "
        f"of {len(WRONG_STEPS)} wrong ones {len(wrong)}."
    )
    if len(right) == len(RIGHT_STEPS) and len(wrong) == len(WRONG_STEPS):
        raise NotYet("It accepts everything: a test has to be able to fail.")
    for name in RIGHT_STEPS:
        if name not in right:
            raise NotYet(f"It refuses {name}. {score}")
    if wrong:
        raise NotYet(f"It accepts a step {wrong[0]}: where would you see that? {score}")
    return f"{score} That is what makes it a test."


def _one(step, *, r=(1.0, 0.5), h=(2.0, 0.2), dt=2.0, atol=1e-6):
    """Whether a step from there is the right one."""
    given = np.array(r), _weights(2, 0.5, 1.0), np.array(h), dt, 10.0
    return np.allclose(step(*given), _step(*given), rtol=0.0, atol=atol)


def _verdict(test, step):
    said = number(test(step), "what your test says")
    if said not in (0.0, 1.0):
        raise NotYet(f"Your test says {said:.4g}; yes or no is expected, True or False.")
    return bool(said)
