"""Both ways through the exercises of lesson 06."""

import numpy as np


def step(r, W, h, dt, tau, F):
    return r + dt / tau * (-r + F(h + W @ r))


def mode(t, value, g, tau, c0):
    if value == 1:
        return c0 + g * t / tau
    rest = g / (1 - value)
    return rest + (c0 - rest) * np.exp(-(1 - value) * t / tau)


def unguarded(t, value, g, tau, c0):
    rest = g / (1 - value)
    return rest + (c0 - rest) * np.exp(-(1 - value) * t / tau)


def at_one(limit):
    """Right but for an eigenvalue of 1, where it gives `limit`."""
    return lambda t, value, *rest: limit(t, *rest) if value == 1 else mode(t, value, *rest)


def steady(W, h, gain=lambda x: 1 / (1 - x), columns=True, back=True):
    values, E = np.linalg.eigh(W)
    E = E if columns else E.T
    parts = gain(values) * (E.T @ h)
    return E @ parts if back else parts


def mixed(W, h, back):
    """Steady state that mistakes rows for columns on the way in, or on the way back."""
    values, E = np.linalg.eigh(W)
    return E.T @ ((E.T @ h) / (1 - values)) if back else E @ ((E @ h) / (1 - values))


def growth(W, tau, leak=1.0, half=0.5, which=-1):
    A = (W - leak * np.eye(len(W))) / tau
    return np.linalg.eigvalsh(half * (A + A.T))[which]


CASES = {
    "rate_step": {
        "solution": step,
        "stub": lambda r, W, h, dt, tau, F: ...,
        "mistakes": [
            (lambda r, W, h, dt, tau, F: step(r, W, h, dt, tau, F) - r, "Add it to r"),
            (lambda r, W, h, dt, tau, F: step(r, W, h, 1.0, tau, F), "dt missing"),
            (lambda r, W, h, dt, tau, F: step(r, W, h, dt, 1.0, F), "tau missing"),
            (lambda r, W, h, dt, tau, F: step(r, W.T, h, dt, tau, F), "not r @ W"),
            (lambda r, W, h, dt, tau, F: step(r, W, 0.0, dt, tau, F), "where is h"),
            (lambda r, W, h, dt, tau, F: r + dt / tau * (r + F(h + W @ r)), "wrong sign"),
            (lambda r, W, h, dt, tau, F: r + dt / tau * F(h + W @ r), "Nothing leaks"),
            (lambda r, W, h, dt, tau, F: step(r, W, h, dt, tau, lambda x: x), "F is missing"),
            (lambda r, W, h, dt, tau, F: r + dt / tau * (-r + h + F(W @ r)), "h belongs inside"),
            (lambda r, W, h, dt, tau, F: r + dt / tau * F(-r + h + W @ r), "-r belongs outside"),
        ],
    },
    "mode_response": {
        "solution": mode,
        "stub": lambda t, value, g, tau, c0: ...,
        "mistakes": [
            (lambda t, value, g, tau, c0: mode(-t, value, g, tau, c0), "wrong sign"),
            (
                lambda t, value, g, tau, c0: mode(t / (1 - value), value, g, tau, c0),
                "for every mode",
            ),
            (
                lambda t, value, g, tau, c0: mode(t / (1 - value) ** 2, value, g, tau, c0),
                "upside down",
            ),
            (lambda t, value, g, tau, c0: mode(t, value, g, tau, 0.0), "c0 is missing"),
            (
                lambda t, value, g, tau, c0: mode(t, value, g * (1 - value), tau, c0),
                "gain missing",
            ),
            (
                lambda t, value, g, tau, c0: mode(t, value, g, tau, c0 + g / (1 - value)),
                "what decays",
            ),
            (unguarded, "divide by 0"),
            (at_one(lambda t, g, tau, c0: c0 + g * t), "tau missing"),
            (at_one(lambda t, g, tau, c0: g * t / tau), "starts at 0; c0"),
            (at_one(lambda t, g, tau, c0: c0 + 0 * t), "still adds up"),
        ],
    },
    "steady_state": {
        "solution": steady,
        "stub": lambda W, h: ...,
        "mistakes": [
            (lambda W, h: steady(W, h, back=False), "put the modes together"),
            (lambda W, h: steady(W, h, lambda x: 1.0), "where are the gains"),
            (lambda W, h: steady(W, h, lambda x: x), "after one pass"),
            (lambda W, h: steady(W, h, lambda x: 1 / (1 + x)), "with a minus"),
            (lambda W, h: steady(W, h, lambda x: 1 - x), "upside down"),
            (lambda W, h: steady(W, h, columns=False), "not its rows"),
            (lambda W, h: mixed(W, h, back=False), "not E @ h"),
            (lambda W, h: mixed(W, h, back=True), "not E.T @"),
        ],
    },
    "tuning": {
        "solution": 0.999,
        "stub": ...,
        "mistakes": [
            (1.001, "runs away"),
            (1.0, "never fades"),
            (0.001, "distance from 1"),
            (0.0, "put both in ms"),
            (0.99, "too small"),
            (0.9999, "too large"),
        ],
    },
    "fastest_growth": {
        "solution": growth,
        "stub": lambda W, tau: ...,
        "mistakes": [
            (lambda W, tau: (np.linalg.eigvals(W).real.max() - 1) / tau, "growth in the end"),
            (lambda W, tau: growth(W, tau, leak=0.0), "leak is missing"),
            (lambda W, tau: growth(W, 1.0), "divide by tau"),
            (lambda W, tau: (np.linalg.eigvalsh(W)[-1] - 1) / tau, "reads half of it"),
            (lambda W, tau: (np.linalg.eigvalsh(W + W.T)[-1] - 1) / tau, "counted twice"),
            (lambda W, tau: growth(W, tau, half=1.0), "Twice too fast"),
            (lambda W, tau: growth(W, tau, which=0), "smallest eigenvalue"),
            (lambda W, tau: np.linalg.norm(W, 2), "singular value"),
        ],
    },
}
