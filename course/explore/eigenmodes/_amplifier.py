import numpy as np

from course.explore.eigenmodes._modes import step_response, within
from course.live import Choice, Preset, Slider, State, Yours, figure
from course.models.rate_network import simulate
from course.plots import matrices, traces
from course.plots.modes import bars, response
from course.plots.now import moment

N = 8  # units
TAU = 10.0  # ms
T = 500.0  # ms
DT = 2.0  # ms
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


@figure(
    "Eight units, their modes and gains",
    Slider("t", 0.0, T, T, DT, "ms", "time", "when the output is read", play=20),
    Choice("modes", (WAVES, RANDOM), WAVES, meaning="shape of the eigenvectors"),
    State("values", list(VALUES)),
    State("h", [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
    State("pick", 0),
    State("grip", ""),
    Yours("mine(t, value, g, tau, c0)", "drawn over the mode that is picked"),
    presets=[
        Preset("all λ = 0", values=[0.0] * N).shows(
            "No weights, no memory, no gain: each unit repeats its input."
        ),
        Preset("pick a pattern", values=[-0.5] * 3 + [0.9] + [-0.5] * 4, pick=3).shows(
            "Only mode 4 is amplified: whatever comes in, its part of that wave comes out."
        ),
        Preset("λ = 1", values=[1.0, *VALUES[1:]]).shows(
            "Mode 1 climbs and climbs: its input is added up and never settles."
        ),
        Preset("input without mode 1", h=[1.0, -1.0] * 4).shows(
            "The input has no part in the strong mode, so its gain of 10 multiplies nothing."
        ),
    ],
    mosaic=[["value", "gain", "parts"], ["W", "c", "units"]],
    size=(7.2, 5.2),
)
def amplifier(modes, values, h, pick, mine):
    """Eight units: drag an eigenvalue and see its mode's gain, and what the network answers."""
    E = eigenvectors(modes)
    values = np.array(values)
    h = np.array(h)
    W = (E * values) @ E.T
    W = (W + W.T) / 2
    run = simulate(W, h, tau=TAU, dt=DT, duration=T)
    g = E.T @ h
    c = np.stack([part * step_response(run.t, x, TAU) for part, x in zip(g, values)])
    return {
        "values": values,
        "E": E,
        "h": h,
        "g": g,
        "c": c,
        "W": W,
        "run": run,
        "mine": mine(run.t, values[pick], g[pick], TAU, 0.0, like=run.t),
    }


@amplifier.show
def show_amplifier(ax, r):
    pick, values, t = r.pick, r.values, r.run.t
    now = moment(t, r.t)
    c = within(r.c, 30)
    simulated = within(r.E.T @ r.run.r, 30)
    for panel in (ax.value, ax.gain, ax.parts, ax.units):
        panel.still(xlim=(0.3, N + 0.7), xticks=UNITS, xlabel="mode")
        panel.still(zero="" if panel is ax.gain else "y")
    ax.value.still(ylim=(LOW - 0.2, HIGH + 0.2), title="eigenvalue λ (drag)")
    ax.value.still.axhline(1.0, color="soft", lw=1, ls="--")
    bars(ax.value, "stems", values, "soft", width=1)
    ax.value.points("value", UNITS, values, color="ink", ms=8)
    ax.value.points("pick", pick + 1, values[pick], color="you", ms=11, zorder=5)
    _show_gain(ax.gain, values)
    ax.parts.still(ylim=(-5.5, 5.5), title="input, output by mode")
    bars(ax.parts, "out", c[:, now], "soft")
    bars(ax.parts, "in", r.g, "you", width=3)
    ax.parts.points("simulated", UNITS, simulated[:, now], marker=".", color="ink", ms=7)
    ax.units.still(ylim=(-3.5, 3.5), title="input (drag), output", xlabel="unit")
    bars(ax.units, "out", within(r.E @ r.c[:, now], 30), "soft")
    bars(ax.units, "in", r.h, "you", width=3)
    rates = within(r.run.r[:, now], 30)
    ax.units.points("simulated", UNITS, rates, marker=".", color="ink", ms=7)
    ax.c.still(xlim=(0, T), ylim=(-5.5, 5.5), xlabel="time (ms)", title="modes in time")
    ax.c.line("others", *traces.joined(t, np.delete(c, pick, axis=0)), color="soft", lw=0.7)
    response(ax.c, "picked", (t, c[pick]), (t, simulated[pick]), labels=(None, f"mode {pick + 1}"))
    ax.c.yours("mine", t, r.mine)
    ax.c.cursor("now", t[now], color="you", lw=1)
    matrices.weights(ax.W, r.W, 0.8, colorbar=False)
    ax.W.still(title="weights W", xticks=[], yticks=[], aspect="equal")
    value, g = r.values[r.pick], r.g[r.pick]
    gain = f"gain {1 / (1 - value):z.2f}" if value < 1 else "no steady state"
    output = np.linalg.norm(r.run.r[:, now])
    return (
        f"Mode {r.pick + 1}: λ = {value:z.2f}, {gain}, input {g:z.2f}. At "
        f"{t[now]:z.0f} ms the rates have length {output:z.2f}, "
        f"the input {np.linalg.norm(r.h):z.2f}."
    )


@amplifier.on_event
def hold(event, values):
    """Drag an eigenvalue, or the input of a unit; arrow keys do it for the picked mode."""
    eigenvalues, h = list(values["values"]), list(values["h"])
    pick, grip = values["pick"], values["grip"]
    if event.kind == "key":
        right, up = event.arrow
        pick = (pick + right) % N
        eigenvalues[pick] = _to_grid(eigenvalues[pick] + 0.05 * up)
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


def _show_gain(panel, values):
    """Bars that start at 1, which on a logarithmic axis is no gain at all."""
    panel.still(yscale="log", ylim=(0.4, 30), title="gain 1/(1 − λ)")
    panel.still(yticks=[0.5, 1, 2, 5, 10, 20], yticklabels=["½", "1", "2", "5", "10", "20"])
    panel.still.minorticks_off()
    panel.still.axhline(1.0, color="faint", lw=0.8)
    below = values < 1
    gains = np.where(below, 1 / np.where(below, 1 - values, 1.0), 1e3)
    bars(panel, "gain", gains, "ink", width=8, bottom=1.0)
