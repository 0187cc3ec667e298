"""What the exercises of lesson 04 check."""

import math
from functools import partial

import numpy as np

from course import analysis
from course.check._cases import anew, vary
from course.check._exercise import NotYet, array, choice, drawn, exercise, number, seen
from course.material import grasshopper
from course.material.blind import ONSETS, blind
from course.models.izhikevich import PRESETS, simulate
from course.models.poisson import homogeneous_trials

PAUSE = 15.0  # ms, gaps longer than this part two bursts, as the lesson says
CLOSE = 1.0, 0.2  # mV, mV/ms: nearer than that in both, c and d are the preset's


def _step(v, u, I, dt, a, b, c, d, *, sign=-1.0, pull=1.0, late=False, peak=30.0, spike=None):
    """A step, or one with a mistake; `spike(v, u, c, d)` is what a spike leaves behind."""
    v_new = v + dt * (0.04 * v * v + 5.0 * v + 140.0 + sign * u + I)
    u_new = u + pull * dt * a * (b * (v_new if late else v) - u)
    if v_new < peak:
        return v_new, u_new
    return spike(v_new, u_new, c, d) if spike else (c, u_new + d)


def _unchanged(v, u, I, dt, a, b, c, d):
    """After a spike u does not take its step."""
    after = _step(v, u, I, dt, a, b, c, d)
    return (c, u + d) if after[0] == c else after


@exercise(
    "One step of the hybrid neuron",
    hints=[
        "Work out both slopes from the old v and u before you change either.",
        "A step of length dt changes v by dt times v', and u by dt times u'.",
        "After the step ask: is v at or above 30 mV? Then v becomes c, and u grows by d.",
    ],
    right=_step,
    mistakes={
        "The step is too large: is dt missing?": (lambda v, u, I, dt, *p: _step(v, u, I, 1.0, *p)),
        "Those are the changes of v and u. Add them to v and u.": (
            lambda v, u, *rest: np.subtract(_step(v, u, *rest), (v, u))
        ),
        "The step goes the wrong way: add the changes.": (
            lambda v, u, I, dt, *p: _step(v, u, I, -dt, *p)
        ),
        "u runs away from b v: u' is a (b v - u).": partial(_step, pull=-1.0),
        "u drives v the wrong way: look at its sign.": partial(_step, sign=1.0),
        "v does not feel u: where is it?": partial(_step, sign=0.0),
        "u moves too fast: is a missing?": (lambda v, u, I, dt, a, *p: _step(v, u, I, dt, 1.0, *p)),
        "u' uses the new v here; take both slopes from the old values.": partial(_step, late=True),
        "Is the input I missing?": lambda v, u, I, *rest: _step(v, u, 0.0, *rest),
        "a multiplies all of (b v - u).": (
            lambda v, u, I, dt, a, b, c, d: _step(v, u, I, dt, 1.0, a * b, c, d)
        ),
        "v passed 30 mV and stays: is the reset missing, or too early?": [
            partial(_step, peak=1e9),
            lambda v, u, *p: _step(v, u, *p, peak=1e9) if v < 30.0 else (p[-2], u + p[-1]),
        ],
        "v is reset, u is not: a spike adds d to u.": (
            partial(_step, spike=lambda v, u, c, d: (c, u))
        ),
        "u is lifted, v is not reset: a spike sets v to c.": (
            partial(_step, spike=lambda v, u, c, d: (v, u + d))
        ),
        "A spike adds d to u; it does not set u to d.": (
            partial(_step, spike=lambda v, u, c, d: (c, d))
        ),
        "u takes its step as well, before d is added.": _unchanged,
        "A spike lifts u by d; yours lowers it.": (
            partial(_step, spike=lambda v, u, c, d: (c, u - d))
        ),
        "After a spike v starts again at c, not at 30 mV.": (
            partial(_step, spike=lambda v, u, c, d: (30.0, u + d))
        ),
        "v spikes at or above 30 mV; yours resets at another voltage.": [
            partial(_step, peak=0.0),
            partial(_step, peak=31.0),
        ],
        "Every step resets: only one that ends at or above 30 mV may.": partial(_step, peak=-1e9),
        "Both are turned around: return v first, then u.": lambda *given: _step(*given)[::-1],
    },
    examples={"expected is (2,)": lambda *given: _step(*given)[0]},
)
def step(function):
    cases = [
        (-65.0, -13.0, 10.0, 0.5, 0.02, 0.2, -65.0, 8.0),
        (-50.0, -8.0, 4.0, 0.25, 0.02, 0.2, -65.0, 8.0),
        (-5.0, -7.0, 5.0, 0.2, 0.1, 0.25, -60.0, 4.0),
        (25.0, -7.0, 5.0, 0.5, 0.1, 0.26, -55.0, 2.0),
        (-5.0, -7.0, -5.0, 0.3, 0.1, 0.25, -60.0, 4.0),  # to 30.4 mV
    ]
    for v, u, I, dt, *parameters in [*vary(0.02, cases[:-1]), cases[-1]]:
        given = array(function(v, u, I, dt, *parameters), "what the step returns", shape=(2,))
        for name, value in zip("vu", given):
            yield seen(value, f"{name} after a step from v = {v:g} mV, u = {u:g} mV/ms")
    return "One square and a few products: that is all a spike costs here."


