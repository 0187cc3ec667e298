"""What the exercises of lesson 06 check."""

import math

import numpy as np

from course.check._exercise import NotYet, exercise, number, seen


def _step(r, W, h, dt, tau, F):
    return r + dt / tau * (-r + F(h + W @ r))


def _slope(r, W, h, tau, F):
    return (-r + F(h + W @ r)) / tau


def _midpoint(r, W, h, dt, tau, F):
    return r + dt * _slope(_step(r, W, h, dt / 2, tau, F), W, h, tau, F)


def _heun(r, W, h, dt, tau, F):
    return (r + _step(_step(r, W, h, dt, tau, F), W, h, dt, tau, F)) / 2


def _exponential(r, W, h, dt, tau, F):
    rest = F(h + W @ r)
    return rest + (r - rest) * math.exp(-dt / tau)


@exercise(
    "One Euler step of a rate network",
    hints=[
        "What does each unit hear? Its own input and W @ r.",
        "F acts on all that a unit hears, and on nothing else; the leak -r stays outside.",
        "A step changes r by dt / tau times (-r + F(...)); return the new r.",
    ],
    right=_step,
    mistakes={
        "That is the change of r. Add it to r.": lambda r, *p: _step(r, *p) - r,
        "That is the slope dr/dt. A step adds dt times the slope to r.": (
            lambda r, W, h, dt, tau, F: _slope(r, W, h, tau, F)
        ),
        "The step is too large: is dt missing?": (
            lambda r, W, h, dt, tau, F: _step(r, W, h, 1.0, tau, F)
        ),
        "The step is too large: is tau missing?": (
            lambda r, W, h, dt, tau, F: _step(r, W, h, dt, 1.0, F)
        ),
        "The step is multiplied by tau: a slow unit changes slowly, so divide.": (
            lambda r, W, h, dt, tau, F: _step(r, W, h, dt, 1 / tau, F)
        ),
        "The step goes the wrong way: add dt times the slope, do not subtract it.": (
            lambda r, W, h, dt, tau, F: _step(r, W, h, -dt, tau, F)
        ),
        "Rows and columns of W: W @ r, not r @ W.": lambda r, W, *p: _step(r, W.T, *p),
        "W * r multiplies entry by entry; W @ r also sums what each unit hears.": (
            lambda r, W, h, dt, tau, F: r + dt / tau * (-r + F(h + W * r))
        ),
        "What the others say is missing: where is W @ r?": lambda r, W, *p: _step(r, 0 * W, *p),
        "What the others say has the wrong sign: h + W @ r, with a plus.": (
            lambda r, W, *p: _step(r, -W, *p)
        ),
        "Its own input is missing: where is h?": lambda r, W, h, *p: _step(r, W, 0.0, *p),
        "Its own input has the wrong sign: h + W @ r.": lambda r, W, h, *p: _step(r, W, -h, *p),
        "The rates themselves are missing in what the others say: W @ r sums W[i, j] r[j].": (
            lambda r, W, h, dt, tau, F: r + dt / tau * (-r + F(h + W.sum(axis=1)))
        ),
        "The leak has the wrong sign: it is -r.": (
            lambda r, W, h, dt, tau, F: r + dt / tau * (r + F(h + W @ r))
        ),
        "Nothing leaks: where is -r?": lambda r, W, h, dt, tau, F: r + dt / tau * F(h + W @ r),
        "The rates jump to F(h + W r). They should only move toward it, by dt / tau of the way.": (
            lambda r, W, h, dt, tau, F: F(h + W @ r)
        ),
        "F is missing: it acts on h + W r.": (
            lambda r, W, h, dt, tau, F: r + dt / tau * (-r + h + W @ r)
        ),
        "F acts on W r only; h belongs inside.": (
            lambda r, W, h, dt, tau, F: r + dt / tau * (-r + h + F(W @ r))
        ),
        "F acts on h only; W r belongs inside.": (
            lambda r, W, h, dt, tau, F: r + dt / tau * (-r + F(h) + W @ r)
        ),
        "F acts on the rates. Here it acts on what a unit hears, h + W r.": (
            lambda r, W, h, dt, tau, F: r + dt / tau * (-r + h + W @ F(r))
        ),
        "F acts on the leak too; -r belongs outside.": (
            lambda r, W, h, dt, tau, F: r + dt / tau * F(-r + h + W @ r)
        ),
        "F acts on the new rates; it belongs on what a unit hears, h + W r.": (
            lambda r, W, h, dt, tau, F: F(r + dt / tau * (-r + h + W @ r))
        ),
        "That is a step of second order, from two slopes; Euler's takes one, the slope at r.": [
            _midpoint,
            _heun,
        ],
        "That is an exponential step, exact while the input stays. Euler's is r plus dt times "
        "the slope at r.": _exponential,
    },
)
def rate_step(step):
    W = np.array([[0.0, 0.5, -0.4], [0.2, 0.1, 0.3], [-0.6, 0.4, 0.0]])
    r, h = np.array([1.0, -0.5, 2.0]), np.array([0.3, -0.2, 0.1])
    for scale, dt, tau, name, F in (
        (1.0, 0.5, 10.0, "linear", _linear),
        (1.5, 1.0, 8.0, "rectifying", _relu),
        (-0.8, 2.0, 12.0, "saturating", np.tanh),
    ):
        found = step(scale * r, scale * W, h + scale, dt, tau, F)
        yield seen(found, f"r after a step with F {name}")
    return "With F = linear and small dt this is the network that the modes solve."


