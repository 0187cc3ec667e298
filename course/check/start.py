"""What the exercises of lesson 00 check."""

from functools import partial

import numpy as np

from course.check._exercise import NotYet, array, exercise, seen


def _decay(t, A, tau, *, sign=-1.0, base=np.e):
    return A * base ** (sign * t / tau)


@exercise(
    "A potential that decays to rest",
    hints=[
        "np.exp is the exponential function; it takes arrays too.",
        "At t = 0 the exponent must be 0, at t = tau it must be -1.",
        "What stands in front of the exponential is the value at t = 0.",
    ],
    right=_decay,
    mistakes={
        "It grows where it should decay: the sign in the exponent?": partial(_decay, sign=1.0),
        "It starts at 1: is A missing?": lambda t, A, tau: _decay(t, 1.0, tau),
        "Too fast: a larger tau should make it slower.": lambda t, A, tau: _decay(t, A, 1.0 / tau),
        "The exponent is turned over: t over tau.": (
            lambda t, A, tau: A * np.exp(np.divide(-tau, t, where=t > 0.0, out=t * 0.0 - np.inf))
        ),
        "tau changes nothing: is it missing?": lambda t, A, tau: _decay(t, A, 1.0),
        "It rises from 0: that is charging, not decay.": lambda t, A, tau: A - _decay(t, A, tau),
        "That is the straight line with which it starts.": lambda t, A, tau: A * (1.0 - t / tau),
        "It falls to one half in the time tau: the base is e, so use np.exp.": (
            partial(_decay, base=2.0)
        ),
    },
)
def decay(V):
    for A, tau, t in ((10.0, 8.0, [0.0, 5.0, 12.0, 40.0]), (3.0, 20.0, [0.0, 1.5, 21.0, 30.0])):
        yield seen(V(np.array(t), A, tau), "the potential at four times")
    return "Nearly every lesson has this curve in it."


def _rate(spikes, duration, *, more=0):
    return 1000.0 * (len(spikes) + more) / duration


@exercise(
    "A firing rate from spike times",
    hints=[
        "How many spikes are there? len(spikes) counts them.",
        "Spikes divided by time is spikes per millisecond here.",
        "A second has 1000 milliseconds.",
    ],
    right=_rate,
    mistakes={
        "That is spikes per millisecond; one Hz is one per second.": (
            lambda spikes, duration: len(spikes) / duration
        ),
        "That is seconds per spike: turn it over.": (
            lambda spikes, duration: duration / len(spikes) / 1000.0
        ),
        "That is milliseconds per spike: turn it over, and in seconds.": (
            lambda spikes, duration: duration / len(spikes)
        ),
        "That is the number of spikes; divide it by the time.": (
            lambda spikes, duration: len(spikes)
        ),
        "Count the spikes; do not add up their times.": (
            lambda spikes, duration: 1000.0 * np.sum(spikes) / duration
        ),
        "One spike is missing in your count.": partial(_rate, more=-1),
        "Divide by the whole duration, not by the time between first and last spike.": (
            lambda spikes, duration: _rate(spikes, np.ptp(spikes))
        ),
        "A rate need not be a whole number: divide with /, and do not round.": [
            lambda spikes, duration: int(_rate(spikes, duration)),
            lambda spikes, duration: round(_rate(spikes, duration)),
            lambda spikes, duration: 1000 * len(spikes) // duration,
        ],
        "A neuron without a spike has a rate of 0.": (
            lambda spikes, duration: _rate(spikes, duration) or 1.0
        ),
    },
)
def rate(function):
    for spikes, duration in (
        ([12.0, 55.5, 130.0, 210.0, 299.0], 300.0),
        ([3.0, 90.0, 180.0, 185.0, 188.5, 196.0, 350.0, 640.0], 700.0),
    ):
        yield seen(
            function(np.array(spikes), duration),
            f"the rate of {len(spikes)} spikes in {duration:.0f} ms",
        )
    yield seen(function(np.array([]), 500.0), "the rate of a silent neuron")


def _strongest(W, i):
    return np.argmax(W[i])


