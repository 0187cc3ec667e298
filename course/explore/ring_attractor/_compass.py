"""Lesson 07: asymmetric weights make a compass that integrates turns."""

import math
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Circle

from course.live import Button, Choice, Live, Preset, Slider
from course.models.ring_attractor import PRESETS, angles, simulate
from course.plots import ring as plots

DURATION, DT, EVERY = 60.0, 0.02, 10
STEPS = round(DURATION / DT) + 1
PATHS = ("out and back", "one way round", "wandering", "none: in the dark")


def turns(path, seed):
    """Angular velocity (rad per time unit) of the head in each step."""
    t = DT * np.arange(STEPS)
    if path == "out and back":
        return np.radians(6.0) * ((5 <= t) & (t < 25)) - np.radians(6.0) * ((35 <= t) & (t < 55))
    if path == "one way round":
        return np.radians(360.0 / 50.0) * ((5 <= t) & (t < 55))
    if path == "wandering":
        rng = np.random.default_rng(seed)
        return np.radians(9.0) * np.interp(t, np.arange(0, 64, 4.0), rng.standard_normal(16))
    return np.zeros(STEPS)


def compass(**start):
    """The head turns, the bump turns with it: no input tells the ring where it points."""

    class Result(NamedTuple):
        t: np.ndarray
        head: np.ndarray  # degrees, not wrapped
        bump: np.ndarray
        k: int

    def compute(t, path, gain, N, sigma, landmark, seed):
        ring = PRESETS["memory"]._replace(N=N, h1=landmark)
        v = turns(path, seed)
        head = DT * np.cumsum(np.append(0.0, v[:-1]))
        U = math.pi  # the bump that this ring holds is pi [cos]_+
        first = U * np.maximum(np.cos(angles(ring)), 0.0)
        run = simulate(
            ring, DT * STEPS, dt=DT, phi=head, v=gain * v, sigma=sigma, rng=seed, start=first,
            every=EVERY, keep=False,
        )  # fmt: skip
        bump = np.degrees(np.unwrap(np.angle(run.Z)))
        return Result(run.t, np.degrees(head[::EVERY]), bump, round(t / (DT * EVERY)))

    def draw(axes):
        ax = axes["angle"]
        ax.set(xlim=(0, DURATION), ylim=(-200, 400), ylabel="angle (°)")
        ax.set_yticks(range(-540, 541, 180))
        lines = {
            "head": ax.plot([], [], color=plots.INPUT, lw=3, alpha=0.6, label="head")[0],
            "bump": ax.plot([], [], color=plots.BUMP, label="bump")[0],
            "now": ax.axvline(0, color="0.5", lw=1),
        }
        ax.legend(loc="upper left", ncols=2)
        ax = axes["error"]
        ax.set(xlim=(0, DURATION), ylim=(-60, 60), xlabel="time (τ)", ylabel="error (°)")
        ax.axhline(0, color="0.8", lw=1, zorder=0)
        lines["error"] = ax.plot([], [], color="C3")[0]
        ax = axes["compass"]
        ax.set(xlim=(-1.25, 1.25), ylim=(-1.25, 1.25), aspect="equal", title="now")
        ax.axis("off")
        ax.add_patch(Circle((0, 0), 1, fill=False, color="0.75"))
        lines["head arrow"] = ax.plot([], [], color=plots.INPUT, lw=5, alpha=0.6)[0]
        lines["bump arrow"] = ax.plot([], [], color=plots.BUMP, lw=2, marker="o", ms=7)[0]
        return lines

    def update(artists, result):
        t, head, bump, k = result
        artists["head"].set_data(t, head)
        artists["bump"].set_data(t, bump)
        inside = head.min() > -200 < bump.min() and head.max() < 400 > bump.max()
        artists["head"].axes.set_ylim(*((-200, 400) if inside else (-580, 580)))
        artists["now"].set_xdata([t[k], t[k]])
        artists["error"].set_data(t, bump - head)
        most = max(20.0, plots.top(np.abs(bump - head).max()))
        artists["error"].axes.set_ylim(-1.1 * most, 1.1 * most)
        for name, degrees, reach in (("head", head[k], 1.0), ("bump", bump[k], 0.9)):
            x, y = reach * math.cos(math.radians(degrees)), reach * math.sin(math.radians(degrees))
            artists[f"{name} arrow"].set_data([0, x], [0, y])

    def summary(result):
        t, head, bump, k = result
        return (
            f"At {t[k]:.1f} τ the head is at {round(head[k])}°, the bump at {round(bump[k])}°; "
            f"at the end the error is {round(bump[-1] - head[-1])}°."
        )

    return Live(
        "A compass that integrates turns",
        [
            Slider("t", 0.0, DURATION, 20.0, 0.2, "τ", meaning="time", play=20),
            Choice("path", PATHS, PATHS[0], meaning="of the head"),
            Slider("gain", 0.0, 1.5, 1.0, 0.05, meaning="of the turn signal"),
            Slider("N", 5, 100, 100, 1, meaning="neurons"),
            Slider("sigma", 0.0, 0.5, 0.0, 0.05, label="σ", meaning="noise on each neuron"),
            Slider("landmark", 0.0, 1.0, 0.0, 0.05, label="h₁", meaning="landmark at the heading"),
            Button("seed", "new noise"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.compass",
        start=start,
        presets=[
            Preset(
                "wrong gain",
                "Turns count for four fifths: out and back still ends at home.",
                {"gain": 0.8, "t": 30.0},
            ),
            Preset(
                "too few neurons",
                "Seven neurons pin the bump: it jumps, and some of the turn is lost.",
                {"N": 7, "path": PATHS[1], "t": 40.0},
            ),
            Preset(
                "noise",
                "The error does a random walk; nothing takes it back.",
                {"sigma": 0.5, "path": PATHS[3], "t": 60.0, "seed": 3},
            ),
            Preset(
                "noise and a landmark",
                "A little tuned input at the true heading keeps the error small.",
                {"sigma": 0.5, "landmark": 0.3, "path": PATHS[3], "t": 60.0, "seed": 3},
            ),
        ],
        mosaic=[["angle", "compass"], ["error", "compass"]],
        panels={"height_ratios": [3, 2], "width_ratios": [3, 2]},
        size=(7.2, 4.2),
    )
