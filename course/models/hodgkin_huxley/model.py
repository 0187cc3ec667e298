r"""The Hodgkin-Huxley neuron: a membrane whose sodium and potassium gates follow V.

    C dV/dt = I - g_Na m^3 h (V - E_Na) - g_K n^4 (V - E_K) - g_L (V - E_L)
      dx/dt = phi (alpha_x(V) (1 - x) - beta_x(V) x)   for x = m, h, n
        phi = Q10^((T - 6.3) / 10)

    alpha_m = f((25 - u) / 10)        beta_m = 4 exp(-u / 18)            u = V + 65
    alpha_h = 0.07 exp(-u / 20)       beta_h = 1 / (1 + exp((30 - u) / 10))
    alpha_n = f((10 - u) / 10) / 10   beta_n = exp(-u / 80) / 8          f(x) = x / (exp(x) - 1)

f(0) = 1: alpha_m at -40 mV and alpha_n at -55 mV are limits, not divisions by zero.
Modern signs: V is inside minus outside and a positive I depolarizes. The 1952 paper counts
V from rest, downward: V_1952 = -65 - V = -u, and currents with it.

`slopes` is these four equations. `step` solves them: while the gates stand still, V has an
exact solution, and while V stands still, the gates have one, so they take turns. Half a
step of V, one of the gates, half a step of V is Strang's step, of order 2. One of it and
two half as long, extrapolated as fine + (fine - coarse) / 3, are of order 4, stable for
any current. `simulate` runs the compiled twin of `step`, which is in `kernel`.

Units: ms, mV, mS/cm^2, uA/cm^2, uF/cm^2, so that mS/cm^2 mV = uA/cm^2; rates in 1/ms.
Hodgkin AL, Huxley AF (1952) J Physiol 117:500, eqs 12-13, 20-21, 23-26 and table 3;
Strang G (1968) SIAM J Numer Anal 5:506.
"""

import functools
from typing import Annotated, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course import _valid
from course._parameter import Parameter, documented
from course.models.hodgkin_huxley import kernel

TABLE_3 = "1952, table 3"
MOST = 20_000_000  # steps of one run
MOST_PLAIN = 200_000  # steps of one run in plain Python: half a minute
V_MOST = 500.0  # mV, rates are not asked for beyond; the gates are fully open or shut there
T_RAND = 1.0  # ms, how long each value of the random current lasts


@documented
class HodgkinHuxley(NamedTuple):
    """The giant axon of the squid; values of the 1952 paper, table 3."""

    g_Na: Annotated[
        float, Parameter("mS/cm^2", "sodium conductance, all gates open", TABLE_3, 0.0, 1e4)
    ] = 120.0
    g_K: Annotated[
        float, Parameter("mS/cm^2", "potassium conductance, all gates open", TABLE_3, 0.0, 1e4)
    ] = 36.0
    g_L: Annotated[float, Parameter("mS/cm^2", "leak conductance", TABLE_3, 0.0, 1e4)] = 0.3
    E_Na: Annotated[
        float,
        Parameter("mV", "sodium's reversal potential", f"{TABLE_3}: -65 + 115", -200.0, 200.0),
    ] = 50.0
    E_K: Annotated[
        float,
        Parameter("mV", "potassium's reversal potential", f"{TABLE_3}: -65 - 12", -200.0, 200.0),
    ] = -77.0
    E_L: Annotated[
        float,
        Parameter("mV", "leak's reversal potential", f"{TABLE_3}: -65 + 10.613", -200.0, 200.0),
    ] = -54.387
    C: Annotated[float, Parameter("uF/cm^2", "capacitance", TABLE_3, 0.01, 1e3)] = 1.0
    T: Annotated[
        float, Parameter("Celsius", "temperature", "1952: of the measured rates", 0.0, 50.0)
    ] = 6.3
    Q10: Annotated[
        float, Parameter("1", "factor of the gates' rates for 10 °C", "1952, p. 523", 1.0, 10.0)
    ] = 3.0


class State(NamedTuple):
    """Potential (mV) and gates (0 to 1) at one time, or their slopes."""

    V: float
    m: float  # sodium activation
    h: float  # sodium inactivation
    n: float  # potassium activation


# The equations


