"""What the exercises of lesson 05 check."""

from functools import partial

import numpy as np

from course.check._exercise import NotYet, array, choice, exercise, parts, seen
from course.material.rasters import KINDS, LETTERS, kind
from course.models.spiking_network import inputs, simulate, weights


def _network(
    W,
    I,
    mu=0.1,
    x_rest=-60.0,
    thresh=0.0,
    reset=-70.0,
    *,
    pull=1.0,
    coupled=1.0,
    driven=1.0,
    ahead=0,
    heard="spikes",
    notes=True,
    resets=True,
):
    """The network; the keywords after the star are for its mistakes."""
    X, spikes = np.zeros(I.shape), np.zeros(I.shape)
    X[:, 0] = x_rest
    for t in range(I.shape[1] - 1):
        arrive = W @ (spikes if heard == "spikes" else X)[:, t]
        slope = pull * (x_rest - X[:, t]) + coupled * arrive + driven * I[:, t + ahead]
        X[:, t + 1] = X[:, t] + mu * slope
        fired = X[:, t + 1] > thresh
        if notes:
            spikes[fired, t + 1] = 1
        if resets:
            X[fired, t + 1] = reset
    return X, spikes


@exercise(
    "The network, step by step",
    hints=[
        "The pull to rest is -(X[:, t] - x_rest). What arrives from the network is W @ s.",
        "The new voltage is the old one plus mu times the sum of pull, arrivals and input.",
        "The neurons whose new voltage is above thresh have spiked: note it, then reset them.",
    ],
    right=_network,
    mistakes={
        "The steps are too large: is mu missing?": lambda W, I, mu=0.1, *p: _network(W, I, 1.0, *p),
        "Spikes travel backwards: W[i, j] leads to i from j, so W @ s.": (
            lambda W, *rest: _network(W.T, *rest)
        ),
        "Voltages run away from rest: the sign of the pull?": partial(_network, pull=-1.0),
        "Nothing pulls the voltages back to rest: where is -(X[:, t] - x_rest)?": (
            partial(_network, pull=0.0)
        ),
        "Voltages are drawn to 0: the pull leads to x_rest.": (
            lambda W, I, mu=0.1, x_rest=-60.0, *p: _network(W, I - x_rest, mu, x_rest, *p)
        ),
        "The neurons do not hear each other: is W @ s missing?": partial(_network, coupled=0.0),
        "Spikes arrive too strongly: mu multiplies W @ s as well.": partial(_network, coupled=10.0),
        "What arrives is W times the spikes, not W times the voltages.": (
            partial(_network, heard="X")
        ),
        "The input acts too strongly: mu multiplies it as well.": partial(_network, driven=10.0),
        "Without input nothing happens: is I[:, t] missing?": partial(_network, driven=0.0),
        "The input comes a step early: I[:, t] leads from step t to the next.": (
            partial(_network, ahead=1)
        ),
        "Voltages stay above threshold: reset the neurons that have spiked.": (
            partial(_network, resets=False)
        ),
        "Voltages are reset, but no spike is noted: note it before the reset.": (
            partial(_network, notes=False)
        ),
        "Neurons that have spiked start again at reset, not at x_rest.": (
            lambda W, I, mu=0.1, x_rest=-60.0, thresh=0.0, reset=0.0: _network(
                W, I, mu, x_rest, thresh, x_rest
            )
        ),
        "They come in the wrong order: X first, then the spikes.": (
            lambda *given: _network(*given)[::-1]
        ),
        "Right with the values of the table, but with others wrong: use mu, x_rest, thresh and "
        "reset.": lambda W, I, *p: _network(W, I),
    },
    examples={
        "Return 2 values, in this order": lambda *given: _network(*given)[0],
        "no spike is noted": lambda *given: (_network(*given)[0], 0.0 * given[1]),
        "No neuron ever spikes": partial(_network, coupled=0.5, driven=0.1),
        "not all 0 or 1": lambda *given: (_network(*given)[0], 2.0 * _network(*given)[1]),
        "Spikes are noted in other steps": (
            lambda *given: (_network(*given)[0], np.roll(_network(*given)[1], 1, axis=1))
        ),
        "one row a neuron": lambda *given: [part.T for part in _network(*given)],
        "leave the right ones at step": partial(_network, coupled=0.9),
    },
)
def network(run):
    W, I = weights(30, 20.0, rng=0), inputs(30, 200, rng=1)
    total = 0
    for given in ((W, I), (0.5 * W.T, I[:, ::-1].copy(), 0.05, -50.0, -10.0, -65.0)):
        X, spikes = parts(run(*given), "the voltages X", "the spikes")
        for name, found in (("X", X), ("the array of spikes", spikes)):
            if (shape := array(found, name).shape) != I.shape:
                raise NotYet(f"{name} has shape {shape}; one row a neuron is {I.shape}.")
        both = np.stack([X, spikes]).astype(float).round(6)
        yield seen(both, "X and the spikes", compare=partial(_same_run, given[2:]))
        total += int(both[1].sum())
    return f"All {total} spikes of two runs are those of the library, step for step."


