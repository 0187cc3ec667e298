"""Lesson 06, second part: two neurons, their phase plane and a train of input pulses."""

from typing import NamedTuple

import numpy as np

from course.explore.eigenmodes._modes import pulse_response, within
from course.live import Button, Choice, Live, Preset, Slider
from course.models.rate_network import simulate
from course.models.rate_network.examples import TwoNeurons, two_neurons
from course.plots.modes import plane, response, show_modes, show_path

LOW, HIGH, TRAIL = -2.6, 5.4, 60  # of the rates, up to w = 1; ms of the path that are dark
MODES = np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2.0)  # sum and difference, in columns
NAMES = "1", "2", "both", "−1", "−2", "−both", "difference", "random"
EXACT, EULER = "exact", "Euler, 1 ms"


def euler(net, W):
    """The rates by forward Euler, (2, n + 1)."""
    r = np.zeros((2, net.h.shape[1] + 1))
    for k in range(net.h.shape[1]):
        r[:, k + 1] = r[:, k] + net.dt / net.tau * (-r[:, k] + W @ r[:, k] + net.h[:, k])
    return r


def pulses(**start):
    """Two neurons that excite each other, under the pulses of a train, one after the other."""

    class Result(NamedTuple):
        net: TwoNeurons
        values: np.ndarray  # (2,)
        r: np.ndarray  # (2, n), simulated
        c: np.ndarray  # (2, n), closed form of the two modes
        now: int  # ms
        diverged_at: float | None

    def compute(w, now, method, seed):
        net = two_neurons(seed)
        W = net.W * (w / 0.8)
        values, diverged_at = np.array([w, -w]), None
        if method == EULER:
            r = euler(net, W)
        else:
            r, diverged_at = simulate(W, net.h, tau=net.tau, dt=net.dt, limit=1e3)[1:]
        t = np.arange(801.0)
        c = [
            pulse_response(
                t, value, net.tau, [(a, b, mode @ net.h[:, a]) for a, b, _ in net.pulses]
            )
            for value, mode in zip(values, MODES.T)
        ]
        return Result(net, values, within(r, 50), within(c, 50), now, diverged_at)

    def draw(axes):
        artists = {"plane": plane(axes["plane"], LOW, HIGH)}
        axes["plane"].set_title("rates")
        lines = artists["plane"]["modes"]
        axes["plane"].legend(lines, ["sum mode", "difference mode"], loc="upper left",
                             bbox_to_anchor=(1.0, 0.3))  # fmt: skip
        h = axes["h"]
        h.set(xlim=(-1.5, 1.5), ylim=(-1.5, 1.5), xlabel="h₁", ylabel="h₂", title="input now")
        h.set_aspect("equal")
        for line in (h.axhline, h.axvline):
            line(0.0, color="0.75", lw=0.8)
        artists["h"] = [
            h.plot([], [], color="0.15", lw=3)[0],
            h.plot([], [], "o", color="0.15", ms=7)[0],
        ]
        c = axes["c"]
        c.set(xlim=(0, 800), ylim=(-4.5, 7.5), xlabel="time (ms)", ylabel="part in mode")
        top = c.get_xaxis_transform()
        for (first, last, _), name in zip(two_neurons().pulses, NAMES):
            c.axvspan(first, last, color="0.88")
            c.text(first + 5, 1.02, name, transform=top, ha="center", fontsize=8, color="0.35")
        artists["c"] = [response(c, color) for color in ("C1", "C2")]
        c.legend(*(pair[:2] for pair in c.get_legend_handles_labels()), loc="upper right", ncols=2)
        artists["cursor"] = c.axvline(0.0, color="0.15", lw=1)
        return artists

    def update(artists, result):
        r, now = result.r, result.now
        last = min(now, r.shape[1] - 1)
        show_modes(artists["plane"], MODES, 1.42 * HIGH)
        show_path(artists["plane"], r, max(0, last - TRAIL), last)
        x, y = result.net.h[:, max(now - 1, 0)]  # during the last ms
        artists["h"][0].set_data([0, x], [0, y])
        artists["h"][1].set_data([x], [y])
        for part, mode, theory in zip(artists["c"], MODES.T, result.c):
            part["theory"].set_data(np.arange(801), theory)
            part["simulated"].set_data(np.arange(r.shape[1]), mode @ r)
        artists["cursor"].set_xdata([now, now])

    def summary(result):
        if result.diverged_at is not None:
            return f"λ = ±{abs(result.values[0]):.2f}: stopped at {result.diverged_at:.0f} ms."
        x, y = result.r[:, result.now]
        high, low = sorted(result.values)[::-1]
        gain = f"{1 / (1 - high):.3g}" if high < 1 else "without bound"
        return (
            f"At {result.now} ms the rates are {x:.2f} and {y:.2f}. "
            f"Gains: {gain} for λ = {high:.2f}, {1 / (1 - low):.3g} for λ = {low:.2f}."
        )

    return Live(
        "Two neurons in the plane of their rates",
        [
            Slider("now", 0, 800, 240, 1, "ms", "time", "where the point is", play=40),
            Slider("w", -1.2, 1.2, 0.8, 0.05, meaning="weight to each from the other"),
            Choice("method", (EXACT, EULER), EXACT, meaning="of the simulation"),
            Button("seed", "new random pulse"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.pulses",
        start=start,
        presets=[
            Preset("one neuron", "A pulse into one neuron excites both modes: the path sets out "
                   "towards r₁ and bends along the sum mode.", {"now": 75}),
            Preset("difference", "A pulse along the other eigenvector: the path runs straight out "
                   "and straight home, and gets nowhere far.", {"now": 640}),
            Preset("w = 1", "The sum mode no longer returns: each pulse leaves the rates where "
                   "they are, until the next one moves them.", {"w": 1.0, "now": 500}),
            Preset("Euler, 1 ms", "Steps of τ/4 leave the closed form behind, most in the mode "
                   "that is fast.", {"method": EULER, "now": 640}),
        ],
        mosaic=[["plane", "h"], ["c", "c"]],
        panels={"height_ratios": [5, 4]},
        size=(7.2, 5.3),
    )  # fmt: skip
