"""What the exercises of lesson 03 check."""

import math
from functools import partial

import numpy as np

from course.check._cases import vary
from course.check._exercise import NotYet, array, drawn, exercise, number, seen
from course.material import squid
from course.models import cable
from course.models.hodgkin_huxley import (
    HodgkinHuxley,
    rates,
    resting_state,
    simulate,
)


def _opening_rate(V, *, rest=-40.0, limit=1.0, sign=-1.0, scale=1.0):
    x = sign * (V - rest) / 10.0
    hole = x == 0.0
    return scale * np.where(hole, limit, x / np.expm1(np.where(hole, 1.0, x)))


@exercise(
    "The opening rate of the m gate, without a hole",
    hints=[
        "With x = -(V + 40) / 10 the rate is x / (exp(x) - 1). What is x at -40 mV?",
        "Near 0, exp(x) - 1 is almost x. So what does the fraction tend to?",
        "Compute the fraction where x is not 0, and put the limit where it is: np.where, or "
        "np.divide with where= and out=.",
    ],
    right=_opening_rate,
    mistakes={
        "At -40 mV your rate is not a number: 0/0. The limit there is finite.": (
            partial(_opening_rate, limit=math.nan)
        ),
        "At -40 mV you give 0, a hole in a smooth curve. What is the limit?": (
            partial(_opening_rate, limit=0.0)
        ),
        "Only at -40 mV is your value wrong: the limit of x / (exp(x) - 1) is not 0.1.": (
            partial(_opening_rate, limit=0.1)
        ),
        "Ten times too small: 0.1 (V + 40) is already x.": partial(_opening_rate, scale=0.1),
        "Ten times too large: is the factor 0.1 missing?": partial(_opening_rate, scale=10.0),
        "You count V from rest, as in 1952; here rest is near -65 mV.": (
            partial(_opening_rate, rest=25.0)
        ),
        "The exponential has the wrong sign: m opens when V rises.": [
            partial(_opening_rate, sign=1.0),
            lambda V: -_opening_rate(-80.0 - V),
        ],
        "The rate is negative: the sign of V + 40?": lambda V: -_opening_rate(V),
    },
)
def opening_rate(function):
    low, high, *others = vary(0.05, (-65.0, 50.0, -90.0, -33.0))
    for V in ([low, -40.0, -40.0 + 1e-6, 0.0, high], [-40.0, *others]):
        with np.errstate(all="ignore"):
            given = function(np.array(V))
        yield seen(given, f"alpha_m at {', '.join(f'{one:.8g}' for one in V)} mV")
    return "The value at -40 mV is the limit."


GAS, FARADAY = 8.314, 96_485.0  # J/(mol K), C/mol


def _reversal(inside, outside, z, T, *, zero=273.15, unit=1000.0, log=np.log):
    return unit * GAS * (T + zero) / (z * FARADAY) * log(outside / inside)


@exercise(
    "The reversal potential of an ion",
    hints=[
        "Both potentials and concentrations are inside against outside: which of the two "
        "concentrations stands above?",
        "R T / F is in volts, with T in kelvin: 273.15 more than in degrees Celsius.",
        "1000 times R (T + 273.15) / (z F), times the logarithm of outside over inside.",
    ],
    right=_reversal,
    mistakes={
        "The sign is wrong: potassium, of which there is more inside, is held by a negative "
        "inside.": lambda inside, outside, z, T: _reversal(outside, inside, z, T),
        "The temperature is in kelvin here: add 273.15.": partial(_reversal, zero=0.0),
        "That is in volts; the course counts in mV.": partial(_reversal, unit=1.0),
        "np.log10 is another logarithm: this one is to the base e.": partial(
            _reversal, log=np.log10
        ),
        "The charge is missing: two charges need half the voltage.": (
            lambda inside, outside, z, T: _reversal(inside, outside, 1, T)
        ),
        "A charge of 2 needs half the voltage, not twice: divide by z.": (
            lambda inside, outside, z, T: _reversal(inside, outside, 1 / z, T)
        ),
        "It does not change with the temperature: T is an argument.": (
            lambda inside, outside, z, T: _reversal(inside, outside, z, 20.0)
        ),
        "Is the logarithm missing? Ten times the concentration adds the same voltage each time.": (
            partial(_reversal, log=lambda x: x)
        ),
    },
)
def reversal(function):
    cases = [(400.0, 20.0, 6.3, "potassium"), (50.0, 440.0, 6.3, "sodium")]
    for inside, outside, T, name in vary(0.05, cases):
        yield seen(function(inside, outside, 1, T), f"the reversal potential of {name}", rtol=1e-3)
    for z, name, T in ((2, "calcium, of charge 2", 37.0), (-1, "chloride, of charge -1", 18.5)):
        inside, outside = vary(0.05, (4.0, 120.0))
        yield seen(function(inside, outside, z, T), f"the reversal potential of {name}", rtol=1e-3)
    return "Sodium's is above 0 and potassium's far below: so one makes the spike and one ends it."