def _linear(x):
    return x


def _relu(x):
    return np.maximum(x, 0.0)


def _mode(t, value, g, tau, c0):
    if value == 1:
        return c0 + g * t / tau
    rest = g / (1 - value)
    return rest + (c0 - rest) * np.exp(-(1 - value) * t / tau)


def _at_one(limit):
    """Right but for an eigenvalue of 1, where it gives `limit`."""
    return lambda t, value, *rest: limit(t, *rest) if value == 1 else _mode(t, value, *rest)


def _unguarded(t, value, g, tau, c0):
    rest = g / (1 - value)
    return rest + (c0 - rest) * np.exp(-(1 - value) * t / tau)


_DIVIDES = "At an eigenvalue of 1 you divide by 0. There the equation is tau dc/dt = g."


@exercise(
    "One mode under constant input, in closed form",
    hints=[
        "Where does c come to rest? Set dc/dt to 0: that is g / (1 - value).",
        "The distance from there shrinks like exp(-(1 - value) t / tau), from c0 on.",
        "At value = 1 the leak is gone: tau dc/dt = g. Ask for it with `if`.",
    ],
    right=_mode,
    mistakes={
        "The exponent has the wrong sign.": lambda t, *p: _mode(-t, *p),
        "Its time constant is tau for every mode; the leak of this one is 1 - value.": (
            lambda t, value, *p: _mode(t / (1 - value), value, *p)
        ),
        "The time constant is upside down: tau / (1 - value).": (
            lambda t, value, *p: _mode(t / (1 - value) ** 2, value, *p)
        ),
        "It is too fast: is tau missing in the exponent?": (
            lambda t, value, g, tau, c0: _mode(t, value, g, 1.0, c0)
        ),
        "The exponent is multiplied by tau; divide by it.": (
            lambda t, value, g, tau, c0: _mode(t, value, g, 1 / tau, c0)
        ),
        "The leak is 1 - value, with a minus.": lambda t, value, *p: _mode(t, -value, *p),
        "It starts at 0; c0 is missing.": (
            lambda t, value, g, tau, c0: _mode(t, value, g, tau, 0.0)
        ),
        "It fades to 0; the input g is missing.": (
            lambda t, value, g, tau, c0: _mode(t, value, 0.0, tau, c0)
        ),
        "The input g has the wrong sign.": lambda t, value, g, *p: _mode(t, value, -g, *p),
        "It comes to rest at 1 / (1 - value): is g missing?": (
            lambda t, value, g, *p: _mode(t, value, 1.0, *p)
        ),
        "The exponent lacks the time t: each t has its own value.": (
            lambda t, value, g, tau, c0: _mode(1.0, value, g, tau, c0) + 0 * t
        ),
        "The exponential decays with value; the leak is 1 - value.": (
            lambda t, value, g, tau, c0: (
                g / (1 - value) + (c0 - g / (1 - value)) * np.exp(-value * t / tau)
            )
        ),
        "That is the rest, the same at all times; c gets there from c0.": (
            lambda t, value, g, tau, c0: g / (1 - value) + 0 * t
        ),
        "It comes to rest at g: is the gain missing?": (
            lambda t, value, g, *p: _mode(t, value, g * (1 - value), *p)
        ),
        "The gain is upside down: it comes to rest at g / (1 - value).": (
            lambda t, value, g, *p: _mode(t, value, g * (1 - value) ** 2, *p)
        ),
        "At t = 0 it must be c0: what decays is c0 - rest.": [
            lambda t, value, g, tau, c0: _mode(t, value, g, tau, c0 + g / (1 - value)),
            lambda t, value, g, tau, c0: _mode(t, value, g, tau, 2 * g / (1 - value) - c0),
        ],
        _DIVIDES: _unguarded,
        "At an eigenvalue of 1 it climbs too fast: is tau missing?": (
            _at_one(lambda t, g, tau, c0: c0 + g * t)
        ),
        "At an eigenvalue of 1 it starts at 0; c0 is missing.": (
            _at_one(lambda t, g, tau, c0: g * t / tau)
        ),
        "At an eigenvalue of 1 the input still adds up.": (
            _at_one(lambda t, g, tau, c0: c0 + 0 * t)
        ),
        "At an eigenvalue of 1 it climbs at the pace of g / tau; is g missing?": (
            _at_one(lambda t, g, tau, c0: c0 + t / tau)
        ),
    },
    examples={
        _DIVIDES: _at_one(lambda t, g, tau, c0: np.full(t.shape, np.inf)),
    },
)
def mode_response(function):
    t, g, tau, c0 = np.array([0.0, 5.0, 20.0]), 0.5, 10.0, 2.0
    for value, scale in ((0.8, 1.0), (-0.5, 1.5), (1.3, 0.6)):
        c = function(scale * t, value, g + scale, tau * scale**2, c0 - scale)
        yield seen(c, f"c at an eigenvalue of {value}")
    with np.errstate(all="ignore"):
        marginal = function(t, np.float64(1.0), g, tau, c0)
    if _broken(marginal):
        raise NotYet(_DIVIDES)
    yield seen(marginal, "c at an eigenvalue of 1")
    return "One formula for amplification and divergence, and its limit for integration."


