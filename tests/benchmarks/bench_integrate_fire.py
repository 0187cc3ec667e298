"""Integrate-and-fire: the compiled f-I curve over a NumPy loop, and cost per simulated second.

Ours runs on one thread and finds spike times exactly; the loop is Euler's method
with NumPy scalars, one neuron at a time, as the lesson writes it.

    python tests/benchmarks/bench_integrate_fire.py
"""

import sys

import numpy as np
from _timing import interleave, report

from course.models.integrate_fire import (
    LIF,
    SynapticLIF,
    f_i_curve,
    firing_rate,
    simulate,
    simulate_synaptic,
)
from course.stimuli import poisson_spikes

MODEL = LIF()
CURRENTS = np.linspace(0.0, 600.0, 200)  # pA
DT, DURATION = 0.1, 1000.0  # ms
SHARE = 10  # the loop runs every tenth current; its time is scaled up


def loop_rates(currents):
    """Firing rates in Hz by Euler's method, one neuron and one step at a time."""
    steps, held = round(DURATION / DT), round(MODEL.t_ref / DT)
    rates = []
    for current in currents:
        I = np.full(steps, current)
        V = np.empty(steps + 1)
        V[0], ready, spikes = MODEL.E_L, 0, 0
        for i in range(steps):
            if i < ready:
                V[i + 1] = MODEL.V_reset
                continue
            V[i + 1] = V[i] + DT / MODEL.tau_m * (-(V[i] - MODEL.E_L) + MODEL.R * I[i])
            if V[i + 1] >= MODEL.V_th:
                V[i + 1], ready, spikes = MODEL.V_reset, i + 1 + held, spikes + 1
        rates.append(1000.0 * spikes / DURATION)
    return np.array(rates)


def main():
    exact = firing_rate(MODEL, CURRENTS)
    ours = f_i_curve(MODEL, CURRENTS, duration=DURATION, dt=DT)
    seen = ours > 0
    print(
        f"f-I, largest relative error: ours {np.abs(ours[seen] / exact[seen] - 1).max():.1e}",
        end="",
    )
    loop = loop_rates(CURRENTS[::SHARE])
    print(f", Euler's rate off by up to {np.abs(loop - exact[::SHARE]).max():.2f} Hz")

    medians = interleave(
        {
            "f_i_curve": lambda: f_i_curve(MODEL, CURRENTS, duration=DURATION, dt=DT),
            "NumPy loop": lambda: loop_rates(CURRENTS[::SHARE]),
            "f_i_curve with noise": lambda: f_i_curve(
                MODEL, CURRENTS, duration=DURATION, dt=DT, sigma=2.0, rng=0
            ),
        }
    )
    medians["NumPy loop"] *= SHARE
    title = "f-I curve, 200 currents x 1 s at dt = 0.1 ms, one thread"
    short = report(title, medians, "f_i_curve", {"NumPy loop": 100})

    trains = [
        poisson_spikes(rate, duration=DURATION, rng=k) for k, rate in enumerate((400, 400, 200))
    ]
    drive = dict(zip(("AMPA", "NMDA", "inh"), trains))
    medians = interleave(
        {
            "simulate": lambda: simulate(MODEL, 300.0, dt=DT, duration=DURATION),
            "simulate with noise": lambda: simulate(
                MODEL, 300.0, dt=DT, duration=DURATION, sigma=2.0, rng=0
            ),
            "simulate_synaptic, 1000 arrivals": lambda: simulate_synaptic(
                SynapticLIF(), **drive, dt=DT, duration=DURATION
            ),
        },
        rounds=51,
    )
    report("one neuron, 1 s at dt = 0.1 ms, one thread", medians, "simulate", {})
    if short:
        sys.exit("\n".join(["", *short]))


if __name__ == "__main__":
    main()