def _channels(
    N, alpha, beta, dt, rng, *, opens=1.0, closes=1.0, swap=False, early=False, start=False
):
    """Share of open gates after each step, or with a mistake."""
    if swap:
        alpha, beta = beta, alpha
    is_open, share = np.full(N, start), []
    for up, down in zip(alpha, beta):
        if early:
            share.append(is_open.mean())
        drawn_now = rng.random(N)
        is_open = np.where(is_open, drawn_now >= closes * down * dt, drawn_now < opens * up * dt)
        if not early:
            share.append(is_open.mean())
    return np.array(share)


def _together(N, alpha, beta, dt, rng):
    is_open, share = False, []
    for up, down in zip(alpha, beta):
        one = rng.random()
        is_open = one >= down * dt if is_open else one < up * dt
        share.append(float(is_open))
    return np.array(share)


def _forgotten(N, alpha, beta, dt, rng):
    """Each step drawn anew, from the chance that is right."""
    x = _mean_of_channels(alpha, beta, dt)
    return rng.binomial(N, x) / N


def _mean_of_channels(alpha, beta, dt, *, exact=False):
    x, found = 0.0, []
    for up, down in zip(alpha, beta):
        goal, speed = up / (up + down), up + down
        kept = np.exp(-dt * speed) if exact else 1.0 - dt * speed
        x = goal + (x - goal) * kept
        found.append(x)
    return np.array(found)


@exercise(
    "Gates that open and shut by chance",
    hints=[
        "One number a gate: rng.random(N). A number below p comes with the chance p.",
        "A shut gate opens where its number is below alpha[k] * dt; an open one stays open where "
        "it is not below beta[k] * dt.",
        "np.where(is_open, draws >= beta[k] * dt, draws < alpha[k] * dt) is the new state; its "
        "mean is the share.",
    ],
    right=_channels,
    examples={
        "from 0 to 1: a share": lambda *given: given[0] * _channels(*given),
        "The rates are exchanged": partial(_channels, swap=True),
        "No gate ever shuts": partial(_channels, closes=0.0),
        "is dt missing": partial(_channels, opens=4.0, closes=4.0),
        "before the step": partial(_channels, early=True),
        "All gates move together": _together,
        "drawn anew": _forgotten,
        "where the gates are going": (
            lambda N, alpha, beta, dt, rng: rng.binomial(N, alpha / (alpha + beta)) / N
        ),
        "begin shut": partial(_channels, start=True),
        "too many are open": partial(_channels, closes=0.6),
        "too few are open": partial(_channels, opens=0.6),
        "never asks the generator": lambda *given: _channels(*given[:4], np.random.default_rng(0)),
        "draws from np.random": lambda *given: _channels(*given[:4], np.random),
        "return one number a step": lambda *given: _channels(*given)[:-1],
        "is N used": lambda N, *given: _channels(4000, *given),
    },
)
def channels(function):
    up, down, later = vary(0.05, (0.3, 0.1, 0.5))
    for N, alpha, beta, dt in (
        (4000, np.repeat([up, 0.1 * up], 40), np.repeat([down, later], 40), 0.25),
        (2500, np.repeat([down, 0.2], 30), np.repeat([later, 0.05], 30), 0.5),
    ):
        look = partial(_shares, steps=len(alpha))
        share = look(drawn(function, N, alpha, beta, dt, look=look))
        _follows_the_gate(share, N, alpha, beta, dt)
        open_ones = N * share
        if np.abs(open_ones - np.round(open_ones)).max() > 0.01:  # 4000 in single precision
            raise NotYet(f"A share of {N} gates is a whole number over {N}: is N used?")
    return f"Of {N} gates {share[-1]:.3f} are open at the end, by chance and nothing else."


def _shares(given, steps):
    given = array(given, "what your function returns")
    if given.shape != (steps,):
        raise NotYet(
            f"What your function returns has shape {given.shape}; return one number a step, "
            f"({steps},)."
        )
    if given.min() < 0.0 or given.max() > 1.0:
        raise NotYet("Some values are not from 0 to 1: a share is the mean of what is open.")
    return given


