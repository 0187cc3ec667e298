r"""The integrate-and-fire neuron: a leaky capacitor, a threshold and a reset.

    tau_m dV/dt = -(V - E_L) + R I(t) + sigma sqrt(2 tau_m) xi(t)        LIF
    C     dV/dt = I(t) + C sigma xi(t)                                   PerfectIF

At V = V_th the neuron spikes; V is held at V_reset for t_ref and then runs on.
With I constant over a step and V measured from E_L (PerfectIF: from V_reset),
both are dV/dt = b I - k V and solved exactly:

    V(t + h) = V exp(-k h) + b I (1 - exp(-k h)) / k     (k = 0: V + b I h)

so any dt gives the same V; V_th is crossed, and a refractory period ends, at a
time in closed form between grid points. White noise xi is exact too: a normal
number of variance sigma^2 (1 - exp(-2 k h)). A noisy step may cross V_th and come
back unseen, as a Brownian bridge does with probability exp(-2 a b / variance),
a and b the distances of its ends from V_th: such spikes are drawn, and so are the
times of all noisy spikes. A bridge of duration h meets V_th first at h x / (1 + x),
where x is inverse Gaussian of mean a / b and shape a^2 / variance. What is left out is
how the leak bends a bridge: rates with noise are right to order dt^2.

Units: ms, mV, pA, GOhm, pF, so that pA GOhm = mV and GOhm pF = ms; rates in Hz.
Lapicque L (1907) J Physiol Pathol Gen 9:620; Dayan P, Abbott LF (2001)
Theoretical Neuroscience, MIT Press, section 5.4; inverse Gaussian numbers: Michael JR,
Schucany WR, Haas RW (1976) Am Stat 30:88.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np

from course import _valid
from course._jit import njit
from course._parameter import Parameter

HZ = 1000.0  # Hz, one spike per ms
MOST = 50_000_000  # steps or spikes of one run
WORK = 1_000_000_000  # steps times currents of one f-I curve: half a minute
DA = "Dayan & Abbott 2001 fig. 5.6"


class LIF(NamedTuple):
    """Leaky integrate-and-fire neuron: a resistor beside the capacitor."""

    tau_m: Annotated[float, Parameter("ms", "membrane time constant", DA, 1e-6, 1e9)] = 30.0
    R: Annotated[float, Parameter("GOhm", "input resistance", DA, 1e-9, 1e9)] = 0.09
    E_L: Annotated[float, Parameter("mV", "resting (leak) potential", DA, -1e6, 1e6)] = -65.0
    V_th: Annotated[float, Parameter("mV", "threshold", DA, -1e6, 1e6)] = -50.0
    V_reset: Annotated[float, Parameter("mV", "potential after a spike", DA, -1e6, 1e6)] = -65.0
    t_ref: Annotated[float, Parameter("ms", "absolute refractory period", low=0.0, high=1e9)] = 2.0


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
    t_ref: Annotated[float, Parameter("ms", "absolute refractory period", low=0.0, high=1e9)] = 2.0


PRESETS = {
    "perfect": PerfectIF(),
    "dayan_abbott": LIF(tau_m=10.0, R=0.01, t_ref=0.0),  # Dayan & Abbott 2001 fig. 5.5
    "dayan_abbott_cortex": LIF(t_ref=0.0),  # Dayan & Abbott 2001 fig. 5.6
    # Tesileanu, Olveczky & Balasubramanian 2017 eLife 6:e20944; t_ref illustrative
    "songbird": LIF(tau_m=24.5, R=0.353, E_L=-72.3, V_th=-48.6, V_reset=-72.3, t_ref=10.0),
}


class Trace(NamedTuple):
    """A run of one neuron; V stays below V_th, so draw the spikes on top of it."""

    t: np.ndarray  # ms, grid, shape (steps + 1,)
    V: np.ndarray  # mV, membrane potential at t, same shape
    spikes: np.ndarray  # ms, spike times, not tied to the grid


def simulate(model, I, *, dt=0.1, duration=None, V0=None, sigma=0.0, rng=None):
    """Run one neuron and return its Trace.

    Parameters
    ----------
    model : LIF or PerfectIF
    I : float or array, shape (steps,)
        Current in pA; I[i] flows from i dt to (i + 1) dt.
    dt : float
        Step in ms; at most t_ref, unless t_ref is 0.
    duration : float, optional
        ms, for a constant I; default 500, rounded to whole steps.
    V0 : float, optional
        Potential at t = 0 in mV; default E_L, or V_reset where that is not below V_th.
    sigma : float
        Noise: mV, standard deviation of a spikeless LIF; PerfectIF: mV / sqrt(ms).
    rng : numpy.random.Generator or int
        Needed with noise. A seed gives the same noise under any parameters.

    Raises ValueError for a parameter out of range, a current that is not finite
    or not 1-D, or a run of more than 5e7 steps or spikes.
    """
    model, dt, rest, membrane = _membrane(model, sigma, dt)
    I = _valid.array("I", I, ndim=(0, 1), low=-1e12, high=1e12, unit="pA")
    if I.ndim == 0:
        steps, _ = _valid.steps(500.0 if duration is None else duration, dt, most=MOST)
        I = np.full(steps, float(I))
    elif duration is not None:
        raise ValueError(
            f"duration is {_valid.shown(duration)}; allowed is None, as I has {I.size} steps"
        )
    _valid.limit("the number of steps in I", I.size, MOST)
    if V0 is None:
        V0 = rest if rest < model.V_th else model.V_reset
    V0 = _valid.number(
        "V0", V0, low=-1e6, high=np.nextafter(model.V_th, -np.inf), unit="mV, below V_th"
    )
    V = np.full(I.size + 1, V0 - rest)
    noise = _noise(I.size, sigma, rng)
    spikes = _room(I.max(), I.size * dt, membrane, noise[0])
    n = _run(I, dt, *membrane, *noise, V, spikes)
    return Trace(np.arange(I.size + 1) * dt, V + rest, spikes[:n].copy())


def f_i_curve(model, I, *, duration=1000.0, dt=0.1, sigma=0.0, rng=None):
    """Firing rate in Hz at constant currents I (pA, a number or 1-D), each simulated.

    Without noise this is one over the mean interval (0 below two spikes); with
    noise, spikes over time, under the same noise for every current. The other
    parameters and errors are those of `simulate`.
    """
    _, dt, _, membrane = _membrane(model, sigma, dt)
    I = _valid.array("I", I, ndim=(0, 1), low=-1e12, high=1e12, unit="pA")
    steps, _ = _valid.steps(duration, dt, most=MOST)
    _valid.limit("steps * currents", steps * I.size, WORK)
    rate = np.zeros(I.size)
    noise = _noise(steps, sigma, rng)
    spikes = _room(I.max(), steps * dt, membrane, noise[0])
    _valid.limit("spikes * currents", spikes.size * I.size, WORK)
    _rates(I.reshape(-1), dt, *membrane, *noise, np.empty(steps + 1), spikes, np.empty(steps), rate)
    return float(HZ * rate[0]) if I.ndim == 0 else HZ * rate


def firing_rate(model, I):
    """Firing rate in Hz at constant currents I (pA, any shape), in closed form.

    1 / (t_ref + tau_m ln((R I + E_L - V_reset) / (R I + E_L - V_th))), 0 up to the
    rheobase; without a leak 1 / (t_ref + C (V_th - V_reset) / I). Raises ValueError
    for a parameter out of range or a current that is not finite.
    """
    *_, (k, b, V_th, V_reset, t_ref, _) = _membrane(model)
    I = _valid.array("I", I, low=-1e12, high=1e12, unit="pA")
    gap = V_th - V_reset
    climb = np.maximum(b * I - k * V_reset, 0.0)  # dV/dt after the refractory period
    with np.errstate(divide="ignore"):
        wait = np.log1p(np.maximum(-k * gap / climb, -1.0)) / -k if k else gap / climb
    rate = np.where(I > k * V_th / b, HZ / (t_ref + wait), 0.0)
    return float(rate) if I.ndim == 0 else rate


def rheobase(model):
    """Largest constant current in pA at which the noiseless neuron stays silent."""
    *_, (k, b, V_th, *_) = _membrane(model)
    return k * V_th / b


def _membrane(model, sigma=0.0, dt=None):
    """Check; return model, dt, E_L and (k, b, V_th, V_reset, t_ref, q), potentials from E_L."""
    model = _valid.model(model, LIF, PerfectIF)
    V_th, V_reset, t_ref = model.V_th, model.V_reset, model.t_ref
    _valid.number("V_reset", V_reset, high=np.nextafter(V_th, -np.inf), unit="mV, below V_th")
    sigma = _valid.number("sigma", sigma, low=0.0, high=1e6, unit="mV")
    if dt is not None:
        dt = _valid.number("dt", dt, low=0.0, high=t_ref or 1e9, open_low=True, unit="ms (t_ref)")
    if isinstance(model, PerfectIF):
        rest, k, q = V_reset, 0.0, sigma**2
        b = 1.0 / model.C
    else:
        k = 1.0 / model.tau_m
        b = k * model.R
        rest, q = model.E_L, 2.0 * k * sigma**2
    return model, dt, rest, (k, b, V_th - rest, V_reset - rest, t_ref, q)


def _noise(steps, sigma, rng):
    """Normal numbers for the steps, exponential and uniform ones for crossings within them."""
    rng, steps = (_valid.generator("rng", rng), steps) if sigma else (np.random.default_rng(0), 1)
    return rng.standard_normal(steps), rng.standard_exponential(steps), rng.random(steps)


def _room(I, duration, membrane, z):
    """An array long enough for every spike: each needs a climb from V_reset to V_th."""
    k, b, V_th, V_reset, t_ref, q = membrane
    climb = max(b * I - k * V_reset, 0.0) * duration
    if q:
        climb += math.sqrt(q * duration / z.size) * np.abs(z).sum() + z.size * (V_th - V_reset)
    most = min(climb / (V_th - V_reset), duration / t_ref if t_ref else math.inf) * 1.001 + 9
    if not most < MOST:
        raise ValueError(f"I is {I:g} pA; allowed is a current with at most {MOST:.0e} spikes")
    return np.empty(int(most))


@njit
def _gain(k, h):
    return -math.expm1(-k * h) / k if k > 0.0 else h


@njit
def _before(a, b, variance, e, u):
    """Part of a noisy step that passes before V_th, a from its start, b from its end, is met.

    1 / (1 + 1/x) for an inverse Gaussian x; e is exponential and u uniform, which make two
    normal numbers.
    """
    length, angle = math.sqrt(2.0 * e), math.tau * u
    y = 0.5 * variance * (length * math.cos(angle)) ** 2
    y, choice = y / a, 0.5 * math.erfc(length * math.sin(angle) / math.sqrt(2.0))
    inverse = (b + y + math.sqrt(y * (y + 2.0 * b))) / a
    if choice * (a * inverse + b) > a * inverse:  # the other root of the quadratic equation
        inverse = b * b / (a * a * inverse)
    return 1.0 / (1.0 + inverse)


@njit
def _run(I, dt, k, b, V_th, V_reset, t_ref, q, z, e, u, V, spikes):
    """Fill V from V[0] on, and spikes; return how many there are."""
    n, wait, v = 0, 0.0, V[0]
    whole = math.exp(-k * dt), _gain(k, dt), math.sqrt(q * _gain(2.0 * k, dt))
    for i in range(I.size):
        drive = b * I[i]
        left, (decay, gain, sd) = dt, whole
        if wait > 0.0:  # still refractory at the start of the step
            left -= wait
            wait = -left
            if left <= 0.0:  # and to its end
                V[i + 1] = V_reset
                continue
            decay, gain = math.exp(-k * left), _gain(k, left)
            sd = math.sqrt(q * _gain(2.0 * k, left))
        end = v * decay + drive * gain + (sd * z[i] if q > 0.0 else 0.0)
        # Whether a bridge that ends below was above; what is left of e is again exponential
        spare = e[i] - max(2.0 * (V_th - v) * (V_th - end) / (q * left), 0.0) if q > 0.0 else 0.0
        hidden = spare > 0.0
        while hidden or (end >= V_th and (q > 0.0 or drive > k * V_th)):
            if q > 0.0:
                left -= left * _before(V_th - v, abs(end - V_th), q * left, spare, u[i])
            elif k > 0.0:
                left += math.log((drive - k * V_th) / (drive - k * v)) / k
            else:
                left -= (V_th - v) / drive
            left = max(left, 0.0)
            spikes[n] = (i + 1) * dt - left
            n, v, hidden, wait = n + 1, V_reset, False, t_ref - left
            # What the reset changes at the end of the step, or the end itself
            end = end - (V_th - v) * math.exp(-k * left) if t_ref == 0.0 else v
        v = V[i + 1] = end
    return n


@njit
def _rates(currents, dt, k, b, V_th, V_reset, t_ref, q, z, e, u, V, spikes, I, rate):
    for j in range(currents.size):
        I[:], V[0] = currents[j], V_reset
        n = _run(I, dt, k, b, V_th, V_reset, t_ref, q, z, e, u, V, spikes)
        if q > 0.0:
            rate[j] = n / (I.size * dt)
        elif n > 1:
            rate[j] = (n - 1) / (spikes[n - 1] - spikes[0])
