"""What the exercises of lesson 02 check."""

import math

import numpy as np

from course.check._exercise import NotYet, array, exercise, matches, number
from course.models.integrate_fire import LIF, firing_rate, simulate
from course.mystery import mystery


@exercise(
    "One Euler step of the leaky integrate-and-fire neuron",
    hints=[
        "Solve the membrane equation for dV/dt first: divide the right side by tau_m.",
        "A step of length dt changes V by dt times dV/dt.",
        "The function returns the new V, not the change.",
    ],
)
def lif_step(step):
    tau_m, R, E_L = 20.0, 0.1, -70.0
    for V, I, dt in [(-70.0, 200.0, 0.5), (-55.0, 0.0, 0.5), (-60.0, 150.0, 0.1)]:
        leak, drive = -(V - E_L), R * I
        change = dt * (leak + drive) / tau_m
        matches(
            step(V, I, dt, tau_m, R, E_L),
            V + change,
            f"the potential after a step from V = {V} mV with I = {I} pA",
            mistakes=[
                (V + change / dt, "The step is too large: is dt missing?"),
                (V + change * tau_m, "The step is too large: is tau_m missing?"),
                (V + dt * (-leak + drive) / tau_m, "The leak pushes V away from E_L: its sign?"),
                (V + dt * (-V + drive) / tau_m, "The leak pulls V to 0 mV: it should pull to E_L."),
                (V + dt * (leak + I) / tau_m, "The current acts too strongly: is R missing?"),
                (change, "That is the change of V. Add it to V."),
                (change / dt, "That is the slope dV/dt; the potential after dt is wanted."),
                (V + dt * leak / tau_m, "The current changes nothing: is it missing?"),
                (V + dt * (leak - drive) / tau_m, "The current pulls the wrong way: its sign?"),
                (V + dt * (-V - E_L + drive) / tau_m, "-(V - E_L) needs its parentheses."),
                (E_L + change, "The step starts at E_L; it should start at V."),
                (
                    E_L + drive + (V - E_L - drive) * math.exp(-dt / tau_m),
                    "That is the exact solution; Euler's step follows the slope at V.",
                ),
            ],
        )
    return "With dt = 0.1 ms this loop and the exact solution differ by less than a line's width."


@exercise(
    "A leaky integrate-and-fire neuron that spikes",
    hints=[
        "After each step ask: is V at or above V_th?",
        "If it is, note the time of the new V, (i + 1) * dt, and set V to V_reset.",
        "Without a refractory period nothing else happens.",
    ],
)
def spike_times(run):
    model = LIF(tau_m=20.0, R=0.1, E_L=-70.0, V_th=-50.0, V_reset=-70.0, t_ref=0.0)
    dt, I = 0.1, np.full(2000, 300.0)
    error = _compared(run(I, dt), model, I, "300 pA")
    changing = np.repeat([300.0, 0.0, 450.0], 700)
    other = model._replace(V_reset=-58.0)
    for found, truth, current, problem in (
        (run(changing, dt), model, changing, "when the current changes: step i needs I[i]."),
        (run(I, dt, V_reset=other.V_reset), other, I, "when V_reset is not E_L: reset to V_reset."),
    ):
        try:
            _compared(found, truth, current, "this current")
        except NotYet:
            raise NotYet(f"Right for one current and one reset, wrong {problem}") from None
    return f"Your spikes are up to {error:.2f} ms from the exact times."


def _compared(returned, model, I, current, dt=0.1):
    """The largest error of spike times, ms, if they are those of `model`."""
    found = array(returned, "the spike times")
    truth = simulate(model, I, dt=dt).spikes
    if found.ndim != 1:
        raise NotYet(f"The spike times have shape {found.shape}; a list of times is expected.")
    if found.size == 0:
        raise NotYet(
            "There is no spike: does V ever meet V_th? Does `return` stand after the loop?"
        )
    if found.size > 1 and np.allclose(np.diff(found), dt):
        raise NotYet("There is a spike in every step: is V reset after a spike?")
    steps = np.round(found[: truth.size] * dt - truth[: found.size])
    if found.max() > 200.0 and not steps.any():
        raise NotYet("These look like numbers of steps; times are in ms: multiply by dt.")
    if abs(found.size - truth.size) > 1:
        few = "few" if found.size < truth.size else "many"
        raise NotYet(f"{found.size} spikes are too {few} for {current} and {I.size * dt:.0f} ms.")
    late = found[: truth.size] - truth[: found.size]
    if np.max(np.abs(late)) > 1.0:
        worst = np.argmax(np.abs(late) > 1.0)  # the first that is
        raise NotYet(f"spikes[{worst}] is at {found[worst]:.2f} ms: too {_early(late[worst])}.")
    return np.max(np.abs(late))


