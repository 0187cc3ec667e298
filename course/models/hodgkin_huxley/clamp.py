"""The voltage clamp: V is held and the ionic currents are recorded.

    x(t) = x_inf + (x(0) - x_inf) exp(-t / tau_x),    x = m, h, n

while V is constant, so that a run is exact.

Units: ms, mV, uA/cm^2.
Hodgkin AL, Huxley AF (1952) J Physiol 117:500, eqs 11-12 and figure 3.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course import _valid
from course.models.hodgkin_huxley.model import (
    V_MOST,
    HodgkinHuxley,
    check,
    ionic_currents,
    steady_states,
    time_constants,
)

MOST = 10_000_000  # steps of one voltage clamp


class Clamp(NamedTuple):
    """A run under voltage clamp, shape (steps + 1,); at a jump, V and currents just after it."""

    t: np.ndarray  # ms
    V: np.ndarray  # mV, the command
    m: np.ndarray  # 1
    h: np.ndarray  # 1
    n: np.ndarray  # 1
    I_Na: np.ndarray  # uA/cm^2
    I_K: np.ndarray  # uA/cm^2
    I_L: np.ndarray  # uA/cm^2


@np.errstate(under="ignore")  # the session may be told to raise it
def voltage_clamp(
    model: HodgkinHuxley,
    V_command: ArrayLike,
    *,
    dt: float = 0.01,
    duration: float | None = None,
    V_hold: float | None = None,
) -> Clamp:
    """Hold V and record the currents; exact, since gates are linear while V is constant.

    Parameters
    ----------
    model : HodgkinHuxley
    V_command : float or array, shape (steps,)
        mV; V_command[i] is held from i dt to (i + 1) dt.
    dt : float
        Time between samples in ms.
    duration : float, optional
        ms, for a constant command; default 20.
    V_hold : float, optional
        Potential before the start in mV, held for long; default the first command.

    Returns
    -------
    Clamp
        Without the current that charges the capacitor at a jump.

    Raises
    ------
    ValueError
        For a parameter out of range, a command that is not 1-D, not finite or
        beyond 500 mV, or a run of more than 1e7 steps.
    """
    model = check(model)
    dt = _valid.number("dt", dt, low=0.0, high=1e6, open_low=True, unit="ms")
    V, dt = _valid.current(
        "V_command", V_command, duration, dt, usual=20.0, most=MOST, high=V_MOST, unit="mV"
    )
    x = np.empty((3, V.size + 1))
    V_hold = V[0] if V_hold is None else V_hold
    V_hold = _valid.number("V_hold", V_hold, low=-V_MOST, high=V_MOST, unit="mV")
    x[:, 0] = steady_states(V_hold)
    starts = np.flatnonzero(np.diff(V, prepend=np.nan))  # of stretches of constant V
    x_inf = np.array(steady_states(V[starts]))
    tau = np.array(time_constants(V[starts], model))
    for i, (a, b) in enumerate(zip(starts, np.append(starts[1:], V.size))):
        inf = x_inf[:, i, None]
        age = np.arange(1, b - a + 1) * dt
        x[:, a + 1 : b + 1] = inf + (x[:, a, None] - inf) * np.exp(-age / tau[:, i, None])
    t = np.arange(V.size + 1) * dt
    V = np.append(V, V[-1])
    m, h, n = x
    I_Na, I_K, I_L = ionic_currents(model, V, m, h, n)
    return Clamp(t, V, m, h, n, I_Na, I_K, I_L)