def _broken(value):
    try:
        return not np.isfinite(np.asarray(value, dtype=float)).all()
    except (TypeError, ValueError):
        return False


def _steady(W, h, *, gain=lambda value: 1 / (1 - value)):
    values, E = np.linalg.eigh(W)
    return E @ (gain(values) * (E.T @ h))


def _parts(W, h):
    values, E = np.linalg.eigh(W)
    return (E.T @ h) / (1 - values)


def _with_rows(W, h, to_modes, to_units):
    """The steady state that takes the rows of E for modes on the way in, back, or both."""
    values, E = np.linalg.eigh(W)
    parts = (E if to_modes else E.T) @ h / (1 - values)
    return (E.T if to_units else E) @ parts


@exercise(
    "The steady state as a sum over modes",
    hints=[
        "np.linalg.eigh(W) gives the eigenvalues and, in the columns of a matrix E, the modes.",
        "The parts of the input are E.T @ h. Multiply each by its own gain.",
        "E @ parts puts the modes together again.",
    ],
    right=_steady,
    mistakes={
        "These are the parts in the modes; put the modes together again with E.": [
            _parts,
            lambda W, h: -_parts(W, h),
        ],
        "E * parts keeps the modes apart, one in each column: E @ parts adds them up.": (
            lambda W, h: np.linalg.eigh(W)[1] * _parts(W, h)
        ),
        "That is the input again: where are the gains?": lambda W, h: h.copy(),
        "That is W @ h, the input after one pass; the modes need their gains.": (
            lambda W, h: W @ h
        ),
        "The gains belong to the modes, not to the units: read h out in modes first.": (
            lambda W, h: h / (1 - np.linalg.eigvalsh(W))
        ),
        "The gain is 1 / (1 - value), with a minus.": (
            lambda W, h: _steady(W, h, gain=lambda value: 1 / (1 + value))
        ),
        "The gain is 1 / (1 - value), not 1 / value: the leak is missing.": (
            lambda W, h: _steady(W, h, gain=lambda value: 1 / value)
        ),
        "The sign is wrong: the gain is 1 / (1 - value), not 1 / (value - 1).": (
            lambda W, h: -_steady(W, h)
        ),
        "The gain is upside down.": lambda W, h: _steady(W, h, gain=lambda value: 1 - value),
        "The modes are the columns of E, not its rows.": lambda W, h: _with_rows(W, h, True, True),
        "The parts of the input are E.T @ h, not E @ h.": (
            lambda W, h: _with_rows(W, h, True, False)
        ),
        "Back to units it is E @ ..., not E.T @ ....": (lambda W, h: _with_rows(W, h, False, True)),
    },
)
def steady_state(function):
    W = np.array([[0.2, 0.4, -0.3], [0.4, -0.1, 0.2], [-0.3, 0.2, 0.3]])
    for scale, h in ((1.0, [1.0, -0.5, 2.0]), (-0.7, [0.3, 1.0, -0.8])):
        yield seen(function(scale * W, np.array(h)), "the steady state")
    return "np.linalg.solve(np.eye(len(h)) - W, h) gives the same without a word about modes."


