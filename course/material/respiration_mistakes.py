r"""The respiratory network as a student's notebook had it, mistakes included, each optional.

    V, h, m  ->  V + dt dV/dt, h + dt dh/dt, m + dt dm/dt       (forward Euler)

The equations are those of `respiration`, except that

    "g_NaP"   pre-I has no persistent sodium current, g_NaP = 0
    "h"       h is not integrated: h <- dt h_inf / tau_h, whatever it was
    "V_AD"    I_AD of all populations uses the voltage of early-I
    "k_AD"    strengths of adaptation stand in the order 0.9, 0.9, 1.3

Units: ms, mV, nS, pA, pF. Here to be compared with the published rhythm. With "V_AD" alone a
fast oscillation at the end of expiration makes the period depend on dt: 2.65 s at 0.1 ms, the
notebook's step, and 2.72 s at 0.025 ms.
"""

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from course import _valid
from course._jit import njit
from course.models.respiration import Respiration
from course.models.respiration.model import K_F, inhibition

MISTAKES = ("g_NaP", "h", "V_AD", "k_AD")
START = (-50.82, -36.23, -36.84, -41.84)  # mV, where the notebook starts


class Loop(NamedTuple):
    """What `simulate_mistakes` returns."""

    t: NDArray  # (n,) ms
    V: NDArray  # (4, n) mV
    f: NDArray  # (4, n)


class Network(NamedTuple):
    """Parameters of the loop; arrays have an entry or a row for each population."""

    C: float  # pF
    g_NaP: float  # nS, as all conductances
    g_K: float
    g_AD: float
    g_L: float
    g_synE: float
    g_synI: float
    E_Na: float  # mV
    E_K: float
    E_L: float
    E_synE: float
    E_synI: float
    V_half: float  # mV
    K_F: Annotated[tuple, "(f8,) * 4"]  # (4,) mV
    tau_h_max: float  # ms
    tau_AD: Annotated[NDArray, "f8[::1]"]  # (4,) ms; pre-I, which does not adapt, has some
    k_AD: Annotated[NDArray, "f8[::1]"]  # (4,), 0 for pre-I
    a_12: float
    drive: Annotated[NDArray, "f8[::1]"]  # (4,)
    b: Annotated[NDArray, "f8[:, ::1]"]  # (4, 4)


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate_mistakes(
    model: Respiration,
    mistakes: tuple | list = MISTAKES,
    *,
    duration: float = 1e4,
    dt: float = 0.1,
    drop: float = 0.0,
    every: int = 10,
) -> Loop:
    """Run the loop.

    Parameters
    ----------
    model : Respiration
        The right numbers.
    mistakes : sequence of str
        Which of `MISTAKES` to make.
    duration, dt, drop : float
        Recorded time, step, and time thrown away before, ms.
    every : int
        Steps between two records.

    Returns
    -------
    Loop

    Raises
    ------
    ValueError
        For an unknown mistake, a step above 0.5 ms (unstable), or a number out of range.
    """
    model = _valid.model(model, Respiration)
    mistakes = _valid.words("mistakes", mistakes, MISTAKES)
    duration = _valid.number("duration", duration, low=1.0, high=1e6, unit="ms")
    drop = _valid.number("drop", drop, low=0.0, high=1e6, unit="ms")
    dt = _valid.number("dt", dt, low=0.01, high=0.5, unit="ms")
    _valid.limit("(duration + drop) / dt, the steps,", (duration + drop) / dt, 2e7)
    steps = round(duration / dt)
    every = _valid.count("every", every, high=steps, why=", the steps of duration")
    skip = round(drop / dt / every)
    V, f = np.empty((2, 4, round(duration / dt / every)))
    forgetful = "h" in mistakes
    shared = "V_AD" in mistakes
    network = _network(model, mistakes)
    with np.errstate(all="ignore"):  # where nothing is compiled; what overflows is refused below
        run(network, np.array(START), forgetful, shared, dt, skip, every, (V, f))
    if not (np.isfinite(V).all() and np.isfinite(f).all()):
        raise ValueError(
            f"dt is {dt}; allowed is a step short enough for this model's conductances"
        )
    return Loop(dt * every * np.arange(V.shape[1]), V, f)


def _network(model, mistakes):
    k_early, k_post, k_aug = model.k_AD
    if "k_AD" in mistakes:
        k_post, k_aug = k_aug, k_post
    return Network(
        C=model.C,
        g_NaP=0.0 if "g_NaP" in mistakes else model.g_NaP,
        g_K=model.g_K,
        g_AD=model.g_AD,
        g_L=model.g_L,
        g_synE=model.g_synE,
        g_synI=model.g_synI,
        E_Na=model.E_Na,
        E_K=model.E_K,
        E_L=model.E_L,
        E_synE=model.E_synE,
        E_synI=model.E_synI,
        V_half=model.V_half,
        K_F=K_F,
        tau_h_max=model.tau_h_max,
        tau_AD=np.array([1.0, *model.tau_AD]),
        k_AD=np.array([0.0, k_early, k_post, k_aug]),
        a_12=model.a_12,
        drive=np.array(model.c) @ np.array(model.drives),
        b=inhibition(model),
    )


@njit("Network, f8[::1], b1, b1, f8, i8, i8, (f8[:, ::1], f8[:, ::1])")
def run(p, V, forgetful, shared, dt, skip, every, kept):
    """Fill kept = (V, f) after `skip` of its records; h and m start at 0, as in the notebook."""
    kept_V, kept_f = kept
    h = 0.0
    m = np.zeros(4)
    f = np.empty(4)
    I = np.empty(4)
    for n in range(-skip, kept_V.shape[1]):
        for step in range(every):
            for i in range(4):
                f[i] = sigmoid((V[i] - p.V_half) / p.K_F[i])
            if step == 0 and n >= 0:
                kept_V[:, n] = V
                kept_f[:, n] = f
            add_up(I, V, f, h, m, shared, p)
            h = next_h(V[0], h, forgetful, dt, p)
            for i in range(4):
                m[i] += dt * (p.k_AD[i] * f[i] - m[i]) / p.tau_AD[i]
                V[i] -= dt * I[i] / p.C


@njit
def add_up(I, V, f, h, m, shared, p):
    """I becomes the sum of the currents of each population, pA."""
    for i in range(4):
        excitation = p.drive[i]
        if i == 1:
            excitation += p.a_12 * f[0]
        inhibition = 0.0
        for j in range(4):
            inhibition += p.b[i, j] * f[j]
        V_AD = V[1] if shared else V[i]
        I_AD = p.g_AD * m[i] * (V_AD - p.E_K)
        I_L = p.g_L * (V[i] - p.E_L)
        I_synE = p.g_synE * (V[i] - p.E_synE) * excitation
        I_synI = p.g_synI * (V[i] - p.E_synI) * inhibition
        I[i] = I_AD + I_L + I_synE + I_synI
    I_NaP = p.g_NaP * sigmoid((V[0] + 40.0) / 6.0) * h * (V[0] - p.E_Na)
    I_K = p.g_K * sigmoid((V[0] + 29.0) / 4.0) ** 4 * (V[0] - p.E_K)
    I[0] += I_NaP + I_K


@njit
def next_h(V, h, forgetful, dt, p):
    h_inf = sigmoid(-(V + 48.0) / 6.0)
    tau_h = p.tau_h_max / np.cosh((V + 48.0) / 12.0)
    if forgetful:
        return dt * h_inf / tau_h
    return h + dt * (h_inf - h) / tau_h


@njit
def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))
