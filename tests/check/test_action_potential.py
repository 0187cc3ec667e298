"""Both ways through the exercises of lesson 03."""

import numpy as np

from course.models.hodgkin_huxley import rates


def stub(*arguments):
    return ...


def slope(I, I_Na, I_K, I_L, C):
    return (I - I_Na - I_K - I_L) / C


def opening_rate(V):
    x = -(V + 40.0) / 10.0
    return np.divide(x, np.expm1(x), out=np.ones_like(x), where=x != 0.0)


def with_a_hole(V):
    x = -(V + 40.0) / 10.0
    return x / (np.exp(x) - 1.0)


def step(
    V, m, h, n, I, dt, model, gates=1, leave=1, powers=(3, 4), new=False, sign=1.0,
    sign_ionic=1.0, closed=True,
):  # fmt: skip
    a_m, b_m, a_h, b_h, a_n, b_n = rates(V)
    I_Na = model.g_Na * m ** powers[0] * h * (V - model.E_Na)
    I_K = model.g_K * n ** powers[1] * (V - model.E_K)
    I_L = model.g_L * (V - model.E_L)
    after = V + dt * (sign * I - sign_ionic * (I_Na + I_K + I_L)) / model.C
    if new:
        a_m, b_m, a_h, b_h, a_n, b_n = rates(after)
    m = m + gates * dt * (a_m * (1 - m if closed else m) - leave * b_m * m)
    h = h + gates * dt * (a_h * (1 - h if closed else h) - leave * b_h * h)
    n = n + gates * dt * (a_n * (1 - n if closed else n) - leave * b_n * n)
    return after, m, h, n


def altered(**changes):
    return lambda V, m, h, n, I, dt, model: step(V, m, h, n, I, dt, model, **changes)


def gates_first(V, m, h, n, I, dt, model):
    _, *gates = step(V, m, h, n, I, dt, model)
    return step(V, *gates, I, dt, model)[0], *gates


def without_dt(V, m, h, n, I, dt, model):
    return step(V, m, h, n, I, 1.0, model)


def without_dt_of_gates(V, m, h, n, I, dt, model):
    return step(V, m, h, n, I, dt, model, gates=1 / dt)


def without_C(V, m, h, n, I, dt, model):
    return step(V, m, h, n, I, dt, model._replace(C=1.0))


def only_changes(V, m, h, n, I, dt, model):
    return np.subtract(step(V, m, h, n, I, dt, model), (V, m, h, n))


def threshold(fires, silent, spiking, tolerance, end=1, flip=False):
    while spiking - silent > tolerance:
        middle = 0.5 * (silent + spiking)
        silent, spiking = (silent, middle) if fires(middle) != flip else (middle, spiking)
    return (silent, spiking)[end]


def walk(fires, silent, spiking, tolerance):
    while not fires(silent):
        silent += tolerance
    return silent


def length_constant(x, V, V_rest, part=1 / np.e):
    V = V - V_rest
    return float(np.interp(-part * V[0], -V, x))


CASES = {
    "slope": {
        "solution": slope,
        "stub": lambda I, I_Na, I_K, I_L, C: ...,
        "mistakes": [
            (lambda I, *ions: slope(-I, *ions), "first line"),
            (lambda I, a, b, c, C: slope(I, -a, -b, -c, C), "count outward"),
            (lambda I, a, b, c, C: -slope(I, a, b, c, C), "All signs"),
            (lambda I, a, b, c, C: slope(I, a, b, c, 1.0), "charge C"),
            (lambda I, a, b, c, C: slope(I, a, b, c, 1.0) * C, "multiply or divide"),
        ],
    },
    "opening_rate": {
        "solution": opening_rate,
        "stub": lambda V: ...,
        "mistakes": [
            (with_a_hole, "0/0"),
            (lambda V: np.nan_to_num(with_a_hole(V)), "a hole"),
            (lambda V: 0.1 * opening_rate(V), "Ten times too small"),
            (lambda V: 10.0 * opening_rate(V), "Ten times too large"),
            (lambda V: opening_rate(V - 65.0), "as in 1952"),
            (lambda V: opening_rate(-80.0 - V), "wrong sign"),
        ],
    },
    "step": {
        "solution": step,
        "stub": lambda V, m, h, n, I, dt, model: ...,
        "mistakes": [
            (without_dt, "V: the step is too large"),
            (without_dt_of_gates, "too large a step"),
            (only_changes, "that is the change"),
            (without_C, "is C missing"),
            (altered(sign=-1.0), "must raise V"),
            (altered(powers=(1, 4)), "m cubed"),
            (altered(powers=(3, 1)), "to the 4th"),
            (altered(powers=(1, 1)), "powers are missing"),
            (altered(leave=-1), "grow beyond 1"),
            (altered(new=True), "the new V"),
            (altered(sign_ionic=-1.0), "an outward current must lower V"),
            (gates_first, "you use the new gates"),
            (altered(closed=False), "only closed ones"),
        ],
    },
    "threshold": {
        "solution": threshold,
        "stub": lambda fires, silent, spiking, tolerance: ...,
        "mistakes": [
            (lambda *a: threshold(*a, end=0), "still silent"),
            (lambda *a: threshold(*a, flip=True), "Which end moves when it fires"),
            (walk, "halve, do not walk"),
            (lambda fires, a, b, tolerance: threshold(fires, a, b, 0.1), "go on"),
            (lambda fires, silent, spiking, tolerance: spiking, "never asked"),
            (lambda fires, silent, spiking, tolerance: fires(silent) or silent, "Too low"),
        ],
    },
    "length_constant": {
        "solution": length_constant,
        "stub": lambda x, V, V_rest: ...,
        "mistakes": [
            (lambda x, V, V_rest: length_constant(x, V, V_rest, part=0.5), "one half"),
            (lambda x, V, V_rest: length_constant(x, V, V_rest, part=1 - np.exp(-1)), "not by"),
            (lambda x, V, V_rest: np.polyfit(x, np.log(V - V_rest), 1)[0], "without its sign"),
            (lambda x, V, V_rest: -1 / np.polyfit(x, np.log10(V - V_rest), 1)[0], "natural"),
            (lambda x, V, V_rest: np.float64("nan"), "has no logarithm"),  # what np.log(V) leads to
            (lambda x, V, V_rest: x[np.argmax(V <= V[0] / np.e)], "subtract V_rest"),
        ],
    },
}
