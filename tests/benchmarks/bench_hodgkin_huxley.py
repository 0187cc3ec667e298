"""Hodgkin-Huxley against Brian2 (C++ standalone), NEURON, NumPy and SciPy, one thread each.

    pip install -r tests/benchmarks/requirements.txt
    python tests/benchmarks/bench_hodgkin_huxley.py

The f-I curve is 200 currents x 200 ms at dt 0.01 ms, from rest. All is
processor time, which is what Brian2's own clock measures around its loop, without starting
the program, compiling it and writing results.
Brian2 runs its exponential Euler, its RK4, and the very scheme of the course as code that
it compiles. NEURON runs its second-order method and its rates exactly (usetable 0), and
with the table of rates that it uses by default and that shifts spikes by some 0.5 ms.
"""

import functools
import math
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))

from _timing import report
from scipy.integrate import solve_ivp

from course.models.hodgkin_huxley import HodgkinHuxley, f_i, f_i_curve, resting_state, simulate

SQUID, DT, DURATION = HodgkinHuxley(), 0.01, 200.0
CURRENTS = np.linspace(0.0, 100.0, 200)
ROUNDS = 7

RATES = """
a_m = 1.0 / exprel(-(v + 40) / 10) : 1
b_m = 4 * exp(-(v + 65) / 18) : 1
a_h = 0.07 * exp(-(v + 65) / 20) : 1
b_h = 1 / (1 + exp(-(v + 35) / 10)) : 1
a_n = 0.1 / exprel(-(v + 55) / 10) : 1
b_n = 0.125 * exp(-(v + 65) / 80) : 1
I : 1 (constant)
"""
EQUATIONS = """
dv/dt = (I - 120*m**3*h*(v - 50) - 36*n**4*(v + 77) - 0.3*(v + 54.387)) / ms : 1
dm/dt = (a_m * (1 - m) - b_m * m) / ms : 1
dh/dt = (a_h * (1 - h) - b_h * h) / ms : 1
dn/dt = (a_n * (1 - n) - b_n * n) / ms : 1
"""
STAGGERED = """
gna = 120*m*m*m*h
gk = 36*n*n*n*n
y = 0.01*(gna + gk + 0.3)
v = (v + 0.01*(50*gna - 77*gk - 0.3*54.387 + I)*(1 + 0.5*y)) / (1 + y*(1 + 0.5*y))
ym = 0.01*(a_m + b_m)
m = (m + 0.01*a_m*(1 + 0.5*ym)) / (1 + ym*(1 + 0.5*ym))
yh = 0.01*(a_h + b_h)
h = (h + 0.01*a_h*(1 + 0.5*yh)) / (1 + yh*(1 + 0.5*yh))
yn = 0.01*(a_n + b_n)
n = (n + 0.01*a_n*(1 + 0.5*yn)) / (1 + yn*(1 + 0.5*yn))
"""


def brian(folder, method, currents, duration):
    """Compile a standalone program; return a function that runs it and gives its loop's time."""
    import brian2

    path = pathlib.Path(folder, f"{method}_{len(currents)}".replace(" ", "_"))
    brian2.device.reinit()
    brian2.device.activate()
    brian2.set_device("cpp_standalone", build_on_run=False)
    brian2.defaultclock.dt = DT * brian2.ms
    spike = dict(threshold="v > 0", refractory="v > 0")
    if method == "same scheme":
        group = brian2.NeuronGroup(
            len(currents), RATES + "v : 1\nm : 1\nh : 1\nn : 1\n", name="cells", **spike
        )
        regularly = group.run_regularly(STAGGERED, dt=DT * brian2.ms)
    else:
        group = brian2.NeuronGroup(
            len(currents), RATES + EQUATIONS, method=method, name="cells", **spike
        )
        regularly = None
    group.v, group.m, group.h, group.n = resting_state(SQUID)
    group.I = currents
    spikes = brian2.SpikeMonitor(group, record=False)
    network = brian2.Network(group, spikes)
    network.run(duration * brian2.ms)
    brian2.device.build(directory=str(path), compile=True, run=True, with_output=False)
    counts = np.array(spikes.count)
    del regularly
    kept = shutil.copytree(path, f"{path}_kept")  # the next reinit deletes the folder

    def run():
        subprocess.run(["./main"], cwd=kept, check=True, stdout=subprocess.DEVNULL)
        return float(pathlib.Path(kept, "results", "last_run_info.txt").read_text().split()[0])

    return run, counts


