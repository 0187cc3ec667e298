"""Lesson 07: the weights as a picture, and what a wrong spacing of the angles changes."""

import math

import numpy as np

from course.live import Choice, Handle, Preset, Slider, Yours, figure, levels, stacked
from course.models.ring_attractor import PRESETS, Ring, angles
from course.models.ring_attractor import weights as ring_weights
from course.plots import ring as plots

WIRINGS = ("2π/N, all connected", "2π/(N − 1), last one not", "2π/(N − 1), all connected")
STARTS = 24
DURATION = 300.0
DT = 0.5
EVERY = 10


@figure(
    "The weights of the ring",
    Slider.of(Ring, "w1", 0.0, 6.0, 0.05, "w₁"),
    Slider.of(Ring, "w0", -2.0, 2.0, 0.05, "w₀"),
    Slider("v", -0.8, 0.8, 0.0, 0.05, "rad/τ", meaning="turn, from the sine"),
    Slider("N", 10, 80, 60, 1, meaning="neurons"),
    Yours("mine(theta, w0, w1)", "the N by N matrix; its row is drawn over that at 180°"),
    presets=[
        Preset("marginal", w1=2.0).shows(
            "w₁ = 2 puts the pair of cosine and sine on the line at 1."
        ),
        Preset("near excites, far inhibits", w1=4.0, w0=-1.0).shows(
            "The weights of a ring that holds a bump."
        ),
        Preset("turning", w1=4.0, w0=-1.0, v=0.6).shows(
            "The sine tilts the profile; the pair becomes complex."
        ),
    ],
    handles=[
        Handle("row", y="w1", offset="w0", at=180.0),
        Handle("row", y="w0", offset=lambda r: r.w1 * r.v, at=90.0),
        Handle("eigenvalues", x="w1", scale=0.5, at=lambda r: r.w1 * r.v / 2, label="the pair, w₁"),
    ],
    mosaic=[["W", "row", "eigenvalues"]],
    narrow=stacked(6.4, W=7, row=5, eigenvalues=6),
    size=(7.2, 3.0),
)
def weights(w1, w0, v, N, mine):
    """The weights as a matrix, those onto one neuron, and their eigenvalues."""
    ring = Ring(N=N, w0=w0, w1=w1)
    W = ring_weights(ring, v)
    theta = angles(ring)
    return {
        "W": W,
        "i": N // 2,
        "theta": theta,
        "eigenvalues": np.linalg.eigvals(W),
        "mine": mine(theta, w0, w1, like=W),
    }


@weights.show
def show_weights(ax, r):
    most = np.abs(r.W).max() or 1.0
    ax.W.image("W", r.W, extent=(0, 360, 360, 0), cmap="signed", clim=(-most, most))
    ax.W.still(xticks=(0, 180, 360), yticks=(0, 180, 360), aspect="equal")
    ax.W.still(title="W: blue inhibits", xlabel="from angle (°)", ylabel="to angle (°)")
    limit = max(2.0, levels(most * r.theta.size))
    plots.profile(ax.row, r.theta, weights=r.W[r.i] * r.theta.size, xlabel="from angle (°)")
    if r.mine is not None:
        ax.row.yours("mine", np.degrees(r.theta), r.mine[r.i] * r.theta.size)
    ax.row.still(title="N times W, to 180°")
    ax.row.still.axhline(0, color="faint", lw=1, zorder=0)
    ax.row.limits(y=(-1.05 * limit, 1.05 * limit))
    values = r.eigenvalues
    ax.eigenvalues.still(xlim=(-2.3, 3.3), ylim=(-3, 3), xlabel="real", title="eigenvalues")
    ax.eigenvalues.still.axhline(0, color="faint", lw=1)
    ax.eigenvalues.still.axvline(0, color="faint", lw=1)
    ax.eigenvalues.still.axvline(1, color=plots.THEORY, lw=1, ls="--")
    ax.eigenvalues.points("values", values.real, values.imag, color=plots.BUMP, ms=6, mfc="paper")
    found = r.eigenvalues[np.abs(r.eigenvalues) > 1e-9]
    found = sorted(found, key=lambda x: (-round(x.real, 6), x.imag))
    shown = [f"{x.real:z.2f}" + (f"{x.imag:+.2f}i" if abs(x.imag) > 1e-6 else "") for x in found]
    return f"Eigenvalues other than 0, {len(found)} of {r.theta.size}: {', '.join(shown)}."


