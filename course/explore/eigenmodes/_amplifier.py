"""Lesson 06, third part: a network of eight units whose eigenvalues are held in the hand."""

from typing import NamedTuple

import numpy as np

from course.explore.eigenmodes._modes import step_response, within
from course.live import Choice, Live, Preset, Slider, State
from course.models.rate_network import RateRun, simulate
from course.plots import matrices
from course.plots.modes import bars, response, show_bars
from course.plots.panel import Panel

N, TAU, T, DT = 8, 10.0, 500.0, 2.0  # units; ms
VALUES = (0.9, 0.6, 0.4, 0.2, 0.0, -0.3, -0.6, -0.9)
LOW, HIGH = -1.0, 1.1
WAVES, RANDOM = "waves", "random"
UNITS = np.arange(1, N + 1)


def eigenvectors(kind):
    """(N, N), an orthonormal mode in each column; waves from the mean to the zigzag."""
    if kind == WAVES:
        E = np.cos(np.pi * np.outer(np.arange(N) + 0.5, np.arange(N)) / N)
        return E / np.linalg.norm(E, axis=0)
    E = np.linalg.qr(np.random.default_rng(3).standard_normal((N, N)))[0]
    return E * np.sign(E.sum(axis=0))


def held(event, values):
    """Drag an eigenvalue, or the input of a unit; arrow keys do it for the picked mode."""
    eigenvalues, h = list(values["values"]), list(values["h"])
    pick, grip = values["pick"], values["grip"]
    if event.kind == "key":
        step = {"ArrowUp": 0.05, "ArrowDown": -0.05}.get(event.key, 0.0)
        pick = (pick + {"ArrowRight": 1, "ArrowLeft": -1}.get(event.key, 0)) % N
        eigenvalues[pick] = _to_grid(eigenvalues[pick] + step)
        return {"values": eigenvalues, "pick": pick}
    if event.kind == "release" or event.axes is None:
        return {"grip": "" if event.kind == "release" else grip}
    nearest = int(np.clip(round(event.x) - 1, 0, N - 1))
    if event.kind == "press":
        grip = event.axes
        if grip == "value":
            pick = nearest
    if grip == event.axes == "value":
        eigenvalues[pick] = _to_grid(event.y)
    if grip == event.axes == "units":
        h[nearest] = round(float(np.clip(event.y, -2.0, 2.0)), 1)
    return {"values": eigenvalues, "h": h, "pick": pick, "grip": grip}


def _to_grid(value):
    return round(round(float(np.clip(value, LOW, HIGH)) / 0.05) * 0.05, 2)


