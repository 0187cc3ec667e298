"""100,000 steps of the respiratory model against the same model as a NumPy loop, one thread.

    python tests/benchmarks/bench_respiration.py

The loop is written as demonstrations write it: forward Euler, arrays indexed step by step,
the four neurons one after another. Ours is second order and keeps every tenth step (the
second line: every step), call, checks and memory included. Both errors are printed.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from _timing import interleave, report

from course.models.respiration import phases, simulate

STEPS, DT, LOOP = 100_000, 0.1, 10_000


def numpy_loop(steps, dt=DT):
    b = np.array([(0, 0, 0.3, 0.2), (0, 0, 0.05, 0.35), (0, 0.25, 0, 0.1), (0, 0.35, 0.35, 0)])
    c = np.array([(0.115, 0.07, 0.025), (0.3, 0.3, 0), (0.63, 0, 0), (0.33, 0.4, 0)])
    slope, drives = np.array([8.0, 4.0, 4.0, 4.0]), np.ones(3)
    tau, k = np.array([np.inf, 2000.0, 1000.0, 2000.0]), np.array([0, 0.9, 1.3, 0.9])

    def output(V, slope):
        return 1 / (1 + np.exp(-(V + 30) / slope))

    V, m, h = np.zeros((4, steps)), np.zeros((4, steps)), np.zeros(steps)
    I_NaP, I_K = np.zeros(steps), np.zeros(steps)
    I_AD, I_L, I_E, I_I = (np.zeros((4, steps)) for _ in range(4))
    V[:, 0], m[1:, 0], h[0] = (-50.8, -36.2, -36.8, -41.8), 0.3, 0.3
    for t in range(steps - 1):
        v = V[0, t]
        h_inf, tau_h = 1 / (1 + np.exp((v + 48) / 6)), 6000 / np.cosh((v + 48) / 12)
        h[t + 1] = h[t] + dt / tau_h * (h_inf - h[t])
        I_K[t] = 5 * (1 / (1 + np.exp(-(v + 29) / 4))) ** 4 * (v + 85)
        I_NaP[t] = 5 / (1 + np.exp(-(v + 40) / 6)) * h[t] * (v - 50)
        inhibition, excitation = np.dot(b, output(V[:, t], slope)), np.dot(c, drives)
        for i in range(4):
            m[i, t + 1] = m[i, t] + dt / tau[i] * (k[i] * output(V[i, t], slope[i]) - m[i, t])
            I_AD[i, t] = 10 * m[i, t] * (V[i, t] + 85)
            I_L[i, t] = 2.8 * (V[i, t] + 60)
            excited = excitation[i] + (0.4 * output(V[0, t], slope[0]) if i == 1 else 0)
            I_E[i, t] = 10 * V[i, t] * excited
            I_I[i, t] = 60 * (V[i, t] + 75) * inhibition[i]
            I = I_L[i, t] + I_E[i, t] + I_I[i, t]
            I = I + (I_NaP[t] + I_K[t] if i == 0 else I_AD[i, t])
            V[i, t + 1] = V[i, t] - dt / 20 * I
    return V


def main():
    t = DT * np.arange(LOOP)
    ours, loop = simulate(duration=LOOP * DT, every=1).V, numpy_loop(LOOP)
    exact = simulate(duration=LOOP * DT, dt=0.00625, every=16).V
    for name, V in (("ours", ours), ("NumPy loop", loop)):
        print(
            f"largest error of V in the first {t[-1]:.0f} ms, {name}: {abs(V - exact).max():.1e} mV"
        )
    run = phases(simulate(duration=30_000, drop=10_000))
    print(f"period {run.period:.1f} ms; {run.cycles} breaths measured")
    contestants = {
        "ours, every tenth step kept": lambda: simulate(duration=STEPS * DT),
        "ours, every step kept": lambda: simulate(duration=STEPS * DT, every=1),
        f"NumPy loop (x {STEPS // LOOP}, of {LOOP} steps)": lambda: numpy_loop(LOOP),
    }
    medians = interleave(contestants, rounds=15)
    *_, name = contestants
    medians[name] *= STEPS // LOOP
    title = f"{STEPS} steps of {DT} ms"
    short = report(title, medians, "ours, every tenth step kept", {name: 500})
    print(*short, sep="\n")
    sys.exit(bool(short))


if __name__ == "__main__":
    main()
