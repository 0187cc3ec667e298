"""More right answers to the exercises of lesson 02."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from course.check import integrate_fire as check
from course.check._cases import varied
from course.material.mystery import mystery
from course.models.integrate_fire import LIF, simulate


def by_weights(V, I, dt, tau_m, R, E_L):
    kept = 1 - dt / tau_m
    return kept * V + (1 - kept) * (E_L + R * I)


def in_place(V, I, dt, tau_m, R, E_L):
    dV = E_L
    dV -= V
    dV += R * I
    V += dV * dt / tau_m
    return V


def loop(I, dt, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, V_reset=-65.0, begin=1.0):
    V, spikes = E_L, np.zeros(0)
    for i, current in enumerate(I):
        V += dt * (E_L - V + R * current) / tau_m
        if V >= V_th:
            V, spikes = V_reset, np.append(spikes, (i + begin) * dt)
    return spikes


def exact(I, dt, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, V_reset=-65.0):
    """Each step by the exact solution; one spike of the wrong side of the end is forgiven."""
    V, spikes = 0.0, []
    for i, current in enumerate(I):
        V = R * current + (V - R * current) * np.exp(-dt / tau_m)
        if V > V_th - E_L:
            spikes += [i * dt]
            V = V_reset - E_L
    return tuple(spikes)


def where(I, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, t_ref=2.0, V_reset=-65.0):
    above = R * np.float64(I) + E_L - V_th
    with np.errstate(invalid="ignore", divide="ignore"):
        interval = t_ref + tau_m * np.log1p((V_th - V_reset) / above)
    return np.where(above > 0, 1e3 / interval, 0)


def caught(I, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, t_ref=2.0, V_reset=-65.0):
    import math

    try:
        climb = math.log(R * I - V_reset + E_L) - math.log(R * I - V_th + E_L)
        return 1 / (t_ref + tau_m * climb) * 1000
    except ValueError:
        return 0


def by_library(I, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, t_ref=2.0, V_reset=-65.0):
    """The rate between the third and the fourth spike of an exact run."""
    model = LIF(tau_m, R, E_L, V_th, V_reset, t_ref)
    spikes = simulate(model, I, duration=1000.0).spikes
    return 1000.0 / (spikes[3] - spikes[2]) if spikes.size > 3 else 0.0


def turned(I, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, t_ref=2.0, V_reset=-65.0):
    if I <= (V_th - E_L) / R:
        return 0
    left = (E_L + R * I - V_th) / (E_L + R * I - V_reset)
    return 1000 / (t_ref - tau_m * np.log(left))


def climbed(I, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, t_ref=2.0, V_reset=-65.0):
    """The time of the climb by halving."""
    goal = E_L + R * I
    if goal <= V_th:
        return 0.0
    low, high = 0.0, 1e4
    for _ in range(80):
        t = (low + high) / 2
        if goal + (V_reset - goal) * np.exp(-t / tau_m) < V_th:
            low = t
        else:
            high = t
    return 1e3 / (t_ref + high)


def in_seconds(I, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, t_ref=2.0, V_reset=-65.0):
    drive = max(R * I - (V_th - E_L), 0.0)
    if drive == 0.0:
        return 0.0
    tau, ref = tau_m / 1000, t_ref / 1000
    return 1 / (ref + tau * np.log((drive + V_th - V_reset) / drive))


def halved(d, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0):
    """The current by bisection, from V at the end of the pulse."""
    low, high = 0.0, 1e6
    for _ in range(60):
        middle = (low + high) / 2
        if E_L + R * middle * (1 - np.exp(-d / tau_m)) < V_th:
            low = middle
        else:
            high = middle
    return high


def stepped(d, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0):
    """How far 1 pA lifts V, by small steps of Euler; the equation is linear."""
    steps = 4000
    V = 0.0
    for _ in range(steps):
        V += d / steps * (R - V) / tau_m
    return (V_th - E_L) / V


def up_to(neuron, weak=10.0, duration=400.0):
    """t and the change of V under a weak current."""
    trace = neuron.inject(weak, duration=duration)
    return trace.t, trace.V - trace.V[0]


def threshold(neuron, duration=1000.0, strongest=400.0):
    return max(neuron.inject(np.linspace(0, strongest, round(10 * duration))).V)


def by_a_fit(neuron):
    """A line through the logarithm of what is still to come."""
    t, V = up_to(neuron, -50.0)
    early = np.abs(V - V[-1]) > 0.2 * abs(V[-1])
    slope = np.polyfit(t[early], np.log(np.abs(V[-1] - V[early])), 1)[0]
    return -1 / slope, V[-1] / -50.0, threshold(neuron)


def by_the_first_slope(neuron):
    """V begins with the slope R I / tau_m."""
    t, V = up_to(neuron)
    return np.array([V[-1] / (V[1] / t[1]), V[-1] / 10.0, threshold(neuron)])


def by_the_area(neuron):
    """What V lacks of its goal has the area R I tau_m."""
    V = up_to(neuron, 5.0, 480.0)[1]
    return 0.1 * np.sum(V[-1] - V) / V[-1], V[-1] / 5.0, threshold(neuron, 900.0, 350.0)


def by_the_rheobase(neuron):
    """V_th from the first spike of a strong current, which charges for so long."""
    t, V = up_to(neuron, -20.0)
    R = V[-1] / -20.0
    tau_m = np.interp(1 - np.exp(-1), V / V[-1], t)
    strong = neuron.inject(400.0, duration=100.0)
    rest = strong.V[0]
    return tau_m, R, rest + R * 400.0 * (1 - np.exp(-strong.spikes[0] / tau_m))


def upward_and_sparing(neuron):
    """Two points of one rise, at s and 2 s, tell its goal and its pace."""
    t, V = up_to(neuron, 10.0, 60.0)
    first, second = V[300], V[600]
    kept = second / first - 1
    tau_m = -t[300] / np.log(kept)
    return tau_m, first / (1 - kept) / 10.0, threshold(neuron, neuron.left)


def next_by_decays(u, x, gap, U, tau_d, tau_f):
    a, b = np.exp(-gap / tau_f), np.exp(-gap / tau_d)
    return U + (1 - U) * a * u, b * x * (1 - u) + 1 - b


def next_by_equilibria(u, x, gap, U, tau_d, tau_f):
    x = x * (1 - u)
    x += (1 - x) * -np.expm1(-gap / tau_d)
    u *= np.exp(-gap / tau_f)
    u += U * (1 - u)
    return [u, x]


def next_by_what_lacks(u, x, gap, U, tau_d, tau_f):
    lacks = (1 - x + u * x) * np.exp(-gap / tau_d)
    return np.array([1 - (1 - U) * (1 - u * np.exp(-gap / tau_f)), 1 - lacks])


def next_by_lsoda(u, x, gap, U, tau_d, tau_f):
    def slope(t, y):
        return [-y[0] / tau_f, (1 - y[1]) / tau_d]

    end = solve_ivp(slope, (0, gap), [u, x - u * x], "LSODA", rtol=1e-11, atol=1e-13).y[:, -1]
    return end[0] + U * (1 - end[0]), end[1]


RIGHT = {
    "next_spike": [
        next_by_decays,
        next_by_equilibria,
        next_by_what_lacks,
        next_by_lsoda,
        lambda *given: tuple(map(np.float64, next_by_decays(*given))),
        lambda u, x, gap, *p: next_by_decays(np.asarray(u), np.asarray(x), gap, *p),
    ],
    "lif_step": [
        lambda V, I, dt, tau_m, R, E_L: V + dt * ((-(V - E_L) + R * I) / tau_m),
        by_weights,
        in_place,
    ],
    "spike_times": [loop, lambda *args, **more: loop(*args, begin=0.0, **more), exact],
    "rate": [where, caught, by_library, turned, climbed, in_seconds],
    "strength": [
        halved,
        stepped,
        lambda d, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0: (
            (V_th - E_L) / (R - R * np.exp(-d / tau_m))
        ),
        lambda d, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0: (
            (V_th - E_L) * np.exp(d / tau_m) / R / np.expm1(d / tau_m)
        ),
        lambda d, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0: (
            (V_th - E_L) / (2 * R) * (1 + 1 / np.tanh(d / (2 * tau_m)))
        ),
    ],
    "other_life": [
        (133.1, 8.92),
        (133, 8.93),
        (130.0, 9.15),
        (118.7, 10.0),
        (np.float64(100.0), 11.2),
        (np.array(125.0), np.float32(9.53)),
    ],
    "suspects": [
        [7, 8, 9],
        {9, 8, 7},
        ((8, 7, 9),),
        np.array([9, 7, 8]),
        [9.0, 8.0, 7.0],
        ["7", "8", "9"],
    ],
    "mystery_neuron": [
        by_a_fit,
        by_the_first_slope,
        by_the_rheobase,
        by_the_area,
        upward_and_sparing,
        lambda neuron: list(by_a_fit(neuron)),
    ],
}


@pytest.mark.parametrize(
    "part, off, passes",
    [
        (0, 0.029, True),
        (0, -0.031, False),
        (0, 0.031, False),
        (1, -0.029, True),
        (1, 0.031, False),
        (2, 0.29, True),
        (2, -0.29, True),
        (2, 0.31, False),
        (2, -0.31, False),
    ],
)
def test_a_mystery_neuron_is_measured_within_what_the_lesson_says(part, off, passes):
    def measured(neuron):
        hidden = mystery(neuron.seed)._model
        found = [hidden.tau_m, hidden.R, hidden.V_th]
        found[part] += off * (1.0 if part == 2 else found[part])
        return found

    assert bool(check.mystery_neuron(measured)) == passes


def test_three_neurons_are_tried_which_a_weak_enough_current_makes_fire():
    spans = ((8.0, 15.0), (15.0, 30.0), (30.0, 40.0))
    for seed in range(60):
        with varied(seed):
            neurons = list(check._neurons())
        assert len(neurons) == 3
        for neuron, (low, high) in zip(neurons, spans):
            hidden = mystery(neuron.seed)._model
            assert neuron.left == 1500.0 and low <= hidden.tau_m < high
            assert (hidden.V_th - hidden.E_L) / hidden.R < 300.0