def slopes(state, I, model):
    """dV/dt (mV/ms), dm/dt, dh/dt and dn/dt (1/ms) under a current I (uA/cm^2)."""
    V, m, h, n = state
    I_Na, I_K, I_L = ionic_currents(model, V, m, h, n)
    dV_dt = (I - I_Na - I_K - I_L) / model.C
    dm_dt = phi(model) * (alpha_m(V) * (1.0 - m) - beta_m(V) * m)
    dh_dt = phi(model) * (alpha_h(V) * (1.0 - h) - beta_h(V) * h)
    dn_dt = phi(model) * (alpha_n(V) * (1.0 - n) - beta_n(V) * n)
    return State(dV_dt, dm_dt, dh_dt, dn_dt)


def ionic_currents(model, V, m, h, n):
    """Sodium, potassium and leak current, uA/cm^2, outward positive."""
    I_Na = model.g_Na * m**3 * h * (V - model.E_Na)
    I_K = model.g_K * n**4 * (V - model.E_K)
    I_L = model.g_L * (V - model.E_L)
    return Currents(I_Na, I_K, I_L)


def alpha_m(V):
    u = V + 65.0
    return linear_over_exp((25.0 - u) / 10.0)


def beta_m(V):
    u = V + 65.0
    return 4.0 * np.exp(-u / 18.0)


def alpha_h(V):
    u = V + 65.0
    return 0.07 * np.exp(-u / 20.0)


def beta_h(V):
    u = V + 65.0
    return 1.0 / (1.0 + np.exp((30.0 - u) / 10.0))


def alpha_n(V):
    u = V + 65.0
    return 0.1 * linear_over_exp((10.0 - u) / 10.0)


def beta_n(V):
    u = V + 65.0
    return 0.125 * np.exp(-u / 80.0)


def linear_over_exp(x):
    """x / (exp(x) - 1), and its limit 1 at x = 0; expm1 keeps every digit near 0."""
    x = np.asarray(x, dtype=float)
    return np.divide(x, np.expm1(x), out=np.ones_like(x), where=x != 0.0)


def phi(model):
    """Factor of all rates at the model's temperature: Q10^((T - 6.3) / 10)."""
    return model.Q10 ** ((model.T - 6.3) / 10.0)


# Their solution, a step at a time


def step(state, I, dt, model):
    """The State dt ms later: one step in turns and two half as long, extrapolated."""
    coarse = take_turns(state, I, dt, model)
    halfway = take_turns(state, I, 0.5 * dt, model)
    fine = take_turns(halfway, I, 0.5 * dt, model)
    V, m, h, n = (f + (f - c) / 3.0 for f, c in zip(fine, coarse))
    return State(V, *np.clip((m, h, n), 0.0, 1.0))


def take_turns(state, I, dt, model):
    """Half a step of V, one of the gates, half a step of V."""
    state = move_V(state, I, 0.5 * dt, model)
    state = move_gates(state, dt, model)
    return move_V(state, I, 0.5 * dt, model)


def move_V(state, I, dt, model):
    """While the gates stand still, the membrane is a capacitor with a leak."""
    V, m, h, n = state
    g_Na = model.g_Na * m**3 * h
    g_K = model.g_K * n**4
    g = np.maximum(g_Na + g_K + model.g_L, 1e-6)  # 0 would divide
    V_inf = (g_Na * model.E_Na + g_K * model.E_K + model.g_L * model.E_L + I) / g
    return State(relax(V, V_inf, model.C / g, dt), m, h, n)


def move_gates(state, dt, model):
    """While V stands still, each gate relaxes to its steady state."""
    V, m, h, n = state
    a_m, b_m, a_h, b_h, a_n, b_n = rates_at(np.clip(V, -V_MOST, V_MOST), phi(model))
    m = relax(m, a_m / (a_m + b_m), 1.0 / (a_m + b_m), dt)
    h = relax(h, a_h / (a_h + b_h), 1.0 / (a_h + b_h), dt)
    n = relax(n, a_n / (a_n + b_n), 1.0 / (a_n + b_n), dt)
    return State(V, m, h, n)


def relax(x, x_inf, tau, dt):
    """x after a time dt on its way to x_inf with the time constant tau."""
    return x_inf + (x - x_inf) * np.exp(-dt / tau)


def run(I, dt, model, Y):
    """Fill Y = (V, m, h, n), shape (4, steps + 1), from Y[:, 0] on; `kernel.run` does the same."""
    state = State(*Y[:, 0])
    for i in range(I.size):
        state = step(state, I[i], dt, model)
        Y[:, i + 1] = state


# What they give


