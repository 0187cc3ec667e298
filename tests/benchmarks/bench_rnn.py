"""One training iteration (forward, backward in time, Adam) against NumPy and PyTorch's CPU.

`python tests/benchmarks/bench_rnn.py`; PyTorch 2.13.0 is the peer. One thread each, float64
for all. N = 32 units, 32 trials of 60 steps of the evidence task. Exits 1 when short.
`--seeds` also prints the trained performance of ten seeds.
"""

import os

for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[name] = "1"

import sys  # noqa: E402

import numpy as np  # noqa: E402
from _timing import interleave, report  # noqa: E402

from course.models import rnn  # noqa: E402
from course.models.rnn import tasks as rnn_tasks  # noqa: E402
from course.models.rnn.kernel import Tape  # noqa: E402

N, TRIALS, STEPS = 32, 32, 20


def adam(p, m, v, g, k):
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g * g
    return p - 0.01 * (m / (1 - 0.9**k)) / (np.sqrt(v / (1 - 0.999**k)) + 1e-8), m, v


def numpy_gradient(weights, alpha, U, Y, mask):
    """Loss and slopes; time first, trials last, as fast as plain NumPy gets."""
    W, b, W_in, W_out, b_out = weights
    r, weight = np.zeros((N, U.shape[2])), mask / mask.sum()
    rs, ys, es, loss = [r], [], [], 0.0
    for t in range(len(U)):
        y = np.tanh(W @ r + b[:, None] + W_in @ U[t])
        r = (1 - alpha) * r + alpha * y
        error = W_out @ r + b_out[:, None] - Y[t]
        rs.append(r)
        ys.append(y)
        es.append(weight[t] * error)
        loss += 0.5 * np.sum(es[-1] * error)
    gW, gb, gi, go, gob = (np.zeros_like(w) for w in weights)
    q = np.zeros_like(r)
    for t in range(len(U) - 1, -1, -1):
        go += es[t] @ rs[t + 1].T
        gob += es[t].sum(axis=1)
        q = q + W_out.T @ es[t]
        d = alpha * (1 - ys[t] ** 2) * q
        gW += d @ rs[t].T
        gb += d.sum(axis=1)
        gi += d @ U[t].T
        q = (1 - alpha) * q + W.T @ d
    return loss, (gW, gb, gi, go, gob)


def numpy_training(net, task):
    U, Y = (a.transpose(1, 2, 0).copy() for a in (task.inputs, task.targets))
    mask = task.mask.T[:, None, :].copy()

    def train():
        p = np.concatenate([w.ravel() for w in net[:5]])
        cuts = np.cumsum([w.size for w in net[:5]])[:-1]
        m, v = np.zeros_like(p), np.zeros_like(p)
        for k in range(1, STEPS + 1):
            parts = [a.reshape(w.shape) for a, w in zip(np.split(p, cuts), net[:5])]
            loss, g = numpy_gradient(parts, net.alpha, U, Y, mask)
            p, m, v = adam(p, m, v, np.concatenate([a.ravel() for a in g]), k)
        return loss

    return train


def our_training(net, task):
    tape = Tape(net, task.inputs, task.targets, task.mask)

    def train():
        p = tape.pack(net)
        m, v = np.zeros_like(p), np.zeros_like(p)
        for k in range(1, STEPS + 1):
            loss, g = tape.loss_and_gradient(p)
            p, m, v = adam(p, m, v, g, k)
        return loss

    return train


def torch_training(net, task):
    import torch

    torch.set_num_threads(1)
    U, Y, mask = (torch.tensor(a) for a in (task.inputs, task.targets, task.mask))
    weight = (mask / mask.sum())[:, :, None]

    def train():
        p = [torch.tensor(w, requires_grad=True) for w in net[:5]]
        W, b, W_in, W_out, b_out = p
        optimizer = torch.optim.Adam(p, lr=0.01)
        for _ in range(STEPS):
            optimizer.zero_grad()
            r, rates = torch.zeros(TRIALS, N, dtype=torch.float64), []
            drive = U @ W_in.T + b
            for t in range(U.shape[1]):
                r = (1 - net.alpha) * r + net.alpha * torch.tanh(r @ W.T + drive[:, t])
                rates.append(r)
            z = torch.stack(rates, 1) @ W_out.T + b_out
            loss = 0.5 * (weight * (z - Y) ** 2).sum()
            loss.backward()
            optimizer.step()
        return loss.item()

    return train


def seeds():
    for make, n_in in ((rnn_tasks.evidence, 3), (rnn_tasks.interval, 2)):
        fresh, correct = make(10_000, rng=31337), []
        for seed in range(10):
            start = rnn.init(24, n_in, 1, rng=seed)
            end = rnn.fit(make(64, rng=seed), start=start, steps=150).rnn
            correct.append(rnn_tasks.performance(fresh, rnn.run(end, fresh.inputs).z).correct)
        print(
            f"{fresh.name}: {np.mean(correct):.1%} +- {np.std(correct, ddof=1):.1%} over 10 seeds, "
            f"{min(correct):.1%} to {max(correct):.1%}; ideal {fresh.ideal:.1%}"
        )


if __name__ == "__main__":
    net, task = rnn.init(N, 3, 1, rng=1), rnn_tasks.evidence(TRIALS, rng=1)
    runs = {"ours": our_training(net, task), "NumPy": numpy_training(net, task)}
    try:
        runs["PyTorch"] = torch_training(net, task)
    except ImportError:
        print("PyTorch is missing: pip install torch==2.13.0, or its ratio stays unmeasured")
    losses = {name: train() for name, train in runs.items()}
    assert np.ptp(list(losses.values())) < 1e-9, losses
    short = report(
        f"{STEPS} iterations, N = {N}, {TRIALS} trials of {task.inputs.shape[1]} steps",
        interleave(runs, 15),
        "ours",
        {"NumPy": 3, "PyTorch": 10},
    )
    if "PyTorch" not in runs:
        short.append("PyTorch was not measured")
    if "--seeds" in sys.argv:
        seeds()
    sys.exit("\n".join(short) or 0)
