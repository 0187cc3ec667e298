"""The compiled twins of `model.loop`, without noise and with it.

Potentials are measured from E_L (PerfectIF: from V_reset), so that both neurons are

    dV/dt = b I - k V,    V(t + h) = V exp(-k h) + b I (1 - exp(-k h)) / k    (k = 0: V + b I h)

White noise is exact too: a normal number of variance sigma^2 (1 - exp(-2 k h)). A noisy
step may cross V_th and come back unseen, as a Brownian bridge does with probability
exp(-2 x y / variance), x and y the distances of its ends from V_th: such spikes are drawn,
and so are the times of all noisy spikes. A bridge of duration h meets V_th first at
h r / (1 + r), where r is inverse Gaussian of mean x / y and shape x^2 / variance. What is
left out is how the leak bends a bridge: rates with noise are right to order dt^2.

Inverse Gaussian numbers: Michael JR, Schucany WR, Haas RW (1976) Am Stat 30:88.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np

from course._jit import njit


class Membrane(NamedTuple):
    k: float  # 1/ms, of the leak
    b: float  # mV/ms for 1 pA
    V_th: float  # mV
    V_reset: float  # mV
    t_ref: float  # ms
    q: float  # mV^2/ms, strength of the noise


class Noise(NamedTuple):
    """Random numbers, one a step."""

    normal: Annotated[np.ndarray, "f8[::1]"]  # where the step ends
    exponential: Annotated[np.ndarray, "f8[::1]"]  # whether it crosses V_th
    uniform: Annotated[np.ndarray, "f8[::1]"]  # and when


@njit
def gain(k, h):
    return -math.expm1(-k * h) / k if k > 0.0 else h


@njit
def after(v, drive, h, k):
    return v * math.exp(-k * h) + drive * gain(k, h)


@njit
def time_to_threshold(v, drive, V_th, k):
    """For a drive that reaches it."""
    if k > 0.0:
        return math.log((drive - k * v) / (drive - k * V_th)) / k
    return (V_th - v) / drive


@njit("f8[::1], f8, Membrane, f8[::1], f8[::1]")
def run(I, dt, membrane, V, spikes):
    """Fill V from V[0] on, and spikes; return how many there are."""
    k, b, V_th, V_reset, t_ref, _ = membrane
    decay = math.exp(-k * dt)
    rise = gain(k, dt)
    n = 0
    v = V[0]
    held = 0.0
    for i in range(I.size):
        drive = b * I[i]
        end = v * decay + drive * rise
        if held == 0.0 and end < V_th:  # most steps
            V[i + 1] = v = end
            continue
        left = dt
        while left > held:
            left -= held
            held = 0.0
            end = after(v, drive, left, k)
            if end < V_th or drive <= k * V_th:
                v = end
                left = 0.0
            else:
                left -= min(max(time_to_threshold(v, drive, V_th, k), 0.0), left)
                spikes[n] = (i + 1) * dt - left
                n += 1
                v = V_reset
                held = t_ref
        held -= left
        V[i + 1] = v
    return n


@njit
def passed_before(a, b, variance, e, u):
    """Part of a noisy step that passes before V_th, a from its start, b from its end, is met.

    1 / (1 + 1/x) for an inverse Gaussian x; e is exponential and u uniform, which make two
    normal numbers.
    """
    length = math.sqrt(2.0 * e)
    angle = math.tau * u
    y = 0.5 * variance * (length * math.cos(angle)) ** 2 / a
    choice = 0.5 * math.erfc(length * math.sin(angle) / math.sqrt(2.0))
    inverse = (b + y + math.sqrt(y * (y + 2.0 * b))) / a
    if choice * (a * inverse + b) > a * inverse:  # the other root of the quadratic equation
        inverse = b * b / (a * a * inverse)
    return 1.0 / (1.0 + inverse)


@njit("f8[::1], f8, Membrane, Noise, f8[::1], f8[::1]")
def run_noisy(I, dt, membrane, noise, V, spikes):
    """As `run`, with noise: every number of `noise` is used in its own step, or not at all."""
    k, b, V_th, V_reset, t_ref, q = membrane
    n = 0
    v = V[0]
    wait = 0.0
    whole = math.exp(-k * dt), gain(k, dt), math.sqrt(q * gain(2.0 * k, dt))
    for i in range(I.size):
        drive = b * I[i]
        left = dt
        decay, rise, sd = whole
        if wait > 0.0:  # still refractory at the start of the step
            left -= wait
            wait = -left
            if left <= 0.0:  # and to its end
                V[i + 1] = V_reset
                continue
            decay = math.exp(-k * left)
            rise = gain(k, left)
            sd = math.sqrt(q * gain(2.0 * k, left))
        end = v * decay + drive * rise + sd * noise.normal[i]
        # Whether a bridge that ends below was above; what is left of it is again exponential
        spare = noise.exponential[i] - max(2.0 * (V_th - v) * (V_th - end) / (q * left), 0.0)
        hidden = spare > 0.0
        while hidden or end >= V_th:
            x = V_th - v
            y = abs(end - V_th)
            left -= left * passed_before(x, y, q * left, spare, noise.uniform[i])
            left = max(left, 0.0)
            spikes[n] = (i + 1) * dt - left
            n += 1
            v = V_reset
            hidden = False
            wait = t_ref - left
            # What the reset changes at the end of the step, or the end itself
            end = end - (V_th - v) * math.exp(-k * left) if t_ref == 0.0 else v
        v = V[i + 1] = end
    return n


@njit("f8[::1], i8, f8, Membrane, Noise, f8[::1], f8[::1]")
def rates(currents, steps, dt, membrane, noise, spikes, rate):
    """Fill rate (1/ms); each current starts from V_reset."""
    I = np.empty(steps)
    V = np.empty(steps + 1)
    for j in range(currents.size):
        I[:] = currents[j]
        V[0] = membrane.V_reset
        if membrane.q > 0.0:
            rate[j] = run_noisy(I, dt, membrane, noise, V, spikes) / (steps * dt)
        else:
            n = run(I, dt, membrane, V, spikes)
            if n > 1:
                rate[j] = (n - 1) / (spikes[n - 1] - spikes[0])
