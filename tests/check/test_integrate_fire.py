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


def rate(I, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, t_ref=2.0, unit=1000.0):
    height = V_th - E_L
    if R * I <= height:
        return 0.0
    return unit / (t_ref + tau_m * np.log(R * I / (R * I - height)))


def unguarded(I):
    with np.errstate(invalid="ignore"):
        return 1000.0 / (2.0 + 30.0 * np.log(np.float64(0.09 * I) / (0.09 * I - 15.0)))


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
            (lambda V, I, dt, *rest: (step(V, I, dt, *rest) - V) / dt, "the slope"),
            (lambda V, I, *rest: step(V, 0.0, *rest), "changes nothing"),
            (lambda V, I, *rest: step(V, -I, *rest), "wrong way"),
            (
                lambda V, I, dt, tau_m, R, E_L: V + dt * (-V - E_L + R * I) / tau_m,
                "needs its parentheses",
            ),
            (lambda V, *rest: step(V, *rest) - V + rest[-1], "starts at E_L"),
            (
                lambda V, I, dt, tau_m, R, E_L: (
                    E_L + R * I + (V - E_L - R * I) * np.exp(-dt / tau_m)
                ),
                "exact solution",
            ),
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
            (lambda I, dt, **more: spikes(np.full(len(I), I[0]), dt, **more), "needs I[i]"),
            (lambda I, dt, V_reset=0.0: spikes(I, dt), "reset to V_reset"),
        ],
    },
    "rate": {
        "solution": rate,
        "stub": lambda I: ...,
        "mistakes": [
            (lambda I: rate(I, t_ref=0.0), "refractory period missing"),
            (lambda I: rate(I, unit=1.0), "in Hz"),
            (lambda I: rate(I, tau_m=1.0), "tau_m missing"),
            (unguarded, "logarithm is nan"),
            (lambda I, tau_m=0, R=0, E_L=0, V_th=0, t_ref=0: rate(I), "other parameters"),
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
            ((10 * HIDDEN.tau_m + 200, HIDDEN.R, HIDDEN.V_th), "starts at 20 ms"),
            ((HIDDEN.tau_m, HIDDEN.R, HIDDEN.V_th - 2.0), "slower ramp"),
            ((HIDDEN.tau_m, HIDDEN.R, HIDDEN.V_th + 2.0), "never gets there"),
        ],
    },
}