def _follows_the_gate(share, N, alpha, beta, dt):
    if set(np.unique(share)) <= {0.0, 1.0}:
        raise NotYet("All gates move together: each needs a number of its own, rng.random(N).")
    near = 6.0 * np.sqrt(0.25 / N)
    x = _mean_of_channels(alpha, beta, dt)
    mistakes = {
        "The rates are exchanged: alpha opens, beta shuts.": _mean_of_channels(beta, alpha, dt),
        "No gate ever shuts: where is beta?": _mean_of_channels(alpha, 0.0 * beta, dt),
        "It moves too fast: is dt missing?": _mean_of_channels(alpha, beta, 1.0),
        "That is where the gates are going. They take time: an open one stays open, unless it "
        "shuts.": alpha / (alpha + beta),
        "The first value is that before the step: note the share after each.": (
            np.append(0.0, x[:-1])
        ),
    }
    right = [x, _mean_of_channels(alpha, beta, dt, exact=True)]
    off = {sentence: np.abs(share - mean).max() for sentence, mean in mistakes.items()}
    best = min(off, key=lambda sentence: off[sentence])
    if off[best] < min(near, *(np.abs(share - mean).max() for mean in right)):
        raise NotYet(best)
    if share[0] > 0.5:
        raise NotYet("All gates begin shut, and yours begin open.")
    if min(np.abs(share - mean).max() for mean in right) > near:
        k = int(np.argmax(np.abs(share - x)))
        much = "many" if share[k] > x[k] else "few"
        raise NotYet(
            f"After {k + 1} steps too {much} are open: {share[k]:.2f}, where {x[k]:.2f} are "
            "expected."
        )
    moves = alpha[1:] * dt * (1.0 - x[:-1]) + beta[1:] * dt * x[:-1]
    if np.var(np.diff(share - x)) > 3.0 * moves.mean() / N:  # in a step only some gates move
        raise NotYet(
            "From step to step all is drawn anew. An open gate stays open unless it shuts, with "
            "the chance beta dt."
        )


def _currents(V, m, h, n, p):
    return p.g_Na * m**3 * h * (V - p.E_Na) + p.g_K * n**4 * (V - p.E_K) + p.g_L * (V - p.E_L)


def _gate(x, alpha, beta):
    return alpha * (1.0 - x) - beta * x


def _slopes(V, m, h, n, I, model, *, currents=_currents, gate=_gate, only="mhn"):
    """The four slopes, with their currents, or the gates `only`, done otherwise."""
    speeds = np.reshape(rates(V), (3, 2))
    gates = [
        (gate if name in only else _gate)(x, *speed)
        for name, x, speed in zip("mhn", (m, h, n), speeds)
    ]
    return (I - currents(V, m, h, n, model)) / model.C, *gates


def _gates(gate):
    """The mistake in all gates, and in one or two of them."""
    return [partial(_slopes, gate=gate, only=only) for only in ("mhn", "m", "h", "n", "hn")]


def _by(currents):
    return partial(_slopes, currents=currents)


def _with(**parameters):
    """Currents under other parameters."""
    return _by(lambda V, m, h, n, p: _currents(V, m, h, n, p._replace(**parameters)))


def _grown(x, alpha, beta):
    return alpha * (1.0 - x) + beta * x


def _active(V, m, h, n, p):
    """Currents without inactivation."""
    return _currents(V, m, 1.0, n, p)


def _printed(V, m, h, n, I, model, *, I_sign=-1.0, gate=_grown, currents=_active):
    """The program of the lesson with some of its three mistakes mended."""
    return _slopes(V, m, h, n, I_sign * I, model, currents=currents, gate=gate)


SLIPS = {  # sentence -> slopes with that mistake
    "V: is C missing?": lambda *y: _slopes(*y[:5], y[5]._replace(C=1.0)),
    "V: the injected current is missing.": lambda *y: _slopes(*y[:4], 0.0, y[5]),
    "V: an outward current must lower V.": _by(lambda *y: -_currents(*y)),
    "V: three m gates must open: m cubed.": [
        _by(lambda V, m, *y, power=power: _currents(V, m**power, *y)) for power in (1 / 3, 2 / 3)
    ],
    "V: four n gates must open: n to the 4th.": [
        _by(lambda V, m, h, n, p, power=power: _currents(V, m, h, n**power, p))
        for power in (1 / 4, 2 / 4, 3 / 4)
    ],
    "V: the powers are missing.": (
        _by(lambda V, m, h, n, p: _currents(V, m ** (1 / 3), h, n ** (1 / 4), p))
    ),
    "V: h stands with the three m gates, to the first power.": (
        _by(lambda V, m, h, n, p: _currents(V, m, h**3, n, p))
    ),
    "V: a current is driven by V - E, its distance from E.": _with(E_Na=0.0, E_K=0.0, E_L=0.0),
    "V: E_Na and E_K are exchanged.": (
        _by(lambda V, m, h, n, p: _currents(V, m, h, n, p._replace(E_Na=p.E_K, E_K=p.E_Na)))
    ),
    "V: one of the three ionic currents has the wrong sign: V - E, and all are taken away.": [
        _by(lambda *y, g=g: _currents(*y[:4], y[4]._replace(**{g: -getattr(y[4], g)})))
        for g in ("g_Na", "g_K", "g_L")
    ],
    "V: the sodium current is missing.": _with(g_Na=0.0),
    "V: the potassium current is missing.": _with(g_K=0.0),
    "V: the leak is missing.": _with(g_L=0.0),
    "Gates: alpha opens and beta closes; yours are exchanged.": _gates(
        lambda x, alpha, beta: _gate(x, beta, alpha)
    ),
    "Gates: only closed ones, 1 - x, open.": _gates(lambda x, alpha, beta: alpha - beta * x),
    "Gates: only open ones close: beta times x, not beta alone.": _gates(
        lambda x, alpha, beta: alpha * (1.0 - x) - beta
    ),
    "Gates: alpha times open ones? Closed ones, 1 - x, open.": _gates(
        lambda x, alpha, beta: (alpha - beta) * x
    ),
    "Gates: nothing ever closes: where is beta?": _gates(
        lambda x, alpha, beta: _gate(x, alpha, 0.0)
    ),
}
SIGN = "Which way must an injected current move V?"
INACTIVATED = "What carries sodium's current where h is 0?"
CLOSING = "At rest the slopes of the gates must be 0: what does beta do to open gates?"


