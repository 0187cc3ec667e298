"""Hopfield recall and capacity against the literal sign(W s), all on one thread.

`python tests/benchmarks/bench_hopfield.py`; needs 2 GB. Exits 1 when a ratio falls short.
The literal forms use NumPy as a student would: one row of W times the state for each unit.
Both sides sweep until nothing flips; the weights are ready before the clock starts.

Run it on a quiet machine: the literal loop waits for memory and slows under load far more
than ours, which flatters the ratios. At N = 784 our first recall after the loop finds the
caches full of its weights: 0.15 ms, then 0.035 ms each, against the loop's 2.4 ms. The
promise is for a series, three cues of each memory; a single cold recall is shown beside it.
"""

import os

for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[name] = "1"

import sys  # noqa: E402

import numpy as np  # noqa: E402
from _timing import interleave, report  # noqa: E402

from course.models import hopfield  # noqa: E402
from course.models.hopfield import batch as hopfield_batch  # noqa: E402
from course.models.hopfield import states as hopfield_states  # noqa: E402


def hebb(xi):
    """Weights in float64, without the checks of `train` on their number."""
    X = xi.astype(np.float64)
    W = X.T @ X
    W /= len(X)
    np.fill_diagonal(W, 0.0)
    return W


def literal_asynchronous(W, s, rng):
    s = s.astype(np.float64)
    while True:
        flipped = False
        for i in rng.permutation(len(s)):
            value = np.sign(W[i] @ s)
            if value != 0 and value != s[i]:
                s[i] = value
                flipped = True
        if not flipped:
            return s


def literal_synchronous(W, s):
    s = s.astype(np.float64)
    while True:
        old, s = s, np.sign(W @ s)
        if np.array_equal(s, old):
            return s


def literal_capacity(N, loads, trials, rng):
    means = []
    for load in loads:
        m = []
        for _ in range(trials):
            xi = rng.choice([-1.0, 1.0], (max(1, round(load * N)), N))
            m.append(np.mean(literal_asynchronous(hebb(xi), xi[0], rng) * xi[0]))
        means.append(np.mean(m))
    return means


def recall_ratio(N, M, count, wanted, rounds):
    """`count` damaged memories recalled one after another, the same ones on both sides."""
    xi = hopfield.random_patterns(M, N, rng=1)
    W, starts = hebb(xi), [hopfield_states.corrupt(xi[k % M], 0.25, rng=k) for k in range(count)]
    rng, other = np.random.default_rng(3), np.random.default_rng(3)
    for start in starts:
        end = hopfield.recall_patterns(xi, start, rng=rng).final
        assert np.array_equal(end, literal_asynchronous(W, start, other)), "they disagree"
    medians = interleave(
        {
            "ours": lambda: [hopfield.recall_patterns(xi, s, rng=rng) for s in starts],
            "literal sign(W s)": lambda: [literal_asynchronous(W, s, other) for s in starts],
        },
        rounds,
    )
    title = f"asynchronous recall, N = {N}, M = {M}, a quarter reversed, {count} in a row"
    return report(title, medians, "ours", {"literal sign(W s)": wanted} if wanted else {}), xi, W


if __name__ == "__main__":
    short, _, _ = recall_ratio(784, 10, 30, 50, 21)
    recall_ratio(784, 10, 1, None, 31)  # for comparison: alone, after caches were swept
    more, xi, W = recall_ratio(10_000, 100, 1, 100, 5)
    short += more
    states = xi.astype(np.float64)
    assert hopfield_batch.recall_all(xi, xi).converged.all()
    medians = interleave(
        {
            "ours": lambda: hopfield_batch.recall_all(xi, xi),
            "literal sign(W s), each": lambda: [literal_synchronous(W, s) for s in states],
            "sign(W S), one product": lambda: np.sign(states @ W),
        },
        3,
    )
    wanted = {"literal sign(W s), each": 250}
    short += report("all 100 memories at once, N = 10000", medians, "ours", wanted)
    del W
    loads = np.linspace(0.01, 0.3, 30)
    medians = interleave(
        {
            "ours": lambda: hopfield.capacity_curve(500, loads, 20, rng=1, workers=1),
            "literal NumPy": lambda: literal_capacity(500, loads, 20, np.random.default_rng(1)),
        },
        3,
    )
    short += report(
        "capacity curve, N = 500, 30 loads x 20 trials", medians, "ours", {"literal NumPy": 30}
    )
    sys.exit("\n".join(short) or 0)
