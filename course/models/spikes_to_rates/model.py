r"""From spikes to rates: a spiking population beside the two equations that stand for it.

Each of N neurons hears K Poisson trains of its own, all of rate r(t), through a synapse:

    tau_s dI/dt = -I + w sum_k delta(t - t_k),      tau_m dV/dt = -V + I,
    V > V_th: a spike, V = 0, and nothing for t_ref.

The rate equation replaces spikes by their rate and the neuron by its f-I curve:

    tau_s dI/dt = -I + w K r(t),      tau_r dr*/dt = -r* + F(I),
    F(I) = 1 / (t_ref + tau_m ln(I / (I - V_th))) above V_th, else 0.

It holds where the mean current crosses threshold and noise does not decide: the current's
spread is w sqrt(K r / (2 tau_s)). Units: ms, kHz, mV (currents times resistance, V from
rest). Dayan & Abbott (2001), Theoretical Neuroscience, 7.2.

Method: exact decay of I and V between the steps of a grid on which spikes lie.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np

from course import _valid
from course._jit import njit
from course._parameter import Parameter


class Population(NamedTuple):
    """Parameters; all illustrative."""

    N: Annotated[int, Parameter("1", "neurons", low=1, high=1_000_000)] = 500
    K: Annotated[int, Parameter("1", "Poisson trains to each", low=1, high=1_000_000)] = 100
    w: Annotated[float, Parameter("mV ms", "area of one synaptic current", low=-1e9, high=1e9)] = (
        20.0
    )
    tau_s: Annotated[float, Parameter("ms", "synapse", low=1e-3, high=1e6)] = 10.0
    tau_m: Annotated[float, Parameter("ms", "membrane", low=1e-3, high=1e6)] = 20.0
    tau_r: Annotated[float, Parameter("ms", "of the rate equation", low=1e-3, high=1e6)] = 5.0
    V_th: Annotated[float, Parameter("mV", "threshold above rest", low=1e-3, high=1e6)] = 15.0
    t_ref: Annotated[float, Parameter("ms", "absolute refractory period", low=0.0, high=1e6)] = 2.0


class Comparison(NamedTuple):
    """Both descriptions, step by step."""

    t: np.ndarray  # (n,) ms
    current: np.ndarray  # (n,) mV, mean of the spiking population's filtered currents
    rate: np.ndarray  # (n,) kHz, its spikes per neuron and ms
    I: np.ndarray  # (n,) mV, current of the rate equation
    r: np.ndarray  # (n,) kHz, rate of the rate equation
    spikes: np.ndarray  # (n, up to 50) bool, raster of the first neurons


def f_i_curve(population, I):
    """F(I), kHz, of a constant current I, mV."""
    p, I = _checked(population), _valid.array("I", I, low=-1e12, high=1e12, unit="mV")
    above = I > p.V_th
    x = np.where(above, I, 2 * p.V_th)
    return np.where(above, 1 / (p.t_ref - p.tau_m * np.log1p(-p.V_th / x)), 0.0)[()]


def simulate(population, rate, *, dt=0.1, rng=0):
    """Run the spiking population and the rate equation on the same input.

    Parameters
    ----------
    population : Population
    rate : array (n,)
        Rate of each Poisson train during each step, kHz.
    dt : float
        Step, ms.
    rng : Generator or int

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        If a value is out of range, or N n is above 5e7.
    """
    p = _checked(population)
    dt = _valid.positive("dt", dt, unit="ms")
    rng = _valid.generator("rng", rng)
    rate = _valid.array("rate", rate, ndim=1, low=0.0, high=10.0, unit="kHz")
    n = rate.size
    _valid.limit("N * steps", p.N * n, 5e7)
    shortest = min(p.tau_s, p.tau_m, p.tau_r)
    dt = _valid.number("dt", dt, low=1e-6 * shortest, high=shortest, unit="ms")
    arrivals = rng.poisson((p.K * dt * rate)[:, None], (n, p.N))
    drop, leak = math.exp(-dt / p.tau_s), math.exp(-dt / p.tau_m)
    gap = 1 / p.tau_s - 1 / p.tau_m
    gain = (leak - drop) / gap / p.tau_m if gap else dt / p.tau_m * leak
    current, fired = np.empty(n), np.zeros((n, p.N), np.uint8)
    jump, hold = p.w * (1 - drop) / dt, round(p.t_ref / dt)  # on the grid the mean is w K r
    _run(arrivals, drop, leak, gain, jump, p.V_th, hold, np.zeros((2, p.N)), current, fired)
    drive, I, r = p.w * p.K * rate, np.zeros(n), np.zeros(n)
    _rate_equation(drive, 1 - drop, -math.expm1(-dt / p.tau_r), p.V_th, p.t_ref, p.tau_m, I, r)
    spikes = fired[:, :50].view(bool)
    return Comparison(dt * np.arange(n), current, fired.mean(axis=1) / dt, I, r, spikes)


def _checked(p):
    return _valid.model(p, Population, name="population")


@njit
def _run(arrivals, drop, leak, gain, jump, V_th, hold, state, current, fired):
    I, V = state
    N = I.size
    waits = np.zeros(N, np.int64)
    for t in range(arrivals.shape[0]):
        total = 0.0
        for i in range(N):
            I[i] += jump * arrivals[t, i]  # the spikes of a step arrive at its beginning
            total += I[i]
            V[i] = leak * V[i] + gain * I[i]
            I[i] *= drop
            if waits[i] > 0:
                waits[i] -= 1
                V[i] = 0.0
            elif V[i] > V_th:
                fired[t, i] = 1
                V[i] = 0.0
                waits[i] = hold
        current[t] = total / N


@njit
def _rate_equation(drive, relax_s, relax_r, V_th, t_ref, tau_m, I, r):
    for t in range(drive.size - 1):
        F = 1 / (t_ref - tau_m * math.log1p(-V_th / I[t])) if I[t] > V_th else 0.0
        I[t + 1] = I[t] + relax_s * (drive[t] - I[t])
        r[t + 1] = r[t] + relax_r * (F - r[t])
