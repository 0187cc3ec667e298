"""What the exercises of lesson 09 check.

Inputs and energies are multiples of 1/4 or 1/8 here, which every order of a sum gives exactly:
no sign hangs on rounding.
"""

import numpy as np

from course.check._cases import anew, order, vary
from course.check._exercise import NotYet, array, drawn, exercise, number, parts, seen
from course.material.glyphs import glyphs
from course.models.hopfield import random_patterns, recall_patterns
from course.models.hopfield.theory import one_step_error

SWAP = np.array([[0.0, 1.0], [1.0, 0.0]])


def _patterns(M, N, rng):
    """Random patterns; under another seed with other units reversed in all of them.

    Whatever is true of the patterns as they are drawn stays true: a state that they hold fast,
    say, whichever unit is visited first.
    """
    reversed_ = np.where(order(N) < N // 2, -1.0, 1.0) if anew(rng) != rng else 1.0
    return random_patterns(M, N, rng=rng) * reversed_


def _full(patterns):
    return patterns.T @ patterns / len(patterns)


def _hebb(patterns):
    W = _full(patterns)
    np.fill_diagonal(W, 0.0)
    return W


@exercise(
    "Hebb's rule",
    hints=[
        "The weight between units i and j is the mean of xi_i xi_j over the patterns.",
        "With the patterns as rows, `patterns.T @ patterns` sums those products over them.",
        "`np.fill_diagonal(W, 0.0)` takes the weights of units to themselves away.",
    ],
    right=_hebb,
    mistakes={
        "The diagonal is not 0: a unit would hold itself in place.": _full,
        "W is too large: a mean over the patterns is wanted, not a sum.": (
            lambda patterns: len(patterns) * _hebb(patterns)
        ),
        "A mean over the patterns is wanted, and a diagonal of 0.": (
            lambda patterns: patterns.T @ patterns
        ),
        "W is divided by N, the number of units; divide by the number of patterns.": (
            lambda patterns: _hebb(patterns) * len(patterns) / patterns.shape[1]
        ),
        "The diagonal is not 0, and W is divided by N: divide by the number of patterns.": (
            lambda patterns: patterns.T @ patterns / patterns.shape[1]
        ),
        "Only the last pattern is in W: add them all up.": (lambda patterns: _hebb(patterns[-1:])),
        "Only the first pattern is in W: add them all up.": (lambda patterns: _hebb(patterns[:1])),
        "Only the last pattern is in W, and it is divided by their number: add them all up.": (
            lambda patterns: _hebb(patterns[-1:]) / len(patterns)
        ),
        "The sign is wrong: units that agree should excite each other.": (
            lambda patterns: -_hebb(patterns)
        ),
        "Half of the weights are missing: W[j, i] is W[i, j].": [
            lambda patterns: np.triu(_hebb(patterns)),
            lambda patterns: np.tril(_hebb(patterns)),
        ],
        "Each unit's mean is taken away first; that is another rule. Hebb's does not.": (
            lambda patterns: _hebb(patterns - patterns.mean(axis=0))
        ),
        "W has a row for each pattern; a row for each unit is wanted: swap the factors.": [
            lambda patterns: patterns @ patterns.T / len(patterns),
            lambda patterns: patterns @ patterns.T / patterns.shape[1],
            lambda patterns: _hebb(patterns.T),
            lambda patterns: _hebb(patterns.T) * patterns.shape[1] / len(patterns),
        ],
    },
)
def hebb(rule):
    for M, N in ((4, 9), (2, 7)):
        yield seen(rule(_patterns(M, N, rng=3)), f"W of {M} patterns")
    return "W is symmetric: what unit i does to unit j, unit j does to unit i."


def _recall(W, s, rng, *, at_zero=lambda old: old, sign=np.sign, most=60, **more):
    """Sweeps until one flips nothing; `most` ends those that would go on for ever."""
    s, sweeps = s.copy(), 0
    while sweeps < most:
        sweeps += 1
        before = s.copy()
        for i in rng.permutation(len(s)):
            h = W[i] @ (before if more.get("together") else s)
            s[i] = sign(h) if h != 0 else at_zero(s[i])
        if np.array_equal(s, before):
            break
    return s, sweeps + more.get("counted", 0)


def _ten(W, s, rng):
    """Ten sweeps, whatever happens in them."""
    for _ in range(10):
        s, _ = _recall(W, s, rng, most=1)
    return s, 10


@exercise(
    "Recall until nothing flips",
    seconds=5.0,
    hints=[
        "A loop in a loop: the outer one counts sweeps, the inner one visits the units.",
        "`rng.permutation(len(s))` is a random order; a sweep is one visit to each unit in it.",
        "Unit i hears `W[i] @ s`, with the flips made a moment ago. If that is 0, keep s_i.",
        "Keep a copy of the state before each sweep: if it is the state after it, you are done.",
    ],
    right=_recall,
    mistakes={
        "A unit with input 0 became 0: it should keep its old value.": (
            lambda *given: _recall(*given, at_zero=lambda old: 0.0)
        ),
        "A unit with input 0 became 1: it should keep its old value.": (
            lambda *given: _recall(*given, at_zero=lambda old: 1.0)
        ),
        "A unit with input 0 became -1: it should keep its old value.": (
            lambda *given: _recall(*given, at_zero=lambda old: -1.0)
        ),
        "Units do the opposite of their input: the sign is wrong.": (
            lambda W, s, rng: _recall(-W, s, rng)
        ),
        "The input itself is written into the state: take its sign.": (
            lambda *given: _recall(*given, sign=float, most=2)
        ),
        "The values are 0 and 1; a unit is -1 or 1.": (
            lambda *given: ((_recall(*given)[0] + 1) / 2, _recall(*given)[1])
        ),
        "The last sweep, in which nothing flips, counts too.": (
            lambda *given: _recall(*given, counted=-1)
        ),
        "One sweep was made: go on until one of them flips nothing.": (
            lambda *given: _recall(*given, most=1)
        ),
        "Stop after the first sweep in which nothing flips.": _ten,
        "That is one sweep too many: nothing flipped in the one before the last.": (
            lambda *given: _recall(*given, counted=1)
        ),
    },
    examples={
        "Each unit must see the flips before it.": lambda *given: _recall(*given, together=True),
        "Return 2 values, in this order: the state, the number of sweeps.": (
            lambda *given: _recall(*given)[0]
        ),
        "never asks the generator": lambda W, s, rng: _recall(W, s, np.random.default_rng(5)),
    },
)
def recall(run):
    patterns = _patterns(4, 60, rng=3)
    W = _hebb(patterns)
    W[7:9], W[:, 7:9] = 0.0, 0.0  # two units without any input
    rng = np.random.default_rng(2)
    for k, few in enumerate((0, 1, 10)):
        s = patterns[k].copy()
        s[20 : 20 + few] *= -1.0
        s[7:9] = -1.0, 1.0
        found = run(W, s, rng)
        state, sweeps = parts(found, "the state", "the number of sweeps")
        cue = f"a memory with {few} units reversed" if few else "an intact memory"
        yield seen(array(state, "the state", shape=(60,)), f"the state recalled from {cue}")
        if few < 2:  # with more it depends on the order
            yield seen(sweeps, f"the number of sweeps from {cue}")
    pairs = np.kron(np.eye(8), SWAP)

    def state_alone(W, s, rng):
        return run(W, s, rng)[0]

    def agree(state):
        if not np.array_equal(state[::2], state[1::2]):
            raise NotYet("Each unit must see the flips before it.")

    state_alone.__name__ = run.__name__
    drawn(state_alone, pairs, np.tile([1.0, -1.0], 8), look=agree)
    return "Where two units disagree, the one that is visited first gives way: chance decides."


def _change(W, s, i, *, factor=2.0):
    return factor * s[i] * (W[i] @ s)


def _energy(W, s):
    return -0.5 * s @ W @ s


def _flipped(s, i):
    s = s.copy()
    s[i] = -s[i]
    return s


@exercise(
    "The energy of a flip",
    hints=[
        "Only terms with s_i change: W_ij s_i s_j and W_ji s_j s_i, for every j. Add them up.",
        "They are -s_i h_i before the flip, since W is symmetric. And after it?",
    ],
    right=_change,
    mistakes={
        "Half as much: each pair stands in the double sum twice, or is h_i halved?": (
            lambda *given: _change(*given, factor=1.0)
        ),
        "Twice as much: the energy has a 1/2.": lambda *given: _change(*given, factor=4.0),
        "The sign is wrong: flip one of two units that excite each other, by hand.": (
            lambda *given: _change(*given, factor=-2.0)
        ),
        "The sign is wrong, and half is missing: flip one of two units by hand.": (
            lambda *given: _change(*given, factor=-1.0)
        ),
        "That holds if the unit wants to flip; here any unit is flipped.": (
            lambda W, s, i: -2.0 * abs(W[i] @ s)
        ),
        "It never falls for you: what if the unit wants to flip?": (
            lambda W, s, i: 2.0 * abs(W[i] @ s)
        ),
        "The unit's own state is missing: its sign decides whether the flip is wanted.": [
            lambda W, s, i: 2.0 * (W[i] @ s),
            lambda W, s, i: -2.0 * (W[i] @ s),
        ],
        "That is the energy after the flip; the change is wanted.": (
            lambda W, s, i: _energy(W, _flipped(s, i))
        ),
        "That is the energy before the flip; the change is wanted.": lambda W, s, i: _energy(W, s),
        "There is a number for each unit; only unit i is flipped.": (
            lambda W, s, i: 2.0 * s * (W @ s)
        ),
        "The others' states are missing: each weight counts with s_j.": (
            lambda W, s, i: 2.0 * s[i] * np.sum(W[i])
        ),
    },
)
def energy_change(function):
    patterns = random_patterns(4, 12, rng=5)
    W = _hebb(patterns)
    other = patterns[2].copy()
    other[:4] *= -1.0
    for scale, s in vary(0.05, [(1.0, other), (0.5, patterns[1]), (2.0, -other)]):
        for i in (1, 2, 8, 11):
            change = function(scale * W, s, i)
            yield seen(change, f"the change of energy when unit {i} flips", size=0.5)
    return "A flip that the input asks for lowers E by 2 |h_i|; one against it raises E as much."


@exercise(
    "A network that blinks",
    hints=[
        "Two units are enough. Let each do what the other did.",
        "In which state does copying the other change both, and doing so again change them back?",
    ],
    wants="value",
    right=(SWAP, np.array([1.0, -1.0])),
    examples={
        "This state is a fixed point": [(SWAP, [1, 1]), (np.zeros((2, 2)), [1, -1])],
        "not symmetric": ([[0, 1], [-1, 0]], [1, 1]),
        "no unit drives itself": ([[1, -2], [-2, 1]], [1, 1]),
        "something else than -1 and 1": [(SWAP, [1, 0]), (SWAP, [0.5, -0.5])],
        "a row and a column of W for each value of s": [(SWAP, [1, -1, 1]), ([0, 1], [1, -1])],
        "not the first one again": ([[0, 1, 1], [1, 0, 1], [1, 1, 0]], [1, 1, -1]),
    },
)
def two_cycle(W, s):
    W, s = array(W, "W"), array(s, "s")
    if s.ndim != 1 or s.size < 2 or W.shape != (s.size, s.size):
        raise NotYet(
            f"W has shape {W.shape} and s {s.shape}: a row and a column of W for each value of s."
        )
    if not np.isclose(np.abs(s), 1.0).all():
        raise NotYet("s holds something else than -1 and 1.")
    s = np.sign(s)
    if not np.allclose(np.diagonal(W), 0.0):
        raise NotYet("The diagonal of W is not 0: no unit drives itself here.")
    if not np.allclose(W, W.T):
        raise NotYet("W is not symmetric: W[i, j] and W[j, i] should be equal.")
    once = _synchronous(W, s)
    if np.array_equal(once, s):
        raise NotYet("This state is a fixed point: no unit wants to change.")
    if not np.array_equal(_synchronous(W, once), s):
        raise NotYet("After two steps the state is not the first one again.")
    remark = "One unit at a time the same network comes to rest, because every flip lowers E."
    return remark if s.size == 2 else f"{remark} Two units would be enough to blink."


def _synchronous(W, s):
    """All units at once; an input that is rounding beside the weights is 0."""
    h = W @ s
    tie = np.abs(h) <= 1e-9 * np.abs(W).sum(axis=1)
    return np.where(tie, s, np.sign(h))


def _errors(patterns, *, W=_hebb, flips=np.less, mean=np.mean):
    return mean(flips(patterns * (patterns @ W(patterns)), 0))


@exercise(
    "Errors in one step",
    hints=[
        "All inputs of all patterns at once: `patterns @ W` has a row for each pattern.",
        "A unit stays if its input has its own sign: look at the product of the two.",
        "`np.mean` of a condition is the share of cases in which it holds.",
    ],
    right=_errors,
    mistakes={
        "That is the share of units that stay.": lambda patterns: 1 - _errors(patterns),
        "Every unit whose input is negative is counted; it flips only if it was positive, and a "
        "negative one if its input is positive.": (
            lambda patterns: np.mean(patterns @ _hebb(patterns) < 0)
        ),
        "That is the number of units that flip; give the share.": (
            lambda patterns: _errors(patterns, mean=np.sum)
        ),
        "Only the first pattern is counted: take all.": (
            lambda patterns: np.mean(patterns[0] * (patterns[0] @ _hebb(patterns)) < 0)
        ),
        "Only the last pattern is counted: take all.": (
            lambda patterns: np.mean(patterns[-1] * (patterns[-1] @ _hebb(patterns)) < 0)
        ),
        "That is the number for each pattern; give the share of its units.": (
            lambda patterns: _errors(patterns, mean=np.sum) / len(patterns)
        ),
        "That is the number for each unit; give the share of its patterns.": (
            lambda patterns: _errors(patterns, mean=np.sum) / patterns.shape[1]
        ),
        "That is in percent; give the share, between 0 and 1.": (
            lambda patterns: 100 * _errors(patterns)
        ),
        "That is the theory; count the units that flip.": (
            lambda patterns: one_step_error(len(patterns) / patterns.shape[1])
        ),
        "That is the mean change of a unit, 2 for each flip.": (
            lambda patterns: 2 * _errors(patterns)
        ),
    },
    examples={
        "one number is expected": lambda patterns: _errors(patterns, mean=lambda x: x.mean(axis=1)),
        "Too few errors: is the diagonal of W still there?": [
            lambda patterns: _errors(patterns, W=_full),
            lambda patterns: _errors(patterns, W=lambda p: p.T @ p),
            lambda patterns: _errors(patterns, W=lambda p: p.T @ p, flips=np.less_equal),
        ],
    },
)
def one_step(errors):
    for M, N in ((31, 152), (61, 152)):  # odd and even: no input is 0, but for the diagonal
        patterns = random_patterns(M, N, rng=anew(8))
        share = number(errors(patterns), "the share of units that flip")
        whole = patterns * (patterns @ (patterns.T @ patterns))
        if np.mean(whole < 0) <= share <= np.mean(whole <= 0):
            raise NotYet("Too few errors: is the diagonal of W still there?")
        yield seen(share, f"the share of units that flip with {M} patterns")
    theory = one_step_error(M / N)
    return f"{100 * share:.2f} % at load {M / N:.2f}; theory says {100 * theory:.2f} %."


def _steady(T, *, f=np.tanh, times=5000, start=1.0):
    m = start
    for _ in range(times):
        m = float(f(m / T))
    return m


@exercise(
    "The overlap that units keep at a temperature",
    hints=[
        "Put a guess for m into tanh(m / T). Is what comes out nearer to the solution?",
        "Begin at m = 1, where all units are right, and put what comes out in again.",
        "Repeat m = np.tanh(m / T) a few thousand times; near T = 1 it takes that many.",
    ],
    right=_steady,
    mistakes={
        "0 solves it at every temperature, but below T = 1 the network does not stay there: begin "
        "at 1.": lambda T: 0.0,
        "More is kept where it is warmer? The temperature divides.": lambda T: _steady(1.0 / T),
        "That is one step from m = 1: put it in again.": lambda T: float(np.tanh(1.0 / T)),
        "It has not come to its end: repeat until nothing changes.": [
            lambda T: _steady(T, times=4),
            lambda T: _steady(T, times=10),
        ],
        "Twice too steep: 2 p - 1 is tanh(m / T), without a 2.": lambda T: _steady(0.5 * T),
        "Half as steep as it is: 2 p - 1 is tanh(m / T).": lambda T: _steady(2.0 * T),
        "The negative of a memory is steady as well; give the overlap above 0.": (
            lambda T: _steady(T, start=-1.0)
        ),
        "That is the chance of a unit to be right; the overlap is 2 p - 1.": (
            lambda T: 0.5 + 0.5 * _steady(T)
        ),
        "The chance to be right is put in for the overlap: m = 2 p - 1.": (
            lambda T: _steady(T, f=lambda x: 1.0 / (1.0 + np.exp(-2.0 * x)))
        ),
    },
)
def warm(overlap):
    for T in vary(0.03, (0.5, 0.7, 0.9, 1.2, 2.0)):
        yield seen(overlap(T), f"the overlap at T = {T:.3g}", rtol=1e-3, size=1.0)
    return "At T = 1 the curve tanh(m / T) leaves the line m, and nothing is kept beyond."


def _full_projection(patterns, *, inverse=np.linalg.inv):
    N = patterns.shape[1]
    return patterns.T @ inverse(patterns @ patterns.T / N) @ patterns / N


def _projection(patterns, *, inverse=np.linalg.inv):
    W = _full_projection(patterns, inverse=inverse)
    np.fill_diagonal(W, 0.0)
    return W


@exercise(
    "The projection rule",
    hints=[
        "Q, the overlaps of the patterns with each other, is `patterns @ patterns.T / N`.",
        "`np.linalg.inv(Q)` is its inverse, M x M.",
        "Put it between the two factors of Hebb's rule, and divide by N instead of M.",
    ],
    right=_projection,
    mistakes={
        "The diagonal is not 0: a unit would hold itself in place.": _full_projection,
        "That is Hebb's rule: the inverse of Q belongs in the middle.": _hebb,
        "That is Hebb's rule: Q has to be inverted.": (
            lambda patterns: _projection(patterns, inverse=lambda Q: np.eye(len(Q)))
        ),
        "Q itself stands in the middle: its inverse belongs there.": (
            lambda patterns: _projection(patterns, inverse=lambda Q: Q)
        ),
        "1 / Q inverts the entries one by one; the inverse of the matrix is np.linalg.inv(Q).": (
            lambda patterns: _projection(patterns, inverse=lambda Q: 1 / Q)
        ),
        "W is too large by the factor N: divide by N once.": (
            lambda patterns: patterns.shape[1] * _projection(patterns)
        ),
        "W is too small by the factor N: Q is divided by N already.": (
            lambda patterns: _projection(patterns) / patterns.shape[1]
        ),
        "Divide by N, and set the diagonal to 0.": (
            lambda patterns: patterns.shape[1] * _full_projection(patterns)
        ),
        "Divide by N, the number of units, not by the number of patterns.": (
            lambda patterns: _projection(patterns) * patterns.shape[1] / len(patterns)
        ),
        "The sign is wrong: units that agree should excite each other.": (
            lambda patterns: -_projection(patterns)
        ),
        "W has a row for each pattern; it should have a row and a column for each unit.": [
            lambda patterns: np.linalg.inv(patterns @ patterns.T / patterns.shape[1]),
            lambda patterns: patterns @ patterns.T / patterns.shape[1],
        ],
    },
)
def projection(rule):
    for M, N in ((4, 31), (3, 17)):
        patterns = _patterns(M, N, rng=2)
        patterns[1, : N // 2] = patterns[0, : N // 2]  # correlated, as glyphs are; no overlap is 0
        yield seen(rule(patterns), f"W of {M} patterns")
    return "Every stored pattern is a fixed point now, however alike they are."


SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LEAST = 30  # of the 36 that must come back, for each of the seeds
ALIKE, KEPT = 0.1, 0.25  # mean overlap of codes at most; of a cue's code with its glyph's at least


def _products(k=21, N=784):
    """Each unit of the code is the product of k pixels, the same ones for every glyph."""

    def coded(glyphs):
        pixels = np.random.default_rng(0).integers(0, 784, (N, k))
        return np.prod(glyphs[:, pixels], axis=2)

    return coded


_code = _products()


def _restless(glyphs):
    """Other pixels at each call."""
    return np.prod(glyphs[:, np.random.default_rng().integers(0, 784, (784, 21))], axis=2)


def _own_mask(glyphs):
    """Each row with a random mask of its own: it knows which glyph it is by its place."""
    return glyphs * np.random.default_rng(1).choice([-1.0, 1.0], glyphs.shape)


@exercise(
    "A code in which Hebb's rule holds 36 glyphs",
    same="Memories decide, and other noise might refuse work that has just reached the goal.",
    hints=[
        "Hebb's rule holds random patterns. Make codes that look random, and are not: each unit of "
        "a code is a function of some pixels.",
        "A sum of pixels stays alike for alike glyphs. What of their product?",
        "The more pixels a product has, the less alike are the codes, but the more does one wrong "
        "pixel spoil. Measure both.",
    ],
    right=_code,
    examples={
        "expected is (36, ": lambda glyphs: _code(glyphs).T,
        "more than 784 units": _products(N=785),
        "something else than -1 and 1": [
            lambda glyphs: (_code(glyphs) + 1) / 2,
            lambda glyphs: glyphs - glyphs.mean(axis=0),
        ],
        "which glyph it is": _own_mask,
        "in other company": lambda glyphs: _code(glyphs) * _code(glyphs[:1]) * _code(glyphs[-1:]),
        "two different codes": _restless,
        "codes are still alike": [
            lambda glyphs: glyphs.copy(),
            lambda glyphs: np.sign(glyphs @ np.random.default_rng(1).normal(size=(784, 784))),
            lambda glyphs: glyphs * np.roll(glyphs, 1, axis=1),
        ],
        "changes your code too much": _products(k=45),
        "of 36 came back": [
            _products(k=7),
            _products(N=200),
        ],
    },
)
def code(function):
    shown = glyphs(SIGNS).patterns
    codes = _coded(function, shown)
    if not np.array_equal(_coded(function, shown), codes):
        raise NotYet("The same glyphs get two different codes: fix the seed of what you draw.")
    if not np.array_equal(_coded(function, shown[::-1])[::-1], codes):
        raise NotYet(
            "In another order the glyphs get other codes: the code must not know which glyph it is."
        )
    company = np.vstack([-shown[:12], shown[12:]])
    if not np.array_equal(_coded(function, company)[12:], codes[12:]):
        raise NotYet("A glyph gets another code in other company: let each stand for itself.")
    alike = np.abs(codes @ codes.T / codes.shape[1])[~np.eye(36, dtype=bool)].mean()
    if alike > ALIKE:
        raise NotYet(
            f"Your codes are still alike: two of them overlap by {alike:.2f} on average. "
            f"Random ones would by {np.sqrt(2 / np.pi / codes.shape[1]):.2f}."
        )
    returned, memories = [], np.asfortranarray(codes)
    for rng in map(np.random.default_rng, (11, 12, 13)):
        cues = _coded(function, np.where(rng.random(shown.shape) < 0.02, -shown, shown))
        kept = np.mean(cues * codes)
        if kept < KEPT:
            raise NotYet(
                "A small change of the glyph changes your code too much: with 2 % of the pixels "
                f"reversed it overlaps with the right code by {kept:.2f}."
            )
        ends = [recall_patterns(memories, cue, rng=rng).final for cue in cues]
        returned.append(int(np.sum(np.mean(ends * codes, axis=1) > 0.95)))
    measured = (
        f"{min(returned)} of 36 came back, goal {LEAST}; two codes overlap by {alike:.3f}, "
        f"a cue's with its glyph's by {kept:.2f}"
    )
    if min(returned) < LEAST:
        raise NotYet(f"Not enough yet: {measured}. Which of the two overlaps stands in the way?")
    return (
        f"Goal reached: {measured}. To make alike things unlike before they are stored is called "
        "pattern separation; the dentate gyrus, which lies before CA3, is thought to do it."
    )


def _coded(function, patterns):
    found = array(function(patterns), "the code")
    if found.ndim != 2 or len(found) != len(patterns):
        raise NotYet(f"The code has shape {found.shape}; expected is (36, N), a row a glyph.")
    if found.shape[1] > patterns.shape[1]:
        raise NotYet("The code has more than 784 units: use no more than there are pixels.")
    if not np.isclose(np.abs(found), 1.0).all():
        raise NotYet("The code holds something else than -1 and 1.")
    return np.sign(found)


def _oja(w, x, r, *, grown=1.0, shrunk=1.0):
    y = w @ x
    return w + r * y * (grown * x - shrunk * y * w)


def _at_length_1(w, x, r):
    """Hebb's step, and then the weights over their length."""
    after = _oja(w, x, r, shrunk=0.0)
    return after / np.linalg.norm(after)


@exercise(
    "A step of Oja's rule",
    hints=[
        "Compute the output first, `w @ x`; both terms have it.",
        "Take away y w from the input before you multiply by r y.",
    ],
    right=_oja,
    mistakes={
        "That is Hebb's rule: nothing shrinks the weights.": lambda *w: _oja(*w, shrunk=0.0),
        "Nothing of Hebb's rule is left: where is the input?": lambda *w: _oja(*w, grown=0.0),
        "Both terms make the weights grow: the sign of the second?": (
            lambda *w: _oja(*w, shrunk=-1.0)
        ),
        "Both signs are wrong: units that are active together should strengthen their weight.": (
            lambda *w: _oja(*w, grown=-1.0, shrunk=-1.0)
        ),
        "That is the change; add it to the old weights.": lambda w, x, r: _oja(w, x, r) - w,
        "The shrinking term has y once only; it stands before the bracket, too.": (
            lambda w, x, r: w + r * (w @ x) * (x - w)
        ),
        "The bracket counts without y: how active is the unit?": (
            lambda w, x, r: w + r * (x - (w @ x) * w)
        ),
        "The step is too large: is r missing?": lambda w, x, r: _oja(w, x, 1.0),
        "r scales one of the two terms only.": [
            lambda w, x, r: w + r * (w @ x) * x - (w @ x) ** 2 * w,
            lambda w, x, r: w + (w @ x) * (x - r * (w @ x) * w),
        ],
        "The weights are divided by their length, which asks each for all others. Oja's rule "
        "does without, and comes to length 1 in time.": _at_length_1,
        "Each weight has an output of its own; the unit has one, a sum over all inputs.": (
            lambda w, x, r: w + r * (w * x) * (x - w * x * w)
        ),
    },
)
def oja(step):
    two = np.array([0.6, -0.3]), np.array([0.8, -0.5])
    four = np.array([0.9, 0.2, -0.4, 1.1]), np.array([-0.7, 1.5, 0.4, 0.3])
    for w, x, r in vary(0.05, [(*two, 0.1), (*four, 0.05), (2.0 * two[0], two[1], 0.3)]):
        yield seen(step(w, x, r), f"the weights after an input of {x.size} values", size=0.1)
    return "Each weight needs its own input, itself and the output: a synapse can know these."