STABLE, UNSTABLE, SADDLE = "stable", "unstable", "saddle"


def _crossings(a, b, I, *, roots=(-1.0, 1.0), five=5.0, own=1.0, flip=1.0, kind=None):
    """[(v, kind), ...] of the fixed points, or with a mistake in roots, trace or determinant."""
    square = (five - b) ** 2 - 0.16 * (140.0 + I)
    if square < 0.0:
        return []
    found = []
    for sign in roots:
        v = (b - five + sign * square**0.5) / 0.08
        slope = 0.08 * v + 5.0
        trace, det = slope - own * a, flip * a * (b - slope)
        said = SADDLE if det < 0.0 else STABLE if trace < 0.0 else UNSTABLE
        found.append((v, kind(said) if kind else said))
    return found


def _renamed(**names):
    return lambda said: names.get(said, said)


@exercise(
    "Where both variables stand still, and what happens there",
    hints=[
        "u' = 0 gives u = b v. Then 0.04 v^2 + (5 - b) v + 140 + I = 0: two solutions, or none.",
        "The slopes of v' are 0.08 v + 5 along v and -1 along u; those of u' are a b and -a.",
        "trace = 0.08 v + 5 - a and det = a (b - 0.08 v - 5). A saddle has det < 0; else the "
        "trace decides.",
    ],
    right=_crossings,
    mistakes={
        "Only one crossing is there: a parabola and a line meet twice, or not at all.": [
            partial(_crossings, roots=(-1.0,)),
            partial(_crossings, roots=(1.0,)),
        ],
        "A trace above 0 makes no saddle by itself: that asks for a determinant below 0.": (
            partial(_crossings, kind=_renamed(unstable=SADDLE))
        ),
        "A crossing is stable where the trace is below 0, and only there: what about a saddle?": (
            partial(_crossings, kind=_renamed(saddle=STABLE))
        ),
        "A saddle is unstable in one direction only: det < 0 tells it apart.": (
            partial(_crossings, kind=_renamed(saddle=UNSTABLE))
        ),
        "The sign of det is turned around: with det < 0 it is a saddle.": (
            partial(_crossings, flip=-1.0)
        ),
        "Stable and unstable are exchanged: a trace below 0 brings states back.": (
            partial(_crossings, kind=_renamed(stable=UNSTABLE, unstable=STABLE))
        ),
        "The first crossing is called stable under every input; ask the trace.": (
            partial(_crossings, kind=_renamed(unstable=STABLE))
        ),
        "The trace has two terms: u leaks too, at the rate a.": partial(_crossings, own=0.0),
        "v: b v moves to the other side: look at its sign.": (
            lambda a, b, I: [(v, kind) for v, kind in _crossings(a, -b, I)]
        ),
        "v: the 140 is missing.": lambda a, b, I: _crossings(a, b, I - 140.0),
        "v: the formula divides by twice 0.04.": (
            lambda a, b, I: [(2.0 * v, kind) for v, kind in _crossings(a, b, I)]
        ),
    },
    examples={
        "no crossing is left": lambda a, b, I: _crossings(a, b, min(I, 3.9)),
        "not a number": lambda a, b, I: _crossings(a, b, I) or [(math.nan, STABLE)] * 2,
        "none of stable, unstable, saddle": lambda a, b, I: [
            (v, "node") for v, _ in _crossings(a, b, I)
        ],
        "pairs (v, kind)": lambda a, b, I: [v for v, _ in _crossings(a, b, I)],
    },
)
def fixed_points(function):
    far = vary(0.02, [(0.02, 0.2, 0.0), (0.1, 0.26, -4.0)])
    near = [(0.02, 0.2, 3.9), (0.02, 0.2, 3.77), (0.1, 0.2, 3.9)]
    for a, b, I in [*far, *near, (0.02, 0.2, 5.0)]:
        where = f"a = {a:g}, b = {b:g}, I = {I:g}"
        given = function(a, b, I)
        if given is None or isinstance(given, (str, float, int)):
            raise NotYet("Return a list of pairs (v, kind), which may be empty.")
        voltages, kinds = [], []
        for point in given:
            if not isinstance(point, (tuple, list, np.ndarray)) or len(point) != 2:
                raise NotYet("Return a list of pairs (v, kind), which may be empty.")
            v, kind = point
            if isinstance(v, (float, np.floating)) and np.isnan(v):
                raise NotYet(
                    f"v is not a number for {where}: the root of a negative number. There the "
                    "curves do not meet, so the list is empty."
                )
            kinds.append(choice(kind, (STABLE, UNSTABLE, SADDLE), "the kind"))
            voltages.append(number(v, "v"))
        if I == 5.0 and voltages:
            raise NotYet(f"For {where} no crossing is left: the list is empty.")
        order = np.argsort(voltages)
        yield seen(np.array(voltages)[order], f"v of the fixed points for {where}")
        yield seen(", ".join(kinds[k] for k in order), f"what they are for {where}")
    return "Two crossings, then none: and rest lets go a little before they meet."


