r"""The Hodgkin-Huxley neuron: a membrane whose sodium and potassium gates follow V.

    C dV/dt = I - g_Na m^3 h (V - E_Na) - g_K n^4 (V - E_K) - g_L (V - E_L)
      dx/dt = phi (alpha_x(V) (1 - x) - beta_x(V) x)   for x = m, h, n
        phi = Q10^((T - 6.3) / 10)

Modern signs: V is inside minus outside and a positive I depolarizes. The paper has
V from rest, downward: V_1952 = -65 - V, so I_1952 = -I. The rates are in `model`.

`simulate` alternates two exact solutions: V is linear while the gates are held and
the gates are linear while V is held, so each relaxes by an exponential. Half a step
of V, one of the gates, half a step of V is Strang's step, of order 2. One of it and
two half as long, extrapolated as fine + (fine - coarse) / 3, are of order 4, stable
for any current.

Units: ms, mV, mS/cm^2, uA/cm^2, uF/cm^2, so that mS/cm^2 mV = uA/cm^2. Firing is in Hz.
Hodgkin AL, Huxley AF (1952) J Physiol 117:500; Strang G (1968) SIAM J Numer Anal 5:506;
Cole KS, Guttman R, Bezanilla F (1970) PNAS 65:884.
"""

from typing import NamedTuple

import numpy as np

from course import _valid
from course._jit import njit
from course.models.hodgkin_huxley.f_i import f_i_curve
from course.models.hodgkin_huxley.model import (
    HodgkinHuxley,
    State,
    _currents,
    check,
    currents,
    phi,
    rates,
    resting_state,
    steady_states,
    time_constants,
    voltage_clamp,
)

__all__ = ["HodgkinHuxley", "State", "Threshold", "Trace", "currents", "f_i_curve", "rates"]
__all__ += ["resting_state", "simulate", "steady_states", "threshold_current"]
__all__ += ["threshold_traces", "time_constants", "voltage_clamp"]

MOST = 20_000_000  # steps of one run
MOST_OF_A_SEARCH = 500_000  # steps of each of some sixty runs
T_RAND = 1.0  # ms, how long each value of the random current lasts
SHARE = 0.4  # of the way to 0 mV; half of a threshold covers less


class Trace(NamedTuple):
    """A run of one neuron; all but spikes and I have shape (steps + 1,)."""

    t: np.ndarray  # ms
    V: np.ndarray  # mV
    m: np.ndarray  # 1, sodium activation
    h: np.ndarray  # 1, sodium inactivation
    n: np.ndarray  # 1, potassium activation
    spikes: np.ndarray  # ms, upward crossings of 0 mV, not tied to the grid
    I: np.ndarray  # uA/cm^2, from t[i] to t[i + 1], random part included, shape (steps,)


class Threshold(NamedTuple):
    """The last silent and the first spiking step of current."""

    I_silent: float  # uA/cm^2
    I_spiking: float  # uA/cm^2
    silent: Trace
    spiking: Trace


