"""What the exercises of lesson 03 check."""

import math

import numpy as np

from course.check._exercise import NotYet, array, exercise, matches, number
from course.models import cable
from course.models.hodgkin_huxley import (
    HodgkinHuxley,
    rates,
    resting_state,
    simulate,
)


@exercise(
    "The slope of the membrane potential",
    hints=[
        "The injected current charges the capacitor: more of it, a faster rise.",
        "An outward ionic current carries positive charge out of the cell: V falls.",
        "Charge on a capacitor is C times V, so divide the net current by C.",
    ],
)
def slope(function):
    for I, I_Na, I_K, I_L, C in [
        (7.0, -20.0, 9.0, 2.0, 2.0),
        (0.0, -4.0, 1.0, 0.5, 1.0),
    ]:
        ionic = I_Na + I_K + I_L
        matches(
            function(I, I_Na, I_K, I_L, C),
            (I - ionic) / C,
            f"dV/dt for I = {I}, I_Na = {I_Na}, I_K = {I_K}, I_L = {I_L}, C = {C}",
            mistakes=[
                (
                    (-I - ionic) / C,
                    "That is the slide's first line: a positive injected current lowers V. "
                    "Which way must it go?",
                ),
                (
                    (I + ionic) / C,
                    "Ionic currents count outward here: an outward current must lower V.",
                ),
                ((ionic - I) / C, "All signs are turned over: an injected current must raise V."),
                (I - ionic, "Almost: the net current still has to charge C."),
                ((I - ionic) * C, "A larger C charges more slowly: multiply or divide?"),
            ],
        )
    return "The second line of the slide is the right one."


@exercise(
    "The opening rate of the m gate, without a hole",
    hints=[
        "With x = -(V + 40) / 10 the rate is x / (exp(x) - 1). What is x at -40 mV?",
        "Near 0, exp(x) - 1 is almost x. So what does the fraction tend to?",
        "Compute the fraction where x is not 0, and put the limit where it is: np.where, or "
        "np.divide with where= and out=.",
    ],
)
def opening_rate(function):
    V = np.array([-65.0, -40.0, -40.0 + 1e-6, 0.0, 50.0])
    with np.errstate(all="ignore"):
        given = function(V.copy())
    if np.shape(given) == V.shape and np.isnan(np.asarray(given, dtype=float)).any():
        raise NotYet("At -40 mV your rate is not a number: 0/0. The limit there is finite.")
    truth = rates(V).alpha_m
    filled = truth.copy()
    filled[1] = 0.0
    x = -(V - 25.0) / 10.0
    matches(
        given,
        truth,
        "alpha_m at -65, -40, -39.999999, 0 and 50 mV",
        rtol=1e-6,
        mistakes=[
            (filled, "At -40 mV you give 0, a hole in a smooth curve. What is the limit?"),
            (truth / 10.0, "Ten times too small: 0.1 (V + 40) is already x."),
            (truth * 10.0, "Ten times too large: is the factor 0.1 missing?"),
            (x / np.expm1(x), "You count V from rest, as in 1952; here rest is near -65 mV."),
            (
                truth * np.exp(-(V + 40.0) / 10.0),
                "The exponential has the wrong sign: m opens when V rises.",
            ),
        ],
    )
    return "The value at -40 mV is the limit."


def _euler(V, m, h, n, I, dt, model, m_gates=3, n_gates=4, beta=1.0):
    """V, m, h, n after a step of forward Euler; the last three may be wrong on purpose."""
    a_m, b_m, a_h, b_h, a_n, b_n = rates(V)
    I_Na = model.g_Na * m**m_gates * h * (V - model.E_Na)
    I_K = model.g_K * n**n_gates * (V - model.E_K)
    I_L = model.g_L * (V - model.E_L)
    V = V + dt * (I - I_Na - I_K - I_L) / model.C
    m = m + dt * (a_m * (1 - m) - beta * b_m * m)
    h = h + dt * (a_h * (1 - h) - beta * b_h * h)
    return V, np.array([m, h, n + dt * (a_n * (1 - n) - beta * b_n * n)])


@exercise(
    "One Euler step of the Hodgkin-Huxley neuron",
    hints=[
        "`rates(V)` gives the six rates at V in the order alpha_m, beta_m, alpha_h, ...",
        "The ionic current is the sum of three: conductance times gates times (V - E).",
        "Each gate moves by dt (alpha (1 - x) - beta x). All slopes use the old V.",
    ],
)
def step(function):
    model = HodgkinHuxley(C=2.0)
    for V, m, h, n, I, dt in [
        (-65.0, 0.05, 0.6, 0.32, 10.0, 0.02),
        (-20.0, 0.7, 0.3, 0.5, 4.0, 0.01),
    ]:
        state, gates, rest = (V, m, h, n), np.array([m, h, n]), (I, dt, model)
        given = array(function(*state, *rest), "what your step returns", shape=(4,))
        V_new, gates_new = _euler(*state, *rest)
        alpha = np.array(rates(V)[::2])
        matches(
            given[0],
            V_new,
            f"V after a step from {V} mV",
            rtol=1e-9,
            mistakes=[
                (V + (V_new - V) / dt, "V: the step is too large: is dt missing?"),
                (V_new - V, "V: that is the change; add it to V."),
                (V + (V_new - V) * model.C, "V: is C missing?"),
                (_euler(*state, -I, dt, model)[0], "V: the injected current must raise V."),
                (_euler(*state, *rest, m_gates=1)[0], "V: three m gates must open: m cubed."),
                (_euler(*state, *rest, n_gates=1)[0], "V: four n gates must open: n to the 4th."),
                (_euler(*state, *rest, m_gates=1, n_gates=1)[0], "V: the powers are missing."),
                (2 * (V + dt * I / model.C) - V_new, "V: an outward current must lower V."),
                (_euler(V, *gates_new, *rest)[0], "V: you use the new gates; take the old ones."),
            ],
        )
        late = _euler(V_new, m, h, n, *rest)[1]
        matches(
            given[1:],
            gates_new,
            f"m, h, n after a step from {V} mV",
            rtol=1e-9,
            mistakes=[
                (gates + (gates_new - gates) / dt, "Gates: too large a step: is dt missing?"),
                (gates_new - gates, "Gates: that is the change; add it to the gate."),
                (_euler(*state, *rest, beta=-1.0)[1], "Gates: with + beta x they grow beyond 1."),
                (gates_new - dt * alpha * (1 - 2 * gates), "Gates: only closed ones, 1 - x, open."),
                (late, "Gates: you use the new V. Compute all slopes from the old state."),
            ],
        )
    return _first_spike(function)


