r"""The integrate-and-fire neuron: a leaky capacitor, a threshold and a reset.

    tau_m dV/dt = -(V - E_L) + R I(t) + sigma sqrt(2 tau_m) xi(t)        LIF
    C     dV/dt = I(t) + C sigma xi(t)                                   PerfectIF

At V = V_th the neuron spikes; V is held at V_reset for t_ref and then runs on. `slope` is
these equations without their noise xi, and `loop` is the neuron: `after` and
`time_to_threshold` solve the equation for a constant I,

    V(t + h) = V_inf + (V(t) - V_inf) exp(-h / tau_m),   V_inf = E_L + R I

so any dt gives the same V; V_th is crossed, and a refractory period ends, at a time in
closed form between grid points. `simulate` runs the compiled twin of `loop`, which is in
`kernel`, and there is the noise as well.

Units: ms, mV, pA, GOhm, pF, so that pA GOhm = mV and GOhm pF = ms; rates in Hz.
Lapicque L (1907) J Physiol Pathol Gen 9:620; Dayan P, Abbott LF (2001)
Theoretical Neuroscience, MIT Press, section 5.4.
"""

import math
from typing import Annotated, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course._parameter import Parameter, documented
from course.models.integrate_fire import kernel

HZ = 1000.0  # Hz, one spike per ms
MOST = 50_000_000  # steps or spikes of one run
WORK = 1_000_000_000  # steps times currents of one f-I curve: half a minute
DA = "Dayan & Abbott 2001 fig. 5.6"


@documented
class LIF(NamedTuple):
    """Leaky integrate-and-fire neuron: a resistor beside the capacitor."""

    tau_m: Annotated[float, Parameter("ms", "membrane time constant", DA, 1e-6, 1e9)] = 30.0
    R: Annotated[float, Parameter("GOhm", "input resistance", DA, 1e-9, 1e9)] = 0.09
    E_L: Annotated[float, Parameter("mV", "resting potential", DA, -1e6, 1e6)] = -65.0
    V_th: Annotated[float, Parameter("mV", "threshold", DA, -1e6, 1e6)] = -50.0
    V_reset: Annotated[float, Parameter("mV", "potential after a spike", DA, -1e6, 1e6)] = -65.0
    t_ref: Annotated[float, Parameter("ms", "refractory period", low=0.0, high=1e9)] = 2.0


@documented
class PerfectIF(NamedTuple):
    """Perfect integrate-and-fire neuron: no leak, so it never forgets a charge."""

    C: Annotated[
        float, Parameter("pF", "capacitance", "illustrative: tau_m / R of the LIF", 1e-9, 1e9)
    ] = 333.0
    V_th: Annotated[float, Parameter("mV", "threshold", "as for the LIF", -1e6, 1e6)] = -50.0
    V_reset: Annotated[
        float,
        Parameter("mV", "potential after a spike and at the start", "as for the LIF", -1e6, 1e6),
    ] = -65.0
    t_ref: Annotated[float, Parameter("ms", "refractory period", low=0.0, high=1e9)] = 2.0


PRESETS = {
    "perfect": PerfectIF(),
    "dayan_abbott": LIF(tau_m=10.0, R=0.01, t_ref=0.0),  # Dayan & Abbott 2001 fig. 5.5
    "dayan_abbott_cortex": LIF(t_ref=0.0),  # Dayan & Abbott 2001 fig. 5.6
    # Tesileanu, Olveczky & Balasubramanian 2017 eLife 6:e20944; t_ref illustrative
    "songbird": LIF(tau_m=24.5, R=0.353, E_L=-72.3, V_th=-48.6, V_reset=-72.3, t_ref=10.0),
}


# The equation, and the neuron


def slope(V, I, model):
    """dV/dt in mV/ms under the current I (pA), without a threshold."""
    if isinstance(model, PerfectIF):
        return I / model.C
    leak = -(V - model.E_L)
    drive = model.R * I
    return (leak + drive) / model.tau_m


def after(V, I, h, model):
    """V a time h later, if no spike comes: the solution of the equation for a constant I."""
    if isinstance(model, PerfectIF):
        return V + I * h / model.C
    V_inf = model.E_L + model.R * I
    return V_inf + (V - V_inf) * math.exp(-h / model.tau_m)


def time_to_threshold(V, I, model):
    """ms until V meets V_th, infinite if it never does."""
    if isinstance(model, PerfectIF):
        return (model.V_th - V) * model.C / I if I > 0.0 else math.inf
    V_inf = model.E_L + model.R * I
    if V_inf <= model.V_th:
        return math.inf
    return model.tau_m * math.log((V_inf - V) / (V_inf - model.V_th))


