"""The compiled twins of `model.grid_loop`, `model.loop` and `network.loop`, and normal numbers."""

import math
from typing import Annotated, NamedTuple

import numpy as np

from course._jit import njit
from course.models.spiking_network.kernel import add_columns

# One neuron


@njit
def v_slope(p, v, u, I):
    return p.k2 * (v * v) + p.k1 * v + p.k0 - u + I


@njit
def u_pull(p, v, u):
    """u' over a: the scripts multiply by a step of a dt, and so are repeated to the last digit."""
    return p.b * (v - p.v_r) - p.leak * u


@njit("Izhikevich, f8[::1], f8, i8, f8[::1], f8[::1], f8[::1]")
def run_on_grid(p, I, dt, pieces, v, u, spikes):
    """Euler steps, v in `pieces` and then u; fill v and u; return how many spikes there are."""
    found = 0
    vi = v[0]
    ui = u[0]
    for i in range(I.size):
        for _ in range(pieces):
            vi += dt / pieces * v_slope(p, vi, ui, I[i])
        ui += dt * p.a * u_pull(p, vi, ui)
        v[i + 1] = min(vi, p.v_peak)
        if vi >= p.v_peak:
            vi = p.c
            ui += p.d
            spikes[found] = (i + 1) * dt
            found += 1
        u[i + 1] = ui
    return found


@njit
def slopes(p, v, u, I, along_v):
    """(v', u', 1), or with v as the clock (1, du/dv, dt/dv)."""
    dv = v_slope(p, v, u, I)
    du = p.a * u_pull(p, v, u)
    if along_v:
        return 1.0, du / dv, 1.0 / dv
    return dv, du, 1.0


@njit
def step(p, v, u, I, h, along_v):
    """One Runge-Kutta step: v, u and the time it took."""
    v1, u1, t1 = slopes(p, v, u, I, along_v)
    v2, u2, t2 = slopes(p, v + 0.5 * h * v1, u + 0.5 * h * u1, I, along_v)
    v3, u3, t3 = slopes(p, v + 0.5 * h * v2, u + 0.5 * h * u2, I, along_v)
    v4, u4, t4 = slopes(p, v + h * v3, u + h * u3, I, along_v)
    v += h / 6.0 * (v1 + 2.0 * v2 + 2.0 * v3 + v4)
    u += h / 6.0 * (u1 + 2.0 * u2 + 2.0 * u3 + u4)
    return v, u, h / 6.0 * (t1 + 2.0 * t2 + 2.0 * t3 + t4)


@njit("Izhikevich, f8[::1], f8, f8[::1], f8[::1], f8[::1]")
def run(p, I, dt, v, u, spikes):
    """Runge-Kutta steps; fill v and u; return how many spikes there are, -1 for no room."""
    found = 0
    vi = v[0]
    ui = u[0]
    for i in range(I.size):
        left = dt
        v[i + 1] = -np.inf
        while left > 0.0:
            v_end, u_end, _ = step(p, vi, ui, I[i], left, False)
            if v_end < p.v_peak:
                vi = v_end
                ui = u_end
                break
            _, u_peak, spent = step(p, vi, ui, I[i], p.v_peak - vi, True)
            if not 0.0 <= spent <= left:
                u_peak = u_end
                spent = left
            if found == spikes.size:
                return -1
            left -= spent
            spikes[found] = (i + 1) * dt - left
            found += 1
            vi = p.c
            ui = u_peak + p.d
            v[i + 1] = p.v_peak
        v[i + 1] = max(vi, v[i + 1])
        u[i + 1] = ui
    return found


# The network


class Cells(NamedTuple):
    """The four parameters of each neuron of a network."""

    a: Annotated[np.ndarray, "f8[::1]"]
    b: Annotated[np.ndarray, "f8[::1]"]
    c: Annotated[np.ndarray, "f8[::1]"]
    d: Annotated[np.ndarray, "f8[::1]"]


@njit
def half_step(v, u, I):
    return v + 0.5 * (0.04 * (v * v) + 5.0 * v + 140.0 - u + I)


@njit("Cells, f8[:, ::1], f8[:, ::1], f8[::1], f8[::1], i8[::1], i8[::1]")
def run_network(cells, sent, noise, v, u, neurons, fired):
    """Fill neurons with who fired, fired with how many in each ms; return how many in all."""
    a, b, c, d = cells
    T, N = noise.shape
    received = np.empty(N)
    words = np.zeros((N + 7) // 8, dtype=np.uint64)
    flags = words.view(np.uint8)  # flags[i]: v[i] is at its peak
    end = 0
    for t in range(T):
        first = end
        for w in range(words.size):  # eight flags at a time: few neurons fire in one ms
            if words[w] != 0:
                for i in range(8 * w, min(8 * w + 8, N)):
                    neurons[end] = i
                    end += int(flags[i])
        fired[t] = end - first
        for j in neurons[first:end]:
            v[j] = c[j]
            u[j] += d[j]
        add_columns(sent, neurons[first:end], received)
        for i in range(N):
            I = noise[t, i] + received[i]
            vi = half_step(half_step(v[i], u[i], I), u[i], I)
            u[i] += a[i] * (b[i] * vi - u[i])
            v[i] = vi
            flags[i] = vi >= 30.0
    return end


@njit("f8[::1], f8[::1]")
def box_muller(first, second):
    """Exponential and uniform draws turned, in place, into two independent normals."""
    for k in range(first.size):
        r = math.sqrt(2.0 * first[k])
        x = 0.5 * math.pi * (second[k] - 0.5)  # a quarter of the angle, at most pi / 4
        y = x * x
        # Taylor series to 1e-9: they vectorize, and are the same bits on every machine
        s = -1 / 6 + y * (1 / 120 + y * (-1 / 5040 + y * (1 / 362880 - y * (1 / 39916800))))
        c = -1 / 2 + y * (1 / 24 + y * (-1 / 720 + y * (1 / 40320 - y * (1 / 3628800))))
        sin = x + x * y * s
        cos = 1.0 + y * c
        sin, cos = 2.0 * sin * cos, 1.0 - 2.0 * sin * sin  # of the angle doubled
        first[k] = r * (1.0 - 2.0 * sin * sin)  # and doubled again
        second[k] = r * (2.0 * sin * cos)
