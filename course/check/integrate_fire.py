"""What the exercises of lesson 02 check."""

import math
from functools import partial

import numpy as np

from course.check._cases import anew, vary
from course.check._exercise import NotYet, array, exercise, number, parts, seen
from course.material.mystery import mystery
from course.models.integrate_fire import LIF, noisy_firing, simulate


def _euler(V, I, dt, tau_m, R, E_L):
    return V + dt * (-(V - E_L) + R * I) / tau_m


def _exact(V, I, dt, tau_m, R, E_L):
    return E_L + R * I + (V - E_L - R * I) * math.exp(-dt / tau_m)


def _heun(V, I, dt, *membrane):
    return 0.5 * (V + _euler(_euler(V, I, dt, *membrane), I, dt, *membrane))


@exercise(
    "One Euler step of the leaky integrate-and-fire neuron",
    hints=[
        "Solve the membrane equation for dV/dt first: divide the right side by tau_m.",
        "A step of length dt changes V by dt times dV/dt.",
        "The function returns the new V, not the change.",
    ],
    right=_euler,
    mistakes={
        "The step is too large: is dt missing?": lambda V, I, dt, *p: _euler(V, I, 1.0, *p),
        "The step is too large: is tau_m missing?": (
            lambda V, I, dt, tau_m, *p: _euler(V, I, dt, 1.0, *p)
        ),
        "The leak pushes V away from E_L: its sign?": (
            lambda V, I, dt, tau_m, R, E_L: V + dt * ((V - E_L) + R * I) / tau_m
        ),
        "The leak pulls V to 0 mV: it should pull to E_L.": (
            lambda V, I, dt, tau_m, R, E_L: _euler(V, I, dt, tau_m, R, 0.0)
        ),
        "The current acts too strongly: is R missing?": (
            lambda V, I, dt, tau_m, R, E_L: _euler(V, I, dt, tau_m, 1.0, E_L)
        ),
        "The leak is missing: where is -(V - E_L)?": (
            lambda V, I, dt, tau_m, R, E_L: V + dt * R * I / tau_m
        ),
        "The step goes the wrong way: add the change to V.": (
            lambda V, *p: 2.0 * V - _euler(V, *p)
        ),
        "dt multiplies the slope; yours divides it.": (
            lambda V, I, dt, *p: _euler(V, I, 1.0 / dt, *p)
        ),
        "That is the change of V. Add it to V.": lambda V, *p: _euler(V, *p) - V,
        "That is the slope dV/dt; the potential after dt is wanted.": (
            lambda V, I, dt, *p: (_euler(V, I, dt, *p) - V) / dt
        ),
        "The current changes nothing: is it missing?": lambda V, I, *p: _euler(V, 0.0, *p),
        "The current pulls the wrong way: its sign?": lambda V, I, *p: _euler(V, -I, *p),
        "-(V - E_L) needs its parentheses.": (
            lambda V, I, dt, tau_m, R, E_L: V + dt * (-V - E_L + R * I) / tau_m
        ),
        "Only the leak is divided by tau_m: the current is as well.": (
            lambda V, I, dt, tau_m, R, E_L: V + dt * (-(V - E_L) / tau_m + R * I)
        ),
        "The step starts at E_L; it should start at V.": (lambda V, *p: _euler(V, *p) - V + p[-1]),
        "That is the exact solution; Euler's step follows the slope at V.": _exact,
        "That is a step of second order, from two slopes; Euler's takes one, the slope at V.": (
            _heun
        ),
    },
)
def lif_step(step):
    cases = [
        (-60.0, 150.0, 5.0, 20.0, 0.1, -70.0),
        (-70.0, 200.0, 0.5, 20.0, 0.1, -70.0),
        (-55.0, 0.0, 2.0, 10.0, 0.1, -65.0),
        (-60.0, 100.0, 2.0, 30.0, 0.2, -65.0),
    ]
    for V, I, dt, tau_m, R, E_L in vary(0.05, cases):
        yield seen(
            step(V, I, dt, tau_m, R, E_L),
            f"the potential after a step from V = {V:.4g} mV with I = {I:.4g} pA",
        )
    return "With dt = 0.1 ms this loop and the exact solution differ by less than a line's width."


