r"""The Hodgkin-Huxley neuron as a first loop would have it: forward Euler.

    V[k + 1] = V[k] + dt (I - g_Na m^3 h (V - E_Na) - g_K n^4 (V - E_K) - g_L (V - E_L)) / C
    x[k + 1] = x[k] + dt phi (alpha_x(V) (1 - x) - beta_x(V) x),   x = m, h, n

with V, m, h, n on the right all at step k. The error is of order dt. Here to be compared
with `hodgkin_huxley`, whose step is of order 4: where two neurons that differ in the third
decimal of the current part, the scheme and its dt decide as well.

Units: ms, mV, mS/cm^2, uA/cm^2, uF/cm^2.
Hodgkin AL, Huxley AF (1952) J Physiol 117:500, eqs 12-13, 20-21, 23-26 and table 3.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course import _valid
from course._jit import njit
from course.models.hodgkin_huxley import kernel
from course.models.hodgkin_huxley.model import HodgkinHuxley, check, phi

DT_MOST = 0.05  # ms; at 0.1 the sodium gate overshoots 1


class EulerTrace(NamedTuple):
    """A run; arrays of shape (steps + 1,)."""

    t: np.ndarray  # ms
    V: np.ndarray  # mV
    m: np.ndarray  # 1
    h: np.ndarray  # 1
    n: np.ndarray  # 1


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate_euler(
    model: HodgkinHuxley,
    I: ArrayLike,
    *,
    start: ArrayLike,
    dt: float = 0.01,
    duration: float | None = 60.0,
) -> EulerTrace:
    """Run one neuron under a constant current.

    Parameters
    ----------
    model : HodgkinHuxley
    I : float
        uA/cm^2.
    start : State or tuple of float
        V (mV), m, h and n at t = 0.
    dt, duration : float
        ms; dt at most 0.05.

    Returns
    -------
    EulerTrace

    Raises
    ------
    ValueError
        For a current beyond 200 uA/cm^2, a dt outside (0, 0.05] or a start that is no state.
    """
    model = check(model)
    I = _valid.number("I", I, low=-200.0, high=200.0, unit="uA/cm^2")
    steps, dt = _valid.steps(duration, dt, most=1e7, longest=DT_MOST)
    start = _valid.array("start", start, shape=(4,))
    Y = np.empty((4, steps + 1))
    Y[0, 0] = _valid.number("start.V", start[0], low=-150.0, high=100.0, unit="mV")
    Y[1:, 0] = [_valid.number("the gates of start", gate, low=0.0, high=1.0) for gate in start[1:]]
    _run(I, dt, phi(model), model, Y)
    if not np.isfinite(Y[:, -1]).all():
        raise ValueError(
            f"dt is {dt:g} ms, I {I:g} uA/cm^2; allowed is a shorter step: with this one Euler"
            f" leaves all bounds"
        )
    return EulerTrace(np.arange(Y.shape[1]) * dt, *Y)


@njit("f8, f8, f8, HodgkinHuxley, f8[:, ::1]")
def _run(I, dt, phi, model, Y):
    """Fill Y = (V, m, h, n) from Y[:, 0] on."""
    for k in range(Y.shape[1] - 1):
        V = Y[0, k]
        m = Y[1, k]
        h = Y[2, k]
        n = Y[3, k]
        a_m, b_m, a_h, b_h, a_n, b_n = kernel.rates(V)
        I_Na = model.g_Na * m**3 * h * (V - model.E_Na)
        I_K = model.g_K * n**4 * (V - model.E_K)
        I_L = model.g_L * (V - model.E_L)
        Y[0, k + 1] = V + dt * (I - I_Na - I_K - I_L) / model.C
        Y[1, k + 1] = m + dt * phi * (a_m * (1.0 - m) - b_m * m)
        Y[2, k + 1] = h + dt * phi * (a_h * (1.0 - h) - b_h * h)
        Y[3, k + 1] = n + dt * phi * (a_n * (1.0 - n) - b_n * n)