def _same_run(parameters, found, truth):
    X, spikes = found
    reset = parameters[3] if parameters else -70.0
    apart = ~np.isclose(X, truth[0], rtol=0.0, atol=1e-3).all(axis=0)
    if not apart.any() and np.array_equal(spikes, truth[1]):
        return
    if not spikes.any() and (X == reset).any():
        raise NotYet("Voltages are reset, but no spike is noted: note it before the reset.")
    if not spikes.any():
        raise NotYet("No neuron ever spikes: is the new voltage compared with thresh?")
    if not np.isin(spikes, (0.0, 1.0)).all():
        raise NotYet("The spikes are not all 0 or 1.")
    if not apart.any():
        raise NotYet("Spikes are noted in other steps than those that end above thresh.")
    if X.max() > 0.0:
        raise NotYet("Voltages stay above threshold: neurons that spike are reset at once.")
    at = np.argmax(apart)
    raise NotYet(f"The voltages leave the right ones at step {at}: follow one neuron there.")


def _statistics(X, spikes, mu=0.1, *, chosen=np.logical_not):
    return spikes.sum(axis=1) / (spikes.shape[1] * mu), X[chosen(spikes)]


def _rates(change):
    return lambda X, spikes, mu=0.1: (change(spikes, mu), X[~spikes])


@exercise(
    "Rates, and voltages without the resets",
    hints=[
        "A rate is a number of spikes over a duration; the duration is steps times mu.",
        "There is one rate a neuron: sum along the axis of time.",
        "Every step with a spike holds a reset. Keep the voltages where there is none: ~spikes.",
    ],
    right=_statistics,
    mistakes={
        "These are numbers of spikes: divide by the duration.": _rates(lambda s, mu: s.sum(1)),
        "These are spikes a step: where is mu, the length of a step?": (
            _rates(lambda s, mu: s.mean(1))
        ),
        "The duration is the number of steps times mu: divide by mu, don't multiply.": (
            _rates(lambda s, mu: mu * s.mean(1))
        ),
        "There is one rate for each step; one for each neuron is wanted: axis=1.": (
            _rates(lambda s, mu: s.mean(0) / mu)
        ),
        "That is one rate for all neurons; one for each is wanted: axis=1.": (
            _rates(lambda s, mu: s.mean() / mu)
        ),
        "All voltages are there, the resets among them.": (
            partial(_statistics, chosen=lambda s: np.full(s.shape, True))
        ),
        "These are the resets alone: turn the choice around.": (
            partial(_statistics, chosen=np.array)
        ),
    },
    examples={"Return 2 values": lambda *given: _statistics(*given)[0]},
)
def statistics(function):
    total = 0
    for given in ((20, 300), (12, 200, 0.05)):
        run = simulate(weights(given[0], 20.0, rng=0), inputs(*given[:2], rng=1))
        found = parts(function(run.X, run.spikes, *given[2:]), "the rates", "the voltages")
        yield seen(found[0], "the array of rates")
        voltages = array(found[1], "the array of voltages")
        yield seen(np.sort(voltages, axis=None), "the sorted voltages")
        total += run.spikes.sum()
    return f"{total} resets would have made a false peak at -70."


def _pca(X, k, *, off=lambda X: X.mean(axis=1, keepdims=True), scaled=True, order=1):
    _, s, Vt = np.linalg.svd(X - off(X), full_matrices=False)
    return ((s[:k, None] if scaled else 1.0) * Vt[:k])[::order]