def _loop(
    I, dt, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, V_reset=-65.0, note=None, late=1, carry=0.0
):
    """The loop on the grid; `note(i, V)` is what it notes of a spike in step i.

    `carry` is the part of what V has climbed above V_th that is left after the reset.
    """
    V = E_L
    found = []
    for i, current in enumerate(I):
        V = _euler(V, current, dt, tau_m, R, E_L)
        if V >= V_th:
            found.append(note(i, V) if note else (i + late) * dt)
            V = V_reset + carry * (V - V_th)
    return found


def _crossings(I, dt, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, V_reset=-65.0):
    return simulate(LIF(tau_m, R, E_L, V_th, V_reset, t_ref=0.0), I, dt=dt).spikes


@exercise(
    "A leaky integrate-and-fire neuron that spikes",
    hints=[
        "After each step ask: is V at or above V_th?",
        "If it is, note the time of the new V, (i + 1) * dt, and set V to V_reset.",
        "Without a refractory period nothing else happens.",
    ],
    right=_crossings,
    mistakes={
        "There is no spike: does V ever meet V_th? Does `return` stand after the loop?": (
            lambda I, dt, **p: []
        ),
        "There is one spike: does `return` stand after the loop, not in it?": (
            lambda I, dt, **p: _loop(I, dt, **p)[:1]
        ),
        "There is a spike in every step once V is high: is V reset after a spike?": (
            lambda I, dt, V_reset=0.0: _loop(I, dt, V_reset=-40.0)
        ),
        "These are numbers of steps; times are in ms: multiply by dt.": [
            lambda I, dt, **p: _loop(I, 0.1, **p, note=lambda i, V: i),
            lambda I, dt, **p: _loop(I, 0.1, **p, note=lambda i, V: i + 1),
        ],
        "These are voltages: note the time of each spike.": (
            lambda I, dt, **p: _loop(I, dt, **p, note=lambda i, V: V)
        ),
        "V never falls back to rest: is the leak missing?": (
            lambda I, dt, E_L=-65.0, **p: _loop(I, dt, tau_m=1e9, R=3e6 * 0.9, **p)
        ),
        "The steps are too large: is dt missing?": (
            lambda I, dt, **p: np.multiply(dt, _loop(I, 1.0, **p))
        ),
        "After a spike V starts at E_L; it should start at V_reset.": (
            lambda I, dt, V_reset=0.0: _loop(I, dt)
        ),
        "After a spike V is V_reset, however far it was above V_th: set it, do not subtract.": (
            lambda *args, **p: _loop(*args, carry=1.0, **p)
        ),
        "Step i needs the current of its own, I[i].": (
            lambda I, dt, **p: _loop(np.full(len(I), I[0]), dt, **p)
        ),
    },
    examples={
        "are too many": lambda I, dt, **p: _loop(I, dt, V_th=-60.0, **p),
        "are too few": lambda I, dt, **p: _loop(I, dt, V_th=-45.0, **p),
        "spikes[0] is at": lambda I, dt, **p: _loop(I, dt, late=60, **p),
        "spikes[2] is at": lambda I, dt, **p: np.multiply(1.015, _loop(I, dt, **p)),
        "a list of times is expected": lambda I, dt, **p: [_loop(I, dt, **p)],
    },
)
def spike_times(run):
    dt = 0.1
    I = np.full(2000, vary(0.05, 300.0))
    changing = np.repeat(vary(0.05, [300.0, 0.0, 450.0]), 700)
    another, third = vary(
        0.02, [(20.0, 0.1, -70.0, -52.0, -60.0), (40.0, 0.15, -68.0, -45.0, -66.0)]
    )
    found = run(I, dt)
    yield seen(found, f"with {I[0]:.4g} pA", compare=_times)
    yield seen(run(changing, dt), "when the current changes", compare=_times)
    yield seen(run(I, dt, V_reset=-58.0), "when V_reset is not E_L", compare=_times)
    yield seen(run(I, 0.05, *another), "of another neuron", compare=_times)
    yield seen(run(I, dt, *third), "of a third neuron", compare=_times)
    strong = np.full(2000, 2000.0)

    def compare(found, truth):
        # spikes on the grid lose half a step each, which a strong current adds up
        if _on_grid(found, dt) and not _on_grid(truth, dt):
            truth = np.array(_loop(strong, dt))
        _times(found, truth)

    yield seen(run(strong, dt), "with 2000 pA", compare=compare)
    error = np.abs(np.subtract(found, _crossings(I, dt)[: len(found)])).max()
    return f"Your spikes are up to {error:.2f} ms from the exact times."


