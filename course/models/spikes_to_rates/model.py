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

`change` and `rate_change` are the two descriptions between spikes. `step` and `rate_step` solve
them: exact decay over the steps of a grid on which the spikes lie. `simulate` runs compiled
twins of both, in `kernel`.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course._parameter import Parameter, documented
from course.models.spikes_to_rates import kernel

WORK = 5e7  # neurons times steps of one run
MOST_PLAIN = 200_000  # steps of one run in plain Python
RASTER = 50  # neurons whose spikes are kept


@documented
class Population(NamedTuple):
    """Parameters; all illustrative."""

    N: Annotated[int, Parameter("1", "neurons", low=1, high=1_000_000)] = 500
    K: Annotated[int, Parameter("1", "Poisson trains to each", low=1, high=1_000_000)] = 100
    w: Annotated[float, Parameter("mV ms", "area of one synaptic current", low=-1e9, high=1e9)] = (
        20.0
    )
    tau_s: Annotated[float, Parameter("ms", "synapse", low=1e-3, high=1e6)] = 10.0
    tau_m: Annotated[float, Parameter("ms", "membrane", low=1e-3, high=1e6)] = 20.0
    tau_r: Annotated[float, Parameter("ms", "rate", low=1e-3, high=1e6)] = 5.0
    V_th: Annotated[float, Parameter("mV", "threshold above rest", low=1e-3, high=1e6)] = 15.0
    t_ref: Annotated[float, Parameter("ms", "refractory period", low=0.0, high=1e6)] = 2.0


# The equations


def change(I, V, population):
    """dI/dt and dV/dt of the neurons between two spikes, mV/ms."""
    dI_dt = -I / population.tau_s
    dV_dt = (-V + I) / population.tau_m
    return dI_dt, dV_dt


def rate_change(I, r, rate, population):
    """dI/dt (mV/ms) and dr/dt (kHz/ms) of the rate equation; `rate` is that of the trains."""
    dI_dt = (-I + population.w * population.K * rate) / population.tau_s
    dr_dt = (-r + F(I, population)) / population.tau_r
    return dI_dt, dr_dt


def F(I, population):
    """The rate of a neuron under a constant current, kHz; 0 up to the threshold."""
    above = I > population.V_th
    x = np.where(above, I, 2.0 * population.V_th)
    climb = -population.tau_m * np.log1p(-population.V_th / x)  # ms from 0 to V_th
    return np.where(above, 1.0 / (population.t_ref + climb), 0.0)


# Their solution, a step at a time


def step(I, V, wait, dt, population):
    """I, V and steps still to wait of each neuron dt later, and who fired."""
    p = population
    V = decay(V, dt, p.tau_m) + gain(dt, p) * I
    I = decay(I, dt, p.tau_s)
    waits = wait > 0
    fires = ~waits & (V > p.V_th)
    V = np.where(waits | fires, 0.0, V)
    wait = np.where(fires, round(p.t_ref / dt), np.maximum(wait - 1, 0))
    return I, V, wait, fires


def rate_step(I, r, rate, dt, population):
    """I and r of the rate equation dt later, each on its way to what holds at the beginning."""
    p = population
    drive = p.w * p.K * rate
    I_later = drive + decay(I - drive, dt, p.tau_s)
    r_later = F(I, p) + decay(r - F(I, p), dt, p.tau_r)
    return I_later, r_later


def decay(x, dt, tau):
    return x * math.exp(-dt / tau)


def gain(dt, population):
    """What a current of 1 mV at the beginning of a step, decaying, adds to V by its end."""
    p = population
    gap = 1.0 / p.tau_s - 1.0 / p.tau_m
    if gap:
        return (math.exp(-dt / p.tau_m) - math.exp(-dt / p.tau_s)) / gap / p.tau_m
    return dt / p.tau_m * math.exp(-dt / p.tau_m)


def jump(dt, population):
    """What a spike adds to I at the beginning of a step, mV: on the grid the mean is w K r."""
    return population.w * (1.0 - decay(1.0, dt, population.tau_s)) / dt


def run(arrivals, rate, dt, population, current, fired, I_rate, r_rate):
    """Fill the last four, an entry or a row a step; the twins in `kernel` do the same."""
    N = arrivals.shape[1]
    I = np.zeros(N)
    V = np.zeros(N)
    wait = np.zeros(N, np.int64)
    for t in range(len(rate)):
        I = I + jump(dt, population) * arrivals[t]
        current[t] = I.mean()
        I, V, wait, fired[t] = step(I, V, wait, dt, population)
    for t in range(len(rate) - 1):
        I_rate[t + 1], r_rate[t + 1] = rate_step(I_rate[t], r_rate[t], rate[t], dt, population)


# What a caller uses


class Comparison(NamedTuple):
    """Both descriptions, step by step."""

    t: NDArray  # (n,) ms
    current: NDArray  # (n,) mV, mean of the spiking population's filtered currents
    rate: NDArray  # (n,) kHz, its spikes per neuron and ms
    I: NDArray  # (n,) mV, current of the rate equation
    r: NDArray  # (n,) kHz, rate of the rate equation
    spikes: NDArray  # (n, up to 50) bool, raster of the first neurons


def f_i_curve(population: Population, I: ArrayLike) -> NDArray:
    """F(I), kHz, of a constant current I, mV."""
    population = _checked(population)
    I = _valid.array("I", I, low=-1e12, high=1e12, unit="mV")
    return F(I, population)[()]


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate(
    population: Population,
    rate: ArrayLike,
    *,
    rng: np.random.Generator | int,
    dt: float = 0.1,
    plain: bool = False,
) -> Comparison:
    """Run the spiking population and the rate equation on the same input.

    Parameters
    ----------
    population : Population
    rate : array (n,)
        Rate of each Poisson train during each step, kHz.
    rng : Generator or int
    dt : float
        Step, ms.
    plain : bool
        True: `step` and `rate_step` above run instead of their compiled twins.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        If a value is out of range, or N n is above 5e7.
    """
    population = _checked(population)
    dt = _valid.positive("dt", dt, unit="ms")
    rng = _valid.generator("rng", rng)
    rate = _valid.array("rate", rate, ndim=1, low=0.0, high=10.0, unit="kHz")
    n = rate.size
    N = population.N
    _valid.limit("N * steps", N * n, WORK)
    shortest = min(population.tau_s, population.tau_m, population.tau_r)
    dt = _valid.number("dt", dt, low=1e-6 * shortest, high=shortest, unit="ms, the shortest tau")
    arrivals = rng.poisson((population.K * dt * rate)[:, None], (n, N))
    current = np.empty(n)
    fired = np.zeros((n, N), np.uint8)
    I = np.zeros(n)
    r = np.zeros(n)
    if _valid.switch("plain", plain):
        _valid.limit("the number of steps of a plain run", n, MOST_PLAIN)
        run(arrivals, rate, dt, population, current, fired, I, r)
    else:
        pace = kernel.Pace(
            drop=decay(1.0, dt, population.tau_s),
            leak=decay(1.0, dt, population.tau_m),
            gain=gain(dt, population),
            jump=jump(dt, population),
            follow=-math.expm1(-dt / population.tau_r),
            hold=round(population.t_ref / dt),
        )
        kernel.spike(arrivals, pace, population.V_th, current, fired)
        kernel.rate_equation(population.w * population.K * rate, pace, population, I, r)
    spikes = fired[:, :RASTER].view(bool)
    return Comparison(dt * np.arange(n), current, fired.mean(axis=1) / dt, I, r, spikes)


def _checked(population):
    return _valid.model(population, Population, name="population")
