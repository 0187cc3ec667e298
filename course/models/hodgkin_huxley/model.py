r"""The membrane of Hodgkin and Huxley: its gates, its currents and the voltage clamp.

    dx/dt = phi (alpha_x(V) (1 - x) - beta_x(V) x) = (x_inf(V) - x) / tau_x(V),   x = m, h, n

    alpha_m = f((25 - u) / 10)    beta_m = 4 exp(-u / 18)              u = V + 65
    alpha_h = 0.07 exp(-u / 20)   beta_h = 1 / (1 + exp((30 - u) / 10))
    alpha_n = f((10 - u) / 10) / 10   beta_n = exp(-u / 80) / 8        f(x) = x / (exp(x) - 1)

f(0) = 1: alpha_m at -40 mV and alpha_n at -55 mV are limits, not divisions by zero.
All of it is NumPy; `hodgkin_huxley` and `cable` hold the rates' compiled twins. The 1952
paper counts V from rest, downward: V_1952 = -65 - V = -u, and currents with it.

Units: 1/ms at 6.3 C, mV, mS/cm^2, uA/cm^2.
Hodgkin AL, Huxley AF (1952) J Physiol 117:500, eqs 12-13, 20-21, 23-26 and table 3.
"""

import functools
from typing import Annotated, NamedTuple

import numpy as np

from course import _valid
from course._parameter import Parameter

TABLE_3 = "1952, table 3"
MOST = 10_000_000  # steps of one voltage clamp
V_MOST = 500.0  # mV, rates are not asked for beyond; the gates are fully open or shut there


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
        float, Parameter("mV", "sodium reversal potential", f"{TABLE_3}: -65 + 115", -200.0, 200.0)
    ] = 50.0
    E_K: Annotated[
        float,
        Parameter("mV", "potassium reversal potential", f"{TABLE_3}: -65 - 12", -200.0, 200.0),
    ] = -77.0
    E_L: Annotated[
        float, Parameter("mV", "leak reversal potential", f"{TABLE_3}: -65 + 10.613", -200.0, 200.0)
    ] = -54.387
    C: Annotated[float, Parameter("uF/cm^2", "membrane capacitance", TABLE_3, 0.01, 1e3)] = 1.0
    T: Annotated[
        float, Parameter("Celsius", "temperature", "1952: of the measured rates", 0.0, 50.0)
    ] = 6.3
    Q10: Annotated[
        float, Parameter("1", "factor of the rates for 10 C more", "1952, p. 523", 1.0, 10.0)
    ] = 3.0


class State(NamedTuple):
    """Potential (mV) and gates (0 to 1) at one time."""

    V: float
    m: float
    h: float
    n: float


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


def phi(model):
    """Factor of all rates at the model's temperature: Q10^((T - 6.3) / 10)."""
    return model.Q10 ** ((model.T - 6.3) / 10.0)


def rates(V, model=None):
    """Rates of the gates in 1/ms at V (mV, any shape, at most 500 either way).

    They are those at 6.3 C, or at the temperature of `model` if one is given.
    Raises ValueError for a V that is not finite or beyond 500 mV.
    """
    u = _valid.array("V", V, low=-V_MOST, high=V_MOST, unit="mV") + 65.0
    factor = 1.0 if model is None else phi(check(model))
    at_6_3 = (
        _linear_over_exp((25.0 - u) / 10.0),
        4.0 * np.exp(-u / 18.0),
        0.07 * np.exp(-u / 20.0),
        1.0 / (1.0 + np.exp((30.0 - u) / 10.0)),
        0.1 * _linear_over_exp((10.0 - u) / 10.0),
        0.125 * np.exp(-u / 80.0),
    )
    return Rates(*(factor * rate for rate in at_6_3))


def _linear_over_exp(x):
    """x / (exp(x) - 1), and its limit 1 at x = 0; expm1 keeps every digit near 0."""
    return np.divide(x, np.expm1(x), out=np.ones_like(x), where=x != 0.0)


