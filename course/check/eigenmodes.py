"""What the exercises of lesson 06 check."""

import math

import numpy as np

from course.check._cases import vary
from course.check._exercise import NotYet, array, choice, exercise, matches, number, parts, seen
from course.models.rate_network import simulate


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
    cases = (
        (1.0, 0.5, 10.0, "linear", _linear),
        (1.5, 1.0, 8.0, "rectifying", _relu),
        (-0.8, 2.0, 12.0, "saturating", np.tanh),
    )
    for scale, dt, tau, name, F in vary(0.05, cases):
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
    t = np.array([0.0, 5.0, 20.0])
    g = 0.5
    tau = 10.0
    c0 = 2.0
    for value, scale in vary(0.05, ((0.8, 1.0), (-0.5, 1.5), (1.3, 0.6))):
        c = function(scale * t, value, g + scale, tau * scale**2, c0 - scale)
        yield seen(c, f"c at an eigenvalue of {value:.3g}")
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
    for scale, h in vary(0.05, ((1.0, [1.0, -0.5, 2.0]), (-0.7, [0.3, 1.0, -0.8]))):
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
    W = vary(0.05, np.array([[0.5, 6.0, -1.0], [0.2, -2.5, 3.0], [0.0, 0.2, 0.4]]))
    yield seen(function(W, 5.0), "the growth")
    yield seen(function(-0.5 * W, 8.0), "the growth")
    return "Where it is above 0 some pattern grows at first, whatever the eigenvalues say."


def _kind(W, tau, *, leak=1.0, saddles=True, turned=False, period=None):
    A = (W - leak * np.eye(2)) / tau
    T, D = np.trace(A), np.linalg.det(A)
    around = D > T**2 / 4
    period = (period or _period)(T, D, tau) if around != turned else math.inf
    if D < 0 and saddles:
        return "saddle", period
    return ("settles" if T < 0 else "grows" if T > 0 else "lasts"), period


def _period(T, D, tau):
    return 2 * math.pi / math.sqrt(abs(D - T**2 / 4))


def _by_weights(W, tau):
    """The kind by the eigenvalues of W, which a leak does not enter."""
    return _kind(W, tau, leak=0.0)[0], _kind(W, tau)[1]


_ENDS = ("settles", "grows", "lasts", "saddle")


@exercise(
    "What two linear units do, and how fast they turn",
    hints=[
        "A = (W - np.eye(2)) / tau; T is its trace, D its determinant.",
        "D < 0 is a saddle. Else the sign of T decides.",
        "They turn where D > T**2 / 4, once in 2 pi / sqrt(D - T**2 / 4); elsewhere the period "
        "is np.inf.",
    ],
    right=_kind,
    mistakes={
        "Take the leak with you: it is A, from W - 1, that decides, not W.": [
            _by_weights,
            lambda W, tau: _kind(W, tau, leak=0.0),
        ],
        "The period has no tau in it: A is (W - 1) / tau.": (
            lambda W, tau: (_kind(W, tau)[0], _kind(W, 1.0)[1])
        ),
        "With D < 0 one direction shrinks and the other grows: a saddle.": (
            lambda W, tau: _kind(W, tau, saddles=False)
        ),
        "You call the straight ones turning: they turn where D is above T**2 / 4.": (
            lambda W, tau: _kind(W, tau, turned=True)
        ),
        "The trace slows the turn: the root is of D - T**2 / 4, not of D.": (
            lambda W, tau: _kind(W, tau, period=lambda T, D, tau: 2 * math.pi / math.sqrt(D))
        ),
        "That is the time of one radian; a turn has 2 pi.": (
            lambda W, tau: _kind(W, tau, period=lambda *p: _period(*p) / 2 / math.pi)
        ),
        "That is an angular frequency; the period is 2 pi over it.": (
            lambda W, tau: _kind(W, tau, period=lambda *p: 2 * math.pi / _period(*p))
        ),
        "Half as long as a turn: 2 pi, not pi.": (
            lambda W, tau: _kind(W, tau, period=lambda *p: _period(*p) / 2)
        ),
        "The signs of the trace are exchanged: with T < 0 it settles.": (
            lambda W, tau: (
                {"settles": "grows", "grows": "settles"}.get(_kind(W, tau)[0], _kind(W, tau)[0]),
                _kind(W, tau)[1],
            )
        ),
        "Where nothing turns there is no period: give np.inf there, not 0.": (
            lambda W, tau: (
                _kind(W, tau)[0],
                0.0 if np.isinf(_kind(W, tau)[1]) else _kind(W, tau)[1],
            )
        ),
    },
    examples={
        "Return 2 values": lambda W, tau: _kind(W, tau)[0],
        "which is none of": lambda W, tau: ("spiral", _kind(W, tau)[1]),
    },
)
def kind(function):
    settling = [[1.5, -2.0], [2.0, -0.5]], [[0.0, 0.8], [0.8, 0.0]], [[-3.0, 1.0], [-2.0, -1.0]]
    growing = [[2.0, -3.0], [3.0, 1.5]], [[3.0, 0.5], [0.5, 2.0]]
    saddles = [[0.0, 2.0], [2.0, 0.0]], [[4.0, -3.0], [1.0, -2.0]], [[3.0, -1.0], [1.0, -2.0]]
    for tau, W in zip(
        vary(0.05, (10.0, 4.0, 20.0, 10.0, 8.0, 10.0, 5.0, 10.0, 16.0)),
        (*settling, *growing, [[1.0, -2.0], [2.0, 1.0]], *saddles),
    ):
        name, period = parts(function(np.array(W), tau), "what the rates do", "the period in ms")
        yield seen(choice(name, _ENDS, f"the kind of W = {W}"), f"what W = {W} does")
        endless = isinstance(period, (float, np.floating)) or np.ndim(period) == 0
        turns = -1.0 if endless and np.isposinf(float(period)) else number(period, "the period")
        yield seen(turns, f"the period of W = {W}, in ms", compare=_same_period)
    return "Two numbers, T and D, tell all that two straight units can do."