def _first_spike(function):
    """How far the student's loop is from the library at the first spike, in words."""
    model, dt = HodgkinHuxley(), 0.02
    y, k = resting_state(model), 0
    while y[0] < 0.0 and k < 500:
        y, k = function(*map(float, y), 10.0, dt, model), k + 1
    late = k * dt - simulate(model, 10.0, duration=10.0).spikes[0]
    way = "late" if late > 0 else "early"
    return f"At 10 uA/cm^2 and dt = 0.02 ms your first spike is {abs(late):.2f} ms too {way}."


class _Neuron:
    """Fires at `limit` and above; counts the questions, keeps the lowest current that fired."""

    def __init__(self, limit):
        self.limit, self.asked, self.lowest = limit, 0, math.inf

    def __call__(self, I):
        self.asked += 1
        if fires := number(I, "the current you ask about") >= self.limit:
            self.lowest = min(self.lowest, float(I))
        return fires


@exercise(
    "The threshold by bisection",
    hints=[
        "Ask `fires` about the current in the middle. Which half holds the threshold?",
        "If the middle fires, it is the new spiking current; otherwise the new silent one.",
        "Go on while spiking - silent is larger than the tolerance; return the spiking one.",
    ],
)
def threshold(function):
    for limit, silent, spiking, tolerance in [(2.2403, 0.0, 8.0, 1e-3), (0.77, 0.5, 1.0, 1e-6)]:
        fires = _Neuron(limit)
        found = number(function(fires, silent, spiking, tolerance), "the threshold")
        if limit - tolerance <= found < limit:
            raise NotYet("That current is still silent: return the one that fires.")
        if not fires.asked:
            raise NotYet("You never asked: call fires(current) to learn whether it spikes.")
        if found < limit:
            raise NotYet("Too low: that current does not fire. Which end moves when it is silent?")
        if found > limit + tolerance and found == fires.lowest:
            raise NotYet("That one fires, but so may one more than `tolerance` below it: go on.")
        if found > limit + tolerance:
            raise NotYet("Too high: a smaller current fires too. Which end moves when it fires?")
        if fires.asked > math.ceil(math.log2((spiking - silent) / tolerance)) + 3:
            raise NotYet(f"Right, but you asked {fires.asked} times: halve, do not walk.")
    return "Each question gives one binary digit of the answer."


@exercise(
    "The length constant of an axon",
    hints=[
        "Take V - V_rest: what spreads is the difference from rest.",
        "Where has it fallen to 1/e, about 37 %, of its value at x[0]?",
        "Or: the logarithm of V - V_rest is a straight line of slope -1 / lambda.",
    ],
)
def length_constant(function):
    for axon in (cable.Axon(active=False), cable.Axon(radius=60.0, active=False)):
        truth = cable.length_constant(axon)
        x = np.linspace(0.0, 1.5, 301)
        V = cable.passive_profile(axon._replace(length=12.0), x, 1.0)
        V_rest = float(resting_state(HodgkinHuxley()).V)
        depth = V - V_rest
        raw = [np.nan, np.nan]
        if (np.abs(V) > np.abs(V[0]) / math.e).all():
            raw = [x[-1], x[0]]
        given = function(x, V, V_rest)
        if isinstance(given, float) and math.isnan(given):
            raise NotYet("V is negative and has no logarithm; V - V_rest has.")
        matches(
            given,
            truth,
            "the length constant",
            rtol=0.02,
            mistakes=[
                (truth * math.log(2), "That is where V has fallen to one half; 1/e is asked."),
                (1.0 / truth, "That is the slope; lambda is one over it."),
                (-truth, "A length is positive: mind the sign of the slope."),
                (-1.0 / truth, "That is the slope; lambda is one over it, without its sign."),
                (truth / math.log(10), "A decimal logarithm: use the natural one."),
                (truth * math.log(10), "A decimal logarithm: use the natural one."),
                (x[np.argmax(depth <= depth[0] * (1 - 1 / math.e))], "It falls *to* 1/e, not by."),
                (raw[0], "V itself never falls that far: subtract V_rest first."),
                (raw[1], "V itself never falls that far: subtract V_rest first."),
            ],
        )
    return "The same function reads any axon: a quarter of the radius, half the length constant."
