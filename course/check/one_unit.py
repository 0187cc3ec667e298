"""What the exercises of lesson 01 check."""

from functools import partial

import numpy as np

from course.check._exercise import NotYet, array, exercise, seen
from course.models import activation
from course.models.summation import psp


def _differences(x, *, left=1.0, here=-2.0, right=1.0):
    return left * x[:-2] + here * x[1:-1] + right * x[2:]


@exercise(
    "The second difference of a row of pixels",
    hints=[
        "The first difference compares two neighbors; the second compares two first differences.",
        "Written out for one pixel: its left neighbor, its right neighbor, and itself with -2.",
        "Slices do it for all pixels at once: x[:-2] holds the left neighbors of x[1:-1].",
    ],
    right=_differences,
    mistakes={
        "The sign is turned around: a valley must be above 0.": lambda x: -_differences(x),
        "The pixel itself counts twice.": partial(_differences, here=-1.0),
        "The pixel itself is taken away, not added.": partial(_differences, here=2.0),
        "The pixel itself is missing.": partial(_differences, here=0.0),
        "Both neighbors are added, none is taken away.": [
            partial(_differences, left=-1.0),
            partial(_differences, right=-1.0),
        ],
        "That is a first difference over two pixels.": (partial(_differences, left=-1.0, here=0.0)),
        "Half of it: there is nothing to divide by.": lambda x: 0.5 * _differences(x),
    },
    examples={
        "the first and the last pixel lack a neighbor": lambda x: np.convolve(
            x, [1, -2, 1], "same"
        ),
        "is it the first difference": np.diff,
    },
)
def second_difference(difference):
    for x in (np.array([1.0, 2.0, 4.0, 8.0, 9.0, 3.0]), np.array([0.0, 0.0, 0.7, 1.0, 1.0])):
        found = array(difference(x), "the second difference")
        if found.shape == x.shape:
            raise NotYet(
                f"{x.size} pixels have {x.size - 2} second differences: the first and the last "
                "pixel lack a neighbor."
            )
        if found.shape == (x.size - 1,):
            raise NotYet("That is one value too many: is it the first difference?")
        yield seen(found, "the second difference")
    return "It is 0 on every straight slope, and changes sign in the middle of an edge."


def _potential(t, w, times, d, length, E_L, *, reach=-1.0, shift=1.0):
    V = np.full(len(t), E_L)
    for k in range(len(w)):
        V = V + w[k] * np.exp(reach * d[k] / length) * psp(t - shift * times[k])
    return V


@exercise(
    "Potentials that add up at the cell body",
    hints=[
        "Begin with V = E_L and add one synapse after the other.",
        "psp(t - t_k) is the shape of synapse k: 0 before t_k, at most 1 after it.",
        "Two factors stand before the shape: the weight, and exp(-d_k / length).",
    ],
    right=_potential,
    mistakes={
        "It rests at 0 mV: is E_L missing? What a synapse gives is added to V.": (
            lambda *given: _potential(*given[:-1], 0.0)
        ),
        "Distant synapses act too strongly: is the distance missing?": (
            partial(_potential, reach=0.0)
        ),
        "Synapses with a positive weight must raise V: the sign?": (
            lambda t, w, *rest: _potential(t, -w, *rest)
        ),
        "A larger length should make them reach farther: d over length.": (
            lambda t, w, times, d, length, E_L: _potential(t, w, times, d, 1.0 / length, E_L)
        ),
        "Potentials grow with distance: the sign?": partial(_potential, reach=1.0),
        "Every synapse acts at 0 ms: shift it to t_k.": partial(_potential, shift=0.0),
        "A synapse acts before its time, not after it: t - t_k.": partial(_potential, shift=-1.0),
        "Every synapse is equally strong: is the weight missing?": (
            lambda t, w, *rest: _potential(t, np.ones(len(w)), *rest)
        ),
        "Only the last synapse counts: add them up.": (
            lambda t, w, times, d, *rest: _potential(t, w[-1:], times[-1:], d[-1:], *rest)
        ),
        "Only the first synapse counts: does `return` stand in the loop?": (
            lambda t, w, times, d, *rest: _potential(t, w[:1], times[:1], d[:1], *rest)
        ),
    },
)
def potential(summed):
    for w, times, d, length, E_L, end in (
        ([9.0, 6.0, -4.0], [10.0, 22.0, 30.0], [50.0, 150.0, 60.0], 250.0, -65.0, 80.0),
        ([8.0], [14.0], [100.0], 400.0, -70.0, 60.0),
    ):
        yield seen(
            summed(
                np.linspace(0.0, end, 161), np.array(w), np.array(times), np.array(d), length, E_L
            ),
            f"the potential with {len(w)} synapse{'s' * (len(w) > 1)}",
        )
    return "Potentials only add here; a real membrane saturates a little."


