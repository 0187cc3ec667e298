"""Make course/explore/condense/_runs.npz: the runs that lesson 11's figures open with.

    python tests/benchmarks/train_condense_data.py

Rerun it after a change of the recurrent network, its training or its tasks. Takes about a
minute. Seconds are of the machine that made the file.
"""

from pathlib import Path

import numpy as np

import course.explore.condense
from course.explore.condense import _methods as methods
from course.explore.condense import _stored as kept
from course.models import rnn


def main():
    data = {}
    for name in kept.TASKS:
        test = kept.probe(name, seed=1, trials=1000).task
        for method in kept.METHODS:
            fit, test_loss, correct = methods.train(name, method, seed=0)
            data[f"{name}_{method}"] = np.array(
                [fit.loss, test_loss, fit.evaluations, fit.seconds], dtype=np.float32
            )
            data[f"{name}_{method}_correct"] = np.float32(correct)
        network, path = rnn.load(name), []
        for left in range(31, 1, -1):
            rng = np.random.default_rng([2, left])
            network = kept.merged_once(network, kept.probe(name, trials=64).task, 100, rng)
            path.append(kept.pack(network))
            network = kept.unpack(path[-1], left, name)
        data[f"{name}_path"] = np.concatenate(path)
        rows = [
            kept.pack(kept.learn(name, size, np.random.default_rng([3, size, seed])))
            for size in kept.SIZES
            for seed in range(kept.SEEDS)
        ]
        data[f"{name}_sizes"] = np.concatenate(rows)
        print(name, [round(kept.correct(kept.unpack(row, left, name), test))
                     for left, row in zip(range(31, 1, -1), path)])  # fmt: skip
    np.savez_compressed(Path(course.explore.condense.__file__).parent / "_runs.npz", **data)


if __name__ == "__main__":
    main()
