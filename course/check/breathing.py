"""What the exercises of lesson 08 check."""

import functools
import math

import numpy as np

from course.check._exercise import NotYet, array, exercise, number, parts, seen
from course.check._observe import judge
from course.check._watch import Raised
from course.models.respiration import PRESETS, Respiration, phases, simulate

p = Respiration()
B, C = np.array(p.b), np.array(p.c)


def _synapses(f, drives, a_12, b, c, *, at: int | slice = 1):
    E = c @ drives
    E[at] += a_12 * f[0]
    return E, b @ f


@exercise(
    "What a population receives through its synapses",
    hints=[
        "b[i, j] is to population i from population j: the sum over j is a matrix product.",
        "c[i, k] is to population i from drive k: the same again.",
        "pre-I is number 0 and early-I number 1: a_12 f[0] goes into one place.",
    ],
    right=_synapses,
    mistakes={
        "E and I are exchanged: return E first.": lambda *given: _synapses(*given)[::-1],
        "The inhibition goes the wrong way: b[i, j] is to i from j.": (
            lambda f, d, a_12, b, c: _synapses(f, d, a_12, b.T, c)
        ),
        "The inhibition does not depend on the outputs f.": (
            lambda f, d, a_12, b, c: (_synapses(f, d, a_12, b, c)[0], b.sum(axis=1))
        ),
        "b * f multiplies entry by entry; b @ f also sums over the senders.": (
            lambda f, d, a_12, b, c: (_synapses(f, d, a_12, b, c)[0], b * f)
        ),
        "The inhibition has a sign: I counts what is open, so it is not negative.": (
            lambda f, d, a_12, b, c: _synapses(f, d, a_12, -b, c)
        ),
        "One excitation is missing: pre-I excites early-I.": (
            lambda f, d, a_12, b, c: _synapses(f, d, 0.0, b, c)
        ),
        "Pre-I excites every population here; it should be one.": (
            lambda *given: _synapses(*given, at=slice(None))
        ),
        "Pre-I excites post-I here: Python counts from 0.": lambda *given: _synapses(*given, at=2),
        "Pre-I excites itself here: Python counts from 0.": lambda *given: _synapses(*given, at=0),
        "The excitation must grow with pre-I's output.": (
            lambda f, d, a_12, b, c: _synapses(f, d, a_12 / f[0], b, c)
        ),
        "The excitation grows with pre-I's output, f[0], not with that of early-I.": (
            lambda f, d, a_12, b, c: _synapses(f, d, a_12 * f[1] / f[0], b, c)
        ),
        "Pre-I's output is weighted by a_12.": (
            lambda f, d, a_12, b, c: _synapses(f, d, 1.0, b, c)
        ),
        "The excitation a_12 f[0] stands in place of the drives; add it to them.": (
            lambda f, d, a_12, b, c: (np.array([0.0, a_12 * f[0], 0.0, 0.0]), b @ f)
        ),
        "The drives don't count: what if one of them is 0?": (
            lambda f, d, *rest: _synapses(f, np.ones(3), *rest)
        ),
    },
    examples={"Return 2 values": lambda *given: _synapses(*given)[0]},
)
def synapses(function):
    for f, drives, a_12, scale in (
        (np.array([0.6, 0.8, 0.1, 0.2]), np.ones(3), 0.4, 1.0),
        (np.array([0.2, 0.1, 0.5, 0.3]), np.array([0.0, 1.0, 0.5]), 0.7, 1.5),
    ):
        E, I = parts(function(f, drives, a_12, scale * B, scale * C), "E", "I")
        yield seen(E, "the excitation E")
        yield seen(I, "the inhibition I")
    return "Two matrix products: all the wiring of this brain stem."


def _leads(f):
    return np.maximum(f[0], f[1]) > np.maximum(f[2], f[3])


def _begins(t, f, leads=_leads):
    inspiring = leads(f)
    return t[1:][inspiring[1:] & ~inspiring[:-1]]


def _ends(t, f):
    return _begins(t, f, lambda f: ~_leads(f))


def _period(t, f, *, leads=_leads):
    begins = _begins(t, f, leads)
    return (begins[-1] - begins[0]) / (begins.size - 1)


