"""Live figures of lesson 07: the ring attractor."""

import math

import numpy as np

from course.explore.ring_attractor._anatomy import anatomy
from course.explore.ring_attractor._compass import compass
from course.explore.ring_attractor._distractor import distractor
from course.explore.ring_attractor._memory import amplitude, memory
from course.explore.ring_attractor._noise import diffusion, lag
from course.explore.ring_attractor._wiring import weights, wiring
from course.live import Button, Handle, Preset, Slider, figure, levels, stacked
from course.models.ring_attractor import Ring, simulate
from course.plots import ring as plots
from course.plots.diagrams import Compass

__all__ = [
    "amplitude",
    "anatomy",
    "bump",
    "compass",
    "diffusion",
    "distractor",
    "lag",
    "memory",
    "weights",
    "wiring",
]

DURATION = 12.0
EVERY = 5
DT = 0.01
COLUMNS = round(DURATION / DT) // EVERY + 1
NAMES = ("lamp: the tuned input", "Z, where the bump points")


@figure(
    "A bump of activity on the ring",
    Slider("t", 0.0, DURATION, 6.0, 0.05, "τ", meaning="time", play=20),
    Slider("speed", -1.0, 1.0, 1.0, 0.01, "turns/τ", meaning="of the input"),
    Slider.of(Ring, "w1", 0.0, 6.0, 0.05, "w₁"),
    Slider.of(Ring, "w0", -2.0, 1.0, 0.05, "w₀"),
    Slider.of(Ring, "h1", 0.0, 2.0, 0.05, "h₁", meaning="tuned input"),
    Slider.of(Ring, "h0", 0.0, 5.0, 0.1, "h₀"),
    Slider.of(Ring, "T", 0.0, 4.0, 0.1),
    Button("seed", "new start"),
    presets=[
        Preset("slow input", speed=0.1).shows(
            "A tenth of a turn in τ: the bump is taller and stays closer to its input."
        ),
        Preset("no recurrence", speed=0.1, w0=0.0, w1=0.0).shows(
            "Without weights the ring only smooths its input; |Z| is smaller."
        ),
        Preset("a bump from nothing", speed=0.0, h1=0.0, h0=3.0, w0=-1.0, w1=4.0).shows(
            "No tuned input: the start decides where the bump grows. Press new start."
        ),
        Preset("too strong", speed=0.1, w1=3.0).shows(
            "Beyond its limit the bump feeds itself without end."
        ),
    ],
    handles=[Handle("heat", x="t")],
    mosaic=[["ring", "profile", "plane"], ["ring", "heat", "heat"]],
    height_ratios=[3, 2],
    width_ratios=[10, 7, 5],
    narrow=stacked(6.4, ring=16, profile=6, heat=6),
    size=(9.0, 4.8),
)
def bump(speed, w1, w0, h1, h0, T, seed):
    """The bump three ways: a profile, a picture over time, a point in the plane of Z."""
    ring = Ring(h0=h0, h1=h1, T=T, w0=w0, w1=w1)
    run = simulate(
        ring, duration=DURATION + DT, dt=DT, speed=2 * math.pi * speed, rng=seed, every=EVERY
    )
    return {"ring": ring, "run": run}


@bump.show
def show_bump(ax, r):
    ring, run = r.ring, r.run
    k = min(round(r.t / (DT * EVERY)), run.t.size - 1)
    peak = min(run.a[:, COLUMNS // 4 :].max(initial=0.1), 20.0)
    most = levels(max(peak, ring.h0 - ring.T + ring.h1, 0.5))
    drive = np.maximum(ring.h0 - ring.T + ring.h1 * np.cos(run.theta - run.phi[k]), 0.0)
    heading = math.degrees(run.phi[k]) if ring.h1 else None
    Z = run.Z[k]
    belief = math.degrees(np.angle(Z)) if np.isfinite(Z) and abs(Z) > 1e-3 else None
    lamp = min(1.0, ring.h1 / 2.0)
    compass = ax.ring.drawing(Compass, NAMES)
    compass.move(run.a[:, k] / peak, heading, belief, lamp, turn=False)
    compass.tells(neuron=plots.neuron(run.a[:, k]))
    plots.profile(ax.profile, run.theta, activity=run.a[:, k], input=drive)
    ax.profile.still(ylabel="activity")
    ax.profile.limits(y=(-0.04 * most, 1.04 * most))
    rim = min(levels(np.abs(run.Z[COLUMNS // 4 :]).max(initial=0.0)), 10.0)
    trail = run.Z[max(0, k - 20) : k + 1]
    plots.plane(ax.plane, trail, run.phi[k] if ring.h1 else None, rim)
    path = run.phi if ring.h1 else np.full(run.t.size, np.nan)
    plots.over_time(ax.heat, run.t, run.a, path, run.t[k], peak, COLUMNS, DURATION)
    if run.diverged_at is not None:
        return f"The activity grows without bound; stopped at {run.diverged_at:z.1f} τ."
    behind = math.degrees(np.angle(np.exp(1j * run.phi[k]) * np.conj(run.Z[k])))
    where = f", {behind:z.0f}° behind its input" if ring.h1 and abs(run.Z[k]) > 1e-3 else ""
    return (
        f"At {run.t[k]:z.2f} τ: peak {run.a[:, k].max():z.2f}, mean {run.mean[k]:z.2f}, "
        f"|Z| = {abs(run.Z[k]):z.2f}{where}."
    )
