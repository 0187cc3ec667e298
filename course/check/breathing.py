"""What the exercises of lesson 08 check."""

import functools

import numpy as np

from course.check._exercise import NotYet, array, exercise, matches, number
from course.models.respiration import PRESETS, Respiration, phases, simulate

p = Respiration()
B, C = np.array(p.b), np.array(p.c)


@exercise(
    "What a population receives through its synapses",
    hints=[
        "b[i, j] is to population i from population j: the sum over j is a matrix product.",
        "c[i, k] is to population i from drive k: the same again.",
        "pre-I is number 0 and early-I number 1: a_12 f[0] goes into one place.",
    ],
)
def synapses(function):
    a_12 = 0.4
    for f, drives in (
        (np.array([0.6, 0.8, 0.1, 0.2]), np.ones(3)),
        (np.array([0.2, 0.1, 0.5, 0.3]), np.array([0.0, 1.0, 0.5])),
    ):
        E, I = _pair(function(f, drives, a_12, B, C), "E and I")
        plain, own = C @ drives, np.array([0.0, a_12 * f[0], 0.0, 0.0])
        if np.shape(E) == np.shape(I) == (4,) and np.allclose(E, B @ f):
            raise NotYet("E and I are exchanged: return E first.")
        matches(
            I,
            B @ f,
            "I, the inhibition,",
            mistakes=[
                (f @ B, "The inhibition goes the wrong way: b[i, j] is to i from j."),
                (B.sum(axis=1), "The inhibition does not depend on the outputs f."),
            ],
        )
        matches(
            E,
            plain + own,
            "E, the excitation,",
            mistakes=[
                (plain, "One excitation is missing: pre-I excites early-I."),
                (plain + own.sum(), "Pre-I excites every population here; it should be one."),
                (plain + np.roll(own, 1), "Pre-I excites post-I here: Python counts from 0."),
                (plain + np.roll(own, -1), "Pre-I excites itself here: Python counts from 0."),
                (plain + a_12 * own / own.sum(), "The excitation must grow with pre-I's output."),
                (C.sum(axis=1) + own, "The drives don't count: what if one of them is 0?"),
            ],
        )
    return "Two matrix products: all the wiring of this brain stem."


@exercise(
    "The period of a rhythm",
    hints=[
        "inspiring = max(pre-I, early-I) > max(post-I, aug-E), for every record: a boolean array.",
        "An inspiration begins where inspiring[k + 1] is True and inspiring[k] is not.",
        "np.diff of the times of these beginnings gives the periods; take their mean.",
    ],
)
def period(function):
    for name in ("three-phase", "two-phase"):
        run = simulate(PRESETS[name], 10_000.0, drop=15_000.0)
        inspiring = np.maximum(run.f[0], run.f[1]) > np.maximum(run.f[2], run.f[3])
        change = np.flatnonzero(inspiring[1:] != inspiring[:-1])
        begin = run.t[np.flatnonzero(inspiring[1:] & ~inspiring[:-1])]
        T, step = phases(run).period, run.t[1] - run.t[0]
        t = 2.5 * (run.t - run.t[0])  # so that records and ms are not the same number
        matches(
            function(t, run.f),
            2.5 * T,
            f"the period of the {name} rhythm",
            rtol=3e-3,
            mistakes=[
                (T / step, "That is a number of records; take the times from t."),
                (2.5 * T / 1000, "That is in s; give it in ms."),
                (1 / (2.5 * T), "That is a rate; the period is one over it."),
                (
                    2.5 * np.diff(run.t[change]).mean(),
                    "Half a cycle: you count beginnings and ends of inspiration.",
                ),
                (
                    (t[-1] - t[0]) / begin.size,
                    "The pieces before the first and after the last beginning do not belong to it.",
                ),
            ],
        )
    return "The rhythm is regular: one cycle would have been enough, once the transient is over."


@exercise(
    "A loop with five mistakes",
    hints=[
        "Compare every number with the table, and every line with its equation.",
        "Euler: new = old + dt * slope. Which gate has no old value left?",
        "A population's adaptation current depends on its own voltage.",
        "Four mistakes change the result: two numbers, one gate, one voltage.",
    ],
    seconds=30.0,
)
def mended(gates, membrane):
    V, h, m, dt = np.array([-40.0, -31.0, -34.0, -45.0]), 0.3, np.array([0, 0.2, 0.1, 0.3]), 0.2
    new_h, new_m = _pair(gates(V.copy(), h, m.copy(), dt), "h and m")
    new_V = array(membrane(V.copy(), h, m.copy(), dt), "V", shape=(4,))
    verdict = _judge(gates, membrane)
    try:
        _gates_right(V, h, m, dt, new_h, new_m)
        _membrane_right(V, h, m, dt, new_V)
    except NotYet as problem:
        raise NotYet(f"{verdict} {problem}") from None
    return f"{verdict} Phase by phase, this is the one."