def _both(t, f):
    return np.diff(np.sort(np.append(_begins(t, f), _ends(t, f))))


@exercise(
    "The period of a rhythm",
    hints=[
        "inspiring = max(pre-I, early-I) > max(post-I, aug-E), for every record: a boolean array.",
        "An inspiration begins where inspiring[k + 1] is True and inspiring[k] is not.",
        "np.diff of the times of these beginnings gives the periods; take their mean.",
    ],
    right=_period,
    mistakes={
        "That is a number of records; take the times from t.": (
            lambda t, f: _period(np.arange(t.size), f)
        ),
        "That is in s; give it in ms.": lambda t, f: _period(t, f) / 1000,
        "That is a rate; the period is one over it.": [
            lambda t, f: 1 / _period(t, f),
            lambda t, f: 1000 / _period(t, f),
        ],
        "Half a cycle: you count beginnings and ends of inspiration.": (
            lambda t, f: _both(t, f).mean()
        ),
        "The pieces before the first and after the last beginning do not belong to it.": (
            lambda t, f: (t[-1] - t[0]) / _begins(t, f).size
        ),
        "Between n beginnings lie n - 1 periods.": (
            lambda t, f: np.ptp(_begins(t, f)) / _begins(t, f).size
        ),
        "The record begins inside an inspiration: when that began it does not say.": (
            lambda t, f: np.diff(np.append(t[:1][_leads(f)[:1]], _begins(t, f))).mean()
        ),
        "A period runs from one beginning of inspiration to the next; yours from end to end.": (
            lambda t, f: np.diff(_ends(t, f)).mean()
        ),
        "That is one period; the mean of all is wanted.": [
            lambda t, f: np.diff(_begins(t, f))[0],
            lambda t, f: np.diff(_begins(t, f))[-1],
        ],
        "That is the median of the periods; their mean is wanted.": (
            lambda t, f: np.median(np.diff(_begins(t, f)))
        ),
        "These are all periods; their mean is wanted.": lambda t, f: np.diff(_begins(t, f)),
        "These are the times of the beginnings; the mean of their differences is wanted.": _begins,
        "That is how long an inspiration lasts; the period runs to the next beginning.": (
            lambda t, f: np.mean(_ends(t, f)[1:] - _begins(t, f)[: _ends(t, f).size - 1])
        ),
        "Compare the louder of pre-I and early-I with the louder of post-I and aug-E.": [
            lambda t, f: _period(t, f, leads=lambda f: f[0] > f[2]),
            lambda t, f: _period(t, f, leads=lambda f: f[1] > f[2]),
            lambda t, f: _period(t, f, leads=lambda f: f[1] > np.maximum(f[2], f[3])),
            lambda t, f: _period(t, f, leads=lambda f: np.maximum(f[0], f[1]) > f[2]),
            lambda t, f: _period(t, f, leads=lambda f: f[0] + f[1] > f[2] + f[3]),
        ],
    },
)
def period(function):
    yield seen(function(*_irregular()), "the period of an irregular rhythm", rtol=3e-3)
    for name in ("three-phase", "two-phase"):
        run = _standard(name)
        t = 2.5 * (run.t - run.t[0])  # so that records and ms are not the same number
        yield seen(function(t, run.f.copy()), f"the period of the {name} rhythm", rtol=3e-3)
    return "The rhythm is regular: one cycle would have been enough, once the transient is over."