def _on_grid(times, dt):
    steps = np.asarray(times, dtype=float) / dt
    return np.allclose(steps, np.rint(steps), rtol=0.0, atol=1e-6)


def _times(found, truth):
    """Pass if the spikes are `truth` within a millisecond, but for one at the end."""
    found = array(found, "the spike times")
    if found.ndim != 1:
        raise NotYet(f"The spike times have shape {found.shape}; a list of times is expected.")
    if abs(found.size - truth.size) > 1:
        few = "few" if found.size < truth.size else "many"
        raise NotYet(f"{found.size} spikes are too {few}.")
    late = found[: truth.size] - truth[: found.size]
    if np.any(np.abs(late) > 1.0):
        first = np.argmax(np.abs(late) > 1.0)
        way = "late" if late[first] > 0 else "early"
        raise NotYet(f"spikes[{first}] is at {found[first]:.2f} ms: too {way}.")


def _rate(I, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, t_ref=2.0, V_reset=-65.0):
    if R * I <= V_th - E_L:
        return 0.0
    goal = E_L + R * I
    return 1000.0 / (t_ref + tau_m * math.log((goal - V_reset) / (goal - V_th)))


def _from_rest(I, E_L=-65.0, V_reset=-65.0, **p):
    return _rate(I, E_L=E_L, V_reset=E_L, **p)


def _interval(I, **p):
    return 1000.0 / rate if (rate := _rate(I, **p)) else 0.0


def _unguarded(I, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, t_ref=2.0, V_reset=-65.0):
    goal = np.float64(E_L + R * I)
    with np.errstate(invalid="ignore"):
        return 1000.0 / (t_ref + tau_m * np.log((goal - V_reset) / (goal - V_th)))


@exercise(
    "The f-I curve in closed form",
    hints=[
        "Below the rheobase the rate is 0: there the logarithm has no value.",
        "How long does V take from V_reset to V_th? Its goal is E_L + R I, and its distance from "
        "the goal shrinks by the factor exp(-t / tau_m). Solve V(t) = V_th for t.",
        "An interval is that time plus the refractory period; 1000 / interval is in Hz.",
    ],
    right=_rate,
    mistakes={
        "Right for a reset at rest, but V_reset changes nothing; from -60 mV the climb is "
        "shorter, and the rate at 200 pA is 21.7 Hz, not 17.9.": _from_rest,
        "The wrong end moves: the climb begins at V_reset and ends at V_th.": (
            lambda I, V_reset=-65.0, E_L=-65.0, V_th=-50.0, **p: _rate(
                I, E_L=E_L, V_th=V_th + V_reset - E_L, **p
            )
        ),
        "Too fast: is the refractory period missing?": lambda I, **p: _rate(
            I, **(p | {"t_ref": 0.0})
        ),
        "That is the rate in kHz; give it in Hz.": lambda I, **p: _rate(I, **p) / 1000.0,
        "That is the interval; the rate is one over it.": [
            _interval,
            lambda I, **p: _interval(I, **p) / 1000.0,
        ],
        "The logarithm has the wrong sign: turn it over.": (
            lambda I, tau_m=30.0, **p: _rate(I, tau_m=-tau_m, **p)
        ),
        "Too fast: is tau_m missing?": lambda I, **p: _rate(I, **(p | {"tau_m": 1.0})),
        "That is a decimal logarithm: use the natural one, np.log.": (
            lambda I, tau_m=30.0, **p: _rate(I, tau_m=tau_m / math.log(10.0), **p)
        ),
        "The threshold is counted from rest: V_th - E_L, not V_th.": (
            lambda I, E_L=0.0, V_th=-50.0, V_reset=0.0, **p: _rate(
                I, E_L=0.0, V_th=V_th, V_reset=0.0, **p
            )
        ),
        "V_th - E_L needs its parentheses.": (
            lambda I, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, t_ref=2.0, V_reset=-65.0: (
                1000.0 / (t_ref + tau_m * math.log(R * I / (R * I - V_th - E_L)))
            )
        ),
        "The denominator in the logarithm is what exceeds the rheobase: R I minus V_th - E_L.": (
            lambda I, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, t_ref=2.0, V_reset=-65.0: (
                1000.0 / (t_ref + tau_m * math.log(R * I / (R * I + V_th - E_L)))
            )
        ),
        "At 100 pA the logarithm is nan: V never reaches threshold, so the rate is 0 there.": (
            _unguarded
        ),
        "At 100 pA the neuron never reaches threshold: the rate is 0 there.": (
            lambda I, **p: _rate(I, **p) or 1.0
        ),
        "Right for this neuron, but other parameters change nothing: are numbers typed in?": (
            lambda I, tau_m=0, R=0, E_L=0, V_th=0, t_ref=0, V_reset=-65.0: _rate(I, V_reset=V_reset)
        ),
    },
)
def rate(function):
    for I in vary(0.05, (250.0, 400.0, 900.0)):
        yield seen(function(I), f"the rate at {I:.0f} pA", rtol=1e-4)
    yield seen(function(100.0), "the rate at 100 pA")
    for V_reset in vary(0.05, (-60.0, -72.0)):
        yield seen(
            function(200.0, V_reset=V_reset),
            f"the rate at 200 pA with a reset to {V_reset:.0f} mV",
            rtol=1e-4,
        )
    others = (10.0, 0.2, -70.0, -52.0, 5.0, -62.0), (40.0, 0.1, -60.0, -50.0, 1.0, -62.0)
    for other in vary(0.05, others):
        named = dict(zip(("tau_m", "R", "E_L", "V_th", "t_ref", "V_reset"), other))
        yield seen(
            function(200.0, **named),
            "right for this neuron, but for one with other parameters the rate",
            rtol=1e-4,
        )
    return "At strong currents the curve bends towards 1000 / t_ref = 500 Hz."


