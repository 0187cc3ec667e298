"""A linear rate network of 100 units against NumPy's Euler loop, one thread each.

    python tests/benchmarks/bench_rate_network.py

20,000 steps of 0.1 ms, constant input, every rate kept. Ours is exact at each of them
(checked here against SciPy's expm), the loop is wrong by its step. The other lines, without
a promise: input that changes every step, weights without symmetry, and rectification.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import sys
from pathlib import Path

import numpy as np
from scipy.linalg import expm

sys.path.insert(0, str(Path(__file__).parents[2]))

from _timing import interleave, report

from course.models.rate_network import simulate
from course.models.rate_network.examples import with_eigenvalues

N, STEPS, DT, TAU = 100, 20_000, 0.1, 10.0
RNG = np.random.default_rng(0)
W = with_eigenvalues(np.append(1.0, RNG.uniform(-1.0, 0.95, N - 1)), rng=0)
G = RNG.normal(size=(N, N)) / 15
H = RNG.normal(size=(N, STEPS))


def euler(W, h, rectify=False):
    """Column by column, as the two-neuron demonstration does."""
    r = np.zeros((N, STEPS + 1))
    for k in range(1, STEPS + 1):
        drive = np.dot(W, r[:, k - 1]) + h[:, k - 1]
        if rectify:
            drive[drive < 0] = 0
        r[:, k] = r[:, k - 1] + DT / TAU * (-r[:, k - 1] + drive)
    return r


def main():
    constant = np.repeat(H[:, :1], STEPS, axis=1)
    r = simulate(W, H[:, 0], duration=STEPS * DT).r
    A = np.zeros((N + 1, N + 1))
    A[:N, :N], A[:N, N] = (W - np.eye(N)) / TAU, H[:, 0] / TAU
    worst = max(abs(r[:, k] - expm(A * DT * k)[:N, N]).max() for k in (1, 10, 1000, STEPS))
    loop = abs(euler(W, constant) - r).max()
    size = abs(r).max()
    print(f"error / largest rate: ours {worst / size:.1e}, Euler's loop {loop / size:.1e}")
    contestants = {
        "ours": lambda: simulate(W, H[:, 0], duration=STEPS * DT),
        "Euler loop": lambda: euler(W, constant),
        "ours, changing input": lambda: simulate(W, H),
        "ours, no symmetry": lambda: simulate(G, H),
        "ours, relu": lambda: simulate(G, H, F="relu"),
        "Euler loop, relu": lambda: euler(G, H, rectify=True),
    }
    medians = interleave(contestants, rounds=9)
    rectified = {name: medians[name] for name in ("ours, relu", "Euler loop, relu")}
    short = report(f"N = {N}, {STEPS} steps", medians, "ours", {"Euler loop": 8})
    report("rectified", rectified, "ours, relu", {})
    if worst > 1e-12 * size:
        short.append(f"error {worst / size:.1e} of the largest rate, wanted 1e-12")
    print(*short, sep="\n")
    sys.exit(bool(short))


if __name__ == "__main__":
    main()