@exercise(
    "A program of four slopes, mended",
    hints=[
        "Lay the program beside the equations, a term at a time. What must each slope be at rest?",
        "Ask it: does an injected current raise V? Does sodium flow where h is 0? Is the slope of "
        "each gate 0 where it is at its steady state?",
        "One mistake is a sign in dV, one a factor in I_Na, one a sign in all three gates.",
    ],
    right=_slopes,
    mistakes={
        "That is the program as it stands: three mistakes are left.": _printed,
        f"One of three is mended: the sign of I. {INACTIVATED}": partial(_printed, I_sign=1.0),
        f"One of three is mended: the gates. {SIGN}": partial(_printed, gate=_gate),
        f"One of three is mended: sodium. {SIGN}": partial(_printed, currents=_currents),
        f"Two of three are mended. {SIGN}": partial(_printed, gate=_gate, currents=_currents),
        f"Two of three are mended. {INACTIVATED}": partial(_printed, I_sign=1.0, gate=_gate),
        f"Two of three are mended. {CLOSING}": _gates(_grown),
        "All is turned over: -dV is not dV.": lambda *y: np.negative(_slopes(*y)),
    }
    | SLIPS,
    examples={"four slopes": lambda *y: _slopes(*y)[:1]},
)
def fix(function):
    cases = [
        (-65.0, 0.05, 0.6, 0.32, 10.0, {"C": 2.0}),
        (-20.0, 0.7, 0.3, 0.5, 4.0, {"C": 1.5, "g_Na": 90.0, "E_K": -80.0}),
    ]
    for V, m, h, n, I, others in vary(0.05, cases):
        model = HodgkinHuxley(**others)
        given = array(function(V, m, h, n, I, model), "what your function returns")
        if given.shape != (4,):
            raise NotYet(
                f"What your function returns has shape {given.shape}; return the four slopes, of "
                "V, m, h and n."
            )
        for name, value in zip("Vmhn", given):
            yield seen(value, f"d{name}/dt at {V:.4g} mV")
    return "At rest all four are 0, and nothing in them is a threshold."


def _hh(I, dt, model, *, slopes=_slopes, start=resting_state, step=None):
    """V by Euler's steps, by other slopes, from elsewhere, or by another `step`."""
    y = np.array(start(model), dtype=float)
    V = [y[0]]
    for now in I:
        dy = np.array(slopes(*y, now, model))
        y = y + dt * dy if step is None else step(y, dy, dt, now, model)
        V.append(y[0])
    return np.array(V)


def _gates_see_the_new_V(y, dy, dt, now, model):
    V = y[0] + dt * dy[0]
    return np.array([V, *(y[1:] + dt * np.array(_slopes(V, *y[1:], now, model)[1:]))])


def _V_sees_the_new_gates(y, dy, dt, now, model):
    gates = y[1:] + dt * dy[1:]
    return np.array([y[0] + dt * _slopes(y[0], *gates, now, model)[0], *gates])


def _shut(model):
    return (resting_state(model)[0], 0.0, 0.0, 0.0)


SLIPS_OF_STEPS = {
    sentence: [partial(_hh, slopes=one) for one in (of if isinstance(of, list) else [of])]
    for sentence, of in SLIPS.items()
}