def _strength(d, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0):
    return (V_th - E_L) / R / -math.expm1(-d / tau_m)


@exercise(
    "The weakest pulse that makes the neuron spike",
    hints=[
        "From rest V(t) = E_L + R I (1 - exp(-t / tau_m)) while the pulse lasts.",
        "V is highest at the end of the pulse, t = d. How high must it be there?",
        "Set V(d) = V_th and solve for I.",
    ],
    right=_strength,
    mistakes={
        "That is the rheobase: right for an endless pulse, too weak for a short one.": (
            lambda d, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0: (V_th - E_L) / R
        ),
        "d and tau_m are turned over in the exponent.": (
            lambda d, tau_m=30.0, **p: _strength(tau_m, tau_m=d, **p)
        ),
        "That holds the charge I d constant, which is true only for d far below tau_m.": (
            lambda d, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0: (V_th - E_L) / R * tau_m / d
        ),
        "That is Weiss's law, with a charge that grows by the rheobase each ms: it has no leak.": [
            lambda d, tau_m=30.0, **p: (
                _strength(1e9, tau_m, **p) * (1.0 + tau_m * math.log(2.0) / d)
            ),
            lambda d, tau_m=30.0, **p: _strength(1e9, tau_m, **p) * (1.0 + tau_m / d),
        ],
        "The threshold is counted from rest: V_th - E_L, not V_th.": (
            lambda d, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0: _strength(d, tau_m, R, 0.0, V_th)
        ),
        "That is a potential in mV; divide it by R.": (
            lambda d, tau_m=30.0, R=0.09, **p: _strength(d, tau_m, 1.0, **p)
        ),
        "It grows with d: a longer pulse may be weaker. Divide by 1 - exp(-d / tau_m).": (
            lambda d, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0: (
                (V_th - E_L) / R * -math.expm1(-d / tau_m)
            )
        ),
        "That is the rheobase over exp(-d / tau_m): the climb is 1 - exp(-d / tau_m).": (
            lambda d, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0: (
                (V_th - E_L) / R * math.exp(d / tau_m)
            )
        ),
        "The sign in the exponent: V climbs to its goal and does not run away from it.": (
            lambda d, tau_m=30.0, **p: _strength(-d, tau_m, **p)
        ),
        "That is the charge I d; the current is wanted.": lambda d, **p: d * _strength(d, **p),
        "Right for this neuron, but other parameters change nothing: are numbers typed in?": (
            lambda d, tau_m=0, R=0, E_L=0, V_th=0: _strength(d)
        ),
    },
)
def strength(function):
    for d in vary(0.05, (5.0, 20.0, 60.0)):
        yield seen(function(d), f"the current of a pulse of {d:.0f} ms", rtol=1e-3)
    others = ((12.0, (10.0, 0.2, -70.0, -52.0)), (3.0, (40.0, 0.1, -60.0, -50.0)))
    for d, other in vary(0.05, others):
        named = dict(zip(("tau_m", "R", "E_L", "V_th"), other))
        yield seen(
            function(d, **named),
            "right for this neuron, but for one with other parameters the current",
            rtol=1e-3,
        )
    return "For d far below tau_m only the charge counts: here 5 pC, C times 15 mV."