def loop(I, dt, model, V):
    """Fill V, shape (steps + 1,), from V[0] on; return the spike times."""
    spikes = []
    v = V[0]
    held = 0.0  # ms for which V is still held at V_reset
    for i in range(len(I)):
        left = dt  # of this step
        while left > held:
            left = left - held
            held = 0.0
            wait = time_to_threshold(v, I[i], model)
            if wait > left:
                v = after(v, I[i], left, model)
                left = 0.0
            else:
                left = left - wait
                spikes.append((i + 1) * dt - left)
                v = model.V_reset
                held = model.t_ref
        held = held - left
        V[i + 1] = v
    return np.array(spikes)


# What a caller uses


class Trace(NamedTuple):
    """A run of one neuron; V stays below V_th, so draw the spikes on top of it."""

    t: np.ndarray  # ms, grid, shape (steps + 1,)
    V: np.ndarray  # mV, membrane potential at t, same shape
    spikes: np.ndarray  # ms, spike times, not tied to the grid


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate(
    model: LIF | PerfectIF,
    I: ArrayLike,
    *,
    dt: float = 0.1,
    duration: float | None = None,
    start: float | None = None,
    sigma: float = 0.0,
    rng: np.random.Generator | int | None = None,
    plain: bool = False,
) -> Trace:
    """Run one neuron.

    Parameters
    ----------
    model : LIF or PerfectIF
    I : float or array, shape (steps,)
        Current in pA; I[i] flows from i dt to (i + 1) dt.
    dt : float
        Step in ms; at most t_ref, unless t_ref is 0.
    duration : float, optional
        ms, for a constant I; default 500, rounded to whole steps.
    start : float, optional
        Potential at t = 0 in mV; default E_L, or V_reset where that is not below V_th.
    sigma : float
        Noise: mV, standard deviation of a spikeless LIF; PerfectIF: mV / sqrt(ms).
    rng : numpy.random.Generator or int
        Needed with noise. A seed gives the same noise under any parameters.
    plain : bool
        True: `loop` above runs instead of its compiled twin, a hundred times slower. It
        has no noise.

    Returns
    -------
    Trace

    Raises
    ------
    ValueError
        For a parameter out of range, a current that is not finite or not 1-D, or a run of
        more than 5e7 steps or spikes.
    """
    model, dt, rest, membrane = _membrane(model, sigma, dt)
    I, dt = _valid.current("I", I, duration, dt, usual=500.0, most=MOST, high=1e12, unit="pA")
    if start is None:
        start = rest if rest < model.V_th else model.V_reset
    below = np.nextafter(model.V_th, -np.inf)
    start = _valid.number("start", start, low=-1e6, high=below, unit="mV, below V_th")
    t = np.arange(I.size + 1) * dt
    V = np.full(I.size + 1, start - rest)
    noise = _noise(I.size, sigma, rng)
    room = _room(I.max(), I.size * dt, membrane, noise.normal)
    if _valid.switch("plain", plain):
        if membrane.q:
            raise ValueError(f"sigma is {sigma:g}; allowed is 0 where plain is True")
        V += rest
        return Trace(t, V, loop(I, dt, model, V))
    spikes = np.empty(room)
    if membrane.q:
        n = kernel.run_noisy(I, dt, membrane, noise, V, spikes)
    else:
        n = kernel.run(I, dt, membrane, V, spikes)
    return Trace(t, V + rest, spikes[:n].copy())


@np.errstate(under="ignore")  # the session may be told to raise it
def f_i_curve(
    model: LIF | PerfectIF,
    I: ArrayLike,
    *,
    duration: float = 1000.0,
    dt: float = 0.1,
    sigma: float = 0.0,
    rng: np.random.Generator | int | None = None,
) -> float | NDArray:
    """Firing rates at constant currents, each simulated.

    Parameters
    ----------
    model : LIF or PerfectIF
    I : float or array, shape (currents,)
        pA.
    duration, dt, sigma, rng
        As for `simulate`; every current has the same noise.

    Returns
    -------
    float or array, shape of I
        Hz: without noise one over the mean interval (0 below two spikes), with noise spikes
        over time.

    Raises
    ------
    ValueError
        As `simulate`, and for more than 1e9 steps times currents.
    """
    _, dt, _, membrane = _membrane(model, sigma, dt)
    I = _valid.array("I", I, ndim=(0, 1), low=-1e12, high=1e12, unit="pA")
    steps, _ = _valid.steps(duration, dt, most=MOST)
    _valid.limit("steps * currents", steps * I.size, WORK)
    noise = _noise(steps, sigma, rng)
    room = _room(I.max(), steps * dt, membrane, noise.normal)
    _valid.limit("spikes * currents", room * I.size, WORK)
    rate = np.zeros(I.size)
    kernel.rates(I.reshape(-1), steps, dt, membrane, noise, np.empty(room), rate)
    return float(HZ * rate[0]) if I.ndim == 0 else HZ * rate


