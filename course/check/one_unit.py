"""What the exercises of lesson 01 check."""

import numpy as np

from course.check._exercise import NotYet, array, exercise, matches
from course.models import activation
from course.models.summation import psp


@exercise(
    "The second difference of a row of pixels",
    hints=[
        "The first difference compares two neighbors; the second compares two first differences.",
        "Written out for one pixel: its left neighbor, its right neighbor, and itself with -2.",
        "Slices do it for all pixels at once: x[:-2] holds the left neighbors of x[1:-1].",
    ],
)
def second_difference(difference):
    for x in (np.array([1.0, 2.0, 4.0, 8.0, 9.0, 3.0]), np.array([0.0, 0.0, 0.7, 1.0, 1.0])):
        left, here, right = x[:-2], x[1:-1], x[2:]
        found = array(difference(x), "the second difference")
        if found.shape == x.shape:
            raise NotYet(
                f"{x.size} pixels have {x.size - 2} second differences: the first and the last "
                "pixel lack a neighbor."
            )
        if found.shape == (x.size - 1,):
            raise NotYet("That is one value too many: is it the first difference?")
        matches(
            found,
            left - 2.0 * here + right,
            "the second difference",
            mistakes=[
                (2.0 * here - left - right, "The sign is turned around: a valley must be above 0."),
                (left - here + right, "The pixel itself counts twice."),
                (right - left, "That is a first difference over two pixels."),
                (0.5 * (left - 2.0 * here + right), "Half of it: there is nothing to divide by."),
            ],
        )
    return "It is 0 on every straight slope, and changes sign in the middle of an edge."


@exercise(
    "Potentials that add up at the cell body",
    hints=[
        "Begin with V = E_L and add one synapse after the other.",
        "psp(t - t_k) is the shape of synapse k: 0 before t_k, at most 1 after it.",
        "Two factors stand before the shape: the weight, and exp(-d_k / length).",
    ],
)
def potential(summed):
    t = np.linspace(0.0, 80.0, 161)
    E_L, length = -65.0, 250.0
    for w, times, d in (
        ([8.0], [10.0], [100.0]),
        ([9.0, 6.0, -4.0], [10.0, 22.0, 30.0], [0.0, 150.0, 60.0]),
    ):
        w, times, d = np.array(w), np.array(times), np.array(d)
        shapes = np.array([psp(t - start) for start in times])
        reach = np.exp(-d / length)
        unshifted = psp(t) * np.ones((len(w), 1))
        matches(
            summed(t, w, times, d, length, E_L),
            E_L + (w * reach) @ shapes,
            f"the potential with {len(w)} synapse{'s' * (len(w) > 1)}",
            mistakes=[
                (
                    (w * reach) @ shapes,
                    "It rests at 0 mV: is E_L missing? What a synapse gives is added to V.",
                ),
                (E_L + w @ shapes, "Distant synapses act too strongly: is the distance missing?"),
                (E_L + (w / reach) @ shapes, "Potentials grow with distance: the sign?"),
                (E_L + (w * reach) @ unshifted, "Every synapse acts at 0 ms: shift it to t_k."),
                (E_L + reach @ shapes, "Every synapse is equally strong: is the weight missing?"),
                (E_L + (w * reach)[-1] * shapes[-1], "Only the last synapse counts: add them up."),
            ],
        )
    return "Potentials only add here; a real membrane saturates a little."


@exercise(
    "The net input of one unit",
    hints=[
        "Start with n = 0 and let j run over the inputs.",
        "Each input adds its activity times its weight.",
    ],
)
def net_input(n):
    for a, w in (
        (np.array([0.5, 0.0, 1.0]), np.array([2.0, 7.0, -0.75])),
        (np.array([0.2, 0.9, 0.4, 0.7]), np.array([-1.0, 0.5, 3.0, 0.1])),
    ):
        matches(
            n(a, w),
            float(w @ a),
            f"the net input of {a.size} inputs",
            mistakes=[
                (np.sum(a + w), "You add weights to activities: a silent input must not count."),
                (a[-1] * w[-1], "Only the last input counts: does n start anew in every round?"),
                (a.sum() * w.sum(), "The sum of products is not the product of the sums."),
                (np.mean(a * w), "That is the mean of the products; the sum is wanted."),
                (w[:-1] @ a[:-1], "The last input is missing: how far does your loop go?"),
                (1.0 + w @ a, "There is 1 too much: where does n start?"),
            ],
        )