def amplifier(**start):
    """Eight units: drag an eigenvalue and see its mode's gain, and what the network answers."""

    class Result(NamedTuple):
        values: np.ndarray
        E: np.ndarray
        h: np.ndarray
        g: np.ndarray  # parts of the input in the modes
        c: np.ndarray  # (N, n) of the rates, closed form
        W: np.ndarray
        run: RateRun
        now: int  # step
        pick: int

    def compute(t, modes, values, h, pick, grip):
        E, values, h = eigenvectors(modes), np.array(values), np.array(h)
        W = (E * values) @ E.T
        W = (W + W.T) / 2
        run = simulate(W, h, tau=TAU, dt=DT, T=T)
        g = E.T @ h
        c = np.stack([part * step_response(run.t, x, TAU) for part, x in zip(g, values)])
        return Result(values, E, h, g, c, W, run, min(round(t / DT), run.t.size - 1), pick)

    def draw(axes):
        for name in ("value", "gain", "parts", "units"):
            axes[name].set(xlim=(0.3, N + 0.7), xticks=UNITS)
            axes[name].set_xlabel("unit" if name == "units" else "mode")
        for name in ("value", "parts", "units"):
            axes[name].axhline(0.0, color="0.75", lw=0.8)
        axes["value"].axhline(1.0, color="0.45", lw=1, ls="--")
        axes["value"].set(ylim=(LOW - 0.2, HIGH + 0.2), title="eigenvalue λ (drag)")
        axes["gain"].set(yscale="log", ylim=(0.4, 30), title="gain 1/(1 − λ)")
        axes["gain"].set(
            yticks=[0.5, 1, 2, 5, 10, 20], yticklabels=["½", "1", "2", "5", "10", "20"]
        )
        axes["gain"].minorticks_off()
        axes["gain"].axhline(1.0, color="0.75", lw=0.8)
        axes["parts"].set(ylim=(-5.5, 5.5), title="input, output by mode")
        axes["units"].set(ylim=(-3.5, 3.5), title="input (drag), output")
        axes["c"].set(xlim=(0, T), ylim=(-5.5, 5.5), xlabel="time (ms)", title="modes in time")
        parts, units, pale = axes["parts"], axes["units"], "0.7"
        artists = {
            "stems": bars(axes["value"], pale, width=2),
            "value": axes["value"].plot([], [], "o", color="C0", ms=8)[0],
            "pick": axes["value"].plot([], [], "o", color="C1", ms=11, zorder=5)[0],
            "gain": bars(axes["gain"], "C0", width=8),
            "out": bars(parts, "C0", width=9, alpha=0.35),
            "g": bars(parts, "0.2", width=3),
            "out, simulated": parts.plot([], [], ".", color="C0", ms=7)[0],
            "r": bars(units, "C0", width=9, alpha=0.35),
            "h": bars(units, "0.2", width=3),
            "r, simulated": units.plot([], [], ".", color="C0", ms=7)[0],
            "others": axes["c"].plot([], [], color=pale, lw=1)[0],
            "c": response(axes["c"], "C1"),
            "cursor": axes["c"].axvline(0.0, color="0.15", lw=1),
            "W": matrices.weights(Panel(axes["W"]), np.zeros((N, N)), 0.8, colorbar=False),
        }
        axes["W"].set(title="weights W", xticks=[], yticks=[], aspect="equal")
        return artists

    def update(artists, result):
        values, now, pick = result.values, result.now, result.pick
        show_bars(artists["stems"], values)
        artists["value"].set_data(UNITS, values)
        artists["pick"].set_data([pick + 1], [values[pick]])
        below = values < 1
        gains = np.where(below, 1 / np.where(below, 1 - values, 1.0), 1e3)
        artists["gain"].set_data(*_from_one(gains))
        c = within(result.c, 30)
        show_bars(artists["g"], result.g)
        show_bars(artists["out"], c[:, now])
        simulated = within(result.E.T @ result.run.r, 30)
        artists["out, simulated"].set_data(UNITS, simulated[:, now])
        show_bars(artists["h"], result.h)
        show_bars(artists["r"], within(result.E @ result.c[:, now], 30))
        artists["r, simulated"].set_data(UNITS, within(result.run.r[:, now], 30))
        t, others = result.run.t, np.delete(c, pick, axis=0)
        gap = np.full((N - 1, 1), np.nan)
        artists["others"].set_data(
            np.tile(np.append(t, np.nan), N - 1), np.hstack([others, gap]).ravel()
        )
        artists["c"]["theory"].set_data(t, c[pick])
        artists["c"]["simulated"].set_data(t, simulated[pick])
        artists["cursor"].set_xdata([t[now], t[now]])
        artists["W"].set_data(result.W)

    def summary(result):
        value, g = result.values[result.pick], result.g[result.pick]
        gain = f"gain {1 / (1 - value):.2f}" if value < 1 else "no steady state"
        output = np.linalg.norm(result.run.r[:, result.now])
        return (
            f"Mode {result.pick + 1}: λ = {value:.2f}, {gain}, input {g:.2f}. At "
            f"{result.run.t[result.now]:.0f} ms the rates have length {output:.2f}, "
            f"the input {np.linalg.norm(result.h):.2f}."
        )

    one = [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    return Live(
        "Eight units, their modes and gains",
        [
            Slider("t", 0.0, T, T, DT, "ms", "time", "when the output is read", play=20),
            Choice("modes", (WAVES, RANDOM), WAVES, meaning="shape of the eigenvectors"),
            State("values", list(VALUES)),
            State("h", one),
            State("pick", 0),
            State("grip", ""),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.amplifier",
        start=start,
        presets=[
            Preset("all λ = 0", "No weights, no memory, no gain: each unit repeats its input.",
                   {"values": [0.0] * N}),
            Preset("pick a pattern", "Only mode 4 is amplified: whatever comes in, its part of "
                   "that wave comes out.", {"values": [-0.5] * 3 + [0.9] + [-0.5] * 4, "pick": 3}),
            Preset("λ = 1", "Mode 1 climbs and climbs: its input is added up and never settles.",
                   {"values": [1.0, *VALUES[1:]]}),
            Preset("input without mode 1", "The input has no part in the strong mode, so its gain "
                   "of 10 multiplies nothing.", {"h": [1.0, -1.0] * 4}),
        ],
        mosaic=[["value", "gain", "parts"], ["W", "c", "units"]],
        size=(7.2, 5.2),
        on_event=held,
    )  # fmt: skip


def _from_one(gains):
    """Bars that start at 1, which on a logarithmic axis is no gain at all."""
    heights = np.stack([np.ones(N), gains, np.full(N, np.nan)], axis=1)
    return np.repeat(UNITS.astype(float), 3), heights.ravel()
