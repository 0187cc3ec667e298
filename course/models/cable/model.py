r"""The axon: Hodgkin and Huxley's membrane wrapped around a conducting core.

    C dV/dt = a / (2 R_i) d^2V/dx^2 + I - I_Na - I_K - I_L

with the gates of `hodgkin_huxley` at every x and sealed ends, dV/dx = 0. A passive axon is
the same membrane with its gates held at rest.

The axon is cut into n compartments of length dx, each joined to its neighbors by the
conductance g = a / (2 R_i dx^2) of the core between them: `slopes` is that. `step` solves
it. V is known half a step before the gates (Hines 1984). The gates move with V held. Then V
moves with the gates held, by Crank and Nicolson's rule: the slope at mid-step is that of the
mean of the old V and the new one, which makes a set of linear equations. Order 2 in dx and
in dt. `simulate` runs the compiled twin of `step`, which is in `kernel`.

Units: ms, mV, cm, mS/cm^2, uF/cm^2, uA/cm^2 for the membrane; um for the radius, ohm cm for
the core, uA for the injected current.
Hodgkin AL, Huxley AF (1952) J Physiol 117:500, eqs 28-30, pp. 522-528;
Hines M (1984) Int J Biomed Comput 15:69.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course import _valid
from course._parameter import Parameter, documented, parameters
from course.models.cable import kernel
from course.models.hodgkin_huxley.model import (
    HodgkinHuxley,
    State,
    ionic_currents,
    move_gates,
    phi,
    resting_state,
)

CM = 1e-4  # cm in a um
MS = 1e3  # mS in a S
WORK = 2e9  # steps times compartments of one run: half a minute
# an axon is this membrane on a core: what is declared there is not declared again
SQUID = HodgkinHuxley()
MEMBRANE = {name: parameter for name, (_, parameter) in parameters(HodgkinHuxley).items()}


@documented
class Axon(NamedTuple):
    """The axon whose action potential Hodgkin and Huxley computed by hand."""

    radius: Annotated[float, Parameter("um", "radius", "1952, axon 17, p. 524", 1e-3, 1e6)] = 238.0
    R_i: Annotated[
        float, Parameter("ohm cm", "resistivity of the axoplasm", "1952, p. 524", 1e-3, 1e6)
    ] = 35.4
    length: Annotated[float, Parameter("cm", "length", low=1e-6, high=1e6)] = 6.0
    n: Annotated[int, Parameter("1", "compartments", low=4, high=100_000)] = 200
    active: Annotated[bool, Parameter("", "False: the gates are held at rest")] = True
    g_Na: Annotated[float, MEMBRANE["g_Na"]] = SQUID.g_Na
    g_K: Annotated[float, MEMBRANE["g_K"]] = SQUID.g_K
    g_L: Annotated[float, MEMBRANE["g_L"]] = SQUID.g_L
    E_Na: Annotated[float, MEMBRANE["E_Na"]] = SQUID.E_Na
    E_K: Annotated[float, MEMBRANE["E_K"]] = SQUID.E_K
    E_L: Annotated[float, MEMBRANE["E_L"]] = SQUID.E_L
    C: Annotated[float, MEMBRANE["C"]] = SQUID.C
    T: Annotated[float, Parameter("Celsius", "temperature", "1952, axon 17, p. 524", 0.0, 50.0)] = (
        18.5
    )
    Q10: Annotated[float, MEMBRANE["Q10"]] = SQUID.Q10


# The equation


def slopes(V, m, h, n, I, axon):
    """dV/dt in mV/ms at every compartment; I is the injected current there, uA/cm^2."""
    I_Na, I_K, I_L = ionic_currents(axon, V, m, h, n)
    g = core_conductance(axon)
    I_core = np.zeros_like(V)  # from the neighbors; at a sealed end there is but one
    I_core[1:] += g * (V[:-1] - V[1:])
    I_core[:-1] += g * (V[1:] - V[:-1])
    return (I_core + I - I_Na - I_K - I_L) / axon.C


def core_conductance(axon):
    """Of the core between two neighbors, per membrane area of a compartment, mS/cm^2."""
    dx = axon.length / axon.n
    return axon.radius * CM / (2.0 * axon.R_i * dx**2) * MS


# Its solution, a step at a time


def step(state, I, dt, axon, first=False):
    """The State, of arrays (n,), dt ms later; the gates lead V by half a step but at `first`."""
    if axon.active:
        state = move_gates(state, 0.5 * dt if first else dt, axon)
    V, m, h, n = state
    identity = np.eye(np.size(V))
    rise = slopes(V, m, h, n, I, axon)
    # With the gates held dV/dt is linear in V: its matrix, a column for each compartment
    J = np.column_stack([slopes(V + e, m, h, n, I, axon) - rise for e in identity])
    V = V + np.linalg.solve(identity - 0.5 * dt * J, dt * rise)
    return State(V, m, h, n)


def run(I, dt, axon, state, every, kept):
    """Fill kept = V(t, x) from kept[0] on; I(i) is the current of step i. See `kernel.run`."""
    for i in range((len(kept) - 1) * every):
        state = step(state, I(i), dt, axon, first=i == 0)
        if (i + 1) % every == 0:
            kept[(i + 1) // every] = state.V


# What a caller uses


class Propagation(NamedTuple):
    """A run of an axon."""

    t: np.ndarray  # ms, shape (times,)
    x: np.ndarray  # cm, middle of each compartment, shape (n,)
    V: np.ndarray  # mV, shape (times, n)


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate(
    axon: Axon,
    I: ArrayLike = 10.0,
    *,
    site: float = 0.0,
    onset: float = 0.0,
    width: float = 0.2,
    duration: float = 8.0,
    dt: float = 0.025,
    every: float | None = 1,
    start: ArrayLike | None = None,
    plain: bool = False,
) -> Propagation:
    """Run an axon from rest, with a pulse of current into one compartment.

    Parameters
    ----------
    axon : Axon
    I : float
        Current in uA.
    site : float
        Where it flows: into the compartment at this distance from the left end, cm.
    onset, width : float
        When it begins and how long it flows, ms; rounded to whole steps.
    duration, dt : float
        Length of the run and of a step in ms; dt is at most 0.1.
    every : int
        Keep one potential of so many steps.
    start : float or array, shape (n,), optional
        Potential at t = 0 in mV, the gates being at rest; default the resting potential.
    plain : bool
        True: `step` above runs instead of its compiled twin, some thousand times slower.

    Returns
    -------
    Propagation

    Raises
    ------
    ValueError
        For a parameter out of range, more than 1e8 stored potentials or more than
        2e9 steps times compartments.
    """
    axon = checked(axon)
    rest = resting_state(axon)
    dx = axon.length / axon.n
    every = _valid.count("every", every)
    steps, dt = _valid.steps(duration, dt, most=min(1e8 * every, WORK) / axon.n, longest=0.1)
    _valid.number("duration", duration, low=every * dt, unit="ms (every dt)")
    onset = _valid.number("onset", onset, low=0.0, high=1e6, unit="ms")
    width = _valid.number("width", width, low=0.0, high=1e6, unit="ms")
    site = _valid.number("site", site, low=0.0, high=axon.length, unit="cm, its length")
    I = _valid.number("I", I, low=-1e6, high=1e6, unit="uA")
    V = np.empty((steps // every + 1, axon.n))
    V[0] = rest.V
    if start is not None:
        start = _valid.array("start", start, ndim=(0, 1), low=-200.0, high=200.0, unit="mV")
        V[0] = start if start.ndim == 0 else _valid.array("start", start, shape=(axon.n,))
    pulse = kernel.Pulse(
        site=min(int(site / dx), axon.n - 1),
        density=I / (math.tau * axon.radius * CM * dx),
        on=round(onset / dt),
        off=round((onset + width) / dt),
    )
    gates = np.repeat(np.array(rest[1:])[:, None], axon.n, axis=1)
    if _valid.switch("plain", plain):
        _valid.limit("steps * compartments of a plain run", steps * axon.n, WORK / 20_000)
        here = np.arange(axon.n) == pulse.site

        def current(i):
            return np.where(here & (pulse.on <= i < pulse.off), pulse.density, 0.0)

        run(current, dt, axon, State(V[0].copy(), *gates), every, V)
    else:
        factor = phi(axon) if axon.active else 0.0
        kernel.run(V, every, dt, factor, core_conductance(axon), axon, pulse, gates)
    return Propagation(np.arange(len(V)) * (every * dt), (np.arange(axon.n) + 0.5) * dx, V)


def checked(axon):
    """The axon with floats for numbers; ValueError if one is out of range."""
    axon = _valid.model(axon, Axon, name="axon")
    if not axon.g_Na + axon.g_K + axon.g_L >= 1e-6:
        raise ValueError(
            "g_Na, g_K and g_L are 0; allowed is a membrane that conducts at least 1e-6 mS/cm^2"
        )
    return axon