@exercise(
    "A neuron that bursts and keeps bursting",
    hints=[
        "A burst goes on while the reset lands right of the parabola, where v' > 0.",
        "So c must be higher than -65. Each spike lifts u by d: what ends the burst?",
        "The larger d, the fewer spikes until u ends the burst.",
    ],
    wants="value",
    right=(-45.0, 4.0),
    examples={
        "the preset CH": [(-50.0, 2.0), (-50.0 + 1e-9, 2.0), (-50.4, 2.1)],
        "alone or in pairs": (-65.0, 8.0),
        "later ones have fewer": (-55.0, 4.0),
        "never pauses": (-50.0, 0.5),
        "too few to judge": (-65.0, 3e3),
        "above the peak": (35.0, 2.0),
        "is d negative": (-50.0, -50.0),
    },
)
def burster(c, d):
    c, d = number(c, "c"), number(d, "d")
    if c >= 30.0:
        raise NotYet(f"c is {c:g} mV: a reset above the peak at 30 mV never ends the spike.")
    if abs(c - PRESETS["CH"].c) < CLOSE[0] and abs(d - PRESETS["CH"].d) < CLOSE[1]:
        raise NotYet(
            "That is the preset CH, or nearly, and it bursts. Which other pair does? Move c by "
            f"{CLOSE[0]:g} mV or more, or d by {CLOSE[1]:g}."
        )
    try:
        spikes = simulate(PRESETS["RS"]._replace(c=c, d=d), 10.0, duration=1000.0).spikes
    except ValueError:
        raise NotYet("With these numbers the model runs away: is d negative, or huge?") from None
    bursts = [part.size for part in np.split(spikes, np.flatnonzero(np.diff(spikes) > PAUSE) + 1)]
    if len(bursts) < 3 and spikes.size > 10:
        raise NotYet("It never pauses: nothing ends the burst. Each spike must add more to u.")
    whole = bursts[:-1]  # the last may be cut off
    if len(whole) < 4:
        raise NotYet(f"{spikes.size} spikes in a second are too few to judge: lower d.")
    if max(bursts) < 3:
        raise NotYet(
            "Spikes come alone or in pairs: raise c, so that v starts further right, or lower d."
        )
    if min(whole[1:]) < 3:
        raise NotYet("It begins with a burst, but later ones have fewer than three spikes.")
    if whole[0] < 3:
        raise NotYet("The first burst has fewer than three spikes.")
    return f"{len(bursts)} bursts in a second, {whole[1]} spikes in each after the first."


def _bins(rate, dt, duration, rng, *, unit=1e-3, spike=np.less, times=1.0):
    drawn = rng.random(round(duration / dt))
    return np.flatnonzero(spike(drawn, rate * dt * unit)) * dt * times


@exercise(
    "A Poisson train bin by bin",
    hints=[
        "The rate is in spikes per second and dt in ms: 1000 ms make a second.",
        "Draw one uniform number a bin with rng.random(number of bins).",
        "A spike where the number is below the probability; its time is the bin's number times dt.",
    ],
    right=_bins,
    examples={
        "Every bin has a spike": partial(_bins, unit=1.0),
        "No bin has a spike": partial(_bins, unit=1e-9),
        "turn < over": partial(_bins, spike=np.greater),
        "does dt appear": lambda rate, dt, *rest: _bins(2 * rate, dt, *rest),
        "multiply by dt": lambda rate, dt, *rest: _bins(rate, dt, *rest) / dt,
        "in what unit": partial(_bins, times=1e-3),
        "too many for 50 Hz": partial(_bins, unit=1.2e-3),
        "too few for 50 Hz": partial(_bins, unit=0.8e-3),
        "the start of its bin": lambda rate, dt, *rest: _bins(rate, dt, *rest) + dt,
        "yes or no": lambda rate, dt, T, rng: rng.random(round(T / dt)) < 1e-3 * rate * dt,
        "a list of times is expected": lambda *given: [_bins(*given)],
        "whole multiples of dt": lambda *given: _bins(*given) + 0.1,
        "never asks the generator": lambda *given: _bins(*given[:3], np.random.default_rng(0)),
        "draws from np.random": lambda *given: _bins(*given[:3], np.random),
        "another source of chance": (
            lambda *given: given[3].random() * 0.0 + _bins(*given[:3], np.random.default_rng())
        ),
    },
)
def bins(function):
    rate = vary(0.05, 50.0)
    dt = 0.5
    duration = 200_000.0
    n = round(duration / dt)

    def neither_all_nor_none(spikes):
        spikes = _train(spikes)
        if spikes.size == n and set(np.unique(spikes)) == {0.0, 1.0}:
            raise NotYet("Each bin has its yes or no. Give the times of those with a spike.")
        if spikes.size in (0, n):
            every = "Every" if spikes.size else "No"
            raise NotYet(f"{every} bin has a spike: is the rate in Hz, and dt in ms?")

    spikes = _train(drawn(function, rate, dt, duration, look=neither_all_nor_none))
    last = spikes.max()
    if last > duration:
        raise NotYet("These look like numbers of bins: multiply by dt for times in ms.")
    if last < 0.9 * duration:
        raise NotYet(f"The last spike is at {last:.4g}, the end at 200000 ms: in what unit?")
    if np.abs(spikes / dt - np.round(spikes / dt)).max() > 1e-3:
        raise NotYet("Spikes belong on the bins: times are whole multiples of dt.")
    p = 1e-3 * rate * dt
    mistakes = [
        (n * (1.0 - p), "Spikes where there should be none: turn < over."),
        (1e-3 * rate * n, "Too many spikes: does dt appear in the probability?"),
    ]
    _count(spikes.size, n * p, mistakes)
    sure = _train(function(1000.0, 1.0, 5.0, np.random.default_rng(3)))
    if sure.size == 5 and np.allclose(sure, range(1, 6)):
        raise NotYet("You give the end of each bin: a spike's time is the start of its bin.")
    if sure.size != 5 or not np.allclose(sure, range(5), atol=1e-3):
        raise NotYet(
            "At 1000 Hz with dt = 1 ms the probability is 1: each of 5 bins has a spike, at its "
            "start. Are numbers typed in where rate, dt and duration are meant?"
        )
    spread = np.sqrt(n * p * (1.0 - p))
    return (
        f"{spikes.size} spikes in 200 s, where {n * p:.0f} are expected, give or take {spread:.0f}."
    )


