"""Train the two networks that come with the course and write course/models/data/rnn_*.npz.

Run as `python tests/benchmarks/train_rnn_data.py`; a minute. Everything is seeded, so the
networks are the same up to the last digits of the machine's matrix product.
"""

from pathlib import Path

import numpy as np

from course.models import rnn
from course.models.rnn import tasks as rnn_tasks

FOLDER = Path(rnn.__file__).parent / "data"
RECIPES = {"evidence": (rnn_tasks.evidence, 3), "interval": (rnn_tasks.interval, 2)}


def train(name, seed=1, N=32, trials=256, steps=1500):
    """The recipe: Adam on `trials` trials, the rate falling twice."""
    make, n_in = RECIPES[name]
    net, task = rnn.init(N, n_in, 1, rng=seed), make(trials, rng=seed + 1000)
    for rate in (0.01, 0.003, 0.001):
        net = rnn.fit(task, start=net, steps=steps // 3, rate=rate).rnn
    return net


def save(name, net):
    """As float32: a few kB; `rnn.load` reads it back."""
    weights = {field: getattr(net, field).astype(np.float32) for field in net._fields[:5]}
    FOLDER.mkdir(exist_ok=True)
    np.savez_compressed(
        FOLDER / f"rnn_{name}.npz", alpha=net.alpha, activation=net.activation, **weights
    )


if __name__ == "__main__":
    for name, (make, _) in RECIPES.items():
        save(name, train(name))
        fresh = make(20_000, rng=7)
        done = rnn_tasks.performance(fresh, rnn.run(rnn.load(name), fresh.inputs).z)
        size = (FOLDER / f"rnn_{name}.npz").stat().st_size
        print(f"{name}: {done.correct:.1%} of fresh trials (ideal {fresh.ideal:.1%}), {size} bytes")
