"""What the exercises of lesson 00 check."""

import numpy as np

from course.check._exercise import NotYet, exercise, matches, number


@exercise(
    "A potential that decays to rest",
    hints=[
        "np.exp is the exponential function; it takes arrays too.",
        "At t = 0 the exponent must be 0, at t = tau it must be -1.",
        "What stands in front of the exponential is the value at t = 0.",
    ],
)
def decay(V):
    t = np.array([0.0, 5.0, 12.0, 40.0])
    for A, tau in ((10.0, 8.0), (3.0, 20.0)):
        matches(
            V(t, A, tau),
            A * np.exp(-t / tau),
            "the potential at four times",
            mistakes=[
                (A * np.exp(t / tau), "It grows where it should decay: the sign in the exponent?"),
                (np.exp(-t / tau), "It starts at 1: is A missing?"),
                (A * np.exp(-t * tau), "Too fast: a larger tau should make it slower."),
                (A * np.exp(-t), "tau changes nothing: is it missing?"),
                (A * (1.0 - np.exp(-t / tau)), "It rises from 0: that is charging, not decay."),
                (A * (1.0 - t / tau), "That is the straight line with which it starts."),
            ],
        )
    return "Nearly every lesson has this curve in it."


@exercise(
    "A firing rate from spike times",
    hints=[
        "How many spikes are there? len(spikes) counts them.",
        "Spikes divided by time is spikes per millisecond here.",
        "A second has 1000 milliseconds.",
    ],
)
def rate(function):
    for spikes, duration in (
        (np.array([12.0, 55.5, 130.0, 410.0, 499.0]), 500.0),
        (np.array([3.0, 90.0, 180.0]), 200.0),
    ):
        n = spikes.size
        matches(
            function(spikes, duration),
            1000.0 * n / duration,
            f"the rate of {n} spikes in {duration:.0f} ms",
            mistakes=[
                (n / duration, "That is spikes per millisecond; one Hz is one per second."),
                (duration / n / 1000.0, "That is seconds per spike: turn it over."),
                (duration / n, "That is milliseconds per spike: turn it over, and in seconds."),
                (float(n), "That is the number of spikes; divide it by the time."),
                (1000.0 * spikes.sum() / duration, "Count the spikes; do not add up their times."),
                (1000.0 * (n - 1) / duration, "One spike is missing in your count."),
                (
                    1000.0 * n / (spikes[-1] - spikes[0]),
                    "Divide by the whole duration, not by the time between first and last spike.",
                ),
            ],
        )
    silent = number(function(np.array([]), 500.0), "the rate of a silent neuron")
    if silent != 0.0:
        raise NotYet("A neuron without a spike has a rate of 0.")
    return ""


@exercise(
    "The sender with the strongest excitation",
    hints=[
        "All that unit i hears stands in one row of W.",
        "W[i] is row i; W[:, i] is column i.",
        "np.argmax gives the place of the largest value, np.max the value.",
    ],
)
def strongest_sender(function):
    rng = np.random.default_rng(8)
    W = rng.standard_normal((6, 6)).round(2)
    np.fill_diagonal(W, 0.0)
    W[2, 4], W[2, 1], W[0, 2] = 2.9, -3.5, 2.2  # each mistake gives another answer
    W[5, 0], W[5, 3], W[1, 5] = 2.6, -4.0, 2.2
    for i in (2, 5):
        found = number(function(W, i), f"the sender to unit {i}")
        row, column = W[i], W[:, i]
        if found == row.max() or found == column.max():
            raise NotYet("That is the weight; the number of the sender is wanted.")
        matches(
            found,
            int(np.argmax(row)),
            f"the sender to unit {i}",
            mistakes=[
                (np.argmax(column), "That is whom unit i excites most: W[i, j] is to i from j."),
                (np.argmax(np.abs(row)), "That one inhibits: the largest weight, not its size."),
                (np.argmax(row) + 1, "Units are counted from 0, as Python does."),
                (np.argmax(W), "That looks in the whole matrix; only one row matters."),
            ],
        )
    return "Row: who speaks to me. Column: to whom I speak."