def _net_input(a, w, *, start=0.0, end=None):
    return start + float(np.dot(a[:end], w[:end]))


@exercise(
    "The net input of one unit",
    hints=[
        "Start with n = 0 and let j run over the inputs.",
        "Each input adds its activity times its weight.",
    ],
    right=_net_input,
    mistakes={
        "You add weights to activities: a silent input must not count.": (
            lambda a, w: np.sum(a + w)
        ),
        "Only the last input counts: does n start anew in every round?": (
            lambda a, w: a[-1] * w[-1]
        ),
        "Only the first input counts: does `return` stand in the loop?": lambda a, w: a[0] * w[0],
        "The sum of products is not the product of the sums.": (lambda a, w: np.sum(a) * np.sum(w)),
        "That is the mean of the products; the sum is wanted.": lambda a, w: np.mean(a * w),
        "The last input is missing: how far does your loop go?": partial(_net_input, end=-1),
        "There is 1 too much: where does n start?": partial(_net_input, start=1.0),
        "The products are there, one for each input; add them up.": lambda a, w: a * w,
        "The products are taken away; add them.": lambda a, w: -_net_input(a, w),
        "A negative weight inhibits: it takes away.": lambda a, w: _net_input(a, np.abs(w)),
    },
)
def net_input(n):
    for a, w in (
        ([0.5, 0.0, 1.0], [2.0, 7.0, -0.75]),
        ([0.2, 0.9, 0.4, 0.7], [-1.0, 0.5, 3.0, 0.1]),
    ):
        yield seen(n(np.array(a), np.array(w)), f"the net input of {len(a)} inputs")


@exercise(
    "A layer, and a batch, as one product",
    hints=[
        "Row i of W holds the weights to unit i: n_i is that row times a.",
        "In a batch each example is a row of A, and each result should be a row too.",
        "Write out the shapes: (batch, n_in) times what gives (batch, n_out)?",
    ],
    right=lambda A, W: A @ W.T,
    mistakes={
        "Here W[i, j] goes from i to j; in this course it is to i from j.": lambda A, W: A @ W,
        "The columns of A became the examples; they are its rows.": [
            lambda A, W: W @ A,
            lambda A, W: W.T @ A,
        ],
        "Almost: the result has a column an example; it should be a row.": lambda A, W: W @ A.T,
        "That multiplies element by element and sums nothing.": lambda A, W: A * W,
        "Only the first example is there.": lambda A, W: A[0] @ W.T,
    },
)
def layer(product):
    rng = np.random.default_rng(5)
    for batch, n_in, n_out in ((4, 4, 4), (7, 3, 2)):
        A, W = rng.random((batch, n_in)), rng.standard_normal((n_out, n_in))
        what = f"the net inputs of a batch of {batch} examples and {n_out} units"
        yield seen(product(A.round(2), W.round(2)), what)
    return "One product does the whole batch, and hands it to a library that knows your processor."


def _sigmoid(x, Q, theta, beta, *, sign=-1.0):
    return Q / (1.0 + np.exp(sign * (x - theta) / beta))


def _exp_by_exp(x, Q, theta, beta):
    e = np.exp((x - theta) / beta)
    return Q * e / (1.0 + e)


