r"""What the leaky neuron does, in closed form: under a pulse, a sine, and white noise.

A pulse of d ms from rest needs the current (Lapicque 1907)

    I_th(d) = I_rh / (1 - exp(-d / tau_m)),   I_rh = (V_th - E_L) / R

Under a current I sin(2 pi f t) it swings, once settled and where it makes no spike, by

    R I / sqrt(1 + x^2), and arctan(x) late,   x = 2 pi f tau_m

Under noise of SD sigma V climbs from V_reset to V_th as a diffusion does. With
x = (V - E_L - R I) / (sqrt(2) sigma), which is a at V_reset and b at V_th,

    1 / r = t_ref + tau_m sqrt(pi) int_a^b exp(x^2) (1 + erf x) dx
    CV^2  = 2 pi (tau_m r)^2 int_a^b exp(x^2) int_-inf^x exp(y^2) (1 + erf y)^2 dy dx

The second integral is taken over y, since that over x is Dawson's function D:
int_c^b exp(x^2) dx = exp(b^2) D(b) - exp(c^2) D(c). Gauss's rule, with nodes that crowd
where the integrands are steep, gives both to seven digits or better.

Units: ms, mV, pA, GOhm; rates in Hz. Siegert AJF (1951) Phys Rev 81:617; Brunel N (2000)
J Comput Neurosci 8:183, appendix A.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course.models.integrate_fire.model import HZ, LIF

RARE = 15.0  # beyond this b the rate is below 1e-90 Hz
MOST = 100_000  # pairs of a current and a noise
PANELS, NODES = 10, 16


class Swing(NamedTuple):
    """What a sine of current makes of V."""

    amplitude: float | NDArray  # mV, from the middle to the top
    lag: float | NDArray  # degrees of a cycle behind the current, 0 to 90


class Firing(NamedTuple):
    """Spikes under noise."""

    rate: float | NDArray  # Hz
    cv: float | NDArray  # of the intervals: SD over mean


@np.errstate(under="ignore")  # the session may be told to raise it
def strength(model: LIF, d: ArrayLike) -> float | NDArray:
    """Weakest current in pA of a pulse, from rest, at whose end V has reached V_th.

    Parameters
    ----------
    model : LIF
    d : float or array, any shape
        Length of the pulse, ms.

    Returns
    -------
    float or array, shape of d
    """
    model = _above_rest(model)
    d = _valid.array("d", d, low=1e-6, high=1e9, unit="ms")
    rheobase = (model.V_th - model.E_L) / model.R
    I = rheobase / -np.expm1(-d / model.tau_m)
    return float(I) if d.ndim == 0 else I


@np.errstate(under="ignore")  # the session may be told to raise it
def chronaxie(model: LIF) -> float:
    """Length in ms of the pulse that needs twice the rheobase."""
    return _above_rest(model).tau_m * float(np.log(2.0))


@np.errstate(under="ignore")  # the session may be told to raise it
def sine_response(model: LIF, I: ArrayLike, f: ArrayLike) -> Swing:
    """How far V swings about E_L, and how late, under a sine of current that makes no spike.

    Parameters
    ----------
    model : LIF
    I : float or array
        Amplitude of the current, pA, at most 1e9.
    f : float or array
        Its frequency, Hz, at most 1e6. They broadcast.

    Returns
    -------
    Swing
    """
    model = _valid.model(model, LIF)
    I = _valid.array("I", I, low=0.0, high=1e9, unit="pA")
    f = _valid.array("f", f, low=0.0, high=1e6, unit="Hz")
    I, f = _valid.together(I=I, f=f)
    x = 2.0 * np.pi * f / HZ * model.tau_m
    amplitude = model.R * I / np.hypot(1.0, x)
    lag = np.degrees(np.arctan(x))
    return Swing(float(amplitude), float(lag)) if x.ndim == 0 else Swing(amplitude, lag)


@np.errstate(under="ignore")  # the session may be told to raise it
def noisy_firing(model: LIF, I: ArrayLike, sigma: ArrayLike) -> Firing:
    """Rate and irregularity under a constant current and white noise.

    Parameters
    ----------
    model : LIF
    I, sigma : float or array
        pA; mV, standard deviation of V without spikes, above 0. They broadcast.

    Returns
    -------
    Firing
        Where spikes are so rare that the rate is 0, they come as by pure chance: CV 1.
    """
    model = _valid.model(model, LIF)
    below = np.nextafter(model.V_th, -np.inf)
    _valid.number("V_reset", model.V_reset, high=below, unit="mV, below V_th")
    I = _valid.array("I", I, low=-1e6, high=1e6, unit="pA")
    sigma = _valid.array("sigma", sigma, low=1e-3, high=1e6, unit="mV")
    I, sigma = _valid.together(I=I, sigma=sigma)
    _valid.limit("the number of currents and noises", I.size, MOST)
    unit = np.sqrt(2.0) * sigma
    wide = (model.V_th - model.V_reset) / unit
    b = (model.V_th - model.E_L - model.R * I) / unit
    rare = b > RARE
    b = np.minimum(b, RARE)
    climb, spread = _integrals(b - wide, b, wide)
    wait = model.t_ref + model.tau_m * np.sqrt(np.pi) * climb
    rate = np.where(rare, 0.0, HZ / wait)
    cv = np.where(rare, 1.0, model.tau_m / wait * np.sqrt(2.0 * np.pi * spread))
    return Firing(float(rate), float(cv)) if I.ndim == 0 else Firing(rate, cv)


def _integrals(a, b, wide):
    """The two integrals above; `wide` is b - a."""
    from scipy.special import dawsn, erfcx

    v, weights = _nodes()
    a, b, wide = a[..., None], b[..., None], wide[..., None]
    step = wide * v**2  # down from b to a
    y = b - step
    inner = np.exp(step * (b + y)) * dawsn(b) - dawsn(y)
    climb = (erfcx(-y) * 2.0 * wide * v) @ weights
    spread = (erfcx(-y) ** 2 * inner * 2.0 * wide * v) @ weights
    reach = a + np.sqrt(a**2 + 40.0)  # exp(-40) of the integrand is left there
    reach = np.where(a < 0.0, 40.0 / (np.sqrt(a**2 + 40.0) - a), reach)
    step = reach * v**2  # and on, to where nothing is left
    y = a - step
    inner = np.exp((wide + step) * (b + y)) * dawsn(b) - np.exp(step * (a + y)) * dawsn(a)
    spread = spread + (erfcx(-y) ** 2 * inner * 2.0 * reach * v) @ weights
    return climb, spread


def _nodes():
    """Gauss's nodes and weights on (0, 1), in panels of equal width."""
    x, weights = np.polynomial.legendre.leggauss(NODES)
    starts = np.arange(PANELS)[:, None]
    return ((starts + 0.5 * (x + 1.0)) / PANELS).ravel(), np.tile(0.5 * weights / PANELS, PANELS)


@np.errstate(under="ignore")  # the session may be told to raise it
def _above_rest(model):
    model = _valid.model(model, LIF)
    below = np.nextafter(model.V_th, -np.inf)
    _valid.number("E_L", model.E_L, high=below, unit="mV, below V_th")
    return model
