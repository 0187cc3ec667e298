import math

import numpy as np

from course.live import Handle, Preset, Slider, figure, levels, stacked
from course.models.integrate_fire import LIF, simulate, sine_response
from course.plots import curves, traces

CYCLES = 3  # that are shown
SETTLED = 8.0  # time constants before, after which 1/3000 of the start is left
STEP, FEWEST = 0.5, 200  # ms, at most; steps of a cycle, at least
AXIS = np.geomspace(0.5, 200.0, 121)  # Hz


@figure(
    "A leaky neuron under a current that swings",
    Slider("f", 0.5, 200.0, 5.0, 0.01, "Hz", "f", "frequency of the current", log=True),
    Slider("I", 0.0, 4000.0, 100.0, 5.0, "pA", meaning="how far the current swings"),
    Slider.of(LIF, "tau_m", 5.0, 60.0, 1.0, "τ_m"),
    presets=[
        Preset("slow", f=0.5).shows("V follows the current, by R I, and hardly late."),
        Preset("at the corner", f=5.3).shows("V swings by 71 % of R I, an eighth of a cycle late."),
        Preset("fast", f=100.0).shows("V hardly moves, and is late by a quarter of a cycle."),
        Preset("fast and strong", f=20.0, I=900.0).shows(
            "A spike in each cycle, with five times the current that is enough at 0.5 Hz."
        ),
    ],
    handles=[
        Handle("swing", x="f", at=lambda r: r.here.amplitude, label="frequency"),
        Handle("lag", x="f", at=lambda r: r.here.lag, label="frequency"),
    ],
    mosaic=[["V", "swing"], ["I", "lag"]],
    height_ratios=[3, 2],
    narrow=stacked(6.0, V=4, I=2, swing=4),
    size=(8.6, 4.4),
)
def sine(f, I, tau_m):
    """The potential under a sine of current once it has settled, and how far and late it swings."""
    model = LIF(tau_m=tau_m)
    period = 1000.0 / f  # ms
    steps = max(math.ceil(period / STEP), FEWEST)
    before = math.ceil(SETTLED * tau_m / period) * steps
    turns = (np.arange(before + CYCLES * steps) + 0.5) / steps
    current = I * np.sin(2.0 * np.pi * turns)
    trace = simulate(model, current, dt=period / steps)
    return {
        "model": model,
        "turns": np.arange(CYCLES * steps + 1) / steps,
        "V": trace.V[before:],
        "current": current[before:],
        "spikes": trace.spikes[trace.spikes >= before * period / steps] / period - before / steps,
        "here": sine_response(model, I, f),
        "curve": sine_response(model, I, AXIS),
    }


@sine.show
def show_sine(ax, r):
    traces.voltage(ax.V, r.turns, r.V, r.spikes, r.model.V_th, V_peak=-30.0)
    ax.V.still(xlim=(0, CYCLES), xlabel="", ylabel="V (mV)")
    ax.V.limits(y=(-levels(-r.V.min(), 82, 110, 500), -28))
    ax.I.still(xlim=(0, CYCLES), ylim=(-1.15, 1.15), xlabel="time (cycles)")
    ax.I.still(ylabel="current, of its largest", yticks=[-1, 0, 1])
    shape = r.current / r.I if r.I else r.current
    ax.I.line("I", r.turns[:-1], shape, color="you")
    for panel in (ax.swing, ax.lag):
        panel.still(xlim=(0.5, 200), xscale="log", xlabel="frequency (Hz)")
        panel.still(xticks=[1, 10, 100], xticklabels=[1, 10, 100])
    ax.swing.still(ylabel="swing of V (mV)")
    ax.swing.limits(y=(0, 1.1 * levels(r.I * r.model.R, 2, 10, 20, 50, 100, 200, 400)))
    ax.swing.line("curve", AXIS, r.curve.amplitude, **curves.WIDE)
    ax.lag.still(ylim=(-4, 94), yticks=[0, 45, 90], ylabel="lag (degrees)")
    ax.lag.line("curve", AXIS, r.curve.lag, **curves.WIDE)
    ax.swing.points("here", r.f, r.here.amplitude, color="you", ms=9)
    ax.lag.points("here", r.f, r.here.lag, color="you", ms=9)

    count = r.spikes.size
    return (
        f"At {r.f:z.1f} Hz V swings by {r.here.amplitude:z.2f} mV if no spike stops it, "
        f"{r.here.lag:z.0f} degrees late; {count} spike{'s' * (count != 1)} in {CYCLES} cycles."
    )
