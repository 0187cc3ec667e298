"""The current at which a Hodgkin-Huxley neuron begins to spike, found by bisection.

A spike is all or none. Cole et al. saw that it is so only in the cold: with the heat the
gates become as fast as the membrane, and the answer grows smoothly with the stimulus.

Units: ms, mV, uA/cm^2.
Cole KS, Guttman R, Bezanilla F (1970) PNAS 65:884.
"""

from typing import NamedTuple

import numpy as np

from course import _valid
from course.models.hodgkin_huxley.model import (
    HodgkinHuxley,
    Trace,
    check,
    phi,
    resting_state,
    simulate,
)

MOST_OF_A_SEARCH = 500_000  # steps of each of some sixty runs
SHARE = 0.4  # of the way to 0 mV; half of a threshold covers less


class Threshold(NamedTuple):
    """The last silent and the first spiking step of current."""

    I_silent: float  # uA/cm^2
    I_spiking: float  # uA/cm^2
    silent: Trace
    spiking: Trace


@np.errstate(under="ignore")  # the session may be told to raise it
def threshold_traces(
    model: HodgkinHuxley,
    *,
    pulse: float | None = None,
    tolerance: float = 1e-3,
    duration: float = 100.0,
    dt: float | None = None,
) -> Threshold:
    """Find by bisection the smallest step of current from rest that fires within `duration`.

    The current (uA/cm^2, known to `tolerance`) flows for `pulse` ms, rounded to whole
    steps, by default to the end. A spike crosses 0 mV upward, and it is all or none: half
    the current leaves V below 0.4 of the way from rest to 0 mV. Where the current alone
    pushes V there, half of it covers half of the way or more, and there is no threshold:
    for steps that is so above 29 C (Cole et al. 1970). The step `dt` (ms) is 0.025 at
    6.3 C and below, and as much shorter as the gates are faster, since V is seen on the
    grid alone.

    Returns
    -------
    Threshold

    Raises
    ------
    ValueError
        For a parameter out of range, a neuron that fires without a current or crosses
        0 mV at no power of two up to 8192 uA/cm^2, and one without all or none.
    """
    model = check(model)
    if dt is None:
        dt = max(0.025 / max(phi(model), 1.0), 0.001)
    steps, dt = _valid.steps(duration, dt, most=MOST_OF_A_SEARCH, longest=0.1)
    tolerance = _valid.number("tolerance", tolerance, low=1e-12, unit="uA/cm^2")
    I = np.zeros(steps)
    if pulse is not None:
        pulse = _valid.number("pulse", pulse, low=dt, unit="ms, the step dt")
    on = I.size if pulse is None else round(pulse / dt)
    start = resting_state(model)

    def run(current):
        I[:on] = current
        return simulate(model, I, dt=dt, start=start)

    silent = 0.0
    spiking = 1.0
    if run(silent).spikes.size:
        raise ValueError(
            f"model is {_valid.shown(model)}; allowed is one that is silent without a current"
        )
    while not run(spiking).spikes.size:
        silent = spiking
        spiking = 2.0 * spiking
        if spiking > 1e4:
            raise ValueError(
                f"model is {_valid.shown(model)}; allowed is one that fires below 1e4 uA/cm^2"
                f" within the duration of {steps * dt:g} ms"
            )
    while spiking - silent > tolerance and silent < (middle := 0.5 * (silent + spiking)) < spiking:
        silent, spiking = (silent, middle) if run(middle).spikes.size else (middle, spiking)
    reached = 1.0 - run(0.5 * spiking).V.max() / start.V  # of the way from rest to 0 mV
    if reached > SHARE:
        raise ValueError(
            f"model is {_valid.shown(model)}; allowed is one with a threshold: V crosses 0 mV from"
            f" {spiking:.4g} uA/cm^2 on, but half of that covers {reached:.0%} of the way,"
            f" which is no spike in a duration of {steps * dt:g} ms"
        )
    return Threshold(silent, spiking, run(silent), run(spiking))


@np.errstate(under="ignore")  # the session may be told to raise it
def threshold_current(model: HodgkinHuxley, *, tolerance: float = 1e-9, **options: float) -> float:
    """The smallest step of current from rest that fires, uA/cm^2; see `threshold_traces`.

    ValueError where no current makes a spike, as for steps above 29 C.
    """
    return threshold_traces(model, tolerance=tolerance, **options).I_spiking
