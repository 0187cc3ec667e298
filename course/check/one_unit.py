"""What the exercises of lesson 01 check."""

import warnings
from functools import partial

import numpy as np

from course.check._cases import anew, vary
from course.check._exercise import NotYet, array, exercise, matches, number, parts, seen
from course.models import activation
from course.models.summation import peak_time, psp


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
    for x in vary(0.05, ([1.0, 2.0, 4.0, 8.0, 9.0, 3.0], [0.0, 0.0, 0.7, 1.0, 1.0])):
        x = np.array(x)
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
        "Each synapse writes over what was there: add what it gives, V = V + ...": (
            lambda t, w, times, d, length, E_L: _potential(
                t, w[-1:], times[-1:], d[-1:], length, 0.0
            )
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
    cases = (
        ([9.0, 6.0, -4.0], [10.0, 22.0, 30.0], [50.0, 150.0, 60.0], 250.0, -65.0, 80.0),
        ([8.0], [14.0], [100.0], 400.0, -70.0, 60.0),
    )
    for w, times, d, length, E_L, end in vary(0.05, cases):
        yield seen(
            summed(
                np.linspace(0.0, end, 161), np.array(w), np.array(times), np.array(d), length, E_L
            ),
            f"the potential with {len(w)} synapse{'s' * (len(w) > 1)}",
        )
    return "Potentials only add here; a real membrane saturates a little."


STEP = 0.1  # ms, to which the latest moment is asked


def _latest(w, d, length, E_L, V_th, *, moment=None, near=(0, 1), reach=1.0):
    """The latest of delays 0.1 ms apart; a mistake looks at one moment, or at wrong distances."""
    t = np.linspace(10.0, 60.0, 1001) if moment is None else np.array([moment])
    heights = [w[k] * np.exp(-reach * d[near[k]] / length) for k in (0, 1)]
    delays = np.arange(0.0, 60.0, STEP)
    late = heights[1] * psp(t - 10.0 - delays[:, None])
    peaks = (E_L + heights[0] * psp(t - 10.0) + late).max(axis=1)
    return float(delays[np.flatnonzero(peaks >= V_th)[-1]]) if (peaks >= V_th).any() else 0.0


@exercise(
    "How late the second synapse may come",
    hints=[
        "my_potential gives the sum for all times; its largest value decides.",
        "Try the delays 0, 0.1, 0.2 ... ms, and keep the last whose sum reaches V_th.",
        "Take times 0.1 ms apart or less, over 50 ms after synapse 1.",
    ],
    right=_latest,
    mistakes={
        "One moment does not tell: the peak moves when the delay grows. Look at all times.": [
            partial(_latest, moment=10.0 + peak_time()),
            lambda *given: _latest(*given, moment=12.0),
        ],
        "Potentials arrive whole here: is the distance missing?": partial(_latest, reach=0.0),
        "Each synapse has its own distance; yours lie at the same place.": [
            partial(_latest, near=(0, 0)),
            partial(_latest, near=(1, 1)),
        ],
        "The two have changed places: synapse 2 is the late one.": (
            lambda w, d, *rest: _latest(w[::-1], d[::-1], *rest)
        ),
        "The distances have changed places.": partial(_latest, near=(1, 0)),
        "That is a number of steps of 0.1 ms; ms are wanted.": (
            lambda *given: _latest(*given) / STEP
        ),
        "That is when synapse 2 is active; how late it comes after synapse 1 is wanted.": (
            lambda *given: _latest(*given) + 10.0
        ),
    },
    examples={
        "does your sum start at E_L": lambda *given: 59.9,
        "the delay is 0 or more": lambda *given: -_latest(*given),
    },
)
def latest(function):
    cases = [
        (([10.0, 10.0], [60.0, 60.0], 300.0), -65.0, -50.0),
        (([13.0, 9.0], [45.0, 110.0], 250.0), -70.0, -55.5),
        (([9.0, 12.0], [90.0, 40.0], 400.0), -60.0, -46.0),
    ]
    for synapses, E_L, V_th in cases:  # 2 % of a potential can be too much for both together
        w, d, length = vary(0.02, synapses)
        found = number(function(np.array(w), np.array(d), length, E_L, V_th), "the delay")
        if found < 0.0:
            raise NotYet(
                f"You give {found:.4g} ms: synapse 2 comes later, so the delay is 0 or more."
            )
        yield seen(found, "the latest delay", compare=_to_a_step)
    return "Coincidence: both must be near their peaks at the same time."


def _to_a_step(value, truth):
    """Within a step, and a little more for times on another grid."""
    if value > truth + 1.5 * STEP and value > 40.0:
        raise NotYet(
            f"{value:.4g} ms apart each potential stands alone, and none reaches the threshold: "
            "does your sum start at E_L?"
        )
    if abs(value - truth) > 1.5 * STEP:
        matches(value, truth, "the latest delay", rtol=0.0)


def _layers(W, a, other):
    return np.array(W, float), np.array(a, float), np.array(other, float)


@exercise(
    "Where a program lies and where it does not",
    same="Nothing is given to it: any numbers that show the fault are right.",
    hints=[
        "`a @ W` sums over the rows of W: a[0] W[0, 0] + a[1] W[1, 0] + ... is its first value.",
        "So it takes each weight from j to i where it should take the one to i from j.",
        "With which matrices is W[i, j] the same as W[j, i], so that this does no harm?",
    ],
    right=lambda: _layers([[0, 1], [0, 0]], [0, 1], [[1, 2], [2, 0]]),
    examples={
        "stops with an error": [
            lambda: _layers([[0, 1, 2], [0, 0, 1]], [0, 1, 1], [[1, 2], [2, 0]]),
            lambda: _layers([[0, 1], [0, 0]], [0, 1], [[1, 2, 3], [2, 0, 1]]),
        ],
        "the program is right": [
            lambda: _layers([[1, 2], [2, 0]], [3, 1], [[1, 2], [2, 0]]),
            lambda: _layers([[0, 1], [0, 0]], [0, 0], [[1, 2], [2, 0]]),
        ],
        "lies with the second matrix too": [
            lambda: _layers([[0, 1], [0, 0]], [0, 1], [[0, 1], [3, 0]]),
            lambda: _layers([[0, 1], [0, 0]], [0, 1], [[0, 1], [-1, 0]]),
        ],
        "multiple of the identity": [
            lambda: _layers([[0, 1], [0, 0]], [0, 1], np.eye(2)),
            lambda: _layers([[0, 1], [0, 0]], [0, 1], np.zeros((3, 3))),
        ],
        "a has shape": lambda: _layers([[0, 1], [0, 0]], [0, 1, 2], [[1, 2], [2, 0]]),
        "Return 3 values": lambda: _layers([[0, 1], [0, 0]], [0, 1], [[1, 2], [2, 0]])[:2],
    },
)
def counterexample(function):
    W, a, other = parts(function(), "W", "a", "W_right")
    W = _square(W, "W")
    a = array(a, "a")
    other = _square(other, "W_right")
    if a.shape != W.shape[:1]:
        raise NotYet(f"a has shape {a.shape}; W takes ({W.shape[0]},).")
    if np.allclose(a @ W, W @ a, rtol=1e-6, atol=1e-9):
        raise NotYet(f"For this W and a the program is right: both ways give {(W @ a).tolist()}.")
    if not np.allclose(other, other.T, rtol=1e-6, atol=1e-9):
        raise NotYet("It lies with the second matrix too: try it with a = (1, 0, 0, ...).")
    if np.allclose(other, other[0, 0] * np.eye(len(other))):
        raise NotYet("The second matrix is a multiple of the identity: too easy. Find another.")
    return "W and its transpose differ as soon as one connection differs from the way back."


def _square(W, what):
    W = array(W, what)
    if W.ndim != 2:
        raise NotYet(f"{what} has shape {W.shape}; a square matrix is wanted.")
    if W.shape[0] != W.shape[1]:
        raise NotYet(
            f"With {what} of shape {W.shape} the program stops with an error. Square is wanted."
        )
    return W


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
    rng = np.random.default_rng(anew(5))
    for batch, n_in, n_out in ((4, 4, 4), (7, 3, 2)):
        A, W = rng.random((batch, n_in)), rng.standard_normal((n_out, n_in))
        what = f"the net inputs of a batch of {batch} examples and {n_out} units"
        yield seen(product(A.round(2), W.round(2)), what)
    return "One product does the whole batch, and hands it to a library that knows your processor."


def _boltzmann(x, rate, *, part=0.5, wide=0.5):
    """Q, V_half and k of a curve that rises from 0, or at other parts of its height."""
    Q = rate[-1]
    V_half = np.interp(part * Q, rate, x)
    slope = (np.interp(V_half + wide, x, rate) - np.interp(V_half - wide, x, rate)) / (2.0 * wide)
    return Q, V_half, 0.25 * Q / slope


def _other_k(times):
    """The right answer with another k: `times(Q, V_half, k)`."""

    def mutant(x, rate):
        Q, V_half, k = _boltzmann(x, rate)
        return Q, V_half, times(Q, V_half, k)

    return mutant


@exercise(
    "Three numbers of a neuron from its measured curve",
    hints=[
        "Far to the right the curve is Q. At V_half it is half of that: np.interp finds where.",
        "k is hidden in the steepest slope, which is at V_half. Differentiate the formula there.",
        "The slope at V_half is Q / (4 k), so k is Q over four times the slope.",
    ],
    right=_boltzmann,
    mistakes={
        "k: 4 times too large. At V_half the denominator is 2, and its square is 4.": (
            _other_k(lambda Q, V_half, k: 4.0 * k)
        ),
        "k: that is the slope itself; how does it hang on Q and k?": (
            _other_k(lambda Q, V_half, k: 0.25 * Q / k)
        ),
        "k: that is the width from 10 to 90 % of Q, which is 4.4 k.": (
            _other_k(lambda Q, V_half, k: 2.0 * np.log(9.0) * k)
        ),
        "k: Q is missing in it. A curve twice as high is twice as steep.": (
            _other_k(lambda Q, V_half, k: k / Q)
        ),
        "V_half: that is a place in the array; x holds the voltages.": (
            lambda x, rate: (_boltzmann(x, rate)[0], float(np.argmax(rate >= 0.5 * rate[-1])), 0.0)
        ),
        "V_half: that is where 1/e of Q is reached; a half is asked.": (
            partial(_boltzmann, part=1.0 / np.e)
        ),
        "V_half: that is where 1 - 1/e of Q is reached; a half is asked.": (
            partial(_boltzmann, part=1.0 - 1.0 / np.e)
        ),
        "Q: that is the rate at V_half, half of the largest.": (
            lambda x, rate: (0.5 * rate[-1], *_boltzmann(x, rate)[1:])
        ),
        "Q: that is the mean of the curve; the largest rate is wanted.": (
            lambda x, rate: (np.mean(rate), *_boltzmann(x, rate)[1:])
        ),
    },
)
def boltzmann(function):
    for Q, V_half, k in vary(0.05, [(100.0, -50.0, 3.0), (140.0, -38.0, 4.5)]):
        x = np.linspace(V_half - 33.0, V_half + 42.0, 301)
        rate = activation.neuron_sigmoid(x, Q, V_half, k)
        found = parts(function(x, rate), "Q", "V_half", "k")
        for value, name in zip(found, ("Q", "V_half", "k")):
            yield seen(value, f"{name}", rtol=0.03)
    return "Three numbers say all that the curve says."


def _logistic(x):
    x = np.asarray(x, float)
    small = np.exp(-np.abs(x))
    return np.where(x >= 0.0, 1.0, small) / (1.0 + small)


PLACES = [-700.0, -300.0, -50.0, -20.0, -3.0, 0.0, 0.75, 5.0, 40.0, 700.0]


@exercise(
    "A logistic function without a flaw",
    hints=[
        "Which of the two forms does not overflow where x is above 0? And which below?",
        "The exponential of a negative number never overflows: take that of -|x|.",
        "np.where chooses between two arrays, and both are computed: let neither overflow.",
    ],
    right=_logistic,
    mistakes={
        "It falls where it should rise: the sign in the exponent?": lambda x: _logistic(-x),
        "That is tanh, from -1 to 1.": np.tanh,
        "It is shifted: at 0 a half is due.": lambda x: _logistic(np.asarray(x) - 1.0),
        "It rises twice as fast as it should.": lambda x: _logistic(2.0 * np.asarray(x)),
    },
    examples={
        "is the tail cut off": [
            lambda x: _logistic(np.clip(x, -30.0, 30.0)),
            lambda x: np.where(np.abs(x) < 30.0, _logistic(x), np.asarray(x) > 0.0),
            lambda x: 1.0 - _logistic(-np.asarray(x)),
            lambda x: 0.5 + 0.5 * np.tanh(0.5 * np.asarray(x)),
        ],
        "not a number": lambda x: np.errstate(all="ignore")(lambda e: e / (1.0 + e))(_exp(x)),
        "right, but it shouts": lambda x: 1.0 / (1.0 + np.exp(-np.asarray(x, float))),
    },
)
def logistic(function):
    places = vary(0.01, PLACES)
    found = array(function(np.array(places)), "the logistic function", shape=(len(places),))
    yield seen(found, "the logistic function")
    for x, one, true in zip(places, found, _logistic(places)):
        if abs(one - true) > 1e-14 * true:
            raise NotYet(
                f"At {x:g} it is {one:.3g}; the truth is {true:.3g}: is the tail cut off, or taken "
                "as 1 less a number that is nearly 1?"
            )
    far = np.array([-1e6, -1000.0, 1000.0, 1e6])
    with warnings.catch_warnings(record=True) as shouted:
        warnings.simplefilter("always")
        with np.errstate(over="warn", invalid="warn", divide="warn", under="ignore"):
            found = np.asarray(function(far), float)
    if np.isnan(found).any():
        raise NotYet(f"At {far[np.isnan(found)][0]:g} it is not a number: infinity over infinity.")
    yield seen(found, "the logistic function at -1e6, -1000, 1000 and 1e6")
    if shouted:
        raise NotYet(
            f"The numbers are right, but it shouts: {shouted[0].message}. Let nothing overflow."
        )
    return "Each digit is right, from 1e-304 to 1."


def _exp(x):
    with np.errstate(over="ignore", under="ignore"):
        return np.exp(np.asarray(x, float))


WANTED = 10.0  # signal to noise
NOISE = 0.1  # of each pixel


@exercise(
    "A unit that sees vertical edges",
    same="Nothing is given to it: any weights that see the edge are right.",
    hints=[
        "Each row of your weights sees what a horizontal stripe shows it: what must a row sum to?",
        "A row (-1, 0, 1) takes the left pixel from the right one. One row alone reaches 7.1.",
        "Noise differs from pixel to pixel and the edge does not: average over the rows.",
    ],
    right=lambda: [[-1.0, 0.0, 1.0]] * 3,
    examples={
        "expected is (3, 3)": lambda: [-1.0, 0.0, 1.0],
        "All weights are 0": lambda: np.zeros((3, 3)),
        "answers to uniform light": [
            lambda: np.ones((3, 3)),
            lambda: [[-1.0, 0.0, 2.0]] * 3,
        ],
        "answers to horizontal stripes": [
            lambda: np.array([[-1.0, 0.0, 1.0]] * 3).T,
            lambda: [[-2.0, -1.0, 0.0], [-1.0, 0.0, 1.0], [0.0, 1.0, 2.0]],
        ],
        "signal to noise 7.1; 10 wanted": [
            lambda: [[0.0, 0.0, 0.0], [-1.0, 0.0, 1.0], [0.0, 0.0, 0.0]],
            lambda: [[0.0, 0.0, 0.0], [-3.0, 0.0, 3.0], [0.0, 0.0, 0.0]],
        ],
        "as 1, -2, 1 gives": [
            lambda: [[0.0, 0.0, 0.0], [1.0, -2.0, 1.0], [0.0, 0.0, 0.0]],
            lambda: [[1.0, -2.0, 1.0]] * 3,
            lambda: [[-1.0, 0.0, 1.0], [0.0, 0.0, 0.0], [1.0, 0.0, -1.0]],
        ],
        "falls to the right": lambda: [[1.0, 0.0, -1.0]] * 3,
    },
)
def detector(function):
    w = array(function(), "the array of weights", shape=(3, 3))
    size = np.abs(w).sum()
    if not size:
        raise NotYet("All weights are 0: the unit sees nothing.")
    if abs(w.sum()) > 1e-9 * size:
        raise NotYet(
            f"It answers to uniform light, with {w.sum():.3g} for a brightness of 1. Where there "
            "is no edge the net input should be 0."
        )
    rows = w.sum(axis=1)
    for i in np.flatnonzero(np.abs(rows) > 1e-9 * size):
        raise NotYet(
            f"It answers to horizontal stripes: row {i} sums to {rows[i]:.3g}, and should to 0."
        )
    signal = w @ [0.0, 0.5, 1.0] @ np.ones(3)
    ratio = signal / (NOISE * np.sqrt((w**2).sum()))
    if abs(ratio) < 1e-9:
        raise NotYet(
            "Its net input for the edge 0, 1/2, 1 is 0, as 1, -2, 1 gives wherever brightness "
            "climbs evenly. Which weights tell one side from the other?"
        )
    if ratio < 0.0:
        raise NotYet("It answers to an edge that falls to the right: turn its signs around.")
    if ratio < WANTED:
        raise NotYet(f"It has signal to noise {ratio:.1f}; 10 wanted: use more pixels.")
    return f"Signal to noise {ratio:.1f}: it differentiates across the edge and averages along it."
