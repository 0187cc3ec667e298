"""What the exercises of lesson 05 check."""

import numpy as np

from course import analysis
from course.check._exercise import NotYet, array, exercise, matches
from course.material.rasters import KINDS, LETTERS, kind
from course.models.spiking_network import inputs, simulate, weights


@exercise(
    "The network, step by step",
    hints=[
        "The pull to rest is -(X[:, t] - x_rest). What arrives from the network is W @ s.",
        "The new voltage is the old one plus mu times the sum of pull, arrivals and input.",
        "The neurons whose new voltage is above thresh have spiked: note it, then reset them.",
    ],
)
def network(run):
    N, T = 30, 200
    W, I = weights(N, 20.0), inputs(N, T)
    X, spikes = _pair(run(W, I))
    if np.isin(X, (0.0, 1.0)).all() and not np.isin(spikes, (0.0, 1.0)).all():
        raise NotYet("They come in the wrong order: X first, then the spikes.")
    for name, found in (("X", X), ("the spikes", spikes)):
        if found.shape != (N, T):
            raise NotYet(f"{name} has shape {found.shape}; one row a neuron is {(N, T)}.")
    truth = simulate(W, I)
    same = np.array_equal(spikes, truth.spikes)
    if same and np.allclose(X, truth.X, atol=1e-9):
        return f"All {truth.spikes.sum()} spikes are those of the library, step for step."
    for wrong, message in _MISTAKES:
        other = _loop(W, I, **wrong)
        if np.allclose(X, other[0], atol=1e-9) and np.array_equal(spikes, other[1]):
            raise NotYet(message)
    if not spikes.any() and (X == -70.0).any():
        raise NotYet("Voltages are reset, but no spike is noted: note it before the reset.")
    if not spikes.any():
        raise NotYet("No neuron ever spikes: is the new voltage compared with thresh?")
    if not np.isin(spikes, (0.0, 1.0)).all():
        raise NotYet("The spikes are not all 0 or 1.")
    if X.max() > 0.0:
        raise NotYet("Voltages stay above threshold: neurons that spike are reset at once.")
    at = np.argmax(~np.isclose(X, truth.X, atol=1e-9).all(axis=0))
    raise NotYet(f"The voltages leave the right ones at step {at}: follow one neuron there.")


def _pair(result):
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise NotYet("Return two arrays: the voltages X, then the spikes.")
    return array(result[0], "X"), array(result[1], "the array of spikes")


_MISTAKES = [
    ({"mu": 1.0}, "The steps are too large: is mu missing?"),
    ({"transposed": True}, "Spikes travel backwards: W[i, j] leads to i from j, so W @ s."),
    ({"pull": -1.0}, "Voltages run away from rest: the sign of the pull?"),
    ({"rest": 0.0}, "Voltages are drawn to 0: the pull leads to x_rest."),
    ({"coupled": 0.0}, "The neurons do not hear each other: is W @ s missing?"),
    ({"coupled": 10.0}, "Spikes arrive too strongly: mu multiplies W @ s as well."),
    ({"driven": 0.0}, "Without input nothing happens: is I[:, t] missing?"),
    ({"reset": None}, "Voltages stay above threshold: reset the neurons that have spiked."),
]


def _loop(W, I, mu=0.1, transposed=False, pull=1.0, rest=-60.0, coupled=1.0, driven=1.0, reset=-70):
    """The network with one mistake."""
    X, spikes = np.zeros(I.shape), np.zeros(I.shape)
    X[:, 0] = -60.0
    for t in range(I.shape[1] - 1):
        arrive = (W.T if transposed else W) @ spikes[:, t]
        slope = pull * (rest - X[:, t]) + coupled * arrive + driven * I[:, t]
        X[:, t + 1] = X[:, t] + mu * np.clip(slope, -1e30, 1e30)
        above = X[:, t + 1] > 0.0
        spikes[above, t + 1] = 1.0
        if reset is not None:
            X[above, t + 1] = reset
    return X, spikes


@exercise(
    "Rates, and voltages without the resets",
    hints=[
        "A rate is a number of spikes over a duration; the duration is steps times mu.",
        "There is one rate a neuron: sum along the axis of time.",
        "Every step with a spike holds a reset. Keep the voltages where there is none: ~spikes.",
    ],
)
def statistics(function):
    run = simulate(weights(20, 20.0), inputs(20, 300))
    found = function(run.X, run.spikes)
    if not isinstance(found, (tuple, list)) or len(found) != 2:
        if found is ...:
            array(found)
        raise NotYet("Return two arrays: the rates, then the voltages.")
    rates, counts = run.spikes.mean(axis=1) / 0.1, run.spikes.sum(axis=1)
    if array(found[0], "the array of rates").shape == (300,):
        raise NotYet("There is one rate for each step; one for each neuron is wanted: axis=1.")
    matches(
        found[0],
        rates,
        "the rates",
        mistakes=[
            (counts, "These are numbers of spikes: divide by the duration."),
            (0.1 * rates, "These are spikes a step: where is mu, the length of a step?"),
            (0.01 * rates, "A step is 0.1 time constants: divide by mu, don't multiply."),
        ],
    )
    voltages = array(found[1], "the array of voltages").ravel()
    if voltages.size == run.X.size:
        raise NotYet("All voltages are there, the resets among them.")
    if voltages.size == run.spikes.sum():
        raise NotYet("These are the resets alone: turn the choice around.")
    if voltages.size != (~run.spikes).sum():
        raise NotYet(f"{voltages.size} voltages are not those of all steps without a spike.")
    matches(np.sort(voltages), np.sort(run.X[~run.spikes]), "the voltages")
    return f"{run.spikes.sum()} resets would have made a false peak at -70."


