"""How fast an action potential travels.

Units: ms, mV, cm; m/s for the velocity.
Hodgkin AL, Huxley AF (1952) J Physiol 117:500, p. 528: 18.8 m/s at 18.5 C.
"""

import numpy as np

from course import _valid
from course.models.cable.model import WORK, Axon, checked, simulate
from course.models.cable.theory import length_constant
from course.models.hodgkin_huxley.model import resting_state

M_S = 10.0  # m/s in a cm/ms
LONGEST = 320.0  # ms that a spike may take over 12 length constants
V_PASS = -20.0  # mV, an action potential has arrived when V crosses it


@np.errstate(under="ignore")  # the session may be told to raise it
def conduction_velocity(axon: Axon, *, dt: float | None = None, dx: float | None = None) -> float:
    """Velocity of the action potential in m/s, 0 if none travels.

    Measured on an axon of 15 length constants, started by depolarizing the first one to
    0 mV, from the crossings of -20 mV at 9 and at 12 of them; the length and the
    compartments of `axon` do not matter. By default two grids, one twice as fine in dx and
    dt as the other, are extrapolated to their limit, and made finer until the finer of
    them is within 0.1 % of it. So the result is, up to the heat that blocks conduction.

    Parameters
    ----------
    axon : Axon
    dt : float, optional
        Step in ms, 0.001 to 0.1, by itself 0.005. With a `dt` or a `dx` that grid alone is used.
    dx : float, optional
        Length of a compartment in cm, by itself a fiftieth of the length constant.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        For a parameter out of range.
    """
    scale = length_constant(axon)
    if dt is not None or dx is not None:
        dx = _valid.number("dx", scale / 50 if dx is None else dx, low=scale / 800, high=scale / 4)
        dt = _valid.number("dt", 0.005 if dt is None else dt, low=0.001, high=0.1, unit="ms")
        work = LONGEST / dt * 15.0 * scale / dx
        _valid.limit("steps of dt in 320 ms times 15 length constants over dx", work, WORK)
        return _velocity(axon, dt, dx)
    coarse = _velocity(axon, 0.01, scale / 25)
    for finer in (2, 4, 8):
        fine = _velocity(axon, 0.01 / finer, scale / 25 / finer)
        change = (fine - coarse) / 3.0  # what order 2 leaves to the limit
        if coarse and abs(change) <= 1e-3 * fine:
            return fine + change
        if not coarse and not fine and finer > 2:  # a coarse grid alone can stop a spike
            return 0.0
        coarse = fine
    return fine


def _velocity(axon, dt, dx):
    """`conduction_velocity` on one grid."""
    n = round(15.0 * length_constant(axon) / dx)
    axon = checked(axon._replace(length=n * dx, n=n, active=True))
    sites = [3 * n // 5, 4 * n // 5]
    rest = resting_state(axon).V
    duration = 5.0
    V0 = np.where(np.arange(n) < n / 15, 0.0, rest)
    while duration <= LONGEST and rest < V_PASS:
        every = 1 + int(duration / dt * n / 2e7)
        t, _, V = simulate(axon, 0.0, start=V0, duration=duration, dt=dt, every=every)
        if (V[:, sites] > V_PASS).any(axis=0).all():
            k = np.argmax(V[:, sites] > V_PASS, axis=0)  # first record above
            a = V[k - 1, sites]
            b = V[k, sites]
            first, second = t[k - 1] + (V_PASS - a) / (b - a) * t[1]
            return float((sites[1] - sites[0]) * dx / (second - first) * M_S)
        if V[-1].max() < V_PASS:
            break
        duration *= 2.0
    return 0.0
