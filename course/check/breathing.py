"""What the exercises of lesson 08 check."""

import functools
import math

import numpy as np

from course.check._cases import vary
from course.check._exercise import NotYet, array, exercise, number, parts, seen
from course.check._observe import judge
from course.models.respiration import PRESETS, Respiration, phases, rates, simulate
from course.models.respiration import rest as rest_state

p = Respiration()
B, C = np.array(p.b), np.array(p.c)


def _open(m, f, drives, p, *, to: int | slice = 1, adapting=1.0, by="f"):
    """Conductances of leak, adaptation, excitation and inhibition, (4, 4) nS."""
    excited = np.array(p.c) @ drives
    excited[to] += p.a_12 * f[0]
    inhibited = np.array(p.b).T @ f if by == "f backwards" else np.array(p.b) @ f
    leak = np.full(4, p.g_L)
    return np.array([leak, adapting * p.g_AD * m, p.g_synE * excited, p.g_synI * inhibited])


def _mean(g, p, E_rev=None):
    E_rev = E_rev or (p.E_L, p.E_K, p.E_synE, p.E_synI)
    return (E_rev @ g / g.sum(axis=0))[1:]


def _rest(m, f, drives, p, **wrong):
    return _mean(_open(m, f, drives, p, **wrong), p)


def _weighted(change):
    """The rest if the conductances g were `change(g, p)`."""
    return lambda m, f, drives, p: _mean(change(_open(m, f, drives, p), p), p)


def _at(reversals):
    """The rest with other reversal potentials."""
    return lambda *given: _mean(_open(*given), given[-1], reversals(given[-1]))


def _without(row):
    return _weighted(lambda g, p: np.where(np.arange(4)[:, None] == row, 0.0, g))


@exercise(
    "Where a population would come to rest",
    hints=[
        "At rest the currents sum to 0: solve sum of g (V - E) = 0 for V. It is a mean of the E.",
        "Four conductances: g_L, g_AD m, g_synE times (c @ drives, and a_12 f[0] into early-I), "
        "g_synI times (b @ f).",
        "Divide g_L E_L + g_AD m E_K + ... by g_L + g_AD m + ..., then leave out pre-I: [1:].",
    ],
    right=_rest,
    mistakes={
        "The inhibition goes the wrong way: b[i, j] is to i from j.": (
            lambda *given: _rest(*given, by="f backwards")
        ),
        "That is a sum of conductances times potentials: divide it by the sum of conductances.": (
            lambda m, f, d, p: (np.array([p.E_L, p.E_K, p.E_synE, p.E_synI]) @ _open(m, f, d, p))[
                1:
            ]
        ),
        "c, a_12 and b are shares: g_synE and g_synI make them conductances.": (
            _weighted(lambda g, p: g / [[1.0], [1.0], [p.g_synE], [p.g_synI]])
        ),
        "Adaptation is missing: g_AD m pulls toward E_K.": _without(1),
        "The leak is missing: g_L pulls toward E_L.": _without(0),
        "The inhibition is missing: g_synI b @ f pulls toward E_synI.": _without(3),
        "The excitation is missing: the drives and pre-I pull toward E_synE.": _without(2),
        "One excitation is missing: pre-I excites early-I.": (
            lambda m, f, d, p: _rest(m, f, d, p._replace(a_12=0.0))
        ),
        "Pre-I excites every population here; it should be one.": (
            lambda *given: _rest(*given, to=slice(None))
        ),
        "Pre-I excites post-I here: Python counts from 0.": lambda *given: _rest(*given, to=2),
        "The excitation grows with pre-I's output: a_12 f[0].": (
            lambda m, f, d, p: _rest(m, f, d, p._replace(a_12=p.a_12 / f[0]))
        ),
        "The drives don't count: what if one of them is 0?": (
            lambda m, f, d, p: _rest(m, f, np.ones(3), p)
        ),
        "Adaptation pulls toward E_K, not toward E_L.": (
            _at(lambda p: (p.E_L, p.E_L, p.E_synE, p.E_synI))
        ),
        "Excitation and inhibition are exchanged: which of the two pulls toward 0 mV?": (
            _at(lambda p: (p.E_L, p.E_K, p.E_synI, p.E_synE))
        ),
        "Return the populations 1 to 3, without pre-I, whose sodium has no fixed conductance.": (
            lambda m, f, d, p: (
                np.array([p.E_L, p.E_K, p.E_synE, p.E_synI])
                @ (g := _open(m, f, d, p))
                / g.sum(axis=0)
            )
        ),
    },
)
def rest(function):
    one = Respiration(drives=(1.0, 1.0, 0.5))
    other = Respiration(g_L=3.4, g_AD=8.0, g_synE=12.0, g_synI=50.0, a_12=0.7, E_L=-64.0, b=_B_UP)
    cases = [
        ((0.2, 0.1, 0.3), (0.6, 0.8, 0.1, 0.2), (1.0, 1.0, 1.0), one),
        ((0.4, 0.3, 0.05), (0.2, 0.1, 0.5, 0.3), (0.0, 1.0, 0.5), other),
    ]
    for m, f, drives, model in vary(0.05, cases):
        given = np.array([0.0, *m]), np.array(f), np.array(drives), model
        yield seen(function(*given), "where early-I, post-I and aug-E would rest, in mV")
    return "Voltages are there within milliseconds; what moves afterwards are m, h and f."