def simulate(model, I, *, dt=0.025, duration=None, I_rand=0.0, rng=None, state=None):
    """Run one neuron.

    Parameters
    ----------
    model : HodgkinHuxley
    I : float or array, shape (steps,)
        Current in uA/cm^2; I[i] flows from i dt to (i + 1) dt.
    dt : float
        Step in ms, at most 0.1: longer ones step over the upstroke of a spike.
    duration : float, optional
        ms, for a constant I; default 100, rounded to whole steps.
    I_rand : float
        Standard deviation in uA/cm^2 of a random current, drawn anew every ms.
    rng : numpy.random.Generator or int
        Needed with I_rand. A seed gives the same noise at any dt and parameters.
    state : State, optional
        V, m, h, n at t = 0; default `resting_state(model)`.

    Returns
    -------
    Trace

    Raises
    ------
    ValueError
        For a parameter out of range, a current that is not 1-D, not finite or
        beyond 1e4 uA/cm^2, or a run of more than 2e7 steps.
    """
    model, dt = check(model), _valid.number("dt", dt, low=0.0, high=0.1, open_low=True, unit="ms")
    I = _valid.array("I", I, ndim=(0, 1), low=-1e4, high=1e4, unit="uA/cm^2")
    if I.ndim == 0:
        steps, dt = _valid.steps(100.0 if duration is None else duration, dt, most=MOST)
        I = np.full(steps, float(I))
    elif duration is not None:
        raise ValueError(
            f"duration is {_valid.shown(duration)}; allowed is None, as I has {I.size} steps"
        )
    else:
        I = I.copy()  # the caller may go on to change it
    _valid.limit("the number of steps in I", I.size, MOST)
    t = np.arange(I.size + 1) * dt
    I_rand = _valid.number("I_rand", I_rand, low=0.0, high=1e4, unit="uA/cm^2")
    if I_rand:
        draws = _valid.generator("rng", rng).standard_normal(int(t[-1] / T_RAND) + 2)
        I = I + I_rand * draws[(t[:-1] / T_RAND + 1e-9).astype(int)]
    Y = np.empty((4, t.size))
    start = resting_state(model) if state is None else _valid.array("state", state, shape=(4,))
    Y[0, 0] = _valid.number("state.V", start[0], low=-500.0, high=500.0, unit="mV")
    Y[1:, 0] = _valid.array("state gates", start[1:], low=0.0, high=1.0)
    _run(I, dt, phi(model), model, Y)
    return Trace(t, *Y, _spike_times(model, I, dt, Y), I)


def threshold_traces(model, *, pulse=None, tolerance=1e-3, duration=100.0, dt=None):
    """Find by bisection the smallest step of current from rest that fires within `duration`.

    The current (uA/cm^2, known to `tolerance`) flows for `pulse` ms, rounded to whole
    steps, by default to the end. A spike crosses 0 mV upward, and it is all or none: half
    the current leaves V below 0.4 of the way from rest to 0 mV. Where the current alone
    pushes V there, half of it covers half of the way or more, and there is no threshold:
    for steps that is so above 29 C (Cole et al. 1970). The step `dt` (ms) is 0.025 at
    6.3 C and below, and as much shorter as the gates are faster, since V is seen on the
    grid alone.

    Returns
    -------
    Threshold

    Raises
    ------
    ValueError
        For a parameter out of range, a neuron that fires without a current or crosses
        0 mV at no power of two up to 8192 uA/cm^2, and one without all or none.
    """
    model = check(model)
    if dt is None:
        dt = max(0.025 / max(phi(model), 1.0), 0.001)
    steps, dt = _valid.steps(duration, dt, most=MOST_OF_A_SEARCH, longest=0.1)
    tolerance = _valid.number("tolerance", tolerance, low=1e-12, unit="uA/cm^2")
    I = np.zeros(steps)
    on = I.size if pulse is None else round(_valid.number("pulse", pulse, low=dt, unit="ms") / dt)
    start = resting_state(model)

    def run(current):
        I[:on] = current
        return simulate(model, I, dt=dt, state=start)

    silent, spiking = 0.0, 1.0
    if run(silent).spikes.size:
        raise ValueError(
            f"model is {_valid.shown(model)}; allowed is one that is silent without a current"
        )
    while not run(spiking).spikes.size:
        silent, spiking = spiking, 2.0 * spiking
        if spiking > 1e4:
            raise ValueError(
                f"model is {_valid.shown(model)}; allowed is one that fires below 1e4 uA/cm^2"
            )
    while spiking - silent > tolerance and silent < (middle := 0.5 * (silent + spiking)) < spiking:
        silent, spiking = (silent, middle) if run(middle).spikes.size else (middle, spiking)
    reached = 1.0 - run(0.5 * spiking).V.max() / start.V  # of the way from rest to 0 mV
    if reached > SHARE:
        raise ValueError(
            f"model is {_valid.shown(model)}; allowed is one with a threshold: V crosses 0 mV from"
            f" {spiking:.4g} uA/cm^2 on, but half of that covers {reached:.0%} of the way,"
            f" which is no spike"
        )
    return Threshold(silent, spiking, run(silent), run(spiking))