@exercise(
    "A layer, and a batch, as one product",
    hints=[
        "Row i of W holds the weights to unit i: n_i is that row times a.",
        "In a batch each example is a row of A, and each result should be a row too.",
        "Write out the shapes: (batch, n_in) times what gives (batch, n_out)?",
    ],
)
def layer(product):
    rng = np.random.default_rng(5)
    A, W = rng.random((4, 4)).round(2), rng.standard_normal((4, 4)).round(2)
    matches(
        product(A, W),
        A @ W.T,
        "the net inputs of a batch of 4 examples and 4 units",
        mistakes=[
            (A @ W, "Here W[i, j] goes from i to j; in this course it is to i from j."),
            (W @ A, "The columns of A became the examples; they are its rows."),
            (W @ A.T, "Almost: the result has a column an example; it should be a row."),
            (A * W, "That multiplies element by element and sums nothing."),
        ],
    )
    A, W = rng.random((7, 3)), rng.standard_normal((2, 3))
    found = array(product(A, W), "the net inputs of 7 examples and 2 units")
    if found.shape == (2, 7):
        raise NotYet("The result has a column for each example; it should have a row for each.")
    matches(found, A @ W.T, "the net inputs of 7 examples and 2 units")
    return "One product does the whole batch, and hands it to a library that knows your processor."


@exercise(
    "The neuron's sigmoid",
    hints=[
        "Far above theta the exponential vanishes and Q is left; far below, 0 is left.",
        "At x = theta the exponent is 0, so the result is Q / 2.",
        "The exponent is the distance from theta, counted in beta, with a minus sign.",
    ],
)
def neuron_sigmoid(rate):
    Q, theta, beta = 80.0, -52.0, 4.0
    x = np.array([-70.0, -56.0, -52.0, -50.0, -44.0])
    u = (x - theta) / beta

    def curve(u):
        return 1.0 / (1.0 + np.exp(-u))

    matches(
        rate(x, Q, theta, beta),
        Q * curve(u),
        "the rate at five voltages",
        mistakes=[
            (Q * curve(-u), "The rate falls where it should rise: the sign in the exponent?"),
            (curve(u), "It ends at 1: is Q missing?"),
            (Q * curve(x / beta), "Half of Q should be reached at theta: is theta missing?"),
            (Q * curve((x + theta) / beta), "theta is on the wrong side: take x minus theta."),
            (Q * curve(x - theta), "The width is always 1: is beta missing?"),
            (Q * curve((x - theta) * beta), "A larger beta should make it wider, not narrower."),
            (Q * curve(x - theta / beta), "The difference needs parentheses before you divide."),
        ],
    )
    with np.errstate(over="ignore", invalid="ignore"):
        far = np.asarray(rate(np.array([-1e4, 1e4]), Q, theta, beta), dtype=float)
    if not np.isfinite(far).all():
        raise NotYet("At very large voltages the result is nan: do not divide exp by exp.")
    matches(far, np.array([0.0, Q]), "the rate very far from theta", atol=1e-9)


@exercise(
    "tanh from a sigmoid",
    hints=[
        "tanh runs from -1 to 1, the sigmoid from 0 to 1: stretch by 2, shift by 1.",
        "At 0 the slope of tanh is 1, that of the sigmoid 1/4. Stretching by 2 makes it 1/2.",
        "What must happen to x so that the slope doubles once more?",
    ],
)
def tanh(function):
    x = np.array([-3.0, -0.4, 0.0, 0.9, 2.0])
    used = []

    def sigmoid(u):
        used.append(u)
        return activation.sigmoid(u)

    matches(
        function(x, sigmoid),
        np.tanh(x),
        "tanh at five places",
        rtol=1e-9,
        mistakes=[
            (2 * activation.sigmoid(x) - 1, "It runs from -1 to 1, but rises only half as fast."),
            (2 * activation.sigmoid(2 * x), "It runs from 0 to 2: shift it down."),
            (activation.sigmoid(2 * x) - 1, "It runs from -1 to 0: stretch it first."),
            (
                activation.sigmoid(2 * x),
                "That is the sigmoid, twice as steep: it runs from 0 to 1.",
            ),
            (2 * activation.sigmoid(x / 2) - 1, "Now it rises too slowly: x should grow."),
        ],
    )
    if not used:
        raise NotYet("Right numbers, but the task is to make them from the sigmoid you are given.")
    return "So a network of tanh units can do what one of sigmoid units can, and the other way."
