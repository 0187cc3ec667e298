r"""Firing rates of the Hodgkin-Huxley neuron, all currents at once.

Strang's step of `hodgkin_huxley` with the half steps of V merged: V is known half a
step before the gates, each is moved with the other held (order 2). For y' = a - s y,

    y(t + d) = (y + a d (1 + x / 2)) / (1 + x + x^2 / 2),   x = s d

is the exponential's Pade form: of order 2, never negative, and calm for any x.
Order 4 is the extrapolated step of `simulate`, with the exponential itself. The loops
over the currents are innermost, so that they are vectorized.
"""

import numpy as np

from course import _valid
from course._jit import njit
from course.models.hodgkin_huxley.model import check, phi, resting_state

HZ = 1000.0  # spikes/s in a spike/ms
MOST = 4_000_000_000  # steps times currents times order: half a minute


def f_i_curve(model, I, *, duration=300.0, skip=100.0, dt=0.01, order=2, carry=False):
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
    model, carry = check(model), _valid.switch("carry", carry)
    I = _valid.array("I", I, ndim=(0, 1), low=-1e4, high=1e4, unit="uA/cm^2")
    order = _valid.choice("order", order, (2, 4))
    _, dt = _valid.steps(duration, dt, most=MOST // (I.size * order), longest=0.1)
    duration = float(duration)
    sweep = {2: _sweep, 4: _sweep4}[order]
    skip = _valid.number("skip", skip, low=0.0, high=duration, unit="ms")
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
    V_before = np.empty(I.size)
    sweep(I, round(duration / dt), skip / dt, dt, dt * phi(model), model, *Y, V_before, *found)
    found[1:] *= dt
    return found


@njit(forceinline=True)
def _rates(V):
    """Twin of `rates`: every exponential is a power of w = exp(-u / 720)."""
    u = min(max(V, -500.0), 500.0) + 65.0  # the gates are fully open or shut beyond
    x = u * (-1 / 5760)  # a factor: divisions are dear
    y = x * x
    w = (1 / 24 + x * (1 / 120)) + y * (1 / 720 + x * (1 / 5040))
    w = ((1.0 + x) + y * (1 / 2 + x * (1 / 6))) + y * y * w
    w = w * w
    w = w * w
    w = w * w
    w4 = (w * w) * (w * w)
    e80 = w4 * w4 * w
    e20 = (e80 * e80) * (e80 * e80)
    e10 = e20 * e20
    alpha_m = _linear_over_exp(2.5 - 0.1 * u, e10 * 12.182493960703473)  # exp(2.5)
    alpha_n = 0.1 * _linear_over_exp(1.0 - 0.1 * u, e10 * 2.718281828459045)
    beta_h = 1.0 / (1.0 + e10 * 20.085536923187668)  # exp(3)
    return alpha_m, 4.0 * (e20 * w4), 0.07 * e20, beta_h, alpha_n, 0.125 * e80


@njit(forceinline=True)
def _linear_over_exp(x, exp_x):
    """x / (exp(x) - 1), by its series where the difference would lose digits."""
    series = 1.0 - 0.5 * x + x * x * (1 / 12 - x * x * (1 / 720))
    return series if abs(x) < 0.02 else x / (exp_x - 1.0)


@njit(forceinline=True)
def _relax(y, a, s, d):
    """y after a time d of dy/dt = a - s y."""
    x = s * d
    half = 1.0 + 0.5 * x
    return (y + a * d * half) / (1.0 + x * half)


@njit
def _sweep(I, steps, skip, dt, d, model, V, m, h, n, V_before, count, first, last):
    """Move V, m, h, n of every current by `steps`; note the spikes after `skip` steps."""
    g_Na, g_K, g_L, E_Na, E_K, E_L, C = model[:7]
    for i in range(steps):
        crossings = 0
        for j in range(I.size):  # V from t - dt / 2 to t + dt / 2
            V_before[j] = V[j]
            G_Na, G_K = g_Na * m[j] * m[j] * m[j] * h[j], g_K * (n[j] * n[j]) * (n[j] * n[j])
            a = G_Na * E_Na + G_K * E_K + g_L * E_L + I[j]
            V[j] = _relax(V[j], a, G_Na + G_K + g_L, dt / C)
            crossings += (V_before[j] < 0.0) & (V[j] >= 0.0)
        for j in range(I.size):  # gates from t to t + dt
            a_m, b_m, a_h, b_h, a_n, b_n = _rates(V[j])
            m[j] = _relax(m[j], a_m, a_m + b_m, d)
            h[j] = _relax(h[j], a_h, a_h + b_h, d)
            n[j] = _relax(n[j], a_n, a_n + b_n, d)
        if crossings and i >= skip:
            _note(i - 0.5, V_before, V, count, first, last)


@njit
def _sweep4(I, steps, skip, dt, d, model, V, m, h, n, V_before, count, first, last):
    """As `_sweep`, at order 4."""
    for i in range(steps):
        crossings = 0
        for j in range(I.size):
            V_before[j] = y = V[j]
            a, b, c = m[j], h[j], n[j]
            U = _move_V(y, a, b, c, I[j], 0.5 * dt, model)
            W = _move_V(y, a, b, c, I[j], 0.25 * dt, model)
            a, b, c = _move_gates(U, m[j], h[j], n[j], d)
            U = _move_V(U, a, b, c, I[j], 0.5 * dt, model)
            p, q, r = _move_gates(W, m[j], h[j], n[j], 0.5 * d)
            W = _move_V(W, p, q, r, I[j], 0.5 * dt, model)
            p, q, r = _move_gates(W, p, q, r, 0.5 * d)
            W = _move_V(W, p, q, r, I[j], 0.25 * dt, model)
            V[j] = W + (W - U) * (1 / 3)
            m[j] = min(max(p + (p - a) * (1 / 3), 0.0), 1.0)
            h[j] = min(max(q + (q - b) * (1 / 3), 0.0), 1.0)
            n[j] = min(max(r + (r - c) * (1 / 3), 0.0), 1.0)
            crossings += (y < 0.0) & (V[j] >= 0.0)
        if crossings and i >= skip:
            _note(i, V_before, V, count, first, last)


@njit(forceinline=True)
def _move_V(V, m, h, n, I, d, model):
    g_Na, g_K = model.g_Na * m * m * m * h, model.g_K * (n * n) * (n * n)
    a = g_Na * model.E_Na + g_K * model.E_K + model.g_L * model.E_L + I
    return _decay(V, a, max(g_Na + g_K + model.g_L, 1e-6), d / model.C)  # 0 would divide


@njit(forceinline=True)
def _move_gates(V, m, h, n, d):
    a_m, b_m, a_h, b_h, a_n, b_n = _rates(V)
    m = _decay(m, a_m, a_m + b_m, d)
    return m, _decay(h, a_h, a_h + b_h, d), _decay(n, a_n, a_n + b_n, d)


@njit(forceinline=True)
def _decay(y, a, s, d):
    """As `_relax`, with the exponential to 1e-9."""
    z = 0.125 * s * d
    p = (1.0 + z) + z * z * ((1 / 2 + z * (1 / 6)) + z * z * (1 / 24))
    p = p * p
    p = p * p
    p = p * p  # exp(s d); far beyond that an infinity, which is as good
    return y + (a / s - y) * (1.0 - 1.0 / p)


@njit(forceinline=True)
def _note(i, V_before, V, count, first, last):
    """Note the upward crossings of 0 mV in step i."""
    for j in range(V.size):
        if V_before[j] < 0.0 <= V[j]:
            last[j] = i + V_before[j] / (V_before[j] - V[j])
            first[j] = last[j] if count[j] == 0.0 else first[j]
            count[j] += 1.0