def steady_states(V):
    """m_inf, h_inf and n_inf at V (mV, any shape): alpha / (alpha + beta), at any temperature."""
    a_m, b_m, a_h, b_h, a_n, b_n = rates(V)
    return Gates(a_m / (a_m + b_m), a_h / (a_h + b_h), a_n / (a_n + b_n))


def time_constants(V, model=None):
    """tau_m, tau_h and tau_n in ms at V (mV, any shape): 1 / (alpha + beta), as `rates`."""
    a_m, b_m, a_h, b_h, a_n, b_n = rates(V, model)
    return Gates(1.0 / (a_m + b_m), 1.0 / (a_h + b_h), 1.0 / (a_n + b_n))


def currents(model, result):
    """Ionic currents in uA/cm^2, outward positive, of anything with V, m, h and n."""
    model = check(model)
    V, m, h, n = _state(result)
    return _currents(model, V, m, h, n)


def _state(result):
    """V, m, h and n of a result, of one shape."""
    try:
        V, m, h, n = result.V, result.m, result.h, result.n
    except AttributeError:
        raise ValueError(
            f"result is {_valid.shown(result)}; allowed is anything with V, m, h and n"
        ) from None
    V = _valid.array("V", V, low=-1e6, high=1e6, unit="mV")
    return V, *(_valid.array(k, x, shape=V.shape) for k, x in (("m", m), ("h", h), ("n", n)))


def _currents(model, V, m, h, n):
    return Currents(
        model.g_Na * m**3 * h * (V - model.E_Na),
        model.g_K * n**4 * (V - model.E_K),
        model.g_L * (V - model.E_L),
    )


def resting_state(model, I=0.0):
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
        outward = sum(_currents(model, grid, *gates)) >= I
        if outward[0] == outward[-1] and grid[0] == -V_MOST:
            raise ValueError(
                f"I is {I:g} uA/cm^2; allowed is one under which this model rests within 500 mV"
            )
        i = np.argmax(outward) or 1  # 0 if the digits have run out
        grid = np.linspace(grid[i - 1], grid[i], 101)
    V = float(grid[0])
    return State(V, *map(float, steady_states(V)))


def voltage_clamp(model, V_command, *, dt=0.01, duration=None, V_hold=None):
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
    V = _valid.array("V_command", V_command, ndim=(0, 1), low=-V_MOST, high=V_MOST, unit="mV")
    if V.ndim == 0:
        steps, dt = _valid.steps(20.0 if duration is None else duration, dt, most=MOST)
        V = np.full(steps, float(V))
    elif duration is not None:
        raise ValueError(
            f"duration is {_valid.shown(duration)}; allowed is None, as V_command has {V.size}"
        )
    _valid.limit("the number of steps in V_command", V.size, MOST)
    x = np.empty((3, V.size + 1))
    V_hold = V[0] if V_hold is None else V_hold
    V_hold = _valid.number("V_hold", V_hold, low=-V_MOST, high=V_MOST, unit="mV")
    x[:, 0] = steady_states(V_hold)
    starts = np.flatnonzero(np.diff(V, prepend=np.nan))  # of stretches of constant V
    x_inf, tau = np.array(steady_states(V[starts])), np.array(time_constants(V[starts], model))
    for i, (a, b) in enumerate(zip(starts, np.append(starts[1:], V.size))):
        inf, age = x_inf[:, i, None], np.arange(1, b - a + 1) * dt
        x[:, a + 1 : b + 1] = inf + (x[:, a, None] - inf) * np.exp(-age / tau[:, i, None])
    state = State(np.append(V, V[-1]), *x)
    return Clamp(np.arange(V.size + 1) * dt, *state, *_currents(model, *state))


def check(model):
    """The membrane's parameters as floats; ValueError for one that is out of range."""
    return _valid.model(model, HodgkinHuxley, like=True)
