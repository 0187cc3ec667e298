"""Lesson 04, first part: one hybrid neuron, its trace beside its phase plane."""

from typing import NamedTuple

import numpy as np

from course.live import Live, Preset, Slider
from course.models.izhikevich import PRESETS, Izhikevich, Trace, fixed_points, simulate
from course.plots import phase

ONSET, DURATION, DT = 50.0, 300.0, 0.2  # ms
U_LIMITS, U_WIDE = (-24, 24), (-40, 56)  # mV/ms

SENTENCES = {
    "RS": "Regular spiking: the first interval is the shortest, then u holds the neuron back.",
    "IB": "Intrinsically bursting: one burst first, single spikes after it.",
    "CH": "Chattering: the reset lands right of the parabola, so spikes follow at once, in bursts.",
    "FS": "Fast spiking: u recovers five times faster, so nothing adapts.",
    "LTS": "Low-threshold spiking: 2 mV/ms is enough, where RS stays silent, and it slows down.",
    "TC": "Thalamo-cortical: released from inhibition at 50 ms, it answers with a burst.",
    "RZ": "Resonator: rest is stable, yet it fires on; it started across the dashed line.",
}
CURRENTS = {"TC": {"I": 0.0, "I_0": -15.0}, "LTS": {"I": 2.0}, "RZ": {"I": 0.15, "I_0": -1.0}}


class Result(NamedTuple):
    model: Izhikevich
    trace: Trace
    I: np.ndarray  # mV/ms, per step
    now: float  # ms


def neuron(**start):
    """One neuron under a step of current: its trace, and its path through the phase plane."""

    def compute(a, b, c, d, I, I_0, now):
        model = Izhikevich(a=a, b=b, c=c, d=d)
        steps = np.arange(round(DURATION / DT)) * DT
        current = np.where(steps < ONSET, I_0, I)
        v0 = rest(model, I_0)
        return Result(model, simulate(model, current, dt=DT, v0=v0), current, now)

    def draw(axes):
        voltage = phase.voltage(axes["v"], xlim=(0, DURATION), ylim=(-100, 38))
        axes["v"].set(xlabel="")
        axes["I"].set(xlim=(0, DURATION), ylim=(-24, 46), xlabel="time (ms)", ylabel="I (mV/ms)")
        current = axes["I"].plot([], [], color="0.3", drawstyle="steps-post")[0]
        return {"voltage": voltage, "I": current, "plane": phase.plane(axes["plane"])}

    def update(artists, result):
        phase.show_voltage(artists["voltage"], result.trace, result.now)
        artists["I"].set_data(result.trace.t[:-1], result.I)
        index = min(round(result.now / DT), result.I.size - 1)
        calm = np.abs(result.trace.u).max() <= U_LIMITS[1]
        artists["plane"]["v"].axes.set_ylim(U_LIMITS if calm else U_WIDE)
        phase.show_plane(artists["plane"], result.model, result.I[index])
        phase.show_trajectory(artists["plane"], result.model, result.trace, result.now)

    def summary(result):
        n = result.trace.spikes.size
        points = fixed_points(result.model, result.I[-1])
        kinds = " and ".join(point.kind for point in points) or "no fixed point"
        return f"{n} spike{'s' * (n != 1)} in 300 ms. Under the step: {kinds}."

    return Live(
        "Izhikevich's neuron and its phase plane",
        [
            Slider("a", 0.005, 0.2, 0.02, 0.005, "1/ms", meaning="rate of recovery"),
            Slider("b", 0.1, 0.3, 0.2, 0.01, "1/ms", meaning="pull of v on u"),
            Slider("c", -75.0, -40.0, -65.0, 1.0, "mV", meaning="v after a spike"),
            Slider("d", 0.0, 12.0, 8.0, 0.05, "mV/ms", meaning="jump of u at a spike"),
            Slider("I", -20.0, 40.0, 10.0, 0.05, "mV/ms", meaning="input from 50 ms on"),
            Slider("I_0", -20.0, 10.0, 0.0, 0.5, "mV/ms", "I₀", "input before"),
            Slider("now", 0.0, 300.0, 300.0, 1.0, "ms", "time", "where the point is", play=60.0),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.neuron",
        start=start,
        presets=[
            Preset(
                name,
                SENTENCES[name],
                {key: getattr(model, key) for key in "abcd"} | CURRENTS.get(name, {}),
            )
            for name, model in PRESETS.items()
        ],
        mosaic=[["v", "plane"], ["I", "plane"]],
        panels={"height_ratios": [4, 1], "width_ratios": [6, 5]},
        size=(7.2, 4.2),
    )


def rest(model, I):
    """Potential to start from: the lower fixed point, or where the parabola is lowest."""
    points = fixed_points(model, I)
    return points[0].v if points else -65.0
