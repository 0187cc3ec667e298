"""More right answers to the exercises of lesson 03."""

import math

import numpy as np
from scipy import integrate
from scipy.optimize import curve_fit

from course.material import squid
from course.models.hodgkin_huxley import (
    State,
    currents,
    flicker,
    rates,
    resting_state,
    steady_states,
    time_constants,
)
from course.models.hodgkin_huxley.model import slopes

DATA = squid.potassium()


def divided(V):
    x = -(V + 40.0) / 10.0
    return np.divide(x, np.expm1(x), out=np.ones_like(x), where=x != 0.0)


def one_by_one(V):
    found = []
    for v in V:
        x = -0.1 * (v + 40)
        found.append(1.0 if abs(x) < 1e-6 else x / (math.exp(x) - 1))
    return found


def mended(V):
    with np.errstate(invalid="ignore"):
        alpha = 0.1 * (V + 40.0) / (1.0 - np.exp(-(V + 40.0) / 10.0))
    alpha[V == -40.0] = 1.0
    return alpha


def by_conductances(V, m, h, n, I, model):
    a_m, b_m, a_h, b_h, a_n, b_n = rates(V)
    g = np.array([model.g_Na * m * m * m * h, model.g_K * n * n * n * n, model.g_L])
    E = np.array([model.E_Na, model.E_K, model.E_L])
    old = np.array([m, h, n])
    alpha, beta = np.array([a_m, a_h, a_n]), np.array([b_m, b_h, b_n])
    gates = (alpha + beta) * (alpha / (alpha + beta) - old)
    return [(I + g @ E - g.sum() * V) / model.C, *gates]


def term_by_term(V, m, h, n, I, model):
    a_m, b_m, a_h, b_h, a_n, b_n = rates(V)
    slope = I
    slope -= model.g_Na * m**3 * h * (V - model.E_Na)
    slope -= model.g_K * n**4 * (V - model.E_K)
    slope -= model.g_L * (V - model.E_L)
    gates = a_m * (1 - m) - b_m * m, a_h * (1 - h) - b_h * h, a_n * (1 - n) - b_n * n
    return slope / model.C, *gates


def by_steady_states(V, m, h, n, I, model):
    goal, tau = steady_states(V), time_constants(V)
    out = sum(currents(model, State(V, m, h, n)))
    dm, dh, dn = ((to - x) / t for to, x, t in zip(goal, (m, h, n), tau))
    return {"V": (I - out) / model.C, "m": dm, "h": dh, "n": dn}.values()


def of_the_library(V, m, h, n, I, model):
    return slopes(State(V, m, h, n), I, model)


def kelvins(inside, outside, z, T):
    kelvin = T + 273.15
    return 8314.0 * kelvin / (z * 96_485.0) * math.log(outside / inside)


def as_a_difference(inside, outside, z, T):
    per_e = 1000.0 * 8.314 / 96_485.0 * (273.15 + T)
    return (np.log(outside) - np.log(inside)) * per_e / z


def by_tens(inside, outside, z, T):
    decade = 1000 * 8.314 * (T + 273.15) * math.log(10) / 96_485.0
    return decade / z * math.log10(outside / inside)


def turned_round(inside, outside, z, T):
    return -8314.0 * (T + 273.15) / 96_485.0 / z * np.log(inside / outside)


def gate_by_gate(N, alpha, beta, dt, rng):
    gates, share = [0] * N, []
    for up, down in zip(alpha, beta):
        for i, draw in enumerate(rng.random(N).tolist()):
            if draw < (down if gates[i] else up) * dt:
                gates[i] = 1 - gates[i]
        share.append(sum(gates) / N)
    return share


def counted_by_binomials(N, alpha, beta, dt, rng):
    n, share = 0, []
    for up, down in zip(alpha, beta):
        n = n + rng.binomial(N - n, up * dt) - rng.binomial(n, down * dt)
        share.append(n / N)
    return np.array(share)


def flipped(N, alpha, beta, dt, rng):
    is_open, share = np.zeros(N, bool), np.empty(len(alpha))
    for k in range(len(alpha)):
        is_open ^= rng.random(N) < dt * np.where(is_open, beta[k], alpha[k])
        share[k] = np.count_nonzero(is_open) / N
    return share


def of_two_tosses(N, alpha, beta, dt, rng):
    is_open, share = np.zeros(N), []
    for k in range(len(alpha)):
        opens, shuts = rng.random(N) < alpha[k] * dt, rng.random(N) < beta[k] * dt
        is_open = np.where(is_open == 1, 1 - shuts, opens)
        share.append(np.mean(is_open))
    return share


def all_draws_first(N, alpha, beta, dt, rng):
    draws = rng.random((len(alpha), N))
    is_open, share = np.zeros(N, dtype=int), []
    for draw, up, down in zip(draws, alpha, beta):
        is_open = is_open * (draw >= down * dt) + (1 - is_open) * (draw < up * dt)
        share.append(is_open.mean())
    return np.array(share)


def in_single_precision(N, alpha, beta, dt, rng):
    is_open, share = np.zeros(N, np.float32), []
    for up, down in zip(alpha, beta):
        chance = np.where(is_open > 0, 1 - down * dt, up * dt)
        is_open = (rng.uniform(size=N) < chance).astype(np.float32)
        share.append(is_open.sum() / np.float32(N))
    return np.array(share)


