"""What the exercises of lesson 09 check.

Inputs and energies are multiples of 1/4 or 1/8 here, which every order of a sum gives exactly:
no sign hangs on rounding.
"""

import numpy as np

from course.check._exercise import NotYet, array, exercise, number, seen
from course.models.hopfield import random_patterns
from course.models.hopfield.theory import one_step_error


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
        yield seen(rule(random_patterns(M, N, rng=3)), f"W of {M} patterns")
    return "W is symmetric: what unit i does to unit j, unit j does to unit i."


def _sweep(W, s, order, *, at_zero=lambda old: old, sign=np.sign):
    s = s.copy()
    for i in order:
        h = W[i] @ s
        s[i] = sign(h) if h != 0 else at_zero(s[i])
    return s


def _together(W, s, order):
    h = W @ s
    return np.where(h == 0, s, np.sign(h))


@exercise(
    "One sweep of recall",
    hints=[
        "Go through `order` with a for loop; each turn of it updates one unit.",
        "The input of unit i is `W[i] @ s`, with the flips that came before in this sweep.",
        "What should happen where the input is exactly 0? Nothing.",
    ],
    right=_sweep,
    mistakes={
        "A unit with input 0 became 0: it should keep its old value.": (
            lambda *given: _sweep(*given, at_zero=lambda old: 0.0)
        ),
        "A unit with input 0 became 1: it should keep its old value.": (
            lambda *given: _sweep(*given, at_zero=lambda old: 1.0)
        ),
        "A unit with input 0 became -1: it should keep its old value.": (
            lambda *given: _sweep(*given, at_zero=lambda old: -1.0)
        ),
        "A unit with input 0 changed its sign: it should keep its old value.": (
            lambda *given: _sweep(*given, at_zero=lambda old: -old)
        ),
        "All units changed together: each should see the flips before it.": _together,
        "All units changed together, and input 0 gave 0: use a loop.": (
            lambda W, s, order: np.sign(W @ s)
        ),
        "The units went in index order: follow `order`.": (
            lambda W, s, order: _sweep(W, s, range(len(s)))
        ),
        "The units went through `order` from its end.": (
            lambda W, s, order: _sweep(W, s, order[::-1])
        ),
        "Units do the opposite of their input: the sign is wrong.": (
            lambda W, s, order: _sweep(-W, s, order)
        ),
        "The input itself is written into the state: take its sign.": (
            lambda *given: _sweep(*given, sign=float)
        ),
        "The values are 0 and 1; a unit is -1 or 1.": (lambda *given: (_sweep(*given) + 1) / 2),
        "Only one unit was visited: does `return` stand inside the loop?": (
            lambda W, s, order: _sweep(W, s, order[:1])
        ),
        "Two sweeps were made; one is wanted.": (
            lambda W, s, order: _sweep(W, _sweep(W, s, order), order)
        ),
        "Nothing changed: is the new value written into the state?": (lambda W, s, order: s.copy()),
    },
)
def sweep(run):
    rng = np.random.default_rng(1)
    for _ in range(3):
        W = _hebb(random_patterns(8, 24, rng=rng))
        W[7], W[:, 7] = 0.0, 0.0  # a unit without any input
        s, order = rng.choice([-1.0, 1.0], 24), rng.permutation(24)
        yield seen(run(W, s, order), "s after a sweep")
    return "Repeat it until nothing flips, and recall has ended."


def _energy(W, s):
    return -0.5 * s @ W @ s


@exercise(
    "The energy of a state",
    hints=[
        "Each pair of units adds - W_ij s_i s_j; the double sum meets every pair twice.",
        "`s @ W @ s` is the double sum.",
    ],
    right=_energy,
    mistakes={
        "Every pair is counted twice: is the 1/2 missing?": lambda W, s: 2 * _energy(W, s),
        "Every pair is counted once already: the 1/2 belongs to the full double sum.": (
            lambda W, s: _energy(W, s) / 2
        ),
        "The sign is wrong: states that agree with W lie low.": lambda W, s: -_energy(W, s),
        "The sign is wrong, and every pair is counted twice.": lambda W, s: -2 * _energy(W, s),
        "That is the energy per unit: do not divide by N.": lambda W, s: _energy(W, s) / len(s),
        "Multiply each unit's input by its own s_i too.": [
            lambda W, s: -0.5 * np.sum(W @ s),
            lambda W, s: -np.sum(W @ s),
            lambda W, s: -0.5 * (W @ s),
        ],
        "The state is missing: each weight counts with s_i s_j.": [
            lambda W, s: -0.5 * np.sum(W),
            lambda W, s: -np.sum(W),
        ],
        "That is a term for each unit; the energy is their sum.": [
            lambda W, s: -0.5 * s * (W @ s),
            lambda W, s: -s * (W @ s),
        ],
        "That is a term for each pair; the energy is their sum.": [
            lambda W, s: -0.5 * W * np.outer(s, s),
            lambda W, s: -W * np.outer(s, s),
        ],
        "s * W * s multiplies entry by entry; with @ the products are added up.": (
            lambda W, s: -0.5 * s * W * s
        ),
    },
)
def energy(function):
    patterns = random_patterns(4, 12, rng=5)
    W = _hebb(patterns)
    other = patterns[2].copy()
    other[:4] *= -1.0
    for scale, s in ((1.0, other), (0.5, patterns[1])):
        yield seen(function(scale * W, s), "the energy")
    return "A flip against the sign of its input h_i lowers E by 2 |h_i|."


SWAP = np.array([[0.0, 1.0], [1.0, 0.0]])


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
        patterns = random_patterns(M, N, rng=8)
        share = number(errors(patterns), "the share of units that flip")
        whole = patterns * (patterns @ (patterns.T @ patterns))
        if np.mean(whole < 0) <= share <= np.mean(whole <= 0):
            raise NotYet("Too few errors: is the diagonal of W still there?")
        yield seen(share, f"the share of units that flip with {M} patterns")
    theory = one_step_error(M / N)
    return f"{100 * share:.2f} % at load {M / N:.2f}; theory says {100 * theory:.2f} %."


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
        patterns = random_patterns(M, N, rng=2)
        patterns[1, : N // 2] = patterns[0, : N // 2]  # correlated, as glyphs are; no overlap is 0
        yield seen(rule(patterns), f"W of {M} patterns")
    return "Every stored pattern is a fixed point now, however alike they are."