class Trace(NamedTuple):
    """A run of one neuron; all but spikes and I have shape (steps + 1,).

    A spike is an upward crossing of 0 mV, an overshoot, at every temperature. In the cold it
    is all or none. The warmer the membrane, the more its height grows with the stimulus, and
    above 29 C a crossing does not tell a spike from a push: `threshold_current` then refuses.
    """

    t: np.ndarray  # ms
    V: np.ndarray  # mV
    m: np.ndarray  # 1, sodium activation
    h: np.ndarray  # 1, sodium inactivation
    n: np.ndarray  # 1, potassium activation
    spikes: np.ndarray  # ms, upward crossings of 0 mV, not tied to the grid
    I: np.ndarray  # uA/cm^2, from t[i] to t[i + 1], random part included, shape (steps,)


class Rates(NamedTuple):
    """Opening (alpha) and closing (beta) rates of the gates, 1/ms, shape of V."""

    alpha_m: np.ndarray
    beta_m: np.ndarray
    alpha_h: np.ndarray
    beta_h: np.ndarray
    alpha_n: np.ndarray
    beta_n: np.ndarray


class Gates(NamedTuple):
    """One value for each gate: a steady state (1) or a time constant (ms), shape of V."""

    m: np.ndarray
    h: np.ndarray
    n: np.ndarray


class Currents(NamedTuple):
    """Outward ionic currents, uA/cm^2."""

    I_Na: np.ndarray
    I_K: np.ndarray
    I_L: np.ndarray


def rates(V: ArrayLike, model: HodgkinHuxley | None = None) -> Rates:
    """Rates of the gates at V.

    Parameters
    ----------
    V : float or array, any shape
        mV, at most 500 either way.
    model : HodgkinHuxley, optional
        The rates are those at its temperature; by default those at 6.3 C.

    Returns
    -------
    Rates
        1/ms, shape of V.

    Raises
    ------
    ValueError
        For a V that is not finite or beyond 500 mV, or a parameter out of range.
    """
    V = _valid.array("V", V, low=-V_MOST, high=V_MOST, unit="mV")
    return rates_at(V, 1.0 if model is None else phi(check(model)))


