"""More right answers to the exercises of lesson 12."""

import numpy as np

from course.check import your_model
from course.models.winner_take_all import Competition, simulate


def matrix_in_place(N, s, w):
    W = np.full((N, N), -w)
    np.fill_diagonal(W, s)
    return W


def step_by_loops(r, W, h, dt, tau):
    new = []
    for i in range(len(r)):
        drive = h[i] + sum(W[i, j] * r[j] for j in range(len(r)))
        new.append(r[i] + dt / tau * (max(drive, 0) - r[i]))
    return new


def step_by_mask(r, W, h, dt, tau):
    drive = np.einsum("ij,j->i", W, r) + h
    drive[drive < 0] = 0
    return (1 - dt / tau) * r + dt / tau * drive


def active_by_order(h, s, w):
    """The units above each share of the total: with equal weights the order is the inputs'."""
    if s + w >= 1:
        return [bool(x == max(h)) for x in h]
    order = sorted(range(len(h)), key=lambda i: -h[i])
    for n in range(len(h), 0, -1):
        total = sum(h[i] for i in order[:n]) / (1 - s - w + n * w)
        if h[order[n - 1]] > w * total:
            return [i in order[:n] for i in range(len(h))]


def active_by_matrix(h, s, w):
    on = np.ones(len(h))
    if s + w > 1:
        return (h == h.max()).astype(float)
    W = (s + w) * np.eye(len(h)) - w
    while True:
        r = np.linalg.inv(np.eye(len(h)) - on[:, None] * W) @ (on * h)
        if r[on == 1].min() > 0:
            return on
        on[np.argmin(np.where(on == 1, r, np.inf))] = 0


def run_to_rest(step):
    """A whole course: three units, by hand from the recursion of the lone unit and of decay."""
    W = np.array([[0.5, -1.0, -1.0], [-1.0, 0.5, -1.0], [-1.0, -1.0, 0.5]])
    r = np.array([2.0, 1.0, 0.1])
    for _ in range(5):
        r = step(r, W, np.array([3.0, 0.5, 0.4]), 0.25, 5.0)
    lone, loser = 2.0, [1.0, 0.1]
    for _ in range(5):
        drive = max(3.0 + 0.5 * lone - sum(loser), 0)
        lone, loser = lone + 0.05 * (drive - lone), [0.95 * x for x in loser]
    return abs(r[0] - lone) < 1e-5 and np.abs(r[1:] - loser).max() < 1e-5


def properties(step):
    """Decay by dt / tau, the sum of inputs, and a unit pushed below 0, each by itself."""
    still = np.array([[0.0, 0.0], [0.0, 0.0]])
    decay = step(np.array([1.0, 4.0]), still, np.zeros(2), 2.0, 8.0)
    heard = step(
        np.array([1.0, 3.0]), np.array([[0.5, 1.0], [-1.0, 0.0]]), np.array([1.0, 0.5]), 2.0, 8.0
    )
    expected = [[0.75, 3.0], [1.0 + 0.25 * 3.5, 2.25]]
    return bool(np.max(np.abs(np.array([decay, heard]) - expected)) < 1e-4)


RIGHT = {
    "weight_matrix": [
        matrix_in_place,
        lambda N, s, w: [[s if i == j else -w for j in range(N)] for i in range(N)],
    ],
    "rate_step": [step_by_loops, step_by_mask],
    "smallest_inhibition": [lambda s: -(s - 1), lambda s: 1 / (1 / (1 - s))],
    "still_active": [active_by_order, active_by_matrix],
    "can_fail": [
        run_to_rest,
        properties,
        lambda step: int(properties(step) and run_to_rest(step)),
    ],
}


def test_who_ends_active_is_what_runs_end_with():
    rng = np.random.default_rng(0)
    found = 0
    while found < 50:
        h = np.maximum(1 + 0.3 * rng.standard_normal(8), 0.0)
        s, w = rng.uniform(0, 0.85), rng.uniform(0.02, 1.5)
        if abs(s + w - 1) > 0.03:
            run = simulate(Competition(s=s, w=w), h, duration=5000.0, dt=1.0)
            assert np.array_equal(your_model._active(h, s, w), run.r[:, -1] > 1e-3), (h, s, w)
            found += 1