def threshold_current(model, *, tolerance=1e-9, **options):
    """The smallest step of current from rest that fires, uA/cm^2; see `threshold_traces`.

    ValueError where no current makes a spike, as for steps above 29 C.
    """
    return threshold_traces(model, tolerance=tolerance, **options).I_spiking


def _spike_times(model, I, dt, Y):
    """Upward crossings of 0 mV, by the cubic t(V) with the slopes of V at both grid points."""
    i = np.flatnonzero((Y[0, :-1] < 0.0) & (Y[0, 1:] >= 0.0))
    before, after = State(*Y[:, i]), State(*Y[:, i + 1])
    rise, x = after.V - before.V, -before.V / (after.V - before.V)
    slopes = [dt * (I[i] - sum(_currents(model, *y))) / model.C for y in (before, after)]
    steep = (slopes[0] > 0.3 * rise) & (slopes[1] > 0.3 * rise)  # else a line will do
    start, end = (rise / np.where(steep, slope, rise) for slope in slopes)
    cubic = x * x * (3.0 - 2.0 * x) + x * (1.0 - x) * ((1.0 - x) * start - x * end)
    return (i + np.where(steep, cubic, x)) * dt


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
    z = 0.125 * s * d
    p = (1.0 + z) + z * z * ((1 / 2 + z * (1 / 6)) + z * z * (1 / 24))
    p = p * p
    p = p * p
    p = p * p  # exp(s d); far beyond that an infinity, which is as good
    return y + (a / s - y) * (1.0 - 1.0 / p)


@njit(forceinline=True)
def _move_V(V, m, h, n, I, d, model):
    g_Na, g_K = model.g_Na * m * m * m * h, model.g_K * (n * n) * (n * n)
    a = g_Na * model.E_Na + g_K * model.E_K + model.g_L * model.E_L + I
    return _relax(V, a, max(g_Na + g_K + model.g_L, 1e-6), d / model.C)  # 0 would divide


@njit(forceinline=True)
def _move_gates(V, m, h, n, d):
    a_m, b_m, a_h, b_h, a_n, b_n = _rates(V)
    m = _relax(m, a_m, a_m + b_m, d)
    return m, _relax(h, a_h, a_h + b_h, d), _relax(n, a_n, a_n + b_n, d)


@njit
def _run(I, dt, phi, model, Y):
    """Fill Y = (V, m, h, n) from Y[:, 0] on."""
    V, m, h, n = Y[0, 0], Y[1, 0], Y[2, 0], Y[3, 0]
    for i in range(I.size):
        # One step of Strang's, coarse
        U = _move_V(V, m, h, n, I[i], 0.5 * dt, model)
        a, b, c = _move_gates(U, m, h, n, phi * dt)
        U = _move_V(U, a, b, c, I[i], 0.5 * dt, model)
        # The same as two half as long, fine; their inner half steps of V are one
        W = _move_V(V, m, h, n, I[i], 0.25 * dt, model)
        m1, h1, n1 = _move_gates(W, m, h, n, 0.5 * phi * dt)
        W = _move_V(W, m1, h1, n1, I[i], 0.5 * dt, model)
        m1, h1, n1 = _move_gates(W, m1, h1, n1, 0.5 * phi * dt)
        W = _move_V(W, m1, h1, n1, I[i], 0.25 * dt, model)
        # Order 4
        W = W + (W - U) / 3.0
        m1 = min(max(m1 + (m1 - a) / 3.0, 0.0), 1.0)
        h1 = min(max(h1 + (h1 - b) / 3.0, 0.0), 1.0)
        n1 = min(max(n1 + (n1 - c) / 3.0, 0.0), 1.0)
        V, m, h, n = W, m1, h1, n1
        Y[0, i + 1], Y[1, i + 1], Y[2, i + 1], Y[3, i + 1] = V, m, h, n
