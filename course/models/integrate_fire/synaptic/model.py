r"""A leaky integrate-and-fire neuron driven through AMPA, NMDA and inhibitory synapses.

    tau_m dV/dt      = -(V - E_L) + R (I_AMPA + I_NMDA + I) - V_inh
    tau_s dI_s/dt    = -I_s           s = AMPA, NMDA; the same for V_inh

A spike that arrives at a synapse adds w_AMPA, w_NMDA G(V) or w_inh at once. G is
the part of NMDA channels free of magnesium at the voltage the spike meets,

    G(V) = 1 / (1 + Mg / 3.57 exp(-V / 16.13))      (V in mV, Mg in mM)

At V = V_th the neuron spikes; V is held at V_reset for t_ref while the synapses
go on. Between arrivals the equations are linear and are solved exactly, from one
event to the next: grid points, arrivals, the end of a refractory period. So any
dt gives the same V, and arrivals lie where they lie. A threshold crossing is
looked for at every event, at least every 0.1 ms, and then bisected to rounding;
only V rising above V_th and falling back in between (by about 1e-3 mV) is missed.

`slope` is the first equation and `unblocked` is G; `loop` is the neuron, which knows the
solution between two events, `after`. `simulate_synaptic` runs the compiled twin of
`loop`, which is in `kernel`.

Units: ms, mV, pA, GOhm. Tesileanu T, Olveczky B, Balasubramanian V (2017) eLife
6:e20944; G(V): Jahr CE, Stevens CF (1990) J Neurosci 10:3178, in the form of
Gabbiani F, Midtgaard J, Knopfel T (1994) J Neurophysiol 72:999.
"""

import math
from collections import deque
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course._parameter import Parameter, documented
from course.models.integrate_fire.synaptic import kernel
from course.models.integrate_fire.synaptic.kernel import LOOK

SONGBIRD = "Tesileanu et al. 2017"
MOST = 50_000_000  # steps or arrivals of one run
MOST_SPIKES = 3_000_000  # of one run: each is bisected for, which takes 10 s in all
MOST_PLAIN = 200_000  # events of one run in plain Python: some seconds
KINDS = ("AMPA", "NMDA", "inh")


@documented
class SynapticLIF(NamedTuple):
    """The songbird neuron; weights are per arriving spike."""

    tau_m: Annotated[float, Parameter("ms", "membrane time constant", SONGBIRD, 1e-6, 1e9)] = 24.5
    R: Annotated[float, Parameter("GOhm", "input resistance", SONGBIRD, 1e-6, 1e9)] = 0.353
    E_L: Annotated[float, Parameter("mV", "resting potential", SONGBIRD, -1e6, 1e6)] = -72.3
    V_th: Annotated[float, Parameter("mV", "threshold", SONGBIRD, -1e6, 1e6)] = -48.6
    V_reset: Annotated[
        float, Parameter("mV", "potential after a spike", SONGBIRD, -1e6, 1e6)
    ] = -72.3
    t_ref: Annotated[float, Parameter("ms", "refractory period", low=0.0, high=1e9)] = 10.0
    tau_AMPA: Annotated[
        float, Parameter("ms", "decay of the AMPA current", SONGBIRD, 1e-6, 1e9)
    ] = 6.3
    tau_NMDA: Annotated[
        float, Parameter("ms", "decay of the NMDA current", SONGBIRD, 1e-6, 1e9)
    ] = 81.5
    tau_inh: Annotated[float, Parameter("ms", "decay of inhibition", SONGBIRD, 1e-6, 1e9)] = 20.0
    w_AMPA: Annotated[float, Parameter("pA", "jump per AMPA spike", low=0.0, high=1e9)] = 40.0
    w_NMDA: Annotated[
        float, Parameter("pA", "jump per NMDA spike free of block", low=0.0, high=1e9)
    ] = 20.0
    w_inh: Annotated[float, Parameter("mV", "jump per inhibitory spike", low=0.0, high=1e9)] = 4.0
    Mg: Annotated[float, Parameter("mM", "magnesium; 0 removes the block", SONGBIRD, 0.0, 1e6)] = (
        0.7
    )


# The equations, and the neuron