def _gaps(rate, duration, rng, *, mean=None, factor=2.0, spare=100, cut=True, draw=None):
    mean = 1000.0 / rate if mean is None else mean
    draws = (draw or type(rng).exponential)(rng, mean, int(factor * duration / mean) + spare)
    spikes = np.cumsum(draws)
    return spikes[spikes < duration] if cut else spikes


@exercise(
    "A Poisson train by exact gaps",
    hints=[
        "The mean gap in ms is 1000 over the rate in Hz.",
        "rng.exponential(mean, size) draws gaps; np.cumsum turns gaps into times.",
        "Draw more gaps than you need, then keep the times below the duration.",
    ],
    right=_gaps,
    examples={
        "one over it": partial(_gaps, mean=50.0),
        "are the gaps in s": partial(_gaps, mean=0.02, factor=1e-3),
        "to reach the end": partial(_gaps, spare=0),
        "to be sure": [partial(_gaps, factor=1.0), partial(_gaps, factor=1.0, spare=0)],
        "after the end": partial(_gaps, cut=False),
        "draw more gaps": partial(_gaps, factor=0.5, spare=0),
        "too regular": partial(_gaps, draw=lambda rng, mean, n: rng.uniform(0, 2 * mean, n)),
        "too irregular": partial(
            _gaps, draw=lambda rng, mean, n: 0.5 * mean * rng.exponential(1.0, n) ** 2
        ),
        "Add them up": lambda rate, duration, rng: rng.exponential(20.0, 9000),
        "too few": lambda rate, duration, rng: [rng.random()],
        "never asks the generator": lambda *given: [1.0],
        "draws from np.random": partial(
            _gaps,
            draw=lambda rng, mean, n: np.random.exponential(mean, n),  # noqa: NPY002
        ),
        "another source of chance": partial(
            _gaps,
            draw=lambda rng, mean, n: (
                0.5 * (rng.exponential(mean, n) + np.random.default_rng().exponential(mean, n))
            ),
        ),
    },
)
def gaps(function):
    rate, duration = vary(0.05, 50.0), 200_000.0
    spikes = _train(drawn(function, rate, duration))
    if spikes.size < 3:
        raise NotYet(f"{spikes.size} spikes in 200 s are too few for {rate:.3g} Hz.")
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
    for _ in range(60):
        end = _train(function(rate, duration, rng)).max()
        if end < duration - 500.0:  # 25 mean gaps
            raise NotYet(f"A train of 200 s ends at {end:.0f} ms: draw more gaps, to be sure.")
    short = sum(_train(function(50.0, 10.0, rng)).size for _ in range(2000))
    if short < 1000 - 5 * np.sqrt(1000):
        raise NotYet("Trains of 10 ms have too few spikes: draw more gaps, to reach the end.")
    fast = _train(function(200.0, 20_000.0, rng)).size
    if abs(fast - 4000) > 5 * np.sqrt(4000):
        raise NotYet(f"{fast} spikes in 20 s, at 200 Hz: is a number typed in for the rate?")
    return f"{spikes.size} spikes, CV {found:.2f}."


def _psth(trials, duration, width, *, per_trial=True, per_time=True, unit=1000.0, end=0.5):
    edges = np.arange(0.0, duration + end * width, width)
    counts = np.histogram(np.concatenate(trials), edges)[0]
    counts = counts / len(trials) if per_trial else counts
    return unit * counts / (width if per_time else 1.0)


@exercise(
    "The trial-averaged rate",
    hints=[
        "np.histogram(times, bins=edges)[0] counts the spikes between the edges.",
        "Average over trials: all counts of a bin over the number of trials.",
        "A rate is a count over a time: divide by the width of a bin, then 1000 for Hz.",
    ],
    right=_psth,
    mistakes={
        "Too high by the number of trials: average over them.": partial(_psth, per_trial=False),
        "That is in spikes per ms; Hz are spikes per second.": partial(_psth, unit=1.0),
        "That is a count per trial; a rate is a count over a time.": (
            partial(_psth, unit=1.0, per_time=False)
        ),
        "Those are counts: average over trials, then divide by the time.": (
            partial(_psth, unit=1.0, per_time=False, per_trial=False)
        ),
        "Divide by the width of a bin as well.": partial(_psth, per_time=False),
        "Divide by a bin's width, not by the duration.": (
            lambda trials, T, width: _psth(trials, T, width) * width / T
        ),
        "Your bins do not run from 0 to duration.": (
            lambda trials, T, width: (
                np.histogram(np.concatenate(trials), round(T / width))[0]
                * (1000.0 / (len(trials) * width))
            )
        ),
        "One bin is missing: np.arange leaves its end out, and with it the last edge.": (
            partial(_psth, end=-0.5)
        ),
        "There is a bin after the end.": partial(_psth, end=1.5),
        "Only the first trial counts.": lambda trials, *rest: _psth(trials[:1], *rest),
    },
)
def psth(function):
    for rate, duration, trials, width in ((40.0, 500.0, 20, 25.0), (30.0, 300.0, 12, 10.0)):
        trains = homogeneous_trials(rate, duration=duration, n_trials=trials, rng=anew(4)).split()
        yield seen(function(trains, duration, width), "the PSTH")
    return "Averaged over time it is the average rate, whatever the width."


