"""The leaky neuron as a first loop would have it: forward Euler, spikes on grid points.

    V[k + 1] = V[k] + dt (-(V[k] - E_L) + R I) / tau_m,   spike where V[k + 1] > V_th

Here to be compared with `integrate_fire`, whose steps and spike times are exact. A
spike waits for the next grid point, so rates come in steps: an error of order dt.
"""

import numpy as np

from course._valid import array, generator, number

HZ = 1000.0  # Hz, one spike per ms


def euler_rates(model, I, dt, sigma=0.0, seed=0, duration=1000.0):
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
    seed : int
        The same noise for every current.

    Returns
    -------
    array, shape (n,)
        Spikes over time, Hz.

    Raises
    ------
    ValueError
        For a current that is not finite, or dt outside (0, tau_m].
    """
    I = array("I", I, ndim=1, unit="pA")
    dt = number("dt", dt, low=0.0, high=model.tau_m, open_low=True, unit="ms (tau_m)")
    rng = generator("seed", seed)
    V = np.full(I.size, model.E_L)
    silent = np.zeros(I.size)  # ms left of the refractory period
    count = np.zeros(I.size)
    for _ in range(round(duration / dt)):
        noise = sigma * np.sqrt(2 * dt / model.tau_m) * rng.standard_normal() if sigma else 0.0
        V = V + dt * (-(V - model.E_L) + model.R * I) / model.tau_m + noise
        V = np.where(silent > 0, model.V_reset, V)
        silent -= dt
        spiking = V > model.V_th
        count += spiking
        V = np.where(spiking, model.V_reset, V)
        silent = np.where(spiking, model.t_ref, silent)
    return HZ * count / duration
