"""Both ways through the exercises of lesson 02."""

import numpy as np

from course.mystery import mystery

HIDDEN = mystery(1)._model


def step(V, I, dt, tau_m, R, E_L):
    return V + dt * (-(V - E_L) + R * I) / tau_m


def spikes(I, dt, V_th=-50.0, V_reset=-70.0, times=lambda i, dt: (i + 1) * dt):
    V, found = -70.0, []
    for i, current in enumerate(I):
        V = step(V, current, dt, 20.0, 0.1, -70.0)
        if V >= V_th:
            found.append(times(i, dt))
            V = V_reset
    return found


def rate(I, t_ref=2.0, unit=1000.0, height=15.0):
    if 0.09 * I <= height:
        return 0.0
    return unit / (t_ref + 30.0 * np.log(0.09 * I / (0.09 * I - height)))


CASES = {
    "lif_step": {
        "solution": step,
        "stub": lambda V, I, dt, tau_m, R, E_L: ...,
        "mistakes": [
            (lambda V, I, dt, tau_m, R, E_L: step(V, I, 1.0, tau_m, R, E_L), "dt missing"),
            (lambda V, I, dt, tau_m, R, E_L: step(V, I, dt, 1.0, R, E_L), "tau_m missing"),
            (lambda V, I, dt, tau_m, R, E_L: V + dt * (V - E_L + R * I) / tau_m, "its sign"),
            (lambda V, I, dt, tau_m, R, E_L: step(V, I, dt, tau_m, 1.0, E_L), "R missing"),
            (lambda V, I, dt, tau_m, R, E_L: step(V, I, dt, tau_m, R, 0.0), "pull to E_L"),
            (lambda V, I, dt, tau_m, R, E_L: step(V, I, dt, tau_m, R, E_L) - V, "Add it to V"),
        ],
    },
    "spike_times": {
        "solution": spikes,
        "stub": lambda I, dt: ...,
        "mistakes": [
            (lambda I, dt: [], "no spike"),
            (lambda I, dt: spikes(I, dt, V_reset=-49.0), "reset after a spike"),
            (lambda I, dt: spikes(I, dt, times=lambda i, dt: i + 1), "multiply by dt"),
            (lambda I, dt: spikes(I, dt, V_th=-60.0), "too many"),
            (lambda I, dt: spikes(I, dt, times=lambda i, dt: (i + 1) * dt + 5.0), "too late"),
            (lambda I, dt: spikes(I, dt, times=lambda i, dt: 1.02 * i * dt), "spikes[2]"),
        ],
    },
    "rate": {
        "solution": rate,
        "stub": lambda I: ...,
        "mistakes": [
            (lambda I: rate(I, t_ref=0.0), "refractory period missing"),
            (lambda I: rate(I, unit=1.0), "in Hz"),
            (lambda I: rate(I) or 1.0, "the rate is 0 there"),
            (lambda I: 1000.0 / rate(I) if I > 200 else 0.0, "one over it"),
        ],
    },
    "mystery_neuron": {
        "solution": (HIDDEN.tau_m, HIDDEN.R, HIDDEN.V_th),
        "stub": (..., ..., ...),
        "mistakes": [
            ((HIDDEN.tau_m, 1 / HIDDEN.R, HIDDEN.V_th), "upside down"),
            ((HIDDEN.tau_m, 1000 * HIDDEN.R, HIDDEN.V_th), "megaohms"),
            ((HIDDEN.tau_m + 20.0, HIDDEN.R, HIDDEN.V_th), "count from the start"),
            ((HIDDEN.tau_m, HIDDEN.R, HIDDEN.V_th - 2.0), "slower ramp"),
            ((HIDDEN.tau_m, HIDDEN.R, HIDDEN.V_th + 2.0), "never gets there"),
        ],
    },
}
