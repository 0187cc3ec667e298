"""What the exercises of lesson 09 check."""

import numpy as np

from course.check._exercise import NotYet, array, exercise, matches, number
from course.models.hopfield import random_patterns, train
from course.models.hopfield.theory import one_step_error


@exercise(
    "Hebb's rule",
    hints=[
        "The weight between units i and j is the mean of xi_i xi_j over the patterns.",
        "With the patterns as rows, `patterns.T @ patterns` sums those products over them.",
        "`np.fill_diagonal(W, 0.0)` takes the weights of units to themselves away.",
    ],
)
def hebb(rule):
    patterns = random_patterns(4, 9, 3).astype(float)
    M, N = patterns.shape
    W = train(patterns)
    found = array(rule(patterns), "W")
    if found.shape == (M, M):
        raise NotYet(f"W has shape ({M}, {M}), a row for each pattern; a row for each unit: swap.")
    matches(
        found,
        W,
        "W",
        atol=1e-9,
        mistakes=[
            (W + np.eye(N), "The diagonal is not 0: a unit would hold itself in place."),
            (M * W, "W is too large: a mean over the patterns is wanted, not a sum."),
            (M * (W + np.eye(N)), "A mean over the patterns is wanted, and a diagonal of 0."),
            (
                M * W / N,
                "W is divided by N, the number of units; divide by the number of patterns.",
            ),
            (train(patterns[-1:]), "Only the last pattern is in W: add them all up."),
            (train(patterns[:1]), "Only the first pattern is in W: add them all up."),
            (-W, "The sign is wrong: units that agree should excite each other."),
        ],
    )
    return "W is symmetric: what unit i does to unit j, unit j does to unit i."


@exercise(
    "One sweep of recall",
    hints=[
        "Go through `order` with a for loop; each turn of it updates one unit.",
        "The input of unit i is `W[i] @ s`, with the flips that came before in this sweep.",
        "What should happen where the input is exactly 0? Nothing.",
    ],
)
def sweep(run):
    rng = np.random.default_rng(9)
    W = train(random_patterns(5, 24, rng))
    W[7], W[:, 7] = 0.0, 0.0  # a unit without any input
    for _ in range(3):
        s, order = rng.choice([-1.0, 1.0], 24), rng.permutation(24)
        together = np.where(W @ s == 0, s, np.sign(W @ s))
        right = _swept(W, s, order)
        zero = _swept(W, s, order, at_zero=lambda old: 0.0)
        matches(
            run(W, s.copy(), order),
            right,
            "the state after a sweep",
            mistakes=[
                (zero, "A unit with input 0 became 0: it should keep its old value."),
                (_swept(W, s, order, lambda old: 1.0), "With input 0 a unit keeps its old value."),
                (_swept(W, s, order, lambda old: -1.0), "A unit keeps its value at input 0."),
                (together, "All units changed together: each should see the flips before it."),
                (np.sign(W @ s), "All units changed together, and input 0 gave 0: use a loop."),
                (_swept(W, s, range(24)), "The units went in index order: follow `order`."),
                (_swept(-W, s, order), "Units do the opposite of their input: the sign is wrong."),
                (s, "Nothing changed: is the new value written into the state?"),
            ],
        )
    return "Repeat it until nothing flips, and recall has ended."


def _swept(W, s, order, at_zero=lambda old: old):
    s = s.copy()
    for i in order:
        h = W[i] @ s
        s[i] = np.sign(h) if h != 0 else at_zero(s[i])
    return s


@exercise(
    "The energy of a state",
    hints=[
        "Each pair of units adds - W_ij s_i s_j; the double sum meets every pair twice.",
        "`s @ W @ s` is the double sum.",
    ],
)
def energy(function):
    rng = np.random.default_rng(11)
    W = train(random_patterns(3, 12, rng))
    for _ in range(2):
        s = rng.choice([-1.0, 1.0], 12)
        E = float(-0.5 * s @ W @ s)
        matches(
            function(W, s),
            E,
            "the energy",
            mistakes=[
                (2 * E, "Every pair is counted twice: is the 1/2 missing?"),
                (-E, "The sign is wrong: states that agree with W lie low."),
                (-2 * E, "The sign is wrong, and every pair is counted twice."),
                (E / 12, "That is the energy per unit: do not divide by N."),
                (float(-0.5 * np.sum(W @ s)), "Multiply each unit's input by its own s_i too."),
            ],
        )
    return "A flip against the sign of its input h_i lowers E by 2 |h_i|."


