"""XOR's 10,000 epochs of back-propagation against the same in NumPy, all on one thread.

`python tests/benchmarks/bench_perceptron.py`. Exits 1 when a ratio falls short. Two, three
or four hidden sigmoid units, as XOR is usually taught with; the promise is for two.
"""

import os

for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[name] = "1"

import sys  # noqa: E402

import numpy as np  # noqa: E402
from _timing import interleave, report  # noqa: E402

from course.models import perceptron  # noqa: E402

RATE, EPOCHS = 0.5, 10_000


def sigmoid(n):
    return 1 / (1 + np.exp(-n))


def numpy_fit(net, X, y):
    """The same descent, and the same loss noted every epoch."""
    W1, b1, W2, b2 = (w.copy() for w in net[:4])
    t, n, loss = y[:, None], len(X), np.empty(EPOCHS)
    for epoch in range(EPOCHS):
        a = sigmoid(X @ W1.T + b1)
        out = sigmoid(a @ W2.T + b2)
        loss[epoch] = -np.mean(t * np.log(out) + (1 - t) * np.log(1 - out))
        d2 = (out - t) / n
        d1 = (d2 @ W2) * a * (1 - a)
        W2 -= RATE * (d2.T @ a)
        b2 -= RATE * d2.sum(axis=0)
        W1 -= RATE * (d1.T @ X)
        b1 -= RATE * d1.sum(axis=0)
    return loss


if __name__ == "__main__":
    X, y = perceptron.gate("XOR")
    short = []
    for H in (2, 3, 4):
        net = perceptron.init(2, H, rng=1, activation="sigmoid")

        def ours(net=net):
            return perceptron.fit(net, X, y, rate=RATE, epochs=EPOCHS)

        def theirs(net=net):
            return numpy_fit(net, X, y)

        assert np.allclose(ours().loss[:-1], theirs(), rtol=1e-6), "they disagree"
        medians = interleave({"ours": ours, "NumPy": theirs}, 9)
        wanted = {"NumPy": 150} if H == 2 else {}
        short += report(f"XOR, {EPOCHS} epochs, 2-{H}-1", medians, "ours", wanted)
    sys.exit("\n".join(short) or 0)