@exercise(
    "How exactly an integrator must be tuned",
    hints=[
        "The mode leaks with the time constant tau / (1 - value).",
        "Put both times in ms and solve for the eigenvalue.",
    ],
    wants="value",
    right=0.999,
    mistakes={
        "That is the distance from 1; the eigenvalue itself is wanted.": 0.001,
        "10 s and 10 ms: put both in ms.": 0.0,
        "10 s are 10,000 ms.": [0.99, 0.9],
        "That is how often tau fits into 10 s: 1 over it is the distance from 1.": 1000.0,
    },
    examples={
        "Above 1 nothing fades: the memory runs away.": 1.001,
        "At exactly 1 it never fades. How far below 1 may it be?": 1.0,
        "too small": 0.998,
        "too large": 0.9999,
    },
)
def tuning(value):
    found = number(value, "the eigenvalue")
    if 1 < found < 2:
        raise NotYet("Above 1 nothing fades: the memory runs away.")
    if found == 1:
        raise NotYet("At exactly 1 it never fades. How far below 1 may it be?")
    yield seen(found, "the eigenvalue", rtol=1e-6)
    return "A tenth of a percent. Synapses are not that exact, so something must correct them."


def _growth(W, tau, *, leak=1.0, half=0.5, which: int | slice = -1):
    A = (W - leak * np.eye(len(W))) / tau
    return np.linalg.eigvalsh(half * (A + A.T))[which]


@exercise(
    "The fastest growth of a network's rates",
    hints=[
        "Half the growth of |r| squared is r @ A @ r. Only the symmetric part of A counts there.",
        "The largest r @ S @ r over all r of length 1 is the largest eigenvalue of S.",
        "A is (W - identity) / tau, and its symmetric part (A + A.T) / 2.",
    ],
    right=_growth,
    mistakes={
        "That is the growth in the end; take A + A.T first.": (
            lambda W, tau: (np.linalg.eigvals(W).real.max() - 1) / tau
        ),
        "The leak is missing: subtract the identity from W.": (
            lambda W, tau: _growth(W, tau, leak=0.0)
        ),
        "The leak has the wrong sign: subtract the identity from W.": (
            lambda W, tau: _growth(W, tau, leak=-1.0)
        ),
        "W - 1 takes 1 from every weight; the leak is on the diagonal alone: np.eye(len(W)).": (
            lambda W, tau: np.linalg.eigvalsh((W - 1 + (W - 1).T) / 2)[-1] / tau
        ),
        "The growth is per ms: divide by tau.": lambda W, tau: _growth(W, 1.0),
        "A is divided by tau; you multiply.": lambda W, tau: _growth(W, 1 / tau),
        "A is not symmetric, and eigvalsh reads half of it: take (A + A.T) / 2.": (
            lambda W, tau: (np.linalg.eigvalsh(W)[-1] - 1) / tau
        ),
        "W is counted twice: the symmetric part is half of W + W.T.": (
            lambda W, tau: (np.linalg.eigvalsh(W + W.T)[-1] - 1) / tau
        ),
        "Half too slow: A is added to its transpose before it is halved.": (
            lambda W, tau: np.linalg.eigvalsh((W - np.eye(len(W))) / (2 * tau))[-1]
        ),
        "Twice too fast: the symmetric part is half of A + A.T.": (
            lambda W, tau: _growth(W, tau, half=1.0)
        ),
        "That is the smallest eigenvalue; the largest is wanted.": (
            lambda W, tau: _growth(W, tau, which=0)
        ),
        "These are all eigenvalues; the largest is wanted.": (
            lambda W, tau: _growth(W, tau, which=slice(None))
        ),
        "That is the largest singular value.": [
            lambda W, tau: np.linalg.norm(W, 2),
            lambda W, tau: np.linalg.norm((W - np.eye(len(W))) / tau, 2),
        ],
    },
)
def fastest_growth(function):
    W = np.array([[0.5, 6.0, -1.0], [0.2, -2.5, 3.0], [0.0, 0.2, 0.4]])
    yield seen(function(W, 5.0), "the growth")
    yield seen(function(-0.5 * W, 8.0), "the growth")
    return "Where it is above 0 some pattern grows at first, whatever the eigenvalues say."
