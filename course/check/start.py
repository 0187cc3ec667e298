"""What the exercises of lesson 00 check."""

from functools import partial

import numpy as np

from course.check._cases import vary, whole
from course.check._exercise import NotYet, array, exercise, seen


def _tau(t, V, *, to=1.0 / np.e, rest=None, when=None):
    """When V has fallen to the part `to` of its height above `rest`."""
    height = V - (V[-1] if rest is None else rest)
    place = int(np.argmax(height <= to * height[0]))
    return float(t[place]) if when is None else when(place)


@exercise(
    "The time constant of a measured decay",
    hints=[
        "Where does V end? V[-1] is the last value. Take it away: what is left is the height.",
        "After one time constant 37 % of the first height are left, which is 1 / np.e of it.",
        "np.argmax(V < level) is the first place at which V is below a level; t has its time.",
    ],
    right=_tau,
    mistakes={
        "37 % of the height above rest, not of V: where does V end?": partial(_tau, rest=0.0),
        "That is a position in the array; t holds the time.": partial(_tau, when=int),
        "That is when one half is left; 37 % should be.": partial(_tau, to=0.5),
        "It falls *to* 37 %, not by 37 %.": partial(_tau, to=1.0 - 1.0 / np.e),
        "That is the potential at that moment; the time is wanted.": (
            lambda t, V: float(V[np.argmax(V - V[-1] <= (V[0] - V[-1]) / np.e)])
        ),
        "That is one over the time constant.": lambda t, V: 1.0 / _tau(t, V),
        "That is the end of the recording, when all is over.": lambda t, V: float(t[-1]),
        "That is when a tenth is left; 37 % should be.": partial(_tau, to=0.1),
    },
)
def tau(function):
    cases = [(15.0, 20.0, 0.0, 12, 601), (9.0, 4.0, -65.0, 15, 901), (12.0, 37.0, 5.0, 10, 451)]
    for A, time_constant, rest, reach, points in vary(0.05, cases):
        t = np.linspace(0.0, reach * time_constant, points)
        V = rest + A * np.exp(-t / time_constant)
        yield seen(function(t, V), f"the time constant of a decay to {rest:.4g} mV", rtol=0.03)
    return "You have read a number off a curve, whatever its height and its end."


def _rates(times, rows, N, duration):
    return 1000.0 * np.bincount(np.asarray(rows, dtype=int), minlength=N) / duration


def _heard(times, rows, N, duration):
    """The rates of those neurons alone that have spiked."""
    return 1000.0 * np.unique(rows, return_counts=True)[1] / duration


@exercise(
    "The rates of all neurons of a raster",
    hints=[
        "How many spikes has neuron 0? np.sum(rows == 0) counts them.",
        "np.bincount(rows, minlength=N) counts all rows at once, silent ones too.",
        "Spikes over ms are spikes per ms; a second has 1000 ms.",
    ],
    right=_rates,
    mistakes={
        "A value is missing for each silent neuron: N values, with 0 for those.": [
            _heard,
            lambda times, rows, N, duration: 1000.0 * np.bincount(rows) / duration,
        ],
        "That is spikes per millisecond; one Hz is one per second.": (
            lambda *given: _rates(*given) / 1000.0
        ),
        "That is the number of spikes; divide it by the time.": (
            lambda times, rows, N, duration: np.bincount(rows, minlength=N)
        ),
        "A rate need not be a whole number: divide with /, and do not round.": [
            lambda *given: _rates(*given) // 1.0,
            lambda *given: np.round(_rates(*given)),
        ],
        "Divide by the whole duration, not by the time of the last spike.": (
            lambda times, rows, N, duration: _rates(times, rows, N, times.max())
        ),
        "That is the average over neurons; one value for each is wanted.": (
            lambda *given: float(_rates(*given).mean())
        ),
        "That is the sum over all neurons; one value for each is wanted.": (
            lambda *given: float(_rates(*given).sum())
        ),
        "Neurons are counted from 0: the values are shifted by one.": (
            lambda *given: np.roll(_rates(*given), 1)
        ),
    },
)
def rates(function):
    for seed, N, duration in vary(0.05, ((1, 6, 730.0), (2, 9, 1300.0))):
        rng = np.random.default_rng(seed)
        rows = rng.choice([0, 1, 3, 4], size=23, p=[0.4, 0.2, 0.3, 0.1])  # the others are silent
        times = np.sort(rng.uniform(5.0, 0.9 * duration, rows.size))
        yield seen(
            function(times, rows, N, duration),
            f"the rates of {N} neurons in {duration:.0f} ms",
        )
    return "Most of these neurons say little, and some say nothing: a rate of 0 is a rate."


def _loudest(W):
    return int(np.argmax(np.maximum(W, 0.0).sum(axis=0)))


@exercise(
    "The sender with the most excitation",
    hints=[
        "Column j is what unit j says: W[:, j].",
        "np.where(W > 0, W, 0) keeps what excites; .sum(axis=0) sums each column.",
        "np.argmax gives the place of the largest value, np.max the value.",
    ],
    right=_loudest,
    mistakes={
        "Row i is what i hears. Who speaks?": (
            lambda W: int(np.argmax(np.maximum(W, 0.0).sum(axis=1)))
        ),
        "Inhibition must not cancel what a unit excites: leave the weights below 0 out.": (
            lambda W: int(np.argmax(W.sum(axis=0)))
        ),
        "Inhibition counts for nothing here, however strong.": (
            lambda W: int(np.argmax(np.abs(W).sum(axis=0)))
        ),
        "That is how much it sends; the number of the unit is wanted.": (
            lambda W: float(np.maximum(W, 0.0).sum(axis=0).max())
        ),
        "Units are counted from 0, as Python does.": lambda W: _loudest(W) + 1,
        "That is the one with the strongest single weight; add up its column.": (
            lambda W: int(np.argmax(W.max(axis=0)))
        ),
        "That is the one that excites most units, whatever the weights.": (
            lambda W: int(np.argmax((W > 0.0).sum(axis=0)))
        ),
    },
)
def loudest(function):
    # each mistake gives another answer
    W = np.array(
        [
            [0.0, 0.2, 1.0, -0.2, -1.1, -0.4, -2.0],
            [-0.2, 0.0, 0.1, 1.4, 0.1, 1.3, -0.5],
            [-0.1, -1.6, 0.0, -2.5, -0.5, -0.2, -0.4],
            [0.4, -0.4, 0.1, 0.0, -0.9, -0.3, 1.4],
            [0.4, -0.2, -1.0, 0.3, 0.0, 0.7, 1.1],
            [-2.9, -0.1, 0.7, -0.3, -1.2, 0.0, -0.6],
            [1.5, -0.4, -1.1, 1.1, 0.3, -0.1, 0.0],
        ]
    )
    W = np.roll(W, whole(0, 0, 6), axis=(0, 1))
    for here in (W, np.roll(W, 2, axis=(0, 1))):
        yield seen(function(here), "the loudest of seven units")
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