@exercise(
    "A neuron of Hodgkin and Huxley, from rest through its first spike",
    hints=[
        "`resting_state(model)` gives the four numbers to start from; the first value is V there.",
        "In each step take the four slopes from the old state. Only then move all four.",
        "A step adds dt times the slope. Note V after each, so there is one value more than steps.",
    ],
    right=_hh,
    mistakes={
        "The steps are too large: is dt missing?": (lambda I, dt, model: _hh(I, 1.0, model)),
        "Those are changes; add each to the old value.": (
            partial(_hh, step=lambda y, dy, dt, now, model: dt * dy)
        ),
        "The steps go the wrong way: add dt times the slope.": (
            lambda I, dt, model: _hh(I, -dt, model)
        ),
        "An injected current must raise V.": lambda I, dt, model: _hh(-np.asarray(I), dt, model),
        "V and the gates move in turn here: take all four slopes from the old state.": [
            partial(_hh, step=_gates_see_the_new_V),
            partial(_hh, step=_V_sees_the_new_gates),
        ],
        "The gates stay as they are: only V is moved.": (
            partial(
                _hh,
                step=lambda y, dy, dt, now, model: y + dt * dy * np.array([1.0, 0.0, 0.0, 0.0]),
            )
        ),
        "The gates begin shut; at rest they are at their steady states.": partial(_hh, start=_shut),
        "It begins at -65 mV, and not where this model rests.": (
            partial(_hh, start=lambda model: (-65.0, *resting_state(model)[1:]))
        ),
        "It begins at the rest of the default model: use `model`.": (
            partial(_hh, start=lambda model: resting_state(HodgkinHuxley()))
        ),
        "Each step needs the current of its own, I[i].": (
            lambda I, dt, model: _hh(np.full(len(I), I[0]), dt, model)
        ),
        "V is one step late: note it after the step, not before.": (
            lambda I, dt, model: np.append(_hh(I, dt, model)[0], _hh(I, dt, model)[:-1])
        ),
        "Gates: with + beta x they grow beyond 1.": [
            partial(_hh, slopes=slopes) for slopes in _gates(_grown)
        ],
        "V: sodium inactivates: where is h?": partial(_hh, slopes=_by(_active)),
    }
    | SLIPS_OF_STEPS,
    examples={
        "One value is missing": lambda I, dt, model: _hh(I, dt, model)[1:],
        "V alone is wanted": lambda I, dt, model: np.tile(_hh(I, dt, model), (4, 1)),
    },
)
def hh(function):
    cases = [  # short at first, since V runs away by some mistakes
        ([10.0, 20.0], 0.1, {"C": 2.0}),
        ([4.0, 9.0, 16.0, 25.0, 36.0, 30.0, 20.0, 20.0], 0.1, {"C": 2.0}),
        ([45.0, 45.0, 20.0, 20.0], 0.05, {"C": 1.5, "g_Na": 90.0, "E_K": -80.0}),
    ]
    for currents, dt, others in vary(0.05, cases):
        I = np.array(currents)
        V = array(function(I, dt, HodgkinHuxley(**others)), "what your loop returns")
        if V.shape == I.shape:
            raise NotYet("One value is missing: V at the start, and after each step.")
        if V.shape != (I.size + 1,):
            raise NotYet(
                f"What your loop returns has shape {V.shape}; V alone is wanted, one value more "
                "than steps."
            )
        yield seen(V - V[0], f"how far V goes from rest in {I.size} steps of {dt:.3g} ms")
        yield seen(V[0], "V at the start")
    return _first_spike(function)


def _first_spike(function):
    """How far the student's loop is from the library at the first spike, in words."""
    model, dt = HodgkinHuxley(), 0.02
    V = np.asarray(function(np.full(500, 10.0), dt, model))
    late = dt * np.argmax(V >= 0.0) - simulate(model, 10.0, duration=10.0).spikes[0]
    way = "late" if late > 0 else "early"
    return f"At 10 µA/cm² and dt = 0.02 ms your first spike is {abs(late):.2f} ms too {way}."


class _Neuron:
    """Fires at `limit` and above; knows between which currents the answers put the limit."""

    def __init__(self, limit, silent, spiking, tolerance):
        self.limit = limit
        self.silent = silent
        self.spiking = spiking
        self.tolerance = tolerance
        self.gaps = []  # between the two after each question
        self.last = math.nan

    def __call__(self, I):
        if I == self.last and self.spiking - self.silent > self.tolerance:
            raise NotYet(
                "You ask about the same current twice: ask about the middle of `silent` and "
                "`spiking`, then move one of them there."
            )
        self.last = I
        fires = number(I, "the current you ask about") >= self.limit
        if fires:
            self.spiking = min(self.spiking, float(I))
        else:
            self.silent = max(self.silent, float(I))
        self.gaps.append(self.spiking - self.silent)
        return fires


def _bisect(fires, silent, spiking, tolerance, *, end=1, flip=False, times=None):
    asked = 0
    while spiking - silent > tolerance if times is None else asked < times:
        middle = 0.5 * (silent + spiking)
        asked += 1
        silent, spiking = (silent, middle) if fires(middle) != flip else (middle, spiking)
    return (silent, spiking)[end]