def _sta(spikes, level, lags, *, sign=-1.0, whole=np.floor, mean=True, edge="out", total=False):
    """The level above its mean at each lag before the spikes, or with a mistake."""
    found = []
    for lag in np.asarray(lags):
        k = whole(np.asarray(spikes) + sign * lag).astype(int)
        if edge == "out":
            k = k[(k >= 0) & (k < len(level))]
        elif edge == "wrap":
            k = k % len(level)
        else:
            k = np.clip(k, 0, len(level) - 1)
        here = np.sum(level[k]) if total else np.mean(level[k])
        found.append(here - (np.mean(level) if mean else 0.0))
    return np.array(found)


@exercise(
    "The average sound before a spike",
    hints=[
        "For one lag: the places in `level` are np.floor(spikes - lag), as whole numbers.",
        "Places below 0 or beyond the end are no sound that anyone heard: leave them out.",
        "The mean of level at those places, less the mean of all of level.",
    ],
    right=_sta,
    mistakes={
        "That is what follows a spike: a lag of 6 means 6 ms before it.": partial(_sta, sign=1.0),
        "The mean of the level is still in it: how far is it above?": [
            partial(_sta, mean=False),
            partial(_sta, mean=False, edge="wrap"),
            partial(_sta, mean=False, edge="wrap", whole=np.trunc),
        ],
        "A place below 0 counts from the end in Python, and one beyond it has no value: leave such "
        "spikes out.": partial(_sta, edge="wrap"),
        "Spikes near the ends are moved to the end; leave them out.": partial(_sta, edge="clip"),
        "level[k] holds from k to k + 1 ms: round down, not to the next.": (
            partial(_sta, whole=np.round)
        ),
        "That is the sum over spikes: take the mean.": partial(_sta, total=True),
        "The lag is not used: every one gives the same.": partial(_sta, sign=0.0),
        "It is turned around: the sound at the spikes less the mean, not the other way.": (
            lambda *given: -_sta(*given)
        ),
    },
)
def sta(function):
    rng = np.random.default_rng(anew(8))
    for bins, count, lags in ((400, 40, [0, 3, 6, 25]), (300, 25, [-4, 2, 9])):
        level = 58.0 + np.cumsum(rng.standard_normal(bins)) / 2.0
        whole = np.sort(rng.choice(np.arange(1, bins - 1), count, replace=False))
        spikes = whole + rng.choice([0.1, 0.4, 0.7, 0.9], count)
        spikes[:2], spikes[-2:] = [1.9, 4.7], [bins - 3.2, bins - 1.2]
        yield seen(
            function(spikes, level, np.array(lags)), f"the average at {len(lags)} lags", size=10.0
        )
    return "Now it runs on any sound, and in the figure below on a real one."


def _dead_time(gaps, *, needed=lambda mean, sd: mean - sd, short=np.less, unit=1.0):
    """The dead time that the gaps allow, the one that their CV needs, and the share below it."""
    gaps = np.asarray(gaps, dtype=float)
    dead = needed(gaps.mean(), gaps.std())
    return gaps.min(), dead, unit * np.mean(short(gaps, dead))


@exercise(
    "What a dead time can explain",
    hints=[
        "No gap is shorter than the dead time, so the shortest one says how long it may be.",
        "A dead time t leaves CV = (mean - t) / mean. Solve it for t, with the CV of the gaps.",
        "np.mean(gaps < needed) is the share of gaps that such a dead time forbids.",
    ],
    right=_dead_time,
    mistakes={
        "That is what the CV leaves of the mean; the dead time is the rest of it.": (
            partial(_dead_time, needed=lambda mean, sd: sd)
        ),
        "1 - CV is a part of the mean gap: multiply by it.": (
            partial(_dead_time, needed=lambda mean, sd: 1.0 - sd / mean)
        ),
        "CV is the SD over the mean, not the variance over the mean.": (
            partial(_dead_time, needed=lambda mean, sd: mean - sd**2 / mean)
        ),
        "CV is the SD over the mean; yours is turned over.": (
            partial(_dead_time, needed=lambda mean, sd: mean * (1.0 - mean / sd))
        ),
        "A share is from 0 to 1, and not in percent.": partial(_dead_time, unit=100.0),
        "That is the share of gaps that are longer: which ones does a dead time forbid?": (
            partial(_dead_time, short=np.greater)
        ),
        "The share is asked of the dead time that the CV needs.": (
            lambda gaps: (*_dead_time(gaps)[:2], 0.0)
        ),
        "The shortest and the needed one are exchanged.": (
            lambda gaps: (*_dead_time(gaps)[1::-1], _dead_time(gaps)[2])
        ),
        "The mean gap is no dead time: how long may it be, if no gap is shorter?": (
            lambda gaps: (np.mean(gaps), *_dead_time(gaps)[1:])
        ),
    },
    examples={"three numbers": lambda gaps: _dead_time(gaps)[:2]},
)
def dead_time(function):
    rng = np.random.default_rng(6)
    for shape, mean in vary(0.05, [(3.5, 11.0), (1.8, 40.0)]):
        gaps = rng.gamma(shape, mean / shape, 2000)
        given = array(function(gaps), "what your function returns")
        if given.shape != (3,):
            raise NotYet(
                f"What your function returns has shape {given.shape}; three numbers are wanted."
            )
        for value, what, rtol in zip(
            given,
            (
                "the dead time that the gaps allow",
                "the dead time that the CV needs",
                "the share of gaps below it",
            ),
            (1e-3, 0.005, 0.05),
        ):
            yield seen(value, what, rtol=rtol)
    return "Now ask it about the cell."