@np.errstate(under="ignore")  # the session may be told to raise it
def firing_rate(model: LIF | PerfectIF, I: ArrayLike) -> float | NDArray:
    """Firing rate at constant currents without noise, in closed form.

    1 / (t_ref + tau_m ln((R I + E_L - V_reset) / (R I + E_L - V_th))), 0 up to the
    rheobase; without a leak 1 / (t_ref + C (V_th - V_reset) / I).

    Parameters
    ----------
    model : LIF or PerfectIF
    I : float or array, any shape
        pA.

    Returns
    -------
    float or array, shape of I
        Hz.

    Raises
    ------
    ValueError
        For a parameter out of range or a current that is not finite.
    """
    *_, (k, b, V_th, V_reset, t_ref, _) = _membrane(model)
    I = _valid.array("I", I, low=-1e12, high=1e12, unit="pA")
    gap = V_th - V_reset
    climb = np.maximum(b * I - k * V_reset, 0.0)  # dV/dt after the refractory period
    with np.errstate(all="ignore"):  # without a climb the neuron is silent, by the last line
        wait = np.log1p(np.maximum(-k * gap / climb, -1.0)) / -k if k else gap / climb
    rate = np.where(I > k * V_th / b, HZ / (t_ref + wait), 0.0)
    return float(rate) if I.ndim == 0 else rate


@np.errstate(under="ignore")  # the session may be told to raise it
def rheobase(model: LIF | PerfectIF) -> float:
    """Largest constant current in pA at which the noiseless neuron stays silent."""
    *_, (k, b, V_th, *_) = _membrane(model)
    return k * V_th / b


@np.errstate(under="ignore")  # the session may be told to raise it
def _membrane(model, sigma=0.0, dt=None) -> tuple[Any, Any, float, kernel.Membrane]:
    """Check; return model, dt, E_L and the kernel's Membrane, potentials measured from E_L."""
    model = _valid.model(model, LIF, PerfectIF)
    below = np.nextafter(model.V_th, -np.inf)
    _valid.number("V_reset", model.V_reset, high=below, unit="mV, below V_th")
    sigma = _valid.number("sigma", sigma, low=0.0, high=1e6, unit="mV")
    if dt is not None:
        dt = _valid.number(
            "dt", dt, low=0.0, high=model.t_ref or 1e9, open_low=True, unit="ms (t_ref)"
        )
    if isinstance(model, PerfectIF):
        rest = model.V_reset
        k = 0.0
        b = 1.0 / model.C
        q = sigma**2
    else:
        k = 1.0 / model.tau_m
        b = k * model.R
        rest = model.E_L
        q = 2.0 * k * sigma**2
    V_th = model.V_th - rest
    V_reset = model.V_reset - rest
    membrane = kernel.Membrane(k, b, V_th, V_reset, model.t_ref, q)
    return model, dt, rest, membrane


def _noise(steps, sigma, rng):
    """Normal numbers for the steps, exponential and uniform ones for crossings within them."""
    if sigma:
        rng = _valid.generator("rng", rng)
        return kernel.Noise(
            rng.standard_normal(steps), rng.standard_exponential(steps), rng.random(steps)
        )
    return kernel.Noise(np.zeros(1), np.zeros(1), np.zeros(1))


def _room(I, duration, membrane, z):
    """At most so many spikes: each needs a climb from V_reset to V_th."""
    k, b, V_th, V_reset, t_ref, q = membrane
    climb = max(b * I - k * V_reset, 0.0) * duration
    if q:
        climb += math.sqrt(q * duration / z.size) * np.abs(z).sum() + z.size * (V_th - V_reset)
    most = min(climb / (V_th - V_reset), duration / t_ref if t_ref else math.inf) * 1.001 + 9
    if not most < MOST:
        raise ValueError(f"I is {I:g} pA; allowed is a current with at most {MOST:.0e} spikes")
    return int(most)