def neuron(currents, duration, table):
    from neuron import h

    h.load_file("stdrun.hoc")
    cells, context = [], h.ParallelContext()
    for j, current in enumerate(currents):
        cell = h.Section(name=f"cell{j}_{len(currents)}_{table}")
        cell.L = cell.diam = 100.0 / np.sqrt(np.pi)  # 1e-4 cm^2
        cell.insert("hh")
        cell(0.5).hh.el = SQUID.E_L
        clamp = h.IClamp(cell(0.5))
        clamp.delay, clamp.dur, clamp.amp = 0.0, 1e9, current * 0.1  # nA on 1e-4 cm^2
        spikes = h.Vector()
        watch = h.NetCon(cell(0.5)._ref_v, None, sec=cell)
        watch.threshold = 0.0
        watch.record(spikes)
        cells.append((cell, clamp, watch, spikes))

    def run(table=table):
        h.celsius, h.dt, h.steps_per_ms, h.secondorder = 6.3, DT, 1 / DT, 2
        h.usetable_hh = table
        h.CVode().cache_efficient(1)
        h.finitialize(resting_state(SQUID).V)
        context.set_maxstep(10)
        start = time.process_time()
        context.psolve(duration)
        return time.process_time() - start

    return run, cells


def numpy_sweep():
    """The scheme of the course in NumPy, the currents as a vector."""
    V, m, h, n = (np.full(CURRENTS.size, y) for y in resting_state(SQUID))
    count, half = np.zeros(CURRENTS.size), 0.5 * DT

    def relax(y, a, s):
        x = s * DT
        return (y + a * (DT + half * x)) / (1 + x * (1 + 0.5 * x))

    for _ in range(round(DURATION / DT)):
        before = V
        g_Na, g_K = 120 * m**3 * h, 36 * n**4
        V = relax(V, g_Na * 50 - g_K * 77 - 0.3 * 54.387 + CURRENTS, g_Na + g_K + 0.3)
        x, y = -(V + 40) / 10, -(V + 55) / 10
        a_m, b_m = x / np.expm1(x), 4 * np.exp(-(V + 65) / 18)
        a_h, b_h = 0.07 * np.exp(-(V + 65) / 20), 1 / (1 + np.exp(-(V + 35) / 10))
        a_n, b_n = 0.1 * y / np.expm1(y), 0.125 * np.exp(-(V + 65) / 80)
        m, h, n = relax(m, a_m, a_m + b_m), relax(h, a_h, a_h + b_h), relax(n, a_n, a_n + b_n)
        count += (before < 0) & (V >= 0)
    return count


def timed(run):
    def seconds():
        start = time.process_time()
        run()
        return time.process_time() - start

    return seconds


def medians(contestants, rounds=ROUNDS):
    """As `_timing.interleave`, for contestants that return their own seconds."""
    for run in contestants.values():
        run()
    seconds = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            seconds[name].append(run())
    return {name: statistics.median(times) for name, times in seconds.items()}


def derivative(t, y, current):
    V, m, h, n = y
    exp = math.exp
    a_m = 0.1 * (V + 40) / (1 - exp(-(V + 40) / 10))
    a_n = 0.01 * (V + 55) / (1 - exp(-(V + 55) / 10))
    ionic = 120 * m**3 * h * (V - 50) + 36 * n**4 * (V + 77) + 0.3 * (V + 54.387)
    return (
        current - ionic,
        a_m * (1 - m) - 4 * exp(-(V + 65) / 18) * m,
        0.07 * exp(-(V + 65) / 20) * (1 - h) - h / (1 + exp(-(V + 35) / 10)),
        a_n * (1 - n) - 0.125 * exp(-(V + 65) / 80) * n,
    )


def crossing(t, y, current):
    return y[0]


crossing.direction = 1


def scipy_spikes(current, method, rtol):
    run = solve_ivp(
        derivative, (0, DURATION), resting_state(SQUID), method, events=crossing,
        args=(current,), rtol=rtol, atol=rtol * 1e-2,
    )  # fmt: skip
    return run.t_events[0]