def _walk(fires, silent, spiking, tolerance):
    while not fires(silent):
        silent += tolerance
    return silent


@exercise(
    "The threshold by bisection",
    hints=[
        "Ask `fires` about the current in the middle. Which half holds the threshold?",
        "If the middle fires, it is the new spiking current; otherwise the new silent one.",
        "Go on while spiking - silent is larger than the tolerance; return the spiking one.",
    ],
    right=_bisect,
    examples={
        "still silent": partial(_bisect, end=0),
        "Which end moves when it fires": partial(_bisect, flip=True),
        "halve, do not walk": _walk,
        "stop once the two are within `tolerance`": partial(_bisect, times=60),
        "go on": lambda fires, a, b, tolerance: _bisect(fires, a, b, 0.1),
        "same current twice": [
            lambda fires, silent, *rest: any(fires(silent) for _ in range(999)) or silent,
            lambda fires, silent, spiking, tolerance: [fires(spiking) for _ in range(999)],
        ],
        "The current you ask about is infinite": (
            lambda fires, silent, spiking, tolerance: fires(math.inf) or silent
        ),
        "never asked": lambda fires, silent, spiking, tolerance: spiking,
        "Too low": lambda fires, silent, spiking, tolerance: fires(silent) or silent,
        "one number is expected": lambda *given: (_bisect(*given), _bisect(*given, end=0)),
    },
)
def threshold(function):
    for limit, silent, spiking, tolerance in vary(
        0.05, [(2.2403, 0.0, 8.0, 1e-3), (0.77, 0.5, 1.0, 1e-6)]
    ):
        fires = _Neuron(limit, silent, spiking, tolerance)
        found = number(function(fires, silent, spiking, tolerance), "the threshold")
        asked = len(fires.gaps)
        needed = math.ceil(math.log2((spiking - silent) / tolerance)) + 3
        if not asked:
            raise NotYet("You never asked: call fires(current) to learn whether it spikes.")
        if limit - tolerance <= found < limit:
            raise NotYet("That current is still silent: return the one that fires.")
        if found < limit:
            raise NotYet("Too low: that current does not fire. Which end moves when it is silent?")
        if found > limit + tolerance and found == fires.spiking:
            raise NotYet("That one fires, but so may one more than `tolerance` below it: go on.")
        if found > limit + tolerance:
            raise NotYet("Too high: a smaller current fires too. Which end moves when it fires?")
        if asked > needed and fires.gaps[needed - 1] <= tolerance:
            raise NotYet(
                f"Right, but you asked {asked} times: stop once the two are within `tolerance`."
            )
        if asked > needed:
            raise NotYet(f"Right, but you asked {asked} times: halve, do not walk.")
    return "Each question gives one binary digit of the answer."


def _length(x, V, V_rest, *, part=1.0 / math.e):
    depth = V - V_rest
    return float(np.interp(-part * depth[0], -depth, x))


NOISE = 0.05  # mV, of each measured point