def rates_at(V, factor):
    at_6_3 = alpha_m(V), beta_m(V), alpha_h(V), beta_h(V), alpha_n(V), beta_n(V)
    return Rates(*(factor * rate for rate in at_6_3))


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate(
    model: HodgkinHuxley,
    I: ArrayLike,
    *,
    dt: float = 0.025,
    duration: float | None = None,
    start: ArrayLike | None = None,
    I_rand: float = 0.0,
    rng: np.random.Generator | int | None = None,
    plain: bool = False,
) -> Trace:
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
    start : State, optional
        V, m, h, n at t = 0; default `resting_state(model)`.
    I_rand : float
        Standard deviation in uA/cm^2 of a random current, drawn anew every ms.
    rng : numpy.random.Generator or int
        Needed with I_rand. A seed gives the same noise at any dt and parameters.
    plain : bool
        True: `step` above runs instead of its compiled twin, some thousand times slower.

    Returns
    -------
    Trace

    Raises
    ------
    ValueError
        For a parameter out of range, a current that is not 1-D, not finite or
        beyond 1e4 uA/cm^2, or a run of more than 2e7 steps.
    """
    model = check(model)
    dt = _valid.number("dt", dt, low=0.0, high=0.1, open_low=True, unit="ms")
    I, dt = _valid.current("I", I, duration, dt, usual=100.0, most=MOST, high=1e4, unit="uA/cm^2")
    t = np.arange(I.size + 1) * dt
    I_rand = _valid.number("I_rand", I_rand, low=0.0, high=1e4, unit="uA/cm^2")
    if I_rand:
        draws = _valid.generator("rng", rng).standard_normal(int(t[-1] / T_RAND) + 2)
        I = I + I_rand * draws[(t[:-1] / T_RAND + 1e-9).astype(np.int64)]
    if start is None:
        start = resting_state(model)
    start = _valid.array("start", start, shape=(4,))
    Y = np.empty((4, t.size))
    Y[0, 0] = _valid.number("start.V", start[0], low=-V_MOST, high=V_MOST, unit="mV")
    Y[1:, 0] = _valid.array("the gates of start", start[1:], low=0.0, high=1.0)
    if _valid.switch("plain", plain):
        _valid.limit("the number of steps of a plain run", I.size, MOST_PLAIN)
        run(I, dt, model, Y)
    else:
        kernel.run(I, dt, phi(model), model, Y)
    V, m, h, n = Y
    return Trace(t, V, m, h, n, _spike_times(model, I, dt, Y), I)


@np.errstate(under="ignore")  # the session may be told to raise it
def currents(model: HodgkinHuxley, result: Trace) -> Currents:
    """Ionic currents in uA/cm^2, outward positive, of anything with V, m, h and n."""
    model = check(model)
    V, m, h, n = _state(result)
    return ionic_currents(model, V, m, h, n)


def _state(result):
    """V, m, h and n of a result, of one shape."""
    try:
        V = result.V
        m = result.m
        h = result.h
        n = result.n
    except AttributeError:
        raise ValueError(
            f"result is {_valid.shown(result)}; allowed is anything with V, m, h and n"
        ) from None
    V = _valid.array("V", V, low=-1e6, high=1e6, unit="mV")
    return V, *(_valid.array(k, x, shape=V.shape) for k, x in (("m", m), ("h", h), ("n", n)))


@np.errstate(under="ignore")  # the session may be told to raise it
def steady_states(V: ArrayLike) -> Gates:
    """m_inf, h_inf and n_inf at V (mV, any shape): alpha / (alpha + beta), at any temperature."""
    a_m, b_m, a_h, b_h, a_n, b_n = rates(V)
    return Gates(a_m / (a_m + b_m), a_h / (a_h + b_h), a_n / (a_n + b_n))


@np.errstate(under="ignore")  # the session may be told to raise it
def time_constants(V: ArrayLike, model: HodgkinHuxley | None = None) -> Gates:
    """tau_m, tau_h and tau_n in ms at V (mV, any shape): 1 / (alpha + beta), as `rates`."""
    a_m, b_m, a_h, b_h, a_n, b_n = rates(V, model)
    return Gates(1.0 / (a_m + b_m), 1.0 / (a_h + b_h), 1.0 / (a_n + b_n))


@np.errstate(under="ignore")  # the session may be told to raise it
def resting_state(model: Any, I: float = 0.0) -> State:
    """The fixed point under a constant current I (uA/cm^2), the lowest if there are several.

    It is stable only up to a current: 9.78 uA/cm^2 for the 1952 membrane.

    Returns
    -------
    State

    Raises
    ------
    ValueError
        For a parameter out of range, or if V would rest beyond 500 mV.
    """
    return _rest(check(model), _valid.number("I", I, low=-1e9, high=1e9, unit="uA/cm^2"))


@functools.lru_cache(maxsize=64)  # every run from rest asks, and most ask the same
def _rest(model, I):
    grid = np.linspace(-V_MOST, V_MOST, 2001)
    for _ in range(8):  # each divides the width by a hundred, to the last digit
        gates = steady_states(grid)
        outward = sum(ionic_currents(model, grid, *gates)) >= I
        if outward[0] == outward[-1] and grid[0] == -V_MOST:
            raise ValueError(
                f"I is {I:g} uA/cm^2; allowed is one under which this model rests within 500 mV"
            )
        i = np.argmax(outward) or 1  # 0 if the digits have run out
        grid = np.linspace(grid[i - 1], grid[i], 101)
    V = float(grid[0])
    return State(V, *map(float, steady_states(V)))


def _spike_times(model, I, dt, Y):
    """Upward crossings of 0 mV, by the cubic t(V) with the slopes of V at both grid points."""
    i = np.flatnonzero((Y[0, :-1] < 0.0) & (Y[0, 1:] >= 0.0))
    before = State(*Y[:, i])
    after = State(*Y[:, i + 1])
    rise = after.V - before.V
    x = -before.V / (after.V - before.V)
    slopes = [dt * (I[i] - sum(ionic_currents(model, *y))) / model.C for y in (before, after)]
    steep = (slopes[0] > 0.3 * rise) & (slopes[1] > 0.3 * rise)  # else a line will do
    start, end = (rise / np.where(steep, slope, rise) for slope in slopes)
    cubic = x * x * (3.0 - 2.0 * x) + x * (1.0 - x) * ((1.0 - x) * start - x * end)
    return (i + np.where(steep, cubic, x)) * dt


def check(model: HodgkinHuxley) -> HodgkinHuxley:
    """The membrane's parameters as floats; ValueError for one that is out of range."""
    return _valid.model(model, HodgkinHuxley, like=True)