_WANTED = 20.0  # Hz
_NEAR = 0.5  # Hz
_IRREGULAR = 0.8  # CV


@exercise(
    "The same rate, another life",
    hints=[
        "Below the rheobase, 167 pA, only noise makes spikes, so they come irregularly.",
        "Lower I, and raise sigma until the rate is 20 Hz again. What has the CV done?",
        "At 8 mV of noise 145 pA give 20 Hz, and CV 0.75. Go on in this direction.",
    ],
    wants="value",
    right=lambda: (133.1, 8.92),
    examples={
        "still mean-driven": [lambda: (208.4, 0.5), lambda: (202.6, 2.0)],
        "noise has only begun to decide": [lambda: (168.0, 6.0), lambda: (144.7, 8.0)],
        "the neuron hardly fires": [lambda: (100.0, 3.0), lambda: (0.0, 1.0)],
        "Hz: too often": [lambda: (133.1, 12.0), lambda: (250.0, 9.0)],
        "Hz: too seldom": lambda: (120.0, 8.92),
        "0 to 12 mV": [lambda: (50.0, 13.5), lambda: (133.1, -8.92), lambda: (208.33, 0.0)],
        "-400 to 400 pA": lambda: (1331.0, 8.92),
    },
)
def other_life(I, sigma):
    I, sigma = number(I, "the current"), number(sigma, "the noise")
    if not -400.0 <= I <= 400.0:
        raise NotYet(f"I is {I:g} pA; -400 to 400 pA are allowed here.")
    if not 1e-3 <= sigma <= 12.0:
        raise NotYet(f"sigma is {sigma:g} mV; noise above 0 is wanted, from 0 to 12 mV.")
    rate, cv = noisy_firing(LIF(), I, sigma)
    if rate < 0.25 * _WANTED:
        raise NotYet(f"{rate:.1f} Hz: the neuron hardly fires. More noise, or more current?")
    if abs(rate - _WANTED) > _NEAR:
        way = "often" if rate > _WANTED else "seldom"
        raise NotYet(f"{rate:.1f} Hz: too {way}; 20 Hz are wanted, within 0.5.")
    if cv < 0.5:
        raise NotYet(f"{rate:.1f} Hz, CV {cv:.2f}: still mean-driven. Lower the current.")
    if cv < _IRREGULAR:
        raise NotYet(f"{rate:.1f} Hz, CV {cv:.2f}: noise has only begun to decide; 0.8 is wanted.")
    return f"{rate:.1f} Hz, CV {cv:.2f}: many neurons of the cortex fire like this."


WRONG = {  # lines of the program in the lesson, and what tells each
    7: "V_reset is an argument: what changes when you change it?",
    8: "What do two seeds have in common? A constant current should give the same spikes.",
    9: "Run it with dt = 0.1 and with 0.05. How long is the refractory period in ms?",
}
SOUND = {
    1: "Line 1 is right: it starts at rest, without a spike.",
    2: "Line 2 is right: it goes through the current, a value a step.",
    3: "Line 3 counts the steps of waiting down, which is right if it starts at the right number.",
    4: "Line 4 is right: it is Euler's step.",
    5: "Line 5 is right: V has reached the threshold, or has passed it.",
    6: "Line 6 is right: the new V belongs to the end of the step.",
}


