"""What the exercises of lesson 06 check."""

import math

import numpy as np

from course.check._exercise import NotYet, array, exercise, matches, number


@exercise(
    "One Euler step of a rate network",
    hints=[
        "What does each unit hear? Its own input and W @ r.",
        "F acts on all that a unit hears, and on nothing else; the leak -r stays outside.",
        "A step changes r by dt / tau times (-r + F(...)); return the new r.",
    ],
)
def rate_step(step):
    W = np.array([[0.0, 0.5, -0.4], [0.2, 0.1, 0.3], [-0.6, 0.4, 0.0]])
    r, h, dt, tau = np.array([1.0, 0.5, 2.0]), np.array([0.3, -0.2, 0.1]), 0.5, 10.0
    for F in (_same, _relu):
        heard = F(h + W @ r)
        change = dt / tau * (-r + heard)
        matches(
            step(r.copy(), W, h, dt, tau, F),
            r + change,
            "the rates after a step",
            mistakes=[
                (change, "That is the change of r. Add it to r."),
                (r + change / dt, "The step is too large: is dt missing?"),
                (r + change * tau, "The step is too large: is tau missing?"),
                (r + dt / tau * (-r + F(h + r @ W)), "Rows and columns of W: W @ r, not r @ W."),
                (r + dt / tau * (r + heard), "The leak has the wrong sign: it is -r."),
                (r + dt / tau * (-r + F(W @ r)), "Its own input is missing: where is h?"),
                (r + dt / tau * heard, "Nothing leaks: where is -r?"),
                (r + dt / tau * (-r + h + W @ r), "F is missing: it acts on h + W r."),
                (r + dt / tau * (-r + h + F(W @ r)), "F acts on W r only; h belongs inside."),
                (r + dt / tau * F(-r + h + W @ r), "F acts on the leak too; -r belongs outside."),
            ],
        )
    return "With F = linear and small dt this is the network that the modes solve."


def _same(x):
    return x


def _relu(x):
    return np.maximum(x, 0.0)


@exercise(
    "One mode under constant input, in closed form",
    hints=[
        "Where does c come to rest? Set dc/dt to 0: that is g / (1 - value).",
        "The distance from there shrinks like exp(-(1 - value) t / tau), from c0 on.",
        "At value = 1 the leak is gone: tau dc/dt = g. Ask for it with `if`.",
    ],
)
def mode_response(function):
    t, g, tau, c0 = np.array([0.0, 5.0, 20.0]), 0.5, 10.0, 2.0
    for value in (0.8, -0.5, 1.3):
        rest, z = g / (1 - value), (1 - value) * t / tau
        matches(
            function(t, value, g, tau, c0),
            rest + (c0 - rest) * np.exp(-z),
            f"the mode with an eigenvalue of {value}",
            mistakes=[
                (rest + (c0 - rest) * np.exp(z), "The exponent has the wrong sign."),
                (rest + (c0 - rest) * np.exp(-t / tau), "Is its time constant tau for every mode?"),
                (
                    rest + (c0 - rest) * np.exp(-t / (tau * (1 - value))),
                    "The time constant is upside down: tau / (1 - value).",
                ),
                (rest * (1 - np.exp(-z)), "It starts at 0; c0 is missing."),
                (g + (c0 - g) * np.exp(-z), "It comes to rest at g: is the gain missing?"),
                (rest + c0 * np.exp(-z), "At t = 0 it must be c0: what decays is c0 - rest."),
            ],
        )
    with np.errstate(all="ignore"):
        marginal = function(t, np.float64(1.0), g, tau, c0)
    if _broken(marginal):
        raise NotYet("At an eigenvalue of 1 you divide by 0. There the equation is tau dc/dt = g.")
    matches(
        marginal,
        c0 + g * t / tau,
        "the mode with an eigenvalue of 1",
        mistakes=[
            (c0 + g * t, "At an eigenvalue of 1 it climbs too fast: is tau missing?"),
            (g * t / tau, "At an eigenvalue of 1 it starts at 0; c0 is missing."),
            (np.full(3, c0), "At an eigenvalue of 1 the input still adds up."),
        ],
    )
    return "One formula for amplification and divergence, and its limit for integration."


def _broken(value):
    try:
        return not np.isfinite(np.asarray(value, dtype=float)).all()
    except (TypeError, ValueError):
        return False