@exercise(
    "A network that blinks",
    hints=[
        "Two units are enough. Let each do what the other did.",
        "In which state does copying the other change both, and doing so again change them back?",
    ],
    wants="value",
)
def two_cycle(W, s):
    W, s = array(W, "W"), array(s, "s")
    if s.ndim != 1 or s.size < 2 or W.shape != (s.size, s.size):
        raise NotYet(f"W has shape {W.shape} and s {s.shape}: (N, N) and (N,) are expected.")
    if not np.isin(s, (-1, 1)).all():
        raise NotYet("s holds something else than -1 and 1.")
    if np.diagonal(W).any():
        raise NotYet("The diagonal of W is not 0: no unit drives itself here.")
    if not np.array_equal(W, W.T):
        raise NotYet("W is not symmetric: W[i, j] and W[j, i] should be equal.")
    once = _together(W, s)
    if np.array_equal(once, s):
        raise NotYet("This state is a fixed point: no unit wants to change.")
    if not np.array_equal(_together(W, once), s):
        raise NotYet("After two steps the state is not the first one again.")
    return "One unit at a time the same network comes to rest, because every flip lowers E."


def _together(W, s):
    h = W @ s
    return np.where(h == 0, s, np.sign(h))


@exercise(
    "Errors in one step",
    hints=[
        "All inputs of all patterns at once: `patterns @ W` has a row for each pattern.",
        "A unit stays if its input has its own sign: look at the product of the two.",
        "`np.mean` of a condition is the share of cases in which it holds.",
    ],
)
def one_step(errors):
    M, N = 101, 252  # odd and even: no input is 0
    patterns = random_patterns(M, N, 8).astype(float)
    inputs = patterns * (patterns @ (patterns.T @ patterns))  # whole numbers, with the diagonal
    share = float(np.mean(inputs < M))
    found = number(errors(patterns), "the share of units that flip")
    if np.mean(inputs < 0) <= found <= np.mean(inputs <= 0):
        raise NotYet("Too few errors: is the diagonal of W still there?")
    matches(
        found,
        share,
        "the share of units that flip",
        mistakes=[
            (1 - share, "That is the share of units that stay."),
            (share * M * N, "That is the number of units that flip; give the share."),
            (float(np.mean(inputs[0] < M)), "Only the first pattern is counted: take all."),
            (share * N, "That is the number for each pattern; give the share of its units."),
            (100 * share, "That is in percent; give the share, between 0 and 1."),
        ],
    )
    theory = one_step_error(M / N)
    return f"{100 * share:.2f} % at load {M / N:.2f}; theory says {100 * theory:.2f} %."


@exercise(
    "The projection rule",
    hints=[
        "Q, the overlaps of the patterns with each other, is `patterns @ patterns.T / N`.",
        "`np.linalg.inv(Q)` is its inverse, M x M.",
        "Put it between the two factors of Hebb's rule, and divide by N instead of M.",
    ],
)
def projection(rule):
    patterns = random_patterns(4, 30, 2).astype(float)
    patterns[1, :20] = patterns[0, :20]  # correlated, as glyphs are
    M, N = patterns.shape
    W = train(patterns, "projection")
    full = np.linalg.pinv(patterns) @ patterns
    found = array(rule(patterns), "W")
    if found.shape == (M, M):
        raise NotYet(f"W has shape ({M}, {M}); it should have a row and a column for each unit.")
    matches(
        found,
        W,
        "W",
        atol=1e-8,
        mistakes=[
            (full, "The diagonal is not 0: a unit would hold itself in place."),
            (train(patterns), "That is Hebb's rule: the inverse of Q belongs in the middle."),
            (train(patterns) * M / N, "That is Hebb's rule: Q has to be inverted."),
            (N * W, "W is too large by the factor N: divide by N once."),
            (W / N, "W is too small by the factor N: Q is divided by N already."),
            (N * full, "Divide by N, and set the diagonal to 0."),
        ],
    )
    return "Every stored pattern is a fixed point now, however alike they are."