@exercise(
    "Three wrong lines in a program",
    hints=[
        "Run it twice with all the same but the seed. Then twice with all the same but dt.",
        "Then change each argument, and see whether anything changes.",
        "One line forgets an argument, one lets chance into the state, one counts steps for ms.",
    ],
    wants="value",
    right=lambda: ([7, 8, 9],),
    examples={
        "Line 4 is right": lambda: ([4, 8, 9],),
        "Line 3 counts": lambda: ([3, 7, 8],),
        "is no line of the program": [lambda: ([7, 8, 10],), lambda: ([0, 7, 8],)],
        "One of three found": lambda: ([8],),
        "Two of three found": [lambda: ([7, 9],), lambda: ({7, 8},), lambda: ([8, 9, 9],)],
        "numbers of lines are wanted": [lambda: (789,), lambda: (["V = E_L", 8, 9],)],
    },
)
def suspects(lines):
    try:
        named = sorted({int(line) for line in lines})
    except (TypeError, ValueError):
        raise NotYet("Three numbers of lines are wanted, as in [1, 2, 3].") from None
    for line in named:
        if line not in WRONG | SOUND:
            raise NotYet(f"{line} is no line of the program: they have the numbers 1 to 9.")
        if line in SOUND:
            raise NotYet(SOUND[line])
    missing = [line for line in WRONG if line not in named]
    if missing:
        found = ("None", "One", "Two")[3 - len(missing)]
        raise NotYet(f"{found} of three found. {WRONG[missing[0]]}")
    return "Each was found by changing one thing that should, or should not, matter."


BUDGET = 1500.0  # ms of current that a neuron takes
REACHED = 300.0  # pA, the strongest rheobase of a neuron that is tried


def _measured(neuron, *, tau_m=1.0, R=1.0, V_th=0.0, weak=400.0, up=1000.0):
    """tau_m, R and V_th by a weak current and a ramp, with factors and something added."""
    step = neuron.inject(-20.0, duration=weak)
    change = step.V[-1] - step.V[0]
    reached = step.t[np.argmax(np.abs(step.V - step.V[0]) >= 0.632 * abs(change))]
    ramp = neuron.inject(np.linspace(0.0, 400.0, round(10.0 * up)))
    return tau_m * reached, R * change / -20.0, ramp.V.max() + V_th


def _upside_down(neuron):
    tau_m, R, V_th = _measured(neuron)
    return tau_m, 1.0 / R, V_th


def _last_potential(neuron):
    """V at the end of the weak current, where the change of V is meant."""
    tau_m, _, V_th = _measured(neuron)
    return tau_m, (mystery(neuron.seed).inject(-20.0, duration=400.0).V[-1]) / -20.0, V_th


@exercise(
    "The mystery neuron, on a budget",
    hints=[
        "Inject a weak current: R is the change of V over the current, once V no longer changes.",
        "After one time constant V has covered 63 % of that change: how long does a slow one need?",
        "For V_th let a ramp climb slowly: the highest V of its run is just below the threshold.",
    ],
    right=_measured,
    mistakes={
        "R is upside down: potential over current.": _upside_down,
        "R is in megaohms; mV over pA gives gigaohms.": partial(_measured, R=1000.0),
        "R is the change of V over the current, and not V itself.": _last_potential,
        "R is below 0: a current downward lowers V, so that minus over minus is plus.": (
            partial(_measured, R=-1.0)
        ),
        "tau_m is the time to one half; 63 % are wanted.": partial(_measured, tau_m=math.log(2.0)),
        "tau_m is a number of steps; multiply by dt.": partial(_measured, tau_m=10.0),
        "tau_m is in seconds; give it in ms.": partial(_measured, tau_m=0.001),
    },
    examples={
        "hold a weak current": [partial(_measured, R=1.1), partial(_measured, weak=40.0)],
        "without a spike": [partial(_measured, tau_m=1.25), partial(_measured, tau_m=0.9)],
        "V never gets there": partial(_measured, V_th=2.0),
        "let it climb": [partial(_measured, V_th=-2.0), partial(_measured, up=12.0)],
        "three numbers": lambda neuron: _measured(neuron)[:2],
    },
)
def mystery_neuron(measure):
    for neuron in _neurons():
        given = array(measure(neuron), "what your function returns")
        if given.shape != (3,):
            raise NotYet(
                f"What your function returns has shape {given.shape}; three numbers are wanted: "
                "tau_m, R and V_th."
            )
        tau_m, R, V_th = given
        yield seen(R, "R", compare=_near_resistance)
        yield seen(tau_m, "tau_m", compare=_near_time_constant)
        yield seen(V_th, "V_th", compare=_near_threshold)
    return "It holds for three neurons that you have not met, at 1500 ms of current each."


def _neurons():
    """Three neurons whose threshold the budget's current reaches: a quick, a usual, a slow one."""
    for low, high in ((8.0, 15.0), (15.0, 30.0), (30.0, 40.0)):
        for seed in range(anew(2), anew(2) + 10_000):
            hidden = mystery(seed)._model
            rheobase = (hidden.V_th - hidden.E_L) / hidden.R
            if low <= hidden.tau_m < high and rheobase < REACHED:
                yield mystery(seed, budget=BUDGET)
                break