@figure(
    "Three ways to wire a ring",
    Choice("layout", WIRINGS, WIRINGS[0], label="angles"),
    Slider("N", 11, 200, 100, 1, meaning="neurons"),
    Slider("w1", 2.5, 4.2, 4.0, 0.1, label="w₁", meaning="tuned weight"),
    presets=[
        Preset("both mistakes", layout=WIRINGS[1]).shows(
            "The others keep a perfect ring; the last neuron is a bystander."
        ),
        Preset("one angle twice", layout=WIRINGS[2]).shows(
            "Two neurons at 0° pull the bumps that reach them."
        ),
        Preset("a coarse ring", N=11).shows("With few neurons the bump prefers some angles."),
    ],
    mosaic=[["angle", "profile"]],
    width_ratios=[3, 2],
)
def wiring(layout, N, w1):
    """A memory wired in three ways: where do its bumps go?"""
    ring = PRESETS["memory"]._replace(N=N, w1=w1)
    theta = 2 * math.pi * np.arange(N) / (N - (layout != WIRINGS[0]))
    linked = N - (layout == WIRINGS[1])
    features = np.array([np.ones(N), np.cos(theta), np.sin(theta)])[:, :linked]
    strength = np.array([[ring.w0], [w1], [w1]]) / N
    psi = 2 * math.pi * (np.arange(STARTS) + 0.5) / STARTS
    a = 3.0 * np.maximum(np.cos(theta[:, None] - psi), 0.0)
    t = DT * EVERY * np.arange(round(DURATION / DT) // EVERY + 1)
    angle, drive = np.empty((t.size, STARTS)), np.full((N, STARTS), ring.h0 - ring.T)
    for step in range((t.size - 1) * EVERY + 1):
        moments = features @ a[:linked]
        if step % EVERY == 0:
            angle[step // EVERY] = np.arctan2(moments[2], moments[1])
        drive[:linked] = ring.h0 - ring.T + features.T @ (strength * moments)
        a += DT * (np.maximum(drive, 0.0) - a)
    pair = np.sort(np.linalg.eigvals(strength * (features @ features.T)).real)[1:]
    return {"t": t, "angle": angle, "theta": theta, "a": a[:, 1], "pair": pair}


@wiring.show
def show_wiring(ax, r):
    lines = [plots.wrapped(r.t, column) for column in r.angle.T]
    x = np.concatenate([np.append(t, np.nan) for t, _ in lines])
    y = np.concatenate([np.append(angle, np.nan) for _, angle in lines])
    ax.angle.still(xlim=(0, DURATION), ylim=(0, 360), yticks=plots.DEGREES, xlabel="time (τ)")
    ax.angle.still(ylabel="angle of the bump (°)", title=f"{STARTS} starts")
    ax.angle.line("angle", x, y, color=plots.BUMP, lw=0.9)
    most = 1.2 * levels(r.a.max())
    last = math.degrees(r.theta[-1])
    plots.profile(ax.profile, r.theta, activity=r.a)
    ax.profile.still(title="one bump at the end", ylabel="activity", xlim=(-8, 368))
    look = {"marker": "D", "color": plots.INPUT, "zorder": 1.9, "label": "last neuron"}
    ax.profile.points("last", last, r.a[-1], **look)
    ax.profile.limits(y=(-most / 30, most))
    moved = np.angle(np.exp(1j * (r.angle[-1] - r.angle[0])))
    low, high = r.pair
    return (
        f"The bumps moved by up to {math.degrees(np.abs(moved).max()):z.1f}°. The pair of "
        f"eigenvalues: {low:z.3f} and {high:z.3f}. Peak {r.a.max():z.2f}."
    )