def over_a_whole_step(N, alpha, beta, dt, rng):
    run = flicker(alpha, beta, N=N, dt=dt, rng=rng)
    return run.open[:, 1:].mean(axis=0)


def with_arrays(I, dt, model):
    y, V = np.array(resting_state(model)), np.empty(len(I) + 1)
    V[0] = y[0]
    for i, now in enumerate(I):
        y = y + dt * np.array(by_conductances(*y, now, model))
        V[i + 1] = y[0]
    return V


def with_lists(I, dt, model):
    state = [list(resting_state(model))]
    while len(state) <= len(I):
        old = state[-1]
        slopes = term_by_term(*old, I[len(state) - 1], model)
        state.append([x + dt * dx for x, dx in zip(old, slopes)])
    return [V for V, *_ in state]


def in_place(I, dt, model):
    V, m, h, n = resting_state(model)
    found = [V]
    for current in I:
        dV, dm, dh, dn = of_the_library(V, m, h, n, current, model)
        V += dt * dV
        m += dt * dm
        h += dt * dh
        n += dt * dn
        found.append(V)
    return np.array(found)


def counted(fires, silent, spiking, tolerance):
    for _ in range(math.ceil(math.log2((spiking - silent) / tolerance))):
        middle = (silent + spiking) / 2
        silent, spiking = [(middle, spiking), (silent, middle)][fires(middle)]
    return spiking


def recursive(fires, silent, spiking, tolerance):
    if spiking - silent <= tolerance:
        return spiking
    middle = silent + (spiking - silent) / 2
    ends = (silent, middle) if fires(middle) else (middle, spiking)
    return recursive(fires, *ends, tolerance)


def careful(fires, silent, spiking, tolerance):
    assert fires(spiking) and not fires(silent)
    return recursive(fires, silent, spiking, tolerance)


def weighted(x, V, V_rest):
    depth = np.maximum(V - V_rest, 1e-3)
    return -1 / np.polyfit(x, np.log(depth), 1, w=depth)[0]


def fit(form, values, guess):
    """The form with the numbers that come nearest to `values`."""
    best = curve_fit(form, DATA.V, values, p0=guess)[0]
    return lambda V: form(V, *best)


def softplus(V, scale, middle, width):
    return scale * np.log1p(np.exp((V - middle) / width))


def over_exp(V, scale, middle, width):
    """The form of 1952, its hole filled by the mean of both sides."""
    x = (middle - V) / width
    return scale * 0.5 * ((x + 1e-6) / np.expm1(x + 1e-6) + (x - 1e-6) / np.expm1(x - 1e-6))


def boltzmann(V, scale, middle, width):
    return scale / (1.0 + np.exp((middle - V) / width))


def decay(V, scale, width):
    return scale * np.exp(-V / width)


LINE = np.polyfit(DATA.V, np.log(DATA.beta), 1)


def by_line(V):
    return np.exp(np.polyval(LINE, V))


def hyperbola(V, scale, middle):
    return scale / (V + middle)


def each(function):
    return lambda V: [float(function(np.array([v]))[0]) for v in V]


OPENING = fit(over_exp, DATA.alpha, (0.1, -55.0, 10.0))
CLOSING = fit(decay, DATA.beta, (0.06, 80.0))

RIGHT = {
    "reversal": [
        kelvins,
        as_a_difference,
        by_tens,
        turned_round,
        lambda inside, outside, z, T: (
            8.314 * (T + 273.15) / (z * 96.485) * np.log(outside / inside)
        ),
    ],
    "channels": [
        gate_by_gate,
        counted_by_binomials,
        flipped,
        of_two_tosses,
        all_draws_first,
        over_a_whole_step,
        in_single_precision,
    ],
    "fix": [
        by_conductances,
        term_by_term,
        of_the_library,
        lambda *given: list(by_steady_states(*given)),
    ],
    "opening_rate": [divided, one_by_one, mended],
    "hh": [with_arrays, with_lists, in_place],
    "threshold": [counted, recursive, careful],
    "length_constant": [
        lambda x, V, V_rest: np.interp(1.0, np.log((V[0] - V_rest) / (V[:80] - V_rest)), x[:80]),
        lambda x, V, V_rest: x[np.argmax(V - V_rest <= (V[0] - V_rest) / np.e)],
        lambda x, V, V_rest: x[50] / np.log((V[0] - V_rest) / (V[50] - V_rest)),
        lambda x, V, V_rest: integrate.trapezoid(V - V_rest, x) / (V[0] - V_rest),
        lambda x, V, V_rest: curve_fit(
            lambda x, top, length: top * np.exp(-x / length), x, V - V_rest, (V[0] - V_rest, 0.5)
        )[0][1],
        weighted,
    ],
    "potassium": [
        (OPENING, CLOSING),
        (fit(softplus, DATA.alpha, (0.1, -55.0, 10.0)), CLOSING),
        (fit(boltzmann, DATA.alpha, (1.0, 0.0, 25.0)), by_line),
        (each(OPENING), each(by_line)),
        (OPENING, fit(hyperbola, DATA.beta, (8.0, 150.0))),
        (lambda V: 0.087 * np.logaddexp(0.0, (V + 61.0) / 10.0), by_line),
    ],
    "gentle_stop": [(-2.0, 82.0, 1.0), (2.25, 94.5, 1), (30.0, 94.5, 0.1), (-2.6, 82, 1.0)],
}