def slope(V, I_AMPA, I_NMDA, V_inh, I, model):
    """dV/dt in mV/ms, without a threshold."""
    leak = -(V - model.E_L)
    drive = model.R * (I_AMPA + I_NMDA + I)
    return (leak + drive - V_inh) / model.tau_m


def unblocked(V, Mg):
    """G: the part of the NMDA channels that is free of magnesium."""
    return 1.0 / (1.0 + Mg / 3.57 * math.exp(min(-V / 16.13, 700.0)))  # e^710 is no float


def response(u, tau_s, tau_m):
    """What V has, u ms later, of a drive that was 1 mV and decays with tau_s."""
    if tau_s == tau_m:
        return u / tau_m * math.exp(-u / tau_m)
    return tau_s / (tau_s - tau_m) * (math.exp(-u / tau_s) - math.exp(-u / tau_m))


def after(u, V, I_AMPA, I_NMDA, V_inh, I, model):
    """V u ms later, if nothing arrives and no spike comes: the solution of the equations."""
    V_inf = model.E_L + model.R * I
    leak = (V - V_inf) * math.exp(-u / model.tau_m)
    AMPA = model.R * I_AMPA * response(u, model.tau_AMPA, model.tau_m)
    NMDA = model.R * I_NMDA * response(u, model.tau_NMDA, model.tau_m)
    inh = V_inh * response(u, model.tau_inh, model.tau_m)
    return V_inf + leak + AMPA + NMDA - inh


def crossing(u, V, I_AMPA, I_NMDA, V_inh, I, model):
    """When V, which is above V_th after u ms, reaches it: halved until nothing is left."""
    low = 0.0
    for _ in range(60):
        middle = (low + u) / 2.0
        if after(middle, V, I_AMPA, I_NMDA, V_inh, I, model) >= model.V_th:
            u = middle
        else:
            low = middle
    return u


def loop(arrivals, kinds, I, dt, model, states):
    """Fill states, shape (4, steps + 1), from V = states[0, 0] on; return the spike times."""
    spikes = []
    V = states[0, 0]
    I_AMPA = 0.0
    I_NMDA = 0.0
    V_inh = 0.0
    t = 0.0
    ready = 0.0  # end of the refractory period
    coming = deque(zip(arrivals, kinds))
    for i in range(states.shape[1]):
        grid = i * dt
        while t < grid or (coming and coming[0][0] <= t):
            # from t to the next event, u ms later
            events = [grid, t + LOOK]
            if coming:
                events.append(coming[0][0])
            if t < ready:
                events.append(ready)
            until = min(events)
            u = until - t
            spike = False
            if t >= ready:
                V_then = after(u, V, I_AMPA, I_NMDA, V_inh, I, model)
                spike = V_then >= model.V_th
                if spike:
                    u = crossing(u, V, I_AMPA, I_NMDA, V_inh, I, model)
                    until = t + u
                    V_then = model.V_reset
                V = V_then
            I_AMPA = I_AMPA * math.exp(-u / model.tau_AMPA)
            I_NMDA = I_NMDA * math.exp(-u / model.tau_NMDA)
            V_inh = V_inh * math.exp(-u / model.tau_inh)
            t = until
            if spike:
                spikes.append(t)
                ready = t + model.t_ref
            elif coming and coming[0][0] <= t:
                _, kind = coming.popleft()
                if KINDS[kind] == "AMPA":
                    I_AMPA = I_AMPA + model.w_AMPA
                elif KINDS[kind] == "NMDA":
                    I_NMDA = I_NMDA + model.w_NMDA * unblocked(V, model.Mg)
                else:
                    V_inh = V_inh + model.w_inh
        states[:, i] = V, I_AMPA, I_NMDA, V_inh
    return np.array(spikes)


# What a caller uses


