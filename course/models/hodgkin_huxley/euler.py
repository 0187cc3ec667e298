r"""The Hodgkin-Huxley neuron as a first loop would have it: forward Euler.

    V[k + 1] = V[k] + dt (I - g_Na m^3 h (V - E_Na) - g_K n^4 (V - E_K) - g_L (V - E_L)) / C
    x[k + 1] = x[k] + dt phi (alpha_x(V) (1 - x) - beta_x(V) x),   x = m, h, n

with V, m, h, n on the right all at step k. The error is of order dt. Here to be compared
with `hodgkin_huxley`, whose step is of order 4: where two neurons that differ in the third
decimal of the current part, the scheme and its dt decide as well.

Units: ms, mV, mS/cm^2, uA/cm^2, uF/cm^2.
Hodgkin AL, Huxley AF (1952) J Physiol 117:500, eqs 12-13, 20-21, 23-26 and table 3.
"""

import math
from typing import NamedTuple

import numpy as np

from course import _valid
from course._jit import njit

DT_MOST = 0.05  # ms; at 0.1 the sodium gate overshoots 1


class EulerTrace(NamedTuple):
    """A run; arrays of shape (steps + 1,)."""

    t: np.ndarray  # ms
    V: np.ndarray  # mV
    m: np.ndarray  # 1
    h: np.ndarray  # 1
    n: np.ndarray  # 1


def simulate_euler(model, I, *, state, dt=0.01, duration=60.0):
    """Run one neuron under a constant current.

    Parameters
    ----------
    model : HodgkinHuxley
    I : float
        uA/cm^2.
    state : tuple of float
        V (mV), m, h and n at t = 0.
    dt, duration : float
        ms; dt at most 0.05.

    Returns
    -------
    EulerTrace

    Raises
    ------
    ValueError
        For a current beyond 200 uA/cm^2, a dt outside (0, 0.05] or a state that is no state.
    """
    model = _valid.model(model, "HodgkinHuxley")
    I = _valid.number("I", I, low=-200.0, high=200.0, unit="uA/cm^2")
    steps, dt = _valid.steps(duration, dt, most=1e7, longest=DT_MOST)
    state = _valid.array("state", state, shape=(4,))
    Y = np.empty((4, steps + 1))
    Y[0, 0] = _valid.number("state.V", state[0], low=-150.0, high=100.0, unit="mV")
    Y[1:, 0] = [_valid.number("state gates", gate, low=0.0, high=1.0) for gate in state[1:]]
    membrane = tuple(float(value) for value in model[:7])
    _run(I, dt, float(model.Q10 ** ((model.T - 6.3) / 10.0)), membrane, Y)
    if not np.isfinite(Y[:, -1]).all():
        raise ValueError(
            f"dt is {dt:g} ms; allowed is a shorter one: with it Euler leaves all bounds"
        )
    return EulerTrace(np.arange(Y.shape[1]) * dt, *Y)


@njit
def _run(I, dt, phi, membrane, Y):
    """Fill Y = (V, m, h, n) from Y[:, 0] on."""
    g_Na, g_K, g_L, E_Na, E_K, E_L, C = membrane
    for k in range(Y.shape[1] - 1):
        V, m, h, n = Y[0, k], Y[1, k], Y[2, k], Y[3, k]
        u = V + 65.0
        x, y = 2.5 - 0.1 * u, 1.0 - 0.1 * u
        alpha_m = x / (math.exp(x) - 1.0) if x != 0.0 else 1.0
        alpha_n = 0.1 * (y / (math.exp(y) - 1.0) if y != 0.0 else 1.0)
        alpha_h = 0.07 * math.exp(-u / 20.0)
        beta_m = 4.0 * math.exp(-u / 18.0)
        beta_h = 1.0 / (1.0 + math.exp(3.0 - 0.1 * u))
        beta_n = 0.125 * math.exp(-u / 80.0)
        I_ion = g_Na * m**3 * h * (V - E_Na) + g_K * n**4 * (V - E_K) + g_L * (V - E_L)
        Y[0, k + 1] = V + dt * (I - I_ion) / C
        Y[1, k + 1] = m + dt * phi * (alpha_m * (1.0 - m) - beta_m * m)
        Y[2, k + 1] = h + dt * phi * (alpha_h * (1.0 - h) - beta_h * h)
        Y[3, k + 1] = n + dt * phi * (alpha_n * (1.0 - n) - beta_n * n)