def _cell(level, *, tau=1.3, gain=0.075, offset=0.95, dead=3.5, delay=6.9, most=math.inf):
    """Spike times of a leaky neuron that hears the sound; V decays exactly in steps of 0.2 ms."""
    V = 0.0
    free = 0.0
    spikes = []
    keep = math.exp(-0.2 / tau)
    for k, loud in enumerate(np.repeat(level, 5).tolist()):
        if 0.2 * k < free:
            continue
        goal = offset + gain * (loud - 58.4)
        V = goal + keep * (V - goal)
        if V >= 1.0 and len(spikes) < most:
            V, free = 0.0, 0.2 * (k + 1) + dead
            spikes.append(0.2 * (k + 1) + delay)
    return np.array(spikes)


def _known(level):
    """The cell's own spikes, looked up by the sound; for any other sound a clock."""
    cell = grasshopper.recording()
    for first in (0, grasshopper.TUNING):
        if np.array_equal(level, cell.level[first : first + level.size]):
            return cell.spikes[cell.spikes >= first] - first
    return np.arange(0.0, level.size, 11.0)


GOAL = 0.5  # coincidence factor, as the lesson says
WITHIN = 2.0  # ms


@exercise(
    "A neuron that predicts a real cell",
    hints=[
        "Compare counts first: `offset` decides how often it spikes. Then move `delay`: the figure "
        "shows how far the purple strokes are from the black ones.",
        "The slower a membrane forgets, the stronger its drive must be to follow a sound that "
        "wobbles 200 times a second: change tau, gain and offset together.",
        "Write a loop over a few values of one number, print the coincidence factor on the first "
        "6 s for each, keep the best, and go on with the next number.",
    ],
    right=_cell,
    seconds=30.0,
    same="The cell was recorded once, and what it heard is what the neuron must hear.",
    examples={
        "times are wanted in ms": lambda level: _cell(level) / 1000.0,
        "numbers of steps": lambda level: _cell(level) / 0.2,
        "have shape": lambda level: _cell(level)[:, None],
        "It never spikes": partial(_cell, offset=-5.0),
        "chance would meet every spike": lambda level: np.arange(0.0, level.size, 0.2),
        "for another sound": lambda level: np.arange(0.0, level.size, 11.0),
        "the cell's own spikes": _known,
        "too late": partial(_cell, delay=10.0),
        "too early": partial(_cell, delay=3.5),
        "too seldom": [partial(_cell, offset=0.6), partial(_cell, most=100)],
        "too often": partial(_cell, offset=1.6, dead=4.0, gain=0.02),
        "is it the sound that decides": [
            partial(_cell, tau=10.0, gain=0.1, offset=1.7, dead=3.0, delay=5.5),
            partial(_cell, offset=1.05, gain=0.01),
        ],
    },
)
def cell(neuron):
    """What it achieves on the seconds that it was not tuned on; why not is told by the others."""
    spikes, level = grasshopper.recording()
    end = level.size - grasshopper.TUNING
    later = spikes[spikes >= grasshopper.TUNING] - grasshopper.TUNING
    heard = level[grasshopper.TUNING :]
    given = _train(neuron(heard.copy()))
    if not given.size:
        raise NotYet("It never spikes: what it hears never reaches the threshold.")
    if not 0.05 * end < given.max() < 1.5 * end:
        raise NotYet(
            f"The last spike is at {given.max():.4g}, and the sound ends at {end} ms: times are "
            "wanted in ms. Are these seconds, or numbers of steps?"
        )
    gamma = analysis.coincidence_factor(later, given, end, WITHIN)
    if np.isnan(gamma):
        raise NotYet(
            f"It makes {given.size} spikes in 4 s, so many that chance would meet every spike of "
            "the cell. Does a spike reset V, and does the dead time hold?"
        )
    other = _train(neuron(heard[::-1].copy()))
    if other.size == given.size and np.allclose(other, given):
        raise NotYet("It spikes at the same times for another sound: they must follow from level.")
    if gamma > 0.95:
        raise NotYet(
            "Those are the cell's own spikes. Your neuron hears only the sound, and no cell says "
            "all of its spikes twice."
        )
    if gamma < GOAL:
        first = _train(neuron(level[: grasshopper.TUNING].copy()))
        raise NotYet(
            f"Γ is {gamma:z.2f} in the last 4 s, and {GOAL} is wanted. "
            + _better(spikes[spikes < grasshopper.TUNING], first)
        )
    return (
        f"Γ is {gamma:z.2f} in the 4 s that it had not heard: {given.size} spikes, where the cell "
        f"makes {later.size}."
    )