_B_UP = ((0, 0, 0.2, 0.4), (0, 0, 0.1, 0.5), (0, 0.2, 0, 0.3), (0, 0.4, 0.15, 0))


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
        "Those are steps between all moments of inspiration; take its beginnings alone.": (
            lambda t, f: np.diff(t[_leads(f)]).mean()
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
        t = vary(0.05, 2.5) * (run.t - run.t[0])  # so that records and ms are not the same number
        yield seen(function(t, run.f.copy()), f"the period of the {name} rhythm", rtol=3e-3)
    return "The rhythm is regular: one cycle would have been enough, once the transient is over."


def _irregular():
    """(t, f): four beginnings of inspiration, and an inspiration that began before."""
    loud = [0.1, 0.9, 0.4, 0.2]
    early = [0.1, 0.6, 0.5, 0.45]
    pre = [0.8, 0.2, 0.3, 0.5]
    post = [0.3, 0.1, 0.9, 0.2]
    late = [0.1, 0.5, 0.3, 0.6]
    aug = [0.4, 0.2, 0.1, 0.8]
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


def _forgotten(*x):
    """Both mistakes of the program's gates."""
    return _gates(*x, kept=0.0)[0], _swapped(*x)[1]


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
    verdict = _judge(gates, membrane, student)
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
    """h, m and V after a step from each of four states."""
    states = [(0.3, 0.4, 0.0), (0.6, 0.2, 5.0), (0.2, 0.3, -6.0), (0.5, 0.5, 9.0)]
    for h, dt, up in vary(0.05, states):
        V = np.array([-40.0, -31.0, -34.0, -45.0]) + up
        m = np.array([0.0, 0.2, 0.1, 0.3]) * (1 + abs(up))
        new_h, new_m = parts(gates(V.copy(), h, m.copy(), dt), "h", "m")
        new_V = membrane(V.copy(), h, m.copy(), dt)
        yield seen(number(new_h, "h"), "h after a step", rtol=1e-6)
        yield seen(array(new_m, "m", shape=(4,)), "m after a step", rtol=1e-6)
        yield seen(array(new_V, "V", shape=(4,)), "V after a step", rtol=1e-6)


def _judge(gates, membrane, steps):
    """What the loop's rhythm is, beside the published one.

    A rhythm takes 50,000 calls, and a call of work that is graded takes milliseconds. So a
    function that steps like one of ours is run as ours, which gives the same rhythm.
    """
    known = _like(steps, 0), _like(steps, 1)
    if None in known:
        pair = known[0] or gates.function, known[1] or membrane.function
        out = gates._watch.run(_loop.__wrapped__, pair, {})
    else:
        out = _loop(*known)
    if not np.isfinite(out).all():
        return "Your loop runs away to infinity."
    run = _standard()._replace(t=np.arange(RECORDS) * STEP * EVERY, f=_output(out))
    found, published = _said(phases(run)), _said(phases(_standard()))
    return f"Your loop, in steps of {STEP} ms: {found}. Published: {published}."


def _like(steps, which):
    """Of our gates (0) or membranes (1) the one that takes the same steps, or None."""
    works = [(_gates, _membrane), (_forgotten, _membrane), *(work for _, work in _clues())]
    for ours in dict.fromkeys(work[which] for work in works):
        theirs = _one_step(*(ours, _membrane) if which == 0 else (_gates, ours))
        pairs = [pair for k, pair in enumerate(zip(steps, theirs)) if (k % 3 == 2) == which]
        if all(np.allclose(mine.value, its.value, rtol=1e-6, atol=1e-9) for mine, its in pairs):
            return ours
    return None


STEP, EVERY = 0.4, 10  # ms, steps to a record; the period is right to 0.3 %
SKIP, RECORDS = 1000, 1500  # 4 s to settle, 6 s


@functools.cache
def _loop(gates, membrane):
    """V of a loop of the two functions, (4, records)."""
    start = _standard()
    out = np.empty((4, RECORDS))
    V = start.V[:, -1].copy()
    h = float(start.h[-1])
    m = start.m[:, -1].copy()
    try:
        with np.errstate(all="ignore"):
            for n in range(-SKIP, RECORDS):
                out[:, max(n, 0)] = V
                for _ in range(EVERY):
                    (h, m), V = gates(V, h, m, STEP), membrane(V, h, m, STEP)
                    V, m = np.asarray(V, dtype=float), np.asarray(m, dtype=float)
    except OverflowError:
        out[:] = np.inf
    return out


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


def _stability(slopes, x, *, step=1e-5, behind=1.0, pick=np.max, of=np.real, unit=1000.0):
    """Largest real part of the Jacobian's eigenvalues, 1/s; the keywords are for mistakes."""
    x = np.asarray(x, dtype=float)
    columns = []
    for e in np.eye(x.size):
        above, below = slopes(x + step * e), slopes(x - behind * step * e)
        columns.append((above - below) / ((1 + behind) * step))
    return unit * pick(of(np.linalg.eigvals(np.array(columns).T)))


def _fields():
    """(slopes, x): a spiral that grows slowly, a stable node, the network near its rest."""
    spiral = vary(0.05, np.array([[0.002, -0.3, 0.1], [0.3, 0.002, 0.0], [0.0, 0.0, -1.5]]))
    node = vary(0.05, np.array([[-0.02, 0.5], [0.0, -0.7]]))
    # The square makes one difference wrong, and the two around x right.
    yield lambda x: spiral @ (x - 2.0) + 400.0 * (x - 2.0) ** 2, np.full(3, 2.0)
    yield lambda x: node @ (x + 1.0) - 900.0 * (x + 1.0) ** 2, np.full(2, -1.0)
    model = Respiration(g_NaP=0.5)
    yield lambda x: rates(x, model), rest_state(model)


@exercise(
    "Whether a state rests",
    hints=[
        "Column k of the Jacobian: how the slopes change when x[k] alone changes a little.",
        "(slopes(x + d) - slopes(x - d)) / (2 * step), where d is step in place k and else 0.",
        "np.linalg.eigvals gives the eigenvalues; take the largest real part, times 1000.",
    ],
    right=_stability,
    mistakes={
        "That is in 1/ms; give it in 1/s.": lambda *p: _stability(*p, unit=1.0),
        "One difference, from x to x + d, leans to one side: take x + d and x - d.": [
            lambda *p: _stability(*p, behind=0.0),
            lambda *p: _stability(*p, behind=0.0, step=1e-4),
            lambda *p: _stability(*p, behind=0.0, step=1e-3),
        ],
        "That is the fastest decay; what grows decides: the largest real part.": (
            lambda *p: _stability(*p, pick=np.min)
        ),
        "That is how fast it turns; the real part tells whether it grows.": (
            lambda *p: _stability(*p, of=np.imag)
        ),
        "That is the largest in size; take the largest real part, with its sign.": (
            lambda *p: _stability(*p, of=np.abs)
        ),
        "Half of the truth, or twice: x + d and x - d are two steps apart.": [
            lambda *p: _stability(*p) * 2,
            lambda *p: _stability(*p) / 2,
        ],
        "That is the trace, the sum of all eigenvalues; the largest decides.": (
            lambda *p: _stability(*p, pick=np.sum)
        ),
    },
)
def stability(function):
    for k, (slopes, x) in enumerate(_fields(), 1):
        found = number(function(slopes, x.copy()), "the growth")
        yield seen(found, f"the growth near state {k}, in 1/s", rtol=2e-3, size=1.0)
    return "Positive: it leaves, however long you wait to see it. Negative: it rests."


_SHORTEST = 0.8  # s
_LONGEST = 1.26  # s
_SHARE = 0.15  # of the period
_PHASES = "Inspiration", "Post-inspiration", "Expiration"


@exercise(
    "Out of breath",
    hints=[
        "Whatever shortens the period in the sweep shortens one phase first. Which drive feeds "
        "the phase that is short?",
        "The pons feeds post-I most. A little less of it, 0.6 to 0.9, leaves room for aug-E.",
        "Then turn up the RTN, which drives early-I and aug-E and not post-I, and turn down the "
        "raphe.",
    ],
    wants="value",
    right=lambda: (0.7, 1.3, 0.0, 5.0),
    examples={
        "from 0 to 2": [lambda: (0.7, 2.5, 0.0, 5.0), lambda: (-0.1, 1.3, 0.0, 5.0)],
        "from 0 to 10 nS": lambda: (0.7, 1.3, 0.0, 12.0),
        "nobody breathes": [lambda: (0.0, 0.0, 2.0, 8.0), lambda: (0.0, 0.0, 0.8, 10.0)],
        "flutters": [lambda: (0.75, 1.5, 0.0, 5.0), lambda: (1.0, 2.0, 0.0, 5.0)],
        "too slow": [lambda: (1.0, 1.0, 1.0, 5.0), lambda: (0.7, 2.0, 0.0, 5.0)],
        "Post-inspiration has 11 %": lambda: (0.7, 1.4, 0.0, 5.0),
        "Post-inspiration has 0 %": lambda: (0.0, 0.0, 1.0, 5.0),
        "Expiration has 0 %": lambda: (1.5, 0.5, 1.0, 5.0),
    },
)
def out_of_breath(pons, RTN, raphe, g_NaP):
    drives = []
    for drive, name in ((pons, "the pons"), (RTN, "the RTN"), (raphe, "the raphe")):
        drives.append(number(drive, f"the drive from {name}"))
        if not -1e-9 <= drives[-1] <= 2.0 + 1e-9:
            raise NotYet(f"The drive from {name} is {drives[-1]:g}; it may be from 0 to 2.")
    sodium = number(g_NaP, "g_NaP")
    if not -1e-9 <= sodium <= 10.0 + 1e-9:
        raise NotYet(f"g_NaP is {sodium:g} nS; it may be from 0 to 10 nS.")
    model = Respiration(g_NaP=max(0.0, sodium), drives=tuple(max(0.0, x) for x in drives))
    found = phases(simulate(model, duration=10_000.0, drop=20_000.0, dt=0.2))
    if not found.cycles:
        raise NotYet("There is no rhythm: nobody breathes.")
    period = found.period / 1000
    shares = [x / found.period for x in found[1:4]]
    said = f"Period {period:.2f} s: " + ", ".join(f"{100 * x:.0f} %" for x in shares)
    said += " inspiration, post-inspiration, expiration. "
    if period < _SHORTEST:
        raise NotYet(f"{said}That flutters: no shorter than 0.8 s.")
    if period > _LONGEST:
        raise NotYet(f"{said}That is too slow: at most 1.26 s, half of the standard period.")
    if min(shares) < _SHARE:
        least = int(np.argmin(shares))
        raise NotYet(
            f"{said}{_PHASES[least]} has {100 * shares[least]:.0f} %; every phase must have 15 %."
        )
    return f"{said}Twice as fast, and all three phases are there."