def against_lsoda():
    """Both at an error of the last spike of at most 1e-3 ms: the cheapest setting that does it."""
    few = CURRENTS[[20, 40, 60, 80, 100]]
    last = np.array([scipy_spikes(c, "DOP853", 1e-11)[-1] for c in few])

    def error(found):
        return np.abs(found - last).max()

    def ours(dt, currents):
        Y = np.repeat(np.array(resting_state(SQUID))[:, None], len(currents), axis=1)
        return f_i._spikes(f_i._sweep4, SQUID, currents, Y, DURATION, 0.0, dt)[2]

    for rtol in (1e-5, 3e-6, 1e-6, 3e-7, 1e-7, 3e-8):
        miss = error([scipy_spikes(c, "LSODA", rtol)[-1] for c in few])
        if miss <= 1e-3:
            break
    for dt in (0.05, 0.04, 0.025, 0.02):
        if error(ours(dt, few)) <= 1e-3:
            break
    single = next(
        d
        for d in (0.05, 0.04, 0.025)
        if error([simulate(SQUID, c, dt=d, duration=DURATION).spikes[-1] for c in few]) <= 1e-3
    )
    print(
        f"\nlast spike: LSODA rtol {rtol:g} off by {miss:.1e} ms, f_i_curve (order 4) at {dt:g} by"
    )
    print(f"{error(ours(dt, few)):.1e} ms; simulate needs dt {single:g}")

    def lsoda():
        start = time.process_time()
        for c in few:
            scipy_spikes(c, "LSODA", rtol)
        return (time.process_time() - start) / len(few)

    sweep, one = (
        timed(lambda: ours(dt, CURRENTS)),
        timed(lambda: simulate(SQUID, 20.0, dt=single, duration=DURATION)),
    )
    times = medians(
        {
            "a current of the f-I curve": lambda: sweep() / CURRENTS.size,
            "SciPy LSODA": lsoda,
            "simulate, alone": one,
        },
        rounds=5,
    )
    return report(
        "200 ms of a current at 1e-3 ms", times, "a current of the f-I curve", {"SciPy LSODA": 400}
    )


def main():
    try:
        import brian2  # noqa: F401
        from neuron import h  # noqa: F401
    except ImportError as error:
        sys.exit(f"{error}: pip install -r tests/benchmarks/requirements.txt")
    short = []
    with tempfile.TemporaryDirectory() as folder:
        runs, counts = {}, {}
        ours = "course f_i_curve"
        runs[ours] = timed(lambda: f_i_curve(SQUID, CURRENTS, duration=DURATION, skip=0.0, dt=DT))
        for method in ("exponential_euler", "rk4", "same scheme"):
            runs[f"Brian2 C++ {method}"], counts[method] = brian(folder, method, CURRENTS, DURATION)
        one = {}
        for method in ("exponential_euler", "rk4"):
            one[f"Brian2 C++ {method}"], _ = brian(folder, method, [10.0], 1000.0)
        runs["NumPy"] = timed(numpy_sweep)
        runs["NEURON exact rates"], cells = neuron(CURRENTS, DURATION, 0)
        runs["NEURON default table"] = functools.partial(runs["NEURON exact rates"], 1)
        times = medians(runs)
        runs["NEURON exact rates"]()
        counts["NEURON"] = [len(spikes) for *_, spikes in cells]
        counts["NumPy"] = numpy_sweep()
        wanted = {"Brian2 C++ exponential_euler": 15, "Brian2 C++ same scheme": 8}
        wanted |= {"Brian2 C++ rk4": 15, "NEURON exact rates": 20, "NumPy": 60}
        short += report("f-I curve, 200 currents x 200 ms, dt 0.01 ms", times, ours, wanted)
        print("  spikes in all:", {k: int(np.sum(v)) for k, v in counts.items()})
        del cells
        alone = "course simulate (order 4)"
        one[alone] = timed(lambda: simulate(SQUID, 10.0, dt=DT, duration=1000.0))
        one["NEURON exact rates"], _kept = neuron([10.0], 1000.0, 0)
        short += report("one neuron, 1 s, dt 0.01 ms", medians(one), alone, dict.fromkeys(one, 1))
    short += against_lsoda()
    print("\n" + ("\n".join(short) or "all ratios hold"))
    return bool(short)


if __name__ == "__main__":
    sys.exit(main())