def _better(spikes, own):
    """What would help a neuron that predicts badly, by the part that it may be tuned on."""

    def gamma(moved):
        return analysis.coincidence_factor(spikes, own + moved, grasshopper.TUNING, WITHIN)

    here = gamma(0.0)
    steps = np.arange(-8.0, 8.5, 0.5)
    moved = steps[np.nanargmax([gamma(step) for step in steps])]
    said = f"In the first 6 s it is {here:z.2f}"
    if gamma(moved) > here + 0.1:
        side = "late" if moved < 0 else "early"
        return f"{said}, and its spikes come about {abs(moved):.0f} ms too {side}: is it the delay?"
    if not 0.7 < own.size / spikes.size < 1.4:
        often = "often" if own.size > spikes.size else "seldom"
        return f"{said}, and it spikes too {often}: {own.size} times, the cell {spikes.size} times."
    return (
        f"{said}. Its rate and its delay will do: is it the sound that decides when it spikes, or "
        "what the membrane still remembers? Change tau and gain together with the offset."
    )


def _late_rate(neuron, I, duration, skip):
    spikes = neuron.inject(I, duration=duration).spikes
    late = spikes[spikes > skip]
    return 1000.0 * (late.size - 1) / (late[-1] - late[0]) if late.size > 2 else 0.0


def _class(neuron, *, duration=3000.0, skip=500.0, fine=1e-3, slow=0.5, above=1.05):
    """Find the onset by halving; class 1 is far slower there than a little above it."""
    silent, firing = 0.0, 2.0
    while firing - silent > fine:
        middle = 0.5 * (silent + firing)
        if _late_rate(neuron, middle, duration, skip) > 0.0:
            firing = middle
        else:
            silent = middle
    rates = [_late_rate(neuron, I, duration, skip) for I in (firing, above * firing)]
    return 1 if rates[0] < slow * rates[1] else 2


@exercise(
    "The class of a neuron without a name",
    hints=[
        "Find the onset first: halve between a current that is silent and one that fires on.",
        "A slow neuron makes its second spike late, so let each run last for seconds. Leave its "
        "beginning out, since one spike at the step is no firing.",
        "Compare the rate just above the onset with that 5 % above it. A root is steep at first.",
    ],
    right=_class,
    seconds=30.0,
    examples={
        "1 or 2 is wanted": [lambda neuron: 0, lambda neuron: 1.5],
        "one number is expected": lambda neuron: [1, 2],
        "You call neuron X of pair 1": lambda neuron: 3 - blind(1)[0]._kind,
        "You call neuron Y of pair 1": lambda neuron: blind(1)[0]._kind,
        "Just above its onset": [
            lambda neuron: 1 if neuron.inject(1.6).spikes.size < 15 else 2,
            partial(_class, duration=300.0, skip=0.0),
        ],
    },
)
def neuron_class(function):
    for seed in (1, 2):
        for neuron in blind(anew(seed)):
            given = number(function(neuron), f"the class of {neuron} of pair {seed}")
            if given not in (1.0, 2.0):
                raise NotYet("1 or 2 is wanted, the class of the neuron.")
            if given != neuron._kind:
                onset = ONSETS[neuron._kind] / neuron._unit
                near, far = (_late_rate(neuron, x * onset, 6000.0, 2000.0) for x in (1.001, 1.05))
                raise NotYet(
                    f"You call {neuron} of pair {seed} class {given:.0f}. Just above its onset it "
                    f"fires at {near:.1f} Hz, and 5 % above it at {far:.1f} Hz."
                )
    return "Near the onset the class shows; far above it both fire alike."


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


def _shared(c, n, rng, *, common=np.sqrt, own=lambda c: np.sqrt(1.0 - c), sign=1.0, mean=0.0):
    """Two noises that share a part c of their variance, or with a mistake."""
    all_hear, one, other = rng.standard_normal((3, n)) + mean
    return common(c) * all_hear + own(c) * one, sign * common(c) * all_hear + own(c) * other


def _uniform(c, n, rng):
    all_hear, one, other = rng.uniform(-np.sqrt(3.0), np.sqrt(3.0), (3, n))
    return np.sqrt(c) * all_hear + np.sqrt(1.0 - c) * np.array([one, other])


def _of_signs(c, n, rng):
    all_hear, one, other = rng.choice([-1.0, 1.0], (3, n))
    return np.sqrt(c) * all_hear + np.sqrt(1.0 - c) * np.array([one, other])


