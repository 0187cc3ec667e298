r"""Firing rates of the Hodgkin-Huxley neuron, all currents at once.

Strang's step of `hodgkin_huxley` with the half steps of V merged: V is known half a
step before the gates, each is moved with the other held (order 2). For y' = a - s y,

    y(t + d) = (y + a d (1 + x / 2)) / (1 + x + x^2 / 2),   x = s d

is the exponential's Pade form: of order 2, never negative, and calm for any x.
Order 4 is the extrapolated step of `simulate`, with the exponential itself. The loops
over the currents are innermost, so that they are vectorized.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course._jit import njit
from course.models.hodgkin_huxley import kernel
from course.models.hodgkin_huxley.model import HodgkinHuxley, check, phi, resting_state

HZ = 1000.0  # spikes/s in a spike/ms
MOST = 4_000_000_000  # steps times currents times order: half a minute


@np.errstate(under="ignore")  # the session may be told to raise it
def f_i_curve(
    model: HodgkinHuxley,
    I: ArrayLike,
    *,
    duration: float = 300.0,
    skip: float = 100.0,
    dt: float = 0.01,
    order: int = 2,
    carry: bool = False,
) -> float | NDArray:
    """Firing rate in Hz at constant currents: one over the mean interval after `skip`.

    It is 0 where firing has stopped: below two spikes, or none during the last two
    mean intervals.

    Parameters
    ----------
    model : HodgkinHuxley
    I : float or array, shape (currents,)
        uA/cm^2.
    duration, skip : float
        How long each current lasts, and the first part of it that is not counted, ms.
    dt : float
        Step in ms, at most 0.1.
    order : 2 or 4
        Of the method. A step costs five times as much at order 4, and its rates at
        0.04 ms are ten times as close as those of order 2 at 0.01 ms.
    carry : bool
        False: each current starts from rest, and all run together. True: each goes on
        from the state that the one before left, in the order given (the first from
        rest); up and then down again shows hysteresis.

    Returns
    -------
    float or array, shape of I

    Raises
    ------
    ValueError
        For a parameter out of range, or a current beyond 1e4 uA/cm^2.
    """
    model = check(model)
    carry = _valid.switch("carry", carry)
    I = _valid.array("I", I, ndim=(0, 1), low=-1e4, high=1e4, unit="uA/cm^2")
    order = _valid.choice("order", order, (2, 4))
    _, dt = _valid.steps(duration, dt, most=MOST // (I.size * order), longest=0.1)
    duration = float(duration)
    sweep = {2: _sweep, 4: _sweep4}[order]
    skip = _valid.number("skip", skip, low=0.0, high=duration, unit="ms, the duration")
    currents = np.atleast_1d(I)
    Y = np.repeat(np.array(resting_state(model))[:, None], 1 if carry else currents.size, axis=1)
    groups = currents[:, None] if carry else currents[None, :]
    found = [_spikes(sweep, model, group, Y, duration, skip, dt) for group in groups]
    count, first, last = np.concatenate(found, axis=1)
    interval = (last - first) / np.maximum(count - 1.0, 1.0)
    firing = (count > 1.0) & (duration - last < 2.0 * interval)
    rate = np.divide(HZ, interval, out=np.zeros(currents.size), where=firing)
    return float(rate[0]) if I.ndim == 0 else rate


def _spikes(sweep, model, I, Y, duration, skip, dt):
    """Number, first and last time (ms) of the spikes after `skip`; moves the states Y on."""
    found = np.zeros((3, I.size))
    sweep(I, round(duration / dt), skip / dt, dt, phi(model), model, Y, found)
    found[1:] *= dt
    return found


@njit(forceinline=True)
def _relax(x, a, s, d):
    """x after a time d of dx/dt = a - s x, in Pade's form."""
    y = s * d
    half = 1.0 + 0.5 * y
    return (x + a * d * half) / (1.0 + y * half)


@njit("f8[::1], i8, f8, f8, f8, HodgkinHuxley, f8[:, ::1], f8[:, ::1]")
def _sweep(I, steps, skip, dt, phi, model, Y, found):
    """Move the states Y (4, currents) by `steps`; note the spikes after `skip` steps in `found`."""
    g_Na, g_K, g_L, E_Na, E_K, E_L, C = model[:7]
    V = Y[0]
    m = Y[1]
    h = Y[2]
    n = Y[3]
    d = phi * dt
    V_before = np.empty(I.size)
    for i in range(steps):
        crossings = 0
        for j in range(I.size):  # V from t - dt / 2 to t + dt / 2
            V_before[j] = V[j]
            G_Na = g_Na * m[j] * m[j] * m[j] * h[j]
            G_K = g_K * (n[j] * n[j]) * (n[j] * n[j])
            a = G_Na * E_Na + G_K * E_K + g_L * E_L + I[j]
            V[j] = _relax(V[j], a, G_Na + G_K + g_L, dt / C)
            crossings += (V_before[j] < 0.0) & (V[j] >= 0.0)
        for j in range(I.size):  # gates from t to t + dt
            a_m, b_m, a_h, b_h, a_n, b_n = kernel.rates(V[j])
            m[j] = _relax(m[j], a_m, a_m + b_m, d)
            h[j] = _relax(h[j], a_h, a_h + b_h, d)
            n[j] = _relax(n[j], a_n, a_n + b_n, d)
        if crossings and i >= skip:
            _note(i - 0.5, V_before, V, found)


@njit("f8[::1], i8, f8, f8, f8, HodgkinHuxley, f8[:, ::1], f8[:, ::1]")
def _sweep4(I, steps, skip, dt, phi, model, Y, found):
    """As `_sweep`, at order 4."""
    V = Y[0]
    m = Y[1]
    h = Y[2]
    n = Y[3]
    V_before = np.empty(I.size)
    for i in range(steps):
        crossings = 0
        for j in range(I.size):
            V_before[j] = V[j]
            state = V[j], m[j], h[j], n[j]
            V[j], m[j], h[j], n[j] = kernel.step(state, I[j], dt, phi, model)
            crossings += (V_before[j] < 0.0) & (V[j] >= 0.0)
        if crossings and i >= skip:
            _note(i, V_before, V, found)


@njit(forceinline=True)
def _note(i, V_before, V, found):
    """Note the upward crossings of 0 mV in step i."""
    count = found[0]
    first = found[1]
    last = found[2]
    for j in range(V.size):
        if V_before[j] < 0.0 <= V[j]:
            last[j] = i + V_before[j] / (V_before[j] - V[j])
            first[j] = last[j] if count[j] == 0.0 else first[j]
            count[j] += 1.0
