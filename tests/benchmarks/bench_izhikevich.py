"""Speed of Izhikevich's network of 1000 neurons over 1000 ms. Everything runs on one thread.

Against the published script in NumPy, both are handed the same weights and thalamic input
and must give the same spikes: that is what a slider of the explorer runs again and again. A
second table has both draw weights and input too; there the draws are most of our time.
Against Brian2's C++ standalone, both draw their input as they run; its time is that of the
simulation loop alone, without building, compiling or loading, and it counts CPU seconds, as
this comparison therefore does for ours.

    python tests/benchmarks/bench_izhikevich.py
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
from _timing import interleave, report

from course.models.izhikevich.network import random_network, simulate_network, thalamic_input

SCRIPT, BRIAN = "published script in NumPy", "Brian2 C++ standalone"
N_E, N_I, T = 800, 200, 1000


def script_network(rng):
    re, ri = rng.random(N_E), rng.random(N_I)
    a = np.r_[0.02 * np.ones(N_E), 0.02 + 0.08 * ri]
    b = np.r_[0.2 * np.ones(N_E), 0.25 - 0.05 * ri]
    c = np.r_[-65 + 15 * re**2, -65 * np.ones(N_I)]
    d = np.r_[8 - 6 * re**2, 2 * np.ones(N_I)]
    S = np.c_[0.5 * rng.random((N_E + N_I, N_E)), -rng.random((N_E + N_I, N_I))]
    return a, b, c, d, S


def script(a, b, c, d, S, thalamic):
    v = -65 * np.ones(N_E + N_I)
    u = b * v
    firings = []
    for t in range(T):
        I = thalamic(t)
        fired = np.flatnonzero(v >= 30)
        firings.append(np.c_[np.full(len(fired), t), fired])
        v[fired] = c[fired]
        u[fired] += d[fired]
        I = I + S[:, fired].sum(axis=1)
        v = v + 0.5 * (0.04 * v**2 + 5 * v + 140 - u + I)
        v = v + 0.5 * (0.04 * v**2 + 5 * v + 140 - u + I)
        u = u + a * (b * v - u)
    return np.concatenate(firings)


def against_the_script():
    network = random_network(rng=0)
    S = np.ascontiguousarray(network.W, dtype=float)  # as np.hstack leaves it
    noise = thalamic_input(network, duration=T, rng=1)
    cells = network[:4]
    firings = script(*cells, S, lambda t: noise[t])
    ours = simulate_network(network, noise=noise)
    assert np.array_equal(np.c_[ours.spikes, ours.neurons], firings)

    medians = interleave(
        {
            "ours": lambda: simulate_network(network, noise=noise),
            SCRIPT: lambda: script(*cells, S, lambda t: noise[t]),
        },
        rounds=31,
    )
    title = f"{len(firings)} identical spikes, same weights and input"
    short = report(title, medians, "ours", {SCRIPT: 15.0})

    def all_of_script():
        rng = np.random.default_rng(2)
        draw = rng.standard_normal
        script(*script_network(rng), lambda t: np.r_[5 * draw(N_E), 2 * draw(N_I)])

    def all_of_ours():
        rng = np.random.default_rng(2)
        simulate_network(random_network(rng=rng), duration=T, rng=rng)

    medians = interleave({"ours": all_of_ours, SCRIPT: all_of_script}, rounds=9)
    report("everything, weights and input drawn too", medians, "ours", {})
    return short


def brian_loop(directory):
    """Build the same network in Brian2; a function that runs it and gives the loop's seconds."""
    try:
        import brian2 as b2
    except ImportError:
        print("\nBrian2 is missing: pip install -r tests/benchmarks/requirements.txt")
        return None
    b2.set_device("cpp_standalone", build_on_run=False)
    b2.prefs.devices.cpp_standalone.openmp_threads = 0
    b2.defaultclock.dt = 1 * b2.ms
    a, b, c, d, S = script_network(np.random.default_rng(0))
    names = ("v", "u", "a", "b", "c", "d", "sigma", "received")
    group = b2.NeuronGroup(
        N_E + N_I,
        "\n".join(f"{name} : 1" for name in names),
        threshold="v >= 30",
        reset="v = c; u += d",
    )
    step = "v += 0.5 * (0.04 * v * v + 5 * v + 140 - u + I)\n"
    group.run_regularly(
        f"I = sigma * randn() + received\n{step}{step}u += a * (b * v - u)\nreceived = 0",
        when="start",
    )
    group.v, group.u, group.a, group.b, group.c, group.d = -65, -65 * b, a, b, c, d
    group.sigma = np.r_[np.full(N_E, 5.0), np.full(N_I, 2.0)]
    synapses = b2.Synapses(group, group, "w : 1", on_pre="received_post += w")
    synapses.connect()
    synapses.w = S.T.ravel()
    monitor = b2.SpikeMonitor(group)
    b2.run(T * b2.ms)
    b2.device.build(directory=directory, compile=True, run=True, with_output=False)
    print(f"\nBrian2 {b2.__version__}: {monitor.num_spikes} spikes")

    def loop():
        b2.device.run(directory, with_output=False, run_args=[])
        return b2.device._last_run_time

    return loop


def against_brian():
    with tempfile.TemporaryDirectory() as directory:
        theirs = brian_loop(directory)
        if theirs is None:
            return ["Brian2 is missing"]
        network = random_network(rng=0)
        simulate_network(network, duration=T, rng=0)
        ours, loops = [], []
        for seed in range(60):
            start = time.process_time()
            simulate_network(network, duration=T, rng=seed)
            ours.append(time.process_time() - start)
            if seed % 4 == 0:
                loops.append(theirs())
    medians = {"ours": statistics.median(ours), BRIAN: statistics.median(loops)}
    return report("input drawn while running, CPU time", medians, "ours", {BRIAN: 4.0})


if __name__ == "__main__":
    short = against_the_script() + against_brian()
    print("\n" + ("\n".join(short) if short else "every promise kept"))
    sys.exit(bool(short))