@exercise(
    "Two noises that share a part",
    hints=[
        "Three rows of rng.standard_normal are enough: one that both hear, and one of each.",
        "Variances of independent noises add up, so the parts of the variance must be c and 1 - c.",
        "np.sqrt(c) times the common one, plus np.sqrt(1 - c) times its own.",
    ],
    right=_shared,
    examples={
        "have the variance": [
            partial(_shared, common=lambda c: c, own=lambda c: 1.0 - c),
            partial(_shared, own=lambda c: 1.0),
        ],
        "share too much": lambda c, n, rng: _shared(np.sqrt(c), n, rng),
        "share too little": lambda c, n, rng: _shared(c**2, n, rng),
        "go against each other": partial(_shared, sign=-1.0),
        "c is what they share": lambda c, n, rng: _shared(1.0 - c, n, rng),
        "is not 0": partial(_shared, mean=0.2),
        "are not normal": [_uniform, _of_signs],
        "two noises of n numbers": lambda c, n, rng: _shared(c, n, rng)[0],
        "does not forget": lambda c, n, rng: np.sort(_shared(c, n, rng), axis=1),
        "never asks the generator": lambda c, n, rng: _shared(c, n, np.random.default_rng(0)),
        "draws from np.random": lambda c, n, rng: _shared(c, n, np.random),
    },
)
def shared(function):
    n = 40_000
    near = 6.0 / np.sqrt(n)  # six standard errors
    for c in vary(0.03, (0.3, 0.8)):
        given = array(drawn(function, c, n), "what your function returns")
        if given.shape != (2, n):
            raise NotYet(
                f"What your function returns has shape {given.shape}; return two noises of n "
                f"numbers each, {n} here."
            )
        _two_noises(given, c, near)
    few = array(function(0.5, 7, np.random.default_rng(1)), "two noises of 7 numbers")
    if few.shape != (2, 7):
        raise NotYet(
            f"For n = 7 your noises have shape {few.shape}: return two noises of n numbers."
        )
    return f"At the end they had a correlation of {np.corrcoef(given)[0, 1]:.2f}, for c = {c:.2g}."


def _two_noises(given, c, near):
    variances = given.var(axis=1)
    if np.abs(variances - 1.0).max() > np.sqrt(2.0) * near:
        raise NotYet(
            f"Your noises have the variance {variances[0]:.2f} and {variances[1]:.2f}; each must "
            "keep 1. Variances add up, and a factor enters them squared."
        )
    if np.abs(given.mean(axis=1)).max() > near:
        raise NotYet("The mean of a noise is not 0.")
    fourth = np.mean(given**4, axis=1) / variances**2
    if np.abs(fourth - 3.0).max() > np.sqrt(24.0) * near:
        raise NotYet("Your noises are not normal: rng.standard_normal draws normal numbers.")
    if max(abs(np.corrcoef(noise[1:], noise[:-1])[0, 1]) for noise in given) > near:
        raise NotYet("One number tells the next: this noise does not forget. Draw each anew.")
    found = np.corrcoef(given)[0, 1]
    if abs(found + c) < near:
        raise NotYet(
            "Your noises go against each other: the common part has the same sign in both."
        )
    if abs(found - (1.0 - c)) < near:
        raise NotYet("Your noises share 1 - c of their variance; c is what they share.")
    if abs(found - c) > near:
        much = "much" if found > c else "little"
        raise NotYet(
            f"Your noises share too {much}: their correlation is {found:.2f} for c = {c:.2g}. What "
            "is shared of the variance is the square of the factor."
        )


def _entropy(counts, *, log=np.log2, sign=-1.0, empty="out", of=None):
    counts = np.asarray(counts, dtype=float)
    p = counts / counts.sum() if of is None else of(counts)
    with np.errstate(all="ignore"):
        parts = sign * p * log(p)
    return np.sum(parts[p > 0]) if empty == "out" else np.sum(parts)


@exercise(
    "The entropy of a histogram",
    hints=[
        "The chance of a bin is its count over the sum of all counts.",
        "p log2 p tends to 0 where p does, so bins without a count are left out.",
        "With p = counts[counts > 0] / counts.sum() it is -np.sum(p * np.log2(p)).",
    ],
    right=_entropy,
    mistakes={
        "The sign: a chance is below 1, so its logarithm is below 0.": partial(_entropy, sign=1.0),
        "That is in units of log e; bits take the logarithm to the base 2.": partial(
            _entropy, log=np.log
        ),
        "np.log10 counts in tens; bits take the logarithm to the base 2.": partial(
            _entropy, log=np.log10
        ),
        "A bin without a count gives 0 times minus infinity, which is no number: leave it out.": (
            partial(_entropy, empty="in")
        ),
        "Those are counts: divide by their sum for chances.": partial(_entropy, of=lambda c: c),
        "The chance is the count over the sum of all, not over the number of bins.": partial(
            _entropy, of=lambda c: c / len(c)
        ),
        "The mean of log2 p weighs all bins alike: each counts with its chance p.": (
            lambda counts: -np.mean(np.log2(counts[counts > 0] / counts.sum()))
        ),
        "The sum of log2 p weighs all bins alike: each counts with its chance p.": (
            lambda counts: -np.sum(np.log2(counts[counts > 0] / counts.sum()))
        ),
        "That is the number of bits for bins that are all alike: the chances matter.": (
            lambda counts: np.log2(np.count_nonzero(counts))
        ),
    },
)
def entropy(function):
    rng = np.random.default_rng(anew(5))
    for bins in (6, 25):
        counts = rng.integers(1, 90, bins)
        counts[[1, -2]] = 0
        yield seen(function(counts), f"the entropy of {bins} bins")
    return "It is largest where all bins are alike, and 0 where one bin has everything."
