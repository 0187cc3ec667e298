"""Lesson 07: the weights as a picture, and what a wrong spacing of the angles changes."""

import math
from typing import NamedTuple

import numpy as np

from course.live import Choice, Live, Preset, Slider
from course.models.ring_attractor import PRESETS, Ring, angles
from course.models.ring_attractor import weights as ring_weights
from course.plots import ring as plots

WIRINGS = ("2π/N, all connected", "2π/(N − 1), last one not", "2π/(N − 1), all connected")
STARTS = 24
DURATION, DT, EVERY = 300.0, 0.5, 10


def weights(**start):
    """The weights as a matrix, those onto one neuron, and their eigenvalues."""

    class Result(NamedTuple):
        W: np.ndarray
        i: int
        theta: np.ndarray
        eigenvalues: np.ndarray

    def compute(w1, w0, v, N):
        ring = Ring(N=N, w0=w0, w1=w1)
        W = ring_weights(ring, v)
        return Result(W, N // 2, angles(ring), np.linalg.eigvals(W))

    def draw(axes):
        ax = axes["W"]
        image = ax.imshow(np.zeros((2, 2)), extent=(0, 360, 360, 0), cmap="RdBu_r", vmin=-1, vmax=1)
        ax.set(xticks=(0, 180, 360), yticks=(0, 180, 360), aspect="equal", title="W: blue inhibits")
        ax.set(xlabel="from angle (°)", ylabel="to angle (°)")
        profile = plots.profile(axes["row"], ylim=(-0.08, 0.08), parts=("activity",))
        axes["row"].set(xlabel="from angle (°)", title="N times W, to 180°", ylim=(-5, 5))
        axes["row"].axhline(0, color="0.8", lw=1, zorder=0)
        ax = axes["eigenvalues"]
        ax.set(xlim=(-2.3, 3.3), ylim=(-3, 3), xlabel="real", title="eigenvalues")
        ax.axhline(0, color="0.8", lw=1)
        ax.axvline(0, color="0.8", lw=1)
        ax.axvline(1, color=plots.INPUT, lw=1, ls="--")
        dots = ax.plot([], [], "o", color=plots.BUMP, ms=6, alpha=0.6)[0]
        return {"image": image, "row": profile["activity"], "eigenvalues": dots}

    def update(artists, result):
        W, i, theta, eigenvalues = result
        most = np.abs(W).max() or 1.0
        artists["image"].set_data(W)
        artists["image"].set_clim(-most, most)
        artists["row"].set_data(np.degrees(theta), W[i] * theta.size)
        limit = max(2.0, plots.top(most * theta.size))
        artists["row"].axes.set_ylim(-1.05 * limit, 1.05 * limit)
        artists["eigenvalues"].set_data(eigenvalues.real, eigenvalues.imag)

    def summary(result):
        found = result.eigenvalues[np.abs(result.eigenvalues) > 1e-9]
        found = sorted(found, key=lambda x: (-round(x.real, 6), x.imag))
        shown = [f"{x.real:.2f}" + (f"{x.imag:+.2f}i" if abs(x.imag) > 1e-6 else "") for x in found]
        return f"{len(found)} eigenvalues of {result.theta.size} are not 0: {', '.join(shown)}."

    return Live(
        "The weights of the ring",
        [
            Slider("w1", 0.0, 6.0, 1.0, 0.05, label="w₁", meaning="tuned weight"),
            Slider("w0", -2.0, 2.0, 0.9, 0.05, label="w₀", meaning="uniform weight"),
            Slider("v", -0.8, 0.8, 0.0, 0.05, "rad/τ", meaning="turn, from the sine"),
            Slider("N", 10, 80, 60, 1, meaning="neurons"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.weights",
        start=start,
        presets=[
            Preset(
                "marginal", "w₁ = 2 puts the pair of cosine and sine on the line at 1.", {"w1": 2.0}
            ),
            Preset(
                "near excites, far inhibits",
                "The weights of a ring that holds a bump.",
                {"w1": 4.0, "w0": -1.0},
            ),
            Preset(
                "turning",
                "The sine tilts the profile; the pair becomes complex.",
                {"w1": 4.0, "w0": -1.0, "v": 0.6},
            ),
        ],
        mosaic=[["W", "row", "eigenvalues"]],
        size=(7.2, 3.0),
    )


def wiring(**start):
    """A memory wired in three ways: where do its bumps go?"""

    class Result(NamedTuple):
        t: np.ndarray
        angle: np.ndarray  # (n, starts) rad
        theta: np.ndarray
        a: np.ndarray
        pair: np.ndarray  # the two larger eigenvalues, which hold the bump

    def compute(layout, N, w1):
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
        return Result(t, angle, theta, a[:, 1], pair)

    def draw(axes):
        ax = axes["angle"]
        ax.set(xlim=(0, DURATION), ylim=(0, 360), yticks=plots.DEGREES, xlabel="time (τ)")
        ax.set(ylabel="angle of the bump (°)", title=f"{STARTS} starts")
        lines = {"angle": ax.plot([], [], color=plots.BUMP, lw=0.9)[0]}
        profile = plots.profile(axes["profile"], ylim=(-0.2, 6), parts=("activity",))
        axes["profile"].set(title="one bump at the end", ylabel="activity", xlim=(-8, 368))
        lines["last"] = axes["profile"].plot([], [], "D", color=plots.INPUT, label="last neuron")[0]
        axes["profile"].legend(loc="upper right")
        return lines | profile

    def update(artists, result):
        lines = [plots.wrapped(result.t, column) for column in result.angle.T]
        x = np.concatenate([np.append(t, np.nan) for t, _ in lines])
        artists["angle"].set_data(x, np.concatenate([np.append(y, np.nan) for _, y in lines]))
        plots.show_profile({"activity": artists["activity"]}, result.theta, activity=result.a)
        artists["last"].set_data(np.degrees(result.theta[-1:]), result.a[-1:])
        most = 1.2 * plots.top(result.a.max())
        artists["last"].axes.set_ylim(-most / 30, most)

    def summary(result):
        moved = np.angle(np.exp(1j * (result.angle[-1] - result.angle[0])))
        low, high = result.pair
        return (
            f"The bumps moved by up to {math.degrees(np.abs(moved).max()):.1f}°. The pair of "
            f"eigenvalues: {low:.3f} and {high:.3f}. Peak {result.a.max():.2f}."
        )

    return Live(
        "Three ways to wire a ring",
        [
            Choice("layout", WIRINGS, WIRINGS[0], label="angles"),
            Slider("N", 11, 200, 100, 1, meaning="neurons"),
            Slider("w1", 2.5, 4.2, 4.0, 0.1, label="w₁", meaning="tuned weight"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.wiring",
        start=start,
        presets=[
            Preset(
                "as in the source",
                "The others keep a perfect ring; the last neuron is a bystander.",
                {"layout": WIRINGS[1]},
            ),
            Preset(
                "one angle twice",
                "Two neurons at 0° pull the bumps that reach them.",
                {"layout": WIRINGS[2]},
            ),
            Preset("a coarse ring", "With few neurons the bump prefers some angles.", {"N": 11}),
        ],
        mosaic=[["angle", "profile"]],
        panels={"width_ratios": [3, 2]},
    )