@exercise(
    "Principal components by singular values",
    hints=[
        "Take each neuron's own mean off first: X.mean(axis=1, keepdims=True).",
        "np.linalg.svd(..., full_matrices=False) gives U, s, Vt, the largest s first.",
        "The columns of U are directions among neurons; the scores are s[:k, None] * Vt[:k].",
    ],
)
def pca(function):
    X = simulate(weights(20, 20.0), inputs(20, 300)).X
    found = array(function(X, 3), "the scores")
    if found.shape == (300, 3):
        raise NotYet("The scores have shape (300, 3); give them as (3, 300), one row a component.")
    if found.shape == (20, 3) or found.shape == (3, 20):
        raise NotYet("These are directions among the 20 neurons; give the state along them.")
    if found.shape != (3, 300):
        raise NotYet(f"The scores have shape {found.shape}; expected is (3, 300).")
    truth = analysis.pca(X, 3).scores
    if _alike(found, truth):
        return "Up to the sign of each component these are scikit-learn's scores as well."
    if _alike(found - found.mean(axis=1, keepdims=True), truth):
        raise NotYet("The directions are right; project X without its means along them.")
    centered = X - X.mean(axis=1, keepdims=True)
    for wrong, message in [
        (_scores(X), "Is each neuron's mean taken off first?"),
        (_scores(X - X.mean(axis=0)), "You took a mean over neurons off; each neuron has its own."),
        (_scores(X - X.mean()), "One mean for all is taken off; each neuron has its own."),
        (np.linalg.svd(centered, False)[2][:3], "All components are equally long: where is s?"),
        (truth[::-1], "The order is reversed: the largest component comes first."),
    ]:
        if _alike(found, wrong):
            raise NotYet(message)
    raise NotYet("These are not the three components of largest variance.")


def _scores(X):
    _, s, Vt = np.linalg.svd(X, full_matrices=False)
    return s[:3, None] * Vt[:3]


def _alike(a, b):
    """Equal up to the sign of each row."""
    signs = np.where((a * b).sum(axis=1, keepdims=True) < 0, -1.0, 1.0)
    return np.allclose(a, signs * b, atol=1e-6 * np.abs(b).max())


@exercise(
    "The participation ratio",
    hints=[
        "Two sums are needed: of the variances, and of their squares.",
        "Test it: N equal variances give N, a single one gives 1.",
        "Square the first sum, then divide it by the second.",
    ],
)
def participation_ratio(function):
    for variances in ([4.0, 4.0, 4.0, 0.0], [9.0, 3.0, 1.0], [5.0]):
        v = np.array(variances)
        total, squares = v.sum(), (v**2).sum()
        matches(
            function(v),
            total**2 / squares,
            f"the participation ratio of {variances}",
            mistakes=[
                (total / squares, "Its unit is one over a variance: is a square missing?"),
                (squares / total**2, "It is upside down: a single direction gives 1, two give 2."),
                (1.0, "Always 1: the sum of squares is not the square of the sum."),
                (np.count_nonzero(v), "That counts directions; small ones should count for less."),
            ],
        )
    return "It counts directions, each by its share of the variance."


@exercise(
    "Which network made these rasters?",
    hints=[
        "Compare the numbers above the two rasters: rate, spread of the rates, CV.",
        "Columns tell about time: do the neurons spike together? Rows tell about neurons.",
        "Press the presets of the live figure one by one beside each raster.",
    ],
    wants="value",
)
def rasters(answers):
    if not isinstance(answers, dict) or set(answers) != set(LETTERS):
        raise NotYet(f"Hand in one answer for each of the rasters {', '.join(LETTERS)}.")
    for letter in LETTERS:
        given = answers[letter]
        if given not in KINDS:
            raise NotYet(f"{letter}: {given!r} is none of {', '.join(KINDS)}.")
        if given != kind(letter):
            raise NotYet(f"{letter}: if it were {given}, {KINDS[given].seen}. Look again.")
    return "Lockstep, volleys, uneven rows, even rows, dense rows: five signatures."