def _irregular():
    """(t, f): four beginnings of inspiration, and an inspiration that began before."""
    loud, early, pre = [0.1, 0.9, 0.4, 0.2], [0.1, 0.6, 0.5, 0.45], [0.8, 0.2, 0.3, 0.5]
    post, late, aug = [0.3, 0.1, 0.9, 0.2], [0.1, 0.5, 0.3, 0.6], [0.4, 0.2, 0.1, 0.8]
    record = [(loud, 130), (post, 314), (early, 66), (aug, 240), (pre, 152), (post, 90)]
    record += [(late, 112), (loud, 256), (aug, 350), (loud, 122), (late, 200)]
    f = np.repeat([f for f, _ in record], [ms // 2 for _, ms in record], axis=0).T
    return 2.0 * np.arange(f.shape[1]), f


@functools.cache
def _standard(name="three-phase"):
    return simulate(PRESETS[name], duration=10_000.0, drop=20_000.0)


def _gates(V, h, m, dt, *, k_AD=(0.0, 0.9, 1.3, 0.9), kept=1.0):
    h_inf = 1 / (1 + math.exp((V[0] + 48) / 6))
    tau_h = p.tau_h_max / math.cosh((V[0] + 48) / 12)
    slope = (np.array(k_AD) * _output(V) - m) / np.array([1.0, *p.tau_AD])
    return kept * h + dt * (h_inf - kept * h) / tau_h, m + dt * slope


def _membrane(V, h, m, dt, *, g_NaP=p.g_NaP, of: int | slice = slice(None), forward=1.0):
    f = _output(V)
    I = p.g_L * (V - p.E_L) + p.g_AD * m * (V[of] - p.E_K)
    I += p.g_synE * (V - p.E_synE) * (C @ p.drives + np.array([0, p.a_12 * f[0], 0, 0]))
    I += p.g_synI * (V - p.E_synI) * (B @ f)
    m_NaP, m_K = 1 / (1 + math.exp(-(V[0] + 40) / 6)), 1 / (1 + math.exp(-(V[0] + 29) / 4))
    I[0] += g_NaP * m_NaP * h * (V[0] - p.E_Na) + p.g_K * m_K**4 * (V[0] - p.E_K)
    return V - forward * dt * I / p.C


def _output(V):
    k = np.array([8.0, 4.0, 4.0, 4.0]).reshape(-1, *[1] * (np.ndim(V) - 1))
    return 1 / (1 + np.exp(-(V - p.V_half) / k))


def _swapped(V, h, m, dt):
    return _gates(V, h, m, dt, k_AD=(0.0, 0.9, 0.9, 1.3))


# What the verdict is followed by, and the two functions that it is said of.
CLUES = {
    "Clue: from one step to the next, h forgets what it was.": (
        lambda *x: _gates(*x, kept=0.0),
        _membrane,
    ),
    "Clue: that is the change of h, not the new h.": (
        lambda V, h, m, dt: (_gates(V, h, m, dt)[0] - h, _gates(V, h, m, dt)[1]),
        _membrane,
    ),
    "Clue: hold an output at 1. Does each m settle where the table says?": (_swapped, _membrane),
    "Clue: that is the change of m, not the new m.": (
        lambda V, h, m, dt: (_gates(V, h, m, dt)[0], _gates(V, h, m, dt)[1] - m),
        _membrane,
    ),
    "Clue: does any current in pre-I depend on h?": [
        (_gates, lambda *x: _membrane(*x, g_NaP=0.0)),
        (_gates, lambda *x: _membrane(*x, g_NaP=0.0, of=2)),
        (_gates, lambda *x: _membrane(*x, g_NaP=0.0, of=1)),
    ],
    "Clue: move V of one population alone. Does its own adaptation current follow?": [
        (_gates, lambda *x: _membrane(*x, of=1)),
        (_gates, lambda *x: _membrane(*x, of=2)),
    ],
    "Clue: a current that flows out lowers V. Is it subtracted?": (
        _gates,
        lambda *x: _membrane(*x, forward=-1.0),
    ),
    "Clue: that is the change of V, not the new V.": (
        _gates,
        lambda V, *x: _membrane(V, *x) - V,
    ),
}


@exercise(
    "A loop with five mistakes",
    hints=[
        "Compare every number with the table, and every line with its equation.",
        "Euler: new = old + dt * slope. Which gate has no old value left?",
        "A population's adaptation current depends on its own voltage.",
        "Four mistakes change the result: two numbers, one gate, one voltage.",
    ],
    right=(_gates, _membrane),
    examples=CLUES
    | {
        "runs away": (_gates, lambda *x: _membrane(*x, forward=-1.0)),
        "Return 2 values": (lambda *x: _gates(*x)[1], _membrane),
        "no rhythm": (_swapped, lambda *x: _membrane(*x, g_NaP=0.0)),
    },
    seconds=30.0,
)
def mended(gates, membrane):
    student = list(_one_step(gates, membrane))  # refused here if it can take no step
    verdict = _judge(gates, membrane)
    mutants = ((clue, _one_step(*work)) for clue, work in _clues())
    try:
        judge(iter(student), _one_step(_gates, _membrane), mutants)
    except NotYet as problem:
        raise NotYet(f"{verdict} {problem}") from None
    return f"{verdict} Phase by phase, this is the one."


def _clues():
    for clue, works in CLUES.items():
        for work in works if isinstance(works, list) else [works]:
            yield clue, work


def _one_step(gates, membrane):
    for h, dt, up in ((0.3, 0.4, 0.0), (0.6, 0.2, 5.0)):
        V = np.array([-40.0, -31.0, -34.0, -45.0]) + up
        m = np.array([0.0, 0.2, 0.1, 0.3]) * (1 + up)
        new_h, new_m = parts(gates(V.copy(), h, m.copy(), dt), "h", "m")
        new_V = membrane(V.copy(), h, m.copy(), dt)
        yield seen(number(new_h, "h"), "h after a step", rtol=1e-6)
        yield seen(array(new_m, "m", shape=(4,)), "m after a step", rtol=1e-6)
        yield seen(array(new_V, "V", shape=(4,)), "V after a step", rtol=1e-6)


def _judge(gates, membrane):
    """What the loop's rhythm is, beside the published one."""
    dt, every = 0.4, 10  # ms, steps; the period is right to 0.3 %
    skip, records = 1000, 1500  # 4 s to settle, 6 s
    start = _standard()
    out = np.empty((4, records))

    def loop():
        V, h, m = start.V[:, -1].copy(), float(start.h[-1]), start.m[:, -1].copy()
        for n in range(-skip, records):
            out[:, max(n, 0)] = V
            for _ in range(every):
                (h, m), V = gates.function(V, h, m, dt), membrane.function(V, h, m, dt)
                V, m = np.asarray(V, dtype=float), np.asarray(m, dtype=float)

    try:
        with np.errstate(all="ignore"):
            gates._watch.run(loop, (), {})
    except Raised as raised:
        if not isinstance(raised.error, OverflowError):
            raise
        out[:] = np.inf
    if not np.isfinite(out).all():
        return "Your loop runs away to infinity."
    run = start._replace(t=np.arange(records) * dt * every, f=_output(out))
    found, published = _said(phases(run)), _said(phases(_standard()))
    return f"Your loop, in steps of {dt} ms: {found}. Published: {published}."


def _said(found):
    if not found.cycles:
        return "no rhythm"
    parts = (found.inspiration, found.post_inspiration, found.expiration)
    return f"period {found.period / 1000:.2f} s = " + " + ".join(f"{x / 1000:.2f}" for x in parts)


@exercise(
    "The persistent sodium that the pacemaker needs",
    hints=[
        "Halve the interval: with a rhythm at the middle, the answer is below it.",
        "phases(run).cycles is 0 where there is no rhythm.",
        "Near the answer the network settles slowly: drop 20 s.",
    ],
    wants="value",
    right=2.53,
    examples={
        "Here only the raphe drives": 0.08,
        "it needs more": [2.0, 2.45],
        "with less it does too": [2.6, 3.0, 4.98],
        "The interval ends at 5 nS": [5.5, 8.0],
    },
)
def sodium(g_NaP):
    found = number(g_NaP, "g_NaP")
    if found <= 0.5:
        raise NotYet(
            "With more drives the rhythm needs little or none. Here only the raphe drives: "
            'PRESETS["one-phase"].'
        )
    if found < 2.48:
        raise NotYet(f"At {found:.2f} nS the pacemaker is silent: it needs more.")
    if found > 5.0:
        raise NotYet("The interval ends at 5 nS: the answer lies inside.")
    if found > 2.58:
        raise NotYet(f"At {found:.2f} nS it breathes, and with less it does too.")
    return "Here the rhythm is slowest: close to the threshold a cycle takes more than 3 s."
