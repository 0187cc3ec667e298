"""The leaky neuron as a first loop would have it: forward Euler, spikes on grid points.

    V[k + 1] = V[k] + dt (-(V[k] - E_L) + R I) / tau_m,   spike where V[k + 1] >= V_th

Here to be compared with `integrate_fire`, whose steps and spike times are exact. A
spike waits for the next grid point, and so does the end of a refractory period: every
interval is a whole number of steps, an error of order dt.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course.models.integrate_fire.model import LIF, slope

HZ = 1000.0  # Hz, one spike per ms
MOST = 500_000  # steps of one run: they are Python's
WORK = 200_000_000  # steps times currents


@np.errstate(under="ignore")  # the session may be told to raise it
def euler_rates(
    model: LIF,
    I: ArrayLike,
    *,
    dt: float,
    duration: float = 1000.0,
    sigma: float = 0.0,
    rng: np.random.Generator | int | None = None,
) -> NDArray:
    """Firing rates at constant currents.

    Parameters
    ----------
    model : LIF
    I : array, shape (n,)
        pA.
    dt, duration : float
        ms.
    sigma : float
        mV, noise.
    rng : numpy.random.Generator or int
        Needed with noise, which is the same for every current.

    Returns
    -------
    array, shape (n,)
        Hz, as `integrate_fire.f_i_curve` counts: without noise one over the mean
        interval, 0 below two spikes; with noise, spikes over time.

    Raises
    ------
    ValueError
        For a current that is not finite, dt outside (0, tau_m], or more than 2e8 steps
        times currents.
    """
    model = _valid.model(model, LIF)
    I = _valid.array("I", I, ndim=1, low=-1e12, high=1e12, unit="pA")
    sigma = _valid.number("sigma", sigma, low=0.0, high=1e6, unit="mV")
    steps, dt = _valid.steps(duration, dt, most=MOST, longest=model.tau_m, why=" (tau_m)")
    _valid.limit("steps * currents", steps * I.size, WORK)
    noise = np.zeros(steps)
    if sigma:
        spread = sigma * np.sqrt(2 * dt / model.tau_m)
        noise = spread * _valid.generator("rng", rng).standard_normal(steps)
    refractory = math.ceil(model.t_ref / dt - 1e-9)  # steps; 2 / 0.2 is 10, not 11
    V = np.full(I.size, model.E_L)
    free = np.zeros(I.size)  # first step after a refractory period
    count = np.zeros(I.size)  # spikes
    first = np.zeros(I.size)  # step of the first spike
    last = np.zeros(I.size)
    for k in range(steps):
        V = V + dt * slope(V, I, model) + noise[k]
        V = np.where(k < free, model.V_reset, V)
        spiking = V >= model.V_th
        first = np.where(spiking & (count == 0), k, first)
        last = np.where(spiking, k, last)
        count += spiking
        V = np.where(spiking, model.V_reset, V)
        free = np.where(spiking, k + 1 + refractory, free)
    if sigma:
        return HZ * count / (steps * dt)
    return HZ * np.maximum(count - 1, 0) / (np.maximum(last - first, 1) * dt)
