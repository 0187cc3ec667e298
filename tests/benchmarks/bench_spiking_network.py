"""The article's spiking network against its NumPy loop and Brian2's C++ standalone.

    pip install -r tests/benchmarks/requirements.txt
    python tests/benchmarks/bench_spiking_network.py

One thread each. Ours includes call, checks and results, and takes weights and input in the
order in which `weights` and `inputs` make them, the loop in NumPy's usual one; Brian2 is
timed by its own clock around its loop, so without starting and compiling, and records
spikes only; it has the same weights and input and must fire the same spikes. At 10,000
neurons Brian2 would need 1e8 synapses and is left out. The last table shows that our cost
follows the spikes.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from _timing import report

from course.models.spiking_network import inputs, simulate, weights


def article_loop(W, I, V_th=0, V_rest=-60, V_reset=-70, dt=0.1, eps=1):
    N, T = I.shape
    V, spikes = np.zeros([N, T]), np.zeros([N, T])
    V[:, 0] = V_rest
    for t in range(T - 1):
        change = V_rest - V[:, t] + np.dot(W, eps * spikes[:, t]) + I[:, t]
        V[:, t + 1] = V[:, t] + dt * change
        spikes[np.where(V[:, t + 1] > V_th), t + 1] = 1
        V[np.where(V[:, t + 1] > V_th), t + 1] = V_reset
    return spikes


def brian(folder, W, I):
    """Compile a standalone program; return a function that runs it and gives its loop's time."""
    import brian2 as b2

    (N, T), path = I.shape, Path(folder, str(len(W)))
    b2.device.reinit()
    b2.device.activate()
    b2.set_device("cpp_standalone", build_on_run=False)
    b2.defaultclock.dt = 0.1 * b2.ms
    b2.prefs.codegen.cpp.extra_compile_args_gcc = ["-w", "-O3", "-march=native", "-std=c++11"]
    drive = b2.TimedArray(I.T, dt=0.1 * b2.ms, name="drive")
    group = b2.NeuronGroup(
        N, "dx/dt = (-60 - x + g + drive(t, i)) / ms : 1\ng : 1",
        threshold="x > 0", reset="x = -70", method="euler", namespace={"drive": drive},
    )  # fmt: skip
    group.x = -60
    # a step's spikes act in the next step, also on the neurons that are reset in this one
    group.run_regularly("g = 0", when="before_synapses")
    synapses = b2.Synapses(group, group, "w : 1", on_pre="g_post += w")
    target, source = np.nonzero(W)
    synapses.connect(i=source, j=target)
    synapses.w = W[target, source]
    monitor = b2.SpikeMonitor(group)
    network = b2.Network(group, synapses, monitor)
    network.run((T - 1) * 0.1 * b2.ms)
    b2.device.build(directory=str(path), compile=True, run=True, with_output=False)
    step = np.round(monitor.t / (0.1 * b2.ms)).astype(int) + 1
    spikes = np.zeros((N, T), bool)
    spikes[np.asarray(monitor.i), step] = True

    def run():
        subprocess.run(["./main"], cwd=path, check=True, stdout=subprocess.DEVNULL)
        return float(Path(path, "results", "last_run_info.txt").read_text().split()[0])

    return run, spikes


def wall(run):
    def timed():
        start = time.perf_counter()
        run()
        return time.perf_counter() - start

    return timed


def medians(contestants, rounds):
    for run in contestants.values():
        run()
    seconds = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            seconds[name].append(run())
    return {name: statistics.median(times) for name, times in seconds.items()}


def network(N, T, goal, folder, rounds, w_sd=10.0):
    W, I = weights(N, w_sd, rng=0), inputs(N, T, rng=1)
    # np.dot's order, and each has its own to keep in cache
    for_loop = np.ascontiguousarray(W), np.ascontiguousarray(I)
    ours, loop = simulate(W, I).spikes, article_loop(*for_loop)
    assert np.array_equal(ours, loop)
    contestants = {
        "ours": wall(lambda: simulate(W, I)),
        "NumPy loop": wall(lambda: article_loop(*for_loop)),
    }
    wanted = {"NumPy loop": goal}
    if folder:
        contestants["Brian2 C++"], theirs = brian(folder, W, I)
        wanted["Brian2 C++"] = 1
        print(f"\nN = {N}: {np.mean(ours != theirs):.1e} of Brian2's steps differ from ours")
    title = f"N = {N}, {T} steps, w_sd {w_sd:g}, {ours.mean():.1%} of neurons a step"
    return report(title, medians(contestants, rounds), "ours", wanted)


def cost_follows_spikes(N=2000, T=300):
    W = weights(N, rng=0)
    runs = {mean: inputs(N, T, mean=mean, rng=1) for mean in (20.0, 60.0, 150.0, 400.0)}
    seconds = medians({m: wall(lambda I=I: simulate(W, I)) for m, I in runs.items()}, 7)
    print(f"\nN = {N}: cost against spikes")
    for mean, I in runs.items():
        spikes = simulate(W, I).spikes.sum() / T
        print(f"  {spikes:7.1f} spikes a step {seconds[mean] / T * 1e6:9.1f} us a step")


def main():
    try:
        import brian2  # noqa: F401
    except ImportError:
        sys.exit("brian2 is missing: pip install -r tests/benchmarks/requirements.txt")
    with tempfile.TemporaryDirectory() as folder:
        short = network(100, 500, 20, folder, 25)
        short += network(1000, 500, 20, folder, 11)
    short += network(10_000, 100, 15, None, 3)
    short += network(10_000, 100, 15, None, 3, w_sd=1.0)  # 10 sqrt(100 / N): input as at N = 100
    cost_follows_spikes()
    print(*short, sep="\n")
    sys.exit(bool(short))


if __name__ == "__main__":
    main()