@exercise(
    "The sender with the strongest excitation",
    hints=[
        "All that unit i hears stands in one row of W.",
        "W[i] is row i; W[:, i] is column i.",
        "np.argmax gives the place of the largest value, np.max the value.",
    ],
    right=_strongest,
    mistakes={
        "That is the weight; the number of the sender is wanted.": [
            lambda W, i: np.max(W[i]),
            lambda W, i: np.max(W[:, i]),
        ],
        "That is whom unit i excites most: W[i, j] is to i from j.": (
            lambda W, i: np.argmax(W[:, i])
        ),
        "That one inhibits: the largest weight, not its size.": (
            lambda W, i: np.argmax(np.abs(W[i]))
        ),
        "That one excites least: the largest weight is wanted.": lambda W, i: np.argmin(W[i]),
        "Units are counted from 0, as Python does.": lambda W, i: np.argmax(W[i]) + 1,
        "That looks in the whole matrix; only one row matters.": lambda W, i: np.argmax(W),
    },
)
def strongest_sender(function):
    # each mistake gives another answer
    first = np.array(
        [
            [0.0, 0.5, 2.2, -0.4, 0.9, -1.0],
            [0.3, 0.0, -0.7, 0.2, -1.1, 2.2],
            [0.4, -3.5, 0.0, -3.6, 2.9, -0.2],
            [1.3, -0.1, 0.8, 0.0, -0.6, 0.1],
            [-0.5, 0.7, -0.9, 3.3, 0.0, -0.3],
            [2.6, -0.8, 0.6, -4.0, 0.1, 0.0],
        ]
    )
    for W, i in ((first, 2), (first[::-1, ::-1].copy(), 0), (first, 4), (first, 5)):
        yield seen(function(W, i), f"the sender to unit {i}")
    return "Row: who speaks to me. Column: to whom I speak."


UNITS = 16
SHARE = (0.25, 0.35)  # of the connections that there can be
UNBALANCED = 0.1  # what a row may sum to


def _wired(excitation=1.0, inhibition=-3.0, *, inhibitory=4, heard=3):
    """Unit i hears `heard` excitatory units and an inhibitory one, none of them itself."""
    others = UNITS - inhibitory
    W = np.zeros((UNITS, UNITS))
    for i in range(UNITS):
        W[i, (i + 1 + np.arange(heard)) % others] = excitation
        W[i, others + (i + 1) % inhibitory] = inhibition
    return W


def _changed(*places, by):
    W = _wired()
    W[places] = by
    return W


@exercise(
    "Sixteen units wired to your order",
    hints=[
        "Choose first which units inhibit: their columns hold no weight above 0.",
        "Let each unit hear as many senders as every other: four of fifteen are 27 %.",
        "Three weights of 1 and one of -3 sum to 0.",
    ],
    wants="value",
    right=_wired,
    examples={
        "expected is (16, 16)": lambda: _wired()[:, :15],
        "W[5, 5] is 1": lambda: _changed(5, 5, by=1.0),
        "sends weights of both signs": [
            lambda: _wired() * np.where(np.arange(UNITS) % 2, 1.0, -1.0)[:, None],
            lambda: _wired().T,
        ],
        "units inhibit; at least 3": [
            lambda: np.abs(_wired()),
            lambda: _wired(inhibitory=2),
        ],
        "of the connections exist": [
            lambda: _wired(heard=1, inhibition=-1.0),
            lambda: _wired(heard=8, inhibition=-8.0),
        ],
        "hears nothing": lambda: np.vstack([np.zeros((1, UNITS)), _wired()[1:]]),
        "sums to": [
            lambda: _wired(inhibition=-1.0),
            lambda: _changed(7, 9, by=3.3),
        ],
    },
)
def wiring(W):
    W = array(W, "W", shape=(UNITS, UNITS))
    W = np.where(np.abs(W) < 1e-9, 0.0, W)
    for i in np.flatnonzero(np.diagonal(W)):
        raise NotYet(f"W[{i}, {i}] is {W[i, i]:g}: no unit speaks to itself.")
    excites, inhibits = (W > 0.0).any(axis=0), (W < 0.0).any(axis=0)
    for j in np.flatnonzero(excites & inhibits):
        raise NotYet(f"Unit {j} sends weights of both signs: look at column {j}.")
    if np.count_nonzero(inhibits) < 3:
        raise NotYet(f"{np.count_nonzero(inhibits)} units inhibit; at least 3 should.")
    for i in np.flatnonzero(~W.any(axis=1)):
        raise NotYet(f"Unit {i} hears nothing: row {i} is empty.")
    share = np.count_nonzero(W) / (UNITS * (UNITS - 1))
    if not SHARE[0] <= share <= SHARE[1]:
        raise NotYet(f"{100 * share:.0f} % of the connections exist; 25 to 35 % should.")
    for i in np.flatnonzero(np.abs(W.sum(axis=1)) > UNBALANCED + 1e-6):
        raise NotYet(
            f"Row {i} sums to {W[i].sum():.2f}: what unit {i} hears should cancel within 0.1."
        )
    return "Excitation and inhibition cancel in every unit: lesson 05 calls that balance."
