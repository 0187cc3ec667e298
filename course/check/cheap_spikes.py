"""What the exercises of lesson 04 check."""

import numpy as np

from course import analysis
from course.check._exercise import NotYet, array, exercise, matches, number
from course.models.izhikevich import PRESETS, simulate
from course.models.poisson import homogeneous_trials

PAUSE = 15.0  # ms, gaps longer than this part two bursts


@exercise(
    "One step of the hybrid neuron",
    hints=[
        "Work out both slopes from the old v and u before you change either.",
        "A step of length dt changes v by dt times v', and u by dt times u'.",
        "After the step ask: is v at or above 30 mV? Then v becomes c, and u grows by d.",
    ],
)
def step(function):
    a, b, c, d = 0.02, 0.2, -65.0, 8.0
    for v, u, I, dt in [
        (-65.0, -13.0, 10.0, 0.5),
        (-50.0, -8.0, 4.0, 0.25),
        (25.0, -7.0, 5.0, 0.5),
    ]:
        dv, du = 0.04 * v * v + 5.0 * v + 140.0 - u + I, a * (b * v - u)
        v_new, u_new = v + dt * dv, u + dt * du
        fires = v_new >= 30.0
        truth = (c, u_new + d) if fires else (v_new, u_new)
        late = u + dt * a * (b * v_new - u)
        mistakes = [
            ((v + dv, u + du), "The step is too large: is dt missing?"),
            ((dt * dv, dt * du), "Those are the changes of v and u. Add them to v and u."),
            ((v + dt * (dv + 2 * u), u_new), "u drives v the wrong way: look at its sign."),
            ((v_new, u + dt * du / a), "u moves too fast: is a missing?"),
            ((v_new, late), "u' uses the new v here; take both slopes from the old values."),
            ((v_new - dt * I, u_new), "Is the input I missing?"),
            ((v_new, u + dt * (a * b * v - u)), "a multiplies all of (b v - u)."),
        ]
        if fires:
            mistakes = [
                ((v_new, u_new), "v passed 30 mV and stays: is the reset missing, or too early?"),
                ((c, u_new), "v is reset, u is not: a spike adds d to u."),
                ((c, d), "A spike adds d to u; it does not set u to d."),
                ((c, u + d), "u takes its step as well, before d is added."),
                ((c, u_new - d), "A spike lifts u by d; yours lowers it."),
                ((c, late + d), "u' uses the new v here; take both slopes from the old values."),
                ((30.0, u_new + d), "After a spike v starts again at c, not at 30 mV."),
            ]
        matches(
            array(function(v, u, I, dt, a, b, c, d), "what the step returns", shape=(2,)),
            truth,
            f"(v, u) after a step from v = {v:g} mV, u = {u:g} mV/ms",
            mistakes=mistakes,
        )
    return "One square and a few products: that is all a spike costs here."


@exercise(
    "The input at which rest disappears",
    hints=[
        "At rest u' = 0, so u = b v. Put that into v' = 0.",
        "What remains is 0.04 v^2 + (5 - b) v + 140 + I = 0. When has it no solution?",
        "A quadratic has exactly one solution where its discriminant is 0.",
    ],
)
def rest_limit(function):
    for b in (0.2, 0.25, 0.1):
        truth = (5.0 - b) ** 2 / 0.16 - 140.0
        matches(
            function(b),
            truth,
            f"the input for b = {b}",
            rtol=1e-4,
            mistakes=[
                ((5.0 + b) ** 2 / 0.16 - 140.0, "b v moves to the other side: look at its sign."),
                ((5.0 - b) ** 2 / 0.16, "The 140 is missing."),
                ((5.0 - b) ** 2 / 0.04 - 140.0, "The discriminant is b^2 - 4 a c: is the 4 there?"),
                (25.0 / 0.16 - 140.0, "That is the limit with u held at 0: at rest u = b v."),
                (-(5.0 - b) / 0.08, "That is the v at which it happens; the input is asked for."),
            ],
        )
    return "For b = 0.2 it is 4 mV/ms. Below it a rest exists, though not always a stable one."