@exercise(
    "The persistent sodium that the pacemaker needs",
    hints=[
        "Halve the interval: with a rhythm at the middle, the answer is below it.",
        "phases(run).cycles is 0 where there is no rhythm.",
        "Near the answer the network settles slowly: drop 20 s.",
    ],
    wants="value",
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
    if found > 2.58:
        raise NotYet(f"At {found:.2f} nS it breathes, and with less it does too.")
    return "Here the rhythm is slowest: close to the threshold a cycle takes more than 3 s."


def _pair(found, what):
    """Two values, or words about what came instead."""
    if not isinstance(found, (tuple, list)) or len(found) != 2:
        raise NotYet(f"Return two values, {what}, in this order.")
    return found


def _gates_right(V, h, m, dt, new_h, new_m):
    h_inf, tau_h = 1 / (1 + np.exp((V[0] + 48) / 6)), p.tau_h_max / np.cosh((V[0] + 48) / 12)
    f, tau = _output(V), np.array([1.0, *p.tau_AD])
    right, swapped = np.array([0.0, *p.k_AD]), np.array([0.0, 0.9, 0.9, 1.3])
    matches(
        number(new_h, "h"),
        h + dt * (h_inf - h) / tau_h,
        "h after a step",
        mistakes=[
            (dt * h_inf / tau_h, "Clue: from one step to the next, h forgets what it was."),
            (dt * (h_inf - h) / tau_h, "Clue: that is the change of h, not the new h."),
        ],
    )
    matches(
        array(new_m, "m", shape=(4,)),
        m + dt * (right * f - m) / tau,
        "m after a step",
        rtol=1e-9,
        mistakes=[
            (
                m + dt * (swapped * f - m) / tau,
                "Clue: hold an output at 1. Does each m settle where the table says?",
            )
        ],
    )


def _membrane_right(V, h, m, dt, new_V):
    def stepped(g_NaP=p.g_NaP, of=V):
        f = _output(V)
        I = p.g_L * (V - p.E_L) + p.g_AD * m * (of - p.E_K)
        I += p.g_synE * (V - p.E_synE) * (C @ p.drives + np.array([0, p.a_12 * f[0], 0, 0]))
        I += p.g_synI * (V - p.E_synI) * (B @ f)
        m_NaP, m_K = 1 / (1 + np.exp(-(V[0] + 40) / 6)), 1 / (1 + np.exp(-(V[0] + 29) / 4))
        I[0] += g_NaP * m_NaP * h * (V[0] - p.E_Na) + p.g_K * m_K**4 * (V[0] - p.E_K)
        return V - dt * I / p.C

    sodium = "Clue: does any current in pre-I depend on h?"
    matches(
        new_V,
        stepped(),
        "V after a step",
        rtol=1e-9,
        mistakes=[
            (stepped(g_NaP=0.0), sodium),
            (stepped(g_NaP=0.0, of=V[1]), sodium),
            (stepped(of=V[1]), "Clue: move V of post-I alone. Does its adaptation current follow?"),
        ],
    )


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

    with np.errstate(all="ignore"):
        gates._watch.run(loop, (), {})
    if not np.isfinite(out).all():
        return "Your loop runs away to infinity."
    run = start._replace(t=np.arange(records) * dt * every, f=_output(out))
    found, published = _said(phases(run)), _said(phases(_standard()))
    return f"Your loop, in steps of {dt} ms: {found}. Published: {published}."


@functools.lru_cache(maxsize=1)
def _standard():
    return simulate(T=10_000.0, drop=20_000.0)


def _said(found):
    if not found.cycles:
        return "no rhythm"
    parts = (found.inspiration, found.post_inspiration, found.expiration)
    return f"period {found.period / 1000:.2f} s = " + " + ".join(f"{x / 1000:.2f}" for x in parts)


def _output(V):
    k = np.array([8.0, 4.0, 4.0, 4.0]).reshape(-1, *[1] * (np.ndim(V) - 1))
    return 1 / (1 + np.exp(-(V - p.V_half) / k))