def _same_period(found, truth):
    matches(found, truth, "the period, in ms,")


def _nullclines(r, W, h, *, undo=lambda r: np.log(r / (1 - r)), flip=1.0):
    heard = undo(r)
    return (
        flip * (heard - h[0] - W[0, 0] * r) / W[0, 1],
        flip * (heard - h[1] - W[1, 1] * r) / W[1, 0],
    )


@exercise(
    "Where each of two bent units stands still",
    hints=[
        "Standing still means r = F(what it hears). So it hears ln(r / (1 - r)).",
        "E hears h[0] + W[0, 0] r_E + W[0, 1] r_I. Solve for r_I.",
        "I hears h[1] + W[1, 0] r_E + W[1, 1] r_I, and there r_I is r. Solve for r_E.",
    ],
    right=_nullclines,
    mistakes={
        "On the nullcline the output of F is known, and it is r: undo F, ln(r / (1 - r)).": [
            lambda *p: _nullclines(*p, undo=lambda r: 1 / (1 + np.exp(-r))),
            lambda *p: _nullclines(*p, undo=lambda r: r),
        ],
        "The logarithm is upside down: ln(r / (1 - r)).": (
            lambda *p: _nullclines(*p, undo=lambda r: np.log((1 - r) / r))
        ),
        "That is ln(r) alone: F reaches 1 at most, so 1 - r belongs below.": (
            lambda *p: _nullclines(*p, undo=np.log)
        ),
        "The weight of inhibition stands in W with its minus sign: do not add another.": (
            lambda r, W, h: (-_nullclines(r, W, h)[0], _nullclines(r, W, h)[1])
        ),
        "The two are exchanged: first r_I on the nullcline of E.": (
            lambda *p: _nullclines(*p)[::-1]
        ),
        "W[i, j] is to i from j: E hears I by W[0, 1].": (lambda r, W, h: _nullclines(r, W.T, h)),
        "Divide by the weight from the other unit, W[0, 1] and W[1, 0].": (
            lambda r, W, h: (
                _nullclines(r, W, h)[0] * W[0, 1] / W[0, 0],
                _nullclines(r, W, h)[1] * W[1, 0] / W[1, 1],
            )
        ),
        "What a unit hears from itself is missing: W[0, 0] r and W[1, 1] r.": (
            lambda r, W, h: _nullclines(r, W - np.diag(np.diag(W)), h)
        ),
        "Where I stands still, r is its own rate: W[1, 1] r is known, and W[1, 0] r_E is sought.": (
            lambda r, W, h: (
                _nullclines(r, W, h)[0],
                _nullclines(r, W[:, ::-1], h)[1],
            )
        ),
        "The input h is missing.": lambda r, W, h: _nullclines(r, W, (0.0, 0.0)),
        "Each unit has an input of its own: h[0] and h[1].": [
            lambda r, W, h: _nullclines(r, W, (h[0], h[0])),
            lambda r, W, h: _nullclines(r, W, h[::-1]),
        ],
        "Input and own weight go to the other side with a minus.": (
            lambda r, W, h: _nullclines(r, W - 2 * np.diag(np.diag(W)), -np.asarray(h))
        ),
    },
    examples={"Return 2 values": lambda *p: _nullclines(*p)[0]},
)
def nullclines(function):
    cases = [
        ([[12.0, -10.0], [10.0, -2.0]], [-1.0, -4.0], [0.1, 0.4, 0.7]),
        ([[9.0, -12.0], [7.0, 1.5]], [0.5, -3.0], [0.25, 0.55]),
    ]
    for W, h, r in vary(0.05, cases):
        found = parts(
            function(np.array(r), np.array(W), np.array(h)),
            "r_I where E stands still",
            "r_E where I does",
        )
        yield seen(found[0], "r_I on the nullcline of E")
        yield seen(found[1], "r_E on the nullcline of I")
    return "Where the two lines cross, both stand still."