@exercise(
    "A neuron that bursts and keeps bursting",
    hints=[
        "A burst goes on while the reset lands right of the parabola, where v' > 0.",
        "So c must be higher than -65. Each spike lifts u by d: what ends the burst?",
        "The larger d, the fewer spikes until u ends the burst.",
    ],
    wants="value",
)
def burster(c, d):
    c, d = number(c, "c"), number(d, "d")
    if c >= 30.0:
        raise NotYet(f"c is {c:g} mV: a reset above the peak at 30 mV never ends the spike.")
    if (c, d) == (PRESETS["CH"].c, PRESETS["CH"].d):
        raise NotYet("That is the preset CH, and it bursts. Which other pair does?")
    try:
        spikes = simulate(PRESETS["RS"]._replace(c=c, d=d), 10.0, duration=1000.0).spikes
    except ValueError:
        raise NotYet("With these numbers the model runs away: is d negative, or huge?") from None
    bursts = [part.size for part in np.split(spikes, np.flatnonzero(np.diff(spikes) > PAUSE) + 1)]
    if len(bursts) < 3 and spikes.size > 10:
        raise NotYet("It never pauses: nothing ends the burst. Each spike must add more to u.")
    later = bursts[1:-1]  # the last may be cut off
    if len(later) < 3:
        raise NotYet(f"{spikes.size} spikes in a second are too few to judge: lower d.")
    if max(bursts) < 3:
        raise NotYet(
            "Spikes come alone or in pairs: raise c, so that v starts further right, or lower d."
        )
    if min(later) < 3:
        raise NotYet("It begins with a burst, but later ones have fewer than three spikes.")
    return f"{len(bursts)} bursts in a second, {later[0]} spikes in each after the first."


@exercise(
    "A Poisson train bin by bin",
    hints=[
        "The rate is in spikes per second and dt in ms: 1000 ms make a second.",
        "Draw one uniform number a bin with rng.random(number of bins).",
        "A spike where the number is below the probability; its time is the bin's number times dt.",
    ],
)
def bins(function):
    rate, dt, duration = 50.0, 0.5, 200_000.0
    spikes, other = (
        _train(function(rate, dt, duration, np.random.default_rng(seed))) for seed in (1, 2)
    )
    n = round(duration / dt)
    if spikes.size == n and set(np.unique(spikes)) == {0.0, 1.0}:
        raise NotYet("Each bin has its yes or no. Give the times of those with a spike.")
    if spikes.size in (0, n):
        raise NotYet(
            f"{'Every' if spikes.size else 'No'} bin has a spike: is the rate in Hz, and dt in ms?"
        )
    if np.array_equal(spikes, other):
        raise NotYet("Two different generators give the same train: draw from `rng`.")
    last = spikes.max()
    if last > duration:
        raise NotYet("These look like numbers of bins: multiply by dt for times in ms.")
    if last < 0.9 * duration:
        raise NotYet(f"The last spike is at {last:.4g}, the end at 200000 ms: in what unit?")
    if np.abs(spikes / dt - np.round(spikes / dt)).max() > 1e-6:
        raise NotYet("Spikes belong on the bins: times are whole multiples of dt.")
    p = 1e-3 * rate * dt
    mistakes = [
        (n * (1.0 - p), "Spikes where there should be none: turn < over."),
        (1e-3 * rate * n, "Too many spikes: does dt appear in the probability?"),
    ]
    _count(spikes.size, n * p, mistakes)
    if np.array_equal(_train(function(1000.0, 1.0, 5.0, np.random.default_rng(3))), range(1, 6)):
        raise NotYet("You give the end of each bin: a spike's time is the start of its bin.")
    return f"{spikes.size} spikes in 200 s, where 10000 are expected, give or take 99."