@exercise(
    "Principal components by singular values",
    hints=[
        "Take each neuron's own mean off first: X.mean(axis=1, keepdims=True).",
        "np.linalg.svd(..., full_matrices=False) gives U, s, Vt, the largest s first.",
        "The columns of U are directions among neurons; the scores are s[:k, None] * Vt[:k].",
    ],
    right=_pca,
    mistakes={
        "Is each neuron's mean taken off first?": partial(_pca, off=lambda X: 0.0),
        "You took a mean over neurons off; each neuron has its own.": (
            partial(_pca, off=lambda X: X.mean(axis=0))
        ),
        "One mean for all is taken off; each neuron has its own.": partial(_pca, off=np.mean),
        "All components are equally long: where is s?": partial(_pca, scaled=False),
        "The order is reversed: the largest component comes first.": partial(_pca, order=-1),
        "The directions are right; project X without its means along them.": (
            lambda X, k: np.linalg.svd(X - X.mean(axis=1, keepdims=True), False)[0][:, :k].T @ X
        ),
        "Each score is divided by s twice, or multiplied: s times Vt, once.": (
            lambda X, k: _pca(X, k) * np.linalg.norm(_pca(X, k), axis=1, keepdims=True)
        ),
        "Almost: give one row a component, (k, T).": lambda X, k: _pca(X, k).T,
        "All components are there; the first k are wanted.": lambda X, k: _pca(X, len(X)),
    },
    examples={
        "directions among": lambda X, k: np.linalg.svd(X, full_matrices=False)[0][:, :k],
        "have shape (300, 20)": lambda X, k: X.T,
        "not the 3 components of largest variance": lambda X, k: _pca(X[::-1] ** 2, k),
    },
)
def pca(function):
    for N, T, k in ((20, 300, 3), (15, 200, 2)):
        found = array(
            function(simulate(weights(N, 20.0, rng=0), inputs(N, T, rng=1)).X, k), "the scores"
        )
        if found.shape in ((N, k), (k, N)):
            raise NotYet(f"These are directions among the {N} neurons; give the state along them.")
        yield seen(_upright(found), "the scores", rtol=1e-4, compare=partial(_components, k))
    return "Up to the sign of each component these are scikit-learn's scores as well."


def _upright(scores):
    """Each component with the sign that makes its largest entry positive."""
    scores = np.atleast_2d(scores)
    axis = int(scores.shape[0] < scores.shape[1])
    largest = np.take_along_axis(scores, np.abs(scores).argmax(axis=axis, keepdims=True), axis=axis)
    return scores * np.where(largest < 0.0, -1.0, 1.0)


def _components(k, found, truth):
    if found.shape != truth.shape:
        raise NotYet(f"The scores have shape {found.shape}; expected is {truth.shape}.")
    if np.abs(found - truth).max() > 1e-4 * np.abs(truth).max():
        raise NotYet(f"These are not the {k} components of largest variance.")


def _participation(v):
    return np.sum(v) ** 2 / np.sum(v**2)


@exercise(
    "The participation ratio",
    hints=[
        "Two sums are needed: of the variances, and of their squares.",
        "Test it: N equal variances give N, a single one gives 1.",
        "Square the first sum, then divide it by the second.",
    ],
    right=_participation,
    mistakes={
        "Its unit is one over a variance: is a square missing?": (
            lambda v: np.sum(v) / np.sum(v**2)
        ),
        "It is upside down: a single direction gives 1, two give 2.": (
            lambda v: 1.0 / _participation(v)
        ),
        "Always 1: the sum of squares is not the square of the sum.": lambda v: 1.0,
        "That counts directions; small ones should count for less.": np.count_nonzero,
        "Its unit is that of a variance: the square belongs on each variance below.": (
            lambda v: np.sum(v) ** 2 / np.sum(v)
        ),
        "That is the mean over its square, without N: take sums.": (
            lambda v: np.mean(v) ** 2 / np.mean(v**2)
        ),
    },
)
def participation_ratio(function):
    for variances in ([9.0, 3.0, 1.0], [4.0, 4.0, 4.0, 0.0], [5.0]):
        yield seen(function(np.array(variances)), f"the participation ratio of {variances}")
    return "It counts directions, each by its share of the variance."


def _answers(**others):
    return lambda: {letter: kind(letter) for letter in LETTERS} | others


@exercise(
    "Which network made these rasters?",
    hints=[
        "Compare the numbers above the two rasters: rate, spread of the rates, CV.",
        "Columns tell about time: do the neurons spike together? Rows tell about neurons.",
        "Press the presets of the live figure one by one beside each raster.",
    ],
    wants="value",
    right=_answers(),
    examples={
        "Look again": lambda: _answers(A=kind("B"), B=kind("A"))(),
        "one answer for each": lambda: {"A": "clocks"},
        "is none of": _answers(C="an oscillator"),
    },
)
def rasters(answers):
    if not isinstance(answers, dict) or set(answers) != set(LETTERS):
        raise NotYet(f"Hand in one answer for each of the rasters {', '.join(LETTERS)}.")
    for letter in LETTERS:
        given = choice(answers[letter], KINDS, letter)
        if given != kind(letter):
            raise NotYet(f"{letter}: if it were {given}, {KINDS[given].seen}. Look again.")
    return "Lockstep, volleys, uneven rows, even rows, dense rows: five signatures."