@exercise(
    "The neuron's sigmoid",
    hints=[
        "Far above theta the exponential vanishes and Q is left; far below, 0 is left.",
        "At x = theta the exponent is 0, so the result is Q / 2.",
        "The exponent is the distance from theta, counted in beta, with a minus sign.",
    ],
    right=_sigmoid,
    mistakes={
        "The rate falls where it should rise: the sign in the exponent?": (
            partial(_sigmoid, sign=1.0)
        ),
        "It ends at 1: is Q missing?": lambda x, Q, *rest: _sigmoid(x, 1.0, *rest),
        "Half of Q should be reached at theta: is theta missing?": (
            lambda x, Q, theta, beta: _sigmoid(x, Q, 0.0, beta)
        ),
        "theta is on the wrong side: take x minus theta.": (
            lambda x, Q, theta, beta: _sigmoid(x, Q, -theta, beta)
        ),
        "The width is always 1: is beta missing?": lambda *given: _sigmoid(*given[:-1], 1.0),
        "A larger beta should make it wider, not narrower.": (
            lambda *given: _sigmoid(*given[:-1], 1.0 / given[-1])
        ),
        "The difference needs parentheses before you divide.": (
            lambda x, Q, theta, beta: _sigmoid(x, Q, theta / beta, 1.0)
        ),
        "The denominator is 1 plus the exponential, not minus.": (
            np.errstate(divide="ignore")(
                lambda x, Q, theta, beta: Q / (1.0 - np.exp(-(x - theta) / beta))
            )
        ),
        "The denominator needs parentheses: Q over all of 1 + exp(...).": (
            lambda x, Q, theta, beta: Q / 1.0 + np.exp(-(x - theta) / beta)
        ),
        "At very large voltages the result is nan: do not divide exp by exp.": _exp_by_exp,
    },
)
def neuron_sigmoid(rate):
    for x, *parameters in (
        ([-70.0, -56.0, -52.0, -50.0, -44.0], 80.0, -52.0, 4.0),
        ([-9.0, -1.0, 0.5, 3.0, 12.0], 120.0, 2.0, 7.0),
    ):
        yield seen(rate(np.array(x), *parameters), "the rate at five voltages")
    with np.errstate(over="ignore", invalid="ignore"):
        far = rate(np.array([-1e4, 1e4]), *parameters)
    yield seen(far, "the rate very far from theta")


def _tanh(x, sigmoid, *, steep=2.0, stretch=2.0, shift=-1.0):
    return stretch * sigmoid(steep * x) + shift


@exercise(
    "tanh from a sigmoid",
    hints=[
        "tanh runs from -1 to 1, the sigmoid from 0 to 1: stretch by 2, shift by 1.",
        "At 0 the slope of tanh is 1, that of the sigmoid 1/4. Stretching by 2 makes it 1/2.",
        "What must happen to x so that the slope doubles once more?",
    ],
    right=_tanh,
    mistakes={
        "It runs from -1 to 1, but rises only half as fast.": partial(_tanh, steep=1.0),
        "It runs from 0 to 2: shift it down.": partial(_tanh, shift=0.0),
        "It runs from 1 to 3: shift it down, not up.": partial(_tanh, shift=1.0),
        "It runs from -1 to 0: stretch it first.": partial(_tanh, stretch=1.0),
        "That is the sigmoid, twice as steep: it runs from 0 to 1.": (
            partial(_tanh, stretch=1.0, shift=0.0)
        ),
        "That is the sigmoid itself: it runs from 0 to 1, and rises too slowly.": (
            partial(_tanh, steep=1.0, stretch=1.0, shift=0.0)
        ),
        "Now it rises too slowly: x should grow.": partial(_tanh, steep=0.5),
    },
    examples={
        "make them from the sigmoid you are given": [
            lambda x, sigmoid: np.tanh(x),
            lambda x, sigmoid: np.tanh(x) + 0.0 * sigmoid(x),
        ],
    },
)
def tanh(function):
    for x in (np.array([-3.0, -0.4, 0.0, 0.9, 2.0]), np.array([-1.0, 0.2, 5.0])):
        yield seen(function(x, activation.sigmoid), f"tanh at {x.size} places")
    without = function(x, lambda u: 0.9 * activation.sigmoid(u))
    if np.allclose(without, np.tanh(x), atol=1e-3):
        raise NotYet("Right numbers, but the task is to make them from the sigmoid you are given.")
    return "So a network of tanh units can do what one of sigmoid units can, and the other way."