def _fit(x, V, *, log=np.log, least=20.0 * NOISE):
    """The slope of the logarithm of V over x where V is above `least`; nan if there is none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        heights = log(V)[V > least]
    return np.polyfit(x[V > least], heights, 1)[0] if heights.size > 1 else math.nan


def _all_points(x, V, V_rest):
    """The line through all points whose logarithm exists."""
    return -1.0 / _fit(x, V - V_rest, least=0.0)


@exercise(
    "The length constant of an axon",
    hints=[
        "Take V - V_rest: what spreads is the difference from rest.",
        "Where has it fallen to 1/e, about 37 %, of its value at x[0]?",
        "Or: the logarithm of V - V_rest is a line of slope -1 / lambda, as long as it stands out "
        "of the noise. Leave out what is smaller than some twenty times the noise.",
    ],
    right=lambda x, V, V_rest: -1.0 / _fit(x, V - V_rest),
    mistakes={
        "That is where V has fallen to one half; 1/e is asked.": partial(_length, part=0.5),
        "That is the slope; lambda is one over it.": lambda x, V, V_rest: -_fit(x, V - V_rest),
        "A length is positive: mind the sign of the slope.": (
            lambda x, V, V_rest: 1.0 / _fit(x, V - V_rest)
        ),
        "That is the slope; lambda is one over it, without its sign.": (
            lambda x, V, V_rest: _fit(x, V - V_rest)
        ),
        "A decimal logarithm: use the natural one.": [
            lambda x, V, V_rest: -1.0 / _fit(x, V - V_rest, log=np.log10),
            lambda x, V, V_rest: -1.0 / (_fit(x, V - V_rest) * math.log(10.0)),
        ],
        "It falls *to* 1/e, not by.": partial(_length, part=1.0 - 1.0 / math.e),
        "Far out you fit noise: points past some 3 lambda tell nothing, and bend the line.": (
            _all_points
        ),
        "The logarithm of V is nan where noise takes V below V_rest: leave those points out.": (
            lambda x, V, V_rest: math.nan
        ),
        "V itself never falls that far: subtract V_rest first.": [
            lambda x, V, V_rest: x[-1],
            lambda x, V, V_rest: x[0],
        ],
        "That is a place in the array, not in cm: take it from x.": (
            lambda x, V, V_rest: float(np.argmax(V - V_rest <= (V[0] - V_rest) / math.e))
        ),
        "That is the potential there, not the place.": (
            lambda x, V, V_rest: (V[0] - V_rest) / math.e
        ),
    },
)
def length_constant(function):
    rng = np.random.default_rng(3)
    for radius, rest, reach in vary(
        0.05, [(238.0, 0.0, 12.0), (60.0, 10.0, 12.0), (120.0, 0.0, 13.0)]
    ):
        axon = cable.Axon(radius=radius, active=False)
        x = np.linspace(0.0, reach * cable.length_constant(axon), 401)
        V = cable.passive_profile(axon._replace(length=20.0), x, 1.0) + rest
        V_rest = float(resting_state(HodgkinHuxley()).V) + rest
        measured = V + NOISE * rng.standard_normal(x.size)
        yield seen(function(x, measured, V_rest), "the length constant", rtol=0.05)
    return "The same function reads any axon: a quarter of the radius, half the length constant."


MEASURED = squid.potassium()
REACH = np.linspace(-100.0, 60.0, 321)  # mV, where a rate must be a rate
CLOSE = {"alpha": 0.02, "beta": 0.008}  # 1/ms rms; the formulas of 1952 have 0.031 and 0.013
SHUT = 0.3  # n_inf at -90 mV may be this at most


def _fitted(V, *, A=0.0599, middle=3.832, width=6.86):
    x = (middle - (V - squid.REST)) / width
    hole = np.abs(x) < 1e-9
    return A * np.where(hole, 1.0, x / np.expm1(np.where(hole, 1.0, x)))


def _closing(V, *, B=0.0934, width=141.5):
    return B * np.exp(-(V - squid.REST) / width)


def _with_a_hole(V):
    return np.where(np.abs(V + 55.0) < 0.01, np.nan, _fitted(V))


def _published(name):
    return getattr(rates(MEASURED.V), f"{name}_n")


def _rms(found, truth):
    return float(np.sqrt(np.mean((found - truth) ** 2)))


@exercise(
    "The rates of potassium's gate, fitted to what was measured",
    same="The rates of 1952 are what is fitted, and any function that is near them is right.",
    hints=[
        "Take the form of the formulas in the table: for alpha a scale, a middle and a width, for "
        "beta a scale and a width. Five numbers are free.",
        "The logarithm of beta over V is a line: np.polyfit(V, np.log(beta), 1) has its slope.",
        "scipy.optimize.curve_fit(form, V, alpha, p0=[...]) finds the numbers of alpha; begin at "
        "those of 1952. For its 0/0 do as you did for m.",
    ],
    right=(_fitted, _closing),
    examples={
        "nan, not a number": (_with_a_hole, _closing),
        "is infinite": (lambda V: np.full(V.shape, math.inf), _closing),
        "one for each V": (lambda V: 0.5, _closing),
        "exchanged": (_closing, _fitted),
        "is not above 0": [
            (lambda V: np.polyval(np.polyfit(MEASURED.V, MEASURED.alpha, 1), V), _closing),
            (_fitted, lambda V: 0.1 - 0.0008 * (V + 65.0)),
        ],
        "counted from rest": (lambda V: _fitted(V - 65.0), lambda V: _closing(V - 65.0)),
        "formulas of 1952 themselves": (lambda V: rates(V).alpha_n, lambda V: rates(V).beta_n),
        "alpha misses": [
            (lambda V: _fitted(V) + 0.05, _closing),
            (lambda V: 0.5 + 0.0 * V, _closing),
        ],
        "beta misses": [
            (_fitted, lambda V: _closing(V) + 0.03),
            (_fitted, lambda V: rates(V).beta_n),
        ],
        "should be nearly shut": (
            lambda V: np.interp(V, MEASURED.V[::-1], MEASURED.alpha[::-1]),
            lambda V: np.interp(V, MEASURED.V[::-1], MEASURED.beta[::-1]),
        ),
    },
)
def potassium(alpha, beta):
    found, below = {}, {}
    for name, function in (("alpha", alpha), ("beta", beta)):
        with np.errstate(all="ignore"):
            given, found[name] = (array(function(V.copy()), name) for V in (REACH, MEASURED.V))
        for V, rate in ((REACH, given), (MEASURED.V, found[name])):
            if rate.shape != V.shape:
                raise NotYet(f"{name} has shape {rate.shape}: a rate is wanted, one for each V.")
        below[name] = float(np.interp(-90.0, REACH, given))
        low = REACH[given <= 0.0]
        if low.size:
            raise NotYet(f"{name} is not above 0 at {low[0]:g} mV: a rate is.")
    miss = {name: _rms(found[name], getattr(MEASURED, name)) for name in found}
    turned = _rms(found["alpha"], MEASURED.beta) + _rms(found["beta"], MEASURED.alpha)
    if turned < 0.2 * sum(miss.values()):
        raise NotYet("alpha falls with V and beta rises: are the two exchanged?")
    if all(np.allclose(found[name], _published(name)) for name in found):
        raise NotYet(
            "These are the formulas of 1952 themselves: they miss alpha by 0.031 and beta by 0.013 "
            "1/ms. You can come nearer."
        )
    if np.median(found["alpha"] / MEASURED.alpha) < 0.2:
        raise NotYet("alpha is far too small: is V counted from rest? Here rest is -65 mV.")
    for name, most in CLOSE.items():
        if miss[name] > most:
            raise NotYet(
                f"{name} misses the points by {miss[name]:.3f} 1/ms on the average; at most "
                f"{most} is wanted."
            )
    n = below["alpha"] / sum(below.values())
    if n > SHUT:
        raise NotYet(
            f"At -90 mV n_inf is {n:.2f}: below the points the gate should be nearly shut. Take a "
            "form that goes on beyond them."
        )
    return (
        f"You miss alpha by {miss['alpha']:.3f} and beta by {miss['beta']:.3f} 1/ms on the "
        "average; the formulas of 1952 miss them by 0.031 and 0.013."
    )


I_BOTH = 8.0  # uA/cm^2, at which rest and firing both last
GOOD, BEST = 3.0, 2.0  # ms uA/cm^2: what passes, and the least that a search found
AFTER = 100.0  # ms without a spike
FINE = 0.0125  # ms


def _after(height, when, width):
    """Number of spikes after a pulse into the firing neuron."""
    edges = np.arange(round((when + width + AFTER) / FINE) + 1) * FINE
    share = np.diff(np.clip(edges, when, when + width)) / FINE  # of each step in the pulse
    kick = 20.0 * ((edges[:-1] >= 20.0 - 1e-9) & (edges[:-1] < 21.0 - 1e-9))
    model = HodgkinHuxley()
    start = resting_state(model, I_BOTH)
    run = simulate(model, I_BOTH + kick + height * share, dt=FINE, start=start)
    return int((run.spikes > when + width).sum())


@exercise(
    "The gentlest stop",
    hints=[
        "Take `two_states` at 8 µA/cm² and look where in the period a kick of 5 stops the firing.",
        "A pulse that pushes the other way, below 0, has a window of its own, earlier.",
        "At the middle of a window the kick may be smaller: halve it and look again. Try 94.5 ms "
        "for a push up, 82 ms for one down.",
    ],
    wants="value",
    right=(-2.5, 82.0, 1.0),
    examples={
        "only shifts the spikes": [(5.0, 98.0, 1.0), (-2.5, 90.0, 1.0), (0.0, 82.0, 1.0)],
        "It stops, with 5": (5.0, 94.0, 1.0),
        "`when` is": (2.5, 20.0, 1.0),
        "`width` is": [(2.5, 94.5, 0.0), (2.5, 94.5, 60.0)],
        "`height` is": (500.0, 94.5, 0.05),
    },
)
def gentle_stop(height, when, width):
    height, when, width = (
        number(value, name)
        for value, name in ((height, "height"), (when, "when"), (width, "width"))
    )
    for value, name, low, high, unit in (
        (height, "height", -60.0, 60.0, "µA/cm²"),
        (when, "when", 60.0, 140.0, "ms"),
        (width, "width", 0.05, 20.0, "ms"),
    ):
        if not low - 1e-9 <= value <= high + 1e-9:
            raise NotYet(f"`{name}` is {value:g}; allowed is from {low:g} to {high:g} {unit}.")
    spikes = _after(height, when, width)
    if spikes:
        count = f"{spikes} spike{'s' * (spikes > 1)}"
        raise NotYet(
            f"Your pulse only shifts the spikes: {count} in the 100 ms after it. Another moment, "
            "or more of it?"
        )
    score = abs(height) * width
    if score > GOOD + 1e-9:
        raise NotYet(f"It stops, with {score:.3g} µA ms/cm²; {GOOD:g} or less is wanted.")
    best = "as gentle as our search found" if score <= BEST + 1e-9 else f"our search found {BEST:g}"
    return f"It stops, with {score:.3g} µA ms/cm²: {best}."