def _near_resistance(found, truth):
    if not abs(found - truth) <= 0.03 * truth:
        raise NotYet(
            f"R = {found:.4g} GOhm differs by {100.0 * (found / truth - 1.0):+.0f} %: hold a weak "
            "current until V no longer changes."
        )


def _near_time_constant(found, truth):
    if not abs(found - truth) <= 0.03 * truth:
        raise NotYet(
            f"tau_m = {found:.4g} ms differs by {100.0 * (found / truth - 1.0):+.0f} %: count from "
            "the start of a weak current, without a spike, to 63 % of the whole change."
        )


def _near_threshold(found, truth):
    if found > truth + 0.3:
        raise NotYet(f"V_th = {found:.2f} mV is too high: V never gets there.")
    if not found >= truth - 0.3:
        raise NotYet(
            f"V_th = {found:.2f} mV is too low by more than 0.3 mV: use a slow ramp, and let it "
            "climb until a spike comes."
        )


def _next_spike(u, x, gap, U, tau_d, tau_f, *, used=1.0, kept=1.0, grown=1.0):
    left = x - used * u * x
    u = kept * u * math.exp(-gap / tau_f)
    return u + grown * U * (1.0 - u), 1.0 - (1.0 - left) * math.exp(-gap / tau_d)


def _used_by_the_next(u, x, gap, U, tau_d, tau_f):
    """The release takes place with the share of the next spike."""
    later, _ = _next_spike(u, x, gap, U, tau_d, tau_f)
    return later, _next_spike(later, x, gap, U, tau_d, tau_f)[1]


@exercise(
    "From one spike to the next at a synapse that tires",
    hints=[
        "Three things happen in turn: the release, the pause, the growth of u at the next spike.",
        "After the release 1 - x is the distance to go; it shrinks by exp(-gap / tau_d).",
        "u shrinks toward 0 by exp(-gap / tau_f), and then grows by U of what it lacks to 1.",
    ],
    right=_next_spike,
    mistakes={
        "Nothing is used up: the spike releases u x, so that x (1 - u) is left.": (
            lambda *given: _next_spike(*given, used=0.0)
        ),
        "u does not grow at the next spike: it gains U (1 - u).": (
            lambda *given: _next_spike(*given, grown=0.0)
        ),
        "u forgets all at once: what is left of it falls by exp(-gap / tau_f).": (
            lambda *given: _next_spike(*given, kept=0.0)
        ),
        "The two time constants are exchanged: tau_d is that of x.": (
            lambda u, x, gap, U, tau_d, tau_f: _next_spike(u, x, gap, U, tau_f, tau_d)
        ),
        "u grows by U, whatever it is; it gains U of what it lacks to 1.": (
            lambda u, x, gap, U, tau_d, tau_f: (
                u * math.exp(-gap / tau_f) + U,
                _next_spike(u, x, gap, U, tau_d, tau_f)[1],
            )
        ),
        "The release comes before the pause, with the u of that spike, not of the next.": (
            _used_by_the_next
        ),
        "x falls in the pause; it recovers toward 1.": (
            lambda u, x, gap, U, tau_d, tau_f: (
                _next_spike(u, x, gap, U, tau_d, tau_f)[0],
                (x - u * x) * math.exp(-gap / tau_d),
            )
        ),
        "u and x stand in the other order.": lambda *given: _next_spike(*given)[::-1],
        "That x is after the next release; what is there before it is wanted.": (
            lambda *given: (lambda u, x: (u, x - u * x))(*_next_spike(*given))
        ),
    },
    examples={"Return 2 values": lambda *given: _next_spike(*given)[0]},
)
def next_spike(step):
    for given in vary(
        0.05, [(0.5, 0.9, 50.0, 0.5, 800.0, 120.0), (0.3, 0.6, 20.0, 0.1, 100.0, 60.0)]
    ):
        u, x = parts(step(*given), "u", "x")
        gap = f"{given[2]:.3g}"
        yield seen(number(u, "u"), f"the share u {gap} ms later")
        yield seen(number(x, "x"), f"what is there, x, {gap} ms later")
    return "Every gap takes one step, however long: between spikes nothing has to be simulated."
