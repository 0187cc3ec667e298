"""The ring in its rank-3 form against a loop around np.dot(W, a), one thread each.

    python tests/benchmarks/bench_ring_attractor.py

"np.dot alone" is one product W @ a; the loop adds the rectified input and Euler's step, as
demonstrations do. "ours" advances the three numbers that drive the ring, from which any
activity follows, and "with all activity" the N activities too. Ours is second order, the
loop first: the second table compares equal spans of time, each at the longest of a few
steps whose bump is right to 1e-3. The last one is the cost of a step against N.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from _timing import interleave, report

from course.models.ring_attractor import Ring, angles, simulate, weights

SPEED = 1.0


def loop(ring, W, steps, dt, a):
    theta, a = angles(ring), a.copy()
    for t in range(steps):
        u = np.dot(W, a) + ring.h0 + ring.h1 * np.cos(theta - SPEED * dt * t) - ring.T
        a += dt / ring.tau * (np.maximum(u, 0.0) - a)
    return a


def per_step(N, products):
    ring, steps = Ring(N=N), 20_000
    W, a = weights(ring), np.random.default_rng(0).random(N)

    def ours(keep, steps):
        simulate(ring, duration=steps * 0.01, speed=SPEED, start=a, every=steps, keep=keep)

    few = 20_000_000 // N
    medians = interleave(
        {
            "ours": lambda: ours(False, steps),
            "ours with all activity": lambda: ours(True, few),
            "np.dot alone": lambda: [np.dot(W, a) for _ in range(products)],
            "loop": lambda: loop(ring, W, products, 0.01, a),
        },
        rounds=7,
    )
    for name, runs in zip(medians, (steps, few, products, products)):
        medians[name] /= runs
    goal = 400 if N == 1000 else 5000
    first = report(f"one step, N = {N}", medians, "ours", {"np.dot alone": goal, "loop": goal})
    del medians["ours"]
    want = {} if N == 1000 else {"np.dot alone": goal}
    return first + report("  keeping all activity", medians, "ours with all activity", want)


def equal_spans(N=1000, span=40.0):
    ring = Ring(N=N)
    W, a = weights(ring), np.random.default_rng(0).random(N)

    def end_of(dt):  # records are states before a step: the last one is at span - dt
        return simulate(
            ring, duration=span + dt, dt=dt, speed=SPEED, start=a, every=round(span / dt)
        )

    exact = end_of(0.0005).a[:, -1]
    ours = next(
        dt for dt in (0.2, 0.1, 0.05, 0.025, 0.01) if abs(end_of(dt).a[:, -1] - exact).max() < 1e-3
    )
    euler = next(
        dt
        for dt in (0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005)
        if abs(loop(ring, W, round(span / dt), dt, a) - exact).max() < 1e-3
    )
    contestants = {
        f"ours with all activity, dt {ours}": lambda: end_of(ours),
        f"loop, dt {euler}": lambda: loop(ring, W, round(span / euler), euler, a),
    }
    first, second = contestants
    medians = interleave(contestants, rounds=7)
    return report(f"{span:g} time constants to 1e-3, N = {N}", medians, first, {second: 400})


def linear_in_N():
    sizes = {1000: 20_000, 10_000: 2000, 100_000: 1000}

    def contestant(N, steps):
        start = np.zeros(N)

        def run(k):
            simulate(Ring(N=N), duration=k * 0.01, speed=SPEED, start=start, every=k)

        return {(N, "long"): lambda: run(steps), (N, "short"): lambda: run(steps // 10)}

    contestants = {}
    for N, steps in sizes.items():
        contestants |= contestant(N, steps)
    medians = interleave(contestants, rounds=5)
    print("\nall activity, time a step and neuron (without setting up)")
    costs = []
    for N, steps in sizes.items():
        seconds = (medians[N, "long"] - medians[N, "short"]) / (0.9 * steps)
        costs.append(seconds / N * 1e9)
        print(f"  N = {N:<7} {seconds * 1e6:9.2f} us a step {costs[-1]:7.3f} ns a neuron")
    # a linear cost leaves ns a neuron as they are; memory slower than cache allows a factor 4
    return [] if costs[2] < 4 * costs[1] else [f"not linear in N: {costs} ns a neuron"]


def main():
    short = per_step(1000, 200) + per_step(10_000, 5) + equal_spans() + linear_in_N()
    print(*short, sep="\n")
    sys.exit(bool(short))


if __name__ == "__main__":
    main()
