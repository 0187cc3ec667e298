"""What the exercises of lesson 12 check."""

import numpy as np

from course.check._exercise import NotYet, array, exercise, matches, number
from course.models.winner_take_all import Competition, simulate, weights


@exercise(
    "The weight matrix of a competition",
    hints=[
        "Start with a matrix that holds -w everywhere: np.full((N, N), -w).",
        "Then put s on its diagonal: np.fill_diagonal changes a matrix in place.",
    ],
)
def weight_matrix(function):
    for N, s, w in [(4, 0.5, 1.0), (6, 0.2, 0.3)]:
        truth = weights(Competition(s=s, w=w), N)
        matches(
            function(N, s, w),
            truth,
            f"the matrix of {N} units",
            mistakes=[
                (np.abs(truth), "The others are inhibited: their weights are negative."),
                (truth - np.diag(np.diag(truth)), "The diagonal is 0: where is s?"),
                (np.diag(np.diag(truth)), "Only the diagonal is there: where is w?"),
                (np.full((N, N), -w), "The diagonal holds -w: a unit excites itself."),
                (truth - w * np.eye(N), "The diagonal holds s - w: it should be s alone."),
            ],
        )
    return "Row i holds what unit i hears, column j what unit j says."


@exercise(
    "One step of the competition",
    hints=[
        "The input of all units at once is h + W @ r.",
        "Rectify it with np.maximum(..., 0).",
        "A step adds dt / tau times what is left after subtracting r.",
    ],
)
def rate_step(step):
    W, h = weights(Competition(), 3), np.array([1.0, 1.2, 0.5])
    r, dt, tau = np.array([0.4, 0.9, 0.02]), 0.5, 10.0
    drive = h + W @ r
    rectified = np.maximum(drive, 0.0)
    matches(
        step(r, W, h, dt, tau),
        r + dt * (-r + rectified) / tau,
        "the rates after one step",
        mistakes=[
            (r + dt * (-r + drive) / tau, "Rates become negative: is the rectification missing?"),
            (
                np.maximum(r + dt * (-r + drive) / tau, 0.0),
                "The input is rectified, not the rate: a silent unit decays to 0.",
            ),
            (r + dt * rectified / tau, "The rates never decay: where is -r?"),
            (r + dt * (-r + rectified), "The step is too large: is tau missing?"),
            (r + dt * (-r + np.maximum(h, 0)) / tau, "The units do not hear each other."),
            (dt * (-r + rectified) / tau, "That is the change of the rates. Add it to r."),
        ],
    )
    return "Ten such lines are a model. The rest is looking at it."


@exercise(
    "When does a lone winner last?",
    hints=[
        "A lone winner settles where r = h + s r. Solve for r.",
        "A loser whose input is as large stays silent if h - w r is not above 0.",
        "Put the winner's rate in; h cancels.",
    ],
)
def smallest_inhibition(function):
    for s in (0.0, 0.5, 0.8):
        found = number(function(s), f"the smallest w for s = {s}")
        if np.isclose(found, 1.0 / (1.0 - s)) and s:
            raise NotYet("That is the winner's rate over h; the inhibition must undo it.")
        if np.isclose(found, 1.0 + s) and s:
            raise NotYet("The sign of s: self-excitation makes it easier to win, not harder.")
        matches(found, 1.0 - s, f"the smallest w for s = {s}")
    h = np.full(5, 1.0) + np.array([0.01, 0, 0, 0, 0])
    left = [np.sum(simulate(Competition(s=0.5, w=w), h, T=4000.0).r[:, -1] > 0.01)
            for w in array([0.45, 0.55])]  # fmt: skip
    return f"With s = 0.5: w = 0.45 leaves {left[0]} of 5 units active, w = 0.55 leaves {left[1]}."