_TAU = 10.0  # ms
_SPAN = 400.0  # ms


def _maxima(t, x):
    """Times and heights of the maxima inside, by a parabola through three points."""
    k = np.flatnonzero((x[1:-1] > x[:-2]) & (x[1:-1] >= x[2:])) + 1
    left, mid, right = x[k - 1], x[k], x[k + 1]
    shift = 0.5 * (left - right) / (left - 2 * mid + right)
    return t[k] + shift * (t[1] - t[0]), mid - 0.25 * (left - right) * shift


def _canonical(a, g):
    return lambda: [[a, -g], [g, a]]


@exercise(
    "A network that rings at 40 Hz",
    hints=[
        "Take W = [[a, -g], [g, a]]. Its modes turn by g / tau rad in a ms.",
        "One turn in 25 ms: g = tau times 2 pi / 25 ms.",
        "Each cycle multiplies by exp(-(1 - a) 25 / tau): which a makes that one half?",
    ],
    wants="value",
    right=_canonical(0.72274, 2.51327),
    examples={
        "give the cross weights opposite signs": [
            lambda: [[0.0, 0.8], [0.8, 0.0]],
            lambda: [[0.5, 1.0], [0.5, 0.2]],
        ],
        "That is too slow": [_canonical(0.72, 2.0), _canonical(0.95, 1.2)],
        "That is too fast": _canonical(0.72, 3.0),
        "It is gone too soon": _canonical(0.4, 2.51327),
        "It rings too long": _canonical(0.9, 2.51327),
        "grows from cycle to cycle": _canonical(1.1, 2.51327),
        "have shape (2, 2)": lambda: [1.0, 2.0],
        "runs away": lambda: [[3.0, 2.0], [2.0, 3.0]],
    },
)
def ring(W):
    W = array(W, "W")
    if W.shape != (2, 2):
        raise NotYet(f"W has shape {W.shape}; it must have shape (2, 2).")
    h = np.zeros((2, round(_SPAN / 0.1)))
    h[0, :20] = 1.0  # 2 ms
    run = simulate(W, h, tau=_TAU, dt=0.1, limit=1e9)
    at, heights = _maxima(run.t[21:], run.r[0, 21:])
    if at.size < 3 or heights[:3].min() <= 1e-9:
        if run.diverged_at is not None:
            raise NotYet("It runs away without a turn: lower the weights on the diagonal.")
        raise NotYet("No turn: give the cross weights opposite signs.")
    gap, ratio = at[2] - at[1], heights[2] / heights[1]
    said = f"One cycle takes {gap:.1f} ms and leaves {100 * ratio:.0f} %. "
    if abs(gap - 25.0) > 0.5:
        way = "slow: stronger" if gap > 25.0 else "fast: weaker"
        raise NotYet(f"{said}That is too {way} cross weights; 25 ms are wanted.")
    if ratio > 1.0:
        raise NotYet(f"{said}It grows from cycle to cycle: lower the sum of the diagonal.")
    if abs(ratio - 0.5) > 0.03:
        way = "It is gone too soon: raise" if ratio < 0.5 else "It rings too long: lower"
        raise NotYet(f"{said}{way} the sum of the diagonal; 50 % are wanted.")
    return f"{said}Only trace and determinant count: many W ring alike."