class SynapticTrace(NamedTuple):
    """A run: the grid, the four state variables on it, and what the neuron sent."""

    t: NDArray  # ms, grid, shape (steps + 1,)
    V: NDArray  # mV, membrane potential, below V_th
    I_AMPA: NDArray  # pA
    I_NMDA: NDArray  # pA
    V_inh: NDArray  # mV, what inhibition takes from the drive
    spikes: NDArray  # ms, spike times, not tied to the grid


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate_synaptic(
    model: SynapticLIF,
    *,
    AMPA: ArrayLike = (),
    NMDA: ArrayLike = (),
    inh: ArrayLike = (),
    I: float = 0.0,
    dt: float = 0.1,
    duration: float = 1000.0,
    start: float | None = None,
    plain: bool = False,
) -> SynapticTrace:
    """Run a neuron on given input spike trains.

    Parameters
    ----------
    model : SynapticLIF
    AMPA, NMDA, inh : array, shape (spikes,)
        Arrival times in ms in any order, pooled over all synapses of a kind.
        Give one train to AMPA and NMDA for a synapse with both receptors.
    I : float
        Constant injected current, pA.
    dt : float
        Spacing of the results in ms; at most t_ref, unless t_ref is 0.
    duration : float
        ms, rounded to whole steps; later arrivals do not matter.
    start : float, optional
        Potential at t = 0 in mV, below V_th; default E_L.
    plain : bool
        True: `loop` above runs instead of its compiled twin, a hundred times slower.

    Returns
    -------
    SynapticTrace

    Raises
    ------
    ValueError
        For a parameter out of range, arrivals that are not finite, negative or
        not 1-D, or a run of more than 5e7 steps or arrivals, or 3e6 spikes.
    """
    p = _checked(model)
    below = np.nextafter(p.V_th, -np.inf)
    if start is None:
        start = min(p.E_L, below)
    start = _valid.number("start", start, low=-1e6, high=below, unit="mV, below V_th")
    I = _valid.number("I", I, low=-1e9, high=1e9, unit="pA")
    steps, dt = _valid.steps(
        duration, dt, most=MOST, longest=p.t_ref or MOST * LOOK, why=" (t_ref)" if p.t_ref else ""
    )
    _valid.number("duration", duration, high=MOST * LOOK, unit="ms")
    trains = {name: _valid.spikes(name, x) for name, x in zip(KINDS, (AMPA, NMDA, inh))}
    for name, train in trains.items():
        if train.size:
            _valid.array(name, train, low=0.0, unit="ms")
    arrivals = np.concatenate(list(trains.values()))
    _valid.limit("the number of arrivals in AMPA, NMDA and inh", arrivals.size, MOST)
    kinds = np.repeat(np.arange(3, dtype=np.int64), [len(train) for train in trains.values()])
    order = np.argsort(arrivals, kind="stable")
    states = np.empty((4, steps + 1))
    spikes = _room(p, I, steps * dt, trains)
    t = np.arange(steps + 1) * dt
    if _valid.switch("plain", plain):
        events = steps + steps * dt / LOOK + arrivals.size + 50 * spikes.size
        _valid.limit("the number of events of a plain run", events, MOST_PLAIN)
        states[0, 0] = start
        spikes = loop(arrivals[order].tolist(), kinds[order].tolist(), I, dt, p, states)
    else:
        n = kernel.run(p, I, dt, start, arrivals[order], kinds[order], states, spikes)
        spikes = spikes[:n].copy()
    V, I_AMPA, I_NMDA, V_inh = states
    return SynapticTrace(t, V, I_AMPA, I_NMDA, V_inh, spikes)


@np.errstate(under="ignore")  # the session may be told to raise it
def _checked(model):
    """The model as floats, each in its range."""
    p = _valid.model(model, SynapticLIF)
    below = np.nextafter(p.V_th, -np.inf)
    _valid.number("V_reset", p.V_reset, high=below, unit="mV, below V_th")
    return p


def _room(p, I, duration, trains):
    """An array long enough for every spike: each needs a climb from V_reset to V_th."""
    charge = max((p.E_L - p.V_reset) / p.R + I, 0.0) * duration  # fC, and the most that can come
    charge += len(trains["AMPA"]) * p.w_AMPA * p.tau_AMPA
    charge += len(trains["NMDA"]) * p.w_NMDA * p.tau_NMDA
    most = charge * p.R / p.tau_m / (p.V_th - p.V_reset)
    most = min(most, duration / p.t_ref if p.t_ref else math.inf) * 1.001 + 9
    if not most < MOST_SPIKES:
        raise ValueError(
            f"t_ref is {p.t_ref} ms; allowed is one that keeps spikes below {MOST_SPIKES}"
        )
    return np.empty(int(most))