@exercise(
    "The steady state as a sum over modes",
    hints=[
        "np.linalg.eigh(W) gives the eigenvalues and, in the columns of a matrix E, the modes.",
        "The parts of the input are E.T @ h. Multiply each by its own gain.",
        "E @ parts puts the modes together again.",
    ],
)
def steady_state(function):
    W = np.array([[0.2, 0.4, -0.3], [0.4, -0.1, 0.2], [-0.3, 0.2, 0.3]])
    h = np.array([1.0, -0.5, 2.0])
    values, E = np.linalg.eigh(W)
    parts = E.T @ h
    found = array(function(W, h), "the steady state", shape=(3,))
    if np.allclose(np.abs(found), np.abs(parts / (1 - values))):
        raise NotYet("These are the parts in the modes; put the modes together again with E.")
    matches(
        found,
        np.linalg.solve(np.eye(3) - W, h),
        "the steady state",
        mistakes=[
            (h, "That is the input again: where are the gains?"),
            (W @ h, "That is W @ h, the input after one pass; the modes need their gains."),
            (E @ (parts / (1 + values)), "The gain is 1 / (1 - value), with a minus."),
            (E @ (parts * (1 - values)), "The gain is upside down."),
            (E.T @ (E @ h / (1 - values)), "The modes are the columns of E, not its rows."),
            (E @ (E @ h / (1 - values)), "The parts of the input are E.T @ h, not E @ h."),
            (E.T @ (parts / (1 - values)), "Back to units it is E @ ..., not E.T @ ...."),
        ],
    )
    return "np.linalg.solve(1 - W, h) gives the same without a word about modes."


@exercise(
    "How exactly an integrator must be tuned",
    hints=[
        "The mode leaks with the time constant tau / (1 - value).",
        "Put both times in ms and solve for the eigenvalue.",
    ],
    wants="value",
)
def tuning(value):
    found = number(value, "the eigenvalue")
    if found > 1:
        raise NotYet("Above 1 nothing fades: the memory runs away.")
    if found == 1:
        raise NotYet("At exactly 1 it never fades. How far below 1 may it be?")
    matches(
        found,
        0.999,
        "the eigenvalue",
        rtol=1e-6,
        mistakes=[
            (0.001, "That is the distance from 1; the eigenvalue itself is wanted."),
            (0.0, "10 s and 10 ms: put both in ms."),
        ],
    )
    return "A tenth of a percent. Synapses are not that exact, so something must correct them."


@exercise(
    "The fastest growth of a network's rates",
    hints=[
        "Half the growth of |r| squared is r @ A @ r. Only the symmetric part of A counts there.",
        "The largest r @ S @ r over all r of length 1 is the largest eigenvalue of S.",
        "A is (W - identity) / tau, and its symmetric part (A + A.T) / 2.",
    ],
)
def fastest_growth(function):
    W, tau = np.array([[2.0, -3.0, 0.5], [4.0, -2.5, 0.0], [0.3, 1.0, 0.2]]), 5.0
    values = np.linalg.eigvals(W)
    top = np.linalg.eigvalsh((W + W.T) / 2)[-1]
    matches(
        function(W, tau),
        (top - 1) / tau,
        "the growth",
        mistakes=[
            ((values.real.max() - 1) / tau, "That is the growth in the end; take A + A.T first."),
            (top / tau, "The leak is missing: subtract the identity from W."),
            (top - 1, "The growth is per ms: divide by tau."),
            (
                (np.linalg.eigvalsh(W)[-1] - 1) / tau,
                "A is not symmetric, and eigvalsh reads half of it: take (A + A.T) / 2.",
            ),
            ((2 * top - 1) / tau, "W is counted twice: the symmetric part is half of W + W.T."),
            (2 * (top - 1) / tau, "Twice too fast: the symmetric part is half of A + A.T."),
            (
                (np.linalg.eigvalsh((W + W.T) / 2)[0] - 1) / tau,
                "That is the smallest eigenvalue; the largest is wanted.",
            ),
            (math.sqrt(np.linalg.eigvalsh(W @ W.T)[-1]), "That is the largest singular value."),
        ],
    )
    return "Where it is above 0 some pattern grows at first, whatever the eigenvalues say."