@exercise(
    "A Poisson train by exact gaps",
    hints=[
        "The mean gap in ms is 1000 over the rate in Hz.",
        "rng.exponential(mean, size) draws gaps; np.cumsum turns gaps into times.",
        "Draw more gaps than you need, then keep the times below the duration.",
    ],
)
def gaps(function):
    rate, duration = 50.0, 200_000.0
    spikes, other = (
        _train(function(rate, duration, np.random.default_rng(seed))) for seed in (1, 2)
    )
    if spikes.size < 3:
        raise NotYet(f"{spikes.size} spikes in 200 s are too few for 50 Hz.")
    if np.array_equal(spikes, other):
        raise NotYet("Two different generators give the same train: draw from `rng`.")
    if np.diff(spikes).min() < 0.0:
        raise NotYet("These times do not ascend: are they gaps? Add them up.")
    if spikes[-1] > duration:
        raise NotYet("There are spikes after the end: keep the times below the duration.")
    if abs(np.diff(spikes).mean() * rate - 1.0) < 0.1:
        raise NotYet("The mean gap is 1 / rate in s: are the gaps in s, and the times in ms?")
    if spikes[-1] < 0.9 * duration:
        raise NotYet(f"The train ends at {spikes[-1]:.4g} ms of 200000: draw more gaps.")
    mistakes = [(duration / rate, "The mean gap is not the rate: it is one over it.")]
    _count(spikes.size, 1e-3 * rate * duration, mistakes)
    found = analysis.cv(spikes)
    if abs(found - 1.0) > 0.05:  # five standard errors of 1 / sqrt(n)
        kind = "regular" if found < 1.0 else "irregular"
        raise NotYet(f"The gaps are too {kind}: CV {found:.2f}. Are they exponential?")
    rng = np.random.default_rng(3)
    short = sum(_train(function(rate, 100.0, rng)).size for _ in range(400))
    if short < 2000 - 5 * np.sqrt(2000):
        raise NotYet("Trains of 100 ms have too few spikes: draw more gaps, to reach the end.")
    return f"{spikes.size} spikes, CV {found:.2f}."


@exercise(
    "The trial-averaged rate",
    hints=[
        "np.histogram(times, bins=edges)[0] counts the spikes between the edges.",
        "Average over trials: all counts of a bin over the number of trials.",
        "A rate is a count over a time: divide by the width of a bin, then 1000 for Hz.",
    ],
)
def psth(function):
    trains = homogeneous_trials(40.0, 500.0, 20, 4).split()
    width, trials = 25.0, len(trains)
    counts = analysis.spike_counts(trains, 500.0, width).sum(axis=0).astype(float)
    given = array(function(trains, 500.0, width), "the PSTH", shape=(None,))
    if given.size == 19:
        raise NotYet("19 bins of 20: np.arange leaves its end out, and with it the last edge.")
    from_to = np.histogram(np.concatenate(trains), 20)[0]
    matches(
        given,
        1000.0 * counts / (trials * width),
        "the PSTH",
        mistakes=[
            (1000.0 * counts / width, "Too high by the number of trials: average over them."),
            (counts / (trials * width), "That is in spikes per ms; Hz are spikes per second."),
            (counts / trials, "That is a count per trial; a rate is a count over a time."),
            (counts, "Those are counts: average over trials, then divide by the time."),
            (1000.0 * counts / trials, "Divide by the width of a bin as well."),
            (1000.0 * counts / (trials * 500.0), "Divide by a bin's width, not by the duration."),
            (1000.0 * from_to / (trials * width), "Your bins do not run from 0 to duration."),
        ],
    )
    return "Averaged over time it is the average rate, whatever the width."


def _train(spikes):
    """The student's spike times as a 1-D array."""
    spikes = array(spikes, "the spike times")
    if spikes.ndim != 1:
        raise NotYet(f"The spike times have shape {spikes.shape}; a list of times is expected.")
    return spikes


def _count(found, expected, mistakes):
    """Pass if a count is within five standard deviations of what is expected."""
    for wrong, message in mistakes:
        if abs(found - wrong) <= 5.0 * np.sqrt(wrong):
            raise NotYet(message)
    if abs(found - expected) > 5.0 * np.sqrt(expected):
        few = "few" if found < expected else "many"
        raise NotYet(f"{found} spikes in 200 s are too {few} for 50 Hz.")
