"""What the exercises of lesson 07 check."""

import math
import tracemalloc

import numpy as np

from course.check._exercise import NotYet, array, exercise, matches
from course.models.ring_attractor import Ring
from course.models.ring_attractor import angles as ring_angles
from course.models.ring_attractor import weights as ring_weights


@exercise(
    "The weights of the ring",
    hints=[
        "theta[:, None] is a column, theta[None, :] a row; their difference is an N by N array.",
        "Each weight is w0 plus w1 times the cosine of that difference.",
        "Divide by the number of neurons, so that the sum over them becomes a mean.",
    ],
)
def weights(function):
    for N, w0, w1 in [(12, 0.9, 1.0), (7, -1.0, 4.0)]:
        theta = 2 * math.pi * np.arange(N) / N
        difference = theta[:, None] - theta
        cosine = np.cos(difference)
        matches(
            function(theta, w0, w1),
            (w0 + w1 * cosine) / N,
            f"the matrix for N = {N}",
            mistakes=[
                (w0 + w1 * cosine, "N times too strong: is the division by N missing?"),
                (w0 + w1 * cosine / N, "The uniform part is too strong: divide both parts by N."),
                ((w0 + w1 * np.sin(difference)) / N, "That is a sine: neighbors get no weight."),
                (w1 * cosine / N, "The uniform weight w0 is missing."),
                (
                    (w0 + w1 * np.cos(theta[:, None] + theta)) / N,
                    "The sum of the angles is not a distance: take their difference.",
                ),
            ],
        )
    return "Every row is the row before, moved on by one neuron: the ring has no special place."


@exercise(
    "One Euler step of the ring",
    hints=[
        "The input of every neuron at once: W @ a + h0 + h1 * np.cos(theta - phi) - T.",
        "np.maximum(x, 0) rectifies; only the input is rectified, not the decay.",
        "The slope is (rectified input - a) / tau; the new a is a plus dt times it.",
    ],
)
def step(function):
    rng = np.random.default_rng(0)
    theta = 2 * math.pi * np.arange(9) / 9
    W = (0.5 + 2.0 * np.cos(theta[:, None] - theta)) / 9
    dt, tau, phi, h0, h1, T = 0.4, 2.0, 1.0, 1.2, 1.5, 1.0
    a = 0.3 * rng.random(9)
    net = W @ a + h0 + h1 * np.cos(theta - phi)
    drive = np.maximum(net - T, 0.0)
    opposite = np.maximum(W @ a + h0 + h1 * np.cos(theta + phi) - T, 0.0)
    slope = (drive - a) / tau
    matches(
        function(a.copy(), W, theta, phi, h0, h1, T, dt, tau),
        a + dt * slope,
        "the activity after a step",
        mistakes=[
            (a + dt * (net - T - a) / tau, "Input below threshold counts: rectify it."),
            (a + dt * np.maximum(net - T - a, 0.0) / tau, "The decay is rectified with the input."),
            (np.maximum(a + dt * (net - T - a) / tau, 0.0), "Rectify the input, not the activity."),
            (a + dt * drive / tau, "Nothing decays: is -a missing?"),
            (a + dt * (np.maximum(net, 0.0) - a) / tau, "Too active: is the threshold missing?"),
            (a + dt * (np.maximum(net + T, 0) - a) / tau, "The threshold is added; subtract it."),
            (a + slope, "The step is too large: is dt missing?"),
            (a + dt * (drive - a), "The step is too large: is tau missing?"),
            (a + dt * (opposite - a) / tau, "The input sits at -phi: use theta - phi."),
            (dt * slope, "That is the change of a. Add it to a."),
        ],
    )
    return "The library does this with three numbers instead of a matrix."


@exercise(
    "The recurrent input without the matrix",
    hints=[
        "cos(x - y) = cos x cos y + sin x sin y: the sum over j no longer needs i.",
        "Three numbers: the means of a, of a cos(theta) and of a sin(theta).",
        "The input to neuron i is w0 times the first plus w1 times "
        "(cos(theta_i) times the second + sin(theta_i) times the third).",
    ],
)
def three_numbers(function):
    rng = np.random.default_rng(1)
    for N in (11, 2000):
        theta = 2 * math.pi * np.arange(N) / N
        a = rng.random(N) + np.cos(theta - 1.0)
        w0, w1 = 0.9, 1.5
        m, C, S = a.mean(), (a * np.cos(theta)).mean(), (a * np.sin(theta)).mean()
        even, odd = C * np.cos(theta), S * np.sin(theta)
        tracemalloc.start()
        try:
            found = function(a, theta, w0, w1)
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        matches(
            found,
            w0 * m + w1 * (even + odd),
            f"the input for N = {N}",
            mistakes=[
                (N * (w0 * m + w1 * (even + odd)), "N times too large: take means, not sums."),
                (w0 * m + w1 * even, "Only the cosine is there: the sine part is missing."),
                (w0 * m + w1 * (even - odd), "cos(x - y) has a plus between its two products."),
                (w1 * (even + odd), "The uniform part is missing: w0 times the mean."),
            ],
        )
        if N > 1000 and most > 8 * N * N / 2:
            raise NotYet("Right, but a matrix of N by N numbers is still built on the way.")
    return "Three means and one pass over the neurons: the cost grows with N, not with its square."


