import math

import numpy as np

from course.live import Handle, Preset, Slider, Yours, figure, stacked
from course.models.ring_attractor import Ring, angles
from course.models.ring_attractor.theory import shares
from course.plots import curves

X = np.linspace(-180.0, 180.0, 361)  # degrees from the middle of the bump
WIDTHS = np.linspace(25.0, 180.0, 156)  # degrees
HOLDS = 1.0 / shares(np.radians(WIDTHS)).B


@figure(
    "A bump is what a cosine leaves above 0",
    Slider("c", 30.0, 170.0, 90.0, 0.5, "°", "c", "half width"),
    Slider("peak", 0.5, 4.0, 3.0, 0.1, meaning="height of the bump"),
    Yours(
        "mine(a, theta)",
        "the half width (rad) of the activity a of neurons that prefer theta; its two ends are "
        "marked",
    ),
    presets=[
        Preset("narrow", c=45.0).shows("Few neurons are active, so it takes strong weights."),
        Preset("wide", c=135.0).shows("The midline lies above 0, and weaker weights hold it."),
        Preset("nearly all", c=170.0).shows(
            "Hardly anything is cut off, and the weight is nearly 2."
        ),
    ],
    handles=[
        Handle("bump", x="c", at=0.0, label="where the activity ends"),
        Handle("bump", y="peak", at=0.0, label="the height"),
    ],
    mosaic=[["bump", "weight"]],
    width_ratios=[3, 2],
    narrow=stacked(5.4, bump=1, weight=1),
    size=(7.2, 3.3),
)
def anatomy(c, peak, mine):
    """The cosine, its part above 0, and the weight that holds it."""
    half = math.radians(c)
    U = peak / (1 - math.cos(half))
    I = -U * math.cos(half)
    theta = angles(Ring())
    a = np.maximum(I + U * np.cos(theta), 0.0)  # its middle is at 0: it is cut in two
    A, B = shares(half)
    return {"U": U, "I": I, "m": U * A, "Z": U * B, "w1": 1 / B, "mine": mine(a, theta)}


@anatomy.show
def show_anatomy(ax, r):
    wave = r.I + r.U * np.cos(np.radians(X))
    ax.bump.still(xlim=(-180, 180), xticks=(-180, -90, 0, 90, 180), ylim=(-5.2, 4.6))
    ax.bump.still(xlabel="angle from the middle (°)", title="what a neuron hears")
    ax.bump.still.axhline(0, color="faint", lw=1, zorder=0)
    ax.bump.fill("active", X, 0.0, np.maximum(wave, 0.0), color="ink", alpha=0.15, lw=0)
    ax.bump.line("wave", X, wave, color="ink", lw=1.0, ls=":", at=0.12, label="I + U cos")
    ax.bump.line("a", X, np.maximum(wave, 0.0), color="ink", lw=2.0, label="activity")
    ax.bump.level("I", r.I, color="soft", lw=1.2, ls="--", label="midline I")
    if r.mine is not None:
        for side in (-1, 1):
            ax.bump.yours(side, math.degrees(side * r.mine), None)
    ax.weight.still(xlim=(25, 185), ylim=(0, 20), xticks=(45, 90, 135, 180))
    ax.weight.still(xlabel="half width c (°)", title="w₁ that holds it")
    ax.weight.line("holds", WIDTHS, HOLDS, label="1/B(c)", **curves.WIDE)
    ax.weight.points("here", r.c, r.w1, color="you", ms=8)
    return (
        f"I = {r.I:z.2f}, U = {r.U:z.2f}: mean activity m = {r.m:z.3f}, |Z| = {r.Z:z.3f}. "
        f"A bump of {r.c:z.1f}° to either side holds itself at w₁ = {r.w1:z.2f}."
    )
