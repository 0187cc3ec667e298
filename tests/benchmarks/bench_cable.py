"""The axon of 200 compartments against NEURON at the same dt and accuracy, one thread each.

    pip install -r tests/benchmarks/requirements.txt
    python tests/benchmarks/bench_cable.py

Both take 10 ms in steps of 0.025 ms by staggered Crank-Nicolson (NEURON: secondorder 2) and
keep V, the course everywhere and NEURON at two places. NEURON has its rates exactly
(usetable 0) and, as it comes, from a table. All is processor time.
"""

import functools
import statistics
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from _timing import report

from course.models.cable import M_S, Axon, conduction_velocity, simulate

AXON, DT, DURATION, REST = Axon(), 0.025, 10.0, -64.99637933
SITES = [100, 150]


def velocity(t, V):
    times = [np.interp(0.0, v[:k], t[:k]) for v in V for k in [np.argmax(v > 0) + 1]]
    return (SITES[1] - SITES[0]) * AXON.length / AXON.n / (times[1] - times[0]) * M_S


def ours():
    run = simulate(AXON, 10.0, width=0.2, duration=DURATION, dt=DT)
    return run.t, run.V[:, SITES].T


def neuron():
    from neuron import h

    h.load_file("stdrun.hoc")
    cable = h.Section(name="axon")
    cable.L, cable.diam, cable.nseg = 1e4 * AXON.length, 2 * AXON.radius, AXON.n
    cable.Ra, cable.cm = AXON.R_i, AXON.C
    cable.insert("hh")
    for piece in cable:
        piece.hh.el = AXON.E_L
    clamp = h.IClamp(cable(0.5 / AXON.n))
    clamp.delay, clamp.dur, clamp.amp = 0.0, 0.2, 1e4  # nA
    V = [h.Vector().record(cable((j + 0.5) / AXON.n)._ref_v) for j in SITES]
    context, keep = h.ParallelContext(), (cable, clamp)

    def run(table):
        assert keep
        h.celsius, h.dt, h.steps_per_ms, h.secondorder = AXON.T, DT, 1 / DT, 2
        h.usetable_hh = table
        h.CVode().cache_efficient(1)
        h.finitialize(REST)
        context.set_maxstep(10)
        start = time.process_time()
        context.psolve(DURATION)
        seconds = time.process_time() - start
        return seconds, (np.arange(len(V[0])) * DT, np.array(V))

    return run


def timed():
    start = time.process_time()
    result = ours()
    return time.process_time() - start, result


def main():
    try:
        run = neuron()
    except ImportError as error:
        sys.exit(f"{error}: pip install -r tests/benchmarks/requirements.txt")
    name = "course cable.simulate"
    contestants = {name: timed, "NEURON exact rates": functools.partial(run, 0)}
    contestants["NEURON default table"] = functools.partial(run, 1)
    seconds = {key: [] for key in contestants}
    for contest in contestants.values():
        contest()
    for _ in range(25):
        for key, contest in contestants.items():
            seconds[key].append(contest()[0])
    medians = {key: statistics.median(times) for key, times in seconds.items()}
    short = report(
        "axon of 200 compartments, 10 ms, dt 0.025 ms", medians, name, {"NEURON exact rates": 10}
    )
    limit = conduction_velocity(AXON)
    print(f"  velocity, m/s; the limit for dx and dt to 0 is {limit:.2f}")
    for key, contest in contestants.items():
        print(f"    {key:<24} {velocity(*contest()[1]):.2f}")
    print("\n" + ("\n".join(short) or "all ratios hold"))
    return bool(short)


if __name__ == "__main__":
    sys.exit(main())