def _early(difference):
    return "late" if difference > 0 else "early"


@exercise(
    "The f-I curve in closed form",
    hints=[
        "Below the rheobase the rate is 0: there the logarithm has no value.",
        "How long does V take from V_reset = E_L to V_th? Solve V(t) = V_th for t.",
        "An interval is that time plus the refractory period; 1000 / interval is in Hz.",
    ],
)
def rate(function):
    model = LIF(V_reset=-65.0)
    height = model.V_th - model.E_L
    for I in (250.0, 400.0, 900.0):
        climb = model.tau_m * math.log(model.R * I / (model.R * I - height))
        matches(
            function(I),
            firing_rate(model, I),
            f"the rate at {I:.0f} pA",
            rtol=1e-4,
            mistakes=[
                (1000.0 / climb, "Too fast: is the refractory period missing?"),
                (1.0 / (climb + model.t_ref), "That is the rate in kHz; give it in Hz."),
                (climb + model.t_ref, "That is the interval; the rate is one over it."),
                (1000.0 / (model.t_ref - climb), "The logarithm has the wrong sign: turn it over."),
                (1000.0 / (model.t_ref + climb / model.tau_m), "Too fast: is tau_m missing?"),
            ],
        )
    silent = function(100.0)
    if isinstance(silent, float) and math.isnan(silent):
        raise NotYet(
            "At 100 pA the logarithm is nan: V never reaches threshold, so the rate is 0 there."
        )
    if number(silent, "the rate at 100 pA") != 0.0:
        raise NotYet("At 100 pA the neuron never reaches threshold: the rate is 0 there.")
    other = LIF(tau_m=10.0, R=0.2, E_L=-70.0, V_th=-52.0, V_reset=-70.0, t_ref=5.0)
    matches(
        function(200.0, tau_m=10.0, R=0.2, E_L=-70.0, V_th=-52.0, t_ref=5.0),
        firing_rate(other, 200.0),
        "right for this neuron, but for one with other parameters the rate",
        rtol=1e-4,
    )
    return "At strong currents the curve bends towards 1000 / t_ref = 500 Hz."


@exercise(
    "The mystery neuron",
    hints=[
        "Inject a small current for a long time: R is the change of V over the current.",
        "After one time constant V has covered 63 % of that change.",
        "For V_th let V creep up slowly: the highest V of a run with one spike is close to it.",
    ],
    wants="value",
)
def mystery_neuron(tau_m, R, V_th):
    hidden = mystery(1)._model
    matches(
        R,
        hidden.R,
        "R",
        rtol=0.03,
        mistakes=[
            (1.0 / hidden.R, "R is upside down: potential over current."),
            (1000.0 * hidden.R, "That is in megaohms; mV over pA gives gigaohms."),
        ],
    )
    matches(
        tau_m,
        hidden.tau_m,
        "tau_m",
        rtol=0.05,
        mistakes=[
            (hidden.tau_m + 20.0, "Too long by 20 ms: count from the start of the current."),
            (hidden.tau_m * math.log(2), "That is the time to one half; 63 % are wanted."),
            (hidden.tau_m / 0.1, "That is a number of steps; multiply by dt."),
            (
                (hidden.tau_m + 20.0) / 0.1,
                "That is a number of steps, and counted from 0: small.t tells times in ms, and "
                "the current starts at 20 ms.",
            ),
        ],
    )
    found = number(V_th, "V_th")
    if abs(found - hidden.V_th) > 0.3:
        if found > hidden.V_th:
            raise NotYet(f"V_th = {found:.2f} mV is too high: V never gets there.")
        raise NotYet(
            f"V_th = {found:.2f} mV is too low by more than 0.3 mV: let a spike come, "
            "and use a slower ramp."
        )
    return f"The neuron is {hidden}."