@exercise(
    "The growth rate of the bump with every neuron active",
    hints=[
        "Without rectification the equation is linear: insert a = m + 2 |Z| cos(theta - psi).",
        "The mean of the squared cosine is one half: W turns the cosine into w1/2 times itself.",
        "tau dZ/dt = w1/2 times Z minus Z: what multiplies Z, over tau, is the rate.",
    ],
)
def growth_rate(function):
    for w1, tau in [(3.4, 5.0), (1.0, 1.0), (2.5, 0.5)]:
        matches(
            function(w1, tau),
            (w1 / 2 - 1) / tau,
            f"the rate for w1 = {w1} and tau = {tau}",
            mistakes=[
                ((w1 - 1) / tau, "The mean of the squared cosine over the ring is not 1."),
                (w1 / 2 / tau, "Too fast: the decay, -a, is missing."),
                (w1 / 2 - 1, "That is the change in one tau: divide by tau."),
                ((w1 / 2 - 1) * tau, "A slow neuron changes slowly: divide by tau."),
                ((1 - w1 / 2) / tau, "Strong weights should make it grow: the sign."),
                (w1 / 2, "That is the eigenvalue of W; the decay and tau are missing."),
            ],
        )
    matches(function(2.0, 3.0), 0.0, "the rate at the critical weight", atol=1e-12)
    return "Where your rate changes sign, forgetting ends. Compare that with your prediction."


@exercise(
    "The bump that holds itself",
    hints=[
        "w1 comes from U = w1 |Z| with |Z| = U B(c): U cancels.",
        "U comes from I = h0 - T + w0 U A(c) and I = -U cos(c): solve for U.",
        "Return both: (w1, U).",
    ],
)
def self_consistent(function):
    for c, h0, T, w0 in [(2.2, 2.5, 2.0, 0.2), (math.pi / 2, 3.0, 2.0, -1.0), (1.4, 4.0, 2.0, -2)]:
        A = (math.sin(c) - c * math.cos(c)) / math.pi
        B = (c - math.sin(c) * math.cos(c)) / (2 * math.pi)
        base = h0 - T
        U = base / (-math.cos(c) - w0 * A)
        found = array(function(c, h0, T, w0), "(w1, U)", shape=(2,))
        matches(
            found[0],
            1 / B,
            f"w1 at c = {math.degrees(c):.0f} degrees",
            mistakes=[
                (B, "That is B; w1 B = 1."),
                (1 / A, "That is 1/A: the tuned weight goes with Z, so with B."),
                (U, "That is U: return w1 first."),
                (0.5 / B, "Half as strong as needed: B has 2 pi below its line, A has pi."),
            ],
        )
        matches(
            found[1],
            U,
            f"U at c = {math.degrees(c):.0f} degrees",
            mistakes=[
                (-U, "U is negative: the bump is upside down. The sign of I = -U cos(c)?"),
                (base / (-math.cos(c) + 1e-12), "The neurons hear their mean, too: w0 U A(c)."),
                (base / (-math.cos(c) + w0 * A), "A negative w0 should make the bump smaller."),
                (h0 / (-math.cos(c) - w0 * A), "Too large: only what exceeds T counts."),
                (U * (1 - math.cos(c)), "That is the peak, I + U; U alone is wanted."),
            ],
        )
    return "The width depends on w1 alone; w0, h0 and T set the height."


@exercise(
    "What a wrong spacing changes",
    hints=[
        "np.linalg.eigvalsh(W) gives the eigenvalues of a symmetric matrix, the smallest first.",
        "The largest is that of the uniform mode; the next two hold the bump: [-3:-1].",
        "For the source: angles 2 pi i / (N - 1), and zeros in the last row and the last column.",
    ],
    wants="value",
)
def wiring(even, source, linked):
    truth = dict(zip(("even", "source", "linked"), _pairs()))
    for name, value in (("even", even), ("source", source), ("linked", linked)):
        mistakes = [
            (pair[::-1], "The smaller one first, as eigvalsh gives them.")
            for pair in [truth[name]]
            if pair[1] - pair[0] > 1e-4
        ]
        if name == "source":
            mistakes += [
                (truth["linked"], "The last neuron is still connected in source."),
                (truth["even"], "source has the right spacing: the angles end at 2 pi there."),
                (_one_end(), "Only the row or only the column of the last neuron is 0."),
            ]
        if name == "linked":
            mistakes += [(truth["source"], "In linked every neuron is connected.")]
            mistakes += [(truth["even"], "linked has the right spacing; it should be wrong.")]
        pair = array(value, name)
        if pair.shape != (2,):
            raise NotYet(f"{name} has shape {pair.shape}; two eigenvalues are expected.")
        if abs(pair.max() - 0.9) < 0.02:
            raise NotYet(f"{name} holds the eigenvalue of the uniform mode: take the next two.")
        matches(pair, truth[name], name, atol=1e-6, mistakes=mistakes)
    return (
        "In the source 99 neurons form a perfect ring, 1 % weak: the pair stays a pair. "
        "Connecting the last neuron splits it, and the ring gets a favorite angle."
    )


def _pairs():
    """The two eigenvalues that hold the bump, smaller first, for the three ways to wire."""
    source = Ring(layout="seam")
    theta = ring_angles(source)
    linked = (source.w0 + source.w1 * np.cos(theta[:, None] - theta)) / source.N
    for W in (ring_weights(Ring()), ring_weights(source), linked):
        yield np.linalg.eigvalsh(W)[-3:-1]


def _one_end():
    """What eigvalsh, which reads the lower triangle, says if only the last column is 0."""
    W = ring_weights(Ring(layout="seam"))
    theta = ring_angles(Ring(layout="seam"))
    W[-1] = (0.9 + np.cos(theta[-1] - theta)) / 100
    W[-1, -1] = 0.0
    return np.linalg.eigvalsh(W)[-3:-1]
