"""Speed as a ratio: contestants take turns in one process, so that a noisy machine slows all.

Run a benchmark as a script (`python tests/benchmarks/bench_lif.py`); it prints a
table and exits with 1 when a ratio falls short of what the course promises.
"""

import gc
import statistics
import time


def interleave(contestants, rounds=7, warmups=1):
    """Median seconds of each contestant, run in turn `rounds` times.

    Parameters
    ----------
    contestants : dict of str to callable
    rounds, warmups : int

    Returns
    -------
    dict of str to float
        Median wall time of each, s.
    """
    for _ in range(warmups):
        for run in contestants.values():
            run()
    seconds = {name: [] for name in contestants}
    gc.disable()
    try:
        for _ in range(rounds):
            for name, run in contestants.items():
                start = time.perf_counter()
                run()
                seconds[name].append(time.perf_counter() - start)
    finally:
        gc.enable()
    return {name: statistics.median(times) for name, times in seconds.items()}


def report(title, medians, ours, wanted):
    """Print how many times faster `ours` is than each peer; return the ratios that fall short.

    Parameters
    ----------
    medians : dict of str to float
        From `interleave`.
    ours : str
        The contestant that the others are compared with.
    wanted : dict of str to float
        Smallest allowed ratio peer / ours.
    """
    print(f"\n{title}\n  {ours:<34} {medians[ours] * 1e3:10.3f} ms")
    short = []
    for name, seconds in medians.items():
        if name == ours:
            continue
        ratio = seconds / medians[ours]
        goal = wanted.get(name)
        verdict = "" if goal is None else f"  wanted {goal:g}x {'ok' if ratio >= goal else 'SHORT'}"
        print(f"  {name:<34} {seconds * 1e3:10.3f} ms {ratio:9.1f}x{verdict}")
        if goal is not None and ratio < goal:
            short.append(f"{title}: {name} {ratio:.1f}x, wanted {goal:g}x")
    return short
