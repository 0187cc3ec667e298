import math

import numpy as np

from course.live import Handle, Preset, Slider, figure, stacked
from course.models.ring_attractor import PRESETS, angles, simulate
from course.models.ring_attractor.theory import pulled, stationary
from course.plots import curves
from course.plots import ring as plots
from course.plots.diagrams import Compass
from course.plots.diagrams.ring import LAMP, MIDDLE

DURATION = 60.0
DT = 0.05
EVERY = 4
STEPS = round(DURATION / DT) + 1
FIRST, ON = 120.0, 10.0  # degrees; when the other lamp goes on, tau
NAMES = ("the other lamp", "what the bump says")


def _kept(ring):
    """The bump that this ring holds, (N,), and its U."""
    bump = stationary(ring._replace(h1=0.0))
    U = ring.w1 * bump.Z
    return np.maximum(bump.peak - U + U * np.cos(angles(ring) - math.radians(FIRST)), 0.0), U


@figure(
    "Another lamp shines while the ring remembers",
    Slider("t", 0.0, DURATION, 25.0, 0.2, "τ", meaning="time", play=20),
    Slider("away", -175.0, 175.0, 90.0, 5.0, "°", meaning="from the bump to the other lamp"),
    Slider("h1", 0.0, 2.0, 0.5, 0.05, label="h₁", meaning="brightness of the other lamp"),
    Slider("lasts", 0.0, 50.0, 10.0, 0.5, "τ", meaning="how long it shines, from 10 τ on"),
    Slider("w1", 2.2, 5.0, 4.0, 0.05, label="w₁", meaning="tuned weight; h₀ = 3, w₀ = −1"),
    presets=[
        Preset("weak", h1=0.1).shows("A weak lamp turns the bump as far as the closed form says."),
        Preset("almost opposite", h1=0.1, away=170.0).shows(
            "From 170° the weak lamp turns the bump by 4°, from 90° by 18°."
        ),
        Preset("bright, opposite", away=170.0, h1=2.0, lasts=20.0).shows(
            "The bump fades to less than a third, and grows anew at the lamp."
        ),
        Preset("a taller bump", w1=5.0).shows(
            "What the neurons tell each other outweighs the lamp: the memory moves less."
        ),
    ],
    handles=[
        Handle(
            "ring", turn="away", at=(*MIDDLE.tolist(), LAMP), offset=FIRST, label="the other lamp"
        ),
        Handle("angle", x="lasts", offset=ON, label="when the other lamp goes off"),
        Handle("angle", y="away", offset=FIRST, at=ON, label="angle of the other lamp"),
    ],
    mosaic=[["ring", "angle"], ["ring", "Z"]],
    height_ratios=[3, 2],
    narrow=stacked(6.4, ring=16, angle=8, Z=5),
    size=(9.0, 4.6),
)
def distractor(t, away, h1, lasts, w1):
    """A memory of 120°, and a lamp elsewhere that shines for a while."""
    ring = PRESETS["memory"]._replace(h1=h1, w1=w1)
    first, U = _kept(ring)
    time = DT * (np.arange(STEPS) + 0.5)
    lamp = (time > ON) & (time < ON + lasts)
    phi = math.radians(FIRST + away)
    run = simulate(
        ring, duration=DT * STEPS, dt=DT, phi=phi, lamp=lamp * 1.0, start=first, every=EVERY
    )
    bump = FIRST + np.degrees(np.unwrap(np.angle(run.Z * np.exp(-1j * math.radians(FIRST)))))
    shone = np.clip(run.t - ON, 0.0, lasts)
    weak = FIRST + away - np.degrees(pulled(ring, math.radians(away), shone))
    k = min(round(t / (DT * EVERY)), run.t.size - 1)
    on = ON < run.t[k] < ON + lasts
    return {"run": run, "bump": bump, "weak": weak, "U": U, "k": k, "on": on}


@distractor.show
def show_distractor(ax, r):
    run, k = r.run, r.k
    lamp = min(1.0, r.h1 / 2.0) if r.on else 0.0
    compass = ax.ring.drawing(Compass, NAMES)
    compass.move(run.a[:, k] / (1.5 * r.U), FIRST + r.away, r.bump[k], lamp, turn=False)
    compass.tells(neuron=plots.neuron(run.a[:, k]))
    ax.angle.still(xlim=(0, DURATION), ylim=(-65, 305), yticks=range(-60, 301, 60))
    ax.angle.still(ylabel="angle (°)")
    shines = np.where((run.t > ON) & (run.t < ON + r.lasts), FIRST + r.away, np.nan)
    ax.angle.line("lamp", run.t, shines, color=plots.INPUT, lw=4)
    ax.angle.line("weak", run.t, r.weak, label="weak lamp", **curves.WIDE)
    ax.angle.line("bump", run.t, r.bump, color=plots.BUMP, label="bump")
    ax.angle.cursor("now", run.t[k], color="you", lw=1, ls=(0, (1, 2)))
    ax.Z.still(xlim=(0, DURATION), ylim=(0, 2.0), xlabel="time (τ)", ylabel="|Z|")
    ax.Z.line("Z", run.t, np.abs(run.Z), color=plots.BUMP)
    ax.Z.cursor("now", run.t[k], color="you", lw=1, ls=(0, (1, 2)))
    moved = abs(r.bump[-1] - FIRST)
    return (
        f"At {r.run.t[r.k]:z.1f} τ the bump is at {r.bump[r.k]:z.0f}°; in the end it has moved by "
        f"{moved:.1f}° of {abs(r.away):.0f}°, a weak lamp's closed form by "
        f"{abs(r.weak[-1] - FIRST):.1f}°. |Z| ends at {abs(r.run.Z[-1]):z.2f}."
    )