def _rhythm(*weights_and_inputs):
    a, b, c, d, *h = weights_and_inputs
    return lambda: ([[a, b], [c, d]], list(h))


@exercise(
    "A rhythm of 30 ms",
    hints=[
        "Start from the pair of the figure, 44 ms: what do stronger cross weights do?",
        "Move the inputs along, so that the nullclines still cross in the middle: at one half with "
        "h_E = -(w_EE + w_EI) / 2 and h_I = -(w_IE + w_II) / 2.",
        "There T tau = (w_EE + w_II) / 4 - 2 must be above 0. The larger the product of the cross "
        "weights, the faster the turn.",
    ],
    wants="value",
    right=_rhythm(16.0, -18.0, 16.0, -2.0, 1.0, -7.0),
    examples={
        "up to 20": [_rhythm(16.0, -25.0, 16.0, -2.0, 1.0, -7.0)],
        "comes to rest": [
            _rhythm(12.0, -10.0, 10.0, -2.0, -3.0, -4.0),
            _rhythm(4.0, -10.0, 10.0, -2.0, -1.0, -4.0),
        ],
        "Two starts end apart": [
            _rhythm(16.0, -4.0, 4.0, -2.0, -6.0, -1.0),
            _rhythm(20.0, -6.0, 6.0, 0.0, -7.0, -3.0),
        ],
        "Stronger cross weights turn faster": _rhythm(12.0, -10.0, 10.0, -2.0, -1.0, -4.0),
        "Weaker cross weights turn slower": _rhythm(14.0, -17.0, 17.0, -2.0, 1.5, -7.5),
        "Raise the swing of E": _rhythm(10.4, -10.8, 10.8, -2.0, 0.2, -4.4),
        "has shape": lambda: ([[1.0, 2.0]], [0.0, 0.0]),
    },
)
def rhythm(W, h):
    W, h = array(W, "W", shape=(2, 2)), array(h, "h", shape=(2,))
    if np.abs(W).max() > 20.0 + 1e-6:
        raise NotYet(f"A weight is {np.abs(W).max():g}; up to 20 are allowed in size.")
    if np.abs(h).max() > 100.0:
        raise NotYet(f"An input is {np.abs(h).max():g}; up to 100 is allowed in size.")
    ends = []
    for start in ((0.1, 0.1), (0.9, 0.9)):
        run = simulate(W, h, tau=_TAU, F="sigmoid", dt=0.1, duration=1000.0, start=start)
        ends.append((run.t[5000:], run.r[0, 5000:]))
    swings = [np.ptp(x) for _, x in ends]
    if max(swings) < 0.02:
        if abs(ends[0][1][-1] - ends[1][1][-1]) > 0.02:
            raise NotYet("Two starts end apart, both at rest: the nullclines cross more than once.")
        raise NotYet("All comes to rest: is the crossing unstable, with T above 0?")
    if min(swings) < 0.02 or abs(swings[0] - swings[1]) > 0.05:
        raise NotYet("Two starts end apart: the nullclines cross more than once.")
    at, _ = _maxima(*ends[0])
    period = np.diff(at).mean() if at.size > 2 else math.inf
    said = f"The period is {period:.1f} ms, the swing of E {swings[0]:.2f}. "
    if abs(period - 30.0) > 1.0:
        way = (
            "Stronger cross weights turn faster"
            if period > 30.0
            else "Weaker cross weights turn slower"
        )
        raise NotYet(f"{said}{way}; 30 ms are wanted.")
    if swings[0] < 0.4:
        raise NotYet(f"{said}Raise the swing of E to 0.4: more excitation of E by itself.")
    return f"{said}A network decides how fast it beats, with one time constant of 10 ms."
